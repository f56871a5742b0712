//! Sorting of rows by key, in bounded memory.
//!
//! A row is a key, which is compared byte by byte, and a text. Rows are buffered up to
//! [`MAX_BUFFER_BYTES`]; a full buffer is sorted and appended to a temporary file as a run, and the
//! runs are merged at the end. Rows with equal keys keep their order: runs are written in the order
//! of their rows, and of equal keys the earlier run comes first.
//!
//! With a limit, a full buffer drops the rows beyond it, and its last key becomes a cutoff: later
//! rows that are not below it are dropped at once. So the first ten of a billion rows never touch
//! the disk.
//!
//! Keys of typed values come from [`encode_i64`] and [`encode_time`].

mod runs;

use self::runs::Runs;
use chrono::{DateTime, Utc};
use std::io;
use std::ops::Range;

/// The size of the buffered rows at which they become a run. Several sorters can be at work at a
/// time, and 2 GB of records are 500 runs, which one merge can read.
const MAX_BUFFER_BYTES: usize = 4 << 20;

/// Sorts rows by key, stably.
pub struct ExternalSorter {
    buffer: RowBuffer,
    runs: Runs,
    /// The number of rows that are wanted.
    limit: usize,
    /// The largest key among the first `limit` rows so far.
    cutoff: Option<Vec<u8>>,
    max_buffer_bytes: usize,
}

impl ExternalSorter {
    /// Creates a sorter that yields no more than the first `limit` rows.
    pub fn new(limit: Option<u64>) -> Self {
        Self::with_buffer(MAX_BUFFER_BYTES, limit)
    }

    fn with_buffer(max_buffer_bytes: usize, limit: Option<u64>) -> Self {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok());
        Self {
            buffer: RowBuffer::default(),
            runs: Runs::default(),
            limit: limit.unwrap_or(usize::MAX),
            cutoff: None,
            max_buffer_bytes,
        }
    }

    /// Adds a row: its key, which `push_key` appends, and its text.
    pub fn push(&mut self, push_key: impl FnOnce(&mut Vec<u8>), text: &str) -> io::Result<()> {
        let key = self.buffer.push(push_key, text);
        if self.cutoff.as_ref().is_some_and(|cutoff| key >= &**cutoff) {
            self.buffer.pop();
            return Ok(());
        }
        if self.buffer.size() < self.max_buffer_bytes {
            return Ok(());
        }
        self.buffer.sort(self.limit);
        if self.buffer.rows.len() == self.limit {
            self.cutoff = self.buffer.rows().last().map(|(key, _)| key.to_vec());
        }
        // Sorting again would gain little if the rows below the limit leave no room.
        if self.buffer.size() > self.max_buffer_bytes / 2 {
            self.runs.append(self.buffer.rows())?;
            self.buffer = RowBuffer::default();
        }
        Ok(())
    }

    /// Calls `f` with the text of each row, in order.
    pub fn for_each(self, mut f: impl FnMut(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
        self.for_each_keyed(|_, text| f(text))
    }

    /// Calls `f` with the key and the text of each row, in order.
    pub fn for_each_keyed(
        mut self,
        mut f: impl FnMut(&[u8], &str) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.buffer.sort(self.limit);
        if self.runs.is_empty() {
            return self.buffer.rows().try_for_each(|(key, text)| f(key, text));
        }
        self.runs.append(self.buffer.rows())?;
        drop(self.buffer);
        self.runs.merge(self.limit, self.max_buffer_bytes, f)
    }
}

/// Rows in memory.
#[derive(Default)]
struct RowBuffer {
    keys: Vec<u8>,
    texts: String,
    /// The ranges of the key and the text of each row.
    rows: Vec<(Range<usize>, Range<usize>)>,
}

impl RowBuffer {
    fn size(&self) -> usize {
        self.texts.len() + self.keys.len() + size_of_val(&*self.rows)
    }

    /// Adds a row, and returns its key.
    fn push(&mut self, push_key: impl FnOnce(&mut Vec<u8>), text: &str) -> &[u8] {
        let (key_start, text_start) = (self.keys.len(), self.texts.len());
        push_key(&mut self.keys);
        self.texts.push_str(text);
        self.rows
            .push((key_start..self.keys.len(), text_start..self.texts.len()));
        &self.keys[key_start..]
    }

