//! Services that limit their responses, against the comparison of long and short responses.

use super::completeness::LongResponseComparison;
use super::observations::{ObservedCall, ObservedCalls, TimestampField};
use crate::time::DateRange;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

/// The order of the calls in a response.
#[derive(Clone, Copy, Debug)]
enum Order {
    Ascending,
    Descending,
    Shuffled,
}

const ORDERS: [Order; 3] = [Order::Ascending, Order::Descending, Order::Shuffled];

/// How a service limits a response: the calls that it leaves of those it counts into a period.
type Limit<'l> = &'l dyn Fn(DateRange, Vec<ObservedCall>) -> Vec<ObservedCall>;

fn unlimited(_: DateRange, calls: Vec<ObservedCall>) -> Vec<ObservedCall> {
    calls
}

/// This many calls a day on so many days from 1 January 2019, each of another length and recorded
/// up to two days late.
fn calls(days: i64, per_day: i64) -> Vec<ObservedCall> {
    let interval = 86_400 / per_day;
    let call = |number| ObservedCall::sample(number, "2019-01-01T00:00:00Z", interval, 172_800);
    (0..days * per_day).map(call).collect()
}

/// The UTC day on which a call connected.
fn connect_day(call: &ObservedCall) -> NaiveDate {
    let connected = DateTime::from_timestamp_millis(call.time(TimestampField::Connect));
    connected.unwrap().date_naive()
}

/// The response of a service that counts calls by the UTC day on which they connected.
fn response(
    calls: &[ObservedCall],
    order: Order,
    limit: Limit<'_>,
    period: DateRange,
) -> ObservedCalls {
    let is_counted = |call: &&ObservedCall| period.contains(connect_day(call));
    let mut counted: Vec<_> = calls.iter().filter(is_counted).copied().collect();
    match order {
        Order::Ascending => {}
        Order::Descending => counted.reverse(),
        Order::Shuffled => {
            counted.sort_by_key(|call| call.identity.wrapping_mul(2_654_435_761) % 4093);
        }
    }
    ObservedCalls::with_calls(limit(period, counted))
}

/// Returns whether short responses reveal that the response for January 2019 lacks calls.
fn is_found(calls: &[ObservedCall], order: Order, limit: Limit<'_>) -> bool {
    is_found_in(january(), calls, order, limit)
}

fn is_found_in(period: DateRange, calls: &[ObservedCall], order: Order, limit: Limit<'_>) -> bool {
    let fetch = |period| response(calls, order, limit, period);
    let long = fetch(period);
    let mut completeness = LongResponseComparison::new(period, &long, Utc::now());
    for part in completeness.parts() {
        completeness.compare(part, &fetch(part));
    }
    for edge in completeness.edges() {
        completeness.compare(edge, &fetch(edge));
    }
    if completeness.lacks_calls() {
        completeness.recheck(&fetch(period));
    }
    !completeness.gaps.is_empty()
}

fn january() -> DateRange {
    days_from_first(31)
}

/// This many days from 1 January 2019.
fn days_from_first(days: i64) -> DateRange {
    let first: NaiveDate = "2019-01-01".parse().unwrap();
    DateRange::new(first, first + TimeDelta::days(days - 1)).unwrap()
}

#[test]
fn a_limit_of_calls_is_found_in_any_order() {
    let calls = calls(31, 100);
    for order in ORDERS {
        for limit in [1, 10, 137, 1000, 2999, 3090] {
            let first = |_, mut calls: Vec<_>| {
                calls.truncate(limit);
                calls
            };
            assert!(is_found(&calls, order, &first), "first {limit}, {order:?}");
            let last = |_, mut calls: Vec<ObservedCall>| {
                calls.split_off(calls.len().saturating_sub(limit))
            };
            assert!(is_found(&calls, order, &last), "last {limit}, {order:?}");
        }
    }
}

#[test]
fn a_long_period_that_is_silently_shortened_is_found() {
    let calls = calls(31, 20);
    for days in [1, 3, 7, 30] {
        let last_days = move |period: DateRange, mut calls: Vec<ObservedCall>| {
            calls.retain(|call| connect_day(call) > period.last() - TimeDelta::days(days));
            calls
        };
        let first_days = move |period: DateRange, mut calls: Vec<ObservedCall>| {
            calls.retain(|call| connect_day(call) < period.first() + TimeDelta::days(days));
            calls
        };
        for order in ORDERS {
            assert!(is_found(&calls, order, &last_days), "last {days} days");
            assert!(is_found(&calls, order, &first_days), "first {days} days");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn complete_responses_raise_no_alarm(
        days in 1..60_i64,
        per_day in 1..10_i64,
        period in 1..60_i64,
        order in prop::sample::select(&ORDERS[..]),
    ) {
        prop_assert!(!is_found_in(days_from_first(period), &calls(days, per_day), order, &unlimited));
    }

    #[test]
    fn a_limit_below_the_number_of_calls_is_found(
        days in 8..31_i64,
        per_day in 2..15_i64,
        left_out in 5..1000_usize,
        order in prop::sample::select(&ORDERS[..]),
        from_the_end in any::<bool>(),
    ) {
        let calls = calls(days, per_day);
        let limit = calls.len() - 1 - left_out % (calls.len() - 1);
        let limited = |_, mut calls: Vec<ObservedCall>| {
            if from_the_end {
                return calls.split_off(calls.len().saturating_sub(limit));
            }
            calls.truncate(limit);
            calls
        };
        prop_assert!(is_found_in(days_from_first(days), &calls, order, &limited), "{}", limit);
    }
}
