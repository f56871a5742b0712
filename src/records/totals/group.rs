//! One group of calls, and what is summed up of them.

use super::conferences::Conferences;
use super::{SUMMED, Slots};
use crate::failure::{Failure, Kind};
use crate::json_text::text_of;
use crate::records::{Record, quoted};
use crate::spool::no_room;
use anyhow::Context;
use chrono::DateTime;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The calls that have the same key.
pub struct Group {
    /// Which group it is, in the order of their first calls.
    pub number: u32,
    /// The values of the key as JSON.
    keys: Vec<String>,
    /// How many calls there are.
    pub calls: u64,
    /// How many different conferences they are in; known once all calls are.
    pub conferences: u64,
    /// The conference of the last call: calls of one conference often follow each other.
    last_conference: String,
    first_connect: Option<String>,
    last_disconnect: Option<String>,
    /// The sums of [`SUMMED`].
    pub sums: [Sum; 6],
}

/// A sum, and how many calls are in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    total: Decimal,
    /// How many calls have the member.
    pub calls: u64,
}

impl Group {
    /// A group without calls yet.
    pub fn new(number: u32, keys: Vec<String>) -> Self {
        Self {
            number,
            keys,
            calls: 0,
            conferences: 0,
            last_conference: String::new(),
            first_connect: None,
            last_disconnect: None,
            sums: [Sum::default(); 6],
        }
    }

    /// Counts a call.
    pub fn add(
        &mut self,
        record: &Record<'_>,
        slots: &Slots,
        conferences: &mut Conferences,
    ) -> anyhow::Result<()> {
        self.calls += 1;
        let text = |slot: usize| record.values[slot].map(text_of).unwrap_or_default();
        let conference = text(slots.conference);
        if !conference.is_empty() && self.last_conference != conference {
            conferences
                .add(self.number, &conference)
                .with_context(no_room)?;
            conference.as_ref().clone_into(&mut self.last_conference);
        }
        keep(
            &mut self.first_connect,
            &text(slots.connected),
            Ordering::Less,
        );
        keep(
            &mut self.last_disconnect,
            &text(slots.disconnected),
            Ordering::Greater,
        );
        for (index, slot) in slots.summed.into_iter().enumerate() {
            let text = text(slot);
            if let Some(number) = decimal(&text, SUMMED[index])? {
                self.sums[index].add(
                    Sum {
                        total: number,
                        calls: 1,
                    },
                    SUMMED[index],
                )?;
            }
        }
        Ok(())
    }

    /// Counts all the calls of another group, but not its conferences: they may be in this one already.
    pub fn merge(&mut self, other: &Self) -> anyhow::Result<()> {
        self.calls += other.calls;
        let time = |time: &Option<String>| time.clone().unwrap_or_default();
        keep(
            &mut self.first_connect,
            &time(&other.first_connect),
            Ordering::Less,
        );
        keep(
            &mut self.last_disconnect,
            &time(&other.last_disconnect),
            Ordering::Greater,
        );
        for (index, sum) in other.sums.into_iter().enumerate() {
            self.sums[index].add(sum, SUMMED[index])?;
        }
        Ok(())
    }

    /// The cells of the group's row as JSON, in the order of the totals' columns.
    pub fn cells(&self) -> impl Iterator<Item = String> {
        let counts = [self.calls.to_string(), self.conferences.to_string()];
        let times = [&self.first_connect, &self.last_disconnect];
        let times = times.map(|time| match time {
            Some(time) => quoted(time),
            None => "null".to_owned(),
        });
        let sums = self.sums.map(|sum| match sum.calls {
            0 => "null".to_owned(),
            _ => sum.total.to_string(),
        });
        let keys = self.keys.iter().cloned();
        keys.chain(counts).chain(times).chain(sums)
    }

