//! One group of calls, and what is summed up of them.

use super::super::totals::sum::Sum;
use crate::text::Decimal;
use chrono::{DateTime, Utc};
use std::cmp::Ordering;

/// The calls that have the same key.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// How many calls there are.
    pub calls: u64,
    /// How many different conferences they are in; known once all calls are.
    pub conferences: u64,
    /// The earliest time of joining.
    pub first_connect: Option<Stamp>,
    /// The latest time of leaving.
    pub last_disconnect: Option<Stamp>,
    /// The sums, in the order of their columns.
    pub sums: Box<[Sum]>,
}

/// A time stamp as it was sent, with what it says.
#[derive(Clone, Debug)]
pub struct Stamp {
    time: DateTime<Utc>,
    text: Box<str>,
}

impl Group {
    /// A group without calls yet, and with so many sums.
    pub fn new(sums: usize) -> Self {
        Self {
            sums: vec![Sum::default(); sums].into(),
            ..Self::default()
        }
    }

    /// Counts all the calls of another group, but not its conferences: they may be in this one already.
    pub fn merge(&mut self, other: &Self) {
        self.calls += other.calls;
        if let Some(first) = &other.first_connect {
            Stamp::keep(
                &mut self.first_connect,
                first.time,
                &first.text,
                Ordering::Less,
            );
        }
        if let Some(last) = &other.last_disconnect {
            Stamp::keep(
                &mut self.last_disconnect,
                last.time,
                &last.text,
                Ordering::Greater,
            );
        }
        for (sum, other) in self.sums.iter_mut().zip(&other.sums) {
            sum.merge(other);
        }
    }
}

impl Stamp {
    /// Keeps a time stamp if it stands in this order to the one that was kept.
    pub fn keep(kept: &mut Option<Self>, time: DateTime<Utc>, text: &str, wanted: Ordering) {
        if kept
            .as_ref()
            .is_none_or(|kept| time.cmp(&kept.time) == wanted)
        {
            let text = text.into();
            *kept = Some(Self { time, text });
        }
    }

    /// As it was sent.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The order of two texts of a key: numbers by their size, before texts by their characters.
pub fn compare_keys(one: &str, other: &str) -> Ordering {
    match (Decimal::parse(one), Decimal::parse(other)) {
        (Some(a), Some(b)) => a.cmp(&b).then_with(|| one.cmp(other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.cmp(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::time;

    #[test]
    fn time_stamps_are_compared_as_instants() {
        let mut first = None;
        for text in [
            "2025-01-31T23:15:00Z",
            "2025-01-31 23:30:00Z",
            "2025-02-01T01:10:00+02:00",
            "2025-02-01T00:00:00Z",
        ] {
            Stamp::keep(&mut first, time(text).unwrap(), text, Ordering::Less);
        }
        assert_eq!(first.unwrap().text(), "2025-02-01T01:10:00+02:00");
    }

    #[test]
    fn keys_sort_as_numbers_before_texts() {
        let mut keys = ["b", "10", "9", "a", "-1", "1.5"];
        keys.sort_by(|one, other| compare_keys(one, other));
        assert_eq!(keys, ["-1", "1.5", "9", "10", "a", "b"]);
    }
}
