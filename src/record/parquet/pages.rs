//! The pages of a column, checked before the library decodes them.
//!
//! The library's own reader trusts the sizes that a page header declares: a file of a few KiB could
//! make it reserve 68 GB. So headers are read here, sizes are compared with the file and with what
//! `cdr` writes, and a page is decompressed into no more than it declares. Only the two kinds of
//! pages that `cdr` writes are accepted.
//!
//! A dictionary is a second way to expand: a page of numbers may name one long text again and
//! again, so that a file of a few KiB has terabytes of text. `cdr` writes calls without a
//! dictionary, so that their texts are about as long as their pages. [`ExpansionLimit`] limits the
//! ratio.

use super::thrift::{I32, STRUCT, ThriftReader, invalid_data_error};
use crate::limits::MAX_RECORD_BYTES;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The largest decompressed page: one of the longest call, or of a batch of shorter ones and a long
/// one.
const MAX_PAGE_BYTES: usize = 2 * MAX_RECORD_BYTES;

/// The most that compression may add to a page.
const MAX_GROWTH_BYTES: usize = MAX_PAGE_BYTES / 128;

/// The most values of a dictionary. The library holds 32 bytes for each, besides the values
/// themselves.
const MAX_DICTIONARY_VALUES: u32 = 1 << 20;

/// The length of the prefix of a text, which is its own length.
const LEN_PREFIX_BYTES: usize = 4;

/// The longest that the texts of a column may be, as a multiple of their decompressed pages.
const MAX_EXPANSION: u64 = 4;

/// The length of texts that is always accepted.
const MIN_EXPANSION_BYTES: u64 = 64 << 20;

/// The pages of a column in a row group.
pub struct Pages {
    input: BufReader<Take<File>>,
    is_compressed: bool,
    /// The number of values that the next pages must have.
    remaining: u64,
    page_bytes: PageBytes,
}

/// The relevant part of a page header.
#[derive(Default)]
struct PageHeader {
    page_type: u32,
    decompressed_len: usize,
    compressed_len: usize,
    values: u32,
    encoding: u32,
    level_encoding: u32,
}

const DATA_PAGE: u32 = 0;
const DICTIONARY_PAGE: u32 = 2;
const DATA_PAGE_V2: u32 = 3;

const RLE: u32 = 3;

impl Pages {
    /// Opens the pages of a column of texts in a group of `rows` rows. Fails if they are not within
    /// the file, or have another number of values.
    pub fn open(
        file: &File,
        column: &ColumnChunkMetaData,
        rows: i64,
        page_bytes: PageBytes,
    ) -> Result<Self> {
        let mut file = file.try_clone()?;
        let file_len = file.seek(SeekFrom::End(0))?;
        let start = column
            .dictionary_page_offset()
            .unwrap_or(column.data_page_offset());
        let [start, len, values] = [start, column.compressed_size(), column.num_values()]
            .map(|number| u64::try_from(number).ok());
        let is_within_file =
            |(start, len): &(u64, u64)| start.checked_add(*len).is_some_and(|end| end <= file_len);
        let (start, len) = start
            .zip(len)
            .filter(is_within_file)
            .ok_or_else(|| invalid_data_error("a column is not within the file"))?;
        let remaining = values
            .filter(|values| u64::try_from(rows) == Ok(*values))
            .ok_or_else(|| invalid_data_error("a column has another number of rows"))?;
        file.seek(SeekFrom::Start(start))?;
        Ok(Self {
            input: BufReader::new(file.take(len)),
            is_compressed: column.compression() != Compression::UNCOMPRESSED,
            remaining,
            page_bytes,
        })
    }

    fn read_page(&mut self) -> Result<Option<Page>> {
        if self.input.fill_buf()?.is_empty() {
            return match self.remaining {
                0 => Ok(None),
                _ => Err(invalid_data_error("a column has too few values").into()),
            };
        }
        let header = PageHeader::read(&mut self.input)?;
        let available = self.input.get_ref().limit() + self.input.buffer().len() as u64;
        header.check(available)?;
        let mut content = Vec::with_capacity(header.compressed_len);
        let mut page = self.input.by_ref().take(header.compressed_len as u64);
        page.read_to_end(&mut content)?;
        if self.is_compressed {
            content = zstd::bulk::decompress(&content, header.decompressed_len)?;
        }
        if content.len() != header.decompressed_len {
            return Err(invalid_data_error("a page has another size").into());
        }
        self.page_bytes.add(content.len());
        self.create_page(&header, content.into()).map(Some)
    }

    fn create_page(&mut self, header: &PageHeader, buf: Bytes) -> Result<Page> {
        let encoding = encoding(header.encoding)?;
        if header.page_type == DICTIONARY_PAGE {
            return Ok(Page::DictionaryPage {
                buf,
                num_values: header.values,
                encoding,
                is_sorted: false,
            });
        }
        self.remaining = self
            .remaining
            .checked_sub(header.values.into())
            .ok_or_else(|| invalid_data_error("a column has too many values"))?;
        Ok(Page::DataPage {
            buf,
            num_values: header.values,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        })
    }
}

