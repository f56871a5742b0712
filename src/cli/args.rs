//! The options, in the groups that commands take whole.

use super::completions::candidates;
use super::values::{
    Seconds, Size, formats, more_than_zero, number_of_days, number_of_jobs, number_of_retries,
    number_of_rows, number_of_slack_days,
};
use crate::account::Service;
use crate::columns::{ColumnList, FilterSpec, SortSpec};
use crate::format::{Format, View};
use crate::limits::DEFAULT_MAX_SIZE;
use crate::terminal::{Level, supports_ansi};
use crate::text::Secret;
use clap::{Args, ValueEnum, ValueHint};
use clap_complete::ArgValueCompleter;
use std::num::NonZeroU32;
use std::path::PathBuf;

const OUTPUT: &str = "Output";
pub(super) const CALLS: &str = "Calls";
const ACCOUNT: &str = "Account";
pub const REQUEST: &str = "Requests";

/// For every command, before or behind it.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct GlobalArgs {
    /// Tell of requests, attempts, timings and causes on standard error
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Tell of nothing but errors on standard error
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value_t, value_enum)]
    pub color: ColorChoice,
}

/// Who is asked, in the few words that may also stand before the command.
#[derive(Args, Clone, Debug)]
pub struct AccountOptions {
    /// Ask a copy of the service on this machine, with made-up calls; needs no account
    #[arg(long, help_heading = ACCOUNT)]
    pub sandbox: bool,
    /// Section of the configuration file with the account
    #[arg(long, help_heading = ACCOUNT, value_name = "NAME",
        add = ArgValueCompleter::new(candidates::profiles))]
    pub profile: Option<String>,
}

/// For the commands that ask a service.
#[derive(Args, Clone, Debug)]
pub struct QueryArgs {
    #[command(flatten)]
    pub calls: FilterArgs,
    #[command(flatten)]
    pub duplicates: DuplicateOptions,
    #[command(flatten)]
    pub print: OutputArgs,
    #[command(flatten)]
    pub account: AccountOptions,
    #[command(flatten)]
    pub service: ServiceOptions,
    #[command(flatten)]
    pub request: RequestOptions,
    /// Print the requests as curl commands, and send nothing
    #[arg(short = 'n', long, help_heading = REQUEST)]
    pub dry_run: bool,
}

/// The whole account.
#[derive(Args, Clone, Debug)]
pub struct ServiceOptions {
    /// App id: the user name
    #[arg(long, help_heading = ACCOUNT, value_name = "ID", hide_short_help = true)]
    pub app_id: Option<String>,
    /// App key: the password; other users of this machine can see it
    #[arg(long, help_heading = ACCOUNT, value_name = "KEY", hide_short_help = true)]
    pub app_key: Option<Secret>,
    /// File with the app key
    #[arg(long, help_heading = ACCOUNT, value_name = "FILE", hide_short_help = true,
        conflicts_with = "app_key", value_hint = ValueHint::FilePath)]
    pub app_key_file: Option<PathBuf>,
    /// Service to ask [default: enablex]
    #[arg(long, help_heading = ACCOUNT, value_name = "SERVICE", ignore_case = true,
        hide_short_help = true)]
    pub service: Option<Service>,
    /// Any other base URL, up to and including the version; wins over --service
    #[arg(long, help_heading = ACCOUNT, value_name = "URL", hide_short_help = true,
        value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// Let the key travel unencrypted, to a base URL that is plain http
    #[arg(long, help_heading = ACCOUNT, hide_short_help = true)]
    pub allow_http: bool,
}

/// How the service is asked.
#[derive(Args, Clone, Debug)]
pub struct RequestOptions {
    /// Attempts after the first
    #[arg(long, help_heading = REQUEST, value_name = "N", default_value_t = 4,
        allow_negative_numbers = true, value_parser = number_of_retries, hide_short_help = true)]
    pub retries: u32,
    /// First pause between attempts; each one after it is twice as long
    #[arg(long, help_heading = REQUEST, value_name = "SECS", default_value = "1",
        hide_short_help = true)]
    pub retry_delay: Seconds,
    /// Longest time to connect
    #[arg(long, help_heading = REQUEST, value_name = "SECS", default_value = "10",
        value_parser = more_than_zero, hide_short_help = true)]
    pub connect_timeout: Seconds,
    /// Longest silence before a response or within it
    #[arg(long, help_heading = REQUEST, value_name = "SECS", default_value = "60",
        value_parser = more_than_zero, hide_short_help = true)]
    pub timeout: Seconds,
    /// Largest response, such as 500M, 2G or 16GiB
    #[arg(long, help_heading = REQUEST, value_name = "SIZE", default_value = DEFAULT_MAX_SIZE,
        allow_negative_numbers = true, hide_short_help = true)]
    pub max_size: Size,
    /// File with a further root certificate to trust, in PEM form
    #[arg(long, help_heading = REQUEST, value_name = "FILE", hide_short_help = true,
        value_hint = ValueHint::FilePath)]
    pub ca_cert: Option<PathBuf>,
}

