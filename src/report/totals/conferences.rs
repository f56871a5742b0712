//! Counts of different conferences, exact in bounded memory.

use crate::external_sort::ExternalSorter;
use std::io;

/// Separates conference and group in a key: a byte that no text has, so that equal conferences
/// are neighbors.
const SEPARATOR: u8 = 0xff;

/// Counts different conferences in each group and in all of them. Pairs of conference and group are
/// sorted, so that equal ones are neighbors.
pub struct ConferenceCounter {
    pairs: ExternalSorter,
    /// The last pair: calls of one conference often follow each other.
    last: (u32, String),
}

impl Default for ConferenceCounter {
    fn default() -> Self {
        Self {
            pairs: ExternalSorter::new(None),
            last: (0, String::new()),
        }
    }
}

impl ConferenceCounter {
    /// Adds a pair, unless the conference has no number.
    pub fn add(&mut self, group: u32, conference: &str) -> io::Result<()> {
        if conference.is_empty() || (self.last.0, &*self.last.1) == (group, conference) {
            return Ok(());
        }
        self.last.0 = group;
        conference.clone_into(&mut self.last.1);
        let push_key = |key: &mut Vec<u8>| {
            key.extend_from_slice(conference.as_bytes());
            key.push(SEPARATOR);
            key.extend_from_slice(&group.to_be_bytes());
        };
        self.pairs.push(push_key, "")
    }

    /// Calls `f` with each group once for every different conference in it. Returns the number of
    /// different conferences in all groups.
    pub fn count(self, mut f: impl FnMut(u32)) -> anyhow::Result<u64> {
        let mut count = 0;
        let (mut last, mut last_conference) = (Vec::new(), 0);
        self.pairs.for_each_keyed(|pair, _| {
            if pair == last {
                return Ok(());
            }
            let (conference, group) = pair.split_at(pair.len().saturating_sub(size_of::<u32>()));
            f(u32::from_be_bytes(group.try_into()?));
            count += u64::from(last.get(..last_conference) != Some(conference));
            last_conference = conference.len();
            pair.clone_into(&mut last);
            Ok(())
        })?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{HashMap, HashSet};

    /// How many different conferences there are in each group, and in all.
    fn count(pairs: &[(u32, String)]) -> (HashMap<u32, u64>, u64) {
        let mut conferences = ConferenceCounter::default();
        for (group, conference) in pairs {
            conferences.add(*group, conference).unwrap();
        }
        let mut by_group = HashMap::new();
        let all = conferences.count(|group| *by_group.entry(group).or_default() += 1);
        let all = all.unwrap();
        (by_group, all)
    }

    #[test]
    fn more_conferences_than_memory_has_room_for_are_counted() {
        let pairs = (0..100_000_u32).map(|number| (number % 3, (number % 40_000).to_string()));
        let pairs: Vec<_> = pairs.chain([(7, "0".to_owned())]).collect();
        let (by_group, all) = count(&pairs);
        assert_eq!(all, 40_000);
        let different: HashSet<_> = pairs.into_iter().collect();
        assert_eq!(by_group.values().sum::<u64>(), different.len() as u64);
        assert_eq!(by_group[&7], 1);
    }

    proptest! {
        #[test]
        fn conferences_are_counted_like_in_a_set(pairs in prop::collection::vec((0..4_u32, "[ab\0]{1,2}"), 0..60)) {
            let (by_group, count) = count(&pairs);
            let all: HashSet<_> = pairs.iter().map(|(_, conference)| conference).collect();
            prop_assert_eq!(count, all.len() as u64);
            let different: HashSet<_> = pairs.iter().collect();
            for group in 0..4 {
                let expected = different.iter().filter(|pair| pair.0 == group).count() as u64;
                prop_assert_eq!(by_group.get(&group).copied().unwrap_or(0), expected);
            }
        }
    }
}
