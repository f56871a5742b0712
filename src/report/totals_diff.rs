//! What differs between the totals of two answers.

use super::config::{PrintConfig, RecordSelection};
use super::dedup::Source;
use super::differences::{CHANGE, Findings, diff_writer, with_leading};
use super::filter::RecordFilter;
use super::row_layout::{RowLayout, encode_row};
use super::row_writer::RowDecoder;
use super::totals::Totals;
use crate::columns::{ColumnList, SortKeyEncoder, SortSpec, TOTALS, is_below};
use crate::error::{Failure, FailureKind};
use crate::record::{Projection, ResponseReader};
use crate::terminal::Console;
use crate::text::Value;
use std::io::{Read, Write};

/// The totals of an answer that is compared with another.
pub struct TotalsDiff {
    projection: Projection,
    picking: RecordFilter,
    totals: Totals,
    /// The columns that are printed and sorted by; warnings are about them.
    shown: ColumnList,
    calls: u64,
}

impl TotalsDiff {
    /// Totals of these calls, grouped by these columns.
    ///
    /// # Errors
    /// A usage failure for columns that totals can't have.
    pub fn new(
        style: &PrintConfig,
        calls: &RecordSelection,
        keys: &ColumnList,
    ) -> Result<Self, Failure> {
        let mut projection = Projection::default();
        let zone = style.zone.as_ref();
        let chosen = chosen(style);
        check_names(keys, &chosen)?;
        // These decide whether a group differs, whichever of them are printed.
        let defaults = TOTALS.iter().map(|column| column.name);
        let compared = ColumnList::from_names(defaults.chain(chosen.names()));
        let totals = Totals::new(keys, Some(&compared), None, zone, &mut projection)?;
        let shown = match style.columns {
            Some(_) => chosen,
            None => compared,
        };
        let summed = totals.summed().filter(|name| shown.contains(name));
        let names = ColumnList::from_names(keys.names().chain(summed));
        Ok(Self {
            picking: RecordFilter::new(calls, &names, &mut projection),
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
        self.picking
            .read(response, source, &self.projection, |record| {
                self.calls += 1;
                self.totals.add(record)
            })?;
        Ok(())
    }

    /// What may make the totals other than the user thinks.
    fn warnings(&self) -> impl Iterator<Item = String> {
        let warnings = self.totals.warnings(self.calls).into_iter();
        let is_shown = |column: &String| self.shown.contains(column);
        let warnings = warnings.filter(move |warning| warning.columns.iter().any(is_shown));
        warnings.map(|warning| warning.text)
    }

    /// Prints three rows for each group that differs from that of a later result, and returns how many groups do.
    ///
    /// # Errors
    /// A usage failure for a column that no call has and that is likely mistyped; those of the output.
    pub fn print_differences(
        self,
        after: Self,
        style: &PrintConfig,
        output: &mut (dyn Write + Send),
        console: Console,
    ) -> anyhow::Result<u64> {
        let mut findings = Findings::default();
        findings.add(&self.picking, self.calls, self.warnings());
        findings.add(&after.picking, after.calls, after.warnings());
        findings.check()?;
        let columns = match (&style.columns, style.format.columns) {
            (Some(chosen), _) => with_leading(&[CHANGE], chosen),
            (None, Some(_)) => with_leading(&[CHANGE], self.totals.columns()),
            (None, None) => ColumnList::empty(),
        };
        let names = std::iter::once(CHANGE.to_owned()).chain(self.totals.names());
        let layout = RowLayout::new(names.collect());
        let reader = layout.reader(&columns, &self.totals.types());
        let sort = style.sort.as_ref();
        let order = sort.map(|sort| SortKeyEncoder::for_rows(sort, layout.names()));
        let kept = style.format_options().pinned_columns;
        let decoder = RowDecoder::Computed(layout);
        let mut writer = diff_writer(style, decoder, order, (reader, kept), output)?;
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
        findings.finish(writer, "no totals differ", console)
    }
}

/// The columns of totals that were chosen, or are sorted by.
fn chosen(style: &PrintConfig) -> ColumnList {
    let sorted = style.sort.as_ref().map(SortSpec::columns);
    let names = style
        .columns
        .iter()
        .chain(&sorted)
        .flat_map(ColumnList::names);
    ColumnList::from_names(names.filter(|name| *name != CHANGE))
}

/// Checks that no column has the name of the one that says how a row differs, or is below it.
fn check_names(keys: &ColumnList, chosen: &ColumnList) -> Result<(), Failure> {
    let is_own = |name: &&str| *name == CHANGE || is_below(name, CHANGE);
    let key = keys.names().find(is_own).map(|name| ("--group-by", name));
    let other = || {
        let name = chosen.names().find(is_own)?;
        Some(("--columns or --sort", name))
    };
    key.or_else(other).map_or(Ok(()), |(option, name)| {
        let message = format!(
            "{option} names {name}, but {CHANGE} is the column that says how a row differs; \
             remove {name}"
        );
        Err(Failure::new(FailureKind::Usage, message))
    })
}
