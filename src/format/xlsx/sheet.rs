//! A sheet of a workbook, written row by row.
//!
//! The library keeps one row in memory and writes the ones before it to a temporary file. It panics
//! where that file cannot be written, for instance because the disk is full, so whatever writes a
//! row or saves the workbook goes through [`write_contained`].

use super::cell::{Cell, Style};
use crate::error::{Failure, FailureKind, system_error};
use crate::terminal::catch_panics;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};
use std::collections::HashMap;
use std::{env, io};

/// The number of columns that a sheet can have (Microsoft, "Excel specifications and limits").
const MAX_COLUMNS: usize = 16_384;

/// How many bytes of text and markup a sheet may have, so that no reader needs the 64-bit form of
/// ZIP.
const MAX_XML_BYTES: u64 = u32::MAX as u64 - (1 << 26);

/// How many bytes of markup are around a cell, at least.
const CELL_MARKUP_BYTES: u64 = 20;

/// How many rows are looked at to see how wide the columns are.
const AUTOFIT_ROWS: u32 = 200;

/// The bounds of the width of a column, in characters, and what the arrow of the filter takes.
const MIN_WIDTH: usize = 8;
const MAX_WIDTH: usize = 60;
const FILTER_ARROW_WIDTH: usize = 4;

/// A sheet that is not complete yet.
pub struct Sheet {
    worksheet: Worksheet,
    /// The number of rows.
    rows: u32,
    has_header: bool,
    /// The number of rows that can be filtered, once it is known.
    filtered_rows: Option<u32>,
    /// The style that a column's cells have unless they ask for another one.
    column_styles: Vec<Style>,
    widths: Vec<usize>,
    formats: HashMap<(Style, bool), Format>,
    xml_bytes: u64,
}

impl Sheet {
    /// Returns an empty sheet whose columns have these styles.
    ///
    /// # Errors
    /// Returns a usage failure for more columns than a sheet can have.
    pub fn new(
        workbook: &mut Workbook,
        name: &str,
        column_styles: Vec<Style>,
    ) -> anyhow::Result<Self> {
        if column_styles.len() > MAX_COLUMNS {
            let message = format!(
                "too many columns for a sheet (limit: {MAX_COLUMNS}); select fewer with --columns"
            );
            return Err(Failure::new(FailureKind::Usage, message).into());
        }
        let mut worksheet = workbook
            .new_worksheet_with_constant_memory()
            .map_err(|error| to_error(error, ""))?;
        worksheet.set_name(name)?;
        for (column, style) in (0..).zip(&column_styles) {
            if *style != Style::General {
                worksheet.set_column_format(column, &style.format(false))?;
            }
        }
        Ok(Self {
            worksheet,
            rows: 0,
            has_header: false,
            filtered_rows: None,
            widths: vec![MIN_WIDTH; column_styles.len()],
            column_styles,
            formats: HashMap::new(),
            xml_bytes: 0,
        })
    }

    /// Writes the first row: bold, always in view, with filters.
    pub fn write_header(&mut self, names: &[String]) -> anyhow::Result<()> {
        self.has_header = true;
        self.begin_row()?;
        for (column, name) in names.iter().enumerate() {
            self.write(column, &Cell::Text(name), true, "a column name")?;
            self.widen(column, name.chars().count() + FILTER_ARROW_WIDTH);
        }
        Ok(())
    }

    /// Writes a row of a name and a value.
    pub fn write_pair(&mut self, name: &str, value: &Cell<'_>) -> anyhow::Result<()> {
        self.begin_row()?;
        self.write(0, &Cell::Text(name), true, name)?;
        self.write(1, value, false, name)
    }

    /// Begins a row.
    ///
    /// # Errors
    /// Returns a failure if the sheet is full.
    pub fn begin_row(&mut self) -> Result<(), Failure> {
        if self.xml_bytes > MAX_XML_BYTES {
            return Err(too_many_rows());
        }
        self.rows += 1;
        Ok(())
    }

    /// Writes a cell of the row; `name` is what its column is called in an error.
    pub fn write(
        &mut self,
        column: usize,
        cell: &Cell<'_>,
        is_bold: bool,
        name: &str,
    ) -> anyhow::Result<()> {
        let style = match (cell.style(), self.column_styles[column]) {
            (Style::General, Style::Decimals(decimals)) => Style::Decimals(decimals),
            (style, _) => style,
        };
        // The format of a column costs nothing, while that of a cell is looked up by its whole
        // value.
        let format = (is_bold || style != self.column_styles[column]).then(|| {
            self.formats
                .entry((style, is_bold))
                .or_insert_with(|| style.format(is_bold))
        });
        let (row, index) = (self.rows - 1, u16::try_from(column)?);
        let sheet = &mut self.worksheet;
        let result = match (cell, format) {
            (Cell::Empty, _) => return Ok(()),
            (Cell::Text(text), None) => sheet.write_string(row, index, *text),
            (Cell::Text(text), Some(format)) => {
                sheet.write_string_with_format(row, index, *text, format)
            }
            (Cell::Flag(flag), None) => sheet.write_boolean(row, index, *flag),
            (Cell::Flag(flag), Some(format)) => {
                sheet.write_boolean_with_format(row, index, *flag, format)
            }
            (Cell::Number { value, .. } | Cell::Time { days: value, .. }, None) => {
                sheet.write_number(row, index, *value)
            }
            (Cell::Number { value, .. } | Cell::Time { days: value, .. }, Some(format)) => {
                sheet.write_number_with_format(row, index, *value, format)
            }
        };
        result.map_err(|error| to_error(error, name))?;
        if let Cell::Text(text) = cell {
            self.xml_bytes += text.len() as u64;
        }
        self.xml_bytes += CELL_MARKUP_BYTES;
        if self.rows <= AUTOFIT_ROWS {
            self.widen(column, cell.width());
        }
        Ok(())
    }

