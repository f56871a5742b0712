//! A list of records: a JSON array, or JSON Lines.
//!
//! The records that the buffer contains completely are parsed in place, one after the other. The
//! first incomplete one ends a round: what precedes it is consumed, the buffer is filled, and the
//! next round starts with it. Commas and brackets are checked with a state of what may come next,
//! so that a list is accepted only if it is valid JSON:
//!
//! ```text
//! Expected       {…}           ,         ]
//! RecordOrEnd    CommaOrEnd    error     Nothing
//! CommaOrEnd     error         Record    Nothing
//! Record         CommaOrEnd    error     error
//! ```
//!
//! JSON Lines stay in `RecordOrEnd`, and end with the text.

use super::call_check::check_call;
use super::projection::{Projection, Record};
use super::text_buffer::TextBuffer;
use crate::limits::MAX_RECORD_BYTES;
use std::io::Read;

/// The syntax around records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordLayout {
    /// The array `cdr` of a response, whose opening bracket has been consumed.
    Envelope,
    /// An array without an envelope, whose opening bracket has been consumed.
    Array,
    /// JSON Lines: white space between records, to the end of the text.
    Lines,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    RecordOrEnd,
    CommaOrEnd,
    Record,
    Nothing,
}

impl RecordLayout {
    /// Calls `on_record` for each record, up to and including the end of the list. `is_saved` says
    /// whether the text is a file.
    pub fn read_records<R: Read>(
        self,
        buffer: &mut TextBuffer<R>,
        is_saved: bool,
        projection: &Projection,
        mut on_record: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut expected = Expected::RecordOrEnd;
        loop {
            let on_record = |offset, record: Record<'_>| {
                check_call(record.text, is_saved)
                    .map_err(|problem| buffer.error_at(offset, &format!("contains {problem}")))?;
                on_record(record)
            };
            let read = self.read_buffered_records(buffer, projection, &mut expected, on_record)?;
            buffer.consume(read);
            if expected == Expected::Nothing {
                return Ok(());
            }
            let incomplete = buffer.remaining().len();
            if buffer.is_eof() {
                return match self {
                    Self::Lines if incomplete == 0 => Ok(()),
                    _ => Err(buffer.unexpected_eof()),
                };
            }
            if incomplete > MAX_RECORD_BYTES {
                return Err(record_too_large(buffer, 0));
            }
            buffer.fill(MAX_RECORD_BYTES + 1 - incomplete)?;
        }
    }

    /// Calls `on_record` with the offset of each record that the buffer contains completely.
    /// Returns the number of bytes that were read.
    fn read_buffered_records<R: Read>(
        self,
        buffer: &TextBuffer<R>,
        projection: &Projection,
        expected: &mut Expected,
        mut on_record: impl FnMut(usize, Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<usize> {
        let text = buffer.remaining();
        let mut values = Vec::new();
        let mut pos = 0;
        loop {
            pos += whitespace_len(&text[pos..]);
            let Some(next) = text.as_bytes().get(pos) else {
                return Ok(pos);
            };
            match (*expected, next) {
                (Expected::RecordOrEnd | Expected::Record, b'{') => {
                    let len = match projection.read(&text[pos..], &mut values) {
                        Ok(len) if len <= MAX_RECORD_BYTES => len,
                        Ok(_) => return Err(record_too_large(buffer, pos)),
                        Err(error) if is_incomplete(&error, &text[pos..]) => return Ok(pos),
                        Err(error) => return Err(invalid_json(buffer, pos, &error)),
                    };
                    let record = Record {
                        text: &text[pos..pos + len],
                        values: &values,
                    };
                    on_record(pos, record)?;
                    pos += len;
                    *expected = match self {
                        Self::Envelope | Self::Array => Expected::CommaOrEnd,
                        Self::Lines => Expected::RecordOrEnd,
                    };
                }
                (Expected::CommaOrEnd, b',') => {
                    *expected = Expected::Record;
                    pos += 1;
                }
                (Expected::RecordOrEnd | Expected::CommaOrEnd, b']') if self != Self::Lines => {
                    *expected = Expected::Nothing;
                    return Ok(pos + 1);
                }
                (Expected::CommaOrEnd, _) => {
                    return Err(buffer.error_at(pos, "is not valid JSON: expected a comma"));
                }
                _ => return Err(buffer.error_at(pos, "contains a call that is not a JSON object")),
            }
        }
    }
}

fn record_too_large<R: Read>(buffer: &TextBuffer<R>, offset: usize) -> anyhow::Error {
    buffer.error_at(offset, "contains a call larger than 64 MiB")
}

/// Creates the error for a value at an offset of the buffer that is not JSON.
pub fn invalid_json<R: Read>(
    buffer: &TextBuffer<R>,
    offset: usize,
    error: &serde_json::Error,
) -> anyhow::Error {
    let offset = offset + byte_offset(error, &buffer.remaining()[offset..]);
    buffer.error_at(offset, &format!("is not valid JSON: {}", reason(error)))
}

/// Returns the reason of an error without its line and column, which would be those of the buffer.
pub fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.split_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => message,
    }
}

/// Returns whether a text only failed because it ends too early. `serde_json` calls a number that
/// is cut after its sign, point or exponent invalid instead of incomplete, but locates the error at
/// the end.
pub fn is_incomplete(error: &serde_json::Error, text: &str) -> bool {
    error.is_eof() || byte_offset(error, text) >= text.len()
}

/// Returns the offset of an error in its text.
fn byte_offset(error: &serde_json::Error, text: &str) -> usize {
    let preceding_lines = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    preceding_lines.map(str::len).sum::<usize>() + error.column()
}

/// Returns the length of the JSON white space that a text starts with.
pub fn whitespace_len(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
        .count()
}
