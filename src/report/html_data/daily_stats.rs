//! The figures of each day.

use crate::columns::{is_bad, is_good};
use crate::format::{BucketSize, TimeBucket};
use crate::text::{Decimal, DecimalStr};
use crate::time::DateRange;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// How many days are counted: more than any archive has. Calls of others are counted together.
const MOST: usize = 20_000;

/// How many buckets there are at the most; where days are more, there are months, or years.
const SPANS: i64 = 400;

/// The figures of each day.
pub struct DayTallies {
    period: Option<DateRange>,
    days: BTreeMap<NaiveDate, Tally>,
    /// The most calls at once on each day, also on those on which none began.
    at_once: BTreeMap<NaiveDate, u64>,
    undated: u64,
}

#[derive(Default)]
struct Tally {
    calls: u64,
    minutes: Option<Decimal>,
    good: u64,
    bad: u64,
    other: u64,
}

impl DayTallies {
    pub fn new(period: Option<DateRange>) -> Self {
        Self {
            period,
            days: BTreeMap::new(),
            at_once: BTreeMap::new(),
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
        let has_room = self.days.len() < MOST;
        let date = date.filter(|date| has_room || self.days.contains_key(date));
        let Some(date) = date else {
            self.undated += 1;
            return;
        };
        let tally = self.days.entry(date).or_default();
        tally.calls += 1;
        if let Some(minutes) = minutes {
            tally.minutes.get_or_insert_default().add(minutes);
        }
        tally.good += u64::from(is_good(quality));
        tally.bad += u64::from(is_bad(quality));
        tally.other += u64::from(!quality.is_empty() && !is_good(quality) && !is_bad(quality));
    }

    /// Learns how many calls there were at once on days from one to another, after all calls were counted. A call may
    /// take decades; only days that are shown are kept.
    pub fn see_at_once(&mut self, from: NaiveDate, to: NaiveDate, calls: u64) {
        let Some((first, last)) = self.ends() else {
            return;
        };
        let (from, to) = (from.max(first), to.min(last));
        for date in dates(&self.days, from, to, has_gaps(first, last)) {
            let most = self.at_once.entry(date).or_default();
            *most = calls.max(*most);
        }
    }

    /// The first and the last day that is shown.
    fn ends(&self) -> Option<(NaiveDate, NaiveDate)> {
        let period = self.period.map(|period| [period.first(), period.last()]);
        let first = self.days.first_key_value();
        let last = self.days.last_key_value();
        let seen = first.into_iter().chain(last).map(|(date, _)| *date);
        let known = period.into_iter().flatten().chain(seen);
        let known: Vec<_> = known.collect();
        Some((*known.iter().min()?, *known.iter().max()?))
    }

    /// The buckets from the first to the last day, how long they are, and how many calls are in none of them. The days of the
    /// period that was asked for are there without calls, too.
    pub fn finish(self) -> (BucketSize, Vec<TimeBucket>, u64) {
        let Some((first, last)) = self.ends() else {
            return (BucketSize::Day, Vec::new(), self.undated);
        };
        let days = (last - first).num_days();
        let unit = match days {
            _ if days < SPANS => BucketSize::Day,
            _ if days < 30 * SPANS => BucketSize::Month,
            _ => BucketSize::Year,
        };
        let mut buckets: Vec<TimeBucket> = Vec::new();
        for date in dates(&self.days, first, last, has_gaps(first, last)) {
            let name = date.format(unit.form()).to_string();
            if buckets.last().is_none_or(|bucket| bucket.name != name) {
                let is_weekend = unit == BucketSize::Day && date.weekday().number_from_monday() > 5;
                buckets.push(TimeBucket::new(name, is_weekend));
            }
            let Some(bucket) = buckets.last_mut() else {
                continue;
            };
            let at_once = self.at_once.get(&date).copied().unwrap_or_default();
            bucket.max_concurrent = bucket.max_concurrent.max(at_once);
            if let Some(tally) = self.days.get(&date) {
                bucket.calls += tally.calls;
                bucket.good += tally.good;
                bucket.bad += tally.bad;
                bucket.other += tally.other;
                if let Some(minutes) = &tally.minutes {
                    *bucket.minutes.get_or_insert_default() += minutes;
                }
            }
        }
        let first = buckets
            .len()
            .saturating_sub(usize::try_from(SPANS).unwrap_or_default());
        let earlier: u64 = buckets.drain(..first).map(|bucket| bucket.calls).sum();
        (unit, buckets, self.undated + earlier)
    }
}

/// Whether there are so many days that those without calls are not shown.
fn has_gaps(first: NaiveDate, last: NaiveDate) -> bool {
    (last - first).num_days() > 366 * SPANS
}

/// The days from one to another: those that have calls, or all of them.
fn dates(
    days: &BTreeMap<NaiveDate, Tally>,
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
        let mut tallies = DayTallies::new(None);
        for date in [day(1960, 1), day(2025, 1), day(2025, 2)] {
            tallies.add(Some(date), None, "");
        }
        tallies.see_at_once(day(1960, 1), day(2025, 1), 1);
        tallies.see_at_once(day(2025, 2), day(2025, 2), 7);
        let (unit, buckets, _) = tallies.finish();
        assert_eq!(unit, BucketSize::Year);
        assert_eq!(buckets.last().unwrap().max_concurrent, 7);
        assert!(buckets.iter().all(|bucket| bucket.max_concurrent >= 1));
    }

    #[test]
    fn days_that_are_not_shown_have_no_peak() {
        let mut tallies = DayTallies::new(None);
        tallies.add(Some(day(2025, 2)), None, "");
        tallies.see_at_once(day(2025, 3), day(2025, 9), 3);
        let (_, buckets, _) = tallies.finish();
        assert_eq!(buckets.len(), 1);
        assert_eq!(buckets[0].max_concurrent, 0);
    }
}
