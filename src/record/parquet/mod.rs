//! Calls that were saved as Parquet.
//!
//! A file has typed columns for databases, and the column `record` with the JSON of each call as
//! received. Only that column is read here, so a file that `cdr` wrote gives back exactly the calls
//! that went into it.
//!
//! A file can be damaged or hostile, and the library that decodes it reserves whatever memory a
//! file declares and panics on damaged pages. So nothing reaches it unchecked:
//!
//! 1. [`footer`]: the sizes and the schema that the footer declares are checked before it is
//!    decoded.
//! 2. [`checks`]: the column has a known compression and a value for each row, and all data match
//!    their checksum.
//! 3. [`pages`]: each page has the size it declares, within limits, and dictionaries do not expand
//!    without bound.
//! 4. A panic of the library nevertheless is an error of the file, not of the program.
//! 5. [`checksum`]: the calls that were read match their number and hash in the footer.
//!
//! The texts are borrowed from the decompressed pages, and go straight to the projection.

mod checks;
mod checksum;
mod footer;
mod pages;
mod thrift;

pub use checksum::{CallsChecksum, ChecksumWriter, has_checksum, has_data_checksum};
pub use footer::read_metadata;

use self::checks::{
    FETCH_AGAIN_HINT, check_column, check_data, checksum_mismatch, contain_panic, unusable,
};
use self::pages::{ExpansionLimit, Pages};
use super::call_check::check_call;
use super::projection::{Projection, RECORD_COLUMN, Record};
use super::records::reason;
use super::text_buffer::with_position;
use crate::error::{Failure, FailureKind, system_error};
use crate::limits::MAX_RECORD_BYTES;
use parquet::basic::Type;
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use std::fs::File;
use std::io;
use std::path::Path;

/// The bytes at the start of a Parquet file.
pub const MAGIC: &[u8] = b"PAR1";

/// The number of bytes of text that are read at a time, unless one text is longer.
const BATCH_BYTES: usize = 64 << 10;

/// Decides which records are left out, by their text.
type IsExcluded = Box<dyn Fn(&str) -> bool>;

/// The records of a Parquet file.
pub struct ParquetRecords {
    column: StringColumn,
    name: String,
    /// What to do if the records do not match their checksum.
    damage_hint: &'static str,
    is_excluded: IsExcluded,
}

impl ParquetRecords {
    /// Opens a file that messages call by `name`.
    ///
    /// # Errors
    /// Returns a failure if the file is damaged, or has no column of records.
    pub fn open(file: File, name: &str) -> Result<Self, Failure> {
        let metadata = read_metadata(&file).map_err(|error| unusable(name, &error))?;
        let column = find_string_column(&metadata, RECORD_COLUMN).ok_or_else(|| {
            let message = format!(
                "{name} has no column {RECORD_COLUMN}; use a Parquet file that cdr wrote without -c or -g"
            );
            Failure::new(FailureKind::InvalidResponse, message)
        })?;
        check_column(&metadata, column, name)?;
        Ok(Self {
            column: StringColumn::new(file, metadata, column),
            name: name.to_owned(),
            damage_hint: FETCH_AGAIN_HINT,
            is_excluded: Box::new(|_| false),
        })
    }

    /// Sets the hint of the failure if the file does not match its checksum.
    #[must_use]
    pub fn with_damage_hint(self, damage_hint: &'static str) -> Self {
        Self {
            damage_hint,
            ..self
        }
    }

    /// Leaves out the records for which `is_excluded` returns true.
    #[must_use]
    pub fn excluding(self, is_excluded: impl Fn(&str) -> bool + 'static) -> Self {
        Self {
            is_excluded: Box::new(is_excluded),
            ..self
        }
    }

    /// Returns the content of the footer.
    pub fn metadata(&self) -> &ParquetMetaData {
        &self.column.metadata
    }

    /// Checks that the data of all columns are those that were written.
    ///
    /// # Errors
    /// Returns a failure if they do not match their checksum.
    pub fn check_data(self) -> Result<Self, Failure> {
        check_data(
            &self.column.file,
            &self.column.metadata,
            &self.name,
            self.damage_hint,
        )?;
        Ok(self)
    }

    /// Reads all records, checks them against the footer, and calls `on_record` for each that is
    /// not left out.
    pub fn for_each_record(
        &mut self,
        projection: &Projection,
        mut on_record: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut checksum = CallsChecksum::default();
        while let Some(batch) = self.column.next_batch(&self.name)? {
            let mut values = Vec::new();
            for text in &batch {
                checksum.add(text.data());
                let record = parse_record(text.data(), projection, &mut values)
                    .map_err(|problem| self.error_at(checksum.calls(), &problem))?;
                if !(self.is_excluded)(record.text) {
                    on_record(record)?;
                }
            }
        }
        let footer = self.metadata().file_metadata();
        let is_complete = u64::try_from(footer.num_rows()) == Ok(checksum.calls());
        if is_complete && checksum.matches(footer.key_value_metadata()) {
            Ok(())
        } else {
            Err(checksum_mismatch(&self.name, self.damage_hint).into())
        }
    }

    fn error_at(&self, row: u64, problem: &str) -> Failure {
        let message = with_position(&self.name, problem, &format!("in row {row}"));
        Failure::new(FailureKind::InvalidResponse, message)
    }
}

/// Creates the error for a file that cannot be decoded.
fn decode_error(name: &str, error: ParquetError) -> io::Error {
    unusable(name, &error).into_io_error(io::Error::other(error))
}

