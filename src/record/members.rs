//! A record read member by member, whatever JSON it is: `serde_json` takes more for JSON when it skips than when it
//! reads.

use super::path_trie::Node;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The length of the JSON value that a text starts with.
pub fn length_of(text: &str) -> serde_json::Result<usize> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    IgnoredAny::deserialize(&mut deserializer)?;
    Ok(deserializer.into_iter::<IgnoredAny>().byte_offset())
}

impl Node {
    /// Fills the slots at and below this node from any JSON value, reading no more than names.
    pub fn read_raw<'a>(
        &self,
        json: &'a str,
        values: &mut [Option<&'a str>],
    ) -> serde_json::Result<()> {
        if !json.starts_with('{') {
            return Ok(());
        }
        let mut deserializer = serde_json::Deserializer::from_str(json);
        deserializer.deserialize_map(RawMembers { node: self, values })
    }
}

/// The members of an object, each read as raw JSON.
struct RawMembers<'node, 'values, 'de> {
    node: &'node Node,
    values: &'values mut [Option<&'de str>],
}

impl<'de> Visitor<'de> for RawMembers<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let members = &self.node.members;
        while let Some(RawKey(name)) = map.next_key()? {
            let json = map.next_value::<&RawValue>()?.get();
            let found = members.iter().find(|(known, _)| known.as_bytes() == name);
            if let Some((_, node)) = found {
                node.clear(self.values);
                if let Some(slot) = node.slot {
                    self.values[slot] = Some(json);
                }
                node.read_raw(json, self.values)
                    .map_err(serde::de::Error::custom)?;
            }
        }
        Ok(())
    }
}

/// Hands on the members of a JSON object in their order, also those that it names twice. A name is bytes, because it
/// may contain half of a surrogate pair.
///
/// # Errors
/// Those of [`serde_json`], for any other value; the members before the fault were handed on.
pub fn each_member<'de>(
    json: &'de str,
    take: impl FnMut(Vec<u8>, &'de str),
) -> serde_json::Result<()> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    deserializer.deserialize_map(EachMember(take))
}

struct EachMember<F>(F);

impl<'de, F: FnMut(Vec<u8>, &'de str)> Visitor<'de> for EachMember<F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(RawKey(name)) = map.next_key()? {
            self.0(name, map.next_value::<&RawValue>()?.get());
        }
        Ok(())
    }
}

/// The members of a JSON object by name, the last one of repeated members; `None` for any other value.
pub fn members_of(json: &str) -> Option<BTreeMap<Vec<u8>, &str>> {
    let mut members = BTreeMap::new();
    let read = each_member(json, |name, value| {
        members.insert(name, value);
    });
    read.ok().map(|()| members)
}

/// The members of a JSON object but those with these names, each as received, with commas between; `None` if it has
/// none of these names, and for any other value.
pub fn members_except(json: &str, names: &[&str]) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let members = deserializer.deserialize_map(MembersExcept(names));
    members.ok().flatten()
}

struct MembersExcept<'a>(&'a [&'a str]);

impl<'de> Visitor<'de> for MembersExcept<'_> {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut kept, mut is_complete) = (Vec::new(), true);
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            let mut deserializer = serde_json::Deserializer::from_str(name.get());
            let RawKey(bytes) =
                RawKey::deserialize(&mut deserializer).map_err(serde::de::Error::custom)?;
            if self.0.iter().any(|name| name.as_bytes() == bytes) {
                is_complete = false;
            } else {
                kept.push(format!("{}:{}", name.get(), value.get()));
            }
        }
        Ok((!is_complete).then(|| kept.join(",")))
    }
}

/// A member's name as bytes, which may hold half a surrogate pair.
pub struct RawKey(pub Vec<u8>);

impl<'de> Deserialize<'de> for RawKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(RawKey(Vec::new()))
    }
}

impl Visitor<'_> for RawKey {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a member's name")
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<Self, E> {
        Ok(Self(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::members_except;

    #[test]
    fn members_are_left_out_by_name_and_the_others_are_as_received() {
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
