//! A record read once, only for the members asked for.

use super::members::length_of;
use super::path_trie::Node;
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// One call detail record: its JSON text as the service sent it, and the members a [`Projection`] took
/// from it.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The whole record, a JSON object.
    pub text: &'a str,
    /// The JSON text of each member, in the order of the projection's paths; `None` where the record
    /// lacks it.
    pub values: &'a [Option<&'a str>],
}

/// The members to take from each record: a tree of the paths asked for.
/// Everything else is checked to be JSON, and skipped.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    root: Node,
    paths: Vec<String>,
}

impl Projection {
    /// The slot in [`Record::values`] of a dotted path; a path asked for twice has one.
    pub fn add_path(&mut self, path: &str) -> usize {
        if let Some(slot) = self.paths.iter().position(|known| known == path) {
            return slot;
        }
        let slot = self.paths.len();
        self.paths.push(path.to_owned());
        let mut node = &mut self.root;
        for name in path.split('.') {
            node = node.member(name);
        }
        node.slot = Some(slot);
        slot
    }

    /// Reads the record at the start of `text` and fills `values`. Returns the record's length in bytes.
    ///
    /// # Errors
    /// Those of [`serde_json`], for a text that does not start with a whole JSON object.
    pub fn read<'a>(
        &self,
        text: &'a str,
        values: &mut Vec<Option<&'a str>>,
    ) -> serde_json::Result<usize> {
        values.clear();
        values.resize(self.paths.len(), None);
        if self.paths.is_empty() {
            return length_of(text);
        }
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let branch = Branch {
            node: &self.root,
            values,
        };
        if branch.deserialize(&mut deserializer).is_ok() {
            return Ok(deserializer.into_iter::<IgnoredAny>().byte_offset());
        }
        // serde_json takes more for JSON when it skips than when it reads: numbers beyond any float, and
        // halves of surrogate pairs.
        let length = length_of(text)?;
        values.fill(None);
        self.root.read_raw(&text[..length], values)?;
        Ok(length)
    }

    /// Reads a text that is one record, and hands it to `take`.
    ///
    /// # Errors
    /// Those of [`Projection::read`] and of `take`.
    pub fn with_record<T>(
        &self,
        text: &str,
        take: impl FnOnce(&Record<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let mut values = Vec::new();
        self.read(text, &mut values)?;
        let values = &values;
        take(&Record { text, values })
    }
}

/// An object some of whose members are asked for. Any other value has none of them.
struct Branch<'node, 'values, 'de> {
    node: &'node Node,
    values: &'values mut [Option<&'de str>],
}

impl<'de> Branch<'_, '_, 'de> {
    fn value<A: MapAccess<'de>>(&mut self, node: &Node, map: &mut A) -> Result<(), A::Error> {
        let below = Branch {
            node,
            values: self.values,
        };
        let Some(slot) = node.slot else {
            return map.next_value_seed(below);
        };
        let json = map.next_value::<&RawValue>()?.get();
        below.values[slot] = Some(json);
        if node.members.is_empty() {
            return Ok(());
        }
        let mut deserializer = serde_json::Deserializer::from_str(json);
        below
            .deserialize(&mut deserializer)
            .map_err(serde::de::Error::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Branch<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Branch<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let members = &self.node.members;
        let (mut next, mut reached) = (0, 0);
        while let Some(found) = map.next_key_seed(Key { members, next })? {
            match found {
                Some(place) => {
                    // Of a repeated member the last one counts. Only a member below one that was
                    // reached can be repeated, and clearing another one does no harm.
                    if place < reached {
                        members[place].1.clear(self.values);
                    }
                    self.value(&members[place].1, &mut map)?;
                    next = place + 1;
                    reached = reached.max(next);
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

/// A member's name, looked up among those asked for.
struct Key<'node> {
    members: &'node [(String, Node)],
    /// Where to look first: records name their members in the same order.
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let is_name = |(known, _): &(String, Node)| known == name;
        if self.members.get(self.next).is_some_and(is_name) {
            return Ok(Some(self.next));
        }
        Ok(self.members.iter().position(is_name))
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
    fn a_path_leads_to_a_member_at_any_depth() {
        let text = r#"{"a": {"b": {"c": 1.10}}, "d": "x"}"#;
        assert_eq!(values(&["d", "a.b.c"], text), [Some("\"x\""), Some("1.10")]);
    }

    #[test]
    fn an_absent_member_has_no_value_and_null_is_one() {
        let text = r#"{"a": null, "b": {}}"#;
        assert_eq!(
            values(&["a", "b.c", "d.e"], text),
            [Some("null"), None, None]
        );
    }

    #[test]
    fn a_member_and_a_member_of_it_can_both_be_asked_for() {
        let text = r#"{"a": {"b": 1}}"#;
        assert_eq!(
            values(&["a.b", "a"], text),
            [Some("1"), Some(r#"{"b": 1}"#)]
        );
    }

    #[test]
    fn whatever_stands_where_an_object_is_expected_has_no_members() {
        for other in ["\"x\"", "1", "-1", "1.5", "true", "null", "[{\"b\": 1}]"] {
            let text = format!(r#"{{"a": {other}, "c": 1}}"#);
            assert_eq!(values(&["a.b", "c"], &text), [None, Some("1")], "{other}");
        }
    }

    #[test]
    fn of_a_member_that_comes_twice_the_last_counts() {
        let text = r#"{"a": {"b": 1, "c": 2}, "a": {"c": 3}}"#;
        assert_eq!(values(&["a.b", "a.c"], text), [None, Some("3")]);
    }

    #[test]
    fn the_last_of_repeated_members_counts_whatever_is_between_them_and_in_any_order_of_paths() {
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
    fn names_are_compared_without_their_escapes() {
        let text = r#"{"\u0061": 1, "\ud83d\ude00": 2}"#;
        assert_eq!(values(&["a"], text), [Some("1")]);
    }

    #[test]
    fn whatever_json_is_has_its_members_read() {
        let text = r#"{"a": 1e999, "\ud800": 1, "b": {"c": "\udfff", "\u0063": 2}, "d": "\ud800"}"#;
        let paths = ["a", "b.c", "d", "d.e", "a.e"];
        let expected = [Some("1e999"), Some("2"), Some(r#""\ud800""#), None, None];
        assert_eq!(values(&paths, text), expected);
    }

    #[test]
    fn a_path_asked_for_twice_has_one_slot() {
        let mut projection = Projection::default();
        assert_eq!(projection.add_path("a.b"), projection.add_path("a.b"));
    }

    #[test]
    fn the_length_is_that_of_the_first_record() {
        for projected in [true, false] {
            let mut projection = Projection::default();
            if projected {
                projection.add_path("a");
            }
            let length = projection.read(r#"{"a": 1} , {"a": 2}"#, &mut Vec::new());
            assert_eq!(length.unwrap(), 8);
        }
    }

    #[test]
    fn a_value_that_is_skipped_must_be_json_all_the_same() {
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
