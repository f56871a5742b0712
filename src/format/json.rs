//! One JSON document, shaped like the service's own, or a plain list.

use super::{Format, FormatOutcome, Formatter, RowKind};
use crate::record::{EnvelopeMember, Record};
use crate::text::redact_json;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::io::Write;

pub const FORMAT: Format = Format {
    name: "json",
    meaning: "One JSON document, records as sent",
    endings: &[".json"],
    columns: None,
    features: &[],
    is_binary: false,
    make: |layout, out| Ok(Box::new(Json::new(layout.content, out))),
};

/// Writes the envelope with its other members, and every record byte for byte as sent; rows that are no calls
/// as a list without an envelope.
pub struct Json<W> {
    out: W,
    content: RowKind,
    is_empty: bool,
}

impl<W: Write> Json<W> {
    pub fn new(content: RowKind, out: W) -> Self {
        Self {
            out,
            content,
            is_empty: true,
        }
    }
}

impl<W: Write> Formatter for Json<W> {
    fn begin(&mut self, before: &[EnvelopeMember]) -> anyhow::Result<()> {
        if self.content == RowKind::Rows {
            self.out.write_all(b"[")?;
            return Ok(());
        }
        self.out.write_all(b"{")?;
        for member in before {
            write!(self.out, "{},", without_secrets(member))?;
        }
        self.out.write_all(b"\"cdr\":[")?;
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let separator: &[u8] = if self.is_empty { b"\n" } else { b",\n" };
        self.is_empty = false;
        self.out.write_all(separator)?;
        self.out.write_all(record.text.as_bytes())?;
        Ok(())
    }

    fn finish(mut self: Box<Self>, after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        let end: &[u8] = if self.is_empty { b"]" } else { b"\n]" };
        self.out.write_all(end)?;
        if self.content == RowKind::Calls {
            for member in after {
                write!(self.out, ",{}", without_secrets(member))?;
            }
            self.out.write_all(b"}")?;
        }
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(FormatOutcome::default())
    }
}

/// A member of the envelope, which is no record and may echo the key.
fn without_secrets(EnvelopeMember { name, value }: &EnvelopeMember) -> String {
    format!("{}:{}", redacted(name), redacted(value))
}

/// A JSON text without secrets: all of it is hidden if a secret reaches across its structure.
fn redacted(json: &str) -> Cow<'_, str> {
    let masked = redact_json(json);
    let is_json = serde_json::from_str::<IgnoredAny>(&masked).is_ok();
    if is_json {
        masked
    } else {
        Cow::Borrowed("\"[hidden]\"")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::formatted;
    use super::FORMAT;

    #[test]
    fn records_are_untouched_and_members_keep_their_places() {
        let records = ["{\n \"b\": 1.10 }", "{}"];
        let document = formatted(&FORMAT, "a", &records);
        let expected = "{\"result\":\"0\",\"cdr\":[\n{\n \"b\": 1.10 },\n{}\n],\"z\":1.0}\n";
        assert_eq!(document, expected);
    }

    #[test]
    fn no_records_are_an_empty_list() {
        let document = formatted(&FORMAT, "a", &[]);
        assert_eq!(document, "{\"result\":\"0\",\"cdr\":[],\"z\":1.0}\n");
    }
}
