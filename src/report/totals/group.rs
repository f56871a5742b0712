//! One group of calls and what was counted of them.

use crate::text::Decimal;
use chrono::{DateTime, SecondsFormat, Utc};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What was counted of the calls with one key.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub calls: u64,
    /// The calls that are rated, and those of them that are rated bad.
    pub rated: u64,
    pub bad: u64,
    /// The number of different conferences, which is known once all calls are.
    pub conferences: u64,
    /// The smallest or largest times, in the order of their columns.
    pub times: Box<[Option<KeptTime>]>,
    /// The sums, in the order of their columns; `None` if no call has the value.
    pub sums: Box<[Option<Decimal>]>,
}

/// A time with its text. A text in the format of the service is not kept, because it follows from
/// the time.
#[derive(Clone, Debug)]
pub struct KeptTime {
    time: DateTime<Utc>,
    /// The text as received, if it has another format.
    text: Option<Box<str>>,
}

impl Group {
    /// Creates a group without calls.
    pub fn new(times: usize, sums: usize) -> Self {
        Self {
            times: vec![None; times].into(),
            sums: vec![None; sums].into(),
            ..Self::default()
        }
    }

    /// Adds another group, without its conferences: they may be in this one already. Of two times,
    /// the one that compares to the other in its order is kept.
    pub fn merge(&mut self, other: &Self, orders: impl Iterator<Item = Ordering>) {
        self.calls += other.calls;
        self.rated += other.rated;
        self.bad += other.bad;
        for ((kept, time), order) in self.times.iter_mut().zip(&other.times).zip(orders) {
            if let Some(time) = time {
                time.replace(kept, order);
            }
        }
        for (sum, other) in self.sums.iter_mut().zip(&other.sums) {
            if let Some(other) = other {
                *sum.get_or_insert_default() += other;
            }
        }
    }

    /// Returns the bad calls divided by the rated ones, rounded half up to six digits after the
    /// decimal point, or `None` if no call is rated.
    pub fn bad_share(&self) -> Option<Decimal> {
        let (bad, rated) = (u128::from(self.bad), u128::from(self.rated));
        let millionths = (2_000_000 * bad + rated).checked_div(2 * rated)?;
        Some(Decimal::from_scaled(i64::try_from(millionths).ok()?, 6))
    }
}

impl KeptTime {
    pub fn new(time: DateTime<Utc>, text: &str) -> Self {
        let has_service_format = service_format(time) == text;
        Self {
            time,
            text: (!has_service_format).then(|| text.into()),
        }
    }

    /// Returns whether another time replaces the one that is kept: if it compares to it in this
    /// order, or none is kept.
    pub fn is_replaced(kept: Option<&Self>, time: DateTime<Utc>, order: Ordering) -> bool {
        kept.is_none_or(|kept| time.cmp(&kept.time) == order)
    }

    fn replace(&self, kept: &mut Option<Self>, order: Ordering) {
        if Self::is_replaced(kept.as_ref(), self.time, order) {
            *kept = Some(self.clone());
        }
    }

    /// Returns the text as received.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.text {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(service_format(self.time)),
        }
    }
}

/// Formats a time as the service does.
fn service_format(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_timestamp;

    #[test]
    fn the_bad_share_is_rounded_half_up_to_six_digits() {
        for (bad, rated, expected) in [
            (0, 0, None),
            (0, 5, Some("0.000000")),
            (5, 5, Some("1.000000")),
            (1, 3, Some("0.333333")),
            (2, 3, Some("0.666667")),
            (1, 64, Some("0.015625")),
            (1, 2_000_000, Some("0.000001")),
            (3, 128_000_000, Some("0.000000")),
            (u64::MAX - 1, u64::MAX, Some("1.000000")),
        ] {
            let group = Group {
                rated,
                bad,
                ..Group::default()
            };
            let share = group.bad_share().map(|share| share.to_string());
            assert_eq!(share.as_deref(), expected, "{bad}/{rated}");
        }
    }

    #[test]
    fn timestamps_are_compared_as_instants() {
        let mut first = None;
        for text in [
            "2025-01-31T23:15:00Z",
            "2025-01-31 23:30:00Z",
            "2025-02-01T01:10:00+02:00",
            "2025-02-01T00:00:00Z",
        ] {
            KeptTime::new(parse_timestamp(text).unwrap(), text).replace(&mut first, Ordering::Less);
        }
        assert_eq!(first.unwrap().text(), "2025-02-01T01:10:00+02:00");
    }

    #[test]
    fn a_timestamp_keeps_its_text() {
        for text in [
            "2025-01-31T23:15:00.366Z",
            "2025-01-31T23:15:00Z",
            "2025-01-31t23:15:00.366z",
            "2025-02-01T01:10:00.366666+02:00",
        ] {
            assert_eq!(
                KeptTime::new(parse_timestamp(text).unwrap(), text).text(),
                text
            );
        }
    }
}
