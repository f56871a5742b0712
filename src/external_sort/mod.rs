//! Rows in the order of their keys, in bounded memory.

mod run;

use self::run::{Run, Writer, merge};
use std::io;

/// How much is held in memory before it becomes a run of a temporary file, in bytes.
const HELD: usize = 8 << 20;

/// The same where several sorters are at work at once.
const HELD_OF_SEVERAL: usize = 2 << 20;

/// How much is held at least before those rows are let go that are not wanted.
const HELD_FOR_FEW: usize = HELD / 64;

/// How many runs of a size are merged into a longer one.
const MERGED: usize = 64;

/// Puts rows in the order of their keys; those with equal keys stay as they came. What does not fit into memory is
/// sorted in runs, which are merged at the end.
pub struct ExternalSorter {
    held: Held,
    /// Sorted runs: at each place those that were merged so often. The rows of a longer run came before those of
    /// the shorter ones.
    runs: Vec<Vec<Run>>,
    /// How many rows are wanted.
    limit: u64,
    /// The key that a row must be before, once there are enough.
    last: Option<Vec<u8>>,
    most: usize,
    bound: usize,
}

impl ExternalSorter {
    /// Hands on no more than the first `limit` rows.
    pub fn new(limit: Option<u64>) -> Self {
        Self::holding(HELD, limit)
    }

    /// One of several that are at work at once.
    pub fn of_several() -> Self {
        Self::holding(HELD_OF_SEVERAL, None)
    }

    fn holding(bound: usize, limit: Option<u64>) -> Self {
        Self {
            held: Held::default(),
            runs: Vec::new(),
            limit: limit.unwrap_or(u64::MAX),
            last: None,
            most: bound,
            bound: if limit.is_some() {
                bound.min(HELD_FOR_FEW)
            } else {
                bound
            },
        }
    }

    /// Adds a row: its key, which `key` appends, and its text.
    pub fn push(&mut self, key: impl FnOnce(&mut Vec<u8>), text: &str) -> io::Result<()> {
        let key = self.held.push(key, text);
        if self.last.as_ref().is_some_and(|last| key >= &**last) {
            self.held.pop();
            return Ok(());
        }
        if self.held.size() < self.bound {
            return Ok(());
        }
        self.held.sort(self.limit);
        if self.held.size() > self.most / 2 {
            let run = std::mem::take(&mut self.held).into_run()?;
            return self.keep(run, 0);
        }
        if self.held.rows.len() as u64 == self.limit {
            self.last = self.held.rows().last().map(|(key, _)| key.to_vec());
        }
        self.bound = (2 * self.held.size()).clamp(self.bound, self.most);
        Ok(())
    }

    /// Keeps a run among those that were merged so often.
    fn keep(&mut self, run: Run, times: usize) -> io::Result<()> {
        if self.runs.len() == times {
            self.runs.push(Vec::new());
        }
        self.runs[times].push(run);
        if self.runs[times].len() == MERGED {
            let mut merged = Writer::default();
            let runs = std::mem::take(&mut self.runs[times]);
            merge(runs, self.limit, |key, text| merged.row(key, text))?;
            self.keep(merged.finish()?, times + 1)?;
        }
        Ok(())
    }

    /// Hands on the texts of the rows in their order.
    pub fn each(self, mut take: impl FnMut(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
        self.each_keyed(|_, text| take(text))
    }

    /// Hands on the rows in their order, each with its key.
    pub fn each_keyed(
        mut self,
        mut take: impl FnMut(&[u8], &str) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.held.sort(self.limit);
        if self.runs.is_empty() {
            return self.held.rows().try_for_each(|(key, text)| take(key, text));
        }
        let mut runs: Vec<_> = self.runs.into_iter().rev().flatten().collect();
        runs.push(self.held.into_run()?);
        merge(runs, self.limit, take)
    }
}

/// Rows in memory.
#[derive(Default)]
struct Held {
    bytes: String,
    /// The keys of the rows, one after the other.
    keys: Vec<u8>,
    /// Where the key and the text of each row end, and how long they are.
    rows: Vec<[usize; 4]>,
}

impl Held {
    fn size(&self) -> usize {
        self.bytes.len() + self.keys.len() + size_of_val(&*self.rows)
    }

