//! The file of a day: its format, its footer, reading and writing it.
//!
//! ```text
//! row groups    every documented column, typed, as in an export of `-c all`
//!               record: the JSON text of each call as received
//! footer        statistics of each column, number of rows
//!               cdr.service, cdr.app_id     the account whose calls it has
//!               checksums of the records and of the data pages
//! ```
//!
//! The typed columns are for databases. `cdr` itself reads the column `record` alone, because a
//! type that cannot hold a value has null, and the archive must give back what was received. Calls
//! are sorted by time and ID, so that the same calls produce the same bytes and a sync without
//! changes replaces nothing.
//!
//! What is read is checked first: that `cdr` wrote the file, that its data match the checksums, and
//! that its calls are of its day. Files of `cdr` 0.2.0 have no checksums, and may have a list of
//! `pending` days, its mark for calls that were moving; the next sync rewrites both.

use super::layout::{Archive, create_dir, unreadable};
use super::partition::{Partition, RecordReader, SYNC_AGAIN_HINT, ensure_calls_of_day};
use crate::columns::{ColumnList, ColumnReader, ColumnSet};
use crate::error::{Failure, FailureKind};
use crate::external_sort::ExternalSorter;
use crate::format::{Format, FormatOptions, Metadata};
use crate::io::open_regular;
use crate::output::AtomicFile;
use crate::record::{
    ParquetRecords, Projection, RECORD_COLUMN, Record, ResponseReader, has_checksum,
    has_data_checksum, read_metadata,
};
use crate::report::RecordHasher;
use anyhow::Context;
use parquet::file::metadata::ParquetMetaData;
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A response that is read from a file.
pub type SavedResponse = ResponseReader<Box<dyn Read>>;

/// The footer of a file: its account and its number of calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileMetadata {
    pub service: Option<String>,
    pub app_id: Option<String>,
    /// The days to which calls were moving when `cdr` 0.2.0 wrote the file. Whether they got there
    /// is not known.
    pub pending: Vec<Partition>,
    pub calls: u64,
    /// Whether it has checksums of its records and of its data.
    pub has_checksum: bool,
}

