//! What was typed, the environment and the profile, resolved once into what a command needs. Nothing after this looks
//! at any of them.

use super::args::{FilterArgs, RequestOptions};
use super::env::Environment;
use super::print_config::output;
use super::profile::SelectedProfile;
use super::subcommands::{DiffCommand, DoctorCommand, PruneArgument, SyncCommand};
use super::{Cli, Command, completions, manual};
use crate::archive::{Prune, SyncRange};
use crate::client::{Query, RetryPolicy};
use crate::commands::{bill, diff, doctor, fetch, fields, input, read, sync};
use crate::error::{Failure, FailureKind};
use crate::report::{PrintConfig, RecordSelection};
use crate::terminal::Console;
use crate::time::{DateRange, DateSpec, TimeZone};
use chrono::Utc;
use std::path::{Path, PathBuf};

/// What is to be run.
pub enum Action {
    /// A question to the service.
    Ask(Box<fetch::Config>),
    /// Its requests, printed and not sent.
    DryRun(Box<fetch::Config>),
    /// A few questions about the service itself.
    Doctor(Box<doctor::Config>),
    /// An archive, brought up to date.
    Sync(Box<sync::Config>),
    /// A bill.
    Bill(Box<bill::Config>),
    /// What a rate card contains.
    CheckRates(bill::CheckConfig),
    /// Saved answers.
    Read(read::Config),
    /// What differs between two of them.
    Diff(diff::Config),
    /// The list of columns.
    Fields(fields::Config),
    /// A text of the program's own, and where it goes.
    Tell(Vec<u8>, Option<PathBuf>),
}

/// What a command needs, from all that says so.
pub fn resolve(
    cli: &Cli,
    environment: Environment<'_>,
    console: Console,
) -> anyhow::Result<Action> {
    cli.check_account()?;
    let resolver = Resolver {
        cli,
        environment,
        console,
    };
    match &cli.command {
        Command::Period {
            period,
            ask,
            windows,
        } => resolver.ask_period(None, period, ask, *windows),
        Command::RoomPeriod {
            room_id,
            period,
            ask,
            windows,
        } => resolver.ask_period(Some(room_id.clone()), period, ask, *windows),
        Command::Room { room_id, ask } => resolver.ask_all(Query::Room(room_id.clone()), ask, None),
        Command::Conf {
            conf_num,
            wait,
            ask,
        } => resolver.ask_all(Query::Conference(conf_num.clone()), ask, *wait),
        Command::Read {
            files,
            calls,
            duplicates,
            print,
        } => {
            let zone = resolver.zone(calls.tz.as_deref(), &SelectedProfile::default())?;
            let mut style = resolver.style(print, Some(calls))?;
            style.print.metadata.files = Some(input::display_names(files));
            style.print.metadata.zone = zone.as_ref().map(|zone| zone.name().to_owned());
            Ok(Action::Read(read::Config {
                files: files.clone(),
                output: output(&print.file, None)?,
                calls: RecordSelection {
                    keep_duplicates: duplicates.keep_duplicates,
                    ..resolver.calls(calls, zone.as_ref())?
                },
                style: PrintConfig { zone, ..style },
            }))
        }
        Command::Bill(bill) => resolver.bill(bill),
        Command::Doctor(doctor) => resolver.doctor(doctor),
        Command::Sync(sync) => resolver.sync(sync),
        Command::Diff(diff) => Ok(Action::Diff(resolver.diff(diff)?)),
        Command::Fields { print } => Ok(Action::Fields(fields::Config {
            style: resolver.style(print, None)?,
            output: output(&print.file, None)?,
        })),
        Command::Completions { shell, file } => Ok(Action::Tell(
            completions::script(*shell),
            output(file, None)?,
        )),
        Command::Man { file } => Ok(Action::Tell(manual()?, output(file, None)?)),
    }
}

pub(super) struct Resolver<'a> {
    pub(super) cli: &'a Cli,
    pub(super) environment: Environment<'a>,
    pub(super) console: Console,
}

