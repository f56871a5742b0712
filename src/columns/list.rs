//! The columns to print: parsed from `--columns`, and read off each record.

use super::record_time::RecordTime;
use super::schema::FIELDS;
use super::schema::{ColumnSet, ColumnType, DERIVED_COLUMNS, Field, derived_text};
use super::short_name::full_path;
use super::totals::AggregateColumn;
use crate::record::{Projection, RECORD_COLUMN, Record};
use crate::text::json_to_text;
use crate::time::TimeZone;
use crate::time::local_time;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A list of columns as typed: names of columns, sets and dotted paths, in the order given. A column
/// that comes twice is kept once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnList(Vec<String>);

impl ColumnList {
    /// No columns, for a format that has none.
    #[must_use]
    pub fn empty() -> Self {
        Self(Vec::new())
    }

    /// Columns with these names.
    pub fn from_names<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut columns = Self::empty();
        names.for_each(|name| columns.add(name));
        columns
    }

    /// Every name that can be typed for a documented column or a set.
    pub fn all_names() -> impl Iterator<Item = &'static str> {
        let sets = ColumnSet::NAMED.iter().map(|(name, _)| *name);
        sets.chain(FIELDS.iter().map(|field| field.path))
    }

    /// Returns the columns of several lists, or `None` without a list.
    #[must_use]
    pub fn concat(lists: &[Self]) -> Option<Self> {
        let names = lists.iter().flat_map(Self::names);
        (!lists.is_empty()).then(|| Self::from_names(names))
    }

    /// Returns the same columns of calls, short names as full paths.
    #[must_use]
    pub fn with_full_paths(&self) -> Self {
        Self::from_names(self.names().map(full_path))
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether a column of this name is among them.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }

    fn add(&mut self, name: &str) {
        if !self.contains(name) {
            self.0.push(name.to_owned());
        }
    }
}

impl From<ColumnSet> for ColumnList {
    fn from(set: ColumnSet) -> Self {
        Self::from_names(set.fields().map(|field| field.path))
    }
}

/// How many names a path may join: more than any record is deep.
const DEEPEST: usize = 100;

/// A list of columns with a name that is empty, or deeper than any record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseColumnsError;

impl fmt::Display for ParseColumnsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "write columns and sets with commas between, like brief,user.ip; \
             'cdr fields' lists them",
        )
    }
}

impl std::error::Error for ParseColumnsError {}

impl FromStr for ColumnList {
    type Err = ParseColumnsError;

    fn from_str(typed: &str) -> Result<Self, ParseColumnsError> {
        let mut columns = Self::empty();
        for name in typed.split(',').map(str::trim) {
            if name.split('.').any(str::is_empty) || name.split('.').count() > DEEPEST {
                return Err(ParseColumnsError);
            }
            match ColumnSet::NAMED.iter().find(|(set, _)| *set == name) {
                Some((_, set)) => set.fields().for_each(|field| columns.add(field.path)),
                None => columns.add(name),
            }
        }
        Ok(columns)
    }
}

/// Columns together with where each finds its value in a record.
#[derive(Clone, Debug)]
pub struct ColumnReader {
    columns: Vec<Column>,
    /// The zone that times are shown in, if not as they were sent.
    zone: Option<TimeZone>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    column_type: Option<ColumnType>,
    unit: &'static str,
    source: Source,
}

/// Where a column's value comes from.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// The member in this slot.
    Member(usize),
    /// The member in this slot, which is a time.
    Time(usize),
    /// When the call was, in this form.
    Derived(RecordTime, &'static str),
    /// The whole call.
    Whole,
}

impl ColumnReader {
    /// Columns of calls. Asks the projection for what they need.
    pub fn new(columns: &ColumnList, projection: &mut Projection) -> Self {
        let mut selection = Self::with(columns, &DERIVED_COLUMNS, &[], projection);
        for column in &mut selection.columns {
            if column.name == RECORD_COLUMN {
                column.source = Source::Whole;
            }
        }
        selection
    }

