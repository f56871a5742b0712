//! Members whose values must be read as numbers or times, and what of them can't be.

use super::fields::IDENTITY;
use crate::parse::{Projection, Record};
use crate::text::text_of;
use crate::text::{Decimal, time};
use chrono::{DateTime, Utc};
use std::borrow::Cow;

/// A member that is read in every call. It counts the calls that lack it and, apart from these, those whose
/// value can't be read; the first of them is kept as an example.
#[derive(Clone, Debug)]
pub struct Reading {
    name: &'static str,
    slot: usize,
    id_slot: usize,
    missing: u64,
    unreadable: u64,
    example: String,
}

/// How much of a value is shown as an example, in characters.
const SHOWN: usize = 40;

impl Reading {
    /// Reads this member.
    pub fn new(name: &'static str, projection: &mut Projection) -> Self {
        Self {
            name,
            slot: projection.slot(name),
            id_slot: projection.slot(IDENTITY),
            missing: 0,
            unreadable: 0,
            example: String::new(),
        }
    }

    /// Hands the call's number to `take`: a JSON number, or a text that is one.
    pub fn number(&mut self, record: &Record<'_>, take: impl FnOnce(&Decimal<'_>)) {
        self.read(record, |text| {
            Decimal::parse(&text).map(|number| take(&number))
        });
    }

    /// The call's time, and its text.
    pub fn time<'a>(&mut self, record: &Record<'a>) -> Option<(DateTime<Utc>, Cow<'a, str>)> {
        self.read(record, |text| Some((time(&text)?, text)))
    }

    fn read<'a, T>(
        &mut self,
        record: &Record<'a>,
        read: impl FnOnce(Cow<'a, str>) -> Option<T>,
    ) -> Option<T> {
        let json = record.values[self.slot].unwrap_or("null");
        if matches!(json, "null" | "\"\"") {
            self.missing += 1;
            return None;
        }
        let value = read(text_of(json));
        if value.is_none() {
            if self.unreadable == 0 {
                self.example = example(json, record.values[self.id_slot]);
            }
            self.unreadable += 1;
        }
        value
    }

    /// The warning about calls, of so many, that lack a number which others have.
    pub fn missing(&self, calls: u64) -> Option<String> {
        let (name, missing) = (self.name, self.missing);
        (0 < missing && missing < calls)
            .then(|| format!("{missing} of {calls} calls have no {name}; they are not in its sums"))
    }

    /// The warning about values that are not what they should be, like `number`.
    pub fn unreadable(&self, kind: &str, calls: u64) -> Option<String> {
        let (name, unreadable, example) = (self.name, self.unreadable, &self.example);
        (unreadable > 0).then(|| {
            format!("{unreadable} of {calls} calls have a {name} that is no {kind} (the first: {example})")
        })
    }
}

/// A value and the call it stands in.
fn example(json: &str, id: Option<&str>) -> String {
    let shown: String = json.chars().take(SHOWN).collect();
    let cut = if shown.len() < json.len() { "…" } else { "" };
    let id = id.map(text_of).filter(|id| !id.is_empty());
    let id = id.map_or(format!("without {IDENTITY}"), |id| {
        format!("{IDENTITY} {}", id.chars().take(SHOWN).collect::<String>())
    });
    format!("{shown}{cut}, {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of the member `a` of these calls.
    fn warnings(calls: &[&str]) -> [Option<String>; 2] {
        let mut projection = Projection::default();
        let mut reading = Reading::new("a", &mut projection);
        for call in calls {
            let read = |record: &Record| {
                reading.number(record, |_| {});
                Ok(())
            };
            projection.record(call, read).unwrap();
        }
        let count = calls.len() as u64;
        [reading.missing(count), reading.unreadable("number", count)]
    }

    #[test]
    fn what_is_missing_is_told_apart_from_what_can_t_be_read() {
        let calls = [
            r#"{"a":1}"#,
            r#"{"a":"2"}"#,
            r#"{"a":"1E\u002B3"}"#,
            r#"{"a":null}"#,
            r#"{"a":"1,234","cdr_id":"x"}"#,
            r#"{"a":"12 "}"#,
        ];
        let [missing, unreadable] = warnings(&calls);
        assert_eq!(
            missing.unwrap(),
            "1 of 6 calls have no a; they are not in its sums"
        );
        assert_eq!(
            unreadable.unwrap(),
            "2 of 6 calls have a a that is no number (the first: \"1,234\", cdr_id x)"
        );
    }

    #[test]
    fn a_member_that_no_call_has_is_not_told() {
        assert_eq!(warnings(&["{}", r#"{"a":""}"#]), [None, None]);
    }

    #[test]
    fn a_long_value_is_cut() {
        let call = format!("{{\"a\":\"{}\"}}", "x".repeat(1_000_000));
        let [_, unreadable] = warnings(&[&call]);
        assert!(unreadable.unwrap().len() < 200);
    }
}
