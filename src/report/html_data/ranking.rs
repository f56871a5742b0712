//! The names with most billed minutes, and the conferences with most bad calls.
//!
//! Memory grows with the rooms, references and conferences, as that of totals does with their
//! groups.

use crate::format::{RankedName, Ranking, WorstConference};
use crate::text::{Decimal, DecimalStr};
use crate::time::{TimeZone, local_timestamp};
use chrono::{DateTime, SecondsFormat, Utc};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The number of names or conferences in a table.
const MAX_ROWS: usize = 20;

/// Calls and minutes by name.
#[derive(Default)]
pub struct NameRanking(HashMap<Box<str>, NameStats>);

#[derive(Default)]
struct NameStats {
    calls: u64,
    minutes: Option<Decimal>,
}

impl NameRanking {
    /// Counts a call.
    pub fn add(&mut self, name: &str, minutes: Option<&DecimalStr<'_>>) {
        let stats = self.0.entry(name.into()).or_default();
        stats.calls += 1;
        if let Some(minutes) = minutes {
            stats.minutes.get_or_insert_default().add(minutes);
        }
    }

    /// Returns the first names: those with more minutes, else with more calls, else in alphabetical
    /// order.
    pub fn finish(self) -> Ranking {
        let names = self.0.into_iter().map(|(name, stats)| RankedName {
            name: name.into(),
            calls: stats.calls,
            minutes: stats.minutes,
        });
        let mut first: Vec<_> = names.collect();
        first.sort_by(|a, b| {
            let minutes_and_calls = b.minutes.cmp(&a.minutes).then(b.calls.cmp(&a.calls));
            minutes_and_calls.then_with(|| a.name.cmp(&b.name))
        });
        let others = first.split_off(first.len().min(MAX_ROWS));
        let mut others_total = RankedName::default();
        for other in &others {
            others_total.calls += other.calls;
            if let Some(minutes) = &other.minutes {
                *others_total.minutes.get_or_insert_default() += minutes;
            }
        }
        Ranking {
            top: first,
            others: others.len() as u64,
            others_total,
        }
    }
}

/// The calls of each conference.
#[derive(Default)]
pub struct WorstConferences(HashMap<Box<str>, ConferenceStats>);

#[derive(Default)]
struct ConferenceStats {
    room: Box<str>,
    first: Option<DateTime<Utc>>,
    calls: u64,
    bad: u64,
}

impl WorstConferences {
    /// Counts a call, unless it has no conference.
    pub fn add(&mut self, conference: &str, room: &str, time: Option<DateTime<Utc>>, is_bad: bool) {
        if conference.is_empty() {
            return;
        }
        let stats = self.0.entry(conference.into()).or_default();
        if stats.calls == 0 {
            stats.room = room.into();
        }
        stats.calls += 1;
        stats.bad += u64::from(is_bad);
        stats.first = stats.first.into_iter().chain(time).min();
    }

    /// Returns the conferences with most bad calls, without those that have none.
    pub fn finish(self, zone: &TimeZone) -> Vec<WorstConference> {
        let mut worst: Vec<_> = self
            .0
            .into_iter()
            .filter(|(_, stats)| stats.bad > 0)
            .collect();
        worst.sort_by(|(number, a), (other, b)| {
            let rank = |stats: &ConferenceStats| Reverse((stats.bad, stats.calls));
            rank(a).cmp(&rank(b)).then_with(|| number.cmp(other))
        });
        let format_time = |time: DateTime<Utc>| {
            let text = time.to_rfc3339_opts(SecondsFormat::Secs, true);
            local_timestamp(text.into(), zone).into_owned()
        };
        let worst = worst.into_iter().take(MAX_ROWS);
        let worst = worst.map(|(number, stats)| WorstConference {
            number: number.into(),
            room: stats.room.into(),
            time: stats.first.map(format_time).unwrap_or_default(),
            calls: stats.calls,
            bad: stats.bad,
        });
        worst.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn names_with_most_minutes_come_first(calls in prop::collection::vec((0..40_u8, 0..100_u32), 0..200)) {
            let mut ranking = NameRanking::default();
            let mut expected = BTreeMap::<_, (u32, u64)>::new();
            for (name, minutes) in &calls {
                let text = minutes.to_string();
                ranking.add(&name.to_string(), DecimalStr::parse(&text).as_ref());
                let total = expected.entry(name.to_string()).or_default();
                *total = (total.0 + minutes, total.1 + 1);
            }
            let mut expected: Vec<_> = expected.into_iter().collect();
            expected.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            let others_total = expected.iter().skip(MAX_ROWS).map(|(_, (minutes, _))| u64::from(*minutes));
            let others_total = (expected.len() > MAX_ROWS).then(|| Decimal::from(others_total.sum::<u64>()));
            let expected = expected.into_iter().take(MAX_ROWS).map(|(name, (minutes, calls))| RankedName {
                name,
                calls,
                minutes: Some(u64::from(minutes).into()),
            });
            let ranking = ranking.finish();
            prop_assert_eq!(ranking.top, expected.collect::<Vec<_>>());
            prop_assert_eq!(ranking.others_total.minutes, others_total);
        }
    }
}
