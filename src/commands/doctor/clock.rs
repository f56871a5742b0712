//! The clocks by which a service may begin its days: those of the time zones of the world.

use crate::request::{Period, Zone, zones};
use chrono::{DateTime, Days, NaiveDate, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};

/// When some days start by the clocks of a zone, and of every other zone whose clocks show the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock {
    starts: BTreeMap<NaiveDate, i64>,
}

impl Clock {
    /// The different clocks of the world on the days of these periods, and on the day after each.
    pub fn of_the_world(periods: &[Period]) -> Vec<Self> {
        let days = periods.iter().flat_map(|period| {
            let after = period.last().checked_add_days(Days::new(1));
            [Some(period.first()), Some(period.last()), after]
        });
        let days: BTreeSet<_> = days.flatten().collect();
        let clocks = zones().map(|zone| Self::of(&zone, &days));
        clocks.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn of(zone: &Zone, days: &BTreeSet<NaiveDate>) -> Self {
        let starts = days.iter().filter_map(|day| {
            let start = zone.start(*day)?;
            Some((*day, start.timestamp_millis()))
        });
        Self {
            starts: starts.collect(),
        }
    }

    /// When a day starts, in milliseconds.
    pub fn start(&self, day: NaiveDate) -> Option<i64> {
        self.starts.get(&day).copied()
    }

    /// Whether it shows universal time.
    pub fn is_utc(&self) -> bool {
        self.offsets() == [0]
    }

    /// What it is before universal time, in words.
    pub fn told(&self) -> String {
        let told = self.offsets().into_iter().map(|minutes| {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.abs();
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        });
        if self.is_utc() {
            "UTC".to_owned()
        } else {
            told.collect::<Vec<_>>().join(", then ")
        }
    }

    /// How many minutes it is before universal time, one after the other.
    fn offsets(&self) -> Vec<i64> {
        let offsets = self.starts.iter().filter_map(|(day, start)| {
            let start = DateTime::from_timestamp_millis(*start)?.naive_utc();
            Some((day.and_time(NaiveTime::MIN) - start).num_minutes())
        });
        let mut offsets: Vec<_> = offsets.collect();
        offsets.dedup();
        offsets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clocks(first: &str, last: &str) -> Vec<String> {
        let day = |text: &str| text.parse().unwrap();
        let period = Period::new(day(first), day(last)).unwrap();
        let clocks = Clock::of_the_world(&[period]);
        clocks.iter().map(Clock::told).collect()
    }

    #[test]
    fn they_are_those_in_use_at_the_time() {
        let summer = clocks("2025-07-01", "2025-07-05");
        for told in ["UTC", "+05:30", "+05:45", "-02:30", "+12:45", "-04:00"] {
            assert_eq!(
                summer.iter().filter(|other| *other == told).count(),
                1,
                "{told}"
            );
        }
        assert!(!summer.contains(&"-04:30".to_owned()));
        let change = clocks("2025-03-08", "2025-03-10");
        assert!(
            change.contains(&"-05:00, then -04:00".to_owned()),
            "{change:?}"
        );
    }
}
