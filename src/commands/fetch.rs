//! Fetches calls from the service, in one request or in several windows, and prints them.
//!
//! Windows are requested at the same time and handled in their order, so that the result is the
//! same as that of one request. Nothing is committed before the last window was read completely: a
//! failure of any window fails the command, and names the window.

use super::open_response;
use super::summary::{SummaryLine, describe_query, row_noun};
use super::wait::wait_until_complete;
use crate::account::{Account, Backend};
use crate::client::{
    FailureOrder, HttpOptions, OrderedResponses, Query, RetryPolicy, RetryingClient,
};
use crate::error::map_message;
use crate::output::{OutputPath, ResultOutput};
use crate::record::ResponseReader;
use crate::report::{PrintConfig, RecordSelection, Report, ReportOutcome, Source};
use crate::sandbox::Sandbox;
use crate::terminal::Console;
use crate::text::count_noun;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

pub struct Config {
    pub query: Query,
    /// The windows of the query; the query itself, if it is not split.
    pub windows: Vec<Query>,
    pub backend: Backend,
    pub http_options: HttpOptions,
    pub retry: RetryPolicy,
    /// How long to wait until a conference is over, with `--wait`.
    pub wait: Option<Duration>,
    /// The number of windows that are fetched at a time.
    pub jobs: u16,
    pub print: PrintConfig,
    pub calls: RecordSelection,
    pub output: Option<OutputPath>,
}

pub fn run(config: Config, console: Console) -> anyhow::Result<()> {
    let is_sandbox = config.backend.service().is_none();
    let account = load_account(config.backend, console)?;
    // Before the request: a file that cannot be written, or an unknown column, should not cost one.
    let mut output = ResultOutput::open(config.output.as_ref())?;
    let mut report = Report::new(&config.print, &config.calls, output.destination(), console)?;
    let windows = config.windows.len();
    let client = RetryingClient::new(account, config.http_options, config.retry, windows, console)?;
    let progress = client.progress.clone();
    let result = if let Some(timeout) = config.wait {
        wait_until_complete(&Arc::new(client), &config.query.path(), timeout)
            .and_then(|mut body| report.add_response(open_response(&mut body)?, Source::Request))
    } else {
        let (windows, failures) = (&config.windows, FailureOrder::AtOnce);
        for_each_response(windows, client, config.jobs, failures, |response| {
            report.add_response(response, Source::Request)
        })
    };
    // The progress line goes before an error is printed.
    let time = progress.finish();
    result?;
    let summary = report.finish()?;
    let written = output.commit(config.output.as_ref(), console)?;
    print_sandbox_note(is_sandbox, console);
    print_exact_period_note(&config.query, &config.calls, &summary, console);
    SummaryLine {
        query: describe_result(&config.query, &config.calls, &summary),
        row_noun: row_noun(&config.print),
        output: written,
        time,
    }
    .print(&summary, console);
    summary.check_expectations()
}

/// Prints how many calls the extra days of an exact period had, on a terminal.
fn print_exact_period_note(
    query: &Query,
    calls: &RecordSelection,
    summary: &ReportOutcome,
    console: Console,
) {
    let zone = calls
        .period
        .as_ref()
        .and_then(|period| period.exact_zone.as_ref());
    if let (Some(requested), Some(zone)) = (query.period(), zone)
        && console.shows_progress()
    {
        let (calls, zone) = (count_noun(summary.outside, "call"), zone.name());
        console.info(&format!(
            "fetched {requested} UTC, excluded {calls} outside the days of {zone}"
        ));
    }
}

fn describe_result(query: &Query, calls: &RecordSelection, summary: &ReportOutcome) -> String {
    let period = calls.period.as_ref();
    let mut description = describe_query(
        query,
        period.map(|period| (period.days, period.exact_zone.as_ref())),
    );
    if summary.calls_before_conditions == 0 && matches!(query, Query::Conference(_)) {
        description.push_str("; a conference number is the conf_num of a call, not a room ID");
    }
    description
}

/// Returns the account to query with: that of the service, or of a sandbox that starts now.
pub fn load_account(backend: Backend, console: Console) -> anyhow::Result<Account> {
    match backend {
        Backend::Service(service) => service.load(console),
        Backend::Sandbox => Ok(Sandbox::start()?.account()?),
    }
}

/// Prints that the calls are sample data, if they are: after success, since a failure is one line.
pub fn print_sandbox_note(is_sandbox: bool, console: Console) {
    if is_sandbox {
        console.info("sandbox: these calls are sample data");
    }
}

/// Calls `f` with the response to each window, in their order. A failure names its window, if there
/// are several.
pub fn for_each_response(
    windows: &[Query],
    client: RetryingClient,
    jobs: u16,
    failures: FailureOrder,
    mut f: impl FnMut(ResponseReader<Box<dyn Read + '_>>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let paths = windows.iter().map(Query::path).collect();
    for (index, body) in OrderedResponses::new(client, paths, jobs, failures)? {
        body.and_then(|mut body| f(open_response(&mut body)?))
            .map_err(|error| match windows[index].period() {
                Some(window) if windows.len() > 1 => {
                    map_message(error, |message| format!("window {window}: {message}"))
                }
                _ => error,
            })?;
    }
    Ok(())
}
