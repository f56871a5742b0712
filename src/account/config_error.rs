//! Messages about an invalid configuration file.
//!
//! The TOML parser names Rust types, and quotes values. A value may be a key in the wrong place, so
//! a message has only the names of members, and what is expected.

use crate::text::closest_word;

/// The smallest similarity of a mistyped key to the key that was meant.
const MIN_SIMILARITY: f64 = 0.8;

/// Describes an error in `text`: line and column, what is wrong, and a hint.
pub fn describe_toml_error(error: &toml::de::Error, text: &str) -> String {
    let position = position(text, error.span().map_or(0, |span| span.start));
    let message = error.message();
    let problem = unknown_key(message).unwrap_or_else(|| redact_value(message));
    format!("{position}: {}", problem.replace('\n', ", "))
}

/// Returns the message about an unknown key, of serde's "unknown field `a`, expected one of `b`,
/// `c`".
fn unknown_key(message: &str) -> Option<String> {
    let (key, expected) = message.strip_prefix("unknown field `")?.split_once("`, ")?;
    // The names that are expected are the parts between pairs of quotes.
    let known: Vec<_> = expected.split('`').skip(1).step_by(2).collect();
    let hint = match closest_word(key, known.iter().copied(), MIN_SIMILARITY) {
        _ if key == "app_key" && known.contains(&"app_key_file") => "use app_key_file".to_owned(),
        _ if key == "app_key" => "use app_key_file in a profile".to_owned(),
        Some(nearest) => format!("did you mean '{nearest}'?"),
        None => format!("expected one of: {}", known.join(", ")),
    };
    Some(format!("unknown key '{key}'; {hint}"))
}

/// Returns a message without the value that it complains of, and with what is expected as its hint.
fn redact_value(message: &str) -> String {
    let Some((problem, expected)) = message.rsplit_once(", expected ") else {
        return message.replace('`', "'");
    };
    let is_value = problem.starts_with("invalid") || problem.starts_with("unknown variant");
    let problem = if is_value { "invalid value" } else { problem };
    format!("{problem}; expected {}", toml_type(expected)).replace('`', "'")
}

/// Returns the TOML name of a Rust type.
fn toml_type(expected: &str) -> &str {
    match expected {
        "i64" => "an integer",
        "a sequence" => "an array",
        "a map" | "struct RawProfile" | "struct ConfigFile" => "a table",
        expected => expected,
    }
}

/// Returns the line and the column of an offset, both counted from 1, as messages name them.
pub fn position(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.matches('\n').count() + 1;
    let column = before[line_start..].chars().count() + 1;
    format!("{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_key_in_the_file_is_rejected_in_favor_of_a_key_file() {
        for (expected, hint) in [
            ("`profiles`", "use app_key_file in a profile"),
            ("one of `app_id`, `app_key_file`", "use app_key_file"),
        ] {
            let message = format!("unknown field `app_key`, expected {expected}");
            let expected = format!("unknown key 'app_key'; {hint}");
            assert_eq!(unknown_key(&message), Some(expected));
        }
    }

    #[test]
    fn a_key_that_resembles_no_other_lists_the_known_ones() {
        let message = "unknown field `zzz`, expected one of `tz`, `slack`";
        let expected = "unknown key 'zzz'; expected one of: tz, slack".to_owned();
        assert_eq!(unknown_key(message), Some(expected));
    }
}
