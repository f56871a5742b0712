//! Distinguishes calls from other JSON objects.
//!
//! A list or a file of JSON Lines may have objects that are not call detail records: an error body,
//! a response wrapped in another object, or rows that `cdr` itself printed (totals, differences,
//! bills). Counting one of them as a call would print a wrong bill, so they are errors.
//!
//! A call has at least one documented member. Nearly every record starts with one, so the usual
//! check is a look at its first name; only records that start otherwise are parsed a second time. A
//! row of totals or of differences may start with a documented member as well, but it also has
//! `calls` or `change`, which no documented record has.

use super::members::for_each_member;
use crate::text::{json_to_text, truncate_and_redact};
use memchr::memmem::{self, Finder};
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The documented members at the top of a record, of both vendor pages.
pub const DOCUMENTED_MEMBERS: [&str; 17] = [
    "trans_date",
    "conf_num",
    "sip",
    "call_num",
    "call_log_id",
    "parent_partner_id",
    "room",
    "user",
    "sigserver",
    "published_track",
    "usage",
    "stats_quality",
    "video_embed",
    "visual_builder",
    "lowcode",
    "app_id",
    "cdr_id",
];

/// The column of totals that each of their rows has by default.
const CALLS: &str = "calls";

/// Further columns that only totals have.
const TOTALS_ONLY: [&str; 5] = [
    "conferences",
    "first_connect_dt",
    "last_disconnect_dt",
    "bad_calls",
    "bad_share",
];

/// Members of which a call has at least one, even if its columns were chosen for an export.
const CALLS_ONLY: [&str; 3] = ["cdr_id", "call_num", "trans_date"];

/// The first column of the rows of `cdr diff`, and its values.
const CHANGE: &str = "change";
const CHANGES: [&str; 7] = [
    "added",
    "removed",
    "changed from",
    "changed to",
    "before",
    "after",
    "difference",
];

/// Searches for the names that rows of totals or of differences have. Every record of a file is
/// searched, so the search is prepared once.
static ROW_NAMES: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [CALLS, CHANGE].map(|name| Finder::new(&format!("\"{name}\"")).into_owned()));

/// Checks that a JSON object, which was parsed before, is a call detail record. `is_saved` says
/// whether it comes from a file, which may have been printed by `cdr`. Otherwise returns what it is
/// instead, to follow "contains".
pub fn check_call(text: &str, is_saved: bool) -> Result<(), String> {
    let may_be_row = || {
        ROW_NAMES
            .iter()
            .any(|name| name.find(text.as_bytes()).is_some())
    };
    if first_name(text).is_some_and(is_documented) && !(is_saved && may_be_row()) {
        return Ok(());
    }
    let mut clues = ObjectClues::default();
    // The object is valid JSON.
    let _ = for_each_member(text, |name, value| {
        clues.observe(&json_to_text(name), value);
    });
    clues.check()
}

/// Returns the first name of an object, if it is written without escapes.
fn first_name(text: &str) -> Option<&str> {
    let name = text.strip_prefix('{')?.trim_start().strip_prefix('"')?;
    name.split('"').next().filter(|name| !name.contains('\\'))
}

fn is_documented(name: &str) -> bool {
    DOCUMENTED_MEMBERS.contains(&name)
}

/// What a member says about its object.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Clue {
    Documented,
    OnlyInCalls,
    OnlyInTotals,
    NumberOfCalls,
    Difference,
    ListOfResponse,
}

/// What the members of an object say about it.
#[derive(Default)]
struct ObjectClues {
    clues: HashSet<Clue>,
    /// The member whose value is a response, with a list named `cdr`.
    wrapper: Option<String>,
}

