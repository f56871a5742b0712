//! Sorted runs of rows, one after another in one temporary file.
//!
//! ```text
//! file   run 0, run 1, …
//! run    its rows, sorted
//! row    length of the key (8 bytes), length of the text (8 bytes), key, text
//! ```
//!
//! One file, because the number of open files is limited (often to 1,024), and a large sort has
//! more runs. A merge reads each run through a buffer of its own; all of them together take the
//! memory that the rows had before.

use crate::io::Spool;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

/// The sizes of the buffer that a run is read through.
const MIN_READ_BYTES: usize = 4 << 10;
const MAX_READ_BYTES: usize = 64 << 10;

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
            self.file.write_all(&key.len().to_le_bytes())?;
            self.file.write_all(&text.len().to_le_bytes())?;
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
        let file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        let file = RefCell::new(file);
        let mut runs: Vec<_> = std::iter::once(&0)
            .chain(&self.ends)
            .zip(&self.ends)
            .map(|(start, end)| RunReader::new(&file, *start, *end, read_bytes))
            .collect();
        // The next row of each run: the smallest key first, and of equal keys the one of the first
        // run.
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (index, run) in runs.iter_mut().enumerate() {
            if run.advance()? {
                heap.push(Reverse((std::mem::take(&mut run.key), index)));
            }
        }
        for _ in 0..limit {
            let Some(Reverse((key, index))) = heap.pop() else {
                break;
            };
            let run = &mut runs[index];
            f(
                &key,
                std::str::from_utf8(&run.text).map_err(io::Error::other)?,
            )?;
            run.key = key;
            if run.advance()? {
                heap.push(Reverse((std::mem::take(&mut run.key), index)));
            }
        }
        Ok(())
    }
}

/// Reads the rows of a run.
struct RunReader<'a> {
    rows: BufReader<Section<'a>>,
    key: Vec<u8>,
    text: Vec<u8>,
}

impl<'a> RunReader<'a> {
    fn new(file: &'a RefCell<Spool>, offset: u64, end: u64, read_bytes: usize) -> Self {
        Self {
            rows: BufReader::with_capacity(read_bytes, Section { file, offset, end }),
            key: Vec::new(),
            text: Vec::new(),
        }
    }

    /// Reads the next row, if there is one.
    fn advance(&mut self) -> io::Result<bool> {
        if self.rows.fill_buf()?.is_empty() {
            return Ok(false);
        }
        for part in [&mut self.key, &mut self.text] {
            let mut len = [0; size_of::<usize>()];
            self.rows.read_exact(&mut len)?;
            part.resize(usize::from_le_bytes(len), 0);
        }
        self.rows.read_exact(&mut self.key)?;
        self.rows.read_exact(&mut self.text)?;
        Ok(true)
    }
}

/// A part of the file that the runs share.
struct Section<'a> {
    file: &'a RefCell<Spool>,
    offset: u64,
    end: u64,
}

impl Read for Section<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let remaining = usize::try_from(self.end - self.offset).unwrap_or(usize::MAX);
        let len = bytes.len().min(remaining);
        self.file
            .borrow_mut()
            .read_at(self.offset, &mut bytes[..len])?;
        self.offset += len as u64;
        Ok(len)
    }
}
