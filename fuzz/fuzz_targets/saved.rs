//! Reads bytes of any kind as a saved file, and what was read once more as JSON Lines: the records are the same.

#![no_main]

use cdr::{Projection, ResponseReader};

/// The records of a saved file, each on one line.
fn records(body: &[u8]) -> Option<Vec<String>> {
    let mut projection = Projection::default();
    projection.add_path("room.room_id");
    let mut response = ResponseReader::open_saved(body, "the file").ok()?;
    let mut records = Vec::new();
    let read = response.for_each_record(&projection, |record| {
        records.push(record.text.replace(['\n', '\r'], " "));
        Ok(())
    });
    read.ok()?;
    response.read_trailer().ok()?;
    Some(records)
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(read) = records(bytes)
        // One line may be an envelope.
        && read.len() > 1
    {
        assert_eq!(records(read.join("\n").as_bytes()), Some(read));
    }
});
