//! Time stamps.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::time::{SystemTime, UNIX_EPOCH};

/// The instant of a time stamp of RFC 3339, in any zone.
pub fn parse_timestamp(text: &str) -> Option<DateTime<Utc>> {
    own_form(text.as_bytes()).or_else(|| {
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        Some(time.with_timezone(&Utc))
    })
}

/// Returns what the system's clock shows, if that is a time from 1970 to 9999. [`Utc::now`] panics on others, as do
/// libraries that write dates.
#[must_use]
pub fn system_time(clock: SystemTime) -> Option<DateTime<Utc>> {
    let since = clock.duration_since(UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since.as_secs()).ok()?;
    let time = DateTime::from_timestamp(seconds, since.subsec_nanos())?;
    (time.year() <= 9999).then_some(time)
}

/// The same for the form of the service's own, `2025-01-31T23:59:59.999Z`, which a general parser takes several times
/// as long to read.
fn own_form(text: &[u8]) -> Option<DateTime<Utc>> {
    let marks = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
        (23, b'Z'),
    ];
    if text.len() != 24 || marks.iter().any(|(place, mark)| text[*place] != *mark) {
        return None;
    }
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0, |value, byte| {
            let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
            Some(10 * value + digit)
        })
    };
    let date = NaiveDate::from_ymd_opt(number(0, 4)?.cast_signed(), number(5, 7)?, number(8, 10)?)?;
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    Some(
        date.and_hms_milli_opt(hour, minute, second, number(20, 23)?)?
            .and_utc(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    #[test]
    fn a_clock_shows_a_time_from_1970_to_9999() {
        let clock = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let shown = |time| system_time(time).map(|time| time.to_rfc3339());
        assert_eq!(
            shown(clock(1_735_689_599)).unwrap(),
            "2024-12-31T23:59:59+00:00"
        );
        assert!(shown(clock(253_402_300_799)).is_some());
        for clock in [
            UNIX_EPOCH - Duration::from_nanos(1),
            clock(253_402_300_800),
            clock(u64::MAX >> 1),
        ] {
            assert_eq!(system_time(clock), None);
        }
    }

    proptest! {
        #[test]
        fn the_service_s_own_form_is_read_as_any_other(
            text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\\.[0-9]{3}Z",
        ) {
            let general = DateTime::parse_from_rfc3339(&text).ok();
            prop_assert_eq!(parse_timestamp(&text), general.map(|time| time.with_timezone(&Utc)));
        }
    }
}
