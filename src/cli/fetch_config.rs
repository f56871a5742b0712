//! The configuration of queries for calls.
//!
//! With a time zone, the period that is requested is longer than the one that is printed: the UTC
//! days around the days of the zone, and `--slack` days at each end.
//!
//! ```text
//! printed      2025-01-10 in Asia/Kolkata: from 9 January, 18:30 UTC
//! requested    2025-01-07 to 2025-01-12 UTC, with a slack of 2
//! ```
//!
//! `--split` divides what is requested. The output file is named after what was typed.

use super::args::{QueryArgs, WindowOptions};
use super::dates::PeriodArgs;
use super::print_config::{concat_call_columns, resolve_output};
use super::profile::SelectedProfile;
use super::resolver::{Action, Resolver};
use super::values::DurationArg;
use crate::client::{Id, Query};
use crate::commands::fetch;
use crate::error::{Failure, FailureKind};
use crate::format::Metadata;
use crate::report::{PrintConfig, RecordSelection, ReportPeriod};
use crate::time::TimeZone;

impl Resolver<'_> {
    /// Resolves a query for a period: of the service's days, or of exact days of a time zone.
    pub(super) fn period_query(
        &self,
        room: Option<Id>,
        days: &PeriodArgs,
        args: &QueryArgs,
        windows: WindowOptions,
    ) -> anyhow::Result<Action> {
        let profile = self.resolve_profile(&args.account, &args.service)?;
        let zone = self.resolve_zone(args.calls.tz.as_deref(), &profile)?;
        if zone.is_none() && windows.slack.is_some() {
            let message = "--slack has no effect without --tz; add --tz";
            return Err(Failure::new(FailureKind::Usage, message).into());
        }
        let period = days.period(Self::today(zone.as_ref()))?;
        let slack = self.resolve_slack(windows.slack, &profile)?;
        let requested = zone
            .as_ref()
            .map_or(period, |zone| zone.utc_range(period, slack));
        let query = Query::Period {
            room,
            period: requested,
        };
        let queries = match windows.split {
            Some(days) => query.split_into_windows(days),
            None => vec![query.clone()],
        };
        let calls = RecordSelection {
            windows: queries.iter().filter_map(Query::period).collect(),
            period: Some(ReportPeriod {
                days: period,
                exact_zone: zone.clone(),
            }),
            ..Self::resolve_calls(args, zone.as_ref())?
        };
        let mut config = fetch::Config {
            windows: queries,
            jobs: windows.jobs,
            calls,
            ..self.base_config(query, args, profile, zone.clone())?
        };
        config.output = resolve_output(&args.print, args.files, &config.print, Some(period))?;
        config.print.options.metadata.period = Some(period.to_string());
        if !config.print.options.metadata.is_sample {
            self.warn_if_in_future(period, zone.as_ref());
        }
        Ok(to_action(config, args))
    }

    /// Resolves which calls are printed, and what is expected of them.
    pub(super) fn resolve_calls(
        args: &QueryArgs,
        zone: Option<&TimeZone>,
    ) -> Result<RecordSelection, Failure> {
        let keys = concat_call_columns(&args.calls.group_by);
        Ok(RecordSelection {
            keep_duplicates: args.duplicates.keep_duplicates,
            expectations: Self::resolve_expectations(&args.expect, keys.as_ref(), zone)?,
            ..Self::resolve_selection(&args.calls, zone)?
        })
    }

    /// Resolves a query without a period.
    pub(super) fn unbounded_query(
        &self,
        query: Query,
        args: &QueryArgs,
        wait: Option<DurationArg>,
    ) -> anyhow::Result<Action> {
        let profile = self.resolve_profile(&args.account, &args.service)?;
        let zone = self.resolve_zone(args.calls.tz.as_deref(), &profile)?;
        let config = fetch::Config {
            wait: wait.map(|duration| duration.0),
            ..self.base_config(query, args, profile, zone)?
        };
        Ok(to_action(config, args))
    }

    /// Resolves what all queries have in common.
    fn base_config(
        &self,
        query: Query,
        args: &QueryArgs,
        profile: SelectedProfile,
        zone: Option<TimeZone>,
    ) -> anyhow::Result<fetch::Config> {
        let backend = self.resolve_backend(&args.account, &args.service, profile)?;
        let mut print_config = self.resolve_print_config(&args.print, Some(&args.calls))?;
        print_config.options.metadata = Metadata {
            is_sample: backend.service().is_none(),
            service: Some(backend.to_string()),
            app_id: backend.app_id().map(str::to_owned),
            request: Some(query.path()),
            zone: zone.as_ref().map(|zone| zone.name().to_owned()),
            ..print_config.options.metadata
        };
        Ok(fetch::Config {
            windows: vec![query.clone()],
            output: match query.period() {
                // The caller names it after the days that were typed.
                Some(_) => None,
                None => resolve_output(&args.print, args.files, &print_config, None)?,
            },
            query,
            http_options: self.resolve_http_options(&args.request, &backend)?,
            backend,
            wait: None,
            jobs: 1,
            retry: Self::resolve_retry(&args.request),
            calls: Self::resolve_calls(args, zone.as_ref())?,
            print: PrintConfig {
                zone,
                ..print_config
            },
        })
    }
}

fn to_action(config: fetch::Config, args: &QueryArgs) -> Action {
    if args.dry_run {
        Action::DryRun(Box::new(config))
    } else {
        Action::Fetch(Box::new(config))
    }
}
