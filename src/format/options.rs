//! What a formatter needs to know beside the records.

use crate::columns::ColumnReader;
use clap::ValueEnum;

/// What a formatter needs to know beside the records.
#[derive(Clone, Debug)]
pub struct FormatOptions {
    /// The columns to print, for the formats that have columns.
    pub columns: ColumnReader,
    /// What was chosen on the command line.
    pub print: PrintOptions,
    /// How many of the first columns stay, however narrow the terminal is; the others give way.
    pub pinned_columns: usize,
    /// What the records are.
    pub row_kind: RowKind,
    /// The columns of the row of grand totals.
    pub summary: ColumnReader,
    /// The names of the columns that rows of totals are grouped by.
    pub keys: Vec<String>,
}

/// How rows are to look, whatever they are.
#[derive(Clone, Debug)]
pub struct PrintOptions {
    /// Whether tables and CSV have a header.
    pub header: bool,
    /// Whether CSV is made for spreadsheets.
    pub excel: bool,
    /// How a table is seen.
    pub view: View,
    /// The width of the terminal in characters, when the output goes to one.
    pub width: Option<u16>,
    /// Whether a table has colors.
    pub color: bool,
    /// What was requested, for a format that keeps it.
    pub metadata: Metadata,
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
    /// The days that calls of an archive were to move to.
    pub pending: Option<String>,
}

impl FormatOptions {
    /// Calls in these columns, for a file.
    #[must_use]
    pub fn for_file(columns: ColumnReader) -> Self {
        Self {
            summary: columns.clone(),
            columns,
            print: PrintOptions::default(),
            pinned_columns: usize::MAX,
            row_kind: RowKind::Calls,
            keys: Vec::new(),
        }
    }
}

impl Default for PrintOptions {
    fn default() -> Self {
        Self {
            header: true,
            excel: false,
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

    /// Returns what is known, by the names that files have for it.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, String)> {
        let generated = Some(&self.generated).filter(|time| !time.is_empty());
        [
            ("made", generated.cloned()),
            ("old", self.old.clone()),
            ("new", self.new.clone()),
            ("where", self.filter.clone()),
            ("group_by", self.group_by.clone()),
            ("limit", self.limit.map(|limit| limit.to_string())),
            (Self::SERVICE, self.service.clone()),
            (Self::APP_ID, self.app_id.clone()),
            ("asked", self.request.clone()),
            ("read", self.files.clone()),
            ("zone", self.zone.clone()),
            ("period", self.period.clone()),
            (Self::PENDING, self.pending.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}
