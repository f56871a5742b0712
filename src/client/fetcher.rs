//! A path to a whole body, through every failure that may pass.

use super::http_client::Client;
use super::http_client::FetchError;
use super::retry::{RetryConfig, RetryDecision};
use crate::error::{Failure, error_kind};
use crate::io::Spool;
use crate::terminal::{Console, Progress};
use std::time::{Duration, Instant};

/// Asks until there is an answer, or a failure that will not pass.
pub struct RetryingClient {
    /// Who asks.
    pub client: Client,
    /// When to ask again.
    pub retry: RetryConfig,
    /// Who is told of the attempts.
    pub console: Console,
    /// Who is told of what has come.
    pub progress: Progress,
}

impl RetryingClient {
    /// Asks for the path, and again as the policy says.
    pub fn fetch(&self, path: &str) -> anyhow::Result<Spool> {
        let (console, timing) = (self.console, self.retry.timing);
        let mut retried = 0;
        loop {
            let started = Instant::now();
            console.detail(&format!("GET {}", self.client.url(path)));
            let fault = match self.client.get(path, (timing.now)(), &self.progress) {
                Ok(body) => {
                    let (bytes, seconds) = (body.length(), started.elapsed().as_secs_f64());
                    console.detail(&format!("received {bytes} bytes in {seconds:.2} s"));
                    self.progress.window_done();
                    return Ok(body);
                }
                Err(fault) => fault,
            };
            let Some(pause) = self.pause(&fault, retried)? else {
                return Err(after(retried + 1, fault.error));
            };
            let seconds = pause.as_secs_f64();
            console.detail(&format!("{}; asking again in {seconds:.1} s", fault.error));
            let told = fault.error.to_string();
            // What is behind it says what to do, and that is being done.
            let what = told.split(';').next().unwrap_or_default();
            let (attempt, attempts) = (retried + 2, self.retry.policy.retries.saturating_add(1));
            self.progress
                .pauses(pause, &format!("attempt {attempt} of {attempts}, {what}"));
            (timing.pause)(pause);
            self.progress.goes_on();
            retried += 1;
        }
    }

    /// How long to wait before the next attempt; `None` when there is none.
    fn pause(&self, fault: &FetchError, retried: u32) -> anyhow::Result<Option<Duration>> {
        if !fault.is_retryable {
            return Ok(None);
        }
        let timing = self.retry.timing;
        let (now, random) = ((timing.now)(), (timing.random)());
        match self
            .retry
            .policy
            .decide(retried, fault.retry_after, now, random)
        {
            RetryDecision::Again(pause) => Ok(Some(pause)),
            RetryDecision::GiveUp => Ok(None),
            RetryDecision::NotBefore(then) => {
                let message = format!(
                    "{}, but not before {}, as the service asks",
                    fault.error,
                    then.format("%Y-%m-%d %H:%M:%S UTC")
                );
                Err(Failure::new(error_kind(&fault.error), message).into())
            }
        }
    }
}

/// The failure of the last of several attempts.
fn after(attempts: u32, error: anyhow::Error) -> anyhow::Error {
    if attempts == 1 {
        return error;
    }
    let failure = Failure::new(error_kind(&error), format!("{error} ({attempts} attempts)"));
    error.context(failure)
}