/// For the questions that have a period.
#[derive(Args, Clone, Copy, Debug)]
pub struct WindowOptions {
    /// How many days more are asked for at each end of an exact period, up to 31 [default: 2]
    #[arg(long, alias = "margin", help_heading = REQUEST, value_name = "DAYS", allow_negative_numbers = true,
        value_parser = number_of_slack_days, hide_short_help = true)]
    pub slack: Option<u32>,
    /// Ask for a long period in windows of so many days
    #[arg(long, help_heading = REQUEST, value_name = "DAYS", allow_negative_numbers = true,
        value_parser = number_of_days)]
    pub split: Option<NonZeroU32>,
    /// How many windows are asked for at a time, up to 64
    #[arg(long, help_heading = REQUEST, value_name = "N", default_value_t = 4,
        allow_negative_numbers = true, value_parser = number_of_jobs, hide_short_help = true)]
    pub jobs: u16,
}

/// What of the calls is printed.
#[derive(Args, Clone, Debug)]
pub struct FilterArgs {
    /// Exact days of a time zone, in which times print too: an IANA name, utc, local or +05:30
    ///
    /// Without it, days are the service's own, and times print as they were sent.
    #[arg(long, help_heading = CALLS, value_name = "ZONE", allow_hyphen_values = true,
        add = ArgValueCompleter::new(candidates::zones))]
    pub tz: Option<String>,
    /// Take only calls of which this holds, like 'room.duration > 60'; may come several times
    ///
    /// A column, one of = != < <= > >= ~ !~, and a value. ~ is 'contains', in any case. Numbers and
    /// times compare as such, a date as the days it names; anything else as text. COLUMN= takes the
    /// calls without a value.
    #[arg(short = 'w', long = "where", help_heading = CALLS, value_name = "CONDITION",
        add = ArgValueCompleter::new(candidates::condition))]
    pub conditions: Vec<FilterSpec>,
    /// Print totals for each group of calls that are alike in these columns
    ///
    /// With -c, any numeric column can be summed, and bad_calls and bad_share can be printed.
    #[arg(short, long, help_heading = CALLS, value_name = "LIST",
        add = ArgValueCompleter::new(candidates::groups))]
    pub group_by: Vec<ColumnList>,
    /// Sort by these columns, downwards by those with a dash before them
    ///
    /// Numbers go by size, times by when they are, anything else by its text; what has no value comes
    /// last. Without it, calls stay as they were sent, and totals go by their keys.
    #[arg(long, help_heading = CALLS, value_name = "LIST", allow_hyphen_values = true,
        add = ArgValueCompleter::new(candidates::order))]
    pub sort: Vec<SortSpec>,
    /// Print the first N calls, or rows of totals
    #[arg(long, help_heading = CALLS, value_name = "N", allow_negative_numbers = true,
        value_parser = number_of_rows)]
    pub limit: Option<u64>,
}

/// Which copies of a call are printed.
#[derive(Args, Clone, Copy, Debug)]
pub struct DuplicateOptions {
    /// Keep calls that were received more than once
    ///
    /// By default each call is counted and printed once, the first one received. A call is identified by its
    /// cdr_id, or by its complete text if it has none. Copies that come only because the windows of a long
    /// period overlap are dropped in any case.
    #[arg(long, help_heading = CALLS, hide_short_help = true)]
    pub keep_duplicates: bool,
}

/// How rows are printed.
#[derive(Args, Clone, Debug)]
pub struct OutputArgs {
    /// How the rows are printed [default: table]
    #[arg(short, long, help_heading = OUTPUT, value_name = "FORMAT", value_parser = formats(),
        ignore_case = true)]
    pub format: Option<&'static Format>,
    /// Columns and sets (brief, billing, quality, all), with commas between
    ///
    /// For table, where brief is the usual one, and csv, where all is. 'cdr fields' lists them. Any
    /// path into a record is a column, too. The last parts of a documented path are enough if no other
    /// path ends in them: name for user.name. Repeated lists add up.
    #[arg(short, long, help_heading = OUTPUT, value_name = "LIST",
        add = ArgValueCompleter::new(candidates::columns))]
    pub columns: Vec<ColumnList>,
    #[command(flatten)]
    pub file: FileOptions,
    /// Leave out the heading of a table or CSV
    #[arg(long, help_heading = OUTPUT)]
    pub no_header: bool,
    /// How a table is seen on a terminal or in a pipe
    #[arg(long, help_heading = OUTPUT, value_name = "VIEW", default_value_t, value_enum,
        ignore_case = true, hide_short_help = true)]
    pub view: View,
    /// Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas
    #[arg(long, help_heading = OUTPUT, hide_short_help = true)]
    pub excel: bool,
}

/// Where the output goes.
#[derive(Args, Clone, Debug)]
pub struct FileOptions {
    /// Write a file, in one step; its ending names the format, and .gz compresses it
    #[arg(short, long, help_heading = OUTPUT, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal that has colours, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ServiceOptions {
    /// Whether any of the account was typed.
    pub fn is_any(&self) -> bool {
        let texts = [&self.app_id, &self.base_url];
        texts.into_iter().any(Option::is_some)
            || self.app_key.is_some()
            || self.app_key_file.is_some()
            || self.service.is_some()
    }
}

impl ColorChoice {
    /// Whether output is colored. With `Auto` it is on a terminal whose kind (`TERM`) supports it.
    #[must_use]
    pub fn is_enabled(self, is_terminal: bool, term: Option<&str>) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => is_terminal && supports_ansi(term),
        }
    }
}

impl GlobalArgs {
    /// How much is said on standard error.
    pub fn level(self) -> Level {
        match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        }
    }
}
