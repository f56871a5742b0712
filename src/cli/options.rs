//! The options, which go with every command.

#![allow(
    clippy::doc_markdown,
    reason = "these comments are the help on a terminal, where backticks are noise"
)]

use super::words::WithWords;
use crate::account::Environment;
use crate::account::Service;
use crate::bounds::JOBS;
use crate::columns::Columns;
use crate::error::{Failure, Kind};
use crate::format::Format;
use crate::terminal::Level;
use crate::text::Secret;
use clap::builder::{StringValueParser, TypedValueParser};
use clap::{Args, ValueEnum, ValueHint, value_parser};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// What can be typed before or after the command.
#[derive(Args, Clone, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each one is a flag that can be typed"
)]
pub struct Options {
    /// How the calls are printed [env: CDR_FORMAT] [default: table]
    #[arg(short, long, global = true, help_heading = OUTPUT, value_name = "FORMAT", value_enum)]
    pub format: Option<Format>,
    /// Columns and sets (brief, billing, quality, all), with commas between; for table and csv
    /// [default: brief for table, all for csv]
    #[arg(short, long, global = true, help_heading = OUTPUT, value_name = "LIST",
        value_parser = columns_and_sets(), hide_possible_values = true)]
    pub columns: Option<Columns>,
    /// Print totals for each group of calls that are alike in these columns
    #[arg(short, long, global = true, help_heading = OUTPUT, value_name = "LIST",
        value_parser = columns_and_sets(), hide_possible_values = true)]
    pub group_by: Option<Columns>,
    /// Write a file, in one step; {from} and {to} become the dates of the period
    #[arg(short, long, global = true, help_heading = OUTPUT, value_name = "FILE",
        value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Leave out the heading of a table or CSV
    #[arg(long, global = true, help_heading = OUTPUT)]
    pub no_header: bool,
    /// Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas
    #[arg(long, global = true, help_heading = OUTPUT, hide_short_help = true)]
    pub excel: bool,
    /// When to use colour
    #[arg(long, global = true, help_heading = OUTPUT, value_name = "WHEN", default_value_t,
        value_enum, hide_short_help = true)]
    pub color: When,

    /// Ask a copy of the service on this machine, with made-up calls; needs no account
    /// [env: CDR_SANDBOX]
    #[arg(long, global = true, help_heading = ACCOUNT)]
    pub sandbox: bool,
    /// Section of the configuration file with the account [env: CDR_PROFILE]
    #[arg(long, global = true, help_heading = ACCOUNT, value_name = "NAME")]
    pub profile: Option<String>,
    /// App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]
    #[arg(long, global = true, help_heading = ACCOUNT, value_name = "ID", hide_short_help = true)]
    pub app_id: Option<String>,
    /// App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else
    /// ENABLEX_APP_KEY]
    #[arg(long, global = true, help_heading = ACCOUNT, value_name = "KEY", hide_short_help = true)]
    pub app_key: Option<Secret>,
    /// File with the app key [env: CDR_APP_KEY_FILE]
    #[arg(long, global = true, help_heading = ACCOUNT, value_name = "FILE", hide_short_help = true,
        conflicts_with = "app_key", value_hint = ValueHint::FilePath)]
    pub app_key_file: Option<PathBuf>,
    /// Service to ask [env: CDR_SERVICE] [default: enablex]
    #[arg(long, global = true, help_heading = ACCOUNT, value_name = "SERVICE", hide_short_help = true)]
    pub service: Option<Service>,
    /// Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]
    #[arg(long, global = true, help_heading = ACCOUNT, value_name = "URL", hide_short_help = true,
        value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// Let the key travel unencrypted, to a base URL that is plain http
    #[arg(long, global = true, help_heading = ACCOUNT, hide_short_help = true)]
    pub allow_http: bool,

    /// Ask for a long period in windows of so many days
    #[arg(long, global = true, help_heading = TRANSFER, value_name = "DAYS")]
    pub split: Option<NonZeroU32>,
    /// How many windows are asked for at a time, up to 64
    #[arg(long, global = true, help_heading = TRANSFER, value_name = "N", default_value_t = 4,
        value_parser = value_parser!(u16).range(1..=i64::from(JOBS)), hide_short_help = true)]
    pub jobs: u16,
    /// Attempts after the first
    #[arg(long, global = true, help_heading = TRANSFER, value_name = "N", default_value_t = 4,
        hide_short_help = true)]
    pub retries: u32,
    /// First pause between attempts; each one after it is twice as long
    #[arg(long, global = true, help_heading = TRANSFER, value_name = "SECS", default_value = "1",
        hide_short_help = true)]
    pub retry_delay: Seconds,
    /// Longest time to connect
    #[arg(long, global = true, help_heading = TRANSFER, value_name = "SECS", default_value = "10",
        value_parser = more_than_zero, hide_short_help = true)]
    pub connect_timeout: Seconds,
    /// Longest silence before a response or within it
    #[arg(long, global = true, help_heading = TRANSFER, value_name = "SECS", default_value = "60",
        value_parser = more_than_zero, hide_short_help = true)]
    pub timeout: Seconds,
    /// File with a further root certificate to trust, in PEM form
    #[arg(long, global = true, help_heading = TRANSFER, value_name = "FILE", hide_short_help = true,
        value_hint = ValueHint::FilePath)]
    pub ca_cert: Option<PathBuf>,
    /// Print the requests as curl commands, and send nothing
    #[arg(short = 'n', long, global = true, help_heading = TRANSFER)]
    pub dry_run: bool,

    /// Tell of requests, attempts, timings and causes on standard error
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Tell of nothing but errors on standard error
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
}

const OUTPUT: &str = "Output";
const ACCOUNT: &str = "Account";
const TRANSFER: &str = "Requests";

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal that has colours, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn columns_and_sets() -> impl TypedValueParser<Value = Columns> {
    let lists = StringValueParser::new().try_map(|typed| Columns::from_str(&typed));
    WithWords::new(lists, Columns::known().collect())
}

impl Options {
    /// These options, with those that the environment says and that were not typed.
    ///
    /// # Errors
    /// A usage failure for a variable that can't be what it says.
    pub fn with(&self, environment: Environment) -> Result<Self, Failure> {
        let mut options = self.clone();
        options.sandbox |= environment("CDR_SANDBOX")?.is_some_and(|value| is_true(&value));
        if options.profile.is_none() {
            options.profile = environment("CDR_PROFILE")?;
        }
        if options.format.is_none() {
            let named = environment("CDR_FORMAT")?;
            options.format = named.map(|name| format_named(&name)).transpose()?;
        }
        Ok(options)
    }

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

fn is_true(value: &str) -> bool {
    !["0", "n", "no", "f", "false", "off"].contains(&&*value.to_lowercase())
}

fn format_named(name: &str) -> Result<Format, Failure> {
    Format::from_str(name, true).map_err(|_| {
        let known = Format::value_variants().iter();
        let known = known.filter_map(ValueEnum::to_possible_value);
        let known: Vec<_> = known.map(|value| value.get_name().to_owned()).collect();
        let known = known.join(", ");
        let message = format!("CDR_FORMAT is '{name}'; set it to one of {known}, or unset it");
        Failure::new(Kind::Usage, message)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
