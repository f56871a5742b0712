//! Finds out how a service counts, by asking it, and says what to do about it.

mod calls;
mod clock;
mod way;

use self::calls::Observed;
use self::way::Ways;
use super::response_of;
use super::rows::{Rows, print};
use crate::account::AccountSource;
use crate::columns::Type;
use crate::error::Failure;
use crate::http::{Client, Fetcher, Retry, Transfer};
use crate::output::Output;
use crate::report::Style;
use crate::request::{Period, Query, Zone};
use crate::sandbox::Sandbox;
use crate::terminal::{Console, Progress};
use chrono::Days;
use std::path::PathBuf;
use std::time::Instant;

/// Whom to ask, and for which days.
pub struct Config {
    pub period: Period,
    /// Of whom it is asked; `None` for the sandbox.
    pub service: Option<AccountSource>,
    pub profile: Option<String>,
    /// The zone that exact periods are in, unless `--tz` says otherwise, or why it can't be used.
    pub zone: Result<Option<Zone>, Failure>,
    pub transfer: Transfer,
    pub retry: Retry,
    pub style: Style,
    pub output: Option<PathBuf>,
}

/// How many requests are sent at the most.
const REQUESTS: usize = 10;

/// How many of them check whether the service looks at the dates at all, and answers the same question alike.
const CHECKS: usize = 2;

/// The columns of its rows.
pub const COLUMNS: [(&str, Type); 3] = [
    ("check", Type::Text),
    ("finding", Type::Text),
    ("advice", Type::Text),
];

pub fn run(config: Config, console: Console) -> anyhow::Result<()> {
    let mut rows = Rows::new(COLUMNS);
    rows.push(configuration(&config));
    rows.push(zone(&config));
    let account = match config.service {
        Some(source) => source.account(console)?,
        None => Sandbox::start()?.account()?,
    };
    let mut output = Output::open(config.output.as_deref())?;
    let fetcher = Fetcher {
        client: Client::new(account, config.transfer)?,
        retry: config.retry,
        console,
        progress: Progress::new(1, console),
    };
    let started = Instant::now();
    let calls = calls_of(&fetcher, config.period)?;
    let seconds = started.elapsed().as_secs_f64();
    let (count, period) = (calls.count(), config.period);
    rows.push([
        "service",
        &format!("reached, credentials accepted; {count} calls of {period} in {seconds:.1} s"),
        "",
    ]);
    let mut ways = Ways::of(period, &calls);
    for _ in 1..REQUESTS - CHECKS {
        let Some(probe) = ways.next_probe() else {
            break;
        };
        let answer = calls_of(&fetcher, probe)?;
        ways.keep(probe, &answer);
    }
    if ways.has_calls() {
        check(&mut ways, &fetcher, period)?;
    }
    fetcher.progress.end();
    ways.tell(&mut rows);
    calls.tell(&mut rows);
    ways.tell_slack(&calls, &mut rows);
    let told = print(&config.style, &rows, &mut output)?;
    output.release()?;
    if let Some(told) = told {
        console.note(&told);
    }
    Ok(())
}

/// Whoever answers any dates, or now this and now that, counts in no way.
fn check(ways: &mut Ways, fetcher: &Fetcher, period: Period) -> anyhow::Result<()> {
    if let Some(asked) = ways.repeated() {
        let answer = calls_of(fetcher, asked)?;
        ways.keep_if_same(&answer);
    }
    let long_before = period.first().checked_sub_days(LONG_BEFORE);
    if let Some(long_before) = long_before.and_then(|day| Period::new(day, day)) {
        let answer = calls_of(fetcher, long_before)?;
        ways.keep_if_without_calls(&answer);
    }
    Ok(())
}

/// In a day so long before a period no call of it can lie: none that is looked at is longer.
const LONG_BEFORE: Days = Days::new(60);

fn configuration(config: &Config) -> [String; 3] {
    let finding = match &config.service {
        None => "the sandbox, with made-up calls".to_owned(),
        Some(source) => {
            let app_id = source.app_id.as_deref().unwrap_or("none");
            let profile = config.profile.as_ref();
            let profile = profile.map_or(String::new(), |name| format!(", profile {name}"));
            format!("{}, app id {app_id}{profile}", source.base)
        }
    };
    ["configuration".to_owned(), finding, String::new()]
}

fn zone(config: &Config) -> [String; 3] {
    let [finding, advice] = match &config.zone {
        Ok(Some(zone)) => [zone.name().to_owned(), String::new()],
        Ok(None) => [
            "none".to_owned(),
            "--tz, CDR_TZ or tz in a profile makes periods exact".to_owned(),
        ],
        Err(told) => ["can't be used".to_owned(), told.to_string()],
    };
    ["time zone".to_owned(), finding, advice]
}

/// What is kept of the calls that a service counts into a period.
fn calls_of(fetcher: &Fetcher, period: Period) -> anyhow::Result<Observed> {
    let query = Query::Period { room: None, period };
    let mut body = fetcher.fetch(&query.path())?;
    let mut response = response_of(&mut body)?;
    let (mut observed, projection) = Observed::new();
    response.each(&projection, |record| {
        observed.see(&record);
        Ok(())
    })?;
    response.finish()?;
    Ok(observed)
}
