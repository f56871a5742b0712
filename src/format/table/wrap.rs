//! Wrapping of text.
//!
//! Width is counted in cells of a terminal, not in characters: `李` takes two, a combining mark
//! none. Words that are too wide are broken between grapheme clusters, so that no character loses
//! its accent or its skin tone.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns how many cells of a terminal a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns the parts of a name, each with the dot, underscore or slash that ends it.
pub fn split_name(name: &str) -> impl Iterator<Item = &str> {
    name.split_inclusive(['.', '_', '/', ' '])
}

/// Returns whether a character is of a script that a terminal may write from right to left, such as
/// Hebrew or Arabic.
fn is_right_to_left(ch: char) -> bool {
    matches!(
        ch,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

/// The left-to-right mark (UAX #9). After a text from right to left it keeps the columns that
/// follow where they are.
const LRM: char = '\u{200e}';

/// Breaks a text into lines of at most this width: between words, and a word that is wider by
/// itself between the parts of a name or, failing that, between characters.
pub fn wrap(text: &str, max_width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_inclusive(' ') {
        let longer = format!("{line}{word}");
        if width(longer.trim_end()) <= max_width {
            line = longer;
            continue;
        }
        if width(word.trim_end()) <= max_width {
            flush_line(&mut line, &mut lines);
            word.clone_into(&mut line);
            continue;
        }
        for part in split_name(word) {
            if width(&line) + width(part.trim_end()) <= max_width {
                line.push_str(part);
                continue;
            }
            flush_line(&mut line, &mut lines);
            for grapheme in part.graphemes(true) {
                if width(&line) + width(grapheme.trim_end()) > max_width {
                    flush_line(&mut line, &mut lines);
                }
                line.push_str(grapheme);
            }
        }
    }
    flush_line(&mut line, &mut lines);
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Ends a line, unless it is empty.
fn flush_line(line: &mut String, lines: &mut Vec<String>) {
    let mut ended = std::mem::take(line);
    ended.truncate(ended.trim_end().len());
    if ended.contains(is_right_to_left) {
        ended.push(LRM);
    }
    if !ended.is_empty() {
        lines.push(ended);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_broken_between_words_then_after_separators_then_anywhere() {
        for (text, most, expected) in [
            ("", 5, &[""][..]),
            ("the quick fox", 9, &["the quick", "fox"]),
            (
                "usage.connect_minutes_cal",
                14,
                &["usage.connect_", "minutes_cal"],
            ),
            ("averylongword", 5, &["avery", "longw", "ord"]),
            ("a averylongword b", 5, &["a", "avery", "longw", "ord b"]),
            ("李雷李雷", 5, &["李雷", "李雷"]),
            ("  x", 9, &["  x"]),
        ] {
            assert_eq!(wrap(text, most), expected, "{text} {most}");
        }
    }

    proptest! {
        #[test]
        fn wrapping_loses_only_spaces_and_no_line_is_empty_or_too_wide(
            text in "[a-z李 ._/👨\u{200d}👩]{1,60}",
            most in 2..30_usize,
        ) {
            let lines = wrap(&text, most);
            let without_spaces = |text: &str| text.replace(' ', "");
            prop_assert_eq!(without_spaces(&lines.concat()), without_spaces(&text));
            for line in &lines {
                prop_assert!(width(line) <= most, "{lines:?}");
                prop_assert!(!line.is_empty() || text.trim().is_empty());
            }
        }
    }
}
