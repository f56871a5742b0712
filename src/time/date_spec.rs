//! The words for dates: every date argument is a span of days.

use super::date_range::{CalendarUnit, DateRange};
use crate::error::{Failure, FailureKind};
use chrono::{Datelike, Days, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// A date argument as typed, its form checked. What it spans depends on the day it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateSpec {
    typed: String,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// The unit around this day.
    Around(NaiveDate, CalendarUnit),
    /// The unit around the day it is asked.
    This(CalendarUnit),
    /// The unit before that.
    Last(CalendarUnit),
    /// So many days, ending yesterday.
    LastDays(u64),
}

/// The words that can be typed as they stand.
const WORDS: [(&str, Form); 10] = [
    ("today", Form::This(CalendarUnit::Day)),
    ("yesterday", Form::Last(CalendarUnit::Day)),
    ("this-week", Form::This(CalendarUnit::Week)),
    ("last-week", Form::Last(CalendarUnit::Week)),
    ("this-month", Form::This(CalendarUnit::Month)),
    ("last-month", Form::Last(CalendarUnit::Month)),
    ("this-quarter", Form::This(CalendarUnit::Quarter)),
    ("last-quarter", Form::Last(CalendarUnit::Quarter)),
    ("this-year", Form::This(CalendarUnit::Year)),
    ("last-year", Form::Last(CalendarUnit::Year)),
];

/// What they are called.
pub fn date_keywords() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(word, _)| *word)
}

/// A text that is no date argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseDateError {
    /// Not one of the forms.
    Form,
    /// The form of a date that the calendar does not have.
    Calendar,
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Form => "write",
            Self::Calendar => "the calendar has no such date; write",
        })?;
        formatter.write_str(
            " 2025-01-31, 2025-01, 2025-Q1, 2025, 7d, today, yesterday, or a word like last-month",
        )
    }
}

impl std::error::Error for ParseDateError {}

impl FromStr for DateSpec {
    type Err = ParseDateError;

    fn from_str(typed: &str) -> Result<Self, ParseDateError> {
        let lower = typed.to_ascii_lowercase();
        let word = WORDS.iter().find(|(word, _)| *word == lower);
        let form = match (word, lower.strip_suffix('d')) {
            (Some((_, form)), _) => *form,
            (None, Some(days)) => match digits(days) {
                Some(days) if days > 0 => Form::LastDays(days),
                _ => return Err(ParseDateError::Form),
            },
            (None, None) => calendar_form(&lower)?,
        };
        Ok(Self {
            typed: typed.to_owned(),
            form,
        })
    }
}

impl fmt::Display for DateSpec {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.typed)
    }
}

impl DateSpec {
    /// The days it spans when asked on `today`, or `None` when that is before the year 0.
    #[must_use]
    pub fn span(&self, today: NaiveDate) -> Option<DateRange> {
        let span = match self.form {
            Form::Around(day, unit) => unit.range_containing(day),
            Form::This(unit) => unit.range_containing(today),
            Form::Last(unit) => unit.range_before(today),
            Form::LastDays(days) => {
                let first = today.checked_sub_days(Days::new(days))?;
                DateRange::new(first, today.pred_opt()?)
            }
        }?;
        (span.first().year() >= 0).then_some(span)
    }

    /// The period from the first day of this to the last day of `to`, which left out is this.
    ///
    /// # Errors
    /// A usage failure when this is after `to`, or before the calendar's start, or when `to` is a number of days.
    pub fn period(&self, to: Option<&Self>, today: NaiveDate) -> Result<DateRange, Failure> {
        if let Some(to) = to.filter(|to| matches!(to.form, Form::LastDays(_))) {
            let message = format!(
                "{to} ends yesterday, so it can't be an end; write it as FROM alone, or 'cdr period {to} today'"
            );
            return Err(Failure::new(FailureKind::Usage, message));
        }
        let days = |argument: &Self| {
            argument.span(today).ok_or_else(|| {
                let message = format!("{argument} is too long ago; write fewer days, like 7d");
                Failure::new(FailureKind::Usage, message)
            })
        };
        let (from, to) = (days(self)?, days(to.unwrap_or(self))?);
        DateRange::new(from.first(), to.last()).ok_or_else(|| {
            let message = format!(
                "the period starts on {} but ends on {}; write the earlier date first: FROM TO",
                from.first(),
                to.last()
            );
            Failure::new(FailureKind::Usage, message)
        })
    }
}

/// `YYYY`, `YYYY-qN`, `YYYY-MM` or `YYYY-MM-DD`, each part with all its digits.
fn calendar_form(typed: &str) -> Result<Form, ParseDateError> {
    let parts: Vec<_> = typed.split('-').collect();
    let number = |text: &str, length| {
        let number = digits::<u32>(text).filter(|_| text.len() == length);
        number.ok_or(ParseDateError::Form)
    };
    let year = |text| number(text, 4).map(u32::cast_signed);
    let date = |year, month, day| {
        NaiveDate::from_ymd_opt(year, month, day).ok_or(ParseDateError::Calendar)
    };
    Ok(match parts.as_slice() {
        [y] => Form::Around(date(year(y)?, 1, 1)?, CalendarUnit::Year),
        [y, quarter] if quarter.starts_with('q') => {
            let quarter = number(&quarter[1..], 1)?;
            let month = (3 * quarter)
                .checked_sub(2)
                .ok_or(ParseDateError::Calendar)?;
            Form::Around(date(year(y)?, month, 1)?, CalendarUnit::Quarter)
        }
        [y, month] => Form::Around(date(year(y)?, number(month, 2)?, 1)?, CalendarUnit::Month),
        [y, month, day] => {
            let date = date(year(y)?, number(month, 2)?, number(day, 2)?)?;
            Form::Around(date, CalendarUnit::Day)
        }
        _ => return Err(ParseDateError::Form),
    })
}

