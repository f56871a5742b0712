//! In which way a service counts calls into a period: every way that is possible is held against its answers.

use super::calls::{DECIDING, Observed};
use super::clock::Clock;
use crate::commands::rows::Rows;
use crate::request::Period;
use chrono::{Days, NaiveDate};
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
    /// The place of the clock by which days begin.
    clock: usize,
}

/// The ways that are still possible.
pub struct Ways {
    possible: Vec<Way>,
    clocks: Vec<Clock>,
    /// The days that may be asked for.
    probes: Vec<Period>,
    /// The calls by each of their times: sorted, with what is common to all before each of them.
    sorted: [Vec<(i64, u64)>; 3],
    calls: HashSet<u64>,
    /// What was asked for, and what is common to the calls of the answer.
    asked: Vec<(Period, u64)>,
}

/// Among how many days the best probe is looked for.
const PROBES: usize = 60;

const EITHER_WAY: &str = "--tz is right either way, with the slack below";

const DAY: i64 = 24 * 60 * 60 * 1000;

impl Ways {
    /// The ways that lead to this answer for a period.
    pub fn of(period: Period, observed: &Observed) -> Self {
        let probes = probes(period);
        let mut periods = probes.clone();
        periods.push(period);
        let clocks = Clock::of_the_world(&periods);
        let mut possible = Vec::new();
        for rule in &RULES {
            for last_day_is_in in [true, false] {
                possible.extend((0..clocks.len()).map(|clock| Way {
                    rule,
                    last_day_is_in,
                    clock,
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
        let mut ways = Self {
            possible,
            clocks,
            probes,
            sorted,
            calls: short.iter().map(|(identity, _)| *identity).collect(),
            asked: Vec::new(),
        };
        ways.keep(period, observed);
        ways
    }

    /// Whether there are calls to tell ways by.
    pub fn has_calls(&self) -> bool {
        !self.calls.is_empty()
    }

    /// The days that tell most of the ways apart that are still possible; `None` when nothing does.
    pub fn next_probe(&self) -> Option<Period> {
        let is_asked = |probe: &&Period| self.asked.iter().any(|(asked, _)| asked == *probe);
        let probes = self.probes.iter().filter(|probe| !is_asked(probe));
        let told_apart = |probe: &Period| {
            let answers = self.possible.iter().map(|way| self.answer(*way, *probe));
            answers.collect::<HashSet<_>>().len()
        };
        let best = probes
            .map(|probe| (told_apart(probe), *probe))
            .max_by_key(|(ways, _)| *ways);
        best.filter(|(ways, _)| *ways > 1).map(|(_, probe)| probe)
    }

    /// Keeps the ways that lead to this answer.
    pub fn keep(&mut self, probe: Period, answer: &Observed) {
        let common = self.common_of(answer);
        self.asked.push((probe, common));
        let possible = std::mem::take(&mut self.possible);
        let leads = |way: &Way| self.answer(*way, probe) == common;
        self.possible = possible.into_iter().filter(leads).collect();
    }

    /// A question that was asked last, and should have the same answer again.
    pub fn repeated(&self) -> Option<Period> {
        self.asked.last().map(|(period, _)| *period)
    }

    /// Gives up when a question has another answer than before.
    pub fn keep_if_same(&mut self, answer: &Observed) {
        let same = self
            .asked
            .last()
            .is_some_and(|(_, common)| *common == self.common_of(answer));
        if !same {
            self.possible.clear();
        }
    }

    /// Gives up when calls come for days that they can't lie in.
    pub fn keep_if_without_calls(&mut self, answer: &Observed) {
        if answer
            .calls
            .iter()
            .any(|(identity, _)| self.calls.contains(identity))
        {
            self.possible.clear();
        }
    }

    /// What is common to the calls of an answer that are known.
    fn common_of(&self, answer: &Observed) -> u64 {
        let identities = answer.calls.iter().map(|(identity, _)| identity);
        let known = identities.filter(|identity| self.calls.contains(identity));
        known.fold(0, |common, identity| common ^ identity)
    }

    /// What is common to all calls that a way counts into a period.
    fn answer(&self, way: Way, period: Period) -> u64 {
        let start_of = |day: Option<NaiveDate>| self.clocks[way.clock].start(day?);
        let last = period.last();
        let end = if way.last_day_is_in {
            last.succ_opt()
        } else {
            Some(last)
        };
        let (Some(start), Some(end)) = (start_of(Some(period.first())), start_of(end)) else {
            return 0;
        };
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
            Some(rule) if rule.start < rule.end => [
                "what decides",
                rule.name,
                "add --tz, and no --split: calls that cross its windows would be missed",
            ],
            Some(rule) => [
                "what decides",
                rule.name,
                "--tz counts a call where it connected",
            ],
            None => ["what decides", "unknown", EITHER_WAY],
        });
        let clock = self.common(|way| way.clock);
        rows.push(match clock.map(|place| &self.clocks[place]) {
            None => [
                "zone of its days".to_owned(),
                "unknown".to_owned(),
                EITHER_WAY.to_owned(),
            ],
            Some(clock) => {
                let advice = if clock.is_utc() {
                    ""
                } else {
                    "--tz takes the days of the zone you name"
                };
                [
                    "zone of its days".to_owned(),
                    clock.told(),
                    advice.to_owned(),
                ]
            }
        });
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
        let clock = self.common(|way| way.clock);
        let is_utc = clock.is_some_and(|place| self.clocks[place].is_utc());
        let zone = u64::from(!is_utc);
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

/// The days that may be asked for within a period: single ones, and two together.
fn probes(period: Period) -> Vec<Period> {
    // Near the ends of the period calls may be missing.
    let first = period.first().checked_add_days(Days::new(3));
    let last = period.last().checked_sub_days(Days::new(3));
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let step = usize::try_from((last - first).num_days()).unwrap_or(0) / PROBES + 1;
    let days = first.iter_days().step_by(step);
    let probes = days.take_while(|day| *day <= last).flat_map(|day| {
        let longer = day.succ_opt().filter(|next| *next <= last);
        [
            Period::new(day, day),
            longer.and_then(|next| Period::new(day, next)),
        ]
    });
    probes.flatten().collect()
}
