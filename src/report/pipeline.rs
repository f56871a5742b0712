//! Responses become one answer: their records, or totals of them, in one format.

use super::config::{PrintConfig, RecordSelection};
use super::dedup::Source;
use super::filter::{Matches, RecordFilter};
use super::html_data::ReportBuilder;
use super::row_layout::RowLayout;
use super::row_writer::{LABEL, RowDecoder, RowWriter};
use super::summary::SummaryStats;
use super::totals::Totals;
use crate::columns::{
    ColumnList, ColumnReader, FieldReader, SortKeyEncoder, SortSpec, TIMESTAMP_COLUMNS,
};
use crate::format::{Capability, FormatOptions, RowKind};
use crate::record::{EnvelopeMember, Projection, ResponseReader, is_hint};
use crate::terminal::Console;
use std::io::{Read, Write};

/// What there is to say of an answer once it is complete.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many calls are in it.
    pub calls: u64,
    /// How many calls there were before conditions were looked at.
    pub calls_before_conditions: u64,
    /// How many calls connected on other days than were asked for.
    pub outside: u64,
    /// Its figures in a few words, for a person.
    pub figures: Option<String>,
    /// How many rows are printed, when there are more.
    pub cut_to: Option<u64>,
    /// What its format says beside it.
    pub told: Option<String>,
}

/// An answer on its way into an output.
pub struct Report<'o> {
    projection: Projection,
    picking: RecordFilter,
    /// The times that columns are made from: the second is read where the first can't be.
    times: Option<[FieldReader; 2]>,
    calls: u64,
    figures: Option<SummaryStats>,
    totals: Option<Totals>,
    /// The grand totals of calls, for a format that has a place for them.
    summary: Option<Totals>,
    printing: RowWriter<'o>,
    /// How many responses were read, and how many records they had.
    responses: u64,
    received: u64,
    /// The members of the first response before its list that say how many calls there are.
    hints: Vec<EnvelopeMember>,
    /// The members of the first response after its list.
    after: Vec<EnvelopeMember>,
    console: Console,
}

impl<'o> Report<'o> {
    /// An answer of these calls that goes into an output.
    pub fn new(
        style: &PrintConfig,
        calls: &RecordSelection,
        output: &'o mut (dyn Write + Send),
        console: Console,
    ) -> anyhow::Result<Self> {
        let mut projection = Projection::default();
        let zone = style.zone.as_ref();
        let sort = style.sort.as_ref();
        let totals = style.group_by.as_ref().map(|keys| {
            let printed = style.columns.as_ref();
            Totals::new(keys, printed, sort, zone, &mut projection)
        });
        let totals = totals.transpose()?;
        let columns = columns(style, totals.as_ref());
        // Totals know by themselves what rows can be sorted by.
        let sorted = sort.filter(|_| totals.is_none()).map(SortSpec::columns);
        let of_calls = style.group_by.as_ref().unwrap_or(&columns);
        let sorted = sorted.iter().flat_map(ColumnList::names);
        let summed = totals.iter().flat_map(Totals::summed);
        let names = ColumnList::from_names(of_calls.names().chain(sorted).chain(summed));
        let picking = RecordFilter::new(calls, &names, &mut projection);
        let selection = ColumnReader::new(of_calls, &mut projection).in_zone(zone);
        let times = selection.has_derived_columns();
        let times =
            times.then(|| TIMESTAMP_COLUMNS.map(|path| FieldReader::new(path, &mut projection)));
        let figures = console.shows_progress();
        let figures = figures
            .then(|| SummaryStats::new(&mut projection))
            .transpose()?;
        let has_summary = style.format.has(Capability::Summary) && totals.is_none();
        let summary = has_summary.then(|| {
            let none = ColumnList::empty();
            Totals::new(&none, None, None, None, &mut projection)
        });
        let summary = summary.transpose()?;
        let layout = totals.as_ref().map(|totals| {
            let label = columns.contains(LABEL).then(|| LABEL.to_owned());
            RowLayout::new(label.into_iter().chain(totals.names()).collect())
        });
        let options = match (&totals, &layout, &summary) {
            (Some(totals), Some(layout), _) => {
                let reader = layout.reader(&columns, &totals.types()).in_zone(zone);
                FormatOptions {
                    summary: reader.clone(),
                    selection: reader,
                    content: RowKind::Rows,
                    ..style.layout()
                }
            }
            (_, _, Some(summary)) => FormatOptions {
                selection,
                summary: RowLayout::new(summary.names())
                    .reader(summary.columns(), &[])
                    .in_zone(zone),
                ..style.layout()
            },
            _ => FormatOptions {
                selection,
                ..style.layout()
            },
        };
        let order = sort.map(|sort| match &layout {
            Some(layout) => SortKeyEncoder::for_rows(sort, layout.names()),
            None => SortKeyEncoder::for_records(sort, zone, &mut projection),
        });
        let has_overview = style.format.has(Capability::Report) && totals.is_none();
        let period = calls.days.as_ref().map(|days| days.period);
        let overviewing = has_overview.then(|| ReportBuilder::new(zone, period, &mut projection));
        let decoder = layout.map_or_else(
            || RowDecoder::Calls(projection.clone()),
            RowDecoder::Computed,
        );
        let mut printing = RowWriter::new(style, decoder, order, options, output)?;
        if let Some(overviewing) = overviewing {
            printing.set_report(overviewing);
        }
        Ok(Self {
            projection,
            picking,
            times,
            calls: 0,
            figures,
            totals,
            summary,
            printing,
            responses: 0,
            received: 0,
            hints: Vec::new(),
            after: Vec::new(),
            console,
        })
    }

