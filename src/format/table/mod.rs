//! Tables for people.
//!
//! A pipe gets every column at full width, with full paths and no styles, so that `grep` and `awk`
//! see all there is. A terminal gets short names, each of which can be typed, and what fits it. It
//! gives way in this order:
//!
//! 1. times lose the date, the fraction and the offset that all of them share ([`shorten_times`]);
//! 2. headers take several lines, then texts do ([`layout`], [`wrap`]); numbers, IDs and times are
//!    never broken;
//! 3. the least important columns are hidden, with a hint, but never those that the user chose;
//! 4. if even the chosen columns do not fit, each record becomes a block of lines ([`vertical`]).
//!
//! The last row may be the widest, so rows are held back (beyond a megabyte in a temporary file)
//! until all are known. They are then rendered in pages, so that memory does not grow with their
//! number.

mod column;
mod layout;
mod renderer;
mod shorten_times;
mod vertical;
mod wrap;

use self::column::{MAX_COLUMN_WIDTH, TableColumn};
use self::renderer::TableRenderer;
use super::{Capability, Content, Format, FormatOptions, FormatOutcome, Formatter, GrandTotal};
use crate::columns::ColumnSet;
use crate::io::Spool;
use crate::limits::MAX_CELL_CHARS;
use crate::record::{EnvelopeMember, Record};
use crate::text::{escape_control_chars, truncate};
use csv::Writer;
use std::io::{self, BufWriter, Write};

pub const FORMAT: Format = Format {
    name: "table",
    description: "Human-readable table",
    extensions: &[".txt"],
    columns: Some(ColumnSet::Brief),
    capabilities: &[
        Capability::Columns,
        Capability::Header,
        Capability::Views,
        Capability::GrandTotal,
    ],
    content: Content::Text,
    new_formatter: |options, out| Ok(Box::new(Table::new(options, out))),
};

/// A formatter that holds rows back, and then renders them.
pub struct Table<W> {
    rows: Writer<BufWriter<Spool>>,
    renderer: TableRenderer<W>,
}

impl<W: Write> Table<W> {
    pub fn new(options: FormatOptions, out: W) -> Self {
        let (zone, is_on_terminal) = (options.columns.zone(), options.print.width.is_some());
        let columns = options
            .columns
            .names()
            .zip(options.columns.types())
            .map(|(name, column_type)| TableColumn::new(name, column_type, zone, is_on_terminal))
            .collect();
        Self {
            rows: Writer::from_writer(BufWriter::new(Spool::default())),
            renderer: TableRenderer {
                out,
                options,
                rows: 0,
                has_grand_total: false,
                columns,
            },
        }
    }

    fn buffer_row(&mut self, record: &Record<'_>, is_grand_total: bool) -> anyhow::Result<()> {
        let renderer = &mut self.renderer;
        renderer.rows += 1;
        for (text, column) in renderer
            .options
            .columns
            .values_or_empty(record)
            .zip(&mut renderer.columns)
        {
            let max_chars = if column.is_wrappable() {
                MAX_CELL_CHARS
            } else {
                MAX_COLUMN_WIDTH
            };
            let text = truncate(&text, max_chars);
            let text = escape_control_chars(&text);
            column.observe(&text, is_grand_total);
            self.rows.write_field(text.as_bytes())?;
        }
        // An empty record ends the row.
        Ok(self.rows.write_record(None::<&[u8]>)?)
    }
}

impl<W: Write> Formatter for Table<W> {
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.buffer_row(record, false)
    }

    fn grand_total(&mut self, total: &GrandTotal<'_>) -> anyhow::Result<()> {
        self.renderer.has_grand_total = true;
        self.buffer_row(total.row, true)
    }

    fn finish(self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        let Self { rows, mut renderer } = *self;
        let rows = rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
        let rows = rows.into_inner().map_err(io::IntoInnerError::into_error)?;
        let outcome = renderer.render(rows)?;
        renderer.out.flush()?;
        Ok(outcome)
    }
}
