//! Splits a command line into words as a shell does, up to the cursor. Nothing is expanded.
//!
//! An unfinished line has what `shlex` rejects: a quote that is still open, a redirection without
//! its file. Both decide what can follow.

use std::iter::Peekable;
use std::str::Chars;

/// A word without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// The quote that is still open at its end.
    pub quote: Option<char>,
    /// Whether it is an operator such as `>`, before a file of the shell itself.
    pub is_redirection: bool,
}

/// Splits a line into words. The last one is being typed, and can be empty.
pub fn split_words(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    let mut in_word = false;
    let mut chars = line.chars().peekable();
    while let Some(ch) = chars.next() {
        if word.quote.is_none() && ch.is_whitespace() {
            if std::mem::take(&mut in_word) {
                words.push(std::mem::take(&mut word));
            }
        } else if word.quote.is_none() && matches!(ch, '<' | '>') {
            let before = std::mem::take(&mut word);
            // Digits before the operator are a file descriptor: 2>.
            let is_descriptor = before.text.bytes().all(|byte| byte.is_ascii_digit());
            if std::mem::take(&mut in_word) && !is_descriptor {
                words.push(before);
            }
            while chars.next_if(|next| "<>&|".contains(*next)).is_some() {}
            words.push(Word {
                is_redirection: true,
                ..Word::default()
            });
        } else {
            in_word = true;
            push(&mut word, ch, &mut chars);
        }
    }
    words.push(word);
    words
}

/// Returns the text of a part of a word that starts within this quote.
pub fn unquote(part: &str, quote: Option<char>) -> String {
    let mut word = Word {
        quote,
        ..Word::default()
    };
    let mut chars = part.chars().peekable();
    while let Some(ch) = chars.next() {
        push(&mut word, ch, &mut chars);
    }
    word.text
}

/// Adds a character to a word: itself, the one that it escapes, or none if it opens or closes a
/// quote.
fn push(word: &mut Word, ch: char, rest: &mut Peekable<Chars<'_>>) {
    match (word.quote, ch) {
        (None, '\'' | '"') => word.quote = Some(ch),
        (Some(quote), _) if quote == ch => word.quote = None,
        (Some('\''), _) => word.text.push(ch),
        (quote, '\\') => match rest.next() {
            Some(next) if quote.is_none() || matches!(next, '"' | '\\' | '$' | '`') => {
                word.text.push(next);
            }
            next => word.text.extend(['\\'].into_iter().chain(next)),
        },
        _ => word.text.push(ch),
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
        split_words(line).into_iter().map(text).collect()
    }

    #[test]
    fn the_last_word_is_the_one_at_the_cursor() {
        assert_eq!(texts("cdr per"), ["cdr", "per"]);
        assert_eq!(texts("  cdr  period "), ["cdr", "period", ""]);
        assert_eq!(texts(""), [""]);
    }

    #[test]
    fn an_open_quote_is_recognized() {
        let last = |line| split_words(line).pop().unwrap();
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
    fn redirections_are_recognized() {
        let expected = ["cdr", "a", "(redirection)", "b", "(redirection)", ""];
        for line in ["cdr a > b 2>&", "cdr a>>b >", "cdr a 1>|b < "] {
            assert_eq!(texts(line), expected, "{line}");
        }
        assert_eq!(texts("cdr '>' \\>b"), ["cdr", ">", ">b"]);
    }

    proptest! {
        #[test]
        fn words_in_single_quotes_are_unchanged(
            expected in prop::collection::vec("[^']{0,12}", 1..6),
        ) {
            let line = expected.iter().map(|word| format!("'{word}'"));
            prop_assert_eq!(texts(&line.collect::<Vec<_>>().join(" ")), expected);
        }
    }
}
