//! What a file of an archive says of itself.

use super::day::Partition;
use super::partition::open_file;
use crate::error::{Failure, FailureKind};
use crate::format::Metadata;
use crate::record::{RECORD_COLUMN, has_checksum, has_data_checksum, read_metadata};
use parquet::file::metadata::ParquetMetaData;
use std::path::Path;

/// What a file of an archive says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileMetadata {
    /// Of whom its calls were asked: the service, and the app id, if there is one.
    pub service: Option<String>,
    pub app_id: Option<String>,
    /// The days that calls were to move to when `cdr` 0.2.0 wrote this: whether they got there is not known.
    pub pending: Vec<Partition>,
    /// How many calls it has.
    pub calls: u64,
    /// Whether it has checksums of them and of its data. Files of `cdr` 0.2.0 have none.
    pub has_checksum: bool,
}

impl FileMetadata {
    /// Reads it.
    ///
    /// # Errors
    /// This machine's, for a file that can't be read or that cdr did not write.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let file = open_file(path)?;
        let metadata = read_metadata(&file).map_err(|_| damaged(path))?;
        ensure_written_by_cdr(&metadata, path)?;
        let metadata = metadata.file_metadata();
        let value = |name: &str| {
            let mut pairs = metadata.key_value_metadata()?.iter();
            let pair = pairs.find(|pair| pair.key.strip_prefix("cdr.") == Some(name))?;
            pair.value.clone()
        };
        let pending = value(Metadata::PENDING).unwrap_or_default();
        Ok(Self {
            service: value(Metadata::SERVICE),
            app_id: value(Metadata::APP_ID),
            pending: pending
                .split(' ')
                .filter_map(Partition::from_name)
                .collect(),
            calls: u64::try_from(metadata.num_rows()).unwrap_or_default(),
            has_checksum: has_checksum(metadata.key_value_metadata())
                && has_data_checksum(metadata.key_value_metadata()),
        })
    }

    /// Returns what files of the same account are to say of themselves, beside what is known already.
    pub fn to_metadata(&self, known: &Metadata) -> Metadata {
        Metadata {
            service: self.service.clone(),
            app_id: self.app_id.clone(),
            ..known.clone()
        }
    }

    /// Checks that a file's calls are of the same account.
    ///
    /// # Errors
    /// A usage failure.
    pub fn ensure_same_account(&self, path: &Path, asked: &Self) -> Result<(), Failure> {
        if self.service == asked.service && self.app_id == asked.app_id {
            return Ok(());
        }
        let of = |footer: &Self| {
            let service = footer.service.as_deref().unwrap_or("an unknown service");
            let app_id = footer.app_id.as_deref();
            app_id.map_or(service.to_owned(), |app_id| {
                format!("app id {app_id} at {service}")
            })
        };
        let message = format!(
            "{} holds calls of {}, and {} was asked; name another folder, or ask of the same",
            path.display(),
            of(self),
            of(asked)
        );
        Err(Failure::new(FailureKind::Usage, message))
    }
}

/// Checks that `cdr` wrote a file, and with complete calls.
///
/// # Errors
/// This machine's.
pub fn ensure_written_by_cdr(metadata: &ParquetMetaData, path: &Path) -> Result<(), Failure> {
    let metadata = metadata.file_metadata();
    let creator = metadata.created_by();
    let is_ours = creator.is_some_and(|creator| creator.starts_with("cdr version "));
    let mut columns = metadata.schema_descr().columns().iter();
    if is_ours && columns.any(|column| column.path().string() == RECORD_COLUMN) {
        Ok(())
    } else {
        Err(damaged(path))
    }
}

/// The failure of a file that is not as `cdr` wrote it.
pub fn damaged(path: &Path) -> Failure {
    let message = format!(
        "{} is damaged, or cdr did not write it; move it away and run 'cdr sync'",
        path.display()
    );
    Failure::new(FailureKind::Local, message)
}
