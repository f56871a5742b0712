//! Whether long responses are complete.
//!
//! Services limit responses without a hint: to a number of calls, to a page, or to the last days of
//! a long period. So the response for a long period is compared with those for its parts:
//!
//! ```text
//! long   |───────────────────────────────|   has to have every call of a part
//! parts  |───────|───────|───────|───────|   have to have the calls that are clearly within them
//! edges      |──|                 |──|       if all end at one number: days next to the calls
//! ```
//!
//! The first holds by whatever rule the service counts, because a part is within the period. The
//! second holds if all timestamps of a call are within the part in every time zone. The parts cover
//! the period, so that no gap stays unseen unless the short responses have the same one.
//!
//! Calls of the last days may arrive, change or vanish between two requests. They are counted apart
//! from gaps.

use super::observations::{ObservedCall, ObservedCalls, TimestampField};
use crate::report::last_settled_day;
use crate::time::DateRange;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use std::collections::HashSet;
use std::num::NonZeroU32;

/// The number of short periods that together cover the long one.
const PARTS: u32 = 4;

/// How many days next to the calls of a long response are requested.
const EDGE_DAYS: Days = Days::new(2);

/// The comparison of the long response with short ones.
pub struct LongResponseComparison<'a> {
    pub period: DateRange,
    pub long: &'a ObservedCalls,
    /// How many short responses had calls.
    pub compared: usize,
    /// The number of calls of the largest short response.
    pub largest: u64,
    pub gaps: Vec<Gap>,
    /// Milliseconds. Only calls with a later time can be missing from one of two responses to the
    /// same request.
    settled_until: i64,
    /// The calls that arrived between the long response and a second one to the same request.
    pub arrived: HashSet<u64>,
    /// The recent calls of the long response that a later one lacks.
    pub vanished: HashSet<u64>,
    /// The calls by which these two responses differ although they are not recent.
    pub unstable: HashSet<u64>,
}

/// What one of two responses lacks.
pub struct Gap {
    pub short: DateRange,
    /// The calls of the short response.
    pub calls: u64,
    /// Those of them that the long response lacks.
    pub missing_from_long: HashSet<u64>,
    /// Those of them that are not recent.
    settled: HashSet<u64>,
    /// Calls of the long response that the short one lacks.
    pub missing_from_short: usize,
}

impl<'a> LongResponseComparison<'a> {
    /// Starts the comparison of the response for a period, which was requested now.
    pub fn new(period: DateRange, long: &'a ObservedCalls, now: DateTime<Utc>) -> Self {
        let first_recent_day = last_settled_day(now.date_naive()).and_then(|day| day.succ_opt());
        Self {
            period,
            long,
            compared: 0,
            largest: 0,
            gaps: Vec::new(),
            settled_until: first_recent_day.map_or(i64::MIN, midnight),
            arrived: HashSet::new(),
            vanished: HashSet::new(),
            unstable: HashSet::new(),
        }
    }

    /// Returns the short periods that together cover the long one. Neighbors share a day: the last
    /// day of a period may be excluded.
    pub fn parts(&self) -> Vec<DateRange> {
        let days = (self.period.last() - self.period.first()).num_days();
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        let mut parts = match NonZeroU32::new(days.div_ceil(PARTS)) {
            Some(part_days) if days > 1 => self.period.split_into_windows(part_days),
            _ => [self.period.first(), self.period.last()]
                .into_iter()
                .filter_map(|day| DateRange::new(day, day))
                .collect(),
        };
        parts.retain(|part| *part != self.period);
        parts
    }

    /// Returns the days next to the calls of the long response, if a single short response had as
    /// many: both can end at the same limit.
    pub fn edges(&self) -> Vec<DateRange> {
        // If both end at a limit, a short response is as large as the long one.
        if self.largest < self.long.count.max(1) {
            return Vec::new();
        }
        let days = || self.long.calls.iter().filter_map(connect_day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else {
            return Vec::new();
        };
        let within = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
            let (from, to) = (from?.max(self.period.first()), to?.min(self.period.last()));
            DateRange::new(from, to)
        };
        let before = within(first.checked_sub_days(EDGE_DAYS), first.pred_opt());
        let after = within(last.succ_opt(), last.checked_add_days(EDGE_DAYS));
        before.into_iter().chain(after).collect()
    }

    /// Returns whether no time of a call is so recent that responses may differ in it.
    fn is_settled(&self, call: &ObservedCall) -> bool {
        times(call).all(|time| time < self.settled_until)
    }

