//! Output and warnings of comparisons, of calls as well as of totals.
//!
//! The rows of a difference are one group of a [`RowWriter`]: they stay together when they are
//! sorted, and a limit counts differences.

use super::config::PrintConfig;
use super::filter::{Matches, RecordFilter};
use super::row_decoder::RowDecoder;
use super::row_sink::FormatSink;
use super::row_writer::RowWriter;
use crate::columns::{ColumnList, ColumnReader, SortKeyEncoder};
use crate::error::Failure;
use crate::format::{Extras, FormatOptions, RowKind};
use crate::terminal::Console;
use crate::text::{count_noun, verb_for};
use std::io::Write;

/// The column that says how a row differs.
pub const CHANGE: &str = "change";

/// What became of a comparison.
pub struct DiffOutcome {
    /// The number of differences, printed or not.
    pub count: u64,
    /// What is to be said after the output.
    pub notes: Vec<String>,
}

/// The failures and warnings of the two inputs.
#[derive(Default)]
pub struct InputDiagnostics {
    rejected: Vec<Failure>,
    pub warnings: Vec<String>,
    matches: Matches,
}

impl InputDiagnostics {
    /// Adds the diagnostics of an input that has been read: those of its filter, the number of calls
    /// that match the conditions, and further warnings.
    pub fn add_input(
        &mut self,
        filter: &RecordFilter,
        matched: u64,
        further: impl Iterator<Item = String>,
    ) {
        self.rejected.extend(filter.check().err());
        for warning in filter.warnings().chain(further) {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
        self.matches.received += filter.before_conditions();
        self.matches.matched += matched;
    }

    /// Rejects a column that neither input has; a column may be in one of them only.
    ///
    /// # Errors
    /// Returns a usage failure if the column is likely mistyped.
    pub fn check(&mut self) -> Result<(), Failure> {
        self.warnings.extend(self.matches.warning());
        match self.rejected.pop() {
            Some(rejected) if !self.rejected.is_empty() => Err(rejected),
            _ => Ok(()),
        }
    }

    /// Completes the output, prints the warnings, and returns how many of what the noun names differ.
    pub fn finish(
        self,
        mut writer: RowWriter<'_>,
        noun: &str,
        console: Console,
    ) -> anyhow::Result<DiffOutcome> {
        writer.flush()?;
        let (count, truncated_to) = (writer.count(), writer.truncated_to());
        let outcome = writer.finish(&[])?;
        for warning in self.warnings.iter().chain(&outcome.warning) {
            console.warn(warning);
        }
        let line = console
            .shows_progress()
            .then(|| describe_count(count, truncated_to, noun));
        Ok(DiffOutcome {
            count,
            notes: outcome
                .hidden_columns_hint()
                .into_iter()
                .chain(line)
                .collect(),
        })
    }
}

fn describe_count(count: u64, truncated_to: Option<u64>, noun: &str) -> String {
    if count == 0 {
        return format!("no {noun} differs");
    }
    let verb = verb_for(count, "differs", "differ");
    let line = format!("{} {verb}", count_noun(count, noun));
    match truncated_to {
        None => line,
        Some(1) => format!("{line}; only the first is shown"),
        Some(shown) => format!("{line}; only the first {shown} are shown"),
    }
}

/// Returns a writer of differences with columns that this reader reads; the first `kept` of them
/// are never hidden.
pub fn diff_writer<'o>(
    config: &PrintConfig,
    decoder: RowDecoder,
    order: Option<SortKeyEncoder>,
    (reader, kept): (ColumnReader, usize),
    output: &'o mut (dyn Write + Send),
) -> anyhow::Result<RowWriter<'o>> {
    let options = FormatOptions {
        columns: reader.in_zone(config.zone.as_ref()),
        row_kind: RowKind::Rows,
        pinned_columns: kept,
        extras: Extras {
            title: Some("Differences"),
            ..Extras::default()
        },
        ..config.format_options()
    };
    let sink = FormatSink::new(config.format.formatter(options, output)?, None);
    let mut writer = RowWriter::new(config, decoder, order, sink.into());
    writer.begin(&[])?;
    Ok(writer)
}

/// Returns these columns after the leading ones, which come first unless they are among them.
pub fn with_leading(leading: &[&str], columns: &ColumnList) -> ColumnList {
    let added = leading.iter().filter(|name| !columns.contains(name));
    ColumnList::from_names(added.copied().chain(columns.names()))
}