impl FileMetadata {
    /// Reads the footer of a file that `cdr` wrote.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let file = open_file(path)?;
        let metadata = read_metadata(&file).map_err(|_| damaged(path))?;
        ensure_written_by_cdr(&metadata, path)?;
        let metadata = metadata.file_metadata();
        let value = |name: &str| {
            metadata
                .key_value_metadata()?
                .iter()
                .find(|pair| pair.key.strip_prefix("cdr.") == Some(name))?
                .value
                .clone()
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

    /// Returns the metadata of new files of the same account.
    pub fn to_metadata(&self, known: &Metadata) -> Metadata {
        Metadata {
            service: self.service.clone(),
            app_id: self.app_id.clone(),
            ..known.clone()
        }
    }

    /// Checks that the calls of a file are of the account that is requested.
    pub fn ensure_same_account(&self, path: &Path, requested: &Self) -> Result<(), Failure> {
        if self.service == requested.service && self.app_id == requested.app_id {
            return Ok(());
        }
        let describe = |account: &Self| {
            let service = account.service.as_deref().unwrap_or("an unknown service");
            match &account.app_id {
                Some(app_id) => format!("app ID {app_id} at {service}"),
                None => service.to_owned(),
            }
        };
        let message = format!(
            "{} contains calls of {}, not of {}; use another directory",
            path.display(),
            describe(self),
            describe(requested)
        );
        Err(Failure::new(FailureKind::Usage, message))
    }
}

/// Checks that `cdr` wrote a file, and with complete calls.
fn ensure_written_by_cdr(metadata: &ParquetMetaData, path: &Path) -> Result<(), Failure> {
    let metadata = metadata.file_metadata();
    // Another program that rewrites the file may keep the columns, but it writes its own name.
    let is_ours = metadata
        .created_by()
        .is_some_and(|creator| creator.starts_with("cdr version "));
    let mut columns = metadata.schema_descr().columns().iter();
    if is_ours && columns.any(|column| column.path().string() == RECORD_COLUMN) {
        Ok(())
    } else {
        Err(damaged(path))
    }
}

fn damaged(path: &Path) -> Failure {
    let message = format!(
        "{} is damaged, or cdr did not write it; {SYNC_AGAIN_HINT}",
        path.display()
    );
    Failure::new(FailureKind::Local, message)
}

/// Opens a file of an archive. Only a regular file is opened, because a named pipe would block.
pub fn open_file(path: &Path) -> Result<File, Failure> {
    match path.metadata() {
        Ok(found) if !found.is_file() => {
            let path = path.display();
            let message = format!("{path} is not a regular file; {SYNC_AGAIN_HINT}");
            Err(Failure::new(FailureKind::Local, message))
        }
        found => found
            .and_then(|_| open_regular(path))
            .map_err(|error| unreadable(path, &error)),
    }
}

/// Opens the calls of a day.
pub fn open_partition(archive: &Archive, day: Partition) -> anyhow::Result<SavedResponse> {
    let path = archive.path(day);
    read_partition(open_file(&path)?, &path, day, None)
}

/// The calls to leave out of a response, as identities with this seed.
pub struct ExcludedCalls {
    pub seed: u64,
    pub identities: HashSet<u128>,
}

impl ExcludedCalls {
    /// Returns a predicate for the texts of records.
    fn into_filter(self) -> impl Fn(&str) -> bool + 'static {
        let mut projection = Projection::default();
        let hasher = RecordHasher::new(self.seed, &mut projection);
        move |text| {
            let is_excluded =
                |record: &Record<'_>| Ok(self.identities.contains(&hasher.identity(record)));
            // Reading the response reports an invalid record.
            projection.with_record(text, is_excluded).unwrap_or(false)
        }
    }
}

/// Reads the calls of a day from its open file, without the excluded ones.
pub fn read_partition(
    file: File,
    path: &Path,
    day: Partition,
    excluded: Option<ExcludedCalls>,
) -> anyhow::Result<SavedResponse> {
    let name = path.display().to_string();
    // A second reader of the same file, not of its path: a sync may replace the file in between.
    let copy = file.try_clone();
    let records = ParquetRecords::open(file, &name).map_err(|_| damaged(path))?;
    ensure_written_by_cdr(records.metadata(), path)?;
    let mut records = records.with_damage_hint(SYNC_AGAIN_HINT).check_data()?;
    ensure_calls_of_day(records.metadata(), day, path, || {
        let copy = copy.map_err(|error| unreadable(path, &error))?;
        Ok(SavedResponse::from(ParquetRecords::open(copy, &name)?))
    })?;
    if let Some(excluded) = excluded {
        records = records.excluding(excluded.into_filter());
    }
    Ok(records.into())
}

/// The new file of a day.
pub struct PartitionWriter<'a> {
    archive: &'a Archive,
    day: Partition,
    calls: ExternalSorter,
    count: u64,
}

impl<'a> PartitionWriter<'a> {
    /// Creates a writer without calls. The file is not changed before [`PartitionWriter::commit`].
    pub fn new(archive: &'a Archive, day: Partition) -> Self {
        Self {
            archive,
            day,
            // A day may have more calls than fit into memory.
            calls: ExternalSorter::new(None),
            count: 0,
        }
    }

    /// Adds a call.
    pub fn push(&mut self, reader: &RecordReader, record: &Record<'_>) -> anyhow::Result<()> {
        self.count += 1;
        let key = |key: &mut Vec<u8>| reader.push_sort_key(record, key);
        Ok(self.calls.push(key, record.text)?)
    }

