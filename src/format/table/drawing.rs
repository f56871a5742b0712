//! How the rows of a table are drawn, once all of them are known.

use super::column::Column;
use super::layout::{Fitted, GAP, fitted};
use super::wrap::wrapped;
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
pub struct Drawing<W> {
    pub out: W,
    pub selection: ColumnReader,
    pub heading: bool,
    pub view: View,
    /// How many of the first columns stay, however narrow the terminal is.
    pub kept: usize,
    /// The terminal's width, when there is one.
    pub width: Option<usize>,
    pub color: bool,
    /// How many rows there are, and whether the last one is of grand totals.
    pub rows: usize,
    pub has_grand_total: bool,
    pub columns: Vec<Column>,
}

/// No lines: the columns stand apart by themselves.
const STYLE: TableStyle = TableStyle::new();

/// How many rows are drawn at a time.
const PAGE: usize = 256;

impl<W: Write> Drawing<W> {
    /// Draws the rows.
    pub fn draw(&mut self, mut rows: Spool) -> anyhow::Result<FormatOutcome> {
        let rows = rows.reader()?;
        match (self.view, self.width) {
            // A heading alone, or a total of nothing, tells a person less than the line that follows.
            (_, Some(_)) if self.rows == usize::from(self.has_grand_total) => {}
            (View::Record, _) => self.records(rows)?,
            (_, None) => self.table(rows, &Fitted::full(&self.columns, self.heading))?,
            (view, Some(width)) => {
                self.columns.iter_mut().for_each(Column::shorten_times);
                if let Some(fitted) = fitted(&self.columns, self.kept, width) {
                    self.table(rows, &fitted)?;
                    return Ok(self.left_out(&fitted));
                }
                if view == View::Table {
                    self.table(rows, &Fitted::least(&self.columns))?;
                } else {
                    self.columns.iter_mut().for_each(Column::keep_times);
                    self.records(rows)?;
                }
            }
        }
        Ok(FormatOutcome::default())
    }

    fn left_out(&self, fitted: &Fitted) -> FormatOutcome {
        let is_left_out = |place: &usize| !fitted.columns.contains(place);
        let places = (0..self.columns.len()).filter(is_left_out);
        FormatOutcome {
            hidden_columns: places
                .map(|place| self.columns[place].name().to_owned())
                .collect(),
            warning: None,
        }
    }

    /// Draws a row for each record.
    fn table(&mut self, rows: impl io::Read, fitted: &Fitted) -> anyhow::Result<()> {
        let alignment = |place: &usize| self.columns[*place].is_of_numbers();
        let rights: Vec<_> = fitted.columns.iter().map(alignment).collect();
        let mut page = Page::default();
        if self.heading {
            let places = fitted.columns.iter().zip(&fitted.widths);
            page.set_header(places.map(|(place, width)| {
                let heading = match self.width {
                    Some(_) => self.columns[*place].heading(*width).join("\n"),
                    None => self.columns[*place].name().to_owned(),
                };
                Cell::new(heading).add_attribute(Attribute::Bold)
            }));
        }
        let mut number = 0;
        each_row(rows, |row| {
            number += 1;
            let is_grand_total = self.has_grand_total && number == self.rows;
            let places = fitted.columns.iter().zip(&fitted.widths);
            page.add_row(places.map(|(place, width)| {
                let cell = self.cell(*place, &row[*place], *width);
                if is_grand_total {
                    cell.add_attribute(Attribute::Bold)
                } else {
                    cell
                }
            }));
            if page.row_count() == PAGE {
                self.print(std::mem::take(&mut page), &fitted.widths, &rights)?;
            }
            Ok(())
        })?;
        self.print(page, &fitted.widths, &rights)
    }

    /// A value in a column of this width.
    fn cell(&self, place: usize, text: &str, width: usize) -> Cell {
        let column = &self.columns[place];
        let shown = match self.width {
            None => Cow::Borrowed(text),
            Some(_) if column.may_break() => wrapped(text, width).join("\n").into(),
            Some(_) => column.shown(text),
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
            let gap = if index == last { 0 } else { GAP };
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
pub fn each_row(
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
