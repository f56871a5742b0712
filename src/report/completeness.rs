//! Completeness of what the service sent.
//!
//! A service that caps, pages or mixes up its responses sends fewer calls than it has, and nothing
//! in a single response shows it. Three properties of the responses of a run do:
//!
//! - **Seams.** Windows that both cover a day completely must agree on its calls. A window covers
//!   its days completely from its second day to two days before its last one. For it is not known
//!   whether the service includes the last day, which timestamp decides, and in which zone:
//!
//!   ```text
//!   window 1   |first  +1 ……………………… −2   −1  last|
//!   window 2                    |first  +1 ……………………… −2   −1  last|
//!   seam                               ^ both cover this day
//!   ```
//!
//!   Only calls whose every time lies within the seam are compared, and only on days older than
//!   three days, so that calls which arrive late are no contradiction.
//! - **Foreign responses.** If all calls of a response lie more than 40 days outside of its window
//!   with all of their times, it is the response to another request.
//! - **Counts.** A round number of calls, or several windows that share the largest number, look
//!   like a limit. They may be a coincidence, so that they are a warning.
//!
//! What none of these reveals, `cdr doctor` looks for.

use super::record_hasher::RecordHasher;
use crate::columns::{DISCONNECT_DT, RecordTime, TRANS_DATE};
use crate::error::{Failure, FailureKind};
use crate::record::{Projection, Record};
use crate::text::count_noun;
use crate::time::DateRange;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashSet};

/// The smallest number of calls that may look like a limit.
const MIN_SUSPICIOUS_CALLS: u64 = 100;

/// The number of windows that must share the largest number to look like a limit.
const MIN_EQUAL_WINDOWS: usize = 3;

/// The number of days that a call may lie outside of the window that was requested.
const MAX_DAYS_OUTSIDE: u64 = 40;

/// The number of days after which all calls of a day have arrived.
const DAYS_UNTIL_SETTLED: Days = Days::new(4);

/// The checks of the responses of a run, in the order of their windows.
pub struct ResponseChecks {
    reader: Reader,
    /// The windows that are requested, in the order of their responses; none without a period.
    windows: Vec<DateRange>,
    /// The number of responses that have begun.
    responses: usize,
    /// The last day that is old enough for a seam.
    last_settled_day: Option<NaiveDate>,
    current: Response,
    previous: Option<Response>,
    /// The number of calls of each response that may be limited.
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

/// Reads what the checks of a call need. Without seams, that is one call of each response. So it
/// has a projection of its own, which the other calls do not pay for.
struct Reader {
    projection: Projection,
    hasher: RecordHasher,
    time: RecordTime,
    /// Later times, any of which may decide to which period a call belongs.
    later_slots: [usize; 2],
}

impl Reader {
    fn new(seed: u64) -> Self {
        let mut projection = Projection::default();
        Self {
            hasher: RecordHasher::new(seed, &mut projection),
            time: RecordTime::new(&mut projection),
            later_slots: [DISCONNECT_DT, TRANS_DATE].map(|path| projection.add_path(path)),
            projection,
        }
    }

    /// Returns the first day of a call and what a seam keeps of it, or `None` if it has no readable
    /// time.
    fn read(&self, text: &str) -> Option<(NaiveDate, SeamCall)> {
        let read = |record: &Record<'_>| {
            let first_day = self.time.get(record)?.date_naive();
            let later = self
                .later_slots
                .iter()
                .filter_map(|slot| Some(record.time_at(*slot)?.date_naive()));
            let call = SeamCall {
                identity: self.hasher.identity(record),
                last_day: later.fold(first_day, NaiveDate::max),
            };
            Some((first_day, call))
        };
        let found = self.projection.with_record(text, |record| Ok(read(record)));
        found.ok().flatten()
    }
}

