//! A period: whole UTC days, from the first to the last.

use super::date::DateArgument;
use crate::error::{Failure, Kind};
use chrono::{Days, NaiveDate};
use std::fmt;
use std::num::NonZeroU32;

/// Whole UTC days, both ends included; the first is never after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    first: NaiveDate,
    last: NaiveDate,
}

impl Period {
    /// The days from `first` to `last`, or `None` when they are in the wrong order.
    #[must_use]
    pub fn new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// From the first day of `from` to the last day of `to`, which left out is `from`.
    ///
    /// # Errors
    /// A usage failure when `from` is after `to`, or before the calendar's start.
    pub fn between(
        from: &DateArgument,
        to: Option<&DateArgument>,
        today: NaiveDate,
    ) -> Result<Self, Failure> {
        let days = |argument: &DateArgument| {
            argument.span(today).ok_or_else(|| {
                let message = format!("{argument} is too long ago; write fewer days, like 7d");
                Failure::new(Kind::Usage, message)
            })
        };
        let (from, to) = (days(from)?, days(to.unwrap_or(from))?);
        Self::new(from.first, to.last).ok_or_else(|| {
            let message = format!(
                "the period starts on {} but ends on {}; write the earlier date first: FROM TO",
                from.first, to.last
            );
            Failure::new(Kind::Usage, message)
        })
    }

    /// The same period in windows that are so many days apart. Each starts on the day that the one before
    /// it ends on: whether the service counts a period's last day in or not, no day is left out.
    #[must_use]
    pub fn windows(&self, days: NonZeroU32) -> Vec<Self> {
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

    /// Its first day.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        self.last
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 5, 15).unwrap();

    fn between(from: &str, to: Option<&str>) -> Result<String, String> {
        let to = to.map(|to| to.parse().unwrap());
        Period::between(&from.parse().unwrap(), to.as_ref(), TODAY)
            .map(|period| period.to_string())
            .map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_period_runs_from_the_first_day_of_from_to_the_last_day_of_to() {
        let quarter = between("2025-01", Some("2025-03"));
        assert_eq!(quarter, Ok("2025-01-01 to 2025-03-31".to_owned()));
        let so_far = between("this-month", Some("today"));
        assert_eq!(so_far, Ok("2025-05-01 to 2025-05-15".to_owned()));
    }

    #[test]
    fn to_left_out_is_from() {
        let month = between("last-month", None);
        assert_eq!(month, Ok("2025-04-01 to 2025-04-30".to_owned()));
    }

    #[test]
    fn from_after_to_is_refused() {
        let error = between("2025-02-01", Some("2025-01-31")).unwrap_err();
        assert!(error.contains("starts on 2025-02-01 but ends on 2025-01-31"));
    }

    fn windows(from: &str, to: &str, days: u32) -> Vec<String> {
        let to = to.parse().unwrap();
        let period = Period::between(&from.parse().unwrap(), Some(&to), TODAY).unwrap();
        let windows = period.windows(NonZeroU32::new(days).unwrap());
        windows.iter().map(Period::to_string).collect()
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
    fn a_period_that_fits_into_a_window_is_one() {
        assert_eq!(
            windows("2025-01-01", "2025-01-08", 7),
            ["2025-01-01 to 2025-01-08"]
        );
        assert_eq!(
            windows("2025-01-01", "2025-01-01", 1),
            ["2025-01-01 to 2025-01-01"]
        );
        assert_eq!(
            windows("9999-12-30", "9999-12-31", u32::MAX),
            ["9999-12-30 to 9999-12-31"]
        );
    }

    #[test]
    fn a_from_before_the_calendar_is_refused() {
        let error = between("999999999d", None).unwrap_err();
        assert!(error.contains("999999999d is too long ago"));
    }
}
