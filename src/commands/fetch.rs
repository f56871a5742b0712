//! Asks the service a question, in one request or in several.

use super::open_response;
use super::summary::{SummaryLine, describe_query};
use super::wait::wait_until_complete;
use super::windows::{for_each_response, load_account};
use crate::account::Backend;
use crate::client::Query;
use crate::client::{Client, FailureOrder, HttpOptions, RetryPolicy, RetryingClient};
use crate::output::Output;
use crate::report::{PrintConfig, RecordSelection, Report, Source};
use crate::terminal::{Console, Progress};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A question, and all that it takes to report it.
pub struct Config {
    pub query: Query,
    /// The query in the windows that are asked for; itself, where it is not split.
    pub windows: Vec<Query>,
    pub backend: Backend,
    pub transfer: HttpOptions,
    pub retry: RetryPolicy,
    /// How long to wait until a conference is over, if it is waited for.
    pub wait: Option<Duration>,
    /// How many windows are asked for at a time.
    pub jobs: u16,
    pub style: PrintConfig,
    pub calls: RecordSelection,
    pub output: Option<PathBuf>,
}

pub fn run(config: Config, console: Console) -> anyhow::Result<()> {
    let account = load_account(config.backend, console)?;
    let mut output = Output::open(config.output.as_deref())?;
    let mut report = Report::new(&config.style, &config.calls, &mut output, console)?;
    let progress = Progress::new(config.windows.len(), console);
    let fetcher = RetryingClient {
        client: Client::new(account, config.transfer)?,
        retry: config.retry,
        console,
        progress: progress.clone(),
    };
    let result = if let Some(longest) = config.wait {
        wait_for_conference(&config.query, &Arc::new(fetcher), longest, &mut report)
    } else {
        let (windows, failures) = (&config.windows, FailureOrder::AtOnce);
        for_each_response(windows, fetcher, config.jobs, failures, |response| {
            report.take(response, Source::Request)
        })
    };
    let time = progress.finish();
    result?;
    let ending = report.finish()?;
    output.commit()?;
    let days = config.calls.days.as_ref();
    if let (Some(asked), Some(zone)) = (
        config.query.period(),
        days.and_then(|days| days.exact.as_ref()),
    ) && console.shows_progress()
    {
        let (outside, zone) = (ending.outside, zone.name());
        console.info(&format!(
            "asked for {asked} UTC; {outside} of these calls lay outside the days of {zone}"
        ));
    }
    let days = days.map(|days| (days.period, days.exact.as_ref()));
    let mut description = describe_query(&config.query, days);
    if ending.calls_before_conditions == 0 && matches!(config.query, Query::Conference(_)) {
        description.push_str("; its number is the conf_num of its calls, and no room id");
    }
    let summary_line = SummaryLine {
        query: description,
        is_totals: config.style.group_by.is_some(),
        output: config.output.as_deref(),
        time,
    };
    summary_line.print(&ending, console);
    Ok(())
}

/// Takes the report in which a conference is over.
fn wait_for_conference(
    query: &Query,
    fetcher: &Arc<RetryingClient>,
    longest: Duration,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut body = wait_until_complete(fetcher, &query.path(), longest)?;
    report.take(open_response(&mut body)?, Source::Request)
}
