//! Date arguments. Each names a range of full days.
//!
//! Parsing checks the syntax alone. What a date means depends on the current day, and so on the
//! time zone, which is known only after the whole command line is parsed: [`DateSpec::resolve`]
//! takes it as a value.

use super::date_range::{CalendarUnit, DateRange};
use super::year::has_four_digit_year;
use crate::error::{Failure, FailureKind};
use chrono::{Days, NaiveDate};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A date argument whose syntax is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateSpec {
    input: String,
    expr: DateExpr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateExpr {
    /// The unit that contains this day.
    Containing(NaiveDate, CalendarUnit),
    /// The unit that contains the current day.
    This(CalendarUnit),
    /// The unit before that.
    Last(CalendarUnit),
    /// The number of days that end yesterday.
    LastDays(u64),
}

const KEYWORDS: [(&str, DateExpr); 10] = [
    ("today", DateExpr::This(CalendarUnit::Day)),
    ("yesterday", DateExpr::Last(CalendarUnit::Day)),
    ("this-week", DateExpr::This(CalendarUnit::Week)),
    ("last-week", DateExpr::Last(CalendarUnit::Week)),
    ("this-month", DateExpr::This(CalendarUnit::Month)),
    ("last-month", DateExpr::Last(CalendarUnit::Month)),
    ("this-quarter", DateExpr::This(CalendarUnit::Quarter)),
    ("last-quarter", DateExpr::Last(CalendarUnit::Quarter)),
    ("this-year", DateExpr::This(CalendarUnit::Year)),
    ("last-year", DateExpr::Last(CalendarUnit::Year)),
];

/// Returns the words that are date arguments.
pub fn date_keywords() -> impl Iterator<Item = &'static str> {
    KEYWORDS.iter().map(|(word, _)| *word)
}

/// An example of each form of a date argument.
const ACCEPTED_DATES: &str =
    "2025-01-31, 2025-01, 2025-Q1, 2025, 7d, today, yesterday or a word such as last-month";

/// A text that is not a date argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ParseDateError {
    /// The text has none of the forms.
    #[error("expected {}", ACCEPTED_DATES)]
    InvalidFormat,
    /// The calendar has no such date.
    #[error("no such date; expected {}", ACCEPTED_DATES)]
    InvalidDate,
}

impl FromStr for DateSpec {
    type Err = ParseDateError;

    fn from_str(input: &str) -> Result<Self, ParseDateError> {
        let lower = input.to_ascii_lowercase();
        let keyword = KEYWORDS.iter().find(|(word, _)| *word == lower);
        let expr = match (keyword, lower.strip_suffix('d')) {
            (Some((_, expr)), _) => *expr,
            (None, Some(days)) => parse_digits(days)
                .filter(|days| *days > 0)
                .map(DateExpr::LastDays)
                .ok_or(ParseDateError::InvalidFormat)?,
            (None, None) => parse_calendar_date(&lower)?,
        };
        Ok(Self {
            input: input.to_owned(),
            expr,
        })
    }
}

impl fmt::Display for DateSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)
    }
}

impl DateSpec {
    /// Returns the days that the argument means on the day `today`, or `None` if they start before
    /// the year 0.
    #[must_use]
    pub fn resolve(&self, today: NaiveDate) -> Option<DateRange> {
        let range = match self.expr {
            DateExpr::Containing(day, unit) => unit.range_containing(day),
            DateExpr::This(unit) => unit.range_containing(today),
            DateExpr::Last(unit) => unit.previous_range(today),
            DateExpr::LastDays(days) => {
                let first = today.checked_sub_days(Days::new(days))?;
                DateRange::new(first, today.pred_opt()?)
            }
        };
        // Negative years would have a sign in the path of the request.
        range.filter(|range| has_four_digit_year(&range.first()))
    }

