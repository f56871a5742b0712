//! The streaming parser of responses: `{"result":"0","cdr":[ … ]}`, with members in any order.
//!
//! A response can be larger than memory, so it is never held as a whole. It is parsed in one pass
//! from a window over the stream ([`TextBuffer`]), which contains at most one record that is not
//! complete yet. Three calls walk through it:
//!
//! ```text
//! { "result": "0" , "total": 2 , "cdr": [ {…} , {…} ] , "request_id": "x" }
//! └─────────────── open ────────────────┘└─────┬─────┘└─── read_trailer ───┘
//!                                        for_each_record
//! ```
//!
//! * [`JsonResponse::open`] reads the members before the list, at most 1 MiB of them. A body
//!   without a list ends here: with the error that its members report, or with what it is instead
//!   of a response.
//! * [`JsonResponse::for_each_record`] passes on each record as its text, byte for byte, with the
//!   projected values. Nothing is kept.
//! * [`JsonResponse::read_trailer`] reads the members after the list and requires the end of the
//!   stream.
//!
//! Members can report an error, or say that there are more calls than the list has, on either side
//! of the list. Therefore a response is only complete once its trailer was read; until then, what
//! was made of its records must not be published.
//!
//! Invariants: everything in the stream is checked to be valid JSON in UTF-8, also what is skipped.
//! A truncated response is never accepted. Memory is bounded by one record (64
//! MiB), the envelope (1 MiB) and a chunk, whatever is received. `serde_json` parses values. Its
//! streaming deserializer is not used for the response: it reads byte by byte, which is slower than
//! from a slice, and cannot return the text of a record without copying it.
//!
//! Saved files may also be a bare array of records or JSON Lines, which have no envelope (see
//! [`super::saved`]).

use super::call_check::{describe_wrapped, is_response};
use super::envelope::{EnvelopeMember, check_result, find_contradiction, last_value};
use super::envelope_reader::EnvelopeReader;
use super::paging::check_complete;
use super::projection::{Projection, Record};
use super::records::RecordLayout;
use super::saved::{detect_layout, inspect_object};
use super::text_buffer::TextBuffer;
use crate::client::ApiError;
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_ENVELOPE_BYTES;
use crate::text::{json_to_text, truncate_and_redact};
use std::io::Read;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A response or a saved file in JSON.
pub struct JsonResponse<R> {
    reader: EnvelopeReader<R>,
    layout: RecordLayout,
    leading_members: Vec<EnvelopeMember>,
    at_first_member: bool,
    /// What to do if the text is something else.
    hint: &'static str,
    is_empty: bool,
    /// Whether the text is a file, which may have been saved from a sibling API.
    is_saved: bool,
    /// The number of records that were read; `None` before the list was found.
    received: Option<u64>,
}

/// What is known about a response once it was read completely.
pub struct ResponseTrailer {
    /// The number of records in the list.
    pub received: u64,
    /// The members of the envelope after the list.
    pub members: Vec<EnvelopeMember>,
    /// A warning about the response.
    pub warning: Option<String>,
}

impl<R: Read> JsonResponse<R> {
    /// Reads a response up to its list of records.
    pub fn open(body: R, name: impl Into<String>) -> anyhow::Result<Self> {
        let mut response = Self::new(body, name, "check the base URL")?;
        response.read_header()?;
        Ok(response)
    }

    /// Like [`JsonResponse::open`], but also accepts an array of records, JSON Lines, and an empty
    /// file, which has no calls.
    pub fn open_saved(body: R, name: impl Into<String>) -> anyhow::Result<Self> {
        let hint = "use a JSON, JSON Lines or Parquet file that cdr wrote";
        let mut response = Self::new(body, name, hint)?;
        response.is_saved = true;
        response.layout = match response.reader.peek()? {
            Some(b'{') => detect_layout(&mut response.reader.buffer)?,
            Some(b'[') => {
                response.reader.buffer.consume(1);
                RecordLayout::Array
            }
            Some(_) => RecordLayout::Envelope,
            None => {
                response.is_empty = true;
                RecordLayout::Lines
            }
        };
        if response.has_envelope() {
            response.read_header()?;
        } else {
            response.leading_members.push(EnvelopeMember::ok_result());
        }
        Ok(response)
    }

