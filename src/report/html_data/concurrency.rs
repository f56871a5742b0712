//! How many calls there were at once.

use crate::external_sort::{ExternalSorter, from_ordered_bytes, ordered_bytes};
use chrono::{DateTime, TimeDelta, Utc};

/// When calls began and ended, sorted in bounded memory.
pub struct ConcurrencyCounter {
    events: ExternalSorter,
    calls: u64,
    calls_without_times: u64,
}

/// In what order events of one moment count: a call that ends makes room for one that begins.
const ENDS: u8 = 0;
const BEGINS: u8 = 1;
/// A call that ends as it begins was there, too.
const ENDS_AT_ONCE: u8 = 2;

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
    /// Adds a call. One that has not both its times, or ends before it begins, is counted apart.
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
            ENDS_AT_ONCE
        } else {
            ENDS
        };
        for (time, kind) in [(connected, BEGINS), (left, ends)] {
            let key = |key: &mut Vec<u8>| {
                key.extend(ordered_bytes(time.timestamp_micros()));
                key.push(kind);
            };
            self.events.push(key, "")?;
        }
        Ok(())
    }

    /// How many calls had not both their times.
    pub fn calls_without_times(&self) -> u64 {
        self.calls_without_times
    }

    /// The most calls at once, if there are any. Hands on each stretch of time with how many calls there were in it.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn finish(
        self,
        mut see: impl FnMut(DateTime<Utc>, DateTime<Utc>, u64),
    ) -> anyhow::Result<Option<u64>> {
        let (mut calls, mut most) = (0_u64, 0);
        let mut since: Option<DateTime<Utc>> = None;
        self.events.for_each_keyed(|key, _| {
            let (time, kind) = key.split_at(key.len().saturating_sub(1));
            let time = DateTime::from_timestamp_micros(from_ordered_bytes(time.try_into()?));
            let Some(time) = time else {
                return Ok(());
            };
            // A stretch ends before the moment that changes the number: at midnight, it is of the day before.
            if let Some(since) = since.filter(|since| calls > 0 && *since < time) {
                see(since, time - TimeDelta::microseconds(1), calls);
            }
            if kind == [BEGINS] {
                calls += 1;
                most = most.max(calls);
                see(time, time, calls);
            } else {
                calls = calls.saturating_sub(1);
            }
            since = Some(time);
            Ok(())
        })?;
        Ok((self.calls > 0).then_some(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The most at once, of calls by their first and last microseconds.
    fn most(calls: &[(i64, i64)]) -> Option<u64> {
        let mut at_once = ConcurrencyCounter::default();
        let time = DateTime::from_timestamp_micros;
        for (connected, left) in calls {
            at_once.add(time(*connected), time(*left)).unwrap();
        }
        at_once.finish(|_, _, _| {}).unwrap()
    }

    #[test]
    fn a_call_that_ends_makes_room_for_one_that_begins() {
        assert_eq!(most(&[(0, 10), (10, 20)]), Some(1));
        assert_eq!(most(&[(0, 11), (10, 20)]), Some(2));
        assert_eq!(most(&[(5, 5), (5, 5)]), Some(2));
        assert_eq!(most(&[(5, 4)]), None);
    }

    #[test]
    fn a_stretch_of_time_ends_before_the_moment_at_which_a_call_ends() {
        let mut at_once = ConcurrencyCounter::default();
        let time = DateTime::from_timestamp_micros;
        at_once.add(time(0), time(10)).unwrap();
        let mut seen = Vec::new();
        let see = |from: DateTime<Utc>, to: DateTime<Utc>, calls| {
            seen.push((from.timestamp_micros(), to.timestamp_micros(), calls));
        };
        at_once.finish(see).unwrap();
        assert_eq!(seen, [(0, 0, 1), (0, 9, 1)]);
    }

    proptest! {
        #[test]
        fn it_is_the_most_that_any_moment_has(calls in prop::collection::vec((0..50_i64, 1..20_i64), 1..40)) {
            let calls: Vec<_> = calls.into_iter().map(|(first, length)| (first, first + length)).collect();
            let at = |moment: i64| calls.iter().filter(|(first, end)| *first <= moment && moment < *end).count();
            let expected = (0..80).map(at).max().unwrap() as u64;
            prop_assert_eq!(most(&calls), Some(expected));
        }
    }
}
