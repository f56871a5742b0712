//! A table's rows one after the other, a line for each column.

use super::column::{Column, broken};
use super::drawing::{Drawing, each_row};
use super::layout::GAP;
use super::wrap::{pieces, width, wrapped};

use anstyle::Style;
use std::io::{self, Write};

/// How the names and the values of a block stand to each other.
enum Block {
    /// Side by side: the names in this width, and the texts among the values in that.
    Beside(usize, usize),
    /// Each name above its value, no text wider than this.
    Above(usize),
}

const BOLD: Style = Style::new().bold();

impl<W: Write> Drawing<W> {
    /// Draws a block for each record, with an empty line between two of them.
    pub fn records(&mut self, rows: impl io::Read) -> anyhow::Result<()> {
        let block = self.block();
        let (Block::Beside(name_width, _) | Block::Above(name_width)) = block;
        let title = |column: &Column| broken(&column.title(), name_width);
        let titles: Vec<_> = self.columns.iter().map(title).collect();
        let mut is_first = true;
        each_row(rows, |row| {
            if !std::mem::take(&mut is_first) {
                writeln!(self.out)?;
            }
            for (place, text) in row.iter().enumerate() {
                // The label of grand totals is nothing in other records.
                if text.is_empty() && self.columns[place].name().is_empty() {
                    continue;
                }
                self.line(&block, place, &titles[place], text)?;
            }
            Ok(())
        })
    }

    /// Writes a column of a record.
    fn line(
        &mut self,
        block: &Block,
        place: usize,
        title: &[String],
        text: &str,
    ) -> io::Result<()> {
        let column = &self.columns[place];
        let (Block::Beside(_, most) | Block::Above(most)) = *block;
        let value = if self.width.is_some() && column.may_break() {
            wrapped(text, most)
        } else {
            vec![text.to_owned()]
        };
        let mark = column.highlight(text).filter(|_| self.color);
        let value = value.iter().map(|line| match (mark, line.as_str()) {
            // There is nothing to colour but a space.
            (Some(mark), "") => format!("{mark} {mark:#}"),
            (Some(mark), line) => format!("{mark}{line}{mark:#}"),
            (None, line) => line.to_owned(),
        });
        let value: Vec<_> = value.collect();
        let bold = |line: &str| {
            if self.color && !line.is_empty() {
                format!("{BOLD}{line}{BOLD:#}")
            } else {
                line.to_owned()
            }
        };
        let Block::Beside(name_width, _) = *block else {
            let lines = title.iter().map(|line| bold(line)).chain(value);
            return lines
                .into_iter()
                .try_for_each(|line| writeln!(self.out, "{line}"));
        };
        for index in 0..title.len().max(value.len()) {
            let part = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
            let (name, value) = (part(title), part(&value));
            let space = name_width.saturating_sub(width(&name)) + GAP;
            let line = format!("{}{:space$}{value}", bold(&name), "");
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// How blocks look. Names are broken before values are, and go above them where that is not enough.
    fn block(&self) -> Block {
        let widest = |of: &dyn Fn(&Column) -> usize| self.columns.iter().map(of).max().unwrap_or(0);
        let name = widest(&|column| width(&column.title()));
        let Some(terminal) = self.width else {
            return Block::Beside(name, usize::MAX);
        };
        let piece = widest(&|column| pieces(&column.title()).map(width).max().unwrap_or(0));
        // What is wider than the terminal by itself is so either way.
        let fits = |value: usize| if value > terminal { 0 } else { value };
        let least_value = widest(&|column| fits(column.least_value())).max(1);
        if piece + GAP + least_value > terminal {
            return Block::Above(terminal);
        }
        let name = name.min(terminal - GAP - least_value).max(piece);
        Block::Beside(name, terminal - GAP - name)
    }
}
