//! A period: whole UTC days, from the first to the last.

use chrono::{Days, NaiveDate};
use std::fmt;
use std::num::NonZeroU32;

/// Whole UTC days, both ends included; the first is never after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    first: NaiveDate,
    last: NaiveDate,
}

impl DateRange {
    /// The days from `first` to `last`, or `None` when they are in the wrong order.
    #[must_use]
    pub fn new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
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

    /// The periods that these days form, which are given in their order.
    pub fn runs(days: impl Iterator<Item = NaiveDate>) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for day in days {
            match runs.last_mut() {
                Some(run) if run.last.succ_opt() == Some(day) => run.last = day,
                _ => runs.push(Self {
                    first: day,
                    last: day,
                }),
            }
        }
        runs
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

    /// Whether a day is one of its days.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// Its days.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last;
        self.first.iter_days().take_while(move |day| *day <= last)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(from: &str, to: &str, days: u32) -> Vec<String> {
        let [first, last] = [from, to].map(|day| day.parse().unwrap());
        let period = DateRange::new(first, last).unwrap();
        let windows = period.windows(NonZeroU32::new(days).unwrap());
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
}
