//! What was typed, the environment and the profile, resolved once into what a command needs. Nothing after this looks
//! at any of them.

use super::account::SelectedProfile;
use super::args::{FileOptions, FilterArgs, QueryArgs, RequestOptions, WindowOptions};
use super::dates::PeriodArgs;
use super::env::Environment;
use super::values::Length;
use super::{Cli, Command, completions, manual};
use crate::client::{Id, Query};
use crate::client::{RetryConfig, RetryPolicy, Timing};
use crate::commands::{diff, doctor, fetch, fields, input, read, sync};
use crate::error::{Failure, FailureKind};
use crate::format::Metadata;
use crate::output::expand_file_name;
use crate::report::{AskedDays, PrintConfig, RecordSelection};
use crate::terminal::Console;
use crate::time::{DateRange, TimeZone};
use std::path::PathBuf;

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
    timing: Timing,
    console: Console,
) -> anyhow::Result<Action> {
    cli.check_account()?;
    let resolver = Resolver {
        cli,
        environment,
        timing,
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
    pub(super) timing: Timing,
    pub(super) console: Console,
}

impl Resolver<'_> {
    /// A question for a period: for the service's own days, or exactly for those of a zone.
    fn ask_period(
        &self,
        room: Option<Id>,
        days: &PeriodArgs,
        ask: &QueryArgs,
        windows: WindowOptions,
    ) -> anyhow::Result<Action> {
        let profile = self.profile(&ask.account, &ask.service)?;
        let zone = self.zone(ask.calls.tz.as_deref(), &profile)?;
        if zone.is_none() && windows.slack.is_some() {
            let message = "--slack is for exact periods; add --tz, or leave it out";
            return Err(Failure::new(FailureKind::Usage, message).into());
        }
        let period = days.period(self.today(zone.as_ref()))?;
        let slack = self.slack(windows.slack, &profile)?;
        let asked = zone
            .as_ref()
            .map_or(period, |zone| zone.utc_days(period, slack));
        let query = Query::Period {
            room,
            period: asked,
        };
        let asked = match windows.split {
            Some(days) => query.windows(days),
            None => vec![query.clone()],
        };
        let calls = RecordSelection {
            windows: asked.iter().filter_map(Query::period).collect(),
            keep_duplicates: ask.duplicates.keep_duplicates,
            days: Some(AskedDays {
                period,
                exact: zone.clone(),
            }),
            ..self.calls(&ask.calls, zone.as_ref())?
        };
        let mut config = fetch::Config {
            windows: asked,
            jobs: windows.jobs,
            calls,
            output: output(&ask.print.file, Some(period))?,
            ..self.question(query, ask, profile, zone.clone())?
        };
        config.style.print.metadata.period = Some(period.to_string());
        self.warn_of_days_to_come(period, zone.as_ref());
        Ok(sent_or_printed(config, ask))
    }

    /// A question without a period.
    fn ask_all(
        &self,
        query: Query,
        ask: &QueryArgs,
        wait: Option<Length>,
    ) -> anyhow::Result<Action> {
        let profile = self.profile(&ask.account, &ask.service)?;
        let zone = self.zone(ask.calls.tz.as_deref(), &profile)?;
        let config = fetch::Config {
            wait: wait.map(|length| length.0),
            ..self.question(query, ask, profile, zone)?
        };
        Ok(sent_or_printed(config, ask))
    }

    /// What every question has in common.
    fn question(
        &self,
        query: Query,
        ask: &QueryArgs,
        profile: SelectedProfile,
        zone: Option<TimeZone>,
    ) -> anyhow::Result<fetch::Config> {
        let backend = self.backend(&ask.account, &ask.service, profile)?;
        let mut style = self.style(&ask.print, Some(&ask.calls))?;
        style.print.metadata = Metadata {
            service: Some(backend.to_string()),
            app_id: backend.app_id().map(str::to_owned),
            request: Some(query.path()),
            zone: zone.as_ref().map(|zone| zone.name().to_owned()),
            ..style.print.metadata
        };
        Ok(fetch::Config {
            windows: vec![query.clone()],
            output: match query.period() {
                // It is named after the days that were typed.
                Some(_) => None,
                None => output(&ask.print.file, None)?,
            },
            query,
            transfer: self.transfer(&ask.request, &backend)?,
            backend,
            wait: None,
            jobs: 1,
            retry: self.retry(&ask.request),
            calls: RecordSelection {
                keep_duplicates: ask.duplicates.keep_duplicates,
                ..self.calls(&ask.calls, zone.as_ref())?
            },
            style: PrintConfig { zone, ..style },
        })
    }

    pub(super) fn retry(&self, request: &RequestOptions) -> RetryConfig {
        RetryConfig {
            policy: RetryPolicy {
                retries: request.retries,
                first_pause: request.retry_delay.0,
            },
            timing: self.timing,
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
            seed: (self.timing.random)().to_bits(),
            days: None,
            conditions: conditions.collect::<Result<_, _>>()?,
        })
    }
}

fn sent_or_printed(config: fetch::Config, ask: &QueryArgs) -> Action {
    if ask.dry_run {
        Action::DryRun(Box::new(config))
    } else {
        Action::Ask(Box::new(config))
    }
}

/// The file to write, if any, named after the period.
pub(super) fn output(
    file: &FileOptions,
    period: Option<DateRange>,
) -> Result<Option<PathBuf>, Failure> {
    let named = file.output.as_ref().map(|file| match file.to_str() {
        Some(name) => expand_file_name(name, period).map(PathBuf::from),
        None => Ok(file.clone()),
    });
    named.transpose()
}
