//! The command `doctor`, as it may be typed. The comments on the arguments are their help.

use super::config::{Resolved, Resolver, output};
use super::dates::DoctorArguments;
use super::options::{AccountOptions, PrintOptions, RequestOptions, ServiceOptions};
use crate::commands::doctor;
use clap::Args;

/// Of whom it is asked, and about which days.
#[derive(Args, Clone, Debug)]
pub struct DoctorCommand {
    #[command(flatten)]
    period: DoctorArguments,
    #[command(flatten)]
    print: PrintOptions,
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    request: RequestOptions,
}

impl Resolver<'_> {
    /// The questions about a service.
    pub(super) fn doctor(&self, typed: &DoctorCommand) -> anyhow::Result<Resolved> {
        let profile = self.profile(&typed.account, &typed.service)?;
        let name = profile.values.name.clone();
        let zone = self.zone(None, &profile);
        let period = typed.period.period((self.timing.now)().date_naive())?;
        self.warn_of_days_to_come(period, None);
        let service = self.service(&typed.account, &typed.service, profile)?;
        Ok(Resolved::Doctor(Box::new(doctor::Config {
            period,
            profile: name,
            zone,
            transfer: self.transfer(&typed.request, service.as_ref())?,
            service,
            retry: self.retry(&typed.request),
            style: self.style(&typed.print, None)?,
            output: output(&typed.print.file, Some(period))?,
        })))
    }
}
