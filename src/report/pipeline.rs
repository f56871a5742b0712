//! The pipeline from responses to output.
//!
//! ```text
//! response → completeness → exact days → duplicates → conditions ┬→ calls  → sort → limit → format
//!            └──────────────── RecordFilter ───────────────────┘ └→ totals → sort → limit → format
//! ```
//!
//! Everything is known only at the end: whether responses were complete, which columns no call had,
//! how many calls lack a value. So warnings are printed by [`Report::finish`], and the output is
//! committed by the caller after it has succeeded. A [`Report`] that is dropped before leaves an
//! incomplete output behind.
//!
//! All readers of records (keys, columns, conditions, …) add their paths to one projection, so that
//! a record is read once.

use super::config::{PrintConfig, RecordSelection};
use super::dedup::Source;
use super::expectations::Expectations;
use super::filter::{Matches, RecordFilter};
use super::row_sink::Destination;
use super::row_writer::RowWriter;
use super::summary::KeyFigures;
use super::totals::{ColumnWarning, Totals};
use super::writer_setup::{call_writer, file_totals, report_columns, totals_writer};
use crate::columns::{ColumnList, ColumnReader, FieldReader, SortSpec, TIMESTAMP_COLUMNS};
use crate::error::Failure;
use crate::record::{EnvelopeMember, Projection, Record, ResponseReader, is_paging_field};
use crate::terminal::Console;
use std::io::Read;

/// What is known of a report once it is complete.
#[derive(Debug)]
pub struct ReportOutcome {
    /// The number of calls that match the conditions.
    pub calls: u64,
    pub calls_before_conditions: u64,
    /// The number of calls that connected outside the requested period.
    pub outside: u64,
    /// The figures in a few words, for a person.
    pub figures: Option<String>,
    /// The number of rows that are printed, if there are more.
    pub truncated_to: Option<u64>,
    /// What the format says about its output.
    pub format_hint: Option<String>,
    /// The expectation that the totals do not match. The output is complete all the same.
    pub failed_expectation: Option<Failure>,
}

/// A report of calls or totals that is being written.
pub struct Report<'o> {
    projection: Projection,
    filter: RecordFilter,
    records: Records<'o>,
    /// The number of responses and of the records in them.
    responses: u64,
    received: u64,
    /// The members before the list of the first response that say how many calls there are.
    paging_fields: Vec<EnvelopeMember>,
    /// The members after the list of the first response.
    trailing_members: Vec<EnvelopeMember>,
    console: Console,
}

/// What becomes of the records that the filter accepts.
struct Records<'o> {
    calls: u64,
    /// The times that derived columns come from: the second is read if the first is invalid.
    times: Option<[FieldReader; 2]>,
    figures: Option<KeyFigures>,
    expectations: Option<Expectations>,
    /// The totals that are printed instead of calls.
    totals: Option<Totals>,
    /// The totals of each file, if totals go to a file per value.
    file_totals: Option<Totals>,
    /// The grand totals of calls, for a format that has room for them.
    grand_totals: Option<Totals>,
    writer: RowWriter<'o>,
}

impl ReportOutcome {
    /// Returns the failure of an expectation, once the output is written.
    pub fn check_expectations(self) -> anyhow::Result<()> {
        self.failed_expectation
            .map_or(Ok(()), |failure| Err(failure.into()))
    }
}

impl Records<'_> {
    fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.calls += 1;
        if let Some(figures) = &mut self.figures {
            figures.add(record)?;
        }
        if let Some(expectations) = &mut self.expectations {
            expectations.add(record)?;
        }
        if let Some([first, second]) = &mut self.times
            && first.time(record).is_none()
        {
            second.time(record);
        }
        if let Some(grand_totals) = &mut self.grand_totals {
            grand_totals.add(record)?;
        }
        if let Some(totals) = &mut self.file_totals {
            totals.add(record)?;
        }
        match &mut self.totals {
            Some(totals) => totals.add(record),
            None => self.writer.write_call(record),
        }
    }

    /// Writes what was waiting for the end. Returns the warnings of totals.
    fn write(&mut self) -> anyhow::Result<Vec<ColumnWarning>> {
        let mut warnings = Vec::new();
        if let Some(totals) = self.totals.take() {
            warnings = totals.warnings(self.calls);
            if let Some(file_totals) = self.file_totals.take() {
                self.writer.set_group_totals(file_totals, &totals)?;
            }
            self.writer.write_totals(totals)?;
        } else {
            self.writer.flush()?;
        }
        if let Some(grand_totals) = self.grand_totals.take() {
            warnings = grand_totals.warnings(self.calls);
            self.writer.write_grand_total(grand_totals)?;
        }
        Ok(warnings)
    }
}

