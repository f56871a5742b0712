//! Members that must be numbers or times, with counts of the calls in which they are not.
//!
//! A missing value (absent, `null` or empty) and an invalid one are counted apart, because they get
//! different warnings. The first invalid value is kept as an example, with the ID of its call.

use super::schema::CDR_ID;
use crate::record::{Projection, Record};
use crate::text::{DecimalStr, json_to_text, share_of_calls, truncate, verb_for};
use crate::time::parse_timestamp;
use chrono::{DateTime, Utc};
use std::borrow::Cow;

/// The longest part of a value that is shown as an example.
const MAX_EXAMPLE_CHARS: usize = 40;

/// Reads one member of each call, and counts the calls without a valid value.
#[derive(Clone, Debug)]
pub struct FieldReader {
    path: String,
    slot: usize,
    id_slot: usize,
    missing: u64,
    invalid: u64,
    first_invalid: String,
}

/// The reason why a call has no valid value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoValue {
    /// The member is absent, `null` or empty.
    Missing,
    /// The value is not a number or not a time.
    Invalid,
}

impl FieldReader {
    /// Adds the path to the projection.
    pub fn new(path: &str, projection: &mut Projection) -> Self {
        Self {
            path: path.to_owned(),
            slot: projection.add_path(path),
            id_slot: projection.add_path(CDR_ID),
            missing: 0,
            invalid: 0,
            first_invalid: String::new(),
        }
    }

    /// Calls `on_number` with the value, a JSON number or a text that is one.
    pub fn number(
        &mut self,
        record: &Record<'_>,
        on_number: impl FnOnce(&DecimalStr<'_>),
    ) -> Result<(), NoValue> {
        self.read(record, |text| {
            DecimalStr::parse(&text).map(|number| on_number(&number))
        })
    }

    /// Returns the time and its text.
    pub fn time<'a>(&mut self, record: &Record<'a>) -> Option<(DateTime<Utc>, Cow<'a, str>)> {
        self.read(record, |text| Some((parse_timestamp(&text)?, text)))
            .ok()
    }

    fn read<'a, T>(
        &mut self,
        record: &Record<'a>,
        parse: impl FnOnce(Cow<'a, str>) -> Option<T>,
    ) -> Result<T, NoValue> {
        let json = record.values[self.slot].unwrap_or("null");
        if matches!(json, "null" | "\"\"") {
            self.missing += 1;
            return Err(NoValue::Missing);
        }
        parse(json_to_text(json)).ok_or_else(|| {
            if self.invalid == 0 {
                self.first_invalid = example(json, record.values[self.id_slot]);
            }
            self.invalid += 1;
            NoValue::Invalid
        })
    }

    /// Returns the path of the member.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns whether some, but not all of the calls lack the member.
    pub fn is_missing_in_some(&self, calls: u64) -> bool {
        0 < self.missing && self.missing < calls
    }

    /// Returns the first invalid value and the ID of its call.
    pub fn first_invalid(&self) -> Option<&str> {
        (self.invalid > 0).then_some(&*self.first_invalid)
    }

    /// Returns the warning about invalid times.
    pub fn invalid_times_warning(&self, calls: u64) -> Option<String> {
        let (path, invalid, example) = (&self.path, self.invalid, &self.first_invalid);
        let have = verb_for(invalid, "has", "have");
        (invalid > 0).then(|| {
            let share = share_of_calls(invalid, calls);
            format!("{share} {have} a {path} that is not a valid time (first: {example})")
        })
    }
}

/// Formats an invalid value and the ID of its call.
fn example(json: &str, id: Option<&str>) -> String {
    let value = truncate(json, MAX_EXAMPLE_CHARS);
    match id.map(json_to_text).as_deref() {
        None | Some("") => format!("{value}, no {CDR_ID}"),
        Some(id) => format!("{value}, {CDR_ID} {}", truncate(id, MAX_EXAMPLE_CHARS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the member `a` of these calls as a number.
    fn read(calls: &[&str]) -> (Vec<Result<(), NoValue>>, FieldReader) {
        let mut projection = Projection::default();
        let mut reader = FieldReader::new("a", &mut projection);
        let mut results = Vec::new();
        for call in calls {
            let read = |record: &Record| {
                results.push(reader.number(record, |_| {}));
                Ok(())
            };
            projection.with_record(call, read).unwrap();
        }
        (results, reader)
    }

    #[test]
    fn missing_and_invalid_values_are_counted_apart() {
        let (results, reader) = read(&[
            r#"{"a":1}"#,
            r#"{"a":"2"}"#,
            r#"{"a":"1E\u002B3"}"#,
            r#"{"a":null}"#,
            r#"{"a":"1,234","cdr_id":"x"}"#,
            r#"{"a":"12 "}"#,
        ]);
        let (missing, invalid) = (Err(NoValue::Missing), Err(NoValue::Invalid));
        assert_eq!(results, [Ok(()), Ok(()), Ok(()), missing, invalid, invalid]);
        assert!(reader.is_missing_in_some(6));
        assert_eq!(reader.first_invalid(), Some("\"1,234\", cdr_id x"));
    }

    #[test]
    fn a_member_that_no_call_has_is_not_missing_in_some_calls() {
        let (_, reader) = read(&["{}", r#"{"a":""}"#]);
        assert!(!reader.is_missing_in_some(2) && reader.first_invalid().is_none());
    }

    #[test]
    fn the_example_of_a_long_value_is_short() {
        let call = format!("{{\"a\":\"{}\"}}", "x".repeat(1_000_000));
        let (_, reader) = read(&[&call]);
        assert!(reader.first_invalid().unwrap().len() < 200);
    }
}
