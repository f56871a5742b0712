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
mod json_text;
mod refusal;
mod spool;
mod visible;

use crate::ask::{Account, Environment, Given, Period, Query};
use crate::cli::{Command, Options, PeriodArguments};
use crate::console::Console;
use crate::failure::{Failure, Kind};
use crate::fetch::{Client, Sandbox, Timeouts, decoded};
use crate::format::{Layout, Output};
use crate::records::{Columns, Projection, Response, Selection};
use crate::spool::{Spool, no_room};
use anyhow::Context;
use chrono::NaiveDate;
use std::io::IsTerminal;
use std::time::Duration;

/// What a run takes from its surroundings.
pub struct World<'a> {
    /// The current UTC day.
    pub today: NaiveDate,
    /// The environment's variables.
    pub environment: Environment<'a>,
    /// Standard error.
    pub console: Console,
}

/// Answers a question: all of it on standard output, or nothing.
///
/// # Errors
/// A [`Failure`] of the kind that sets the exit code.
pub fn run(command: &Command, options: &Options, world: &World) -> anyhow::Result<()> {
    let query = query(command, world.today)?;
    if let Some(period) = query.period().filter(|period| period.last() > world.today) {
        let last = period.last();
        world.console.warn(&format!(
            "the period ends on {last}, after today in UTC; calls still to come are not in the answer"
        ));
    }
    let columns = columns(options)?;
    let sandbox = options.sandbox.then(Sandbox::start).transpose()?;
    let account = match &sandbox {
        Some(sandbox) => {
            world
                .console
                .note("the sandbox answers: these calls are made up");
            sandbox.account()?
        }
        None => Account::find(given(options), world.environment)?,
    };
    let timeouts = Timeouts {
        connect: Duration::from_secs(10),
        silence: Duration::from_secs(60),
    };
    let body = Client::new(account, timeouts)?.get(&query.path())?;
    print(body, &columns, options)
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

fn given(options: &Options) -> Given {
    Given {
        app_id: options.app_id.clone(),
        app_key: options.app_key.clone(),
        app_key_file: options.app_key_file.clone(),
        service: options.service,
        base_url: options.base_url.clone(),
        allow_http: options.allow_http,
    }
}

/// The columns to print; none for a format that has none.
fn columns(options: &Options) -> Result<Columns, Failure> {
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

fn print(mut body: Spool, columns: &Columns, options: &Options) -> anyhow::Result<()> {
    let mut projection = Projection::default();
    let layout = Layout {
        selection: Selection::new(columns, &mut projection),
        heading: !options.no_header,
        width: terminal_width(),
    };
    let mut output = Output::default();
    let mut formatter = options.format.formatter(layout, &mut output);
    let body = decoded(body.reader()?).with_context(no_room)?;
    let mut response = Response::open(body, "the answer")?;
    formatter.begin(response.before()).with_context(no_room)?;
    response.each(&projection, |record| {
        formatter.record(&record).with_context(no_room)
    })?;
    formatter
        .finish(&response.finish()?)
        .with_context(no_room)?;
    output.release()
}

/// The width of the terminal that standard output is, if it is one.
fn terminal_width() -> Option<u16> {
    let stdout = std::io::stdout();
    let size = stdout
        .is_terminal()
        .then(|| terminal_size::terminal_size_of(&stdout));
    size.flatten().map(|(width, _)| width.0)
}
