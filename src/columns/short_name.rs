//! Short column names: the last parts of a documented path.

use super::schema::FIELDS;

/// Returns the documented paths that end in this name, whole parts of theirs.
pub fn paths_ending_in(name: &str) -> impl Iterator<Item = &'static str> {
    let paths = FIELDS.iter().map(|field| field.path);
    paths.filter(move |path| {
        path.strip_suffix(name)
            .is_some_and(|start| start.ends_with('.'))
    })
}

/// Returns the path that a name means: the only documented one that ends in it. Any other name is a path already.
pub fn full_path(name: &str) -> &str {
    if FIELDS.iter().any(|field| field.path == name) {
        return name;
    }
    let mut paths = paths_ending_in(name);
    match (paths.next(), paths.next()) {
        (Some(path), None) => path,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_means_the_only_documented_path_that_ends_in_it() {
        for (name, path) in [
            ("name", "user.name"),
            ("room_id", "room.room_id"),
            ("connect_minutes_cal", "usage.connect_minutes_cal"),
            ("call_quality", "stats_quality.call_quality"),
            (
                "send.audio.avg_bitrate",
                "stats_quality.send.audio.avg_bitrate",
            ),
            ("room_details", "room.room_details"),
        ] {
            assert_eq!(full_path(name), path);
        }
    }

    #[test]
    fn any_other_name_is_a_path_as_typed() {
        for name in [
            "duration",
            "ip",
            "sip",
            "day",
            "minutes_cal",
            "audio.avg_bitrate",
            "x",
            "",
            ".",
        ] {
            assert_eq!(full_path(name), name);
        }
    }
}
