//! Time zones, and the conversions between their clocks and UTC.
//!
//! jiff reads the time zone database of the system first, and has one built in for systems without
//! it. That matters when a government changes its clocks: the system is updated, a binary is not.
//! Everything else uses chrono, so no type of jiff leaves this file.
//!
//! A day of a zone need not have 24 hours, nor start at midnight:
//!
//! ```text
//! Asia/Kolkata       2025-01-31  is  2025-01-30T18:30Z to 2025-01-31T18:30Z
//! America/Sao_Paulo  2018-11-04  is  2018-11-04T03:00Z to 2018-11-05T02:00Z   (23 hours, starts at 01:00)
//! ```

use super::date_range::DateRange;
use super::year::{MAX_DATE, MIN_DATE};
use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc,
};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{self, Offset, db};

/// A time zone of the IANA database, or a fixed offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone {
    zone: tz::TimeZone,
    name: String,
}

impl TimeZone {
    pub fn utc() -> Self {
        Self {
            zone: tz::TimeZone::UTC,
            name: "UTC".to_owned(),
        }
    }

    /// Returns the zone with this name, in any case: an IANA name, `utc`, `local`, or a fixed
    /// offset such as `+05:30`.
    ///
    /// # Errors
    /// Returns a message with a suggestion if there is no such zone.
    pub fn from_name(name: &str) -> Result<Self, String> {
        if let Some(zone) = Self::from_offset(name) {
            return Ok(zone);
        }
        let zone = match name.to_ascii_lowercase().as_str() {
            "utc" => return Ok(Self::utc()),
            "local" => tz::TimeZone::try_system().map_err(|_| {
                "the local time zone is unknown; use a name such as Asia/Kolkata".to_owned()
            })?,
            lower => find_zone(lower).ok_or_else(|| {
                let suggestion = suggest_offset(name).or_else(|| suggest_zone(name));
                let hint = suggestion.map_or(
                    "expected a name such as Asia/Kolkata, utc, local or +05:30".to_owned(),
                    |zone| format!("did you mean '{zone}'?"),
                );
                format!("unknown time zone '{name}'; {hint}")
            })?,
        };
        let name = zone.iana_name().unwrap_or("local time").to_owned();
        let is_utc = UTC_ALIASES.contains(&name.rsplit('/').next().unwrap_or_default());
        Ok(if is_utc {
            Self::utc()
        } else {
            Self { zone, name }
        })
    }

    /// Returns the zone with a fixed offset.
    fn from_offset(offset: &str) -> Option<Self> {
        let seconds = parse_offset(offset)?;
        if seconds == 0 {
            return Some(Self::utc());
        }
        Some(Self {
            zone: tz::TimeZone::fixed(Offset::from_seconds(seconds).ok()?),
            name: format_offset(seconds),
        })
    }

