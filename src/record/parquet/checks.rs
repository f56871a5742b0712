//! Checks of a Parquet file before a column of it is read, and the failures of files that do not
//! pass them.

use super::checksum::data_matches;
use crate::error::{Failure, FailureKind};
use crate::terminal::catch_panics;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use std::fs::File;

/// Checks that a column is compressed as `cdr` does it, and has as many values as there are rows.
pub fn check_column(metadata: &ParquetMetaData, column: usize, name: &str) -> Result<(), Failure> {
    let groups = metadata.row_groups().iter();
    for column in groups.filter_map(|group| group.columns().get(column)) {
        let compression = column.compression();
        if !matches!(
            compression,
            Compression::ZSTD(_) | Compression::UNCOMPRESSED
        ) {
            let message = format!(
                "{name} uses unsupported compression {compression:?}; use a file that cdr wrote"
            );
            return Err(Failure::new(FailureKind::InvalidResponse, message));
        }
    }
    if has_consistent_counts(metadata, column) {
        Ok(())
    } else {
        Err(damaged(name))
    }
}

/// Returns whether the footer, the row groups and this column agree on the number of rows.
fn has_consistent_counts(metadata: &ParquetMetaData, column: usize) -> bool {
    let groups = metadata.row_groups();
    let total = groups
        .iter()
        .map(RowGroupMetaData::num_rows)
        .try_fold(0_i64, i64::checked_add);
    total == Some(metadata.file_metadata().num_rows())
        && groups.iter().all(|group| {
            let column = group.columns().get(column);
            column.is_some_and(|column| column.num_values() == group.num_rows())
        })
}

/// Checks that the data of all columns are those that were written.
pub fn check_data(
    file: &File,
    metadata: &ParquetMetaData,
    name: &str,
    hint: &str,
) -> Result<(), Failure> {
    let footer = metadata.file_metadata().key_value_metadata();
    match data_matches(file, footer) {
        Ok(true) => Ok(()),
        Ok(false) => Err(checksum_mismatch(name, hint)),
        Err(error) => {
            let problem = format!("cannot read {name}");
            Err(Failure::from_io(problem, &error, "check the file"))
        }
    }
}

/// The hint for a damaged file: what to do depends on where it is from.
pub const FETCH_AGAIN_HINT: &str = "fetch its calls again";

/// Creates the failure for a file whose content does not match its checksum.
pub fn checksum_mismatch(name: &str, hint: &str) -> Failure {
    let message = format!("{name} does not match its checksum; {hint}");
    Failure::new(FailureKind::InvalidResponse, message)
}

/// Creates the failure for a file that cannot be decoded: it is damaged, or uses features that
/// `cdr` does not write.
pub fn unusable(name: &str, error: &ParquetError) -> Failure {
    let ParquetError::NYI(feature) = error else {
        return damaged(name);
    };
    let message =
        format!("{name} is Parquet that cdr did not write: {feature}; use a file that cdr wrote");
    Failure::new(FailureKind::InvalidResponse, message)
}

fn damaged(name: &str) -> Failure {
    let message = format!("{name} is a damaged Parquet file; {FETCH_AGAIN_HINT}");
    Failure::new(FailureKind::InvalidResponse, message)
}

/// Runs work of the library, and returns a panic in it as an error.
pub fn contain_panic<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_panics(|| Ok(work())).unwrap_or_else(|panic| Err(ParquetError::External(panic.into())))
}
