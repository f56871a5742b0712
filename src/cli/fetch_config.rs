//! The configuration of queries for calls.

use super::args::{QueryArgs, WindowOptions};
use super::config::{Action, Resolver};
use super::print_config::output;
use super::profile::SelectedProfile;
use super::values::{Length, PeriodArgs};
use crate::client::{Id, Query};
use crate::commands::fetch;
use crate::error::{Failure, FailureKind};
use crate::format::Metadata;
use crate::report::{PrintConfig, RecordSelection, ReportPeriod};
use crate::time::TimeZone;

impl Resolver<'_> {
    /// A question for a period: for the service's own days, or exactly for those of a zone.
    pub(super) fn ask_period(
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
            .map_or(period, |zone| zone.utc_range(period, slack));
        let query = Query::Period {
            room,
            period: asked,
        };
        let asked = match windows.split {
            Some(days) => query.split_into_windows(days),
            None => vec![query.clone()],
        };
        let calls = RecordSelection {
            windows: asked.iter().filter_map(Query::period).collect(),
            keep_duplicates: ask.duplicates.keep_duplicates,
            period: Some(ReportPeriod {
                days: period,
                exact_zone: zone.clone(),
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
    pub(super) fn ask_all(
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
            is_sample: backend.service().is_none(),
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
}

fn sent_or_printed(config: fetch::Config, ask: &QueryArgs) -> Action {
    if ask.dry_run {
        Action::DryRun(Box::new(config))
    } else {
        Action::Ask(Box::new(config))
    }
}
