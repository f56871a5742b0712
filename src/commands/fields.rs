//! Lists every documented column with its type, unit, sets and meaning, then those of totals.

use super::table::Table;
use crate::columns::{AggregateColumn, ColumnSet, ColumnType, FIELDS, Field};
use crate::output::Output;
use crate::report::PrintConfig;
use crate::terminal::Console;
use std::path::PathBuf;

pub struct Config {
    /// The text that listed columns contain.
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
    let mut table = Table::new(COLUMNS);
    let pattern = config.pattern.as_deref().unwrap_or_default().to_lowercase();
    let mut push = |row: [&str; 5]| {
        let [path, _, _, sets, meaning] = row;
        let mut texts = [path, sets, meaning].into_iter().map(str::to_lowercase);
        if texts.any(|text| text.contains(&pattern)) {
            table.push(row);
        }
    };
    for field in FIELDS {
        let column_type = format!("{:?}", field.column_type).to_lowercase();
        push([
            field.path,
            &column_type,
            field.unit,
            &set_names(field),
            field.description,
        ]);
    }
    for column in AggregateColumn::all().filter(|column| column.is_of_totals_alone()) {
        let column_type = format!("{:?}", column.column_type()).to_lowercase();
        push([
            column.name,
            &column_type,
            column.unit,
            "",
            column.description,
        ]);
    }
    let hint = table.print(&config.print, &mut output)?;
    output.commit()?;
    if let Some(hint) = hint {
        console.info(&hint);
    }
    Ok(())
}

fn set_names(field: &Field) -> String {
    ColumnSet::BY_NAME
        .iter()
        .filter(|(_, set)| set.fields().any(|other| other.path == field.path))
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(" ")
}
