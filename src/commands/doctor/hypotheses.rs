//! Infers how the service assigns calls to a period.
//!
//! A hypothesis is a rule, whether the last day of a period is included, and a time zone in which
//! days start. It predicts which calls of the long response the response for a shorter period has,
//! and a request eliminates the hypotheses that predict wrongly.
//!
//! For example, a call connects on the 1st at 23:50 and disconnects on the 2nd at 00:10 (UTC). Each
//! rule predicts whether the response for the 1st has it:
//!
//! | rule | days of UTC | days of +01:00 |
//! | --- | --- | --- |
//! | connection | has it | lacks it |
//! | overlap | has it | lacks it |
//! | disconnection | lacks it | lacks it |
//! | entire call | lacks it | lacks it |
//!
//! Sets of calls are compared by the XOR of their identities, because a prefix XOR over calls
//! sorted by a timestamp yields the one of any range in O(log n):
//!
//! ```text
//! time          t1   t2    t3      t4          calls with t2 <= time < t4:
//! identity      a    b     c       d           (a^b^c) ^ a = b^c
//! prefix XOR    a    a^b   a^b^c   a^b^c^d
//! ```
//!
//! So thousands of hypotheses can be compared for a hundred possible requests, and the request with
//! the most different predictions is sent next. For overlap and entire calls, the two prefixes are
//! of different timestamps. That is right for calls shorter than the shortest period, a day; longer
//! ones are left out.

use super::day_starts::DayStarts;
use super::observations::{ObservedCall, ObservedCalls, TimestampField};
use crate::time::DateRange;
use chrono::Days;
use std::collections::HashSet;

/// Which calls belong to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Those with this timestamp in the period.
    Timestamp(TimestampField),
    /// Those that overlap with the period.
    Overlap,
    /// Those that lie within the period from connection to disconnection.
    Entire,
}

impl Rule {
    pub const ALL: [Self; 5] = [
        Self::Timestamp(TimestampField::Connect),
        Self::Timestamp(TimestampField::Disconnect),
        Self::Timestamp(TimestampField::Logged),
        Self::Overlap,
        Self::Entire,
    ];

    /// Returns the timestamp that has to be at or after the start of the period.
    fn start_timestamp(self) -> TimestampField {
        match self {
            Self::Timestamp(timestamp) => timestamp,
            Self::Overlap => TimestampField::Disconnect,
            Self::Entire => TimestampField::Connect,
        }
    }

    /// Returns the timestamp that has to be before the end of the period.
    pub fn end_timestamp(self) -> TimestampField {
        match self {
            Self::Timestamp(timestamp) => timestamp,
            Self::Overlap => TimestampField::Connect,
            Self::Entire => TimestampField::Disconnect,
        }
    }
}

/// One way to assign calls to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hypothesis {
    rule: Rule,
    includes_last_day: bool,
    /// The index of the zone in which days start.
    zone: usize,
}

/// Why no hypothesis can explain the responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Each hypothesis predicts at least one response wrongly.
    NoRule,
    /// The same request had another response.
    NotRepeatable,
    /// Calls were returned for days on which they cannot be.
    DatesIgnored,
}

/// The hypotheses that are still possible.
pub struct Hypotheses {
    possible: Vec<Hypothesis>,
    zones: Vec<DayStarts>,
    /// The periods that may be requested next.
    probes: Vec<DateRange>,
    /// The calls sorted by each timestamp, with the XOR of the identities up to each of them.
    sorted: [Vec<(i64, u64)>; 3],
    calls: HashSet<u64>,
    /// The requests so far, with the XOR of the identities of each response.
    responses: Vec<(DateRange, u64)>,
    contradiction: Option<Contradiction>,
}

