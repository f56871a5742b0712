//! Conditions joined into one argument, as query languages join them.

/// The words that join conditions elsewhere.
const WORDS: [&str; 4] = ["and", "or", "&&", "||"];

/// Returns the word that joins a value with what looks like another condition. A value in quotes is text.
pub fn joining_word(value: &str) -> Option<&'static str> {
    let value = behind_quotes(value).to_ascii_lowercase();
    WORDS.into_iter().find(|word| {
        value.match_indices(word).any(|(start, _)| {
            let (before, after) = (&value[..start], &value[start + word.len()..]);
            is_word(before, word, after) && looks_like_condition(after)
        })
    })
}

/// What follows a value in quotes; all of a value without.
fn behind_quotes(value: &str) -> &str {
    let Some(quote) = value.chars().next().filter(|first| "\"'".contains(*first)) else {
        return value;
    };
    let end = value[1..].find(quote);
    end.map_or("", |end| &value[end + 2..])
}

/// Whether a word stands apart from the text around it; signs always do.
fn is_word(before: &str, word: &str, after: &str) -> bool {
    let is_sign = !word.starts_with(char::is_alphabetic);
    let ends = before.is_empty() || before.ends_with(char::is_whitespace);
    is_sign || (ends && after.starts_with(char::is_whitespace))
}

/// Whether a text starts with a column and an operator.
fn looks_like_condition(text: &str) -> bool {
    let column = text.find(['=', '!', '<', '>', '~']);
    let column = column.map_or("", |operator| text[..operator].trim());
    let is_of_column = |letter: char| letter.is_alphanumeric() || "._-".contains(letter);
    !column.is_empty() && column.chars().all(is_of_column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_before_another_condition_joins() {
        for (value, word) in [
            ("acme or user.ref = ACME", "or"),
            ("acme AND room.duration>60", "and"),
            ("1&&b=2", "&&"),
            ("1 || b ~ 2", "||"),
            ("'acme' or user.ref = 'ACME'", "or"),
            ("\"a and b\" and c!=1", "and"),
            ("this or that and x < 1", "and"),
        ] {
            assert_eq!(joining_word(value), Some(word), "{value}");
        }
    }

    #[test]
    fn a_word_in_a_text_does_not_join() {
        for value in [
            "Salt and Pepper",
            "Sand and = 1",
            "land=1",
            "a or b c = 1",
            "'a and b = 1'",
            "\"a || b=1\"",
            "a && b",
            "'a and b=1",
            "",
        ] {
            assert_eq!(joining_word(value), None, "{value}");
        }
    }
}
