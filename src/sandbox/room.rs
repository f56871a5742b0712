//! Made-up rooms. A room's id starts with the month in which it lives.

use super::random::Dice;
use chrono::{Datelike, Months, NaiveDate};

/// The rooms there are in a month.
pub const ROOMS: u64 = 5;

/// A room. It lives for a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    first_day: NaiveDate,
    /// Which of the month's rooms it is.
    pub number: u64,
}

impl Room {
    /// A room of the month of this day.
    pub fn new(day: NaiveDate, number: u64) -> Self {
        Self {
            first_day: day.with_day(1).unwrap_or(day),
            number,
        }
    }

    /// The room with this id, if there is one.
    pub fn with_id(id: &str) -> Option<Self> {
        let month = u32::from_str_radix(id.get(..8)?, 16).ok()?;
        let year = i32::try_from(month / 12).ok()?;
        let day = NaiveDate::from_ymd_opt(year, month % 12 + 1, 1)?;
        let mut rooms = (0..ROOMS).map(|number| Self::new(day, number));
        rooms.find(|room| room.id() == id)
    }

    /// Its first day and its last.
    pub fn lifetime(&self) -> (NaiveDate, NaiveDate) {
        let next_month = self.first_day.checked_add_months(Months::new(1));
        let last = next_month.and_then(|day| day.pred_opt());
        (self.first_day, last.unwrap_or(self.first_day))
    }

    /// Its id: the month, then digits that nobody can guess.
    pub fn id(&self) -> String {
        let month = self.first_day.year() * 12 + self.first_day.month0().cast_signed();
        let mut dice = Dice::new(month.into(), self.number + 1);
        format!("{month:08x}{:016x}", dice.roll())
    }
}
