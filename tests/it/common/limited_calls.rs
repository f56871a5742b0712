//! Calls on many days, and what services that limit their responses leave of them.

use super::counting_service::Call;
use chrono::NaiveDate;
use std::ops::Range;

/// So many calls a day in January 2019, each of another length and recorded up to two days late.
pub fn calls(per_day: i64) -> Vec<Call> {
    calls_on(0..31, per_day)
}

/// The same on these days after the first of January.
pub fn calls_on(days: Range<i64>, per_day: i64) -> Vec<Call> {
    let numbers = days.start * per_day..days.end * per_day;
    let interval = 86_400 / per_day;
    let call = |number| Call::sample(number, "2019-01-01T00:00:00Z", interval, 172_800);
    numbers.map(call).collect()
}

/// The first calls of each response.
pub fn first(count: usize) -> impl Fn(NaiveDate, NaiveDate, Vec<Call>) -> Vec<Call> {
    move |_, _, mut calls| {
        calls.truncate(count);
        calls
    }
}

/// The last calls of each response.
pub fn last(count: usize) -> impl Fn(NaiveDate, NaiveDate, Vec<Call>) -> Vec<Call> {
    move |_, _, mut calls| calls.split_off(calls.len().saturating_sub(count))
}
