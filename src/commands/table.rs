//! Tables of computed rows that are no totals: documented columns, checks, changed days.

use crate::columns::{ColumnList, ColumnType};
use crate::error::{Failure, FailureKind};
use crate::format::{Extras, FormatOptions, RowKind};
use crate::output::Output;
use crate::report::{PrintConfig, RowLayout, encode_row};
use crate::text::Value;

/// Rows of values in the same columns.
pub struct ComputedTable<const N: usize> {
    /// What the rows are, as the title of workbooks and pages.
    title: &'static str,
    columns: [(&'static str, ColumnType); N],
    rows: Vec<[Value; N]>,
}

impl<const N: usize> ComputedTable<N> {
    /// Creates a table without rows, with a title and with columns of these names and types.
    pub fn new(title: &'static str, columns: [(&'static str, ColumnType); N]) -> Self {
        Self {
            title,
            columns,
            rows: Vec::new(),
        }
    }

    pub fn push<T: Into<Value>>(&mut self, row: [T; N]) {
        self.rows.push(row.map(Into::into));
    }

    /// Returns the columns to print.
    ///
    /// # Errors
    /// Returns a usage failure for a column that the table does not have.
    pub fn printed_columns(&self, config: &PrintConfig) -> Result<ColumnList, Failure> {
        printed_columns(config.columns.as_ref(), &self.columns.map(|(name, _)| name))
    }

    /// Prints the table in any format. Returns a hint if columns were hidden.
    pub fn print(
        &self,
        config: &PrintConfig,
        output: &mut Output,
    ) -> anyhow::Result<Option<String>> {
        let columns = self.printed_columns(config)?;
        let names = self.columns.map(|(name, _)| name.to_owned());
        let layout = RowLayout::new(names.to_vec());
        let options = FormatOptions {
            columns: layout.reader(&columns, &self.columns),
            row_kind: RowKind::Rows,
            pinned_columns: usize::MAX,
            extras: Extras {
                title: Some(self.title),
                ..Extras::default()
            },
            ..config.format_options()
        };
        let mut formatter = config.format.formatter(options, output)?;
        formatter.begin(&[])?;
        for row in &self.rows {
            layout.with_record(&encode_row(row), |record| formatter.record(record))?;
        }
        Ok(formatter.finish(&[])?.hidden_columns_hint())
    }
}

/// Returns the columns to print of rows with these columns: those that were chosen, or else all.
///
/// # Errors
/// Returns a usage failure for a column that the rows do not have.
pub fn printed_columns(chosen: Option<&ColumnList>, names: &[&str]) -> Result<ColumnList, Failure> {
    let Some(chosen) = chosen else {
        return Ok(ColumnList::from_names(names.iter().copied()));
    };
    match chosen.names().find(|name| !names.contains(name)) {
        None => Ok(chosen.clone()),
        Some(unknown) => {
            let known = names.join(", ");
            let message = format!("unknown column '{unknown}'; expected one of: {known}");
            Err(Failure::new(FailureKind::Usage, message))
        }
    }
}
