//! Concurrent calls.
//!
//! Each call is two events, its begin and its end. Sorted by time, they are counted up and down:
//!
//! ```text
//! calls     |-----------|
//!                 |----------|
//!                       |---------|     begins as the first one ends: not concurrent
//! count     1     2     2    1    0
//! ```
//!
//! Events are sorted in bounded memory, so that years of calls fit.

use crate::external_sort::{ExternalSorter, decode_i64, encode_i64};
use chrono::{DateTime, TimeDelta, Utc};

/// Counts concurrent calls.
pub struct ConcurrencyCounter {
    events: ExternalSorter,
    calls: u64,
    calls_without_times: u64,
}

/// The order of events at the same time: a call that ends is not concurrent with one that begins.
const ENDS: u8 = 0;
const BEGINS: u8 = 1;
/// A call without a duration counts: it ends after it begins.
const ENDS_AFTER_BEGINNING: u8 = 2;

impl Default for ConcurrencyCounter {
    fn default() -> Self {
        Self {
            events: ExternalSorter::new(None),
            calls: 0,
            calls_without_times: 0,
        }
    }
}

impl ConcurrencyCounter {
    /// Adds a call. A call that lacks a time, or ends before it begins, is only counted.
    pub fn add(
        &mut self,
        connected: Option<DateTime<Utc>>,
        left: Option<DateTime<Utc>>,
    ) -> anyhow::Result<()> {
        let times = connected.zip(left);
        let Some((connected, left)) = times.filter(|(connected, left)| connected <= left) else {
            self.calls_without_times += 1;
            return Ok(());
        };
        self.calls += 1;
        let ends = if connected == left {
            ENDS_AFTER_BEGINNING
        } else {
            ENDS
        };
        for (time, kind) in [(connected, BEGINS), (left, ends)] {
            let key = |key: &mut Vec<u8>| {
                key.extend(encode_i64(time.timestamp_micros()));
                key.push(kind);
            };
            self.events.push(key, "")?;
        }
        Ok(())
    }

    /// Returns the number of calls that lack a time.
    pub fn calls_without_times(&self) -> u64 {
        self.calls_without_times
    }

    /// Returns the largest number of concurrent calls, or `None` without calls. Calls `on_interval`
    /// with each interval and the number of calls in it.
    pub fn finish(
        self,
        mut on_interval: impl FnMut(DateTime<Utc>, DateTime<Utc>, u64),
    ) -> anyhow::Result<Option<u64>> {
        let (mut calls, mut max) = (0_u64, 0);
        let mut since: Option<DateTime<Utc>> = None;
        self.events.for_each_keyed(|key, _| {
            let (time, kind) = key.split_at(key.len().saturating_sub(1));
            let time = DateTime::from_timestamp_micros(decode_i64(time.try_into()?));
            let Some(time) = time else {
                return Ok(());
            };
            // An interval ends before the event: at midnight, it belongs to the day before.
            if let Some(since) = since.filter(|since| calls > 0 && *since < time) {
                on_interval(since, time - TimeDelta::microseconds(1), calls);
            }
            if kind == [BEGINS] {
                calls += 1;
                max = max.max(calls);
                on_interval(time, time, calls);
            } else {
                calls = calls.saturating_sub(1);
            }
            since = Some(time);
            Ok(())
        })?;
        Ok((self.calls > 0).then_some(max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns the largest number of concurrent calls, given their first and last microseconds.
    fn max_concurrent(calls: &[(i64, i64)]) -> Option<u64> {
        let mut counter = ConcurrencyCounter::default();
        let time = DateTime::from_timestamp_micros;
        for (connected, left) in calls {
            counter.add(time(*connected), time(*left)).unwrap();
        }
        counter.finish(|_, _, _| {}).unwrap()
    }

    #[test]
    fn a_call_that_ends_is_not_concurrent_with_one_that_begins() {
        assert_eq!(max_concurrent(&[(0, 10), (10, 20)]), Some(1));
        assert_eq!(max_concurrent(&[(0, 11), (10, 20)]), Some(2));
        assert_eq!(max_concurrent(&[(5, 5), (5, 5)]), Some(2));
        assert_eq!(max_concurrent(&[(5, 4)]), None);
    }

    #[test]
    fn an_interval_ends_before_the_event_that_changes_the_count() {
        let mut counter = ConcurrencyCounter::default();
        let time = DateTime::from_timestamp_micros;
        counter.add(time(0), time(10)).unwrap();
        let mut intervals = Vec::new();
        let on_interval = |from: DateTime<Utc>, to: DateTime<Utc>, calls| {
            intervals.push((from.timestamp_micros(), to.timestamp_micros(), calls));
        };
        counter.finish(on_interval).unwrap();
        assert_eq!(intervals, [(0, 0, 1), (0, 9, 1)]);
    }

    proptest! {
        #[test]
        fn the_maximum_equals_that_of_a_scan_of_all_times(calls in prop::collection::vec((0..50_i64, 1..20_i64), 1..40)) {
            let calls: Vec<_> = calls.into_iter().map(|(first, length)| (first, first + length)).collect();
            let at = |moment: i64| calls.iter().filter(|(first, end)| *first <= moment && moment < *end).count();
            let expected = (0..80).map(at).max().unwrap() as u64;
            prop_assert_eq!(max_concurrent(&calls), Some(expected));
        }
    }
}
