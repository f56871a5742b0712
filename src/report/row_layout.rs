//! Computed rows as records.
//!
//! Formats print records: the text of a JSON object and the values in it. A computed row becomes
//! one without being parsed again. Its values are encoded as cells of JSON with line feeds between,
//! which JSON never contains unescaped:
//!
//! ```text
//! names    room.room_id   calls   room.duration
//! cells    "A1"        \n 12   \n 3600.5
//! object   {"room":{"room_id":"A1","duration":3600.5},"calls":12}
//! ```
//!
//! The cells are what is stored while rows are sorted. Split again, they are the values of the
//! record; its object is filled in from a template that is built once.

use crate::columns::{ColumnList, ColumnReader, ColumnType};
use crate::record::{PathTrie, Projection, Record};
use crate::text::{Value, json_string};

/// Separates the cells of a row.
const CELL_SEPARATOR: char = '\n';

/// The columns of computed rows, and how a row becomes a record.
pub struct RowLayout {
    names: Vec<String>,
    /// The object: the text before each cell, in the order of the object, with the index of the
    /// cell.
    cells: Vec<(String, usize)>,
    /// The text after the last cell.
    end: String,
}

impl RowLayout {
    /// Returns the layout of rows with these columns. No name may be that of an object around
    /// another.
    pub fn new(names: Vec<String>) -> Self {
        let mut members = PathTrie::default();
        for (index, name) in names.iter().enumerate() {
            members.insert(name, index);
        }
        let (mut cells, mut end) = (Vec::new(), String::new());
        push_object(&members, &mut cells, &mut end);
        Self { names, cells, end }
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns a reader of some of the columns.
    pub fn reader(&self, columns: &ColumnList, types: &[(&str, ColumnType)]) -> ColumnReader {
        let mut projection = Projection::default();
        for name in &self.names {
            projection.add_path(name);
        }
        ColumnReader::for_rows(columns, types, &mut projection)
    }

    /// Hands the record of encoded values to `f`.
    pub fn with_record<T>(&self, cells: &str, f: impl FnOnce(&Record<'_>) -> T) -> T {
        let values: Vec<_> = cells.split(CELL_SEPARATOR).map(Some).collect();
        let mut text = String::with_capacity(cells.len() + 16 * values.len());
        for (before, index) in &self.cells {
            text.push_str(before);
            text.push_str(values.get(*index).copied().flatten().unwrap_or("null"));
        }
        text.push_str(&self.end);
        f(&Record {
            text: &text,
            values: &values,
        })
    }
}

/// Encodes the values of a row.
pub fn encode_row<'a>(values: impl IntoIterator<Item = &'a Value>) -> String {
    let mut cells = String::new();
    for (index, value) in values.into_iter().enumerate() {
        if index > 0 {
            cells.push(CELL_SEPARATOR);
        }
        value.push_json(&mut cells);
    }
    cells
}

/// Appends the template of an object with these members. `text` is the text after the last cell so
/// far.
fn push_object(members: &PathTrie<usize>, cells: &mut Vec<(String, usize)>, text: &mut String) {
    text.push('{');
    for (index, (name, member)) in members.children.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&json_string(name));
        text.push(':');
        match member.value {
            Some(cell) => cells.push((std::mem::take(text), cell)),
            None => push_object(member, cells, text),
        }
    }
    text.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Decimal, DecimalStr};

    fn object(names: &[&str], values: &[Value]) -> String {
        let layout = RowLayout::new(names.iter().map(|name| (*name).to_owned()).collect());
        layout.with_record(&encode_row(values), |record| {
            assert_eq!(record.values.len(), names.len());
            record.text.to_owned()
        })
    }

    #[test]
    fn dotted_names_become_nested_objects() {
        let number = Decimal::from(&DecimalStr::parse("2.50").unwrap());
        let values = [
            Value::from(1_u64),
            Value::Number(number),
            Value::Null,
            "x\ny".into(),
        ];
        assert_eq!(
            object(&["a.b", "c", "a.d.e", "a.d.f"], &values),
            r#"{"a":{"b":1,"d":{"e":null,"f":"x\ny"}},"c":2.50}"#
        );
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(object(&["a\"b"], &[Value::from(1_u64)]), r#"{"a\"b":1}"#);
    }
}
