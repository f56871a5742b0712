//! Which calls connected in the days that were asked for.

use crate::columns::RecordTime;
use crate::record::{Projection, Record};
use crate::time::{DateRange, TimeZone};

/// The days that were asked for.
#[derive(Clone, Debug)]
pub struct AskedDays {
    /// The days, of the zone if it is exact, else of the service.
    pub period: DateRange,
    /// The zone whose days they are, when only calls of exactly these days count.
    pub exact: Option<TimeZone>,
}

/// Tells the calls of the days from others.
pub struct DayFilter {
    days: AskedDays,
    zone: TimeZone,
    time: RecordTime,
    outside: u64,
    unknown: u64,
}

/// Where a call lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Inside,
    Outside,
    /// Its times can't be read.
    Unknown,
}

impl DayFilter {
    pub fn new(days: AskedDays, projection: &mut Projection) -> Self {
        Self {
            zone: days.exact.clone().unwrap_or_else(TimeZone::utc),
            time: RecordTime::new(projection),
            outside: 0,
            unknown: 0,
            days,
        }
    }

    /// Where a call lies: by its time of joining, or for exact days, where that can't be read, its time of logging.
    pub fn place(&self, record: &Record<'_>) -> Place {
        let time = match self.days.exact {
            Some(_) => self.time.get(record),
            None => self.time.connect_time(record),
        };
        let Some(time) = time else {
            return Place::Unknown;
        };
        let day = self.zone.local_date(time);
        if self.days.period.first() <= day && day <= self.days.period.last() {
            Place::Inside
        } else {
            Place::Outside
        }
    }

    /// Whether a call at this place is left out of the answer, because only exact days count.
    pub fn leaves_out(&self, place: Place) -> bool {
        self.days.exact.is_some() && place == Place::Outside
    }

    /// Counts a call that is left out.
    pub fn leave_out(&mut self) {
        self.outside += 1;
    }

    /// Counts a call that is in the answer.
    pub fn keep(&mut self, place: Place) {
        match place {
            Place::Inside => {}
            Place::Outside => self.outside += 1,
            Place::Unknown => self.unknown += 1,
        }
    }

    /// How many calls connected on other days.
    pub fn outside(&self) -> u64 {
        self.outside
    }

    /// What may make the answer other than the user thinks.
    pub fn warning(&self) -> Option<String> {
        let period = self.days.period;
        match &self.days.exact {
            Some(_) if self.unknown > 0 => Some(match self.unknown {
                1 => "1 call has no time that can be read; it is in the answer whether it belongs to it or not".to_owned(),
                calls => format!(
                    "{calls} calls have no time that can be read; they are in the answer whether they belong to it or not"
                ),
            }),
            None if self.outside > 0 => Some(format!(
                "{} connected outside {period} (UTC); --tz utc takes exactly these days",
                match self.outside {
                    1 => "1 call".to_owned(),
                    calls => format!("{calls} calls"),
                }
            )),
            _ => None,
        }
    }
}
