//! Names of columns that may be mistyped.

use super::fields::FIELDS;
use crate::parse::{Projection, Record};

/// The names asked for that are not documented and that no record had so far.
pub struct Unseen {
    names: Vec<(String, usize)>,
}

impl Unseen {
    /// Watches out for those of the names that are not documented.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>, projection: &mut Projection) -> Self {
        let unknown = names.filter(|name| FIELDS.iter().all(|field| field.path != *name));
        let names = unknown.map(|name| (name.to_owned(), projection.slot(name)));
        Self {
            names: names.collect(),
        }
    }

    /// Crosses out what this record has.
    pub fn see(&mut self, record: &Record<'_>) {
        if !self.names.is_empty() {
            self.names
                .retain(|(_, slot)| record.values[*slot].is_none());
        }
    }

    /// A warning for each name that no record had.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        self.names.iter().map(|(name, _)| {
            let nearest =
                nearest(name).map_or(String::new(), |known| format!("did you mean {known}? "));
            format!("no call has {name}; {nearest}'cdr fields' lists the columns")
        })
    }
}

/// The documented column whose name, or whose name's last part, is most like this one.
pub fn nearest(name: &str) -> Option<&'static str> {
    let likeness = |path: &str| {
        let last = path.rsplit('.').next().unwrap_or(path);
        let whole = strsim::normalized_damerau_levenshtein(name, path);
        whole.max(strsim::normalized_damerau_levenshtein(name, last))
    };
    let known = FIELDS
        .iter()
        .map(|field| (field.path, likeness(field.path)));
    let nearest = known.max_by(|(_, one), (_, other)| one.total_cmp(other));
    nearest
        .filter(|(_, likeness)| *likeness > 0.6)
        .map(|(path, _)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_has_a_nearest_one() {
        for (typed, meant) in [
            ("usr.name", "user.name"),
            ("usage.connect_minute", "usage.connect_minutes"),
            ("connect_minutes_cal", "usage.connect_minutes_cal"),
            ("cdrid", "cdr_id"),
            ("room_id", "room.room_id"),
        ] {
            assert_eq!(nearest(typed), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_name_like_no_other_has_none() {
        assert_eq!(nearest("price.total"), None);
    }
}