    /// Adds the calls of the present file, if there is one, that are to be kept.
    pub fn copy_existing(
        &mut self,
        reader: &RecordReader,
        mut is_kept: impl FnMut(&Record<'_>) -> bool,
    ) -> anyhow::Result<()> {
        if !self.archive.path(self.day).exists() {
            return Ok(());
        }
        let mut response = open_partition(self.archive, self.day)?;
        response.for_each_record(&reader.projection, |record| {
            if is_kept(&record) {
                self.push(reader, &record)?;
            }
            Ok(())
        })?;
        response.read_trailer()?;
        Ok(())
    }

    /// Replaces the file atomically. Returns the number of its calls, and a warning about values
    /// without a type.
    pub fn commit(
        self,
        metadata: &Metadata,
        pending: &[Partition],
    ) -> anyhow::Result<(u64, Option<String>)> {
        let path = self.archive.path(self.day);
        if let Some(partition) = path.parent() {
            create_dir(partition)?;
        }
        // No temporary file is ever in a partition: some databases would read it.
        let mut file = AtomicFile::create_staged(&path, self.archive.dir())?;
        let mut projection = Projection::default();
        let columns = ColumnList::from(ColumnSet::AllWithRecord);
        let mut options = FormatOptions::for_file(ColumnReader::new(&columns, &mut projection));
        let days: Vec<_> = pending.iter().map(ToString::to_string).collect();
        options.print.metadata = Metadata {
            pending: (!days.is_empty()).then(|| days.join(" ")),
            ..metadata.clone()
        };
        let mut formatter = Format::from_name("parquet")
            .context("there is no format Parquet")?
            .formatter(options, &mut file)?;
        formatter.begin(&[])?;
        let print = |text: &str| projection.with_record(text, |record| formatter.record(record));
        self.calls.for_each(print)?;
        let remarks = formatter.finish(&[])?;
        file.commit()?;
        Ok((self.count, remarks.warning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Returns the texts of the calls of a day.
    fn read(archive: &Archive, day: Partition) -> anyhow::Result<Vec<String>> {
        let mut texts = Vec::new();
        let mut response = open_partition(archive, day)?;
        response.for_each_record(&Projection::default(), |record| {
            texts.push(record.text.to_owned());
            Ok(())
        })?;
        response.read_trailer()?;
        Ok(texts)
    }

    /// Flips every `step`th bit of a small file. Returns how many flips had no effect,
    /// and how many were noticed.
    fn flip(step: usize) -> [u32; 2] {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archive::new(dir.path());
        let day = Partition::from_name("2025-01-02").unwrap();
        let reader = RecordReader::new(7);
        let mut file = PartitionWriter::new(&archive, day);
        for id in 0..6 {
            let text = format!(
                r#"{{"cdr_id":"{id}","room":{{"connect_dt":"2025-01-02T12:00:00Z"}},"usage":{{"connect_minutes_cal":{id}}}}}"#
            );
            let push = |record: &Record<'_>| file.push(&reader, record);
            reader.projection.with_record(&text, push).unwrap();
        }
        file.commit(&Metadata::default(), &[]).unwrap();
        let path = archive.path(day);
        let (bytes, expected) = (fs::read(&path).unwrap(), read(&archive, day).unwrap());
        let mut counts = [0; 2];
        let footer = u32::from_le_bytes(bytes[bytes.len() - 8..][..4].try_into().unwrap());
        let data = bytes.len() - 8 - footer as usize;
        for bit in (0..bytes.len() * 8).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, flipped).unwrap();
            match read(&archive, day) {
                Ok(texts) => {
                    assert!(texts == expected && bit / 8 >= data, "bit {bit}");
                    counts[0] += 1;
                }
                Err(_) => counts[1] += 1,
            }
        }
        counts
    }

    #[test]
    fn a_flipped_bit_is_harmless_or_detected() {
        assert!(flip(101)[1] > 0);
    }

    #[test]
    #[ignore = "it takes minutes: cargo test --lib partition_file -- --ignored"]
    fn every_flipped_bit_is_harmless_or_detected() {
        assert!(flip(1)[1] > 0);
    }
}
