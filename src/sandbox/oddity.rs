//! What makes a call hard to bill. Each kind comes on one day of every month, so that a billing run can be
//! rehearsed.

use super::random::Dice;
use chrono::{Datelike, Days, NaiveDate};

/// What is odd about a call, or about the conference it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// The conference goes on over midnight.
    OverMidnight,
    /// The record was logged days later.
    LoggedLate,
    /// The record lacks members that are billed or grouped by.
    MembersMissing,
    /// The record has no `cdr_id`.
    WithoutId,
    /// The user's name would run, or move the cursor, where nobody takes care.
    HostileName,
    /// The service sends the record twice.
    SentTwice,
}

const ODDITIES: [Oddity; 6] = [
    Oddity::OverMidnight,
    Oddity::LoggedLate,
    Oddity::MembersMissing,
    Oddity::WithoutId,
    Oddity::HostileName,
    Oddity::SentTwice,
];

/// The day of a month from which oddities can come.
const FIRST: u64 = 3;

/// How many days there are for each of them.
const DAYS: u64 = 4;

/// The oddity of a day, if it has one.
pub fn oddity_of(day: NaiveDate) -> Option<Oddity> {
    if day.checked_add_days(Days::new(1))?.month() != day.month() {
        // Every month's last conference reaches into the next month.
        return Some(Oddity::OverMidnight);
    }
    let since_first = u64::from(day.day()).checked_sub(FIRST)?;
    let index = usize::try_from(since_first / DAYS).ok()?;
    let oddity = *ODDITIES.get(index)?;
    let month = i64::from(day.year()) * 12 + i64::from(day.month0());
    let mut dice = Dice::new(month, 1000 + since_first / DAYS);
    (dice.below(DAYS) == since_first % DAYS).then_some(oddity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_has_each_oddity_on_a_few_days_and_one_over_its_end() {
        for year in [2024, 2025, 2026] {
            for month in 1..=12 {
                let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
                let days: Vec<_> = first
                    .iter_days()
                    .take_while(|day| day.month() == month)
                    .collect();
                let odd: Vec<_> = days.iter().filter_map(|day| oddity_of(*day)).collect();
                assert_eq!(odd[..ODDITIES.len()], ODDITIES);
                assert_eq!(odd.len(), ODDITIES.len() + 1);
                assert_eq!(oddity_of(days[days.len() - 1]), Some(Oddity::OverMidnight));
            }
        }
    }
}
