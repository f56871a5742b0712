//! The body of the sandbox's answers, made a day at a time, so that a century needs no more memory than
//! a day.

use super::generate::{Call, calls_on};
use chrono::NaiveDate;
use hyper::body::{Body, Bytes, Frame};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Tells the calls that are asked for.
pub type Wanted = Box<dyn Fn(&Call) -> bool + Send>;

/// A response with the calls of successive days.
pub struct Days {
    next: Option<NaiveDate>,
    last: NaiveDate,
    wanted: Wanted,
    /// What stands between the calls sent and the next one.
    separator: &'static str,
    /// What is to be sent before the days.
    opening: String,
    closing: &'static str,
}

impl Days {
    /// The wanted calls from `first` to `last`.
    pub fn new(first: NaiveDate, last: NaiveDate, wanted: Wanted) -> Self {
        Self {
            next: (first <= last).then_some(first),
            last,
            wanted,
            separator: "",
            opening: r#"{"result":"0","cdr":["#.to_owned(),
            closing: "]}",
        }
    }

    /// A response without calls.
    pub fn none() -> Self {
        Self {
            next: None,
            ..Self::new(NaiveDate::MIN, NaiveDate::MIN, Box::new(|_| false))
        }
    }

    /// A body that is just this text.
    pub fn text(text: String) -> Self {
        Self {
            opening: text,
            closing: "",
            ..Self::none()
        }
    }

    /// The next piece of the body; nothing at its end.
    fn piece(&mut self) -> Option<String> {
        let mut piece = std::mem::take(&mut self.opening);
        while piece.is_empty() {
            let Some(day) = self.next else {
                let closing = std::mem::take(&mut self.closing);
                return (!closing.is_empty()).then(|| closing.to_owned());
            };
            self.next = day.succ_opt().filter(|next| *next <= self.last);
            for call in calls_on(day) {
                if (self.wanted)(&call) {
                    piece.push_str(std::mem::replace(&mut self.separator, ","));
                    piece.push_str(&call.json());
                }
            }
        }
        Some(piece)
    }
}

impl Body for Days {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = self.piece();
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece.into()))))
    }
}
