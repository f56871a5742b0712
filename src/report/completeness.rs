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
//! - **Strangers.** If all calls of a response lie more than 40 days outside of its window, it is the
//!   response to another request.
//! - **Counts.** A round number of calls, or several windows that share the largest number, look like
//!   a limit. They may be a coincidence, so that they are a warning.
//!
//! What none of these reveals, `cdr doctor` looks for.

use super::identity::Identity;
use crate::columns::{LEFT, LOGGED, RecordTime};
use crate::error::{Failure, Kind};
use crate::parse::{Projection, Record};
use crate::request::Period;
use crate::text::{text_of, time};
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
    identity: Identity,
    /// Not read without windows.
    times: Option<Times>,
    /// The windows that are requested, in the order of their responses; none without a period.
    windows: Vec<Period>,
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
    window: Option<Period>,
    seam_with_previous: Option<Period>,
    seam_with_next: Option<Period>,
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

/// The times of a call that may decide to which period it belongs.
struct Times {
    first: RecordTime,
    later_slots: [usize; 2],
}

impl Times {
    fn first_day(&self, record: &Record<'_>) -> Option<NaiveDate> {
        self.first.get(record).map(|time| time.date_naive())
    }

    /// The day of the last of its times.
    fn last_day(&self, record: &Record<'_>, first_day: NaiveDate) -> NaiveDate {
        let read = |slot: &usize| record.values[*slot].and_then(|json| time(&text_of(json)));
        let later = self.later_slots.iter().filter_map(read);
        later
            .map(|time| time.date_naive())
            .fold(first_day, NaiveDate::max)
    }
}

impl Completeness {
    /// Checks the responses for these windows, which are in the order of their days; none for requests
    /// without a period and for files. `today` is the current UTC day.
    pub fn new(
        windows: Vec<Period>,
        today: NaiveDate,
        seed: u64,
        projection: &mut Projection,
    ) -> Self {
        let times = (!windows.is_empty()).then(|| Times {
            first: RecordTime::new(projection),
            later_slots: [LEFT, LOGGED].map(|path| projection.slot(path)),
        });
        Self {
            identity: Identity::new(seed, projection),
            times,
            windows,
            begun: 0,
            last_settled_day: today.checked_sub_days(DAYS_UNTIL_SETTLED),
            current: Response::default(),
            previous: None,
            counts: Vec::new(),
        }
    }

