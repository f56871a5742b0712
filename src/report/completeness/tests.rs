//! Tests of the checks of responses.

use super::*;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

/// A call with the times by which a service may assign it to a day.
#[derive(Clone, Debug, PartialEq)]
struct Call {
    id: usize,
    connected: DateTime<Utc>,
    disconnected: DateTime<Utc>,
    logged: DateTime<Utc>,
}

impl Call {
    fn times(&self) -> [DateTime<Utc>; 3] {
        [self.connected, self.disconnected, self.logged]
    }

    fn text(&self) -> String {
        let [connected, disconnected, logged] = self.times().map(|time| time.to_rfc3339());
        format!(
            r#"{{"cdr_id":{},"trans_date":"{logged}","room":{{"connect_dt":"{connected}","disconnect_dt":"{disconnected}"}}}}"#,
            self.id
        )
    }
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(number)
}

fn period(first: u64, last: u64) -> DateRange {
    DateRange::new(day(first), day(last)).unwrap()
}

/// Long after the calls of the tests.
const LATER: u64 = 1000;

/// Checks the responses to the requests for these windows. Returns the warning.
fn check(
    today: NaiveDate,
    windows: &[DateRange],
    responses: &[Vec<Call>],
) -> Result<Option<String>, String> {
    let projection = Projection::default();
    let mut completeness = ResponseChecks::new(windows.to_vec(), today, 7);
    for calls in responses {
        completeness.begin_response();
        for call in calls {
            let seen = projection.with_record(&call.text(), |record| {
                completeness.observe(record);
                Ok(())
            });
            seen.unwrap();
        }
        let ended = completeness.end_response(true);
        ended.map_err(|failure| failure.to_string())?;
    }
    Ok(completeness.warning())
}

/// Calls with a duration and a delay of recording of up to these many minutes.
fn calls(longest: i64, latest: i64) -> impl Strategy<Value = Vec<Call>> {
    let minutes = (0..60 * 1440_i64, 0..longest, 0..latest);
    prop::collection::vec(minutes, 0..80).prop_map(|times| {
        let start = day(0).and_hms_opt(0, 0, 0).unwrap().and_utc();
        let times = times.into_iter().enumerate();
        let call = |(id, (connected, length, delay))| {
            let connected = start + TimeDelta::minutes(connected);
            let disconnected = connected + TimeDelta::minutes(length);
            let logged = disconnected + TimeDelta::minutes(delay);
            Call {
                id,
                connected,
                disconnected,
                logged,
            }
        };
        times.map(call).collect()
    })
}

/// How a service counts: which time decides, whether the last day is included, and how many minutes
/// its clock is ahead of UTC.
#[derive(Clone, Copy, Debug)]
struct CountingRule {
    decides: usize,
    last_day_is_in: bool,
    minutes: i64,
}

impl CountingRule {
    fn response(self, calls: &[Call], window: DateRange) -> Vec<Call> {
        let mut calls = calls.to_vec();
        calls.retain(|call| {
            let time = call.times()[self.decides] + TimeDelta::minutes(self.minutes);
            let day = time.date_naive();
            window.contains(day) && (self.last_day_is_in || day < window.last())
        });
        calls.sort_by_key(|call| call.times()[self.decides]);
        calls
    }
}

fn counting_rule() -> impl Strategy<Value = CountingRule> {
    // The earliest and the latest zone are 14 hours ahead and 12 hours behind.
    let rule = (0..3_usize, any::<bool>(), -12 * 60..=14 * 60_i64);
    rule.prop_map(|(decides, last_day_is_in, minutes)| CountingRule {
        decides,
        last_day_is_in,
        minutes,
    })
}

/// Windows of so many days, each with extra days at both ends.
fn windows() -> impl Strategy<Value = Vec<DateRange>> {
    (1..15_u64, 0..6_u64, 1..8_u64).prop_map(|(length, extra, count)| {
        let first = |number| 10 + number * length;
        let window = |number| period(first(number) - extra, first(number + 1) - 1 + extra);
        (0..count).map(window).collect()
    })
}

