//! Members whose values must be read as numbers or times, and what of them can't be.

use super::schema::CDR_ID;
use crate::record::{Projection, Record};
use crate::text::DecimalStr;
use crate::text::json_to_text;
use crate::time::parse_timestamp;
use chrono::{DateTime, Utc};
use std::borrow::Cow;

/// A member that is read in every call. It counts the calls that lack it and, apart from these, those whose
/// value can't be read; the first of them is kept as an example.
#[derive(Clone, Debug)]
pub struct FieldReader {
    name: String,
    slot: usize,
    id_slot: usize,
    missing: u64,
    unreadable: u64,
    example: String,
}

/// Why a call has no value to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It lacks the member.
    Missing,
    /// The value is not what it should be.
    Invalid,
}

/// How much of a value is shown as an example, in characters.
const SHOWN: usize = 40;

impl FieldReader {
    /// Reads this member.
    pub fn new(name: &str, projection: &mut Projection) -> Self {
        Self {
            name: name.to_owned(),
            slot: projection.add_path(name),
            id_slot: projection.add_path(CDR_ID),
            missing: 0,
            unreadable: 0,
            example: String::new(),
        }
    }

    /// Hands the call's number to `take`: a JSON number, or a text that is one.
    ///
    /// # Errors
    /// Why there is none.
    pub fn number(
        &mut self,
        record: &Record<'_>,
        take: impl FnOnce(&DecimalStr<'_>),
    ) -> Result<(), Absent> {
        self.read(record, |text| {
            DecimalStr::parse(&text).map(|number| take(&number))
        })
    }

    /// The call's time, and its text.
    pub fn time<'a>(&mut self, record: &Record<'a>) -> Option<(DateTime<Utc>, Cow<'a, str>)> {
        self.read(record, |text| Some((parse_timestamp(&text)?, text)))
            .ok()
    }

    fn read<'a, T>(
        &mut self,
        record: &Record<'a>,
        read: impl FnOnce(Cow<'a, str>) -> Option<T>,
    ) -> Result<T, Absent> {
        let json = record.values[self.slot].unwrap_or("null");
        if matches!(json, "null" | "\"\"") {
            self.missing += 1;
            return Err(Absent::Missing);
        }
        let value = read(json_to_text(json));
        if value.is_none() {
            if self.unreadable == 0 {
                self.example = example(json, record.values[self.id_slot]);
            }
            self.unreadable += 1;
        }
        value.ok_or(Absent::Invalid)
    }

    /// The path of the member.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether some of so many calls lack the member, and others have it.
    pub fn is_missing_in_some(&self, calls: u64) -> bool {
        0 < self.missing && self.missing < calls
    }

    /// The first value that could not be read, and the call it is in.
    pub fn first_invalid(&self) -> Option<&str> {
        (self.unreadable > 0).then_some(&*self.example)
    }

    /// The warning about values that are no times.
    pub fn invalid_times_warning(&self, calls: u64) -> Option<String> {
        let (name, unreadable, example) = (&self.name, self.unreadable, &self.example);
        (unreadable > 0).then(|| {
            format!(
                "{unreadable} of {calls} calls have a {name} that is no time (the first: {example})"
            )
        })
    }
}

/// A value and the call it stands in.
fn example(json: &str, id: Option<&str>) -> String {
    let shown: String = json.chars().take(SHOWN).collect();
    let cut = if shown.len() < json.len() { "…" } else { "" };
    let id = id.map(json_to_text).filter(|id| !id.is_empty());
    let id = id.map_or(format!("without {CDR_ID}"), |id| {
        format!("{CDR_ID} {}", id.chars().take(SHOWN).collect::<String>())
    });
    format!("{shown}{cut}, {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the member `a` of these calls as a number.
    fn read(calls: &[&str]) -> (Vec<Result<(), Absent>>, FieldReader) {
        let mut projection = Projection::default();
        let mut reading = FieldReader::new("a", &mut projection);
        let mut results = Vec::new();
        for call in calls {
            let read = |record: &Record| {
                results.push(reading.number(record, |_| {}));
                Ok(())
            };
            projection.with_record(call, read).unwrap();
        }
        (results, reading)
    }

    #[test]
    fn what_is_missing_is_told_apart_from_what_can_t_be_read() {
        let (results, reading) = read(&[
            r#"{"a":1}"#,
            r#"{"a":"2"}"#,
            r#"{"a":"1E\u002B3"}"#,
            r#"{"a":null}"#,
            r#"{"a":"1,234","cdr_id":"x"}"#,
            r#"{"a":"12 "}"#,
        ]);
        let (missing, unreadable) = (Err(Absent::Missing), Err(Absent::Invalid));
        assert_eq!(
            results,
            [Ok(()), Ok(()), Ok(()), missing, unreadable, unreadable]
        );
        assert!(reading.is_missing_in_some(6));
        assert_eq!(reading.first_invalid(), Some("\"1,234\", cdr_id x"));
    }

    #[test]
    fn a_member_that_no_call_has_is_not_missing_in_some() {
        let (_, reading) = read(&["{}", r#"{"a":""}"#]);
        assert!(!reading.is_missing_in_some(2) && reading.first_invalid().is_none());
    }

    #[test]
    fn a_long_value_is_cut() {
        let call = format!("{{\"a\":\"{}\"}}", "x".repeat(1_000_000));
        let (_, reading) = read(&[&call]);
        assert!(reading.first_invalid().unwrap().len() < 200);
    }
}
