//! Workbooks for spreadsheets: typed cells on one sheet, what was requested and the totals on
//! another.
//!
//! The point of a workbook over CSV is that nothing is guessed: IDs stay text, times are dates, and
//! a number of more digits than a spreadsheet keeps is text ([`cell`]). Equal results give equal
//! files, byte for byte: the only time in one is that of its metadata. The library,
//! `rust_xlsxwriter`, works in constant memory: rows go to a temporary file that is compressed at
//! the end ([`sheet`]).

mod cell;
mod formula;
mod sheet;

use self::cell::{Cell, Style};
use self::formula::RowFormulas;
use self::sheet::{Sheet, write_contained};
use super::{
    Capability, Content, Format, FormatOptions, FormatOutcome, Formatter, GrandTotal, RowKind,
};
use crate::columns::{ColumnReader, ColumnSet, ColumnType};
use crate::record::{EnvelopeMember, Record};
use crate::text::count_noun;
use crate::time::parse_timestamp;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use std::borrow::Cow;
use std::io::{self, Write};

pub const FORMAT: Format = Format {
    name: "xlsx",
    description: "Workbook for Excel and LibreOffice",
    extensions: &[".xlsx"],
    columns: Some(ColumnSet::All),
    capabilities: &[
        Capability::Columns,
        Capability::CallTotals,
        Capability::GrandTotal,
    ],
    content: Content::Binary,
    new_formatter: |options, out| Ok(Box::new(Xlsx::new(options, out)?)),
};

/// Call records compress to the same size as with the usual level 6, in four fifths of the time.
const COMPRESSION_LEVEL: u8 = 5;

/// A formatter that writes a sheet with a row for each record, and one with what was requested and
/// the totals.
pub struct Xlsx<W: Write + Send> {
    out: FuseWriter<W>,
    workbook: Workbook,
    sheet: Sheet,
    options: FormatOptions,
    types: Vec<Option<ColumnType>>,
    formulas: RowFormulas,
    /// The values of the grand totals.
    totals: Vec<String>,
    /// The number of rows that are shown.
    shown: u64,
    /// The number of calls that the grand totals sum up, if rows are left out.
    totals_of: Option<u64>,
}

