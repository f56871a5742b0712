//! In which way a service counts calls into a period: every way that is possible is held against its answers.

use super::calls::{DECIDING, Observed};
use crate::commands::rows::Rows;
use crate::request::Period;
use chrono::{Days, NaiveDate, NaiveTime};
use std::collections::HashSet;

/// A way to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    /// Which of [`DECIDING`] decides.
    decides: usize,
    last_day_is_in: bool,
    /// How many minutes the service's clock is before universal time.
    minutes: i64,
}

/// The ways that are still possible.
pub struct Ways {
    possible: Vec<Way>,
    /// The calls by each of their times: sorted, with what is common to all before each of them.
    sorted: [Vec<(i64, u64)>; 3],
    calls: HashSet<u64>,
    asked: Vec<Period>,
}

/// Where clocks are, from the west to the east, in minutes before universal time. Every clock of the world shows
/// a quarter of an hour of it.
const CLOCKS: std::ops::RangeInclusive<i64> = -48..=56;

const DAY: i64 = 24 * 60 * 60 * 1000;

impl Ways {
    /// Every way, for a service that has these calls.
    pub fn of(observed: &Observed) -> Self {
        let mut possible = Vec::new();
        for decides in 0..DECIDING.len() {
            for last_day_is_in in [true, false] {
                possible.extend(CLOCKS.map(|quarter| Way {
                    decides,
                    last_day_is_in,
                    minutes: 15 * quarter,
                }));
            }
        }
        let sorted = [0, 1, 2].map(|index| {
            let mut times: Vec<_> = observed
                .calls
                .iter()
                .map(|(identity, times)| (times[index], *identity))
                .collect();
            times.sort_unstable();
            let mut common = 0;
            for (_, identity) in &mut times {
                common ^= *identity;
                *identity = common;
            }
            times
        });
        Self {
            possible,
            sorted,
            calls: observed
                .calls
                .iter()
                .map(|(identity, _)| *identity)
                .collect(),
            asked: Vec::new(),
        }
    }

    /// The days that tell most of the ways apart that are still possible; `None` when nothing does.
    pub fn next_probe(&self, period: Period) -> Option<Period> {
        // Near the ends of the period calls may be missing.
        let first = period.first().checked_add_days(Days::new(3))?;
        let last = period.last().checked_sub_days(Days::new(3))?;
        let days = first.iter_days().take_while(|day| *day <= last);
        let probes = days.flat_map(|day| {
            let longer = day.succ_opt().filter(|next| *next <= last);
            [
                Period::new(day, day),
                longer.and_then(|next| Period::new(day, next)),
            ]
        });
        let probes = probes.flatten().filter(|probe| !self.asked.contains(probe));
        let told_apart = |probe: &Period| {
            let answers = self.possible.iter().map(|way| self.answer(*way, *probe));
            answers.collect::<HashSet<_>>().len()
        };
        let best = probes
            .map(|probe| (told_apart(&probe), probe))
            .max_by_key(|(ways, _)| *ways);
        best.filter(|(ways, _)| *ways > 1).map(|(_, probe)| probe)
    }

    /// Keeps the ways that lead to this answer.
    pub fn keep(&mut self, probe: Period, answer: &Observed) {
        self.asked.push(probe);
        let identities = answer.calls.iter().map(|(identity, _)| identity);
        let known = identities.filter(|identity| self.calls.contains(identity));
        let common = known.fold(0, |common, identity| common ^ identity);
        let possible = std::mem::take(&mut self.possible);
        let leads = |way: &Way| self.answer(*way, probe) == common;
        self.possible = possible.into_iter().filter(leads).collect();
    }

    /// What is common to all calls that a way counts into a period.
    fn answer(&self, way: Way, period: Period) -> u64 {
        let start = |day: NaiveDate| {
            let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
            midnight - way.minutes * 60_000
        };
        let end = start(period.last()) + if way.last_day_is_in { DAY } else { 0 };
        let sorted = &self.sorted[way.decides];
        let before = |time: i64| match sorted.partition_point(|(other, _)| *other < time) {
            0 => 0,
            place => sorted[place - 1].1,
        };
        before(start(period.first())) ^ before(end.max(start(period.first())))
    }

    /// Says what is known of the way.
    pub fn tell(&self, rows: &mut Rows<3>) {
        let last = self.common(|way| way.last_day_is_in);
        rows.push(match last {
            Some(true) => ["last day of a period", "is counted in", ""],
            Some(false) => [
                "last day of a period",
                "is not counted in",
                "--tz asks for a day more; without it write the day after as TO",
            ],
            None => [
                "last day of a period",
                "unknown",
                "--tz is right either way",
            ],
        });
        rows.push(match self.common(|way| way.decides) {
            Some(0) => ["time stamp that decides", DECIDING[0], ""],
            Some(index) => [
                "time stamp that decides",
                DECIDING[index],
                "--tz counts a call where it connected",
            ],
            None => [
                "time stamp that decides",
                "unknown",
                "--tz is right either way",
            ],
        });
        let clock = self.common(|way| way.minutes);
        let clock = match clock {
            None => "unknown".to_owned(),
            Some(0) => "UTC".to_owned(),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.abs();
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        };
        rows.push(["zone of its days", &clock, ""]);
    }

    /// Says how much slack an exact period needs.
    pub fn tell_slack(&self, calls: &Observed, rows: &mut Rows<3>) {
        let decides = self.common(|way| way.decides);
        let farthest = match decides {
            Some(index) => calls.longest(0, index),
            None => calls.longest(0, 2).max(calls.longest(0, 1)),
        };
        let Some(farthest) = farthest else {
            rows.push(["slack", "unknown", "ask for days that have calls"]);
            return;
        };
        let later = u64::try_from(farthest.max(0))
            .unwrap_or(0)
            .div_ceil(DAY.unsigned_abs());
        let last = u64::from(self.common(|way| way.last_day_is_in) != Some(true));
        let zone = u64::from(self.common(|way| way.minutes) != Some(0));
        let slack = (later + last + zone).max(1);
        let advice = match slack {
            0..=2 => "the usual --slack 2 is enough".to_owned(),
            3..=31 => format!("add --slack {slack} to --tz"),
            _ => "calls come later than --slack can be; ask again after some weeks".to_owned(),
        };
        rows.push(["slack", &slack.to_string(), &advice]);
    }

    /// What all the possible ways have in common, if there are any, and if they were told apart by asking.
    fn common<T: PartialEq>(&self, part: impl Fn(&Way) -> T) -> Option<T> {
        let mut parts = self.possible.iter().map(part);
        let first = parts.next()?;
        parts.all(|other| other == first).then_some(first)
    }
}
