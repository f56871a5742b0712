//! Writers of calls and of totals, as they are configured.
//!
//! What a format prints depends on columns that were chosen, on those it has by default, and on
//! what rows are: calls with derived columns and times of a zone, or computed rows whose grand
//! total needs a label. All of that is decided here, before the first record is read.

use super::config::{PrintConfig, RecordSelection};
use super::html_data::ReportBuilder;
use super::row_layout::RowLayout;
use super::row_writer::{LABEL_COLUMN, RowDecoder, RowWriter};
use super::totals::Totals;
use crate::columns::{ColumnList, ColumnReader, SortKeyEncoder};
use crate::format::{Capability, FormatOptions, RowKind};
use crate::record::Projection;
use std::io::Write;

/// Returns a writer of the rows of totals.
pub fn totals_writer<'o>(
    config: &PrintConfig,
    columns: &ColumnList,
    totals: &Totals,
    output: &'o mut (dyn Write + Send),
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
    let sort = config.sort.as_ref();
    let order = sort.map(|sort| SortKeyEncoder::for_rows(sort, layout.names()));
    RowWriter::new(config, RowDecoder::Computed(layout), order, options, output)
}

/// Returns a writer of calls, and their grand totals if the format has room for them.
pub fn call_writer<'o>(
    config: &PrintConfig,
    selection: &RecordSelection,
    reader: ColumnReader,
    projection: &mut Projection,
    output: &'o mut (dyn Write + Send),
) -> anyhow::Result<(RowWriter<'o>, Option<Totals>)> {
    let zone = config.zone.as_ref();
    let options = FormatOptions {
        columns: reader,
        ..config.format_options()
    };
    let no_keys = ColumnList::empty();
    let grand_totals = (config.format.supports(Capability::CallTotals))
        .then(|| Totals::new(&no_keys, None, None, None, projection))
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
    let days = selection.period.as_ref().map(|period| period.days);
    let report = (config.format.supports(Capability::Report))
        .then(|| ReportBuilder::new(zone, days, projection));
    let decoder = RowDecoder::Calls(projection.clone());
    let mut writer = RowWriter::new(config, decoder, order, options, output)?;
    if let Some(report) = report {
        writer.set_report(report);
    }
    Ok((writer, grand_totals))
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
