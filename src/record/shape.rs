//! What a saved file holds: a response, or records one a line.

use super::members::RawKey;
use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use std::cell::Cell;
use std::fmt;

/// What was seen of the object that a text starts with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Whether it has a member that makes it an envelope, if no other value follows.
    pub is_telling: bool,
    /// Whether one of them is named `cdr`.
    pub has_cdr: bool,
    /// Its length, once its end was seen.
    pub length: Option<usize>,
}

/// The shape of the object that a text starts with, and the error in which its reading ended, if it did.
pub fn shape_of(text: &str) -> (Shape, Option<serde_json::Error>) {
    let seen = Cell::new(Shape::default());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let error = deserializer.deserialize_map(Telling(&seen)).err();
    let mut shape = seen.get();
    if error.is_none() {
        shape.length = Some(deserializer.into_iter::<IgnoredAny>().byte_offset());
    }
    (shape, error)
}

/// Watches the names of an object's members.
struct Telling<'a>(&'a Cell<Shape>);

impl<'de> Visitor<'de> for Telling<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(RawKey(name)) = map.next_key()? {
            let mut shape = self.0.get();
            shape.has_cdr |= name == b"cdr";
            shape.is_telling |= shape.has_cdr || name == b"result" || name == b"error_code";
            self.0.set(shape);
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_members_tell_wherever_they_stand() {
        for (text, is_telling, has_cdr) in [
            (r#"{"result": "0", "cdr": []}"#, true, true),
            (r#"{"version": 1, "\u0063dr": 1}"#, true, true),
            (r#"{"status": "error", "error_code": "X"}"#, true, false),
            (
                r#"{"status": 1, "error": 2, "desc": 3, "message": 4}"#,
                false,
                false,
            ),
            (r#"{"price": {"cdr": 1}, "\ud800": 1e999}"#, false, false),
            ("{}", false, false),
        ] {
            let expected = Shape {
                is_telling,
                has_cdr,
                length: Some(text.len()),
            };
            let (shape, error) = shape_of(&format!("{text} {{"));
            assert!(error.is_none() && shape == expected, "{text}");
        }
    }

    #[test]
    fn what_was_seen_of_a_text_that_ends_too_early_is_kept() {
        let (shape, error) = shape_of(r#"{"result": "0", "cdr": [{"a": "#);
        assert!(shape.has_cdr && shape.length.is_none());
        assert!(error.unwrap().is_eof());
    }
}
