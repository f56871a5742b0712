//! The members of a JSON object, as raw text.
//!
//! `serde_json` accepts more when it skips a value than when it reads it: numbers beyond any float,
//! and halves of surrogate pairs. Both occur in responses, so values stay text here and names are
//! compared as bytes.

use crate::text::unescape_json_bytes;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// Returns the length of the JSON value at the start of a text.
pub fn value_len(text: &str) -> serde_json::Result<usize> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    IgnoredAny::deserialize(&mut deserializer)?;
    Ok(deserializer.into_iter::<IgnoredAny>().byte_offset())
}

/// Calls `on_member` with the name and the value of each member of an object, both as JSON, in
/// their order and including repeated ones. Any other value is an error. Before an error, the
/// members that precede it were passed on.
pub fn for_each_member<'de>(
    json: &'de str,
    on_member: impl FnMut(&'de str, &'de str),
) -> serde_json::Result<()> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    deserializer.deserialize_map(MemberVisitor(on_member))
}

struct MemberVisitor<F>(F);

impl<'de, F: FnMut(&'de str, &'de str)> Visitor<'de> for MemberVisitor<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            self.0(name.get(), value.get());
        }
        Ok(())
    }
}

/// Returns the members of an object by name, the last one of repeated members; `None` for any other
/// value.
pub fn members_by_name(json: &str) -> Option<BTreeMap<Vec<u8>, &str>> {
    let mut members = BTreeMap::new();
    for_each_member(json, |name, value| {
        members.insert(unescape_json_bytes(name).into_owned(), value);
    })
    .ok()?;
    Some(members)
}

/// Returns the members of an object without those with these names, each as received, with commas
/// between. Returns `None` if no member has one of the names, and for any other value.
pub fn members_except(json: &str, names: &[&str]) -> Option<String> {
    let (mut kept, mut is_changed) = (Vec::new(), false);
    for_each_member(json, |name, value| {
        let unescaped = unescape_json_bytes(name);
        if names.iter().any(|known| known.as_bytes() == &*unescaped) {
            is_changed = true;
        } else {
            kept.push(format!("{name}:{value}"));
        }
    })
    .ok()?;
    is_changed.then(|| kept.join(","))
}

#[cfg(test)]
mod tests {
    use super::members_except;

    #[test]
    fn members_are_removed_by_name_and_the_others_are_as_received() {
        for (json, expected) in [
            (r#"{"a":1,"b":{"a":2}}"#, Some(r#""b":{"a":2}"#)),
            (
                r#" { "b" : [ 1.0, 2 ] , "\u0061" : 1, "\ud800":1e999, "a":2 }"#,
                Some(r#""b":[ 1.0, 2 ],"\ud800":1e999"#),
            ),
            (r#"{"a":1}"#, Some("")),
            (r#"{"b":{"a":1}}"#, None),
            ("{}", None),
            ("[]", None),
        ] {
            assert_eq!(members_except(json, &["a"]).as_deref(), expected, "{json}");
        }
    }
}
