//! The instants at which days start in the time zones of the world: a service can use any of them.
//!
//! Zones with the same offsets on the days that may be requested predict the same responses and
//! count once, so that of some 600 zones about 40 are left. They come from the time zone database
//! rather than from a list of offsets in steps of 15 minutes, for two reasons. With steps, only a
//! call within 15 minutes of midnight would distinguish UTC from +00:15. And a service in New York
//! would contradict every fixed offset in a period with a change of its clocks.

use crate::time::{DateRange, TimeZone, format_offset, zones};
use chrono::{DateTime, NaiveDate, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};

/// When some days start in a time zone, and in every other zone with the same offsets on these
/// days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayStarts {
    starts: BTreeMap<NaiveDate, i64>,
}

impl DayStarts {
    /// Returns the distinct time zones on the first and last days of these periods, and on the day
    /// after each.
    pub fn distinct_zones(periods: &[DateRange]) -> Vec<Self> {
        let days: BTreeSet<_> = periods
            .iter()
            .flat_map(|period| {
                let after = period.last().succ_opt();
                [Some(period.first()), Some(period.last()), after]
            })
            .flatten()
            .collect();
        let distinct: BTreeSet<_> = zones().map(|zone| Self::new(&zone, &days)).collect();
        distinct.into_iter().collect()
    }

    fn new(zone: &TimeZone, days: &BTreeSet<NaiveDate>) -> Self {
        let starts = days
            .iter()
            .filter_map(|day| Some((*day, zone.start_of_day(*day)?.timestamp_millis())))
            .collect();
        Self { starts }
    }

    /// Returns when a day starts, in milliseconds.
    pub fn start(&self, day: NaiveDate) -> Option<i64> {
        self.starts.get(&day).copied()
    }

    /// Returns whether these are days of UTC.
    pub fn is_utc(&self) -> bool {
        self.offsets() == [0]
    }

    /// Returns their offset from UTC, or their offsets one after the other.
    pub fn offset(&self) -> String {
        if self.is_utc() {
            return "UTC".to_owned();
        }
        self.offsets()
            .into_iter()
            .map(|minutes| format_offset(minutes * 60))
            .collect::<Vec<_>>()
            .join(", then ")
    }

    /// Returns the offsets in minutes, one after the other.
    fn offsets(&self) -> Vec<i64> {
        let mut offsets: Vec<_> = self
            .starts
            .iter()
            .filter_map(|(day, start)| {
                let start = DateTime::from_timestamp_millis(*start)?.naive_utc();
                Some((day.and_time(NaiveTime::MIN) - start).num_minutes())
            })
            .collect();
        offsets.dedup();
        offsets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offsets(first: &str, last: &str) -> Vec<String> {
        let day = |text: &str| text.parse().unwrap();
        let period = DateRange::new(day(first), day(last)).unwrap();
        let zones = DayStarts::distinct_zones(&[period]);
        zones.iter().map(DayStarts::offset).collect()
    }

    #[test]
    fn offsets_are_those_in_use_on_these_days() {
        let summer = offsets("2025-07-01", "2025-07-05");
        for offset in ["UTC", "+05:30", "+05:45", "-02:30", "+12:45", "-04:00"] {
            assert_eq!(
                summer.iter().filter(|other| *other == offset).count(),
                1,
                "{offset}"
            );
        }
        assert!(!summer.contains(&"-04:30".to_owned()));
        let change = offsets("2025-03-08", "2025-03-10");
        assert!(
            change.contains(&"-05:00, then -04:00".to_owned()),
            "{change:?}"
        );
    }
}