impl Resolver<'_> {
    /// The configuration of `doctor`, whose problems are findings of its report.
    pub(super) fn doctor(&self, typed: &DoctorCommand) -> anyhow::Result<Action> {
        let style = self.style(&typed.print, None)?;
        let period = typed.period.period(Utc::now().date_naive())?;
        let output = output(&typed.print.file, Some(period))?;
        let none = SelectedProfile::default();
        let profile = self.profile(&typed.account, &typed.service);
        let known = profile.as_ref().unwrap_or(&none);
        let profile_tz = known.values.tz.clone();
        let zone = self.zone(typed.tz.as_deref(), known);
        let slack = self.slack(None, known);
        self.warn_of_days_to_come(period, None);
        Ok(Action::Doctor(Box::new(doctor::Config {
            period,
            setup: profile.and_then(|profile| self.setup(typed, profile)),
            zone: zone.map_err(Into::into),
            profile_tz,
            slack: slack.map_err(Into::into),
            retry: self.retry(&typed.request),
            style,
            output,
            seed: fastrand::u64(..),
        })))
    }

    fn setup(
        &self,
        typed: &DoctorCommand,
        profile: SelectedProfile,
    ) -> anyhow::Result<doctor::Setup> {
        let name = profile.values.name.clone();
        let backend = self.backend(&typed.account, &typed.service, profile)?;
        Ok(doctor::Setup {
            profile: name,
            transfer: self.transfer(&typed.request, &backend)?,
            backend,
        })
    }

    /// An archive, and of whom its calls are asked.
    pub(super) fn sync(&self, typed: &SyncCommand) -> anyhow::Result<Action> {
        check_folder(&typed.folder)?;
        let profile = self.profile(&typed.account, &typed.service)?;
        let slack = self.slack(typed.slack, &profile)?;
        let backend = self.backend(&typed.account, &typed.service, profile)?;
        let today = Utc::now().date_naive();
        let (from, to) = typed.period.ends(today)?;
        let period = from.and_then(|from| DateRange::new(from, to));
        if let Some(period) = period {
            self.warn_of_days_to_come(period, None);
        }
        Ok(Action::Sync(Box::new(sync::Config {
            dir: typed.folder.clone(),
            range: SyncRange {
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
            seed: fastrand::u64(..),
        })))
    }

    /// What is compared.
    pub(super) fn diff(&self, typed: &DiffCommand) -> anyhow::Result<diff::Config> {
        let zone = self.zone(typed.calls.tz.as_deref(), &SelectedProfile::default())?;
        let mut style = self.style(&typed.print, Some(&typed.calls))?;
        let metadata = &mut style.print.metadata;
        metadata.old = Some(typed.old.display().to_string());
        metadata.new = Some(typed.new.display().to_string());
        Ok(diff::Config {
            old: typed.old.clone(),
            new: typed.new.clone(),
            output: output(&typed.print.file, None)?,
            calls: self.calls(&typed.calls, zone.as_ref())?,
            style: PrintConfig { zone, ..style },
            fails_on_difference: typed.exit_code,
        })
    }

    pub(super) fn retry(&self, request: &RequestOptions) -> RetryPolicy {
        RetryPolicy {
            retries: request.retries,
            initial_delay: request.retry_delay.0,
        }
    }

    /// Which calls are in an answer that has no period and counts each as it comes.
    pub(super) fn calls(
        &self,
        calls: &FilterArgs,
        zone: Option<&TimeZone>,
    ) -> Result<RecordSelection, Failure> {
        let conditions = calls.conditions.iter().cloned();
        let conditions = conditions.map(|typed| typed.resolve(zone, self.today(zone)));
        Ok(RecordSelection {
            keep_duplicates: false,
            windows: Vec::new(),
            today: self.today(None),
            seed: fastrand::u64(..),
            period: None,
            conditions: conditions.collect::<Result<_, _>>()?,
        })
    }
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
