//! Secrets, and their redaction in everything that is printed.
//!
//! A service may echo the key, as it is or encoded. A text is therefore searched for every secret as it is, and with
//! one and two encodings undone (see [`Encoding`]): percent encoding, backslash escapes, HTML references and base64 at
//! any alignment, in every combination of two. A `+` in a text may be itself or a blank
//! (`application/x-www-form-urlencoded`), so the search takes both for the same. What is found is hidden in the
//! original text; everything else stays as it is. Three encodings on top of each other are not undone, but the escapes
//! of a JSON text do not count ([`redact_json`]).

use super::encoding::{Decoded, Encoding};
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

/// A secret: the app key, or what HTTP Basic makes of it. It shows itself to nobody but the caller of
/// [`Secret::expose`]; from when it exists, [`redact`] takes it out of every text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// Every secret of this process.
static SECRETS: RwLock<Vec<String>> = RwLock::new(Vec::new());

/// What is shorter than this is no secret, and would be found everywhere.
const SHORTEST: usize = 4;

/// How many encodings on top of each other are undone.
const MAX_ENCODINGS: usize = 2;

/// What stands where a secret stood.
const MASK: &str = "[hidden]";

impl Secret {
    /// A secret that is this text.
    pub fn new(text: String) -> Self {
        hide(&text);
        Self(text)
    }

    /// The key in a text from a file, a command, the environment or the command line, where editors and shells leave
    /// blanks, line ends and a byte order mark around it.
    pub fn from_key_text(text: &str) -> Self {
        let is_around = |character: char| character.is_whitespace() || character == '\u{feff}';
        Self::new(text.trim_matches(is_around).to_owned())
    }

    /// What HTTP Basic makes of a user name and a password (RFC 7617).
    pub fn basic_auth(user: &str, password: &Self) -> Self {
        let text = format!("{user}:{}", password.0);
        // The key in it would be found as well, but then the app ID before it would stay.
        hide(&BASE64_URL_SAFE_NO_PAD.encode(&text));
        let basic = BASE64_STANDARD.encode(text);
        hide(basic.trim_end_matches('='));
        Self::new(basic)
    }

    /// The secret itself, for the request and for nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn hide(secret: &str) {
    let mut secrets = SECRETS.write().unwrap_or_else(PoisonError::into_inner);
    if secret.len() >= SHORTEST && !secrets.iter().any(|known| known == secret) {
        secrets.push(secret.to_owned());
    }
}

/// A text without any secret, as it is or encoded.
pub fn redact(text: &str) -> Cow<'_, str> {
    let secrets = SECRETS.read().unwrap_or_else(PoisonError::into_inner);
    without(&secrets, text)
}

/// A JSON text without any secret, also where its strings have one as it is or encoded.
pub fn redact_json(json: &str) -> Cow<'_, str> {
    let secrets = SECRETS.read().unwrap_or_else(PoisonError::into_inner);
    json_without(&secrets, json)
}

/// A text without these secrets.
fn without<'a>(secrets: &[String], text: &'a str) -> Cow<'a, str> {
    let mut found = Vec::new();
    if !secrets.is_empty() {
        find(secrets, &Decoded::new(text), MAX_ENCODINGS, &mut found);
    }
    hidden(text, found)
}

/// A JSON text without these secrets: the same search, once more with the escapes of its strings undone.
fn json_without<'a>(secrets: &[String], json: &'a str) -> Cow<'a, str> {
    let mut found = Vec::new();
    if !secrets.is_empty() {
        let text = Decoded::new(json);
        find(secrets, &text, MAX_ENCODINGS, &mut found);
        if let Some(unescaped) = text.decode(Encoding::Backslash) {
            find(secrets, &unescaped, MAX_ENCODINGS, &mut found);
        }
    }
    hidden(json, found)
}

/// A text with these ranges hidden.
fn hidden(text: &str, found: Vec<Range<usize>>) -> Cow<'_, str> {
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::new();
    let mut kept = 0;
    for range in merged(found) {
        let range = on_boundaries(range, text);
        masked.push_str(&text[kept..range.start]);
        masked.push_str(MASK);
        kept = range.end;
    }
    masked.push_str(&text[kept..]);
    Cow::Owned(masked)
}

