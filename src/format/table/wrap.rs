//! Texts in lines of some width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many cells of a terminal a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The pieces of a name, each with the dot, underscore or slash it ends in.
pub fn pieces(name: &str) -> impl Iterator<Item = &str> {
    name.split_inclusive(['.', '_', '/', ' '])
}

/// The marks of the Hebrew and Arabic scripts, which a terminal may write from right to left.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// What keeps the columns behind a text from right to left where they are: the left-to-right mark (UAX #9).
const LEFT_TO_RIGHT: char = '\u{200e}';

/// A text in lines that are no wider than this: broken between words, and a word that is wider by itself between
/// the characters that a reader sees.
pub fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_inclusive(' ') {
        let longer = format!("{line}{word}");
        if width(longer.trim_end()) <= most {
            line = longer;
            continue;
        }
        end(&mut line, &mut lines);
        if width(word.trim_end()) <= most {
            word.clone_into(&mut line);
            continue;
        }
        for letter in word.graphemes(true) {
            if !line.is_empty() && width(&line) + width(letter) > most {
                end(&mut line, &mut lines);
            }
            line.push_str(letter);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        end(&mut line, &mut lines);
    }
    lines
}

/// Ends a line, if there is anything in it, or else there would be none.
fn end(line: &mut String, lines: &mut Vec<String>) {
    let mut ended = std::mem::take(line);
    ended.truncate(ended.trim_end().len());
    if ended.contains(is_right_to_left) {
        ended.push(LEFT_TO_RIGHT);
    }
    if !ended.is_empty() || lines.is_empty() {
        lines.push(ended);
    }
}
