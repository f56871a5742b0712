//! What may be typed. The comments on the arguments are their help.

#![allow(
    clippy::doc_markdown,
    reason = "these comments are the help on a terminal, where backticks are noise"
)]

pub mod completions;
pub mod config;
pub mod man;
mod options;
mod words;

pub use options::{Options, When};

use self::words::WithWords;
use crate::request::{DATE_WORDS, DateArgument, Id};
use clap::builder::{StringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;
use std::path::PathBuf;
use std::str::FromStr;

/// Ask a video service for call detail records (CDRs), and print them
#[derive(Debug, Parser)]
#[command(
    name = "cdr",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    args_override_self = true,
    after_help = "'cdr --help' tells more, 'cdr man' tells all.",
    after_long_help = EXAMPLES
)]
pub struct Cli {
    /// The question.
    #[command(subcommand)]
    pub command: Command,
    /// Everything that can be typed before or after the command.
    #[command(flatten)]
    pub options: Options,
}

/// The examples of the help text and of the manual page.
pub const EXAMPLES: &str = "\
Examples:
  cdr --sandbox period 2025-01-01          made-up calls, without an account
  cdr period last-month -f csv -o {from}.csv
                                           last month's calls, into a file
  cdr period last-month -g room.room_id    what was used in each room
  cdr room-period ROOM_ID 7d today         a room's last days
  cdr conf CONF_NUM -c quality             why a conference sounded bad
  cdr period 2024-01 2024-12 --split 7     a year, a week at a time
  cdr read saved.json -f csv               a saved answer in another format";

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Asks the service.
    #[command(flatten)]
    Ask(Question),
    /// Print saved answers, JSON or JSON Lines, through the same options
    Read {
        /// The files; - is standard input
        #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
    },
    /// List every column with its type, unit, sets and meaning
    Fields,
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page; 'cdr man | man -l -' shows it
    Man,
}

/// The questions that the service answers.
#[derive(Clone, Debug, Subcommand)]
pub enum Question {
    /// Print the calls of a period
    Period {
        /// The days
        #[command(flatten)]
        period: PeriodArguments,
    },
    /// Print the calls of a room
    Room {
        /// The room's id
        room_id: Id,
    },
    /// Print the calls of a room in a period
    RoomPeriod {
        /// The room's id
        room_id: Id,
        /// The days
        #[command(flatten)]
        period: PeriodArguments,
    },
    /// Print the calls of one conference
    Conf {
        /// The conference's number
        conf_num: Id,
    },
}

/// A period of UTC days.
#[derive(Args, Clone, Debug)]
pub struct PeriodArguments {
    /// The first day: 2025-01-31, 2025-01, 7d (days ago), today, yesterday, this-week, last-week,
    /// this-month or last-month; all days are UTC
    #[arg(value_parser = date_words(), hide_possible_values = true)]
    pub from: DateArgument,
    /// The last day, in the same forms; a month or week counts to its end [default: that of FROM]
    #[arg(value_parser = date_words(), hide_possible_values = true)]
    pub to: Option<DateArgument>,
}

fn date_words() -> impl TypedValueParser<Value = DateArgument> {
    let dates = StringValueParser::new().try_map(|typed| DateArgument::from_str(&typed));
    WithWords::new(dates, DATE_WORDS.to_vec())
}

/// Whether an error is the help that is shown when nothing was typed.
#[must_use]
pub fn is_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// A clap error as one line that says what to do next. Its own text goes over several.
#[must_use]
pub fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let told = text.split("\n\nUsage:").next().unwrap_or_default();
    let told = told
        .split("\n\nFor more information")
        .next()
        .unwrap_or_default();
    let told = told.strip_prefix("error: ").unwrap_or(told);
    let lines: Vec<_> = told
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    format!("{}; see 'cdr --help'", lines.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Format;
    use clap::CommandFactory;

    fn refusal(arguments: &[&str]) -> String {
        one_line(&Cli::try_parse_from(arguments).unwrap_err())
    }

    #[test]
    fn the_commands_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_refused_argument_is_told_in_one_line() {
        assert_eq!(
            refusal(&["cdr", "room"]),
            "the following required arguments were not provided: <ROOM_ID>; see 'cdr --help'"
        );
        let typo = refusal(&["cdr", "period", "today", "--fromat", "csv"]);
        assert!(
            typo.starts_with("unexpected argument '--fromat' found"),
            "{typo}"
        );
        assert!(!typo.contains('\n'));
    }

    #[test]
    fn a_wrong_date_shows_the_right_forms() {
        let line = refusal(&["cdr", "period", "01/31/2025"]);
        assert!(
            line.starts_with("invalid value '01/31/2025' for '<FROM>': write a day (2025-01-31)")
        );
    }

    #[test]
    fn a_misspelt_option_does_not_show_its_value() {
        let line = refusal(&["cdr", "period", "today", "--app-kee=s3cret"]);
        assert!(!line.contains("s3cret"), "{line}");
    }

    #[test]
    fn options_go_before_or_after_the_command() {
        for arguments in [
            ["cdr", "-f", "csv", "room", "1"],
            ["cdr", "room", "1", "-f", "csv"],
        ] {
            let cli = Cli::try_parse_from(arguments).unwrap();
            assert_eq!(cli.options.format, Some(Format::Csv));
        }
    }
}
