//! The paths at which two records differ.
//!
//! The list is a value of a table, so it has limits, whatever the records are: paths are compared
//! to a depth of 16, and listed up to 1000 characters. Only the first paths in their order are kept
//! while the rest are counted, so that a record with a million members takes no more memory than
//! its text.

use crate::record::members_by_name;
use crate::text::{truncate, value_digest};
use std::collections::{BTreeMap, BTreeSet};

/// The deepest level whose members are compared one by one. Below it, values are compared as a
/// whole.
const MAX_DEPTH: usize = 16;

/// The longest text of all paths, in characters.
const MAX_TEXT_CHARS: usize = 1000;

/// The longest path that is listed in full, in characters.
const MAX_PATH_CHARS: usize = 200;

/// The largest number of paths that are kept. More do not fit into the text.
const MAX_PATHS: usize = MAX_TEXT_CHARS / 2;

/// Returns the dotted paths of the members whose values differ, sorted and with commas between, so
/// that they can be used as a list of columns. Arrays are compared as a whole. Of an object that
/// only one record has, its members are listed. Paths that do not fit are counted: `a,b and 3
/// more`.
pub fn differing_paths(old: &str, new: &str) -> String {
    let mut paths = Paths::default();
    paths.compare(&mut Vec::new(), Some(old), Some(new));
    paths.join()
}

#[derive(Default)]
struct Paths {
    count: usize,
    /// The first paths in alphabetical order.
    first: BTreeSet<String>,
}

impl Paths {
    /// Compares the values at a path; `None` is that of a record without one.
    fn compare(&mut self, path: &mut Vec<Vec<u8>>, old: Option<&str>, new: Option<&str>) {
        let objects = (path.len() < MAX_DEPTH).then(|| members(old).zip(members(new)));
        let Some((old_members, new_members)) = objects.flatten() else {
            let digest = |json: Option<&str>| json.map(|json| value_digest(json, 0));
            if digest(old) != digest(new) {
                self.add(path);
            }
            return;
        };
        let is_leaf = old_members.is_empty() && new_members.is_empty();
        if is_leaf && old.is_none() != new.is_none() {
            self.add(path);
        }
        let names: BTreeSet<_> = old_members.keys().chain(new_members.keys()).collect();
        for name in names {
            path.push(name.clone());
            self.compare(
                path,
                old_members.get(name).copied(),
                new_members.get(name).copied(),
            );
            path.pop();
        }
    }

    fn add(&mut self, path: &[Vec<u8>]) {
        self.count += 1;
        let path = path.iter().map(|name| String::from_utf8_lossy(name));
        self.first
            .insert(truncate(&path.collect::<Vec<_>>().join("."), MAX_PATH_CHARS).into_owned());
        if self.first.len() > MAX_PATHS {
            self.first.pop_last();
        }
    }

    /// Returns the list.
    fn join(self) -> String {
        let mut text = String::new();
        let mut listed = 0;
        for path in &self.first {
            if text.chars().count() + path.chars().count() > MAX_TEXT_CHARS {
                break;
            }
            if listed > 0 {
                text.push(',');
            }
            text.push_str(path);
            listed += 1;
        }
        match self.count - listed {
            0 => text,
            more => format!("{text} and {more} more"),
        }
    }
}

/// Returns the members of a value: none if it is missing, and `None` if it is not an object.
fn members(json: Option<&str>) -> Option<BTreeMap<Vec<u8>, &str>> {
    json.map_or(Some(BTreeMap::new()), members_by_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_differ_are_listed_with_their_dotted_paths() {
        for (old, new, expected) in [
            (
                r#"{"a":1,"b":{"c":2,"d":3}}"#,
                r#"{"b":{"d":4,"c":2.0},"a":10e-1}"#,
                "b.d",
            ),
            (r#"{"b":1,"a":1}"#, r#"{"a":2,"b":2}"#, "a,b"),
            (r#"{"a":1}"#, r#"{"b":1}"#, "a,b"),
            (r#"{"a":{"b":1,"c":{}}}"#, "{}", "a.b,a.c"),
            ("{}", r#"{"a":{}}"#, "a"),
            (r#"{"a":{}}"#, r#"{"a":{"b":1}}"#, "a.b"),
            (r#"{"a":{"b":1}}"#, r#"{"a":5}"#, "a"),
            (r#"{"a":null}"#, "{}", "a"),
            (r#"{"a":[1,2,{"b":1}]}"#, r#"{"a":[1,2,{"b":2}]}"#, "a"),
            (r#"{"a":[{"b":1,"c":2}]}"#, r#"{"a":[{"c":2.0,"b":1}]}"#, ""),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#, ""),
            (
                r#"{"\ud800":1}"#,
                r#"{"\udfff":1}"#,
                "\u{fffd}\u{fffd}\u{fffd} and 1 more",
            ),
        ] {
            assert_eq!(differing_paths(old, new), expected, "{old} {new}");
        }
    }

    #[test]
    fn the_list_has_a_limit() {
        let members = (0..10_000).map(|number| format!("\"member{number:05}\":{number}"));
        let new = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
        let text = differing_paths("{}", &new);
        assert!(text.starts_with("member00000,member00001,"), "{text}");
        let (listed, more) = text.split_once(" and ").unwrap();
        assert!(listed.len() <= 1000 + listed.split(',').count(), "{text}");
        assert_eq!(more, format!("{} more", 10_000 - listed.split(',').count()));
        let long = format!("{{\"{}\":1}}", "x".repeat(1 << 20));
        assert_eq!(
            differing_paths("{}", &long),
            format!("{}…", "x".repeat(200))
        );
    }

    #[test]
    fn nesting_of_any_depth_is_compared() {
        let deep = |inner: &str| format!("{}{inner}{}", "{\"a\":".repeat(9_000), "}".repeat(9_000));
        assert_eq!(differing_paths(&deep("1"), &deep("1.0")), "");
        assert_eq!(differing_paths(&deep("1"), &deep("2")), ["a"; 16].join("."));
    }
}
