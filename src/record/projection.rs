//! Projection: a record is read once, and only for the members that are needed.
//!
//! The paths of all columns, filters and sort keys form a tree. While a record is parsed, a member
//! outside of the tree is skipped, and the raw JSON of a member in it goes to the slot of its path:
//!
//! ```text
//! paths: user.name (slot 0), room (1), room.room_id (2)
//!
//! {"user":{"name":"Asha","ip":"::1"},"room":{"room_id":"a","sip":false}}
//!                 └─0──┘                               └2┘
//!                                           └─────────── 1 ───────────┘
//! ```
//!
//! Of repeated members the last one counts, as in nearly every JSON library, together with
//! everything below it.
//!
//! There are two readers. [`ObjectVisitor`] parses a record in one pass. [`read_raw`] takes each
//! member as raw text and then descends into it, so it scans a value once per level of the tree
//! (four times for `stats_quality.send.video.avg_bitrate`). That is slower, but it accepts all
//! JSON: while it descends, `serde_json` rejects numbers beyond any float and halves of surrogate
//! pairs, which it accepts in raw text. So the first reader is tried first, and the second one
//! reads the few records that it rejects. Those that are not JSON fail there as well.

use super::members::{for_each_member, value_len};
use super::path_trie::PathTrie;
use crate::text::{json_to_text, unescape_json_bytes};
use crate::time::parse_timestamp;
use chrono::{DateTime, Utc};
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The column with the text of the whole record.
pub const RECORD_COLUMN: &str = "record";

/// A call detail record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The JSON object as received.
    pub text: &'a str,
    /// The JSON of the projected members by slot; `None` where the record lacks one.
    pub values: &'a [Option<&'a str>],
}

impl<'a> Record<'a> {
    /// Returns the text of the member in a slot; empty if the record lacks it.
    #[must_use]
    pub fn text_at(&self, slot: usize) -> Cow<'a, str> {
        self.values[slot].map(json_to_text).unwrap_or_default()
    }

    /// Returns the time in a slot, if it is valid.
    #[must_use]
    pub fn time_at(&self, slot: usize) -> Option<DateTime<Utc>> {
        parse_timestamp(&self.text_at(slot))
    }
}

/// The paths that are read from each record.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    /// The slots by path.
    tree: PathTrie<usize>,
    paths: Vec<String>,
}

impl Projection {
    /// Adds a dotted path and returns its slot in [`Record::values`]. Adding a path again returns
    /// the same slot.
    pub fn add_path(&mut self, path: &str) -> usize {
        if let Some(slot) = self.paths.iter().position(|known| known == path) {
            return slot;
        }
        let slot = self.paths.len();
        self.paths.push(path.to_owned());
        self.tree.insert(path, slot);
        slot
    }

    /// Reads the record at the start of `text` into `values`. Returns its length in bytes.
    pub fn read<'a>(
        &self,
        text: &'a str,
        values: &mut Vec<Option<&'a str>>,
    ) -> serde_json::Result<usize> {
        values.clear();
        values.resize(self.paths.len(), None);
        if self.paths.is_empty() {
            return value_len(text);
        }
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let visitor = ObjectVisitor {
            tree: &self.tree,
            values,
        };
        if visitor.deserialize(&mut deserializer).is_ok() {
            return Ok(deserializer.into_iter::<IgnoredAny>().byte_offset());
        }
        let len = value_len(text)?;
        values.fill(None);
        read_raw(&self.tree, &text[..len], values)?;
        Ok(len)
    }

    /// Reads a text that is one record, and calls `f` with it.
    pub fn with_record<T>(
        &self,
        text: &str,
        f: impl FnOnce(&Record<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let mut values = Vec::new();
        self.read(text, &mut values)?;
        let values = &values;
        f(&Record { text, values })
    }
}

/// Clears the slots at and below a path.
fn clear_slots(tree: &PathTrie<usize>, values: &mut [Option<&str>]) {
    if let Some(slot) = tree.value {
        values[slot] = None;
    }
    for (_, child) in &tree.children {
        clear_slots(child, values);
    }
}

