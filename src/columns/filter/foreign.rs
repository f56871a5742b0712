//! Conditions in the notation of other languages: `a like b`, `a <> b`, `a = 1 and b = 2`,
//! `duration > 1h`.
//!
//! Accepted as texts, they would match nothing, silently. So they are rejected with what to write
//! instead.

/// The characters of which operators consist.
pub const OPERATOR_CHARS: [char; 5] = ['=', '!', '<', '>', '~'];

/// Words that join conditions in query languages.
const CONJUNCTIONS: [&str; 4] = ["and", "or", "&&", "||"];

/// Operators of other languages that are signs, and what to use instead.
const FOREIGN_SIGNS: [(&str, &str); 4] = [
    ("==", "use '='"),
    ("<>", "use '!='"),
    ("=~", "use '~'"),
    ("~~", "use '~'"),
];

/// Operators of other languages that are words, and what to use instead.
#[rustfmt::skip]
const FOREIGN_OPERATORS: [(&[&str], &str); 11] = [
    (&["is"], "use COLUMN= or COLUMN!= to compare with no value"),
    (&["in"], "run cdr once per value"),
    (&["like", "ilike", "contains", "contain", "matches", "match", "regexp", "startswith"], "use '~'"),
    (&["not"], "use '!=' or '!~'"),
    (&["between"], "use -w twice, with '>=' and '<='"),
    (&["eq", "equals", "equal"], "use '='"),
    (&["ne", "neq"], "use '!='"),
    (&["gt"], "use '>'"),
    (&["ge", "gte"], "use '>='"),
    (&["lt"], "use '<'"),
    (&["le", "lte"], "use '<='"),
];

/// Returns the operator of another language in a column, since the names of columns have no blanks,
/// or at the start of the rest of a condition; and a hint.
pub fn foreign_operator(column: &str, rest: &str) -> Option<(&'static str, &'static str)> {
    if let Some(sign) = FOREIGN_SIGNS
        .iter()
        .find(|(sign, _)| rest.starts_with(sign))
    {
        return Some(*sign);
    }
    let mut words = column.split_whitespace().map(str::to_lowercase);
    let (first, second) = (words.next()?, words.next()?);
    let word = if first == "not" { first } else { second };
    let (words, hint) = FOREIGN_OPERATORS
        .iter()
        .find(|(words, _)| words.contains(&&*word))?;
    let word = words.iter().find(|known| **known == word)?;
    Some((word, hint))
}

/// Returns the quote that a value starts with.
pub fn opening_quote(value: &str) -> Option<char> {
    value.chars().next().filter(|ch| matches!(ch, '"' | '\''))
}

/// Returns the conjunction between a value and what looks like another condition. Within quotes it
/// is text.
pub fn find_conjunction(value: &str) -> Option<&'static str> {
    let unquoted = match opening_quote(value) {
        Some(quote) => value[1..].split_once(quote).map_or("", |(_, rest)| rest),
        None => value,
    };
    let unquoted = unquoted.to_ascii_lowercase();
    CONJUNCTIONS.into_iter().find(|conjunction| {
        unquoted.match_indices(conjunction).any(|(start, _)| {
            let prefix = &unquoted[..start];
            let suffix = &unquoted[start + conjunction.len()..];
            is_separate(prefix, conjunction, suffix) && starts_with_condition(suffix)
        })
    })
}

/// Returns whether a conjunction is a word of its own; `&&` and `||` always are.
fn is_separate(prefix: &str, conjunction: &str, suffix: &str) -> bool {
    !conjunction.starts_with(char::is_alphabetic)
        || (prefix.is_empty() || prefix.ends_with(char::is_whitespace))
            && suffix.starts_with(char::is_whitespace)
}

/// Returns whether a text starts with a column and an operator.
fn starts_with_condition(text: &str) -> bool {
    text.find(OPERATOR_CHARS).is_some_and(|operator_start| {
        let column = text[..operator_start].trim();
        let is_column_char = |ch: char| ch.is_alphanumeric() || "._-".contains(ch);
        !column.is_empty() && column.chars().all(is_column_char)
    })
}