impl ResponseChecks {
    /// Creates the checks of the responses for these windows, in the order of their days; none for
    /// requests without a period and for files. `today` is the current UTC day.
    pub fn new(windows: Vec<DateRange>, today: NaiveDate, seed: u64) -> Self {
        Self {
            reader: Reader::new(seed),
            windows,
            responses: 0,
            last_settled_day: last_settled_day(today),
            current: Response::default(),
            previous: None,
            counts: Vec::new(),
        }
    }

    /// Marks the start of the next response.
    pub fn begin_response(&mut self) {
        let window = self.windows.get(self.responses).copied();
        let following = self.windows.get(self.responses + 1).copied();
        let seam = |windows: Option<(DateRange, DateRange)>| {
            windows.and_then(|(earlier, later)| self.seam(earlier, later))
        };
        let current = Response {
            seam_with_previous: seam(self.current.window.zip(window)),
            seam_with_next: seam(window.zip(following)),
            window,
            ..Response::default()
        };
        self.responses += 1;
        self.previous = Some(std::mem::replace(&mut self.current, current));
    }

    /// Observes a call as it was received, duplicates included.
    pub fn observe(&mut self, record: &Record<'_>) {
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

    /// Ends a response. `may_be_limited` is whether the number of its calls may be a limit of the
    /// service.
    ///
    /// # Errors
    /// Returns an invalid response failure if it belongs to another request, or contradicts the
    /// window before it.
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
                "none of {} received is within {MAX_DAYS_OUTSIDE} days of {window}; run the command again",
                count_noun(response.calls, "call")
            );
            return Err(Failure::new(FailureKind::InvalidResponse, message));
        }
        match (response.seam_with_previous, &self.previous) {
            (Some(seam), Some(previous)) => compare(seam, previous, response),
            _ => Ok(()),
        }
    }

    /// Returns the settled days that two windows both cover completely.
    pub fn seam(&self, earlier: DateRange, later: DateRange) -> Option<DateRange> {
        let first = later.first().succ_opt()?;
        let last = earlier.last().checked_sub_days(Days::new(2))?;
        DateRange::new(first, last.min(self.last_settled_day?))
    }

    /// Returns the warning about numbers of calls that look like a limit of the service.
    pub fn warning(&self) -> Option<String> {
        let advice = "run 'cdr doctor'";
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
                "the response has exactly {count} calls and may be incomplete; {advice}"
            )),
            ([count], _) => Some(format!(
                "1 response has exactly {count} calls and may be incomplete; {advice}"
            )),
            ([count, ..], _) => Some(format!(
                "{} responses have a round number of calls, such as {count}, and may be incomplete; {advice}",
                round.len()
            )),
        }
    }
}

/// Returns the last day whose calls have all arrived by now: responses may differ in the calls of
/// later days.
pub fn last_settled_day(today: NaiveDate) -> Option<NaiveDate> {
    today.checked_sub_days(DAYS_UNTIL_SETTLED)
}

/// Returns whether a call with its first and its last time on these days is in a window, or at most
/// 40 days from it. Any time may decide: a call that is recorded late belongs to the response even
/// if it connected long before.
fn is_nearby(window: DateRange, first_day: NaiveDate, last_day: NaiveDate) -> bool {
    let first = window.first().checked_sub_days(Days::new(MAX_DAYS_OUTSIDE));
    let last = window.last().checked_add_days(Days::new(MAX_DAYS_OUTSIDE));
    first.is_none_or(|first| first <= last_day) && last.is_none_or(|last| first_day <= last)
}

/// Returns whether a number is 1, 2, 2.5 or 5 times a power of ten, from 100 up.
pub fn is_round(count: u64) -> bool {
    let mut digits = count;
    while digits > 0 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    count >= MIN_SUSPICIOUS_CALLS && matches!(digits, 1 | 2 | 5 | 25)
}

/// Compares the calls that two windows have on the days that both cover.
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
                "responses disagree on {day}: {} in the one for {first}, {} in the one for {second}; run 'cdr doctor'",
                count_noun(before.len() as u64, "call"),
                count_noun(after.len() as u64, "call")
            );
            return Err(Failure::new(FailureKind::InvalidResponse, message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
