//! The envelope of a response: `{"result": "0", "cdr": [ … ]}`, its members in any order.

use super::call_check::{is_response, wrapped};
use super::envelope::EnvelopeMember;
use super::envelope_hints::check_complete;
use super::envelope_reader::Tokens;
use super::projection::{Projection, Record};
use super::records::List;
use super::shape::shape_of;
use super::text_buffer::Buffer;
use crate::client::{ApiError, is_zero};
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_ENVELOPE_BYTES;
use crate::text::{json_to_text, minify, truncate_and_redact};
use std::collections::HashMap;
use std::io::Read;

/// A response, read from its start to its end without ever holding more than a record of it. Saved, it may
/// also be JSON Lines, which have no envelope.
/// [`ResponseReader::open`] reads up to the list, [`ResponseReader::each`] the list, and [`ResponseReader::finish`] the rest.
pub struct ResponseReader<R> {
    pub(super) tokens: Tokens<R>,
    pub(super) list: List,
    pub(super) leading_members: Vec<EnvelopeMember>,
    /// Whether no member has been read yet.
    pub(super) at_first_member: bool,
    /// What to do about a text that is something else.
    pub(super) remedy: &'static str,
    pub(super) is_empty: bool,
    /// Whether it is read from a file, so that a sibling API's success code may be let pass.
    pub(super) is_saved: bool,
    /// How many records were read from the list; nothing before it was found.
    received: Option<u64>,
}

/// What is known of a response once it was read to its end.
pub struct ResponseTrailer {
    /// How many records the list had.
    pub received: u64,
    /// The members of the envelope after the list.
    pub after: Vec<EnvelopeMember>,
    /// What may make the result other than the user expects.
    pub warning: Option<String>,
}

impl<R: Read> ResponseReader<R> {
    /// Reads the envelope up to its list of records. Faults call the response by `name`.
    ///
    /// # Errors
    /// A refusal by the service; not a CDR response, for anything that is no JSON object with a list
    /// named `cdr`.
    pub fn open(body: R, name: impl Into<String>) -> anyhow::Result<Self> {
        let mut response = Self::start(body, name, "check the base URL")?;
        response.enter_envelope()?;
        Ok(response)
    }

    pub(super) fn start(
        body: R,
        name: impl Into<String>,
        remedy: &'static str,
    ) -> anyhow::Result<Self> {
        let mut buffer = Buffer::new(body, name);
        buffer.refill(MAX_ENVELOPE_BYTES)?;
        if buffer.rest().starts_with('\u{feff}') {
            buffer.advance('\u{feff}'.len_utf8());
        }
        Ok(Self {
            tokens: Tokens::new(buffer),
            list: List::Json,
            leading_members: Vec::new(),
            at_first_member: true,
            remedy,
            is_empty: false,
            is_saved: false,
            received: None,
        })
    }

    /// Reads the envelope up to its list.
    pub(super) fn enter_envelope(&mut self) -> anyhow::Result<()> {
        self.enter()?;
        while let Some(name) = self.next_name()? {
            if json_to_text(&name) == "cdr" {
                return self.enter_list();
            }
            match self.tokens.value() {
                Ok(value) => self.leading_members.push(EnvelopeMember { name, value }),
                Err(_) if self.is_at_long_response() => return Err(self.wrapped(&name)),
                Err(error) => return Err(error),
            }
        }
        self.tokens.ends()?;
        self.judge(&[])?;
        if let Some(wrapper) = self
            .leading_members
            .iter()
            .find(|member| is_response(&member.value))
        {
            return Err(self.wrapped(&wrapper.name));
        }
        Err(self.foreign("is JSON, but no CDR response: it has no list named cdr"))
    }

    /// Whether the value that could not be read is a response, which is too long for a member of an envelope.
    fn is_at_long_response(&self) -> bool {
        let held = self.tokens.buffer.rest();
        !self.tokens.buffer.ended() && held.starts_with('{') && shape_of(held).0.has_cdr
    }

    /// The failure of a response that is the value of this member of another object.
    fn wrapped(&self, name: &str) -> anyhow::Error {
        let what = format!("holds {}", wrapped(&json_to_text(name)));
        self.tokens.buffer.fault(0, &what)
    }

