//! Why an attempt failed: one table, from which the exit code, the remedy and whether to ask again follow.

use crate::error::{FailureKind, MORE_OPEN_FILES, error_chain, is_out_of_descriptors};
use crate::text::truncate_and_redact;
use reqwest::StatusCode;
use std::error::Error;
use std::io::ErrorKind;

/// What an attempt failed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureCause {
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
    /// This machine has no more files or sockets to give.
    Exhausted,
    /// A status that refuses the credentials.
    Credentials,
    /// The proxy refuses its own credentials, or misses them.
    ProxyCredentials,
    /// A status, or a result, that may pass.
    Unavailable,
    /// A status for what the service can't do.
    Unsupported,
    /// A status that names another place.
    Redirect,
    /// A status that refuses the question.
    Refused,
    /// A status of success without an answer.
    NoAnswer,
}

/// What follows from a cause.
#[derive(Clone, Copy, Debug)]
pub struct Consequence {
    /// The kind of the failure that the user is told of.
    pub kind: FailureKind,
    /// Whether the same request may succeed later.
    pub is_retryable: bool,
    /// What to do next.
    pub remedy: &'static str,
}

impl FailureCause {
    /// The table.
    #[rustfmt::skip]
    pub fn consequence(self) -> Consequence {
        let (kind, is_retryable, remedy) = match self {
            Self::ConnectTimeOut => (FailureKind::Unavailable, true, "check the network, or raise --connect-timeout"),
            Self::Connect => (FailureKind::Unavailable, true, "check the network and the base URL, or try again later"),
            Self::Tls => (FailureKind::Unavailable, false, "check the base URL, or give the service's root certificate with --ca-cert"),
            Self::Silence => (FailureKind::Unavailable, true, "raise --timeout, or try again later"),
            Self::Lost => (FailureKind::Unavailable, true, "check the network, or try again later"),
            Self::Exhausted => (FailureKind::Local, false, MORE_OPEN_FILES),
            Self::Credentials => (FailureKind::Credentials, false, "check that app id and app key are those of one project at"),
            Self::ProxyCredentials => (FailureKind::Rejected, false, "check the user name and password in"),
            Self::Unavailable => (FailureKind::Unavailable, true, "try again later"),
            Self::NotHttp | Self::Unsupported => (FailureKind::Unavailable, false, "check the base URL"),
            Self::Redirect => (FailureKind::Rejected, false, "check the base URL"),
            Self::Refused => (FailureKind::Rejected, false, "check the id, the dates and the base URL"),
            Self::NoAnswer => (FailureKind::InvalidResponse, false, "check the base URL"),
        };
        Consequence { kind, is_retryable, remedy }
    }

    /// The cause that a status other than 200 is. Statuses are those of RFC 9110. A 407 can only come from a proxy.
    pub fn from_status(status: StatusCode, has_proxy: bool) -> Self {
        match status.as_u16() {
            407 if has_proxy => Self::ProxyCredentials,
            401 | 403 => Self::Credentials,
            408 | 429 | 500 | 502 | 503 | 504 => Self::Unavailable,
            300..400 => Self::Redirect,
            400..500 => Self::Refused,
            500.. => Self::Unsupported,
            _ => Self::NoAnswer,
        }
    }

    /// The cause of an error that the client gave for a request or for a read from its response, told from the
    /// error_chain of causes, since [`reqwest::Error`] itself knows less.
    pub fn from_error(error: &(dyn Error + 'static)) -> Self {
        let request = error_chain(error).find_map(|cause| cause.downcast_ref::<reqwest::Error>());
        let timed_out = request.is_some_and(reqwest::Error::is_timeout);
        if error_chain(error).any(is_exhausted) {
            return Self::Exhausted;
        }
        if request.is_some_and(reqwest::Error::is_connect) {
            return if error_chain(error).any(is_proxy_refusal) {
                Self::ProxyCredentials
            } else if timed_out {
                Self::ConnectTimeOut
            } else if error_chain(error).any(is_invalid_data) {
                Self::Tls
            } else {
                Self::Connect
            };
        }
        let protocol = error_chain(error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
        if timed_out {
            Self::Silence
        } else if protocol.is_some_and(hyper::Error::is_parse) {
            Self::NotHttp
        } else {
            Self::Lost
        }
    }
}

/// A proxy's 407 to `CONNECT`: the type of this error is private, so it is known by its text.
fn is_proxy_refusal(cause: &(dyn Error + 'static)) -> bool {
    cause.to_string().contains("proxy authorization required")
}

/// The TLS library's errors come as I/O errors of this kind.
fn is_invalid_data(cause: &(dyn Error + 'static)) -> bool {
    let cause = cause.downcast_ref::<std::io::Error>();
    cause.is_some_and(|cause| cause.kind() == ErrorKind::InvalidData)
}

/// Whether no more files or sockets can be opened.
pub fn is_exhausted(cause: &(dyn Error + 'static)) -> bool {
    let cause = cause.downcast_ref::<std::io::Error>();
    cause.is_some_and(is_out_of_descriptors)
}

/// The innermost cause of an error, in its own words.
pub fn root_cause(error: &(dyn Error + 'static)) -> String {
    truncate_and_redact(&error_chain(error).last().unwrap_or(error).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_in_the_table() {
        let consequence = |status| {
            let status = StatusCode::from_u16(status).unwrap();
            FailureCause::from_status(status, false).consequence()
        };
        for (statuses, kind, is_retryable) in [
            (&[401, 403][..], FailureKind::Credentials, false),
            (
                &[408, 429, 500, 502, 503, 504],
                FailureKind::Unavailable,
                true,
            ),
            (&[501, 505, 511, 599], FailureKind::Unavailable, false),
            (&[301, 302, 304, 307, 308], FailureKind::Rejected, false),
            (
                &[400, 402, 404, 409, 410, 422],
                FailureKind::Rejected,
                false,
            ),
            (&[201, 204, 206], FailureKind::InvalidResponse, false),
        ] {
            for status in statuses {
                let found = consequence(*status);
                assert_eq!(
                    (found.kind, found.is_retryable),
                    (kind, is_retryable),
                    "{status}"
                );
                let is_promised = found.remedy.contains("later");
                assert!(found.is_retryable || !is_promised, "{status}");
            }
        }
    }
}
