//! The line that is typed, in the words that a shell would make of it.

use std::iter::Peekable;
use std::str::Chars;

/// A word, without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// The quote that is still open at its end.
    pub quote: Option<char>,
    /// Whether it is an operator before a file that the shell reads or writes.
    pub is_redirection: bool,
}

/// The words of a line up to the cursor; the last one is being typed, and may be empty. Nothing is expanded.
pub fn words(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    let mut is_begun = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        if word.quote.is_none() && character.is_whitespace() {
            if std::mem::take(&mut is_begun) {
                words.push(std::mem::take(&mut word));
            }
        } else if word.quote.is_none() && matches!(character, '<' | '>') {
            let before = std::mem::take(&mut word);
            // Digits are the descriptor that is meant.
            let is_descriptor = before.text.bytes().all(|byte| byte.is_ascii_digit());
            if std::mem::take(&mut is_begun) && !is_descriptor {
                words.push(before);
            }
            while characters.next_if(|next| "<>&|".contains(*next)).is_some() {}
            words.push(Word {
                is_redirection: true,
                ..Word::default()
            });
        } else {
            is_begun = true;
            push(&mut word, character, &mut characters);
        }
    }
    words.push(word);
    words
}

/// The text of a part of a word, which starts within this quote.
pub fn unquoted(part: &str, quote: Option<char>) -> String {
    let mut word = Word {
        quote,
        ..Word::default()
    };
    let mut characters = part.chars().peekable();
    while let Some(character) = characters.next() {
        push(&mut word, character, &mut characters);
    }
    word.text
}

/// Takes a character into a word, and the next one where it stands for that.
fn push(word: &mut Word, character: char, rest: &mut Peekable<Chars<'_>>) {
    match (word.quote, character) {
        (None, '\'' | '"') => word.quote = Some(character),
        (Some(quote), _) if quote == character => word.quote = None,
        (Some('\''), _) => word.text.push(character),
        (quote, '\\') => match rest.next() {
            Some(next) if quote.is_none() || matches!(next, '"' | '\\' | '$' | '`') => {
                word.text.push(next);
            }
            next => word.text.extend(['\\'].into_iter().chain(next)),
        },
        _ => word.text.push(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(line: &str) -> Vec<String> {
        let text = |word: Word| {
            if word.is_redirection {
                "(redirection)".to_owned()
            } else {
                word.text
            }
        };
        words(line).into_iter().map(text).collect()
    }

    #[test]
    fn the_last_word_is_the_one_at_the_cursor() {
        assert_eq!(texts("cdr per"), ["cdr", "per"]);
        assert_eq!(texts("  cdr  period "), ["cdr", "period", ""]);
        assert_eq!(texts(""), [""]);
    }

    #[test]
    fn a_quote_that_is_open_is_known() {
        let last = |line| words(line).pop().unwrap();
        for (line, text, quote) in [
            ("cdr -w 'user.na", "user.na", Some('\'')),
            ("cdr -w \"a 'b\\\"", "a 'b\"", Some('"')),
            ("cdr -w 'a'\\ b", "a b", None),
            ("cdr --where='x", "--where=x", Some('\'')),
            ("cdr ''", "", None),
        ] {
            let last = last(line);
            assert_eq!((&*last.text, last.quote), (text, quote), "{line}");
        }
    }

    #[test]
    fn what_the_shell_reads_or_writes_is_told_apart() {
        let expected = ["cdr", "a", "(redirection)", "b", "(redirection)", ""];
        for line in ["cdr a > b 2>&", "cdr a>>b >", "cdr a 1>|b < "] {
            assert_eq!(texts(line), expected, "{line}");
        }
        assert_eq!(texts("cdr '>' \\>b"), ["cdr", ">", ">b"]);
    }

    proptest! {
        #[test]
        fn words_in_single_quotes_are_kept_as_they_are(
            expected in prop::collection::vec("[^']{0,12}", 1..6),
        ) {
            let line = expected.iter().map(|word| format!("'{word}'"));
            prop_assert_eq!(texts(&line.collect::<Vec<_>>().join(" ")), expected);
        }
    }
}
