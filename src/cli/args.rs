//! The options, in the groups that commands take whole. The comments on the fields are their help.
//!
//! An option is one field here: help, manual page and completions follow from it. Hidden aliases
//! are exact synonyms that users of other tools type; words that mean something similar have a hint
//! in `usage_error.rs` instead.

use super::completions::candidates;
use super::values::{Seconds, Size, delimiter, format_parser, number_parser, positive_seconds};
use crate::account::Service;
use crate::columns::{ColumnList, FilterSpec, SortSpec};
use crate::format::{Format, RowKind, View};
use crate::limits::{DEFAULT_MAX_SIZE, MAX_JOBS, MAX_SLACK_DAYS};
use crate::terminal::{Level, supports_ansi};
use crate::text::Secret;
use clap::{ArgAction, Args, ValueEnum, ValueHint};
use clap_complete::ArgValueCompleter;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// Headings of groups of options, in the order in which help shows them.
pub const CALLS: &str = "Calls";
pub const OUTPUT: &str = "Output";
pub const ACCOUNT: &str = "Account";
pub const REQUESTS: &str = "Requests";
pub const GLOBAL: &str = "Global options";

/// Options of every command, before or after it.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct GlobalArgs {
    /// Log requests, retries, timings and error causes to standard error
    #[arg(short, long, global = true, help_heading = GLOBAL, display_order = 1000)]
    verbose: bool,
    /// Print only errors to standard error
    #[arg(short, long, global = true, help_heading = GLOBAL, display_order = 1001,
        conflicts_with = "verbose", aliases = ["silent"])]
    quiet: bool,
    /// When to use color
    #[arg(long, alias = "colour", global = true, help_heading = GLOBAL, display_order = 1002,
        value_name = "WHEN", default_value_t, value_enum)]
    pub color: ColorChoice,
    /// Print help (see more with '--help')
    #[arg(short, long, global = true, help_heading = GLOBAL, display_order = 1003,
        long_help = "Print help (see a summary with '-h')", action = ArgAction::Help)]
    help: Option<bool>,
}

/// The options of the account that are accepted before the command, too.
#[derive(Args, Clone, Debug)]
pub struct AccountOptions {
    /// Use a built-in service with sample data; no account needed
    #[arg(long, help_heading = ACCOUNT)]
    pub sandbox: bool,
    /// Profile in the configuration file to use
    #[arg(long, help_heading = ACCOUNT, value_name = "NAME",
        add = ArgValueCompleter::new(candidates::profiles))]
    pub profile: Option<String>,
}

/// Options of the commands that query a service for calls.
#[derive(Args, Clone, Debug)]
pub struct QueryArgs {
    #[command(flatten)]
    pub calls: FilterArgs,
    #[command(flatten)]
    pub duplicates: DuplicateOptions,
    #[command(flatten)]
    pub print: OutputArgs,
    #[command(flatten)]
    pub files: FilesOptions,
    #[command(flatten)]
    pub expect: ExpectOptions,
    #[command(flatten)]
    pub account: AccountOptions,
    #[command(flatten)]
    pub service: ServiceOptions,
    #[command(flatten)]
    pub request: RequestOptions,
    /// Print the requests as curl commands without sending them
    #[arg(short = 'n', long, help_heading = REQUESTS)]
    pub dry_run: bool,
}

/// The other options of the account.
#[derive(Args, Clone, Debug)]
pub struct ServiceOptions {
    /// App ID (the API user name)
    #[arg(long, help_heading = ACCOUNT, value_name = "ID", hide_short_help = true)]
    pub app_id: Option<String>,
    /// App key (the API password); visible to other users of this machine, so prefer --app-key-file
    #[arg(long, help_heading = ACCOUNT, value_name = "KEY", hide_short_help = true)]
    pub app_key: Option<Secret>,
    /// File that contains the app key
    #[arg(long, alias = "key-file", help_heading = ACCOUNT, value_name = "FILE",
        hide_short_help = true, conflicts_with = "app_key", value_hint = ValueHint::FilePath)]
    pub app_key_file: Option<PathBuf>,
    /// Service to query [default: enablex]
    #[arg(long, help_heading = ACCOUNT, value_name = "SERVICE", ignore_case = true,
        hide_short_help = true)]
    pub service: Option<Service>,
    /// API base URL up to and including the version; overrides --service
    #[arg(long, aliases = ["url", "endpoint", "api-url"], help_heading = ACCOUNT, value_name = "URL",
        hide_short_help = true, value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// Allow a plain http base URL, which sends the key unencrypted
    #[arg(long, help_heading = ACCOUNT, hide_short_help = true)]
    pub allow_http: bool,
}

