//! Waits until a conference is over and its calls have arrived.

use super::open_response;
use crate::client::{RetryingClient, fetch_with_timeout};
use crate::columns::DISCONNECT_DT;
use crate::error::{Failure, FailureKind};
use crate::io::Spool;
use crate::record::Projection;
use crate::report::{Deduplicator, Source};
use crate::text::{json_to_text, minify};
use crate::time::parse_timestamp;
use chrono::{DateTime, TimeDelta, Utc};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The pauses between two questions: the first, and the longest that they grow to.
const INITIAL_INTERVAL: Duration = Duration::from_secs(5);
const MAX_INTERVAL: Duration = Duration::from_secs(60);

/// How long the last answer may take.
const MIN_FINAL_REQUEST: Duration = Duration::from_secs(1);

/// What one answer says of a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Snapshot {
    calls: u64,
    connected: u64,
    /// What the calls are, in any order.
    digest: u64,
}

impl Snapshot {
    fn is_over(&self) -> bool {
        self.calls > 0 && self.connected == 0
    }

    fn describe(&self) -> String {
        match (self.calls, self.connected) {
            (0, _) => "no calls so far: is the number right?".to_owned(),
            (calls, 0) => format!("calls so far: {calls}, which may not be all"),
            (calls, open) => format!("calls so far: {calls}, without an end: {open}"),
        }
    }
}

/// The body of the answer in which every call has its end and nothing is new.
///
/// # Errors
/// A failure to reach the service when `longest` is over, also in the middle of an answer; those of asking.
pub fn wait_until_complete(
    fetcher: &Arc<RetryingClient>,
    path: &str,
    longest: Duration,
) -> anyhow::Result<Spool> {
    let pause = |pause: Duration, seen: &Snapshot| {
        let told = seen.describe();
        let seconds = pause.as_secs();
        fetcher
            .console
            .debug(&format!("{told}; asking again in {seconds} s"));
        fetcher.progress.sleep(pause, &told);
    };
    let ask = |left: Duration| {
        let Some(mut body) = fetch_with_timeout(left, fetcher, path)? else {
            return Ok(None);
        };
        let seen = take_snapshot(&mut body, Utc::now())?;
        Ok(Some((body, seen)))
    };
    // The wall clock may be set while this waits.
    let started = Instant::now();
    poll_until_complete(ask, pause, || started.elapsed(), longest)
}

fn take_snapshot(body: &mut Spool, now: DateTime<Utc>) -> anyhow::Result<Snapshot> {
    let mut response = open_response(body)?;
    let mut projection = Projection::default();
    let left = projection.add_path(DISCONNECT_DT);
    let mut duplicates = Deduplicator::new(false, 0, &mut projection);
    let mut seen = Snapshot {
        calls: 0,
        connected: 0,
        digest: 0,
    };
    duplicates.next_response(Source::Request);
    response.for_each_record(&projection, |record| {
        if duplicates.is_copy(&record)? {
            return Ok(());
        }
        let end = record.values[left].map(json_to_text).unwrap_or_default();
        // Clocks differ a little, but an end that is still to come is none.
        let is_over = parse_timestamp(&end).is_some_and(|end| end <= now + TimeDelta::minutes(5));
        seen.calls += 1;
        seen.connected += u64::from(!is_over);
        let mut hasher = DefaultHasher::new();
        minify(record.text).hash(&mut hasher);
        seen.digest = seen.digest.wrapping_add(hasher.finish());
        Ok(())
    })?;
    response.read_trailer()?;
    Ok(seen)
}