/// Adds the ranges of the original text in which a secret is, with up to this many encodings undone.
fn find(secrets: &[String], text: &Decoded<'_>, encodings: usize, found: &mut Vec<Range<usize>>) {
    let bytes = with_blanks(&text.bytes);
    for secret in secrets {
        let secret = with_blanks(secret.as_bytes());
        let starts = memmem::find_iter(&bytes, &secret);
        found.extend(starts.map(|start| text.source_range(start..start + secret.len())));
    }
    if encodings > 0 {
        let decoded = Encoding::ALL
            .into_iter()
            .filter_map(|encoding| text.decode(encoding));
        decoded.for_each(|decoded| find(secrets, &decoded, encodings - 1, found));
    }
}

/// A text with a blank for each `+`, which stands for either of them.
fn with_blanks(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'+') {
        return Cow::Borrowed(text);
    }
    let bytes = text.iter();
    let bytes = bytes.map(|byte| if *byte == b'+' { b' ' } else { *byte });
    Cow::Owned(bytes.collect())
}

/// The ranges in their order, those that overlap as one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
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

/// The range, widened to whole characters.
fn on_boundaries(Range { mut start, mut end }: Range<usize>, text: &str) -> Range<usize> {
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// As much of a text that somebody else wrote as a message shows, without any secret. It may be JSON.
pub fn truncate_and_redact(text: &str) -> String {
    let text = redact_json(text);
    match text.char_indices().nth(MAX_EXCERPT_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from_key_text(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn a_secret_does_not_show_itself() {
        let secret = Secret::new("k3y-of-debug".to_owned());
        assert_eq!(format!("{secret:?}"), MASK);
    }

    #[test]
    fn no_form_of_a_secret_stays_in_a_text() {
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
    fn a_plus_in_a_text_may_be_a_plus_or_a_blank() {
        let secrets = ["ab+cd ef".to_owned()];
        let forms = ["ab+cd+ef", "ab cd ef", "ab%2Bcd+ef", "ab\\u002bcd+ef"];
        let base64 = forms.map(|form| BASE64_STANDARD.encode(format!("an-id:{form}")));
        for form in forms.into_iter().chain(base64.iter().map(String::as_str)) {
            let text = without(&secrets, form);
            assert!(text.ends_with(MASK), "{form}: {text}");
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
                let text = json_without(&secrets, &escaped);
                assert!(text.contains(MASK), "{outer_name} of {inner_name}: {text}");
                assert!(
                    serde_json::from_str::<String>(&text).is_ok(),
                    "{outer_name} of {inner_name}: {text}"
                );
            }
        }
    }

    #[test]
    fn a_text_is_cut_after_it_was_masked() {
        let key = Secret::new("straddles-the-cut".to_owned());
        let text = "x".repeat(MAX_EXCERPT_CHARS - 4) + key.expose() + &"y".repeat(1000);
        let shown = truncate_and_redact(&text);
        assert_eq!(shown, "x".repeat(MAX_EXCERPT_CHARS - 4) + &MASK[..4] + "…");
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
        let length = random.usize(8..40);
        let text: String = (0..length)
            .map(|_| alphabet[random.usize(..alphabet.len())])
            .collect();
        let key = Secret::from_key_text(&text).0;
        if key.len() < 8 {
            "key-%2F+ 1".to_owned()
        } else {
            key
        }
    }

    /// Checks that no encoder, singly or on top of another, gets so many random keys past redaction.
    fn check_encoders(keys: usize, seed: u64) {
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
                    let redacted = without(&secrets, &text);
                    assert!(
                        redacted.contains(MASK) && redacted.ends_with(" he said"),
                        "{key:?}, {outer_name} of {inner_name}: {text:?} is {redacted:?}"
                    );
                    let mut left = Vec::new();
                    find(&secrets, &Decoded::new(&redacted), MAX_ENCODINGS, &mut left);
                    assert!(
                        left.is_empty(),
                        "{key:?}, {outer_name} of {inner_name}: {redacted:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_encoder_gets_a_key_past_redaction() {
        check_encoders(5, 23);
    }

    #[test]
    #[ignore = "takes minutes"]
    fn no_encoder_gets_any_of_two_thousand_keys_past_redaction() {
        check_encoders(2000, 2026);
    }

    #[test]
    fn ordinary_text_is_left_alone() {
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
                assert_eq!(without(&secrets, &text), text);
            }
        }
    }

    #[test]
    fn a_byte_order_mark_and_blanks_are_no_part_of_a_key() {
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
    fn what_is_too_short_to_be_a_secret_hides_nothing() {
        let _ = Secret::new("abc".to_owned());
        assert_eq!(redact("abc"), "abc");
    }
}
