//! Keys of groups: the values that the calls of a group share.
//!
//! A key is the texts of the key columns, each followed by a byte that no UTF-8 text contains:
//!
//! ```text
//! -g room.room_id,hour     A 1 \xff 0 9 \xff
//! ```
//!
//! So equal keys are equal bytes, and a hash map finds the group of a call without reading numbers.
//! Only when groups are sorted do numbers count as numbers: `9` comes before `10`, and before any
//! text. Most comparisons are decided by the first bytes, which [`KeyPrefix`] keeps in one place.
//! An order-preserving encoding of whole keys would sort a little faster, and take as much memory
//! again as the keys themselves, which matters with millions of groups.

use crate::text::DecimalStr;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Follows each value of a key.
const END: u8 = 0xff;

/// Appends a value to a key.
pub fn push(key: &mut Vec<u8>, text: &str) {
    key.extend_from_slice(text.as_bytes());
    key.push(END);
}

/// Returns the values of a key.
pub fn texts(key: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    let key = key.strip_suffix(&[END]).unwrap_or(key);
    key.split(|byte| *byte == END).map(String::from_utf8_lossy)
}

/// The first bytes of a key, in the order of keys as far as they go. Those of numbers are equal to
/// each other, and less than those of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyPrefix([u8; 16]);

impl KeyPrefix {
    pub fn new(key: &[u8]) -> Self {
        let first = key.split(|byte| *byte == END).next().unwrap_or_default();
        let mut prefix = [0; 16];
        if !is_number(first) {
            let len = first.len().min(prefix.len() - 1);
            prefix[0] = 1;
            prefix[1..=len].copy_from_slice(&first[..len]);
        }
        Self(prefix)
    }
}

fn is_number(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| parse_number(text).is_some())
}

/// Parses a number, also with leading zeros, as hours have them.
fn parse_number(text: &str) -> Option<DecimalStr<'_>> {
    DecimalStr::parse(text).or_else(|| {
        let digits = text.trim_start_matches('0');
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits.is_empty() { "0" } else { digits };
        DecimalStr::parse(number).filter(|_| is_number && !text.is_empty())
    })
}

/// Compares two keys by their first values, then by the next ones: numbers by value and before
/// texts, texts by code points. Numbers that are equal are compared as texts, so that different
/// keys are never equal.
pub fn compare(one: &[u8], other: &[u8]) -> Ordering {
    let pairs = texts(one).zip(texts(other));
    let mut orders = pairs.map(
        |(one, other)| match (parse_number(&one), parse_number(&other)) {
            (Some(a), Some(b)) => a.cmp(&b).then_with(|| one.cmp(&other)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => one.cmp(&other),
        },
    );
    orders
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// A group with its key.
pub struct SortedGroup {
    pub prefix: KeyPrefix,
    pub key: Box<[u8]>,
    /// The index of the group.
    pub index: u32,
}

impl SortedGroup {
    /// Compares the keys of two groups.
    pub fn compare(&self, other: &Self) -> Ordering {
        let prefixes = self.prefix.cmp(&other.prefix);
        prefixes.then_with(|| compare(&self.key, &other.key))
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
    fn a_key_is_split_into_its_values() {
        for values in [&["a", "b"][..], &["", ""], &["é\0", "1:"], &[""]] {
            assert_eq!(texts(&key(values)).collect::<Vec<_>>(), values);
        }
    }

    #[test]
    fn numbers_sort_by_value_and_before_texts() {
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
        fn prefixes_never_contradict_the_order_of_keys(
            one in "[0-9a-bé.]{0,20}", other in "[0-9a-bé.]{0,20}", next in "[0-9a]{0,3}",
        ) {
            let (one, other) = (key(&[&one, &next]), key(&[&other, "5"]));
            let order = KeyPrefix::new(&one).cmp(&KeyPrefix::new(&other));
            prop_assert!(order.is_eq() || order == compare(&one, &other));
        }
    }
}