    fn new(body: R, name: impl Into<String>, hint: &'static str) -> anyhow::Result<Self> {
        let mut buffer = TextBuffer::new(body, name);
        buffer.fill(MAX_ENVELOPE_BYTES)?;
        if buffer.remaining().starts_with(BYTE_ORDER_MARK) {
            buffer.consume(BYTE_ORDER_MARK.len_utf8());
        }
        Ok(Self {
            reader: EnvelopeReader::new(buffer),
            layout: RecordLayout::Envelope,
            leading_members: Vec::new(),
            at_first_member: true,
            hint,
            is_empty: false,
            is_saved: false,
            received: None,
        })
    }

    /// Returns whether the text has nothing but white space.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Returns whether the records are in the envelope of a response.
    pub fn has_envelope(&self) -> bool {
        self.layout == RecordLayout::Envelope
    }

    /// Returns the members before the list.
    pub fn leading_members(&self) -> &[EnvelopeMember] {
        &self.leading_members
    }

    /// Reads the list, and calls `on_record` for each record.
    pub fn for_each_record(
        &mut self,
        projection: &Projection,
        mut on_record: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let received = self.received.get_or_insert_default();
        let buffer = &mut self.reader.buffer;
        self.layout
            .read_records(buffer, self.is_saved, projection, |record| {
                *received += 1;
                on_record(record)
            })
    }

    /// Reads what follows the list, and checks that the response is complete and reports no error.
    pub fn read_trailer(mut self) -> anyhow::Result<ResponseTrailer> {
        let members = match self.layout {
            RecordLayout::Lines => Vec::new(),
            RecordLayout::Array => {
                self.reader.expect_eof()?;
                Vec::new()
            }
            RecordLayout::Envelope => self.read_trailing_members()?,
        };
        let warning = self.check_members(&members)?;
        let received = self.received.unwrap_or_default();
        let all_members = self.leading_members.iter().chain(&members);
        check_complete(all_members, received).map_err(|problem| self.incomplete(&problem))?;
        Ok(ResponseTrailer {
            received,
            members,
            warning,
        })
    }

    /// Reads the envelope up to its list.
    fn read_header(&mut self) -> anyhow::Result<()> {
        self.expect_object_start()?;
        while let Some(name) = self.next_member_name()? {
            if json_to_text(&name) == "cdr" {
                return self.expect_list_start();
            }
            match self.reader.read_value() {
                Ok(value) => self.leading_members.push(EnvelopeMember { name, value }),
                Err(_) if self.is_at_long_response() => return Err(self.wrapped(&name)),
                Err(error) => return Err(error),
            }
        }
        self.reader.expect_eof()?;
        self.check_members(&[])?;
        let wrapper = self
            .leading_members
            .iter()
            .find(|member| is_response(&member.value));
        Err(match wrapper {
            Some(wrapper) => self.wrapped(&wrapper.name),
            None => self.not_a_response("is JSON but not a CDR response: it has no list 'cdr'"),
        })
    }

    fn read_trailing_members(&mut self) -> anyhow::Result<Vec<EnvelopeMember>> {
        let mut members = Vec::new();
        while let Some(name) = self.next_member_name()? {
            if json_to_text(&name) == "cdr" {
                return Err(self.error("has more than one list named cdr"));
            }
            let value = self.reader.read_value()?;
            members.push(EnvelopeMember { name, value });
        }
        self.reader.expect_eof()?;
        Ok(members)
    }

    fn expect_object_start(&mut self) -> anyhow::Result<()> {
        match self.reader.peek()? {
            Some(b'{') => {
                self.reader.buffer.consume(1);
                Ok(())
            }
            Some(b'<') => Err(self.not_a_response("is a web page, not JSON")),
            Some(b'[' | b'"') => Err(self.not_a_response("is not a JSON object")),
            Some(_) => Err(self.not_a_response("is not JSON")),
            None => Err(self.not_a_response("is empty")),
        }
    }

