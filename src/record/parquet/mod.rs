//! Calls that were saved as Parquet: their records as they were sent, as a list of JSON.
//!
//! The library that decodes Parquet panics on damaged pages and reserves the memory that a file declares. So the
//! footer and the pages are checked first ([`footer`], [`checks`], [`pages`]), and what panics nevertheless is a
//! damaged file.

mod checks;
mod checksum;
mod expansion;
mod footer;
mod pages;
mod thrift;

pub use checksum::{Checksum, has_checksum};
pub use footer::read_metadata;

use self::checks::{check, check_data, mismatch, unusable};
use self::expansion::Expansion;
use self::pages::Pages;
use super::RECORD_COLUMN;
use crate::error::{Failure, FailureKind, system_error};
use crate::terminal::contain;
use parquet::basic::Type;
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What a Parquet file starts with.
pub const MAGIC: &[u8] = b"PAR1";

/// How many bytes of text are gathered at a time, unless a record is longer.
const TEXT: usize = 64 << 10;

/// Says which records are left out.
type RecordFilter = Box<dyn Fn(&[u8]) -> bool>;

/// Reads the column of whole calls as a list of records.
pub struct ParquetRecords {
    file: File,
    metadata: ParquetMetaData,
    name: String,
    /// The place of the column.
    column: usize,
    /// The group of rows that comes next.
    group: usize,
    rows: Option<ColumnReaderImpl<ByteArrayType>>,
    text: Vec<u8>,
    /// How much of the text was read.
    place: usize,
    is_first: bool,
    has_ended: bool,
    checksum: Checksum,
    expansion: Expansion,
    is_left_out: RecordFilter,
}

impl ParquetRecords {
    /// Opens a file, which messages call by this name.
    ///
    /// # Errors
    /// A failure for a file that is damaged, or that has no column of whole calls.
    pub fn open(file: File, name: &str) -> Result<Self, Failure> {
        let metadata = read_metadata(&file).map_err(|error| unusable(name, &error))?;
        let column = text_column(&metadata, RECORD_COLUMN).ok_or_else(|| {
            let message = format!(
                "{name} is Parquet without the column {RECORD_COLUMN}; 'cdr read' takes files that cdr wrote without -c or -g"
            );
            Failure::new(FailureKind::InvalidResponse, message)
        })?;
        check(&metadata, column, name)?;
        Ok(Self {
            file,
            metadata,
            name: name.to_owned(),
            column,
            group: 0,
            rows: None,
            text: b"[".to_vec(),
            place: 0,
            is_first: true,
            has_ended: false,
            checksum: Checksum::default(),
            expansion: Expansion::default(),
            is_left_out: Box::new(|_| false),
        })
    }

    /// The same without some of the records.
    #[must_use]
    pub fn without(self, is_left_out: impl Fn(&[u8]) -> bool + 'static) -> Self {
        Self {
            is_left_out: Box::new(is_left_out),
            ..self
        }
    }

    /// What the footer says.
    pub fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }

    /// Checks that the data of all columns are those that were written.
    ///
    /// # Errors
    /// A failure for a file that does not match its checksum.
    pub fn check_data(self) -> Result<Self, Failure> {
        check_data(&self.file, &self.metadata, &self.name)?;
        Ok(self)
    }

    /// Checks that the records are those that were written.
    fn verify(&self) -> io::Result<()> {
        let footer = self.metadata.file_metadata();
        let is_complete = u64::try_from(footer.num_rows()) == Ok(self.checksum.calls());
        if is_complete && self.checksum.matches(footer.key_value_metadata()) {
            return Ok(());
        }
        Err(io::Error::other(mismatch(&self.name)))
    }

    /// Reads on, until there is some text, or none is left.
    fn refill(&mut self) -> Result<(), ParquetError> {
        (self.place, self.has_ended) = (0, false);
        self.text.clear();
        let (mut levels, mut records) = (Vec::new(), Vec::<ByteArray>::new());
        while self.text.len() < TEXT {
            let Some(rows) = &mut self.rows else {
                if self.group == self.metadata.num_row_groups() {
                    self.text.push(b']');
                    self.has_ended = true;
                    return Ok(());
                }
                let place = (self.group, self.column);
                self.rows = Some(texts(&self.file, &self.metadata, place, &self.expansion)?);
                self.group += 1;
                continue;
            };
            // One by one: of long ones, several would be held at once.
            let (count, values, _) = rows.read_records(1, Some(&mut levels), None, &mut records)?;
            if values < count {
                return Err(ParquetError::General("a call is missing".to_owned()));
            }
            if count == 0 {
                self.rows = None;
            }
            for record in records.drain(..) {
                self.expansion.add(record.data())?;
                self.checksum.add(record.data());
                if (self.is_left_out)(record.data()) {
                    continue;
                }
                if !std::mem::take(&mut self.is_first) {
                    self.text.push(b',');
                }
                self.text.extend_from_slice(record.data());
            }
            levels.clear();
        }
        Ok(())
    }
}