    /// The failure of a text that is something else, told at the place that shows it.
    fn foreign(&self, what: &str) -> anyhow::Error {
        let fault = self.tokens.buffer.fault(0, what);
        Failure::new(
            FailureKind::InvalidResponse,
            format!("{fault}; {}", self.remedy),
        )
        .into()
    }

    /// The members before the list.
    pub fn leading_members(&self) -> &[EnvelopeMember] {
        &self.leading_members
    }

    /// Reads the records, and hands each to `take`.
    ///
    /// # Errors
    /// Not a CDR response, for a list that is truncated or holds anything but JSON objects; those of `take`.
    pub fn for_each_record(
        &mut self,
        projection: &Projection,
        mut take: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let received = self.received.get_or_insert_default();
        self.list.cut(
            &mut self.tokens.buffer,
            self.is_saved,
            projection,
            |record| {
                *received += 1;
                take(record)
            },
        )
    }

    /// Whether the records stand in the envelope of a response of the service.
    pub fn has_envelope(&self) -> bool {
        self.list == List::Json
    }

    /// Reads what follows the list: the members after it, which are returned, and the end.
    ///
    /// # Errors
    /// A refusal by the service, wherever in the envelope it stands; not a CDR response, for an
    /// envelope that is truncated, contradicts itself, is followed by more, or says that the
    /// service has more calls than it sent.
    pub fn read_trailer(mut self) -> anyhow::Result<ResponseTrailer> {
        let mut after = Vec::new();
        match self.list {
            List::Lines => {}
            List::Bare => self.tokens.ends()?,
            List::Json => {
                while let Some(name) = self.next_name()? {
                    if json_to_text(&name) == "cdr" {
                        return Err(self.tokens.buffer.fault(0, "has two lists named cdr"));
                    }
                    let value = self.tokens.value()?;
                    after.push(EnvelopeMember { name, value });
                }
                self.tokens.ends()?;
            }
        }
        let warning = self.judge(&after)?;
        let members = self.leading_members.iter().chain(&after);
        let received = self.received.unwrap_or_default();
        check_complete(members, received).map_err(|problem| self.partial(&problem))?;
        Ok(ResponseTrailer {
            received,
            after,
            warning,
        })
    }

    /// The failure of a response that is a part of the whole.
    fn partial(&self, problem: &str) -> anyhow::Error {
        let name = self.tokens.buffer.name();
        let message = format!(
            "{name} {problem}; cdr cannot fetch pages, ask the service for complete responses"
        );
        Failure::new(FailureKind::InvalidResponse, message).into()
    }

    /// Refuses an envelope that is a refusal or contradicts itself. Returns a warning about a saved response
    /// whose result is the success code of sibling APIs.
    fn judge(&self, after: &[EnvelopeMember]) -> anyhow::Result<Option<String>> {
        let members = || self.leading_members.iter().chain(after);
        for result in members().filter(|member| json_to_text(&member.name) == "result") {
            let is_refusal = !is_zero(&result.value) && !self.is_sibling_success(&result.value);
            let lookup = |name: &str| match name {
                "result" => Some(&*result.value),
                _ => last(members(), name),
            };
            if is_refusal && let Some(refusal) = ApiError::from_members(lookup) {
                return Err(refusal.to_failure(None).into());
            }
        }
        if last(members(), "result").is_none()
            && let Some(refusal) = ApiError::from_members(|name| last(members(), name))
        {
            return Err(refusal.to_failure(None).into());
        }
        self.check_repeated(after)?;
        let result = last(members(), "result");
        Ok(result
            .filter(|result| self.is_sibling_success(result))
            .map(|_| {
                let name = self.tokens.buffer.name();
                format!("{name} has result 1, which is success only in sibling APIs of the service")
            }))
    }

