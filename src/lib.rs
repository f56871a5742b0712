//! Asks a video service for call detail records (CDRs) and prints them.
//!
//! The data goes one way, and each step hands the next one plain values:
//!
//! words typed ([`cli`]) → [`ask`] → [`fetch`] → [`records`] → [`mod@format`] → standard output
//!
//! Nothing is printed before the whole answer has arrived, has been read and is in order.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod bounds;
pub mod error;
mod spool;
pub mod world;

mod text;

pub mod terminal;

pub mod request;

pub mod account;

pub mod http;

pub mod parse;

pub mod columns;

pub mod report;

pub mod format;

mod output;

mod sandbox;

pub mod cli;

mod commands;

use crate::account::{Account, Environment};
use crate::cli::config::{account, fetcher, output_file, query, shape, sources, windows};
use crate::cli::{Cli, Command, Options, Question};
use crate::error::{Failure, Kind, kind_of};
use crate::http::{Answers, Fetcher, decoded};
use crate::output::Output;
use crate::parse::Response;
use crate::report::Answer;
use crate::report::Reach;
use crate::request::{Period, Query};
use crate::sandbox::Sandbox;
use crate::terminal::Progress;
use crate::world::World;
use std::io::Write;
use std::path::PathBuf;

/// Answers what was typed: all of it on standard output or in the output file, or nothing.
///
/// # Errors
/// A [`Failure`] of the kind that sets the exit code.
pub fn run(cli: &Cli, environment: Environment, world: World) -> anyhow::Result<()> {
    let options = &match &cli.command {
        // They have no use for the environment.
        Command::Completions { .. } | Command::Man => cli.options.clone(),
        Command::Ask(_) | Command::Read { .. } | Command::Fields => {
            cli.options.with(environment)?
        }
    };
    match &cli.command {
        Command::Ask(question) if options.dry_run => dry_run(question, options, environment, world),
        Command::Ask(question) => ask(question, options, environment, world),
        Command::Read { files } => read(files, options, environment, world),
        Command::Fields => {
            let mut output = output(options)?;
            commands::fields::fields(&shape(options, environment)?, &mut output)?;
            output.release()
        }
        Command::Completions { shell } => tell(
            cli::completions::completions(*shell).as_bytes(),
            output(options)?,
        ),
        Command::Man => tell(&cli::man::manual()?, output(options)?),
    }
}

/// Asks the service a question, in one request or in several.
fn ask(
    question: &Question,
    options: &Options,
    environment: Environment,
    world: World,
) -> anyhow::Result<()> {
    let shape = shape(options, environment)?;
    let query = query(question, world)?;
    let period = query.period();
    let output_file = output_file(options, period)?;
    let windows = windows(query, options)?;
    let sandbox = options.sandbox.then(Sandbox::start).transpose()?;
    let account = account(options, sandbox.as_ref(), environment, world)?;
    let mut output = Output::open(output_file.as_deref())?;
    let reach = (windows.len() > 1).then_some(Reach::Neighbour);
    let mut answer = Answer::new(&shape, reach, &mut output, world)?;
    let progress = Progress::new(windows.len(), world);
    let fetcher = fetcher(options, account, environment, &progress, world)?;
    let taken = take_all(&windows, fetcher, options, &mut answer);
    let time = progress.end();
    taken?;
    let calls = answer.finish()?;
    output.release()?;
    if time > terminal::LONG && world.console.shows_progress() {
        let calls = if calls == 1 {
            "1 call".to_owned()
        } else {
            format!("{calls} calls")
        };
        let period = period.map_or(String::new(), |period| format!(", {period} UTC"));
        let seconds = time.as_secs_f64();
        world
            .console
            .note(&format!("{calls}{period}, {seconds:.1} s"));
    }
    Ok(())
}

/// Fetches the answer to each window, and takes them in their order.
fn take_all(
    windows: &[Query],
    fetcher: Fetcher,
    options: &Options,
    answer: &mut Answer,
) -> anyhow::Result<()> {
    let paths = windows.iter().map(Query::path).collect();
    for (place, body) in Answers::new(fetcher, paths, options.jobs)? {
        let taken = body.and_then(|mut body| {
            let body = decoded(body.reader()?)?;
            answer.take(Response::open(body, "the answer")?)
        });
        if let Err(error) = taken {
            let window = windows[place].period().filter(|_| windows.len() > 1);
            return Err(of_window(window, error));
        }
    }
    Ok(())
}

/// Prints the requests of a question instead of sending them.
fn dry_run(
    question: &Question,
    options: &Options,
    environment: Environment,
    world: World,
) -> anyhow::Result<()> {
    if options.sandbox {
        let message = "--dry-run prints requests to a service; leave out --sandbox";
        return Err(Failure::new(Kind::Usage, message).into());
    }
    let windows = windows(query(question, world)?, options)?;
    let sources = sources(options, environment)?;
    let base = Account::base(&sources, options.allow_http)?;
    let app_id = Account::app_id(&sources)?;
    let ca_cert = options.ca_cert.as_deref();
    let commands = commands::dry_run::commands(&base, app_id.as_deref(), ca_cert, &windows);
    tell(commands.as_bytes(), Output::open(None)?)
}

/// Reads saved answers instead of asking.
fn read(
    files: &[PathBuf],
    options: &Options,
    environment: Environment,
    world: World,
) -> anyhow::Result<()> {
    let shape = shape(options, environment)?;
    if options.split.is_some() {
        return Err(request::no_period_to_split().into());
    }
    let mut output = output(options)?;
    let mut answer = Answer::new(&shape, Some(Reach::Everything), &mut output, world)?;
    for file in files {
        let response = commands::read::open(file)?;
        let name = commands::read::name(file);
        if response.is_empty() {
            world.console.warn(&format!(
                "{name} is empty; if calls should be in it, get it again"
            ));
        }
        if response.looks_like_responses() {
            world.console.warn(&format!(
                "{name} holds several values, each of which is read as a call; \
                 if they are whole responses, put each into a file of its own"
            ));
        }
        answer.take(response)?;
    }
    answer.finish()?;
    output.release()
}

/// The output of what has no period.
fn output(options: &Options) -> anyhow::Result<Output> {
    Output::open(output_file(options, None)?.as_deref())
}

/// Prints a text of the program's own.
fn tell(text: &[u8], mut output: Output) -> anyhow::Result<()> {
    output.write_all(text)?;
    output.release()
}

/// A failure that names the window it comes from, where there are several.
fn of_window(window: Option<Period>, error: anyhow::Error) -> anyhow::Error {
    let Some(window) = window else {
        return error;
    };
    let failure = Failure::new(kind_of(&error), format!("window {window}: {error}"));
    error.context(failure)
}
