//! Secrets, and their redaction in everything that is printed.
//!
//! A service may echo the key, plain or encoded. So each text is searched for every secret, and so
//! is the text after one and after two decodings (see [`Encoding`]), in every combination. A `+`
//! may also be a blank (`application/x-www-form-urlencoded`), so both match each other. What is
//! found is hidden in the original text, and the rest is unchanged:
//!
//! ```text
//! key    a/b c
//! text   GET /?k=a%2Fb+c&x=1    is printed as    GET /?k=[hidden]&x=1
//! ```
//!
//! Encoded forms of the key cannot be registered instead: base64 of a text around it has other
//! characters at each of three alignments, and encoders differ in what they escape. Three encodings
//! on top of each other are not found, but the escapes of a JSON text do not count as one
//! ([`redact_json`]).

use super::encoding::{Decoded, Encoding};
use super::truncate::truncate;
use crate::limits::MAX_EXCERPT_CHARS;
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use memchr::memmem;
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::{PoisonError, RwLock};

/// A secret: the app key, or the credentials of HTTP Basic. Only [`Secret::expose`] returns it. As
/// soon as it exists, [`redact`] removes it from every text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

static SECRETS: RwLock<Vec<String>> = RwLock::new(Vec::new());

/// The shortest secret that is redacted. Shorter texts occur everywhere.
const MIN_SECRET_BYTES: usize = 4;

/// The number of encodings on top of each other that are decoded. The search takes 57 passes over a
/// text with two, and would take 400 with three.
const MAX_ENCODINGS: usize = 2;

/// The replacement of a secret.
const REDACTED: &str = "[hidden]";

impl Secret {
    pub fn new(text: String) -> Self {
        register(&text);
        Self(text)
    }

    /// Creates a secret from a text of a file, a command, the environment or the command line.
    /// Removes the blanks, line ends and byte order mark that editors and shells leave around it.
    pub fn from_key_text(text: &str) -> Self {
        let is_padding = |ch: char| ch.is_whitespace() || ch == '\u{feff}';
        Self::new(text.trim_matches(is_padding).to_owned())
    }

    /// Creates the credentials of HTTP Basic (RFC 7617).
    pub fn basic_auth(user: &str, password: &Self) -> Self {
        let text = format!("{user}:{}", password.0);
        // The password in them would be found, too, but the user name before it would remain.
        register(&BASE64_URL_SAFE_NO_PAD.encode(&text));
        let basic = BASE64_STANDARD.encode(text);
        register(basic.trim_end_matches('='));
        Self::new(basic)
    }

    /// Returns the secret, for the request and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn register(secret: &str) {
    let mut secrets = SECRETS.write().unwrap_or_else(PoisonError::into_inner);
    if secret.len() >= MIN_SECRET_BYTES && !secrets.iter().any(|entry| entry == secret) {
        secrets.push(secret.to_owned());
    }
}

/// Hides every secret in a text, plain or encoded.
pub fn redact(text: &str) -> Cow<'_, str> {
    let secrets = SECRETS.read().unwrap_or_else(PoisonError::into_inner);
    redact_secrets(&secrets, text)
}

/// Hides every secret in a JSON text, plain or encoded within its strings.
pub fn redact_json(json: &str) -> Cow<'_, str> {
    let secrets = SECRETS.read().unwrap_or_else(PoisonError::into_inner);
    redact_secrets_in_json(&secrets, json)
}

fn redact_secrets<'a>(secrets: &[String], text: &'a str) -> Cow<'a, str> {
    let mut found = Vec::new();
    if !secrets.is_empty() {
        find_secrets(secrets, &Decoded::new(text), MAX_ENCODINGS, &mut found);
    }
    replace_ranges(text, found)
}

/// Searches a JSON text, and once more with the escapes of its strings decoded.
fn redact_secrets_in_json<'a>(secrets: &[String], json: &'a str) -> Cow<'a, str> {
    let mut found = Vec::new();
    if !secrets.is_empty() {
        let text = Decoded::new(json);
        find_secrets(secrets, &text, MAX_ENCODINGS, &mut found);
        if let Some(unescaped) = text.decode(Encoding::Backslash) {
            find_secrets(secrets, &unescaped, MAX_ENCODINGS, &mut found);
        }
    }
    replace_ranges(json, found)
}