    /// Refuses members that are named twice with different values: whichever is used, the other one
    /// contradicts it.
    fn check_repeated(&self, after: &[EnvelopeMember]) -> anyhow::Result<()> {
        let mut known = HashMap::new();
        for EnvelopeMember { name, value } in self.leading_members.iter().chain(after) {
            let name = json_to_text(name);
            // Both "0" and 0 are success.
            let value = match &*name {
                "result" => json_to_text(value),
                _ => minify(value),
            };
            if known
                .insert(name.clone(), value.clone())
                .is_some_and(|first| first != value)
            {
                let what = format!("has two different values of {}", truncate_and_redact(&name));
                return Err(self.tokens.buffer.fault(0, &what));
            }
        }
        Ok(())
    }

    /// Whether a saved response has a list and the success code of the vendor's other APIs.
    fn is_sibling_success(&self, result: &str) -> bool {
        self.is_saved && self.received.is_some() && json_to_text(result) == "1"
    }

    /// Passes the start of the envelope.
    fn enter(&mut self) -> anyhow::Result<()> {
        match self.tokens.peek()? {
            Some(b'{') => {
                self.tokens.buffer.advance(1);
                Ok(())
            }
            Some(b'<') => Err(self.foreign("is a web page, not JSON: a sign-in page perhaps")),
            Some(_) => Err(self.foreign("is not a JSON object")),
            None => Err(self.foreign("is empty")),
        }
    }

    fn enter_list(&mut self) -> anyhow::Result<()> {
        match self.tokens.peek()? {
            Some(b'[') => {
                self.tokens.buffer.advance(1);
                self.received = Some(0);
            }
            Some(_) => {
                let what = "has a member named cdr that is no list";
                return Err(self.tokens.buffer.fault(0, what));
            }
            None => return Err(self.tokens.buffer.truncated()),
        }
        Ok(())
    }

    /// The name of the envelope's next member with the colon behind it, or `None` at the envelope's end.
    fn next_name(&mut self) -> anyhow::Result<Option<String>> {
        if self.tokens.peek()? == Some(b'}') {
            self.tokens.buffer.advance(1);
            return Ok(None);
        }
        if !std::mem::take(&mut self.at_first_member) {
            self.tokens.pass(b',')?;
        }
        if self.tokens.peek()?.is_some_and(|next| next != b'"') {
            return Err(self
                .tokens
                .buffer
                .fault(0, "is not JSON: a member's name is missing"));
        }
        let name = self.tokens.value()?;
        self.tokens.pass(b':')?;
        Ok(Some(name))
    }
}

