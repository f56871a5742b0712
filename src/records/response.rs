//! The envelope of a response: `{"result": "0", "cdr": [ … ]}`, its members in any order.

use super::window::Window;
use super::{Projection, Record};
use crate::json_text::text_of;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::Read;

/// A member of the envelope other than the list of records, as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name as JSON, quotes included.
    pub name: String,
    /// Its value as JSON.
    pub value: String,
}

/// A response, read from its start to its end without ever holding more than a record of it.
/// [`Response::open`] reads up to the list, [`Response::each`] the list, and [`Response::finish`] the rest.
pub struct Response<R> {
    window: Window<R>,
    before: Vec<Member>,
    /// Whether no member has been read yet.
    at_first_member: bool,
}

impl<R: Read> Response<R> {
    /// Reads the envelope up to its list of records. Faults call the response by `name`.
    ///
    /// # Errors
    /// A refusal by the service; not a CDR response, for anything that is no JSON object with a list
    /// named `cdr`.
    pub fn open(body: R, name: impl Into<String>) -> anyhow::Result<Self> {
        let mut response = Self {
            window: Window::new(body, name),
            before: Vec::new(),
            at_first_member: true,
        };
        response.window.refill()?;
        if response.window.rest().starts_with('\u{feff}') {
            response.window.advance('\u{feff}'.len_utf8());
        }
        response.enter()?;
        while let Some(name) = response.next_name()? {
            if text_of(&name) == "cdr" {
                response.enter_list()?;
                return Ok(response);
            }
            let value = response.value()?;
            response.before.push(Member { name, value });
        }
        response.ends()?;
        response.judge(&[])?;
        Err(response
            .window
            .foreign("is JSON, but no CDR response: it has no list named cdr; check the base URL"))
    }

    /// The members before the list.
    pub fn before(&self) -> &[Member] {
        &self.before
    }

    /// Reads the list, and hands each record to `take`.
    ///
    /// # Errors
    /// Not a CDR response, for a list that is torn or holds anything but JSON objects; those of `take`.
    pub fn each(
        &mut self,
        projection: &Projection,
        mut take: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut expected = Expected::RecordOrEnd;
        loop {
            let used = self.each_held(projection, &mut expected, &mut take)?;
            self.window.advance(used);
            if expected == Expected::Nothing {
                return Ok(());
            }
            if self.window.ended() {
                return Err(self.window.torn());
            }
            self.window.refill()?;
        }
    }

