//! Where rows go in the end: to the formatter of one output, or to a file per value.

mod file_totals;
mod per_value;

pub use self::file_totals::{CALL_FIGURES, CallTotals, FileTotals, GroupTotals, RowSums};
pub use self::per_value::{NewReport, PerValueSink, RowFiles};

use super::html_data::ReportBuilder;
use super::row_decoder::RowDecoder;
use super::row_layout::RowLayout;
use crate::columns::ColumnList;
use crate::format::{Format, FormatOptions, FormatOutcome, Formatter, GrandTotal};
use crate::record::{EnvelopeMember, Record};
use std::io::Write;

/// The output of a result, as a command hands it to a report.
pub enum Destination<'o> {
    /// One output.
    Single(&'o mut (dyn Write + Send)),
    /// A file per value.
    Files(&'o mut dyn RowFiles),
}

/// Where rows go in the end.
pub enum RowSink<'o> {
    Single(FormatSink<'o>),
    PerValue(Box<PerValueSink<'o>>),
}

/// A formatter.
pub struct FormatSink<'o> {
    formatter: Box<dyn Formatter + 'o>,
    /// Gathers the calls instead, for a format that draws them as a whole.
    report: Option<Box<ReportBuilder>>,
}

impl Destination<'_> {
    /// The columns whose values name the files, if there are several.
    #[must_use]
    pub fn columns(&self) -> Option<&ColumnList> {
        match self {
            Self::Single(_) => None,
            Self::Files(files) => Some(files.columns()),
        }
    }
}

impl<'o> From<FormatSink<'o>> for RowSink<'o> {
    fn from(sink: FormatSink<'o>) -> Self {
        Self::Single(sink)
    }
}

impl<'o> From<PerValueSink<'o>> for RowSink<'o> {
    fn from(sink: PerValueSink<'o>) -> Self {
        Self::PerValue(Box::new(sink))
    }
}

impl<'o> RowSink<'o> {
    /// Creates a sink of computed rows with these columns.
    pub fn for_rows(
        destination: Destination<'o>,
        format: &'static Format,
        options: FormatOptions,
        layout: &RowLayout,
        totals: FileTotals,
    ) -> anyhow::Result<Self> {
        Ok(match destination {
            Destination::Single(output) => {
                FormatSink::new(format.formatter(options, output)?, None).into()
            }
            Destination::Files(files) => {
                let values = layout.reader(files.columns(), &[]);
                PerValueSink::new(files, values, format, options, totals, None).into()
            }
        })
    }

    /// Begins the output, with the members of the envelope before the list.
    pub fn begin(&mut self, before: &[EnvelopeMember]) -> anyhow::Result<()> {
        match self {
            Self::Single(sink) => sink.formatter.begin(before),
            Self::PerValue(sink) => {
                sink.begin(before);
                Ok(())
            }
        }
    }

    /// Writes a row, given as the text that the decoder decodes and as a record.
    pub fn write(&mut self, row: &str, record: &Record<'_>) -> anyhow::Result<()> {
        match self {
            Self::Single(sink) => sink.write(record),
            Self::PerValue(sink) => sink.push(row, record),
        }
    }

    /// Writes the grand total. Files have totals of their own.
    pub fn grand_total(&mut self, total: &GrandTotal<'_>) -> anyhow::Result<()> {
        match self {
            Self::Single(sink) => sink.formatter.grand_total(total),
            Self::PerValue(_) => Ok(()),
        }
    }

    /// Completes the output, with the members of the envelope after the list.
    pub fn finish(
        self,
        decoder: &RowDecoder,
        after: &[EnvelopeMember],
    ) -> anyhow::Result<FormatOutcome> {
        match self {
            Self::Single(sink) => sink.finish(after),
            Self::PerValue(sink) => sink.finish(decoder, after),
        }
    }
}

impl<'o> FormatSink<'o> {
    /// Creates a sink that prints calls, or gathers them in a report.
    pub fn new(formatter: Box<dyn Formatter + 'o>, report: Option<ReportBuilder>) -> Self {
        let report = report.map(Box::new);
        Self { formatter, report }
    }

    fn write(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        match &mut self.report {
            Some(report) => report.add(record),
            None => self.formatter.record(record),
        }
    }

    fn finish(mut self, after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        if let Some(report) = self.report.take() {
            self.formatter.report(&report.finish()?)?;
        }
        self.formatter.finish(after)
    }
}
