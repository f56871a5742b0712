//! A table for people.

mod column;
mod layout;
mod shorten_times;
mod vertical;
mod wrap;

use self::column::{Column, WIDEST};
use self::layout::{Fitted, fitted};
use self::wrap::wrapped;
use super::{Capability, Format, FormatOptions, FormatOutcome, Formatter, GrandTotal, View};
use crate::columns::{ColumnReader, ColumnSet};
use crate::io::Spool;
use crate::limits::MAX_CELL_CHARS;
use crate::record::{EnvelopeMember, Record};
use crate::text::escape_control_chars;
use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, Table as Page, TableStyle, Width,
};
use csv::{ReaderBuilder, StringRecord, Writer};
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

pub const FORMAT: Format = Format {
    name: "table",
    meaning: "A table for people",
    endings: &[".txt"],
    columns: Some(ColumnSet::Brief),
    features: &[
        Capability::Columns,
        Capability::Heading,
        Capability::Views,
        Capability::GrandTotal,
    ],
    is_binary: false,
    make: |layout, out| Ok(Box::new(Table::new(layout, out))),
};

/// Writes a table whose columns are as wide as their widest value, or as the terminal allows.
/// The rows are held back until all are known, since the last may be the widest; then they are drawn
/// in pages, so that memory does not grow with their number.
pub struct Table<W> {
    rows: Writer<BufWriter<Spool>>,
    drawing: Drawing<W>,
}

/// How the rows are drawn.
struct Drawing<W> {
    out: W,
    selection: ColumnReader,
    heading: bool,
    view: View,
    /// How many of the first columns stay, however narrow the terminal is.
    kept: usize,
    /// The terminal's width, when there is one.
    width: Option<usize>,
    color: bool,
    /// How many rows there are, and whether the last one is of grand totals.
    rows: usize,
    has_grand_total: bool,
    columns: Vec<Column>,
}

/// No lines: the columns stand apart by themselves.
const STYLE: TableStyle = TableStyle::new();

/// How many rows are drawn at a time.
const PAGE: usize = 256;

/// What stands between two columns, in characters.
const GAP: usize = 2;

impl<W: Write> Table<W> {
    pub fn new(layout: FormatOptions, out: W) -> Self {
        let (zone, is_on_terminal) = (layout.selection.zone(), layout.print.width.is_some());
        let columns = layout.selection.names().zip(layout.selection.types());
        let columns = columns.map(|(name, kind)| Column::new(name, kind, zone, is_on_terminal));
        let columns = columns.collect();
        Self {
            rows: Writer::from_writer(BufWriter::new(Spool::default())),
            drawing: Drawing {
                out,
                heading: layout.print.header,
                view: layout.print.view,
                kept: layout.kept,
                width: layout.print.width.map(usize::from),
                color: layout.print.color,
                rows: 0,
                has_grand_total: false,
                columns,
                selection: layout.selection,
            },
        }
    }

    fn keep(&mut self, record: &Record<'_>, is_grand_total: bool) -> anyhow::Result<()> {
        let drawing = &mut self.drawing;
        drawing.rows += 1;
        for (text, column) in drawing
            .selection
            .values_or_empty(record)
            .zip(&mut drawing.columns)
        {
            let text = cut(
                &text,
                if column.may_break() {
                    MAX_CELL_CHARS
                } else {
                    WIDEST
                },
            );
            column.see(&text, is_grand_total);
            self.rows.write_field(text.as_bytes())?;
        }
        // An empty record ends the row.
        Ok(self.rows.write_record(None::<&[u8]>)?)
    }
}

impl<W: Write> Drawing<W> {
    /// Draws the rows.
    fn draw(&mut self, mut rows: Spool) -> anyhow::Result<FormatOutcome> {
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
            left_out: places
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
fn each_row(
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

/// As much of a value as a cell shows.
fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", escape_control_chars(&text[..end]))),
        None => escape_control_chars(text),
    }
}

impl<W: Write> Formatter for Table<W> {
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.keep(record, false)
    }

    fn grand_total(&mut self, total: &GrandTotal<'_>) -> anyhow::Result<()> {
        self.drawing.has_grand_total = true;
        self.keep(total.row, true)
    }

    fn finish(self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        let Self { rows, mut drawing } = *self;
        let rows = rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
        let rows = rows.into_inner().map_err(io::IntoInnerError::into_error)?;
        let told = drawing.draw(rows)?;
        drawing.out.flush()?;
        Ok(told)
    }
}
