//! Tables that `cdr` computes, printed like records.

use crate::columns::{ColumnList, ColumnType};
use crate::error::{Failure, FailureKind};
use crate::format::{FormatOptions, RowKind};
use crate::output::Output;
use crate::report::{PrintConfig, RowLayout, encode_row};
use crate::text::Value;

/// Rows of values in the same columns.
pub struct Rows<const N: usize> {
    /// The names of the columns, and what they hold.
    columns: [(&'static str, ColumnType); N],
    rows: Vec<[Value; N]>,
}

impl<const N: usize> Rows<N> {
    pub fn new(columns: [(&'static str, ColumnType); N]) -> Self {
        let rows = Vec::new();
        Self { columns, rows }
    }

    pub fn push<T: Into<Value>>(&mut self, row: [T; N]) {
        self.rows.push(row.map(Into::into));
    }
}

/// The columns to print: those that were asked for, or else all.
///
/// # Errors
/// A usage failure for a column that the rows do not have.
pub fn check<const N: usize>(style: &PrintConfig, rows: &Rows<N>) -> Result<ColumnList, Failure> {
    check_columns(style.columns.as_ref(), &rows.columns.map(|(name, _)| name))
}

/// The same for rows that have columns of these names.
///
/// # Errors
/// A usage failure for a column that the rows do not have.
pub fn check_columns(columns: Option<&ColumnList>, names: &[&str]) -> Result<ColumnList, Failure> {
    let columns = columns.cloned();
    let columns = columns.unwrap_or_else(|| ColumnList::from_names(names.iter().copied()));
    let unknown = columns.names().find(|name| !names.contains(name));
    match unknown.map(str::to_owned) {
        None => Ok(columns),
        Some(unknown) => {
            let known = names.join(", ");
            let message = format!("these rows have no column {unknown}, but {known}");
            Err(Failure::new(FailureKind::Usage, message))
        }
    }
}

/// Prints rows in any format, in all their columns or in those that were asked for. Returns what a person should know
/// beside them.
///
/// # Errors
/// A usage failure for a column that the rows do not have; those of the output.
pub fn print<const N: usize>(
    style: &PrintConfig,
    rows: &Rows<N>,
    output: &mut Output,
) -> anyhow::Result<Option<String>> {
    let names = rows.columns.map(|(name, _)| name);
    let columns = check(style, rows)?;
    let layout = RowLayout::new(names.map(str::to_owned).to_vec());
    let options = FormatOptions {
        columns: layout.reader(&columns, &rows.columns),
        row_kind: RowKind::Rows,
        pinned_columns: usize::MAX,
        ..style.format_options()
    };
    let mut formatter = style.format.formatter(options, output)?;
    formatter.begin(&[])?;
    for row in &rows.rows {
        layout.with_record(&encode_row(row), |record| formatter.record(record))?;
    }
    Ok(formatter.finish(&[])?.hidden_columns_hint())
}
