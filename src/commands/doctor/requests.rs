//! The requests of `cdr doctor`: at most a dozen, each chosen by what the ones before have shown.
//!
//! 1. the whole period, by the caller;
//! 2. its parts, which together cover it and should have the same calls;
//! 3. the days next to the calls of the first response, if a single part has as many: both may end
//!    at a limit;
//! 4. single days that tell the remaining hypotheses apart;
//! 5. the whole period again, if it lacked calls; the last request again, which should have the
//!    same response; and a day long before, which should have no call of the period.

use super::completeness::LongResponseComparison;
use super::hypotheses::Hypotheses;
use super::observations::ObservedCalls;
use crate::client::{Query, RetryingClient};
use crate::commands::open_response;
use crate::error::{FailureKind, error_kind, map_message};
use crate::time::DateRange;
use anyhow::Error;
use chrono::Days;

/// The most requests of a run; retries of a request that fails are not counted.
const MAX_REQUESTS: usize = 12;

/// How many requests are kept for step 5.
const RESERVED_REQUESTS: usize = 3;

/// The distance of a day before the period that no call of the period can reach: calls of more than
/// 31 days are not examined.
const PROBE_OFFSET: Days = Days::new(60);

/// Sends requests and counts them.
pub struct Requests {
    pub client: RetryingClient,
    /// The seed of the identities of calls.
    pub seed: u64,
    pub sent: usize,
}

/// A CDR response.
pub struct Received {
    pub calls: ObservedCalls,
    /// Why it is not the complete response, if that is evident from itself.
    pub problem: Option<Error>,
}

impl Requests {
    /// Returns how many more can be sent.
    fn left(&self) -> usize {
        MAX_REQUESTS.saturating_sub(self.sent)
    }

    /// Fetches the calls of a period.
    pub fn fetch(&mut self, period: DateRange) -> anyhow::Result<Received> {
        self.sent += 1;
        let query = Query::Period { room: None, period };
        let mut body = self.client.fetch(&query.path())?;
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

    /// Fetches the calls of a part of the period, of which the response has to be complete. A
    /// failure names the days.
    fn fetch_complete(&mut self, period: DateRange) -> anyhow::Result<ObservedCalls> {
        self.fetch(period)
            .and_then(|received| match received.problem {
                None => Ok(received.calls),
                Some(problem) => Err(problem),
            })
            .map_err(|error| {
                map_message(error, |message| format!("request for {period}: {message}"))
            })
    }

    /// Sends the short requests for a period, one after the other, until one fails.
    pub fn send_short(
        &mut self,
        period: DateRange,
        completeness: &mut LongResponseComparison<'_>,
        hypotheses: &mut Hypotheses,
    ) -> anyhow::Result<()> {
        for part in completeness.parts() {
            let calls = self.fetch_complete(part)?;
            completeness.compare(part, &calls);
            hypotheses.eliminate(part, &calls);
        }
        for edge in completeness.edges() {
            completeness.compare(edge, &self.fetch_complete(edge)?);
        }
        while self.left() > RESERVED_REQUESTS {
            let Some(probe) = hypotheses.best_probe() else {
                break;
            };
            let calls = self.fetch_complete(probe)?;
            completeness.compare(probe, &calls);
            hypotheses.eliminate(probe, &calls);
        }
        if completeness.lacks_calls() {
            completeness.recheck(&self.fetch_complete(period)?);
        }
        if hypotheses.has_calls() {
            self.check_consistency(period, hypotheses)?;
        }
        Ok(())
    }

    /// Checks that the same request has the same response, and that the service does not ignore
    /// dates.
    fn check_consistency(
        &mut self,
        period: DateRange,
        hypotheses: &mut Hypotheses,
    ) -> anyhow::Result<()> {
        if let Some(last) = hypotheses.last_request() {
            hypotheses.require_repeatable(&self.fetch_complete(last)?);
        }
        let long_before = period.first().checked_sub_days(PROBE_OFFSET);
        if let Some(long_before) = long_before.and_then(|day| DateRange::new(day, day)) {
            match self.fetch_complete(long_before) {
                Ok(calls) => hypotheses.require_none_of_the_period(&calls),
                // Services refuse days that are older than what they keep.
                Err(error) if error_kind(&error) == FailureKind::Rejected => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
