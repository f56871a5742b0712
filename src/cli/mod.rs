//! What may be typed. The comments on the arguments are their help.

#![allow(
    clippy::doc_markdown,
    reason = "these comments are the help on a terminal, where backticks are noise"
)]

mod account;
mod args;
mod command;
mod completions;
mod config;
mod dates;
mod diff;
mod doctor;
mod env;
mod hints;
mod man;
mod style;
mod sync;
mod time_zone;
mod usage_error;
mod values;

pub use completions::complete_shell_line;
pub use config::{Action, resolve};
pub use env::Environment;
pub use man::manual;
pub use usage_error::describe_usage_error;

use self::args::{
    AccountOptions, DuplicateOptions, FileOptions, FilterArgs, GlobalArgs, OutputArgs, QueryArgs,
    WindowOptions,
};
use self::command::tree;
use self::dates::PeriodArgs;
use self::diff::DiffCommand;
use self::doctor::DoctorCommand;
use self::sync::SyncCommand;
use self::values::Length;
use crate::client::Id;
use crate::error::{Failure, FailureKind};
use clap::{FromArgMatches, Parser, Subcommand, ValueHint};
use clap_complete::Shell;
use std::ffi::OsString;
use std::path::PathBuf;

/// Ask a video service for call detail records (CDRs), and print them
#[derive(Debug, Parser)]
#[command(
    name = "cdr",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    args_override_self = true,
    after_help = format!("{EXAMPLES}\n\n'cdr COMMAND --help' tells of a command and its options, 'cdr man' tells all.")
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// These may stand before the command, too.
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    everywhere: GlobalArgs,
}

