//! Records one after the other: a JSON list, or JSON Lines.

use super::buffer::Window;
use super::projection::{Projection, Record};
use std::io::Read;

/// How the records stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Between brackets, with commas between them; the opening bracket has been passed.
    Json,
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
    /// Cuts the records out of the text and hands each to `take`, up to and including the list's end.
    ///
    /// # Errors
    /// Not a CDR response, for a list that is torn or holds anything but JSON objects; those of `take`.
    pub fn cut<R: Read>(
        self,
        window: &mut Window<R>,
        projection: &Projection,
        mut take: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut expected = Expected::RecordOrEnd;
        loop {
            let used = self.cut_held(window, projection, &mut expected, &mut take)?;
            window.advance(used);
            if expected == Expected::Nothing {
                return Ok(());
            }
            if window.ended() {
                let is_whole = self == Self::Lines && window.rest().is_empty();
                return if is_whole { Ok(()) } else { Err(window.torn()) };
            }
            window.refill()?;
        }
    }

    /// The same for the records that the window holds whole. Returns how many bytes were used.
    fn cut_held<R: Read>(
        self,
        window: &Window<R>,
        projection: &Projection,
        expected: &mut Expected,
        take: &mut impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<usize> {
        let held = window.rest();
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
                        Ok(length) => length,
                        Err(error) if is_at_end(&error, &held[place..]) => return Ok(place),
                        Err(error) => return Err(not_json(window, place, &error)),
                    };
                    take(Record {
                        text: &held[place..place + length],
                        values: &values,
                    })?;
                    place += length;
                    *expected = match self {
                        Self::Json => Expected::CommaOrEnd,
                        Self::Lines => Expected::RecordOrEnd,
                    };
                }
                (Expected::CommaOrEnd, b',') => {
                    *expected = Expected::Record;
                    place += 1;
                }
                (Expected::RecordOrEnd | Expected::CommaOrEnd, b']') if self == Self::Json => {
                    *expected = Expected::Nothing;
                    return Ok(place + 1);
                }
                (Expected::CommaOrEnd, _) => {
                    return Err(window.fault(place, "is not JSON: a comma is missing"));
                }
                _ => return Err(window.fault(place, "holds a call that is no JSON object")),
            }
        }
    }
}

/// The failure of a value that starts at a place of the window and is not JSON.
pub fn not_json<R: Read>(
    window: &Window<R>,
    place: usize,
    error: &serde_json::Error,
) -> anyhow::Error {
    let told = error.to_string();
    let what = told.split(" at line ").next().unwrap_or_default();
    let place = place + place_of(error, &window.rest()[place..]);
    window.fault(place, &format!("is not JSON: {what}"))
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
