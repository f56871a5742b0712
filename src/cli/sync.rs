//! The command `sync`, as it may be typed. The comments on the arguments are their help.

use super::args::{AccountOptions, OutputArgs, REQUEST, RequestOptions, ServiceOptions};
use super::config::{Action, Resolver, output};
use super::dates::SyncArguments;
use super::values::{
    number_of_days, number_of_jobs, number_of_lookback_days, number_of_slack_days,
};
use crate::archive::{Prune, SyncRange};
use crate::commands::sync;
use crate::error::{Failure, FailureKind};
use crate::time::{DateRange, DateSpec};
use clap::{Args, ValueEnum, ValueHint};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// An archive, and how it is brought up to date.
#[derive(Args, Clone, Debug)]
pub struct SyncCommand {
    /// The folder of the archive
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    #[command(flatten)]
    period: SyncArguments,
    /// How many days that end with TO are asked for again
    #[arg(long, help_heading = REQUEST, value_name = "DAYS", default_value_t = 7,
        allow_negative_numbers = true, value_parser = number_of_lookback_days)]
    lookback: u32,
    /// Remove calls of the requested days that the service no longer reports
    ///
    /// All calls of a day, or more than a tenth of the calls of the requested days, are removed only
    /// with --prune=all: an empty or wrong response must not empty an archive.
    #[arg(long, help_heading = REQUEST, value_name = "all", num_args = 0..=1,
        require_equals = true, default_missing_value = "guarded")]
    prune: Option<PruneArgument>,
    /// How many days more are asked for at each end of a window, up to 31 [default: 2]
    #[arg(long, alias = "margin", help_heading = REQUEST, value_name = "DAYS",
        allow_negative_numbers = true, value_parser = number_of_slack_days, hide_short_help = true)]
    slack: Option<u32>,
    /// Of how many days a window is
    #[arg(long, help_heading = REQUEST, value_name = "DAYS", default_value = "7",
        allow_negative_numbers = true, value_parser = number_of_days, hide_short_help = true)]
    split: NonZeroU32,
    /// How many windows are asked for at a time, up to 64
    #[arg(long, help_heading = REQUEST, value_name = "N", default_value_t = 4,
        allow_negative_numbers = true, value_parser = number_of_jobs, hide_short_help = true)]
    jobs: u16,
    /// Print the requests as curl commands, and do nothing else
    #[arg(short = 'n', long, help_heading = REQUEST)]
    dry_run: bool,
    #[command(flatten)]
    print: OutputArgs,
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    request: RequestOptions,
}

/// How far `--prune` goes.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PruneArgument {
    /// Even if many calls are removed
    All,
    /// Without a value.
    #[value(hide = true)]
    Guarded,
}

/// Refuses a date in the place of the folder, unless a folder has that name.
fn check_folder(folder: &Path) -> Result<(), Failure> {
    let typed = folder.to_string_lossy();
    if typed.parse::<DateSpec>().is_err() || folder.exists() {
        return Ok(());
    }
    let message = format!(
        "'{typed}' is a date, and the folder of the archive comes first: cdr sync DIR {typed}"
    );
    Err(Failure::new(FailureKind::Usage, message))
}

impl Resolver<'_> {
    /// An archive, and of whom its calls are asked.
    pub(super) fn sync(&self, typed: &SyncCommand) -> anyhow::Result<Action> {
        check_folder(&typed.folder)?;
        let profile = self.profile(&typed.account, &typed.service)?;
        let slack = self.slack(typed.slack, &profile)?;
        let backend = self.backend(&typed.account, &typed.service, profile)?;
        let today = (self.timing.now)().date_naive();
        let (from, to) = typed.period.ends(today)?;
        let period = from.and_then(|from| DateRange::new(from, to));
        if let Some(period) = period {
            self.warn_of_days_to_come(period, None);
        }
        Ok(Action::Sync(Box::new(sync::Config {
            folder: typed.folder.clone(),
            span: SyncRange {
                from,
                to,
                lookback: typed.lookback,
            },
            slack,
            split: typed.split,
            jobs: typed.jobs,
            prune: match typed.prune {
                None => Prune::Never,
                Some(PruneArgument::Guarded) => Prune::Guarded,
                Some(PruneArgument::All) => Prune::All,
            },
            is_dry_run: typed.dry_run,
            transfer: self.transfer(&typed.request, &backend)?,
            backend,
            retry: self.retry(&typed.request),
            style: self.style(&typed.print, None)?,
            output: output(&typed.print.file, period)?,
            today,
            seed: (self.timing.random)().to_bits(),
        })))
    }
}
