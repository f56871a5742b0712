//! The bodies of the sandbox's responses.
//!
//! They are generated day by day while they are sent, so that a century takes no more memory than a
//! day.

use super::generate::{Call, calls_on};
use chrono::NaiveDate;
use hyper::body::{Body, Bytes, Frame};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Whether a call is in a response.
pub type CallFilter = Box<dyn Fn(&Call) -> bool + Send>;

/// A body with the calls of consecutive days.
pub struct CallsBody {
    next: Option<NaiveDate>,
    last: NaiveDate,
    filter: CallFilter,
    separator: &'static str,
    prefix: String,
    suffix: &'static str,
}

impl CallsBody {
    /// Creates a body with the calls from `first` to `last` that match a filter.
    pub fn new(first: NaiveDate, last: NaiveDate, filter: CallFilter) -> Self {
        Self {
            next: (first <= last).then_some(first),
            last,
            filter,
            separator: "",
            prefix: r#"{"result":"0","cdr":["#.to_owned(),
            suffix: "]}",
        }
    }

    /// Creates a body without calls.
    pub fn empty() -> Self {
        Self {
            next: None,
            ..Self::new(NaiveDate::MIN, NaiveDate::MIN, Box::new(|_| false))
        }
    }

    /// Creates a body from a text.
    pub fn from_text(text: String) -> Self {
        Self {
            prefix: text,
            suffix: "",
            ..Self::empty()
        }
    }

    /// Returns the next chunk, or `None` at the end.
    fn next_chunk(&mut self) -> Option<String> {
        let mut chunk = std::mem::take(&mut self.prefix);
        while chunk.is_empty() {
            let Some(day) = self.next else {
                let suffix = std::mem::take(&mut self.suffix);
                return (!suffix.is_empty()).then(|| suffix.to_owned());
            };
            self.next = day.succ_opt().filter(|next| *next <= self.last);
            for call in calls_on(day) {
                if (self.filter)(&call) {
                    chunk.push_str(std::mem::replace(&mut self.separator, ","));
                    chunk.push_str(&call.json());
                }
            }
        }
        Some(chunk)
    }
}

impl Body for CallsBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let chunk = self.next_chunk();
        Poll::Ready(chunk.map(|chunk| Ok(Frame::data(chunk.into()))))
    }
}
