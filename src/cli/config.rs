//! Resolution of options, environment and profile into the configuration of one command.
//!
//! The [`Resolver`] has a method for each command here, in `fetch_config.rs` and in `bill.rs`, and
//! one for each setting in `account.rs`, `profile.rs` and `print_config.rs`.

use super::args::{DuplicateOptions, ExpectOptions, FilesOptions, FilterArgs, OutputArgs};
use super::env::Environment;
use super::print_config::{resolve_output, resolve_output_path};
use super::profile::SelectedProfile;
use super::resolver::{Action, Resolver};
use super::subcommands::{DiffArgs, DoctorArgs, PruneChoice, SyncArgs};
use super::{Cli, Command, completions, render_man_page};
use crate::archive::{Prune, SyncRange};
use crate::client::{Id, Query};
use crate::commands::{diff, doctor, fields, input, read, sync};
use crate::error::{Failure, FailureKind};
use crate::report::{PrintConfig, RecordSelection};
use crate::terminal::Console;
use crate::time::{DateRange, DateSpec};
use chrono::Utc;
use std::path::{Path, PathBuf};

/// Resolves options, environment and profile into the configuration of the command.
pub fn resolve(
    cli: &Cli,
    environment: Environment<'_>,
    console: Console,
) -> anyhow::Result<Action> {
    cli.reject_unused_account_flags()?;
    cli.reject_account_of_sandbox()?;
    let resolver = Resolver {
        cli,
        environment,
        console,
    };
    match &cli.command {
        Command::Period {
            period,
            query,
            windows,
        } => resolver.period_query(None, period, query, *windows),
        Command::RoomPeriod {
            room_id,
            period,
            query,
            windows,
        } => resolver.period_query(Some(room_id.clone()), period, query, *windows),
        Command::Room {
            room_id,
            period,
            query,
            windows,
        } => {
            reject_date_as_room(room_id)?;
            match period.to_period_args() {
                Some(period) => {
                    resolver.period_query(Some(room_id.clone()), &period, query, *windows)
                }
                None => resolver.unbounded_query(Query::Room(room_id.clone()), query, None),
            }
        }
        Command::Conf {
            conf_num,
            wait,
            query,
        } => resolver.unbounded_query(Query::Conference(conf_num.clone()), query, *wait),
        Command::Read {
            files,
            calls,
            duplicates,
            print,
            files_options,
            expect,
        } => resolver.resolve_read(files, calls, *duplicates, print, *files_options, expect),
        Command::Bill(bill) => resolver.resolve_bill(bill),
        Command::Doctor(doctor) => resolver.resolve_doctor(doctor),
        Command::Sync(sync) => resolver.resolve_sync(sync),
        Command::Diff(diff) => Ok(Action::Diff(resolver.resolve_diff(diff)?)),
        Command::Fields { pattern, print } => resolver.resolve_fields(pattern.clone(), print),
        Command::Completions { shell, file } => Ok(Action::PrintText(
            completions::script(*shell),
            resolve_output_path(file, None)?,
        )),
        Command::Man { file } => Ok(Action::PrintText(
            render_man_page()?,
            resolve_output_path(file, None)?,
        )),
    }
}

