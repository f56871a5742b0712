//! Mistyped column names.
//!
//! Any path can be a column, so a name is only suspicious if it is not documented and no call that
//! was received has it. Such a name causes a warning. If it also resembles a documented column, it
//! is an error that suggests that column: the output would have an empty column where the user
//! expects values. Paths above and below documented columns are never errors, because objects may
//! have further members.

use super::aggregates::AggregateColumn;
use super::schema::{ColumnSet, FIELDS, Field, paths_ending_in};
use crate::error::{Failure, FailureKind};
use crate::record::{Projection, Record};

/// The requested columns that are not documented, and that no record had so far.
pub struct UnknownColumns {
    /// Their names and slots.
    columns: Vec<(String, usize)>,
}

impl UnknownColumns {
    /// Watches for those of the columns that are not documented.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>, projection: &mut Projection) -> Self {
        let columns = names
            .filter(|name| Field::find(name).is_none())
            .map(|name| (name.to_owned(), projection.add_path(name)))
            .collect();
        Self { columns }
    }

    /// Removes the columns that this record has.
    pub fn observe(&mut self, record: &Record<'_>) {
        self.columns
            .retain(|(_, slot)| record.values[*slot].is_none());
    }

    /// Returns a usage failure if one of the columns is likely mistyped.
    pub fn check(&self) -> Result<(), Failure> {
        for (name, _) in &self.columns {
            if let Some(suggestion) = suggest(name) {
                let message = format!("no call has a column '{name}'; {suggestion}");
                return Err(Failure::new(FailureKind::Usage, message));
            }
        }
        Ok(())
    }

    /// Returns a warning for each of the columns.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        self.columns.iter().map(|(name, _)| {
            format!("no call has a column '{name}'; run 'cdr fields' to list the columns")
        })
    }
}

/// Returns what to use instead of a column that no record has, if it is likely mistyped.
fn suggest(name: &str) -> Option<String> {
    if AggregateColumn::find(name).is_some() {
        return Some("add -g to print totals".to_owned());
    }
    if name.contains(char::is_whitespace) && !may_exist(name) {
        return Some("use commas between columns".to_owned());
    }
    match &candidates(name)[..] {
        [] => None,
        names => Some(format!("did you mean '{}'?", names.join("' or '"))),
    }
}

/// Returns the documented columns that a name is likely a typo of.
pub fn similar_columns(name: &str) -> Vec<&'static str> {
    let mut columns = candidates(name);
    columns.retain(|column| Field::find(column).is_some());
    columns
}

/// Returns the columns or sets that a name is likely a typo of: none for a documented column, or
/// for a path that may well exist without being documented.
fn candidates(name: &str) -> Vec<&'static str> {
    if may_exist(name) || Field::find(name).is_some() {
        return Vec::new();
    }
    if let Some((_, column)) = SYNONYMS.iter().find(|(word, _)| *word == name) {
        return vec![column];
    }
    let mut columns: Vec<_> = paths_ending_in(name).collect();
    if columns.is_empty() {
        columns.extend(closest_column(name));
    }
    columns
}

/// Names of columns elsewhere that resemble no documented one, or the wrong one.
const SYNONYMS: [(&str, &str); 10] = [
    ("count", "calls"),
    ("id", "cdr_id"),
    ("call_id", "cdr_id"),
    ("date", "day"),
    ("time", "room.connect_dt"),
    ("start", "room.connect_dt"),
    ("start_time", "room.connect_dt"),
    ("end", "room.disconnect_dt"),
    ("end_time", "room.disconnect_dt"),
    ("minutes", "usage.connect_minutes_cal"),
];

/// Returns whether records may have a path that is not documented: objects may have further
/// members.
fn may_exist(name: &str) -> bool {
    Field::is_documented_object(name) || Field::is_in_undocumented_object(name)
}

/// The similarity, from 0 to 1, above which a name is taken for a mistyped column.
const MIN_SIMILARITY: f64 = 0.7;

/// Returns the column or set that is most similar to a name, ignoring case.
///
/// A path is compared as a whole and by its last name. A name similar to that of an object
/// (`users`) suggests the member of the object that is looked at most.
fn closest_column(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let similarity =
        |other: &str| strsim::normalized_damerau_levenshtein(&name, &other.to_lowercase());
    let paths = || FIELDS.iter().map(|field| field.path);
    let objects = paths().filter_map(|path| {
        let (object, _) = path.split_once('.')?;
        Some((similarity(object), main_member(object)?))
    });
    let columns = paths().map(|path| {
        let last = path.rsplit('.').next().unwrap_or(path);
        (similarity(path).max(similarity(last)), path)
    });
    let sets = ColumnSet::BY_NAME.iter().map(|(set, _)| {
        let is_prefix = name.len() > 2 && set.starts_with(&*name);
        (if is_prefix { 1.0 } else { similarity(set) }, *set)
    });
    // Of equally similar ones, the first.
    objects
        .chain(columns)
        .chain(sets)
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .filter(|(similarity, _)| *similarity > MIN_SIMILARITY)
        .map(|(_, column)| column)
}

/// Returns the first documented member of an object, preferably one of the set `brief`.
fn main_member(object: &str) -> Option<&'static str> {
    let is_member = |field: &&Field| field.path.split('.').next() == Some(object);
    ColumnSet::Brief
        .fields()
        .find(is_member)
        .or_else(|| FIELDS.iter().find(is_member))
        .map(|field| field.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_has_a_closest_column() {
        for (typed, meant) in [
            ("usr.name", "user.name"),
            ("usage.connect_minute", "usage.connect_minutes"),
            ("connect_minutes_cal", "usage.connect_minutes_cal"),
            ("cdrid", "cdr_id"),
            ("room_id", "room.room_id"),
            ("user.nmae", "user.name"),
            ("USER.NAME", "user.name"),
            ("rooms", "room.room_id"),
            ("users", "user.name"),
            ("duration", "room.duration"),
            ("billin", "billing"),
            ("bill", "billing"),
        ] {
            assert_eq!(closest_column(typed), Some(meant), "{typed}");
        }
    }

    #[test]
    fn an_ambiguous_short_name_suggests_all_of_its_columns() {
        let message = suggest("duration").unwrap();
        assert_eq!(
            message,
            "did you mean 'room.duration' or 'sigserver.duration'?"
        );
    }

    #[test]
    fn a_path_above_or_below_documented_columns_is_not_a_typo() {
        for typed in [
            "room.room_details.name",
            "stats_quality.send.sharing.avg_bitrate",
            "stats_quality.send",
            "room",
        ] {
            assert_eq!(suggest(typed), None, "{typed}");
        }
        assert!(suggest("rooms").is_some() && suggest("room.room_detail").is_some());
    }

    #[test]
    fn only_an_unknown_name_is_likely_a_typo_of_documented_columns() {
        for (name, columns) in [
            ("user.reff", &["user.ref"][..]),
            ("duration", &["room.duration", "sigserver.duration"]),
            ("id", &["cdr_id"]),
            ("date", &["day"]),
            ("user.ref", &[]),
            ("room.room_details.owner_ref", &[]),
            ("price.total", &[]),
            ("bill", &[]),
        ] {
            assert_eq!(similar_columns(name), columns, "{name}");
        }
    }

    #[test]
    fn a_name_that_is_similar_to_none_has_no_closest_column() {
        for typed in ["price.total", "note", "x"] {
            assert_eq!(closest_column(typed), None, "{typed}");
        }
    }
}