/// Returns `3600` for `1h` or `1:00:00` in seconds, and `1000` for `1,000`.
pub fn number_in_unit(text: &str, unit: &str) -> Option<u64> {
    let parse = |text: &str| text.trim().parse::<u64>().ok();
    let without_commas = text.replace([',', '_'], "");
    if let Some(number) = parse(&without_commas) {
        return Some(number);
    }
    let unit_start = text.find(|ch: char| !ch.is_ascii_digit())?;
    let (number, suffix) = text.split_at(unit_start);
    let seconds = if suffix.starts_with(':') {
        let parts = text.split(':').map(parse).collect::<Option<Vec<_>>>()?;
        parts
            .iter()
            .try_fold(0_u64, |sum, part| sum.checked_mul(60)?.checked_add(*part))?
    } else {
        let factor = match suffix.trim().trim_end_matches('s') {
            "" | "sec" | "second" => 1,
            "m" | "min" | "minute" => 60,
            "h" | "hr" | "hour" => 3600,
            "d" | "day" => 86_400,
            _ => return None,
        };
        parse(number)?.checked_mul(factor)?
    };
    match unit {
        "seconds" => Some(seconds),
        "minutes" => Some(seconds.div_ceil(60)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::FilterSpec;

    #[test]
    fn an_operator_of_another_language_gets_the_right_one_as_a_hint() {
        for (typed, message) in [
            (
                "a in (b, c)",
                "unknown operator 'in'; run cdr once per value",
            ),
            (
                "a IS NOT NULL",
                "unknown operator 'is'; use COLUMN= or COLUMN!= to compare with no value",
            ),
            ("a like '%b=c%'", "unknown operator 'like'; use '~'"),
            (
                "a between 1 and 2",
                "unknown operator 'between'; use -w twice, with '>=' and '<='",
            ),
            ("a gt 5", "unknown operator 'gt'; use '>'"),
            ("a==1", "unknown operator '=='; use '='"),
            ("a <> 1", "unknown operator '<>'; use '!='"),
            ("a =~ b", "unknown operator '=~'; use '~'"),
            ("not a = b", "unknown operator 'not'; use '!=' or '!~'"),
        ] {
            let error = typed.parse::<FilterSpec>().unwrap_err();
            assert_eq!(error.to_string(), message, "{typed}");
        }
        assert!("a = in the room".parse::<FilterSpec>().is_ok());
    }

    #[test]
    fn a_duration_gets_the_number_in_the_unit_of_the_column_as_a_hint() {
        for (text, unit, number) in [
            ("1h", "seconds", Some(3600)),
            ("90 s", "seconds", Some(90)),
            ("5 min", "seconds", Some(300)),
            ("1:00:30", "seconds", Some(3630)),
            ("1,000", "seconds", Some(1000)),
            ("1h", "minutes", Some(60)),
            ("1h", "kbit/s", None),
            ("long", "seconds", None),
            ("1:x", "seconds", None),
            ("99999999999999999999h", "seconds", None),
        ] {
            assert_eq!(number_in_unit(text, unit), number, "{text}");
        }
    }

    #[test]
    fn a_conjunction_before_another_condition_is_found() {
        for (value, word) in [
            ("acme or user.ref = ACME", "or"),
            ("acme AND room.duration>60", "and"),
            ("1&&b=2", "&&"),
            ("1 || b ~ 2", "||"),
            ("'acme' or user.ref = 'ACME'", "or"),
            ("\"a and b\" and c!=1", "and"),
            ("this or that and x < 1", "and"),
        ] {
            assert_eq!(find_conjunction(value), Some(word), "{value}");
        }
    }

    #[test]
    fn a_conjunction_within_text_is_not_found() {
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
            assert_eq!(find_conjunction(value), None, "{value}");
        }
    }
}