    fn expect_list_start(&mut self) -> anyhow::Result<()> {
        match self.reader.peek()? {
            Some(b'[') => {
                self.reader.buffer.consume(1);
                self.received = Some(0);
                Ok(())
            }
            Some(_) => Err(self.error("has a member 'cdr' that is not a list")),
            None => Err(self.reader.buffer.unexpected_eof()),
        }
    }

    /// Reads the name of the next member and the colon after it, or the end of the envelope.
    fn next_member_name(&mut self) -> anyhow::Result<Option<String>> {
        if self.reader.peek()? == Some(b'}') {
            self.reader.buffer.consume(1);
            return Ok(None);
        }
        if !std::mem::take(&mut self.at_first_member) {
            self.reader.expect(b',')?;
        }
        if self.reader.peek()?.is_some_and(|next| next != b'"') {
            return Err(self.error("is not valid JSON: expected a member name"));
        }
        let name = self.reader.read_value()?;
        self.reader.expect(b':')?;
        Ok(Some(name))
    }

    /// Fails if the members report an error or contradict each other. Returns a warning about a
    /// saved file whose result is the success code of sibling APIs.
    fn check_members(&self, trailing: &[EnvelopeMember]) -> anyhow::Result<Option<String>> {
        let members: Vec<_> = self.leading_members.iter().chain(trailing).collect();
        let to_failure = |error: &ApiError| {
            if self.is_saved {
                error.to_saved_failure(self.reader.buffer.name())
            } else {
                error.to_failure(false)
            }
        };
        check_result(
            &members,
            |result| self.is_sibling_success(result),
            to_failure,
        )?;
        if let Some(name) = find_contradiction(&members) {
            let name = truncate_and_redact(&name);
            return Err(self.error(&format!("has two different values of {name}")));
        }
        let is_sibling = last_value(&members, "result").is_some_and(|r| self.is_sibling_success(r));
        let name = self.reader.buffer.name();
        Ok(is_sibling.then(|| {
            format!("{name} has result 1, which is success only in sibling APIs of the service")
        }))
    }

    /// Returns whether a saved file has a list and the success code of the vendor's other APIs.
    fn is_sibling_success(&self, result: &str) -> bool {
        self.is_saved && self.received.is_some() && json_to_text(result) == "1"
    }

    /// Returns whether the value that could not be read is a response, too long for a member of an
    /// envelope.
    fn is_at_long_response(&self) -> bool {
        let text = self.reader.buffer.remaining();
        !self.reader.buffer.is_eof() && text.starts_with('{') && inspect_object(text).0.has_cdr
    }

    /// Creates an error about the next token.
    fn error(&self, problem: &str) -> anyhow::Error {
        self.reader.buffer.error_at(0, problem)
    }

    /// Creates the error for a response that is the value of a member of another object.
    fn wrapped(&self, name: &str) -> anyhow::Error {
        self.error(&format!(
            "contains {}",
            describe_wrapped(&json_to_text(name))
        ))
    }

    /// Creates the error for a text that is something else.
    fn not_a_response(&self, problem: &str) -> anyhow::Error {
        let message = format!("{}; {}", self.error(problem), self.hint);
        Failure::new(FailureKind::InvalidResponse, message).into()
    }