impl<W: Write + Send> Xlsx<W> {
    pub fn new(options: FormatOptions, out: W) -> anyhow::Result<Self> {
        let columns = &options.columns;
        let types: Vec<_> = columns.types().collect();
        let styles = types.iter().zip(columns.names());
        let styles = styles.map(|(column_type, name)| match options.extras.fixed_decimals {
            Some((column, decimals)) if column == name => Style::Decimals(decimals),
            _ => Style::for_column(*column_type, columns.zone().is_some()),
        });
        let styles = styles.collect();
        let name = match options.row_kind {
            RowKind::Calls => "Calls",
            RowKind::Rows if options.keys.is_empty() => options.extras.title.unwrap_or("Rows"),
            RowKind::Rows => "Totals",
        };
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION_LEVEL);
        Ok(Self {
            out: FuseWriter { out, error: None },
            sheet: Sheet::new(&mut workbook, name, styles)?,
            workbook,
            formulas: RowFormulas::new(&options.extras, &options.columns),
            options,
            types,
            totals: Vec::new(),
            shown: 0,
            totals_of: None,
        })
    }

    /// Writes the values of a record as a row: in bold, and with other formulas, in that of the
    /// grand total.
    fn write_row(&mut self, record: &Record<'_>, is_total: bool) -> anyhow::Result<()> {
        let (sheet, columns) = (&mut self.sheet, &self.options.columns);
        let is_local = columns.zone().is_some();
        write_contained(|| {
            sheet.begin_row()?;
            let values: Vec<_> = columns.values_or_empty(record).collect();
            let names = columns.names().zip(&self.types);
            for (column, ((name, column_type), text)) in names.zip(&values).enumerate() {
                let cell = Cell::new(*column_type, text, is_local);
                let formula = if is_total && self.totals_of.is_none() {
                    self.formulas.sum(column, sheet.row())
                } else {
                    self.formulas.get(column, sheet.row(), &values)
                };
                match formula.filter(|_| matches!(cell, Cell::Number { .. })) {
                    Some(formula) => sheet.write_formula(column, &formula, text, is_total, name)?,
                    None => sheet.write(column, &cell, is_total, name)?,
                }
            }
            Ok(())
        })
    }

    /// Returns the sheet with a further text, if there is one.
    fn text_sheet(&mut self) -> anyhow::Result<Option<Sheet>> {
        let Some((name, text)) = &self.options.extras.text_sheet else {
            return Ok(None);
        };
        let mut sheet = Sheet::new(&mut self.workbook, name, vec![Style::Text])?;
        for line in text.lines() {
            sheet.begin_row()?;
            sheet.write(0, &Cell::Text(line), false, name)?;
        }
        Ok(Some(sheet))
    }

    /// Returns the sheet that says what was requested, and sums up.
    fn about_sheet(&mut self) -> anyhow::Result<Sheet> {
        let mut sheet = Sheet::new(
            &mut self.workbook,
            "About this export",
            vec![Style::General; 2],
        )?;
        let version = concat!("cdr ", env!("CARGO_PKG_VERSION"));
        sheet.write_pair("Generated by", &Cell::Text(version))?;
        for entry in self.options.print.metadata.entries() {
            sheet.write_pair(entry.label, &Cell::Text(&entry.value))?;
        }
        for warning in &self.options.extras.warnings {
            sheet.write_pair("Warning", &Cell::Text(warning))?;
        }
        if let Some(calls) = self.totals_of {
            let shown = self.shown.to_string();
            let shown = Cell::new(Some(ColumnType::Number), &shown, false);
            sheet.write_pair("Rows shown", &shown)?;
            let calls = count_noun(calls, "call");
            sheet.write_pair(
                &format!("Totals of all {calls}, not only of the rows shown"),
                &Cell::Empty,
            )?;
        }
        self.write_totals(&mut sheet)?;
        Ok(sheet)
    }

    /// Writes the grand totals; there are none of the columns that totals are grouped by.
    fn write_totals(&self, sheet: &mut Sheet) -> anyhow::Result<()> {
        let reader: &ColumnReader = &self.options.grand_total_columns;
        let columns = reader.names().zip(reader.headers()).zip(reader.types());
        for (((name, header), column_type), value) in columns.zip(&self.totals) {
            if !name.is_empty() && !self.options.keys.iter().any(|key| key == name) {
                let cell = Cell::new(column_type, value, reader.zone().is_some());
                sheet.write_pair(&format!("Total {header}"), &cell)?;
            }
        }
        Ok(())
    }

    /// Returns when the workbook was generated. Without it, the library would take the time of the
    /// clock, and equal results would differ.
    fn creation_time(&self) -> anyhow::Result<ExcelDateTime> {
        let time = parse_timestamp(&self.options.print.metadata.generated);
        let seconds = time.map_or(0, |time| time.timestamp());
        Ok(ExcelDateTime::from_timestamp(seconds)?)
    }
}

impl<W: Write + Send> Formatter for Xlsx<W> {
    fn begin(&mut self, _before: &[EnvelopeMember]) -> anyhow::Result<()> {
        let names: Vec<_> = self.options.columns.headers().collect();
        write_contained(|| self.sheet.write_header(&names))
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.shown += 1;
        self.write_row(record, false)
    }

    fn grand_total(&mut self, total: &GrandTotal<'_>) -> anyhow::Result<()> {
        self.totals_of = (self.shown < total.rows).then_some(total.calls);
        let texts = self.options.grand_total_columns.values_or_empty(total.row);
        self.totals = texts.map(Cow::into_owned).collect();
        if self.options.row_kind == RowKind::Rows {
            self.sheet.end_filter();
            self.write_row(total.row, true)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        let created = self.creation_time()?;
        let saved = write_contained(|| {
            let text = self.text_sheet()?;
            let about = self.about_sheet()?;
            let Self {
                mut workbook,
                mut out,
                sheet,
                ..
            } = *self;
            workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
            workbook.push_worksheet(sheet.finish()?);
            if let Some(text) = text {
                workbook.push_worksheet(text.finish()?);
            }
            workbook.push_worksheet(about.finish()?);
            let saved = workbook.save_to_writer(&mut out);
            if let Some(error) = out.error {
                return Err(error.into());
            }
            saved?;
            out.out.flush()?;
            Ok(())
        });
        saved.map(|()| FormatOutcome::default())
    }
}

/// A writer that keeps its first error and takes the rest in silence: when an archive is dropped
/// that is not complete, the library tries to complete it, and prints to standard error that it
/// cannot.
struct FuseWriter<W> {
    out: W,
    error: Option<io::Error>,
}

impl<W: Write> Write for FuseWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.error.is_none()
            && let Err(error) = self.out.write_all(bytes)
        {
            let kind = error.kind();
            self.error = Some(error);
            return Err(kind.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
