//! JSON Lines: one record a line.

use super::{Format, FormatOutcome, Formatter};
use crate::record::{EnvelopeMember, Record};
use crate::text::minify;
use memchr::memchr2;
use std::io::Write;

pub const FORMAT: Format = Format {
    name: "jsonl",
    meaning: "JSON Lines: one record a line, as sent",
    endings: &[".jsonl", ".ndjson"],
    columns: None,
    features: &[],
    is_binary: false,
    make: |_, out| Ok(Box::new(JsonLines::new(out))),
};

/// Writes each record as sent; one that the service sent on several lines, without its white space.
pub struct JsonLines<W> {
    out: W,
}

impl<W: Write> JsonLines<W> {
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Formatter for JsonLines<W> {
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        if memchr2(b'\n', b'\r', record.text.as_bytes()).is_some() {
            self.out.write_all(minify(record.text).as_bytes())?;
        } else {
            self.out.write_all(record.text.as_bytes())?;
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
    use super::super::testing::formatted;
    use super::FORMAT;

    #[test]
    fn a_record_on_one_line_is_untouched() {
        let records = [r#"{"b": 1.10,  "a":"\u00e9"}"#, "{}"];
        let lines = formatted(&FORMAT, "a", &records);
        assert_eq!(lines, "{\"b\": 1.10,  \"a\":\"\\u00e9\"}\n{}\n");
    }

    #[test]
    fn a_record_on_several_lines_becomes_one() {
        let records = ["{\r\n  \"a b\": [\n 1.10 ] \n}"];
        assert_eq!(formatted(&FORMAT, "a", &records), "{\"a b\":[1.10]}\n");
    }

    #[test]
    fn no_records_are_no_lines() {
        assert_eq!(formatted(&FORMAT, "a", &[]), "");
    }
}
