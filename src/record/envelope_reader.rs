//! The tokens of an envelope: everything of a response but its list of records.
//!
//! Records are limited one by one, but any number of members can precede and follow the list. So
//! their length is counted here, white space included, and limited to [`MAX_ENVELOPE_BYTES`] in
//! total.

use super::records::{invalid_json, is_incomplete, whitespace_len};
use super::text_buffer::TextBuffer;
use crate::limits::MAX_ENVELOPE_BYTES;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::Read;

/// Reads the tokens of an envelope.
pub struct EnvelopeReader<R> {
    pub buffer: TextBuffer<R>,
    /// The number of bytes of the envelope that were consumed.
    len: usize,
}

impl<R: Read> EnvelopeReader<R> {
    pub fn new(buffer: TextBuffer<R>) -> Self {
        Self { buffer, len: 0 }
    }

    /// Reads a value of any type, as JSON.
    pub fn read_value(&mut self) -> anyhow::Result<String> {
        self.peek()?;
        loop {
            let text = self.buffer.remaining();
            let mut deserializer = serde_json::Deserializer::from_str(text);
            match <&RawValue>::deserialize(&mut deserializer) {
                // A number at the end of the buffer may have further digits.
                Ok(value) if value.get().len() < text.len() || self.buffer.is_eof() => {
                    let value = value.get().to_owned();
                    self.consume(value.len())?;
                    return Ok(value);
                }
                Err(error) if !is_incomplete(&error, text) => {
                    return Err(invalid_json(&self.buffer, 0, &error));
                }
                _ if self.buffer.is_eof() => return Err(self.buffer.unexpected_eof()),
                _ => {
                    self.check_limit(text.len())?;
                    self.buffer.fill(MAX_ENVELOPE_BYTES)?;
                }
            }
        }
    }

    fn consume(&mut self, bytes: usize) -> anyhow::Result<()> {
        self.check_limit(bytes)?;
        self.len += bytes;
        self.buffer.consume(bytes);
        Ok(())
    }

    fn check_limit(&self, more_bytes: usize) -> anyhow::Result<()> {
        if self.len + more_bytes > MAX_ENVELOPE_BYTES {
            let problem = "has more than 1 MiB of data outside its list of calls";
            return Err(self.buffer.error_at(0, problem));
        }
        Ok(())
    }

    /// Consumes this token, or fails if another one or the end follows.
    pub fn expect(&mut self, token: u8) -> anyhow::Result<()> {
        match self.peek()? {
            Some(next) if next == token => self.consume(1),
            Some(_) => {
                let problem = format!("is not valid JSON: expected {:?}", char::from(token));
                Err(self.buffer.error_at(0, &problem))
            }
            None => Err(self.buffer.unexpected_eof()),
        }
    }

    pub fn expect_eof(&mut self) -> anyhow::Result<()> {
        match self.peek()? {
            Some(_) => Err(self.buffer.error_at(0, "has unexpected data after its end")),
            None => Ok(()),
        }
    }

    /// Skips white space, and returns the first byte of the next token or `None` at the end.
    pub fn peek(&mut self) -> anyhow::Result<Option<u8>> {
        loop {
            self.consume(whitespace_len(self.buffer.remaining()))?;
            match self.buffer.remaining().as_bytes().first() {
                Some(next) => return Ok(Some(*next)),
                None if self.buffer.is_eof() => return Ok(None),
                None => self.buffer.fill(MAX_ENVELOPE_BYTES)?,
            }
        }
    }
}
