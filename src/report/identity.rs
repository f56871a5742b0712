//! By what a call is known.

use crate::columns::IDENTITY;
use crate::parse::{Projection, Record};
use crate::text::{compact, starts_spaced, unescaped, value_digest};
use std::borrow::Cow;
use twox_hash::{XxHash3_64, XxHash3_128};

/// Tells one call from another: by its `cdr_id`, or where it has none by its whole text.
#[derive(Clone, Debug)]
pub struct Identity {
    slot: usize,
    /// Different in every run, so that nobody can prepare calls whose digests are alike.
    seed: u64,
}

/// A call in few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The same for every record of a call.
    pub identity: u128,
    /// The same for records with equal content.
    pub content: u64,
}

impl Identity {
    /// Digests with this seed. Asks the projection for what they need.
    pub fn new(seed: u64, projection: &mut Projection) -> Self {
        let slot = projection.slot(IDENTITY);
        Self { slot, seed }
    }

    /// The digest of a call by its values. It reads the whole record, which takes several times as long as
    /// printing it: only what compares calls in earnest can afford it.
    pub fn digest(&self, record: &Record<'_>) -> Digest {
        Digest {
            identity: self.identity(record),
            content: value_digest(record.text, self.seed),
        }
    }

    /// The digest of a call by its text, white space between tokens aside. That costs a look at every byte, so
    /// that only texts without an identifier, and those that start with white space, are searched for more.
    pub fn digest_of_text(&self, record: &Record<'_>) -> Digest {
        let id = self.id(record);
        let text = if id.is_some() && !starts_spaced(record.text) {
            Cow::Borrowed(record.text)
        } else {
            compact(record.text)
        };
        Digest {
            identity: match id {
                Some(id) => self.of_id(&id),
                None => XxHash3_128::oneshot_with_seed(!self.seed, text.as_bytes()),
            },
            content: XxHash3_64::oneshot_with_seed(self.seed, text.as_bytes()),
        }
    }

    /// The identity of a call.
    pub fn identity(&self, record: &Record<'_>) -> u128 {
        let id = self.id(record);
        id.map_or_else(|| self.text_digest(record), |id| self.of_id(&id))
    }

    /// The digest of a call's complete text.
    pub fn text_digest(&self, record: &Record<'_>) -> u128 {
        XxHash3_128::oneshot_with_seed(!self.seed, compact(record.text).as_bytes())
    }

    /// The identity of a call with this `cdr_id`.
    pub fn of_id(&self, id: &[u8]) -> u128 {
        XxHash3_128::oneshot_with_seed(self.seed, id)
    }

    /// The `cdr_id` of a call, if it has one.
    pub fn id<'a>(&self, record: &Record<'a>) -> Option<Cow<'a, [u8]>> {
        let id = record.values[self.slot].map(unescaped);
        id.filter(|id| !id.is_empty())
    }
}
