//! Completeness of what the service sent.
//!
//! A service that caps, pages or mixes up its responses sends fewer calls than it has, and nothing in a
//! single response shows it. Three properties of the responses of a run do:
//!
//! - **Seams.** Windows that both cover a day completely must agree on its calls. A window covers a
//!   day completely from the day after its first to two days before its last one, because it is not known
//!   whether the service includes the last day, which time stamp decides, and in which zone:
//!
//!   ```text
//!   window 1   |first  +1 ……………………… −2   −1  last|
//!   window 2                    |first  +1 ……………………… −2   −1  last|
//!   seam                               ^ both cover this day
//!   ```
//!
//!   Only calls whose every time lies within the seam are compared, and only on days older than three
//!   days, so that calls which arrive late are no contradiction.
//! - **Strangers.** If all calls of a response lie more than 40 days outside of its window with all of their
//!   times, it is the response to another request.
//! - **Counts.** A round number of calls, or several windows that share the largest number, look like
//!   a limit. They may be a coincidence, so that they are a warning.
//!
//! What none of these reveals, `cdr doctor` looks for.

use super::identity::Identity;
use crate::columns::{DISCONNECT_DT, RecordTime, TRANS_DATE};
use crate::error::{Failure, FailureKind};
use crate::record::{Projection, Record};
use crate::text::json_to_text;
use crate::time::DateRange;
use crate::time::parse_timestamp;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashSet};

/// The smallest number of calls that may look like a limit.
const MIN_SUSPICIOUS_CALLS: u64 = 100;

/// How many windows must share the largest number to look like a limit.
const MIN_EQUAL_WINDOWS: usize = 3;

/// How many days a call may lie outside of the window that it is in the response to.
const MAX_DAYS_OUTSIDE: Days = Days::new(40);

/// How many days must have passed until all calls of a day have arrived.
const DAYS_UNTIL_SETTLED: Days = Days::new(4);

/// Checks the responses of a run, in the order of their windows.
pub struct Completeness {
    reader: Reader,
    /// The windows that are requested, in the order of their responses; none without a period.
    windows: Vec<DateRange>,
    /// How many responses have begun.
    begun: usize,
    /// The last day that is old enough for a seam.
    last_settled_day: Option<NaiveDate>,
    current: Response,
    previous: Option<Response>,
    /// How many calls each response had that may look like a limit.
    counts: Vec<u64>,
}

/// What is known of one response.
#[derive(Default)]
struct Response {
    window: Option<DateRange>,
    seam_with_previous: Option<DateRange>,
    seam_with_next: Option<DateRange>,
    calls: u64,
    /// Whether a call lies in the window or near it, or has no time.
    has_call_nearby: bool,
    /// The calls that may be on a seam, by day.
    days: BTreeMap<NaiveDate, Vec<SeamCall>>,
}

/// A call that may be on a seam.
struct SeamCall {
    identity: u128,
    /// The day of the last of its times.
    last_day: NaiveDate,
}

/// Reads of a call what its window and its seams are checked by. Few calls are read: without seams, one of each
/// response. So they have a projection of their own, and the others do not pay for them.
struct Reader {
    projection: Projection,
    identity: Identity,
    time: RecordTime,
    /// Later times, any of which may decide to which period a call belongs.
    later_slots: [usize; 2],
}

impl Reader {
    fn new(seed: u64) -> Self {
        let mut projection = Projection::default();
        Self {
            identity: Identity::new(seed, &mut projection),
            time: RecordTime::new(&mut projection),
            later_slots: [DISCONNECT_DT, TRANS_DATE].map(|path| projection.add_path(path)),
            projection,
        }
    }

    /// The first day of a call and what a seam keeps of it; `None` if it has no time that is readable.
    fn read(&self, text: &str) -> Option<(NaiveDate, SeamCall)> {
        let read = |record: &Record<'_>| {
            let first_day = self.time.get(record)?.date_naive();
            let later = self.later_slots.iter().filter_map(|slot| {
                let time = parse_timestamp(&json_to_text(record.values[*slot]?))?;
                Some(time.date_naive())
            });
            let call = SeamCall {
                identity: self.identity.identity(record),
                last_day: later.fold(first_day, NaiveDate::max),
            };
            Some((first_day, call))
        };
        let found = self.projection.with_record(text, |record| Ok(read(record)));
        found.ok().flatten()
    }
}

impl Completeness {
    /// Checks the responses for these windows, which are in the order of their days; none for requests
    /// without a period and for files. `today` is the current UTC day.
    pub fn new(windows: Vec<DateRange>, today: NaiveDate, seed: u64) -> Self {
        Self {
            reader: Reader::new(seed),
            windows,
            begun: 0,
            last_settled_day: last_settled_day(today),
            current: Response::default(),
            previous: None,
            counts: Vec::new(),
        }
    }

