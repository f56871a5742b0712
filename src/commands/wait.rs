//! Waits until a conference is over and its calls have arrived.
//!
//! The service does not say that a conference is over, and it records calls one by one after they
//! end. So the conference is polled until two responses in a row are equal and every call in them
//! has ended:
//!
//! ```text
//!  0 s   no calls                        the number may be wrong
//!  5 s   1 call, connected
//! 15 s   2 calls, both ended             a third may not be recorded yet
//! 35 s   the same 2 calls, both ended    complete
//! ```
//!
//! If all calls ended more than a day ago, nothing more can come, and one response is enough.
//!
//! The interval doubles from five seconds to a minute. Responses are compared by a digest of their
//! calls in any order, because no order is promised. The last request is sent a second before
//! `--wait` expires. It is not sent if it would follow the one before by less than five seconds:
//! two equal responses in a short time prove nothing.

use super::open_response;
use crate::client::{RetryingClient, fetch_with_timeout};
use crate::columns::DISCONNECT_DT;
use crate::error::{Failure, FailureKind};
use crate::io::Spool;
use crate::record::Projection;
use crate::report::{Deduplicator, Source};
use crate::text::{count_noun, minify};
use chrono::{DateTime, TimeDelta, Utc};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

const MIN_INTERVAL: Duration = Duration::from_secs(5);
const MAX_INTERVAL: Duration = Duration::from_secs(60);

/// The time that is kept for the last request.
const FINAL_REQUEST_TIME: Duration = Duration::from_secs(1);

/// How long ago all calls must have ended for no more to come. They are recorded within minutes, at
/// most hours.
const SETTLED_AFTER: TimeDelta = TimeDelta::days(1);

/// How far the clock of the service may be ahead. A later end is still to come.
const MAX_CLOCK_DIFFERENCE: TimeDelta = TimeDelta::minutes(5);

/// What a response says about a conference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Snapshot {
    calls: u64,
    /// The number of calls that have not ended.
    connected: u64,
    /// The number of calls that ended so recently that others may still be recorded.
    recent: u64,
    /// The sum of the hashes of the calls.
    digest: u64,
}

impl Snapshot {
    fn is_over(&self) -> bool {
        self.calls > 0 && self.connected == 0
    }

    /// Returns whether all calls are here, given the response before this one.
    fn is_complete(&self, previous: Option<Self>) -> bool {
        self.is_over() && (self.recent == 0 || previous == Some(*self))
    }

    fn describe(&self) -> String {
        match (self.calls, self.connected) {
            (0, _) => "no calls yet".to_owned(),
            (calls, 0) => format!("{} so far, may be incomplete", count_noun(calls, "call")),
            (calls, connected) => {
                let calls = count_noun(calls, "call");
                format!("{calls} so far, {connected} still connected")
            }
        }
    }
}

/// Polls until every call has ended and no more can come. Returns the body of the last response. It
/// is a failure of the service if `timeout` expires first, also within a response.
pub fn wait_until_complete(
    client: &Arc<RetryingClient>,
    path: &str,
    timeout: Duration,
) -> anyhow::Result<Spool> {
    let sleep = |interval: Duration, snapshot: &Snapshot| {
        let state = snapshot.describe();
        let seconds = interval.as_secs();
        client
            .console
            .debug(&format!("{state}, next request in {seconds} s"));
        client.progress.sleep(interval, "next request", &state);
    };
    let fetch = |remaining: Duration| {
        let Some(mut body) = fetch_with_timeout(remaining, client, path)? else {
            return Ok(None);
        };
        let snapshot = take_snapshot(&mut body, Utc::now())?;
        Ok(Some((body, snapshot)))
    };
    // Not by the wall clock, which may be set meanwhile.
    let started = Instant::now();
    poll_until_complete(fetch, sleep, || started.elapsed(), timeout)
}

fn take_snapshot(body: &mut Spool, now: DateTime<Utc>) -> anyhow::Result<Snapshot> {
    let mut response = open_response(body)?;
    let mut projection = Projection::default();
    let end_slot = projection.add_path(DISCONNECT_DT);
    let mut duplicates = Deduplicator::new(false, 0, &mut projection);
    let mut snapshot = Snapshot::default();
    duplicates.begin_response(Source::Request);
    response.for_each_record(&projection, |record| {
        if duplicates.insert(&record)? {
            return Ok(());
        }
        let end = record
            .time_at(end_slot)
            .filter(|end| *end <= now + MAX_CLOCK_DIFFERENCE);
        snapshot.calls += 1;
        snapshot.connected += u64::from(end.is_none());
        snapshot.recent += u64::from(end.is_some_and(|end| end > now - SETTLED_AFTER));
        // A sum does not depend on the order. The service may add spaces, which minifying removes.
        let mut hasher = DefaultHasher::new();
        minify(record.text).hash(&mut hasher);
        snapshot.digest = snapshot.digest.wrapping_add(hasher.finish());
        Ok(())
    })?;
    response.read_trailer()?;
    Ok(snapshot)
}

