//! The error of an attempt: a message with the hint for its cause, and whether to retry.

use super::failure_cause::{ErrorPolicy, FailureCause};
use super::options::HttpOptions;
use crate::account::BaseUrl;
use crate::error::{Failure, FailureKind};
use reqwest::StatusCode;
use std::time::Duration;

/// The error of an attempt.
#[derive(Debug)]
pub struct FetchError {
    /// The message for the user, and its causes.
    pub error: anyhow::Error,
    pub is_retryable: bool,
    /// The delay that the service requests.
    pub retry_after: Option<Duration>,
}

impl<E: Into<anyhow::Error>> From<E> for FetchError {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            is_retryable: false,
            retry_after: None,
        }
    }
}

/// What messages about a failed request depend on besides its cause.
#[derive(Clone, Copy)]
pub struct ErrorContext<'a> {
    pub base: &'a BaseUrl,
    pub options: &'a HttpOptions,
    /// The number of requests at a time.
    pub jobs: usize,
}

impl ErrorContext<'_> {
    /// Returns the error of a proxy that rejects the credentials in its variable, or misses them.
    pub fn proxy_auth_error(&self, status: StatusCode, source: anyhow::Error) -> FetchError {
        let cause = FailureCause::ProxyCredentials;
        let problem = format!("the proxy rejected the request ({status})");
        self.error(cause, &problem, source)
    }

    /// Creates an error whose message is what happened and the hint for its cause.
    pub fn error(&self, cause: FailureCause, problem: &str, source: anyhow::Error) -> FetchError {
        let ErrorPolicy { kind, hint, .. } = cause.policy();
        let base = self.base;
        let proxy = self.options.proxy.as_ref();
        let target = match kind {
            _ if cause == FailureCause::ProxyCredentials => {
                proxy.map_or(String::new(), |(name, _)| format!(" {name}"))
            }
            FailureKind::Credentials | FailureKind::Rejected | FailureKind::InvalidResponse => {
                format!(" {base}")
            }
            _ => String::new(),
        };
        error_with_hint(cause, problem, &format!("{hint}{target}"), source)
    }
}

/// Creates an error with another hint than that of its cause.
pub fn error_with_hint(
    cause: FailureCause,
    problem: &str,
    hint: &str,
    source: anyhow::Error,
) -> FetchError {
    let ErrorPolicy {
        kind, is_retryable, ..
    } = cause.policy();
    let failure = Failure::new(kind, format!("{problem}; {hint}"));
    FetchError {
        error: source.context(failure),
        is_retryable,
        retry_after: None,
    }
}
