//! The line that is typed, in the words that a shell would make of it.

/// A word, without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// The quote that is still open at its end.
    pub quote: Option<char>,
}

/// The words of a line up to the cursor; the last one is being typed, and may be empty. Nothing is expanded.
pub fn words(line: &str) -> Vec<Word> {
    let mut words = vec![Word::default()];
    let mut is_begun = false;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if let Some(word) = words.last_mut() {
            let is_blank = word.quote.is_none() && character.is_whitespace();
            if !is_blank {
                is_begun = true;
                push(word, character, &mut characters);
                continue;
            }
        }
        if std::mem::take(&mut is_begun) {
            words.push(Word::default());
        }
    }
    words
}

/// Takes a character into a word, and the next one where it stands for that.
fn push(word: &mut Word, character: char, rest: &mut std::str::Chars<'_>) {
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
        words(line).into_iter().map(|word| word.text).collect()
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
            let text = text.to_owned();
            assert_eq!(last(line), Word { text, quote }, "{line}");
        }
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
