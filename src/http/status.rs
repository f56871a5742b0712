//! Why one attempt failed, and whether the next one may not.

use crate::error::{Failure, Kind};
use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

/// An attempt that failed.
#[derive(Debug)]
pub struct Fault {
    /// What the user is told.
    pub error: anyhow::Error,
    /// Whether the same question may be answered later.
    pub passing: bool,
    /// How long the service asks to be left alone, where it does.
    pub retry_after: Option<Duration>,
}

impl Fault {
    /// A fault that may pass.
    pub fn passing(error: impl Into<anyhow::Error>) -> Self {
        Self {
            error: error.into(),
            passing: true,
            retry_after: None,
        }
    }
}

/// Anything else will not pass.
impl<E: Into<anyhow::Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            passing: false,
            retry_after: None,
        }
    }
}

/// What a request failed of: told from the chain of causes, since [`reqwest::Error`] itself knows less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nobody accepted the connection in time.
    ConnectTimeOut,
    /// The connection was not made.
    Connect,
    /// The other side's certificate is not trusted, or it does not speak TLS.
    Tls,
    /// Nothing came for too long.
    Silence,
    /// What came is not HTTP.
    NotHttp,
    /// The connection was lost.
    Lost,
}

impl Cause {
    /// The cause of an error that the client gave for a request or for a read from its response.
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        let request = chain(error).find_map(|cause| cause.downcast_ref::<reqwest::Error>());
        let timed_out = request.is_some_and(reqwest::Error::is_timeout);
        if request.is_some_and(reqwest::Error::is_connect) {
            return if timed_out {
                Self::ConnectTimeOut
            } else if chain(error).any(is_invalid_data) {
                Self::Tls
            } else {
                Self::Connect
            };
        }
        let protocol = chain(error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
        if timed_out {
            Self::Silence
        } else if protocol.is_some_and(hyper::Error::is_parse) {
            Self::NotHttp
        } else {
            Self::Lost
        }
    }

    /// Whether the same request may succeed later.
    pub fn is_passing(self) -> bool {
        !matches!(self, Self::Tls | Self::NotHttp)
    }
}

/// The TLS library's errors come as I/O errors of this kind.
fn is_invalid_data(cause: &(dyn Error + 'static)) -> bool {
    let cause = cause.downcast_ref::<std::io::Error>();
    cause.is_some_and(|cause| cause.kind() == ErrorKind::InvalidData)
}

/// The innermost cause of an error, in its own words.
pub fn root_cause(error: &(dyn Error + 'static)) -> String {
    chain(error).last().unwrap_or(error).to_string()
}

/// An error and its causes. An I/O error does not name what it wraps as its source, but as itself.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

/// The failure of a question that got no answer, with a remedy for its cause.
pub fn no_answer(base: &str, what: &str, remedy: &str) -> Failure {
    let message = format!("no answer from {base}: {what}; {remedy}");
    Failure::new(Kind::Unreachable, message)
}