impl PageHeader {
    fn read(input: &mut impl Read) -> io::Result<Self> {
        let mut header = Self::default();
        let size = |size: u32| {
            usize::try_from(size).map_err(|_| invalid_data_error("a page is too large"))
        };
        ThriftReader::new(input).for_each_field(|thrift, id, value_type| {
            match (id, value_type) {
                (1, I32) => header.page_type = thrift.read_count()?,
                (2, I32) => header.decompressed_len = size(thrift.read_count()?)?,
                (3, I32) => header.compressed_len = size(thrift.read_count()?)?,
                // The header of a data page, or of a dictionary.
                (5 | 7, STRUCT) => thrift.for_each_field(|thrift, id, value_type| {
                    match (id, value_type) {
                        (1, I32) => header.values = thrift.read_count()?,
                        (2, I32) => header.encoding = thrift.read_count()?,
                        (3, I32) => header.level_encoding = thrift.read_count()?,
                        _ => thrift.skip(value_type)?,
                    }
                    Ok(())
                })?,
                _ => thrift.skip(value_type)?,
            }
            Ok(())
        })?;
        Ok(header)
    }

    /// Checks what the library takes for granted, and the sizes against the `available` bytes of
    /// the column.
    fn check(&self, available: u64) -> Result<()> {
        if self.compressed_len as u64 > available
            || self.decompressed_len > MAX_PAGE_BYTES
            || self.compressed_len > self.decompressed_len + MAX_GROWTH_BYTES
        {
            return Err(invalid_data_error("a page is too large").into());
        }
        match self.page_type {
            DATA_PAGE_V2 => Err(unsupported_error("data pages of version 2")),
            DATA_PAGE if self.level_encoding == RLE => Ok(()),
            DICTIONARY_PAGE
                if self.values <= MAX_DICTIONARY_VALUES
                    && self.values as usize <= self.decompressed_len / LEN_PREFIX_BYTES =>
            {
                Ok(())
            }
            _ => Err(invalid_data_error("a page is not as cdr writes it").into()),
        }
    }
}

/// Returns the encoding with this number if `cdr` writes it. Others expand without bound, or make
/// the library panic.
fn encoding(number: u32) -> Result<Encoding> {
    match number {
        0 => Ok(Encoding::PLAIN),
        2 => Ok(Encoding::PLAIN_DICTIONARY),
        8 => Ok(Encoding::RLE_DICTIONARY),
        5..=7 => Err(unsupported_error("delta encodings")),
        _ => Err(invalid_data_error("an encoding is unsupported").into()),
    }
}

/// Creates the error for a feature that other programs use.
fn unsupported_error(feature: &str) -> ParquetError {
    ParquetError::NYI(format!("{feature} are not supported"))
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.read_page()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        Err(random_access_error())
    }

    fn skip_next_page(&mut self) -> Result<()> {
        Err(random_access_error())
    }
}

/// Creates the error for a method that is only called for columns with lists, or to skip rows.
fn random_access_error() -> ParquetError {
    ParquetError::NYI("pages are read one by one".to_owned())
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read_page().transpose()
    }
}

/// Compares the length of a column's texts with that of the pages that they come from.
#[derive(Default)]
pub struct ExpansionLimit {
    text_bytes: u64,
    page_bytes: PageBytes,
}

/// The number of bytes of decompressed pages, counted where they are read.
#[derive(Clone, Default)]
pub struct PageBytes(Arc<AtomicU64>);

impl PageBytes {
    pub fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

impl ExpansionLimit {
    /// Returns the counter of the pages.
    pub fn page_bytes(&self) -> PageBytes {
        self.page_bytes.clone()
    }

    /// Counts a text. Fails if the texts are far longer than the pages.
    pub fn add(&mut self, text: &[u8]) -> Result<()> {
        self.text_bytes += text.len() as u64;
        let page_bytes = self.page_bytes.0.load(Ordering::Relaxed);
        if self.text_bytes > MIN_EXPANSION_BYTES + page_bytes.saturating_mul(MAX_EXPANSION) {
            return Err(invalid_data_error("a dictionary expands too much").into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_may_be_several_times_as_long_as_their_pages() {
        let mut expansion = ExpansionLimit::default();
        let text = vec![0; 16 << 20];
        expansion.page_bytes().add(text.len());
        let most = (MIN_EXPANSION_BYTES + MAX_EXPANSION * text.len() as u64) / text.len() as u64;
        assert!((0..most).all(|_| expansion.add(&text).is_ok()));
        assert!(expansion.add(&text).is_err());
    }
}
