//! When to ask again: decided from plain values, without a clock or a pause of its own.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use std::time::{Duration, SystemTime};

/// The longest pause, also when the service asks for it by `RetryConfig-After`.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// The last time that has a year of four digits.
const LATEST: DateTime<Utc> = NaiveDate::from_ymd_opt(9999, 12, 31)
    .unwrap()
    .and_time(NaiveTime::MIN)
    .and_utc();

/// How often, and how long after a failure, the same question is asked again.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// How many attempts follow the first.
    pub retries: u32,
    /// The first pause. Each one after it is twice as long.
    pub first_pause: Duration,
}

/// A policy, with the clock, the random numbers from 0 to 1 and the pauses that it takes.
#[derive(Clone, Copy, Debug)]
pub struct RetryConfig {
    /// When to ask again.
    pub policy: RetryPolicy,
    /// What that takes.
    pub timing: Timing,
}

/// A clock, random numbers from 0 to 1, and pauses.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// The current time.
    pub now: fn() -> DateTime<Utc>,
    /// The next random number.
    pub random: fn() -> f64,
    /// Waits.
    pub pause: fn(Duration),
}

/// What to do after an attempt that failed in a way that may pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RetryDecision {
    /// Ask again after this pause.
    Again(Duration),
    /// There were enough attempts.
    GiveUp,
    /// The service wants to be left alone for longer than a run should wait.
    NotBefore(DateTime<Utc>),
}

impl RetryPolicy {
    /// Decides after `retried` retries, at the time `now`. `retry_after` is how long the service asks to
    /// be left alone, where it does. Otherwise the pause is cut by up to a half, as `random` (0 to 1)
    /// says, so that clients that failed together do not come back together.
    pub fn decide(
        &self,
        retried: u32,
        retry_after: Option<Duration>,
        now: DateTime<Utc>,
        random: f64,
    ) -> RetryDecision {
        if let Some(asked) = retry_after.filter(|asked| *asked > LONGEST_PAUSE) {
            let asked = TimeDelta::from_std(asked).unwrap_or(TimeDelta::MAX);
            let then = now.checked_add_signed(asked);
            return RetryDecision::NotBefore(then.unwrap_or(LATEST).min(LATEST));
        }
        if retried >= self.retries {
            return RetryDecision::GiveUp;
        }
        RetryDecision::Again(retry_after.unwrap_or_else(|| {
            let doubled = self
                .first_pause
                .saturating_mul(2_u32.saturating_pow(retried));
            doubled.min(LONGEST_PAUSE).mul_f64(1.0 - random / 2.0)
        }))
    }
}

/// How long a `RetryConfig-After` header asks to wait at the time `now`: a number of seconds or a date, by
/// RFC 9110. A date that has passed asks for no wait.
pub fn retry_after(header: &str, now: DateTime<Utc>) -> Option<Duration> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(header.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(header).ok()?;
    Some(
        date.duration_since(SystemTime::from(now))
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: RetryPolicy = RetryPolicy {
        retries: 4,
        first_pause: Duration::from_secs(1),
    };

    fn now() -> DateTime<Utc> {
        "2025-01-31T23:59:00Z".parse().unwrap()
    }

    fn decide(retried: u32, retry_after: Option<u64>, random: f64) -> RetryDecision {
        let retry_after = retry_after.map(Duration::from_secs);
        POLICY.decide(retried, retry_after, now(), random)
    }

    #[test]
    fn pauses_double() {
        let pauses = [0, 1, 2, 3].map(|retried| decide(retried, None, 0.0));
        assert_eq!(
            pauses,
            [1, 2, 4, 8].map(|s| RetryDecision::Again(Duration::from_secs(s)))
        );
    }

    #[test]
    fn chance_cuts_a_pause_by_up_to_a_half() {
        assert_eq!(
            decide(1, None, 1.0),
            RetryDecision::Again(Duration::from_secs(1))
        );
    }

    #[test]
    fn the_attempts_come_to_an_end() {
        assert_eq!(decide(4, None, 0.0), RetryDecision::GiveUp);
        assert_eq!(decide(4, Some(1), 0.0), RetryDecision::GiveUp);
    }

    #[test]
    fn the_service_s_own_wish_is_obeyed_to_the_second() {
        assert_eq!(
            decide(0, Some(0), 0.7),
            RetryDecision::Again(Duration::ZERO)
        );
        assert_eq!(
            decide(2, Some(300), 0.7),
            RetryDecision::Again(LONGEST_PAUSE)
        );
    }

    #[test]
    fn a_wish_beyond_five_minutes_ends_the_run_and_says_when() {
        let then = "2025-02-01T00:04:01Z".parse().unwrap();
        assert_eq!(decide(0, Some(301), 0.0), RetryDecision::NotBefore(then));
        let never = RetryDecision::NotBefore(LATEST);
        assert_eq!(decide(0, Some(u64::MAX), 0.0), never);
    }

    #[test]
    fn a_retry_after_header_is_seconds_or_a_date() {
        let seconds = |header| retry_after(header, now()).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(
            seconds("99999999999999999999"),
            Some(Duration::MAX.as_secs())
        );
        assert_eq!(seconds("Sat, 01 Feb 2025 00:00:00 GMT"), Some(60));
        assert_eq!(seconds("Saturday, 01-Feb-25 00:00:00 GMT"), Some(60));
        assert_eq!(seconds("Sat Feb  1 00:00:00 2025"), Some(60));
        assert_eq!(seconds("Fri, 31 Jan 2025 00:00:00 GMT"), Some(0));
    }

    #[test]
    fn a_retry_after_header_of_another_form_asks_for_nothing() {
        for header in ["", "soon", "-1", "1.5", "2025-02-01"] {
            assert_eq!(retry_after(header, now()), None, "{header}");
        }
    }

    proptest! {
        #[test]
        fn no_pause_is_longer_than_the_longest(
            retried in any::<u32>(),
            first_pause in 0..u64::MAX,
            random in 0.0..1.0,
        ) {
            let policy = RetryPolicy { retries: u32::MAX, first_pause: Duration::from_secs(first_pause) };
            if let RetryDecision::Again(pause) = policy.decide(retried, None, now(), random) {
                prop_assert!(pause <= LONGEST_PAUSE);
            }
        }
    }
}
