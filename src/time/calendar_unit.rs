//! The units of the calendar that a date can span.

use super::date_range::Period;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    /// The ISO week, from Monday to Sunday.
    Week,
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// The one that this day is in.
    pub fn around(self, day: NaiveDate) -> Option<Period> {
        let months = |first: NaiveDate, count| {
            let next = first.checked_add_months(Months::new(count))?;
            Period::new(first, next.pred_opt()?)
        };
        match self {
            Self::Day => Period::new(day, day),
            Self::Week => {
                let week = day.week(Weekday::Mon);
                Period::new(week.checked_first_day()?, week.checked_last_day()?)
            }
            Self::Month => months(day.with_day(1)?, 1),
            Self::Quarter => months(day.with_day(1)?.with_month0(day.month0() / 3 * 3)?, 3),
            Self::Year => months(day.with_day(1)?.with_month0(0)?, 12),
        }
    }

    /// The one before the one that this day is in.
    pub fn before(self, day: NaiveDate) -> Option<Period> {
        let first = self.around(day)?.first();
        self.around(first.checked_sub_days(Days::new(1))?)
    }
}
