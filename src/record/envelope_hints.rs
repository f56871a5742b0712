//! Hints of an envelope that the service has more calls than the response holds.
//!
//! The vendor documents no paging for call detail records, but sibling APIs of the same vendor page
//! their lists, and gateways in front of a service may do so as well. A page that passes as the whole
//! list is a wrong bill, so every usual hint counts: a total above the length of the list, several
//! pages, or a next page. Names are compared without case, underscores and dashes, and numbers may be
//! text. Hints stand at the top of the envelope or inside an object such as `pagination`.
//!
//! What equals the length of the list, or says that nothing follows, is no hint. So complete responses
//! of such services pass.

use super::envelope::EnvelopeMember;
use super::members::each_member;
use crate::text::{json_to_text, truncate_and_redact};

/// What a member of the envelope says about the whole list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hint {
    /// The number of calls.
    Total,
    /// The number of pages.
    Pages,
    /// Whether, or where, more follows.
    Next,
}

/// The names of hints, in lower case without separators.
const HINTS: [(&str, Hint); 10] = [
    ("total", Hint::Total),
    ("count", Hint::Total),
    ("totalcount", Hint::Total),
    ("totalrecords", Hint::Total),
    ("pages", Hint::Pages),
    ("pagecount", Hint::Pages),
    ("totalpages", Hint::Pages),
    ("next", Hint::Next),
    ("nextpage", Hint::Next),
    ("hasmore", Hint::Next),
];

/// Objects of the envelope that may hold hints.
const CONTAINERS: [&str; 5] = ["search", "pagination", "paging", "meta", "page"];

/// Values of a next page that say that there is none.
const NOTHING: [&str; 8] = ["", "null", "false", "none", "no", "0", "[]", "{}"];

/// Checks that the members of an envelope do not say that the service has more calls than `received`.
///
/// # Errors
/// What is missing, to follow "the response".
pub fn check_complete<'a>(
    members: impl Iterator<Item = &'a EnvelopeMember>,
    received: u64,
) -> Result<(), String> {
    for (name, value) in members.flat_map(hints_in) {
        let Some(hint) = hint_of(&name) else { continue };
        let text = json_to_text(&value).trim().to_lowercase();
        let (number, is_least) = number_in(&text);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a response has fewer than 2^52 calls"
        )]
        let received_number = received as f64;
        let calls = if received == 1 { "call" } else { "calls" };
        match hint {
            Hint::Total
                if number.is_some_and(|total| {
                    total > received_number || is_least && total >= received_number
                }) =>
            {
                return Err(format!(
                    "has {received} of {} calls",
                    truncate_and_redact(&text)
                ));
            }
            Hint::Pages if number.is_some_and(|pages| pages > 1.0) => {
                return Err(format!(
                    "has {received} {calls} on one of {} pages",
                    truncate_and_redact(&text)
                ));
            }
            Hint::Next if !NOTHING.contains(&&*text) => {
                return Err(format!(
                    "has {received} {calls} and says that more follow ({name})"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The number in a text, which may group its digits (`1,310`), and whether a `+` says that there are more.
fn number_in(text: &str) -> (Option<f64>, bool) {
    let number = text.strip_suffix('+').unwrap_or(text);
    let digits = number.replace([',', '_', ' ', '\'', '\u{a0}', '\u{202f}'], "");
    (digits.parse().ok(), number.len() < text.len())
}

/// Whether a member says how many calls or pages there are, or holds such members. What was filtered or
/// merged no longer fits it.
pub fn is_hint(member: &EnvelopeMember) -> bool {
    hints_in(member)
        .iter()
        .any(|(name, _)| hint_of(name).is_some())
}

fn hint_of(name: &str) -> Option<Hint> {
    let name = normalized(name);
    let found = HINTS.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

fn normalized(name: &str) -> String {
    let letters = name
        .chars()
        .filter(|letter| !matches!(letter, '_' | '-' | ' '));
    letters.collect::<String>().to_lowercase()
}

/// A member, or the members of it if it is a container, as names and JSON values.
fn hints_in(member: &EnvelopeMember) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&json_to_text(&member.name), &member.value, &mut found);
    found
}

fn collect(name: &str, value: &str, found: &mut Vec<(String, String)>) {
    /// Deeper than any envelope nests its paging.
    const MAX_DEPTH: usize = 4;
    let mut open = vec![(name.to_owned(), value, 0)];
    while let Some((name, value, depth)) = open.pop() {
        let is_container = CONTAINERS.contains(&&*normalized(&name));
        if !(is_container && value.starts_with('{')) {
            found.push((name, value.to_owned()));
        } else if depth < MAX_DEPTH {
            // The value was read as JSON before.
            let _ = each_member(value, |name, value| {
                let name = String::from_utf8_lossy(&name).into_owned();
                open.push((name, value, depth + 1));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, value: &str) -> EnvelopeMember {
        EnvelopeMember {
            name: format!("\"{name}\""),
            value: value.to_owned(),
        }
    }

    fn check(name: &str, value: &str) -> Result<(), String> {
        check_complete([member(name, value)].iter(), 10)
    }

    #[test]
    fn a_total_above_the_length_of_the_list_is_a_hint_in_any_spelling() {
        for name in [
            "total",
            "count",
            "total_count",
            "totalCount",
            "total_records",
            "Total-Records",
        ] {
            for value in [
                "11",
                "\"310\"",
                "1e3",
                "\" 11 \"",
                "1e999",
                "\"1,310\"",
                "\"1 310\"",
                "\"10+\"",
            ] {
                assert!(check(name, value).is_err(), "{name} {value}");
            }
            for value in ["10", "\"10\"", "10.0", "0", "-1", "null", "\"all\"", "[]"] {
                assert_eq!(check(name, value), Ok(()), "{name} {value}");
            }
        }
    }

    #[test]
    fn more_than_one_page_is_a_hint() {
        for name in ["pages", "page_count", "pageCount", "total_pages"] {
            assert!(check(name, "2").is_err() && check(name, "\"3\"").is_err());
            assert!(check(name, "1").is_ok() && check(name, "\"1\"").is_ok());
        }
    }

    #[test]
    fn a_next_page_is_a_hint_unless_it_is_empty() {
        for name in ["next", "next_page", "nextPage", "has_more", "hasMore"] {
            for value in ["true", "2", "\"/cdr?page=2\"", "{\"page\":2}", "\"true\""] {
                assert!(check(name, value).is_err(), "{name} {value}");
            }
            for value in ["null", "false", "\"\"", "\"false\"", "0", "[]", "{}", "{ }"] {
                assert_eq!(check(name, value), Ok(()), "{name} {value}");
            }
        }
    }

    #[test]
    fn hints_inside_objects_count_and_page_numbers_do_not() {
        for name in ["search", "pagination", "paging", "meta", "page"] {
            assert!(
                check(name, r#"{"page":1,"total":"310"}"#).is_err(),
                "{name}"
            );
            assert!(
                check(name, r#"{"paging":{"hasMore":true}}"#).is_err(),
                "{name}"
            );
            assert_eq!(
                check(name, r#"{"page":1,"page_length":10,"total":10}"#),
                Ok(())
            );
        }
        assert_eq!(check("page", "7"), Ok(()));
        assert_eq!(check("usage", r#"{"total":310}"#), Ok(()));
    }

    #[test]
    fn the_last_of_repeated_members_does_not_hide_an_earlier_hint() {
        assert!(check("meta", r#"{"total":310,"total":10}"#).is_err());
    }
}
