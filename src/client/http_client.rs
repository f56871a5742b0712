//! A single attempt: from a path to a complete body, or an error that says whether to retry.
//!
//! The body is received completely before it is used, so that a response that breaks off can be
//! requested again. A status of 200 does not mean success: the service also reports errors in the
//! body, so its start is parsed for them. That takes no more than the largest envelope, whatever
//! the size of the body.

use super::api_error::ApiError;
use super::failure_cause::{ErrorPolicy, FailureCause, root_cause};
use super::options::{HttpOptions, build_client};
use super::query::{has_id, rejection_hint};
use crate::account::Account;
use crate::error::{Failure, FailureKind};
use crate::io::{Spool, maybe_gunzip};
use crate::limits::MAX_ENVELOPE_BYTES;
use crate::terminal::Progress;
use crate::text::truncate_and_redact;
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, LOCATION, RETRY_AFTER};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant, SystemTime};

/// A client of one account. Redirects are never followed: they could lead the credentials
/// elsewhere.
pub struct Client {
    http: reqwest::blocking::Client,
    account: Account,
    options: HttpOptions,
    /// The number of requests at a time, which hints depend on.
    pub jobs: usize,
}

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

impl Client {
    pub fn new(account: Account, options: HttpOptions) -> anyhow::Result<Self> {
        Ok(Self {
            http: build_client(&options)?,
            account,
            options,
            jobs: 1,
        })
    }

    /// Joins a path to the base URL.
    pub fn url(&self, path: &str) -> String {
        self.account.base.join(path)
    }

    /// Sends one request, and returns the complete body.
    pub fn fetch_once(&self, path: &str, progress: &Progress) -> Result<Spool, FetchError> {
        let response = self
            .send(path)
            .map_err(|error| self.transport_error(error))?;
        if response.status() != StatusCode::OK {
            return Err(self.status_error(path, response));
        }
        let mut body = self.read_body(response, progress)?;
        let prefix = read_prefix(body.reader()?, None);
        match ApiError::from_prefix(&prefix) {
            Some(error) => Err(FetchError {
                is_retryable: error.is_busy(),
                ..error.to_failure(has_id(path)).into()
            }),
            None => Ok(body),
        }
    }

    /// Sends a request, and returns the response as soon as it starts.
    fn send(&self, path: &str) -> reqwest::Result<Response> {
        let basic = format!("Basic {}", self.account.basic_auth.expose());
        let request = self
            .http
            .get(self.url(path))
            .header(AUTHORIZATION, basic)
            .header(ACCEPT, "application/json")
            // Not by a feature of reqwest, which would hide the compressed size; the limit applies
            // to it as well.
            .header(ACCEPT_ENCODING, "gzip");
        // The message of the error repeats the URL, which our messages contain already.
        request.send().map_err(reqwest::Error::without_url)
    }

    fn read_body(&self, mut response: Response, progress: &Progress) -> Result<Spool, FetchError> {
        let mut body = Spool::for_response(self.options.max_size);
        // Large reads: a response can have gigabytes, and each read updates the progress.
        let mut chunk = vec![0; 256 * 1024];
        loop {
            match response.read(&mut chunk) {
                Ok(0) => return Ok(body),
                Ok(len) => {
                    body.write_all(&chunk[..len])?;
                    progress.add_bytes(len as u64);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.transport_error(error)),
            }
        }
    }

    /// Returns the error of a request without a response, or of a body that broke off.
    fn transport_error(&self, error: impl Error + Send + Sync + 'static) -> FetchError {
        let cause = FailureCause::from_error(&error);
        let root = root_cause(&error);
        if cause == FailureCause::ProxyCredentials {
            return self
                .proxy_auth_error(StatusCode::PROXY_AUTHENTICATION_REQUIRED, anyhow!(error));
        }
        let problem = match cause {
            FailureCause::ConnectTimeout => {
                let seconds = self.options.connect_timeout.as_secs_f64();
                format!("connection timed out after {seconds} s")
            }
            FailureCause::ReadTimeout => {
                let seconds = self.options.timeout.as_secs_f64();
                format!("no data received for {seconds} s")
            }
            FailureCause::Tls => format!("TLS connection failed ({root})"),
            FailureCause::InvalidHttp => format!("not an HTTP response ({root})"),
            FailureCause::Disconnected => format!("connection lost ({root})"),
            _ => format!("cannot connect ({root})"),
        };
        let proxy = match &self.options.proxy {
            Some((name, _)) => format!(" (via {name})"),
            None => String::new(),
        };
        let problem = format!("no response from {}{proxy}: {problem}", self.account.base);
        self.error(cause, &problem, anyhow!(error))
    }