    /// The index of the current row.
    pub fn row(&self) -> u32 {
        self.rows.saturating_sub(1)
    }

    /// Writes a formula and its value, a number, into a cell of the row; `name` is what its column
    /// is called in an error.
    pub fn write_formula(
        &mut self,
        column: usize,
        formula: &str,
        value: &str,
        is_bold: bool,
        name: &str,
    ) -> anyhow::Result<()> {
        let cell = Formula::new(formula).set_result(value);
        let (row, index) = (self.row(), u16::try_from(column)?);
        let result = if is_bold {
            let format = self.column_styles[column].format(true);
            self.worksheet
                .write_formula_with_format(row, index, cell, &format)
        } else {
            self.worksheet.write_formula(row, index, cell)
        };
        result.map_err(|error| to_error(error, name))?;
        self.xml_bytes += formula.len() as u64 + CELL_MARKUP_BYTES;
        if self.rows <= AUTOFIT_ROWS {
            self.widen(column, value.len());
        }
        Ok(())
    }

    /// Excludes the rows that follow from filters.
    pub fn end_filter(&mut self) {
        self.filtered_rows = Some(self.rows);
    }

    fn widen(&mut self, column: usize, width: usize) {
        self.widths[column] = self.widths[column].max(width).min(MAX_WIDTH);
    }

    /// Returns the complete sheet.
    pub fn finish(mut self) -> anyhow::Result<Worksheet> {
        for (column, width) in (0_u16..).zip(&self.widths) {
            self.worksheet
                .set_column_width(column, u32::try_from(*width)?)?;
        }
        if self.has_header && !self.widths.is_empty() {
            let last_row = self.filtered_rows.unwrap_or(self.rows) - 1;
            let last_column = u16::try_from(self.widths.len() - 1)?;
            self.worksheet
                .set_freeze_panes(1, 0)?
                .autofilter(0, 0, last_row, last_column)?;
        }
        Ok(self.worksheet)
    }
}

/// Runs what writes the temporary file of a sheet; a panic of the library becomes the error of the
/// system that it names.
pub fn write_contained<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    catch_panics(work).map_err(|error| match system_reason(&error.to_string()) {
        Some(reason) => temp_file_error(reason),
        None => error,
    })
}

/// Returns the error of the system in the message of a panic, which has its debug form: `Os { code:
/// 28, kind: …`.
fn system_reason(message: &str) -> Option<io::Error> {
    let (_, rest) = message.split_once("Os { code: ")?;
    let (code, _) = rest.split_once(',')?;
    Some(io::Error::from_raw_os_error(code.parse().ok()?))
}

fn temp_file_error(reason: io::Error) -> anyhow::Error {
    let dir = env::temp_dir();
    let problem = format!("cannot write a temporary file in {}", dir.display());
    system_error(problem, reason, "set TMPDIR to another directory")
}

fn to_error(error: XlsxError, name: &str) -> anyhow::Error {
    match error {
        XlsxError::MaxStringLengthExceeded => too_long(name).into(),
        XlsxError::RowColumnLimitError => too_many_rows().into(),
        XlsxError::TempFileError(_, reason) => temp_file_error(reason),
        error => error.into(),
    }
}

fn too_long(name: &str) -> Failure {
    let name: String = name.chars().take(100).collect();
    let message = format!(
        "{name} exceeds the cell limit of 32,767 characters; \
         exclude the column with --columns, or use CSV or Parquet"
    );
    Failure::new(FailureKind::Local, message)
}

fn too_many_rows() -> Failure {
    let message = "too many rows for a sheet (limits: 1,048,576 rows, 4 GB of XML); \
                   use shorter periods, or CSV or Parquet";
    Failure::new(FailureKind::Local, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_beyond_the_last_one_is_an_error() {
        let mut sheet = Sheet::new(&mut Workbook::new(), "Calls", vec![Style::Text]).unwrap();
        let mut write = |rows| {
            sheet.rows = rows;
            sheet.begin_row()?;
            sheet.write(0, &Cell::Text("a"), false, "name")
        };
        write(1_048_575).unwrap();
        let message = write(1_048_576).unwrap_err().to_string();
        assert!(
            message.contains("1,048,576 rows") && message.contains("CSV or Parquet"),
            "{message}"
        );
    }

    #[test]
    fn a_panic_on_a_full_disk_becomes_the_error_of_the_system() {
        let reason = io::Error::from_raw_os_error(28);
        let error = write_contained::<()>(|| {
            panic!("Couldn't write to xml file: {reason:?}");
        });
        let message = error.unwrap_err().to_string();
        assert!(
            message.starts_with("cannot write a temporary file in ")
                && message.contains(&reason.to_string()),
            "{message}"
        );
    }
}
