//! Lists the documented columns with their type, unit, sets and meaning, then those of totals: all
//! of them, or those that a pattern selects.
//!
//! The rows come from the tables that also define the columns, so that the list is never out of date.
//! A pattern without a match is no failure, since nothing was asked that does not exist; but as it may
//! be a mistyped column, the warning suggests the columns that resemble it.

use super::table::ComputedTable;
use crate::columns::{AggregateColumn, ColumnSet, ColumnType, FIELDS, Field, similar_columns};
use crate::output::Output;
use crate::report::PrintConfig;
use crate::terminal::Console;
use std::path::PathBuf;

pub struct Config {
    /// What a column must contain to be listed.
    pub pattern: Option<String>,
    pub print: PrintConfig,
    pub output: Option<PathBuf>,
}

/// The columns of the list.
pub const COLUMNS: [(&str, ColumnType); 5] = [
    ("path", ColumnType::Text),
    ("type", ColumnType::Id),
    ("unit", ColumnType::Id),
    ("sets", ColumnType::Text),
    ("meaning", ColumnType::Text),
];

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let mut output = Output::open(config.output.as_deref())?;
    let pattern = config.pattern.as_deref().unwrap_or_default();
    let mut table = ComputedTable::new("Columns", COLUMNS);
    let mut is_empty = true;
    for row in rows().filter(|row| row.contains(pattern)) {
        is_empty = false;
        table.push(row.cells());
    }
    let hint = table.print(&config.print, &mut output)?;
    output.commit()?;
    if is_empty {
        console.warn(&no_match_warning(pattern));
    }
    if let Some(hint) = hint {
        console.info(&hint);
    }
    Ok(())
}

/// A column with what is printed of it.
struct Row {
    path: &'static str,
    column_type: String,
    unit: &'static str,
    sets: String,
    meaning: &'static str,
}

impl Row {
    /// Returns whether the path, type, sets or meaning contains a text, in any case.
    fn contains(&self, pattern: &str) -> bool {
        let pattern = pattern.to_lowercase();
        [self.path, &self.column_type, &self.sets, self.meaning]
            .iter()
            .any(|text| text.to_lowercase().contains(&pattern))
    }

    fn cells(&self) -> [&str; 5] {
        [
            self.path,
            &self.column_type,
            self.unit,
            &self.sets,
            self.meaning,
        ]
    }
}

/// Returns the columns of calls, then those that only totals have.
fn rows() -> impl Iterator<Item = Row> {
    let fields = FIELDS.iter().map(|field| Row {
        path: field.path,
        column_type: type_name(field.column_type),
        unit: field.unit,
        sets: set_names(field),
        meaning: field.description,
    });
    let of_totals = AggregateColumn::all().filter(|column| column.is_totals_only());
    fields.chain(of_totals.map(|column| Row {
        path: column.name,
        column_type: type_name(column.column_type()),
        unit: column.unit,
        sets: String::new(),
        meaning: column.description,
    }))
}

fn type_name(column_type: ColumnType) -> String {
    format!("{column_type:?}").to_lowercase()
}

/// Returns the warning about a pattern that no column contains. It may be a mistyped column.
fn no_match_warning(pattern: &str) -> String {
    let hint = match &similar_columns(pattern)[..] {
        [] => "run 'cdr fields' to list all columns".to_owned(),
        columns => format!("did you mean '{}'?", columns.join("' or '")),
    };
    format!("no column contains '{pattern}'; {hint}")
}

fn set_names(field: &Field) -> String {
    ColumnSet::BY_NAME
        .iter()
        .filter(|(_, set)| set.fields().any(|other| other.path == field.path))
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(pattern: &str) -> Vec<&'static str> {
        let rows = rows().filter(|row| row.contains(pattern));
        rows.map(|row| row.path).collect()
    }

    #[test]
    fn a_pattern_is_found_in_path_type_sets_and_meaning_in_any_case() {
        assert_eq!(matching("USER.n"), ["user.name"]);
        assert!(matching("flag").contains(&"lowcode"));
        assert!(matching("Billing").contains(&"usage.connect_minutes_cal"));
        assert!(matching("overall CALL quality").contains(&"stats_quality.call_quality"));
        assert_eq!(matching("").len(), rows().count());
    }

    #[test]
    fn a_pattern_that_is_likely_a_typo_suggests_the_column() {
        assert_eq!(
            no_match_warning("user.nmae"),
            "no column contains 'user.nmae'; did you mean 'user.name'?"
        );
        assert_eq!(
            no_match_warning("invoice"),
            "no column contains 'invoice'; run 'cdr fields' to list all columns"
        );
    }
}
