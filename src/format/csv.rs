//! Comma-separated values, by RFC 4180 but for their line ends.

use super::{Formatter, Layout};
use crate::columns::Selection;
use crate::parse::{Member, Record};
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a row for each record, below a row of column names.
/// For spreadsheets it starts with a UTF-8 mark, ends lines with CRLF, and disarms text that would run as a
/// formula.
pub struct Csv<W: Write> {
    writer: Writer<W>,
    selection: Selection,
    heading: bool,
    excel: bool,
}

impl<W: Write> Csv<W> {
    pub fn new(layout: Layout, mut out: W) -> io::Result<Self> {
        let mut builder = WriterBuilder::new();
        if layout.excel {
            out.write_all("\u{feff}".as_bytes())?;
            builder.terminator(Terminator::CRLF);
        }
        Ok(Self {
            writer: builder.from_writer(out),
            selection: layout.selection,
            heading: layout.heading,
            excel: layout.excel,
        })
    }
}

fn write_row<'a>(
    writer: &mut Writer<impl Write>,
    excel: bool,
    texts: impl Iterator<Item = Cow<'a, str>>,
) -> csv::Result<()> {
    for text in texts {
        if excel && is_formula(&text) {
            writer.write_field(format!("'{text}"))?;
        } else {
            writer.write_field(text.as_bytes())?;
        }
    }
    // An empty record ends the row.
    writer.write_record(None::<&[u8]>)
}

/// Whether a spreadsheet would run the text: it starts like a formula, and is no number. A spreadsheet shows
/// the quote put before it, and takes the rest as text. The characters are those of the OWASP page "CSV
/// Injection".
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        && text.parse::<f64>().is_err()
}

impl<W: Write> Formatter for Csv<W> {
    fn begin(&mut self, _before: &[Member]) -> anyhow::Result<()> {
        if self.heading {
            let names = self.selection.names().map(Cow::Borrowed);
            write_row(&mut self.writer, self.excel, names)?;
        }
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let texts = self.selection.texts(record);
        write_row(&mut self.writer, self.excel, texts)?;
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
    use super::is_formula;

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

    #[test]
    fn only_text_that_would_run_is_a_formula() {
        for text in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1",
        ] {
            assert!(is_formula(text), "{text}");
        }
        for text in ["", "Asha", "-1.5", "+49", "1=1", "a@b", "2025-01-31", "'=1"] {
            assert!(!is_formula(text), "{text}");
        }
    }
}
