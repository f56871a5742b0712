//! Names of columns that may be mistyped.

use super::schema::{ColumnSet, FIELDS, Field};
use super::short_name::paths_ending_in;
use super::totals::AggregateColumn;
use crate::error::{Failure, FailureKind};
use crate::record::{Projection, Record};

/// The names asked for that are not documented and that no record had so far.
pub struct UnknownColumns {
    names: Vec<(String, usize)>,
}

impl UnknownColumns {
    /// Watches out for those of the names that are not documented.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>, projection: &mut Projection) -> Self {
        let unknown = names.filter(|name| FIELDS.iter().all(|field| field.path != *name));
        let names = unknown.map(|name| (name.to_owned(), projection.add_path(name)));
        Self {
            names: names.collect(),
        }
    }

    /// Crosses out what this record has.
    pub fn observe(&mut self, record: &Record<'_>) {
        if !self.names.is_empty() {
            self.names
                .retain(|(_, slot)| record.values[*slot].is_none());
        }
    }

    /// Refuses a name that no record had and that is like a documented one.
    ///
    /// # Errors
    /// A usage failure that names the column that was likely meant.
    pub fn check(&self) -> Result<(), Failure> {
        let mut names = self.names.iter();
        let mistake = names.find_map(|(name, _)| Some((name, meant(name)?)));
        mistake.map_or(Ok(()), |(name, meant)| {
            let message = format!("no call has {name}; {meant} 'cdr fields' lists the columns");
            Err(Failure::new(FailureKind::Usage, message))
        })
    }

    /// A warning for each name that no record had.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let names = self.names.iter();
        names.map(|(name, _)| format!("no call has {name}; 'cdr fields' lists the columns"))
    }
}

/// What a name that no record had was likely to mean.
fn meant(name: &str) -> Option<String> {
    if AggregateColumn::type_of(name).is_some() {
        return Some("it is a column of totals, which -g prints;".to_owned());
    }
    if Field::is_around_documented(name) || Field::is_below_documented(name) {
        return None;
    }
    if name.contains(char::is_whitespace) {
        return Some("write commas between columns;".to_owned());
    }
    let candidates: Vec<_> = paths_ending_in(name).collect();
    if candidates.len() > 1 {
        return Some(format!("did you mean {}?", candidates.join(" or ")));
    }
    nearest(name).map(|known| format!("did you mean {known}?"))
}

/// How alike names must be, from 0 to 1, for the one to be a mistyped other.
const ALIKE: f64 = 0.7;

/// The column or set that is most like a name, in any case: as a whole, or by the last of its parts. A name like
/// that of an object stands for the member of it that is looked at first.
pub fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let like = |other: &str| strsim::normalized_damerau_levenshtein(&name, &other.to_lowercase());
    let paths = FIELDS.iter().map(|field| field.path);
    let objects = paths.clone().filter_map(|path| {
        let (head, _) = path.split_once('.')?;
        let below = || {
            paths
                .clone()
                .filter(move |path| path.split('.').next() == Some(head))
        };
        let first = below().find(|path| ColumnSet::Brief.fields().any(|field| field.path == *path));
        Some((like(head), first.or(below().next())?))
    });
    let columns = paths.clone().map(|path| {
        let last = path.rsplit('.').next().unwrap_or(path);
        (like(path).max(like(last)), path)
    });
    let sets = ColumnSet::NAMED.iter().map(|(set, _)| {
        let is_start = name.len() > 2 && set.starts_with(&*name);
        (if is_start { 1.0 } else { like(set) }, *set)
    });
    // Of those that are alike, the first.
    let nearest = objects
        .chain(columns)
        .chain(sets)
        .reduce(|best, other| if other.0 > best.0 { other } else { best });
    nearest
        .filter(|(likeness, _)| *likeness > ALIKE)
        .map(|(_, name)| name)
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
            ("user.nmae", "user.name"),
            ("USER.NAME", "user.name"),
            ("rooms", "room.room_id"),
            ("users", "user.name"),
            ("duration", "room.duration"),
            ("billin", "billing"),
            ("bill", "billing"),
        ] {
            assert_eq!(nearest(typed), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_short_name_of_several_columns_has_all_of_them_as_candidates() {
        let told = meant("duration").unwrap();
        assert_eq!(told, "did you mean room.duration or sigserver.duration?");
    }

    #[test]
    fn a_path_above_or_below_documented_columns_is_no_typo() {
        for typed in [
            "room.room_details.name",
            "stats_quality.send.sharing.avg_bitrate",
            "stats_quality.send",
            "room",
        ] {
            assert_eq!(meant(typed), None, "{typed}");
        }
        assert!(meant("rooms").is_some() && meant("room.room_detail").is_some());
    }

    #[test]
    fn a_name_like_no_other_has_none() {
        for typed in ["price.total", "note", "x"] {
            assert_eq!(nearest(typed), None, "{typed}");
        }
    }
}
