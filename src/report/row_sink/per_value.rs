//! A file per value of some columns.
//!
//! Rows of a value may come at any time, and one file is open at a time. So rows wait in an external
//! sorter, whose key is their values, and keep their order within a value. At the end, each value
//! becomes a file with a formatter of its own: to the format it is a whole result.

use super::FormatSink;
use super::file_totals::{FileTotals, OpenTotals};
use crate::columns::{ColumnList, ColumnReader};
use crate::external_sort::ExternalSorter;
use crate::format::{Format, FormatOptions, FormatOutcome, GrandTotal};
use crate::record::{EnvelopeMember, Record};
use crate::report::html_data::ReportBuilder;
use crate::report::row_decoder::RowDecoder;
use crate::report::totals::{key_texts, push_key};
use crate::text::Value;
use std::borrow::Cow;
use std::io::Write;

/// Where files go: one after the other is created, written and closed.
pub trait RowFiles {
    /// The columns whose values name the files.
    fn columns(&self) -> &ColumnList;
    /// Sets the names of the figures of each file.
    fn begin(&mut self, figures: &[&str]);
    /// Creates the file of these values.
    fn create(&mut self, values: Vec<String>) -> anyhow::Result<Box<dyn Write + Send>>;
    /// Closes the file, once its formatter is dropped.
    fn close(&mut self, figures: Vec<Value>) -> anyhow::Result<()>;
}

/// Creates the report of each file, for a format that draws calls as a whole.
pub type NewReport = Box<dyn Fn() -> ReportBuilder>;

/// Rows that become files.
pub struct PerValueSink<'o> {
    files: &'o mut dyn RowFiles,
    /// The values that name the file of a row.
    values: ColumnReader,
    sorter: ExternalSorter,
    key: Vec<u8>,
    format: &'static Format,
    options: FormatOptions,
    totals: FileTotals,
    new_report: Option<NewReport>,
    before: Vec<EnvelopeMember>,
    outcome: FormatOutcome,
    /// The number of files whose format has a warning.
    warned_files: usize,
}

/// A file that is being written.
struct OpenFile {
    key: Vec<u8>,
    sink: FormatSink<'static>,
    totals: OpenTotals,
    rows: u64,
}

impl<'o> PerValueSink<'o> {
    /// Creates a sink of files in this format. `values` reads the values that name them.
    pub fn new(
        files: &'o mut dyn RowFiles,
        values: ColumnReader,
        format: &'static Format,
        options: FormatOptions,
        totals: FileTotals,
        new_report: Option<NewReport>,
    ) -> Self {
        files.begin(&totals.figures());
        Self {
            files,
            values,
            sorter: ExternalSorter::new(None),
            key: Vec::new(),
            format,
            options,
            totals,
            new_report,
            before: Vec::new(),
            outcome: FormatOutcome::default(),
            warned_files: 0,
        }
    }

    pub(super) fn begin(&mut self, before: &[EnvelopeMember]) {
        self.before = before.to_vec();
    }

    /// Sets where the totals of files come from, once that is known.
    pub fn set_totals(&mut self, totals: FileTotals) {
        self.totals = totals;
    }

    /// Sets the row of the total of all files, which that of each file is like.
    pub fn set_total(&mut self, row: &[Value]) {
        if let FileTotals::Sums(sums) = &mut self.totals {
            sums.total = row.to_vec();
        }
    }

    pub(super) fn push(&mut self, row: &str, record: &Record<'_>) -> anyhow::Result<()> {
        self.key.clear();
        for text in self.values.values_or_empty(record) {
            push_key(&mut self.key, &text);
        }
        let key = &self.key;
        Ok(self
            .sorter
            .push(|bytes| bytes.extend_from_slice(key), row)?)
    }

    pub(super) fn finish(
        mut self,
        decoder: &RowDecoder,
        after: &[EnvelopeMember],
    ) -> anyhow::Result<FormatOutcome> {
        let sorter = std::mem::replace(&mut self.sorter, ExternalSorter::new(None));
        let mut open: Option<OpenFile> = None;
        sorter.for_each_keyed(|key, row| {
            let file = match open.take() {
                Some(file) if file.key == key => file,
                finished => {
                    if let Some(file) = finished {
                        self.close(file, after)?;
                    }
                    self.open(key)?
                }
            };
            let file = open.insert(file);
            decoder.with_record(row, |record| {
                file.rows += 1;
                self.totals.add(&mut file.totals, record)?;
                file.sink.write(record)
            })
        })?;
        if let Some(file) = open {
            self.close(file, after)?;
        }
        if let (Some(warning), 2..) = (&mut self.outcome.warning, self.warned_files) {
            let others = self.warned_files - 1;
            *warning = format!("{warning} (in one of the files, and in {others} more)");
        }
        Ok(self.outcome)
    }

    fn open(&mut self, key: &[u8]) -> anyhow::Result<OpenFile> {
        let values: Vec<_> = key_texts(key).map(Cow::into_owned).collect();
        let mut options = self.options.clone();
        let conditions = self.values.names().zip(&values);
        let conditions = conditions.map(|(name, value)| format!("{name} = {value}"));
        let filter = &mut options.print.metadata.filter;
        let conditions: Vec<_> = filter.take().into_iter().chain(conditions).collect();
        *filter = Some(conditions.join(" and "));
        let writer = self.files.create(values)?;
        let mut formatter = self.format.formatter(options, writer)?;
        formatter.begin(&self.before)?;
        let report = self.new_report.as_ref().map(|create| create());
        Ok(OpenFile {
            key: key.to_vec(),
            sink: FormatSink::new(formatter, report),
            totals: self.totals.open(key)?,
            rows: 0,
        })
    }

    fn close(&mut self, file: OpenFile, after: &[EnvelopeMember]) -> anyhow::Result<()> {
        let OpenFile {
            mut sink,
            totals,
            rows,
            ..
        } = file;
        let figures = self.totals.finish(totals, rows, |row, calls| {
            sink.formatter.grand_total(&GrandTotal { row, calls, rows })
        })?;
        let outcome = sink.finish(after)?;
        self.warned_files += usize::from(outcome.warning.is_some());
        self.outcome.warning = self.outcome.warning.take().or(outcome.warning);
        self.files.close(figures)
    }
}
