//! What the cutting of responses is held against: `serde_json`, which reads a whole body at once.

use cdr::{Projection, ResponseReader};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;
use std::io::Read;

/// Some members of a record, of which it must have one to be read as a call.
pub const DOCUMENTED: [&str; 3] = ["cdr_id", "room", "user"];

/// Members of the rows that the program prints itself, which it does not read as calls.
const OF_ROWS: [&str; 2] = ["calls", "change"];

/// Reads so many bytes at a time.
struct Steps<'a>(&'a [u8], usize);

impl Read for Steps<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(buffer.len()).min(self.0.len());
        let (step, rest) = self.0.split_at(length);
        buffer[..length].copy_from_slice(step);
        self.0 = rest;
        Ok(length)
    }
}

/// The records of a body, each with the text of its member `a.b`, as the program cuts them.
pub fn read_records(body: &[u8], step: usize) -> Option<Vec<(String, Option<String>)>> {
    let mut projection = Projection::default();
    let slot = projection.add_path("a.b");
    let mut response = ResponseReader::open(Steps(body, step), "the answer").ok()?;
    let mut records = Vec::new();
    let read = response.for_each_record(&projection, |record| {
        records.push((
            record.text.to_owned(),
            record.values[slot].map(str::to_owned),
        ));
        Ok(())
    });
    read.ok()?;
    response.read_trailer().ok()?;
    Some(records)
}

/// That the program reads a body as `serde_json` does, or refuses it for a reason.
pub fn assert_matches_serde_json(body: &[u8], step: usize) {
    let cut = read_records(body, step);
    let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let is_json = std::str::from_utf8(text)
        .is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    assert!(is_json || cut.is_none(), "cut what is no JSON");
    let Some(expected) = reference(text) else {
        return;
    };
    assert_eq!(cut, Some(expected));
}

/// The same by `serde_json` alone, for a body of which it is certain that it must be read.
fn reference(text: &[u8]) -> Option<Vec<(String, Option<String>)>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Envelope<'a> {
        #[serde(borrow)]
        cdr: Vec<&'a RawValue>,
        result: u8,
    }
    // To serde, a list can be a struct, too.
    let is_object = text.trim_ascii_start().starts_with(b"{");
    let envelope: Envelope = serde_json::from_slice(text).ok().filter(|_| is_object)?;
    if envelope.result != 0 {
        return None;
    }
    let records = envelope.cdr.into_iter().map(|record| {
        let value: Value = serde_json::from_str(record.get()).ok()?;
        let members = value.as_object()?;
        let has = |name: &&str| members.contains_key(*name);
        let is_call = DOCUMENTED.iter().any(has) && !OF_ROWS.iter().any(has);
        is_call.then_some(())?;
        let member = member(record.get(), "a").and_then(|a| member(&a, "b"));
        Some((record.get().to_owned(), member))
    });
    records.collect()
}

/// The text of an object's member; the last one, where there are several.
fn member(object: &str, name: &str) -> Option<String> {
    let members: std::collections::HashMap<String, &RawValue> =
        serde_json::from_str(object).ok()?;
    members.get(name).map(|value| value.get().to_owned())
}