/// Returns whether two neighbors contradict each other about a day, as the module documentation
/// defines it.
fn contradict(windows: &[DateRange], responses: &[Vec<Call>]) -> bool {
    (1..windows.len()).any(|later| {
        let first = windows[later].first() + Days::new(1);
        let last = windows[later - 1].last() - Days::new(2);
        let is_within = |call: &&Call| {
            let days = call.times().map(|time| time.date_naive());
            days.iter().all(|day| first <= *day && *day <= last)
        };
        let within = |number: usize| -> Vec<usize> {
            let calls = responses[number].iter().filter(is_within);
            let mut ids: Vec<_> = calls.map(|call| call.id).collect();
            ids.sort_unstable();
            ids
        };
        within(later - 1) != within(later)
    })
}

proptest! {
    #[test]
    fn complete_responses_never_contradict_each_other(
        calls in prop_oneof![calls(90, 2), calls(5000, 20_000)],
        rule in counting_rule(),
        windows in windows(),
    ) {
        let response = |window: &DateRange| rule.response(&calls, *window);
        let responses: Vec<_> = windows.iter().map(response).collect();
        prop_assert_eq!(check(day(LATER), &windows, &responses), Ok(None));
    }

    #[test]
    fn truncated_responses_are_an_error_if_they_contradict_each_other(
        calls in prop_oneof![calls(90, 2), calls(3000, 3000)],
        rule in counting_rule(),
        windows in windows(),
        limit in 0..20_usize,
        keeps_last in any::<bool>(),
    ) {
        let response = |window: &DateRange| {
            let mut calls = rule.response(&calls, *window);
            if keeps_last {
                calls.reverse();
            }
            calls.truncate(limit);
            calls
        };
        let responses: Vec<_> = windows.iter().map(response).collect();
        let checked = check(day(LATER), &windows, &responses);
        prop_assert_eq!(checked.is_err(), contradict(&windows, &responses), "{:?}", checked);
    }
}

fn call(id: usize, number: u64) -> Call {
    let connected = day(number).and_hms_opt(9, 0, 0).unwrap().and_utc();
    Call {
        id,
        connected,
        disconnected: connected + TimeDelta::minutes(5),
        logged: connected + TimeDelta::minutes(6),
    }
}

