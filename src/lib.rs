//! Asks a video service for call detail records (CDRs) and prints them.
//!
//! The data goes one way, and each step hands the next one plain values:
//!
//! typed → request → http → parse → report → format → output
//!
//! Nothing is printed before the whole answer has arrived, has been read and is in order. The modules stand in reading
//! order; each imports only what stands before it. What is public is for the program itself, its benchmarks and its fuzz
//! targets.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod error;
mod external_sort;
mod io;
mod limits;
mod text;

mod terminal;

mod time;

mod account;

mod client;

mod record;

mod columns;

mod format;

mod report;

pub mod billing;

mod output;

mod archive;

mod sandbox;

mod commands;

mod cli;

pub use account::Profile;
pub use cli::{Cli, Environment, GlobalArgs, complete_shell_line, describe_usage_error};
pub use columns::{ColumnList, ColumnReader, FIELDS};
pub use error::{Failure, FailureKind, error_kind, system_error};
pub use format::{FORMATS, Format, FormatOptions, Formatter, RowKind, View};
pub use record::{ParquetRecords, Projection, Record, ResponseReader};
pub use report::Totals;
pub use terminal::{Console, Level, contain, internal_error, signals, silence};
pub use time::system_time;
pub use time::{DateRange, DateSpec};

use cli::Action;
use commands::{bill, diff, doctor, dry_run, fetch, fields, print_text, read, sync};

/// Does what was typed: all of the answer goes to standard output or to the output file, or nothing.
///
/// # Errors
/// A [`Failure`] of the kind that sets the exit code.
pub fn run(cli: &Cli, environment: Environment<'_>, console: Console) -> anyhow::Result<()> {
    match cli::resolve(cli, environment, console)? {
        Action::Ask(config) => fetch::run(*config, console),
        Action::DryRun(config) => dry_run::run(&config),
        Action::Doctor(config) => doctor::run(&config, console),
        Action::Sync(config) => sync::run(&config, console),
        Action::Bill(config) => bill::run(*config, console),
        Action::CheckRates(config) => bill::run_check(&config, console),
        Action::Read(config) => read::run(&config, console),
        Action::Diff(config) => diff::run(&config, console),
        Action::Fields(config) => fields::run(&config, console),
        Action::Tell(text, target) => print_text(&text, target.as_deref()),
    }
}
