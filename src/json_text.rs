//! Single JSON values, held as the text they arrived as.

use serde::Deserializer;
use serde::de::Visitor;
use std::borrow::Cow;
use std::fmt;

/// What a JSON value says as plain text: a string without its quotes and escapes, `null` as nothing,
/// an object or a list as compact JSON, and anything else as it stands, so a number keeps its digits.
/// Half a surrogate pair, which no text can hold, becomes U+FFFD.
#[must_use]
pub fn text_of(json: &str) -> Cow<'_, str> {
    match json.as_bytes() {
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
            Cow::Borrowed(&json[1..json.len() - 1])
        }
        [b'"', ..] => Cow::Owned(unescaped(json)),
        [b'{' | b'[', ..] => compact(json),
        b"null" => Cow::Borrowed(""),
        _ => Cow::Borrowed(json),
    }
}

/// The same JSON without white space between its tokens.
#[must_use]
pub fn compact(json: &str) -> Cow<'_, str> {
    if !json.bytes().any(|byte| byte.is_ascii_whitespace()) {
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

fn unescaped(json: &str) -> String {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    // Asked for bytes, serde_json lets half a surrogate pair pass instead of failing.
    let text = deserializer.deserialize_bytes(LossyText);
    text.unwrap_or_else(|_| json.to_owned())
}

struct LossyText;

impl Visitor<'_> for LossyText {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_keeps_its_digits() {
        for number in ["1.10", "12345678901234567890123", "-0.0", "1E400"] {
            assert_eq!(text_of(number), number);
        }
    }

    #[test]
    fn null_is_nothing_and_booleans_are_words() {
        assert_eq!(text_of("null"), "");
        assert_eq!(text_of("true"), "true");
        assert_eq!(text_of("\"false\""), "false");
        assert_eq!(text_of("\"\""), "");
    }

    #[test]
    fn a_string_loses_its_quotes_and_escapes() {
        assert_eq!(
            text_of(r#""Zo\u00eb \"x\" \\ \/ \ud83d\ude00""#),
            "Zoë \"x\" \\ / 😀"
        );
    }

    #[test]
    fn half_a_surrogate_pair_does_not_lose_the_rest() {
        let text = text_of(r#""a\ud83db""#);
        assert!(text.starts_with('a') && text.ends_with('b') && text.contains('\u{fffd}'));
    }

    #[test]
    fn objects_and_lists_are_compact() {
        assert_eq!(
            text_of("{ \"a b\" : [ 1.10 ,\n\t2 ] }"),
            r#"{"a b":[1.10,2]}"#
        );
        assert_eq!(text_of("[]"), "[]");
    }

    #[test]
    fn white_space_and_quotes_inside_strings_stay() {
        let json = r#"{"a \" b":"c\\" , "d":" e "}"#;
        assert_eq!(compact(json), r#"{"a \" b":"c\\","d":" e "}"#);
    }

    proptest! {
        #[test]
        fn a_string_s_text_is_what_serde_json_reads(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(text_of(&json), text);
        }
    }
}
