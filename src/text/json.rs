//! Single JSON values, held as the text they arrived as.

use memchr::{memchr, memchr_iter, memchr3};
use serde::Deserializer;
use serde::de::Visitor;
use std::borrow::Cow;
use std::fmt;

/// What a JSON value says as plain text: a string without its quotes and escapes, `null` as nothing,
/// an object or a list as compact JSON, and anything else as it stands, so a number keeps its digits.
/// Half a surrogate pair, which no text can hold, becomes U+FFFD.
pub fn json_to_text(json: &str) -> Cow<'_, str> {
    match json.as_bytes() {
        [b'"', text @ .., b'"'] if memchr(b'\\', text).is_none() => {
            Cow::Borrowed(&json[1..json.len() - 1])
        }
        [b'"', ..] => {
            let text = String::from_utf8(unescape_json_bytes(json).into_owned());
            Cow::Owned(text.unwrap_or_else(|error| whole(error.into_bytes())))
        }
        [b'{' | b'[', ..] => minify(json),
        b"null" => Cow::Borrowed(""),
        _ => Cow::Borrowed(json),
    }
}

/// The text of bytes in which each half of a surrogate pair takes three bytes, as its replacement does.
fn whole(mut bytes: Vec<u8>) -> String {
    let halves = bytes.windows(3).enumerate();
    let halves = halves.filter(|(_, window)| window[0] == 0xED && window[1] >= 0xA0);
    for place in halves.map(|(place, _)| place).collect::<Vec<_>>() {
        bytes[place..place + 3].copy_from_slice("\u{FFFD}".as_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The same as bytes, in which the halves of surrogate pairs differ from each other.
pub fn unescape_json_bytes(json: &str) -> Cow<'_, [u8]> {
    match json.as_bytes() {
        [b'"', .., b'"'] if json.contains('\\') => {
            let mut deserializer = serde_json::Deserializer::from_str(json);
            // Asked for bytes, serde_json lets half a surrogate pair pass instead of failing.
            let bytes = deserializer.deserialize_bytes(Bytes);
            Cow::Owned(bytes.unwrap_or_else(|_| json.into()))
        }
        _ => match json_to_text(json) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        },
    }
}

/// The same JSON without white space between its tokens.
pub fn minify(json: &str) -> Cow<'_, str> {
    if !may_have_space_between_tokens(json.as_bytes()) {
        return Cow::Borrowed(json);
    }
    let mut compacted = String::new();
    let mut kept = 0;
    let (mut in_string, mut escaped) = (false, false);
    for (place, byte) in json.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b' ' | b'\t' | b'\n' | b'\r' if !in_string => {
                compacted.push_str(&json[kept..place]);
                kept = place + 1;
            }
            _ => {}
        }
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    compacted.push_str(&json[kept..]);
    Cow::Owned(compacted)
}

/// Whether white space may stand between two tokens. Then one token ends before it, another one starts behind it,
/// and one of the two is punctuation: told without reading strings, in most of which no such thing stands.
fn may_have_space_between_tokens(json: &[u8]) -> bool {
    if memchr3(b'\n', b'\r', b'\t', json).is_some() {
        return true;
    }
    let byte = |place: usize| json.get(place).copied().unwrap_or(b' ');
    let is_punctuation = |byte| matches!(byte, b' ' | b'{' | b'}' | b'[' | b']' | b':' | b',');
    // The last letters of true, false and null, and their first.
    let ends = |byte| matches!(byte, b'"' | b'0'..=b'9' | b'e' | b'l') || is_punctuation(byte);
    let starts = |byte| {
        matches!(byte, b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') || is_punctuation(byte)
    };
    memchr_iter(b' ', json).any(|place| {
        let (before, behind) = (byte(place.wrapping_sub(1)), byte(place + 1));
        ends(before) && starts(behind) && (is_punctuation(before) || is_punctuation(behind))
    })
}

/// Whether an object has white space after its brace, its first name or the colon behind it. Programs that write
/// white space between tokens write it there, so that this tells most spaced texts from compact ones at once.
pub fn starts_spaced(object: &str) -> bool {
    let bytes = object.as_bytes();
    let is_space = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_whitespace);
    let name_end = bytes.get(2..).and_then(|rest| memchr(b'"', rest));
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

struct Bytes;

impl Visitor<'_> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
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
    fn null_is_nothing_and_booleans_are_words() {
        assert_eq!(json_to_text("null"), "");
        assert_eq!(json_to_text("true"), "true");
        assert_eq!(json_to_text("\"false\""), "false");
        assert_eq!(json_to_text("\"\""), "");
    }

    #[test]
    fn a_string_loses_its_quotes_and_escapes() {
        assert_eq!(
            json_to_text(r#""Zo\u00eb \"x\" \\ \/ \ud83d\ude00""#),
            "Zoë \"x\" \\ / 😀"
        );
    }

    #[test]
    fn half_a_surrogate_pair_does_not_lose_the_rest() {
        assert_eq!(json_to_text(r#""a\ud83db\udfff""#), "a\u{fffd}b\u{fffd}");
    }

    #[test]
    fn objects_and_lists_are_compact() {
        assert_eq!(
            json_to_text("{ \"a b\" : [ 1.10 ,\n\t2 ] }"),
            r#"{"a b":[1.10,2]}"#
        );
        assert_eq!(json_to_text("[]"), "[]");
    }

    #[test]
    fn white_space_and_quotes_inside_strings_stay() {
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
        fn compact_json_is_what_serde_json_writes(value in json()) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            let written = value.to_string();
            prop_assert_eq!(minify(&pretty), &*written);
            prop_assert_eq!(minify(&written), &*written);
            // The same with spaces alone around every token.
            let spaced = pretty.replace('\n', " ");
            prop_assert_eq!(minify(&spaced), &*written);
        }

        #[test]
        fn a_string_s_text_is_what_serde_json_reads(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(json_to_text(&json), text);
        }
    }
}
