//! The layout of a saved JSON file: a response as received, or records one after the other.
//!
//! Both start with an object. It is an envelope if it has one of the members that envelopes have
//! and records do not, and if no other value follows it. Otherwise it is the first record of JSON
//! Lines. The object is inspected in the buffer, before anything is consumed. If it is longer than
//! an envelope may be, it must have its list within the limit.

use super::records::{RecordLayout, invalid_json, is_incomplete, whitespace_len};
use super::text_buffer::TextBuffer;
use crate::limits::MAX_ENVELOPE_BYTES;
use crate::text::unescape_json_bytes;
use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::cell::Cell;
use std::fmt;
use std::io::Read;

/// Determines the layout of a text that starts with an object.
pub fn detect_layout<R: Read>(buffer: &mut TextBuffer<R>) -> anyhow::Result<RecordLayout> {
    loop {
        let text = buffer.remaining();
        let (shape, error) = inspect_object(text);
        match (shape.len, error) {
            (Some(_), _) if !shape.is_envelope => return Ok(RecordLayout::Lines),
            (Some(len), _) if text.len() > len + whitespace_len(&text[len..]) => {
                return Ok(RecordLayout::Lines);
            }
            (Some(_), _) if buffer.is_eof() => return Ok(RecordLayout::Envelope),
            (None, Some(error)) if !is_incomplete(&error, text) => {
                return Err(invalid_json(buffer, 0, &error));
            }
            (None, _) if buffer.is_eof() => return Err(buffer.unexpected_eof()),
            _ if text.len() > MAX_ENVELOPE_BYTES && shape.has_cdr => {
                return Ok(RecordLayout::Envelope);
            }
            _ if text.len() > MAX_ENVELOPE_BYTES => return Ok(RecordLayout::Lines),
            _ => buffer.fill(MAX_ENVELOPE_BYTES)?,
        }
    }
}

/// What is known about the object at the start of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ObjectShape {
    /// Whether it has a member of envelopes.
    pub is_envelope: bool,
    /// Whether it has a member named `cdr`.
    pub has_cdr: bool,
    /// Its length, if the text has its end.
    pub len: Option<usize>,
}

/// Returns the shape of the object at the start of a text, as far as it could be read, and the
/// error that ended reading.
pub fn inspect_object(text: &str) -> (ObjectShape, Option<serde_json::Error>) {
    let shape = Cell::new(ObjectShape::default());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let error = deserializer.deserialize_map(ShapeVisitor(&shape)).err();
    let mut shape = shape.get();
    if error.is_none() {
        shape.len = Some(deserializer.into_iter::<IgnoredAny>().byte_offset());
    }
    (shape, error)
}

/// Notes the names of an object's members before their values, which may be incomplete.
struct ShapeVisitor<'a>(&'a Cell<ObjectShape>);

impl<'de> Visitor<'de> for ShapeVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<&RawValue>()? {
            let mut shape = self.0.get();
            match &*unescape_json_bytes(name.get()) {
                b"cdr" => (shape.has_cdr, shape.is_envelope) = (true, true),
                b"result" | b"error_code" => shape.is_envelope = true,
                _ => {}
            }
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
    fn cdr_result_or_error_code_marks_an_envelope() {
        for (text, is_envelope, has_cdr) in [
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
            let expected = ObjectShape {
                is_envelope,
                has_cdr,
                len: Some(text.len()),
            };
            let (shape, error) = inspect_object(&format!("{text} {{"));
            assert!(error.is_none() && shape == expected, "{text}");
        }
    }

    #[test]
    fn the_members_of_an_incomplete_object_are_seen() {
        let (shape, error) = inspect_object(r#"{"result": "0", "cdr": [{"a": "#);
        assert!(shape.has_cdr && shape.len.is_none());
        assert!(error.unwrap().is_eof());
    }
}
