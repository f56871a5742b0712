//! A table's rows one after the other, a line for each column.

use super::column::{Column, broken};
use super::wrap::{pieces, width, wrapped};
use super::{Drawing, GAP, PAGE, each_row};
use crate::columns::needs_attention;
use comfy_table::{Attribute, Cell, Color, Table as Page};
use std::io::{self, Write};

impl<W: Write> Drawing<W> {
    /// Draws a block for each record, with an empty line between two of them.
    pub fn records(&mut self, rows: impl io::Read) -> anyhow::Result<()> {
        let widths = self.record_widths();
        let names: Vec<_> = self.columns.iter().map(Column::title).collect();
        let names: Vec<_> = names
            .iter()
            .map(|name| broken(name, widths[0]).join("\n"))
            .collect();
        let mut page = Page::default();
        let mut is_first = true;
        each_row(rows, |row| {
            if !std::mem::take(&mut is_first) {
                page.add_row([Cell::new(""), Cell::new("")]);
            }
            for ((name, text), column) in names.iter().zip(row).zip(&self.columns) {
                let value = Cell::new(self.value(column, text, widths[1]));
                let value = match text {
                    _ if !needs_attention(column.name(), text) => value,
                    "" => value.bg(Color::Yellow),
                    _ => value.fg(Color::Red),
                };
                page.add_row([Cell::new(name).add_attribute(Attribute::Bold), value]);
            }
            if page.row_count() >= PAGE {
                self.print(std::mem::take(&mut page), &widths, &[])?;
            }
            Ok(())
        })?;
        self.print(page, &widths, &[])
    }

    fn value(&self, column: &Column, text: &str, most: usize) -> String {
        if self.width.is_some() && column.may_break() {
            wrapped(text, most).join("\n")
        } else {
            text.to_owned()
        }
    }

    /// The widths of the names and of the values. Names are broken before values are.
    fn record_widths(&self) -> [usize; 2] {
        let widest = |of: &dyn Fn(&Column) -> usize| self.columns.iter().map(of).max().unwrap_or(0);
        let name = widest(&|column| width(&column.title()));
        let value = widest(&Column::widest_value).max(1);
        let Some(terminal) = self.width else {
            return [name, value];
        };
        let piece = widest(&|column| pieces(&column.title()).map(width).max().unwrap_or(0));
        let least_value = widest(&Column::least_value).max(1);
        let name = name
            .min(terminal.saturating_sub(GAP + least_value))
            .max(piece);
        let room = terminal.saturating_sub(GAP + name);
        [name, value.min(room).max(least_value)]
    }
}
