//! Days that conditions request.

use super::Filter;
use crate::columns::schema::derived_format;
use crate::time::{DateRange, TimeZone};
use chrono::NaiveDate;

/// The years in which requested days are looked for. Beyond them a condition is taken for open.
const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 2099;

/// The UTC days that conditions on `day` and `month` request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestedDays {
    /// In their order. Days of another zone reach into two UTC days.
    pub periods: Vec<DateRange>,
    /// Whether all days before the first or after the last one are requested as well, such as by `day>=…`.
    pub is_open: [bool; 2],
}

impl RequestedDays {
    /// The days that these conditions request together; `None` if none of them is on a day or month.
    pub fn from_filters(conditions: &[Filter]) -> Option<Self> {
        let is_of_days = |condition: &&Filter| {
            condition.column != "hour" && derived_format(&condition.column).is_some()
        };
        // Days of the zone, compared without a change of zone.
        let mut zone = None;
        let of_days: Vec<_> = conditions
            .iter()
            .filter(is_of_days)
            .map(|condition| {
                zone = zone.take().or(condition.zone.clone());
                Filter {
                    zone: None,
                    ..condition.clone()
                }
            })
            .collect();
        if of_days.is_empty() {
            return None;
        }
        let holds = |day: NaiveDate| of_days.iter().all(|one| one.may_match_day(Some(day)));
        let runs = DateRange::runs(days(FIRST_YEAR, LAST_YEAR).filter(|day| holds(*day)));
        let zone = zone.unwrap_or_else(TimeZone::utc);
        let periods = runs.into_iter().map(|run| zone.utc_days(run, 0));
        let is_open = [FIRST_YEAR - 1, LAST_YEAR + 1].map(|year| days(year, year).any(holds));
        Some(Self {
            periods: periods.collect(),
            is_open,
        })
    }

    /// Whether a UTC day is requested.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.periods.iter().any(|period| period.contains(day))
    }
}

fn days(first_year: i32, last_year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(first_year, 1, 1);
    let end = NaiveDate::from_ymd_opt(last_year + 1, 1, 1);
    let days = first.into_iter().flat_map(|first| first.iter_days());
    days.take_while(move |day| end.is_some_and(|end| *day < end))
}

#[cfg(test)]
mod tests {
    use super::super::FilterSpec;
    use super::*;

    fn requested(zone: &str, typed: &[&str]) -> (Vec<String>, [bool; 2]) {
        let zone = TimeZone::named(zone).unwrap();
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let conditions: Vec<_> = typed
            .iter()
            .map(|typed| typed.parse::<FilterSpec>().unwrap())
            .map(|typed| typed.resolve(Some(&zone), today).unwrap())
            .collect();
        let requested = RequestedDays::from_filters(&conditions).unwrap();
        let periods = requested.periods.iter().map(ToString::to_string);
        (periods.collect(), requested.is_open)
    }

    #[test]
    fn days_of_a_zone_reach_exactly_the_utc_days_that_share_a_moment_with_them() {
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
    fn conditions_that_must_all_hold_request_what_they_share() {
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
    fn conditions_on_anything_else_request_no_days() {
        assert_eq!(RequestedDays::from_filters(&[]), None);
        let hour = "hour=10".parse::<FilterSpec>().unwrap();
        let hour = hour.resolve(None, NaiveDate::MIN).unwrap();
        assert_eq!(RequestedDays::from_filters(&[hour]), None);
    }
}
