//! Sorted rows in a temporary file.

use crate::io::Spool;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::io::{self, BufReader, BufWriter, Read, Write};

/// How much of a run is held in memory, in bytes.
const HELD: usize = 64 << 10;

/// Rows on their way into a temporary file.
pub struct Writer {
    rows: BufWriter<Spool>,
    count: u64,
}

/// Sorted rows in a temporary file.
pub struct Run {
    rows: Spool,
    count: u64,
}

impl Default for Writer {
    fn default() -> Self {
        let rows = BufWriter::with_capacity(HELD, Spool::holding(0));
        Self { rows, count: 0 }
    }
}

impl Writer {
    /// Adds a row: its key and its text.
    pub fn row(&mut self, key: &[u8], text: &str) -> io::Result<()> {
        self.count += 1;
        self.rows.write_all(&key.len().to_le_bytes())?;
        self.rows.write_all(&text.len().to_le_bytes())?;
        self.rows.write_all(key)?;
        self.rows.write_all(text.as_bytes())
    }

    /// The rows that were added.
    pub fn finish(self) -> io::Result<Run> {
        let rows = self.rows.into_inner();
        Ok(Run {
            rows: rows.map_err(io::IntoInnerError::into_error)?,
            count: self.count,
        })
    }
}

/// The next row of a run that is read.
struct Cursor<R> {
    key: Vec<u8>,
    text: Vec<u8>,
    /// Which of the runs it is: of equal rows, that of an earlier run comes first.
    place: usize,
    rows: R,
    /// How many rows are still to be read.
    left: u64,
}

impl<R: Read> Cursor<R> {
    /// Goes on to the next row, if there is one.
    fn advance(mut self) -> io::Result<Option<Self>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        for part in [&mut self.key, &mut self.text] {
            let mut length = [0; size_of::<usize>()];
            self.rows.read_exact(&mut length)?;
            part.resize(usize::from_le_bytes(length), 0);
        }
        self.rows.read_exact(&mut self.key)?;
        self.rows.read_exact(&mut self.text)?;
        Ok(Some(self))
    }
}

impl<R> Ord for Cursor<R> {
    fn cmp(&self, other: &Self) -> Ordering {
        let keys = self.key.cmp(&other.key);
        keys.then(self.place.cmp(&other.place))
    }
}

impl<R> PartialOrd for Cursor<R> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<R> PartialEq for Cursor<R> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<R> Eq for Cursor<R> {}

/// Hands on the first rows of all runs, up to a limit, in the order of their keys.
pub fn merge<E: From<io::Error>>(
    runs: Vec<Run>,
    limit: u64,
    mut take: impl FnMut(&[u8], &str) -> Result<(), E>,
) -> Result<(), E> {
    let mut cursors = BinaryHeap::new();
    for (place, run) in runs.into_iter().enumerate() {
        let cursor = Cursor {
            key: Vec::new(),
            text: Vec::new(),
            place,
            rows: BufReader::with_capacity(HELD, run.rows.into_reader()?),
            left: run.count,
        };
        cursors.extend(cursor.advance()?.map(Reverse));
    }
    let mut left = limit;
    while let Some(Reverse(cursor)) = cursors.pop()
        && left > 0
    {
        left -= 1;
        let text = std::str::from_utf8(&cursor.text).map_err(io::Error::other)?;
        take(&cursor.key, text)?;
        cursors.extend(cursor.advance()?.map(Reverse));
    }
    Ok(())
}
