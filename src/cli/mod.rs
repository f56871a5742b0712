//! What may be typed. The comments on the arguments are their help.

#![allow(
    clippy::doc_markdown,
    reason = "these comments are the help on a terminal, where backticks are noise"
)]

mod account;
mod args;
mod bill;
mod command;
mod completions;
mod config;
mod env;
mod fetch_config;
mod hints;
mod man;
mod print_config;
mod profile;
mod subcommands;
mod usage_error;
mod values;

pub use args::GlobalArgs;
pub use completions::complete_shell_line;
pub use config::{Action, resolve};
pub use env::Environment;
pub use man::manual;
pub use usage_error::describe_usage_error;

use self::args::AccountOptions;
use self::command::tree;
use self::subcommands::Command;
use crate::error::{Failure, FailureKind};
use clap::{FromArgMatches, Parser};
use std::ffi::OsString;

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
            | Command::Bill(_)
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
