//! Checksums in the footer of a Parquet file.
//!
//! They protect against accidents, not against people: the seeds are known. There are two, because
//! a file is read in two ways:
//!
//! * [`CallsChecksum`] is that of the calls: their number, and a hash of the texts in the column
//!   `record` in their order, each preceded by its length. `cdr` reads this column, and checks
//!   while reading that no flipped bit has changed, added or removed a call.
//! * [`ChecksumWriter`] computes that of all bytes before the footer. Databases read the typed
//!   columns, which `cdr` does not decode, so it checks the bytes before it reads.
//!
//! Files of `cdr` 0.2.0 have neither, and match anything.

use parquet::file::metadata::KeyValue;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use twox_hash::xxhash3_128::Hasher;

/// The entries of the footer for the number and the hash of the calls.
const CALLS_KEY: &str = "cdr.calls";
const CALLS_HASH_KEY: &str = "cdr.xxh3_128";

/// The entry of the footer for the data: their length in bytes, and their hash.
const DATA_KEY: &str = "cdr.data_xxh3_128";

/// Different from 0, so that a file of zeros does not have the hash of no calls.
const CALLS_SEED: u64 = 0x6364_725f_7061_7271;

/// The number of bytes that are read at a time.
const BUFFER_BYTES: usize = 256 << 10;

/// The checksum of calls.
pub struct CallsChecksum {
    calls: u64,
    hasher: Hasher,
}

impl Default for CallsChecksum {
    fn default() -> Self {
        Self {
            calls: 0,
            hasher: Hasher::with_seed(CALLS_SEED),
        }
    }
}

impl CallsChecksum {
    /// Adds the text of a call.
    pub fn add(&mut self, text: &[u8]) {
        self.calls += 1;
        self.hasher.write(&(text.len() as u64).to_le_bytes());
        self.hasher.write(text);
    }

    /// Returns the number of calls.
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// Returns the entries of the footer.
    pub fn entries(&self) -> [KeyValue; 2] {
        [
            KeyValue::new(CALLS_KEY.to_owned(), self.calls.to_string()),
            KeyValue::new(CALLS_HASH_KEY.to_owned(), self.hash()),
        ]
    }

    /// Returns whether these are the calls that the footer declares.
    pub fn matches(&self, footer: Option<&Vec<KeyValue>>) -> bool {
        match declared_calls(footer) {
            (None, None) => true,
            declared => declared == (Some(&self.calls.to_string()), Some(&self.hash())),
        }
    }

    fn hash(&self) -> String {
        format!("{:032x}", self.hasher.finish_128())
    }
}

/// Returns whether a footer has a checksum of the calls.
pub fn has_checksum(footer: Option<&Vec<KeyValue>>) -> bool {
    declared_calls(footer) != (None, None)
}

fn declared_calls(footer: Option<&Vec<KeyValue>>) -> (Option<&String>, Option<&String>) {
    let value = |key| find(footer, key)?.value.as_ref();
    (value(CALLS_KEY), value(CALLS_HASH_KEY))
}

fn find<'a>(footer: Option<&'a Vec<KeyValue>>, key: &str) -> Option<&'a KeyValue> {
    footer?.iter().find(|entry| entry.key == key)
}

/// A writer that computes the checksum of the data written through it.
pub struct ChecksumWriter<W> {
    inner: W,
    len: u64,
    hasher: Hasher,
}

impl<W: Write> ChecksumWriter<W> {
    /// Creates a writer at the start of the data.
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            len: 0,
            hasher: Hasher::new(),
        }
    }

    /// Returns the entry of the footer for the data written so far.
    pub fn entry(&self) -> KeyValue {
        KeyValue::new(DATA_KEY.to_owned(), data_value(self.len, &self.hasher))
    }
}

impl<W: Write> Write for ChecksumWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.write(bytes.get(..written).unwrap_or(bytes));
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Returns whether a file starts with the data that its footer declares.
pub fn data_matches(mut file: &File, footer: Option<&Vec<KeyValue>>) -> io::Result<bool> {
    let Some(declared) = declared_data(footer) else {
        return Ok(true);
    };
    let len = declared.split(' ').next().and_then(|len| len.parse().ok());
    let Some(len) = len else {
        return Ok(false);
    };
    file.rewind()?;
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, file.take(len));
    let (mut read, mut hasher) = (0, Hasher::new());
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(declared == data_value(read, &hasher));
        }
        hasher.write(bytes);
        let count = bytes.len();
        read += count as u64;
        reader.consume(count);
    }
}

/// Returns whether a footer has a checksum of the data.
pub fn has_data_checksum(footer: Option<&Vec<KeyValue>>) -> bool {
    declared_data(footer).is_some()
}

fn declared_data(footer: Option<&Vec<KeyValue>>) -> Option<&str> {
    Some(find(footer, DATA_KEY)?.value.as_deref().unwrap_or_default())
}

fn data_value(len: u64, hasher: &Hasher) -> String {
    format!("{len} {:032x}", hasher.finish_128())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checksum(texts: &[&str]) -> CallsChecksum {
        let mut checksum = CallsChecksum::default();
        for text in texts {
            checksum.add(text.as_bytes());
        }
        checksum
    }

    #[test]
    fn a_checksum_matches_the_same_texts_in_the_same_order() {
        let footer = checksum(&["ab", "c"]).entries().to_vec();
        assert!(checksum(&["ab", "c"]).matches(Some(&footer)));
        for other in [
            &["c", "ab"][..],
            &["a", "bc"],
            &["ab"],
            &["ab", "c", ""],
            &[],
        ] {
            assert!(!checksum(other).matches(Some(&footer)), "{other:?}");
        }
    }

    #[test]
    fn a_footer_without_a_checksum_matches_anything_and_one_with_half_of_it_nothing() {
        let texts = checksum(&["ab"]);
        assert!(texts.matches(None) && texts.matches(Some(&Vec::new())));
        for entry in texts.entries() {
            assert!(!texts.matches(Some(&vec![entry])));
        }
    }

    #[test]
    fn data_match_only_their_own_checksum() {
        let mut writer = ChecksumWriter::new(Vec::new());
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
            assert_eq!(data_matches(&file, Some(&footer)).unwrap(), matches);
            assert!(data_matches(&file, None).unwrap());
        }
    }
}
