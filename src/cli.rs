//! What may be typed. The comments on the arguments are their help.

#![allow(
    clippy::doc_markdown,
    reason = "these comments are the help on a terminal, where backticks are noise"
)]

use crate::ask::{AppKey, DateArgument, Id, Service};
use crate::console::Level;
use crate::format::Format;
use crate::records::Columns;
use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand};
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// Ask a video service for call detail records (CDRs), and print them.
#[derive(Debug, Parser)]
#[command(
    name = "cdr",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    args_override_self = true
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
    /// Asks the service.
    #[command(flatten)]
    Ask(Question),
    /// Nothing: prints saved answers, JSON or JSON Lines, through the same options
    Read {
        /// The files; - is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// The questions that the service answers.
#[derive(Clone, Debug, Subcommand)]
pub enum Question {
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
#[allow(
    clippy::struct_excessive_bools,
    reason = "each one is a flag that can be typed"
)]
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
    /// Print totals instead of calls: a row for each group, its keys the columns listed here
    #[arg(short, long, global = true, value_name = "LIST")]
    pub group_by: Option<Columns>,
    /// Leave out the heading of a table or CSV
    #[arg(long, global = true)]
    pub no_header: bool,
    /// Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas
    #[arg(long, global = true)]
    pub excel: bool,
    /// File to write instead of standard output, replaced in one step once the whole answer is there;
    /// {from} and {to} in its name become the dates of the period
    #[arg(short, long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Ask for a long period in windows of so many days
    #[arg(long, global = true, value_name = "DAYS")]
    pub split: Option<NonZeroU32>,
    /// How many windows are asked for at a time
    #[arg(long, global = true, value_name = "N", default_value = "4")]
    pub jobs: NonZeroUsize,
    /// Attempts after the first
    #[arg(long, global = true, value_name = "N", default_value_t = 4)]
    pub retries: u32,
    /// First pause between attempts; each one after it is twice as long
    #[arg(long, global = true, value_name = "SECS", default_value = "1")]
    pub retry_delay: Seconds,
    /// Longest time to connect
    #[arg(long, global = true, value_name = "SECS", default_value = "10", value_parser = more_than_zero)]
    pub connect_timeout: Seconds,
    /// Longest silence before a response or within it
    #[arg(long, global = true, value_name = "SECS", default_value = "60", value_parser = more_than_zero)]
    pub timeout: Seconds,
    /// File with a further root certificate to trust, in PEM form
    #[arg(long, global = true, value_name = "FILE")]
    pub ca_cert: Option<PathBuf>,
    /// Tell of requests, attempts, timings and causes on standard error
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Tell of nothing but errors on standard error
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
}

impl Options {
    /// How much is said on standard error.
    #[must_use]
    pub fn level(&self) -> Level {
        match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        }
    }
}

/// A length of time, typed as a number of seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seconds(pub Duration);

impl FromStr for Seconds {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let seconds = typed.parse::<f64>().ok();
        let length = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        length
            .map(Self)
            .ok_or("write a number of seconds, like 60 or 0.5")
    }
}

fn more_than_zero(typed: &str) -> Result<Seconds, &'static str> {
    let seconds: Seconds = typed.parse()?;
    if seconds.0.is_zero() {
        return Err("write more than 0 seconds");
    }
    Ok(seconds)
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
    fn a_length_of_time_is_a_number_of_seconds() {
        let seconds = |typed: &str| typed.parse::<Seconds>().ok();
        assert_eq!(seconds("0.5"), Some(Seconds(Duration::from_millis(500))));
        assert_eq!(seconds("0"), Some(Seconds(Duration::ZERO)));
        for typed in ["", "-1", "1s", "inf", "NaN", "1e300"] {
            assert_eq!(seconds(typed), None, "{typed}");
        }
        assert!(more_than_zero("0").is_err());
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
