//! Columns that have a known set of values.

use super::schema::{BAD, CALL_QUALITY, ColumnType, Field, GOOD};

const FLAGS: &[&str] = &["true", "false"];
const VERDICTS: &[&str] = &[GOOD, BAD];
const ROLES: &[&str] = &["moderator", "participant", "viewer", "audience"];

/// The sets that the vendor documents.
const SETS: [(&str, &[&str]); 6] = [
    ("user.role", ROLES),
    ("stats_quality.send.video.avg_bitrate_quality", VERDICTS),
    ("stats_quality.send.audio.avg_bitrate_quality", VERDICTS),
    ("stats_quality.receive.video.avg_bitrate_quality", VERDICTS),
    ("stats_quality.receive.audio.avg_bitrate_quality", VERDICTS),
    (CALL_QUALITY, VERDICTS),
];

/// Returns the values that a documented column can have, if they are a known set.
pub fn known_values(field: &Field) -> Option<&'static [&'static str]> {
    if field.column_type == ColumnType::Flag {
        return Some(FLAGS);
    }
    let set = SETS.iter().find(|(path, _)| *path == field.path);
    set.map(|(_, values)| *values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_belongs_to_a_documented_column() {
        for (path, _) in SETS {
            assert!(Field::named(path).is_some(), "{path}");
        }
    }

    #[test]
    fn every_verdict_has_its_set() {
        let is_verdict = |field: &&Field| field.path.ends_with("_quality");
        let verdicts = super::super::schema::FIELDS.iter().filter(is_verdict);
        for field in verdicts {
            assert_eq!(known_values(field), Some(VERDICTS), "{}", field.path);
        }
    }
}
