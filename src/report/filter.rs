//! Selection of the calls of a report.
//!
//! The order of the steps matters:
//!
//! 1. Completeness sees every record as it was received, because a truncated response must not be
//!    hidden by what is filtered.
//! 2. Exact days come before duplicates: of a call that comes with two times, one in the period and
//!    one outside, the order in which they arrive must not decide.
//! 3. Duplicates come before conditions: otherwise of two versions of a call the second one would
//!    be printed if only it matched.
//! 4. Columns that no call has are looked for before conditions, which may match calls that lack
//!    them.

use super::completeness::ResponseChecks;
use super::config::RecordSelection;
use super::dedup::{Deduplicator, Source};
use super::period_filter::PeriodFilter;
use crate::columns::{ColumnList, Filters, UnknownColumns};
use crate::error::Failure;
use crate::record::{Projection, Record, ResponseReader, ResponseTrailer};
use crate::time::DateRange;
use std::io::Read;

/// Selects calls by exact days, duplicates and conditions.
pub struct RecordFilter {
    completeness: ResponseChecks,
    period: Option<PeriodFilter>,
    duplicates: Deduplicator,
    unknown_columns: UnknownColumns,
    conditions: Filters,
    before_conditions: u64,
    /// The warnings of the responses themselves.
    warnings: Vec<String>,
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// It is in the result.
    Selected,
    /// It would be, but connected outside the period.
    OutsidePeriod,
    /// A copy, or a call that does not match the conditions.
    Rejected,
}

impl RecordFilter {
    /// Creates the filter. Columns of these names that no call has are reported by
    /// [`RecordFilter::check`].
    pub fn new(
        selection: &RecordSelection,
        names: &ColumnList,
        projection: &mut Projection,
    ) -> Self {
        let conditions = Filters::new(&selection.conditions, projection);
        let period = selection.period.clone();
        let (windows, seed) = (selection.windows.clone(), selection.seed);
        Self {
            completeness: ResponseChecks::new(windows, selection.today, seed),
            period: period.map(|period| PeriodFilter::new(period, projection)),
            duplicates: Deduplicator::new(selection.keep_duplicates, seed, projection),
            unknown_columns: UnknownColumns::new(
                names.names().chain(conditions.columns()),
                projection,
            ),
            conditions,
            before_conditions: 0,
            warnings: Vec::new(),
        }
    }

    /// Reads a response to its end, checks that it is complete, and hands each call that is
    /// selected to `f`.
    ///
    /// # Errors
    /// Returns an invalid response failure if the response is incomplete.
    pub fn read<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
        projection: &Projection,
        mut f: impl FnMut(&Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<ResponseTrailer> {
        self.read_all(response, source, projection, |record, selection| {
            if selection == Selection::Selected {
                f(record)?;
            }
            Ok(())
        })
    }

    /// Does the same, and hands what becomes of each call to `f` as well.
    ///
    /// # Errors
    /// Returns an invalid response failure if the response is incomplete.
    pub fn read_all<R: Read>(
        &mut self,
        mut response: ResponseReader<R>,
        source: Source,
        projection: &Projection,
        mut f: impl FnMut(&Record<'_>, Selection) -> anyhow::Result<()>,
    ) -> anyhow::Result<ResponseTrailer> {
        self.completeness.begin_response();
        self.duplicates.begin_response(source);
        response.for_each_record(projection, |record| {
            self.completeness.observe(&record);
            let selection = self.process(&record)?;
            f(&record, selection)
        })?;
        let may_be_limited = response.has_envelope();
        let trailer = response.read_trailer()?;
        self.completeness.end_response(may_be_limited)?;
        self.warnings.extend(trailer.warning.clone());
        Ok(trailer)
    }

    /// Runs a call through the steps above.
    fn process(&mut self, record: &Record<'_>) -> Result<Selection, Failure> {
        let period = self.period.as_mut();
        let mut period = period.map(|period| (period.classify(record), period));
        if let Some((found, period)) = &mut period
            && period.excludes(*found)
        {
            period.count(*found);
            let is_new = self.duplicates.observe_outside(record);
            return Ok(if is_new && self.conditions.matches(record) {
                Selection::OutsidePeriod
            } else {
                Selection::Rejected
            });
        }
        if self.duplicates.insert(record)? {
            return Ok(Selection::Rejected);
        }
        self.before_conditions += 1;
        self.unknown_columns.observe(record);
        if !self.conditions.matches(record) {
            return Ok(Selection::Rejected);
        }
        if let Some((found, period)) = period {
            period.count(found);
        }
        Ok(Selection::Selected)
    }

    /// Rejects a column that no call has and that is likely mistyped.
    pub fn check(&self) -> Result<(), Failure> {
        self.unknown_columns.check()
    }

    /// Returns the number of calls that were compared with the conditions.
    pub fn before_conditions(&self) -> u64 {
        self.before_conditions
    }

    /// Returns the number of calls that connected outside of the period.
    pub fn outside(&self) -> u64 {
        self.period.as_ref().map_or(0, PeriodFilter::outside)
    }

    /// Returns the days from the first to the last of these calls.
    pub fn outside_days(&self) -> Option<DateRange> {
        self.period.as_ref().and_then(PeriodFilter::outside_days)
    }

    /// Returns the warnings about calls that may be missing, or that the user may not expect.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let period = self.period.iter().filter_map(PeriodFilter::warning);
        self.warnings_besides_period().chain(period)
    }

    /// Returns the same without the warning of the period, for a caller that treats calls without a
    /// valid time itself.
    pub fn warnings_besides_period(&self) -> impl Iterator<Item = String> {
        let has_calls = self.before_conditions > 0;
        let unknown_columns = self.unknown_columns.warnings();
        let responses = self.warnings.iter().cloned();
        responses
            .chain(self.completeness.warning())
            .chain(unknown_columns.filter(move |_| has_calls))
            .chain(self.duplicates.warnings())
    }
}

/// The number of calls that were compared with the conditions, and of those that match.
#[derive(Clone, Copy, Debug, Default)]
pub struct Matches {
    pub received: u64,
    pub matched: u64,
}

impl Matches {
    /// Returns the warning about conditions that match none of the calls received. Without
    /// conditions, all match.
    pub fn warning(self) -> Option<String> {
        match self {
            Self { received: 0, .. } | Self { matched: 1.., .. } => None,
            Self { received: 1, .. } => {
                Some("the only call received does not match --where".to_owned())
            }
            Self { received, .. } => {
                Some(format!("none of {received} calls received matches --where"))
            }
        }
    }
}
