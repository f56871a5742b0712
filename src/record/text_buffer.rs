//! The part of a text that is looked at.

use crate::error::{Failure, FailureKind, error_chain};
use anyhow::Context;
use std::error::Error;
use std::io::{self, ErrorKind, Read};

/// How much is read at a time: large beside a record, small beside a response.
const CHUNK: usize = 256 * 1024;

/// A part of a UTF-8 text of any length, held in memory: what lies before it was used, what lies behind it has not
/// been read. It grows only while what is looked for does not fit into it.
pub struct Buffer<R> {
    reader: R,
    /// How faults call the text, like `the answer`.
    name: String,
    text: String,
    /// What was used of `text`, in bytes.
    used: usize,
    /// Where `text` starts in the whole, in bytes.
    start: u64,
    /// Where bytes are read to.
    chunk: Box<[u8]>,
    /// How many of them are the start of a character whose end was not read yet.
    pending: usize,
    ended: bool,
}

impl<R: Read> Buffer<R> {
    /// A window at the start of what the reader gives.
    pub fn new(reader: R, name: impl Into<String>) -> Self {
        Self {
            reader,
            name: name.into(),
            text: String::new(),
            used: 0,
            start: 0,
            chunk: vec![0; CHUNK].into(),
            pending: 0,
            ended: false,
        }
    }

    /// What messages call the text.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is held and not used yet.
    pub fn rest(&self) -> &str {
        &self.text[self.used..]
    }

    /// Marks so many bytes of [`Buffer::rest`] as used.
    pub fn advance(&mut self, bytes: usize) {
        self.used += bytes;
    }

    /// Whether nothing lies behind what is held.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// Moves on: lets go of what was used, and reads as much again as is held, or up to `most` bytes more, unless
    /// the text has ended. Growing by its own length, it is looked at again only a few times.
    pub fn refill(&mut self, most: usize) -> anyhow::Result<()> {
        self.start += self.used as u64;
        self.text.drain(..self.used);
        self.used = 0;
        let enough = self.text.len() + self.text.len().clamp(1, most.max(1));
        while !self.ended && self.text.len() < enough {
            self.read()?;
        }
        Ok(())
    }

    fn read(&mut self) -> anyhow::Result<()> {
        let read = loop {
            match self.reader.read(&mut self.chunk[self.pending..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        let read = read.or_else(|error| self.unreadable(error))?;
        self.ended = read == 0;
        if self.ended && self.pending > 0 {
            return Err(self.truncated());
        }
        let bytes = &self.chunk[..self.pending + read];
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(error) => {
                let place = self.rest().len() + error.valid_up_to();
                return Err(self.fault(place, "is not UTF-8 text"));
            }
        };
        self.text.push_str(valid);
        let (valid, end) = (valid.len(), bytes.len());
        self.chunk.copy_within(valid..end, 0);
        self.pending = end - valid;
        Ok(())
    }

    fn unreadable(&self, error: io::Error) -> anyhow::Result<usize> {
        // What a reader says itself needs no further word.
        if error_chain(&error).any(<dyn Error>::is::<Failure>) {
            return Err(error.into());
        }
        let name = &self.name;
        let damaged = matches!(
            error.kind(),
            ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof
        );
        let failure = if damaged {
            let message = format!("{name} is compressed, and damaged or truncated; get it again");
            Failure::new(FailureKind::InvalidResponse, message)
        } else {
            Failure::from_io(format!("cannot read {name}"), &error, "check the file")
        };
        Err(error).context(failure)
    }

    /// The failure of a text that is not in order at a place, given in bytes from the start of
    /// [`Buffer::rest`].
    pub fn fault(&self, place: usize, what: &str) -> anyhow::Error {
        let byte = self.start + (self.used + place) as u64;
        let message = format!("{} {what} (at byte {byte})", self.name);
        Failure::new(FailureKind::InvalidResponse, message).into()
    }

    /// The failure of a text that ends too early.
    pub fn truncated(&self) -> anyhow::Error {
        self.fault(
            self.rest().len(),
            "is truncated: it ends too early; get it again",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(1);
            let (drop, rest) = self.0.split_at(length);
            buffer[..length].copy_from_slice(drop);
            self.0 = rest;
            Ok(length)
        }
    }

    #[test]
    fn characters_that_are_read_in_parts_come_out_whole() {
        let mut buffer = Buffer::new(Drops("é李😀".as_bytes()), "it");
        while !buffer.ended() {
            buffer.refill(CHUNK).unwrap();
        }
        assert_eq!(buffer.rest(), "é李😀");
    }

    #[test]
    fn what_was_used_is_let_go() {
        let mut buffer = Buffer::new(Drops(b"abc"), "it");
        buffer.refill(CHUNK).unwrap();
        buffer.advance(1);
        buffer.refill(CHUNK).unwrap();
        assert_eq!(buffer.rest(), "b");
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_told_with_their_place() {
        let mut buffer = Buffer::new(&b"ab\xffcd"[..], "it");
        let error = buffer.refill(CHUNK).unwrap_err();
        assert_eq!(error.to_string(), "it is not UTF-8 text (at byte 2)");
    }

    #[test]
    fn a_text_that_ends_within_a_character_is_truncated() {
        let mut buffer = Buffer::new(&b"ab\xc3"[..], "it");
        buffer.refill(CHUNK).unwrap();
        let error = buffer.refill(CHUNK).unwrap_err();
        assert!(error.to_string().contains("truncated"), "{error}");
    }
}
