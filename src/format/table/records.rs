//! A table's rows one after the other, a line for each column.

use super::column::{Column, broken};
use super::wrap::{pieces, width, wrapped};
use super::{Drawing, GAP, PAGE, each_row};
use comfy_table::{Attribute, Cell, Table as Page};
use std::io::{self, Write};

/// How the names and the values of a block stand to each other.
enum Block {
    /// Side by side, in these widths.
    Beside([usize; 2]),
    /// Each name above its value, in this width.
    Above(usize),
}

impl<W: Write> Drawing<W> {
    /// Draws a block for each record, with an empty line between two of them.
    pub fn records(&mut self, rows: impl io::Read) -> anyhow::Result<()> {
        let block = self.block();
        let (widths, name_width, value_width) = match &block {
            Block::Beside(widths) => (&widths[..], widths[0], widths[1]),
            Block::Above(width) => (std::slice::from_ref(width), *width, *width),
        };
        let title = |column: &Column| broken(&column.title(), name_width).join("\n");
        let titles: Vec<_> = self.columns.iter().map(title).collect();
        let mut page = Page::default();
        let mut is_first = true;
        each_row(rows, |row| {
            if !std::mem::take(&mut is_first) {
                page.add_row(vec![""; widths.len()]);
            }
            for ((title, text), column) in titles.iter().zip(row).zip(&self.columns) {
                let title = Cell::new(title).add_attribute(Attribute::Bold);
                let value = column.marked(Cell::new(self.value(column, text, value_width)), text);
                match block {
                    Block::Beside(_) => drop(page.add_row([title, value])),
                    Block::Above(_) => drop(page.add_row([title]).add_row([value])),
                }
            }
            if page.row_count() >= PAGE {
                self.print(std::mem::take(&mut page), widths, &[])?;
            }
            Ok(())
        })?;
        self.print(page, widths, &[])
    }

    fn value(&self, column: &Column, text: &str, most: usize) -> String {
        if self.width.is_some() && column.may_break() {
            wrapped(text, most).join("\n")
        } else {
            text.to_owned()
        }
    }

    /// How blocks look. Names are broken before values are, and go above them where that is not enough.
    fn block(&self) -> Block {
        let widest = |of: &dyn Fn(&Column) -> usize| self.columns.iter().map(of).max().unwrap_or(0);
        let name = widest(&|column| width(&column.title()));
        let value = widest(&Column::widest_value).max(1);
        let Some(terminal) = self.width else {
            return Block::Beside([name, value]);
        };
        let piece = widest(&|column| pieces(&column.title()).map(width).max().unwrap_or(0));
        let least_value = widest(&Column::least_value).max(1);
        if piece + GAP + least_value > terminal {
            return Block::Above(terminal.max(piece).max(least_value));
        }
        let name = name.min(terminal - GAP - least_value).max(piece);
        Block::Beside([name, value.min(terminal - GAP - name)])
    }
}