/// How requests are sent.
#[derive(Args, Clone, Debug)]
pub struct RequestOptions {
    /// Number of times to retry a failed request
    #[arg(long, alias = "retry", help_heading = REQUESTS, value_name = "N", default_value_t = 4,
        allow_negative_numbers = true, value_parser = number_parser(0_u32..), hide_short_help = true)]
    pub retries: u32,
    /// Delay before the first retry, in seconds; doubles with each further retry
    #[arg(long, help_heading = REQUESTS, value_name = "SECS", default_value = "1",
        allow_negative_numbers = true, hide_short_help = true)]
    pub retry_delay: Seconds,
    /// Timeout for connecting, in seconds
    #[arg(long, help_heading = REQUESTS, value_name = "SECS", default_value = "10",
        allow_negative_numbers = true, value_parser = positive_seconds, hide_short_help = true)]
    pub connect_timeout: Seconds,
    /// Timeout for inactivity before or during a response, in seconds
    #[arg(long, alias = "max-time", help_heading = REQUESTS, value_name = "SECS", default_value = "60",
        allow_negative_numbers = true, value_parser = positive_seconds, hide_short_help = true)]
    pub timeout: Seconds,
    /// Largest response, such as 500M, 2G or 16GiB
    #[arg(long, help_heading = REQUESTS, value_name = "SIZE", default_value = DEFAULT_MAX_SIZE,
        allow_negative_numbers = true, hide_short_help = true)]
    pub max_size: Size,
    /// PEM file with additional root certificates to trust
    #[arg(long, alias = "cacert", help_heading = REQUESTS, value_name = "FILE",
        hide_short_help = true, value_hint = ValueHint::FilePath)]
    pub ca_cert: Option<PathBuf>,
}

/// How the requests for a period are divided.
#[derive(Args, Clone, Copy, Debug)]
pub struct WindowOptions {
    /// Extra days to fetch before and after the period with --tz, 0 to 31 [default: 2]
    #[arg(long, alias = "margin", help_heading = REQUESTS, value_name = "DAYS", requires = "from",
        allow_negative_numbers = true, value_parser = number_parser(0..=MAX_SLACK_DAYS), hide_short_help = true)]
    pub slack: Option<u32>,
    /// Split a long period into windows of this many days, one request each
    #[arg(long, help_heading = REQUESTS, value_name = "DAYS", requires = "from",
        allow_negative_numbers = true, value_parser = number_parser(NonZeroU32::MIN..))]
    pub split: Option<NonZeroU32>,
    /// Number of windows of --split to fetch in parallel, up to 64
    #[arg(long, aliases = ["parallel", "concurrency"], help_heading = REQUESTS, value_name = "N",
        requires = "split", default_value_t = 4, allow_negative_numbers = true,
        value_parser = number_parser(1..=MAX_JOBS), hide_short_help = true)]
    pub jobs: u16,
}

/// Which calls are printed, and whether as totals.
#[derive(Args, Clone, Debug)]
pub struct FilterArgs {
    /// Use exact days of this time zone, and print times in it
    ///
    /// ZONE is an IANA name, an offset such as +05:30, utc or local. Without --tz, the service
    /// decides which calls belong to the period, and times are printed as received.
    #[arg(long, aliases = ["timezone", "time-zone", "zone"], help_heading = CALLS, value_name = "ZONE",
        allow_hyphen_values = true, add = ArgValueCompleter::new(candidates::zones))]
    pub tz: Option<String>,
    /// Only include calls that match, such as 'room.duration > 60'
    ///
    /// CONDITION is a column, one of = != < <= > >= ~ !~, and a value. '~' means "contains",
    /// ignoring case. Numbers and times are compared by value (a date
    /// matches all days in its range), everything else as text. 'COLUMN=' matches calls that have no value. Repeat the
    /// option to require several conditions.
    #[arg(short = 'w', long = "where", alias = "filter", help_heading = CALLS, value_name = "CONDITION",
        add = ArgValueCompleter::new(candidates::condition))]
    pub conditions: Vec<FilterSpec>,
    /// Print totals instead of calls, grouped by these columns
    ///
    /// With -c, any numeric column can be summed, and bad_calls and bad_share can be printed.
    #[arg(short, long, aliases = ["group", "groupby", "by"], help_heading = CALLS, value_name = "LIST",
        add = ArgValueCompleter::new(candidates::groups))]
    pub group_by: Vec<ColumnList>,
    /// Sort by these columns; prefix a column with '-' for descending order
    ///
    /// Numbers and times are sorted by value, everything else as text; missing values come last. By
    /// default, calls keep the order of the response, and totals are sorted by their group columns.
    #[arg(long, aliases = ["sort-by", "order", "order-by"], help_heading = CALLS, value_name = "LIST",
        allow_hyphen_values = true, add = ArgValueCompleter::new(candidates::order))]
    pub sort: Vec<SortSpec>,
    /// Print only the first N calls or rows of totals
    #[arg(long, aliases = ["top", "head", "max-results", "max-items"], help_heading = CALLS, value_name = "N",
        allow_negative_numbers = true, value_parser = number_parser(1_u64..))]
    pub limit: Option<u64>,
}

