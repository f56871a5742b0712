//! How wide the columns of a table are.

use unicode_width::UnicodeWidthStr;

/// The widest a column can be, in a table of any width: what is longer goes on below.
const WIDEST: u16 = 10_000;

/// What is known of the values in each column, in terminal cells.
pub struct Widths {
    columns: Vec<Column>,
}

#[derive(Clone, Copy, Default)]
struct Column {
    widest_value: u16,
    widest_word: u16,
}

impl Widths {
    /// Nothing seen yet, for so many columns.
    pub fn new(columns: usize) -> Self {
        Self {
            columns: vec![Column::default(); columns],
        }
    }

    /// Makes room for a value in a column. On a narrow terminal it breaks between words before it breaks
    /// anywhere else.
    pub fn widen(&mut self, column: usize, value: &str, between_words: char) {
        let column = &mut self.columns[column];
        column.widest_value = column.widest_value.max(width(value));
        let word = value.split(between_words).map(width).max();
        column.widest_word = column.widest_word.max(word.unwrap_or(0));
    }

    /// Whether a column's values fit into a width without a break.
    pub fn fits(&self, column: usize, width: u16) -> bool {
        self.columns[column].widest_value <= width
    }

    /// The widths that columns with these names get, none of them 0. Without a terminal that is all they
    /// need. On a terminal that is too narrow for that, names break at their dots and underscores first;
    /// then the widest values go on a further line, until the table fits.
    pub fn fitted(&self, names: &[String], gap: u16, terminal: Option<u16>) -> Vec<u16> {
        let full = self.with_names(names, width);
        let gaps: u32 = full.iter().skip(1).map(|_| u32::from(gap)).sum();
        let room = match terminal {
            Some(terminal) => u32::from(terminal).saturating_sub(gaps),
            None => return full,
        };
        if total(&full) <= room {
            return full;
        }
        let whole = self.with_names(names, |name| pieces(name).map(width).max().unwrap_or(0));
        let mut widths = whole.clone();
        let mut lines = vec![1; widths.len()];
        while total(&widths) > room {
            let widest = (0..widths.len()).max_by_key(|column| widths[*column]);
            let Some(column) = widest.filter(|column| widths[*column] > 1) else {
                break;
            };
            lines[column] += 1;
            let word = self.columns[column].widest_word;
            let at_least = if lines[column] == 2 { word } else { 1 };
            let share = whole[column].div_ceil(lines[column]).max(at_least);
            widths[column] = share.min(widths[column] - 1);
            let unused = room.saturating_sub(total(&widths));
            let lost = whole[column] - widths[column];
            widths[column] += u16::try_from(unused).unwrap_or(u16::MAX).min(lost);
        }
        widths
    }

    fn with_names(&self, names: &[String], name_width: impl Fn(&str) -> u16) -> Vec<u16> {
        let names = names.iter().map(|name| name_width(name));
        let names = names.chain(std::iter::repeat(1));
        let columns = self.columns.iter().zip(names);
        columns
            .map(|(column, name)| name.max(column.widest_value).max(1))
            .collect()
    }
}

fn total(widths: &[u16]) -> u32 {
    widths.iter().copied().map(u32::from).sum()
}

fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(WIDEST).min(WIDEST)
}

/// A name's pieces, each with the dot or underscore it ends in.
fn pieces(name: &str) -> impl Iterator<Item = &str> {
    name.split_inclusive(['.', '_'])
}

/// A name with a line break wherever its next piece would not fit into the width.
pub fn broken(name: &str, most: u16) -> String {
    let mut lines = String::new();
    let mut line = 0;
    for piece in pieces(name) {
        let width = width(piece);
        if line > 0 && line + width > most {
            lines.push('\n');
            line = 0;
        }
        lines.push_str(piece);
        line += width;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_break_at_dots_and_underscores() {
        assert_eq!(
            broken("usage.connect_minutes_cal", 12),
            "usage.\nconnect_\nminutes_cal"
        );
        assert_eq!(
            broken("usage.connect_minutes_cal", 30),
            "usage.connect_minutes_cal"
        );
    }

    #[test]
    fn wide_characters_take_two_cells() {
        let mut widths = Widths::new(1);
        widths.widen(0, "李雷", ' ');
        assert_eq!(widths.fitted(&[], 2, None), [4]);
    }

    #[test]
    fn values_break_between_words_on_a_narrow_terminal() {
        let mut widths = Widths::new(2);
        widths.widen(0, "2025-01-01T09:32:42.380Z", 'T');
        widths.widen(1, "0123456789", ' ');
        assert_eq!(widths.fitted(&[], 2, Some(25)), [13, 10]);
        assert!(!widths.fits(0, 13) && widths.fits(1, 10));
    }

    proptest! {
        #[test]
        fn a_table_is_never_wider_than_a_terminal_with_room_for_a_cell_a_column(
            values in prop::collection::vec("[a-z]{0,60}", 1..12),
            terminal in 40_u16..200,
        ) {
            let mut widths = Widths::new(values.len());
            for (column, value) in values.iter().enumerate() {
                widths.widen(column, value, ' ');
            }
            let names: Vec<_> = values.iter().map(|_| "usage.connect_minutes".to_owned()).collect();
            let fitted = widths.fitted(&names, 2, Some(terminal));
            let gaps = 2 * (u32::try_from(values.len()).unwrap() - 1);
            prop_assert!(total(&fitted) + gaps <= u32::from(terminal));
        }
    }
}
