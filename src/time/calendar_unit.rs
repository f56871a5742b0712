//! The units of the calendar that a date can span.

use super::date_range::DateRange;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// A unit of the calendar.
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
    /// The one that this day is in.
    pub fn around(self, day: NaiveDate) -> Option<DateRange> {
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

    /// The one before the one that this day is in.
    pub fn before(self, day: NaiveDate) -> Option<DateRange> {
        let first = self.around(day)?.first();
        self.around(first.checked_sub_days(Days::new(1))?)
    }
}
