//! The requests of `cdr doctor`.

use super::observations::ObservedCalls;
use crate::client::Query;
use crate::client::RetryingClient;
use crate::commands::open_response;
use crate::error::{Failure, FailureKind, error_kind, error_message};
use crate::time::DateRange;
use anyhow::Error;

/// The most requests of a run; retries of a request that fails are not counted.
pub const MAX_REQUESTS: usize = 12;

/// Sends requests, as many as are left.
pub struct Requests {
    pub fetcher: RetryingClient,
    /// The seed of the identities of calls.
    pub seed: u64,
    /// How many were sent.
    pub sent: usize,
}

/// A CDR response.
pub struct Received {
    pub calls: ObservedCalls,
    /// Why it is not the complete response, if that is evident from itself.
    pub problem: Option<Error>,
}

impl Requests {
    /// How many more can be sent.
    pub fn left(&self) -> usize {
        MAX_REQUESTS.saturating_sub(self.sent)
    }

    /// Fetches the calls of a period.
    ///
    /// # Errors
    /// Those of the request, and of a body that is no CDR response.
    pub fn fetch(&mut self, period: DateRange) -> anyhow::Result<Received> {
        self.sent += 1;
        let query = Query::Period { room: None, period };
        let mut body = self.fetcher.fetch(&query.path())?;
        let mut response = open_response(&mut body)?;
        let (mut calls, projection) = ObservedCalls::new(self.seed);
        let read = response.for_each_record(&projection, |record| {
            calls.observe(&record);
            Ok(())
        });
        let has_list = read.is_ok();
        let problem = read.and_then(|()| response.read_trailer()).err();
        match problem {
            Some(problem)
                if error_kind(&problem) != FailureKind::InvalidResponse
                    || (!has_list && calls.count == 0) =>
            {
                Err(problem)
            }
            problem => Ok(Received { calls, problem }),
        }
    }

    /// Fetches the calls of a part of the period, of which the response has to be complete.
    ///
    /// # Errors
    /// Those of the request or of the response, naming the days.
    pub fn fetch_complete(&mut self, period: DateRange) -> anyhow::Result<ObservedCalls> {
        let received = self.fetch(period);
        let complete = received.and_then(|received| match received.problem {
            None => Ok(received.calls),
            Some(problem) => Err(problem),
        });
        complete.map_err(|error| {
            let message = format!("request for {period}: {}", error_message(&error));
            let failure = Failure::new(error_kind(&error), message);
            error.context(failure)
        })
    }
}