    /// Returns the period from the first day of this argument to the last day of `to`, whose
    /// default is this argument.
    ///
    /// # Errors
    /// Returns a usage failure if the period ends before it starts, or starts before the year 0, or
    /// if `to` is a number of days, which always ends yesterday.
    pub fn resolve_to(&self, to: Option<&Self>, today: NaiveDate) -> Result<DateRange, Failure> {
        if let Some(to) = to.filter(|to| matches!(to.expr, DateExpr::LastDays(_))) {
            let message = format!(
                "{to} always ends yesterday and cannot be TO; use 'cdr period {to}' or 'cdr period {to} today'"
            );
            return Err(Failure::new(FailureKind::Usage, message));
        }
        let resolve = |spec: &Self| {
            spec.resolve(today).ok_or_else(|| {
                let message = format!("{spec} is too far in the past; use fewer days, such as 7d");
                Failure::new(FailureKind::Usage, message)
            })
        };
        let (from, to) = (resolve(self)?, resolve(to.unwrap_or(self))?);
        DateRange::new(from.first(), to.last()).ok_or_else(|| {
            let message = format!(
                "the period starts on {}, after its end on {}; use the earlier date as FROM",
                from.first(),
                to.last()
            );
            Failure::new(FailureKind::Usage, message)
        })
    }
}

/// Parses `YYYY`, `YYYY-qN`, `YYYY-MM` or `YYYY-MM-DD`. A part with fewer digits is invalid,
/// because it may be meant as another one: `1-2-2025`.
fn parse_calendar_date(input: &str) -> Result<DateExpr, ParseDateError> {
    let number = |text: &str, len| {
        parse_digits::<u32>(text)
            .filter(|_| text.len() == len)
            .ok_or(ParseDateError::InvalidFormat)
    };
    let year = |text| number(text, 4).map(u32::cast_signed);
    let date = |year, month, day| {
        NaiveDate::from_ymd_opt(year, month, day).ok_or(ParseDateError::InvalidDate)
    };
    let (first_day, unit) = match *input.split('-').collect::<Vec<_>>() {
        [y] => (date(year(y)?, 1, 1)?, CalendarUnit::Year),
        [y, quarter] if quarter.starts_with('q') => {
            let month = (3 * number(&quarter[1..], 1)?)
                .checked_sub(2)
                .ok_or(ParseDateError::InvalidDate)?;
            (date(year(y)?, month, 1)?, CalendarUnit::Quarter)
        }
        [y, month] => (date(year(y)?, number(month, 2)?, 1)?, CalendarUnit::Month),
        [y, month, day] => {
            let day = date(year(y)?, number(month, 2)?, number(day, 2)?)?;
            (day, CalendarUnit::Day)
        }
        _ => return Err(ParseDateError::InvalidFormat),
    };
    Ok(DateExpr::Containing(first_day, unit))
}

