//! Calls that are hard to bill.
//!
//! Each kind is on one day of every month, so that users can rehearse a billing run: what happens
//! to a call that ends in the next month, has no `cdr_id`, or is logged after the bill was written?

use super::random::Rng;
use chrono::{Datelike, Days, NaiveDate};

/// A property of a call, or of its conference, that makes it hard to bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeCase {
    /// The conference ends on the next day.
    PastMidnight,
    /// The record was logged days later.
    LoggedLate,
    /// The record lacks the members of `usage`.
    MissingUsage,
    /// The record has no `cdr_id`.
    MissingId,
    /// The user's name is a formula and has escape sequences, and neither the user nor the room
    /// names a customer.
    HostileName,
    /// The service sends the record twice.
    Duplicate,
}

const EDGE_CASES: [EdgeCase; 6] = [
    EdgeCase::PastMidnight,
    EdgeCase::LoggedLate,
    EdgeCase::MissingUsage,
    EdgeCase::MissingId,
    EdgeCase::HostileName,
    EdgeCase::Duplicate,
];

/// The first day of a month that can have one.
const FIRST_DAY: u64 = 3;

/// The number of days from which the one of each kind is chosen.
const DAYS_PER_KIND: u64 = 4;

/// Returns the edge case on a day.
pub fn edge_case_on(day: NaiveDate) -> Option<EdgeCase> {
    if day.checked_add_days(Days::new(1))?.month() != day.month() {
        // So the calls of every month reach into the next one.
        return Some(EdgeCase::PastMidnight);
    }
    let since_first = u64::from(day.day()).checked_sub(FIRST_DAY)?;
    let index = usize::try_from(since_first / DAYS_PER_KIND).ok()?;
    let edge_case = *EDGE_CASES.get(index)?;
    let month = i64::from(day.year()) * 12 + i64::from(day.month0());
    let mut rng = Rng::new(month, 1000 + since_first / DAYS_PER_KIND);
    (rng.below(DAYS_PER_KIND) == since_first % DAYS_PER_KIND).then_some(edge_case)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_has_each_edge_case_and_a_call_that_ends_in_the_next_month() {
        for year in [2024, 2025, 2026] {
            for month in 1..=12 {
                let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
                let days: Vec<_> = first
                    .iter_days()
                    .take_while(|day| day.month() == month)
                    .collect();
                let odd: Vec<_> = days.iter().filter_map(|day| edge_case_on(*day)).collect();
                assert_eq!(odd[..EDGE_CASES.len()], EDGE_CASES);
                assert_eq!(odd.len(), EDGE_CASES.len() + 1);
                assert_eq!(
                    edge_case_on(days[days.len() - 1]),
                    Some(EdgeCase::PastMidnight)
                );
            }
        }
    }
}
