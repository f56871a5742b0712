//! Comma-separated values, by RFC 4180 but for their line ends.

use super::{Formatter, Layout};
use crate::records::{Member, Record, Selection};
use csv::{Writer, WriterBuilder};
use std::io::Write;

/// Writes a row for each record, below a row of column names.
pub struct Csv<W: Write> {
    writer: Writer<W>,
    selection: Selection,
    heading: bool,
}

impl<W: Write> Csv<W> {
    pub fn new(layout: Layout, out: W) -> Self {
        Self {
            writer: WriterBuilder::new().from_writer(out),
            selection: layout.selection,
            heading: layout.heading,
        }
    }
}

impl<W: Write> Formatter for Csv<W> {
    fn begin(&mut self, _before: &[Member]) -> anyhow::Result<()> {
        if self.heading {
            self.writer.write_record(self.selection.names())?;
        }
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        for text in self.selection.texts(record) {
            self.writer.write_field(text.as_bytes())?;
        }
        // An empty record ends the row.
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>, _after: &[Member]) -> anyhow::Result<()> {
        self.writer.flush()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::testing::formatted;

    #[test]
    fn a_heading_and_a_row_a_record() {
        let records = [
            r#"{"a": 1.10, "b": {"c": true}}"#,
            r#"{"b": {"c": "false"}, "a": null}"#,
        ];
        let rows = formatted(Format::Csv, "b.c,a,x", &records);
        assert_eq!(rows, "b.c,a,x\ntrue,1.10,\nfalse,,\n");
    }

    #[test]
    fn commas_quotes_and_line_ends_are_quoted() {
        let records = [r#"{"a": "O'Brien, Pat", "b": "say \"hi\"", "c": "two\nlines"}"#];
        let rows = formatted(Format::Csv, "a,b,c", &records);
        assert_eq!(
            rows,
            "a,b,c\n\"O'Brien, Pat\",\"say \"\"hi\"\"\",\"two\nlines\"\n"
        );
    }

    #[test]
    fn objects_are_compact_json() {
        let records = [r#"{"a": { "x" : [1, 2] }}"#];
        assert_eq!(
            formatted(Format::Csv, "a", &records),
            "a\n\"{\"\"x\"\":[1,2]}\"\n"
        );
    }

    #[test]
    fn a_single_column_that_is_empty_still_has_its_row() {
        assert_eq!(
            formatted(Format::Csv, "a", &["{}", "{}"]),
            "a\n\"\"\n\"\"\n"
        );
    }

    #[test]
    fn no_records_are_a_heading() {
        assert_eq!(formatted(Format::Csv, "a,b", &[]), "a,b\n");
    }
}
