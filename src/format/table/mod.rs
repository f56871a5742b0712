//! A table for people.

mod widths;

use self::widths::{Widths, broken};
use super::{Format, Formatter, Layout};
use crate::bounds::CELL;
use crate::columns::{Selection, Set, Type, needs_attention};
use crate::parse::{Member, Record};
use crate::spool::Spool;
use crate::text::visible;
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, Table as Page, TableStyle, Width,
};
use csv::{ReaderBuilder, StringRecord, Writer};
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

pub const FORMAT: Format = Format {
    name: "table",
    meaning: "A table for people",
    columns: Some(Set::Brief),
    has_excel: false,
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
    selection: Selection,
    heading: bool,
    /// The terminal's width, when there is one.
    width: Option<u16>,
    color: bool,
    /// How many rows there are, and whether the last one is of grand totals.
    rows: usize,
    has_grand_total: bool,
    widths: Widths,
    holds: Vec<Holds>,
}

/// What a column's values are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Numbers,
    /// Not documented, and nothing but numbers so far.
    NumbersSoFar,
    Times,
    Texts,
}

impl Holds {
    fn numbers(self) -> bool {
        matches!(self, Self::Numbers | Self::NumbersSoFar)
    }

    /// Where values may break on a narrow terminal.
    fn between_words(self) -> char {
        if self == Self::Times { 'T' } else { ' ' }
    }
}

/// No lines: the columns stand apart by themselves.
const STYLE: TableStyle = TableStyle::new();

/// How many rows are drawn at a time.
const PAGE: usize = 256;

/// What stands between two columns, in characters.
const GAP: u16 = 2;

impl<W: Write> Table<W> {
    pub fn new(layout: Layout, out: W) -> Self {
        let holds = layout.selection.types().map(|kind| match kind {
            Some(Type::Number) => Holds::Numbers,
            Some(Type::Time) => Holds::Times,
            Some(_) => Holds::Texts,
            None => Holds::NumbersSoFar,
        });
        let holds: Vec<_> = holds.collect();
        Self {
            rows: Writer::from_writer(BufWriter::new(Spool::default())),
            drawing: Drawing {
                out,
                heading: layout.heading,
                width: layout.width,
                color: layout.color,
                rows: 0,
                has_grand_total: false,
                widths: Widths::new(holds.len()),
                holds,
                selection: layout.selection,
            },
        }
    }
}

impl<W: Write> Drawing<W> {
    fn draw(&mut self, mut rows: Spool) -> anyhow::Result<()> {
        let names = self
            .selection
            .names()
            .map(|name| visible(name).into_owned());
        let names: Vec<_> = names.collect();
        let shown: &[_] = if self.heading { &names } else { &[] };
        let widths = self.widths.fitted(shown, GAP, self.width);
        let mut page = Page::default();
        if self.heading {
            let columns = names.iter().zip(&widths);
            page.set_header(columns.map(|(name, width)| {
                Cell::new(broken(name, *width)).add_attribute(Attribute::Bold)
            }));
        }
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .from_reader(rows.reader()?);
        let mut row = StringRecord::new();
        let mut number = 0;
        while reader.read_record(&mut row)? {
            number += 1;
            let is_grand_total = self.has_grand_total && number == self.rows;
            let cells = row.iter().enumerate();
            page.add_row(cells.map(|(index, text)| {
                let cell = self.cell(index, &names[index], text, widths[index]);
                if is_grand_total {
                    cell.add_attribute(Attribute::Bold)
                } else {
                    cell
                }
            }));
            if page.row_count() == PAGE {
                self.print(std::mem::take(&mut page), &widths)?;
            }
        }
        self.print(page, &widths)
    }

    /// A value in a column of this width. What needs attention stands out: bad quality, and a call without an
    /// end.
    fn cell(&self, index: usize, name: &str, text: &str, width: u16) -> Cell {
        let cell = if self.widths.fits(index, width) {
            Cell::new(text)
        } else {
            // The break itself takes the place of a space.
            Cell::new(text.replacen(self.holds[index].between_words(), " ", 1))
        };
        match text {
            _ if !needs_attention(name, text) => cell,
            "" => cell.bg(Color::Yellow),
            _ => cell.fg(Color::Red),
        }
    }

    /// Prints a page with columns of these widths.
    fn print(&mut self, mut page: Page, widths: &[u16]) -> anyhow::Result<()> {
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
            column.set_padding((0, gap));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(
                widths[index] + gap,
            )));
            if self.holds[index].numbers() {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        writeln!(self.out, "{}", page.trim_fmt())?;
        Ok(())
    }
}

/// As much of a value as a cell shows.
fn cell(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => Cow::Owned(format!("{}…", visible(&text[..end]))),
        None => visible(text),
    }
}

impl<W: Write> Formatter for Table<W> {
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let drawing = &mut self.drawing;
        drawing.rows += 1;
        for (index, text) in drawing.selection.texts(record).enumerate() {
            let text = cell(&text);
            let holds = &mut drawing.holds[index];
            if *holds == Holds::NumbersSoFar && !text.is_empty() && text.parse::<f64>().is_err() {
                *holds = Holds::Texts;
            }
            drawing.widths.widen(index, &text, holds.between_words());
            self.rows.write_field(text.as_bytes())?;
        }
        // An empty record ends the row.
        self.rows.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn grand_total(&mut self, row: &Record<'_>) -> anyhow::Result<()> {
        self.drawing.has_grand_total = true;
        self.record(row)
    }

    fn finish(self: Box<Self>, _after: &[Member]) -> anyhow::Result<()> {
        let Self { rows, mut drawing } = *self;
        let rows = rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
        let rows = rows.into_inner().map_err(io::IntoInnerError::into_error)?;
        drawing.draw(rows)?;
        drawing.out.flush()?;
        Ok(())
    }
}
