//! Formats: how records become output.
//!
//! A format is a constant [`Format`] and a type that implements [`Formatter`]; [`FORMATS`] lists
//! the constants. The constant has everything that the rest of the program needs to know: the
//! extensions of files, the capabilities, whether a terminal can show it. So a new format is a file
//! here and a line in the list.
//!
//! A formatter writes to whatever it is given and never decides where the output goes. The writer
//! holds all of it back until the result is complete, so an error in the middle needs no cleaning
//! up.

mod csv;
mod html;
mod json;
mod options;
mod parquet;
mod reduced_record;
mod report_data;
mod table;
mod xlsx;

pub use self::options::{
    Extras, FormatOptions, FormulaRounding, Metadata, PrintOptions, QuotientFormula, RowKind,
    SumChartSpec, View,
};
pub use self::report_data::{
    BucketSize, RankedName, Ranking, ReportData, TimeBucket, WorstConference,
};

use crate::columns::ColumnSet;
use crate::record::{EnvelopeMember, Record};
use std::fmt;
use std::io::Write;

/// The formats, the default one first.
pub const FORMATS: [&Format; 8] = [
    &table::FORMAT,
    &csv::CSV,
    &csv::TSV,
    &json::JSON,
    &json::JSON_LINES,
    &xlsx::FORMAT,
    &parquet::FORMAT,
    &html::FORMAT,
];

/// A format.
pub struct Format {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// What help says about it, in a few words.
    pub description: &'static str,
    /// The extensions of its files, each with its dot.
    pub extensions: &'static [&'static str],
    /// The columns that it prints by default; `None` for a format without columns.
    pub columns: Option<ColumnSet>,
    /// What it can do beyond printing records.
    pub capabilities: &'static [Capability],
    /// What its bytes are, which decides where they can go.
    pub content: Content,
    new_formatter: NewFormatter,
}

/// What the bytes of a format are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text that a person can read.
    Text,
    /// Text that is read in a browser.
    Page,
    /// No text, and compressed already.
    Binary,
}

/// Something that only some formats can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Its columns can be chosen, or its records reduced to columns.
    Columns,
    /// It prints a report of the calls instead of the calls.
    Report,
    /// It has a header that `--no-header` leaves out.
    Header,
    /// It has a variant for spreadsheets (`--excel`).
    Excel,
    /// Its delimiter can be chosen (`--delimiter`).
    Delimiter,
    /// It has more than one layout (`--view`).
    Views,
    /// It prints the grand totals of calls, separate from the calls.
    CallTotals,
    /// It ends rows of totals with a grand total.
    GrandTotal,
}

/// Returns a formatter that writes to a writer.
type NewFormatter = for<'w> fn(
    FormatOptions,
    Box<dyn Write + Send + 'w>,
) -> anyhow::Result<Box<dyn Formatter + 'w>>;

/// What the user should know about the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatOutcome {
    /// The names of the columns that a terminal has no room for.
    pub hidden_columns: Vec<String>,
    /// A warning about values that the format could not represent.
    pub warning: Option<String>,
}

impl FormatOutcome {
    /// Returns a hint about the hidden columns, if there are any.
    #[must_use]
    pub fn hidden_columns_hint(&self) -> Option<String> {
        (!self.hidden_columns.is_empty()).then(|| {
            let names = self.hidden_columns.join(", ");
            format!("columns hidden, terminal too narrow: {names}; use -c or --view record")
        })
    }
}

/// The grand total of a result.
pub struct GrandTotal<'a> {
    pub row: &'a Record<'a>,
    /// The number of calls in it.
    pub calls: u64,
    /// The number of rows or calls before `--limit`.
    pub rows: u64,
}

/// Writes records, in the order of the calls of its methods: `begin`, `record` for each record,
/// `grand_total` or `report` if there is one, `finish`. Output is complete only after `finish`.
pub trait Formatter {
    /// Begins the output, with the members of the envelope that come before the list.
    fn begin(&mut self, _before: &[EnvelopeMember]) -> anyhow::Result<()> {
        Ok(())
    }

    /// Writes a record.
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()>;

    /// Writes the grand total: of totals in formats with `Capability::GrandTotal`, of calls in
    /// those with `Capability::CallTotals`. Formats for programs have neither: a sum over a
    /// column would count everything twice.
    fn grand_total(&mut self, _total: &GrandTotal<'_>) -> anyhow::Result<()> {
        Ok(())
    }

    /// Writes the report of all calls, in formats with `Capability::Report`.
    fn report(&mut self, _data: &ReportData) -> anyhow::Result<()> {
        Ok(())
    }

    /// Completes the output, with the members of the envelope that come after the list.
    fn finish(self: Box<Self>, after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome>;
}

impl Format {
    /// Returns the format with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        FORMATS.into_iter().find(|format| format.name == name)
    }

    /// Returns whether the format can do this.
    #[must_use]
    pub fn supports(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// Returns whether it is printed to a terminal.
    #[must_use]
    pub fn is_for_terminals(&self) -> bool {
        self.content == Content::Text
    }

    /// Returns the format of a file with this name, compressed or not.
    #[must_use]
    pub fn from_path(name: &str) -> Option<&'static Self> {
        let lower = name.to_ascii_lowercase();
        let name = lower.strip_suffix(".gz").unwrap_or(&lower);
        let has_extension = |extension: &&str| name.ends_with(*extension);
        FORMATS
            .into_iter()
            .find(|format| format.extensions.iter().any(&has_extension))
    }

    /// Returns a formatter that writes to `out`.
    pub fn formatter<'w>(
        &self,
        options: FormatOptions,
        out: impl Write + Send + 'w,
    ) -> anyhow::Result<Box<dyn Formatter + 'w>> {
        (self.new_formatter)(options, Box::new(out))
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

#[cfg(test)]
mod test_support {
    use super::*;
    use crate::columns::{ColumnList, ColumnReader};
    use crate::record::Projection;

    /// Returns what a format prints of records with these columns, if any, with the members
    /// `result` before and `z` after the list.
    pub fn format_records(format: &Format, columns: &str, records: &[&str]) -> String {
        format_records_for(None, format, columns, records)
    }

    /// Returns the same for a terminal of this width.
    pub fn format_records_for(
        width: Option<u16>,
        format: &Format,
        columns: &str,
        records: &[&str],
    ) -> String {
        let mut projection = Projection::default();
        let columns = match columns {
            "" => ColumnList::empty(),
            columns => columns.parse().unwrap(),
        };
        let selection = ColumnReader::new(&columns, &mut projection);
        let mut options = FormatOptions::for_file(selection);
        options.print.width = width;
        let member = |name: &str, value: &str| EnvelopeMember {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let mut out = Vec::new();
        let mut formatter = format.formatter(options, &mut out).unwrap();
        formatter.begin(&[member("\"result\"", "\"0\"")]).unwrap();
        for text in records {
            let mut values = Vec::new();
            projection.read(text, &mut values).unwrap();
            let record = Record {
                text,
                values: &values,
            };
            formatter.record(&record).unwrap();
        }
        formatter.finish(&[member("\"z\"", "1.0")]).unwrap();
        String::from_utf8(out).unwrap()
    }
}
