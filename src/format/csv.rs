//! Comma-separated and tab-separated values.
//!
//! Fields are quoted as in RFC 4180; lines end with `\n` instead of its CRLF, as most tools on Unix
//! expect. With `--excel` the output is meant for a double click: a byte order mark, without which
//! Excel takes UTF-8 for the system's code page, CRLF, and no text that would run as a formula
//! ("CSV injection"). Fields with the delimiter in use are quoted, whichever it is, so that values
//! with tabs or line ends survive in either format.

use super::{Capability, Content, Format, FormatOptions, FormatOutcome, Formatter};
use crate::columns::ColumnSet;
use crate::record::{EnvelopeMember, Record};
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

pub const CSV: Format = Format {
    name: "csv",
    description: "Comma-separated values (RFC 4180)",
    extensions: &[".csv"],
    columns: Some(ColumnSet::All),
    capabilities: &[
        Capability::Columns,
        Capability::Header,
        Capability::Excel,
        Capability::Delimiter,
    ],
    content: Content::Text,
    new_formatter: |options, out| {
        let delimiter = options.print.delimiter.unwrap_or(b',');
        Ok(Box::new(Csv::new(options, delimiter, out)?))
    },
};

pub const TSV: Format = Format {
    name: "tsv",
    description: "Tab-separated values, quoted like CSV",
    extensions: &[".tsv"],
    columns: Some(ColumnSet::All),
    capabilities: &[Capability::Columns, Capability::Header, Capability::Excel],
    content: Content::Text,
    new_formatter: |options, out| Ok(Box::new(Csv::new(options, b'\t', out)?)),
};

/// A formatter that writes a row for each record.
pub struct Csv<W: Write> {
    writer: Writer<W>,
    dialect: Dialect,
    options: FormatOptions,
}

/// How fields are written.
struct Dialect {
    /// The bytes that make a field need quotes. Most fields are short, so that a table is faster
    /// than a search.
    special_bytes: [bool; 256],
    /// The characters at which formulas may begin, if they are escaped.
    boundaries: Option<[char; 8]>,
}

impl<W: Write> Csv<W> {
    pub fn new(options: FormatOptions, delimiter: u8, mut out: W) -> io::Result<Self> {
        let mut builder = WriterBuilder::new();
        builder.quote_style(QuoteStyle::Never).delimiter(delimiter);
        if options.print.excel {
            out.write_all("\u{feff}".as_bytes())?;
            builder.terminator(Terminator::CRLF);
        }
        Ok(Self {
            writer: builder.from_writer(out),
            dialect: Dialect::new(delimiter, options.print.excel),
            options,
        })
    }
}

/// Writes a row.
fn write_row<'a>(
    writer: &mut Writer<impl Write>,
    dialect: &Dialect,
    texts: impl Iterator<Item = Cow<'a, str>>,
) -> csv::Result<()> {
    for text in texts {
        let text = match &dialect.boundaries {
            Some(boundaries) => escape_formulas(text, boundaries),
            None => text,
        };
        writer.write_field(dialect.quote_field(&text).as_bytes())?;
    }
    // An empty record ends the row.
    writer.write_record(None::<&[u8]>)
}

impl Dialect {
    fn new(delimiter: u8, escapes_formulas: bool) -> Self {
        let mut special_bytes = [false; 256];
        for byte in [delimiter, b'"', b'\n', b'\r'] {
            special_bytes[usize::from(byte)] = true;
        }
        Self {
            special_bytes,
            boundaries: escapes_formulas.then(|| boundaries(delimiter)),
        }
    }

    /// Quotes a field, if it needs quotes. The `csv` crate could do it, but it searches the rest of
    /// a long field again for each piece of it.
    fn quote_field<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let is_special = |byte| self.special_bytes[usize::from(byte)];
        if text.bytes().any(is_special) {
            Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// Puts a quote before everything that a spreadsheet would run as a formula; it shows the quote,
/// and takes the rest as text. Some spreadsheets split a field at other characters too, whether it
/// is quoted or not, and remove quotes within it.
fn escape_formulas<'a>(text: Cow<'a, str>, boundaries: &[char; 8]) -> Cow<'a, str> {
    let pieces = || text.split_inclusive(boundaries);
    let is_formula = |piece: &str| is_formula(piece, boundaries);
    if !pieces().any(is_formula) {
        return text;
    }
    let guarded = pieces().map(|piece| {
        if is_formula(piece) {
            ["'", piece]
        } else {
            ["", piece]
        }
    });
    Cow::Owned(guarded.flatten().collect())
}

