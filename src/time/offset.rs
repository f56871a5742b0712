//! Fixed offsets from UTC, written as RFC 3339 writes them: `+05:30`.

/// Returns the seconds east of UTC that `+05:30`, `+0530` or `+05` means.
pub fn seconds(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => digits.split_at_checked(2)?,
        5 => digits
            .split_once(':')
            .filter(|(hours, _)| hours.len() == 2)?,
        _ => return None,
    };
    signed_seconds(text.starts_with('-'), hours, minutes)
}

/// Returns the offset that a name such as `GMT+5` or `UTC-5:30` looks like, in the form to write. POSIX reads such a
/// name the other way round, so it is only suggested.
pub fn looked_like(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let prefixes = ["gmt", "utc", "z"];
    let offset = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix));
    let offset = offset.unwrap_or(&name).trim();
    let digits = offset.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match digits.split_once(':') {
        // `+5:3` may mean `+05:03` or `+05:30`.
        Some((_, minutes)) if minutes.len() != 2 => return None,
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "00"),
    };
    signed_seconds(offset.starts_with('-'), hours, minutes).map(printed)
}

/// Returns the offset of a zone of the IANA database whose name says the opposite, like `Etc/GMT+5`, and that opposite.
pub fn inverted(name: &str) -> Option<(String, String)> {
    let prefix = "etc/gmt";
    let is_inverted = |start: &str| start.eq_ignore_ascii_case(prefix);
    let offset = name.get(prefix.len()..)?;
    let looks_like = name.get(..prefix.len()).filter(|start| is_inverted(start));
    let looks_like = looks_like.and_then(|_| looked_like(offset))?;
    let opposite = seconds(&looks_like).filter(|seconds| *seconds != 0)?;
    Some((printed(-opposite), looks_like))
}

fn signed_seconds(is_west: bool, hours: &str, minutes: &str) -> Option<i32> {
    let number = |text: &str, end: i32| -> Option<i32> {
        let is_number = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse().ok().filter(|_| is_number);
        number.filter(|number| *number < end)
    };
    let seconds = 3600 * number(hours, 24)? + 60 * number(minutes, 60)?;
    Some(if is_west { -seconds } else { seconds })
}

/// Returns an offset as it is written: `+05:30`.
pub fn printed(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_has_two_digits_for_hours_and_for_minutes() {
        for (text, expected) in [
            ("+05:30", 19_800),
            ("-03:00", -10_800),
            ("+0545", 20_700),
            ("+00:00", 0),
            ("+23:59", 86_340),
            ("-11", -39_600),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for text in [
            "05:30",
            "+5:30",
            "+5",
            "+24:00",
            "+05:60",
            "+05:3",
            "+é1",
            "+0é",
            "+",
            "",
            "+١٢:٠٠",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_with_an_offset_looks_like_it() {
        for (name, expected) in [
            ("GMT+5", "+05:00"),
            ("utc-5:30", "-05:30"),
            ("UTC+0530", "+05:30"),
            ("gmt +05", "+05:00"),
            ("Z-3", "-03:00"),
            ("+5", "+05:00"),
        ] {
            assert_eq!(looked_like(name).as_deref(), Some(expected), "{name}");
        }
        for name in [
            "GMT",
            "GMT+",
            "GMT+25",
            "Asia/Kolkata",
            "EST5EDT",
            "+",
            "UTC+5:3x",
            "+5:3",
            "GMT-5:",
            "+é",
        ] {
            assert_eq!(looked_like(name), None, "{name}");
        }
    }

    #[test]
    fn a_zone_of_the_database_may_be_named_after_the_opposite() {
        let expected = ("-05:00".to_owned(), "+05:00".to_owned());
        assert_eq!(inverted("Etc/GMT+5"), Some(expected));
        for name in [
            "Etc/GMT+0",
            "Etc/GMT",
            "Etc/UTC",
            "Asia/Kolkata",
            "+05:00",
            "é",
        ] {
            assert_eq!(inverted(name), None, "{name}");
        }
    }
}
