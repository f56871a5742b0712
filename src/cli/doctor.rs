//! The command `doctor`. The comments on the arguments are their help.

use super::account::SelectedProfile;
use super::args::{AccountOptions, CALLS, OutputArgs, RequestOptions, ServiceOptions};
use super::completions::candidates;
use super::config::{Action, Resolver, output};
use super::dates::DoctorArguments;
use crate::commands::doctor;
use clap::Args;
use clap_complete::ArgValueCompleter;

/// Arguments of `doctor`: the account and the period to examine.
#[derive(Args, Clone, Debug)]
pub struct DoctorCommand {
    #[command(flatten)]
    period: DoctorArguments,
    /// Time zone of exact periods to check: an IANA name, a fixed offset, utc or local
    #[arg(long, help_heading = CALLS, value_name = "ZONE", allow_hyphen_values = true,
        add = ArgValueCompleter::new(candidates::zones))]
    tz: Option<String>,
    #[command(flatten)]
    print: OutputArgs,
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    request: RequestOptions,
}

impl Resolver<'_> {
    /// The configuration of `doctor`, whose problems are findings of its report.
    pub(super) fn doctor(&self, typed: &DoctorCommand) -> anyhow::Result<Action> {
        let style = self.style(&typed.print, None)?;
        let period = typed.period.period((self.timing.now)().date_naive())?;
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
            seed: (self.timing.random)().to_bits(),
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
}
