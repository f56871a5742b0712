//! JSON, as one document or as lines.
//!
//! Records are written byte for byte as received, so that numbers keep their digits and members
//! their order; only with chosen columns are they reduced to these. The document has the envelope of a response, and can be read again like one; only
//! its other members are redacted, since an envelope may echo the key.

use super::reduced_record::RecordReducer;
use super::{Capability, Content, Format, FormatOptions, FormatOutcome, Formatter, RowKind};
use crate::record::{EnvelopeMember, Record};
use crate::text::{minify, redact_json};
use memchr::memchr2;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::io::Write;

pub const JSON: Format = Format {
    name: "json",
    description: "Single JSON document, records exactly as received",
    extensions: &[".json"],
    columns: None,
    capabilities: &[Capability::Columns],
    content: Content::Text,
    new_formatter: |options, out| Ok(Box::new(Json::new(options, out))),
};

pub const JSON_LINES: Format = Format {
    name: "jsonl",
    description: "JSON Lines: one record per line, exactly as received",
    extensions: &[".jsonl", ".ndjson"],
    columns: None,
    capabilities: &[Capability::Columns],
    content: Content::Text,
    new_formatter: |options, out| Ok(Box::new(JsonLines::new(options, out))),
};

/// A formatter that writes one document: calls in the envelope that they came in, other rows as a
/// list.
pub struct Json<W> {
    out: W,
    row_kind: RowKind,
    reducer: Option<RecordReducer>,
    is_empty: bool,
}

impl<W: Write> Json<W> {
    pub fn new(options: FormatOptions, out: W) -> Self {
        Self {
            out,
            row_kind: options.row_kind,
            reducer: RecordReducer::new(options.columns),
            is_empty: true,
        }
    }
}

impl<W: Write> Formatter for Json<W> {
    fn begin(&mut self, before: &[EnvelopeMember]) -> anyhow::Result<()> {
        if self.row_kind == RowKind::Rows {
            self.out.write_all(b"[")?;
            return Ok(());
        }
        self.out.write_all(b"{")?;
        for member in before {
            write!(self.out, "{},", redact_member(member))?;
        }
        self.out.write_all(b"\"cdr\":[")?;
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let separator: &[u8] = if self.is_empty { b"\n" } else { b",\n" };
        self.is_empty = false;
        self.out.write_all(separator)?;
        let text = reduce(self.reducer.as_ref(), record);
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    fn finish(mut self: Box<Self>, after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        let end: &[u8] = if self.is_empty { b"]" } else { b"\n]" };
        self.out.write_all(end)?;
        if self.row_kind == RowKind::Calls {
            for member in after {
                write!(self.out, ",{}", redact_member(member))?;
            }
            self.out.write_all(b"}")?;
        }
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(FormatOutcome::default())
    }
}

/// Returns the text of a record, reduced to the chosen columns if there are any.
fn reduce<'a>(reducer: Option<&RecordReducer>, record: &Record<'a>) -> Cow<'a, str> {
    match reducer {
        None => Cow::Borrowed(record.text),
        Some(reducer) => Cow::Owned(reducer.reduce(record)),
    }
}

/// Returns a member of the envelope without secrets.
fn redact_member(EnvelopeMember { name, value }: &EnvelopeMember) -> String {
    format!("{}:{}", redact_value(name), redact_value(value))
}

/// Returns a JSON text without secrets. If a secret reaches across its structure, redaction breaks
/// the JSON, and all of it is hidden.
fn redact_value(json: &str) -> Cow<'_, str> {
    let redacted = redact_json(json);
    let is_json = serde_json::from_str::<IgnoredAny>(&redacted).is_ok();
    if is_json {
        redacted
    } else {
        Cow::Borrowed("\"[hidden]\"")
    }
}

/// A formatter that writes a record per line; one that was received on several lines loses its
/// white space.
pub struct JsonLines<W> {
    out: W,
    reducer: Option<RecordReducer>,
}

impl<W: Write> JsonLines<W> {
    pub fn new(options: FormatOptions, out: W) -> Self {
        Self {
            out,
            reducer: RecordReducer::new(options.columns),
        }
    }
}

impl<W: Write> Formatter for JsonLines<W> {
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let text = reduce(self.reducer.as_ref(), record);
        if memchr2(b'\n', b'\r', text.as_bytes()).is_some() {
            self.out.write_all(minify(&text).as_bytes())?;
        } else {
            self.out.write_all(text.as_bytes())?;
        }
        self.out.write_all(b"\n")?;
        Ok(())
    }

    fn finish(mut self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        self.out.flush()?;
        Ok(FormatOutcome::default())
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::format_records;
    use super::{JSON, JSON_LINES};

    #[test]
    fn records_are_untouched_and_envelope_members_keep_their_order() {
        let records = ["{\n \"b\": 1.10 }", "{}"];
        let document = format_records(&JSON, "", &records);
        let expected = "{\"result\":\"0\",\"cdr\":[\n{\n \"b\": 1.10 },\n{}\n],\"z\":1.0}\n";
        assert_eq!(document, expected);
    }

    #[test]
    fn a_result_without_records_is_an_empty_list() {
        let document = format_records(&JSON, "", &[]);
        assert_eq!(document, "{\"result\":\"0\",\"cdr\":[],\"z\":1.0}\n");
    }

    #[test]
    fn a_record_on_one_line_is_untouched() {
        let records = [r#"{"b": 1.10,  "a":"\u00e9"}"#, "{}"];
        let lines = format_records(&JSON_LINES, "", &records);
        assert_eq!(lines, "{\"b\": 1.10,  \"a\":\"\\u00e9\"}\n{}\n");
    }

    #[test]
    fn a_record_on_several_lines_becomes_one() {
        let records = ["{\r\n  \"a b\": [\n 1.10 ] \n}"];
        assert_eq!(
            format_records(&JSON_LINES, "", &records),
            "{\"a b\":[1.10]}\n"
        );
    }

    #[test]
    fn a_result_without_records_has_no_lines() {
        assert_eq!(format_records(&JSON_LINES, "", &[]), "");
    }

    #[test]
    fn chosen_columns_reduce_the_records_of_both_formats() {
        let records = ["{\"a\": [1,\n 2.0], \"b\": 1}", r#"{"a": null}"#, "{}"];
        assert_eq!(
            format_records(&JSON, "a", &records),
            "{\"result\":\"0\",\"cdr\":[\n{\"a\":[1,\n 2.0]},\n{\"a\":null},\n{}\n],\"z\":1.0}\n"
        );
        assert_eq!(
            format_records(&JSON_LINES, "a", &records),
            "{\"a\":[1,2.0]}\n{\"a\":null}\n{}\n"
        );
    }
}
