//! Which calls connected in the days that were asked for.

use crate::columns::DERIVED_FROM;
use crate::parse::{Projection, Record};
use crate::request::{Period, Zone};
use crate::text::{text_of, time};

/// The days that were asked for.
#[derive(Clone, Debug)]
pub struct AskedDays {
    /// The days, of the zone if it is exact, else of the service.
    pub period: Period,
    /// The zone whose days they are, when only calls of exactly these days count.
    pub exact: Option<Zone>,
}

/// Tells the calls of the days from others.
pub struct DayFilter {
    days: AskedDays,
    zone: Zone,
    slots: [usize; 2],
    outside: u64,
    unknown: u64,
}

impl DayFilter {
    pub fn new(days: AskedDays, projection: &mut Projection) -> Self {
        Self {
            zone: days.exact.clone().unwrap_or_else(Zone::utc),
            slots: DERIVED_FROM.map(|path| projection.slot(path)),
            outside: 0,
            unknown: 0,
            days,
        }
    }

    /// Whether a call counts. When the days are exact it is one that connected in them, or whose time of joining and
    /// time of logging can't be read; else every call does.
    pub fn takes(&mut self, record: &Record<'_>) -> bool {
        let is_exact = self.days.exact.is_some();
        let read = |slot: &usize| record.values[*slot].and_then(|json| time(&text_of(json)));
        let slots = if is_exact {
            &self.slots[..]
        } else {
            &self.slots[..1]
        };
        let Some(time) = slots.iter().find_map(read) else {
            self.unknown += u64::from(is_exact);
            return true;
        };
        let day = self.zone.day(time);
        let is_inside = self.days.period.first() <= day && day <= self.days.period.last();
        self.outside += u64::from(!is_inside);
        is_inside || !is_exact
    }

    /// How many calls connected on other days.
    pub fn outside(&self) -> u64 {
        self.outside
    }

    /// What may make the answer other than the user thinks.
    pub fn warning(&self) -> Option<String> {
        let period = self.days.period;
        match &self.days.exact {
            Some(_) if self.unknown > 0 => Some(format!(
                "{} calls have no time that can be read; they are in the answer whether they belong to it or not",
                self.unknown
            )),
            None if self.outside > 0 => Some(format!(
                "{} calls connected outside {period} (UTC); --tz utc takes exactly these days",
                self.outside
            )),
            _ => None,
        }
    }
}
