//! The service's own way of saying no: both failure envelopes that the vendor documents.

use crate::error::{Failure, FailureKind};
use crate::text::json_to_text;
use crate::text::truncate_and_redact;
use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;

/// A refusal by the service, in either envelope:
/// `{"result": 10201, "error": "short", "desc": "long"}` or
/// `{"status": "error", "error_code": "…", "message": "…", "request_id": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    code: Option<String>,
    text: String,
    request_id: Option<String>,
}

/// The result code for a server that is busy: the one that may pass.
const BUSY: &str = "10105";

impl ApiError {
    /// The refusal in a response body, or in the start of one, if it is one.
    pub fn from_prefix(body: &[u8]) -> Option<Self> {
        let mut members = HashMap::new();
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        // A start ends in an error, behind the members that were read.
        let _ = deserializer.deserialize_map(Members(&mut members));
        Self::from_members(|name| members.get(name).map(|value| value.get()))
    }

    /// The refusal among the members of an envelope, if they hold one: a `result` that is not 0 (a
    /// number on some pages and a string on others), or without a `result` an error status.
    pub fn from_members<'a>(member: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let text = |name| {
            let text = member(name).map(json_to_text)?;
            (!text.is_empty()).then(|| truncate_and_redact(&text))
        };
        let code = match member("result") {
            Some(result) if is_zero(result) => return None,
            Some(result) => Some(text("result").unwrap_or_else(|| truncate_and_redact(result))),
            None if text("status").as_deref() == Some("error") => text("error_code"),
            None => Some(text("error_code")?),
        };
        let texts = [text("error"), text("desc"), text("message")];
        let mut texts: Vec<_> = texts.into_iter().flatten().collect();
        texts.dedup();
        Some(Self {
            code,
            text: truncate_and_redact(&texts.join(": ")),
            request_id: text("request_id"),
        })
    }

    /// Whether the service is only busy, so that the same question may be answered later.
    pub fn is_busy(&self) -> bool {
        self.code.as_deref() == Some(BUSY)
    }

    /// The failure that it ends in when nothing else says which. `path` is that of the request, if it is known.
    pub fn failure(&self, path: Option<&str>) -> Failure {
        if self.is_busy() {
            let message = format!("the service is busy: {self}; try again later");
            return Failure::new(FailureKind::Unavailable, message);
        }
        let message = format!(
            "the service refused the question: {self}; {}",
            self.advice(path)
        );
        Failure::new(FailureKind::Rejected, message)
    }

    /// What to do next. The codes are those the vendor documents for failures. An ID can be wrong only in a request
    /// that has one.
    fn advice(&self, path: Option<&str>) -> &'static str {
        let has_id = path.is_some_and(|path| !path.starts_with("/cdr/period/"));
        match self.code.as_deref() {
            Some("10000") => "check the app id and the service",
            Some("40001" | "10202" | "10204") if has_id => "check the room id",
            Some("10201" | "10205") if has_id => "check the conference number",
            Some("10203") => "check the dates",
            _ => "check the question, or ask the service's support with this line",
        }
    }
}

/// Gathers the members of an object, as far as it goes.
struct Members<'a, 'de>(&'a mut HashMap<String, &'de RawValue>);

impl<'de> Visitor<'de> for Members<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry()? {
            self.0.insert(name, value);
        }
        Ok(())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_deref().unwrap_or("no code");
        formatter.write_str(code)?;
        if !self.text.is_empty() {
            write!(formatter, " ({})", self.text)?;
        }
        match &self.request_id {
            Some(id) => write!(formatter, ", request id {id}"),
            None => Ok(()),
        }
    }
}

/// Whether a `result` is that of success.
pub fn is_zero(result: &str) -> bool {
    matches!(json_to_text(result).as_ref(), "0")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::error_kind;

    fn told(body: &str) -> Option<String> {
        ApiError::from_prefix(body.as_bytes()).map(|refusal| refusal.to_string())
    }

    #[test]
    fn a_result_of_zero_is_no_refusal_as_a_number_or_as_a_string() {
        assert_eq!(told(r#"{"result": "0", "cdr": []}"#), None);
        assert_eq!(told(r#"{"cdr": [], "result": 0}"#), None);
        assert_eq!(told(r#"{"result": 0, "status": "error"}"#), None);
    }

    #[test]
    fn a_result_that_is_not_zero_is_told_with_both_its_texts() {
        let body = r#"{"result": 40001, "error": "Room not found", "desc": "No such room"}"#;
        let expected = "40001 (Room not found: No such room)";
        assert_eq!(told(body), Some(expected.to_owned()));
        assert_eq!(told(r#"{"result": "50000"}"#), Some("50000".to_owned()));
        assert_eq!(told(r#"{"result": null}"#), Some("null".to_owned()));
    }

    #[test]
    fn an_error_status_is_told_with_its_request_id() {
        let body = r#"{"status": "error", "error_code": "RATE_LIMITED", "message": "Slow down",
            "request_id": "req-1"}"#;
        let expected = "RATE_LIMITED (Slow down), request id req-1";
        assert_eq!(told(body), Some(expected.to_owned()));
    }

    #[test]
    fn a_body_of_another_shape_is_no_refusal() {
        for body in [
            "",
            "[]",
            "<html>",
            r#"{"status": "ok"}"#,
            r#"{"cdr": []}"#,
            r#"{"result""#,
            r#"{"cdr": [{"result": 5"#,
        ] {
            assert_eq!(told(body), None, "{body}");
        }
    }

    #[test]
    fn the_start_of_a_body_is_enough() {
        let body = r#"{"result": 10105, "error": "busy", "cdr": [{"a": "#;
        assert_eq!(told(body), Some("10105 (busy)".to_owned()));
    }

    #[test]
    fn a_long_text_is_cut() {
        let body = format!(r#"{{"result": 1, "error": "{}"}}"#, "x".repeat(1_000_000));
        assert!(told(&body).unwrap().chars().count() < 600);
    }

    #[test]
    fn an_id_is_to_be_checked_only_if_the_request_has_one() {
        for (code, path, expected) in [
            ("40001", Some("/cdr/room/1"), "check the room id"),
            (
                "10202",
                Some("/cdr/room-period/1/2025-01-01/2025-01-02"),
                "check the room id",
            ),
            ("10205", Some("/cdr/conf/1"), "check the conference number"),
            (
                "40001",
                Some("/cdr/period/2025-01-01/2025-01-02"),
                "check the question",
            ),
            (
                "10201",
                Some("/cdr/period/2025-01-01/2025-01-02"),
                "check the question",
            ),
            ("10201", None, "check the question"),
        ] {
            let body = format!(r#"{{"result": {code}}}"#);
            let refusal = ApiError::from_prefix(body.as_bytes()).unwrap();
            let message = refusal.failure(path).to_string();
            assert!(message.contains(expected), "{code}: {message}");
        }
    }

    #[test]
    fn only_a_busy_service_counts_as_unreachable() {
        let kind = |body: &str| {
            let refusal = ApiError::from_prefix(body.as_bytes()).unwrap();
            error_kind(&refusal.failure(None).into())
        };
        assert_eq!(kind(r#"{"result": 10105}"#), FailureKind::Unavailable);
        assert_eq!(kind(r#"{"result": "10105"}"#), FailureKind::Unavailable);
        assert_eq!(kind(r#"{"result": 10201}"#), FailureKind::Rejected);
    }
}