impl<'o> Report<'o> {
    pub fn new(
        config: &PrintConfig,
        selection: &RecordSelection,
        destination: Destination<'o>,
        console: Console,
    ) -> anyhow::Result<Self> {
        let mut projection = Projection::default();
        let zone = config.zone.as_ref();
        let totals = config.group_by.as_ref().map(|keys| {
            let (printed, sort) = (config.columns.as_ref(), config.sort.as_ref());
            Totals::new(keys, printed, sort, zone, &mut projection)
        });
        let totals = totals.transpose()?;
        let columns = report_columns(config, totals.as_ref());
        let call_columns = config.group_by.as_ref().unwrap_or(&columns);
        let (expectations, keys) = (&selection.expectations, config.group_by.as_ref());
        let expectations = Expectations::new(expectations, keys, zone, &mut projection)?;
        let names = columns_to_check(config, call_columns, totals.as_ref(), &destination);
        let expected = expectations.iter().flat_map(Expectations::summed);
        let names = ColumnList::from_names(names.names().chain(expected));
        let filter = RecordFilter::new(selection, &names, &mut projection);
        let reader = ColumnReader::new(call_columns, &mut projection).in_zone(zone);
        let times = reader
            .has_derived_columns()
            .then(|| TIMESTAMP_COLUMNS.map(|path| FieldReader::new(path, &mut projection)));
        let figures = console
            .shows_progress()
            .then(|| KeyFigures::new(&mut projection))
            .transpose()?;
        let files = destination.columns().filter(|_| totals.is_some());
        let file_totals = files.map(|files| file_totals(config, files, &mut projection));
        let (writer, grand_totals) = match &totals {
            Some(totals) => (totals_writer(config, &columns, totals, destination)?, None),
            None => call_writer(config, selection, reader, &mut projection, destination)?,
        };
        Ok(Self {
            projection,
            filter,
            records: Records {
                calls: 0,
                times,
                figures,
                expectations,
                totals,
                file_totals: file_totals.transpose()?,
                grand_totals,
                writer,
            },
            responses: 0,
            received: 0,
            paging_fields: Vec::new(),
            trailing_members: Vec::new(),
            console,
        })
    }

    /// Reads a response to its end.
    pub fn add_response<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        if self.responses == 0 {
            let leading = response.leading_members().iter().cloned();
            let (paging_fields, leading): (Vec<_>, Vec<_>) = leading.partition(is_paging_field);
            self.records.writer.begin(&leading)?;
            self.paging_fields = paging_fields;
        }
        self.responses += 1;
        let trailer = self
            .filter
            .read(response, source, &self.projection, |record| {
                self.records.add(record)
            })?;
        self.received += trailer.received;
        if self.responses == 1 {
            self.trailing_members = trailer.members;
        }
        Ok(())
    }

    /// Returns the members to print after the list. Numbers of calls and pages are left out unless
    /// the list is the one that they describe: otherwise the file would be taken for a partial
    /// response when it is read.
    fn trailing_members(&mut self) -> Vec<EnvelopeMember> {
        let writer = &self.records.writer;
        let is_whole =
            self.responses == 1 && writer.printed() == self.received && !writer.is_per_value();
        let mut members = std::mem::take(&mut self.trailing_members);
        if is_whole {
            members.splice(0..0, self.paging_fields.drain(..));
        } else {
            members.retain(|member| !is_paging_field(member));
        }
        members
    }

    /// Completes the output and prints all warnings.
    ///
    /// # Errors
    /// Returns a usage failure for a column that no call has and that is likely mistyped.
    pub fn finish(mut self) -> anyhow::Result<ReportOutcome> {
        self.filter.check()?;
        if self.responses == 0 {
            // An archive without a day that can match the conditions has no response.
            self.records.writer.begin(&[EnvelopeMember::ok_result()])?;
        }
        let totals_warnings = self.records.write()?;
        let truncated_to = self.records.writer.truncated_to();
        let trailing_members = self.trailing_members();
        let Records {
            calls,
            times,
            figures,
            expectations,
            writer,
            ..
        } = self.records;
        let outcome = writer.finish(&trailing_members)?;
        let matches = Matches {
            received: self.filter.before_conditions(),
            matched: calls,
        };
        let times = times.iter().flatten();
        let times = times.filter_map(|time| time.invalid_times_warning(calls));
        let mut warnings: Vec<_> = self.filter.warnings().chain(times).collect();
        warnings.extend(matches.warning());
        for ColumnWarning { columns, text } in totals_warnings {
            let is_printed = columns
                .iter()
                .any(|column| !outcome.hidden_columns.contains(column));
            // Totals read some of the same members.
            if is_printed && !warnings.contains(&text) {
                warnings.push(text);
            }
        }
        for warning in warnings.iter().chain(&outcome.warning) {
            self.console.warn(warning);
        }
        Ok(ReportOutcome {
            calls,
            calls_before_conditions: matches.received,
            outside: self.filter.outside(),
            figures: figures.map(KeyFigures::describe).transpose()?,
            truncated_to,
            format_hint: outcome.hidden_columns_hint(),
            failed_expectation: match expectations {
                Some(expectations) => expectations.check()?,
                None => None,
            },
        })
    }
}

/// Returns the columns of calls that should be in some call.
fn columns_to_check(
    config: &PrintConfig,
    call_columns: &ColumnList,
    totals: Option<&Totals>,
    destination: &Destination<'_>,
) -> ColumnList {
    // What rows of totals can be sorted by was checked when the totals were created.
    let sort = config.sort.as_ref().filter(|_| totals.is_none());
    let sort_columns = sort.map(SortSpec::columns);
    let sorted = sort_columns.iter().flat_map(ColumnList::names);
    let summed = totals.into_iter().flat_map(Totals::summed);
    let files = destination
        .columns()
        .into_iter()
        .flat_map(ColumnList::names);
    ColumnList::from_names(
        call_columns
            .names()
            .chain(sorted)
            .chain(summed)
            .chain(files),
    )
}