/// The most days among which the best request is looked for.
const MAX_PROBE_DAYS: usize = 60;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Hypotheses {
    /// Creates the hypotheses that predict this response for a period, of which some parts will be
    /// requested in any case.
    pub fn new(period: DateRange, long: &ObservedCalls, parts: &[DateRange]) -> Self {
        Self::with_zones(zones_for(period, parts), period, long)
    }

    /// Creates the hypotheses that predict this response for a period in one of these zones.
    pub fn with_zones(zones: Vec<DayStarts>, period: DateRange, long: &ObservedCalls) -> Self {
        let mut possible = Vec::new();
        for rule in Rule::ALL {
            for includes_last_day in [true, false] {
                possible.extend((0..zones.len()).map(|zone| Hypothesis {
                    rule,
                    includes_last_day,
                    zone,
                }));
            }
        }
        // Calls without cdr_id may have another identity in each response.
        let calls: Vec<_> = long
            .calls
            .iter()
            .filter(|call| call.has_id && call.duration() < DAY_MS)
            .collect();
        let mut hypotheses = Self {
            possible,
            zones,
            probes: probes(period),
            sorted: TimestampField::ALL.map(|timestamp| with_digests(&calls, timestamp)),
            calls: calls.iter().map(|call| call.identity).collect(),
            responses: Vec::new(),
            contradiction: None,
        };
        hypotheses.eliminate(period, long);
        hypotheses
    }

    /// Returns whether there are calls to tell hypotheses apart.
    pub fn has_calls(&self) -> bool {
        !self.calls.is_empty()
    }

    /// Returns the request with the most different predictions; `None` if all hypotheses agree on
    /// every request.
    pub fn best_probe(&self) -> Option<DateRange> {
        let is_requested = |probe: &DateRange| self.responses.iter().any(|(sent, _)| sent == probe);
        let count_predictions = |probe: DateRange| {
            self.possible
                .iter()
                .map(|hypothesis| self.predicted_digest(*hypothesis, probe))
                .collect::<HashSet<_>>()
                .len()
        };
        self.probes
            .iter()
            .filter(|probe| !is_requested(probe))
            .map(|probe| (count_predictions(*probe), *probe))
            .max_by_key(|(predictions, _)| *predictions)
            .filter(|(predictions, _)| *predictions > 1)
            .map(|(_, probe)| probe)
    }

    /// Eliminates the hypotheses that predict another response.
    pub fn eliminate(&mut self, requested: DateRange, response: &ObservedCalls) {
        let digest = self.digest_of(response);
        // Kept to send no request twice, and to repeat the last one.
        self.responses.push((requested, digest));
        let possible = std::mem::take(&mut self.possible);
        let predicts =
            |hypothesis: &Hypothesis| self.predicted_digest(*hypothesis, requested) == digest;
        self.possible = possible.into_iter().filter(predicts).collect();
        if self.possible.is_empty() {
            self.contradict(Contradiction::NoRule);
        }
    }

    /// Returns the last request, whose response has to be the same again.
    pub fn last_request(&self) -> Option<DateRange> {
        self.responses.last().map(|(period, _)| *period)
    }

    /// Records a contradiction if the last request has another response now.
    pub fn require_repeatable(&mut self, response: &ObservedCalls) {
        let digest = self.digest_of(response);
        let last = self.responses.last();
        if last.is_some_and(|(_, first)| *first != digest) {
            self.contradict(Contradiction::NotRepeatable);
        }
    }

    /// Records a contradiction if days long before the period have calls of the period.
    pub fn require_none_of_the_period(&mut self, response: &ObservedCalls) {
        let is_of_period = |call: &ObservedCall| self.calls.contains(&call.identity);
        if response.calls.iter().any(is_of_period) {
            self.contradict(Contradiction::DatesIgnored);
        }
    }

    /// Returns why no hypothesis is left, if none is.
    pub fn contradiction(&self) -> Option<Contradiction> {
        self.contradiction
    }

    fn contradict(&mut self, contradiction: Contradiction) {
        self.possible.clear();
        self.contradiction = Some(contradiction);
    }

    /// Returns the XOR of the identities of a response, without calls that the long response lacks.
    fn digest_of(&self, response: &ObservedCalls) -> u64 {
        response
            .calls
            .iter()
            .map(|call| call.identity)
            .filter(|identity| self.calls.contains(identity))
            .fold(0, |digest, identity| digest ^ identity)
    }

    /// Returns the XOR of the identities that a hypothesis predicts for a period.
    fn predicted_digest(&self, hypothesis: Hypothesis, period: DateRange) -> u64 {
        let zone = &self.zones[hypothesis.zone];
        let end = if hypothesis.includes_last_day {
            period.last().succ_opt()
        } else {
            Some(period.last())
        };
        let (Some(start), Some(end)) = (
            zone.start(period.first()),
            end.and_then(|day| zone.start(day)),
        ) else {
            return 0;
        };
        // An empty period can overlap with calls, but contains none.
        if end <= start && hypothesis.rule != Rule::Overlap {
            return 0;
        }
        // XOR is its own inverse: combining two prefixes leaves the calls between them.
        let digest_before = |timestamp: TimestampField, time: i64| {
            let sorted = &self.sorted[timestamp as usize];
            match sorted.partition_point(|(other, _)| *other < time) {
                0 => 0,
                index => sorted[index - 1].1,
            }
        };
        let rule = hypothesis.rule;
        digest_before(rule.start_timestamp(), start) ^ digest_before(rule.end_timestamp(), end)
    }

    /// Returns the rule, if all hypotheses agree.
    pub fn rule(&self) -> Option<Rule> {
        self.unanimous(|hypothesis| hypothesis.rule)
    }

    /// Returns whether the last day is included, if all hypotheses agree.
    pub fn includes_last_day(&self) -> Option<bool> {
        self.unanimous(|hypothesis| hypothesis.includes_last_day)
    }

    /// Returns the zone, if all hypotheses agree.
    pub fn zone(&self) -> Option<&DayStarts> {
        self.unanimous(|hypothesis| hypothesis.zone)
            .map(|index| &self.zones[index])
    }

    /// Returns a part that all hypotheses have in common, if there are any.
    fn unanimous<T: PartialEq>(&self, part: impl Fn(&Hypothesis) -> T) -> Option<T> {
        let mut parts = self.possible.iter().map(part);
        let first = parts.next()?;
        parts.all(|other| other == first).then_some(first)
    }
}

