//! What a saved file holds: a response, or records one a line.

use super::FIELDS;
use super::list::List;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::cell::Cell;
use std::fmt;

/// The members that only an envelope has, by both forms of success and failure.
const ENVELOPE: [&str; 8] = [
    "result",
    "cdr",
    "error",
    "desc",
    "status",
    "error_code",
    "message",
    "request_id",
];

/// How the records stand in a text that starts with a JSON object: told by the first of the object's
/// members that only an envelope or only a record has.
///
/// # Errors
/// Those of [`serde_json`], for a text that does not start with a JSON object, or with enough of one.
/// An object without a telling member counts as an envelope.
pub fn shape_of(text: &str) -> serde_json::Result<List> {
    let told = Cell::new(None);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = deserializer.deserialize_map(Telling(&told));
    match (told.get(), read) {
        (Some(list), _) => Ok(list),
        (None, Ok(())) => Ok(List::Json),
        (None, Err(error)) => Err(error),
    }
}

/// Reads no further than the first telling member.
struct Telling<'a>(&'a Cell<Option<List>>);

impl<'de> Visitor<'de> for Telling<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(list)) = map.next_key()? {
            if list.is_some() {
                self.0.set(list);
                return Err(A::Error::custom("enough was read"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// What a member's name tells.
struct Name(Option<List>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let is_root = |path: &str| path.split('.').next() == Some(&*name);
        Ok(Self(if ENVELOPE.contains(&&*name) {
            Some(List::Json)
        } else if FIELDS.iter().any(|field| is_root(field.path)) {
            Some(List::Lines)
        } else {
            None
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_telling_member_tells() {
        let shapes = [
            (r#"{"result": "0", "cdr": ["#, List::Json),
            (r#"{"version": 1, "cdr": ["#, List::Json),
            (r#"{"trans_date": "2025"#, List::Lines),
            (r#"{"price": {"cdr": 1}, "user": "#, List::Lines),
            (r#"{"day": "#, List::Lines),
            ("{}", List::Json),
            (r#"{"foo": 1}"#, List::Json),
        ];
        for (text, expected) in shapes {
            assert_eq!(shape_of(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn a_text_that_does_not_tell_yet_is_an_error_at_its_end() {
        for text in ["{", r#"{"foo""#, r#"{"foo": [1, 2"#, r#"{"foo": 1,"#] {
            assert!(shape_of(text).unwrap_err().is_eof(), "{text}");
        }
    }
}
