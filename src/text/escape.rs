//! Text from elsewhere, made safe to look at on a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with everything that a terminal would obey written out as its JSON escape: control
/// characters (escape sequences start with one), text-direction marks, line and paragraph separators.
pub fn escape_control_chars(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if is_obeyed(character) => {
                // Writing to a String cannot fail.
                let _ = write!(shown, "\\u{:04x}", u32::from(character));
            }
            _ => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
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
    fn ordinary_text_of_any_script_is_left_alone() {
        for text in ["", "Zoë", "李雷", "Наталья", "مريم", "👩‍💻", "a\\u001b"]
        {
            assert!(matches!(escape_control_chars(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn control_characters_and_escape_sequences_are_shown() {
        assert_eq!(escape_control_chars("a\u{1b}[31mb"), "a\\u001b[31mb");
        assert_eq!(
            escape_control_chars("a\r\n\tb\u{7f}\u{9b}"),
            "a\\r\\n\\tb\\u007f\\u009b"
        );
    }

    #[test]
    fn text_direction_marks_are_shown() {
        assert_eq!(
            escape_control_chars("\u{202e}gpj.exe\u{2069}"),
            "\\u202egpj.exe\\u2069"
        );
    }
}