    /// Marks the start of the next response.
    pub fn next_response(&mut self) {
        let window = self.windows.get(self.begun).copied();
        let following = self.windows.get(self.begun + 1).copied();
        let seam = |windows: Option<(Period, Period)>| {
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
        let (Some(window), Some(times)) = (response.window, &self.times) else {
            return;
        };
        let seams = [response.seam_with_previous, response.seam_with_next];
        if response.has_call_nearby && seams == [None, None] {
            return;
        }
        let Some(day) = times.first_day(record) else {
            response.has_call_nearby = true;
            return;
        };
        response.has_call_nearby |= is_nearby(window, day);
        if seams.iter().flatten().any(|seam| seam.contains(day)) {
            let call = SeamCall {
                identity: self.identity.digest(record).identity,
                last_day: times.last_day(record, day),
            };
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
            return Err(Failure::new(Kind::NotCdr, message));
        }
        match (response.seam_with_previous, &self.previous) {
            (Some(seam), Some(previous)) => compare(seam, previous, response),
            _ => Ok(()),
        }
    }

    /// The settled days that two windows both cover completely.
    pub fn seam(&self, earlier: Period, later: Period) -> Option<Period> {
        let first = later.first().succ_opt()?;
        let last = earlier.last().checked_sub_days(Days::new(2))?;
        Period::new(first, last.min(self.last_settled_day?))
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

/// Whether a day is in a window or at most 40 days from it.
fn is_nearby(window: Period, day: NaiveDate) -> bool {
    let first = window.first().checked_sub_days(MAX_DAYS_OUTSIDE);
    let last = window.last().checked_add_days(MAX_DAYS_OUTSIDE);
    first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
}

/// Whether a number is 1, 2, 2.5 or 5 times a power of ten, from 100 up.
pub fn is_round(count: u64) -> bool {
    let mut digits = count;
    while digits > 0 && digits % 10 == 0 {
        digits /= 10;
    }
    count >= MIN_SUSPICIOUS_CALLS && matches!(digits, 1 | 2 | 5 | 25)
}

/// Compares what two windows hold of the days that both cover.
fn compare(seam: Period, earlier: &Response, later: &Response) -> Result<(), Failure> {
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
            return Err(Failure::new(Kind::NotCdr, message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(first: &str, last: &str) -> Period {
        Period::new(day(first), day(last)).unwrap()
    }

    fn call(id: &str, connected: &str, logged: &str) -> String {
        format!(
            r#"{{"cdr_id":"{id}","trans_date":"{logged}T00:10:00Z","room":{{"connect_dt":"{connected}T00:00:00Z"}}}}"#
        )
    }

    /// Checks these responses to windows, each a list of calls, on 1 February 2025.
    fn check(windows: &[(Period, Vec<String>)]) -> (Result<(), String>, Option<String>) {
        let mut projection = Projection::default();
        let periods = windows.iter().map(|(period, _)| *period).collect();
        let mut completeness = Completeness::new(periods, day("2025-02-01"), 3, &mut projection);
        for (_, calls) in windows {
            completeness.next_response();
            for call in calls {
                let seen = projection.record(call, |record| {
                    completeness.see(record);
                    Ok(())
                });
                seen.unwrap();
            }
            if let Err(failure) = completeness.end_response(true) {
                return (Err(failure.to_string()), completeness.warning());
            }
        }
        (Ok(()), completeness.warning())
    }

    fn on(date: &str, count: usize) -> Vec<String> {
        let calls = (0..count).map(|number| call(&format!("{date}-{number}"), date, date));
        calls.collect()
    }

    #[test]
    fn windows_that_disagree_on_a_day_that_both_cover_are_an_error_that_names_the_day() {
        let (first, second) = (
            period("2025-01-01", "2025-01-10"),
            period("2025-01-07", "2025-01-16"),
        );
        let (result, _) = check(&[(first, on("2025-01-08", 3)), (second, on("2025-01-08", 2))]);
        let message = result.unwrap_err();
        assert!(
            message.contains("disagree on 2025-01-08: 3 calls"),
            "{message}"
        );
        assert!(
            message.contains("2 in the one for 2025-01-07 to 2025-01-16"),
            "{message}"
        );
        let (result, _) = check(&[(first, on("2025-01-08", 3)), (second, on("2025-01-08", 3))]);
        assert_eq!(result, Ok(()));
    }

    #[test]
    fn days_at_the_edge_of_a_window_and_recent_days_may_differ() {
        for date in ["2025-01-07", "2025-01-09", "2025-01-10"] {
            let first = (period("2025-01-01", "2025-01-10"), on(date, 3));
            let second = (period("2025-01-07", "2025-01-16"), on("2025-01-12", 1));
            assert_eq!(check(&[first, second]).0, Ok(()), "{date}");
        }
        let first = (period("2025-01-20", "2025-02-01"), on("2025-01-29", 3));
        let second = (period("2025-01-27", "2025-02-01"), on("2025-01-30", 1));
        assert_eq!(check(&[first, second]).0, Ok(()));
    }

    #[test]
    fn calls_that_were_recorded_after_the_seam_may_differ() {
        let late = call("a", "2025-01-08", "2025-01-12");
        let first = (period("2025-01-01", "2025-01-10"), on("2025-01-02", 1));
        let second = (period("2025-01-07", "2025-01-16"), vec![late]);
        assert_eq!(check(&[first, second]).0, Ok(()));
    }

    #[test]
    fn a_call_that_one_window_holds_twice_is_no_disagreement() {
        let twice = [on("2025-01-08", 1), on("2025-01-08", 1)].concat();
        let first = (period("2025-01-01", "2025-01-10"), twice);
        let second = (period("2025-01-07", "2025-01-16"), on("2025-01-08", 1));
        assert_eq!(check(&[first, second]).0, Ok(()));
    }

    #[test]
    fn a_response_whose_calls_all_lie_far_outside_belongs_to_another_request() {
        let window = period("2025-01-01", "2025-01-10");
        assert!(check(&[(window, on("2024-11-21", 2))]).0.is_err());
        assert!(check(&[(window, on("2025-02-20", 2))]).0.is_err());
        for nearby in ["2024-11-22", "2025-02-19", "2025-01-05"] {
            let calls = [on("2020-01-01", 2), on(nearby, 1)].concat();
            assert_eq!(check(&[(window, calls)]).0, Ok(()), "{nearby}");
        }
        let without_time = vec![r#"{"cdr_id":"a"}"#.to_owned()];
        assert_eq!(check(&[(window, without_time)]).0, Ok(()));
        assert_eq!(check(&[(window, Vec::new())]).0, Ok(()));
    }

    #[test]
    fn round_numbers_from_100_up_look_like_a_limit() {
        for count in [100, 200, 250, 500, 1000, 2000, 2500, 50_000] {
            assert!(is_round(count), "{count}");
        }
        for count in [0, 1, 10, 50, 99, 101, 150, 300, 1250, 1500, 2550] {
            assert!(!is_round(count), "{count}");
        }
    }

    #[test]
    fn windows_that_share_the_largest_number_look_like_a_limit() {
        let windows = |counts: &[usize]| {
            let days = ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"];
            let windows = days.iter().zip(counts);
            let windows: Vec<_> = windows
                .map(|(date, count)| (period(date, date), on(date, *count)))
                .collect();
            check(&windows).1
        };
        let warning = windows(&[137, 12, 137, 137]).unwrap();
        assert!(
            warning.starts_with("3 of 4 responses have 137 calls each"),
            "{warning}"
        );
        assert_eq!(windows(&[137, 137, 12, 9]), None);
        assert_eq!(windows(&[99, 99, 99, 99]), None);
        assert_eq!(windows(&[137, 137, 137, 138]), None);
        let warning = windows(&[100, 12, 250, 7]).unwrap();
        assert!(
            warning.starts_with("2 responses have a round number"),
            "{warning}"
        );
    }
}
