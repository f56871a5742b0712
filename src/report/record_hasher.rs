//! What identifies a call, and what its content is, as short digests.
//!
//! A call is identified by its `cdr_id`, or by its complete record if it has none. Contents are
//! digested in one of two ways:
//!
//! - **By text**, without white space between tokens. That is one look at every byte, so it is done
//!   for every call that is printed, to drop duplicates.
//! - **By value**, so that member order, escapes and the digits of numbers do not matter. That
//!   parses the whole record and takes several times as long as printing it, so only what compares
//!   calls does it: `diff` and `sync`.
//!
//! The hash is XXH3, which is not cryptographic. The seed differs in every run, so that nobody can
//! prepare calls whose digests collide.

use crate::columns::CDR_ID;
use crate::record::{Projection, Record};
use crate::text::{minify, starts_with_spaces, unescape_json_bytes, value_digest};
use std::borrow::Cow;
use twox_hash::{XxHash3_64, XxHash3_128};

/// Computes the digests of calls.
#[derive(Clone, Debug)]
pub struct RecordHasher {
    id_slot: usize,
    seed: u64,
}

/// The digests of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Equal for all records of a call.
    pub identity: u128,
    /// Equal for records with the same content.
    pub content: u64,
}

impl RecordHasher {
    /// Adds the path of the `cdr_id` to the projection. The seed must differ between runs.
    pub fn new(seed: u64, projection: &mut Projection) -> Self {
        Self {
            id_slot: projection.add_path(CDR_ID),
            seed,
        }
    }

    /// Returns the digests of a call by value.
    pub fn digest(&self, record: &Record<'_>) -> Digest {
        let content = value_digest(record.text, self.seed);
        let id = self.id(record);
        let identity = id.map_or_else(|| self.hash_value(record, content), |id| self.hash_id(&id));
        Digest { identity, content }
    }

    /// Returns the digests of a call by text.
    ///
    /// Looking for white space takes longer than hashing. So the text of a call with a `cdr_id` is
    /// only searched if its start shows that its program writes white space: at worst, a copy with
    /// other white space is said to differ.
    pub fn digest_text(&self, record: &Record<'_>) -> Digest {
        let id = self.id(record);
        let text = if id.is_some() && !starts_with_spaces(record.text) {
            Cow::Borrowed(record.text)
        } else {
            minify(record.text)
        };
        Digest {
            identity: match id {
                Some(id) => self.hash_id(&id),
                None => XxHash3_128::oneshot_with_seed(!self.seed, text.as_bytes()),
            },
            content: XxHash3_64::oneshot_with_seed(self.seed, text.as_bytes()),
        }
    }

    /// Returns the identity of a call by value.
    pub fn identity(&self, record: &Record<'_>) -> u128 {
        match self.id(record) {
            Some(id) => self.hash_id(&id),
            None => self.hash_value(record, value_digest(record.text, self.seed)),
        }
    }

    /// Returns the identity of a call without a `cdr_id`, given the digest of its content. A second
    /// digest makes it as long as other identities: 64 bits are too short for many calls.
    fn hash_value(&self, record: &Record<'_>, content: u64) -> u128 {
        let other = value_digest(record.text, !self.seed);
        u128::from(other) << 64 | u128::from(content)
    }

    /// Returns the hash of a call's complete text.
    pub fn hash_text(&self, record: &Record<'_>) -> u128 {
        XxHash3_128::oneshot_with_seed(!self.seed, minify(record.text).as_bytes())
    }

    /// Returns the identity of a call with this `cdr_id`.
    pub fn hash_id(&self, id: &[u8]) -> u128 {
        XxHash3_128::oneshot_with_seed(self.seed, id)
    }

    /// Returns the `cdr_id` of a call, unless it is missing, null or empty.
    pub fn id<'a>(&self, record: &Record<'a>) -> Option<Cow<'a, [u8]>> {
        let id = record.values[self.id_slot].map(unescape_json_bytes);
        id.filter(|id| !id.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(text: &str) -> Digest {
        let mut projection = Projection::default();
        let hasher = RecordHasher::new(7, &mut projection);
        let digest = projection.with_record(text, |record| {
            let digest = hasher.digest(record);
            assert_eq!(digest.identity, hasher.identity(record));
            Ok(digest)
        });
        digest.unwrap()
    }

    #[test]
    fn calls_without_an_id_that_are_equal_in_value_are_the_same_call() {
        let call = digest(r#"{"conf_num":"7","usage":{"minutes":60}}"#);
        for same in [
            r#"{"usage":{"minutes":60.0},"conf_num":"7"}"#,
            r#"{ "conf_num": "\u0037", "usage": { "minutes": 6e1 } }"#,
        ] {
            assert_eq!(digest(same), call, "{same}");
        }
        for other in [
            r#"{"conf_num":"7","usage":{"minutes":"60"}}"#,
            r#"{"conf_num":"7","usage":{"minutes":61}}"#,
            r#"{"conf_num":"7","usage":{"minutes":60},"cdr_id":""}"#,
        ] {
            assert_ne!(digest(other).identity, call.identity, "{other}");
        }
    }

    #[test]
    fn calls_with_an_id_are_the_same_call_whatever_else_they_have() {
        let call = digest(r#"{"cdr_id":"1","conf_num":"7"}"#);
        let other = digest(r#"{"conf_num":"8","cdr_id":1}"#);
        assert_eq!(call.identity, other.identity);
        assert_ne!(call.content, other.content);
    }
}
