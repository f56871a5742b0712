//! Records as blocks, a line per column: the vertical layout of `psql -x` and `mysql -E`.
//!
//! Names are to the left of their values, or above them on a terminal too narrow for both:
//!
//! ```text
//! user.name         Asha Rao        user.name
//! room.duration     1800            Asha Rao
//! (seconds)
//! ```

use super::column::{TableColumn, wrap_name};
use super::layout::COLUMN_GAP;
use super::renderer::{TableRenderer, for_each_row};
use super::wrap::{split_name, width, wrap};
use anstyle::Style;
use std::io::{self, Write};

/// The layout of a block.
enum BlockLayout {
    /// Names to the left of values, with the width of each.
    SideBySide(usize, usize),
    /// Each name above its value, with the width of both.
    Stacked(usize),
}

const BOLD: Style = Style::new().bold();

impl<W: Write> TableRenderer<W> {
    /// Renders a block for each record, with an empty line between two of them.
    pub fn render_records(&mut self, rows: impl io::Read) -> anyhow::Result<()> {
        let layout = self.block_layout();
        let (BlockLayout::SideBySide(name_width, _) | BlockLayout::Stacked(name_width)) = layout;
        let title = |column: &TableColumn| wrap_name(&column.header_line(), name_width);
        let titles: Vec<_> = self.columns.iter().map(title).collect();
        let mut is_first = true;
        for_each_row(rows, |row| {
            if !std::mem::take(&mut is_first) {
                writeln!(self.out)?;
            }
            for (index, text) in row.iter().enumerate() {
                // Only the grand total has a label.
                if text.is_empty() && self.columns[index].name().is_empty() {
                    continue;
                }
                self.line(&layout, index, &titles[index], text)?;
            }
            Ok(())
        })
    }

    /// Writes a column of a record.
    fn line(
        &mut self,
        layout: &BlockLayout,
        index: usize,
        name: &[String],
        text: &str,
    ) -> io::Result<()> {
        let column = &self.columns[index];
        let (BlockLayout::SideBySide(_, max_width) | BlockLayout::Stacked(max_width)) = *layout;
        let value = if self.width().is_some() && column.is_wrappable() {
            wrap(text, max_width)
        } else {
            vec![text.to_owned()]
        };
        let paint = |style: Option<Style>, line: &str| match style {
            Some(style) if self.options.print.color => format!("{style}{line}{style:#}"),
            _ => line.to_owned(),
        };
        let bold = |line: &str| paint((!line.is_empty()).then_some(BOLD), line);
        let highlight = column.highlight(text);
        let value: Vec<_> = value
            .iter()
            // An empty value has nothing to color but a space.
            .map(
                |line| match highlight.filter(|_| self.options.print.color) {
                    Some(_) if line.is_empty() => paint(highlight, " "),
                    style => paint(style, line),
                },
            )
            .collect();
        let BlockLayout::SideBySide(name_width, _) = *layout else {
            let mut lines = name.iter().map(|line| bold(line)).chain(value);
            return lines.try_for_each(|line| writeln!(self.out, "{line}"));
        };
        for index in 0..name.len().max(value.len()) {
            let part = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
            let name = part(name);
            let space = name_width.saturating_sub(width(&name)) + COLUMN_GAP;
            let line = format!("{}{:space$}{}", bold(&name), "", part(&value));
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// Returns the layout of blocks. Names are broken before values are, and go above them if that
    /// is not enough.
    fn block_layout(&self) -> BlockLayout {
        let widest =
            |of: &dyn Fn(&TableColumn) -> usize| self.columns.iter().map(of).max().unwrap_or(0);
        let name = widest(&|column| width(&column.header_line()));
        let Some(terminal) = self.width() else {
            return BlockLayout::SideBySide(name, usize::MAX);
        };
        let piece = widest(&|column| {
            split_name(&column.header_line())
                .map(width)
                .max()
                .unwrap_or(0)
        });
        // A value wider than the terminal overflows in either layout.
        let fits = |value: usize| if value > terminal { 0 } else { value };
        let min_value_width = widest(&|column| fits(column.min_value_width())).max(1);
        if piece + COLUMN_GAP + min_value_width > terminal {
            return BlockLayout::Stacked(terminal);
        }
        let name = name.min(terminal - COLUMN_GAP - min_value_width).max(piece);
        BlockLayout::SideBySide(name, terminal - COLUMN_GAP - name)
    }
}
