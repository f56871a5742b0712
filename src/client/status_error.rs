//! The error of a response whose status is not 200: what the status means, the reason that the
//! service gives in the body, and the delay that it requests.

use super::api_error::{ApiError, read_prefix};
use super::failure_cause::FailureCause;
use super::fetch_error::{ErrorContext, FetchError, error_with_hint};
use super::query::rejection_hint;
use crate::text::truncate_and_redact;
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{LOCATION, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// Returns the error of a response whose status is not 200.
pub fn status_error(context: ErrorContext<'_>, path: &str, response: Response) -> FetchError {
    let status = response.status();
    let has_proxy = context.options.proxy.is_some();
    if FailureCause::from_status(status, has_proxy) == FailureCause::ProxyCredentials {
        return context.proxy_auth_error(status, anyhow!("status {status}"));
    }
    let header = |name| response.headers().get(name);
    let retry_after =
        header(RETRY_AFTER).and_then(|header| parse_retry_after(header.to_str().ok()?, Utc::now()));
    let location = header(LOCATION)
        .map(|target| truncate_and_redact(&String::from_utf8_lossy(target.as_bytes())));
    let prefix = read_prefix(response, Some(context.options.timeout));
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
    let problem = describe(cause, status, location.as_deref(), &reason);
    let source = anyhow!("status {status}");
    let hint = match cause {
        FailureCause::Rejected => rejection_hint(path, status),
        FailureCause::Unavailable if status == StatusCode::TOO_MANY_REQUESTS => {
            (context.jobs > 1).then_some("use fewer --jobs")
        }
        _ => None,
    };
    let error = match hint {
        Some(hint) => error_with_hint(cause, &problem, hint, source),
        None => context.error(cause, &problem, source),
    };
    FetchError {
        retry_after,
        ..error
    }
}

/// Describes what a status means, with the reason that the service gives.
fn describe(
    cause: FailureCause,
    status: StatusCode,
    location: Option<&str>,
    reason: &str,
) -> String {
    match cause {
        FailureCause::Credentials => format!("authentication failed ({status}){reason}"),
        FailureCause::Redirect => match location {
            None => format!("unexpected status {status}{reason}"),
            Some(target) => format!(
                "the service redirects to {target} ({status}), and redirects are not followed{reason}"
            ),
        },
        FailureCause::Rejected => {
            format!("the service rejected the request ({status}){reason}")
        }
        FailureCause::UnexpectedSuccess => format!("not a CDR response ({status}){reason}"),
        _ if status == StatusCode::TOO_MANY_REQUESTS => {
            format!("rate limited by the service ({status}){reason}")
        }
        _ => format!("the service failed ({status}){reason}"),
    }
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
