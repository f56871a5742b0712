//! Truncation of texts in messages and tables.

use std::borrow::Cow;

/// Returns the first characters of a text, followed by an ellipsis if there are more.
pub fn truncate(text: &str, max_chars: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_longer_text_is_truncated() {
        for (text, expected) in [("", ""), ("äbc", "äbc"), ("äbcd", "äbc…")] {
            assert_eq!(truncate(text, 3), expected);
        }
    }
}
