//! Time zones.

use super::date_range::DateRange;
use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc,
};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{self, Offset, db};

/// A time zone of the IANA database, the system's own or else the one that comes with the program, or a fixed offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone {
    zone: tz::TimeZone,
    name: String,
}

impl TimeZone {
    /// Universal time.
    pub fn utc() -> Self {
        Self {
            zone: tz::TimeZone::UTC,
            name: "UTC".to_owned(),
        }
    }

    /// The zone of this name, in any case: an IANA name, `utc`, `local` for this machine's own, or a fixed
    /// offset like `+05:30`.
    ///
    /// # Errors
    /// What to write instead, for a name that is not known.
    pub fn from_name(name: &str) -> Result<Self, String> {
        if let Some(zone) = Self::fixed(name) {
            return Ok(zone);
        }
        let zone = match name.to_ascii_lowercase().as_str() {
            "utc" => return Ok(Self::utc()),
            "local" => tz::TimeZone::try_system().map_err(|_| {
                "this machine does not tell its zone; write its name, like Asia/Kolkata".to_owned()
            })?,
            lower => get(lower).ok_or_else(|| {
                let nearest = suggest_offset(name).or_else(|| nearest(name));
                let advice = nearest.map_or(
                    "write one like Asia/Kolkata, utc, local or +05:30".to_owned(),
                    |zone| format!("did you mean {zone}?"),
                );
                format!("there is no time zone '{name}'; {advice}")
            })?,
        };
        let name = zone.iana_name().unwrap_or("local time").to_owned();
        let is_utc = UNIVERSAL.contains(&name.rsplit('/').next().unwrap_or_default());
        Ok(if is_utc {
            Self::utc()
        } else {
            Self { zone, name }
        })
    }

    /// The zone whose clocks are always at this offset from UTC.
    fn fixed(offset: &str) -> Option<Self> {
        let seconds = parse_offset(offset)?;
        if seconds == 0 {
            return Some(Self::utc());
        }
        Some(Self {
            zone: tz::TimeZone::fixed(Offset::from_seconds(seconds).ok()?),
            name: format_offset(seconds),
        })
    }

    /// What is surprising about its name: POSIX counts offsets to the west, and the IANA database follows it.
    pub fn warning(&self) -> Option<String> {
        let (offset, opposite) = inverted_offset(&self.name)?;
        let name = &self.name;
        Some(format!(
            "time zone {name} is UTC{offset}; use {opposite} for UTC{opposite}"
        ))
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is universal time itself.
    pub fn is_utc(&self) -> bool {
        self.zone == tz::TimeZone::UTC
    }

    /// A time as its clocks show it, to the minute: RFC 3339 has no offsets with seconds, which some zones had before
    /// 1972.
    pub fn to_local(&self, time: DateTime<Utc>) -> DateTime<FixedOffset> {
        let second = time.timestamp();
        let second = second.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        let timestamp = Timestamp::from_second(second);
        let seconds = timestamp.map_or(0, |time| self.zone.to_offset(time).seconds());
        let offset = FixedOffset::east_opt(seconds / 60 * 60);
        offset.map_or_else(|| time.fixed_offset(), |offset| time.with_timezone(&offset))
    }

    /// The day that it is there.
    pub fn local_date(&self, time: DateTime<Utc>) -> NaiveDate {
        self.to_local(time).date_naive()
    }

    /// The UTC days in which these days of the zone lie, with so many more at each end.
    pub fn utc_range(&self, days: DateRange, slack: u32) -> DateRange {
        let slack = Days::new(slack.into());
        let start = |day: NaiveDate| self.start_of_day(day).map(|time| time.date_naive());
        // No clock is further from universal time than a day.
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
        DateRange::new(first.max(FIRST), last.min(LAST)).unwrap_or(days)
    }

    /// When a day starts: at midnight, or where the clock leaves it out, when it shows the day first.
    pub fn start_of_day(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        self.to_utc(day.and_time(NaiveTime::MIN))
    }

    /// The instant at which its clocks show this; of two, the first, and where the clock leaves it out, as much later.
    pub fn to_utc(&self, shown: NaiveDateTime) -> Option<DateTime<Utc>> {
        if self.is_utc() {
            return Some(shown.and_utc());
        }
        let year = i16::try_from(shown.year()).ok()?;
        let part = |part: u32| i8::try_from(part).ok();
        let date = civil::Date::new(year, part(shown.month())?, part(shown.day())?).ok()?;
        let (hour, minute) = (part(shown.hour())?, part(shown.minute())?);
        let nanosecond = i32::try_from(shown.nanosecond()).ok()?;
        let time = civil::Time::new(hour, minute, part(shown.second())?, nanosecond).ok()?;
        let instant = self.zone.to_timestamp(date.to_datetime(time)).ok()?;
        let nanoseconds = u32::try_from(instant.subsec_nanosecond()).ok()?;
        DateTime::from_timestamp(instant.as_second(), nanoseconds)
    }
}

/// The days that a service can be asked for have years of four digits.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(0, 1, 1).unwrap();
const LAST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();

/// Which database the rules of zones come from. They differ where a government changed its clocks after one of them was
/// made.
pub fn zone_database() -> &'static str {
    // The library tells it in no other way.
    if format!("{:?}", db()).contains("Bundled") {
        "built-in"
    } else {
        "system's"
    }
}

/// The name of every zone of the database that is some place's time.
pub fn zone_names() -> impl Iterator<Item = String> {
    let names = db().available().map(|name| name.to_string());
    names.filter(|name| get(&name.to_ascii_lowercase()).is_some())
}

