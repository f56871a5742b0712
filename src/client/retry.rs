//! Retries of failed requests.
//!
//! [`RetryPolicy::decide`] has neither clock nor randomness of its own, so tests cover it with
//! plain values. [`RetryingClient`] supplies both, and sleeps:
//!
//! ```text
//! attempt 1 ── 1 s ── attempt 2 ── 2 s ── attempt 3 ── 4 s ── attempt 4 ── 8 s ── attempt 5
//! ```
//!
//! Jitter shortens each delay by up to a half. A `Retry-After` header (RFC 9110, section 10.2.3)
//! replaces the delay and is obeyed to the second, but beyond [`MAX_DELAY`] the run fails at once
//! and says when to retry. `reqwest::retry` has neither delays nor `Retry-After`, and cannot repeat
//! a request whose body broke off.

use super::fetch_error::FetchError;
use super::http_client::Client;
use super::options::HttpOptions;
use crate::account::Account;
use crate::error::{Failure, error_kind, map_message};
use crate::io::Spool;
use crate::terminal::{Console, Progress};
use crate::time::MAX_DATE;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use std::time::{Duration, Instant};

/// The longest delay, also when the service requests it by `Retry-After`.
const MAX_DELAY: Duration = Duration::from_secs(300);

/// The last day that has a year of four digits.
const MAX_RETRY_TIME: DateTime<Utc> = MAX_DATE.and_time(NaiveTime::MIN).and_utc();

/// How often, and how long after a failure, a request is sent again.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// The number of attempts after the first.
    pub max_retries: u32,
    /// The first delay. Each later one is twice as long.
    pub initial_delay: Duration,
}

/// What to do after a failed attempt that may succeed later.
#[derive(Clone, Copy, Debug, PartialEq)]
enum RetryDecision {
    RetryAfter(Duration),
    GiveUp,
    /// The service requests a delay that is too long for a run.
    FailUntil(DateTime<Utc>),
}

impl RetryPolicy {
    /// Decides after `retries` retries, at the time `now`. `retry_after` is the delay that the
    /// service requests. Without one, `random` (0 to 1) shortens the delay by up to a half, so that
    /// clients that failed together do not return together.
    fn decide(
        &self,
        retries: u32,
        retry_after: Option<Duration>,
        now: DateTime<Utc>,
        random: f64,
    ) -> RetryDecision {
        if let Some(delay) = retry_after.filter(|delay| *delay > MAX_DELAY) {
            let end = TimeDelta::from_std(delay)
                .ok()
                .and_then(|delay| now.checked_add_signed(delay));
            return RetryDecision::FailUntil(end.unwrap_or(MAX_RETRY_TIME).min(MAX_RETRY_TIME));
        }
        if retries >= self.max_retries {
            return RetryDecision::GiveUp;
        }
        RetryDecision::RetryAfter(retry_after.unwrap_or_else(|| {
            self.initial_delay
                .saturating_mul(2_u32.saturating_pow(retries))
                .min(MAX_DELAY)
                .mul_f64(1.0 - random / 2.0)
        }))
    }
}

/// A client that repeats failed requests.
pub struct RetryingClient {
    pub client: Client,
    pub retry: RetryPolicy,
    pub console: Console,
    pub progress: Progress,
}