/// Hands on the values of a column of texts in a file that cdr wrote, where it has them.
///
/// # Errors
/// This machine's, for a file that can't be read; a failure for one that is damaged.
pub fn for_each_string(
    path: &Path,
    column: &str,
    mut take: impl FnMut(&[u8]),
) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| {
        let what = format!("cannot read {name}");
        system_error(what, error, "check the name and the permissions")
    })?;
    let unusable =
        |error: ParquetError| unusable(&name, &error).into_io_error(io::Error::other(error));
    let metadata = read_metadata(&file).map_err(unusable)?;
    check_data(&file, &metadata, &name)?;
    let read = || -> Result<(), ParquetError> {
        let Some(place) = text_column(&metadata, column) else {
            return Ok(());
        };
        let sound = check(&metadata, place, &name);
        sound.map_err(|failure| ParquetError::External(failure.into()))?;
        let mut expansion = Expansion::default();
        for group in 0..metadata.num_row_groups() {
            let mut column = texts(&file, &metadata, (group, place), &expansion)?;
            loop {
                let (mut levels, mut texts) = (Vec::new(), Vec::new());
                let (count, ..) = column.read_records(1024, Some(&mut levels), None, &mut texts)?;
                for text in &texts {
                    expansion.add(text.data())?;
                    take(ByteArray::data(text));
                }
                if count == 0 {
                    break;
                }
            }
        }
        Ok(())
    };
    Ok(contained(read).map_err(unusable)?)
}

/// Runs a piece of the library's work; a panic in it is an error like any other.
fn contained<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    contain(|| Ok(work())).unwrap_or_else(|panic| Err(ParquetError::External(panic.into())))
}

/// The texts of a column in a group of rows.
fn texts(
    file: &File,
    metadata: &ParquetMetaData,
    (group, column): (usize, usize),
    expansion: &Expansion,
) -> Result<ColumnReaderImpl<ByteArrayType>, ParquetError> {
    let group = metadata.row_group(group);
    let column = group.columns().get(column);
    let column = column.ok_or_else(|| ParquetError::General("a column is missing".to_owned()))?;
    let pages = Pages::open(file, column, group.num_rows(), expansion.page_bytes())?;
    let description = column.column_descr_ptr();
    Ok(ColumnReaderImpl::new(description, Box::new(pages)))
}

/// The place of a column of texts, of which each row has one at the most.
fn text_column(metadata: &ParquetMetaData, name: &str) -> Option<usize> {
    let schema = metadata.file_metadata().schema_descr();
    let mut columns = schema.columns().iter();
    columns.position(|column| {
        column.path().string() == name
            && column.physical_type() == Type::BYTE_ARRAY
            && column.max_rep_level() == 0
    })
}

impl Read for ParquetRecords {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.place == self.text.len() && !self.has_ended {
            let filled = contained(|| self.refill());
            filled.map_err(|error| {
                unusable(&self.name, &error).into_io_error(io::Error::other(error))
            })?;
            if self.has_ended {
                self.verify()?;
            }
        }
        let read = (&self.text[self.place..]).read(bytes)?;
        self.place += read;
        Ok(read)
    }
}
