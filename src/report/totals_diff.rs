//! Comparison of the totals of two results.
//!
//! A group differs if any of its totals does, whether that is printed or not. Each group that
//! differs is three rows: before, after, and their exact difference.

use super::config::{PrintConfig, RecordSelection};
use super::dedup::Source;
use super::differences::{CHANGE, DiffOutcome, InputDiagnostics, diff_writer, with_leading};
use super::filter::RecordFilter;
use super::row_decoder::RowDecoder;
use super::row_layout::{RowLayout, encode_row};
use super::totals::Totals;
use crate::columns::{ColumnList, SortKeyEncoder, SortSpec, TOTALS, is_below};
use crate::error::{Failure, FailureKind};
use crate::record::{Projection, ResponseReader};
use crate::terminal::Console;
use crate::text::Value;
use std::io::{Read, Write};

/// The totals of one of two results that are compared.
pub struct TotalsDiff {
    projection: Projection,
    filter: RecordFilter,
    totals: Totals,
    /// The columns that are printed and sorted by, which warnings are about.
    shown: ColumnList,
    calls: u64,
}

impl TotalsDiff {
    /// Creates totals grouped by these columns.
    ///
    /// # Errors
    /// Returns a usage failure for columns that totals cannot have.
    pub fn new(
        config: &PrintConfig,
        selection: &RecordSelection,
        keys: &ColumnList,
    ) -> Result<Self, Failure> {
        let mut projection = Projection::default();
        let zone = config.zone.as_ref();
        let chosen = chosen_columns(config);
        check_column_names(keys, &chosen)?;
        // These decide whether a group differs, whichever of them are printed.
        let defaults = TOTALS.iter().map(|column| column.name);
        let compared = ColumnList::from_names(defaults.chain(chosen.names()));
        let totals = Totals::new(keys, Some(&compared), None, zone, &mut projection)?;
        let shown = match config.columns {
            Some(_) => chosen,
            None => compared,
        };
        let summed = totals.summed().filter(|name| shown.contains(name));
        let names = ColumnList::from_names(keys.names().chain(summed));
        Ok(Self {
            filter: RecordFilter::new(selection, &names, &mut projection),
            totals,
            projection,
            shown,
            calls: 0,
        })
    }

    /// Reads a response to its end.
    pub fn add_response<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        self.filter
            .read(response, source, &self.projection, |record| {
                self.calls += 1;
                self.totals.add(record)
            })?;
        Ok(())
    }

    /// Returns the warnings about columns that are shown.
    fn warnings(&self) -> impl Iterator<Item = String> {
        let warnings = self.totals.warnings(self.calls).into_iter();
        let is_shown = |column: &String| self.shown.contains(column);
        let warnings = warnings.filter(move |warning| warning.columns.iter().any(is_shown));
        warnings.map(|warning| warning.text)
    }

    /// Prints three rows for each group that differs from that of a later result. Returns the
    /// number of groups that differ.
    ///
    /// # Errors
    /// Returns a usage failure for a column that no call has and that is likely mistyped.
    pub fn print_differences(
        self,
        after: Self,
        config: &PrintConfig,
        output: &mut (dyn Write + Send),
        console: Console,
    ) -> anyhow::Result<DiffOutcome> {
        let mut findings = InputDiagnostics::default();
        findings.add_input(&self.filter, self.calls, self.warnings());
        findings.add_input(&after.filter, after.calls, after.warnings());
        findings.check()?;
        let columns = match (&config.columns, config.format.columns) {
            (Some(chosen), _) => with_leading(&[CHANGE], chosen),
            (None, Some(_)) => with_leading(&[CHANGE], self.totals.columns()),
            (None, None) => ColumnList::empty(),
        };
        let names = std::iter::once(CHANGE.to_owned()).chain(self.totals.names());
        let layout = RowLayout::new(names.collect());
        let reader = layout.reader(&columns, &self.totals.types());
        let sort = config.sort.as_ref();
        let order = sort.map(|sort| SortKeyEncoder::for_rows(sort, layout.names()));
        let kept = config.format_options().pinned_columns;
        let decoder = RowDecoder::Computed(layout);
        let mut writer = diff_writer(config, decoder, order, (reader, kept), output)?;
        self.totals.for_each_difference(after.totals, |group| {
            let rows = [
                ("before", &group.before),
                ("after", &group.after),
                ("difference", &group.delta),
            ];
            let rows = rows.map(|(change, row)| {
                let change = Value::from(change);
                encode_row(std::iter::once(&change).chain(row))
            });
            writer.write_group(&rows)
        })?;
        findings.finish(writer, "group", console)
    }
}

/// Returns the columns of totals that were chosen, or are sorted by.
fn chosen_columns(config: &PrintConfig) -> ColumnList {
    let sorted = config.sort.as_ref().map(SortSpec::columns);
    let names = config
        .columns
        .iter()
        .chain(&sorted)
        .flat_map(ColumnList::names);
    ColumnList::from_names(names.filter(|name| *name != CHANGE))
}

/// Checks that no column is called like the one that says how a row differs, or is below it.
fn check_column_names(keys: &ColumnList, chosen: &ColumnList) -> Result<(), Failure> {
    let is_change = |name: &&str| *name == CHANGE || is_below(name, CHANGE);
    let key = keys
        .names()
        .find(is_change)
        .map(|name| ("--group-by", name));
    let chosen = || {
        let name = chosen.names().find(is_change)?;
        Some(("--columns or --sort", name))
    };
    key.or_else(chosen).map_or(Ok(()), |(option, name)| {
        let message = format!(
            "{option} names {name}, but {CHANGE} is the column that says how a row differs; \
             remove {name}"
        );
        Err(Failure::new(FailureKind::Usage, message))
    })
}