/// The examples of the help text and of the manual page.
const EXAMPLES: &str = "\
Examples:
  cdr --sandbox period 2025-01-01         # made-up calls, no account
  cdr period last-month -o '{from}.csv'   # last month's calls, in a file
  cdr period last-month -g room.room_id   # what each room used
  cdr period 7d -w 'hour >= 20'           # only some of the calls
  cdr period 2024 --split 7 -o 2024.xlsx  # a year, a week at a time
  cdr period last-month -o report.html    # a report to look at
  cdr room-period ROOM_ID 7d today        # a room's last days
  cdr conf CONF_NUM -c quality            # why it sounded bad
  cdr conf CONF_NUM --wait                # its calls, once it is over
  cdr sync calls last-month               # again later: cdr sync calls
  cdr read calls -g month                 # what that archive holds
  cdr diff old.json new.json              # what has changed
  cdr doctor                              # is all set up?
  cdr period 7d --dry-run                 # what would be sent";

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Print the calls of a period
    #[command(after_help = "Examples:
  cdr period yesterday
  cdr period last-month --tz Asia/Kolkata -f csv -o '{from}.csv'
  cdr period 7d -w 'hour >= 20' --sort -room.duration --limit 10")]
    Period {
        #[command(flatten)]
        period: PeriodArgs,
        #[command(flatten)]
        ask: QueryArgs,
        #[command(flatten)]
        windows: WindowOptions,
    },
    /// Print the calls of a room
    #[command(after_help = "Example:
  cdr room 00005eec31edba25ddf9ee18 -g day")]
    Room {
        /// The room's id
        room_id: Id,
        #[command(flatten)]
        ask: QueryArgs,
    },
    /// Print the calls of a room in a period
    #[command(after_help = "Example:
  cdr room-period 00005eec31edba25ddf9ee18 2025-01-02 2025-01-04")]
    RoomPeriod {
        /// The room's id
        room_id: Id,
        #[command(flatten)]
        period: PeriodArgs,
        #[command(flatten)]
        ask: QueryArgs,
        #[command(flatten)]
        windows: WindowOptions,
    },
    /// Print the calls of one conference
    #[command(after_help = "Examples:
  cdr conf 1739252000 -c quality
  cdr conf 1739252000 --wait -f jsonl")]
    Conf {
        /// The conference's number: the conf_num of its calls
        conf_num: Id,
        /// Wait until it is over and its calls have arrived [default: 30m at the most]
        ///
        /// It asks again until every call has its end and two answers agree.
        #[arg(long, value_name = "TIME", help_heading = args::REQUEST, num_args = 0..=1,
            require_equals = true, default_missing_value = "30m")]
        wait: Option<Length>,
        #[command(flatten)]
        ask: QueryArgs,
    },
    /// Print saved answers: JSON, JSON Lines, Parquet that cdr wrote, or an archive
    #[command(after_help = "Examples:
  cdr read january.json february.jsonl.gz -g user.ref
  cdr read calls -w month=2025-01 -g room.room_id
  cdr read january.json -w 'user.name ~ smith' -f csv")]
    Read {
        /// The files; - is standard input, a folder is an archive
        #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        calls: FilterArgs,
        #[command(flatten)]
        duplicates: DuplicateOptions,
        #[command(flatten)]
        print: OutputArgs,
    },
    /// Keep calls on disk, a file for each day, and bring them up to date
    #[command(after_help = "Examples:
  cdr sync calls last-month
  cdr sync calls --prune --lookback 30")]
    Sync(SyncCommand),
    /// Print what differs between two saved answers or archives
    #[command(after_help = "Examples:
  cdr diff january.json january-again.json -c change,cdr_id,usage.connect_minutes_cal
  cdr diff january.json calls -w month=2025-01 -g room.room_id")]
    Diff(DiffCommand),
    /// Find out whether all is set up, and how the service counts
    #[command(after_help = "Examples:
  cdr doctor
  cdr doctor 2025-01 -f csv")]
    Doctor(DoctorCommand),
    /// List every column with its type, unit, sets and meaning
    #[command(after_help = "Example:
  cdr fields -c path,unit -f csv")]
    Fields {
        #[command(flatten)]
        print: OutputArgs,
    },
    /// Print the completion script of a shell
    #[command(after_help = "Example:
  cdr completions fish -o cdr.fish")]
    Completions {
        /// The shell that is to complete what you type
        shell: Shell,
        #[command(flatten)]
        file: FileOptions,
    },
    /// Print the manual page; 'cdr man | man -l -' shows it
    #[command(after_help = "Example:
  cdr man -o cdr.1")]
    Man {
        #[command(flatten)]
        file: FileOptions,
    },
}

impl Cli {
    /// Parses what was typed, the program's name first.
    ///
    /// # Errors
    /// Those of clap: help and version, too, are errors to it.
    pub fn parse_from_words(words: Vec<OsString>) -> Result<Self, clap::Error> {
        Self::from_arg_matches(&tree().try_get_matches_from(words)?)
    }

    /// Refuses what stands before a command that asks nobody.
    fn check_account(&self) -> Result<(), Failure> {
        let command = match &self.command {
            Command::Period { .. }
            | Command::Room { .. }
            | Command::RoomPeriod { .. }
            | Command::Conf { .. }
            | Command::Sync(_)
            | Command::Doctor(_) => return Ok(()),
            Command::Read { .. } => "read",
            Command::Diff(_) => "diff",
            Command::Fields { .. } => "fields",
            Command::Completions { .. } => "completions",
            Command::Man { .. } => "man",
        };
        let option = match &self.account {
            AccountOptions { sandbox: true, .. } => "--sandbox",
            AccountOptions {
                profile: Some(_), ..
            } => "--profile",
            AccountOptions { .. } => return Ok(()),
        };
        let message = format!(
            "{option} means nothing to '{command}', which asks nobody; it goes with those that ask"
        );
        Err(Failure::new(FailureKind::Usage, message))
    }

    /// The options that go with every command.
    #[must_use]
    pub fn everywhere(&self) -> GlobalArgs {
        self.everywhere
    }
}