    /// Returns a warning if the name seems to mean the opposite offset: POSIX counts offsets to the
    /// west, and so do the names `Etc/GMT+5` of the IANA database.
    pub fn warning(&self) -> Option<String> {
        let (offset, opposite) = inverted_offset(&self.name)?;
        let name = &self.name;
        Some(format!(
            "time zone {name} is UTC{offset}; use {opposite} for UTC{opposite}"
        ))
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn is_utc(&self) -> bool {
        self.zone == tz::TimeZone::UTC
    }

    /// Converts a time to the clocks of the zone. Its offset is in full minutes: RFC 3339 has no
    /// seconds in offsets, as some zones had before 1972.
    pub fn to_local(&self, time: DateTime<Utc>) -> DateTime<FixedOffset> {
        // Times beyond jiff's calendar have the offset of its first or last one.
        let second = time
            .timestamp()
            .clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        let offset = Timestamp::from_second(second)
            .map_or(0, |timestamp| self.zone.to_offset(timestamp).seconds());
        FixedOffset::east_opt(offset / 60 * 60)
            .map_or_else(|| time.fixed_offset(), |offset| time.with_timezone(&offset))
    }

    /// Returns the day of a time in the zone.
    pub fn local_date(&self, time: DateTime<Utc>) -> NaiveDate {
        self.to_local(time).date_naive()
    }

    /// Returns the UTC days that contain these days of the zone, and `slack` more at each end.
    pub fn utc_range(&self, days: DateRange, slack: u32) -> DateRange {
        let slack = Days::new(slack.into());
        let start = |day: NaiveDate| self.start_of_day(day).map(|time| time.date_naive());
        // At the ends of the calendar: no zone is more than a day from UTC.
        let first = start(days.first()).or_else(|| days.first().pred_opt());
        let last = days.last().succ_opt().and_then(|next| {
            // The last moment of the last day.
            let end = self.start_of_day(next)? - chrono::TimeDelta::nanoseconds(1);
            Some(end.date_naive())
        });
        let last = last.or_else(|| days.last().succ_opt());
        let first = first.and_then(|day| day.checked_sub_days(slack));
        let last = last.and_then(|day| day.checked_add_days(slack));
        let (first, last) = (first.unwrap_or(days.first()), last.unwrap_or(days.last()));
        DateRange::new(first.max(MIN_DATE), last.min(MAX_DATE)).unwrap_or(days)
    }

    /// Returns the first time of a day: midnight, or the end of the gap if clocks were put forward
    /// over midnight.
    pub fn start_of_day(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        self.to_utc(day.and_time(NaiveTime::MIN))
    }

    /// Converts a time of the clocks to UTC: the first of two if clocks were put back, and as much
    /// later as the gap is long if they were put forward.
    pub fn to_utc(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        if self.is_utc() {
            return Some(local.and_utc());
        }
        let year = i16::try_from(local.year()).ok()?;
        let part = |part: u32| i8::try_from(part).ok();
        let date = civil::Date::new(year, part(local.month())?, part(local.day())?).ok()?;
        let (hour, minute) = (part(local.hour())?, part(local.minute())?);
        let nanosecond = i32::try_from(local.nanosecond()).ok()?;
        let time = civil::Time::new(hour, minute, part(local.second())?, nanosecond).ok()?;
        let instant = self.zone.to_timestamp(date.to_datetime(time)).ok()?;
        let nanoseconds = u32::try_from(instant.subsec_nanosecond()).ok()?;
        DateTime::from_timestamp(instant.as_second(), nanoseconds)
    }
}

/// Returns the origin of the time zone database, `built-in` or `system's`.
pub fn zone_database() -> &'static str {
    // jiff shows it in no other way.
    if format!("{:?}", db()).contains("Bundled") {
        "built-in"
    } else {
        "system's"
    }
}

/// Returns the names of the zones of the database.
pub fn zone_names() -> impl Iterator<Item = String> {
    db().available()
        .map(|name| name.to_string())
        .filter(|name| find_zone(&name.to_ascii_lowercase()).is_some())
}

/// Returns the zones of the database.
pub fn zones() -> impl Iterator<Item = TimeZone> {
    zone_names().filter_map(|name| {
        let zone = find_zone(&name.to_ascii_lowercase())?;
        Some(TimeZone { zone, name })
    })
}

/// The names of UTC in the IANA database.
const UTC_ALIASES: [&str; 4] = ["UTC", "UCT", "Universal", "Zulu"];

/// Returns the zone with this lower-case name. Files of the database that are not zones, or copies,
/// are not found.
fn find_zone(name: &str) -> Option<tz::TimeZone> {
    let is_no_zone = matches!(name, "factory" | "etc/unknown" | "posixrules" | "localtime");
    if is_no_zone || name.starts_with("posix/") || name.starts_with("right/") {
        return None;
    }
    tz::TimeZone::get(name).ok()
}

