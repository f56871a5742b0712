//! Asks a video service for call detail records (CDRs) and prints them.
//!
//! The data goes one way, and each step hands the next one plain values:
//!
//! words typed ([`cli`]) → [`ask`] → [`fetch`] → [`records`] → [`mod@format`] → standard output
//!
//! Nothing is printed before the whole answer has arrived, has been read and is in order.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

pub mod failure;

pub mod cli;

pub mod ask;

pub mod fetch;

pub mod records;

pub mod format;

pub mod console;
pub mod interrupt;
mod json_text;
mod refusal;
mod spool;
mod visible;
pub mod world;

use crate::ask::{Account, Given, KeySource, Period, Query, ServiceSource, named_after};
use crate::cli::{Command, Options, PeriodArguments};
use crate::failure::{Failure, Kind};
use crate::fetch::{Client, Fetcher, Policy, Sandbox, Transfer, decoded};
use crate::format::{Format, Layout, Output};
use crate::records::{Columns, Projection, Response, Selection};
use crate::spool::{Spool, no_room};
use crate::world::World;
use anyhow::Context;
use chrono::NaiveDate;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Answers a question: all of it on standard output or in the output file, or nothing.
///
/// # Errors
/// A [`Failure`] of the kind that sets the exit code.
pub fn run(command: &Command, options: &Options, world: World) -> anyhow::Result<()> {
    let today = (world.now)().date_naive();
    let query = query(command, today)?;
    if let Some(period) = query.period().filter(|period| period.last() > today) {
        let last = period.last();
        world.console.warn(&format!(
            "the period ends on {last}, after today in UTC; calls still to come are not in the answer"
        ));
    }
    let columns = columns(options)?;
    let output_file = output_file(&query, options)?;
    let sandbox = options.sandbox.then(Sandbox::start).transpose()?;
    let account = account(options, sandbox.as_ref(), world)?;
    let output = Output::open(output_file.as_deref())?;
    let transfer = Transfer {
        connect_timeout: options.connect_timeout.0,
        timeout: options.timeout.0,
        ca_cert: options.ca_cert.clone(),
    };
    let policy = Policy {
        retries: options.retries,
        first_pause: options.retry_delay.0,
    };
    let fetcher = Fetcher {
        client: Client::new(account, transfer)?,
        policy,
        world,
    };
    let body = fetcher.fetch(&query.path())?;
    print(body, &columns, options, output)
}

/// The question, its dates seen from today.
fn query(command: &Command, today: NaiveDate) -> Result<Query, Failure> {
    let period = |arguments: &PeriodArguments| {
        Period::between(&arguments.from, arguments.to.as_ref(), today)
    };
    Ok(match command {
        Command::Period { period: days } => Query::Period(period(days)?),
        Command::Room { room_id } => Query::Room(room_id.clone()),
        Command::RoomPeriod {
            room_id,
            period: days,
        } => Query::RoomPeriod(room_id.clone(), period(days)?),
        Command::Conf { conf_num } => Query::Conference(conf_num.clone()),
    })
}

fn account(options: &Options, sandbox: Option<&Sandbox>, world: World) -> anyhow::Result<Account> {
    let console = world.console;
    if let Some(sandbox) = sandbox {
        console.note("the sandbox answers: these calls are made up");
        return Account::find(&[sandbox.account()], false, console);
    }
    let file = options.app_key_file.clone().map(KeySource::File);
    let url = options.base_url.clone().map(ServiceSource::Url);
    let typed = Given {
        app_id: options.app_id.clone(),
        app_key: options.app_key.clone().map(KeySource::Key).or(file),
        service: url.or(options.service.map(ServiceSource::Name)),
    };
    let sources = [typed, Given::by(world.environment)?];
    Account::find(&sources, options.allow_http, console)
}

/// The columns to print; none for a format that has none.
fn columns(options: &Options) -> Result<Columns, Failure> {
    if options.excel && options.format != Format::Csv {
        return Err(Failure::new(
            Kind::Usage,
            "--excel is for CSV; add --format csv",
        ));
    }
    match (&options.columns, options.format.columns()) {
        (Some(columns), Some(_)) => Ok(columns.clone()),
        (None, Some(columns)) => Ok(columns),
        (None, None) => Ok(Columns::none()),
        (Some(_), None) => {
            let message = "--columns goes with table and csv; for json, let jq pick the members";
            Err(Failure::new(Kind::Usage, message))
        }
    }
}

/// The file to write, if any, named after the query's period.
fn output_file(query: &Query, options: &Options) -> Result<Option<PathBuf>, Failure> {
    let named = options.output.as_ref().map(|file| match file.to_str() {
        Some(name) => named_after(query, name).map(PathBuf::from),
        None => Ok(file.clone()),
    });
    named.transpose()
}

fn print(
    mut body: Spool,
    columns: &Columns,
    options: &Options,
    mut output: Output,
) -> anyhow::Result<()> {
    let mut projection = Projection::default();
    let layout = Layout {
        selection: Selection::new(columns, &mut projection),
        heading: !options.no_header,
        excel: options.excel,
        width: terminal_width(options),
    };
    let fault = output.fault();
    let fault = || fault.clone();
    let body = decoded(body.reader()?).with_context(no_room)?;
    let mut response = Response::open(body, "the answer")?;
    let formatter = options.format.formatter(layout, &mut output);
    let mut formatter = formatter.with_context(fault)?;
    formatter.begin(response.before()).with_context(fault)?;
    response.each(&projection, |record| {
        formatter.record(&record).with_context(fault)
    })?;
    formatter.finish(&response.finish()?).with_context(fault)?;
    output.release()
}

/// The width of the terminal that the answer goes to, if it goes to one.
fn terminal_width(options: &Options) -> Option<u16> {
    let stdout = std::io::stdout();
    if options.output.is_some() || !stdout.is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0)
}
