//! The differences between two results on their way to a format: what call by call and totals have in common.

use super::config::PrintConfig;
use super::filter::RecordFilter;
use super::row_writer::RowWriter;
use crate::columns::{ColumnList, ColumnReader, SortKeyEncoder};
use crate::error::Failure;
use crate::format::{FormatOptions, RowKind};
use crate::record::Projection;
use crate::terminal::Console;
use std::io::Write;

/// The column that says how a row differs.
pub const CHANGE: &str = "change";

/// The failures and warnings of the two results.
#[derive(Default)]
pub struct Findings {
    refused: Vec<Failure>,
    pub warnings: Vec<String>,
}

impl Findings {
    /// Adds those of a result that has been read, and further warnings.
    pub fn add(&mut self, picking: &RecordFilter, further: impl Iterator<Item = String>) {
        self.refused.extend(picking.check().err());
        for warning in picking.warnings().chain(further) {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    /// Rejects a column that neither result has; a column may be in one of them only.
    ///
    /// # Errors
    /// Returns a usage failure if the column is likely mistyped.
    pub fn check(&mut self) -> Result<(), Failure> {
        match self.refused.pop() {
            Some(refused) if !self.refused.is_empty() => Err(refused),
            _ => Ok(()),
        }
    }
}

/// Prints differences of one or more rows each. The rows of a difference stay together: its first row decides where
/// they are sorted, and a limit counts differences.
pub struct Differences<'o> {
    printing: RowWriter<'o>,
    count: u64,
}

impl<'o> Differences<'o> {
    /// Prints these columns into an output; `kept` is how many of them are never hidden.
    pub fn new(
        style: &PrintConfig,
        columns: ColumnList,
        order: Option<SortKeyEncoder>,
        (selection, kept): (ColumnReader, usize),
        output: &'o mut (dyn Write + Send),
    ) -> anyhow::Result<Self> {
        let layout = FormatOptions {
            selection: selection.in_zone(style.zone.as_ref()),
            content: RowKind::Rows,
            kept,
            ..style.layout()
        };
        let mut printing = RowWriter::new(style, columns, order, layout, output)?;
        printing.begin(&[])?;
        Ok(Self { printing, count: 0 })
    }

    /// Adds a difference whose rows are texts of calls.
    pub fn add_calls(&mut self, projection: &Projection, rows: &[String]) -> anyhow::Result<()> {
        self.count += 1;
        self.printing.call_rows(projection, rows)
    }

    /// Adds a difference whose rows have JSON cells with these names.
    pub fn add_rows(&mut self, names: &[String], rows: &[&[String]]) -> anyhow::Result<()> {
        self.count += 1;
        self.printing.next_rows(names, rows)
    }

    /// Returns the number of differences, printed or not.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Prints the differences that waited for their turn: calls.
    pub fn end_calls(&mut self, projection: &Projection) -> anyhow::Result<()> {
        self.printing.calls(projection)
    }

    /// Prints the differences that waited for their turn: rows of cells.
    pub fn end_rows(&mut self, names: &[String]) -> anyhow::Result<()> {
        self.printing.end_rows(names)
    }

    /// Completes the output and prints the warnings; `none` is the note if nothing differs.
    pub fn finish(self, findings: &Findings, none: &str, console: Console) -> anyhow::Result<()> {
        let remarks = self.printing.finish(&[])?;
        for warning in findings.warnings.iter().chain(&remarks.warning) {
            console.warn(warning);
        }
        if let Some(told) = remarks.told() {
            console.note(&told);
        }
        if self.count == 0 && console.shows_progress() {
            console.note(none);
        }
        Ok(())
    }
}

/// Returns these columns after the leading ones, which come first unless they are among them.
pub fn with_leading(leading: &[&str], columns: &ColumnList) -> ColumnList {
    let added = leading.iter().filter(|name| !columns.contains(name));
    ColumnList::from_names(added.copied().chain(columns.names()))
}
