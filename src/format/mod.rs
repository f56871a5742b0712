//! Records become text: one format a file.

mod csv;
mod html;
mod json;
mod options;
mod parquet;
mod report_data;
mod table;
mod xlsx;

pub use self::options::{FormatOptions, Metadata, PrintOptions, RowKind, View};
pub use self::report_data::{
    BucketSize, RankedName, Ranking, ReportData, TimeBucket, WorstConference,
};

use crate::columns::ColumnSet;
use crate::record::{EnvelopeMember, Record};
use std::fmt;
use std::io::Write;

/// The formats, the usual one first. A new one is its file and its line here.
pub const FORMATS: [&Format; 7] = [
    &table::FORMAT,
    &csv::FORMAT,
    &json::JSON,
    &json::JSON_LINES,
    &xlsx::FORMAT,
    &parquet::FORMAT,
    &html::FORMAT,
];

/// A format.
pub struct Format {
    /// What it is called when it is asked for.
    pub name: &'static str,
    /// What it is, in a few words.
    pub description: &'static str,
    /// How the names of its files end.
    pub extensions: &'static [&'static str],
    /// The columns it prints when none are asked for; `None` for a format that has no columns.
    pub columns: Option<ColumnSet>,
    /// What it can do that not every format can.
    pub capabilities: &'static [Capability],
    /// Whether it is for programs alone, and no text.
    pub is_binary: bool,
    new_formatter: NewFormatter,
}

/// What not every format can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Its columns can be chosen.
    Columns,
    /// It draws an overview of calls instead of the calls.
    Report,
    /// It has a heading that can be left out.
    Header,
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
type NewFormatter = for<'w> fn(
    FormatOptions,
    Box<dyn Write + Send + 'w>,
) -> anyhow::Result<Box<dyn Formatter + 'w>>;

/// What a format has to say beside what it wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatOutcome {
    /// The names of the columns for which there was no room.
    pub hidden_columns: Vec<String>,
    /// What may make the output other than the user thinks.
    pub warning: Option<String>,
}

impl FormatOutcome {
    /// What a person should know of the columns that are left out, if there are any.
    #[must_use]
    pub fn hidden_columns_hint(&self) -> Option<String> {
        (!self.hidden_columns.is_empty()).then(|| {
            let names = self.hidden_columns.join(", ");
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
    fn report(&mut self, _overview: &ReportData) -> anyhow::Result<()> {
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
    pub fn from_name(name: &str) -> Option<&'static Self> {
        FORMATS.into_iter().find(|format| format.name == name)
    }

    /// Whether it can do this.
    #[must_use]
    pub fn supports(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// The format of a file with this name, compressed or not.
    #[must_use]
    pub fn from_path(name: &str) -> Option<&'static Self> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let ends = |ending: &&str| name.ends_with(*ending);
        FORMATS
            .into_iter()
            .find(|format| format.extensions.iter().any(&ends))
    }

    /// A formatter that writes to `out`.
    ///
    /// # Errors
    /// Those of the writer.
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
    use crate::columns::ColumnReader;
    use crate::record::Projection;

    /// What a format makes of records, with the members `result` before and `z` behind the list.
    pub fn format_records(format: &Format, columns: &str, records: &[&str]) -> String {
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