    /// Marks the start of the next response.
    pub fn next_response(&mut self) {
        let window = self.windows.get(self.begun).copied();
        let following = self.windows.get(self.begun + 1).copied();
        let seam = |windows: Option<(DateRange, DateRange)>| {
            windows.and_then(|(earlier, later)| self.seam(earlier, later))
        };
        let current = Response {
            seam_with_previous: seam(self.current.window.zip(window)),
            seam_with_next: seam(window.zip(following)),
            window,
            ..Response::default()
        };
        self.begun += 1;
        self.previous = Some(std::mem::replace(&mut self.current, current));
    }

    /// Looks at a call as it was received, duplicates included.
    pub fn see(&mut self, record: &Record<'_>) {
        let response = &mut self.current;
        response.calls += 1;
        let Some(window) = response.window else {
            return;
        };
        let seams = [response.seam_with_previous, response.seam_with_next];
        if response.has_call_nearby && seams == [None, None] {
            return;
        }
        let Some((day, call)) = self.reader.read(record.text) else {
            response.has_call_nearby = true;
            return;
        };
        response.has_call_nearby |= is_nearby(window, day, call.last_day);
        if seams.iter().flatten().any(|seam| seam.contains(day)) {
            response.days.entry(day).or_default().push(call);
        }
    }

    /// Ends a response. `may_be_limited` says whether the number of its calls may be a limit of the service.
    ///
    /// # Errors
    /// Not a CDR response if it belongs to another request, or contradicts the window before it.
    pub fn end_response(&mut self, may_be_limited: bool) -> Result<(), Failure> {
        let response = &self.current;
        if may_be_limited {
            self.counts.push(response.calls);
        }
        if let Some(window) = response.window
            && response.calls > 0
            && !response.has_call_nearby
        {
            let message = format!(
                "all {} calls of the response lie more than 40 days outside of {window}, so that it belongs to another request; run the command again",
                response.calls
            );
            return Err(Failure::new(FailureKind::InvalidResponse, message));
        }
        match (response.seam_with_previous, &self.previous) {
            (Some(seam), Some(previous)) => compare(seam, previous, response),
            _ => Ok(()),
        }
    }

    /// The settled days that two windows both cover completely.
    pub fn seam(&self, earlier: DateRange, later: DateRange) -> Option<DateRange> {
        let first = later.first().succ_opt()?;
        let last = earlier.last().checked_sub_days(Days::new(2))?;
        DateRange::new(first, last.min(self.last_settled_day?))
    }

    /// What looks like a limit of the service.
    pub fn warning(&self) -> Option<String> {
        let advice = "run 'cdr doctor' to check whether the service limits its responses";
        let largest = self.counts.iter().max().copied()?;
        let windows = self
            .counts
            .iter()
            .filter(|count| **count == largest)
            .count();
        if largest >= MIN_SUSPICIOUS_CALLS && windows >= MIN_EQUAL_WINDOWS {
            return Some(format!(
                "{windows} of {} responses have {largest} calls each, more than all others; {advice}",
                self.counts.len()
            ));
        }
        let round: Vec<_> = self
            .counts
            .iter()
            .filter(|count| is_round(**count))
            .collect();
        match (round.as_slice(), self.counts.len()) {
            ([], _) => None,
            ([count], 1) => Some(format!(
                "the response has exactly {count} calls, which may be a limit; {advice}"
            )),
            ([count], _) => Some(format!(
                "1 response has exactly {count} calls, which may be a limit; {advice}"
            )),
            ([count, ..], _) => Some(format!(
                "{} responses have a round number of calls (such as {count}), which may be a limit; {advice}",
                round.len()
            )),
        }
    }
}

/// Returns the last day whose calls have all arrived by now: responses may differ in the calls of later days.
pub fn last_settled_day(today: NaiveDate) -> Option<NaiveDate> {
    today.checked_sub_days(DAYS_UNTIL_SETTLED)
}

/// Whether a call with its first and its last time on these days is in a window, or at most 40 days from it. Any
/// time may decide: a call that is recorded late belongs to the response even if it connected long before.
fn is_nearby(window: DateRange, first_day: NaiveDate, last_day: NaiveDate) -> bool {
    let first = window.first().checked_sub_days(MAX_DAYS_OUTSIDE);
    let last = window.last().checked_add_days(MAX_DAYS_OUTSIDE);
    first.is_none_or(|first| first <= last_day) && last.is_none_or(|last| first_day <= last)
}