/// Parses a text that must be a record. Otherwise returns what it is, to follow the name of the
/// file.
fn parse_record<'a: 'b, 'b>(
    text: &'a [u8],
    projection: &Projection,
    values: &'b mut Vec<Option<&'a str>>,
) -> Result<Record<'b>, String> {
    let text = std::str::from_utf8(text).map_err(|_| "is not valid UTF-8")?;
    if text.len() > MAX_RECORD_BYTES {
        return Err("contains a call larger than 64 MiB".to_owned());
    }
    match projection.read(text, values) {
        Ok(len) if len == text.len() && text.starts_with('{') => {}
        Ok(_) => return Err("contains a call that is not a JSON object".to_owned()),
        Err(error) => return Err(format!("is not valid JSON: {}", reason(&error))),
    }
    check_call(text, true).map_err(|problem| format!("contains {problem}"))?;
    Ok(Record { text, values })
}

/// Calls `on_text` for each value of a column of texts, if the file has this column.
pub fn for_each_string(
    path: &Path,
    column: &str,
    mut on_text: impl FnMut(&[u8]),
) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| {
        let problem = format!("cannot read {name}");
        system_error(problem, error, "check the name and the permissions")
    })?;
    let metadata = read_metadata(&file).map_err(|error| decode_error(&name, error))?;
    check_data(&file, &metadata, &name, FETCH_AGAIN_HINT)?;
    let Some(column) = find_string_column(&metadata, column) else {
        return Ok(());
    };
    check_column(&metadata, column, &name)?;
    let mut column = StringColumn::new(file, metadata, column);
    while let Some(batch) = column.next_batch(&name)? {
        for text in &batch {
            on_text(text.data());
        }
    }
    Ok(())
}

/// Returns the index of a column of texts, of which each row has at most one.
fn find_string_column(metadata: &ParquetMetaData, name: &str) -> Option<usize> {
    let schema = metadata.file_metadata().schema_descr();
    schema.columns().iter().position(|column| {
        column.path().string() == name
            && column.physical_type() == Type::BYTE_ARRAY
            && column.max_rep_level() == 0
    })
}

/// A column of texts, read from its start to its end.
struct StringColumn {
    file: File,
    metadata: ParquetMetaData,
    index: usize,
    next_row_group: usize,
    row_group: Option<ColumnReaderImpl<ByteArrayType>>,
    expansion: ExpansionLimit,
}

impl StringColumn {
    fn new(file: File, metadata: ParquetMetaData, index: usize) -> Self {
        Self {
            file,
            metadata,
            index,
            next_row_group: 0,
            row_group: None,
            expansion: ExpansionLimit::default(),
        }
    }

    /// Returns the next texts, or `None` at the end.
    fn next_batch(&mut self, name: &str) -> anyhow::Result<Option<Vec<ByteArray>>> {
        let batch =
            contain_panic(|| self.read_batch()).map_err(|error| decode_error(name, error))?;
        Ok((!batch.is_empty()).then_some(batch))
    }

    fn read_batch(&mut self) -> Result<Vec<ByteArray>, ParquetError> {
        let (mut texts, mut levels) = (Vec::new(), Vec::new());
        let mut bytes = 0;
        while bytes < BATCH_BYTES {
            let Some(row_group) = &mut self.row_group else {
                if self.next_row_group == self.metadata.num_row_groups() {
                    break;
                }
                self.row_group = Some(self.open_row_group(self.next_row_group)?);
                self.next_row_group += 1;
                continue;
            };
            // One row at a time: each may be 64 MiB long.
            levels.clear();
            let len = texts.len();
            let (rows, ..) = row_group.read_records(1, Some(&mut levels), None, &mut texts)?;
            if rows == 0 {
                self.row_group = None;
            }
            for text in &texts[len..] {
                self.expansion.add(text.data())?;
                bytes += text.len();
            }
        }
        Ok(texts)
    }

    fn open_row_group(
        &self,
        row_group: usize,
    ) -> Result<ColumnReaderImpl<ByteArrayType>, ParquetError> {
        let row_group = self.metadata.row_group(row_group);
        let column = row_group
            .columns()
            .get(self.index)
            .ok_or_else(|| ParquetError::General("a column is missing".to_owned()))?;
        let page_bytes = self.expansion.page_bytes();
        let pages = Pages::open(&self.file, column, row_group.num_rows(), page_bytes)?;
        Ok(ColumnReaderImpl::new(
            column.column_descr_ptr(),
            Box::new(pages),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_exactly_one_call_is_rejected_with_the_reason() {
        let projection = Projection::default();
        let parse = |text: &[u8]| {
            let mut values = Vec::new();
            parse_record(text, &projection, &mut values).map(|record| record.text.to_owned())
        };
        assert_eq!(parse(br#"{"cdr_id":1}"#).unwrap(), r#"{"cdr_id":1}"#);
        for (text, expected) in [
            (&b"{\"cdr_id\":\"\xff\"}"[..], "is not valid UTF-8"),
            (b"[]", "a call that is not a JSON object"),
            (
                br#"{"cdr_id":1},{"cdr_id":2}"#,
                "a call that is not a JSON object",
            ),
            (br#"{"cdr_id":1"#, "is not valid JSON: EOF"),
            (b"", "is not valid JSON: EOF"),
            (b"{}", "no documented member"),
        ] {
            let problem = parse(text).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        }
    }
}
