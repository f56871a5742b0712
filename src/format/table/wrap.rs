//! Texts in lines of some width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many cells of a terminal a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The parts of a name, each with the dot, underscore or slash it ends in.
pub fn split_name(name: &str) -> impl Iterator<Item = &str> {
    name.split_inclusive(['.', '_', '/', ' '])
}

/// The marks of the Hebrew and Arabic scripts, which a terminal may write from right to left.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// What keeps the columns behind a text from right to left where they are: the left-to-right mark (UAX #9).
const LRM: char = '\u{200e}';

/// A text in lines that are no wider than this: broken between words, and a word that is wider by itself between
/// the characters that a reader sees.
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_inclusive(' ') {
        let longer = format!("{line}{word}");
        if width(longer.trim_end()) <= most {
            line = longer;
            continue;
        }
        if width(word.trim_end()) <= most {
            flush_line(&mut line, &mut lines);
            word.clone_into(&mut line);
            continue;
        }
        for piece in split_name(word) {
            if width(&line) + width(piece.trim_end()) <= most {
                line.push_str(piece);
                continue;
            }
            flush_line(&mut line, &mut lines);
            for letter in piece.graphemes(true) {
                if width(&line) + width(letter.trim_end()) > most {
                    flush_line(&mut line, &mut lines);
                }
                line.push_str(letter);
            }
        }
    }
    flush_line(&mut line, &mut lines);
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Ends a line, if there is anything in it.
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
    fn a_text_is_broken_between_words_then_behind_marks_then_anywhere() {
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
        fn nothing_but_spaces_is_lost_and_no_line_is_empty_or_too_wide(
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
