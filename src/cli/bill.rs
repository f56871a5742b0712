//! The command `bill`: its arguments, and what it needs.

use super::args::{QueryArgs, WindowOptions};
use super::config::{Action, Resolver};
use super::print_config::output;
use super::profile::SelectedProfile;
use super::values::BillPeriodArgs;
use crate::billing::RateCard;
use crate::commands::{bill, input};
use crate::error::{Failure, FailureKind};
use crate::report::{PrintConfig, RecordSelection, ReportPeriod};
use crate::time::TimeZone;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// A period and a rate card.
#[derive(Args, Clone, Debug)]
pub struct BillCommand {
    #[command(flatten)]
    pub period: BillPeriodArgs,
    /// Rate card: a TOML file that says what is charged
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath,
        required_unless_present = "example")]
    pub rates: Option<PathBuf>,
    /// Saved file or archive to bill, instead of requesting calls; repeatable
    #[arg(long = "read", value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// Print a row per call and charge, with unrounded amounts
    #[arg(long)]
    pub detail: bool,
    /// Check the rate card, print its charges, and request nothing
    #[arg(long, conflicts_with_all = ["files", "detail"])]
    pub check: bool,
    /// Print a rate card to start from
    #[arg(long, conflicts_with_all = ["rates", "files", "detail", "check"])]
    pub example: bool,
    #[command(flatten)]
    pub ask: QueryArgs,
    #[command(flatten)]
    pub windows: WindowOptions,
}

impl Resolver<'_> {
    /// What is billed, or what is printed of a rate card.
    pub(super) fn bill(&self, typed: &BillCommand) -> anyhow::Result<Action> {
        if !typed.ask.calls.group_by.is_empty() {
            let message = "bill has no --group-by; its rows are by customer, month and charge";
            return Err(Failure::new(FailureKind::Usage, message).into());
        }
        let file = &typed.ask.print.file;
        let Some(rates) = &typed.rates else {
            let example = RateCard::EXAMPLE.as_bytes().to_vec();
            return Ok(Action::Tell(example, output(file, None)?));
        };
        let card = RateCard::read(rates)?;
        if typed.check {
            return Ok(Action::CheckRates(bill::CheckConfig {
                card,
                style: self.style(&typed.ask.print, None)?,
                output: output(file, None)?,
            }));
        }
        if typed.files.is_empty() {
            self.bill_of_service(typed, card)
        } else {
            self.bill_of_files(typed, card)
        }
    }

    /// A bill of saved calls.
    fn bill_of_files(&self, typed: &BillCommand, card: RateCard) -> anyhow::Result<Action> {
        let zone = self.zone(typed.ask.calls.tz.as_deref(), &SelectedProfile::default())?;
        let zone = zone
            .or_else(|| card.time_zone.clone())
            .unwrap_or_else(TimeZone::utc);
        let period = typed.period.required()?;
        let period = period.period(self.today(Some(&zone)))?;
        let mut style = self.style(&typed.ask.print, Some(&typed.ask.calls))?;
        style.print.metadata.files = Some(input::display_names(&typed.files));
        style.print.metadata.period = Some(period.to_string());
        style.print.metadata.zone = Some(zone.name().to_owned());
        let calls = bill::Calls::Files {
            files: typed.files.clone(),
            style: PrintConfig {
                zone: Some(zone.clone()),
                ..style
            },
            calls: RecordSelection {
                keep_duplicates: typed.ask.duplicates.keep_duplicates,
                period: Some(ReportPeriod {
                    days: period,
                    exact_zone: Some(zone.clone()),
                }),
                ..self.calls(&typed.ask.calls, Some(&zone))?
            },
            output: output(&typed.ask.print.file, Some(period))?,
        };
        Ok(Action::Bill(Box::new(bill::Config {
            card,
            zone,
            is_detailed: typed.detail,
            calls,
        })))
    }

    /// A bill of the calls that the service returns: the query of an exact period.
    fn bill_of_service(&self, typed: &BillCommand, card: RateCard) -> anyhow::Result<Action> {
        let mut ask = typed.ask.clone();
        let profile = self.profile(&ask.account, &ask.service)?;
        let zone = self.zone(ask.calls.tz.as_deref(), &profile)?;
        let zone = zone.unwrap_or_else(|| {
            let zone = card.time_zone.clone().unwrap_or_else(TimeZone::utc);
            ask.calls.tz = Some(zone.name().to_owned());
            zone
        });
        let query = self.ask_period(None, &typed.period.required()?, &ask, typed.windows)?;
        let Action::Ask(query) = query else {
            return Ok(query);
        };
        Ok(Action::Bill(Box::new(bill::Config {
            card,
            zone,
            is_detailed: typed.detail,
            calls: bill::Calls::Service(query),
        })))
    }
}