    /// Columns of rows that are no calls, where the derived columns are members like any other. What some of them hold
    /// may be said; else it is what the columns of totals hold.
    pub fn for_rows(
        columns: &ColumnList,
        types: &[(&str, ColumnType)],
        projection: &mut Projection,
    ) -> Self {
        Self::with(columns, &[], types, projection)
    }

    fn with(
        columns: &ColumnList,
        derived: &[(&str, &'static str)],
        types: &[(&str, ColumnType)],
        projection: &mut Projection,
    ) -> Self {
        let columns = columns.names().map(|name| {
            let derived = derived.iter().find(|(derived, _)| *derived == name);
            let said = types.iter().find(|(known, _)| *known == name);
            let column_type =
                said.map_or_else(|| type_of(name), |(_, column_type)| Some(*column_type));
            let source = match (derived, column_type) {
                (Some((_, form)), _) => Source::Derived(RecordTime::new(projection), form),
                (None, Some(ColumnType::Time)) => Source::Time(projection.add_path(name)),
                (None, _) => Source::Member(projection.add_path(name)),
            };
            Column {
                name: name.to_owned(),
                column_type,
                unit: unit_of(name),
                source,
            }
        });
        Self {
            columns: columns.collect(),
            zone: None,
        }
    }

    /// The same columns, their times in this zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Option<&TimeZone>) -> Self {
        self.zone = zone.cloned();
        self
    }

    /// The name of the zone that times are shown in, if not as they were sent.
    pub fn zone(&self) -> Option<&str> {
        self.zone.as_ref().map(TimeZone::name)
    }

    /// The names of the columns: the heading.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Returns the names of the columns for people: numbers with their unit, times with their zone.
    pub fn headers(&self) -> impl Iterator<Item = String> {
        let zone = self.zone().unwrap_or("UTC");
        self.columns.iter().map(move |column| {
            let suffix = match column.column_type {
                Some(ColumnType::Time) => zone,
                _ => column.unit,
            };
            match suffix {
                "" => column.name.clone(),
                suffix => format!("{} ({suffix})", column.name),
            }
        })
    }

    /// The type of each column, where it is documented.
    pub fn types(&self) -> impl Iterator<Item = Option<ColumnType>> {
        self.columns.iter().map(|column| column.column_type)
    }

    /// Whether a column is derived from a call's times.
    #[must_use]
    pub fn has_derived_columns(&self) -> bool {
        let mut sources = self.columns.iter().map(|column| column.source);
        sources.any(|source| matches!(source, Source::Derived(..)))
    }

    /// The text of each column in this record; an absent member has an empty one.
    pub fn values_or_empty<'a>(&self, record: &Record<'a>) -> impl Iterator<Item = Cow<'a, str>> {
        self.values(record).map(Option::unwrap_or_default)
    }

    /// The text of each column in this record; an absent member, and `null`, has none.
    pub fn values<'a>(&self, record: &Record<'a>) -> impl Iterator<Item = Option<Cow<'a, str>>> {
        let places = 0..self.columns.len();
        places.map(move |place| self.value(place, record))
    }

    /// The text of the column at this place, likewise.
    #[must_use]
    pub fn value<'a>(&self, place: usize, record: &Record<'a>) -> Option<Cow<'a, str>> {
        let text = |slot: usize| {
            let json = record.values[slot].filter(|json| *json != "null");
            json.map(json_to_text)
        };
        match self.columns[place].source {
            Source::Member(slot) => text(slot),
            Source::Whole => Some(Cow::Borrowed(record.text)),
            Source::Time(slot) => match &self.zone {
                Some(zone) => text(slot).map(|text| local_time(text, zone)),
                None => text(slot),
            },
            Source::Derived(when, form) => {
                let time = when.get(record)?;
                let local = match &self.zone {
                    Some(zone) => zone.local(time).naive_local(),
                    None => time.naive_utc(),
                };
                Some(derived_text(local, form).into())
            }
        }
    }
}

