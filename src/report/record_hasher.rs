//! By what a call is known.

use crate::columns::CDR_ID;
use crate::record::{Projection, Record};
use crate::text::{minify, starts_spaced, unescape_json_bytes, value_digest};
use std::borrow::Cow;
use twox_hash::{XxHash3_64, XxHash3_128};

/// Distinguishes calls by their `cdr_id`, and those without one by the complete record: by its values where calls are
/// compared, and by its text where only duplicates are dropped.
#[derive(Clone, Debug)]
pub struct RecordHasher {
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

impl RecordHasher {
    /// Digests with this seed. Asks the projection for what they need.
    pub fn new(seed: u64, projection: &mut Projection) -> Self {
        let slot = projection.add_path(CDR_ID);
        Self { slot, seed }
    }

    /// The digest of a call by its values. It reads the whole record, which takes several times as long as
    /// printing it: only what compares calls in earnest can afford it.
    pub fn digest(&self, record: &Record<'_>) -> Digest {
        let content = value_digest(record.text, self.seed);
        let id = self.id(record);
        let identity = id.map_or_else(|| self.of_value(record, content), |id| self.hash_id(&id));
        Digest { identity, content }
    }

    /// The digest of a call by its text, white space between tokens aside. That costs a look at every byte, so
    /// that only texts without an identifier, and those that start with white space, are searched for more.
    pub fn digest_of_text(&self, record: &Record<'_>) -> Digest {
        let id = self.id(record);
        let text = if id.is_some() && !starts_spaced(record.text) {
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

    /// The identity of a call. Of calls without a `cdr_id` that are equal in value, it is the same.
    pub fn identity(&self, record: &Record<'_>) -> u128 {
        match self.id(record) {
            Some(id) => self.hash_id(&id),
            None => self.of_value(record, value_digest(record.text, self.seed)),
        }
    }

    /// The identity of a call without a `cdr_id`, whose content has this digest. One digest of 64 bits would be too
    /// short for many calls.
    fn of_value(&self, record: &Record<'_>, content: u64) -> u128 {
        let other = value_digest(record.text, !self.seed);
        u128::from(other) << 64 | u128::from(content)
    }

    /// The digest of a call's complete text.
    pub fn text_digest(&self, record: &Record<'_>) -> u128 {
        XxHash3_128::oneshot_with_seed(!self.seed, minify(record.text).as_bytes())
    }

    /// The identity of a call with this `cdr_id`.
    pub fn hash_id(&self, id: &[u8]) -> u128 {
        XxHash3_128::oneshot_with_seed(self.seed, id)
    }

    /// The `cdr_id` of a call, if it has one.
    pub fn id<'a>(&self, record: &Record<'a>) -> Option<Cow<'a, [u8]>> {
        let id = record.values[self.slot].map(unescape_json_bytes);
        id.filter(|id| !id.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(text: &str) -> Digest {
        let mut projection = Projection::default();
        let identity = RecordHasher::new(7, &mut projection);
        let digest = projection.with_record(text, |record| {
            let digest = identity.digest(record);
            assert_eq!(digest.identity, identity.identity(record));
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