#[test]
fn a_contradiction_names_the_day_the_windows_and_the_numbers_of_their_calls() {
    let windows = [period(0, 10), period(5, 20)];
    let responses = [vec![call(1, 7)], vec![call(1, 7), call(2, 7), call(3, 8)]];
    let error = check(day(LATER), &windows, &responses).unwrap_err();
    let expected = "responses disagree on 2025-01-08: 1 call in the one for 2025-01-01 to 2025-01-11, \
        2 calls in the one for 2025-01-06 to 2025-01-21";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn only_days_that_both_windows_cover_completely_are_compared() {
    let windows = [period(0, 10), period(5, 20)];
    for (number, is_compared) in [(4, false), (5, false), (6, true), (8, true), (9, false)] {
        let responses = [vec![call(1, number)], Vec::new()];
        let checked = check(day(LATER), &windows, &responses);
        assert_eq!(checked.is_err(), is_compared, "{number}");
    }
}

#[test]
fn only_days_older_than_three_days_are_compared() {
    let windows = [period(0, 10), period(5, 20)];
    for (age, is_compared) in [(0, false), (2, false), (3, false), (4, true), (5, true)] {
        let responses = [vec![call(1, 7)], Vec::new()];
        let checked = check(day(7 + age), &windows, &responses);
        assert_eq!(checked.is_err(), is_compared, "{age} days old");
    }
}

#[test]
fn calls_that_end_or_are_recorded_after_the_shared_days_are_not_compared() {
    let windows = [period(0, 10), period(5, 20)];
    let mut long = call(1, 7);
    long.disconnected += TimeDelta::days(2);
    let mut late = call(1, 7);
    late.logged += TimeDelta::days(30);
    for calls in [long, late] {
        assert_eq!(
            check(day(LATER), &windows, &[vec![calls], Vec::new()]),
            Ok(None)
        );
    }
}

#[test]
fn the_order_of_calls_and_their_duplicates_do_not_matter() {
    let windows = [period(0, 10), period(5, 20)];
    let calls = [call(1, 7), call(2, 7), call(3, 8)];
    let reversed = [2, 1, 0, 2, 2].map(|index: usize| calls[index].clone());
    let responses = [calls.to_vec(), reversed.to_vec()];
    assert_eq!(check(day(LATER), &windows, &responses), Ok(None));
}

#[test]
fn windows_that_share_a_day_or_none_are_not_compared() {
    for windows in [[period(0, 7), period(7, 14)], [period(0, 6), period(7, 14)]] {
        let responses = [vec![call(1, 6), call(2, 7)], Vec::new()];
        assert_eq!(check(day(LATER), &windows, &responses), Ok(None));
    }
}

#[test]
fn a_response_far_from_its_window_is_an_error_and_one_call_nearby_is_enough() {
    let windows = [period(100, 110)];
    for (numbers, is_error) in [
        (&[59][..], true),
        (&[60], false),
        (&[150], false),
        (&[151], true),
        (&[0, 1, 300], true),
        (&[0, 105, 300], false),
        (&[], false),
    ] {
        let calls = numbers.iter().map(|number| call(1, *number)).collect();
        let checked = check(day(LATER), &windows, &[calls]);
        assert_eq!(checked.is_err(), is_error, "{numbers:?}");
    }
}

#[test]
fn a_call_that_is_recorded_long_after_it_connected_is_near_the_window_of_either_time() {
    let mut late = call(1, 10);
    late.logged += TimeDelta::days(60);
    for (first, is_error) in [(0, false), (70, false), (110, false), (111, true)] {
        let windows = [period(first, first + 5)];
        let checked = check(day(LATER), &windows, &[vec![late.clone()]]);
        assert_eq!(checked.is_err(), is_error, "{first}");
    }
}

/// The warning about responses with these numbers of calls.
fn warning(counts: &[u64]) -> Option<String> {
    let mut completeness = ResponseChecks::new(Vec::new(), day(0), 7);
    completeness.counts = counts.to_vec();
    completeness.warning()
}

#[test]
fn numbers_from_100_up_that_are_round_or_shared_cause_a_warning() {
    for counts in [
        &[][..],
        &[0, 0, 0, 0],
        &[99, 99, 99],
        &[10, 20, 25, 50],
        &[101, 101, 7],
        &[117, 117, 117, 118],
        &[300, 400, 1100, 1250, 2400],
    ] {
        assert_eq!(warning(counts), None, "{counts:?}");
    }
    for (counts, expected) in [
        (&[100][..], "the response has exactly 100 calls"),
        (&[7, 2500], "1 response has exactly 2500 calls"),
        (
            &[250, 200, 7],
            "2 responses have a round number of calls, such as 250",
        ),
        (&[117, 3, 117, 117], "3 of 4 responses have 117 calls each"),
        (&[1000, 1000, 1000], "3 of 3 responses have 1000 calls each"),
    ] {
        let warning = warning(counts).unwrap();
        assert!(warning.starts_with(expected), "{warning}");
        assert!(warning.contains("run 'cdr doctor'"), "{warning}");
    }
}

#[test]
fn powers_of_ten_and_their_doubles_halves_and_quarters_are_round() {
    let round = [
        100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 25_000, 1_000_000,
    ];
    for count in round {
        assert!(is_round(count), "{count}");
    }
    for count in [
        0, 1, 10, 25, 50, 99, 110, 125, 150, 255, 300, 999, 1001, 7500,
    ] {
        assert!(!is_round(count), "{count}");
    }
}
