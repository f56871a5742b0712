//! Text that nobody gets to see.

use crate::bounds::EXCERPT;
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::sync::{PoisonError, RwLock};

/// A secret: the app key, or what HTTP Basic makes of it. It shows itself to nobody but the caller of
/// [`Secret::expose`]; from when it exists, [`masked`] takes it out of every text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// Every secret of this process, the longest first.
static SECRETS: RwLock<Vec<String>> = RwLock::new(Vec::new());

/// What is shorter than this is no secret, and would be found everywhere.
const SHORTEST: usize = 4;

/// What stands where a secret stood.
const MASK: &str = "[hidden]";

impl Secret {
    /// A secret that is this text.
    pub fn new(text: String) -> Self {
        hide(&text);
        Self(text)
    }

    /// What HTTP Basic makes of a user name and a password (RFC 7617).
    pub fn basic(user: &str, password: &Self) -> Self {
        let text = format!("{user}:{}", password.0);
        // Others write it for URLs, and padding may be left out.
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
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }
}

/// A text without any secret, however it is escaped: for a URL, for JSON, or not at all.
pub fn masked(text: &str) -> Cow<'_, str> {
    let secrets = SECRETS.read().unwrap_or_else(PoisonError::into_inner);
    let found = |rest: &str| secrets.iter().find_map(|secret| length_at(rest, secret));
    let mut masked = String::new();
    let (mut kept, mut place) = (0, 0);
    while let Some(letter) = text[place..].chars().next() {
        if let Some(length) = found(&text[place..]) {
            masked.push_str(&text[kept..place]);
            masked.push_str(MASK);
            place += length;
            kept = place;
        } else {
            place += letter.len_utf8();
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[kept..]);
    Cow::Owned(masked)
}

/// How long the secret is in the text that starts with it, if it does.
fn length_at(text: &str, secret: &str) -> Option<usize> {
    let mut place = 0;
    for letter in secret.chars() {
        place += letter_at(&text[place..], letter)?;
    }
    Some(place)
}

/// How long a letter is in the text that starts with it, if it does: as it is, behind a backslash, as the `\u` of JSON
/// (RFC 8259, section 7), or as the `%` of URLs (RFC 3986, section 2.1).
fn letter_at(text: &str, letter: char) -> Option<usize> {
    if text.starts_with(letter) {
        return Some(letter.len_utf8());
    }
    let mut start = text.chars();
    match start.next()? {
        '\\' if start.as_str().starts_with(letter) => Some(1 + letter.len_utf8()),
        '\\' => {
            let mut units = [0; 2];
            let units = letter.encode_utf16(&mut units).iter();
            escaped_at(
                text,
                &units
                    .map(|unit| format!("\\u{unit:04x}"))
                    .collect::<Vec<_>>(),
            )
        }
        '%' => {
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).bytes();
            escaped_at(
                text,
                &bytes.map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>(),
            )
        }
        _ => None,
    }
}

fn escaped_at(text: &str, escapes: &[String]) -> Option<usize> {
    let escape = escapes.concat();
    let start = text.get(..escape.len())?;
    start.eq_ignore_ascii_case(&escape).then_some(escape.len())
}

/// As much of a text that somebody else wrote as a message shows, without any secret.
pub fn excerpt(text: &str) -> String {
    let text = masked(text);
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::new(text.to_owned()))
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

    #[test]
    fn a_secret_does_not_show_itself() {
        let secret = Secret::new("k3y-of-debug".to_owned());
        assert_eq!(format!("{secret:?}"), MASK);
    }

    #[test]
    fn no_form_of_a_secret_stays_in_a_text() {
        let key = Secret::new("Ab/c\"d&é-k".to_owned());
        let basic = Secret::basic("an id", &key);
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
            let text = masked(&format!("it is {form}, he said")).into_owned();
            assert!(
                text.starts_with("it is [hidden]") && !text.contains('A'),
                "{form}: {text}"
            );
        }
    }

    #[test]
    fn a_secret_beyond_the_basic_plane_is_found_as_a_surrogate_pair() {
        let _ = Secret::new("key😀key".to_owned());
        assert_eq!(masked(r"a key\ud83d\uDE00key"), "a [hidden]");
    }

    #[test]
    fn a_text_is_cut_after_it_was_masked() {
        let key = Secret::new("straddles-the-cut".to_owned());
        let text = "x".repeat(EXCERPT - 4) + key.expose() + &"y".repeat(1000);
        let shown = excerpt(&text);
        assert_eq!(shown, "x".repeat(EXCERPT - 4) + &MASK[..4] + "…");
    }

    #[test]
    fn what_is_too_short_to_be_a_secret_hides_nothing() {
        let _ = Secret::new("abc".to_owned());
        assert_eq!(masked("abc"), "abc");
    }
}