/// Replaces ranges of a text by [`REDACTED`].
fn replace_ranges(text: &str, found: Vec<Range<usize>>) -> Cow<'_, str> {
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut redacted = String::new();
    let mut copied = 0;
    for range in merge_overlapping(found) {
        let range = extend_to_char_boundaries(range, text);
        redacted.push_str(&text[copied..range.start]);
        redacted.push_str(REDACTED);
        copied = range.end;
    }
    redacted.push_str(&text[copied..]);
    Cow::Owned(redacted)
}

/// Adds the ranges of the original text that contain a secret under at most this number of
/// encodings.
fn find_secrets(
    secrets: &[String],
    text: &Decoded<'_>,
    encodings: usize,
    found: &mut Vec<Range<usize>>,
) {
    let bytes = plus_to_blank(&text.bytes);
    for secret in secrets {
        let secret = plus_to_blank(secret.as_bytes());
        let starts = memmem::find_iter(&bytes, &secret);
        found.extend(starts.map(|start| text.source_range(start..start + secret.len())));
    }
    if encodings > 0 {
        Encoding::ALL
            .into_iter()
            .filter_map(|encoding| text.decode(encoding))
            .for_each(|decoded| find_secrets(secrets, &decoded, encodings - 1, found));
    }
}

/// Replaces each `+` by a blank.
fn plus_to_blank(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'+') {
        return Cow::Borrowed(text);
    }
    text.iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect()
}

/// Sorts ranges, and merges those that overlap.
fn merge_overlapping(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|next, range| {
        let overlaps = next.start < range.end;
        if overlaps {
            range.end = range.end.max(next.end);
        }
        overlaps
    });
    ranges
}