    /// The same for the records that the window holds whole. Returns how many bytes were used.
    fn each_held(
        &self,
        projection: &Projection,
        expected: &mut Expected,
        take: &mut impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<usize> {
        let held = self.window.rest();
        let mut values = Vec::new();
        let mut place = 0;
        loop {
            place += space(&held[place..]);
            let Some(next) = held.as_bytes().get(place) else {
                return Ok(place);
            };
            match (*expected, next) {
                (Expected::RecordOrEnd | Expected::CommaOrEnd, b']') => {
                    *expected = Expected::Nothing;
                    return Ok(place + 1);
                }
                (Expected::CommaOrEnd, b',') => {
                    *expected = Expected::Record;
                    place += 1;
                }
                (Expected::RecordOrEnd | Expected::Record, b'{') => {
                    let length = match projection.read(&held[place..], &mut values) {
                        Ok(length) => length,
                        Err(error) if is_at_end(&error, &held[place..]) => return Ok(place),
                        Err(error) => return Err(self.not_json(place, &error)),
                    };
                    take(Record {
                        text: &held[place..place + length],
                        values: &values,
                    })?;
                    *expected = Expected::CommaOrEnd;
                    place += length;
                }
                (Expected::CommaOrEnd, _) => {
                    return Err(self.window.fault(place, "is not JSON: a comma is missing"));
                }
                _ => {
                    let what = "holds a call that is no JSON object";
                    return Err(self.window.fault(place, what));
                }
            }
        }
    }

    /// Reads what follows the list: the members behind it, which are returned, and the end.
    ///
    /// # Errors
    /// A refusal by the service, wherever in the envelope it stands; not a CDR response, for an
    /// envelope that is torn or followed by more.
    pub fn finish(mut self) -> anyhow::Result<Vec<Member>> {
        let mut after = Vec::new();
        while let Some(name) = self.next_name()? {
            if text_of(&name) == "cdr" {
                return Err(self.window.fault(0, "has two lists named cdr"));
            }
            let value = self.value()?;
            after.push(Member { name, value });
        }
        self.ends()?;
        self.judge(&after)?;
        Ok(after)
    }

    fn judge(&self, after: &[Member]) -> anyhow::Result<()> {
        let refusal = Refusal::in_members(|name| {
            let mut members = self.before.iter().chain(after).rev();
            let found = members.find(|member| text_of(&member.name) == name);
            found.map(|member| member.value.as_str())
        });
        refusal.map_or(Ok(()), |refusal| Err(refusal.failure().into()))
    }

    /// Passes the start of the envelope.
    fn enter(&mut self) -> anyhow::Result<()> {
        match self.peek()? {
            Some(b'{') => self.window.advance(1),
            Some(b'<') => {
                return Err(self.window.foreign(
                    "is a web page, not JSON: a sign-in page perhaps; check the base URL",
                ));
            }
            Some(_) => {
                let what = "is not a JSON object; check the base URL";
                return Err(self.window.foreign(what));
            }
            None => return Err(self.window.foreign("is empty; try again later")),
        }
        Ok(())
    }

    fn enter_list(&mut self) -> anyhow::Result<()> {
        match self.peek()? {
            Some(b'[') => self.window.advance(1),
            Some(_) => {
                let what = "has a member named cdr that is no list";
                return Err(self.window.fault(0, what));
            }
            None => return Err(self.window.torn()),
        }
        Ok(())
    }

    /// The name of the envelope's next member with the colon behind it, or `None` at the envelope's end.
    fn next_name(&mut self) -> anyhow::Result<Option<String>> {
        if self.peek()? == Some(b'}') {
            self.window.advance(1);
            return Ok(None);
        }
        if !std::mem::take(&mut self.at_first_member) {
            self.pass(b',')?;
        }
        if self.peek()?.is_some_and(|next| next != b'"') {
            return Err(self
                .window
                .fault(0, "is not JSON: a member's name is missing"));
        }
        let name = self.value()?;
        self.pass(b':')?;
        Ok(Some(name))
    }

    fn value(&mut self) -> anyhow::Result<String> {
        self.peek()?;
        loop {
            let held = self.window.rest();
            let mut deserializer = serde_json::Deserializer::from_str(held);
            match <&RawValue>::deserialize(&mut deserializer) {
                // A number may go on behind the window.
                Ok(value) if value.get().len() < held.len() || self.window.ended() => {
                    let value = value.get().to_owned();
                    self.window.advance(value.len());
                    return Ok(value);
                }
                Err(error) if !is_at_end(&error, held) => return Err(self.not_json(0, &error)),
                _ if self.window.ended() => return Err(self.window.torn()),
                _ => self.window.refill()?,
            }
        }
    }

    fn pass(&mut self, token: u8) -> anyhow::Result<()> {
        match self.peek()? {
            Some(next) if next == token => self.window.advance(1),
            Some(_) => {
                let what = format!("is not JSON: a {:?} is missing", char::from(token));
                return Err(self.window.fault(0, &what));
            }
            None => return Err(self.window.torn()),
        }
        Ok(())
    }

    fn ends(&mut self) -> anyhow::Result<()> {
        match self.peek()? {
            Some(_) => Err(self
                .window
                .fault(0, "is followed by more than one response")),
            None => Ok(()),
        }
    }

    /// The next byte that is not white space, or `None` at the end.
    fn peek(&mut self) -> anyhow::Result<Option<u8>> {
        loop {
            let space = space(self.window.rest());
            self.window.advance(space);
            match self.window.rest().as_bytes().first() {
                Some(next) => return Ok(Some(*next)),
                None if self.window.ended() => return Ok(None),
                None => self.window.refill()?,
            }
        }
    }

    /// The failure of a value that starts at a place of the window and is not JSON.
    fn not_json(&self, place: usize, error: &serde_json::Error) -> anyhow::Error {
        let told = error.to_string();
        let what = told.split(" at line ").next().unwrap_or_default();
        let place = place + place_of(error, &self.window.rest()[place..]);
        self.window.fault(place, &format!("is not JSON: {what}"))
    }
}

/// Whether a text failed only because it ends too early. Besides what `serde_json` itself calls an end,
/// these are numbers cut behind a sign, a point or an exponent, which it calls invalid.
fn is_at_end(error: &serde_json::Error, text: &str) -> bool {
    error.is_eof() || place_of(error, text) >= text.len()
}

/// Where in a text an error was found, in bytes.
fn place_of(error: &serde_json::Error, text: &str) -> usize {
    let lines_before = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    lines_before.map(str::len).sum::<usize>() + error.column()
}

/// What may come next in the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    RecordOrEnd,
    CommaOrEnd,
    Record,
    Nothing,
}

