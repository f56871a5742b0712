//! What the values of arguments are, read from what was typed. The comments on them are their help.

use super::completions::candidates;
use crate::error::{Failure, FailureKind};
use crate::format::{FORMATS, Format};
use crate::limits::{MAX_JOBS, MAX_SLACK_DAYS};
use crate::time::{DateRange, DateSpec};
use chrono::NaiveDate;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap_complete::ArgValueCompleter;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

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

/// A period that a rate card alone does without.
#[derive(Args, Clone, Debug)]
pub struct BillPeriodArgs {
    /// The first day, in the forms of 'cdr period', such as last-month
    #[arg(add = ArgValueCompleter::new(candidates::periods),
        required_unless_present_any = ["check", "example"])]
    from: Option<FromSpec>,
    /// The last day [default: that of FROM]
    #[arg(add = ArgValueCompleter::new(candidates::dates))]
    to: Option<DateSpec>,
}

impl BillPeriodArgs {
    /// The period, which is there unless only a rate card is looked at.
    pub fn required(&self) -> Result<PeriodArgs, Failure> {
        let (from, to) = (self.from.clone(), self.to.clone());
        let missing = || Failure::new(FailureKind::Usage, "missing period; add FROM");
        from.map(|from| PeriodArgs { from, to }).ok_or_else(missing)
    }
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
        self.from.from.resolve_to(to, today)
    }
}

pub fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let known = FORMATS.map(|format| PossibleValue::new(format.name).help(format.description));
    PossibleValuesParser::new(known)
        .try_map(|name| Format::from_name(&name.to_lowercase()).ok_or("not known"))
}

/// A length of time, typed as a number with s, m or h behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length(pub Duration);

impl FromStr for Length {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let units = [('s', 1), ('m', 60), ('h', 3600)];
        let typed = typed.to_ascii_lowercase();
        let length = units.iter().find_map(|(unit, seconds)| {
            let digits = typed.strip_suffix(*unit)?;
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.parse::<u32>().ok().filter(|_| is_number)?;
            (number > 0).then(|| Self(Duration::from_secs(u64::from(number) * seconds)))
        });
        length.ok_or("write a length of time, like 10m, 90s or 1h")
    }
}

/// A length of time, typed as a number of seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seconds(pub Duration);

impl FromStr for Seconds {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let seconds = typed.parse::<f64>().ok();
        let length = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        length
            .map(Self)
            .ok_or("write a number of seconds, like 60 or 0.5")
    }
}

/// A number of bytes, typed with a unit or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u64);

impl FromStr for Size {
    type Err = &'static str;

    /// As GNU's tools do: `K` and `KiB` are 1,024 bytes, `KB` are 1,000.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let typed = typed.to_ascii_lowercase();
        let digits = typed.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let (unit, power) = match typed[digits.len()..].trim_start() {
            "" | "b" | "bytes" => (1, 0),
            unit => {
                let power = ["k", "m", "g", "t"]
                    .iter()
                    .position(|prefix| unit.starts_with(prefix));
                let unit = match unit.get(1..) {
                    Some("" | "ib") => Some(1024),
                    Some("b") => Some(1000),
                    _ => None,
                };
                let unit = unit.zip(power.and_then(|power| u32::try_from(power + 1).ok()));
                unit.ok_or(INVALID_SIZE)?
            }
        };
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits
            .parse::<u64>()
            .ok()
            .filter(|size| is_number && *size > 0);
        let unit: u64 = u64::pow(unit, power);
        let size = number.and_then(|number| number.checked_mul(unit));
        size.map(Self).ok_or(INVALID_SIZE)
    }
}

const INVALID_SIZE: &str = "write a number of bytes above 0, like 500M, 2G or 16GiB";

pub fn number_of_days(typed: &str) -> Result<NonZeroU32, &'static str> {
    typed
        .parse()
        .map_err(|_| "write a number of days from 1, like 7")
}

pub fn number_of_slack_days(typed: &str) -> Result<u32, &'static str> {
    let days = typed.parse().ok().filter(|days| *days <= MAX_SLACK_DAYS);
    days.ok_or("write a number of days from 0 to 31")
}

pub fn number_of_lookback_days(typed: &str) -> Result<u32, &'static str> {
    typed.parse().map_err(|_| "write a number of days, like 7")
}

pub fn number_of_rows(typed: &str) -> Result<u64, &'static str> {
    let rows = typed.parse().ok().filter(|rows| *rows > 0);
    rows.ok_or("write a number of rows, like 10")
}

pub fn number_of_jobs(typed: &str) -> Result<u16, String> {
    let jobs = typed
        .parse()
        .ok()
        .filter(|jobs| (1..=MAX_JOBS).contains(jobs));
    jobs.ok_or_else(|| format!("write a number from 1 to {MAX_JOBS}"))
}

pub fn number_of_retries(typed: &str) -> Result<u32, &'static str> {
    typed
        .parse()
        .map_err(|_| "write a number, like 4, or 0 for none")
}

pub fn more_than_zero(typed: &str) -> Result<Seconds, &'static str> {
    let seconds: Seconds = typed.parse()?;
    if seconds.0.is_zero() {
        return Err("write more than 0 seconds");
    }
    Ok(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_a_binary_or_a_decimal_unit_or_none() {
        let size = |typed: &str| typed.parse::<Size>().ok().map(|size| size.0);
        for (typed, bytes) in [
            ("1", 1),
            ("500M", 500 << 20),
            ("2g", 2 << 30),
            ("16GiB", 16 << 30),
            ("16 GiB", 16 << 30),
            ("1KB", 1000),
            ("3tb", 3_000_000_000_000),
            ("7 bytes", 7),
        ] {
            assert_eq!(size(typed), Some(bytes), "{typed}");
        }
        for typed in [
            "",
            "0",
            "0G",
            "-1",
            "+1",
            "1.5G",
            "G",
            "1X",
            "1ib",
            "1Gb/s",
            "99999999999T",
        ] {
            assert_eq!(size(typed), None, "{typed}");
        }
    }

    #[test]
    fn how_long_to_wait_has_a_unit() {
        let length = |typed: &str| {
            typed
                .parse::<Length>()
                .ok()
                .map(|length| length.0.as_secs())
        };
        assert_eq!(
            [length("90s"), length("10m"), length("1H")],
            [Some(90), Some(600), Some(3600)]
        );
        for typed in [
            "",
            "m",
            "10",
            "0m",
            "-1m",
            "1.5h",
            "+1m",
            "1d",
            "99999999999h",
        ] {
            assert_eq!(length(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_length_of_time_is_a_number_of_seconds() {
        let seconds = |typed: &str| typed.parse::<Seconds>().ok();
        assert_eq!(seconds("0.5"), Some(Seconds(Duration::from_millis(500))));
        assert_eq!(seconds("0"), Some(Seconds(Duration::ZERO)));
        for typed in ["", "-1", "1s", "inf", "NaN", "1e300"] {
            assert_eq!(seconds(typed), None, "{typed}");
        }
        assert!(more_than_zero("0").is_err());
    }
}