fn extend_to_char_boundaries(
    Range { mut start, mut end }: Range<usize>,
    text: &str,
) -> Range<usize> {
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// Redacts a text of a service, which may be JSON, and truncates it to the length that a message
/// shows.
pub fn truncate_and_redact(text: &str) -> String {
    truncate(&redact_json(text), MAX_EXCERPT_CHARS).into_owned()
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from_key_text(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn debug_output_does_not_contain_the_secret() {
        let secret = Secret::new("k3y-of-debug".to_owned());
        assert_eq!(format!("{secret:?}"), REDACTED);
    }

    #[test]
    fn a_key_is_redacted_in_every_encoding() {
        let key = Secret::new("Ab/c\"d&é-k".to_owned());
        let basic = Secret::basic_auth("an id", &key);
        let basic = basic.expose();
        for form in [
            "Ab/c\"d&é-k",
            r#"Ab\/c\"d&é-k"#,
            r#"Ab\/c\"d\u0026\u00e9-k"#,
            r"\u0041b/c\u0022d\u0026\u00E9\u002dk",
            "Ab%2Fc%22d%26%C3%A9-k",
            "Ab%2fc%22d%26%c3%a9%2dk",
            basic,
            basic.trim_end_matches('='),
            &basic.replace('+', "-").replace('/', "_"),
        ] {
            let text = redact(&format!("it is {form}, he said")).into_owned();
            assert!(
                text.starts_with("it is [hidden]") && !text.contains('A'),
                "{form}: {text}"
            );
        }
    }

    #[test]
    fn a_secret_beyond_the_basic_plane_is_found_as_a_surrogate_pair() {
        let _ = Secret::new("key😀key".to_owned());
        assert_eq!(redact(r"a key\ud83d\uDE00key"), "a [hidden]");
    }

    #[test]
    fn a_plus_matches_a_plus_and_a_blank() {
        let secrets = ["ab+cd ef".to_owned()];
        let forms = ["ab+cd+ef", "ab cd ef", "ab%2Bcd+ef", "ab\\u002bcd+ef"];
        let base64 = forms.map(|form| BASE64_STANDARD.encode(format!("an-id:{form}")));
        for form in forms.into_iter().chain(base64.iter().map(String::as_str)) {
            let text = redact_secrets(&secrets, form);
            assert!(text.ends_with(REDACTED), "{form}: {text}");
        }
    }

    #[test]
    fn the_escapes_of_a_json_text_do_not_count_as_an_encoding() {
        let secrets = ["Ab/c\"d&é-k".to_owned()];
        for (inner_name, inner) in encoders() {
            for (outer_name, outer) in encoders() {
                let value = serde_json::Value::from(outer(&inner(&secrets[0])));
                let escaped = value
                    .to_string()
                    .replace('/', "\\/")
                    .replace('<', "\\u003c");
                let text = redact_secrets_in_json(&secrets, &escaped);
                assert!(
                    text.contains(REDACTED),
                    "{outer_name} of {inner_name}: {text}"
                );
                assert!(
                    serde_json::from_str::<String>(&text).is_ok(),
                    "{outer_name} of {inner_name}: {text}"
                );
            }
        }
    }

    #[test]
    fn a_text_is_redacted_before_it_is_truncated() {
        let key = Secret::new("straddles-the-cut".to_owned());
        let text = "x".repeat(MAX_EXCERPT_CHARS - 4) + key.expose() + &"y".repeat(1000);
        let shown = truncate_and_redact(&text);
        assert_eq!(
            shown,
            "x".repeat(MAX_EXCERPT_CHARS - 4) + &REDACTED[..4] + "…"
        );
    }

    type Encoder = (&'static str, fn(&str) -> String);

    /// Every encoder in common use that a service may echo a key through, by its name.
    fn encoders() -> Vec<Encoder> {
        use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
        const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
        const COMPONENT: &AsciiSet = &UNRESERVED.remove(b'!').remove(b'*').remove(b'\'');
        const PATH: &AsciiSet = &UNRESERVED.remove(b'/').remove(b'~');
        const QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<');
        fn percent(text: &str, set: &'static AsciiSet) -> String {
            utf8_percent_encode(text, set).to_string()
        }
        fn mapped(text: &str, encode: impl Fn(char) -> Option<String>) -> String {
            let encoded = text
                .chars()
                .map(|char| encode(char).unwrap_or(char.to_string()));
            encoded.collect()
        }
        fn utf16(char: char) -> String {
            let units = char.encode_utf16(&mut [0; 2]).to_vec();
            let mut escaped = String::new();
            for unit in units {
                write!(escaped, "\\u{unit:04x}").unwrap();
            }
            escaped
        }
        fn html(text: &str, quote: &str) -> String {
            let text = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            text.replace('"', "&quot;").replace('\'', quote)
        }
        fn json(text: &str) -> String {
            let text = serde_json::to_string(text).unwrap();
            text[1..text.len() - 1].to_owned()
        }
        fn within(text: &str, before: &str) -> String {
            BASE64_STANDARD.encode(format!("{before}{text}, and more"))
        }
        vec![
            ("plain", |text| text.to_owned()),
            ("percent", |text| percent(text, UNRESERVED)),
            ("percent of everything", |text| {
                percent(text, NON_ALPHANUMERIC)
            }),
            ("percent of a component", |text| percent(text, COMPONENT)),
            ("percent of a path", |text| percent(text, PATH)),
            ("percent of a query", |text| percent(text, QUERY)),
            ("percent in lower case", |text| {
                percent(text, UNRESERVED).to_lowercase_hex()
            }),
            ("plus for blanks", |text| text.replace(' ', "+")),
            ("form", |text| percent(text, UNRESERVED).replace("%20", "+")),
            ("form in lower case", |text| {
                percent(text, UNRESERVED)
                    .to_lowercase_hex()
                    .replace("%20", "+")
            }),
            ("json", json),
            ("json with slashes", |text| json(text).replace('/', "\\/")),
            ("json in ascii", |text| {
                mapped(&json(text), |char| (!char.is_ascii()).then(|| utf16(char)))
            }),
            ("json in ascii, upper case", |text| {
                let escaped = |char: char| !char.is_ascii() || "<>&+'".contains(char);
                let upper = |char| utf16(char).to_uppercase().replace("\\U", "\\u");
                mapped(&json(text), |char| escaped(char).then(|| upper(char)))
            }),
            ("html", |text| html(text, "&#x27;")),
            ("html with a decimal quote", |text| html(text, "&#39;")),
            ("html with a named quote", |text| html(text, "&apos;")),
            ("html in decimal", |text| {
                let special = |char: char| !char.is_ascii_alphanumeric();
                mapped(text, |char| {
                    special(char).then(|| format!("&#{};", char as u32))
                })
            }),
            ("html in hexadecimal", |text| {
                let special = |char: char| !char.is_ascii_alphanumeric();
                mapped(text, |char| {
                    special(char).then(|| format!("&#x{:X};", char as u32))
                })
            }),
            ("html with names", |text| {
                html(text, "'")
                    .replace('é', "&eacute;")
                    .replace('+', "&plus;")
            }),
            ("base64", |text| BASE64_STANDARD.encode(text)),
            ("base64 for URLs", |text| {
                BASE64_URL_SAFE_NO_PAD.encode(text)
            }),
            ("basic", |text| {
                BASE64_STANDARD.encode(format!("an-id:{text}"))
            }),
            ("basic for URLs", |text| {
                BASE64_URL_SAFE_NO_PAD.encode(format!("id:{text}"))
            }),
            ("base64 of a text", |text| within(text, "xx")),
            ("base64 of another text", |text| within(text, "x")),
        ]
    }

    trait Hexadecimal {
        fn to_lowercase_hex(&self) -> String;
    }

    impl Hexadecimal for String {
        /// The same percent encoding with lower-case digits.
        fn to_lowercase_hex(&self) -> String {
            let mut parts = self.split('%');
            let first = parts.next().unwrap_or_default().to_owned();
            let lower = parts.map(|part| format!("%{}{}", part[..2].to_lowercase(), &part[2..]));
            first + &lower.collect::<String>()
        }
    }

    /// A random key of the characters that encoders treat differently.
    fn key(random: &mut fastrand::Rng) -> String {
        let alphabet: Vec<_> = "abcXYZ0189%%%++ \"'\\/<>&=?#~!*-_.:;@é€漢😀\t2f41u"
            .chars()
            .collect();
        let len = random.usize(8..40);
        let text: String = (0..len)
            .map(|_| alphabet[random.usize(..alphabet.len())])
            .collect();
        let key = Secret::from_key_text(&text).0;
        if key.len() < 8 {
            "key-%2F+ 1".to_owned()
        } else {
            key
        }
    }

    /// Asserts that random keys are redacted after one encoder and after two.
    fn assert_encoders_are_decoded(keys: usize, seed: u64) {
        let mut random = fastrand::Rng::with_seed(seed);
        let encoders = encoders();
        for _ in 0..keys {
            let key = key(&mut random);
            let secrets = [key.clone()];
            for (inner_name, inner) in &encoders {
                for (outer_name, outer) in &encoders {
                    let encoded = outer(&inner(&key));
                    // Letters beside it shift the groups of base64.
                    let before = ["", "it/is/", "k=", "\"", "a"][random.usize(..5)];
                    let text = format!("{before}{encoded} he said");
                    let redacted = redact_secrets(&secrets, &text);
                    assert!(
                        redacted.contains(REDACTED) && redacted.ends_with(" he said"),
                        "{key:?}, {outer_name} of {inner_name}: {text:?} is {redacted:?}"
                    );
                    let mut remaining = Vec::new();
                    find_secrets(
                        &secrets,
                        &Decoded::new(&redacted),
                        MAX_ENCODINGS,
                        &mut remaining,
                    );
                    assert!(
                        remaining.is_empty(),
                        "{key:?}, {outer_name} of {inner_name}: {redacted:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_encoder_gets_a_key_past_redaction() {
        assert_encoders_are_decoded(5, 23);
    }

    #[test]
    #[ignore = "takes minutes"]
    fn no_encoder_gets_any_of_two_thousand_keys_past_redaction() {
        assert_encoders_are_decoded(2000, 2026);
    }

    #[test]
    fn ordinary_text_is_unchanged() {
        let texts = [
            include_str!("../../tests/samples/enablex.json"),
            include_str!("../../README.md"),
            include_str!("secret.rs"),
            "GET https://api.enablex.io/video/v2/cdr/period/2025-01-01/2025-01-31?a=%20b+c",
        ];
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..5 {
            let secrets = [key(&mut random), "hunter2!".to_owned(), "zzqx".to_owned()];
            for text in texts {
                // Some text of this file is the text of a secret.
                let text = text.replace("hunter2!", "").replace("zzqx", "");
                assert_eq!(redact_secrets(&secrets, &text), text);
            }
        }
    }

    #[test]
    fn a_key_has_no_byte_order_mark_and_no_blanks_around_it() {
        for text in [
            "k y",
            " k y\r\n",
            "\u{feff}k y\n",
            "\t\u{feff}\u{a0}k y\n\n",
        ] {
            assert_eq!(Secret::from_key_text(text).expose(), "k y", "{text:?}");
        }
    }

    #[test]
    fn a_text_that_is_too_short_for_a_secret_is_not_redacted() {
        let _ = Secret::new("abc".to_owned());
        assert_eq!(redact("abc"), "abc");
    }
}
