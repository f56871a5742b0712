//! What a Parquet file must fulfil before its column of records is read: the compression that `cdr` uses, as many
//! values as rows, and the data that were written.

use super::super::data_checksum::data_match;
use crate::error::{Failure, FailureKind};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use std::fs::File;

/// Whether the footer, the groups of rows and this column agree on the number of rows.
fn counts_agree(metadata: &ParquetMetaData, column: usize) -> bool {
    let groups = metadata.row_groups().iter();
    let agrees = |group: &RowGroupMetaData| {
        let column = group.columns().get(column);
        column.is_some_and(|column| column.num_values() == group.num_rows())
    };
    let mut rows = groups.clone().map(RowGroupMetaData::num_rows);
    let sum = rows.try_fold(0_i64, i64::checked_add);
    groups.clone().all(agrees) && sum == Some(metadata.file_metadata().num_rows())
}

/// Checks that a column is compressed as cdr does it, and has as many values as there are rows.
pub fn check(metadata: &ParquetMetaData, column: usize, name: &str) -> Result<(), Failure> {
    let groups = metadata.row_groups().iter();
    for column in groups.filter_map(|group| group.columns().get(column)) {
        let compression = column.compression();
        if !matches!(
            compression,
            Compression::ZSTD(_) | Compression::UNCOMPRESSED
        ) {
            let message = format!(
                "{name} is compressed with {compression:?}; 'cdr read' takes Parquet that cdr wrote, with zstd"
            );
            return Err(Failure::new(FailureKind::InvalidResponse, message));
        }
    }
    if counts_agree(metadata, column) {
        Ok(())
    } else {
        Err(damaged(name))
    }
}

/// Checks that the data of all columns are those that were written.
pub fn check_data(file: &File, metadata: &ParquetMetaData, name: &str) -> Result<(), Failure> {
    let footer = metadata.file_metadata().key_value_metadata();
    match data_match(file, footer) {
        Ok(true) => Ok(()),
        Ok(false) => Err(mismatch(name)),
        Err(error) => {
            let what = format!("cannot read {name}");
            Err(Failure::from_io(what, &error, "check the file"))
        }
    }
}

/// The failure of a file whose content is not what its footer promises.
pub fn mismatch(name: &str) -> Failure {
    let message = format!(
        "{name} does not match its checksum; restore it, or remove it and fetch its calls again"
    );
    Failure::new(FailureKind::InvalidResponse, message)
}

/// The failure of a file that is damaged, or intact and of another program.
pub fn unusable(name: &str, error: &ParquetError) -> Failure {
    let ParquetError::NYI(what) = error else {
        return damaged(name);
    };
    let message = format!("{name} is Parquet that cdr did not write: {what}; use a file of cdr");
    Failure::new(FailureKind::InvalidResponse, message)
}

/// The failure of a file that is damaged.
fn damaged(name: &str) -> Failure {
    let message = format!("{name} is a damaged Parquet file; get it again");
    Failure::new(FailureKind::InvalidResponse, message)
}
