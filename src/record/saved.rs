//! A response that was saved: as it came, or as JSON Lines.

use super::envelope::EnvelopeMember;
use super::json_response::ResponseReader;
use super::records::{List, is_at_end, not_json, space};
use super::shape::shape_of;
use crate::limits::MAX_ENVELOPE_BYTES;
use std::io::Read;

impl<R: Read> ResponseReader<R> {
    /// The same for a response that was saved: as it came, as JSON Lines, or as a bare list of records. No lines at
    /// all are no calls.
    ///
    /// # Errors
    /// The same.
    pub fn open_saved(body: R, name: impl Into<String>) -> anyhow::Result<Self> {
        let mut response = Self::start(
            body,
            name,
            "give a file of JSON, JSON Lines or Parquet that cdr wrote",
        )?;
        response.is_saved = true;
        response.list = match response.tokens.peek()? {
            Some(b'{') => response.saved_list()?,
            Some(b'[') => {
                response.tokens.buffer.advance(1);
                List::Bare
            }
            Some(_) => List::Json,
            None => {
                response.is_empty = true;
                List::Lines
            }
        };
        if response.list == List::Json {
            response.enter_envelope()?;
        } else {
            // What the service would have said.
            response.leading_members.push(EnvelopeMember::ok_result());
        }
        Ok(response)
    }

    /// Whether it was saved without anything in it.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// How the records stand in what starts here with an object. It is an envelope if it has a member that tells
    /// so and no other value follows; else it is the first of several records. An object that is longer than
    /// an envelope before its list is one if it has a list.
    fn saved_list(&mut self) -> anyhow::Result<List> {
        loop {
            let held = self.tokens.buffer.rest();
            let (shape, error) = shape_of(held);
            match (shape.length, error) {
                (Some(_), _) if !shape.is_telling => return Ok(List::Lines),
                (Some(length), _) if held.len() > length + space(&held[length..]) => {
                    return Ok(List::Lines);
                }
                (Some(_), _) if self.tokens.buffer.ended() => return Ok(List::Json),
                (None, Some(error)) if !is_at_end(&error, held) => {
                    return Err(not_json(&self.tokens.buffer, 0, &error));
                }
                (None, _) if self.tokens.buffer.ended() => {
                    return Err(self.tokens.buffer.truncated());
                }
                _ if held.len() > MAX_ENVELOPE_BYTES && shape.has_cdr => return Ok(List::Json),
                _ if held.len() > MAX_ENVELOPE_BYTES => return Ok(List::Lines),
                _ => self.tokens.buffer.refill(MAX_ENVELOPE_BYTES)?,
            }
        }
    }
}