/// The type of a column of calls or of totals, where it is documented.
fn type_of(name: &str) -> Option<ColumnType> {
    let field = Field::named(name).map(|field| field.column_type);
    field.or_else(|| AggregateColumn::type_of(name))
}

/// The unit of a column of calls or of totals, where it has one.
fn unit_of(name: &str) -> &'static str {
    let of_totals = || AggregateColumn::named(name).map(|column| column.unit);
    let unit = Field::named(name).map(|field| field.unit);
    unit.or_else(of_totals).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(columns: &str, record: &str) -> Vec<String> {
        let mut projection = Projection::default();
        let selection = ColumnReader::new(&columns.parse().unwrap(), &mut projection);
        let mut values = Vec::new();
        projection.read(record, &mut values).unwrap();
        let record = Record {
            text: record,
            values: &values,
        };
        selection
            .values_or_empty(&record)
            .map(Cow::into_owned)
            .collect()
    }

    #[test]
    fn columns_come_in_the_order_given() {
        let columns: ColumnList = "user.name, cdr_id,room.room_details.owner".parse().unwrap();
        let names: Vec<_> = columns.names().collect();
        assert_eq!(names, ["user.name", "cdr_id", "room.room_details.owner"]);
    }

    #[test]
    fn a_set_stands_for_its_columns_and_repeats_none() {
        let columns: ColumnList = "user.name,brief".parse().unwrap();
        let names: Vec<_> = columns.names().collect();
        assert_eq!(names[0], "user.name");
        assert_eq!(names.iter().filter(|name| **name == "user.name").count(), 1);
        assert_eq!(names.len(), ColumnSet::Brief.fields().count());
    }

    #[test]
    fn a_list_with_an_empty_name_is_refused() {
        for typed in ["", ",", "a,,b", "a,", "a..b", ".a", "a."] {
            assert_eq!(
                typed.parse::<ColumnList>(),
                Err(ParseColumnsError),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn a_path_deeper_than_any_record_is_refused() {
        let path = |length| vec!["a"; length].join(".");
        assert!(path(DEEPEST).parse::<ColumnList>().is_ok());
        assert_eq!(
            path(DEEPEST + 1).parse::<ColumnList>(),
            Err(ParseColumnsError)
        );
    }

    #[test]
    fn day_month_and_hour_are_those_of_utc() {
        let utc = r#"{"room": {"connect_dt": "2025-01-31T23:30:00.366Z"}}"#;
        assert_eq!(
            texts("day,month,hour", utc),
            ["2025-01-31", "2025-01", "23"]
        );
        let ahead = r#"{"room": {"connect_dt": "2025-02-01T01:30:00.366+02:00"}}"#;
        assert_eq!(
            texts("day,month,hour", ahead),
            ["2025-01-31", "2025-01", "23"]
        );
    }

    #[test]
    fn a_call_without_a_time_of_joining_is_of_the_day_it_was_logged() {
        for connected in ["", r#","room":{"connect_dt":"soon"}"#] {
            let call = format!(r#"{{"trans_date":"2025-01-31T23:30:00.366Z"{connected}}}"#);
            assert_eq!(texts("day,hour", &call), ["2025-01-31", "23"]);
        }
    }

    #[test]
    fn derived_columns_are_empty_without_a_time_stamp() {
        for record in [
            "{}",
            r#"{"room": {"connect_dt": null}}"#,
            r#"{"room": {"connect_dt": "soon"}}"#,
        ] {
            assert_eq!(texts("day,hour", record), ["", ""]);
        }
    }

    #[test]
    fn absent_and_null_members_are_empty() {
        assert_eq!(texts("a,b.c,d", r#"{"a": null, "d": 0}"#), ["", "", "0"]);
    }
}
