//! One group of calls, and what is summed up of them.

use crate::text::Decimal;
use chrono::{DateTime, SecondsFormat, Utc};
use std::borrow::Cow;
use std::cmp::Ordering;

/// The calls that have the same key.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// How many calls there are.
    pub calls: u64,
    /// How many of them are rated, and how many are rated bad.
    pub rated: u64,
    pub bad: u64,
    /// How many different conferences they are in; known once all calls are.
    pub conferences: u64,
    /// The times that are kept, in the order of their columns.
    pub times: Box<[Option<Stamp>]>,
    /// The sums, in the order of their columns.
    pub sums: Box<[Option<Decimal>]>,
}

/// A time stamp, with what it says.
#[derive(Clone, Debug)]
pub struct Stamp {
    time: DateTime<Utc>,
    /// As it was sent, unless that is the service's own form.
    text: Option<Box<str>>,
}

impl Group {
    /// A group without calls yet, with so many times and sums.
    pub fn new(times: usize, sums: usize) -> Self {
        Self {
            times: vec![None; times].into(),
            sums: vec![None; sums].into(),
            ..Self::default()
        }
    }

    /// Counts all the calls of another group, but not its conferences: they may be in this one already. Of each time
    /// that is kept stands the one that comes in this order to the other.
    pub fn merge(&mut self, other: &Self, orders: impl Iterator<Item = Ordering>) {
        self.calls += other.calls;
        self.rated += other.rated;
        self.bad += other.bad;
        for ((kept, time), wanted) in self.times.iter_mut().zip(&other.times).zip(orders) {
            if let Some(time) = time {
                time.replace(kept, wanted);
            }
        }
        for (sum, other) in self.sums.iter_mut().zip(&other.sums) {
            if let Some(other) = other {
                *sum.get_or_insert_default() += other;
            }
        }
    }

    /// Returns the bad calls divided by the rated ones, rounded half up to six digits behind the point, or `None` if no
    /// call is rated.
    pub fn bad_share(&self) -> Option<Decimal> {
        let (bad, rated) = (u128::from(self.bad), u128::from(self.rated));
        let millionths = (2_000_000 * bad + rated).checked_div(2 * rated)?;
        Some(Decimal::from_scaled(i64::try_from(millionths).ok()?, 6))
    }
}

impl Stamp {
    /// A time stamp that was sent as this text.
    pub fn new(time: DateTime<Utc>, text: &str) -> Self {
        let is_own = own_form(time) == text;
        Self {
            time,
            text: (!is_own).then(|| text.into()),
        }
    }

    /// Whether it stands in this order to the one that was kept, or none was.
    pub fn comes(kept: Option<&Self>, time: DateTime<Utc>, wanted: Ordering) -> bool {
        kept.is_none_or(|kept| time.cmp(&kept.time) == wanted)
    }

    fn replace(&self, kept: &mut Option<Self>, wanted: Ordering) {
        if Self::comes(kept.as_ref(), self.time, wanted) {
            *kept = Some(self.clone());
        }
    }

    /// As it was sent.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.text {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(own_form(self.time)),
        }
    }
}

/// The form in which the service sends its times.
fn own_form(time: DateTime<Utc>) -> String {
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
    fn time_stamps_are_compared_as_instants() {
        let mut first = None;
        for text in [
            "2025-01-31T23:15:00Z",
            "2025-01-31 23:30:00Z",
            "2025-02-01T01:10:00+02:00",
            "2025-02-01T00:00:00Z",
        ] {
            Stamp::new(parse_timestamp(text).unwrap(), text).replace(&mut first, Ordering::Less);
        }
        assert_eq!(first.unwrap().text(), "2025-02-01T01:10:00+02:00");
    }

    #[test]
    fn a_time_stamp_stays_as_it_was_sent() {
        for text in [
            "2025-01-31T23:15:00.366Z",
            "2025-01-31T23:15:00Z",
            "2025-01-31t23:15:00.366z",
            "2025-02-01T01:10:00.366666+02:00",
        ] {
            assert_eq!(
                Stamp::new(parse_timestamp(text).unwrap(), text).text(),
                text
            );
        }
    }
}