/// Returns the characters at which spreadsheets split fields, or which they remove.
fn boundaries(delimiter: u8) -> [char; 8] {
    [';', ',', '|', '\t', '\n', '\r', '"', delimiter.into()]
}

/// Returns whether a spreadsheet would run the text: it starts like a formula and is not a number.
/// The characters are those of the OWASP page "CSV Injection".
fn is_formula(text: &str, boundaries: &[char; 8]) -> bool {
    let number = text.trim_end_matches(boundaries);
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        && number.parse::<f64>().is_err()
}

impl<W: Write> Formatter for Csv<W> {
    fn begin(&mut self, _before: &[EnvelopeMember]) -> anyhow::Result<()> {
        let FormatOptions { columns, print, .. } = &self.options;
        if print.header {
            let names = columns.names().map(Cow::Borrowed);
            write_row(&mut self.writer, &self.dialect, names)?;
        }
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let texts = self.options.columns.values_or_empty(record);
        Ok(write_row(&mut self.writer, &self.dialect, texts)?)
    }

    fn finish(mut self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        self.writer.flush()?;
        Ok(FormatOutcome::default())
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::format_records;
    use super::{CSV, TSV, boundaries, escape_formulas, is_formula};

    #[test]
    fn csv_has_a_header_and_a_row_per_record() {
        let records = [
            r#"{"a": 1.10, "b": {"c": true}}"#,
            r#"{"b": {"c": "false"}, "a": null}"#,
        ];
        let rows = format_records(&CSV, "b.c,a,x", &records);
        assert_eq!(rows, "b.c,a,x\ntrue,1.10,\nfalse,,\n");
    }

    #[test]
    fn commas_quotes_and_line_ends_are_quoted() {
        let records = [r#"{"a": "O'Brien, Pat", "b": "say \"hi\"", "c": "two\nlines"}"#];
        let rows = format_records(&CSV, "a,b,c", &records);
        assert_eq!(
            rows,
            "a,b,c\n\"O'Brien, Pat\",\"say \"\"hi\"\"\",\"two\nlines\"\n"
        );
    }

    #[test]
    fn tabs_and_no_commas_are_quoted_in_tab_separated_values() {
        let records = [r#"{"a": "O'Brien, Pat", "b": "one\ttab", "c": "two\nlines"}"#];
        let rows = format_records(&TSV, "a,b,c", &records);
        assert_eq!(
            rows,
            "a\tb\tc\nO'Brien, Pat\t\"one\ttab\"\t\"two\nlines\"\n"
        );
    }

    #[test]
    fn formulas_are_escaped_after_the_delimiter_in_use() {
        let text = "x:=1+1";
        assert_eq!(escape_formulas(text.into(), &boundaries(b',')), text);
        assert_eq!(escape_formulas(text.into(), &boundaries(b':')), "x:'=1+1");
    }

    #[test]
    fn objects_are_compact_json() {
        let records = [r#"{"a": { "x" : [1, 2] }}"#];
        assert_eq!(
            format_records(&CSV, "a", &records),
            "a\n\"{\"\"x\"\":[1,2]}\"\n"
        );
    }

    #[test]
    fn a_single_column_that_is_empty_still_has_its_row() {
        assert_eq!(format_records(&CSV, "a", &["{}", "{}"]), "a\n\"\"\n\"\"\n");
    }

    #[test]
    fn a_result_without_records_is_a_header() {
        assert_eq!(format_records(&CSV, "a,b", &[]), "a,b\n");
    }

    #[test]
    fn formulas_are_escaped_wherever_a_spreadsheet_may_split_a_field() {
        for (text, expected) in [
            ("=1", "'=1"),
            ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
            ("x\t=1+1\r\n@SUM(A1)", "x\t'=1+1\r'\n'@SUM(A1)"),
            ("a; b, c", "a; b, c"),
            ("x;-1", "x;-1"),
            ("x;\"=1+1\"", "x;\"'=1+1\""),
            ("x,=1+1", "x,'=1+1"),
            ("\"=1+1\"", "\"'=1+1\""),
            ("a|@SUM(A1)", "a|'@SUM(A1)"),
            ("say \"hi\", -5", "say \"hi\", -5"),
        ] {
            assert_eq!(escape_formulas(text.into(), &boundaries(b',')), expected);
        }
    }

    #[test]
    fn only_text_that_a_spreadsheet_would_run_is_a_formula() {
        for text in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1",
        ] {
            assert!(is_formula(text, &boundaries(b',')), "{text}");
        }
        for text in ["", "Asha", "-1.5", "+49", "1=1", "a@b", "2025-01-31", "'=1"] {
            assert!(!is_formula(text, &boundaries(b',')), "{text}");
        }
    }
}