    /// Compares the long response with a short one. Calls without `cdr_id` are not compared: their
    /// complete text identifies them, and it may be another one in each response.
    pub fn compare(&mut self, short: DateRange, calls: &ObservedCalls) {
        // A response without identified calls proves nothing.
        self.compared += usize::from(calls.count > calls.without_id);
        self.largest = self.largest.max(calls.count);
        let missing_from_long: HashSet<_> = calls
            .duplicates
            .identities()
            .filter(|identity| !self.long.duplicates.contains(*identity))
            .collect();
        let clearly_within = clearly_within(short);
        let is_clearly_within = |call: &ObservedCall| {
            clearly_within
                .is_some_and(|(start, end)| times(call).all(|time| (start..end).contains(&time)))
        };
        let (settled, recent): (Vec<&ObservedCall>, Vec<_>) = self
            .long
            .calls
            .iter()
            .filter(|call| call.has_id && is_clearly_within(call))
            .filter(|call| !calls.duplicates.contains(call.identity))
            .partition(|call| self.is_settled(call));
        let missing_from_short = settled.len();
        self.vanished
            .extend(recent.iter().map(|call| call.identity));
        if !missing_from_long.is_empty() || missing_from_short > 0 {
            let settled = calls
                .calls
                .iter()
                .filter(|call| self.is_settled(call) && missing_from_long.contains(&call.identity))
                .map(|call| call.identity)
                .collect();
            self.gaps.push(Gap {
                short,
                calls: calls.count,
                settled,
                missing_from_long,
                missing_from_short,
            });
        }
    }

    /// Returns whether a second response for the whole period can clear the long one of gaps.
    pub fn lacks_calls(&self) -> bool {
        self.gaps
            .iter()
            .any(|gap| !gap.missing_from_long.is_empty())
    }

    /// Closes gaps that a second response for the whole period does not have. Their calls have
    /// arrived in between, or the service does not return the same calls each time.
    pub fn recheck(&mut self, again: &ObservedCalls) {
        for gap in &mut self.gaps {
            let returned = |identity: &u64| again.duplicates.contains(*identity);
            for identity in gap.missing_from_long.extract_if(returned) {
                // An old call that one of two equal requests lacks was not recorded late: responses
                // are unstable.
                if gap.settled.contains(&identity) {
                    self.unstable.insert(identity);
                } else {
                    self.arrived.insert(identity);
                }
            }
        }
        self.gaps
            .retain(|gap| !gap.missing_from_long.is_empty() || gap.missing_from_short > 0);
        let recent: HashSet<_> = self
            .long
            .calls
            .iter()
            .filter(|call| !self.is_settled(call))
            .map(|call| call.identity)
            .collect();
        for identity in self.long.duplicates.identities() {
            if again.duplicates.contains(identity) {
                continue;
            }
            if recent.contains(&identity) {
                self.vanished.insert(identity);
            } else {
                self.unstable.insert(identity);
            }
        }
    }
}

fn times(call: &ObservedCall) -> impl Iterator<Item = i64> {
    TimestampField::ALL
        .map(|timestamp| call.time(timestamp))
        .into_iter()
}

/// Returns when a UTC day starts, in milliseconds.
fn midnight(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_millis()
}

/// Returns the UTC day on which a call connected.
fn connect_day(call: &ObservedCall) -> Option<NaiveDate> {
    let connected = DateTime::from_timestamp_millis(call.time(TimestampField::Connect))?;
    Some(connected.date_naive())
}

/// Returns from when until when, in milliseconds, a time is within a period in every time zone,
/// even if its last day is excluded.
fn clearly_within(period: DateRange) -> Option<(i64, i64)> {
    let start = period.first().succ_opt()?;
    let end = period.last().pred_opt()?;
    Some((midnight(start), midnight(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(first: &str, last: &str) -> DateRange {
        DateRange::new(first.parse().unwrap(), last.parse().unwrap()).unwrap()
    }

    #[test]
    fn parts_cover_the_period_and_are_shorter() {
        let (calls, _) = ObservedCalls::new(0);
        for last in [
            "2025-01-01",
            "2025-01-02",
            "2025-01-03",
            "2025-01-06",
            "2025-12-31",
        ] {
            let whole = period("2025-01-01", last);
            let parts = LongResponseComparison::new(whole, &calls, DateTime::UNIX_EPOCH).parts();
            assert!(parts.len() <= PARTS as usize, "{parts:?}");
            assert!(!parts.contains(&whole));
            if let (Some(first), Some(end)) = (parts.first(), parts.last()) {
                assert_eq!((first.first(), end.last()), (whole.first(), whole.last()));
            } else {
                assert_eq!(last, "2025-01-01");
            }
        }
    }
}
