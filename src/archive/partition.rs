//! The file of one day.

use super::day::Partition;
use super::day_check::check_day;
use super::incoming::RecordReader;
use super::layout::{Archive, create_dir, unreadable};
use super::metadata::{damaged, ensure_written_by_cdr};
use crate::columns::{ColumnList, ColumnReader, ColumnSet};
use crate::error::Failure;
use crate::external_sort::ExternalSorter;
use crate::format::{Format, FormatOptions, Metadata};
use crate::output::AtomicFile;
use crate::record::{ParquetRecords, Projection, Record, ResponseReader};
use crate::report::Identity;
use anyhow::Context;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// A response that is read from a file.
pub type SavedResponse = ResponseReader<Box<dyn Read>>;

/// Opens the file of a day as a response.
///
/// # Errors
/// This machine's, for a file that cannot be read or is damaged; a failure for one that does not match its checksum or
/// has calls of another day.
pub fn open(archive: &Archive, day: Partition) -> anyhow::Result<SavedResponse> {
    let path = archive.path(day);
    response(open_file(&path)?, &path, day, None)
}

/// The calls to leave out of a response, as identities with this seed.
pub struct LeftOut {
    pub seed: u64,
    pub identities: HashSet<u128>,
}

impl LeftOut {
    /// Whether a call is one of them.
    fn filter(self) -> impl Fn(&[u8]) -> bool + 'static {
        let mut projection = Projection::default();
        let identity = Identity::new(self.seed, &mut projection);
        move |text| {
            let is_one = |record: &Record<'_>| {
                let identity = identity.identity(record);
                Ok(self.identities.contains(&identity))
            };
            let text = std::str::from_utf8(text).unwrap_or_default();
            // What is no record is reported by whoever reads it.
            projection.with_record(text, is_one).unwrap_or(false)
        }
    }
}

/// Opens a file of an archive. Only a regular file is opened, because a named pipe would be waited for.
///
/// # Errors
/// This machine's.
pub fn open_file(path: &Path) -> Result<File, Failure> {
    let open = || match path.metadata()? {
        found if found.is_file() => File::open(path),
        found if found.is_dir() => Err(ErrorKind::IsADirectory.into()),
        _ => Err(io::Error::other("it is not a regular file")),
    };
    open().map_err(|error| unreadable(path, &error))
}

/// The response that the open file of a day is, without some of its calls.
///
/// # Errors
/// Those of [`open`].
pub fn response(
    file: File,
    path: &Path,
    day: Partition,
    left_out: Option<LeftOut>,
) -> anyhow::Result<SavedResponse> {
    let name = path.display().to_string();
    let copy = file.try_clone();
    let column = ParquetRecords::open(file, &name).map_err(|_| damaged(path))?;
    ensure_written_by_cdr(column.metadata(), path)?;
    let mut column = column.check_data()?;
    check_day(column.metadata(), day, path, || {
        let copy = copy.map_err(|error| unreadable(path, &error))?;
        saved(ParquetRecords::open(copy, &name)?, &name)
    })?;
    if let Some(left_out) = left_out {
        column = column.without(left_out.filter());
    }
    saved(column, &name)
}

fn saved(column: ParquetRecords, name: &str) -> anyhow::Result<SavedResponse> {
    let column: Box<dyn Read> = Box::new(column);
    ResponseReader::open_saved(column, name)
}

/// The new content of a day's file.
pub struct PartitionWriter<'a> {
    archive: &'a Archive,
    day: Partition,
    calls: ExternalSorter,
    count: u64,
}

impl<'a> PartitionWriter<'a> {
    /// Nothing yet.
    pub fn new(archive: &'a Archive, day: Partition) -> Self {
        Self {
            archive,
            day,
            calls: ExternalSorter::new(None),
            count: 0,
        }
    }

    /// Adds a call.
    pub fn push(&mut self, reader: &RecordReader, record: &Record<'_>) -> anyhow::Result<()> {
        self.count += 1;
        Ok(self
            .calls
            .push(|key| reader.push_key(record, key), record.text)?)
    }

    /// Adds the calls of the file as it is, if there is one, that are to be kept.
    pub fn copy_existing(
        &mut self,
        reader: &RecordReader,
        mut is_kept: impl FnMut(&Record<'_>) -> bool,
    ) -> anyhow::Result<()> {
        let file = self.archive.path(self.day);
        if !file.exists() {
            return Ok(());
        }
        let mut response = open(self.archive, self.day)?;
        response.for_each_record(&reader.projection, |record| {
            if is_kept(&record) {
                self.push(reader, &record)?;
            }
            Ok(())
        })?;
        response.read_trailer()?;
        Ok(())
    }

    /// Replaces the file atomically. Returns how many calls are in it, and what there is to warn of.
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
        let selection =
            ColumnReader::new(&ColumnList::from(ColumnSet::AllWithRecord), &mut projection);
        let mut layout = FormatOptions::plain(selection);
        let days: Vec<_> = pending.iter().map(ToString::to_string).collect();
        layout.print.metadata = Metadata {
            pending: (!days.is_empty()).then(|| days.join(" ")),
            ..metadata.clone()
        };
        let mut formatter = Format::named("parquet")
            .context("there is no format Parquet")?
            .formatter(layout, &mut file)?;
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

    /// The texts of a day's calls, or why they cannot be read.
    fn read(archive: &Archive, day: Partition) -> anyhow::Result<Vec<String>> {
        let mut texts = Vec::new();
        let mut response = open(archive, day)?;
        response.for_each_record(&Projection::default(), |record| {
            texts.push(record.text.to_owned());
            Ok(())
        })?;
        response.read_trailer()?;
        Ok(texts)
    }

    /// Flips bits of a small file, the first one and then each so many further. Returns how many flips had no effect,
    /// and how many were noticed.
    fn flip(step: usize) -> [u32; 2] {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::new(folder.path());
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
    fn a_flipped_bit_has_no_effect_or_is_noticed() {
        assert!(flip(101)[1] > 0);
    }

    #[test]
    #[ignore = "it takes minutes: cargo test --lib day_file -- --ignored"]
    fn every_flipped_bit_has_no_effect_or_is_noticed() {
        assert!(flip(1)[1] > 0);
    }
}
