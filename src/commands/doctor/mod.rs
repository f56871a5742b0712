//! Checks the setup, and finds out how the service counts calls into a period.
//!
//! Each check has a row, which is printed whatever happens: a problem is the finding of a check,
//! and checks that depend on it are skipped. The rows come from one response for the whole period,
//! and from short ones that are compared with it:
//!
//! ```text
//! requests ─→ observations ─→ completeness ─→ completeness_check ─┐
//!                        ├──→ hypotheses ───→ counting_checks ────┼─→ report
//!                        └──────────────────→ call_checks ────────┘
//! ```
//!
//! [`completeness`] finds limits of the service, [`hypotheses`] the rule by which it counts;
//! neither has texts. The modules named checks turn what was found into rows.

mod billed_minutes;
mod call_checks;
mod completeness;
mod completeness_check;
#[cfg(test)]
mod completeness_tests;
mod counting_checks;
mod day_starts;
mod hypotheses;
#[cfg(test)]
mod hypotheses_tests;
mod observations;
mod report;
mod requests;
mod setup;

pub use self::report::COLUMNS;

use self::completeness::LongResponseComparison;
use self::hypotheses::Hypotheses;
use self::observations::ObservedCalls;
use self::report::{Check, CheckReport, Finding, TITLE};
use self::requests::Requests;
use super::table::ComputedTable;
use crate::account::Backend;
use crate::client::{HttpOptions, RetryPolicy, RetryingClient};
use crate::error::{FailureKind, error_kind};
use crate::output::Output;
use crate::report::PrintConfig;
use crate::sandbox::Sandbox;
use crate::terminal::Console;
use crate::time::{DateRange, TimeZone};
use chrono::Utc;
use std::path::PathBuf;
use std::time::Instant;

/// The setup to check, and the period whose calls are examined.
pub struct Config {
    pub period: DateRange,
    /// The account, or why it cannot be used.
    pub setup: anyhow::Result<Setup>,
    /// The zone of exact periods, or why it cannot be used.
    pub zone: anyhow::Result<Option<TimeZone>>,
    /// The zone that the profile names.
    pub profile_tz: Option<String>,
    /// The slack of exact periods, or why it cannot be used.
    pub slack: anyhow::Result<u32>,
    pub retry: RetryPolicy,
    pub print: PrintConfig,
    pub output: Option<PathBuf>,
    /// A random number.
    pub seed: u64,
}

/// The account that is used.
pub struct Setup {
    pub backend: Backend,
    pub profile: Option<String>,
    pub http_options: HttpOptions,
}

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    // The only failures before the report: of the command line and of the output. All others are
    // rows.
    ComputedTable::new(TITLE, COLUMNS).printed_columns(&config.print)?;
    let mut output = Output::open(config.output.as_deref())?;
    let mut report = CheckReport::default();
    setup::add_findings(config, &mut report);
    let mut slack = None;
    if let Ok(setup) = &config.setup {
        match connect(setup, config.retry, console) {
            Ok(client) => {
                let progress = client.progress.clone();
                let mut requests = Requests {
                    client,
                    seed: config.seed,
                    sent: 0,
                };
                slack = check_service(config, &mut requests, &mut report);
                progress.finish();
            }
            Err(error) => {
                report.fail_with(Check::Configuration, &error, &setup.backend);
            }
        }
    }
    setup::add_slack_failure(config, &mut report);
    // Lines for a profile would be advice about a setup that does not work.
    let is_usable = ![Check::Configuration, Check::CredentialsAccepted]
        .into_iter()
        .any(|check| report.has_failed(check));
    if is_usable {
        setup::add_profile_lines(config, slack, &mut report);
    }
    let hint = report.print(&config.print, &mut output)?;
    output.commit()?;
    if let Some(hint) = hint {
        console.info(&hint);
    }
    report
        .failure()
        .map_or(Ok(()), |failure| Err(failure.into()))
}

fn connect(setup: &Setup, retry: RetryPolicy, console: Console) -> anyhow::Result<RetryingClient> {
    let account = match &setup.backend {
        Backend::Service(service) => service.clone().load(console)?,
        Backend::Sandbox => Sandbox::start()?.account()?,
    };
    RetryingClient::new(account, setup.http_options.clone(), retry, 1, console)
}

/// Adds the findings about the service and its calls. Returns the slack that exact periods need.
fn check_service(
    config: &Config,
    requests: &mut Requests,
    report: &mut CheckReport,
) -> Option<u64> {
    let started = Instant::now();
    let received = match requests.fetch(config.period) {
        Ok(received) => received,
        Err(error) => {
            add_refusal(&error, report);
            return None;
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    report.add(Check::ServiceReached, Finding::ok("yes", "yes"));
    report.add(Check::CredentialsAccepted, Finding::ok("yes", "yes"));
    let response_time = Finding::ok(format!("{seconds:.1} s"), &format!("{seconds:.3}"));
    report.add(Check::ResponseTime, response_time);
    let calls = received.calls;
    let number = Finding::ok(
        format!("{} for {}", calls.count, config.period),
        &calls.count,
    );
    let number = match calls.count {
        0 => number.advise("choose a period that contains calls"),
        _ => number,
    };
    report.add(Check::NumberOfCalls, number);
    let slack = match received.problem {
        Some(problem) => {
            report.fail(Check::LongResponses, &problem);
            None
        }
        None => check_counting(config, requests, &calls, report),
    };
    if calls.count > 0 || !report.has_failed(Check::LongResponses) {
        call_checks::add_findings(&calls, report);
    }
    slack
}

/// Adds the failure of the first request to the check that it decides. A service that refuses the
/// request, or returns no CDR response, was reached; whether it looked at the credentials is
/// unknown.
fn add_refusal(error: &anyhow::Error, report: &mut CheckReport) {
    let failed = match error_kind(error) {
        FailureKind::Credentials => Check::CredentialsAccepted,
        FailureKind::Rejected | FailureKind::InvalidResponse => Check::NumberOfCalls,
        _ => Check::ServiceReached,
    };
    if failed != Check::ServiceReached {
        report.add(Check::ServiceReached, Finding::ok("yes", "yes"));
    }
    if failed == Check::NumberOfCalls {
        report.add(Check::CredentialsAccepted, Finding::unknown());
    }
    report.fail(failed, error);
}

/// Compares the long response with short ones, and adds what follows. Returns the slack that exact
/// periods need.
fn check_counting(
    config: &Config,
    requests: &mut Requests,
    calls: &ObservedCalls,
    report: &mut CheckReport,
) -> Option<u64> {
    let mut completeness = LongResponseComparison::new(config.period, calls, Utc::now());
    let parts = completeness.parts();
    let mut hypotheses = Hypotheses::new(config.period, calls, &parts);
    let sent = requests.send_short(config.period, &mut completeness, &mut hypotheses);
    let number = requests.sent;
    report.add(
        Check::Requests,
        Finding::ok(format!("{number} sent"), &number),
    );
    match &sent {
        Err(error) if error_kind(error) == FailureKind::InvalidResponse => {
            report.fail(Check::LongResponses, error);
        }
        Err(error) => report.fail_with(Check::Requests, error, &number),
        Ok(()) => {}
    }
    if sent.is_ok() || !completeness.gaps.is_empty() {
        completeness_check::add_finding(&completeness, report);
    }
    if sent.is_err() || report.has_failed(Check::LongResponses) {
        // From too few or incomplete responses, a wrong rule could follow.
        return None;
    }
    let slack = config.slack.as_ref().ok().copied();
    counting_checks::add_findings(&hypotheses, calls, slack, report)
}
