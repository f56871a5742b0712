//! Whether a response has the room or the conference that was requested.
//!
//! A response that belongs to another request is a wrong bill. If a period was requested, the times of its
//! calls show it; if a room or a conference was, their IDs do. What a service takes for an ID is not
//! documented, so that a response without the requested one is a warning and not an error.

use crate::parse::{Projection, Record};
use crate::text::text_of;

/// The room or the conference that is requested.
#[derive(Clone, Debug)]
pub struct RequestedId {
    /// The column that has it.
    pub column: &'static str,
    /// The ID as it was typed.
    pub id: String,
}

/// Looks for the requested ID in the calls of each response.
pub struct RequestedIdCheck {
    requested: RequestedId,
    slot: usize,
    /// The calls of the current response, and whether one of them may be meant.
    calls: u64,
    is_found: bool,
    /// How many calls responses have without any that is meant.
    strange_calls: u64,
}

impl RequestedIdCheck {
    pub fn new(requested: RequestedId, projection: &mut Projection) -> Self {
        Self {
            slot: projection.slot(requested.column),
            requested,
            calls: 0,
            is_found: false,
            strange_calls: 0,
        }
    }

    /// Looks at a call as it was received.
    pub fn see(&mut self, record: &Record<'_>) {
        self.calls += 1;
        if !self.is_found {
            let id = record.values[self.slot].map(text_of).unwrap_or_default();
            self.is_found = id.is_empty() || id == self.requested.id;
        }
    }

    /// Ends a response.
    pub fn end_response(&mut self) {
        if !self.is_found {
            self.strange_calls += self.calls;
        }
        (self.calls, self.is_found) = (0, false);
    }

    /// What looks like the response to another request.
    pub fn warning(&self) -> Option<String> {
        let RequestedId { column, id } = &self.requested;
        let calls = match self.strange_calls {
            0 => return None,
            1 => "the call received has another".to_owned(),
            count => format!("all {count} calls of a response have another"),
        };
        Some(format!("{calls} {column} than the requested {id}"))
    }
}
