//! Ranges of full days, and the calendar units that dates name.
//!
//! A range includes both ends, as periods of the service do or may do. It has no time zone: the
//! caller knows whether its days are those of UTC or of a zone. [`super::TimeZone::utc_range`]
//! converts from a zone to UTC. Empty ranges do not exist, so every range has a first and a last
//! day.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::fmt;
use std::num::NonZeroU32;

/// A range of full days, both ends included; the first is never after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    first: NaiveDate,
    last: NaiveDate,
}

impl DateRange {
    /// Returns the days from `first` to `last`, or `None` if they are in the wrong order.
    #[must_use]
    pub fn new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// Returns the maximal ranges of consecutive days among these, which are in ascending order.
    pub fn from_days(days: impl Iterator<Item = NaiveDate>) -> Vec<Self> {
        let mut ranges: Vec<Self> = Vec::new();
        for day in days {
            match ranges.last_mut() {
                Some(range) if range.last.succ_opt() == Some(day) => range.last = day,
                _ => ranges.push(Self {
                    first: day,
                    last: day,
                }),
            }
        }
        ranges
    }

    /// Splits the range into windows of this number of days. Each starts on the day on which the
    /// one before it ends: whether the service includes the last day of a period is undocumented,
    /// and so no day is missed.
    ///
    /// ```text
    /// 01 to 17 by 7 days:  01 to 08, 08 to 15, 15 to 17
    /// ```
    #[must_use]
    pub fn split_into_windows(&self, days: NonZeroU32) -> Vec<Self> {
        let days = Days::new(days.get().into());
        let mut windows = Vec::new();
        let mut first = self.first;
        loop {
            let next = first.checked_add_days(days).unwrap_or(self.last);
            let last = next.min(self.last);
            windows.push(Self { first, last });
            if last == self.last {
                return windows;
            }
            first = last;
        }
    }

    /// Returns the range with more days at each end, as far as the calendar goes.
    #[must_use]
    pub fn extended(&self, days: u32) -> Self {
        let days = Days::new(days.into());
        Self {
            first: self.first.checked_sub_days(days).unwrap_or(self.first),
            last: self.last.checked_add_days(days).unwrap_or(self.last),
        }
    }

    /// Returns the first day.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// Returns the last day.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        self.last
    }

    /// Returns whether a day is in the range.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Returns the days in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last;
        self.first.iter_days().take_while(move |day| *day <= last)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return self.first.fmt(f);
        }
        write!(f, "{} to {}", self.first, self.last)
    }
}

/// A unit of the calendar that a date can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarUnit {
    Day,
    /// The ISO week, from Monday to Sunday.
    Week,
    Month,
    Quarter,
    Year,
}

impl CalendarUnit {
    /// Returns the unit that contains a day.
    pub fn range_containing(self, day: NaiveDate) -> Option<DateRange> {
        let months = |first: NaiveDate, count| {
            let next = first.checked_add_months(Months::new(count))?;
            DateRange::new(first, next.pred_opt()?)
        };
        match self {
            Self::Day => DateRange::new(day, day),
            Self::Week => {
                let week = day.week(Weekday::Mon);
                DateRange::new(week.checked_first_day()?, week.checked_last_day()?)
            }
            Self::Month => months(day.with_day(1)?, 1),
            Self::Quarter => months(day.with_day(1)?.with_month0(day.month0() / 3 * 3)?, 3),
            Self::Year => months(day.with_day(1)?.with_month0(0)?, 12),
        }
    }

    /// Returns the unit before the one that contains a day.
    pub fn previous_range(self, day: NaiveDate) -> Option<DateRange> {
        self.range_containing(self.range_containing(day)?.first().pred_opt()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(from: &str, to: &str, days: u32) -> Vec<String> {
        let [first, last] = [from, to].map(|day| day.parse().unwrap());
        let period = DateRange::new(first, last).unwrap();
        let windows = period.split_into_windows(NonZeroU32::new(days).unwrap());
        windows.iter().map(DateRange::to_string).collect()
    }

    #[test]
    fn windows_share_the_day_between_them() {
        assert_eq!(
            windows("2025-01-01", "2025-01-17", 7),
            [
                "2025-01-01 to 2025-01-08",
                "2025-01-08 to 2025-01-15",
                "2025-01-15 to 2025-01-17"
            ]
        );
    }

    #[test]
    fn a_period_that_fits_into_one_window_is_not_split() {
        assert_eq!(
            windows("2025-01-01", "2025-01-08", 7),
            ["2025-01-01 to 2025-01-08"]
        );
        assert_eq!(windows("2025-01-01", "2025-01-01", 1), ["2025-01-01"]);
        assert_eq!(
            windows("9999-12-30", "9999-12-31", u32::MAX),
            ["9999-12-30 to 9999-12-31"]
        );
    }
}