impl RetryingClient {
    /// Creates a client that queries with an account and shows its progress over this number of
    /// windows.
    pub fn new(
        account: Account,
        options: HttpOptions,
        retry: RetryPolicy,
        windows: usize,
        console: Console,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            client: Client::new(account, options)?,
            retry,
            console,
            progress: Progress::new(windows, console),
        })
    }

    /// Fetches the response to a path.
    pub fn fetch(&self, path: &str) -> anyhow::Result<Spool> {
        let mut retries = 0;
        loop {
            let error = match self.fetch_once(path) {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let Some(delay) = self.delay(&error, retries)? else {
                return Err(with_attempts(retries + 1, error.error));
            };
            self.sleep(delay, retries, &error.error);
            retries += 1;
        }
    }

    fn fetch_once(&self, path: &str) -> Result<Spool, FetchError> {
        let started = Instant::now();
        self.console
            .debug(&format!("GET {}", self.client.url(path)));
        let body = self.client.fetch_once(path, &self.progress)?;
        let (bytes, seconds) = (body.len(), started.elapsed().as_secs_f64());
        self.console
            .debug(&format!("received {bytes} bytes in {seconds:.2} s"));
        self.progress.add_window();
        Ok(body)
    }

    /// Returns the delay before the next attempt, or `None` if there is none.
    fn delay(&self, error: &FetchError, retries: u32) -> anyhow::Result<Option<Duration>> {
        if !error.is_retryable {
            return Ok(None);
        }
        let (now, random) = (Utc::now(), fastrand::f64());
        match self.retry.decide(retries, error.retry_after, now, random) {
            RetryDecision::RetryAfter(delay) => Ok(Some(delay)),
            RetryDecision::GiveUp => Ok(None),
            RetryDecision::FailUntil(end) => {
                let message = format!(
                    "{}, but not before {} (requested by the service)",
                    error.error,
                    end.format("%Y-%m-%d %H:%M:%S UTC")
                );
                Err(Failure::new(error_kind(&error.error), message).into())
            }
        }
    }

    fn sleep(&self, delay: Duration, retries: u32, error: &anyhow::Error) {
        let message = error.to_string();
        // The hint after the semicolon says to retry, which is being done.
        let problem = message.split(';').next().unwrap_or_default();
        let seconds = delay.as_secs_f64();
        self.console
            .debug(&format!("{problem}; retrying in {seconds:.1} s"));
        let (attempt, attempts) = (retries + 2, self.retry.max_retries.saturating_add(1));
        let reason = format!("attempt {attempt} of {attempts}: {problem}");
        self.progress.sleep(delay, "retrying", &reason);
    }
}

/// Adds the number of attempts, if there were several, to the error of the last one: before the
/// details and the hint.
fn with_attempts(attempts: u32, error: anyhow::Error) -> anyhow::Error {
    if attempts == 1 {
        return error;
    }
    map_message(error, |message| {
        let details = [" (", ": ", "; "]
            .into_iter()
            .filter_map(|start| message.find(start));
        let (problem, details) = message.split_at(details.min().unwrap_or(message.len()));
        format!("{problem} after {attempts} attempts{details}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: RetryPolicy = RetryPolicy {
        max_retries: 4,
        initial_delay: Duration::from_secs(1),
    };

    fn now() -> DateTime<Utc> {
        "2025-01-31T23:59:00Z".parse().unwrap()
    }

    fn decide(retries: u32, retry_after: Option<u64>, random: f64) -> RetryDecision {
        let retry_after = retry_after.map(Duration::from_secs);
        POLICY.decide(retries, retry_after, now(), random)
    }

    #[test]
    fn delays_double() {
        let delays = [0, 1, 2, 3].map(|retries| decide(retries, None, 0.0));
        assert_eq!(
            delays,
            [1, 2, 4, 8].map(|s| RetryDecision::RetryAfter(Duration::from_secs(s)))
        );
    }

    #[test]
    fn jitter_shortens_a_delay_by_up_to_a_half() {
        assert_eq!(
            decide(1, None, 1.0),
            RetryDecision::RetryAfter(Duration::from_secs(1))
        );
    }

    #[test]
    fn the_number_of_attempts_is_limited() {
        assert_eq!(decide(4, None, 0.0), RetryDecision::GiveUp);
        assert_eq!(decide(4, Some(1), 0.0), RetryDecision::GiveUp);
    }

    #[test]
    fn retry_after_is_obeyed_to_the_second() {
        assert_eq!(
            decide(0, Some(0), 0.7),
            RetryDecision::RetryAfter(Duration::ZERO)
        );
        assert_eq!(
            decide(2, Some(300), 0.7),
            RetryDecision::RetryAfter(MAX_DELAY)
        );
    }

    #[test]
    fn retry_after_beyond_five_minutes_ends_the_run_and_says_when() {
        let end = "2025-02-01T00:04:01Z".parse().unwrap();
        assert_eq!(decide(0, Some(301), 0.0), RetryDecision::FailUntil(end));
        let never = RetryDecision::FailUntil(MAX_RETRY_TIME);
        assert_eq!(decide(0, Some(u64::MAX), 0.0), never);
    }

    proptest! {
        #[test]
        fn no_delay_exceeds_the_maximum(
            retries in any::<u32>(),
            initial_delay in 0..u64::MAX,
            random in 0.0..1.0,
        ) {
            let policy = RetryPolicy { max_retries: u32::MAX, initial_delay: Duration::from_secs(initial_delay) };
            if let RetryDecision::RetryAfter(delay) = policy.decide(retries, None, now(), random) {
                prop_assert!(delay <= MAX_DELAY);
            }
        }
    }
}
