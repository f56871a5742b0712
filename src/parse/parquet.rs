//! Calls that were saved as Parquet: their records as they were sent, as one response.

use super::WHOLE;
use crate::error::{Failure, Kind};
use parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::fs::File;
use std::io::{self, Read};

/// What a Parquet file starts with.
pub const MAGIC: &[u8] = b"PAR1";

/// How many records are read at a time.
const ROWS: usize = 64;

/// Reads the column of whole calls as a response of the service.
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
        let damaged = |_| damaged(name);
        let file = SerializedFileReader::new(file).map_err(damaged)?;
        let schema = file.metadata().file_metadata().schema_descr();
        let mut columns = schema.columns().iter();
        let column = columns.position(|column| column.path().string() == WHOLE);
        let column = column.ok_or_else(|| {
            let message = format!(
                "{name} is Parquet without the column {WHOLE}; 'cdr read' takes files that cdr wrote without -c or -g"
            );
            Failure::new(Kind::NotCdr, message)
        })?;
        Ok(Self {
            file,
            name: name.to_owned(),
            column,
            group: 0,
            rows: None,
            text: br#"{"result":"0","cdr":["#.to_vec(),
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
                    self.text.extend_from_slice(b"]}");
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
