//! Shortening of times: what all times of a column share is shown once, in the header.
//!
//! ```text
//! room.connect_dt                room.connect_dt
//! 2025-01-31T10:00:00.000Z  ──▶  2025-01-31 UTC
//! 2025-01-31T11:30:00.000Z       10:00:00
//!                                11:30:00
//! ```
//!
//! Nothing is lost: a fraction goes only if it is 0 in every time, and if a single value is not a
//! timestamp, no time of the column is shortened.

use std::borrow::Cow;

/// What the times of a column have in common.
#[derive(Default)]
pub struct CommonTimeParts {
    seen_any: bool,
    /// Whether a value was not a timestamp.
    seen_invalid: bool,
    day: Option<String>,
    /// The offset from UTC.
    offset: Option<String>,
    /// Whether a fraction of a second is not 0.
    has_fraction: bool,
    max_fraction_width: usize,
    max_offset_width: usize,
}

/// Splits a timestamp such as `2025-01-31T23:59:59.999Z` into day, time, fraction and offset.
fn split_timestamp(text: &str) -> Option<[&str; 4]> {
    let (day, rest) = text.split_once('T')?;
    let (time, rest) = rest.split_at_checked(8)?;
    let is_part = |byte: u8| byte.is_ascii_digit() || byte == b':';
    let end = rest.find(|ch: char| ch != '.' && !ch.is_ascii_digit())?;
    let (fraction, offset) = rest.split_at(end);
    let is_offset = offset == "Z"
        || (offset.len() == 6
            && offset.starts_with(['+', '-'])
            && offset.bytes().skip(1).all(is_part));
    let is_day = day.len() == 10
        && day
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    (is_day && time.bytes().all(is_part) && is_offset).then_some([day, time, fraction, offset])
}

impl CommonTimeParts {
    /// Takes note of a value.
    pub fn observe(&mut self, text: &str) {
        if self.seen_invalid {
            return;
        }
        let Some([day, _, fraction, offset]) = split_timestamp(text) else {
            self.seen_invalid = true;
            return;
        };
        if self.seen_any {
            self.day = self.day.take().filter(|common| common == day);
            self.offset = self.offset.take().filter(|common| common == offset);
        } else {
            self.day = Some(day.to_owned());
            self.offset = Some(offset.to_owned());
        }
        self.seen_any = true;
        self.has_fraction |= fraction.bytes().any(|byte| byte != b'.' && byte != b'0');
        self.max_fraction_width = self.max_fraction_width.max(fraction.len());
        self.max_offset_width = self.max_offset_width.max(offset.len());
    }

    /// Returns whether there were timestamps, and nothing else.
    pub fn can_be_shortened(&self) -> bool {
        self.seen_any && !self.seen_invalid
    }

    /// Returns the day that all of them share.
    pub fn day(&self) -> Option<&str> {
        self.day.as_deref()
    }

    /// Returns the offset that all of them share.
    pub fn offset(&self) -> Option<&str> {
        self.offset.as_deref()
    }

    /// Returns the width of the widest of them without what all of them share.
    pub fn shortened_width(&self) -> usize {
        let part = |is_shown: bool, width: usize| if is_shown { width } else { 0 };
        part(self.day.is_none(), "2025-01-31 ".len())
            + "23:59:59".len()
            + part(self.has_fraction, self.max_fraction_width)
            + part(self.offset.is_none(), self.max_offset_width)
    }

    /// Returns a value without what all of them share.
    pub fn shorten<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some([day, time, fraction, offset]) = split_timestamp(text) else {
            return Cow::Borrowed(text);
        };
        let part = |is_shown: bool, part| if is_shown { part } else { "" };
        let space = part(self.day.is_none(), " ");
        let shown = [
            part(self.day.is_none(), day),
            space,
            time,
            part(self.has_fraction, fraction),
            part(self.offset.is_none(), offset),
        ];
        Cow::Owned(shown.concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times without what they have in common, if they can be shortened.
    fn shortened(times: &[&str]) -> Option<Vec<String>> {
        let mut common = CommonTimeParts::default();
        for time in times {
            common.observe(time);
        }
        let shortened = times.iter().map(|time| common.shorten(time).into_owned());
        let shortened: Vec<_> = shortened.collect();
        common.can_be_shortened().then(|| {
            let widest = shortened.iter().map(String::len).max();
            assert!(widest.unwrap() <= common.shortened_width());
            shortened
        })
    }

    #[test]
    fn times_are_shown_without_what_all_of_them_share() {
        for (times, expected) in [
            (&["2025-01-31T10:00:00.000Z"][..], &["10:00:00"][..]),
            (
                &["2025-01-31T10:00:00.500Z", "2025-01-31T11:00:00Z"],
                &["10:00:00.500", "11:00:00"],
            ),
            (
                &["2025-01-31T10:00:00.000Z", "2025-02-01T11:00:00.000Z"],
                &["2025-01-31 10:00:00", "2025-02-01 11:00:00"],
            ),
            (
                &["2025-03-30T01:00:00+01:00", "2025-03-30T03:00:00+02:00"],
                &["01:00:00+01:00", "03:00:00+02:00"],
            ),
        ] {
            assert_eq!(shortened(times).unwrap(), expected);
        }
    }

    #[test]
    fn no_time_is_shortened_if_a_value_is_not_a_timestamp() {
        for other in [
            "soon",
            "2025-01-31",
            "2025-01-31T10:00:00",
            "2025-01-31T10:00:00.00é",
        ] {
            assert_eq!(shortened(&["2025-01-31T10:00:00Z", other]), None, "{other}");
        }
    }
}
