//! Figures by day, and the buckets of the charts over time.
//!
//! A chart has at most [`MAX_BUCKETS`] bars. So days become months, and months years, as the calls
//! spread over a longer time. Days without calls are in between, unless dates are so far apart that
//! they must be wrong: one call of the year 1 would otherwise add 700,000 empty days.

use crate::columns::{is_bad, is_good};
use crate::format::{BucketSize, TimeBucket};
use crate::text::DecimalStr;
use crate::time::DateRange;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The number of different days that are counted: more than any archive has. Calls on further days
/// are counted together.
const MAX_DAYS: usize = 20_000;

const MAX_BUCKETS: i64 = 400;

/// The figures of each day.
pub struct DailyStats {
    period: Option<DateRange>,
    days: BTreeMap<NaiveDate, TimeBucket>,
    /// The largest number of concurrent calls of each day, also of days on which no call began.
    concurrency: BTreeMap<NaiveDate, u64>,
    undated: u64,
}

impl DailyStats {
    /// Days of the period are shown even if they have no calls.
    pub fn new(period: Option<DateRange>) -> Self {
        Self {
            period,
            days: BTreeMap::new(),
            concurrency: BTreeMap::new(),
            undated: 0,
        }
    }

    /// Counts a call.
    pub fn add(
        &mut self,
        date: Option<NaiveDate>,
        minutes: Option<&DecimalStr<'_>>,
        quality: &str,
    ) {
        let has_capacity = self.days.len() < MAX_DAYS;
        let date = date.filter(|date| has_capacity || self.days.contains_key(date));
        let Some(date) = date else {
            self.undated += 1;
            return;
        };
        let day = self.days.entry(date).or_default();
        day.calls += 1;
        if let Some(minutes) = minutes {
            day.minutes.get_or_insert_default().add(minutes);
        }
        if is_good(quality) {
            day.good += 1;
        } else if is_bad(quality) {
            day.bad += 1;
        } else if !quality.is_empty() {
            day.other += 1;
        }
    }

    /// Notes the number of concurrent calls on the days from one to another, once all calls are
    /// counted. A call may take decades; only days that are shown are kept.
    pub fn observe_concurrency(&mut self, from: NaiveDate, to: NaiveDate, calls: u64) {
        let Some((first, last)) = self.shown_days() else {
            return;
        };
        let (from, to) = (from.max(first), to.min(last));
        for date in dates(&self.days, from, to, has_gaps(first, last)) {
            let max = self.concurrency.entry(date).or_default();
            *max = calls.max(*max);
        }
    }

    /// Returns the first and the last day that is shown.
    fn shown_days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let period = self.period.map(|period| [period.first(), period.last()]);
        let first = self.days.first_key_value();
        let last = self.days.last_key_value();
        let with_calls = first.into_iter().chain(last).map(|(date, _)| *date);
        let shown: Vec<_> = period.into_iter().flatten().chain(with_calls).collect();
        Some((*shown.iter().min()?, *shown.iter().max()?))
    }

    /// Returns the buckets from the first to the last day, their size, and the number of calls that
    /// are in none of them.
    pub fn finish(self) -> (BucketSize, Vec<TimeBucket>, u64) {
        let Some((first, last)) = self.shown_days() else {
            return (BucketSize::Day, Vec::new(), self.undated);
        };
        let size = match (last - first).num_days() {
            days if days < MAX_BUCKETS => BucketSize::Day,
            days if days < 30 * MAX_BUCKETS => BucketSize::Month,
            _ => BucketSize::Year,
        };
        let mut buckets: Vec<TimeBucket> = Vec::new();
        for date in dates(&self.days, first, last, has_gaps(first, last)) {
            let name = date.format(size.date_format()).to_string();
            if buckets.last().is_none_or(|bucket| bucket.name != name) {
                buckets.push(TimeBucket {
                    name,
                    is_weekend: size == BucketSize::Day && date.weekday().number_from_monday() > 5,
                    ..TimeBucket::default()
                });
            }
            if let Some(bucket) = buckets.last_mut() {
                let concurrency = self.concurrency.get(&date).copied().unwrap_or_default();
                bucket.max_concurrent = bucket.max_concurrent.max(concurrency);
                self.days
                    .get(&date)
                    .into_iter()
                    .for_each(|day| bucket.add_calls(day));
            }
        }
        let max_buckets = usize::try_from(MAX_BUCKETS).unwrap_or_default();
        let hidden = buckets.len().saturating_sub(max_buckets);
        let hidden_calls: u64 = buckets.drain(..hidden).map(|bucket| bucket.calls).sum();
        (size, buckets, self.undated + hidden_calls)
    }
}

/// Returns whether days are so far apart that those without calls are not shown.
fn has_gaps(first: NaiveDate, last: NaiveDate) -> bool {
    (last - first).num_days() > 366 * MAX_BUCKETS
}

/// Returns the days from one to another: those that have calls, or all of them.
fn dates(
    days: &BTreeMap<NaiveDate, TimeBucket>,
    from: NaiveDate,
    to: NaiveDate,
    has_gaps: bool,
) -> Box<dyn Iterator<Item = NaiveDate> + '_> {
    if from > to {
        Box::new(std::iter::empty())
    } else if has_gaps {
        Box::new(days.range(from..=to).map(|(date, _)| *date))
    } else {
        Box::new(from.iter_days().take_while(move |date| *date <= to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, day).unwrap()
    }

    #[test]
    fn a_call_of_decades_leaves_later_days_their_peaks() {
        let mut stats = DailyStats::new(None);
        for date in [day(1960, 1), day(2025, 1), day(2025, 2)] {
            stats.add(Some(date), None, "");
        }
        stats.observe_concurrency(day(1960, 1), day(2025, 1), 1);
        stats.observe_concurrency(day(2025, 2), day(2025, 2), 7);
        let (unit, buckets, _) = stats.finish();
        assert_eq!(unit, BucketSize::Year);
        assert_eq!(buckets.last().unwrap().max_concurrent, 7);
        assert!(buckets.iter().all(|bucket| bucket.max_concurrent >= 1));
    }

    #[test]
    fn days_that_are_not_shown_have_no_peak() {
        let mut stats = DailyStats::new(None);
        stats.add(Some(day(2025, 2)), None, "");
        stats.observe_concurrency(day(2025, 3), day(2025, 9), 3);
        let (_, buckets, _) = stats.finish();
        assert_eq!(buckets.len(), 1);
        assert_eq!(buckets[0].max_concurrent, 0);
    }
}
