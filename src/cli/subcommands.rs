//! The commands with their arguments and examples. The comments on them are their help.
//!
//! Examples are `before_help`, since the help shows them before the arguments (see `command.rs`). A
//! new command also needs a line in the groups of `command.rs` and its resolution in `config.rs`.
//! Aliases are words that mean exactly the same.

use super::args::{
    AccountOptions, CALLS, DuplicateOptions, ExpectOptions, FileOptions, FilesOptions, FilterArgs,
    OutputArgs, QueryArgs, REQUESTS, RequestOptions, ServiceOptions, StrictOption, WindowOptions,
};
use super::bill::BillArgs;
use super::completions::candidates;
use super::dates::{DoctorPeriodArgs, PeriodArgs, RoomPeriodArgs, SyncPeriodArgs};
use super::values::{DurationArg, number_parser};
use crate::client::Id;
use crate::limits::{MAX_JOBS, MAX_SLACK_DAYS};
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use clap_complete::{ArgValueCompleter, Shell};
use std::num::NonZeroU32;
use std::path::PathBuf;

/// A command with its arguments.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Print the calls of a period
    #[command(
        alias = "calls",
        before_help = "Examples:
  cdr period yesterday
  cdr period last-month --tz Asia/Kolkata -f csv -o '{from}.csv'
  cdr period 7d -w 'hour >= 20' --sort -room.duration --limit 10"
    )]
    Period {
        #[command(flatten)]
        period: PeriodArgs,
        #[command(flatten)]
        query: QueryArgs,
        #[command(flatten)]
        windows: WindowOptions,
    },
    /// Print the calls of a room, all or those of a period
    #[command(before_help = "Examples:
  cdr room 00005eec31edba25ddf9ee18 -g day
  cdr room 00005eec31edba25ddf9ee18 2025-01-02 2025-01-04")]
    Room {
        /// Room ID
        room_id: Id,
        #[command(flatten)]
        period: RoomPeriodArgs,
        #[command(flatten)]
        query: QueryArgs,
        #[command(flatten)]
        windows: WindowOptions,
    },
    /// Same as 'room ROOM_ID FROM [TO]'
    #[command(before_help = "Example:
  cdr room-period 00005eec31edba25ddf9ee18 2025-01-02 2025-01-04")]
    RoomPeriod {
        /// Room ID
        room_id: Id,
        #[command(flatten)]
        period: PeriodArgs,
        #[command(flatten)]
        query: QueryArgs,
        #[command(flatten)]
        windows: WindowOptions,
    },
    /// Print the calls of a conference
    #[command(
        alias = "conference",
        before_help = "Examples:
  cdr conf 1739252000 -c quality
  cdr conf 1739252000 --wait -f jsonl"
    )]
    Conf {
        /// Conference number: the conf_num of its calls
        conf_num: Id,
        /// Wait until the conference has ended and all its calls are available [default: 30m]
        ///
        /// Polls the service until every call has an end time and two consecutive responses match.
        /// TIME is a number followed by s, m or h.
        #[arg(long, value_name = "TIME", num_args = 0..=1,
            require_equals = true, default_missing_value = "30m")]
        wait: Option<DurationArg>,
        #[command(flatten)]
        query: QueryArgs,
    },
    /// Print what each customer owes for a period
    ///
    /// A rate card says what is charged: --example prints one to start from. The period is exact,
    /// in the time zone of --tz, CDR_TZ, the profile or the rate card, or else in UTC.
    #[command(
        alias = "invoice",
        before_help = "Examples:
  cdr bill --example -o rates.toml
  cdr bill last-month --rates rates.toml
  cdr bill 2025-01 --rates rates.toml --read archive --detail -f csv"
    )]
    Bill(Box<BillArgs>),
    /// Create or update an archive of calls
    #[command(before_help = "Examples:
  cdr sync archive last-month
  cdr sync archive --prune --lookback 30")]
    Sync(SyncArgs),
    /// Print calls from saved files or an archive
    #[command(before_help = "Examples:
  cdr read january.json february.jsonl.gz -g user.ref
  cdr read archive -w month=2025-01 -g room.room_id
  cdr read january.json -w 'user.name ~ smith' -f csv")]
    Read {
        /// Files to read; '-' is standard input, a directory is an archive
        #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        calls: FilterArgs,
        #[command(flatten)]
        duplicates: DuplicateOptions,
        #[command(flatten)]
        print: OutputArgs,
        #[command(flatten)]
        files_options: FilesOptions,
        #[command(flatten)]
        expect: ExpectOptions,
    },
    /// Compare two saved files, archives or bills
    ///
    /// Calls are compared by cdr_id, or with --group-by by the totals of each group. Two bills in
    /// JSON, JSON Lines or CSV are compared line by line, or with --group-by by the sums of lines.
    #[command(before_help = "Examples:
  cdr diff january.json january-again.json -c cdr_id,user.name,usage.connect_minutes_cal
  cdr diff january.json archive -w month=2025-01 -g room.room_id
  cdr diff bill.csv bill-again.csv -g customer")]
    Diff(DiffArgs),
    /// Check the setup, and how the service assigns calls to a period
    #[command(before_help = "Examples:
  cdr doctor
  cdr doctor 2025-01 -f csv")]
    Doctor(DoctorArgs),
    /// List columns with their type, unit, sets and meaning
    ///
    /// 'cdr help columns' explains how -c, -g, -w and --sort use them.
    #[command(
        alias = "columns",
        before_help = "Examples:
  cdr fields duration
  cdr fields -c path,unit -f csv"
    )]
    Fields {
        /// Print only columns whose path, type, set or meaning contains this text, ignoring case
        pattern: Option<String>,
        #[command(flatten)]
        print: OutputArgs,
    },
    /// Generate a shell completion script
    #[command(
        alias = "completion",
        before_help = "Example:
  cdr completions fish -o cdr.fish"
    )]
    Completions {
        /// Shell to generate the script for
        shell: Shell,
        #[command(flatten)]
        file: FileOptions,
    },
    /// Print the manual page; view it with 'cdr man | man -l -'
    #[command(
        alias = "manual",
        before_help = "Example:
  cdr man -o cdr.1"
    )]
    Man {
        #[command(flatten)]
        file: FileOptions,
    },
}

