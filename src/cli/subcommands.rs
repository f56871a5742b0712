//! The commands with their arguments and examples. The comments on them are their help.

use super::args::{
    AccountOptions, CALLS, DuplicateOptions, FileOptions, FilterArgs, OutputArgs, QueryArgs,
    REQUEST, RequestOptions, ServiceOptions, WindowOptions,
};
use super::bill::BillCommand;
use super::completions::candidates;
use super::values::{
    DoctorArguments, Length, PeriodArgs, SyncArguments, number_of_days, number_of_jobs,
    number_of_lookback_days, number_of_slack_days,
};
use crate::client::Id;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use clap_complete::{ArgValueCompleter, Shell};
use std::num::NonZeroU32;
use std::path::PathBuf;

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
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
        #[arg(long, value_name = "TIME", help_heading = REQUEST, num_args = 0..=1,
            require_equals = true, default_missing_value = "30m")]
        wait: Option<Length>,
        #[command(flatten)]
        ask: QueryArgs,
    },
    /// Print what each customer owes for a period
    ///
    /// A rate card says what is charged: --example prints one to start from. The period is exact, in
    /// the time zone of --tz, CDR_TZ, the profile or the rate card, or else in UTC.
    #[command(after_help = "Examples:
  cdr bill --example -o rates.toml
  cdr bill last-month --rates rates.toml
  cdr bill 2025-01 --rates rates.toml --read calls --detail -f csv")]
    Bill(Box<BillCommand>),
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

/// An archive, and how it is brought up to date.
#[derive(Args, Clone, Debug)]
pub struct SyncCommand {
    /// The folder of the archive
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    #[command(flatten)]
    pub period: SyncArguments,
    /// How many days that end with TO are asked for again
    #[arg(long, help_heading = REQUEST, value_name = "DAYS", default_value_t = 7,
        allow_negative_numbers = true, value_parser = number_of_lookback_days)]
    pub lookback: u32,
    /// Remove calls of the requested days that the service no longer reports
    ///
    /// All calls of a day, or more than a tenth of the calls of the requested days, are removed only
    /// with --prune=all: an empty or wrong response must not empty an archive.
    #[arg(long, help_heading = REQUEST, value_name = "all", num_args = 0..=1,
        require_equals = true, default_missing_value = "guarded")]
    pub prune: Option<PruneArgument>,
    /// How many days more are asked for at each end of a window, up to 31 [default: 2]
    #[arg(long, alias = "margin", help_heading = REQUEST, value_name = "DAYS",
        allow_negative_numbers = true, value_parser = number_of_slack_days, hide_short_help = true)]
    pub slack: Option<u32>,
    /// Of how many days a window is
    #[arg(long, help_heading = REQUEST, value_name = "DAYS", default_value = "7",
        allow_negative_numbers = true, value_parser = number_of_days, hide_short_help = true)]
    pub split: NonZeroU32,
    /// How many windows are asked for at a time, up to 64
    #[arg(long, help_heading = REQUEST, value_name = "N", default_value_t = 4,
        allow_negative_numbers = true, value_parser = number_of_jobs, hide_short_help = true)]
    pub jobs: u16,
    /// Print the requests as curl commands, and do nothing else
    #[arg(short = 'n', long, help_heading = REQUEST)]
    pub dry_run: bool,
    #[command(flatten)]
    pub print: OutputArgs,
    #[command(flatten)]
    pub account: AccountOptions,
    #[command(flatten)]
    pub service: ServiceOptions,
    #[command(flatten)]
    pub request: RequestOptions,
}

/// How far `--prune` goes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum PruneArgument {
    /// Even if many calls are removed
    All,
    /// Without a value.
    #[value(hide = true)]
    Guarded,
}

/// Two saved answers.
#[derive(Args, Clone, Debug)]
pub struct DiffCommand {
    /// The older answer: a file, the folder of an archive, or - for standard input
    #[arg(value_hint = ValueHint::AnyPath)]
    pub old: PathBuf,
    /// The newer one
    #[arg(value_hint = ValueHint::AnyPath)]
    pub new: PathBuf,
    /// Exit with code 7 if anything differs
    ///
    /// The differences are printed as usual; then one line on standard error says how many calls, or
    /// with --group-by groups, differ.
    #[arg(long)]
    pub exit_code: bool,
    #[command(flatten)]
    pub calls: FilterArgs,
    #[command(flatten)]
    pub print: OutputArgs,
}

/// Arguments of `doctor`: the account and the period to examine.
#[derive(Args, Clone, Debug)]
pub struct DoctorCommand {
    #[command(flatten)]
    pub period: DoctorArguments,
    /// Time zone of exact periods to check: an IANA name, a fixed offset, utc or local
    #[arg(long, help_heading = CALLS, value_name = "ZONE", allow_hyphen_values = true,
        add = ArgValueCompleter::new(candidates::zones))]
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