/// The length of the JSON white space that the text starts with.
fn space(text: &str) -> usize {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    text.bytes().take_while(is_space).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::{Kind, kind_of};

    /// The records of a body and the members around them.
    fn read(body: &str) -> anyhow::Result<(Vec<String>, Vec<String>)> {
        let mut response = Response::open(body.as_bytes(), "the answer")?;
        let mut records = Vec::new();
        response.each(&Projection::default(), |record| {
            records.push(record.text.to_owned());
            Ok(())
        })?;
        let mut members = response.before().to_vec();
        members.extend(response.finish()?);
        let members = members
            .into_iter()
            .map(|member| format!("{}:{}", member.name, member.value));
        Ok((records, members.collect()))
    }

    fn records(body: &str) -> Vec<String> {
        read(body).unwrap().0
    }

    fn failure(body: &str) -> (Kind, String) {
        let error = read(body).unwrap_err();
        (kind_of(&error), error.to_string())
    }

    #[test]
    fn records_come_out_byte_for_byte() {
        let body = "{\"result\": \"0\", \"cdr\": [{\"b\": 1.10, \"a\" : \"\\u00e9\"} ,\n {}]}";
        assert_eq!(records(body), ["{\"b\": 1.10, \"a\" : \"\\u00e9\"}", "{}"]);
    }

    #[test]
    fn an_empty_list_has_no_records() {
        assert!(records("{\"result\":0,\"cdr\":[ ]}").is_empty());
    }

    #[test]
    fn a_byte_order_mark_and_white_space_around_are_passed() {
        assert_eq!(records("\u{feff}\r\n {\"cdr\":[{}]}\n\n"), ["{}"]);
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
        let record = r#"{"a": "}]\"{[", "b\"}": "\\"}"#;
        assert_eq!(records(&format!("{{\"cdr\":[{record}]}}")), [record]);
    }

    #[test]
    fn nesting_of_any_depth_is_no_danger() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(records(&format!("{{\"cdr\":[{deep}]}}")), [deep]);
    }

    #[test]
    fn a_refusal_is_found_before_and_behind_the_list() {
        let before = failure(r#"{"result": 40001, "error": "Room not found", "cdr": []}"#);
        let behind = failure(r#"{"cdr": [{}], "result": 40001, "error": "Room not found"}"#);
        assert_eq!(before, behind);
        assert_eq!(before.0, Kind::Refused);
    }

    #[test]
    fn every_torn_body_is_told_as_torn() {
        let body = r#"{"result": "0", "cdr": [{"a": "é\u00e9", "b": -1.5e3}, {"c": [true, null]}], "z": 1}"#;
        for length in 1..body.len() {
            if body.is_char_boundary(length) {
                let (kind, message) = failure(&body[..length]);
                assert_eq!(kind, Kind::NotCdr);
                assert!(message.contains("torn"), "{length}: {message}");
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
            (r#"{"cdr": [{},]}"#, "a call that is no JSON object"),
            (r#"{"cdr": [{} {}]}"#, "a comma is missing (at byte 12)"),
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
            assert_eq!(kind, Kind::NotCdr, "{body}");
            assert!(message.contains(expected), "{body}: {message}");
        }
    }
}
