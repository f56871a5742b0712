//! Periods as arguments: `FROM [TO]` or `FROM..TO`. The comments on the fields are their help.
//!
//! Each command has a struct of its own, because what a period without FROM means differs, and the
//! help says so: `room` then has no period, `doctor` takes the last 30 days, and `sync` continues
//! an archive.

use super::completions::candidates;
use crate::error::{Failure, FailureKind};
use crate::time::{DateRange, DateSpec};
use chrono::NaiveDate;
use clap::Args;
use clap_complete::ArgValueCompleter;
use std::str::FromStr;

/// The period of a command that requires one.
#[derive(Args, Clone, Debug)]
pub struct PeriodArgs {
    /// First day: 2025-01-31, 2025-01, 2025-Q1, 2025, today, yesterday, last-month, 7d, 30d, …
    ///
    /// A day, month, quarter or year; this- or last- followed by week, month, quarter or year; or
    /// Nd, such as 7d, for the last N full days. FROM and TO can also be written as one
    /// argument, FROM..TO. Days are in UTC unless --tz is given.
    #[arg(add = ArgValueCompleter::new(candidates::periods))]
    from: FromSpec,
    /// Last day, in the same forms except 7d [default: the last day of FROM]
    ///
    /// A month, quarter or year is included up to its last day.
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

/// The period of `room`.
#[derive(Args, Clone, Debug)]
pub struct RoomPeriodArgs {
    /// First day, as in 'cdr period' [default: all calls that the service has]
    #[arg(add = ArgValueCompleter::new(candidates::periods))]
    from: Option<FromSpec>,
    /// Last day [default: the last day of FROM]
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

/// The period of `bill`, which looks at a rate card without one.
#[derive(Args, Clone, Debug)]
pub struct BillPeriodArgs {
    /// First day, as in 'cdr period'
    #[arg(add = ArgValueCompleter::new(candidates::periods),
        required_unless_present_any = ["check", "example"])]
    from: Option<FromSpec>,
    /// Last day [default: the last day of FROM]
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

/// The period of `doctor`.
#[derive(Args, Clone, Debug)]
pub struct DoctorPeriodArgs {
    /// First day of the calls to examine, as in 'cdr period'
    #[arg(default_value = "30d", add = ArgValueCompleter::new(candidates::periods))]
    from: FromSpec,
    /// Last day [default: the last day of FROM]
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

/// The period of `sync`.
#[derive(Args, Clone, Debug)]
pub struct SyncPeriodArgs {
    /// First day, as in 'cdr period'; required for a new archive
    ///
    /// In an existing archive, days from FROM on are fetched again.
    #[arg(add = ArgValueCompleter::new(candidates::periods))]
    from: Option<FromSpec>,
    /// Last day [default: yesterday]
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

/// A first day, or a first and a last one joined by two dots.
#[derive(Clone, Debug)]
pub struct FromSpec {
    from: DateSpec,
    to: Option<DateSpec>,
}

impl FromStr for FromSpec {
    type Err = <DateSpec as FromStr>::Err;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let (from, to) = match input.split_once("..") {
            Some((from, to)) => (from, Some(to.parse()?)),
            None => (input, None),
        };
        let from = from.parse()?;
        Ok(Self { from, to })
    }
}

impl FromSpec {
    /// Returns the period from this to `to`, the second argument.
    fn period(&self, to: Option<&DateSpec>, today: NaiveDate) -> Result<DateRange, Failure> {
        if self.to.is_some() && to.is_some() {
            let message = "the period has two end dates; use either FROM TO or FROM..TO";
            return Err(Failure::new(FailureKind::Usage, message));
        }
        self.from.resolve_to(self.to.as_ref().or(to), today)
    }
}

impl PeriodArgs {
    /// Returns the period as of `today`.
    pub fn period(&self, today: NaiveDate) -> Result<DateRange, Failure> {
        self.from.period(self.to.as_ref(), today)
    }
}

impl RoomPeriodArgs {
    /// Returns the same as a required period, if there is one.
    pub fn to_period_args(&self) -> Option<PeriodArgs> {
        Some(PeriodArgs {
            from: self.from.clone()?,
            to: self.to.clone(),
        })
    }
}

impl BillPeriodArgs {
    /// Returns the same as a required period.
    pub fn to_period_args(&self) -> Result<PeriodArgs, Failure> {
        let missing = || Failure::new(FailureKind::Usage, "missing period; add FROM");
        Ok(PeriodArgs {
            from: self.from.clone().ok_or_else(missing)?,
            to: self.to.clone(),
        })
    }
}

impl DoctorPeriodArgs {
    /// Returns the period as of `today`.
    pub fn period(&self, today: NaiveDate) -> Result<DateRange, Failure> {
        self.from.period(self.to.as_ref(), today)
    }
}

impl SyncPeriodArgs {
    /// Returns the first day, if one was typed, and the last day as of `today`.
    pub fn resolve(&self, today: NaiveDate) -> Result<(Option<NaiveDate>, NaiveDate), Failure> {
        let yesterday = today.pred_opt().unwrap_or(today);
        let Some(from) = &self.from else {
            return Ok((None, yesterday));
        };
        let period = from.period(self.to.as_ref(), today)?;
        let has_end = from.to.is_some() || self.to.is_some();
        let last = if has_end { period.last() } else { yesterday };
        Ok((Some(period.first()), last))
    }
}
