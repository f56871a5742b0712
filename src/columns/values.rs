//! What is known about the values of documented columns.

use super::schema::{CALL_QUALITY, ColumnType, DISCONNECT_DT, Field};

/// The rating of a bad call.
pub const BAD: &str = "Bad";

/// The rating of a good call.
pub const GOOD: &str = "Good";

const FLAGS: &[&str] = &["true", "false"];
const RATINGS: &[&str] = &[GOOD, BAD];
const ROLES: &[&str] = &["moderator", "participant", "viewer", "audience"];

/// The columns with a documented set of values.
const KNOWN_VALUES: [(&str, &[&str]); 6] = [
    ("user.role", ROLES),
    ("stats_quality.send.video.avg_bitrate_quality", RATINGS),
    ("stats_quality.send.audio.avg_bitrate_quality", RATINGS),
    ("stats_quality.receive.video.avg_bitrate_quality", RATINGS),
    ("stats_quality.receive.audio.avg_bitrate_quality", RATINGS),
    (CALL_QUALITY, RATINGS),
];

/// Returns the values that a documented column can have, if they are a known set.
pub fn known_values(field: &Field) -> Option<&'static [&'static str]> {
    if field.column_type == ColumnType::Flag {
        return Some(FLAGS);
    }
    KNOWN_VALUES
        .iter()
        .find(|(path, _)| *path == field.path)
        .map(|(_, values)| *values)
}

/// Returns whether a rating is that of a bad call. Case is ignored, as in filters.
pub fn is_bad(rating: &str) -> bool {
    rating.eq_ignore_ascii_case(BAD)
}

/// Returns whether a rating is that of a good call.
pub fn is_good(rating: &str) -> bool {
    rating.eq_ignore_ascii_case(GOOD)
}

/// Returns whether a table highlights this value: a bad rating, or a call without an end.
pub fn is_highlighted(column: &str, value: &str) -> bool {
    let is_rating = || KNOWN_VALUES.contains(&(column, RATINGS));
    (column == DISCONNECT_DT && value.is_empty()) || (is_bad(value) && is_rating())
}

#[cfg(test)]
mod tests {
    use super::super::schema::FIELDS;
    use super::*;

    #[test]
    fn every_column_with_known_values_is_documented() {
        for (path, _) in KNOWN_VALUES {
            assert!(Field::find(path).is_some(), "{path}");
        }
    }

    #[test]
    fn every_rating_has_known_values() {
        let ratings = FIELDS
            .iter()
            .filter(|field| field.path.ends_with("_quality"));
        for field in ratings {
            assert_eq!(known_values(field), Some(RATINGS), "{}", field.path);
        }
    }

    #[test]
    fn bad_ratings_and_calls_without_an_end_are_highlighted() {
        for (column, value, expected) in [
            (CALL_QUALITY, "Bad", true),
            (CALL_QUALITY, "bad", true),
            ("stats_quality.send.audio.avg_bitrate_quality", "Bad", true),
            (DISCONNECT_DT, "", true),
            (CALL_QUALITY, "Good", false),
            (CALL_QUALITY, "", false),
            ("user.role", "Bad", false),
            ("user.name", "Bad", false),
        ] {
            assert_eq!(is_highlighted(column, value), expected, "{column} {value}");
        }
    }
}
