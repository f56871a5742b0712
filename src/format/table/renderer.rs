//! How the rows of a table are drawn, once all of them are known.

use super::column::TableColumn;
use super::layout::{COLUMN_GAP, ColumnWidths, fit_columns};
use super::wrap::wrap;
use crate::columns::ColumnReader;
use crate::format::{FormatOutcome, View};
use crate::io::Spool;
use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, Table as Page, TableStyle, Width,
};
use csv::{ReaderBuilder, StringRecord};
use std::borrow::Cow;
use std::io::{self, Write};

/// How the rows are drawn.
pub struct TableRenderer<W> {
    pub out: W,
    pub reader: ColumnReader,
    pub header: bool,
    pub view: View,
    /// How many of the first columns stay, however narrow the terminal is.
    pub pinned_columns: usize,
    /// The terminal's width, when there is one.
    pub width: Option<usize>,
    pub color: bool,
    /// How many rows there are, and whether the last one is of grand totals.
    pub rows: usize,
    pub has_grand_total: bool,
    pub columns: Vec<TableColumn>,
}

/// No lines: the columns stand apart by themselves.
const STYLE: TableStyle = TableStyle::new();

/// How many rows are drawn at a time.
const ROWS_PER_PAGE: usize = 256;

impl<W: Write> TableRenderer<W> {
    /// Draws the rows.
    pub fn render(&mut self, mut rows: Spool) -> anyhow::Result<FormatOutcome> {
        let rows = rows.reader()?;
        match (self.view, self.width) {
            // A header alone, or a total of nothing, tells a person less than the line that follows.
            (_, Some(_)) if self.rows == usize::from(self.has_grand_total) => {}
            (View::Record, _) => self.render_records(rows)?,
            (_, None) => {
                self.render_rows(rows, &ColumnWidths::natural(&self.columns, self.header))?
            }
            (view, Some(width)) => {
                self.columns.iter_mut().for_each(TableColumn::shorten_times);
                if let Some(fitted) = fit_columns(&self.columns, self.pinned_columns, width) {
                    self.render_rows(rows, &fitted)?;
                    return Ok(self.outcome(&fitted));
                }
                if view == View::Table {
                    self.render_rows(rows, &ColumnWidths::minimal(&self.columns))?;
                } else {
                    self.columns.iter_mut().for_each(TableColumn::keep_times);
                    self.render_records(rows)?;
                }
            }
        }
        Ok(FormatOutcome::default())
    }

    fn outcome(&self, fitted: &ColumnWidths) -> FormatOutcome {
        let is_hidden = |index: &usize| !fitted.columns.contains(index);
        let indices = (0..self.columns.len()).filter(is_hidden);
        FormatOutcome {
            hidden_columns: indices
                .map(|index| self.columns[index].name().to_owned())
                .collect(),
            warning: None,
        }
    }

    /// Draws a row for each record.
    fn render_rows(&mut self, rows: impl io::Read, fitted: &ColumnWidths) -> anyhow::Result<()> {
        let alignment = |index: &usize| self.columns[*index].is_right_aligned();
        let rights: Vec<_> = fitted.columns.iter().map(alignment).collect();
        let mut page = Page::default();
        if self.header {
            let indices = fitted.columns.iter().zip(&fitted.widths);
            page.set_header(indices.map(|(index, width)| {
                let header = match self.width {
                    Some(_) => self.columns[*index].header_lines(*width).join("\n"),
                    None => self.columns[*index].name().to_owned(),
                };
                Cell::new(header).add_attribute(Attribute::Bold)
            }));
        }
        let mut number = 0;
        for_each_row(rows, |row| {
            number += 1;
            let is_grand_total = self.has_grand_total && number == self.rows;
            let indices = fitted.columns.iter().zip(&fitted.widths);
            page.add_row(indices.map(|(index, width)| {
                let cell = self.cell(*index, &row[*index], *width);
                if is_grand_total {
                    cell.add_attribute(Attribute::Bold)
                } else {
                    cell
                }
            }));
            if page.row_count() == ROWS_PER_PAGE {
                self.print(std::mem::take(&mut page), &fitted.widths, &rights)?;
            }
            Ok(())
        })?;
        self.print(page, &fitted.widths, &rights)
    }

    /// A value in a column of this width.
    fn cell(&self, index: usize, text: &str, width: usize) -> Cell {
        let column = &self.columns[index];
        let shown = match self.width {
            None => Cow::Borrowed(text),
            Some(_) if column.is_wrappable() => wrap(text, width).join("\n").into(),
            Some(_) => column.display_value(text),
        };
        column.cell(text, &shown)
    }

    /// Prints a page with columns of these widths, some of them aligned to the right.
    fn print(&mut self, mut page: Page, widths: &[usize], rights: &[bool]) -> anyhow::Result<()> {
        if page.is_empty() && page.header().is_none() {
            return Ok(());
        }
        page.load_style(STYLE);
        if self.color {
            page.enforce_styling();
        } else {
            page.force_no_tty();
        }
        let last = widths.len().saturating_sub(1);
        for (index, column) in page.column_iter_mut().enumerate() {
            let gap = if index == last { 0 } else { COLUMN_GAP };
            column.set_padding((0, u16::try_from(gap)?));
            let width = u16::try_from(widths[index] + gap)?;
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
            if rights.get(index) == Some(&true) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        writeln!(self.out, "{}", page.trim_fmt())?;
        Ok(())
    }
}

/// Hands on each row that was held back.
pub fn for_each_row(
    rows: impl io::Read,
    mut take: impl FnMut(&StringRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(rows);
    let mut row = StringRecord::new();
    while reader.read_record(&mut row)? {
        take(&row)?;
    }
    Ok(())
}
