//! Calls that were saved as Parquet: their records as they were sent, as one list.

use super::WHOLE;
use crate::bounds::RECORD;
use crate::error::{Failure, Kind};
use anyhow::Context;
use parquet::basic::{Compression, Type};
use parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What a Parquet file starts with.
pub const MAGIC: &[u8] = b"PAR1";

/// How many records are read at a time.
const ROWS: usize = 8;

/// How many bytes a column of a group may have: more than cdr ever writes.
const CHUNK: usize = 4 * RECORD;

/// Reads the column of whole calls as a list of records.
pub struct SavedColumn {
    file: SerializedFileReader<File>,
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
}

impl SavedColumn {
    /// Opens a file, which messages call by this name.
    ///
    /// # Errors
    /// A failure for a file that is damaged, or that has no column of whole calls.
    pub fn open(file: File, name: &str) -> Result<Self, Failure> {
        let file = SerializedFileReader::new(file).map_err(|_| damaged(name))?;
        let column = text_column(&file, WHOLE).ok_or_else(|| {
            let message = format!(
                "{name} is Parquet without the column {WHOLE}; 'cdr read' takes files that cdr wrote without -c or -g"
            );
            Failure::new(Kind::NotCdr, message)
        })?;
        check(&file, column, name)?;
        Ok(Self {
            file,
            name: name.to_owned(),
            column,
            group: 0,
            rows: None,
            text: b"[".to_vec(),
            place: 0,
            is_first: true,
            has_ended: false,
        })
    }

    /// Reads on, until there is some text, or none is left.
    fn refill(&mut self) -> Result<(), ParquetError> {
        (self.place, self.has_ended) = (0, false);
        self.text.clear();
        while self.text.is_empty() {
            let Some(rows) = &mut self.rows else {
                if self.group == self.file.num_row_groups() {
                    self.text.push(b']');
                    self.has_ended = true;
                    return Ok(());
                }
                let group = self.file.get_row_group(self.group)?;
                self.rows = Some(get_typed_column_reader(
                    group.get_column_reader(self.column)?,
                ));
                self.group += 1;
                continue;
            };
            let (mut levels, mut records) = (Vec::new(), Vec::<ByteArray>::new());
            let (count, values, _) =
                rows.read_records(ROWS, Some(&mut levels), None, &mut records)?;
            if values < count {
                return Err(ParquetError::General("a call is missing".to_owned()));
            }
            if count == 0 {
                self.rows = None;
            }
            for record in &records {
                if !std::mem::take(&mut self.is_first) {
                    self.text.push(b',');
                }
                self.text.extend_from_slice(record.data());
            }
        }
        Ok(())
    }
}

/// Hands on the values of a column of texts in a file that cdr wrote, where it has them.
///
/// # Errors
/// This machine's, for a file that can't be read; a failure for one that is damaged.
pub fn each_text(path: &Path, column: &str, mut take: impl FnMut(&[u8])) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| {
        let message = format!("can't read {name}; check its permissions");
        Failure::new(Kind::Machine, message)
    })?;
    let read = || -> Result<(), ParquetError> {
        let file = SerializedFileReader::new(file)?;
        let Some(place) = text_column(&file, column) else {
            return Ok(());
        };
        let sound = check(&file, place, &name);
        sound.map_err(|failure| ParquetError::External(failure.into()))?;
        for group in 0..file.num_row_groups() {
            let column = file.get_row_group(group)?.get_column_reader(place)?;
            let mut column = get_typed_column_reader::<ByteArrayType>(column);
            loop {
                let (mut levels, mut texts) = (Vec::new(), Vec::new());
                let (count, ..) = column.read_records(1024, Some(&mut levels), None, &mut texts)?;
                for text in &texts {
                    take(ByteArray::data(text));
                }
                if count == 0 {
                    break;
                }
            }
        }
        Ok(())
    };
    let damaged = |error| damaged(&name).because(io::Error::other(error));
    Ok(read().map_err(damaged)?)
}

/// The place of a column of texts.
fn text_column(file: &SerializedFileReader<File>, name: &str) -> Option<usize> {
    let schema = file.metadata().file_metadata().schema_descr();
    let mut columns = schema.columns().iter();
    columns.position(|column| {
        column.path().string() == name && column.physical_type() == Type::BYTE_ARRAY
    })
}

/// Checks what the library takes for granted of a column: that it lies in the file, and is of a size that can be held.
fn check(file: &SerializedFileReader<File>, column: usize, name: &str) -> Result<(), Failure> {
    for group in file.metadata().row_groups() {
        let column = group.column(column);
        let compression = column.compression();
        if !matches!(
            compression,
            Compression::ZSTD(_) | Compression::UNCOMPRESSED
        ) {
            let message = format!(
                "{name} is compressed with {compression:?}; 'cdr read' takes Parquet that cdr wrote, with zstd"
            );
            return Err(Failure::new(Kind::NotCdr, message));
        }
        let start = column.dictionary_page_offset();
        let start = start.unwrap_or(column.data_page_offset());
        let sizes = [
            start,
            column.compressed_size(),
            column.num_values(),
            group.num_rows(),
        ];
        let is_large = usize::try_from(column.uncompressed_size()).is_ok_and(|size| size > CHUNK);
        if is_large || sizes.iter().any(|size| *size < 0) {
            return Err(damaged(name));
        }
    }
    Ok(())
}

fn damaged(name: &str) -> Failure {
    let message = format!("{name} is a damaged Parquet file; get it again");
    Failure::new(Kind::NotCdr, message)
}

impl Read for SavedColumn {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.place == self.text.len() && !self.has_ended {
            let filled = self.refill();
            filled.map_err(|error| damaged(&self.name).because(io::Error::other(error)))?;
        }
        let read = (&self.text[self.place..]).read(bytes)?;
        self.place += read;
        Ok(read)
    }
}
