//! Errors that the service reports in the body of a response, in either of the two envelopes that
//! the vendor documents:
//!
//! ```json
//! {"result": 10201, "error": "short", "desc": "long"}
//! {"status": "error", "error_code": "…", "message": "…", "request_id": "…"}
//! ```

use crate::error::{Failure, FailureKind};
use crate::io::maybe_gunzip;
use crate::limits::MAX_ENVELOPE_BYTES;
use crate::text::json_to_text;
use crate::text::truncate_and_redact;
use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;
use std::io::Read;
use std::time::{Duration, Instant};

/// An error that the service reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    code: Option<String>,
    text: String,
    request_id: Option<String>,
}

/// The only result code of a temporary failure: the server is busy.
const BUSY_CODE: &str = "10105";

impl ApiError {
    /// Parses the error in a body, or in the start of one.
    pub fn from_prefix(body: &[u8]) -> Option<Self> {
        let members = parse_members(body);
        Self::from_members(|name| members.get(name).map(|value| value.get()))
    }

    /// Returns the texts of a body that a failed request has, if it is not in a documented
    /// envelope: some gateways send no more than a `message`.
    pub fn undocumented_reason(body: &[u8]) -> Option<String> {
        let members = parse_members(body);
        let text = join_texts(|name| members.get(name).map(|value| value.get()));
        (!text.is_empty()).then_some(text)
    }

    /// Returns the error among the members of an envelope:
    ///
    /// * a `result` other than 0, which is a number on some pages of the documentation and a string
    ///   on others
    /// * without a `result`, the status `error`
    /// * without either, an `error_code`
    pub fn from_members<'a>(member: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let text = |name| non_empty_text(member(name)?);
        let code = match member("result") {
            Some(result) if is_success_result(result) => return None,
            Some(result) => Some(text("result").unwrap_or_else(|| truncate_and_redact(result))),
            None if text("status").as_deref() == Some("error") => text("error_code"),
            None => Some(text("error_code")?),
        };
        Some(Self {
            code,
            text: join_texts(&member),
            request_id: text("request_id"),
        })
    }

    /// Returns whether the same request may succeed later.
    pub fn is_busy(&self) -> bool {
        self.code.as_deref() == Some(BUSY_CODE)
    }

    /// Converts the error to a failure. `has_id` says whether the request has a room ID or a
    /// conference number.
    pub fn to_failure(&self, has_id: bool) -> Failure {
        if self.is_busy() {
            let message = format!("the service is busy: {self}; try again later");
            return Failure::new(FailureKind::Unavailable, message);
        }
        let message = format!(
            "the service rejected the request: {self}; {}",
            self.hint(has_id)
        );
        Failure::new(FailureKind::Rejected, message)
    }

    /// Converts the error in a saved file with this name to a failure.
    pub fn to_saved_failure(&self, name: &str) -> Failure {
        let message =
            format!("{name} contains an error of the service ({self}), not calls; fetch it again");
        let kind = if self.is_busy() {
            FailureKind::Unavailable
        } else {
            FailureKind::Rejected
        };
        Failure::new(kind, message)
    }

    /// Returns what to do, by the codes that the vendor documents. Only a request with an ID can
    /// have a wrong one.
    fn hint(&self, has_id: bool) -> &'static str {
        match self.code.as_deref() {
            Some("10000") => "check the app ID and the service",
            Some("40001" | "10202" | "10204") if has_id => "check the room ID",
            Some("10201" | "10205") if has_id => "check the conference number",
            Some("10203") => "check the dates",
            _ => "check the request",
        }
    }
}

/// Returns the members of an object, or of the start of one.
fn parse_members(body: &[u8]) -> HashMap<String, &RawValue> {
    let mut members = HashMap::new();
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    // The start of a body ends in a syntax error, after the members that were read.
    let _ = deserializer.deserialize_map(MembersVisitor(&mut members));
    members
}

/// Returns a JSON value as text, unless that is empty.
fn non_empty_text(value: &str) -> Option<String> {
    let text = json_to_text(value);
    (!text.is_empty()).then(|| truncate_and_redact(&text))
}

/// Joins the texts among the members of an envelope, the short one first.
fn join_texts<'a>(member: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut texts: Vec<_> = ["error", "desc", "message"]
        .into_iter()
        .filter_map(|name| non_empty_text(member(name)?))
        .collect();
    // Some errors repeat the short text as the long one.
    texts.dedup();
    truncate_and_redact(&texts.join(": "))
}

/// Collects the members of an object up to its end, or to a syntax error.
struct MembersVisitor<'a, 'de>(&'a mut HashMap<String, &'de RawValue>);

