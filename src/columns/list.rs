//! Lists of columns, as typed in `--columns` and `--group-by`.
//!
//! A list has names, not positions: it is typed before any record is known, and any path may be a
//! column. Sets are replaced by their columns here, so that nothing after it knows of sets. Repeated
//! options are combined, and a name that is listed twice counts once, in its first position.

use super::schema::{ColumnSet, FIELDS, full_path};
use std::str::FromStr;
use thiserror::Error;

/// The longest path that can be typed, in names: no record is nested so deeply.
const MAX_DEPTH: usize = 100;

/// A list of columns without duplicates, in the order in which they are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnList(Vec<String>);

/// Units of time that are no columns: of what can be one, `day`, `month` and `hour` are.
const TIME_UNITS: [&str; 6] = ["week", "weekday", "quarter", "year", "minute", "second"];

/// The reason why a text is not a list of columns.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ParseColumnsError {
    /// A path is empty or too deeply nested.
    #[error(
        "expected comma-separated columns or sets, such as brief,user.ip; run 'cdr fields' to list them"
    )]
    Syntax,
    #[error("use day, month or hour")]
    TimeUnit,
    #[error("use a column set, such as all")]
    Wildcard,
    /// All members of an object.
    #[error("use {0} for the whole object")]
    WildcardInObject(String),
}

impl ColumnList {
    /// Returns a list without columns.
    #[must_use]
    pub fn empty() -> Self {
        Self(Vec::new())
    }

    /// Collects columns. Of columns with the same name, the first is kept.
    pub fn from_names<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut columns = Self::empty();
        names.for_each(|name| columns.add(name));
        columns
    }

    /// Returns the names of all sets and documented columns, for completion.
    pub fn all_names() -> impl Iterator<Item = &'static str> {
        let sets = ColumnSet::BY_NAME.iter().map(|(name, _)| *name);
        sets.chain(FIELDS.iter().map(|field| field.path))
    }

    /// Returns the columns of several lists, or `None` without a list.
    #[must_use]
    pub fn concat(lists: &[Self]) -> Option<Self> {
        let names = lists.iter().flat_map(Self::names);
        (!lists.is_empty()).then(|| Self::from_names(names))
    }

    /// Returns the same columns with short names replaced by full paths.
    #[must_use]
    pub fn with_full_paths(&self) -> Self {
        Self::from_names(self.names().map(full_path))
    }

    /// Returns the names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Returns whether the list has a column with this name.
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

impl FromStr for ColumnList {
    type Err = ParseColumnsError;

    fn from_str(input: &str) -> Result<Self, ParseColumnsError> {
        let mut columns = Self::empty();
        for name in input.split(',').map(str::trim) {
            check_name(name)?;
            match ColumnSet::BY_NAME.iter().find(|(set, _)| *set == name) {
                Some((_, set)) => set.fields().for_each(|field| columns.add(field.path)),
                None => columns.add(name),
            }
        }
        Ok(columns)
    }
}

/// Rejects what cannot be a column, or what other tools understand and records do not have.
fn check_name(name: &str) -> Result<(), ParseColumnsError> {
    match name.strip_suffix('*') {
        Some("") => return Err(ParseColumnsError::Wildcard),
        Some(object) => {
            let object = object
                .strip_suffix('.')
                .ok_or(ParseColumnsError::Wildcard)?;
            check_name(object)?;
            return Err(ParseColumnsError::WildcardInObject(object.to_owned()));
        }
        None => {}
    }
    if TIME_UNITS.contains(&name) {
        return Err(ParseColumnsError::TimeUnit);
    }
    let mut path = name.split('.');
    if path.clone().any(str::is_empty) || path.nth(MAX_DEPTH).is_some() {
        return Err(ParseColumnsError::Syntax);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_keep_the_order_in_which_they_are_typed() {
        let columns: ColumnList = "user.name, cdr_id,room.room_details.owner".parse().unwrap();
        let names: Vec<_> = columns.names().collect();
        assert_eq!(names, ["user.name", "cdr_id", "room.room_details.owner"]);
    }

    #[test]
    fn a_set_adds_only_the_columns_that_the_list_lacks() {
        let columns: ColumnList = "user.name,brief".parse().unwrap();
        let names: Vec<_> = columns.names().collect();
        assert_eq!(names[0], "user.name");
        assert_eq!(names.iter().filter(|name| **name == "user.name").count(), 1);
        assert_eq!(names.len(), ColumnSet::Brief.fields().count());
    }

    #[test]
    fn a_list_with_an_empty_name_is_rejected() {
        for input in ["", ",", "a,,b", "a,", "a..b", ".a", "a."] {
            assert_eq!(
                input.parse::<ColumnList>(),
                Err(ParseColumnsError::Syntax),
                "{input:?}"
            );
        }
    }

    #[test]
    fn a_wildcard_or_a_unit_of_time_that_is_no_column_is_rejected_with_a_hint() {
        for (input, hint) in [
            ("*", "use a column set, such as all"),
            ("cdr_id,user*", "use a column set, such as all"),
            ("user.*", "use user for the whole object"),
            ("day,week", "use day, month or hour"),
            ("year", "use day, month or hour"),
        ] {
            let error = input.parse::<ColumnList>().unwrap_err();
            assert_eq!(error.to_string(), hint, "{input}");
        }
        assert!("custom.year,hour".parse::<ColumnList>().is_ok());
    }

    #[test]
    fn a_path_deeper_than_any_record_is_rejected() {
        let path = |len| vec!["a"; len].join(".");
        assert!(path(MAX_DEPTH).parse::<ColumnList>().is_ok());
        assert_eq!(
            path(MAX_DEPTH + 1).parse::<ColumnList>(),
            Err(ParseColumnsError::Syntax)
        );
    }
}