fn poll_until_complete<T>(
    mut ask: impl FnMut(Duration) -> anyhow::Result<Option<(T, Snapshot)>>,
    mut pause: impl FnMut(Duration, &Snapshot),
    elapsed: impl Fn() -> Duration,
    longest: Duration,
) -> anyhow::Result<T> {
    let left = || longest.saturating_sub(elapsed());
    let mut next_pause = INITIAL_INTERVAL;
    let mut last = None;
    let mut before = None;
    while let Some((answer, seen)) = ask(left())? {
        if seen.is_over() && before == Some(seen) {
            return Ok(answer);
        }
        last = Some(seen);
        // The last answer needs time to come, and answers that follow each other too fast prove nothing.
        let pause_now = next_pause.min(left().saturating_sub(MIN_FINAL_REQUEST));
        if pause_now < INITIAL_INTERVAL {
            break;
        }
        before = Some(seen);
        pause(pause_now, &seen);
        next_pause = (next_pause * 2).min(MAX_INTERVAL);
    }
    let seen = last.map_or("no answer so far".to_owned(), |seen: Snapshot| {
        seen.describe()
    });
    let message = format!(
        "the conference was not over in {}; {seen}; wait longer, like --wait=1h, or ask without --wait for what there is",
        format_duration(longest)
    );
    Err(Failure::new(FailureKind::Unavailable, message).into())
}

/// A length of time as it is typed.
fn format_duration(time: Duration) -> String {
    match time.as_secs() {
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
            digest,
        }
    }

    /// The number of the answer that is taken, or why none is, and the pauses, for answers of which the last repeats.
    fn wait(answers: &[Snapshot], longest: u64) -> (Result<usize, String>, Vec<u64>) {
        let pauses = RefCell::new(Vec::new());
        let mut number = 0;
        let ask = |_| {
            number += 1;
            let seen = answers[(number - 1).min(answers.len() - 1)];
            Ok(Some((number, seen)))
        };
        let pause = |pause: Duration, _: &Snapshot| pauses.borrow_mut().push(pause.as_secs());
        let elapsed = || Duration::from_secs(pauses.borrow().iter().sum());
        let taken = poll_until_complete(ask, pause, elapsed, Duration::from_secs(longest));
        (
            taken.map_err(|error| error.to_string()),
            pauses.into_inner(),
        )
    }

    #[test]
    fn it_is_over_when_every_call_has_its_end_and_two_answers_agree() {
        let answers = [
            snapshot(0, 0, 0),
            snapshot(1, 1, 5),
            snapshot(2, 0, 6),
            snapshot(3, 0, 7),
            snapshot(3, 0, 7),
        ];
        let (taken, pauses) = wait(&answers, 1800);
        assert_eq!(taken, Ok(5));
        assert_eq!(pauses, [5, 10, 20, 40]);
    }

    #[test]
    fn pauses_grow_to_a_minute_and_end_with_the_time() {
        let (taken, pauses) = wait(&[snapshot(2, 1, 0)], 300);
        let told = taken.unwrap_err();
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60, 60, 44]);
        assert!(
            told.contains("not over in 5m; calls so far: 2, without an end: 1"),
            "{told}"
        );
    }

    #[test]
    fn answers_that_follow_each_other_too_fast_prove_nothing() {
        assert!(wait(&[snapshot(1, 0, 3)], 5).0.is_err());
        assert_eq!(wait(&[snapshot(1, 0, 3)], 6).0, Ok(2));
    }

    #[test]
    fn an_end_must_be_a_time_that_has_come() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        for (end, is_over) in [
            ("\"2024-10-04T00:04:00Z\"", true),
            ("\"2024-10-04T00:06:00Z\"", false),
            ("\"0000-00-00T00:00:00Z\"", false),
            ("\"\"", false),
            ("{}", false),
        ] {
            let mut body = Spool::default();
            let record = format!(r#"{{"room":{{"disconnect_dt":{end}}}}}"#);
            write!(body, r#"{{"result":"0","cdr":[{record}]}}"#).unwrap();
            assert_eq!(
                take_snapshot(&mut body, now).unwrap().is_over(),
                is_over,
                "{end}"
            );
        }
    }

    #[test]
    fn no_calls_yet_is_not_over() {
        let (taken, _) = wait(&[snapshot(0, 0, 0)], 60);
        assert!(taken.unwrap_err().contains("no calls so far"));
    }
}
