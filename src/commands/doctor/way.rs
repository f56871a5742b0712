//! In which way a service counts calls into a period: every way that is possible is held against its answers.

use super::calls::{DECIDING, Observed};
use crate::commands::rows::Rows;
use crate::request::Period;
use chrono::{Days, NaiveDate, NaiveTime};
use std::collections::HashSet;

/// What a service may count into a period: the calls of which one time is not before the start of its first day, and
/// one is before the end of its last.
#[derive(Debug, PartialEq, Eq)]
struct Rule {
    name: &'static str,
    /// Which of [`DECIDING`] is held against the start.
    start: usize,
    /// Which of them is held against the end.
    end: usize,
}

static RULES: [Rule; 5] = [
    rule(DECIDING[0], 0, 0),
    rule(DECIDING[1], 1, 1),
    rule(DECIDING[2], 2, 2),
    rule("any part of the call", 1, 0),
    rule("the whole call", 0, 1),
];

const fn rule(name: &'static str, start: usize, end: usize) -> Rule {
    Rule { name, start, end }
}

/// A way to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    rule: &'static Rule,
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

/// The clocks of the world that are no whole hours before universal time, in minutes (IANA time zone database, since
/// 2000).
const BETWEEN_HOURS: [i64; 15] = [
    -570, -270, -210, -150, 210, 270, 330, 345, 390, 510, 525, 570, 630, 765, 825,
];

/// Among how many days the best probe is looked for.
const PROBES: usize = 60;

const EITHER_WAY: &str = "--tz is right either way, with the slack below";

const DAY: i64 = 24 * 60 * 60 * 1000;

impl Ways {
    /// Every way, for a service that has these calls.
    pub fn of(observed: &Observed) -> Self {
        let hours = (-12..=14).map(|hour| 60 * hour);
        let clocks: Vec<_> = hours.chain(BETWEEN_HOURS).collect();
        let mut possible = Vec::new();
        for rule in &RULES {
            for last_day_is_in in [true, false] {
                possible.extend(clocks.iter().map(|minutes| Way {
                    rule,
                    last_day_is_in,
                    minutes: *minutes,
                }));
            }
        }
        // A call that is longer than a period can't be told by where it starts and ends.
        let short = observed.calls.iter();
        let short: Vec<_> = short
            .filter(|(_, times)| times[1] - times[0] < DAY)
            .collect();
        let sorted = [0, 1, 2].map(|index| {
            let times = short.iter();
            let times = times.map(|(identity, times)| (times[index], *identity));
            let mut times: Vec<_> = times.collect();
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
            calls: short.iter().map(|(identity, _)| *identity).collect(),
            asked: Vec::new(),
        }
    }

    /// The days that tell most of the ways apart that are still possible; `None` when nothing does.
    pub fn next_probe(&self, period: Period) -> Option<Period> {
        // Near the ends of the period calls may be missing.
        let first = period.first().checked_add_days(Days::new(3))?;
        let last = period.last().checked_sub_days(Days::new(3))?;
        let step = usize::try_from((last - first).num_days()).ok()? / PROBES + 1;
        let days = first.iter_days().step_by(step);
        let days = days.take_while(|day| *day <= last);
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
        let start = start(period.first());
        // In no time at all, only parts of calls can be.
        if end <= start && way.rule.start <= way.rule.end {
            return 0;
        }
        let before = |index: usize, time: i64| {
            let sorted = &self.sorted[index];
            match sorted.partition_point(|(other, _)| *other < time) {
                0 => 0,
                place => sorted[place - 1].1,
            }
        };
        before(way.rule.start, start) ^ before(way.rule.end, end)
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
            None => ["last day of a period", "unknown", EITHER_WAY],
        });
        let rule = self.common(|way| way.rule);
        rows.push(match rule {
            Some(rule) if rule.name == DECIDING[0] => ["what decides", rule.name, ""],
            Some(rule) => [
                "what decides",
                rule.name,
                "--tz counts a call where it connected",
            ],
            None => ["what decides", "unknown", EITHER_WAY],
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
        let advice = match &*clock {
            "UTC" => "",
            "unknown" => EITHER_WAY,
            _ => "--tz takes the days of the zone you name",
        };
        rows.push(["zone of its days", &clock, advice]);
    }

    /// Says how much slack an exact period needs.
    pub fn tell_slack(&self, calls: &Observed, rows: &mut Rows<3>) {
        let rule = self.common(|way| way.rule);
        let farthest = match rule {
            Some(rule) => calls.longest(0, rule.end),
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
            _ => "more than --slack can be, which is 31; calls can be missed".to_owned(),
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
