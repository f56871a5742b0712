//! The list of columns, as records.

use crate::columns::{Columns, FIELDS, Field, Selection, Set};
use crate::format::{Content, Layout};
use crate::output::Output;
use crate::parse::Projection;
use crate::report::Shape;
use crate::report::{object, quoted};

/// Prints every documented column with its type, unit, sets and meaning, in any format.
///
/// # Errors
/// Those of the output.
pub fn fields(shape: &Shape, output: &mut Output) -> anyhow::Result<()> {
    let every = ["path", "type", "unit", "sets", "meaning"];
    let columns = shape
        .columns
        .clone()
        .unwrap_or_else(|| Columns::named(every.into_iter()));
    let mut projection = Projection::default();
    let layout = Layout {
        selection: Selection::of_rows(&columns, &mut projection),
        content: Content::Rows,
        ..shape.layout()
    };
    let mut formatter = shape.format.formatter(layout, output)?;
    formatter.begin(&[])?;
    for field in FIELDS {
        projection.record(&record(field), |record| formatter.record(record))?;
    }
    formatter.finish(&[])
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
