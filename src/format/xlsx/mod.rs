//! A workbook for spreadsheets: typed cells on one sheet, what was asked on another.

mod cell;
mod sheet;
mod styles;
mod workbook;
mod xml;

use self::cell::Cell;
use self::sheet::{Sheet, TooLong, too_long};
use self::styles::Styles;
use self::workbook::Workbook;
use super::{
    Capability, Format, FormatOptions, FormatOutcome, Formatter, GrandTotal, Metadata, RowKind,
};
use crate::columns::{ColumnReader, ColumnSet, ColumnType};
use crate::record::{EnvelopeMember, Record};
use std::borrow::Cow;
use std::io::Write;

pub const FORMAT: Format = Format {
    name: "xlsx",
    meaning: "A workbook for Excel and LibreOffice",
    endings: &[".xlsx"],
    columns: Some(ColumnSet::All),
    features: &[
        Capability::Columns,
        Capability::Summary,
        Capability::GrandTotal,
    ],
    is_binary: true,
    make: |layout, out| Ok(Box::new(Xlsx::new(layout, out)?)),
};

/// Writes a sheet with a row for each record, and one that says what was asked and sums up.
pub struct Xlsx<W: Write> {
    workbook: Workbook<W>,
    sheet: Sheet,
    styles: Styles,
    content: RowKind,
    columns: Columns,
    /// The columns of grand totals, and their values.
    summary: Columns,
    totals: Vec<String>,
    /// The columns that totals are grouped by: a grand total has no values of theirs.
    keys: Vec<String>,
    /// The number of rows that are shown.
    shown: u64,
    /// The number of calls that the grand totals sum up, if rows are left out.
    totals_of: Option<u64>,
    metadata: Metadata,
}

/// Columns, and what is to be known of each to make its cells.
struct Columns {
    selection: ColumnReader,
    types: Vec<Option<ColumnType>>,
}

impl Columns {
    fn new(selection: ColumnReader) -> Self {
        let types = selection.types().collect();
        Self { selection, types }
    }

    /// The cell of a value in the column at a place.
    fn cell<'a>(&self, place: usize, text: &'a str) -> Cell<'a> {
        Cell::new(self.types[place], text, self.selection.zone().is_some())
    }

    /// Appends a row of a record's values.
    fn write(
        &self,
        sheet: &mut Sheet,
        styles: &mut Styles,
        record: &Record<'_>,
        is_bold: bool,
    ) -> anyhow::Result<()> {
        sheet.begin_row()?;
        for (place, text) in self.selection.values_or_empty(record).enumerate() {
            let cell = self.cell(place, &text);
            let is_written = sheet.cell(place, &cell, styles.of(&cell, is_bold));
            is_written.map_err(|TooLong| {
                let name = self.selection.names().nth(place);
                too_long(name.unwrap_or_default())
            })?;
        }
        sheet.end_row();
        Ok(())
    }
}

impl<W: Write> Xlsx<W> {
    pub fn new(layout: FormatOptions, out: W) -> anyhow::Result<Self> {
        let columns = Columns::new(layout.selection);
        let mut workbook = Workbook::begin(out)?;
        workbook.sheet(match layout.content {
            RowKind::Calls => "Calls",
            RowKind::Rows => "Rows",
        })?;
        Ok(Self {
            sheet: Sheet::new(columns.types.len())?,
            workbook,
            styles: Styles::default(),
            content: layout.content,
            columns,
            summary: Columns::new(layout.summary),
            totals: Vec::new(),
            keys: layout.keys,
            shown: 0,
            totals_of: None,
            metadata: layout.print.metadata,
        })
    }

    /// The sheet that says what was asked, and sums up.
    fn about(&mut self) -> anyhow::Result<Sheet> {
        let styles = &mut self.styles;
        let mut sheet = Sheet::new(2)?;
        let program = concat!("cdr ", env!("CARGO_PKG_VERSION"));
        let program = ("program", program.to_owned());
        for (name, value) in std::iter::once(program).chain(self.metadata.entries()) {
            sheet.pair(&name.replace('_', " "), &Cell::Text(&value), styles)?;
        }
        if let Some(calls) = self.totals_of {
            let shown = self.shown.to_string();
            sheet.pair("rows shown", &Cell::Integer(&shown), styles)?;
            let label = match calls {
                1 => "Totals of the only call".to_owned(),
                _ => format!("Totals of all {calls} calls"),
            };
            sheet.pair(&label, &Cell::Empty, styles)?;
        }
        let selection = &self.summary.selection;
        let names = selection.names().zip(selection.headers());
        for (place, ((name, heading), value)) in names.zip(&self.totals).enumerate() {
            let is_key = self.keys.iter().any(|key| key == name);
            if !is_key && !name.is_empty() {
                let label = format!("total: {heading}");
                sheet.pair(&label, &self.summary.cell(place, value), styles)?;
            }
        }
        Ok(sheet)
    }
}

impl<W: Write> Formatter for Xlsx<W> {
    fn begin(&mut self, _before: &[EnvelopeMember]) -> anyhow::Result<()> {
        let names: Vec<_> = self.columns.selection.headers().collect();
        self.sheet.heading(&names, &mut self.styles)
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.shown += 1;
        self.columns
            .write(&mut self.sheet, &mut self.styles, record, false)?;
        self.sheet.pass(&mut self.workbook)
    }

    fn grand_total(&mut self, total: &GrandTotal<'_>) -> anyhow::Result<()> {
        let row = total.row;
        self.totals_of = (self.shown < total.rows).then_some(total.calls);
        let texts = self.summary.selection.values_or_empty(row);
        self.totals = texts.map(Cow::into_owned).collect();
        if self.content == RowKind::Rows {
            self.sheet.end_filter();
            self.columns
                .write(&mut self.sheet, &mut self.styles, row, true)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        let about = self.about()?;
        let filter = self.sheet.filter();
        self.sheet.finish(&mut self.workbook)?;
        self.workbook.sheet("About this export")?;
        about.finish(&mut self.workbook)?;
        self.workbook.finish(filter, &self.styles)?;
        Ok(FormatOutcome::default())
    }
}
