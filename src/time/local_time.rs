//! Times as the clocks of a zone show them.

use super::timestamp::parse_timestamp;
use super::zone::TimeZone;
use chrono::{Datelike, Timelike};
use std::borrow::Cow;

/// A time stamp in a zone, as exact as it was sent, with its offset. What is no time stamp stays as it is.
pub fn local_time<'a>(text: Cow<'a, str>, zone: &TimeZone) -> Cow<'a, str> {
    let Some(time) = parse_timestamp(&text) else {
        return text;
    };
    let local = zone.local(time);
    // A year of four digits is all that the form has.
    let Some(year) = u32::try_from(local.year())
        .ok()
        .filter(|year| *year <= 9999)
    else {
        return text;
    };
    let fraction = text.find('.').map_or("", |point| {
        let digits = text[point + 1..].bytes().take_while(u8::is_ascii_digit);
        &text[point..=point + digits.count()]
    });
    let mut shown = String::with_capacity(text.len() + 6);
    push_two_digits(&mut shown, "", year / 100);
    push_two_digits(&mut shown, "", year % 100);
    push_two_digits(&mut shown, "-", local.month());
    push_two_digits(&mut shown, "-", local.day());
    push_two_digits(&mut shown, "T", local.hour());
    push_two_digits(&mut shown, ":", local.minute());
    // A leap second is the sixtieth.
    let second = local.second() + local.nanosecond() / 1_000_000_000;
    push_two_digits(&mut shown, ":", second);
    shown.push_str(fraction);
    if zone.is_utc() {
        shown.push('Z');
    } else {
        let east = local.offset().local_minus_utc();
        let minutes = east.unsigned_abs() / 60;
        push_two_digits(&mut shown, if east < 0 { "-" } else { "+" }, minutes / 60);
        push_two_digits(&mut shown, ":", minutes % 60);
    }
    Cow::Owned(shown)
}

/// Appends a number below 100. chrono's own formatting takes several times as long.
fn push_two_digits(text: &mut String, before: &str, number: u32) {
    let digit = |digit| char::from_digit(digit % 10, 10).unwrap_or('0');
    text.push_str(before);
    text.push(digit(number / 10));
    text.push(digit(number));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_in_the_zone_as_exact_as_they_were_sent() {
        let zone = TimeZone::named("Asia/Kolkata").unwrap();
        for (sent, expected) in [
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
            assert_eq!(local_time(sent.into(), &zone), expected);
        }
        assert_eq!(
            local_time("2025-01-31T20:30:00.5+02:00".into(), &TimeZone::utc()),
            "2025-01-31T18:30:00.5Z"
        );
    }
}