impl Resolver<'_> {
    fn resolve_fields(
        &self,
        pattern: Option<String>,
        print: &OutputArgs,
    ) -> anyhow::Result<Action> {
        Ok(Action::Fields(fields::Config {
            pattern,
            print: self.resolve_print_config(print, None)?,
            output: resolve_output_path(&print.file, None)?,
        }))
    }

    fn resolve_read(
        &self,
        files: &[PathBuf],
        calls: &FilterArgs,
        duplicates: DuplicateOptions,
        print: &OutputArgs,
        files_options: FilesOptions,
        expect: &ExpectOptions,
    ) -> anyhow::Result<Action> {
        for file in files {
            reject_date_as_file("read", file)?;
        }
        let zone = self.resolve_zone(calls.tz.as_deref(), &SelectedProfile::default())?;
        let mut print_config = self.resolve_print_config(print, Some(calls))?;
        print_config.options.metadata.files = Some(input::display_names(files));
        print_config.options.metadata.zone = zone.as_ref().map(|zone| zone.name().to_owned());
        Ok(Action::Read(read::Config {
            files: files.to_vec(),
            output: resolve_output(print, files_options, &print_config, None)?,
            calls: RecordSelection {
                keep_duplicates: duplicates.keep_duplicates,
                expectations: Self::resolve_expectations(
                    expect,
                    print_config.group_by.as_ref(),
                    zone.as_ref(),
                )?,
                ..Self::resolve_selection(calls, zone.as_ref())?
            },
            print: PrintConfig {
                zone,
                ..print_config
            },
        }))
    }

    /// Resolves the configuration of `doctor`. What is wrong with it is a finding of the report,
    /// not a failure.
    fn resolve_doctor(&self, args: &DoctorArgs) -> anyhow::Result<Action> {
        let mut print_config = self.resolve_print_config(&args.print, None)?;
        print_config.options.metadata.is_sample = args.account.sandbox;
        let period = args.period.period(Utc::now().date_naive())?;
        let output = resolve_output_path(&args.print.file, Some(period))?;
        let none = SelectedProfile::default();
        let profile = self.resolve_profile(&args.account, &args.service);
        let known = profile.as_ref().unwrap_or(&none);
        let profile_tz = known.values.tz.clone().map(|zone| zone.name);
        let zone = self.resolve_zone(args.tz.as_deref(), known);
        let slack = self.resolve_slack(None, known);
        if !args.account.sandbox {
            self.warn_if_in_future(period, None);
        }
        Ok(Action::Doctor(Box::new(doctor::Config {
            period,
            setup: profile.and_then(|profile| self.resolve_setup(args, profile)),
            zone: zone.map_err(Into::into),
            profile_tz,
            slack: slack.map_err(Into::into),
            retry: Self::resolve_retry(&args.request),
            print: print_config,
            output,
            seed: fastrand::u64(..),
        })))
    }

    fn resolve_setup(
        &self,
        args: &DoctorArgs,
        profile: SelectedProfile,
    ) -> anyhow::Result<doctor::Setup> {
        let name = profile.values.name.clone();
        let backend = self.resolve_backend(&args.account, &args.service, profile)?;
        Ok(doctor::Setup {
            profile: name,
            http_options: self.resolve_http_options(&args.request, &backend)?,
            backend,
        })
    }

    fn resolve_sync(&self, args: &SyncArgs) -> anyhow::Result<Action> {
        reject_date_as_dir(&args.dir)?;
        reject_file_as_dir(&args.dir)?;
        let profile = self.resolve_profile(&args.account, &args.service)?;
        let slack = self.resolve_slack(args.slack, &profile)?;
        let backend = self.resolve_backend(&args.account, &args.service, profile)?;
        let today = Utc::now().date_naive();
        let (from, to) = args.period.resolve(today)?;
        let period = from.and_then(|from| DateRange::new(from, to));
        if let Some(period) = period.filter(|_| !args.account.sandbox) {
            self.warn_if_in_future(period, None);
        }
        Ok(Action::Sync(Box::new(sync::Config {
            dir: args.dir.clone(),
            range: SyncRange {
                from,
                to,
                lookback: args.lookback,
            },
            slack,
            split: args.split,
            jobs: args.jobs,
            prune: match args.prune {
                None => Prune::Never,
                Some(PruneChoice::Guarded) => Prune::Guarded,
                Some(PruneChoice::All) => Prune::All,
            },
            is_dry_run: args.dry_run,
            http_options: self.resolve_http_options(&args.request, &backend)?,
            backend,
            retry: Self::resolve_retry(&args.request),
            print: self.resolve_print_config(&args.print, None)?,
            output: resolve_output_path(&args.print.file, period)?,
            today,
            seed: fastrand::u64(..),
        })))
    }

    fn resolve_diff(&self, args: &DiffArgs) -> anyhow::Result<diff::Config> {
        reject_date_as_file("diff", &args.old)?;
        reject_date_as_file("diff", &args.new)?;
        let zone = self.resolve_zone(args.calls.tz.as_deref(), &SelectedProfile::default())?;
        let mut print_config = self.resolve_print_config(&args.print, Some(&args.calls))?;
        let metadata = &mut print_config.options.metadata;
        metadata.old = Some(args.old.display().to_string());
        metadata.new = Some(args.new.display().to_string());
        Ok(diff::Config {
            old: args.old.clone(),
            new: args.new.clone(),
            output: resolve_output_path(&args.print.file, None)?,
            calls: Self::resolve_selection(&args.calls, zone.as_ref())?,
            print: PrintConfig {
                zone,
                ..print_config
            },
            fails_on_difference: args.exit_code,
        })
    }
}

/// Rejects a date as the room, which would be requested: `cdr room yesterday`. A number may be an ID.
fn reject_date_as_room(room: &Id) -> Result<(), Failure> {
    let name = room.to_string();
    let is_date = name.parse::<DateSpec>().is_ok();
    if !is_date || name.bytes().all(|byte| !byte.is_ascii_alphabetic()) {
        return Ok(());
    }
    let message = format!(
        "'{name}' is a date, but the first argument is the room ID; use 'cdr room ROOM_ID {name}'"
    );
    Err(Failure::new(FailureKind::Usage, message))
}

/// Rejects a date as the archive directory, unless a directory has that name: `cdr sync last-month`
/// would start an archive in `last-month`.
fn reject_date_as_dir(dir: &Path) -> Result<(), Failure> {
    let name = dir.to_string_lossy();
    if name.parse::<DateSpec>().is_err() || dir.exists() {
        return Ok(());
    }
    let message = format!(
        "'{name}' is a date, but the first argument is the archive directory; use 'cdr sync DIR {name}'"
    );
    Err(Failure::new(FailureKind::Usage, message))
}

/// Rejects a file as the archive directory: `cdr sync january.json`.
fn reject_file_as_dir(dir: &Path) -> Result<(), Failure> {
    if !dir.is_file() {
        return Ok(());
    }
    let dir = dir.display();
    let message = format!(
        "{dir} is a file, but the first argument is the archive directory; use 'cdr sync DIR FROM'"
    );
    Err(Failure::new(FailureKind::Usage, message))
}

/// Rejects a date as a file to read, unless a file has that name.
fn reject_date_as_file(command: &str, file: &Path) -> Result<(), Failure> {
    let name = file.to_string_lossy();
    if name.parse::<DateSpec>().is_err() || file.exists() {
        return Ok(());
    }
    let message = format!(
        "'{name}' is a date, but 'cdr {command}' reads files; use -w 'day = {name}' for a period"
    );
    Err(Failure::new(FailureKind::Usage, message))
}