impl Command {
    /// Returns whether warnings are failures.
    pub fn is_strict(&self) -> bool {
        match self {
            Self::Period { query, .. }
            | Self::Room { query, .. }
            | Self::RoomPeriod { query, .. }
            | Self::Conf { query, .. } => query.expect.strict.strict,
            Self::Bill(bill) => bill.query.expect.strict.strict,
            Self::Read { expect, .. } => expect.strict.strict,
            Self::Sync(sync) => sync.strict.strict,
            Self::Diff(diff) => diff.strict.strict,
            Self::Doctor(_) | Self::Fields { .. } | Self::Completions { .. } | Self::Man { .. } => {
                false
            }
        }
    }

    /// Returns the options of the account, if the command sends requests.
    pub fn account(&self) -> Option<(&AccountOptions, &ServiceOptions)> {
        match self {
            Self::Period { query, .. }
            | Self::Room { query, .. }
            | Self::RoomPeriod { query, .. }
            | Self::Conf { query, .. } => Some((&query.account, &query.service)),
            Self::Bill(bill) => Some((&bill.query.account, &bill.query.service)),
            Self::Sync(sync) => Some((&sync.account, &sync.service)),
            Self::Doctor(doctor) => Some((&doctor.account, &doctor.service)),
            _ => None,
        }
    }
}