/// Which duplicates are printed.
#[derive(Args, Clone, Copy, Debug)]
pub struct DuplicateOptions {
    /// Keep calls that were received more than once
    ///
    /// By default each call is counted and printed once, the first one received. A call is
    /// identified by its cdr_id, or by its complete text if it has none. Copies from overlapping
    /// windows of a long period are always dropped.
    #[arg(long, help_heading = CALLS, hide_short_help = true)]
    pub keep_duplicates: bool,
}

/// How rows are printed.
#[derive(Args, Clone, Debug)]
pub struct OutputArgs {
    /// Output format [default: table]
    #[arg(short, long, alias = "output-format", help_heading = OUTPUT, value_name = "FORMAT",
        value_parser = format_parser(RowKind::Calls), ignore_case = true)]
    pub format: Option<&'static Format>,
    /// Comma-separated columns or column sets (brief, billing, quality, all)
    ///
    /// The default is brief for tables and all for CSV, TSV, workbooks and Parquet. Any path into a
    /// record works as a column, and a short name if only one documented column ends in it: name
    /// for user.name. JSON and JSON Lines print whole records unless columns are selected. Repeated
    /// options are combined. Run 'cdr fields' to list the documented columns.
    #[arg(short, long, aliases = ["column", "cols", "fields"], help_heading = OUTPUT, value_name = "LIST",
        add = ArgValueCompleter::new(candidates::columns))]
    pub columns: Vec<ColumnList>,
    #[command(flatten)]
    pub file: FileOptions,
    /// Omit the header of a table, CSV or TSV
    #[arg(long, aliases = ["no-headers", "no-heading"], help_heading = OUTPUT)]
    pub no_header: bool,
    /// Table layout
    #[arg(long, help_heading = OUTPUT, value_name = "VIEW", default_value_t, value_enum,
        ignore_case = true, hide_short_help = true)]
    pub view: View,
    /// Write CSV or TSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas
    /// escaped
    #[arg(long, help_heading = OUTPUT, hide_short_help = true)]
    pub excel: bool,
    /// Delimiter of CSV, one ASCII character such as ';' [default: ,]
    #[arg(long, aliases = ["separator", "sep"], help_heading = OUTPUT, value_name = "CHAR",
        allow_hyphen_values = true, value_parser = delimiter, hide_short_help = true)]
    pub delimiter: Option<u8>,
}

/// Where the output goes.
#[derive(Args, Clone, Debug)]
pub struct FileOptions {
    /// Write to FILE, atomically; its extension selects the format, and .gz compresses it
    #[arg(short, long, aliases = ["out", "out-file", "outfile", "output-file"], help_heading = OUTPUT,
        value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// What makes a run fail although its output is complete.
#[derive(Args, Clone, Debug)]
pub struct ExpectOptions {
    /// Exit with code 7 unless the totals match, such as 'calls > 0'
    ///
    /// CONDITION is that of --where on a column of totals: calls, conferences, bad_calls, bad_share,
    /// or a numeric column, which is summed. With -g, each group must match. The output is written
    /// in any case, and --limit is ignored. A missing value fails every condition except 'COLUMN='.
    #[arg(long, alias = "assert", help_heading = OUTPUT, value_name = "CONDITION",
        add = ArgValueCompleter::new(candidates::expectation))]
    pub expect: Vec<FilterSpec>,
    #[command(flatten)]
    pub strict: StrictOption,
}

/// Whether warnings are failures.
#[derive(Args, Clone, Copy, Debug)]
pub struct StrictOption {
    /// Exit with code 7 if there is any warning
    ///
    /// The output is written in any case. Warnings count with --quiet, too.
    #[arg(long, help_heading = OUTPUT)]
    pub strict: bool,
}

/// What becomes of earlier files of values.
#[derive(Args, Clone, Copy, Debug)]
pub struct FilesOptions {
    /// Remove stale files: those that an earlier run with columns in braces in -o wrote, and this
    /// run does not
    #[arg(long, help_heading = OUTPUT, requires = "output", hide_short_help = true)]
    pub prune: bool,
}

/// When to use color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    // These have no doc comments: with help of their own, `cdr --help` would be three times as
    // long.
    #[default]
    Auto,
    Always,
    Never,
}

impl ServiceOptions {
    /// Returns the first option that was typed of those that name an account.
    pub fn typed_option(&self) -> Option<&'static str> {
        let options = [
            ("--app-id", self.app_id.is_some()),
            ("--app-key", self.app_key.is_some()),
            ("--app-key-file", self.app_key_file.is_some()),
            ("--service", self.service.is_some()),
            ("--base-url", self.base_url.is_some()),
        ];
        let typed = options.iter().find(|(_, is_typed)| *is_typed);
        typed.map(|(name, _)| *name)
    }
}

impl ColorChoice {
    /// Returns whether output is colored. With `Auto` it is on a terminal whose kind (`TERM`)
    /// supports it.
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
    /// Returns how much is printed to standard error.
    #[must_use]
    pub fn level(self) -> Level {
        match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        }
    }
}
