//! A bound on what a dictionary makes of a file.
//!
//! A page of numbers may name one long text of a dictionary again and again, so that a file of a few KiB has terabytes
//! of text. `cdr` writes calls without a dictionary: their text is about as long as their pages.

use super::thrift::invalid;
use parquet::errors::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many times as long as its decompressed pages the text of a column may be, and how many bytes it may always have.
const FACTOR: u64 = 4;
const ALWAYS: u64 = 64 << 20;

/// The bytes of the texts of a column, and of the pages that they come from.
#[derive(Default)]
pub struct Expansion {
    texts: u64,
    pages: PageBytes,
}

/// The number of bytes of decompressed pages, which the reader of pages counts.
#[derive(Clone, Default)]
pub struct PageBytes(Arc<AtomicU64>);

impl PageBytes {
    pub fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

impl Expansion {
    /// Returns the count of the pages.
    pub fn page_bytes(&self) -> PageBytes {
        self.pages.clone()
    }

    /// Counts a text.
    ///
    /// # Errors
    /// If the texts are far longer than the pages.
    pub fn add(&mut self, text: &[u8]) -> Result<()> {
        self.texts += text.len() as u64;
        let pages = self.pages.0.load(Ordering::Relaxed);
        if self.texts > ALWAYS + pages.saturating_mul(FACTOR) {
            return Err(invalid("a dictionary expands too much").into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_may_be_several_times_as_long_as_their_pages() {
        let mut expansion = Expansion::default();
        let text = vec![0; 16 << 20];
        expansion.page_bytes().add(text.len());
        let most = (ALWAYS + FACTOR * text.len() as u64) / text.len() as u64;
        assert!((0..most).all(|_| expansion.add(&text).is_ok()));
        assert!(expansion.add(&text).is_err());
    }
}
