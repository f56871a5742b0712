//! Paging fields of an envelope, which say that the service has more calls than the response.
//!
//! The vendor documents no paging for call detail records, but sibling APIs of the same vendor page
//! their lists, and gateways in front of a service may do so as well. A page that is taken for the
//! whole list is a wrong bill, so every usual paging field counts: a total above the length of the
//! list, several pages, or a next page. Names are compared without case, underscores and dashes,
//! and numbers may be text. Paging fields are at the top of the envelope or inside an object such
//! as `pagination`.
//!
//! Complete responses of such services are accepted: their total equals the length of the list, or
//! they say that nothing follows.

use super::envelope::EnvelopeMember;
use super::members::for_each_member;
use crate::text::{count_noun, json_to_text, truncate_and_redact};

/// What a member of the envelope says about the whole list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PagingField {
    /// The number of calls.
    Total,
    /// The number of pages.
    Pages,
    /// Whether, or where, more follows.
    Next,
}

/// The names of paging fields, in lower case without separators.
const PAGING_FIELDS: [(&str, PagingField); 10] = [
    ("total", PagingField::Total),
    ("count", PagingField::Total),
    ("totalcount", PagingField::Total),
    ("totalrecords", PagingField::Total),
    ("pages", PagingField::Pages),
    ("pagecount", PagingField::Pages),
    ("totalpages", PagingField::Pages),
    ("next", PagingField::Next),
    ("nextpage", PagingField::Next),
    ("hasmore", PagingField::Next),
];

/// Objects of the envelope that may have paging fields as members.
const CONTAINERS: [&str; 5] = ["search", "pagination", "paging", "meta", "page"];

/// The deepest nesting of containers that is searched.
const MAX_DEPTH: usize = 4;

/// The values of a next page that say that there is none.
const NO_NEXT: [&str; 8] = ["", "null", "false", "none", "no", "0", "[]", "{}"];

/// Checks that the members of an envelope do not say that the service has more calls than
/// `received`. Otherwise returns what is missing, to follow "the response".
pub fn check_complete<'a>(
    members: impl Iterator<Item = &'a EnvelopeMember>,
    received: u64,
) -> Result<(), String> {
    for (name, value) in members.flat_map(candidates) {
        let Some(field) = find_paging_field(&name) else {
            continue;
        };
        let text = json_to_text(&value).trim().to_lowercase();
        let number = StatedCount::parse(&text);
        let calls = count_noun(received, "call");
        let excerpt = truncate_and_redact(&text);
        match field {
            PagingField::Total if number.is_some_and(|total| total.exceeds(received)) => {
                return Err(format!("has {received} of {excerpt} calls"));
            }
            PagingField::Pages if number.is_some_and(|pages| pages.value > 1.0) => {
                return Err(format!("has {calls} on one of {excerpt} pages"));
            }
            PagingField::Next if !NO_NEXT.contains(&&*text) => {
                return Err(format!("has {calls} and says that more follow ({name})"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns whether a member is a paging field or has one. Paging fields do not apply to lists that
/// were filtered or merged.
pub fn is_paging_field(member: &EnvelopeMember) -> bool {
    candidates(member)
        .iter()
        .any(|(name, _)| find_paging_field(name).is_some())
}

/// A number in a text.
#[derive(Clone, Copy)]
struct StatedCount {
    value: f64,
    /// Whether a `+` says that there are more.
    is_lower_bound: bool,
}

impl StatedCount {
    /// Parses a number whose digits may be grouped: `1,310`.
    fn parse(text: &str) -> Option<Self> {
        let number = text.strip_suffix('+').unwrap_or(text);
        let digits = number.replace([',', '_', ' ', '\'', '\u{a0}', '\u{202f}'], "");
        Some(Self {
            value: digits.parse().ok()?,
            is_lower_bound: number.len() < text.len(),
        })
    }

    fn exceeds(self, received: u64) -> bool {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a response has fewer than 2^52 calls"
        )]
        let received = received as f64;
        self.value > received || self.is_lower_bound && self.value >= received
    }
}

fn find_paging_field(name: &str) -> Option<PagingField> {
    let name = normalize(name);
    PAGING_FIELDS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, field)| *field)
}

fn normalize(name: &str) -> String {
    name.replace(['_', '-', ' '], "").to_lowercase()
}

/// Returns the name and the JSON value of a member, or those of its members if it is a container.
fn candidates(member: &EnvelopeMember) -> Vec<(String, String)> {
    let mut candidates = Vec::new();
    let mut pending = vec![(
        json_to_text(&member.name).into_owned(),
        &*member.value,
        0_usize,
    )];
    while let Some((name, value, depth)) = pending.pop() {
        let is_container = value.starts_with('{') && CONTAINERS.contains(&&*normalize(&name));
        if !is_container {
            candidates.push((name, value.to_owned()));
        } else if depth < MAX_DEPTH {
            // The value was parsed as JSON before.
            let _ = for_each_member(value, |name, value| {
                pending.push((json_to_text(name).into_owned(), value, depth + 1));
            });
        }
    }
    candidates
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
    fn a_total_above_the_length_of_the_list_is_an_error_in_any_spelling() {
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
    fn more_than_one_page_is_an_error() {
        for name in ["pages", "page_count", "pageCount", "total_pages"] {
            assert!(check(name, "2").is_err() && check(name, "\"3\"").is_err());
            assert!(check(name, "1").is_ok() && check(name, "\"1\"").is_ok());
        }
    }

    #[test]
    fn a_next_page_is_an_error_unless_it_is_empty() {
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
    fn paging_fields_in_containers_count_and_page_numbers_do_not() {
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
    fn the_last_of_repeated_members_does_not_hide_an_earlier_one() {
        assert!(check("meta", r#"{"total":310,"total":10}"#).is_err());
    }
}
