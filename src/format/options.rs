//! The options of formatters.
//!
//! [`PrintOptions`] are what the user chose and every formatter may look at; they are resolved
//! once, on the command line, and handed on as a whole. [`FormatOptions`] adds what depends on the
//! rows at hand: their columns, how many of them are keys, and what the rows are.

use crate::columns::ColumnReader;
use clap::ValueEnum;

/// What a formatter needs to know before the first record.
#[derive(Clone, Debug)]
pub struct FormatOptions {
    /// The columns to print, for the formats that have columns.
    pub columns: ColumnReader,
    /// What the user chose.
    pub print: PrintOptions,
    /// The number of leading columns that are never hidden, however narrow the terminal is.
    pub pinned_columns: usize,
    /// What the rows are.
    pub row_kind: RowKind,
    /// The columns of the grand total.
    pub grand_total_columns: ColumnReader,
    /// The names of the columns that totals are grouped by.
    pub keys: Vec<String>,
    /// What there is besides the rows.
    pub extras: Extras,
}

/// What workbooks and pages show besides rows.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// What the rows are, in a word.
    pub title: Option<&'static str>,
    /// The chart of a page.
    pub chart: Option<SumChartSpec>,
    /// The column of a workbook that shows how its values come about.
    pub formula: Option<QuotientFormula>,
    /// A column of a workbook whose numbers all have so many decimals.
    pub fixed_decimals: Option<(&'static str, u32)>,
    /// The columns of a workbook whose grand total is the sum of the rows above it.
    pub summed: Vec<&'static str>,
    /// The warnings about the rows.
    pub warnings: Vec<String>,
    /// The decimals of numbers in a format with types, if they may need more than usual.
    pub decimals: Option<u32>,
    /// The name and the text of a further sheet of a workbook.
    pub text_sheet: Option<(&'static str, String)>,
}

/// A chart of the sums of a column by the values of another one.
#[derive(Clone, Debug)]
pub struct SumChartSpec {
    pub title: String,
    pub label: &'static str,
    pub summed: &'static str,
}

/// A column whose values are quotients of other columns: the product of two factors by a divisor,
/// rounded to a number of decimals.
#[derive(Clone, Debug)]
pub struct QuotientFormula {
    pub column: &'static str,
    pub factors: [&'static str; 2],
    pub divisor: &'static str,
    pub rounding: FormulaRounding,
    pub decimals: u32,
}

/// How spreadsheets can round a number that is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaRounding {
    /// To the nearest number, halves up.
    HalfUp,
    Up,
    Down,
}

/// The options that apply to rows of any kind.
#[derive(Clone, Debug)]
pub struct PrintOptions {
    /// Whether tables and CSV have a header.
    pub header: bool,
    /// Whether CSV is safe to open in a spreadsheet.
    pub excel: bool,
    /// The delimiter of CSV, an ASCII character, if it is not a comma.
    pub delimiter: Option<u8>,
    /// The layout of tables.
    pub view: View,
    /// The width of the terminal in characters, if the output goes to one.
    pub width: Option<u16>,
    /// Whether a table has colors.
    pub color: bool,
    /// What was requested.
    pub metadata: Metadata,
}

/// The layout of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// One row per record if the columns fit the terminal, otherwise one line per column
    #[default]
    Auto,
    /// One row per record
    Table,
    /// One line per column
    Record,
}

/// What the rows of a result are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Calls, in the envelope of a response.
    Calls,
    /// Other rows, such as totals; in JSON they are a plain list.
    Rows,
}

/// What was requested, from which service and when: workbooks, reports and Parquet files keep it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// When the output was generated (RFC 3339).
    pub generated: String,
    /// The two inputs of a comparison.
    pub old: Option<String>,
    pub new: Option<String>,
    /// The conditions of `--where`.
    pub filter: Option<String>,
    /// The keys of totals, separated by commas.
    pub group_by: Option<String>,
    pub limit: Option<u64>,
    pub service: Option<String>,
    pub app_id: Option<String>,
    /// The path of the request.
    pub request: Option<String>,
    /// The files that were read.
    pub files: Option<String>,
    pub zone: Option<String>,
    pub period: Option<String>,
    /// The days that calls of an archive were to be moved to.
    pub pending: Option<String>,
    /// Whether the calls are sample data.
    pub is_sample: bool,
}

/// A part of [`Metadata`].
pub struct MetadataEntry {
    /// Its name for programs.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    pub value: String,
}

impl FormatOptions {
    /// Returns the options for calls with these columns that are written to a file.
    #[must_use]
    pub fn for_file(columns: ColumnReader) -> Self {
        Self {
            grand_total_columns: columns.clone(),
            columns,
            print: PrintOptions::default(),
            pinned_columns: usize::MAX,
            row_kind: RowKind::Calls,
            keys: Vec::new(),
            extras: Extras::default(),
        }
    }
}

impl Default for PrintOptions {
    fn default() -> Self {
        Self {
            header: true,
            excel: false,
            delimiter: None,
            view: View::Auto,
            width: None,
            color: false,
            metadata: Metadata::default(),
        }
    }
}

impl Metadata {
    pub const SERVICE: &str = "service";
    pub const APP_ID: &str = "app_id";
    pub const PENDING: &str = "pending";

    /// Returns what is known. The keys are those in Parquet files, where other programs and the
    /// archive look them up, so they stay as they are.
    pub fn entries(&self) -> impl Iterator<Item = MetadataEntry> {
        let generated = Some(&self.generated).filter(|time| !time.is_empty());
        let limit = self.limit.map(|limit| limit.to_string());
        [
            ("made", "Generated at", generated.cloned()),
            ("old", "Old", self.old.clone()),
            ("new", "New", self.new.clone()),
            ("where", "Filter", self.filter.clone()),
            ("group_by", "Grouped by", self.group_by.clone()),
            ("limit", "Limit", limit),
            (Self::SERVICE, "Service", self.service.clone()),
            (Self::APP_ID, "App ID", self.app_id.clone()),
            ("asked", "Request", self.request.clone()),
            ("read", "Files", self.files.clone()),
            ("zone", "Time zone", self.zone.clone()),
            ("period", "Period", self.period.clone()),
            (Self::PENDING, "Pending days", self.pending.clone()),
        ]
        .into_iter()
        .filter_map(|(key, label, value)| value.map(|value| MetadataEntry { key, label, value }))
    }
}
