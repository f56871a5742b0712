//! A table for people.

mod widths;

use self::widths::{Widths, broken};
use super::{Formatter, Layout};
use crate::records::{Member, Record, Selection, Type};
use crate::spool::Spool;
use crate::visible::visible;
use comfy_table::{CellAlignment, ColumnConstraint, Width, presets};
use csv::{ReaderBuilder, StringRecord, Writer};
use std::io::{self, BufWriter, Write};

/// Writes a table whose columns are as wide as their widest value, or as the terminal allows.
/// The rows are held back until all are known, since the last may be the widest; then they are drawn
/// in pages, so that memory does not grow with their number.
pub struct Table<W> {
    out: W,
    selection: Selection,
    heading: bool,
    /// The terminal's width, when there is one.
    width: Option<u16>,
    rows: Writer<BufWriter<Spool>>,
    widths: Widths,
    numeric: Vec<Numeric>,
}

/// What is known of whether a column holds numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numeric {
    No,
    Yes,
    /// Not documented, and nothing but numbers so far.
    Perhaps,
}

/// How many rows are drawn at a time.
const PAGE: usize = 256;

/// What stands between two columns, in characters.
const GAP: u16 = 2;

impl<W: Write> Table<W> {
    pub fn new(layout: Layout, out: W) -> Self {
        let numeric = layout.selection.types().map(|kind| match kind {
            Some(Type::Number) => Numeric::Yes,
            Some(_) => Numeric::No,
            None => Numeric::Perhaps,
        });
        let numeric: Vec<_> = numeric.collect();
        Self {
            out,
            heading: layout.heading,
            width: layout.width,
            rows: Writer::from_writer(BufWriter::new(Spool::default())),
            widths: Widths::new(numeric.len()),
            numeric,
            selection: layout.selection,
        }
    }

    fn draw(&mut self, mut rows: Spool) -> anyhow::Result<()> {
        let names: Vec<_> = self.selection.names().map(visible).collect();
        let shown: &[_] = if self.heading { &names } else { &[] };
        let widths = self.widths.fitted(shown, GAP, self.width);
        let mut page = self.page(&widths);
        if self.heading {
            let columns = names.iter().zip(&widths);
            let heading = columns.map(|(name, width)| broken(name, *width));
            page.set_header(heading);
        }
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .from_reader(rows.reader()?);
        let mut row = StringRecord::new();
        while reader.read_record(&mut row)? {
            page.add_row(row.iter());
            if page.row_count() == PAGE {
                writeln!(self.out, "{}", page.trim_fmt())?;
                page = self.page(&widths);
            }
        }
        if page.row_count() > 0 || page.header().is_some() {
            writeln!(self.out, "{}", page.trim_fmt())?;
        }
        Ok(())
    }

    /// An empty page with columns of these widths.
    fn page(&self, widths: &[u16]) -> comfy_table::Table {
        let mut page = comfy_table::Table::new();
        page.load_style(presets::NOTHING);
        // Tells how many columns there are, so that they can be set up before the rows come.
        page.set_constraints(widths.iter().map(|_| ColumnConstraint::ContentWidth));
        let last = widths.len().saturating_sub(1);
        for (index, width) in widths.iter().enumerate() {
            let gap = if index == last { 0 } else { GAP };
            if let Some(column) = page.column_mut(index) {
                column.set_padding((0, gap));
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + gap)));
                if self.numeric[index] != Numeric::No {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
        }
        page
    }
}

impl<W: Write> Formatter for Table<W> {
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        for (index, text) in self.selection.texts(record).enumerate() {
            let text = visible(&text);
            self.widths.widen(index, &text);
            if self.numeric[index] == Numeric::Perhaps
                && text.parse::<f64>().is_err()
                && !text.is_empty()
            {
                self.numeric[index] = Numeric::No;
            }
            self.rows.write_field(text.as_bytes())?;
        }
        // An empty record ends the row.
        self.rows.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(&mut self, _after: &[Member]) -> anyhow::Result<()> {
        let rows = Writer::from_writer(BufWriter::new(Spool::default()));
        let rows = std::mem::replace(&mut self.rows, rows);
        let rows = rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
        let rows = rows.into_inner().map_err(io::IntoInnerError::into_error)?;
        self.draw(rows)?;
        self.out.flush()?;
        Ok(())
    }
}