/// Whether a number is 1, 2, 2.5 or 5 times a power of ten, from 100 up.
pub fn is_round(count: u64) -> bool {
    let mut digits = count;
    while digits > 0 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    count >= MIN_SUSPICIOUS_CALLS && matches!(digits, 1 | 2 | 5 | 25)
}

/// Compares what two windows hold of the days that both cover.
fn compare(seam: DateRange, earlier: &Response, later: &Response) -> Result<(), Failure> {
    for day in seam.days() {
        let calls = |response: &Response| -> HashSet<u128> {
            let calls = response.days.get(&day).into_iter().flatten();
            let settled = calls.filter(|call| seam.contains(call.last_day));
            settled.map(|call| call.identity).collect()
        };
        let (before, after) = (calls(earlier), calls(later));
        if before != after {
            let [first, second] = [earlier, later].map(|response| {
                response
                    .window
                    .map_or_else(String::new, |window| window.to_string())
            });
            let message = format!(
                "responses disagree on {day}: {} calls in the one for {first}, {} in the one for {second}; run 'cdr doctor' to check whether the service limits its responses",
                before.len(),
                after.len()
            );
            return Err(Failure::new(FailureKind::InvalidResponse, message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;

    /// A call with the times by which a service may assign it to a day.
    #[derive(Clone, Debug, PartialEq)]
    struct Call {
        id: usize,
        connected: DateTime<Utc>,
        left: DateTime<Utc>,
        logged: DateTime<Utc>,
    }

    impl Call {
        fn times(&self) -> [DateTime<Utc>; 3] {
            [self.connected, self.left, self.logged]
        }

        fn text(&self) -> String {
            let [connected, left, logged] = self.times().map(|time| time.to_rfc3339());
            format!(
                r#"{{"cdr_id":{},"trans_date":"{logged}","room":{{"connect_dt":"{connected}","disconnect_dt":"{left}"}}}}"#,
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
        let mut completeness = Completeness::new(windows.to_vec(), today, 7);
        for calls in responses {
            completeness.next_response();
            for call in calls {
                let seen = projection.with_record(&call.text(), |record| {
                    completeness.see(record);
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
                let left = connected + TimeDelta::minutes(length);
                let logged = left + TimeDelta::minutes(delay);
                Call {
                    id,
                    connected,
                    left,
                    logged,
                }
            };
            times.map(call).collect()
        })
    }

    /// How a service counts: which time decides, whether the last day is included, and how many minutes its clock
    /// is ahead of UTC.
    #[derive(Clone, Copy, Debug)]
    struct Way {
        decides: usize,
        last_day_is_in: bool,
        minutes: i64,
    }

    impl Way {
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

    fn way() -> impl Strategy<Value = Way> {
        // The earliest and the latest zone are 14 hours ahead and 12 hours behind.
        let way = (0..3_usize, any::<bool>(), -12 * 60..=14 * 60_i64);
        way.prop_map(|(decides, last_day_is_in, minutes)| Way {
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

    /// Whether two neighbors contradict each other about a day, by the contract's definition.
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
            way in way(),
            windows in windows(),
        ) {
            let response = |window: &DateRange| way.response(&calls, *window);
            let responses: Vec<_> = windows.iter().map(response).collect();
            prop_assert_eq!(check(day(LATER), &windows, &responses), Ok(None));
        }

        #[test]
        fn truncated_responses_are_an_error_if_they_contradict_each_other(
            calls in prop_oneof![calls(90, 2), calls(3000, 3000)],
            way in way(),
            windows in windows(),
            limit in 0..20_usize,
            keeps_last in any::<bool>(),
        ) {
            let response = |window: &DateRange| {
                let mut calls = way.response(&calls, *window);
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
            left: connected + TimeDelta::minutes(5),
            logged: connected + TimeDelta::minutes(6),
        }
    }

    #[test]
    fn a_contradiction_names_the_day_the_windows_and_the_numbers_of_their_calls() {
        let windows = [period(0, 10), period(5, 20)];
        let responses = [vec![call(1, 7)], vec![call(1, 7), call(2, 7), call(3, 8)]];
        let error = check(day(LATER), &windows, &responses).unwrap_err();
        let expected = "responses disagree on 2025-01-08: 1 calls in the one for 2025-01-01 to 2025-01-11, \
            2 in the one for 2025-01-06 to 2025-01-21";
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
        long.left += TimeDelta::days(2);
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
        let mut completeness = Completeness::new(Vec::new(), day(0), 7);
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
                "2 responses have a round number of calls (such as 250)",
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
}
