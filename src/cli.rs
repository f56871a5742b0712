//! What may be typed. The comments on the arguments are their help.

#![allow(
    clippy::doc_markdown,
    reason = "these comments are the help on a terminal, where backticks are noise"
)]

use crate::ask::{AppKey, DateArgument, Id, Service};
use crate::format::Format;
use crate::records::Columns;
use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Ask a video service for call detail records (CDRs), and print them.
#[derive(Debug, Parser)]
#[command(
    name = "cdr",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub struct Cli {
    /// The question.
    #[command(subcommand)]
    pub command: Command,
    /// Everything that can be typed before or after the command.
    #[command(flatten)]
    pub options: Options,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// The calls of a period
    Period {
        /// The days
        #[command(flatten)]
        period: PeriodArguments,
    },
    /// The calls of a room
    Room {
        /// The room's id
        room_id: Id,
    },
    /// The calls of a room in a period
    RoomPeriod {
        /// The room's id
        room_id: Id,
        /// The days
        #[command(flatten)]
        period: PeriodArguments,
    },
    /// The calls of one conference
    Conf {
        /// The conference's number
        conf_num: Id,
    },
}

/// A period of UTC days.
#[derive(Args, Clone, Debug)]
pub struct PeriodArguments {
    /// The first day: 2025-01-31, 2025-01, 7d (days ago), today, yesterday, this-week, last-week,
    /// this-month or last-month. All dates are UTC
    pub from: DateArgument,
    /// The last day, in the same forms; a month or week counts to its end [default: that of FROM]
    pub to: Option<DateArgument>,
}

/// What can be typed before or after the command.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]
    #[arg(long, global = true, value_name = "ID")]
    pub app_id: Option<String>,
    /// App key: the password; safer in the environment or in a file, since other users of this machine
    /// can see options [env: CDR_APP_KEY, else ENABLEX_APP_KEY]
    #[arg(long, global = true, value_name = "KEY")]
    pub app_key: Option<AppKey>,
    /// File with the app key [env: CDR_APP_KEY_FILE]
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "app_key")]
    pub app_key_file: Option<PathBuf>,
    /// Service to ask [env: CDR_SERVICE] [default: enablex]
    #[arg(long, global = true, value_name = "SERVICE")]
    pub service: Option<Service>,
    /// Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub base_url: Option<String>,
    /// Let the key travel unencrypted, to a base URL that is plain http
    #[arg(long, global = true)]
    pub allow_http: bool,
    /// Ask a copy of the service on this machine, with made-up calls; needs no account
    #[arg(long, global = true, env = "CDR_SANDBOX", hide_env_values = true,
        value_parser = FalseyValueParser::new())]
    pub sandbox: bool,
    /// How the calls are printed
    #[arg(
        short,
        long,
        global = true,
        value_name = "FORMAT",
        env = "CDR_FORMAT",
        hide_env_values = true,
        default_value_t,
        value_enum
    )]
    pub format: Format,
    /// Columns and sets (brief, billing, quality, all), with commas between; for table and csv
    /// [default: brief for table, all for csv]
    #[arg(short, long, global = true, value_name = "LIST")]
    pub columns: Option<Columns>,
    /// Leave out the heading of a table or CSV
    #[arg(long, global = true)]
    pub no_header: bool,
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
            assert_eq!(cli.options.format, Format::Csv);
        }
    }
}