    /// The order of two groups by their keys: numbers by their size, before texts by their characters.
    pub fn compare_keys(&self, other: &Self) -> Ordering {
        let pairs = self.keys.iter().zip(&other.keys);
        let mut orders = pairs.map(|(one, other)| {
            let (one, other) = (text_of(one), text_of(other));
            match (one.parse::<Decimal>(), other.parse::<Decimal>()) {
                (Ok(a), Ok(b)) => a.cmp(&b).then_with(|| one.cmp(&other)),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => one.cmp(&other),
            }
        });
        orders
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl Sum {
    fn add(&mut self, other: Self, name: &str) -> anyhow::Result<()> {
        let total = self.total.checked_add(other.total);
        // A scale that shrinks was rounded.
        let scale = self.total.scale().max(other.total.scale());
        let exact = total.filter(|total| total.scale() == scale);
        self.total = exact.ok_or_else(|| too_large(name, &other.total.to_string()))?;
        self.calls += other.calls;
        Ok(())
    }
}

/// The number that a text says, if it is one.
fn decimal(text: &str, name: &str) -> anyhow::Result<Option<Decimal>> {
    let starts_like_one = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    if !starts_like_one || text.parse::<f64>().is_err() {
        return Ok(None);
    }
    let exact = if text.contains(['e', 'E']) {
        Decimal::from_scientific(text)
    } else {
        Decimal::from_str_exact(text)
    };
    exact.map(Some).map_err(|_| too_large(name, text))
}

fn too_large(name: &str, number: &str) -> anyhow::Error {
    let message =
        format!("{name} has {number} in it, which can't be summed exactly; leave out --group-by");
    Failure::new(Kind::NotCdr, message).into()
}

/// Keeps a time stamp if it stands in this order to the one that was kept.
fn keep(kept: &mut Option<String>, time_stamp: &str, wanted: Ordering) {
    let is_better = match kept {
        Some(kept) => order(time_stamp, kept) == wanted,
        None => true,
    };
    if is_better && DateTime::parse_from_rfc3339(time_stamp).is_ok() {
        *kept = Some(time_stamp.to_owned());
    }
}

/// The order of two time stamps. Those of the service's own form sort as text.
fn order(one: &str, other: &str) -> Ordering {
    if one.len() == other.len() && one.ends_with('Z') && other.ends_with('Z') {
        return one.cmp(other);
    }
    let times = [one, other].map(DateTime::parse_from_rfc3339);
    match times {
        [Ok(one), Ok(other)] => one.cmp(&other),
        _ => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[&str]) -> anyhow::Result<String> {
        let mut sum = Sum::default();
        for number in numbers {
            if let Some(total) = decimal(number, "x")? {
                sum.add(Sum { total, calls: 1 }, "x")?;
            }
        }
        Ok(sum.total.to_string())
    }

    #[test]
    fn sums_are_exact() {
        assert_eq!(sum(&["0.1", "0.2"]).unwrap(), "0.3");
        assert_eq!(sum(&["1.10", "2", "-0.05"]).unwrap(), "3.05");
        assert_eq!(sum(&["1e3", "2.5E-2"]).unwrap(), "1000.025");
        assert_eq!(
            sum(&["12345678901234567890123", "0.5"]).unwrap(),
            "12345678901234567890123.5"
        );
    }

    #[test]
    fn what_is_no_number_is_not_summed() {
        for text in [
            "", "null", "soon", "-", "1x", "0x10", "inf", "NaN", "1_000", "1,5", " 1",
        ] {
            assert!(decimal(text, "x").unwrap().is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_sum_that_can_t_be_exact_is_refused() {
        let huge = "79228162514264337593543950335";
        assert!(sum(&[huge, "1"]).is_err());
        assert!(sum(&[huge, "0.1"]).is_err());
        assert!(sum(&["1e400"]).is_err());
        assert!(sum(&["0.00000000000000000000000000001"]).is_err());
    }

    #[test]
    fn time_stamps_are_compared_as_times() {
        let mut first = None;
        for time in [
            "2025-01-02T00:00:00.000Z",
            "soon",
            "2025-01-02T01:30:00+02:00",
            "",
        ] {
            keep(&mut first, time, Ordering::Less);
        }
        assert_eq!(first.as_deref(), Some("2025-01-02T01:30:00+02:00"));
    }

    #[test]
    fn keys_sort_as_numbers_before_texts() {
        let mut keys = ["b", "10", "9", "a", "-1", "1.5"];
        let group = |key: &str| Group::new(0, vec![quoted(key)]);
        keys.sort_by(|one, other| group(one).compare_keys(&group(other)));
        assert_eq!(keys, ["-1", "1.5", "9", "10", "a", "b"]);
    }
}
