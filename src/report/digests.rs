//! Which calls were there before, in 12 bytes a call.

/// What is remembered of a call: of its identity's digest what the place of its shard does not tell already, then
/// of its content's digest 23 bits, and a bit that says whether it has come with other content.
type Entry = [u8; ENTRY];

const ENTRY: usize = 12;

/// How many bytes of an entry are identity. With the shard's number that makes 88 bits: the chance that any two
/// of a hundred million calls are taken for one is below one in ten thousand million.
const IDENTITY: usize = 9;

const SHARDS: usize = 1 << 16;

/// By how many entries a shard grows: few, so that little memory is unused.
const GROWTH: usize = 4;

/// The calls seen so far, as digests.
#[derive(Default)]
pub struct Digests {
    /// Many small shards, in each of which the entries are sorted; none before the first call.
    shards: Vec<Vec<Entry>>,
}

/// What is known of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It was not there before.
    Never,
    /// It was there, with the same content, or with other content that was told of before.
    Before,
    /// It was there with other content, for the first time.
    Changed,
}

impl Digests {
    /// Looks a call up by the digests of its identity and its content.
    pub fn look_up(&mut self, identity: u128, content: u64) -> Seen {
        let (shard, entry) = entry(identity, content);
        let Some(shard) = self.shards.get_mut(shard) else {
            return Seen::Never;
        };
        let Ok(place) = search(shard, &entry) else {
            return Seen::Never;
        };
        let known = &mut shard[place];
        let [_, first, second, flag] = &mut known[IDENTITY - 1..] else {
            return Seen::Before;
        };
        let is_same = [*first, *second, *flag & 0xfe] == entry[IDENTITY..];
        if is_same || *flag & 1 == 1 {
            return Seen::Before;
        }
        *flag |= 1;
        Seen::Changed
    }

    /// Remembers a call, unless it is there.
    pub fn insert(&mut self, identity: u128, content: u64) {
        let (shard, entry) = entry(identity, content);
        self.shards.resize_with(SHARDS, Vec::new);
        let shard = &mut self.shards[shard];
        if let Err(place) = search(shard, &entry) {
            if shard.len() == shard.capacity() {
                shard.reserve_exact(GROWTH);
            }
            shard.insert(place, entry);
        }
    }
}

/// The shard and the entry of a call.
fn entry(identity: u128, content: u64) -> (usize, Entry) {
    let [high, low, rest @ ..] = identity.to_be_bytes();
    let mut entry = [0; ENTRY];
    entry[..IDENTITY].copy_from_slice(&rest[..IDENTITY]);
    entry[IDENTITY..].copy_from_slice(&content.to_be_bytes()[..ENTRY - IDENTITY]);
    entry[ENTRY - 1] &= 0xfe;
    (usize::from(u16::from_be_bytes([high, low])), entry)
}

fn search(shard: &[Entry], entry: &Entry) -> Result<usize, usize> {
    shard.binary_search_by(|known| known[..IDENTITY].cmp(&entry[..IDENTITY]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{HashMap, HashSet};

    proptest! {
        #[test]
        fn they_know_what_a_map_knows(calls in prop::collection::vec((0..40_u128, 0..3_u64), 0..200)) {
            let mut digests = Digests::default();
            let (mut known, mut told) = (HashMap::new(), HashSet::new());
            for (identity, content) in calls {
                // Spread over the bits that are kept.
                let (identity, content) = (identity << 100 | identity << 40, content << 60);
                let expected = match known.get(&identity) {
                    None => Seen::Never,
                    Some(first) if *first == content || !told.insert(identity) => Seen::Before,
                    Some(_) => Seen::Changed,
                };
                prop_assert_eq!(digests.look_up(identity, content), expected);
                digests.insert(identity, content);
                known.entry(identity).or_insert(content);
            }
        }
    }
}
