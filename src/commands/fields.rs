//! Lists every documented column with its type, unit, sets and meaning.

use super::string_table::{Rows, print};
use crate::columns::{AggregateColumn, ColumnSet, ColumnType, FIELDS, Field};
use crate::output::Output;
use crate::report::PrintConfig;
use crate::terminal::Console;
use std::path::PathBuf;

/// How the list is printed.
pub struct Config {
    pub style: PrintConfig,
    pub output: Option<PathBuf>,
}

/// The columns of its rows.
pub const COLUMNS: [(&str, ColumnType); 5] = [
    ("path", ColumnType::Text),
    ("type", ColumnType::Id),
    ("unit", ColumnType::Id),
    ("sets", ColumnType::Text),
    ("meaning", ColumnType::Text),
];

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let mut output = Output::open(config.output.as_deref())?;
    let mut rows = Rows::new(COLUMNS);
    for field in FIELDS {
        let kind = format!("{:?}", field.column_type).to_lowercase();
        rows.push([
            field.path,
            &kind,
            field.unit,
            &set_names(field),
            field.description,
        ]);
    }
    let of_totals = AggregateColumn::all().filter(|column| column.is_of_totals_alone());
    for column in of_totals {
        let kind = format!("{:?}", column.column_type()).to_lowercase();
        rows.push([column.name, &kind, column.unit, "", column.description]);
    }
    let told = print(&config.style, &rows, &mut output)?;
    output.commit()?;
    if let Some(told) = told {
        console.info(&told);
    }
    Ok(())
}

fn set_names(field: &Field) -> String {
    let is_in = |set: &ColumnSet| set.fields().any(|other| other.path == field.path);
    let sets = ColumnSet::NAMED.iter().filter(|(_, set)| is_in(set));
    sets.map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}