    /// Returns the error of a response whose status is not 200.
    fn status_error(&self, path: &str, response: Response) -> FetchError {
        let status = response.status();
        let has_proxy = self.options.proxy.is_some();
        if FailureCause::from_status(status, has_proxy) == FailureCause::ProxyCredentials {
            return self.proxy_auth_error(status, anyhow!("status {status}"));
        }
        let header = |name| response.headers().get(name);
        let retry_after = header(RETRY_AFTER)
            .and_then(|header| parse_retry_after(header.to_str().ok()?, Utc::now()));
        let location = header(LOCATION)
            .map(|target| truncate_and_redact(&String::from_utf8_lossy(target.as_bytes())));
        let prefix = read_prefix(response, Some(self.options.timeout));
        let api_error = ApiError::from_prefix(&prefix);
        let reason = api_error
            .as_ref()
            .map(ToString::to_string)
            .or_else(|| ApiError::undocumented_reason(&prefix))
            .map_or(String::new(), |reason| format!(": {reason}"));
        let cause = match api_error {
            // The service reports that it is busy with various statuses.
            Some(error) if error.is_busy() => FailureCause::Unavailable,
            _ => FailureCause::from_status(status, has_proxy),
        };
        let problem = match cause {
            FailureCause::Credentials => format!("authentication failed ({status}){reason}"),
            FailureCause::Redirect if location.is_none() => {
                format!("unexpected status {status}{reason}")
            }
            FailureCause::Redirect => {
                let target = location.unwrap_or_default();
                format!(
                    "the service redirects to {target} ({status}), and redirects are not followed{reason}"
                )
            }
            FailureCause::Rejected => {
                format!("the service rejected the request ({status}){reason}")
            }
            FailureCause::UnexpectedSuccess => format!("not a CDR response ({status}){reason}"),
            _ if status == StatusCode::TOO_MANY_REQUESTS => {
                format!("rate limited by the service ({status}){reason}")
            }
            _ => format!("the service failed ({status}){reason}"),
        };
        let source = anyhow!("status {status}");
        let hint = match cause {
            FailureCause::Rejected => rejection_hint(path, status),
            FailureCause::Unavailable if status == StatusCode::TOO_MANY_REQUESTS => {
                (self.jobs > 1).then_some("use fewer --jobs, or try again later")
            }
            _ => None,
        };
        let error = match hint {
            Some(hint) => error_with_hint(cause, &problem, hint, source),
            None => self.error(cause, &problem, source),
        };
        FetchError {
            retry_after,
            ..error
        }
    }

    /// Returns the error of a proxy that rejects the credentials in its variable, or misses them.
    fn proxy_auth_error(&self, status: StatusCode, source: anyhow::Error) -> FetchError {
        let cause = FailureCause::ProxyCredentials;
        let problem = format!("the proxy rejected the request ({status})");
        self.error(cause, &problem, source)
    }

    /// Creates an error whose message is what happened and the hint for its cause.
    fn error(&self, cause: FailureCause, problem: &str, source: anyhow::Error) -> FetchError {
        let ErrorPolicy { kind, hint, .. } = cause.policy();
        let base = &self.account.base;
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
fn error_with_hint(
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

/// Reads the start of a body, enough for any envelope, or what arrives before the timeout. Errors
/// end it.
fn read_prefix(body: impl Read, timeout: Option<Duration>) -> Vec<u8> {
    let started = Instant::now();
    let mut prefix = Vec::new();
    let Ok(body) = maybe_gunzip(body) else {
        return prefix;
    };
    let mut body = body.take(MAX_ENVELOPE_BYTES as u64);
    let mut chunk = [0; 8192];
    while timeout.is_none_or(|timeout| started.elapsed() < timeout) {
        match body.read(&mut chunk) {
            Ok(len) if len > 0 => prefix.extend_from_slice(&chunk[..len]),
            _ => break,
        }
    }
    prefix
}

/// Parses a `Retry-After` header at the time `now`: a number of seconds or a date. A date in the
/// past is no delay.
fn parse_retry_after(header: &str, now: DateTime<Utc>) -> Option<Duration> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(header.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(header).ok()?;
    Some(
        date.duration_since(SystemTime::from(now))
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2025-01-31T23:59:00Z".parse().unwrap()
    }

    #[test]
    fn a_retry_after_header_is_seconds_or_a_date() {
        let seconds = |header| parse_retry_after(header, now()).map(|delay| delay.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(
            seconds("99999999999999999999"),
            Some(Duration::MAX.as_secs())
        );
        assert_eq!(seconds("Sat, 01 Feb 2025 00:00:00 GMT"), Some(60));
        assert_eq!(seconds("Saturday, 01-Feb-25 00:00:00 GMT"), Some(60));
        assert_eq!(seconds("Sat Feb  1 00:00:00 2025"), Some(60));
        assert_eq!(seconds("Fri, 31 Jan 2025 00:00:00 GMT"), Some(0));
    }

    #[test]
    fn an_invalid_retry_after_header_is_ignored() {
        for header in ["", "soon", "-1", "1.5", "2025-02-01"] {
            assert_eq!(parse_retry_after(header, now()), None, "{header}");
        }
    }
}
