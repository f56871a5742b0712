//! A set of calls that takes about 14 bytes per call.
//!
//! Every result is deduplicated, so that this set decides how much memory a year of calls takes. A
//! `HashMap` from the 128-bit digest of an identity to the 64-bit digest of a content takes 40 to
//! 75 bytes per call. Here the digests are cut to what is needed, and kept in many small sorted
//! arrays:
//!
//! ```text
//! identity digest   14 bits          72 bits              42 bits
//!                   number of shard  stored in the entry  dropped
//! content digest                     24 bits              40 bits
//!                                    stored in the entry  dropped
//! ```
//!
//! An entry is 12 bytes. The shards (16,384 of them, so that their table fits a processor's cache)
//! grow by eight entries at a time, which leaves less than two bytes a call unused in large
//! results.
//!
//! Digests are XXH3 with a seed that differs in every run, so that nobody can prepare calls that
//! collide. Two calls are taken for one if the 86 bits kept of their identities are equal: among a
//! hundred million calls, some pair is with a probability of 7 in 10^11. The 24 bits of the content
//! only decide whether a copy is said to differ.

/// What is kept of a call: 9 bytes of its identity after the bits that select the shard, then 3
/// bytes of its content.
type Entry = [u8; IDENTITY_BYTES + CONTENT_BYTES];

const IDENTITY_BYTES: usize = 9;
const CONTENT_BYTES: usize = 3;

const SHARD_BITS: u32 = 14;
const SHARDS: usize = 1 << SHARD_BITS;

/// The number of entries by which a shard grows: few, so that little memory is unused.
const GROWTH_ENTRIES: usize = 8;

/// Digests of the calls received so far.
#[derive(Default)]
pub struct DigestSet {
    /// Sorted by identity; no shards before the first call.
    shards: Vec<Vec<Entry>>,
}

impl DigestSet {
    /// Returns whether the content is the same if a call with this identity is in the set, and
    /// `None` if not.
    pub fn get(&self, identity: u128, content: u64) -> Option<bool> {
        let (shard, entry) = shard_and_entry(identity, content);
        let shard = self.shards.get(shard)?;
        let index = search(shard, &entry).ok()?;
        Some(shard[index] == entry)
    }

    /// Adds a call unless its identity is in the set. Returns what [`DigestSet::get`] would have
    /// returned before.
    pub fn insert(&mut self, identity: u128, content: u64) -> Option<bool> {
        let (shard, entry) = shard_and_entry(identity, content);
        self.insert_entry(shard, entry)
    }

    /// Moves all calls of another set into this one. Identities that are in both keep their content
    /// here.
    pub fn append(&mut self, other: &mut Self) {
        if self.shards.is_empty() {
            std::mem::swap(self, other);
            return;
        }
        for (shard, entries) in std::mem::take(&mut other.shards).into_iter().enumerate() {
            for entry in entries {
                self.insert_entry(shard, entry);
            }
        }
    }

    fn insert_entry(&mut self, shard: usize, entry: Entry) -> Option<bool> {
        self.shards.resize_with(SHARDS, Vec::new);
        let shard = &mut self.shards[shard];
        match search(shard, &entry) {
            Ok(index) => Some(shard[index] == entry),
            Err(index) => {
                if shard.len() == shard.capacity() {
                    shard.reserve_exact(GROWTH_ENTRIES);
                }
                shard.insert(index, entry);
                None
            }
        }
    }
}

/// Returns the shard and the entry of a call.
fn shard_and_entry(identity: u128, content: u64) -> (usize, Entry) {
    let [high, low, ..] = identity.to_be_bytes();
    let shard = usize::from(u16::from_be_bytes([high, low]) >> (u16::BITS - SHARD_BITS));
    let kept = (identity << SHARD_BITS).to_be_bytes();
    let mut entry = [0; IDENTITY_BYTES + CONTENT_BYTES];
    entry[..IDENTITY_BYTES].copy_from_slice(&kept[..IDENTITY_BYTES]);
    entry[IDENTITY_BYTES..].copy_from_slice(&content.to_be_bytes()[..CONTENT_BYTES]);
    (shard, entry)
}

/// Returns the identity in an entry as numbers, which compare faster than bytes.
fn identity_bits(entry: &Entry) -> (u64, u8) {
    let first = entry
        .first_chunk()
        .map_or(0, |bytes| u64::from_be_bytes(*bytes));
    (first, entry[IDENTITY_BYTES - 1])
}

fn search(shard: &[Entry], entry: &Entry) -> Result<usize, usize> {
    let wanted = identity_bits(entry);
    shard.binary_search_by(|known| identity_bits(known).cmp(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn a_set_finds_what_a_map_finds(
            calls in prop::collection::vec((0..40_u128, 0..3_u64, any::<bool>()), 0..200)
        ) {
            let (mut digests, mut appended) = (DigestSet::default(), DigestSet::default());
            let mut known = HashMap::new();
            for (identity, content, appends) in calls {
                // Spread over the bits that are kept.
                let (identity, content) = (identity << 100 | identity << 40, content << 60);
                if appends {
                    digests.append(&mut appended);
                }
                let expected = known.get(&identity).map(|first| *first == content);
                let found = digests.get(identity, content).or(appended.get(identity, content));
                prop_assert_eq!(found, expected);
                if expected.is_none() {
                    appended.insert(identity, content);
                    known.insert(identity, content);
                }
            }
        }
    }
}
