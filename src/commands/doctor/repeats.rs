//! Calls that one response has more than once, and identifiers that several calls share.

use crate::report::Digest;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// An identifier that more different calls than this share identifies nothing.
const MAX_SHARED: usize = 10;

/// The calls of a response by their identities.
#[derive(Default)]
pub struct Repeats {
    /// The first call of each identity.
    first: HashMap<u64, First>,
    /// The different contents of identities that have several, up to one more than [`MAX_SHARED`].
    different: HashMap<u64, Vec<u64>>,
    /// How many records repeat an earlier `cdr_id`.
    pub records: u64,
    /// The first `cdr_id` that too many different calls share.
    pub shared: Option<String>,
}

/// What is kept of the first call of an identity.
struct First {
    content: u64,
    has_id: bool,
}

impl Repeats {
    /// Adds a record; its `cdr_id` is empty if it has none. Returns whether its call is new.
    pub fn insert(&mut self, digest: Digest, id: &str) -> bool {
        let (identity, content) = (identity_of(digest), digest.content);
        let first = match self.first.entry(identity) {
            Entry::Vacant(entry) => {
                let has_id = !id.is_empty();
                entry.insert(First { content, has_id });
                return true;
            }
            Entry::Occupied(entry) => entry.get().content,
        };
        if !id.is_empty() {
            self.records += 1;
        }
        if first != content {
            let contents = self
                .different
                .entry(identity)
                .or_insert_with(|| vec![first]);
            if contents.len() <= MAX_SHARED && !contents.contains(&content) {
                contents.push(content);
            }
            if contents.len() > MAX_SHARED {
                self.shared.get_or_insert_with(|| id.to_owned());
            }
        }
        false
    }

    /// Whether a call of this identity was received.
    pub fn contains(&self, identity: u64) -> bool {
        self.first.contains_key(&identity)
    }

    /// The identity of each call that has a `cdr_id`.
    pub fn identities(&self) -> impl Iterator<Item = u64> {
        let with_id = self.first.iter().filter(|(_, first)| first.has_id);
        with_id.map(|(identity, _)| *identity)
    }

    /// How many identifiers belong to calls with different contents.
    pub fn conflicts(&self) -> usize {
        self.different.len()
    }
}

/// Half of an identity: enough to tell the calls of a few responses apart.
pub fn identity_of(digest: Digest) -> u64 {
    let [low, high] = [digest.identity, digest.identity >> 64];
    u64::try_from((low ^ high) & u128::from(u64::MAX)).unwrap_or_default()
}
