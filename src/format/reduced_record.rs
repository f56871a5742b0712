//! Records reduced to columns, for JSON.
//!
//! A reduced record is nested as the record is, with the values as received and the members in the
//! order of the columns:
//!
//! ```text
//! columns  room.room_id, day, room.duration
//! record   {"cdr_id":"c1","room":{"duration":60.50,"room_id":"A1","sip":false}}
//! reduced  {"room":{"room_id":"A1","duration":60.50},"day":"2025-01-31"}
//! ```
//!
//! A member that the record lacks is missing, and so is an object of which no member remains: `null`
//! would be a value that was not received.

use crate::columns::ColumnReader;
use crate::record::{PathTrie, Record};
use crate::text::json_string;

/// Reduces records to columns.
pub struct RecordReducer {
    columns: ColumnReader,
    members: Members,
}

/// The members of an object, each after its name as JSON and a colon.
type Members = Vec<(String, Member)>;

enum Member {
    /// The value of the column at this index.
    Column(usize),
    Object(Members),
}

impl RecordReducer {
    /// Returns a reducer to these columns, or `None` without columns, if records stay as they are.
    pub fn new(columns: ColumnReader) -> Option<Self> {
        let mut paths = PathTrie::default();
        for (index, path) in columns.names().enumerate() {
            paths.insert(path, index);
        }
        let members = members(&paths);
        (!members.is_empty()).then_some(Self { columns, members })
    }

    /// Returns the reduced record.
    pub fn reduce(&self, record: &Record<'_>) -> String {
        let mut json = String::new();
        self.push_object(&self.members, record, &mut json);
        json
    }

    /// Appends an object. Returns whether it has members.
    fn push_object(&self, members: &Members, record: &Record<'_>, json: &mut String) -> bool {
        json.push('{');
        let mut is_empty = true;
        for (name, member) in members {
            let start = json.len();
            if !is_empty {
                json.push(',');
            }
            json.push_str(name);
            if self.push_member(member, record, json) {
                is_empty = false;
            } else {
                json.truncate(start);
            }
        }
        json.push('}');
        !is_empty
    }

    /// Appends a value. Returns whether there is one.
    fn push_member(&self, member: &Member, record: &Record<'_>, json: &mut String) -> bool {
        match member {
            Member::Object(members) => self.push_object(members, record, json),
            Member::Column(index) => match self.columns.json_value(*index, record) {
                Some(value) => {
                    json.push_str(&value);
                    true
                }
                None => false,
            },
        }
    }
}

/// Returns the members at these paths. An object that is a column has all of its members, so that
/// columns below it add nothing.
fn members(paths: &PathTrie<usize>) -> Members {
    let children = paths.children.iter().map(|(name, child)| {
        let member = match child.value {
            Some(index) => Member::Column(index),
            None => Member::Object(members(child)),
        };
        (json_string(name) + ":", member)
    });
    children.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Projection;

    fn reduce(columns: &str, text: &str) -> String {
        let mut projection = Projection::default();
        let columns = ColumnReader::new(&columns.parse().unwrap(), &mut projection);
        let reducer = RecordReducer::new(columns).unwrap();
        projection
            .with_record(text, |record| Ok(reducer.reduce(record)))
            .unwrap()
    }

    #[test]
    fn values_are_nested_as_before_in_the_order_of_the_columns() {
        let record = r#"{"a": 1.10, "b": {"c": {"d": [1, 2], "e": "\u00e9"}, "f": 1e2}}"#;
        assert_eq!(
            reduce("b.c.e,a,b.f,b.c.d", record),
            r#"{"b":{"c":{"e":"\u00e9","d":[1, 2]},"f":1e2},"a":1.10}"#
        );
    }

    #[test]
    fn missing_members_stay_missing_and_null_stays_null() {
        let record = r#"{"a": null, "b": {"x": 1}}"#;
        assert_eq!(reduce("a,b.c,d.e", record), r#"{"a":null}"#);
        assert_eq!(reduce("d.e", record), "{}");
    }

    #[test]
    fn an_object_covers_its_members() {
        let record = r#"{"a": {"c": 1,  "b": 2}}"#;
        assert_eq!(reduce("a.b,a", record), r#"{"a":{"c": 1,  "b": 2}}"#);
    }

    #[test]
    fn derived_columns_are_members_at_the_top() {
        let record = r#"{"day": 1, "room": {"connect_dt": "2025-01-31T23:30:00.366Z"}}"#;
        assert_eq!(
            reduce("room.connect_dt,day,hour,record", record),
            format!(
                r#"{{"room":{{"connect_dt":"2025-01-31T23:30:00.366Z"}},"day":"2025-01-31","hour":"23","record":{record}}}"#
            )
        );
        assert_eq!(
            reduce("day,cdr_id", r#"{"cdr_id":"1"}"#),
            r#"{"cdr_id":"1"}"#
        );
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(reduce("a\"b", r#"{"a\"b": 1}"#), r#"{"a\"b":1}"#);
    }
}