/// A number written in ASCII digits alone: no sign, no space.
fn digits<N: FromStr>(text: &str) -> Option<N> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 1, 15).unwrap();

    fn span(typed: &str, today: NaiveDate) -> String {
        let span = typed.parse::<DateSpec>().unwrap().span(today).unwrap();
        span.to_string()
    }

    #[test]
    fn a_day_is_itself() {
        assert_eq!(span("2024-02-29", TODAY), "2024-02-29 to 2024-02-29");
    }

    #[test]
    fn a_month_runs_to_its_last_day() {
        assert_eq!(span("2024-02", TODAY), "2024-02-01 to 2024-02-29");
        assert_eq!(span("2025-02", TODAY), "2025-02-01 to 2025-02-28");
        assert_eq!(span("9999-12", TODAY), "9999-12-01 to 9999-12-31");
    }

    #[test]
    fn today_and_yesterday_are_days() {
        assert_eq!(span("today", TODAY), "2025-01-15 to 2025-01-15");
        assert_eq!(span("yesterday", TODAY), "2025-01-14 to 2025-01-14");
    }

    #[test]
    fn weeks_run_from_monday_to_sunday() {
        assert_eq!(span("this-week", TODAY), "2025-01-13 to 2025-01-19");
        assert_eq!(span("last-week", TODAY), "2025-01-06 to 2025-01-12");
        let sunday = NaiveDate::from_ymd_opt(2025, 1, 19).unwrap();
        assert_eq!(span("this-week", sunday), "2025-01-13 to 2025-01-19");
    }

    #[test]
    fn the_last_month_of_january_is_december() {
        assert_eq!(span("this-month", TODAY), "2025-01-01 to 2025-01-31");
        assert_eq!(span("last-month", TODAY), "2024-12-01 to 2024-12-31");
        let end_of_march = NaiveDate::from_ymd_opt(2025, 3, 31).unwrap();
        assert_eq!(span("last-month", end_of_march), "2025-02-01 to 2025-02-28");
    }

    #[test]
    fn days_are_the_last_whole_ones() {
        assert_eq!(span("1d", TODAY), "2025-01-14 to 2025-01-14");
        assert_eq!(span("7d", TODAY), "2025-01-08 to 2025-01-14");
        assert_eq!(span("15D", TODAY), "2024-12-31 to 2025-01-14");
    }

    #[test]
    fn quarters_and_years_are_whole() {
        assert_eq!(span("2025-Q1", TODAY), "2025-01-01 to 2025-03-31");
        assert_eq!(span("2024-q4", TODAY), "2024-10-01 to 2024-12-31");
        assert_eq!(span("2024", TODAY), "2024-01-01 to 2024-12-31");
        assert_eq!(span("this-quarter", TODAY), "2025-01-01 to 2025-03-31");
        assert_eq!(span("last-quarter", TODAY), "2024-10-01 to 2024-12-31");
        assert_eq!(span("this-year", TODAY), "2025-01-01 to 2025-12-31");
        assert_eq!(span("Last-Year", TODAY), "2024-01-01 to 2024-12-31");
        let leap_day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        assert_eq!(span("last-year", leap_day), "2023-01-01 to 2023-12-31");
        assert_eq!(span("last-quarter", leap_day), "2023-10-01 to 2023-12-31");
    }

    #[test]
    fn a_number_of_days_is_no_end() {
        let error = between("2025-01-01", Some("7d")).unwrap_err();
        assert!(error.contains("7d ends yesterday"), "{error}");
        assert_eq!(
            between("7d", Some("today")),
            Ok("2025-05-08 to 2025-05-15".to_owned())
        );
    }

    #[test]
    fn days_ago_beyond_the_calendar_have_no_span() {
        for typed in ["999999d", "18446744073709551615d"] {
            let argument = typed.parse::<DateSpec>().unwrap();
            assert_eq!(argument.span(TODAY), None);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let wrong = [
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
        for typed in wrong {
            let result = typed.parse::<DateSpec>();
            assert_eq!(result, Err(ParseDateError::Form), "{typed:?}");
        }
    }

    #[test]
    fn dates_that_the_calendar_lacks_are_refused() {
        for typed in [
            "2025-02-29",
            "2025-04-31",
            "2025-13",
            "2025-Q5",
            "2025-Q0",
            "2025-00-10",
            "2025-01-00",
        ] {
            let result = typed.parse::<DateSpec>();
            assert_eq!(result, Err(ParseDateError::Calendar), "{typed:?}");
        }
    }

    const IN_MAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 5, 15).unwrap();

    fn between(from: &str, to: Option<&str>) -> Result<String, String> {
        let to = to.map(|to| to.parse().unwrap());
        from.parse::<DateSpec>()
            .unwrap()
            .period(to.as_ref(), IN_MAY)
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

    #[test]
    fn a_from_before_the_calendar_is_refused() {
        let error = between("999999999d", None).unwrap_err();
        assert!(error.contains("999999999d is too long ago"));
    }
}