/// The value of the last member of this name.
fn last<'a>(
    members: impl DoubleEndedIterator<Item = &'a EnvelopeMember>,
    name: &str,
) -> Option<&'a str> {
    let mut members = members.rev();
    let found = members.find(|member| json_to_text(&member.name) == name)?;
    Some(&found.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::error_kind;

    const CALL: &str = r#"{"cdr_id":1}"#;

    /// The records of a body and the members around them.
    fn read(body: &str) -> anyhow::Result<(Vec<String>, Vec<String>)> {
        let mut response = ResponseReader::open(body.as_bytes(), "the answer")?;
        let mut records = Vec::new();
        response.for_each_record(&Projection::default(), |record| {
            records.push(record.text.to_owned());
            Ok(())
        })?;
        let mut members = response.leading_members().to_vec();
        members.extend(response.read_trailer()?.after);
        let members = members
            .into_iter()
            .map(|member| format!("{}:{}", member.name, member.value));
        Ok((records, members.collect()))
    }

    fn records(body: &str) -> Vec<String> {
        read(body).unwrap().0
    }

    fn failure(body: &str) -> (FailureKind, String) {
        let error = read(body).unwrap_err();
        (error_kind(&error), error.to_string())
    }

    #[test]
    fn records_come_out_byte_for_byte() {
        let first = "{\"b\": 1.10, \"user\" : \"\\u00e9\"}";
        let body = format!("{{\"result\": \"0\", \"cdr\": [{first} ,\n {CALL}]}}");
        assert_eq!(records(&body), [first, CALL]);
    }

    #[test]
    fn an_empty_list_has_no_records() {
        assert!(records("{\"result\":0,\"cdr\":[ ]}").is_empty());
    }

    #[test]
    fn a_byte_order_mark_and_white_space_around_are_passed() {
        let body = format!("\u{feff}\r\n {{\"cdr\":[{CALL}]}}\n\n");
        assert_eq!(records(&body), [CALL]);
    }

    #[test]
    fn members_are_kept_as_sent_before_and_behind_the_list() {
        let body = r#"{"a": {"x": [1, 2]}, "n\u0061me": 1.0, "cdr": [], "result": "0", "z": null}"#;
        let (_, members) = read(body).unwrap();
        let expected = [
            r#""a":{"x": [1, 2]}"#,
            r#""n\u0061me":1.0"#,
            r#""result":"0""#,
            r#""z":null"#,
        ];
        assert_eq!(members, expected);
    }

    #[test]
    fn brackets_and_quotes_inside_strings_end_nothing() {
        let record = r#"{"a": "}]\"{[", "b\"}": "\\", "cdr_id": 1}"#;
        assert_eq!(records(&format!("{{\"cdr\":[{record}]}}")), [record]);
    }

    #[test]
    fn nesting_of_any_depth_is_no_danger() {
        let deep = format!(
            "{{\"user\":{}{}}}",
            "[".repeat(200_000),
            "]".repeat(200_000)
        );
        assert_eq!(records(&format!("{{\"cdr\":[{deep}]}}")), [deep]);
    }

    #[test]
    fn a_refusal_is_found_before_and_behind_the_list() {
        let before = failure(r#"{"result": 40001, "error": "Room not found", "cdr": []}"#);
        let behind =
            failure(r#"{"cdr": [{"cdr_id": 1}], "result": 40001, "error": "Room not found"}"#);
        assert_eq!(before, behind);
        assert_eq!(before.0, FailureKind::Rejected);
    }

    #[test]
    fn every_torn_body_is_told_as_truncated() {
        let body = r#"{"result": "0", "cdr": [{"user": "é\u00e9", "b": -1.5e3}, {"room": [true, null]}], "z": 1}"#;
        for length in 1..body.len() {
            if body.is_char_boundary(length) {
                let (kind, message) = failure(&body[..length]);
                assert_eq!(kind, FailureKind::InvalidResponse);
                assert!(message.contains("truncated"), "{length}: {message}");
            }
        }
    }

    #[test]
    fn what_is_no_cdr_response_says_what_it_is() {
        let bodies = [
            ("", "is empty"),
            ("<!DOCTYPE html>", "is a web page"),
            ("[]", "is not a JSON object"),
            ("\"x\"", "is not a JSON object"),
            ("{}", "no list named cdr"),
            (r#"{"result": "0"}"#, "no list named cdr"),
            (r#"{"cdr": {}}"#, "that is no list"),
            (r#"{"cdr": null}"#, "that is no list"),
            (
                r#"{"cdr": [1]}"#,
                "a call that is no JSON object (at byte 9)",
            ),
            (r#"{"cdr": [[]]}"#, "a call that is no JSON object"),
            (r#"{"cdr": [{"sip": 1},]}"#, "a call that is no JSON object"),
            (
                r#"{"cdr": [{"sip": 1} {}]}"#,
                "a comma is missing (at byte 20)",
            ),
            (
                r#"{"cdr": [{"sip": 1}, {}]}"#,
                "no documented member (at byte 21)",
            ),
            (r#"{"cdr": [{"a": tru}]}"#, "is not JSON: expected ident"),
            (r#"{"cdr": [], "cdr": []}"#, "has two lists"),
            (r#"{"cdr": []} {}"#, "is followed by more"),
            (r#"{"cdr": []}]"#, "is followed by more"),
            (r#"{"result": "0",}"#, "a member's name is missing"),
            (r#"{result: "0"}"#, "a member's name is missing"),
            (r#"{"result" "0"}"#, "a ':' is missing"),
            (r#"{"result": "0" "cdr": []}"#, "a ',' is missing"),
        ];
        for (body, expected) in bodies {
            let (kind, message) = failure(body);
            assert_eq!(kind, FailureKind::InvalidResponse, "{body}");
            assert!(message.contains(expected), "{body}: {message}");
        }
    }
}