/// Fills the slots below a path from any JSON value.
fn read_raw<'a>(
    tree: &PathTrie<usize>,
    json: &'a str,
    values: &mut [Option<&'a str>],
) -> serde_json::Result<()> {
    if !json.starts_with('{') || tree.children.is_empty() {
        return Ok(());
    }
    for_each_member(json, |name, value| {
        let name = unescape_json_bytes(name);
        let child = tree
            .children
            .iter()
            .find(|(known, _)| known.as_bytes() == &*name);
        if let Some((_, child)) = child {
            clear_slots(child, values);
            if let Some(slot) = child.value {
                values[slot] = Some(value);
            }
            // The value was parsed as part of this object, so that it is valid.
            let _ = read_raw(child, value, values);
        }
    })
}

/// Reads an object for the paths of a tree. Any other value has none of them.
struct ObjectVisitor<'tree, 'values, 'de> {
    tree: &'tree PathTrie<usize>,
    values: &'values mut [Option<&'de str>],
}

impl<'de> ObjectVisitor<'_, '_, 'de> {
    fn read_member<A: MapAccess<'de>>(
        &mut self,
        child: &PathTrie<usize>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let visitor = ObjectVisitor {
            tree: child,
            values: self.values,
        };
        let Some(slot) = child.value else {
            return map.next_value_seed(visitor);
        };
        let json = map.next_value::<&RawValue>()?.get();
        visitor.values[slot] = Some(json);
        if child.children.is_empty() {
            return Ok(());
        }
        let mut deserializer = serde_json::Deserializer::from_str(json);
        visitor
            .deserialize(&mut deserializer)
            .map_err(serde::de::Error::custom)
    }
}