/// Returns the zone whose name, or the last part of it, is most similar to `input`.
fn suggest_zone(input: &str) -> Option<String> {
    let input = input.to_ascii_lowercase();
    let city = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let similarity = |name: &str| {
        let name = name.to_ascii_lowercase();
        let full = strsim::normalized_damerau_levenshtein(&input, &name);
        full.max(strsim::normalized_damerau_levenshtein(
            &city(&input),
            &city(&name),
        ))
    };
    zone_names()
        // Those that seem to mean the opposite offset are no help.
        .filter(|name| name.contains('/') && inverted_offset(name).is_none())
        .map(|name| (similarity(&name), name))
        .filter(|(similarity, _)| *similarity > 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

/// Parses `+05:30`, `+0530` or `+05` into seconds east of UTC.
fn parse_offset(text: &str) -> Option<i32> {
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

/// Returns the offset that `GMT+5` or `UTC-5:30` seems to mean. POSIX reads such a name the other
/// way round, so it is only suggested.
fn suggest_offset(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let offset = ["gmt", "utc", "z"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(&name)
        .trim();
    let digits = offset.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match digits.split_once(':') {
        // `+5:3` is ambiguous.
        Some((_, minutes)) if minutes.len() != 2 => return None,
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "00"),
    };
    signed_seconds(offset.starts_with('-'), hours, minutes).map(format_offset)
}

/// Returns the offset of a zone such as `Etc/GMT+5`, and the opposite one that its name seems to
/// mean.
fn inverted_offset(name: &str) -> Option<(String, String)> {
    let (prefix, offset) = name.split_at_checked("etc/gmt".len())?;
    if !prefix.eq_ignore_ascii_case("etc/gmt") {
        return None;
    }
    let apparent = suggest_offset(offset)?;
    let seconds = parse_offset(&apparent).filter(|seconds| *seconds != 0)?;
    Some((format_offset(-seconds), apparent))
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

/// Formats seconds east of UTC as `+05:30`.
pub fn format_offset(seconds: impl Into<i64>) -> String {
    let seconds = seconds.into();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::from_name(name).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn utc_days(name: &str, first: &str, last: &str) -> String {
        let period = DateRange::new(day(first), day(last)).unwrap();
        zone(name).utc_range(period, 0).to_string()
    }

    #[test]
    fn times_are_converted_to_the_zone() {
        for (name, time, expected) in [
            (
                "Asia/Kolkata",
                "2025-01-31T18:30:00Z",
                "2025-02-01T00:00:00+05:30",
            ),
            (
                "asia/kathmandu",
                "2025-01-31T18:14:59Z",
                "2025-01-31T23:59:59+05:45",
            ),
            (
                "America/New_York",
                "2025-03-09T07:00:00Z",
                "2025-03-09T03:00:00-04:00",
            ),
            (
                "Australia/Lord_Howe",
                "2025-04-05T15:00:00Z",
                "2025-04-06T01:30:00+10:30",
            ),
            ("utc", "2025-01-31T18:30:00Z", "2025-01-31T18:30:00+00:00"),
        ] {
            assert_eq!(
                zone(name).to_local(time.parse().unwrap()).to_rfc3339(),
                expected,
                "{name}"
            );
        }
    }

    #[test]
    fn offsets_have_no_seconds_and_are_known_on_the_last_day_of_the_calendar() {
        for (name, time, expected) in [
            (
                "Asia/Kolkata",
                "1850-01-01T00:00:00Z",
                "1850-01-01T05:53:00+05:53",
            ),
            (
                "Asia/Kolkata",
                "9999-12-31T12:00:00Z",
                "9999-12-31T17:30:00+05:30",
            ),
        ] {
            let local = zone(name).to_local(time.parse().unwrap());
            assert_eq!(local.to_rfc3339(), expected);
        }
    }

    #[test]
    fn the_database_of_the_system_is_preferred() {
        let has_one = std::path::Path::new("/usr/share/zoneinfo/Asia/Kolkata").exists();
        if has_one && std::env::var_os("TZDIR").is_none() {
            assert_eq!(zone_database(), "system's");
        }
        // The text by which it is recognized.
        let bundled = format!("{:?}", jiff::tz::TimeZoneDatabase::bundled());
        assert!(bundled.contains("Bundled"), "{bundled}");
    }

    #[test]
    fn utc_has_several_names() {
        for name in ["utc", "UTC", "Etc/UTC", "zulu", "Etc/Universal"] {
            assert!(zone(name).is_utc(), "{name}");
        }
        assert!(!zone("Europe/London").is_utc());
    }

    #[test]
    fn days_of_a_zone_are_contained_in_utc_days() {
        let january = ("2025-01-01", "2025-01-31");
        assert_eq!(
            utc_days("utc", january.0, january.1),
            "2025-01-01 to 2025-01-31"
        );
        assert_eq!(
            utc_days("Asia/Kolkata", january.0, january.1),
            "2024-12-31 to 2025-01-31"
        );
        assert_eq!(
            utc_days("America/New_York", january.0, january.1),
            "2025-01-01 to 2025-02-01"
        );
        // Clocks were put forward at midnight: the day started at 01:00, which is 03:00 in UTC.
        assert_eq!(
            utc_days("America/Sao_Paulo", "2018-11-04", "2018-11-04"),
            "2018-11-04 to 2018-11-05"
        );
    }

    #[test]
    fn a_fixed_offset_is_a_zone() {
        let kolkata = zone("+05:30");
        assert_eq!((kolkata.name(), kolkata.is_utc()), ("+05:30", false));
        assert_eq!(
            utc_days("-03:00", "2025-01-01", "2025-01-31"),
            "2025-01-01 to 2025-02-01"
        );
        assert!(zone("+00:00").is_utc() && zone("-0000").is_utc());
    }

    #[test]
    fn a_name_that_seems_to_mean_the_opposite_offset_causes_a_hint_or_a_warning() {
        for input in ["GMT+5", "UTC+05:00", "utc+5"] {
            let error = TimeZone::from_name(input).unwrap_err();
            assert!(error.contains("did you mean '+05:00'?"), "{error}");
        }
        let warning = zone("etc/gmt+5").warning().unwrap();
        assert_eq!(
            warning,
            "time zone Etc/GMT+5 is UTC-05:00; use +05:00 for UTC+05:00"
        );
        for name in ["Asia/Kolkata", "utc", "+05:00", "Etc/GMT"] {
            assert_eq!(zone(name).warning(), None, "{name}");
        }
    }

    #[test]
    fn a_misspelled_zone_has_a_suggestion() {
        for (input, expected) in [
            ("Asia/Kolkatta", "Asia/Kolkata"),
            ("new_york", "America/New_York"),
        ] {
            let error = TimeZone::from_name(input).unwrap_err();
            assert!(
                error.contains(&format!("did you mean '{expected}'?")),
                "{error}"
            );
        }
        for input in ["nowhere at all", "Nope", "Asia", "/etc/localtime", "IST"] {
            let error = TimeZone::from_name(input).unwrap_err();
            assert!(
                error.contains("expected a name such as Asia/Kolkata"),
                "{error}"
            );
        }
    }

    #[test]
    fn an_offset_has_two_digits_for_hours_and_minutes() {
        for (text, expected) in [
            ("+05:30", 19_800),
            ("-03:00", -10_800),
            ("+0545", 20_700),
            ("+00:00", 0),
            ("+23:59", 86_340),
            ("-11", -39_600),
        ] {
            assert_eq!(parse_offset(text), Some(expected), "{text}");
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
            assert_eq!(parse_offset(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_with_an_offset_suggests_it() {
        for (name, expected) in [
            ("GMT+5", "+05:00"),
            ("utc-5:30", "-05:30"),
            ("UTC+0530", "+05:30"),
            ("gmt +05", "+05:00"),
            ("Z-3", "-03:00"),
            ("+5", "+05:00"),
        ] {
            assert_eq!(suggest_offset(name).as_deref(), Some(expected), "{name}");
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
            assert_eq!(suggest_offset(name), None, "{name}");
        }
    }

    #[test]
    fn etc_gmt_zones_seem_to_mean_the_opposite_offset() {
        let expected = ("-05:00".to_owned(), "+05:00".to_owned());
        assert_eq!(inverted_offset("Etc/GMT+5"), Some(expected));
        for name in [
            "Etc/GMT+0",
            "Etc/GMT",
            "Etc/UTC",
            "Asia/Kolkata",
            "+05:00",
            "é",
        ] {
            assert_eq!(inverted_offset(name), None, "{name}");
        }
    }
}
