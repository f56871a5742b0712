//! The days that conditions on `day` and `month` request.
//!
//! An archive warns of requested days for which it has no calls. Rather than deriving them from
//! each operator and operand, every day of a hundred years is tried: that cannot disagree with the
//! conditions.

use super::Filter;
use crate::time::{DateRange, TimeZone};
use chrono::{Datelike, NaiveDate};

/// The years whose days are tried.
const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 2099;

/// The UTC days that conditions request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestedDays {
    /// In ascending order. Days of a zone overlap with two UTC days.
    pub periods: Vec<DateRange>,
    /// Whether all days before the first one are requested, such as by `day<2025-01-01`.
    pub is_open_before: bool,
    /// Whether all days after the last one are requested, such as by `day>=2025-01-01`.
    pub is_open_after: bool,
}

impl RequestedDays {
    /// Returns the days on which calls can match all conditions, or `None` without a condition on
    /// `day` or `month`.
    pub fn from_filters(filters: &[Filter]) -> Option<Self> {
        let filters = || {
            filters
                .iter()
                .filter(|filter| filter.date_column().is_some())
        };
        filters().next()?;
        let zone = filters().find_map(|filter| filter.zone.clone());
        // Days of the zone are tried, so the conditions must not convert them.
        let filters: Vec<_> = filters()
            .map(|filter| Filter {
                zone: None,
                ..filter.clone()
            })
            .collect();
        let matches = |day: NaiveDate| filters.iter().all(|filter| filter.may_match_day(Some(day)));
        let ranges = DateRange::from_days(days(FIRST_YEAR, LAST_YEAR).filter(|day| matches(*day)));
        let zone = zone.unwrap_or_else(TimeZone::utc);
        Some(Self {
            periods: ranges
                .into_iter()
                .map(|range| zone.utc_range(range, 0))
                .collect(),
            is_open_before: days(FIRST_YEAR - 1, FIRST_YEAR - 1).any(matches),
            is_open_after: days(LAST_YEAR + 1, LAST_YEAR + 1).any(matches),
        })
    }

    /// Returns whether a UTC day is requested.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.periods.iter().any(|period| period.contains(day))
    }
}

fn days(first_year: i32, last_year: i32) -> impl Iterator<Item = NaiveDate> {
    NaiveDate::from_ymd_opt(first_year, 1, 1)
        .into_iter()
        .flat_map(|first| first.iter_days())
        .take_while(move |day| day.year() <= last_year)
}

#[cfg(test)]
mod tests {
    use super::super::FilterSpec;
    use super::*;

    fn requested(zone: &str, typed: &[&str]) -> (Vec<String>, [bool; 2]) {
        let zone = TimeZone::from_name(zone).unwrap();
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let conditions: Vec<_> = typed
            .iter()
            .map(|typed| typed.parse::<FilterSpec>().unwrap())
            .map(|typed| typed.resolve(Some(&zone), today).unwrap())
            .collect();
        let requested = RequestedDays::from_filters(&conditions).unwrap();
        let periods = requested.periods.iter().map(ToString::to_string);
        let is_open = [requested.is_open_before, requested.is_open_after];
        (periods.collect(), is_open)
    }

    #[test]
    fn days_of_a_zone_are_the_utc_days_that_overlap_with_them() {
        for (zone, expected) in [
            ("utc", "2025-01-01 to 2025-01-31"),
            ("Asia/Kolkata", "2024-12-31 to 2025-01-31"),
            ("America/New_York", "2025-01-01 to 2025-02-01"),
        ] {
            let found = requested(zone, &["month=2025-01"]);
            assert_eq!(found, (vec![expected.to_owned()], [false; 2]), "{zone}");
        }
    }

    #[test]
    fn several_conditions_request_the_days_on_which_all_match() {
        let both = ["day>=2025-01-30", "day<=2025-02-01", "conf_num=1"];
        let expected = vec!["2025-01-30 to 2025-02-01".to_owned()];
        assert_eq!(requested("utc", &both), (expected, [false; 2]));
    }

    #[test]
    fn a_side_without_a_limit_is_open() {
        assert_eq!(requested("utc", &["day>=2025-01-01"]).1, [false, true]);
        assert_eq!(requested("utc", &["day<2025-01-01"]).1, [true, false]);
        assert_eq!(requested("utc", &["day!=2025-01-01"]).1, [true, true]);
    }

    #[test]
    fn conditions_on_other_columns_request_no_days() {
        assert_eq!(RequestedDays::from_filters(&[]), None);
        let hour = "hour=10".parse::<FilterSpec>().unwrap();
        let hour = hour.resolve(None, NaiveDate::MIN).unwrap();
        assert_eq!(RequestedDays::from_filters(&[hour]), None);
    }
}
