//! Which calls are in an answer.

use super::completeness::Completeness;
use super::config::RecordSelection;
use super::date_filter::DayFilter;
use super::dedup::{Deduplicator, Source};
use crate::columns::{ColumnList, Filters, UnknownColumns};
use crate::error::Failure;
use crate::record::{Projection, Record, ResponseReader, ResponseTrailer};
use std::io::Read;

/// Tells the calls of an answer from others: by exact days, repeats and conditions.
pub struct RecordFilter {
    completeness: Completeness,
    days: Option<DayFilter>,
    duplicates: Deduplicator,
    unseen: UnknownColumns,
    conditions: Filters,
    /// How many calls there were before conditions were looked at.
    before_conditions: u64,
    /// What the responses themselves warn of.
    warnings: Vec<String>,
}

impl RecordFilter {
    /// Picks these calls, and watches out for columns of these names that no call has.
    pub fn new(calls: &RecordSelection, names: &ColumnList, projection: &mut Projection) -> Self {
        let days = calls.days.clone();
        let conditions = Filters::new(&calls.conditions, projection);
        let windows = calls.windows.clone();
        Self {
            completeness: Completeness::new(windows, calls.today, calls.seed),
            days: days.map(|days| DayFilter::new(days, projection)),
            duplicates: Deduplicator::new(calls.keep_duplicates, calls.seed, projection),
            unseen: UnknownColumns::new(names.names().chain(conditions.columns()), projection),
            conditions,
            before_conditions: 0,
            warnings: Vec::new(),
        }
    }

    /// Reads a response to its end, checks that it is complete, and hands on the calls that are in the answer.
    ///
    /// # Errors
    /// Not a CDR response, for one that is incomplete; those of reading and of `take`.
    pub fn read<R: Read>(
        &mut self,
        mut response: ResponseReader<R>,
        source: Source,
        projection: &Projection,
        mut take: impl FnMut(&Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<ResponseTrailer> {
        self.completeness.next_response();
        self.duplicates.next_response(source);
        response.for_each_record(projection, |record| {
            self.completeness.see(&record);
            if self.takes(&record)? {
                take(&record)?;
            }
            Ok(())
        })?;
        let may_be_limited = response.has_envelope();
        let finished = response.read_trailer()?;
        self.completeness.end_response(may_be_limited)?;
        self.warnings.extend(finished.warning.clone());
        Ok(finished)
    }

    /// Whether a call is in the answer. Exact days come before duplicates: of a call that comes with two times, one in
    /// the period and one outside, the order in which they arrive must not decide.
    fn takes(&mut self, record: &Record<'_>) -> Result<bool, Failure> {
        let days = self.days.as_mut();
        let mut days = days.map(|days| (days.place(record), days));
        if let Some((place, days)) = &mut days
            && days.leaves_out(*place)
        {
            days.leave_out();
            self.duplicates.note_outside(record);
            return Ok(false);
        }
        if self.duplicates.is_copy(record)? {
            return Ok(false);
        }
        self.before_conditions += 1;
        self.unseen.observe(record);
        if !self.conditions.matches(record) {
            return Ok(false);
        }
        if let Some((place, days)) = days {
            days.keep(place);
        }
        Ok(true)
    }

    /// Refuses a column that no call has and that is likely mistyped.
    ///
    /// # Errors
    /// A usage failure.
    pub fn check(&self) -> Result<(), Failure> {
        self.unseen.check()
    }

    /// How many calls there were before conditions were looked at.
    pub fn before_conditions(&self) -> u64 {
        self.before_conditions
    }

    /// How many calls connected on other days than were asked for.
    pub fn outside(&self) -> u64 {
        self.days.as_ref().map_or(0, DayFilter::outside)
    }

    /// What may make the answer other than the user thinks.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let is_known = self.before_conditions > 0;
        let unseen = self.unseen.warnings().filter(move |_| is_known);
        let duplicates = self.duplicates.warnings();
        let days = self.days.iter().filter_map(DayFilter::warning);
        let of_responses = self.warnings.iter().cloned();
        let incomplete = self.completeness.warning();
        of_responses
            .chain(incomplete)
            .chain(unseen)
            .chain(duplicates)
            .chain(days)
    }
}

/// How many calls conditions were held against, and how many of them match.
#[derive(Clone, Copy, Debug, Default)]
pub struct Matches {
    pub received: u64,
    pub matched: u64,
}

impl Matches {
    /// Returns the warning about conditions that match none of the calls received. Without conditions, all match.
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
