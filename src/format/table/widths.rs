//! How wide the columns of a table are.

use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// The width of each column's widest value, in terminal cells.
pub struct Widths {
    widest: Vec<u16>,
}

impl Widths {
    /// Nothing seen yet, for so many columns.
    pub fn new(columns: usize) -> Self {
        Self {
            widest: vec![0; columns],
        }
    }

    /// Makes room for a value in a column.
    pub fn widen(&mut self, column: usize, text: &str) {
        self.widest[column] = self.widest[column].max(width(text));
    }

    /// The widths that columns with these names get, none of them 0. Without a terminal that is all they
    /// need. On a terminal that is too narrow for that, names break at their dots and underscores first;
    /// then the widest columns give way, and their values go on below.
    pub fn fitted(&self, names: &[Cow<'_, str>], gap: u16, terminal: Option<u16>) -> Vec<u16> {
        let with_names = |name_width: fn(&str) -> u16| -> Vec<u16> {
            let names = names.iter().map(|name| name_width(name));
            let names = names.chain(std::iter::repeat(1));
            let columns = self.widest.iter().zip(names);
            columns
                .map(|(widest, name)| name.max(*widest).max(1))
                .collect()
        };
        let full = with_names(width);
        let Some(terminal) = terminal else {
            return full;
        };
        let gaps: u32 = full.iter().skip(1).map(|_| u32::from(gap)).sum();
        let room = u32::from(terminal).saturating_sub(gaps);
        if total(&full) <= room {
            return full;
        }
        let mut widths = with_names(|name| pieces(name).map(width).max().unwrap_or(0));
        while total(&widths) > room {
            match widths.iter_mut().max() {
                Some(widest) if *widest > 1 => *widest -= 1,
                _ => break,
            }
        }
        widths
    }
}

fn total(widths: &[u16]) -> u32 {
    widths.iter().copied().map(u32::from).sum()
}

fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
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
        widths.widen(0, "李雷");
        assert_eq!(widths.fitted(&[], 2, None), [4]);
    }

    proptest! {
        #[test]
        fn a_table_is_never_wider_than_a_terminal_with_room_for_a_cell_a_column(
            values in prop::collection::vec("[a-z]{0,60}", 1..12),
            terminal in 40_u16..200,
        ) {
            let mut widths = Widths::new(values.len());
            for (column, value) in values.iter().enumerate() {
                widths.widen(column, value);
            }
            let names: Vec<_> = values.iter().map(|_| Cow::Borrowed("usage.connect_minutes")).collect();
            let fitted = widths.fitted(&names, 2, Some(terminal));
            let gaps = 2 * (u32::try_from(values.len()).unwrap() - 1);
            prop_assert!(total(&fitted) + gaps <= u32::from(terminal));
        }
    }
}
