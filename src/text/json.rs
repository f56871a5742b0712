//! JSON values as the text that was received.
//!
//! Values are never parsed into numbers or trees and printed again, because that would change them:
//! `1.10` would become `1.1`, and an integer of 20 digits a float. The functions here work on the
//! text, and return it unchanged where they can.

use memchr::{memchr, memchr_iter, memchr3};
use serde::Deserializer;
use serde::de::Visitor;
use std::borrow::Cow;
use std::fmt;

/// Returns a JSON value as plain text: a string without its quotes and escapes, `null` as nothing,
/// an object or a list as compact JSON, and anything else unchanged. A lone surrogate, which UTF-8
/// cannot encode, becomes U+FFFD.
pub fn json_to_text(json: &str) -> Cow<'_, str> {
    match json.as_bytes() {
        [b'"', text @ .., b'"'] if memchr(b'\\', text).is_none() => {
            Cow::Borrowed(&json[1..json.len() - 1])
        }
        [b'"', ..] => {
            let text = String::from_utf8(unescape_json_bytes(json).into_owned());
            Cow::Owned(text.unwrap_or_else(|error| replace_lone_surrogates(error.into_bytes())))
        }
        [b'{' | b'[', ..] => minify(json),
        b"null" => Cow::Borrowed(""),
        _ => Cow::Borrowed(json),
    }
}

/// Replaces lone surrogates, which have three bytes like their replacement: `ED`, then `A0` to
/// `BF`.
fn replace_lone_surrogates(mut bytes: Vec<u8>) -> String {
    for offset in 0..bytes.len().saturating_sub(2) {
        if bytes[offset] == 0xED && bytes[offset + 1] >= 0xA0 {
            bytes[offset..offset + 3].copy_from_slice("\u{FFFD}".as_bytes());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the same text as [`json_to_text`], as bytes. Unlike there, different lone surrogates
/// remain different.
pub fn unescape_json_bytes(json: &str) -> Cow<'_, [u8]> {
    match json.as_bytes() {
        [b'"', .., b'"'] if json.contains('\\') => {
            let mut deserializer = serde_json::Deserializer::from_str(json);
            // For bytes, serde_json accepts lone surrogates; for strings, it fails.
            let bytes = deserializer.deserialize_bytes(BytesVisitor);
            Cow::Owned(bytes.unwrap_or_else(|_| json.into()))
        }
        _ => match json_to_text(json) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        },
    }
}

/// Removes the white space between tokens.
pub fn minify(json: &str) -> Cow<'_, str> {
    if !may_contain_space_between_tokens(json.as_bytes()) {
        return Cow::Borrowed(json);
    }
    let mut minified = String::new();
    let mut copied = 0;
    let (mut in_string, mut escaped) = (false, false);
    for (offset, byte) in json.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b' ' | b'\t' | b'\n' | b'\r' if !in_string => {
                minified.push_str(&json[copied..offset]);
                copied = offset + 1;
            }
            _ => {}
        }
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    minified.push_str(&json[copied..]);
    Cow::Owned(minified)
}

/// Returns whether there may be white space between two tokens. Then one token ends before it,
/// another one starts after it, and one of the two is punctuation. Few strings contain that, so
/// most records need not be scanned byte by byte.
fn may_contain_space_between_tokens(json: &[u8]) -> bool {
    if memchr3(b'\n', b'\r', b'\t', json).is_some() {
        return true;
    }
    let byte = |offset: usize| json.get(offset).copied().unwrap_or(b' ');
    let is_punctuation = |byte| matches!(byte, b' ' | b'{' | b'}' | b'[' | b']' | b':' | b',');
    // Among the bytes are the last letters of true, false and null, and the first ones.
    let can_end = |byte| matches!(byte, b'"' | b'0'..=b'9' | b'e' | b'l') || is_punctuation(byte);
    let can_start = |byte| {
        matches!(byte, b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') || is_punctuation(byte)
    };
    memchr_iter(b' ', json).any(|offset| {
        let (before, after) = (byte(offset.wrapping_sub(1)), byte(offset + 1));
        can_end(before) && can_start(after) && (is_punctuation(before) || is_punctuation(after))
    })
}

/// Returns whether an object has white space after its brace, its first name or the colon. Programs
/// that write white space between tokens write it there, so this recognizes most such texts at
/// once.
pub fn starts_with_spaces(object: &str) -> bool {
    let bytes = object.as_bytes();
    let is_space = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_whitespace);
    let name_end = bytes.get(2..).and_then(|rest| memchr(b'"', rest));
    // The rest starts after `{"`, so the closing quote is at `end + 2`, and the colon right after
    // it.
    is_space(1) || name_end.is_none_or(|end| is_space(end + 3) || is_space(end + 4))
}

/// Returns a text as a JSON string.
pub fn json_string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    push_json_string(text, &mut json);
    json
}

/// Appends a text as a JSON string. Most texts need no escapes, which is seen at a glance.
pub fn push_json_string(text: &str, json: &mut String) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-. :".contains(&byte);
    if text.bytes().all(is_plain) {
        json.extend(["\"", text, "\""]);
    } else {
        json.push_str(&serde_json::Value::from(text).to_string());
    }
}

struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_keeps_its_digits() {
        for number in ["1.10", "12345678901234567890123", "-0.0", "1E400"] {
            assert_eq!(json_to_text(number), number);
        }
    }

    #[test]
    fn null_is_empty_and_booleans_are_words() {
        assert_eq!(json_to_text("null"), "");
        assert_eq!(json_to_text("true"), "true");
        assert_eq!(json_to_text("\"false\""), "false");
        assert_eq!(json_to_text("\"\""), "");
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(
            json_to_text(r#""Zo\u00eb \"x\" \\ \/ \ud83d\ude00""#),
            "Zoë \"x\" \\ / 😀"
        );
    }

    #[test]
    fn lone_surrogates_are_replaced() {
        assert_eq!(json_to_text(r#""a\ud83db\udfff""#), "a\u{fffd}b\u{fffd}");
    }

    #[test]
    fn objects_and_lists_are_minified() {
        assert_eq!(
            json_to_text("{ \"a b\" : [ 1.10 ,\n\t2 ] }"),
            r#"{"a b":[1.10,2]}"#
        );
        assert_eq!(json_to_text("[]"), "[]");
    }

    #[test]
    fn white_space_and_quotes_in_strings_are_unchanged() {
        let json = r#"{"a \" b":"c\\" , "d":" e "}"#;
        assert_eq!(minify(json), r#"{"a \" b":"c\\","d":" e "}"#);
    }

    /// JSON of any shape.
    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            "[a :,\"{}\\\\\n]{0,6}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                prop::collection::hash_map("[a ,]{0,3}", inner, 0..4)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn minified_json_is_what_serde_json_writes(value in json()) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            let written = value.to_string();
            prop_assert_eq!(minify(&pretty), &*written);
            prop_assert_eq!(minify(&written), &*written);
            // The same with spaces alone around every token.
            let spaced = pretty.replace('\n', " ");
            prop_assert_eq!(minify(&spaced), &*written);
        }

        #[test]
        fn the_text_of_a_string_is_what_serde_json_reads(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(json_to_text(&json), text);
        }
    }
}
