//! How many different conferences there are in each group, exactly, in memory that does not grow with them.

use crate::io::Spool;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, BufWriter, Read, Write};

/// How many pairs are compared in memory at a time.
const AT_A_TIME: u64 = 16 * 1024;

/// Into how many parts a larger number is split, as a number of bits of a hash.
const SPLIT_BITS: u32 = 4;

/// What a part holds in memory before it goes to a temporary file, in bytes.
const PART: usize = 32 * 1024;

/// Pairs of a group and a conference in it; a pair may come more than once.
pub struct Conferences {
    pairs: BufWriter<Spool>,
    /// The last pair: calls of one conference often follow each other.
    last: (u32, String),
    count: u64,
    /// How many bits of the hash these conferences have in common.
    common_bits: u32,
}

impl Default for Conferences {
    fn default() -> Self {
        Self::with_common_bits(0)
    }
}

impl Conferences {
    fn with_common_bits(common_bits: u32) -> Self {
        Self {
            pairs: BufWriter::with_capacity(PART / 4, Spool::with_memory_limit(PART)),
            last: (0, String::new()),
            count: 0,
            common_bits,
        }
    }

    /// Adds a pair, unless the conference has no name.
    pub fn add(&mut self, group: u32, conference: &str) -> io::Result<()> {
        if conference.is_empty() || (self.last.0, &*self.last.1) == (group, conference) {
            return Ok(());
        }
        self.last.0 = group;
        conference.clone_into(&mut self.last.1);
        let length = u32::try_from(conference.len()).map_err(io::Error::other)?;
        self.pairs.write_all(&group.to_le_bytes())?;
        self.pairs.write_all(&length.to_le_bytes())?;
        self.pairs.write_all(conference.as_bytes())?;
        self.count += 1;
        Ok(())
    }

    /// Hands each group once for every different conference in it to `count`. Returns how many different
    /// conferences there are in all groups together.
    pub fn count(self, count: &mut impl FnMut(u32)) -> anyhow::Result<u64> {
        if self.count <= AT_A_TIME || self.common_bits + SPLIT_BITS > u64::BITS {
            let mut pairs = Vec::new();
            self.each(|group, conference| {
                pairs.push((conference.to_owned(), group));
                Ok(())
            })?;
            pairs.sort_unstable();
            pairs.dedup();
            for (_, group) in &pairs {
                count(*group);
            }
            pairs.dedup_by(|one, other| one.0 == other.0);
            return Ok(pairs.len() as u64);
        }
        let common_bits = self.common_bits;
        let part = || Self::with_common_bits(common_bits + SPLIT_BITS);
        let mut parts: Vec<_> = (0..1 << SPLIT_BITS).map(|_| part()).collect();
        self.each(|group, conference| {
            let bits = hash(conference) >> common_bits;
            let index = usize::try_from(bits % (1 << SPLIT_BITS)).unwrap_or_default();
            parts[index].add(group, conference)
        })?;
        let counts = parts.into_iter().map(|part| part.count(count));
        counts.sum()
    }

    /// Reads the pairs back.
    fn each(self, mut take: impl FnMut(u32, &str) -> io::Result<()>) -> anyhow::Result<()> {
        let mut spool = self
            .pairs
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        let mut reader = BufReader::with_capacity(PART, spool.reader()?);
        let (mut number, mut conference) = ([0; 4], Vec::new());
        for _ in 0..self.count {
            reader.read_exact(&mut number)?;
            let group = u32::from_le_bytes(number);
            reader.read_exact(&mut number)?;
            conference.resize(usize::try_from(u32::from_le_bytes(number))?, 0);
            reader.read_exact(&mut conference)?;
            take(group, std::str::from_utf8(&conference)?)?;
        }
        Ok(())
    }
}

fn hash(conference: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    conference.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{HashMap, HashSet};

    /// How many different conferences there are in each group, and in all.
    fn count(pairs: &[(u32, String)]) -> (HashMap<u32, u64>, u64) {
        let mut conferences = Conferences::default();
        for (group, conference) in pairs {
            conferences.add(*group, conference).unwrap();
        }
        let mut by_group = HashMap::new();
        let count = &mut |group| *by_group.entry(group).or_default() += 1;
        let all = conferences.count(count).unwrap();
        (by_group, all)
    }

    #[test]
    fn many_conferences_are_counted_in_parts() {
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
        fn counts_are_those_of_sets(pairs in prop::collection::vec((0..4_u32, "[ab]{1,2}"), 0..60)) {
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