/// The loop of [`wait_until_complete`], with the clock and the service as functions. `fetch`
/// returns `None` if the time it is given expires.
fn poll_until_complete<T>(
    mut fetch: impl FnMut(Duration) -> anyhow::Result<Option<(T, Snapshot)>>,
    mut sleep: impl FnMut(Duration, &Snapshot),
    elapsed: impl Fn() -> Duration,
    timeout: Duration,
) -> anyhow::Result<T> {
    let remaining = || timeout.saturating_sub(elapsed());
    let mut next_interval = MIN_INTERVAL;
    let mut last = None;
    while let Some((body, snapshot)) = fetch(remaining())? {
        if snapshot.is_complete(last) {
            return Ok(body);
        }
        last = Some(snapshot);
        let interval = next_interval.min(remaining().saturating_sub(FINAL_REQUEST_TIME));
        if interval < MIN_INTERVAL {
            break;
        }
        sleep(interval, &snapshot);
        next_interval = (next_interval * 2).min(MAX_INTERVAL);
    }
    let state = last.map_or("no response yet".to_owned(), |last| last.describe());
    let hint = match last {
        Some(Snapshot { calls: 0, .. }) => "check the conference number",
        _ => "use a longer --wait",
    };
    let timeout = format_duration(timeout);
    let message = format!("the conference did not end within {timeout}: {state}; {hint}");
    Err(Failure::new(FailureKind::Unavailable, message).into())
}

/// Formats a duration as `--wait` takes it.
fn format_duration(duration: Duration) -> String {
    match duration.as_secs() {
        seconds if seconds > 0 && seconds % 3600 == 0 => format!("{}h", seconds / 3600),
        seconds if seconds > 0 && seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::io::Write;

    fn snapshot(calls: u64, connected: u64, digest: u64) -> Snapshot {
        Snapshot {
            calls,
            connected,
            recent: calls - connected,
            digest,
        }
    }

    /// Polls a service with these responses, of which the last one repeats. Returns the number of
    /// the response that was taken, or why none was, and the intervals in seconds.
    fn poll(responses: &[Snapshot], timeout: u64) -> (Result<usize, String>, Vec<u64>) {
        let intervals = RefCell::new(Vec::new());
        let mut number = 0;
        let fetch = |_| {
            number += 1;
            let snapshot = responses[(number - 1).min(responses.len() - 1)];
            Ok(Some((number, snapshot)))
        };
        let sleep = |interval: Duration, _: &Snapshot| {
            intervals.borrow_mut().push(interval.as_secs());
        };
        let elapsed = || Duration::from_secs(intervals.borrow().iter().sum());
        let result = poll_until_complete(fetch, sleep, elapsed, Duration::from_secs(timeout));
        (
            result.map_err(|error| error.to_string()),
            intervals.into_inner(),
        )
    }

    #[test]
    fn a_conference_is_complete_when_every_call_has_ended_and_two_responses_are_equal() {
        let responses = [
            snapshot(0, 0, 0),
            snapshot(1, 1, 5),
            snapshot(2, 0, 6),
            snapshot(3, 0, 7),
            snapshot(3, 0, 7),
        ];
        let (result, intervals) = poll(&responses, 1800);
        assert_eq!(result, Ok(5));
        assert_eq!(intervals, [5, 10, 20, 40]);
    }

    #[test]
    fn one_response_is_enough_for_a_conference_that_ended_long_ago() {
        let settled = Snapshot {
            recent: 0,
            ..snapshot(3, 0, 7)
        };
        assert_eq!(poll(&[settled], 60), (Ok(1), vec![]));
    }

    #[test]
    fn intervals_grow_to_a_minute_and_end_with_the_timeout() {
        let (result, intervals) = poll(&[snapshot(2, 1, 0)], 300);
        let message = result.unwrap_err();
        assert_eq!(intervals, [5, 10, 20, 40, 60, 60, 60, 44]);
        assert!(
            message.contains("did not end within 5m: 2 calls so far, 1 still connected"),
            "{message}"
        );
    }

    #[test]
    fn equal_responses_within_five_seconds_are_not_enough() {
        assert!(poll(&[snapshot(1, 0, 3)], 5).0.is_err());
        assert_eq!(poll(&[snapshot(1, 0, 3)], 6).0, Ok(2));
    }

    #[test]
    fn a_call_has_ended_if_its_end_is_a_past_time() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        for (end, is_over, is_complete) in [
            ("\"2024-10-02T23:00:00Z\"", true, true),
            ("\"2024-10-04T00:04:00Z\"", true, false),
            ("\"2024-10-04T00:06:00Z\"", false, false),
            ("\"0000-00-00T00:00:00Z\"", false, false),
            ("\"\"", false, false),
            ("{}", false, false),
        ] {
            let mut body = Spool::default();
            let record = format!(r#"{{"room":{{"disconnect_dt":{end}}}}}"#);
            write!(body, r#"{{"result":"0","cdr":[{record}]}}"#).unwrap();
            let snapshot = take_snapshot(&mut body, now).unwrap();
            assert_eq!(snapshot.is_over(), is_over, "{end}");
            assert_eq!(snapshot.is_complete(None), is_complete, "{end}");
        }
    }

    #[test]
    fn a_conference_without_calls_is_not_over() {
        let (result, _) = poll(&[snapshot(0, 0, 0)], 60);
        let message = result.unwrap_err();
        let expected = "no calls yet; check the conference number";
        assert!(message.ends_with(expected), "{message}");
    }
}
