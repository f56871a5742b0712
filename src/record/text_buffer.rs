//! A sliding window over a UTF-8 stream.
//!
//! Records are parsed in place, so the window must contain a value completely before the value is
//! parsed. It grows only while a value does not fit, and then by its own length, so that a long
//! value is scanned again only a few times:
//!
//! ```text
//! stream  ──────────────┬───────────────────┬──────────────────────┬─────────────
//!         dropped       │ consumed          │ remaining()          │ not read yet
//!                  base_offset         base_offset + pos          (is_eof: nothing)
//! ```
//!
//! Characters that a read cuts in two stay in the read buffer until their other bytes arrive.

use crate::error::{Failure, FailureKind, error_chain};
use std::error::Error;
use std::io::{self, ErrorKind, Read};

/// The size of a read: large compared with a record, small compared with a response.
const CHUNK_BYTES: usize = 256 * 1024;

/// A window over the text of a reader.
pub struct TextBuffer<R> {
    reader: R,
    /// The name of the text in messages, such as `the response`.
    name: String,
    text: String,
    /// The number of consumed bytes of `text`.
    pos: usize,
    /// The offset of `text` in the stream.
    base_offset: u64,
    chunk: Box<[u8]>,
    /// The number of bytes at the start of `chunk` that begin a character.
    partial_char_len: usize,
    is_eof: bool,
}

impl<R: Read> TextBuffer<R> {
    /// Creates an empty window at the start of a stream.
    pub fn new(reader: R, name: impl Into<String>) -> Self {
        Self {
            reader,
            name: name.into(),
            text: String::new(),
            pos: 0,
            base_offset: 0,
            chunk: vec![0; CHUNK_BYTES].into(),
            partial_char_len: 0,
            is_eof: false,
        }
    }

    /// Returns the name of the text in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the text that was read and not consumed.
    pub fn remaining(&self) -> &str {
        &self.text[self.pos..]
    }

    /// Consumes the first `bytes` of [`TextBuffer::remaining`].
    pub fn consume(&mut self, bytes: usize) {
        self.pos += bytes;
    }

    /// Returns whether the stream has ended with the window.
    pub fn is_eof(&self) -> bool {
        self.is_eof
    }

    /// Drops the consumed text and reads until the remaining text is twice as long. Reads at most
    /// `max_bytes` and a chunk.
    pub fn fill(&mut self, max_bytes: usize) -> anyhow::Result<()> {
        self.base_offset += self.pos as u64;
        self.text.drain(..self.pos);
        self.pos = 0;
        let target = self.text.len() + self.text.len().clamp(1, max_bytes.max(1));
        while !self.is_eof && self.text.len() < target {
            self.read_chunk()?;
        }
        Ok(())
    }

    fn read_chunk(&mut self) -> anyhow::Result<()> {
        let read = loop {
            match self.reader.read(&mut self.chunk[self.partial_char_len..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result.map_err(|error| self.read_error(error))?,
            }
        };
        self.is_eof = read == 0;
        if self.is_eof && self.partial_char_len > 0 {
            return Err(self.unexpected_eof());
        }
        let bytes = &self.chunk[..self.partial_char_len + read];
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(error) => {
                let offset = self.remaining().len() + error.valid_up_to();
                return Err(self.error_at(offset, "is not valid UTF-8"));
            }
        };
        self.text.push_str(valid);
        let (valid_len, len) = (valid.len(), bytes.len());
        self.chunk.copy_within(valid_len..len, 0);
        self.partial_char_len = len - valid_len;
        Ok(())
    }

    fn read_error(&self, error: io::Error) -> anyhow::Error {
        // A failure of our own, such as a limit, has a message already.
        if error_chain(&error).any(<dyn Error>::is::<Failure>) {
            return error.into();
        }
        let name = &self.name;
        let is_damaged = matches!(
            error.kind(),
            ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof
        );
        let failure = if is_damaged {
            let message = format!("{name} contains damaged or truncated gzip data; fetch it again");
            Failure::new(FailureKind::InvalidResponse, message)
        } else {
            Failure::from_io(format!("cannot read {name}"), &error, "check the file")
        };
        anyhow::Error::from(error).context(failure)
    }

    /// Creates an error about the text at an offset in [`TextBuffer::remaining`].
    pub fn error_at(&self, offset: usize, problem: &str) -> anyhow::Error {
        let byte = self.base_offset + (self.pos + offset) as u64;
        let message = match byte {
            0 => format!("{} {problem}", self.name),
            _ => with_position(&self.name, problem, &format!("at byte {byte}")),
        };
        Failure::new(FailureKind::InvalidResponse, message).into()
    }

    /// Creates the error for a text that ends too early.
    pub fn unexpected_eof(&self) -> anyhow::Error {
        self.error_at(
            self.remaining().len(),
            "is truncated; fetch it again in shorter periods (--split)",
        )
    }
}

/// Joins the name of a text, a problem and its position, which precedes the hint of the problem.
pub fn with_position(name: &str, problem: &str, position: &str) -> String {
    match problem.split_once("; ") {
        Some((problem, hint)) => format!("{name} {problem} {position}; {hint}"),
        None => format!("{name} {problem} {position}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads one byte at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let len = self.0.len().min(1);
            let (drop, rest) = self.0.split_at(len);
            buffer[..len].copy_from_slice(drop);
            self.0 = rest;
            Ok(len)
        }
    }

    #[test]
    fn characters_that_are_read_in_parts_are_joined() {
        let mut buffer = TextBuffer::new(Drops("é李😀".as_bytes()), "it");
        while !buffer.is_eof() {
            buffer.fill(CHUNK_BYTES).unwrap();
        }
        assert_eq!(buffer.remaining(), "é李😀");
    }

    #[test]
    fn consumed_text_is_dropped() {
        let mut buffer = TextBuffer::new(Drops(b"abc"), "it");
        buffer.fill(CHUNK_BYTES).unwrap();
        buffer.consume(1);
        buffer.fill(CHUNK_BYTES).unwrap();
        assert_eq!(buffer.remaining(), "b");
    }

    #[test]
    fn invalid_utf_8_is_an_error_with_its_offset() {
        let mut buffer = TextBuffer::new(&b"ab\xffcd"[..], "it");
        let error = buffer.fill(CHUNK_BYTES).unwrap_err();
        assert_eq!(error.to_string(), "it is not valid UTF-8 at byte 2");
    }

    #[test]
    fn a_text_that_ends_within_a_character_is_truncated() {
        let mut buffer = TextBuffer::new(&b"ab\xc3"[..], "it");
        buffer.fill(CHUNK_BYTES).unwrap();
        let error = buffer.fill(CHUNK_BYTES).unwrap_err();
        assert!(error.to_string().contains("truncated"), "{error}");
    }
}