impl<'de> DeserializeSeed<'de> for ObjectVisitor<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ObjectVisitor<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let children = &self.tree.children;
        let (mut next, mut read_up_to) = (0, 0);
        while let Some(found) = map.next_key_seed(NameVisitor { children, next })? {
            match found {
                Some(index) => {
                    // Only a member before the furthest one read can be a repeated one. Clearing
                    // another one is harmless.
                    if index < read_up_to {
                        clear_slots(&children[index].1, self.values);
                    }
                    self.read_member(&children[index].1, &mut map)?;
                    next = index + 1;
                    read_up_to = read_up_to.max(next);
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Looks a member's name up among the children of a tree.
struct NameVisitor<'tree> {
    children: &'tree [(String, PathTrie<usize>)],
    /// The child to compare first: most records have their members in the same order.
    next: usize,
}

impl<'de> DeserializeSeed<'de> for NameVisitor<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameVisitor<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let is_name = |(known, _): &(String, PathTrie<usize>)| known == name;
        if self.children.get(self.next).is_some_and(is_name) {
            return Ok(Some(self.next));
        }
        Ok(self.children.iter().position(is_name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    /// The values of the paths in the record at the start of the text.
    fn values<'a>(paths: &[&str], text: &'a str) -> Vec<Option<&'a str>> {
        let mut projection = Projection::default();
        for path in paths {
            projection.add_path(path);
        }
        let mut values = Vec::new();
        projection.read(text, &mut values).unwrap();
        values
    }

    #[test]
    fn a_path_is_found_at_any_depth() {
        let text = r#"{"a": {"b": {"c": 1.10}}, "d": "x"}"#;
        assert_eq!(values(&["d", "a.b.c"], text), [Some("\"x\""), Some("1.10")]);
    }

    #[test]
    fn an_absent_member_has_no_value_and_null_is_a_value() {
        let text = r#"{"a": null, "b": {}}"#;
        assert_eq!(
            values(&["a", "b.c", "d.e"], text),
            [Some("null"), None, None]
        );
    }

    #[test]
    fn an_object_and_a_member_of_it_can_both_be_projected() {
        let text = r#"{"a": {"b": 1}}"#;
        assert_eq!(
            values(&["a.b", "a"], text),
            [Some("1"), Some(r#"{"b": 1}"#)]
        );
    }

    #[test]
    fn a_value_that_is_not_an_object_has_no_members() {
        for other in ["\"x\"", "1", "-1", "1.5", "true", "null", "[{\"b\": 1}]"] {
            let text = format!(r#"{{"a": {other}, "c": 1}}"#);
            assert_eq!(values(&["a.b", "c"], &text), [None, Some("1")], "{other}");
        }
    }

    #[test]
    fn the_last_of_repeated_members_counts() {
        let text = r#"{"a": {"b": 1, "c": 2}, "a": {"c": 3}}"#;
        assert_eq!(values(&["a.b", "a.c"], text), [None, Some("3")]);
    }

    #[test]
    fn the_last_of_repeated_members_counts_in_any_order_of_paths() {
        let text =
            r#"{"usage": {"a": 1, "b": {"c": 2}}, "room": {"d": 3}, "usage": null, "user": 1}"#;
        let paths = ["usage.a", "room.d", "usage.b.c", "user", "usage"];
        for start in 0..paths.len() {
            let mut rotated = paths;
            rotated.rotate_left(start);
            for path in rotated.iter().zip(values(&rotated, text)) {
                let expected = match *path.0 {
                    "usage" => Some("null"),
                    "room.d" => Some("3"),
                    "user" => Some("1"),
                    _ => None,
                };
                assert_eq!(path.1, expected, "{} in {rotated:?}", path.0);
            }
        }
    }

    /// An object with the members a, b and c, repeated and nested, as text.
    fn object() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("1"),
            Just("null"),
            Just("[2]"),
            Just("1e999"),
            Just("{}")
        ];
        let leaf = leaf.prop_map(str::to_owned);
        let members = |value: BoxedStrategy<String>| {
            let name = prop::sample::select(vec!["a", "b", "c"]);
            let members = prop::collection::vec((name, value), 0..6);
            members.prop_map(|members| {
                let members = members.iter();
                let members = members.map(|(name, value)| format!("\"{name}\":{value}"));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            })
        };
        let value = leaf.prop_recursive(2, 20, 4, move |value| members(value.boxed()));
        members(value.boxed())
    }

    /// The last value at a path, found by reading one level at a time.
    fn last<'a>(text: &'a str, path: &str) -> Option<&'a str> {
        path.split('.').try_fold(text, |object, name| {
            let members: HashMap<&str, &RawValue> = serde_json::from_str(object).ok()?;
            members.get(name).map(|value| value.get())
        })
    }

    proptest! {
        #[test]
        fn values_are_those_of_the_last_members(
            text in object(),
            paths in prop::collection::hash_set("[abc](\\.[abc]){0,2}", 1..8),
        ) {
            let paths: Vec<_> = paths.iter().map(String::as_str).collect();
            let expected: Vec<_> = paths.iter().map(|path| last(&text, path)).collect();
            prop_assert_eq!(values(&paths, &text), expected);
        }
    }

    #[test]
    fn escaped_names_are_compared_by_their_meaning() {
        let text = r#"{"\u0061": 1, "\ud83d\ude00": 2}"#;
        assert_eq!(values(&["a"], text), [Some("1")]);
    }

    #[test]
    fn members_of_any_valid_json_are_read() {
        let text = r#"{"a": 1e999, "\ud800": 1, "b": {"c": "\udfff", "\u0063": 2}, "d": "\ud800"}"#;
        let paths = ["a", "b.c", "d", "d.e", "a.e"];
        let expected = [Some("1e999"), Some("2"), Some(r#""\ud800""#), None, None];
        assert_eq!(values(&paths, text), expected);
    }

    #[test]
    fn a_path_that_is_added_twice_has_one_slot() {
        let mut projection = Projection::default();
        assert_eq!(projection.add_path("a.b"), projection.add_path("a.b"));
    }

    #[test]
    fn the_length_of_the_first_record_is_returned() {
        for projected in [true, false] {
            let mut projection = Projection::default();
            if projected {
                projection.add_path("a");
            }
            let len = projection.read(r#"{"a": 1} , {"a": 2}"#, &mut Vec::new());
            assert_eq!(len.unwrap(), 8);
        }
    }

    #[test]
    fn a_skipped_value_must_be_valid_json() {
        let mut projection = Projection::default();
        projection.add_path("a");
        for text in [
            "{\"a\": 1, \"\u{18}\": 2}",
            r#"{"a": 1, "b": tru}"#,
            r#"{"a": 1 "b": 2}"#,
            r#"{"a": 1, "b": 01}"#,
        ] {
            assert!(projection.read(text, &mut Vec::new()).is_err(), "{text}");
        }
    }
}
