//! Escaping of text that a terminal would obey.
//!
//! Names in records come from users of the service: an escape sequence can rewrite what is on the
//! screen, and a direction mark can reverse what follows.

use std::borrow::Cow;
use std::fmt::Write;

/// Escapes control characters, direction marks, and line and paragraph separators as JSON does.
pub fn escape_control_chars(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_control_or_format) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for ch in text.chars() {
        match ch {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            _ if is_control_or_format(ch) => {
                // Writing to a String cannot fail.
                let _ = write!(escaped, "\\u{:04x}", u32::from(ch));
            }
            _ => escaped.push(ch),
        }
    }
    Cow::Owned(escaped)
}

fn is_control_or_format(ch: char) -> bool {
    ch.is_control()
        || matches!(
            ch,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_of_any_script_is_unchanged() {
        for text in ["", "Zoë", "李雷", "Наталья", "مريم", "👩‍💻", "a\\u001b"]
        {
            assert!(matches!(escape_control_chars(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn control_characters_and_escape_sequences_are_escaped() {
        assert_eq!(escape_control_chars("a\u{1b}[31mb"), "a\\u001b[31mb");
        assert_eq!(
            escape_control_chars("a\r\n\tb\u{7f}\u{9b}"),
            "a\\r\\n\\tb\\u007f\\u009b"
        );
    }

    #[test]
    fn direction_marks_are_escaped() {
        assert_eq!(
            escape_control_chars("\u{202e}gpj.exe\u{2069}"),
            "\\u202egpj.exe\\u2069"
        );
    }
}
