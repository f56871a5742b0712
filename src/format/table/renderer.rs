//! Rendering of the rows of a table, once all of them are known.
//!
//! The width of a column depends on all rows, so they are spooled first and read again here. They
//! are rendered in pages, because comfy-table holds a table in memory, several times its size; the
//! widths are the same in all pages, so that no boundary shows. Pages are independent of each
//! other, except that the first has the header, and the last the grand total.

use super::column::TableColumn;
use super::layout::{COLUMN_GAP, ColumnWidths, fit_columns};
use super::wrap::wrap;
use crate::format::{FormatOptions, FormatOutcome, View};
use crate::io::Spool;
use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, Table as Page, TableStyle, Width,
};
use csv::{ReaderBuilder, StringRecord};
use std::borrow::Cow;
use std::io::{self, Write};

/// Renders rows as a table or as blocks.
pub struct TableRenderer<W> {
    pub out: W,
    pub options: FormatOptions,
    /// The number of rows, and whether the last one is the grand total.
    pub rows: usize,
    pub has_grand_total: bool,
    pub columns: Vec<TableColumn>,
}

/// No lines: space separates the columns.
const STYLE: TableStyle = TableStyle::new();

/// The number of rows that are rendered at a time: comfy-table holds a page in memory, several
/// times its size.
const ROWS_PER_PAGE: usize = 256;

impl<W: Write> TableRenderer<W> {
    /// Renders the rows.
    pub fn render(&mut self, mut rows: Spool) -> anyhow::Result<FormatOutcome> {
        let rows = rows.reader()?;
        match (self.options.print.view, self.width()) {
            // Without rows, the note that follows says more than a header or a total of nothing.
            (_, Some(_)) if self.rows == usize::from(self.has_grand_total) => {}
            (View::Record, _) => self.render_records(rows)?,
            (_, None) => {
                self.render_rows(
                    rows,
                    &ColumnWidths::natural(&self.columns, self.options.print.header),
                )?;
            }
            (view, Some(width)) => {
                self.columns.iter_mut().for_each(TableColumn::shorten_times);
                if let Some(fitted) = fit_columns(&self.columns, self.options.pinned_columns, width)
                {
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

    /// Returns the width of the terminal, if there is one.
    pub fn width(&self) -> Option<usize> {
        self.options.print.width.map(usize::from)
    }

    fn outcome(&self, fitted: &ColumnWidths) -> FormatOutcome {
        FormatOutcome {
            hidden_columns: (0..self.columns.len())
                .filter(|index| !fitted.columns.contains(index))
                .map(|index| self.columns[index].name().to_owned())
                .collect(),
            warning: None,
        }
    }

    /// Renders a row for each record.
    fn render_rows(&mut self, rows: impl io::Read, fitted: &ColumnWidths) -> anyhow::Result<()> {
        let alignment = |index: &usize| self.columns[*index].is_right_aligned();
        let rights: Vec<_> = fitted.columns.iter().map(alignment).collect();
        let mut page = Page::default();
        if self.options.print.header {
            let indices = fitted.columns.iter().zip(&fitted.widths);
            page.set_header(indices.map(|(index, width)| {
                let header = match self.width() {
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

    /// Returns the cell of a value in a column of this width.
    fn cell(&self, index: usize, text: &str, width: usize) -> Cell {
        let column = &self.columns[index];
        let shown = match self.width() {
            None => Cow::Borrowed(text),
            Some(_) if column.is_wrappable() => wrap(text, width).join("\n").into(),
            Some(_) => column.display_value(text),
        };
        column.cell(text, &shown)
    }

    /// Prints a page whose columns have these widths, and are aligned to the right if `rights` says
    /// so.
    fn print(&mut self, mut page: Page, widths: &[usize], rights: &[bool]) -> anyhow::Result<()> {
        if page.is_empty() && page.header().is_none() {
            return Ok(());
        }
        page.load_style(STYLE);
        if self.options.print.color {
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

/// Calls `f` for each row that was held back.
pub fn for_each_row(
    rows: impl io::Read,
    mut f: impl FnMut(&StringRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(rows);
    let mut row = StringRecord::new();
    while reader.read_record(&mut row)? {
        f(&row)?;
    }
    Ok(())
}
