//! The periods that may be typed. The comments on the arguments are their help.

use super::completions::candidates;
use crate::error::{Failure, FailureKind};
use crate::time::{DateRange, DateSpec};
use chrono::NaiveDate;
use clap::Args;
use clap_complete::ArgValueCompleter;
use std::str::FromStr;

/// A period of UTC days.
#[derive(Args, Clone, Debug)]
pub struct PeriodArgs {
    /// The first day: 2025-01-31, 2025-01, 2025-Q1, 2025, today, yesterday, last-month or 7d
    ///
    /// A day, a month, a quarter, a year; this- or last- goes with week, month, quarter and year; 7d
    /// are the last seven days, which end yesterday. FROM..TO is both in one word. Days are UTC,
    /// unless --tz says otherwise.
    #[arg(add = ArgValueCompleter::new(candidates::periods))]
    from: FromSpec,
    /// The last day, in the same forms but for 7d [default: that of FROM]
    ///
    /// A month, say, counts to its end.
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

/// A period that may be left out.
#[derive(Args, Clone, Debug)]
pub struct DoctorArguments {
    /// The first day of the calls to look at, in the forms of 'cdr period' [default: 30d]
    #[arg(add = ArgValueCompleter::new(candidates::periods))]
    from: Option<FromSpec>,
    /// The last day [default: that of FROM]
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

/// The days that an archive is to have.
#[derive(Args, Clone, Debug)]
pub struct SyncArguments {
    /// The first day, in the forms of 'cdr period'; needed once, later it asks again from there
    #[arg(add = ArgValueCompleter::new(candidates::periods))]
    from: Option<FromSpec>,
    /// The last day [default: yesterday]
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

/// A first day, or a first and a last with two dots between them.
#[derive(Clone, Debug)]
pub struct FromSpec {
    from: DateSpec,
    to: Option<DateSpec>,
}

impl FromStr for FromSpec {
    type Err = <DateSpec as FromStr>::Err;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let (from, to) = match typed.split_once("..") {
            Some((from, to)) => (from, Some(to.parse()?)),
            None => (typed, None),
        };
        let from = from.parse()?;
        Ok(Self { from, to })
    }
}

impl DoctorArguments {
    /// The period they mean on this day.
    pub fn period(&self, today: NaiveDate) -> Result<DateRange, Failure> {
        let from = self.from.clone().or_else(|| "30d".parse().ok());
        let to = self.to.clone();
        from.map_or_else(
            || Err(Failure::new(FailureKind::Usage, "write a period, like 30d")),
            |from| PeriodArgs { from, to }.period(today),
        )
    }
}

impl SyncArguments {
    /// The first day they mean on this day, if one was typed, and the last.
    pub fn ends(&self, today: NaiveDate) -> Result<(Option<NaiveDate>, NaiveDate), Failure> {
        let yesterday = today.pred_opt().unwrap_or(today);
        let Some(from) = self.from.clone() else {
            return Ok((None, yesterday));
        };
        let has_end = from.to.is_some() || self.to.is_some();
        let period = PeriodArgs {
            from,
            to: self.to.clone(),
        };
        let period = period.period(today)?;
        let last = if has_end { period.last() } else { yesterday };
        Ok((Some(period.first()), last))
    }
}

impl PeriodArgs {
    /// The period they mean on this day.
    pub fn period(&self, today: NaiveDate) -> Result<DateRange, Failure> {
        if self.from.to.is_some() && self.to.is_some() {
            let message = "the period has two ends; write FROM TO, or FROM..TO";
            return Err(Failure::new(FailureKind::Usage, message));
        }
        let to = self.from.to.as_ref().or(self.to.as_ref());
        self.from.from.period(to, today)
    }
}
