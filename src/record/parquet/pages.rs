//! The pages of a column, checked before the library decodes them.
//!
//! The library's own reader trusts the sizes that a page header declares: a file of a few KiB could make it reserve
//! 68 GB. So headers are read here, sizes are held against the file and against what `cdr` writes, and a page is
//! decompressed into no more than it declares. What is read are the two kinds of pages that `cdr` writes.

use super::expansion::PageBytes;
use super::thrift::{I32, STRUCT, Thrift, invalid};
use crate::limits::MAX_RECORD_BYTES;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take};

/// The largest page, decompressed, in bytes: one of the longest call, or of a batch of shorter ones and a long one.
const MAX_PAGE: usize = 2 * MAX_RECORD_BYTES;

/// The most that compression may add to a page, in bytes.
const MAX_GROWTH: usize = MAX_PAGE / 128;

/// The most values of a dictionary. The library holds 32 bytes for each, beside the values themselves.
const MAX_DICTIONARY: u32 = 1 << 20;

/// The length of what precedes a text: its own length.
const LENGTH: usize = 4;

/// The pages of a column in a group of rows.
pub struct Pages {
    input: BufReader<Take<File>>,
    is_compressed: bool,
    /// How many values the pages still have to have.
    remaining: u64,
    decompressed: PageBytes,
}

/// What is needed of a page header.
#[derive(Default)]
struct Header {
    kind: u32,
    decompressed: usize,
    compressed: usize,
    values: u32,
    encoding: u32,
    levels: u32,
}

const DATA: u32 = 0;
const DICTIONARY: u32 = 2;
const DATA_V2: u32 = 3;

impl Pages {
    /// Prepares to read a column of texts in a group of this many rows.
    ///
    /// # Errors
    /// If the column is not within the file, or has another number of values.
    pub fn open(
        file: &File,
        column: &ColumnChunkMetaData,
        rows: i64,
        decompressed: PageBytes,
    ) -> Result<Self> {
        let mut file = file.try_clone()?;
        let length = file.seek(SeekFrom::End(0))?;
        let start = column.dictionary_page_offset();
        let start = start.unwrap_or(column.data_page_offset());
        let [start, size, values] = [start, column.compressed_size(), column.num_values()]
            .map(|number| u64::try_from(number).ok());
        let place = start.zip(size).filter(|(start, size)| {
            let end = start.checked_add(*size);
            end.is_some_and(|end| end <= length)
        });
        let (start, size) = place.ok_or_else(|| invalid("a column is not within the file"))?;
        let values = values.filter(|values| u64::try_from(rows) == Ok(*values));
        let remaining = values.ok_or_else(|| invalid("a column has another number of rows"))?;
        file.seek(SeekFrom::Start(start))?;
        Ok(Self {
            input: BufReader::new(file.take(size)),
            is_compressed: column.compression() != Compression::UNCOMPRESSED,
            remaining,
            decompressed,
        })
    }

    fn read_page(&mut self) -> Result<Option<Page>> {
        if self.input.fill_buf()?.is_empty() {
            return match self.remaining {
                0 => Ok(None),
                _ => Err(invalid("a column has too few values").into()),
            };
        }
        let header = Header::read(&mut self.input)?;
        let available = self.input.get_ref().limit() + self.input.buffer().len() as u64;
        header.check(available)?;
        let mut content = Vec::with_capacity(header.compressed);
        let mut page = self.input.by_ref().take(header.compressed as u64);
        page.read_to_end(&mut content)?;
        if self.is_compressed {
            content = zstd::bulk::decompress(&content, header.decompressed)?;
        }
        if content.len() != header.decompressed {
            return Err(invalid("a page has another size").into());
        }
        self.decompressed.add(content.len());
        self.page(&header, content.into()).map(Some)
    }

    fn page(&mut self, header: &Header, buf: Bytes) -> Result<Page> {
        let encoding = encoding(header.encoding)?;
        if header.kind == DICTIONARY {
            return Ok(Page::DictionaryPage {
                buf,
                num_values: header.values,
                encoding,
                is_sorted: false,
            });
        }
        let remaining = self.remaining.checked_sub(header.values.into());
        self.remaining = remaining.ok_or_else(|| invalid("a column has too many values"))?;
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

impl Header {
    fn read(input: &mut impl Read) -> io::Result<Self> {
        let mut header = Self::default();
        let size = |size: u32| usize::try_from(size).map_err(|_| invalid("a page is too large"));
        Thrift::new(input).fields(|thrift, id, kind| {
            match (id, kind) {
                (1, I32) => header.kind = thrift.count()?,
                (2, I32) => header.decompressed = size(thrift.count()?)?,
                (3, I32) => header.compressed = size(thrift.count()?)?,
                // The header of a data page, or of a dictionary.
                (5 | 7, STRUCT) => thrift.fields(|thrift, id, kind| {
                    match (id, kind) {
                        (1, I32) => header.values = thrift.count()?,
                        (2, I32) => header.encoding = thrift.count()?,
                        (3, I32) => header.levels = thrift.count()?,
                        _ => thrift.skip(kind)?,
                    }
                    Ok(())
                })?,
                _ => thrift.skip(kind)?,
            }
            Ok(())
        })?;
        Ok(header)
    }

    /// Checks the sizes, and what the library takes for granted, against what is left of the column.
    fn check(&self, available: u64) -> Result<()> {
        if self.compressed as u64 > available
            || self.decompressed > MAX_PAGE
            || self.compressed > self.decompressed + MAX_GROWTH
        {
            return Err(invalid("a page is too large").into());
        }
        match self.kind {
            DATA_V2 => Err(unsupported("data pages of version 2")),
            DATA if self.levels == RLE => Ok(()),
            DICTIONARY
                if self.values <= MAX_DICTIONARY
                    && self.values as usize <= self.decompressed / LENGTH =>
            {
                Ok(())
            }
            _ => Err(invalid("a page is not as cdr writes it").into()),
        }
    }
}

const RLE: u32 = 3;

/// The encodings that `cdr` writes. Others expand without bound, or panic.
fn encoding(number: u32) -> Result<Encoding> {
    match number {
        0 => Ok(Encoding::PLAIN),
        2 => Ok(Encoding::PLAIN_DICTIONARY),
        8 => Ok(Encoding::RLE_DICTIONARY),
        5..=7 => Err(unsupported("delta encodings")),
        _ => Err(invalid("an encoding is unsupported").into()),
    }
}

/// The error of what other programs write.
fn unsupported(what: &str) -> ParquetError {
    ParquetError::NYI(format!("{what} are not supported"))
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.read_page()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        Err(not_needed())
    }

    fn skip_next_page(&mut self) -> Result<()> {
        Err(not_needed())
    }
}

/// Columns are read from start to end, and have no lists.
fn not_needed() -> ParquetError {
    ParquetError::NYI("pages are read one by one".to_owned())
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read_page().transpose()
    }
}