impl<'de> Visitor<'de> for MembersVisitor<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry()? {
            self.0.insert(name, value);
        }
        Ok(())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_deref().unwrap_or("no error code");
        f.write_str(code)?;
        if !self.text.is_empty() {
            write!(f, " ({})", self.text)?;
        }
        match &self.request_id {
            Some(id) => write!(f, ", request ID {id}"),
            None => Ok(()),
        }
    }
}

/// Returns whether a `result` means success.
pub fn is_success_result(result: &str) -> bool {
    matches!(json_to_text(result).as_ref(), "0")
}

/// Reads the start of a body, enough for any envelope, or what arrives before the timeout. Errors
/// end it.
pub fn read_prefix(body: impl Read, timeout: Option<Duration>) -> Vec<u8> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::error_kind;

    fn parse(body: &str) -> Option<String> {
        ApiError::from_prefix(body.as_bytes()).map(|error| error.to_string())
    }

    #[test]
    fn a_result_of_zero_is_not_an_error_as_a_number_or_as_a_string() {
        assert_eq!(parse(r#"{"result": "0", "cdr": []}"#), None);
        assert_eq!(parse(r#"{"cdr": [], "result": 0}"#), None);
        assert_eq!(parse(r#"{"result": 0, "status": "error"}"#), None);
    }

    #[test]
    fn a_result_other_than_zero_is_an_error_with_both_texts() {
        let body = r#"{"result": 40001, "error": "Room not found", "desc": "No such room"}"#;
        let expected = "40001 (Room not found: No such room)";
        assert_eq!(parse(body), Some(expected.to_owned()));
        assert_eq!(parse(r#"{"result": "50000"}"#), Some("50000".to_owned()));
        assert_eq!(parse(r#"{"result": null}"#), Some("null".to_owned()));
    }

    #[test]
    fn an_error_status_has_its_request_id() {
        let body = r#"{"status": "error", "error_code": "RATE_LIMITED", "message": "Slow down",
            "request_id": "req-1"}"#;
        let expected = "RATE_LIMITED (Slow down), request ID req-1";
        assert_eq!(parse(body), Some(expected.to_owned()));
    }

    #[test]
    fn a_body_without_error_members_is_not_an_error() {
        for body in [
            "",
            "[]",
            "<html>",
            r#"{"status": "ok"}"#,
            r#"{"cdr": []}"#,
            r#"{"result""#,
            r#"{"cdr": [{"result": 5"#,
        ] {
            assert_eq!(parse(body), None, "{body}");
        }
    }

    #[test]
    fn a_text_outside_of_the_documented_envelopes_is_a_reason() {
        let reason = |body: &str| ApiError::undocumented_reason(body.as_bytes());
        for body in [
            r#"{"message": "Key expired"}"#,
            r#"{"error": "Key expired", "desc": "Key expired"}"#,
            r#"{"desc": "Key expired", "path": "/cdr""#,
        ] {
            assert_eq!(reason(body).as_deref(), Some("Key expired"), "{body}");
        }
        for body in ["", "<html>", r#"{"message": ""}"#, r#"{"detail": "x"}"#] {
            assert_eq!(reason(body), None, "{body}");
        }
    }

    #[test]
    fn the_start_of_a_body_is_enough() {
        let body = r#"{"result": 10105, "error": "busy", "cdr": [{"a": "#;
        assert_eq!(parse(body), Some("10105 (busy)".to_owned()));
    }

    #[test]
    fn a_long_text_is_truncated() {
        let body = format!(r#"{{"result": 1, "error": "{}"}}"#, "x".repeat(1_000_000));
        assert!(parse(&body).unwrap().chars().count() < 600);
    }

    #[test]
    fn the_hint_names_an_id_only_if_the_request_has_one() {
        for (code, has_id, expected) in [
            ("40001", true, "check the room ID"),
            ("10202", true, "check the room ID"),
            ("10205", true, "check the conference number"),
            ("40001", false, "check the request"),
            ("10201", false, "check the request"),
        ] {
            let body = format!(r#"{{"result": {code}}}"#);
            let error = ApiError::from_prefix(body.as_bytes()).unwrap();
            let message = error.to_failure(has_id).to_string();
            assert!(message.contains(expected), "{code}: {message}");
        }
    }

    #[test]
    fn only_a_busy_service_is_unavailable() {
        let kind = |body: &str| {
            let error = ApiError::from_prefix(body.as_bytes()).unwrap();
            error_kind(&error.to_failure(false).into())
        };
        assert_eq!(kind(r#"{"result": 10105}"#), FailureKind::Unavailable);
        assert_eq!(kind(r#"{"result": "10105"}"#), FailureKind::Unavailable);
        assert_eq!(kind(r#"{"result": 10201}"#), FailureKind::Rejected);
    }
}
