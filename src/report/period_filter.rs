//! Exact periods.
//!
//! What a service counts into a period is undocumented: whether the last day is included, and which
//! time decides. With `--tz`, `cdr` does not rely on it. It fetches the UTC days around the period
//! and decides by itself:
//!
//! ```text
//! requested       2025-01-31 in Asia/Kolkata    |----------------|
//! fetched   |29        |30        |31        |01        |02        |     UTC, with --slack 2
//! ```
//!
//! A call is in the period if its `room.connect_dt` is, or its `trans_date` if that is not
//! readable. So consecutive periods neither overlap nor leave gaps, whatever the service does. A
//! call without a readable time is kept, because a bill that lacks a call is worse than one that
//! has it twice, and a warning counts such calls.
//!
//! Without a zone the service decides. Calls that connected on other days are then counted, so that
//! a warning can say that its days are not those of UTC.

use crate::columns::RecordTime;
use crate::record::{Projection, Record};
use crate::text::count_noun;
use crate::time::{DateRange, TimeZone};
use chrono::NaiveDate;

/// The period of a report.
#[derive(Clone, Debug)]
pub struct ReportPeriod {
    /// The days: those of the zone if the period is exact, else those of the service.
    pub days: DateRange,
    /// The zone of an exact period, to which no call on another day belongs.
    pub exact_zone: Option<TimeZone>,
}

/// Classifies calls by the period, and counts those that are outside of it or have no readable
/// time.
pub struct PeriodFilter {
    period: ReportPeriod,
    zone: TimeZone,
    time: RecordTime,
    outside: u64,
    /// From the first to the last day of the calls outside.
    outside_days: Option<DateRange>,
    unknown: u64,
}

/// How a call relates to the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodMatch {
    Inside,
    /// The call connected on this day.
    Outside(NaiveDate),
    /// The call has no readable time.
    Unknown,
}

impl PeriodFilter {
    pub fn new(period: ReportPeriod, projection: &mut Projection) -> Self {
        Self {
            zone: period.exact_zone.clone().unwrap_or_else(TimeZone::utc),
            time: RecordTime::new(projection),
            outside: 0,
            outside_days: None,
            unknown: 0,
            period,
        }
    }

    /// Returns whether a call is in the period. If the service decides, only the time of connection
    /// is compared: it may have another time that decides.
    pub fn classify(&self, record: &Record<'_>) -> PeriodMatch {
        let time = match self.period.exact_zone {
            Some(_) => self.time.get(record),
            None => self.time.connect_time(record),
        };
        match time.map(|time| self.zone.local_date(time)) {
            None => PeriodMatch::Unknown,
            Some(day) if self.period.days.contains(day) => PeriodMatch::Inside,
            Some(day) => PeriodMatch::Outside(day),
        }
    }

    /// Returns whether calls with this result are excluded from the report.
    pub fn excludes(&self, found: PeriodMatch) -> bool {
        self.period.exact_zone.is_some() && matches!(found, PeriodMatch::Outside(_))
    }

    /// Counts a call that is excluded, or that matches the conditions.
    pub fn count(&mut self, found: PeriodMatch) {
        match found {
            PeriodMatch::Inside => {}
            PeriodMatch::Outside(day) => {
                self.outside += 1;
                let days = self.outside_days.map_or([day; 2], |days| {
                    [days.first().min(day), days.last().max(day)]
                });
                self.outside_days = DateRange::new(days[0], days[1]);
            }
            PeriodMatch::Unknown => self.unknown += 1,
        }
    }

    /// Returns the number of calls that connected outside of the period.
    pub fn outside(&self) -> u64 {
        self.outside
    }

    /// Returns the days from the first to the last of these calls.
    pub fn outside_days(&self) -> Option<DateRange> {
        self.outside_days
    }

    /// Returns the warning about calls without a readable time, or outside of a period that is not
    /// exact.
    pub fn warning(&self) -> Option<String> {
        let days = self.period.days;
        match &self.period.exact_zone {
            Some(_) if self.unknown > 0 => Some(match self.unknown {
                1 => "1 call has no valid time and is included in any period".to_owned(),
                calls => format!(
                    "{} have no valid time and are included in any period",
                    count_noun(calls, "call")
                ),
            }),
            None if self.outside > 0 => Some(format!(
                "{} connected outside {days} (UTC); use --tz utc to select exactly these days",
                count_noun(self.outside, "call")
            )),
            _ => None,
        }
    }
}
