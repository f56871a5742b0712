//! Checksum of the calls in a Parquet file.
//!
//! The footer of a file says how many calls it has and what their hash is, so that a flipped bit never
//! changes, adds or removes a call without being noticed. The hash covers the texts of the column
//! `record` in their order, each preceded by its length, because those are the calls that are read.
//! It protects against accidents, not against people: its seed is known.

use parquet::file::metadata::KeyValue;
use twox_hash::xxhash3_128::Hasher;

const CALLS: &str = "cdr.calls";
const HASH: &str = "cdr.xxh3_128";

/// Different from 0, so that a file of zeros does not have the hash of no calls.
const SEED: u64 = 0x6364_725f_7061_7271;

/// The number and the hash of the calls seen so far.
pub struct Checksum {
    calls: u64,
    hasher: Hasher,
}

impl Default for Checksum {
    fn default() -> Self {
        Self {
            calls: 0,
            hasher: Hasher::with_seed(SEED),
        }
    }
}

impl Checksum {
    /// Adds the text of a call.
    pub fn add(&mut self, text: &[u8]) {
        self.calls += 1;
        self.hasher.write(&(text.len() as u64).to_le_bytes());
        self.hasher.write(text);
    }

    /// The number of calls.
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// The entries of a footer.
    pub fn entries(&self) -> [KeyValue; 2] {
        [
            KeyValue::new(CALLS.to_owned(), self.calls.to_string()),
            KeyValue::new(HASH.to_owned(), self.hash()),
        ]
    }

    /// Whether these are the calls that the footer promises. Files of `cdr` 0.2.0 promise nothing.
    pub fn matches(&self, footer: Option<&Vec<KeyValue>>) -> bool {
        match promised(footer) {
            (None, None) => true,
            promised => promised == (Some(&self.calls.to_string()), Some(&self.hash())),
        }
    }

    fn hash(&self) -> String {
        format!("{:032x}", self.hasher.finish_128())
    }
}

/// Whether a footer has a checksum.
pub fn has_checksum(footer: Option<&Vec<KeyValue>>) -> bool {
    promised(footer) != (None, None)
}

fn promised(footer: Option<&Vec<KeyValue>>) -> (Option<&String>, Option<&String>) {
    let value = |name: &str| {
        let mut entries = footer?.iter();
        entries.find(|entry| entry.key == name)?.value.as_ref()
    };
    (value(CALLS), value(HASH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checksum(texts: &[&str]) -> Checksum {
        let mut checksum = Checksum::default();
        for text in texts {
            checksum.add(text.as_bytes());
        }
        checksum
    }

    #[test]
    fn a_checksum_matches_the_same_texts_in_the_same_order() {
        let footer = checksum(&["ab", "c"]).entries().to_vec();
        assert!(checksum(&["ab", "c"]).matches(Some(&footer)));
        for other in [
            &["c", "ab"][..],
            &["a", "bc"],
            &["ab"],
            &["ab", "c", ""],
            &[],
        ] {
            assert!(!checksum(other).matches(Some(&footer)), "{other:?}");
        }
    }

    #[test]
    fn a_footer_without_entries_matches_anything_and_one_with_half_of_them_nothing() {
        let texts = checksum(&["ab"]);
        assert!(texts.matches(None) && texts.matches(Some(&Vec::new())));
        for entry in texts.entries() {
            assert!(!texts.matches(Some(&vec![entry])));
        }
    }
}