/// The arguments of `sync`.
#[derive(Args, Clone, Debug)]
pub struct SyncArgs {
    /// Archive directory
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
    #[command(flatten)]
    pub period: SyncPeriodArgs,
    /// Number of days up to TO to fetch again, to catch late and changed calls
    #[arg(long, value_name = "DAYS", default_value_t = 7,
        allow_negative_numbers = true, value_parser = number_parser(0_u32..))]
    pub lookback: u32,
    /// Remove calls of the requested days that the service no longer reports
    ///
    /// Without a value, cdr refuses (exit 4) to remove all calls of a day, or more than a tenth of
    /// the calls of the requested days, because an empty or wrong response must not empty an
    /// archive. --prune=all removes them as well.
    #[arg(long, value_name = "all", num_args = 0..=1,
        require_equals = true, default_missing_value = "guarded")]
    pub prune: Option<PruneChoice>,
    #[command(flatten)]
    pub print: OutputArgs,
    #[command(flatten)]
    pub strict: StrictOption,
    #[command(flatten)]
    pub account: AccountOptions,
    #[command(flatten)]
    pub service: ServiceOptions,
    /// Extra days to fetch before and after each window, 0 to 31 [default: 2]
    #[arg(long, alias = "margin", help_heading = REQUESTS, value_name = "DAYS",
        allow_negative_numbers = true, value_parser = number_parser(0..=MAX_SLACK_DAYS), hide_short_help = true)]
    pub slack: Option<u32>,
    /// Maximum number of days per window
    #[arg(long, help_heading = REQUESTS, value_name = "DAYS", default_value = "7",
        allow_negative_numbers = true, value_parser = number_parser(NonZeroU32::MIN..),
        hide_short_help = true)]
    pub split: NonZeroU32,
    /// Number of windows to fetch in parallel, up to 64
    #[arg(long, aliases = ["parallel", "concurrency"], help_heading = REQUESTS, value_name = "N",
        default_value_t = 4, allow_negative_numbers = true, value_parser = number_parser(1..=MAX_JOBS),
        hide_short_help = true)]
    pub jobs: u16,
    /// Print the requests as curl commands without sending them or changing the archive
    #[arg(short = 'n', long, help_heading = REQUESTS)]
    pub dry_run: bool,
    #[command(flatten)]
    pub request: RequestOptions,
}

/// How far `--prune` goes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum PruneChoice {
    /// Remove any number of calls
    All,
    /// Without a value.
    #[value(hide = true)]
    Guarded,
}

/// The arguments of `diff`.
#[derive(Args, Clone, Debug)]
pub struct DiffArgs {
    /// Older file, archive or bill; '-' is standard input
    #[arg(value_hint = ValueHint::AnyPath)]
    pub old: PathBuf,
    /// Newer file, archive or bill; '-' is standard input
    #[arg(value_hint = ValueHint::AnyPath)]
    pub new: PathBuf,
    /// Exit with code 7 if anything differs
    ///
    /// The differences are printed as usual; then one line on standard error says how many calls,
    /// groups or lines of a bill differ.
    #[arg(long)]
    pub exit_code: bool,
    #[command(flatten)]
    pub calls: FilterArgs,
    #[command(flatten)]
    pub print: OutputArgs,
    #[command(flatten)]
    pub strict: StrictOption,
}

/// The arguments of `doctor`.
#[derive(Args, Clone, Debug)]
pub struct DoctorArgs {
    #[command(flatten)]
    pub period: DoctorPeriodArgs,
    /// Time zone of exact periods to check: an IANA name, an offset, utc or local
    #[arg(long, aliases = ["timezone", "time-zone", "zone"], help_heading = CALLS, value_name = "ZONE",
        allow_hyphen_values = true, add = ArgValueCompleter::new(candidates::zones))]
    pub tz: Option<String>,
    #[command(flatten)]
    pub print: OutputArgs,
    #[command(flatten)]
    pub account: AccountOptions,
    #[command(flatten)]
    pub service: ServiceOptions,
    #[command(flatten)]
    pub request: RequestOptions,
}
