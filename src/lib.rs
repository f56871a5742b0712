//! Fetches call detail records (CDRs) from the `EnableX` video API, and prints, archives, compares
//! and bills them.
//!
//! **Data flows one way.** Each step hands plain values to the next, and a folder imports only
//! those before it:
//!
//! ```text
//! command line ─▶ query ─▶ HTTP ─▶ records ─▶ report ─▶ format ─▶ output
//! cli, account    client          record     report    format    output
//! ```
//!
//! `cli` resolves options, environment and profile once into the configuration of a command;
//! `commands` has a use case per file. `client` receives complete responses, with retries. `record`
//! finds the records in them without parsing more than the columns need. `report` drops calls
//! outside the period, duplicates, and what `--where` does not match, then sorts or sums the rest.
//! `format` is a table of formats behind one trait.
//!
//! **All or nothing.** Nothing reaches standard output or a file before the complete response has
//! been received, read and found in order. So formats write into a buffer or a temporary file, and
//! `output` commits it at the end.
//!
//! **Values are exact.** A value is the text that was received; numbers are decimals, never floats.
//!
//! **Memory is bounded**, whatever a service sends: records are streamed, and sorted in files. It
//! grows with the number of groups of totals, and by 14 bytes a call to find duplicates.
//! `limits.rs` has the maximum of everything else.
//!
//! What is public is for the program, its benchmarks and its fuzz targets.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

// In the order of the layers. The blank lines keep rustfmt from sorting them.
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
pub use terminal::{Console, Level, catch_panics, internal_error, signals, silence_panics};
pub use time::from_system_time;
pub use time::{DateRange, DateSpec};

use cli::Action;
use commands::{bill, diff, doctor, dry_run, fetch, fields, print_text, read, sync};

/// Runs a command. Its complete output goes to standard output or the output file, or none of it.
pub fn run(cli: &Cli, environment: Environment<'_>, console: Console) -> anyhow::Result<()> {
    let earlier_warnings = Console::warning_count();
    run_action(cli::resolve(cli, environment, console)?, console)?;
    match Console::warning_count() - earlier_warnings {
        0 => Ok(()),
        warnings if cli.is_strict() => Err(strict_failure(warnings, console).into()),
        _ => Ok(()),
    }
}

/// Returns the failure of a strict run with warnings.
fn strict_failure(warnings: u64, console: Console) -> Failure {
    let hint = if console.shows_warnings() {
        ""
    } else {
        "; run without --quiet to see the reason"
    };
    let warnings = text::count_noun(warnings, "warning");
    let message = format!("the result has {warnings}, and --strict is set{hint}");
    Failure::new(FailureKind::ExpectationFailed, message)
}

fn run_action(action: Action, console: Console) -> anyhow::Result<()> {
    match action {
        Action::Fetch(config) => fetch::run(*config, console),
        Action::DryRun(config) => dry_run::run(&config),
        Action::Doctor(config) => doctor::run(&config, console),
        Action::Sync(config) => sync::run(&config, console),
        Action::Bill(config) => bill::run(*config, console),
        Action::CheckRates(config) => bill::run_check(&config, console),
        Action::Read(config) => read::run(&config, console),
        Action::Diff(config) => diff::run(&config, console),
        Action::Fields(config) => fields::run(&config, console),
        Action::PrintText(text, target) => {
            print_text(&text, target.as_deref())?;
            if let Some(target) = target.filter(|_| console.shows_progress()) {
                console.info(&format!("written to {}", target.display()));
            }
            Ok(())
        }
    }
}