/// Sorts calls by a timestamp, with the XOR of the identities up to each of them.
fn with_digests(calls: &[&ObservedCall], timestamp: TimestampField) -> Vec<(i64, u64)> {
    let mut times: Vec<_> = calls
        .iter()
        .map(|call| (call.time(timestamp), call.identity))
        .collect();
    times.sort_unstable();
    let mut digest = 0;
    for (_, identity) in &mut times {
        digest ^= *identity;
        *identity = digest;
    }
    times
}

/// Returns the distinct zones on the days of a period that may be requested.
pub fn zones_for(period: DateRange, parts: &[DateRange]) -> Vec<DayStarts> {
    let requests = [&probes(period), parts, &[period]].concat();
    DayStarts::distinct_zones(&requests)
}

/// Returns single days and pairs of days within a period.
fn probes(period: DateRange) -> Vec<DateRange> {
    // Near the ends, the long response can lack calls.
    let first = period.first().checked_add_days(Days::new(3));
    let last = period.last().checked_sub_days(Days::new(3));
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let step = usize::try_from((last - first).num_days()).unwrap_or(0) / MAX_PROBE_DAYS + 1;
    first
        .iter_days()
        .step_by(step)
        .take_while(|day| *day <= last)
        .flat_map(|day| {
            let next = day.succ_opt().filter(|next| *next <= last);
            [
                DateRange::new(day, day),
                next.and_then(|next| DateRange::new(day, next)),
            ]
        })
        .flatten()
        .collect()
}
