//! Text as the XML of a workbook holds it.

use std::fmt::Write;

/// Appends a text. Characters that XML can't hold, or would change, are written as `_xHHHH_`, and what looks like that
/// is guarded: ECMA-376, part 1, `ST_Xstring`.
pub fn push_text(xml: &mut String, text: &str) {
    let is_plain = |byte: &u8| *byte >= b' ' && !b"&<>_".contains(byte) && *byte != 0xef;
    if text.as_bytes().iter().all(is_plain) {
        return xml.push_str(text);
    }
    for (place, letter) in text.char_indices() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '_' if is_escape(&text.as_bytes()[place..]) => xml.push_str("_x005F_"),
            '\t' | '\n' => xml.push(letter),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {
                // A text takes what is written to it.
                let _ = write!(xml, "_x{:04X}_", u32::from(letter));
            }
            _ => xml.push(letter),
        }
    }
}

/// Whether a text starts with `_xHHHH_`.
fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', digits @ .., ] if digits.len() > 4
        && digits[..4].iter().all(u8::is_ascii_hexdigit) && digits[4] == b'_')
}

/// Whether a reader may take away blanks of it, unless it is told not to.
pub fn has_blanks_around(text: &str) -> bool {
    let is_blank = |letter: char| letter.is_ascii_whitespace();
    text.starts_with(is_blank) || text.ends_with(is_blank) || text.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        for (text, expected) in [
            ("Asha & <b>", "Asha &amp; &lt;b&gt;"),
            ("a\tb\nc\r\u{1b}", "a\tb\nc_x000D__x001B_"),
            ("_x0041_ _x41_ _", "_x005F_x0041_ _x41_ _"),
            ("é\u{ffff}\u{fffd}", "é_xFFFF_\u{fffd}"),
        ] {
            let mut xml = String::new();
            push_text(&mut xml, text);
            assert_eq!(xml, expected);
        }
    }
}
