//! Time stamps.

use chrono::{DateTime, NaiveDate, Utc};

/// The instant of a time stamp of RFC 3339, in any zone.
pub fn time(text: &str) -> Option<DateTime<Utc>> {
    own_form(text.as_bytes()).or_else(|| {
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        Some(time.with_timezone(&Utc))
    })
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

    proptest! {
        #[test]
        fn the_service_s_own_form_is_read_as_any_other(
            text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\\.[0-9]{3}Z",
        ) {
            let general = DateTime::parse_from_rfc3339(&text).ok();
            prop_assert_eq!(time(&text), general.map(|time| time.with_timezone(&Utc)));
        }
    }
}
