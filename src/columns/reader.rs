//! Columns bound to a projection: they read their values from records.
//!
//! A [`ColumnList`] is only names. Binding it to a projection fixes, once and not for each record,
//! where the value of each column comes from: a slot of the projection, the time of the call, or
//! the whole record. Formats, filters, sort keys and totals all read values through a
//! [`ColumnReader`], so that a value is the same everywhere.
//!
//! Calls and computed rows (totals, differences) are both records. They differ in one respect:
//! `day` is derived in a call, and a member of a row.

use super::aggregates::AggregateColumn;
use super::derived::{RecordTime, format_local_time};
use super::list::ColumnList;
use super::schema::{ColumnType, DerivedColumn, Field};
use crate::record::{Projection, RECORD_COLUMN, Record};
use crate::text::{json_string, json_to_text};
use crate::time::{TimeZone, local_timestamp};
use std::borrow::Cow;

/// Reads the values of columns from records.
///
/// A value is the text of its JSON without quotes. `null` and missing members have no value.
#[derive(Clone, Debug)]
pub struct ColumnReader {
    columns: Vec<BoundColumn>,
    /// The zone that times are converted to; without one they are printed as received.
    zone: Option<TimeZone>,
}

#[derive(Clone, Debug)]
struct BoundColumn {
    name: String,
    column_type: Option<ColumnType>,
    source: Source,
}

/// Where the values of a column come from.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// The member in this slot of the projection.
    Member(usize),
    /// The time in this slot, converted to the zone.
    Time(usize),
    /// The time of the call, in the format of this column.
    Derived(RecordTime, DerivedColumn),
    /// The text of the record.
    Record,
}

impl Source {
    fn member(name: &str, column_type: Option<ColumnType>, projection: &mut Projection) -> Self {
        let slot = projection.add_path(name);
        match column_type {
            Some(ColumnType::Time) => Self::Time(slot),
            _ => Self::Member(slot),
        }
    }
}

impl ColumnReader {
    /// Binds columns of calls to a projection.
    pub fn new(columns: &ColumnList, projection: &mut Projection) -> Self {
        Self::bind(columns, |name| {
            let column_type = documented_type(name);
            let source = match DerivedColumn::find(name) {
                Some(column) => Source::Derived(RecordTime::new(projection), column),
                None if name == RECORD_COLUMN => Source::Record,
                None => Source::member(name, column_type, projection),
            };
            (column_type, source)
        })
    }

