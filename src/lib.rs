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

mod answer;
pub mod console;
pub mod interrupt;
mod json_text;
mod refusal;
mod saved;
mod spool;
mod visible;
pub mod world;

use crate::answer::{Answer, Overlap, Shape};
use crate::ask::{Account, Environment, Given, KeySource, Period, Query, ServiceSource};
use crate::cli::{Cli, Command, Options, PeriodArguments, Question};
use crate::failure::{Failure, Kind, kind_of};
use crate::fetch::{Answers, Client, Fetcher, Policy, Sandbox, Transfer, decoded};
use crate::format::Output;
use crate::records::Response;
use crate::spool::no_room;
use crate::world::World;
use anyhow::Context;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Answers what was typed: all of it on standard output or in the output file, or nothing.
///
/// # Errors
/// A [`Failure`] of the kind that sets the exit code.
pub fn run(cli: &Cli, environment: Environment, world: World) -> anyhow::Result<()> {
    let options = &cli.options;
    match &cli.command {
        Command::Ask(question) => ask(question, options, environment, world),
        Command::Read { files } => read(files, options, world),
    }
}

/// Asks the service a question, in one request or in several.
fn ask(
    question: &Question,
    options: &Options,
    environment: Environment,
    world: World,
) -> anyhow::Result<()> {
    let shape = shape(options)?;
    let query = query(question, world)?;
    let output_file = output_file(options, query.period())?;
    let windows = match options.split {
        Some(days) => query.windows(days)?,
        None => vec![query],
    };
    let sandbox = options.sandbox.then(Sandbox::start).transpose()?;
    let account = account(options, sandbox.as_ref(), environment, world)?;
    let mut output = Output::open(output_file.as_deref())?;
    let overlap = if windows.len() > 1 {
        Overlap::Windows
    } else {
        Overlap::None
    };
    let mut answer = Answer::new(&shape, overlap, &mut output)?;
    let paths = windows.iter().map(Query::path).collect();
    let fetcher = fetcher(options, account, world)?;
    for (place, body) in Answers::new(fetcher, paths, options.jobs) {
        let window = windows[place].period().filter(|_| windows.len() > 1);
        let name = match window {
            Some(window) => format!("the answer for {window}"),
            None => "the answer".to_owned(),
        };
        let mut body = body.map_err(|error| of_window(window, error))?;
        let body = decoded(body.reader()?).with_context(no_room)?;
        answer.take(Response::open(body, name)?)?;
    }
    answer.finish(world)?;
    output.release()
}

/// Reads saved answers instead of asking.
fn read(files: &[PathBuf], options: &Options, world: World) -> anyhow::Result<()> {
    let shape = shape(options)?;
    if options.split.is_some() {
        let message = "--split is for questions with a period; leave it out";
        return Err(Failure::new(Kind::Usage, message).into());
    }
    let mut output = Output::open(output_file(options, None)?.as_deref())?;
    let overlap = if files.len() > 1 {
        Overlap::Files
    } else {
        Overlap::None
    };
    let mut answer = Answer::new(&shape, overlap, &mut output)?;
    for file in files {
        answer.take(saved::open(file)?)?;
    }
    answer.finish(world)?;
    output.release()
}

fn shape(options: &Options) -> Result<Shape, Failure> {
    let shape = Shape {
        format: options.format,
        columns: options.columns.clone(),
        group_by: options.group_by.clone(),
        heading: !options.no_header,
        excel: options.excel,
        width: terminal_width(options),
    };
    shape.check()?;
    Ok(shape)
}

/// The question as a query, its dates seen from today.
fn query(question: &Question, world: World) -> Result<Query, Failure> {
    let today = (world.now)().date_naive();
    let days = |days: &PeriodArguments| Period::between(&days.from, days.to.as_ref(), today);
    let query = match question {
        Question::Period { period } => Query::Period(days(period)?),
        Question::Room { room_id } => Query::Room(room_id.clone()),
        Question::RoomPeriod { room_id, period } => {
            Query::RoomPeriod(room_id.clone(), days(period)?)
        }
        Question::Conf { conf_num } => Query::Conference(conf_num.clone()),
    };
    if let Some(period) = query.period().filter(|period| period.last() > today) {
        let last = period.last();
        world.console.warn(&format!(
            "the period ends on {last}, after today in UTC; calls still to come are not in the answer"
        ));
    }
    Ok(query)
}

fn account(
    options: &Options,
    sandbox: Option<&Sandbox>,
    environment: Environment,
    world: World,
) -> anyhow::Result<Account> {
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
    let sources = [typed, Given::by(environment)?];
    Account::find(&sources, options.allow_http, console)
}

fn fetcher(options: &Options, account: Account, world: World) -> anyhow::Result<Fetcher> {
    let transfer = Transfer {
        connect_timeout: options.connect_timeout.0,
        timeout: options.timeout.0,
        ca_cert: options.ca_cert.clone(),
    };
    let policy = Policy {
        retries: options.retries,
        first_pause: options.retry_delay.0,
    };
    Ok(Fetcher {
        client: Client::new(account, transfer)?,
        policy,
        world,
    })
}

/// A failure that names the window it comes from, where there are several.
fn of_window(window: Option<Period>, error: anyhow::Error) -> anyhow::Error {
    let Some(window) = window else {
        return error;
    };
    let failure = Failure::new(kind_of(&error), format!("window {window}: {error}"));
    error.context(failure)
}

/// The file to write, if any, named after the period.
fn output_file(options: &Options, period: Option<Period>) -> Result<Option<PathBuf>, Failure> {
    let named = options.output.as_ref().map(|file| match file.to_str() {
        Some(name) => format::file_name(name, period).map(PathBuf::from),
        None => Ok(file.clone()),
    });
    named.transpose()
}

/// The width of the terminal that the answer goes to, if it goes to one.
fn terminal_width(options: &Options) -> Option<u16> {
    let stdout = std::io::stdout();
    if options.output.is_some() || !stdout.is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0)
}
