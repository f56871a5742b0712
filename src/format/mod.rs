//! Records become text: one format a file.

mod csv;
mod html;
mod json;
mod jsonl;
mod parquet;
mod report_data;
mod table;
mod xlsx;

pub use self::report_data::{Conference, RankedName, Ranking, ReportData, Span, Unit};

use crate::columns::{ColumnReader, ColumnSet};
use crate::record::{EnvelopeMember, Record};
use clap::ValueEnum;
use std::fmt;
use std::io::Write;

/// The formats, the usual one first. A new one is its file and its line here.
pub const FORMATS: [&Format; 7] = [
    &table::FORMAT,
    &csv::FORMAT,
    &json::FORMAT,
    &jsonl::FORMAT,
    &xlsx::FORMAT,
    &parquet::FORMAT,
    &html::FORMAT,
];

/// A format.
pub struct Format {
    /// What it is called when it is asked for.
    pub name: &'static str,
    /// What it is, in a few words.
    pub meaning: &'static str,
    /// How the names of its files end.
    pub endings: &'static [&'static str],
    /// The columns it prints when none are asked for; `None` for a format that has no columns.
    pub columns: Option<ColumnSet>,
    /// What it can do that not every format can.
    pub features: &'static [Capability],
    /// Whether it is for programs alone, and no text.
    pub is_binary: bool,
    make: Make,
}

/// What not every format can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Its columns can be chosen.
    Columns,
    /// It draws an overview of calls instead of the calls.
    Report,
    /// It has a heading that can be left out.
    Heading,
    /// It can be made for spreadsheets.
    Excel,
    /// It can be seen in more than one view.
    Views,
    /// It has a place for the grand totals of calls.
    Summary,
    /// It ends rows of totals in one of grand totals.
    GrandTotal,
}

/// Makes a formatter.
type Make = for<'w> fn(
    FormatOptions,
    Box<dyn Write + Send + 'w>,
) -> anyhow::Result<Box<dyn Formatter + 'w>>;

/// What a formatter needs to know beside the records.
#[derive(Clone, Debug)]
pub struct FormatOptions {
    /// The columns to print, for the formats that have columns.
    pub selection: ColumnReader,
    /// Whether the heading is printed.
    pub heading: bool,
    /// Whether CSV is made for spreadsheets.
    pub excel: bool,
    /// How a table is seen.
    pub view: View,
    /// How many of the first columns stay, however narrow the terminal is; the others give way.
    pub kept: usize,
    /// The width of the terminal in characters, when the output goes to one.
    pub width: Option<u16>,
    /// Whether a table has colours.
    pub color: bool,
    /// What was asked, of whom and when, by name, for a format that keeps it.
    pub about: Vec<(&'static str, String)>,
    /// What the records are.
    pub content: RowKind,
    /// The columns of the row of grand totals.
    pub summary: ColumnReader,
    /// The names of the columns that rows of totals are grouped by.
    pub keys: Vec<String>,
}

impl FormatOptions {
    /// Calls in these columns, for a file.
    #[must_use]
    pub fn plain(selection: ColumnReader) -> Self {
        Self {
            summary: selection.clone(),
            selection,
            heading: true,
            excel: false,
            view: View::Auto,
            kept: usize::MAX,
            width: None,
            color: false,
            about: Vec::new(),
            content: RowKind::Calls,
            keys: Vec::new(),
        }
    }
}

/// How a table is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// A row for each record, where the terminal has room for the columns; else a line for each column
    #[default]
    Auto,
    /// A row for each record
    Table,
    /// A line for each column of each record
    Record,
}

/// What the records of an answer are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Calls, in the envelope of a response.
    Calls,
    /// Rows of something else, such as totals; in JSON they are a plain list.
    Rows,
}

/// What a format has to say beside what it wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatOutcome {
    /// The names of the columns for which there was no room.
    pub left_out: Vec<String>,
    /// What may make the output other than the user thinks.
    pub warning: Option<String>,
}

impl FormatOutcome {
    /// What a person should know of the columns that are left out, if there are any.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        (!self.left_out.is_empty()).then(|| {
            let names = self.left_out.join(", ");
            format!("there is no room for {names}; widen the terminal, choose with -c, or add --view record")
        })
    }
}

/// A row of grand totals.
pub struct GrandTotal<'a> {
    pub row: &'a Record<'a>,
    /// The number of calls that it sums up.
    pub calls: u64,
    /// The number of rows or calls before `--limit`.
    pub rows: u64,
}

/// Writes records to the writer it was made with, in the order they come.
/// A formatter that is dropped without [`Formatter::finish`] leaves half an answer behind, never released.
pub trait Formatter {
    /// Comes first, with the members of the envelope that stand before the list.
    ///
    /// # Errors
    /// Those of the writer.
    fn begin(&mut self, _before: &[EnvelopeMember]) -> anyhow::Result<()> {
        Ok(())
    }

    /// Comes once for each record.
    ///
    /// # Errors
    /// Those of the writer.
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()>;

    /// Comes once behind totals, and behind calls for a format that has a place for it, with the row of grand totals.
    /// Only a format for people prints it: whoever sums up a column would count everything twice.
    ///
    /// # Errors
    /// Those of the writer.
    fn grand_total(&mut self, _total: &GrandTotal<'_>) -> anyhow::Result<()> {
        Ok(())
    }

    /// Comes once behind calls, for a format that draws them as a whole.
    ///
    /// # Errors
    /// Those of the writer.
    fn overview(&mut self, _overview: &ReportData) -> anyhow::Result<()> {
        Ok(())
    }

    /// Comes last, with the members of the envelope that stand behind the list. Returns what there is to say beside
    /// what was written.
    ///
    /// # Errors
    /// Those of the writer.
    fn finish(self: Box<Self>, after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome>;
}

impl Format {
    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.into_iter().find(|format| format.name == name)
    }

    /// Whether it can do this.
    #[must_use]
    pub fn has(&self, feature: Capability) -> bool {
        self.features.contains(&feature)
    }

    /// The format of a file with this name, compressed or not.
    #[must_use]
    pub fn of_file(name: &str) -> Option<&'static Self> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let ends = |ending: &&str| name.ends_with(*ending);
        FORMATS
            .into_iter()
            .find(|format| format.endings.iter().any(&ends))
    }

    /// A formatter that writes to `out`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn formatter<'w>(
        &self,
        layout: FormatOptions,
        out: impl Write + Send + 'w,
    ) -> anyhow::Result<Box<dyn Formatter + 'w>> {
        (self.make)(layout, Box::new(out))
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

#[cfg(test)]
mod testing {
    use super::*;
    use crate::record::Projection;

    /// What a format makes of records, with the members `result` before and `z` behind the list.
    pub fn formatted(format: &Format, columns: &str, records: &[&str]) -> String {
        formatted_for(None, format, columns, records)
    }

    /// The same for a terminal of some width.
    pub fn formatted_for(
        width: Option<u16>,
        format: &Format,
        columns: &str,
        records: &[&str],
    ) -> String {
        let mut projection = Projection::default();
        let selection = ColumnReader::new(&columns.parse().unwrap(), &mut projection);
        let layout = FormatOptions {
            width,
            ..FormatOptions::plain(selection)
        };
        let member = |name: &str, value: &str| EnvelopeMember {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let mut out = Vec::new();
        let mut formatter = format.formatter(layout, &mut out).unwrap();
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