    /// Creates the error for a response that lacks some of the calls.
    fn incomplete(&self, problem: &str) -> anyhow::Error {
        let name = self.reader.buffer.name();
        let message = format!("{name} {problem}; run 'cdr doctor'");
        Failure::new(FailureKind::InvalidResponse, message).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::error_kind;

    const CALL: &str = r#"{"cdr_id":1}"#;

    /// The records of a body and the members around them.
    fn read(body: &str) -> anyhow::Result<(Vec<String>, Vec<String>)> {
        let mut response = JsonResponse::open(body.as_bytes(), "the answer")?;
        let mut records = Vec::new();
        response.for_each_record(&Projection::default(), |record| {
            records.push(record.text.to_owned());
            Ok(())
        })?;
        let mut members = response.leading_members().to_vec();
        members.extend(response.read_trailer()?.members);
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
    fn records_are_passed_on_byte_for_byte() {
        let first = "{\"b\": 1.10, \"user\" : \"\\u00e9\"}";
        let body = format!("{{\"result\": \"0\", \"cdr\": [{first} ,\n {CALL}]}}");
        assert_eq!(records(&body), [first, CALL]);
    }

    #[test]
    fn an_empty_list_has_no_records() {
        assert!(records("{\"result\":0,\"cdr\":[ ]}").is_empty());
    }

    #[test]
    fn a_byte_order_mark_and_surrounding_white_space_are_skipped() {
        let body = format!("\u{feff}\r\n {{\"cdr\":[{CALL}]}}\n\n");
        assert_eq!(records(&body), [CALL]);
    }

    #[test]
    fn members_before_and_after_the_list_are_kept_as_received() {
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
    fn brackets_and_quotes_inside_strings_do_not_end_a_record() {
        let record = r#"{"a": "}]\"{[", "b\"}": "\\", "cdr_id": 1}"#;
        assert_eq!(records(&format!("{{\"cdr\":[{record}]}}")), [record]);
    }

    #[test]
    fn deep_nesting_does_not_exhaust_the_stack() {
        let deep = format!(
            "{{\"user\":{}{}}}",
            "[".repeat(200_000),
            "]".repeat(200_000)
        );
        assert_eq!(records(&format!("{{\"cdr\":[{deep}]}}")), [deep]);
    }

    #[test]
    fn an_error_is_found_before_and_after_the_list() {
        let before = failure(r#"{"result": 40001, "error": "Room not found", "cdr": []}"#);
        let behind =
            failure(r#"{"cdr": [{"cdr_id": 1}], "result": 40001, "error": "Room not found"}"#);
        assert_eq!(before, behind);
        assert_eq!(before.0, FailureKind::Rejected);
    }

    #[test]
    fn every_incomplete_body_is_reported_as_truncated() {
        let body = r#"{"result": "0", "cdr": [{"user": "é\u00e9", "b": -1.5e3}, {"room": [true, null]}], "z": 1}"#;
        for len in 1..body.len() {
            if body.is_char_boundary(len) {
                let (kind, message) = failure(&body[..len]);
                assert_eq!(kind, FailureKind::InvalidResponse);
                assert!(message.contains("truncated"), "{len}: {message}");
            }
        }
    }

    #[test]
    fn a_body_that_is_not_a_cdr_response_is_rejected_with_the_reason() {
        let bodies = [
            ("", "is empty"),
            ("<!DOCTYPE html>", "is a web page"),
            ("[]", "is not a JSON object"),
            ("\"x\"", "is not a JSON object"),
            ("{}", "no list 'cdr'"),
            (r#"{"result": "0"}"#, "no list 'cdr'"),
            (r#"{"cdr": {}}"#, "that is not a list"),
            (r#"{"cdr": null}"#, "that is not a list"),
            (
                r#"{"cdr": [1]}"#,
                "a call that is not a JSON object at byte 9",
            ),
            (r#"{"cdr": [[]]}"#, "a call that is not a JSON object"),
            (
                r#"{"cdr": [{"sip": 1},]}"#,
                "a call that is not a JSON object",
            ),
            (r#"{"cdr": [{"sip": 1} {}]}"#, "expected a comma at byte 20"),
            (
                r#"{"cdr": [{"sip": 1}, {}]}"#,
                "(no documented member) at byte 21",
            ),
            (
                r#"{"cdr": [{"a": tru}]}"#,
                "is not valid JSON: expected ident",
            ),
            (r#"{"cdr": [], "cdr": []}"#, "more than one list"),
            (r#"{"cdr": []} {}"#, "has unexpected data after its end"),
            (r#"{"cdr": []}]"#, "has unexpected data after its end"),
            (r#"{"result": "0",}"#, "expected a member name"),
            (r#"{result: "0"}"#, "expected a member name"),
            (r#"{"result" "0"}"#, "expected ':'"),
            (r#"{"result": "0" "cdr": []}"#, "expected ','"),
        ];
        for (body, expected) in bodies {
            let (kind, message) = failure(body);
            assert_eq!(kind, FailureKind::InvalidResponse, "{body}");
            assert!(message.contains(expected), "{body}: {message}");
        }
    }
}
