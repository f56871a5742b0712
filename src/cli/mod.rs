//! The command line: options, environment variables and the configuration file, resolved into the
//! configuration of one command.
//!
//! ```text
//! words → normalize → clap (args, subcommands, values) → resolve (config, …) → Action
//! ```
//!
//! Nothing after [`resolve`] reads an argument, a variable or the configuration file. So precedence
//! is decided in one place: an option, a profile on the command line, the environment, then the
//! selected profile.
//!
//! `command.rs` adds to clap's command tree what its attributes cannot express: variables in the
//! help, the columns of a command, the order of options. Help, manual page and completions are
//! generated from that tree.
//!
//! Doc comments of arguments are their help on a terminal, where backticks are noise. Hence the
//! exception from `doc_markdown` for this folder.

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
mod dates;
mod env;
mod fetch_config;
mod man;
mod print_config;
mod profile;
mod resolver;
mod subcommands;
mod topics;
mod usage_error;
mod values;
mod word_hints;

pub use args::GlobalArgs;
pub use completions::complete_shell_line;
pub use config::resolve;
pub use env::Environment;
pub use man::render_man_page;
pub use resolver::Action;
pub use usage_error::describe_usage_error;

use self::args::AccountOptions;
use self::command::{COLUMNS_TOPIC_COMMAND, command};
use self::subcommands::Command;
use self::topics::COLUMNS_TOPIC;
use self::values::{DurationArg, format_by_name};
use crate::error::{Failure, FailureKind};
use clap::{FromArgMatches, Parser};
use std::ffi::OsString;

/// Fetch, total, archive and bill call detail records of the EnableX video API
#[derive(Debug, Parser)]
#[command(
    name = "cdr",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    args_override_self = true,
    disable_help_flag = true
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The same options are accepted after the command.
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    global: GlobalArgs,
}

impl Cli {
    /// Parses the command line, whose first word is the name of the program.
    ///
    /// # Errors
    /// Returns the error of clap, also if help or the version is to be printed.
    pub fn try_parse_from(words: Vec<OsString>) -> Result<Self, clap::Error> {
        Self::from_arg_matches(&command().try_get_matches_from(normalize(words))?)
    }

    /// Rejects an account before a command that sends no requests. After it, clap does.
    fn reject_unused_account_flags(&self) -> Result<(), Failure> {
        let command = match &self.command {
            Command::Read { .. } => "read",
            Command::Diff(_) => "diff",
            Command::Fields { .. } => "fields",
            Command::Completions { .. } => "completions",
            Command::Man { .. } => "man",
            _ => return Ok(()),
        };
        let option = match &self.account {
            AccountOptions { sandbox: true, .. } => "--sandbox",
            AccountOptions {
                profile: Some(_), ..
            } => "--profile",
            AccountOptions { .. } => return Ok(()),
        };
        let message = format!("{option} cannot be used with '{command}', which sends no requests");
        Err(Failure::new(FailureKind::Usage, message))
    }

    /// Rejects an account together with the sandbox, which has none. Before and after the command,
    /// they are options of different commands to clap.
    fn reject_account_of_sandbox(&self) -> Result<(), Failure> {
        let Some((account, service)) = self.command.account() else {
            return Ok(());
        };
        let has_profile = account.profile.is_some() || self.account.profile.is_some();
        let profile = has_profile.then_some("--profile");
        match service.typed_option().or(profile) {
            Some(option) if account.sandbox || self.account.sandbox => {
                let message = format!("--sandbox cannot be used with {option}; remove one of them");
                Err(Failure::new(FailureKind::Usage, message))
            }
            _ => Ok(()),
        }
    }

    /// Returns whether warnings are failures.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.command.is_strict()
    }

    /// Returns the options of every command.
    #[must_use]
    pub fn global(&self) -> GlobalArgs {
        self.global
    }
}

/// Rewrites what users of other tools type and no alias can express: `--csv` becomes
/// `--format=csv`, `--no-color` `--color=never`, `--wait 10m` `--wait=10m`, and `--prune all`
/// `--prune=all`. To clap, an optional value that may follow its option would be the conference
/// number in `conf --wait 1739252000`. `help columns` becomes that of the topic, not of `fields`.
fn normalize(words: Vec<OsString>) -> Vec<OsString> {
    let mut words = words;
    if words.get(1).is_some_and(|word| word == "help")
        && let Some(topic) = words.get_mut(2).filter(|word| *word == COLUMNS_TOPIC)
    {
        *topic = COLUMNS_TOPIC_COMMAND.into();
    }
    let mut normalized = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let is_value = |next: &OsString| match word.to_str() {
            Some("--wait") => next.to_string_lossy().parse::<DurationArg>().is_ok(),
            Some("--prune") => next == "all",
            _ => false,
        };
        let format = word.to_str().and_then(|word| word.strip_prefix("--"));
        // An option of its own.
        let format = format.filter(|name| *name != "excel");
        if word == "--" {
            normalized.push(word);
            normalized.extend(words);
            break;
        } else if word == "--no-color" || word == "--no-colour" {
            normalized.push("--color=never".into());
        } else if let Some(format) = format.and_then(format_by_name) {
            normalized.push(format!("--format={}", format.name).into());
        } else if let Some(value) = words.next_if(is_value) {
            normalized.push([word, value].join("=".as_ref()));
        } else {
            normalized.push(word);
        }
    }
    normalized
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_other_tools_are_rewritten() {
        for (typed, expected) in [
            ("cdr period today --json", "cdr period today --format=json"),
            (
                "cdr period today --no-color",
                "cdr period today --color=never",
            ),
            ("cdr conf 1 --wait 10m", "cdr conf 1 --wait=10m"),
            ("cdr sync x --prune all", "cdr sync x --prune=all"),
            ("cdr conf --wait 1739252000", "cdr conf --wait 1739252000"),
            ("cdr period today --excel", "cdr period today --excel"),
            ("cdr read -- --json", "cdr read -- --json"),
        ] {
            let words = typed.split(' ').map(OsString::from).collect();
            assert_eq!(normalize(words).join(" ".as_ref()), expected);
        }
    }
}
