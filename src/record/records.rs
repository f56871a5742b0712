//! Records one after the other: a JSON list, or JSON Lines.

use super::call_check::check_call;
use super::projection::{Projection, Record};
use super::text_buffer::Buffer;
use crate::limits::MAX_RECORD_BYTES;
use std::io::Read;

/// How the records stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Between brackets, with commas between them, in an envelope; the opening bracket has been passed.
    Json,
    /// The same without an envelope around it.
    Bare,
    /// With white space between them, to the end of the text.
    Lines,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    RecordOrEnd,
    CommaOrEnd,
    Record,
    Nothing,
}

impl List {
    /// Cuts the records out of the text and hands each to `take`, up to and including the list's end. `is_saved`
    /// says whether the text is a file.
    pub fn cut<R: Read>(
        self,
        buffer: &mut Buffer<R>,
        is_saved: bool,
        projection: &Projection,
        mut take: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut expected = Expected::RecordOrEnd;
        loop {
            let used = self.cut_held(buffer, projection, &mut expected, |place, record| {
                let checked = check_call(record.text, is_saved);
                checked.map_err(|problem| buffer.fault(place, &format!("holds {problem}")))?;
                take(record)
            })?;
            buffer.advance(used);
            if expected == Expected::Nothing {
                return Ok(());
            }
            if buffer.ended() {
                let is_whole = self == Self::Lines && buffer.rest().is_empty();
                return if is_whole {
                    Ok(())
                } else {
                    Err(buffer.truncated())
                };
            }
            let held = buffer.rest().len();
            if held > MAX_RECORD_BYTES {
                return Err(too_long(buffer, 0));
            }
            buffer.refill(MAX_RECORD_BYTES + 1 - held)?;
        }
    }

    /// The same for the records that the buffer holds whole, each with its place. Returns how many bytes were used.
    fn cut_held<R: Read>(
        self,
        buffer: &Buffer<R>,
        projection: &Projection,
        expected: &mut Expected,
        mut take: impl FnMut(usize, Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<usize> {
        let held = buffer.rest();
        let mut values = Vec::new();
        let mut place = 0;
        loop {
            place += space(&held[place..]);
            let Some(next) = held.as_bytes().get(place) else {
                return Ok(place);
            };
            match (*expected, next) {
                (Expected::RecordOrEnd | Expected::Record, b'{') => {
                    let length = match projection.read(&held[place..], &mut values) {
                        Ok(length) if length <= MAX_RECORD_BYTES => length,
                        Ok(_) => return Err(too_long(buffer, place)),
                        Err(error) if is_at_end(&error, &held[place..]) => return Ok(place),
                        Err(error) => return Err(not_json(buffer, place, &error)),
                    };
                    let record = Record {
                        text: &held[place..place + length],
                        values: &values,
                    };
                    take(place, record)?;
                    place += length;
                    *expected = match self {
                        Self::Json | Self::Bare => Expected::CommaOrEnd,
                        Self::Lines => Expected::RecordOrEnd,
                    };
                }
                (Expected::CommaOrEnd, b',') => {
                    *expected = Expected::Record;
                    place += 1;
                }
                (Expected::RecordOrEnd | Expected::CommaOrEnd, b']') if self != Self::Lines => {
                    *expected = Expected::Nothing;
                    return Ok(place + 1);
                }
                (Expected::CommaOrEnd, _) => {
                    return Err(buffer.fault(place, "is not JSON: a comma is missing"));
                }
                _ => return Err(buffer.fault(place, "holds a call that is no JSON object")),
            }
        }
    }
}

/// The failure of a record beyond the bound.
fn too_long<R: Read>(buffer: &Buffer<R>, place: usize) -> anyhow::Error {
    buffer.fault(place, "holds a call of more than 64 MiB")
}

/// The failure of a value that starts at a place of the buffer and is not JSON.
pub fn not_json<R: Read>(
    buffer: &Buffer<R>,
    place: usize,
    error: &serde_json::Error,
) -> anyhow::Error {
    let told = error.to_string();
    let what = told.split(" at line ").next().unwrap_or_default();
    let place = place + place_of(error, &buffer.rest()[place..]);
    buffer.fault(place, &format!("is not JSON: {what}"))
}

/// Whether a text failed only because it ends too early. Besides what `serde_json` itself calls an end,
/// these are numbers cut behind a sign, a point or an exponent, which it calls invalid.
pub fn is_at_end(error: &serde_json::Error, text: &str) -> bool {
    error.is_eof() || place_of(error, text) >= text.len()
}

/// Where in a text an error was found, in bytes.
fn place_of(error: &serde_json::Error, text: &str) -> usize {
    let lines_before = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    lines_before.map(str::len).sum::<usize>() + error.column()
}

/// The length of the JSON white space that the text starts with.
pub fn space(text: &str) -> usize {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    text.bytes().take_while(is_space).count()
}
