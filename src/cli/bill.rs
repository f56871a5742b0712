//! The arguments of `bill`, and their resolution.
//!
//! A bill is always for an exact period: the zone is that of `--tz`, `CDR_TZ` or the profile, else
//! that of the rate card, else UTC. So the calls of a service are those of `period` with `--tz`,
//! and consecutive bills share no call.

use super::args::{QueryArgs, WindowOptions};
use super::dates::BillPeriodArgs;
use super::print_config::{resolve_output, resolve_output_path};
use super::resolver::{Action, Resolver};
use crate::billing::{ConferenceDays, RateCard};
use crate::columns::{Field, FilterSpec};
use crate::commands::{bill, input};
use crate::error::{Failure, FailureKind};
use crate::report::{PrintConfig, RecordSelection, ReportPeriod};
use crate::time::{DateRange, TimeZone};
use clap::{Args, ValueHint};
use std::fs;
use std::path::{Path, PathBuf};

/// The arguments of `bill`: a period and a rate card.
#[derive(Args, Clone, Debug)]
pub struct BillArgs {
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
    #[arg(long, conflicts_with_all = ["files", "detail", "expect"])]
    pub check: bool,
    /// Print a rate card to start from
    #[arg(long, conflicts_with_all = ["rates", "files", "detail", "check", "expect", "from", "format"])]
    pub example: bool,
    #[command(flatten)]
    pub query: QueryArgs,
    #[command(flatten)]
    pub windows: WindowOptions,
}

impl Resolver<'_> {
    /// Resolves a bill, or what is printed of a rate card.
    pub(super) fn resolve_bill(&self, args: &BillArgs) -> anyhow::Result<Action> {
        if !args.query.calls.group_by.is_empty() {
            let message = "--group-by cannot be used with 'bill'; remove it";
            return Err(Failure::new(FailureKind::Usage, message).into());
        }
        let file = &args.query.print.file;
        let Some(rates) = &args.rates else {
            let output = resolve_output_path(file, None)?;
            output.as_deref().map_or(Ok(()), ensure_no_other_card)?;
            let example = RateCard::EXAMPLE.as_bytes().to_vec();
            return Ok(Action::PrintText(example, output));
        };
        let card = RateCard::read(rates)?;
        if args.check {
            return Ok(Action::CheckRates(bill::CheckConfig {
                card,
                print: self.resolve_print_config(&args.query.print, None)?,
                output: resolve_output_path(file, None)?,
            }));
        }
        if args.files.is_empty() {
            self.bill_of_service(args, card)
        } else {
            self.bill_of_files(args, card)
        }
    }

    /// Resolves a bill of saved calls.
    fn bill_of_files(&self, args: &BillArgs, card: RateCard) -> anyhow::Result<Action> {
        // Zone and slack are those of the same bill from the service.
        let profile = self.resolve_profile(&args.query.account, &args.query.service)?;
        let zone = self.resolve_zone(args.query.calls.tz.as_deref(), &profile)?;
        let zone = zone
            .or_else(|| card.time_zone.clone())
            .unwrap_or_else(TimeZone::utc);
        let period = args.period.to_period_args()?;
        let period = period.period(Self::today(Some(&zone)))?;
        let mut print_config =
            self.resolve_print_config(&args.query.print, Some(&args.query.calls))?;
        print_config.options.metadata.files = Some(input::display_names(&args.files));
        print_config.options.metadata.period = Some(period.to_string());
        print_config.options.metadata.zone = Some(zone.name().to_owned());
        reject_bill_columns(&args.query)?;
        let (print, files) = (&args.query.print, args.query.files);
        let slack = self.resolve_slack(args.windows.slack, &profile)?;
        let calls = bill::FilesConfig {
            files: args.files.clone(),
            output: resolve_output(print, files, &print_config, Some(period))?,
            print: PrintConfig {
                zone: Some(zone.clone()),
                ..print_config
            },
            calls: RecordSelection {
                period: Some(ReportPeriod {
                    days: period,
                    exact_zone: Some(zone.clone()),
                }),
                ..Self::resolve_calls(&args.query, Some(&zone))?
            },
        };
        Ok(Action::Bill(Box::new(bill::Config {
            conference_days: conference_days(&card, period, slack),
            card,
            zone,
            is_detailed: args.detail,
            source: bill::CallSource::Files(Box::new(calls)),
        })))
    }

    /// Resolves a bill of the calls that the service returns: a query for an exact period.
    fn bill_of_service(&self, args: &BillArgs, card: RateCard) -> anyhow::Result<Action> {
        let mut query = args.query.clone();
        let profile = self.resolve_profile(&query.account, &query.service)?;
        let zone = self.resolve_zone(query.calls.tz.as_deref(), &profile)?;
        let zone = zone.unwrap_or_else(|| {
            let zone = card.time_zone.clone().unwrap_or_else(TimeZone::utc);
            query.calls.tz = Some(zone.name().to_owned());
            zone
        });
        reject_bill_columns(&query)?;
        let period = args.period.to_period_args()?;
        let slack = self.resolve_slack(args.windows.slack, &profile)?;
        let action = self.period_query(None, &period, &query, args.windows)?;
        let period = period.period(Self::today(Some(&zone)))?;
        let Action::Fetch(query) = action else {
            return Ok(action);
        };
        Ok(Action::Bill(Box::new(bill::Config {
            conference_days: conference_days(&card, period, slack),
            card,
            zone,
            is_detailed: args.detail,
            source: bill::CallSource::Service(query),
        })))
    }
}

/// Refuses to replace a rate card that was edited by the example.
fn ensure_no_other_card(file: &Path) -> Result<(), Failure> {
    if fs::read(file).is_ok_and(|content| content != RateCard::EXAMPLE.as_bytes()) {
        let message = format!(
            "{} exists and is not the example; use --output with another name",
            file.display()
        );
        return Err(Failure::new(FailureKind::Usage, message));
    }
    Ok(())
}

/// Rejects conditions on columns that only a bill has: they select calls.
fn reject_bill_columns(query: &QueryArgs) -> Result<(), Failure> {
    let is_of_bill = |name: &str| {
        let mut columns = bill::columns(false).iter();
        columns.any(|(column, _)| *column == name) && Field::find(name).is_none()
    };
    let mut columns = query.calls.conditions.iter().map(FilterSpec::column);
    columns
        .find(|name| is_of_bill(name))
        .map_or(Ok(()), |name| {
            let message = format!(
                "--where selects calls, but '{name}' is a column of the bill; \
             use a column of calls, such as user.ref"
            );
            Err(Failure::new(FailureKind::Usage, message))
        })
}

/// The days on which calls of the conferences of a period are looked for, in every source: as many
/// around the period as are requested of a service.
fn conference_days(card: &RateCard, period: DateRange, slack: u32) -> ConferenceDays {
    let slack = if card.has_conference_charges() {
        slack
    } else {
        0
    };
    ConferenceDays {
        days: period.extended(slack),
        slack,
    }
}
