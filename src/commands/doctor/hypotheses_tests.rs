//! Tests of the hypotheses: a service that counts by every rule, in zones with and without a change
//! of clocks.

use super::completeness::LongResponseComparison;
use super::day_starts::DayStarts;
use super::hypotheses::{Hypotheses, Rule, zones_for};
use super::observations::{ObservedCall, ObservedCalls, TimestampField};
use crate::time::DateRange;
use chrono::{DateTime, NaiveDate};

/// How many requests are left once the parts of the period have been requested.
const PROBES: usize = 4;

const MINUTE_MS: i64 = 60_000;

/// How a service counts: by which rule, whether the last day is included, and how many minutes its
/// clock is ahead of UTC, until and from an instant.
#[derive(Clone, Copy, Debug)]
struct CountingRule {
    rule: Rule,
    includes_last_day: bool,
    minutes: [i64; 2],
}

/// When the clocks of New York changed, in milliseconds.
const CHANGE: i64 = 1_541_311_200_000;

impl CountingRule {
    fn all(minutes: [i64; 2]) -> impl Iterator<Item = Self> {
        let rules = Rule::ALL
            .into_iter()
            .flat_map(|rule| [(rule, true), (rule, false)]);
        rules.map(move |(rule, includes_last_day)| Self {
            rule,
            includes_last_day,
            minutes,
        })
    }

    fn day(self, time: i64) -> NaiveDate {
        let minutes = self.minutes[usize::from(time >= CHANGE)];
        let local = DateTime::from_timestamp_millis(time + minutes * MINUTE_MS);
        local.unwrap().date_naive()
    }

    fn response(self, calls: &[ObservedCall], period: DateRange) -> ObservedCalls {
        let [first, last] = match self.rule {
            Rule::Timestamp(timestamp) => [timestamp, timestamp],
            Rule::Overlap => [TimestampField::Disconnect, TimestampField::Connect],
            Rule::Entire => [TimestampField::Connect, TimestampField::Disconnect],
        };
        let is_counted = |call: &&ObservedCall| {
            let (first, last) = (self.day(call.time(first)), self.day(call.time(last)));
            period.first() <= first
                && (last < period.last() || (last == period.last() && self.includes_last_day))
        };
        ObservedCalls::with_calls(calls.iter().filter(is_counted).copied().collect())
    }

    /// Returns the hypotheses that the responses of a service with this rule leave.
    fn infer(self, zones: &[DayStarts], period: DateRange, calls: &[ObservedCall]) -> Hypotheses {
        let long = self.response(calls, period);
        let mut hypotheses = Hypotheses::with_zones(zones.to_vec(), period, &long);
        for part in parts(period) {
            hypotheses.eliminate(part, &self.response(calls, part));
        }
        for _ in 0..PROBES {
            let Some(probe) = hypotheses.best_probe() else {
                break;
            };
            hypotheses.eliminate(probe, &self.response(calls, probe));
        }
        assert_eq!(hypotheses.contradiction(), None, "{self:?}");
        hypotheses
    }
}

fn parts(period: DateRange) -> Vec<DateRange> {
    let (calls, _) = ObservedCalls::new(0);
    LongResponseComparison::new(period, &calls, DateTime::UNIX_EPOCH).parts()
}

fn period(first: &str, last: &str) -> DateRange {
    DateRange::new(first.parse().unwrap(), last.parse().unwrap()).unwrap()
}

/// Calls around the clock over two months, each of another length and lateness.
fn calls(count: i64) -> Vec<ObservedCall> {
    let interval = 61 * 86_400 / count;
    let call = |number| ObservedCall::sample(number, "2018-10-01T00:00:00Z", interval, 72_000);
    (0..count).map(call).collect()
}

const ZONES: [([i64; 2], &str); 3] = [
    ([0, 0], "UTC"),
    ([330, 330], "+05:30"),
    ([-240, -300], "-04:00, then -05:00"),
];

#[test]
fn every_counting_rule_is_inferred_from_enough_calls() {
    let period = period("2018-10-01", "2018-11-30");
    let zones = zones_for(period, &parts(period));
    let calls = calls(1500);
    for (minutes, offset) in &ZONES {
        for counting in CountingRule::all(*minutes) {
            let found = counting.infer(&zones, period, &calls);
            assert_eq!(found.rule(), Some(counting.rule), "{counting:?}");
            assert_eq!(
                found.includes_last_day(),
                Some(counting.includes_last_day),
                "{counting:?}"
            );
            let zone = found.zone().map(DayStarts::offset);
            assert_eq!(zone.as_deref(), Some(*offset), "{counting:?}");
        }
    }
}

#[test]
fn few_calls_never_lead_to_a_wrong_rule() {
    let period = period("2018-10-05", "2018-11-20");
    let zones = zones_for(period, &parts(period));
    for count in [1, 3, 10, 60] {
        let calls = calls(count);
        for (minutes, offset) in &ZONES {
            for counting in CountingRule::all(*minutes) {
                let found = counting.infer(&zones, period, &calls);
                assert!(
                    found.rule().is_none_or(|rule| rule == counting.rule),
                    "{counting:?}"
                );
                let last_day = found.includes_last_day();
                assert!(
                    last_day.is_none_or(|is_included| is_included == counting.includes_last_day),
                    "{counting:?}"
                );
                let zone = found.zone().map(DayStarts::offset);
                assert!(
                    zone.is_none_or(|zone| zone == *offset),
                    "{count} calls: {counting:?}"
                );
            }
        }
    }
}
