//! Text that nobody gets to see.

use crate::bounds::EXCERPT;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::sync::{PoisonError, RwLock};

/// A secret: the app key, or what HTTP Basic makes of it. It shows itself to nobody but the caller of
/// [`Secret::expose`]; from when it exists, [`masked`] takes it out of every text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// Every form of every secret of this process, the longest first.
static FORMS: RwLock<Vec<String>> = RwLock::new(Vec::new());

/// What is shorter than this is no secret, and would be found everywhere.
const SHORTEST: usize = 4;

/// What stands where a secret stood.
const MASK: &str = "[hidden]";

impl Secret {
    /// A secret that is this text, and can also come back as a part of a URL or of JSON.
    #[must_use]
    pub fn new(text: String) -> Self {
        let json = serde_json::Value::from(text.as_str()).to_string();
        let json = json[1..json.len() - 1].to_owned();
        let encoded = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
        hide([text.clone(), encoded, json]);
        Self(text)
    }

    /// What HTTP Basic makes of a user name and a password (RFC 7617).
    #[must_use]
    pub fn basic(user: &str, password: &Self) -> Self {
        let encoded = BASE64_STANDARD.encode(format!("{user}:{}", password.0));
        // Padding may be left out.
        hide([encoded.trim_end_matches('=').to_owned()]);
        Self::new(encoded)
    }

    /// The secret itself, for the request and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn hide(forms: impl IntoIterator<Item = String>) {
    let mut hidden = FORMS.write().unwrap_or_else(PoisonError::into_inner);
    for form in forms {
        if form.len() >= SHORTEST && !hidden.contains(&form) {
            hidden.push(form);
        }
    }
    hidden.sort_by_key(|form| std::cmp::Reverse(form.len()));
}

/// A text without any secret.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    let forms = FORMS.read().unwrap_or_else(PoisonError::into_inner);
    let mut text = Cow::Borrowed(text);
    for form in forms.iter() {
        if text.contains(form) {
            text = Cow::Owned(text.replace(form, MASK));
        }
    }
    text
}

/// As much of a text that somebody else wrote as a message shows, without any secret.
#[must_use]
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
        let key = Secret::new("p/ss\"w=rd".to_owned());
        let basic = Secret::basic("an id", &key);
        let text = format!(
            "key p/ss\"w=rd, in a URL p%2Fss%22w%3Drd, in JSON p/ss\\\"w=rd, Basic {}",
            basic.expose()
        );
        assert_eq!(
            masked(&text),
            "key [hidden], in a URL [hidden], in JSON [hidden], Basic [hidden]"
        );
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
