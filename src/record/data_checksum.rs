//! Checksum of the data in a Parquet file.
//!
//! The footer says how long the data before it are and what their hash is, so that a flipped bit is noticed in the
//! typed columns, too, which databases read and `cdr` does not. Like the one of the calls, it protects against
//! accidents, not against people.

use parquet::file::metadata::KeyValue;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use twox_hash::xxhash3_128::Hasher;

/// The entry of the footer: the length in bytes and the hash.
const DATA: &str = "cdr.data_xxh3_128";

/// How many bytes are read at a time.
const BUFFER: usize = 256 << 10;

/// A writer that computes the checksum of what is written through it.
pub struct DataWriter<W> {
    inner: W,
    length: u64,
    hasher: Hasher,
}

impl<W: Write> DataWriter<W> {
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            length: 0,
            hasher: Hasher::new(),
        }
    }

    /// The entry for what was written so far.
    pub fn entry(&self) -> KeyValue {
        KeyValue::new(DATA.to_owned(), value(self.length, &self.hasher))
    }
}

impl<W: Write> Write for DataWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.write(bytes.get(..written).unwrap_or(bytes));
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether a file begins with the data that its footer promises. Files of `cdr` 0.2.0 promise nothing.
///
/// # Errors
/// If the file cannot be read.
pub fn data_match(mut file: &File, footer: Option<&Vec<KeyValue>>) -> io::Result<bool> {
    let Some(promised) = promised(footer) else {
        return Ok(true);
    };
    let length = promised
        .split(' ')
        .next()
        .and_then(|length| length.parse().ok());
    let Some(length) = length else {
        return Ok(false);
    };
    file.rewind()?;
    let mut reader = BufReader::with_capacity(BUFFER, file.take(length));
    let (mut read, mut hasher) = (0, Hasher::new());
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(promised == value(read, &hasher));
        }
        hasher.write(bytes);
        let count = bytes.len();
        read += count as u64;
        reader.consume(count);
    }
}

/// Whether a footer has a checksum of the data.
pub fn has_data_checksum(footer: Option<&Vec<KeyValue>>) -> bool {
    promised(footer).is_some()
}

fn promised(footer: Option<&Vec<KeyValue>>) -> Option<&str> {
    let mut entries = footer?.iter();
    let entry = entries.find(|entry| entry.key == DATA)?;
    Some(entry.value.as_deref().unwrap_or_default())
}

fn value(length: u64, hasher: &Hasher) -> String {
    format!("{length} {:032x}", hasher.finish_128())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_data_match() {
        let mut writer = DataWriter::new(Vec::new());
        writer.write_all(b"some data").unwrap();
        let footer = vec![writer.entry()];
        for (bytes, matches) in [
            (&b"some data and a footer"[..], true),
            (b"some data", true),
            (b"some dat", false),
            (b"some dada", false),
            (b"", false),
        ] {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            assert_eq!(data_match(&file, Some(&footer)).unwrap(), matches);
            assert!(data_match(&file, None).unwrap());
        }
    }
}