    /// Binds columns of computed rows, such as totals, to a projection. There, derived columns are
    /// plain members. `types` overrides the documented types.
    pub fn for_rows(
        columns: &ColumnList,
        types: &[(&str, ColumnType)],
        projection: &mut Projection,
    ) -> Self {
        Self::bind(columns, |name| {
            let column_type = types
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, column_type)| *column_type)
                .or_else(|| documented_type(name));
            (column_type, Source::member(name, column_type, projection))
        })
    }

    fn bind(
        columns: &ColumnList,
        mut bind: impl FnMut(&str) -> (Option<ColumnType>, Source),
    ) -> Self {
        let columns = columns.names().map(|name| {
            let (column_type, source) = bind(name);
            BoundColumn {
                name: name.to_owned(),
                column_type,
                source,
            }
        });
        Self {
            columns: columns.collect(),
            zone: None,
        }
    }

    /// Converts times to this zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Option<&TimeZone>) -> Self {
        self.zone = zone.cloned();
        self
    }

    /// Returns the name of the zone that times are converted to.
    pub fn zone(&self) -> Option<&str> {
        self.zone.as_ref().map(TimeZone::name)
    }

    /// Returns the names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Returns headers for people: the names with the units of numbers and the zone of times.
    pub fn headers(&self) -> impl Iterator<Item = String> {
        let zone = self.zone().unwrap_or("UTC");
        self.columns.iter().map(move |column| {
            let suffix = match column.column_type {
                Some(ColumnType::Time) => zone,
                _ => documented_unit(&column.name),
            };
            match suffix {
                "" => column.name.clone(),
                suffix => format!("{} ({suffix})", column.name),
            }
        })
    }

    /// Returns the types of the columns, as far as they are documented.
    pub fn types(&self) -> impl Iterator<Item = Option<ColumnType>> {
        self.columns.iter().map(|column| column.column_type)
    }

    /// Returns whether a column is derived from the time of the call.
    #[must_use]
    pub fn has_derived_columns(&self) -> bool {
        self.columns
            .iter()
            .any(|column| matches!(column.source, Source::Derived(..)))
    }

    /// Returns the value of each column in a record, an empty text where there is none.
    pub fn values_or_empty<'a>(&self, record: &Record<'a>) -> impl Iterator<Item = Cow<'a, str>> {
        self.values(record).map(Option::unwrap_or_default)
    }

    /// Returns the value of each column in a record.
    pub fn values<'a>(&self, record: &Record<'a>) -> impl Iterator<Item = Option<Cow<'a, str>>> {
        (0..self.columns.len()).map(move |index| self.value(index, record))
    }

    /// Returns the value of the column at this index.
    #[must_use]
    pub fn value<'a>(&self, index: usize, record: &Record<'a>) -> Option<Cow<'a, str>> {
        let member = |slot: usize| {
            record.values[slot]
                .filter(|json| *json != "null")
                .map(json_to_text)
        };
        match self.columns[index].source {
            Source::Member(slot) => member(slot),
            Source::Time(slot) => match &self.zone {
                Some(zone) => member(slot).map(|text| local_timestamp(text, zone)),
                None => member(slot),
            },
            Source::Derived(time, column) => {
                let local = time.local_time(record, self.zone.as_ref())?;
                Some(format_local_time(local, column).into())
            }
            Source::Record => Some(Cow::Borrowed(record.text)),
        }
    }

    /// Returns the JSON of the column at this index, as received: not converted to the zone, and
    /// `null` where the record has it.
    #[must_use]
    pub fn json_value<'a>(&self, index: usize, record: &Record<'a>) -> Option<Cow<'a, str>> {
        match self.columns[index].source {
            Source::Member(slot) | Source::Time(slot) => record.values[slot].map(Cow::Borrowed),
            Source::Record => Some(Cow::Borrowed(record.text)),
            Source::Derived(..) => {
                let text = self.value(index, record)?;
                (!text.is_empty()).then(|| json_string(&text).into())
            }
        }
    }
}

fn documented_type(name: &str) -> Option<ColumnType> {
    Field::find(name)
        .map(|field| field.column_type)
        .or_else(|| AggregateColumn::type_of(name))
}

fn documented_unit(name: &str) -> &'static str {
    Field::find(name)
        .map(|field| field.unit)
        .or_else(|| AggregateColumn::find(name).map(|column| column.unit))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(columns: &str, record: &str) -> Vec<String> {
        let mut projection = Projection::default();
        let reader = ColumnReader::new(&columns.parse().unwrap(), &mut projection);
        projection
            .with_record(record, |record| {
                Ok(reader
                    .values_or_empty(record)
                    .map(Cow::into_owned)
                    .collect())
            })
            .unwrap()
    }

    #[test]
    fn day_month_and_hour_are_in_utc_without_a_zone() {
        let utc = r#"{"room": {"connect_dt": "2025-01-31T23:30:00.366Z"}}"#;
        assert_eq!(
            values("day,month,hour", utc),
            ["2025-01-31", "2025-01", "23"]
        );
        let ahead = r#"{"room": {"connect_dt": "2025-02-01T01:30:00.366+02:00"}}"#;
        assert_eq!(
            values("day,month,hour", ahead),
            ["2025-01-31", "2025-01", "23"]
        );
    }

    #[test]
    fn derived_columns_use_trans_date_without_a_valid_connect_time() {
        for connected in ["", r#","room":{"connect_dt":"soon"}"#] {
            let call = format!(r#"{{"trans_date":"2025-01-31T23:30:00.366Z"{connected}}}"#);
            assert_eq!(values("day,hour", &call), ["2025-01-31", "23"]);
        }
    }

    #[test]
    fn derived_columns_are_empty_without_a_valid_time() {
        for record in [
            "{}",
            r#"{"room": {"connect_dt": null}}"#,
            r#"{"room": {"connect_dt": "soon"}}"#,
        ] {
            assert_eq!(values("day,hour", record), ["", ""]);
        }
    }

    #[test]
    fn absent_and_null_members_are_empty() {
        assert_eq!(values("a,b.c,d", r#"{"a": null, "d": 0}"#), ["", "", "0"]);
    }
}
