//! Waits until a conference is over and its calls have arrived.

use crate::columns::LEFT;
use crate::error::{Failure, Kind};
use crate::http::{Fetcher, decoded};
use crate::parse::{Projection, Response};
use crate::spool::Spool;
use crate::text::{compact, text_of};
use chrono::{DateTime, TimeDelta, Utc};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// The pauses between two questions: the first, and the longest that they grow to.
const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(60);

/// What one answer says of a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    calls: u64,
    without_end: u64,
    /// What the calls are, in any order.
    digest: u64,
}

impl Seen {
    fn is_over(&self) -> bool {
        self.calls > 0 && self.without_end == 0
    }

    fn told(&self) -> String {
        match (self.calls, self.without_end) {
            (0, _) => "no calls so far: is the number right?".to_owned(),
            (calls, 0) => format!("calls so far: {calls}, which may not be all"),
            (calls, open) => format!("calls so far: {calls}, without an end: {open}"),
        }
    }
}

/// The body of the answer in which every call has its end and nothing is new.
///
/// # Errors
/// A failure to reach the service when `longest` is over; those of asking.
pub fn until_over(fetcher: &Fetcher, path: &str, longest: Duration) -> anyhow::Result<Spool> {
    let timing = fetcher.retry.timing;
    let pause = |pause: Duration, seen: &Seen| {
        fetcher.console.detail(&format!(
            "{}; asking again in {} s",
            seen.told(),
            pause.as_secs()
        ));
        fetcher.progress.pauses(pause, &seen.told());
        (timing.pause)(pause);
        fetcher.progress.goes_on();
    };
    let ask = || {
        let mut body = fetcher.fetch(path)?;
        let seen = seen(&mut body)?;
        Ok((body, seen))
    };
    ask_until_over(ask, pause, timing.now, longest)
}

fn seen(body: &mut Spool) -> anyhow::Result<Seen> {
    let mut response = Response::open(decoded(body.reader()?)?, "the answer")?;
    let mut projection = Projection::default();
    let left = projection.slot(LEFT);
    let mut seen = Seen {
        calls: 0,
        without_end: 0,
        digest: 0,
    };
    response.each(&projection, |record| {
        let end = record.values[left].map(text_of).unwrap_or_default();
        seen.calls += 1;
        seen.without_end += u64::from(end.is_empty());
        let mut hasher = DefaultHasher::new();
        compact(record.text).hash(&mut hasher);
        seen.digest = seen.digest.wrapping_add(hasher.finish());
        Ok(())
    })?;
    response.finish()?;
    Ok(seen)
}

fn ask_until_over<T>(
    mut ask: impl FnMut() -> anyhow::Result<(T, Seen)>,
    mut pause: impl FnMut(Duration, &Seen),
    now: impl Fn() -> DateTime<Utc>,
    longest: Duration,
) -> anyhow::Result<T> {
    let started = now();
    let mut next_pause = FIRST;
    let mut before = None;
    loop {
        let (answer, seen) = ask()?;
        if seen.is_over() && before == Some(seen) {
            return Ok(answer);
        }
        before = Some(seen);
        let passed = (now() - started).max(TimeDelta::zero());
        let left = longest.saturating_sub(passed.to_std().unwrap_or_default());
        if left.is_zero() {
            let message = format!(
                "the conference was not over in {}; {}; wait longer, like --wait=1h, or ask without --wait for what there is",
                length(longest),
                seen.told()
            );
            return Err(Failure::new(Kind::Unreachable, message).into());
        }
        pause(next_pause.min(left), &seen);
        next_pause = (next_pause * 2).min(LONGEST);
    }
}

/// A length of time as it is typed.
fn length(time: Duration) -> String {
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

    fn seen(calls: u64, without_end: u64, digest: u64) -> Seen {
        Seen {
            calls,
            without_end,
            digest,
        }
    }

    /// The number of the answer that is taken, or why none is, and the pauses, for answers of which the last repeats.
    fn wait(answers: &[Seen], longest: u64) -> (Result<usize, String>, Vec<u64>) {
        let pauses = RefCell::new(Vec::new());
        let mut number = 0;
        let ask = || {
            number += 1;
            Ok((number, answers[(number - 1).min(answers.len() - 1)]))
        };
        let pause = |pause: Duration, _: &Seen| pauses.borrow_mut().push(pause.as_secs());
        let now = || {
            let passed = pauses.borrow().iter().sum::<u64>();
            DateTime::UNIX_EPOCH + Duration::from_secs(passed)
        };
        let taken = ask_until_over(ask, pause, now, Duration::from_secs(longest));
        (
            taken.map_err(|error| error.to_string()),
            pauses.into_inner(),
        )
    }

    #[test]
    fn it_is_over_when_every_call_has_its_end_and_two_answers_agree() {
        let answers = [
            seen(0, 0, 0),
            seen(1, 1, 5),
            seen(2, 0, 6),
            seen(3, 0, 7),
            seen(3, 0, 7),
        ];
        let (taken, pauses) = wait(&answers, 1800);
        assert_eq!(taken, Ok(5));
        assert_eq!(pauses, [5, 10, 20, 40]);
    }

    #[test]
    fn pauses_grow_to_a_minute_and_end_with_the_time() {
        let (taken, pauses) = wait(&[seen(2, 1, 0)], 300);
        let told = taken.unwrap_err();
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60, 60, 45]);
        assert!(
            told.contains("not over in 5m; calls so far: 2, without an end: 1"),
            "{told}"
        );
    }

    #[test]
    fn no_calls_yet_is_not_over() {
        let (taken, _) = wait(&[seen(0, 0, 0)], 60);
        assert!(taken.unwrap_err().contains("no calls so far"));
    }
}