    /// Reads a response to its end.
    pub fn take<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        if self.responses == 0 {
            let (hints, before): (Vec<_>, Vec<_>) = response
                .leading_members()
                .iter()
                .cloned()
                .partition(is_hint);
            self.printing.begin(&before)?;
            self.hints = hints;
        }
        self.responses += 1;
        let finished = self
            .picking
            .read(response, source, &self.projection, |record| {
                self.calls += 1;
                if let Some(figures) = &mut self.figures {
                    figures.add(record)?;
                }
                if let Some([first, second]) = &mut self.times
                    && first.time(record).is_none()
                {
                    second.time(record);
                }
                if let Some(summary) = &mut self.summary {
                    summary.add(record)?;
                }
                match &mut self.totals {
                    Some(totals) => totals.add(record),
                    None => self.printing.write_call(record),
                }
            })?;
        self.received += finished.received;
        if self.responses == 1 {
            self.after = finished.after;
        }
        Ok(())
    }

    /// The members to print after the list. Numbers of calls and pages are left out unless the list is the one
    /// that they describe: otherwise the file would be taken for a partial response when it is read.
    fn members_after(&mut self) -> Vec<EnvelopeMember> {
        let is_whole = self.responses == 1 && self.printing.printed() == self.received;
        let mut after = std::mem::take(&mut self.after);
        if is_whole {
            after.splice(0..0, self.hints.drain(..));
        } else {
            after.retain(|member| !is_hint(member));
        }
        after
    }

    /// Ends the answer, and warns of what may make it other than the user thinks.
    ///
    /// # Errors
    /// A usage failure for a column that no call has and that is likely mistyped; those of the output.
    pub fn finish(mut self) -> anyhow::Result<Summary> {
        self.picking.check()?;
        if self.responses == 0 {
            // An archive without a day that can meet the conditions has no response.
            self.printing.begin(&[EnvelopeMember::ok_result()])?;
        }
        let times = self.times.iter().flatten();
        let times = times.filter_map(|time| time.invalid_times_warning(self.calls));
        let mut warnings: Vec<_> = self.picking.warnings().chain(times).collect();
        let mut of_totals = Vec::new();
        let matches = Matches {
            received: self.picking.before_conditions(),
            matched: self.calls,
        };
        warnings.extend(matches.warning());
        if let Some(totals) = self.totals.take() {
            of_totals = totals.warnings(self.calls);
            self.printing.write_totals(totals)?;
        } else {
            self.printing.flush()?;
        }
        if let Some(summary) = self.summary.take() {
            of_totals = summary.warnings(self.calls);
            self.printing.write_grand_total(summary)?;
        }
        let cut_to = self.printing.truncated_to();
        let after = self.members_after();
        let remarks = self.printing.finish(&after)?;
        // Warnings are about columns that are printed.
        let of_totals = of_totals.into_iter();
        let is_printed = |column: &String| !remarks.left_out.contains(column);
        let of_totals = of_totals.filter(|warning| warning.columns.iter().any(is_printed));
        for warning in of_totals {
            // Totals read some of the same members.
            if !warnings.contains(&warning.text) {
                warnings.push(warning.text);
            }
        }
        for warning in warnings.iter().chain(&remarks.warning) {
            self.console.warn(warning);
        }
        Ok(Summary {
            calls: self.calls,
            calls_before_conditions: self.picking.before_conditions(),
            outside: self.picking.outside(),
            figures: self.figures.map(SummaryStats::describe).transpose()?,
            cut_to,
            told: remarks.told(),
        })
    }
}

/// The columns that are printed: those that were chosen, or else those of the format or of totals.
fn columns(style: &PrintConfig, totals: Option<&Totals>) -> ColumnList {
    let usual = || {
        let of_format = style.format.columns?;
        Some(totals.map_or_else(
            || ColumnList::from(of_format),
            |totals| totals.columns().clone(),
        ))
    };
    let columns = style.columns.clone().or_else(usual);
    let columns = columns.unwrap_or_else(ColumnList::empty);
    // Grand totals need a place for their label.
    let is_without_label = |totals: &Totals| !totals.has_key_in(&columns);
    if style.format.has(Capability::GrandTotal) && totals.is_some_and(is_without_label) {
        return ColumnList::from_names(std::iter::once(LABEL).chain(columns.names()));
    }
    columns
}
