//! The values that calls of a group have in common.

use crate::text::DecimalStr;
use std::borrow::Cow;
use std::cmp::Ordering;

/// What stands behind each value of a key: a byte that no text has.
const END: u8 = 0xff;

/// Appends a value to a key.
pub fn push(key: &mut Vec<u8>, text: &str) {
    key.extend_from_slice(text.as_bytes());
    key.push(END);
}

/// The values of a key.
pub fn texts(key: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    let key = key.strip_suffix(&[END]).unwrap_or(key);
    key.split(|byte| *byte == END).map(String::from_utf8_lossy)
}

/// The start of a key, in the order of keys as far as it goes: compared first, it saves most looks at the keys
/// themselves. Numbers stand before texts, and are equal to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start([u8; 16]);

impl Start {
    /// The start of a key.
    pub fn of(key: &[u8]) -> Self {
        let first = key.split(|byte| *byte == END).next().unwrap_or_default();
        let mut start = [0; 16];
        if !is_number(first) {
            let length = first.len().min(start.len() - 1);
            start[0] = 1;
            start[1..=length].copy_from_slice(&first[..length]);
        }
        Self(start)
    }
}

fn is_number(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| number(text).is_some())
}

/// The number that a text is, also with zeros before it, as hours have.
fn number(text: &str) -> Option<DecimalStr<'_>> {
    DecimalStr::parse(text).or_else(|| {
        let digits = text.trim_start_matches('0');
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits.is_empty() { "0" } else { digits };
        DecimalStr::parse(number).filter(|_| is_number && !text.is_empty())
    })
}

/// The order of two keys: by their first value, then by the next; numbers by their size, before texts by their
/// characters.
pub fn compare(one: &[u8], other: &[u8]) -> Ordering {
    let pairs = texts(one).zip(texts(other));
    let mut orders = pairs.map(|(one, other)| match (number(&one), number(&other)) {
        (Some(a), Some(b)) => a.cmp(&b).then_with(|| one.cmp(&other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.cmp(&other),
    });
    orders
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// A group in the order of keys.
pub struct Sorted {
    /// The start of its key.
    pub start: Start,
    pub key: Box<[u8]>,
    /// The place of the group.
    pub place: u32,
}

impl Sorted {
    /// How its key stands to another.
    pub fn compare(&self, other: &Self) -> Ordering {
        let starts = self.start.cmp(&other.start);
        starts.then_with(|| compare(&self.key, &other.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(values: &[&str]) -> Vec<u8> {
        let mut key = Vec::new();
        for value in values {
            push(&mut key, value);
        }
        key
    }

    #[test]
    fn the_values_of_a_key_come_out_again() {
        for values in [&["a", "b"][..], &["", ""], &["é\0", "1:"], &[""]] {
            assert_eq!(texts(&key(values)).collect::<Vec<_>>(), values);
        }
    }

    #[test]
    fn keys_sort_as_numbers_before_texts() {
        let mut keys =
            ["b", "10", "", "09", "a", "-1", "1.5", "00", "9"].map(|value| key(&[value]));
        keys.sort_by(|one, other| compare(one, other));
        assert_eq!(
            keys,
            ["-1", "00", "1.5", "09", "9", "10", "", "a", "b"].map(|value| key(&[value]))
        );
    }

    proptest! {
        #[test]
        fn the_start_of_a_key_is_in_the_order_of_the_key(
            one in "[0-9a-bé.]{0,20}", other in "[0-9a-bé.]{0,20}", next in "[0-9a]{0,3}",
        ) {
            let (one, other) = (key(&[&one, &next]), key(&[&other, "5"]));
            let order = Start::of(&one).cmp(&Start::of(&other));
            prop_assert!(order.is_eq() || order == compare(&one, &other));
        }
    }
}
