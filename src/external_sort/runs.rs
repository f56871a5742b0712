//! Sorted runs of rows, one after another in one temporary file.
//!
//! ```text
//! file │ run 0              │ run 1      │ …
//! row  │ key length, 8 bytes │ text length, 8 bytes │ key │ text
//! ```
//!
//! One file, because the number of open files is limited (often to 1,024), and a large sort has more runs. A merge reads
//! each run through a buffer of its own; all of them together take the memory that the rows had before.

use crate::io::Spool;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufWriter, ErrorKind, Write};

/// The sizes of the buffer that a run is read through.
const MIN_READ_BYTES: usize = 4 << 10;
const MAX_READ_BYTES: usize = 64 << 10;

/// The two lengths before a row.
const HEADER_BYTES: usize = 16;

/// Sorted runs of rows.
pub struct Runs {
    file: BufWriter<Spool>,
    /// The offsets at which the runs end.
    ends: Vec<u64>,
}

impl Default for Runs {
    fn default() -> Self {
        Self {
            file: BufWriter::new(Spool::with_memory_limit(0)),
            ends: Vec::new(),
        }
    }
}

impl Runs {
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Appends sorted rows as a run.
    pub fn append<'a>(
        &mut self,
        rows: impl Iterator<Item = (&'a [u8], &'a str)>,
    ) -> io::Result<()> {
        for (key, text) in rows {
            self.file.write_all(&(key.len() as u64).to_le_bytes())?;
            self.file.write_all(&(text.len() as u64).to_le_bytes())?;
            self.file.write_all(key)?;
            self.file.write_all(text.as_bytes())?;
        }
        self.file.flush()?;
        self.ends.push(self.file.get_ref().len());
        Ok(())
    }

    /// Calls `f` with the first rows of all runs, in the order of their keys.
    pub fn merge<E: From<io::Error>>(
        self,
        limit: usize,
        max_buffer_bytes: usize,
        mut f: impl FnMut(&[u8], &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let read_bytes =
            (max_buffer_bytes / self.ends.len().max(1)).clamp(MIN_READ_BYTES, MAX_READ_BYTES);
        let mut file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        let starts = std::iter::once(&0).chain(&self.ends);
        let mut runs: Vec<_> = starts
            .zip(&self.ends)
            .map(|(start, end)| RunReader::new(*start, *end, read_bytes))
            .collect();
        // The next row of each run, the smallest key first, and of equal keys the one of the first run.
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (index, run) in runs.iter_mut().enumerate() {
            if run.advance(&mut file)? {
                heap.push(Reverse((run.key().to_vec(), index)));
            }
        }
        for _ in 0..limit {
            let Some(Reverse((mut key, index))) = heap.pop() else {
                break;
            };
            let run = &mut runs[index];
            f(&key, run.text()?)?;
            if run.advance(&mut file)? {
                key.clear();
                key.extend_from_slice(run.key());
                heap.push(Reverse((key, index)));
            }
        }
        Ok(())
    }
}

/// Reads the rows of a run.
struct RunReader {
    buffer: Vec<u8>,
    /// Where the row starts in the buffer, and the lengths of its parts.
    start: usize,
    key_len: usize,
    text_len: usize,
    /// The part of the file that is not read yet.
    offset: u64,
    end: u64,
    read_bytes: usize,
}

impl RunReader {
    fn new(offset: u64, end: u64, read_bytes: usize) -> Self {
        Self {
            buffer: Vec::new(),
            start: 0,
            key_len: 0,
            text_len: 0,
            offset,
            end,
            read_bytes,
        }
    }

    fn key(&self) -> &[u8] {
        &self.buffer[self.start..self.start + self.key_len]
    }

    fn text(&self) -> io::Result<&str> {
        let start = self.start + self.key_len;
        std::str::from_utf8(&self.buffer[start..start + self.text_len]).map_err(io::Error::other)
    }

    /// Reads the next row, if there is one.
    fn advance(&mut self, file: &mut Spool) -> io::Result<bool> {
        self.start += self.key_len + self.text_len;
        (self.key_len, self.text_len) = (0, 0);
        if self.start == self.buffer.len() && self.offset == self.end {
            return Ok(false);
        }
        self.fill(HEADER_BYTES, file)?;
        let mut lengths = [0; 2];
        for length in &mut lengths {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&self.buffer[self.start..self.start + 8]);
            *length = usize::try_from(u64::from_le_bytes(bytes)).map_err(io::Error::other)?;
            self.start += 8;
        }
        self.fill(lengths[0].saturating_add(lengths[1]), file)?;
        [self.key_len, self.text_len] = lengths;
        Ok(true)
    }

    /// Reads on until the buffer has this number of bytes from the start of the row.
    fn fill(&mut self, needed: usize, file: &mut Spool) -> io::Result<()> {
        if self.buffer.len() - self.start >= needed {
            return Ok(());
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let buffered = self.buffer.len();
        let unread = usize::try_from(self.end - self.offset).unwrap_or(usize::MAX);
        let len = needed
            .max(self.read_bytes)
            .saturating_sub(buffered)
            .min(unread);
        if buffered + len < needed {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.buffer.resize(buffered + len, 0);
        file.read_at(self.offset, &mut self.buffer[buffered..])?;
        self.offset += len as u64;
        Ok(())
    }
}