impl ObjectClues {
    fn observe(&mut self, name: &str, value: &str) {
        let is_number = value.starts_with(|first: char| first.is_ascii_digit());
        let is_change = CHANGES.contains(&value.trim_matches('"'));
        let is_list = value.starts_with('[');
        let clues = [
            (Clue::Documented, is_documented(name)),
            (Clue::OnlyInCalls, CALLS_ONLY.contains(&name)),
            (Clue::OnlyInTotals, TOTALS_ONLY.contains(&name)),
            (Clue::NumberOfCalls, name == CALLS && is_number),
            (Clue::Difference, name == CHANGE && is_change),
            (Clue::ListOfResponse, name == "cdr" && is_list),
        ];
        let found = clues.into_iter().filter(|(_, is_found)| *is_found);
        self.clues.extend(found.map(|(found, _)| found));
        if is_response(value) {
            self.wrapper = Some(name.to_owned());
        }
    }

    fn check(self) -> Result<(), String> {
        let has = |found| self.clues.contains(&found);
        if has(Clue::Difference) {
            return Err("a row of 'cdr diff', not a call".to_owned());
        }
        if has(Clue::NumberOfCalls) && (has(Clue::OnlyInTotals) || !has(Clue::OnlyInCalls)) {
            return Err("a row of totals, not a call".to_owned());
        }
        match self.wrapper {
            _ if has(Clue::Documented) => Ok(()),
            Some(name) => Err(describe_wrapped(&name)),
            None if has(Clue::ListOfResponse) => {
                Err("several responses; save each in its own file".to_owned())
            }
            None => Err("an object that is not a call (no documented member)".to_owned()),
        }
    }
}

/// Describes a response that is the value of a member of another object.
pub fn describe_wrapped(name: &str) -> String {
    let name = truncate_and_redact(name);
    format!("a response wrapped in '{name}'; extract it, for example with jq '.{name}'")
}

/// Returns whether a JSON value is an object with a list named `cdr`.
pub fn is_response(value: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Response<'a> {
        #[serde(borrow)]
        cdr: &'a RawValue,
    }
    // A search is much cheaper than parsing, and rules out nearly every value.
    value.starts_with('{')
        && memmem::find(value.as_bytes(), b"cdr").is_some()
        && serde_json::from_str::<Response>(value)
            .is_ok_and(|response| response.cdr.get().starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_with_a_documented_member_is_a_call_wherever_the_member_is() {
        for text in [
            r#"{"cdr_id":"a"}"#,
            r#"{ "conf_num" : 1 }"#,
            r#"{"price":{"cdr":1},"\u0063dr_id":"a"}"#,
            r#"{"calls":3,"trans_date":"2025-01-01T00:00:00Z"}"#,
            r#"{"change":"of plan","cdr_id":"a"}"#,
        ] {
            assert_eq!(check_call(text, true), Ok(()), "{text}");
        }
    }

    #[test]
    fn an_object_without_documented_members_is_not_a_call() {
        for text in ["{}", r#"{"error":"unauthorized"}"#, r#"{"path":"room"}"#] {
            let problem = check_call(text, true).unwrap_err();
            assert!(problem.contains("no documented member"), "{problem}");
        }
    }

    #[test]
    fn rows_that_cdr_printed_are_not_calls() {
        for (text, expected) in [
            (
                r#"{"room":{"room_id":"r"},"calls":3,"conferences":1}"#,
                "row of totals",
            ),
            (r#"{"conf_num":"1","calls":3}"#, "row of totals"),
            (r#"{"cdr_id":"1","calls":3,"bad_calls":0}"#, "row of totals"),
            (r#"{"change":"added","cdr_id":"a"}"#, "cdr diff"),
            (r#"{"cdr_id":"a","change":"changed to"}"#, "cdr diff"),
            (r#"{"change":"before","user":{"ref":"a"}}"#, "cdr diff"),
        ] {
            let problem = check_call(text, true).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        }
    }

    #[test]
    fn a_response_among_records_is_named_as_one() {
        let problem = check_call(r#"{"result":"0","cdr":[]}"#, true).unwrap_err();
        assert!(problem.starts_with("several responses"), "{problem}");
        assert_eq!(check_call(r#"{"cdr_id":"a","cdr":[]}"#, true), Ok(()));
    }

    #[test]
    fn a_wrapped_response_is_named_by_its_member() {
        let problem = check_call(r#"{"data":{"result":"0","cdr":[]}}"#, true).unwrap_err();
        assert!(problem.contains("wrapped in 'data'"), "{problem}");
    }
}
