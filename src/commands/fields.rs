//! The list of columns, as records.

use crate::columns::{Columns, FIELDS, Field, Selection, Set};
use crate::format::{Content, Layout};
use crate::output::Output;
use crate::parse::Projection;
use crate::report::Style;
use crate::report::{object, quoted};
use std::path::PathBuf;

/// How the list is printed.
pub struct Config {
    pub style: Style,
    pub output: Option<PathBuf>,
}

pub fn run(config: &Config) -> anyhow::Result<()> {
    let mut output = Output::open(config.output.as_deref())?;
    let style = &config.style;
    let every = ["path", "type", "unit", "sets", "meaning"];
    let columns = style
        .columns
        .clone()
        .unwrap_or_else(|| Columns::named(every.into_iter()));
    let mut projection = Projection::default();
    let layout = Layout {
        selection: Selection::of_rows(&columns, &mut projection),
        content: Content::Rows,
        ..style.layout()
    };
    let mut formatter = style.format.formatter(layout, &mut output)?;
    formatter.begin(&[])?;
    for field in FIELDS {
        projection.record(&record(field), |record| formatter.record(record))?;
    }
    formatter.finish(&[])?;
    output.release()
}

/// A column as a JSON object.
fn record(field: &Field) -> String {
    let kind = format!("{:?}", field.kind).to_lowercase();
    let is_in = |set: &Set| set.fields().any(|other| other.path == field.path);
    let sets = Set::NAMED.iter().filter(|(_, set)| is_in(set));
    let sets: Vec<_> = sets.map(|(name, _)| *name).collect();
    let members = [
        ("path", field.path),
        ("type", &kind),
        ("unit", field.unit),
        ("sets", &sets.join(" ")),
        ("meaning", field.meaning),
    ];
    let members = members.map(|(name, text)| (name, quoted(text)));
    object(
        &members
            .each_ref()
            .map(|(name, json)| (*name, json.as_str())),
    )
}
