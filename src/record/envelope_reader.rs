//! The tokens of an envelope, which has a bound.

use super::records::{is_at_end, not_json, space};
use super::text_buffer::Buffer;
use crate::limits::MAX_ENVELOPE_BYTES;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::Read;

/// What of a text belongs to its envelope, read token by token.
pub struct Tokens<R> {
    pub buffer: Buffer<R>,
    /// How many bytes of the envelope were passed.
    length: usize,
}

impl<R: Read> Tokens<R> {
    pub fn new(buffer: Buffer<R>) -> Self {
        Self { buffer, length: 0 }
    }

    pub fn value(&mut self) -> anyhow::Result<String> {
        self.peek()?;
        loop {
            let held = self.buffer.rest();
            let mut deserializer = serde_json::Deserializer::from_str(held);
            match <&RawValue>::deserialize(&mut deserializer) {
                // A number may go on behind the buffer.
                Ok(value) if value.get().len() < held.len() || self.buffer.ended() => {
                    let value = value.get().to_owned();
                    self.advance(value.len())?;
                    return Ok(value);
                }
                Err(error) if !is_at_end(&error, held) => {
                    return Err(not_json(&self.buffer, 0, &error));
                }
                _ if self.buffer.ended() => return Err(self.buffer.truncated()),
                _ => {
                    self.fits(held.len())?;
                    self.buffer.refill(MAX_ENVELOPE_BYTES)?;
                }
            }
        }
    }

    /// Passes so many bytes of the envelope.
    pub fn advance(&mut self, bytes: usize) -> anyhow::Result<()> {
        self.fits(bytes)?;
        self.length += bytes;
        self.buffer.advance(bytes);
        Ok(())
    }

    /// Checks that so many bytes more do not make the envelope too long.
    pub fn fits(&self, bytes: usize) -> anyhow::Result<()> {
        if self.length + bytes > MAX_ENVELOPE_BYTES {
            let what = "has an envelope of more than 1 MiB around its calls";
            return Err(self.buffer.fault(0, what));
        }
        Ok(())
    }

    pub fn pass(&mut self, token: u8) -> anyhow::Result<()> {
        match self.peek()? {
            Some(next) if next == token => self.advance(1)?,
            Some(_) => {
                let what = format!("is not JSON: a {:?} is missing", char::from(token));
                return Err(self.buffer.fault(0, &what));
            }
            None => return Err(self.buffer.truncated()),
        }
        Ok(())
    }

    pub fn ends(&mut self) -> anyhow::Result<()> {
        match self.peek()? {
            Some(_) => Err(self
                .buffer
                .fault(0, "is followed by more than one response")),
            None => Ok(()),
        }
    }

    /// The next byte that is not white space, or `None` at the end.
    pub fn peek(&mut self) -> anyhow::Result<Option<u8>> {
        loop {
            let space = space(self.buffer.rest());
            self.advance(space)?;
            match self.buffer.rest().as_bytes().first() {
                Some(next) => return Ok(Some(*next)),
                None if self.buffer.ended() => return Ok(None),
                None => self.buffer.refill(MAX_ENVELOPE_BYTES)?,
            }
        }
    }
}
