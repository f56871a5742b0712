//! Names by their billed minutes, exactly, in memory that does not grow with them.

use super::tally::ByName;
use crate::format::{RankedName, Ranking};
use crate::report::totals::Sum;
use crate::text::DecimalStr;

/// How many names are ranked.
const FIRST: usize = 20;

/// The calls and minutes of each name.
#[derive(Default)]
pub struct Tallies(ByName<Tally>);

#[derive(Clone, Debug, Default)]
struct Tally {
    calls: u64,
    minutes: Sum,
}

impl Tally {
    fn add(&mut self, minutes: Option<&DecimalStr<'_>>) {
        self.calls += 1;
        if let Some(minutes) = minutes {
            self.minutes.add(minutes);
        }
    }

    fn ranked(&self, name: &str) -> RankedName {
        RankedName {
            name: name.to_owned(),
            calls: self.calls,
            minutes: self.minutes.total(),
        }
    }
}

impl Tallies {
    /// Counts a call.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn add(&mut self, name: &str, minutes: Option<&DecimalStr<'_>>) -> anyhow::Result<()> {
        self.0.add(
            name,
            |tally| tally.add(minutes),
            || {
                let mut sum = Sum::default();
                if let Some(minutes) = minutes {
                    sum.add(minutes);
                }
                sum.total().unwrap_or_default()
            },
        )
    }

    /// The names with most minutes.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn finish(self) -> anyhow::Result<Ranking> {
        let mut best = Best::default();
        let count =
            |tally: &mut Tally, minutes: &str| tally.add(DecimalStr::parse(minutes).as_ref());
        self.0.each(count, |name, tally| best.add(name, tally))?;
        Ok(best.ranking())
    }
}

/// The first names, and what all others have together.
#[derive(Default)]
struct Best {
    first: Vec<RankedName>,
    others: u64,
    of_others: Tally,
}

impl Best {
    fn add(&mut self, name: &str, tally: &Tally) {
        let ranked = tally.ranked(name);
        let place = self
            .first
            .partition_point(|other| !is_before(&ranked, other));
        self.first.insert(place, ranked);
        if self.first.len() > FIRST
            && let Some(last) = self.first.pop()
        {
            self.others += 1;
            self.of_others.calls += last.calls;
            if let Some(minutes) = last.minutes.as_deref().and_then(DecimalStr::parse) {
                self.of_others.minutes.add(&minutes);
            }
        }
    }

    fn ranking(self) -> Ranking {
        Ranking {
            first: self.first,
            others: self.others,
            of_others: self.of_others.ranked(""),
        }
    }
}

/// Whether a name stands before another: with more minutes, else with more calls, else by its letters.
fn is_before(one: &RankedName, other: &RankedName) -> bool {
    let minutes = |ranked: &RankedName| {
        ranked
            .minutes
            .clone()
            .unwrap_or_else(|| "-1e9999".to_owned())
    };
    let (minutes, of_other) = (minutes(one), minutes(other));
    let order = DecimalStr::parse(&minutes).cmp(&DecimalStr::parse(&of_other));
    let order = order.then(one.calls.cmp(&other.calls)).reverse();
    order.then_with(|| one.name.cmp(&other.name)).is_lt()
}

#[cfg(test)]
mod tests {
    use super::super::tally::IN_MEMORY;
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn more_names_than_memory_has_are_ranked_exactly() {
        let mut tallies = Tallies::default();
        let names = IN_MEMORY as u64 + 500;
        for round in 0..3_u64 {
            for name in 0..names {
                let minutes = (name * round).to_string();
                let minutes = DecimalStr::parse(&minutes);
                tallies.add(&name.to_string(), minutes.as_ref()).unwrap();
            }
        }
        let ranking = tallies.finish().unwrap();
        let expected: Vec<_> = (0..20)
            .map(|place| (names - 1 - place).to_string())
            .collect();
        let first: Vec<_> = ranking
            .first
            .iter()
            .map(|ranked| ranked.name.clone())
            .collect();
        assert_eq!(first, expected);
        assert_eq!(
            ranking.first[0].minutes,
            Some((3 * (names - 1)).to_string())
        );
        assert_eq!(ranking.others, names - 20);
        let others = 3 * (0..names - 20).sum::<u64>();
        assert_eq!(ranking.of_others.minutes, Some(others.to_string()));
        assert_eq!(ranking.of_others.calls, 3 * (names - 20));
    }

    proptest! {
        #[test]
        fn names_with_most_minutes_come_first(calls in prop::collection::vec((0..40_u8, 0..100_u32), 0..200)) {
            let mut tallies = Tallies::default();
            let mut expected = BTreeMap::<_, (u32, u64)>::new();
            for (name, minutes) in &calls {
                let text = minutes.to_string();
                tallies.add(&name.to_string(), DecimalStr::parse(&text).as_ref()).unwrap();
                let total = expected.entry(name.to_string()).or_default();
                *total = (total.0 + minutes, total.1 + 1);
            }
            let mut expected: Vec<_> = expected.into_iter().collect();
            expected.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            let expected = expected.into_iter().take(20).map(|(name, (minutes, calls))| RankedName {
                name,
                calls,
                minutes: Some(minutes.to_string()),
            });
            prop_assert_eq!(tallies.finish().unwrap().first, expected.collect::<Vec<_>>());
        }
    }
}
