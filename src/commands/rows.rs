//! Rows of the program's own, printed like records.

use crate::columns::{Columns, Selection};
use crate::format::{Content, Layout};
use crate::output::Output;
use crate::parse::Projection;
use crate::report::{Style, object, quoted};

/// Rows of texts under the same names.
pub struct Rows<const N: usize> {
    names: [&'static str; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Rows<N> {
    pub fn new(names: [&'static str; N]) -> Self {
        let rows = Vec::new();
        Self { names, rows }
    }

    pub fn push<T: Into<String>>(&mut self, row: [T; N]) {
        self.rows.push(row.map(Into::into));
    }
}

/// Prints rows in any format, in all their columns or in those that were asked for. Returns what a person should know
/// beside them.
pub fn print<const N: usize>(
    style: &Style,
    rows: &Rows<N>,
    output: &mut Output,
) -> anyhow::Result<Option<String>> {
    let names = rows.names;
    let columns = style.columns.clone();
    let columns = columns.unwrap_or_else(|| Columns::named(names.into_iter()));
    let mut projection = Projection::default();
    let layout = Layout {
        selection: Selection::of_rows(&columns, &mut projection),
        content: Content::Rows,
        kept: usize::MAX,
        ..style.layout()
    };
    let mut formatter = style.format.formatter(layout, output)?;
    formatter.begin(&[])?;
    for row in &rows.rows {
        let texts = row.each_ref().map(|text| quoted(text));
        let members: Vec<_> = names
            .into_iter()
            .zip(texts.iter().map(String::as_str))
            .collect();
        projection.record(&object(&members), |record| formatter.record(record))?;
    }
    formatter.finish(&[])
}