/// Parses ASCII digits. `str::parse` also accepts a sign.
fn parse_digits<N: FromStr>(text: &str) -> Option<N> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| all_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 1, 15).unwrap();

    fn resolve(input: &str, today: NaiveDate) -> String {
        let range = input.parse::<DateSpec>().unwrap().resolve(today).unwrap();
        range.to_string()
    }

    #[test]
    fn a_date_is_one_day() {
        assert_eq!(resolve("2024-02-29", TODAY), "2024-02-29");
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        assert_eq!(resolve("2024-02", TODAY), "2024-02-01 to 2024-02-29");
        assert_eq!(resolve("2025-02", TODAY), "2025-02-01 to 2025-02-28");
        assert_eq!(resolve("9999-12", TODAY), "9999-12-01 to 9999-12-31");
    }

    #[test]
    fn today_and_yesterday_are_days() {
        assert_eq!(resolve("today", TODAY), "2025-01-15");
        assert_eq!(resolve("yesterday", TODAY), "2025-01-14");
    }

    #[test]
    fn weeks_start_on_monday() {
        assert_eq!(resolve("this-week", TODAY), "2025-01-13 to 2025-01-19");
        assert_eq!(resolve("last-week", TODAY), "2025-01-06 to 2025-01-12");
        let sunday = NaiveDate::from_ymd_opt(2025, 1, 19).unwrap();
        assert_eq!(resolve("this-week", sunday), "2025-01-13 to 2025-01-19");
    }

    #[test]
    fn the_last_month_of_january_is_december() {
        assert_eq!(resolve("this-month", TODAY), "2025-01-01 to 2025-01-31");
        assert_eq!(resolve("last-month", TODAY), "2024-12-01 to 2024-12-31");
        let end_of_march = NaiveDate::from_ymd_opt(2025, 3, 31).unwrap();
        assert_eq!(
            resolve("last-month", end_of_march),
            "2025-02-01 to 2025-02-28"
        );
    }

    #[test]
    fn a_number_of_days_ends_yesterday() {
        assert_eq!(resolve("1d", TODAY), "2025-01-14");
        assert_eq!(resolve("7d", TODAY), "2025-01-08 to 2025-01-14");
        assert_eq!(resolve("15D", TODAY), "2024-12-31 to 2025-01-14");
    }

    #[test]
    fn quarters_and_years_are_complete() {
        assert_eq!(resolve("2025-Q1", TODAY), "2025-01-01 to 2025-03-31");
        assert_eq!(resolve("2024-q4", TODAY), "2024-10-01 to 2024-12-31");
        assert_eq!(resolve("2024", TODAY), "2024-01-01 to 2024-12-31");
        assert_eq!(resolve("this-quarter", TODAY), "2025-01-01 to 2025-03-31");
        assert_eq!(resolve("last-quarter", TODAY), "2024-10-01 to 2024-12-31");
        assert_eq!(resolve("this-year", TODAY), "2025-01-01 to 2025-12-31");
        assert_eq!(resolve("Last-Year", TODAY), "2024-01-01 to 2024-12-31");
        let leap_day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        assert_eq!(resolve("last-year", leap_day), "2023-01-01 to 2023-12-31");
        assert_eq!(
            resolve("last-quarter", leap_day),
            "2023-10-01 to 2023-12-31"
        );
    }

    #[test]
    fn a_number_of_days_is_rejected_as_the_end() {
        let error = between("2025-01-01", Some("7d")).unwrap_err();
        assert!(error.contains("7d always ends yesterday"), "{error}");
        assert_eq!(
            between("7d", Some("today")),
            Ok("2025-05-08 to 2025-05-15".to_owned())
        );
    }

    #[test]
    fn days_before_the_year_0_do_not_resolve() {
        for input in ["999999d", "18446744073709551615d"] {
            let spec = input.parse::<DateSpec>().unwrap();
            assert_eq!(spec.resolve(TODAY), None);
        }
    }

    #[test]
    fn other_forms_are_rejected() {
        let invalid = [
            "",
            " ",
            "d",
            "-7d",
            "+7d",
            "7 d",
            "0d",
            "2025-1",
            "2025-Q10",
            "2025-Q",
            "202",
            "20255",
            "2025-01-1",
            "25-01-01",
            "2025/01/01",
            "01-01-2025",
            "20250101",
            "2025-01-01T00:00:00Z",
            " 2025-01-01",
            "2025-01-01 ",
            "+025-01-01",
            "2025-+1-01",
            "٢٠٢٥-01-01",
            "tomorrow",
            "next-month",
            "2025-01-01-01",
            "99999999999999999999d",
        ];
        for input in invalid {
            let result = input.parse::<DateSpec>();
            assert_eq!(result, Err(ParseDateError::InvalidFormat), "{input:?}");
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_rejected() {
        for input in [
            "2025-02-29",
            "2025-04-31",
            "2025-13",
            "2025-Q5",
            "2025-Q0",
            "2025-00-10",
            "2025-01-00",
        ] {
            let result = input.parse::<DateSpec>();
            assert_eq!(result, Err(ParseDateError::InvalidDate), "{input:?}");
        }
    }

    const IN_MAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 5, 15).unwrap();

    fn between(from: &str, to: Option<&str>) -> Result<String, String> {
        let to = to.map(|to| to.parse().unwrap());
        from.parse::<DateSpec>()
            .unwrap()
            .resolve_to(to.as_ref(), IN_MAY)
            .map(|period| period.to_string())
            .map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_period_is_from_the_first_day_of_from_to_the_last_day_of_to() {
        let quarter = between("2025-01", Some("2025-03"));
        assert_eq!(quarter, Ok("2025-01-01 to 2025-03-31".to_owned()));
        let so_far = between("this-month", Some("today"));
        assert_eq!(so_far, Ok("2025-05-01 to 2025-05-15".to_owned()));
    }

    #[test]
    fn to_defaults_to_from() {
        let month = between("last-month", None);
        assert_eq!(month, Ok("2025-04-01 to 2025-04-30".to_owned()));
    }

    #[test]
    fn from_after_to_is_rejected() {
        let error = between("2025-02-01", Some("2025-01-31")).unwrap_err();
        assert!(error.contains("starts on 2025-02-01, after its end on 2025-01-31"));
    }

    #[test]
    fn a_from_before_the_year_0_is_rejected() {
        let error = between("999999999d", None).unwrap_err();
        assert!(error.contains("999999999d is too far in the past"));
    }
}
