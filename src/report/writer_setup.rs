//! Writers of calls and of totals, as they are configured.
//!
//! What a format prints depends on columns that were chosen, on those it has by default, and on
//! what rows are: calls with derived columns and times of a zone, or computed rows whose grand
//! total needs a label. All of that is decided here, before the first record is read.

use super::config::{PrintConfig, RecordSelection};
use super::html_data::ReportBuilder;
use super::row_decoder::RowDecoder;
use super::row_layout::RowLayout;
use super::row_sink::{
    CALL_FIGURES, CallTotals, Destination, FileTotals, FormatSink, GroupTotals, NewReport,
    PerValueSink, RowSink,
};
use super::row_writer::{LABEL_COLUMN, RowWriter};
use super::totals::Totals;
use crate::columns::{ColumnList, ColumnReader, SortKeyEncoder};
use crate::error::Failure;
use crate::format::{Capability, FormatOptions, RowKind};
use crate::record::Projection;

/// Returns a writer of the rows of totals.
pub fn totals_writer<'o>(
    config: &PrintConfig,
    columns: &ColumnList,
    totals: &Totals,
    destination: Destination<'o>,
) -> anyhow::Result<RowWriter<'o>> {
    let label = columns
        .contains(LABEL_COLUMN)
        .then(|| LABEL_COLUMN.to_owned());
    let layout = RowLayout::new(label.into_iter().chain(totals.names()).collect());
    let reader = layout.reader(columns, &totals.types());
    let reader = reader.in_zone(config.zone.as_ref());
    let options = FormatOptions {
        grand_total_columns: reader.clone(),
        columns: reader,
        row_kind: RowKind::Rows,
        ..config.format_options()
    };
    let file_totals = FileTotals::Groups(GroupTotals::default());
    let sink = RowSink::for_rows(destination, config.format, options, &layout, file_totals)?;
    let sort = config.sort.as_ref();
    let order = sort.map(|sort| SortKeyEncoder::for_rows(sort, layout.names()));
    let decoder = RowDecoder::Computed(layout);
    Ok(RowWriter::new(config, decoder, order, sink))
}

/// Returns the totals of each file, if totals go to a file per value: those of all calls grouped by
/// the columns that name files. Keys that are not among these have no total.
pub fn file_totals(
    config: &PrintConfig,
    files: &ColumnList,
    projection: &mut Projection,
) -> Result<Totals, Failure> {
    let keys = config.group_by.as_ref();
    let is_key = |name: &&str| keys.is_some_and(|keys| keys.contains(name));
    let printed = config.columns.as_ref().map(|printed| {
        let values = printed.names().filter(|name| !is_key(name));
        ColumnList::from_names(values.chain(CALL_FIGURES))
    });
    Totals::new(
        files,
        printed.as_ref(),
        None,
        config.zone.as_ref(),
        projection,
    )
}

/// Returns a writer of calls, and their grand totals if the format has room for them.
pub fn call_writer<'o>(
    config: &PrintConfig,
    selection: &RecordSelection,
    reader: ColumnReader,
    projection: &mut Projection,
    destination: Destination<'o>,
) -> anyhow::Result<(RowWriter<'o>, Option<Totals>)> {
    let zone = config.zone.as_ref();
    let options = FormatOptions {
        columns: reader,
        ..config.format_options()
    };
    let grand_totals = (config.format.supports(Capability::CallTotals))
        .then(|| call_totals(projection))
        .transpose()?;
    let options = match &grand_totals {
        Some(totals) => FormatOptions {
            grand_total_columns: RowLayout::new(totals.names())
                .reader(totals.columns(), &[])
                .in_zone(zone),
            ..options
        },
        None => options,
    };
    let sort = config.sort.as_ref();
    let order = sort.map(|sort| SortKeyEncoder::for_records(sort, zone, projection));
    let sink = call_sink(config, selection, options, projection, destination)?;
    let decoder = RowDecoder::Calls(projection.clone());
    Ok((RowWriter::new(config, decoder, order, sink), grand_totals))
}

/// Returns the totals of calls without groups.
fn call_totals(projection: &mut Projection) -> Result<Totals, Failure> {
    Totals::new(&ColumnList::empty(), None, None, None, projection)
}

/// Returns where calls go: printed one by one, or gathered in a report.
fn call_sink<'o>(
    config: &PrintConfig,
    selection: &RecordSelection,
    options: FormatOptions,
    projection: &mut Projection,
    destination: Destination<'o>,
) -> anyhow::Result<RowSink<'o>> {
    let zone = config.zone.clone();
    let days = selection.period.as_ref().map(|period| period.days);
    let report = (config.format.supports(Capability::Report))
        .then(|| ReportBuilder::new(zone.as_ref(), days, projection));
    let files = match destination {
        Destination::Single(output) => {
            let formatter = config.format.formatter(options, output)?;
            return Ok(FormatSink::new(formatter, report).into());
        }
        Destination::Files(files) => files,
    };
    let values = ColumnReader::new(files.columns(), projection).in_zone(zone.as_ref());
    call_totals(projection)?;
    // All paths are in the projection now, so that those of each file find their slots in a copy.
    let known = projection.clone();
    let totals = CallTotals {
        is_printed: config.format.supports(Capability::CallTotals),
        new: Box::new(move || call_totals(&mut known.clone())),
    };
    let known = projection.clone();
    let new_report = report.map(|_| {
        let new_report = move || ReportBuilder::new(zone.as_ref(), days, &mut known.clone());
        Box::new(new_report) as NewReport
    });
    let totals = FileTotals::Calls(totals);
    Ok(PerValueSink::new(files, values, config.format, options, totals, new_report).into())
}

/// Returns the columns that are printed: those that were chosen, or else those of the format or of
/// totals.
pub fn report_columns(config: &PrintConfig, totals: Option<&Totals>) -> ColumnList {
    let by_default = || match totals {
        Some(totals) => config.format.columns.map(|_| totals.columns().clone()),
        None => config.format.columns.map(ColumnList::from),
    };
    let columns = config.columns.clone().or_else(by_default);
    let columns = columns.unwrap_or_else(ColumnList::empty);
    // Grand totals need room for their label.
    let is_without_label = |totals: &Totals| !totals.has_key_in(&columns);
    if config.format.supports(Capability::GrandTotal) && totals.is_some_and(is_without_label) {
        return ColumnList::from_names(std::iter::once(LABEL_COLUMN).chain(columns.names()));
    }
    columns
}