    /// Adds a row, and returns its key.
    fn push(&mut self, key: impl FnOnce(&mut Vec<u8>), text: &str) -> &[u8] {
        let start = self.keys.len();
        key(&mut self.keys);
        self.bytes.push_str(text);
        let length = self.keys.len() - start;
        self.rows
            .push([self.keys.len(), length, self.bytes.len(), text.len()]);
        &self.keys[start..]
    }

    /// Takes the last row away.
    fn pop(&mut self) {
        if let Some([key_end, key, text_end, text]) = self.rows.pop() {
            self.keys.truncate(key_end - key);
            self.bytes.truncate(text_end - text);
        }
    }

    fn row(&self, [key_end, key, text_end, text]: [usize; 4]) -> (&[u8], &str) {
        (
            &self.keys[key_end - key..key_end],
            &self.bytes[text_end - text..text_end],
        )
    }

    fn rows(&self) -> impl Iterator<Item = (&[u8], &str)> {
        self.rows.iter().map(|row| self.row(*row))
    }

    /// Sorts, and lets go of all but the first rows.
    fn sort(&mut self, limit: u64) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by(|one, other| self.row(*one).0.cmp(self.row(*other).0));
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if rows.len() <= limit {
            self.rows = rows;
            return;
        }
        let mut kept = Self::default();
        for row in &rows[..limit] {
            let (key, text) = self.row(*row);
            kept.push(|keys| keys.extend_from_slice(key), text);
        }
        *self = kept;
    }

    fn into_run(self) -> io::Result<Run> {
        let mut run = Writer::default();
        self.rows().try_for_each(|(key, text)| run.row(key, text))?;
        run.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is handed on of rows with these keys, each row's text its key and its place.
    fn sorted(keys: &[u8], bound: usize, limit: Option<u64>) -> Vec<String> {
        let mut sorter = ExternalSorter::holding(bound, limit);
        for (place, key) in keys.iter().enumerate() {
            let text = format!("{key} {place}");
            sorter.push(|bytes| bytes.push(*key), &text).unwrap();
        }
        let mut texts = Vec::new();
        let take = |text: &str| {
            texts.push(text.to_owned());
            Ok(())
        };
        sorter.each(take).unwrap();
        texts
    }

    fn expected(keys: &[u8], limit: Option<u64>) -> Vec<String> {
        let mut rows: Vec<_> = keys.iter().zip(0..).collect();
        rows.sort();
        let rows = rows
            .into_iter()
            .map(|(key, place)| format!("{key} {place}"));
        let limit = limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap());
        rows.take(limit).collect()
    }

    #[test]
    fn many_runs_are_merged_more_than_once() {
        let keys: Vec<_> = (0..20_000_u32)
            .map(|number| (number * 7919 % 251).to_le_bytes()[0])
            .collect();
        assert_eq!(sorted(&keys, 200, None), expected(&keys, None));
    }

    #[test]
    fn a_row_longer_than_memory_is_a_run_of_its_own() {
        let mut sorter = ExternalSorter::holding(10, None);
        for text in ["b".repeat(100), String::new(), "a".repeat(100)] {
            sorter.push(|key| key.extend(text.bytes()), &text).unwrap();
        }
        let mut lengths = Vec::new();
        sorter
            .each(|text| {
                lengths.push(text.len());
                Ok(())
            })
            .unwrap();
        assert_eq!(lengths, [0, 100, 100]);
    }

    proptest! {
        #[test]
        fn rows_come_in_the_order_of_their_keys_and_equals_as_they_came(
            keys in prop::collection::vec(0..5_u8, 0..300),
            bound in 1..5_000_usize,
            limit in prop::option::of(1..50_u64),
        ) {
            prop_assert_eq!(sorted(&keys, bound, limit), expected(&keys, limit));
        }
    }
}