/// Every zone of the database that is some place's time.
pub fn zones() -> impl Iterator<Item = TimeZone> {
    let names = db()
        .available()
        .map(|name| name.to_string().to_ascii_lowercase());
    names.filter_map(|name| {
        let zone = get(&name)?;
        Some(TimeZone { zone, name })
    })
}

/// What universal time is called in the IANA database.
const UNIVERSAL: [&str; 4] = ["UTC", "UCT", "Universal", "Zulu"];

/// The zone of this name, in small letters, unless it is a file of the database that stands for no place's time.
fn get(name: &str) -> Option<tz::TimeZone> {
    let is_none = matches!(name, "factory" | "etc/unknown" | "posixrules" | "localtime");
    let is_copy = name.starts_with("posix/") || name.starts_with("right/");
    let zone = (!is_none && !is_copy).then(|| tz::TimeZone::get(name).ok());
    zone.flatten()
}

/// The zone whose name, or whose name's last part, is most like this one.
fn nearest(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let likeness = |zone: &str| {
        let zone = zone.to_ascii_lowercase();
        let city = zone.rsplit('/').next().unwrap_or(&zone);
        let whole = strsim::normalized_damerau_levenshtein(&name, &zone);
        let typed_city = name.rsplit('/').next().unwrap_or(&name);
        whole.max(strsim::normalized_damerau_levenshtein(typed_city, city))
    };
    let known = db().available().map(|zone| zone.to_string());
    // What looks like an offset and means the opposite is nothing to suggest.
    let known = known.filter(|zone| zone.contains('/') && inverted_offset(zone).is_none());
    let known = known.filter(|zone| get(zone).is_some());
    let known = known.map(|zone| (likeness(&zone), zone));
    let nearest = known.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (nearest.0 > 0.75).then_some(nearest.1)
}

/// Returns the seconds east of UTC that `+05:30`, `+0530` or `+05` means.
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

/// Returns the offset that a name such as `GMT+5` or `UTC-5:30` looks like, in the form to write. POSIX reads such a
/// name the other way round, so it is only suggested.
fn suggest_offset(name: &str) -> Option<String> {
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
    signed_seconds(offset.starts_with('-'), hours, minutes).map(format_offset)
}

/// Returns the offset of a zone of the IANA database whose name says the opposite, like `Etc/GMT+5`, and that opposite.
fn inverted_offset(name: &str) -> Option<(String, String)> {
    let prefix = "etc/gmt";
    let is_inverted = |start: &str| start.eq_ignore_ascii_case(prefix);
    let offset = name.get(prefix.len()..)?;
    let looks_like = name.get(..prefix.len()).filter(|start| is_inverted(start));
    let looks_like = looks_like.and_then(|_| suggest_offset(offset))?;
    let opposite = parse_offset(&looks_like).filter(|seconds| *seconds != 0)?;
    Some((format_offset(-opposite), looks_like))
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
fn format_offset(seconds: i32) -> String {
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
    fn a_time_is_that_of_the_zone() {
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
    fn an_offset_has_no_seconds_and_the_calendar_s_last_day_has_one() {
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
    fn the_database_is_the_system_s_where_it_has_one() {
        let has_one = std::path::Path::new("/usr/share/zoneinfo/Asia/Kolkata").exists();
        if has_one && std::env::var_os("TZDIR").is_none() {
            assert_eq!(zone_database(), "system's");
        }
        // The text that it is known by.
        let bundled = format!("{:?}", jiff::tz::TimeZoneDatabase::bundled());
        assert!(bundled.contains("Bundled"), "{bundled}");
    }

    #[test]
    fn universal_time_has_many_names() {
        for name in ["utc", "UTC", "Etc/UTC", "zulu", "Etc/Universal"] {
            assert!(zone(name).is_utc(), "{name}");
        }
        assert!(!zone("Europe/London").is_utc());
    }

    #[test]
    fn days_of_a_zone_lie_in_days_of_universal_time() {
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
        // Its midnight was left out on 2018-11-04: the day started at 01:00, which is 03:00 in UTC.
        assert_eq!(
            utc_days("America/Sao_Paulo", "2018-11-04", "2018-11-04"),
            "2018-11-04 to 2018-11-05"
        );
    }

    #[test]
    fn a_fixed_offset_is_a_zone() {
        let india = zone("+05:30");
        assert_eq!((india.name(), india.is_utc()), ("+05:30", false));
        assert_eq!(
            utc_days("-03:00", "2025-01-01", "2025-01-31"),
            "2025-01-01 to 2025-02-01"
        );
        assert!(zone("+00:00").is_utc() && zone("-0000").is_utc());
    }

    #[test]
    fn a_name_that_means_the_opposite_of_its_offset_is_pointed_out() {
        for typed in ["GMT+5", "UTC+05:00", "utc+5"] {
            let told = TimeZone::from_name(typed).unwrap_err();
            assert!(told.contains("did you mean +05:00?"), "{told}");
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
    fn a_misspelt_zone_has_a_nearest_one() {
        for (typed, meant) in [
            ("Asia/Kolkatta", "Asia/Kolkata"),
            ("new_york", "America/New_York"),
        ] {
            let told = TimeZone::from_name(typed).unwrap_err();
            assert!(told.contains(&format!("did you mean {meant}?")), "{told}");
        }
        for typed in ["nowhere at all", "Nope", "Asia", "/etc/localtime", "IST"] {
            let told = TimeZone::from_name(typed).unwrap_err();
            assert!(told.contains("write one like Asia/Kolkata"), "{told}");
        }
    }

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
    fn a_name_with_an_offset_looks_like_it() {
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
    fn a_zone_of_the_database_may_be_named_after_the_opposite() {
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
