//! The words for dates: every date argument is a span of UTC days.

use super::period::Period;
use crate::error::{Failure, Kind};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::fmt;
use std::str::FromStr;

/// A date argument as typed, its form checked. What it spans depends on the day it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateArgument {
    typed: String,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Day(NaiveDate),
    /// Held by its first day.
    Month(NaiveDate),
    ThisWeek,
    LastWeek,
    ThisMonth,
    LastMonth,
    DaysAgo(u64),
}

/// The words that can be typed as they stand.
pub const DATE_WORDS: [&str; 6] = [
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
];

/// A text that is no date argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Not one of the forms.
    Form,
    /// The form of a day or month that the calendar does not have.
    Calendar,
}

impl fmt::Display for DateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Form => "write",
            Self::Calendar => "the calendar has no such date; write",
        })?;
        write!(
            formatter,
            " a day (2025-01-31), a month (2025-01), days ago (7d), {}",
            DATE_WORDS.join(", ")
        )
    }
}

impl std::error::Error for DateError {}

impl FromStr for DateArgument {
    type Err = DateError;

    fn from_str(typed: &str) -> Result<Self, DateError> {
        let form = match typed {
            "today" => Form::DaysAgo(0),
            "yesterday" => Form::DaysAgo(1),
            "this-week" => Form::ThisWeek,
            "last-week" => Form::LastWeek,
            "this-month" => Form::ThisMonth,
            "last-month" => Form::LastMonth,
            _ => match typed.strip_suffix('d') {
                Some(days) => Form::DaysAgo(digits(days).ok_or(DateError::Form)?),
                None => calendar_form(typed)?,
            },
        };
        Ok(Self {
            typed: typed.to_owned(),
            form,
        })
    }
}

impl fmt::Display for DateArgument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.typed)
    }
}

impl DateArgument {
    /// The days it spans when asked on `today`, or `None` when that is before the year 0.
    #[must_use]
    pub fn span(&self, today: NaiveDate) -> Option<Period> {
        let span = match self.form {
            Form::Day(day) => Period::new(day, day),
            Form::Month(first) => month_from(first),
            Form::ThisWeek => week_of(today),
            Form::LastWeek => week_of(today.checked_sub_days(Days::new(7))?),
            Form::ThisMonth => month_from(today.with_day(1)?),
            Form::LastMonth => month_from(today.with_day(1)?.checked_sub_months(Months::new(1))?),
            Form::DaysAgo(days) => {
                let day = today.checked_sub_days(Days::new(days))?;
                Period::new(day, day)
            }
        }?;
        (span.first().year() >= 0).then_some(span)
    }

    /// The period from the first day of this to the last day of `to`, which left out is this.
    ///
    /// # Errors
    /// A usage failure when this is after `to`, or before the calendar's start.
    pub fn period(&self, to: Option<&Self>, today: NaiveDate) -> Result<Period, Failure> {
        let days = |argument: &Self| {
            argument.span(today).ok_or_else(|| {
                let message = format!("{argument} is too long ago; write fewer days, like 7d");
                Failure::new(Kind::Usage, message)
            })
        };
        let (from, to) = (days(self)?, days(to.unwrap_or(self))?);
        Period::new(from.first(), to.last()).ok_or_else(|| {
            let message = format!(
                "the period starts on {} but ends on {}; write the earlier date first: FROM TO",
                from.first(),
                to.last()
            );
            Failure::new(Kind::Usage, message)
        })
    }
}

fn month_from(first: NaiveDate) -> Option<Period> {
    let next = first.checked_add_months(Months::new(1))?;
    Period::new(first, next.pred_opt()?)
}

/// The ISO week: from Monday to Sunday.
fn week_of(day: NaiveDate) -> Option<Period> {
    let week = day.week(Weekday::Mon);
    Period::new(week.checked_first_day()?, week.checked_last_day()?)
}

/// `YYYY-MM-DD` or `YYYY-MM`, each part with all its digits.
fn calendar_form(typed: &str) -> Result<Form, DateError> {
    let mut parts = typed.split('-');
    let mut part = |length| -> Result<Option<u32>, DateError> {
        match parts.next() {
            Some(text) if text.len() == length => digits(text).map(Some).ok_or(DateError::Form),
            Some(_) => Err(DateError::Form),
            None => Ok(None),
        }
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    if parts.next().is_some() {
        return Err(DateError::Form);
    }
    let (Some(year), Some(month)) = (year, month) else {
        return Err(DateError::Form);
    };
    let date = NaiveDate::from_ymd_opt(year.cast_signed(), month, day.unwrap_or(1))
        .ok_or(DateError::Calendar)?;
    Ok(match day {
        Some(_) => Form::Day(date),
        None => Form::Month(date),
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
        let span = typed.parse::<DateArgument>().unwrap().span(today).unwrap();
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
    fn days_ago_count_back_from_today() {
        assert_eq!(span("0d", TODAY), "2025-01-15 to 2025-01-15");
        assert_eq!(span("7d", TODAY), "2025-01-08 to 2025-01-08");
        assert_eq!(span("15d", TODAY), "2024-12-31 to 2024-12-31");
    }

    #[test]
    fn days_ago_beyond_the_calendar_have_no_span() {
        for typed in ["999999d", "18446744073709551615d"] {
            let argument = typed.parse::<DateArgument>().unwrap();
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
            "7D",
            "2025",
            "2025-1",
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
            "Today",
            "next-month",
            "2025-01-01-01",
            "99999999999999999999d",
        ];
        for typed in wrong {
            let result = typed.parse::<DateArgument>();
            assert_eq!(result, Err(DateError::Form), "{typed:?}");
        }
    }

    #[test]
    fn dates_that_the_calendar_lacks_are_refused() {
        for typed in [
            "2025-02-29",
            "2025-04-31",
            "2025-13",
            "2025-00-10",
            "2025-01-00",
        ] {
            let result = typed.parse::<DateArgument>();
            assert_eq!(result, Err(DateError::Calendar), "{typed:?}");
        }
    }

    const IN_MAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 5, 15).unwrap();

    fn between(from: &str, to: Option<&str>) -> Result<String, String> {
        let to = to.map(|to| to.parse().unwrap());
        from.parse::<DateArgument>()
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
