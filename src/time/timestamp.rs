//! Timestamps of RFC 3339.
//!
//! Records have millions of them, nearly all of the form `2025-01-31T23:59:59.999Z`. So that form
//! has a parser and a printer of its own: those of chrono take several times as long. Whatever else
//! RFC 3339 allows goes to chrono, and a property test compares the two.

use super::year::has_four_digit_year;
use super::zone::TimeZone;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

/// Parses a timestamp with any offset.
pub fn parse_timestamp(text: &str) -> Option<DateTime<Utc>> {
    parse_service_format(text.as_bytes()).or_else(|| {
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        Some(time.with_timezone(&Utc))
    })
}

/// Parses `2025-01-31T23:59:59.999Z`, the form that the service writes.
fn parse_service_format(text: &[u8]) -> Option<DateTime<Utc>> {
    let separators = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
        (23, b'Z'),
    ];
    if text.len() != 24
        || separators
            .iter()
            .any(|(offset, byte)| text[*offset] != *byte)
    {
        return None;
    }
    let number = |start: usize, end: usize| {
        text[start..end].iter().try_fold(0, |value, byte| {
            let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
            Some(10 * value + digit)
        })
    };
    let date = NaiveDate::from_ymd_opt(number(0, 4)?.cast_signed(), number(5, 7)?, number(8, 10)?)?;
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let time = date.and_hms_milli_opt(hour, minute, second, number(20, 23)?)?;
    Some(time.and_utc())
}

/// Returns a timestamp in a zone, with its offset and as many digits of the second as it was
/// received with. A text that is not a timestamp is unchanged.
pub fn local_timestamp<'a>(text: Cow<'a, str>, zone: &TimeZone) -> Cow<'a, str> {
    let Some(local) = parse_timestamp(&text).map(|time| zone.to_local(time)) else {
        return text;
    };
    // RFC 3339 has years of four digits only, and an offset can move a time beyond them.
    if !has_four_digit_year(&local) {
        return text;
    }
    let year = local.year().unsigned_abs();
    // A leap second is the sixtieth.
    let second = local.second() + local.nanosecond() / 1_000_000_000;
    let fraction = text.find('.').map_or("", |point| {
        let digits = text[point + 1..].bytes().take_while(u8::is_ascii_digit);
        &text[point..=point + digits.count()]
    });
    let mut output = String::with_capacity(text.len() + 6);
    for (separator, number) in [
        ("", year / 100),
        ("", year % 100),
        ("-", local.month()),
        ("-", local.day()),
        ("T", local.hour()),
        (":", local.minute()),
        (":", second),
    ] {
        push_two_digits(&mut output, separator, number);
    }
    output.push_str(fraction);
    if zone.is_utc() {
        output.push('Z');
    } else {
        let east = local.offset().local_minus_utc();
        let minutes = east.unsigned_abs() / 60;
        push_two_digits(&mut output, if east < 0 { "-" } else { "+" }, minutes / 60);
        push_two_digits(&mut output, ":", minutes % 60);
    }
    Cow::Owned(output)
}

fn push_two_digits(output: &mut String, separator: &str, number: u32) {
    let digit = |number| char::from_digit(number % 10, 10).unwrap_or('0');
    output.push_str(separator);
    output.push(digit(number / 10));
    output.push(digit(number));
}

/// Returns the time of the system's clock if it is from 1970 to 9999. [`Utc::now`] panics before,
/// and libraries that write dates panic after.
#[must_use]
pub fn from_system_time(clock: SystemTime) -> Option<DateTime<Utc>> {
    let since_epoch = clock.duration_since(UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since_epoch.as_secs()).ok()?;
    let time = DateTime::from_timestamp(seconds, since_epoch.subsec_nanos())?;
    has_four_digit_year(&time).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    #[test]
    fn the_clock_is_valid_from_1970_to_9999() {
        let clock = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let rfc3339 = |time| from_system_time(time).map(|time| time.to_rfc3339());
        assert_eq!(
            rfc3339(clock(1_735_689_599)).unwrap(),
            "2024-12-31T23:59:59+00:00"
        );
        assert!(rfc3339(clock(253_402_300_799)).is_some());
        for clock in [
            UNIX_EPOCH - Duration::from_nanos(1),
            clock(253_402_300_800),
            clock(u64::MAX >> 1),
        ] {
            assert_eq!(from_system_time(clock), None);
        }
    }

    #[test]
    fn local_timestamps_keep_the_digits_of_the_second() {
        let zone = TimeZone::from_name("Asia/Kolkata").unwrap();
        for (received, expected) in [
            ("2025-01-31T18:30:00.366Z", "2025-02-01T00:00:00.366+05:30"),
            ("2025-01-31T18:30:00Z", "2025-02-01T00:00:00+05:30"),
            (
                "2025-01-31T18:30:00.123456+02:00",
                "2025-01-31T22:00:00.123456+05:30",
            ),
            ("9999-12-31T23:00:00Z", "9999-12-31T23:00:00Z"),
            ("soon", "soon"),
            ("", ""),
        ] {
            assert_eq!(local_timestamp(received.into(), &zone), expected);
        }
        assert_eq!(
            local_timestamp("2025-01-31T20:30:00.5+02:00".into(), &TimeZone::utc()),
            "2025-01-31T18:30:00.5Z"
        );
    }

    proptest! {
        #[test]
        fn the_fast_parser_agrees_with_chrono(
            text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\\.[0-9]{3}Z",
        ) {
            let general = DateTime::parse_from_rfc3339(&text).ok();
            prop_assert_eq!(parse_timestamp(&text), general.map(|time| time.with_timezone(&Utc)));
        }
    }
}
