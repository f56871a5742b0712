//! The causes of failed requests. One table says for each cause which kind of failure it is,
//! whether to retry, and what to do about it.
//!
//! reqwest's own predicates are too coarse: a certificate that is not trusted, a closed port and a
//! proxy that requires credentials are all `is_connect`. So the whole chain of an error is
//! examined.

use crate::error::{FailureKind, OPEN_FILES_HINT, error_chain, is_out_of_descriptors};
use crate::text::truncate_and_redact;
use reqwest::StatusCode;
use std::error::Error;
use std::io::ErrorKind;

/// The cause of a failed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureCause {
    /// No connection within `--connect-timeout`.
    ConnectTimeout,
    /// No connection: an unknown host, a closed port or an unreachable network.
    Connect,
    /// The certificate is not trusted.
    Certificate,
    /// The other side does not speak TLS.
    Tls,
    /// No byte within `--timeout`.
    ReadTimeout,
    /// The other side does not speak HTTP.
    InvalidHttp,
    /// The connection broke off.
    Disconnected,
    /// The limit of open files prevents a connection.
    TooManyOpenFiles,
    /// The service rejects the credentials.
    Credentials,
    /// The proxy rejects its credentials, or requires some.
    ProxyCredentials,
    /// A temporary failure of the service.
    Unavailable,
    /// A lasting failure of the service.
    Unsupported,
    /// The service redirects to another URL.
    Redirect,
    /// The service rejects the request.
    Rejected,
    /// A status of success other than 200.
    UnexpectedSuccess,
}

/// What follows from a cause.
#[derive(Clone, Copy, Debug)]
pub struct ErrorPolicy {
    pub kind: FailureKind,
    pub is_retryable: bool,
    /// What to do next; for some kinds, a URL or a variable follows.
    pub hint: &'static str,
}

impl FailureCause {
    /// Returns the row of the table.
    #[rustfmt::skip]
    pub fn policy(self) -> ErrorPolicy {
        let (kind, is_retryable, hint) = match self {
            Self::ConnectTimeout | Self::Connect => (FailureKind::Unavailable, true, "check the network and the base URL"),
            Self::Certificate => (FailureKind::Unavailable, false, "use --ca-cert to add a root certificate that you trust"),
            Self::ReadTimeout => (FailureKind::Unavailable, true, "increase --timeout"),
            Self::Disconnected => (FailureKind::Unavailable, true, "check the network"),
            Self::TooManyOpenFiles => (FailureKind::Local, false, OPEN_FILES_HINT),
            Self::Credentials => (FailureKind::Credentials, false, "check that the app ID and app key belong to the same project at"),
            Self::ProxyCredentials => (FailureKind::Rejected, false, "check the user name and password in"),
            Self::Unavailable => (FailureKind::Unavailable, true, "try again later"),
            Self::Tls | Self::InvalidHttp | Self::Unsupported => (FailureKind::Unavailable, false, "check the base URL"),
            Self::Redirect | Self::Rejected => (FailureKind::Rejected, false, "check the base URL"),
            Self::UnexpectedSuccess => (FailureKind::InvalidResponse, false, "check the base URL"),
        };
        ErrorPolicy { kind, is_retryable, hint }
    }

    /// Classifies a status other than 200 (RFC 9110, section 15).
    pub fn from_status(status: StatusCode, has_proxy: bool) -> Self {
        match status.as_u16() {
            407 if has_proxy => Self::ProxyCredentials,
            401 | 403 => Self::Credentials,
            408 | 429 | 500 | 502 | 503 | 504 => Self::Unavailable,
            300..400 => Self::Redirect,
            400..500 => Self::Rejected,
            500.. => Self::Unsupported,
            _ => Self::UnexpectedSuccess,
        }
    }

    /// Classifies an error of a request, or of a read from its response.
    pub fn from_error(error: &(dyn Error + 'static)) -> Self {
        let request = error_chain(error).find_map(|cause| cause.downcast_ref::<reqwest::Error>());
        let timed_out = request.is_some_and(reqwest::Error::is_timeout);
        if error_chain(error).any(is_fd_limit) {
            return Self::TooManyOpenFiles;
        }
        if request.is_some_and(reqwest::Error::is_connect) {
            return if error_chain(error).any(is_proxy_auth_error) {
                Self::ProxyCredentials
            } else if timed_out {
                Self::ConnectTimeout
            } else if error_chain(error).any(is_certificate_error) {
                Self::Certificate
            } else if error_chain(error).any(is_tls_error) {
                Self::Tls
            } else {
                Self::Connect
            };
        }
        let protocol = error_chain(error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
        if timed_out {
            Self::ReadTimeout
        } else if protocol.is_some_and(hyper::Error::is_parse) {
            Self::InvalidHttp
        } else {
            Self::Disconnected
        }
    }
}

/// Returns whether a proxy responded with 407 to `CONNECT`. The type of this error is private, so
/// its text must do.
fn is_proxy_auth_error(cause: &(dyn Error + 'static)) -> bool {
    cause.to_string().contains("proxy authorization required")
}

/// Returns whether the certificate was rejected. rustls is no direct dependency, so the text of its
/// error must do.
fn is_certificate_error(cause: &(dyn Error + 'static)) -> bool {
    is_tls_error(cause) && cause.to_string().contains("invalid peer certificate")
}

/// Returns whether TLS failed: rustls wraps its errors in I/O errors of this kind.
fn is_tls_error(cause: &(dyn Error + 'static)) -> bool {
    let cause = cause.downcast_ref::<std::io::Error>();
    cause.is_some_and(|cause| cause.kind() == ErrorKind::InvalidData)
}

/// Returns whether no more files or sockets can be opened.
pub fn is_fd_limit(cause: &(dyn Error + 'static)) -> bool {
    let cause = cause.downcast_ref::<std::io::Error>();
    cause.is_some_and(is_out_of_descriptors)
}

/// Returns the message of the innermost cause.
pub fn root_cause(error: &(dyn Error + 'static)) -> String {
    truncate_and_redact(&error_chain(error).last().unwrap_or(error).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_in_the_table() {
        let policy_of = |status| {
            let status = StatusCode::from_u16(status).unwrap();
            FailureCause::from_status(status, false).policy()
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
                let policy = policy_of(*status);
                assert_eq!(
                    (policy.kind, policy.is_retryable),
                    (kind, is_retryable),
                    "{status}"
                );
                let promises_success = policy.hint.contains("later");
                assert!(policy.is_retryable || !promises_success, "{status}");
            }
        }
    }
}
