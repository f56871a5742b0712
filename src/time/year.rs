//! Years of four digits, the only ones that requests, file names and RFC 3339 can have.

use chrono::{Datelike, NaiveDate};

/// The first day whose year has four digits.
pub const MIN_DATE: NaiveDate = NaiveDate::from_ymd_opt(0, 1, 1).unwrap();

/// The last day whose year has four digits.
pub const MAX_DATE: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();

/// Returns whether a date or time is not before [`MIN_DATE`] or after [`MAX_DATE`].
pub fn has_four_digit_year(time: &impl Datelike) -> bool {
    (MIN_DATE.year()..=MAX_DATE.year()).contains(&time.year())
}