    /// Removes the last row.
    fn pop(&mut self) {
        if let Some((key, text)) = self.rows.pop() {
            self.keys.truncate(key.start);
            self.texts.truncate(text.start);
        }
    }

    fn row(&self, (key, text): &(Range<usize>, Range<usize>)) -> (&[u8], &str) {
        (&self.keys[key.clone()], &self.texts[text.clone()])
    }

    fn rows(&self) -> impl Iterator<Item = (&[u8], &str)> {
        self.rows.iter().map(|row| self.row(row))
    }

    /// Sorts the rows, and drops those beyond the limit.
    fn sort(&mut self, limit: usize) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by(|a, b| self.row(a).0.cmp(self.row(b).0));
        if rows.len() <= limit {
            self.rows = rows;
            return;
        }
        let mut first = Self::default();
        for row in &rows[..limit] {
            let (key, text) = self.row(row);
            first.push(|keys| keys.extend_from_slice(key), text);
        }
        *self = first;
    }
}

/// Encodes an integer so that the order of the bytes is the order of the integers: the most
/// significant byte first, its sign inverted.
pub fn encode_i64(number: i64) -> [u8; 8] {
    (number ^ i64::MIN).to_be_bytes()
}

/// Decodes [`encode_i64`].
pub fn decode_i64(bytes: [u8; 8]) -> i64 {
    i64::from_be_bytes(bytes) ^ i64::MIN
}

/// Encodes a time so that the order of the bytes is the order in time.
pub fn encode_time(time: DateTime<Utc>) -> impl Iterator<Item = u8> {
    let seconds = encode_i64(time.timestamp());
    let nanoseconds = time.timestamp_subsec_nanos().to_be_bytes();
    seconds.into_iter().chain(nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sorts rows with these keys. The text of a row is its key and its index.
    fn sorted(keys: &[u8], bound: usize, limit: Option<u64>) -> Vec<String> {
        let mut sorter = ExternalSorter::with_buffer(bound, limit);
        for (index, key) in keys.iter().enumerate() {
            let text = format!("{key} {index}");
            sorter.push(|bytes| bytes.push(*key), &text).unwrap();
        }
        let mut texts = Vec::new();
        let push = |text: &str| {
            texts.push(text.to_owned());
            Ok(())
        };
        sorter.for_each(push).unwrap();
        texts
    }

    fn expected(keys: &[u8], limit: Option<u64>) -> Vec<String> {
        let mut rows: Vec<_> = keys.iter().zip(0..).collect();
        rows.sort();
        let rows = rows
            .into_iter()
            .map(|(key, index)| format!("{key} {index}"));
        let limit = limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap());
        rows.take(limit).collect()
    }

    #[test]
    fn many_runs_are_merged() {
        let keys: Vec<_> = (0..20_000_u32)
            .map(|number| (number * 7919 % 251).to_le_bytes()[0])
            .collect();
        assert_eq!(sorted(&keys, 200, None), expected(&keys, None));
    }

    #[test]
    fn a_row_may_be_longer_than_the_buffer() {
        let mut sorter = ExternalSorter::with_buffer(10, None);
        for text in ["b".repeat(100), String::new(), "a".repeat(100)] {
            sorter.push(|key| key.extend(text.bytes()), &text).unwrap();
        }
        let mut lengths = Vec::new();
        sorter
            .for_each(|text| {
                lengths.push(text.len());
                Ok(())
            })
            .unwrap();
        assert_eq!(lengths, [0, 100, 100]);
    }

    proptest! {
        #[test]
        fn rows_are_sorted_by_key_and_equal_keys_keep_their_order(
            keys in prop::collection::vec(0..5_u8, 0..300),
            bound in 1..5_000_usize,
            limit in prop::option::of(1..50_u64),
        ) {
            prop_assert_eq!(sorted(&keys, bound, limit), expected(&keys, limit));
        }
    }

    proptest! {
        #[test]
        fn the_order_of_bytes_is_the_order_of_integers(a in any::<i64>(), b in any::<i64>()) {
            prop_assert_eq!(encode_i64(a).cmp(&encode_i64(b)), a.cmp(&b));
            prop_assert_eq!(decode_i64(encode_i64(a)), a);
        }
    }
}
