//! Where an archive keeps its files.

use super::day::Partition;
use crate::error::{Failure, FailureKind};
use std::collections::HashMap;
use std::fs::{self, DirEntry};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The folder of the partitions, and the file in each.
const CALLS: &str = "calls";
const PARTITION: &str = "day=";
const FILE: &str = "calls.parquet";

/// An archive in a folder: `calls/day=2025-01-31/calls.parquet` for each day.
#[derive(Clone, Debug)]
pub struct Archive {
    folder: PathBuf,
}

impl Archive {
    /// The archive in a folder, which may not be there yet.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.folder
    }

    /// The file of a day.
    pub fn path(&self, day: Partition) -> PathBuf {
        self.partitions()
            .join(format!("{PARTITION}{day}"))
            .join(FILE)
    }

    fn partitions(&self) -> PathBuf {
        self.folder.join(CALLS)
    }

    /// The days that have a file, in their order. A day whose file cannot be looked at has one: why it
    /// cannot be read is reported when it is.
    ///
    /// # Errors
    /// This machine's, for a folder that is no archive or cannot be read.
    pub fn days(&self) -> Result<Vec<Partition>, Failure> {
        let partitions = entries(&self.partitions())?.ok_or_else(|| {
            let folder = self.folder.display();
            let message =
                format!("{folder} is a folder, but no archive of cdr sync; name the files in it");
            Failure::new(FailureKind::Local, message)
        })?;
        reject_shared_partitions(&partitions)?;
        let days = partitions.iter().filter_map(partition_of);
        let mut days: Vec<_> = days.filter(|day| self.has_file(*day)).collect();
        days.sort_unstable();
        Ok(days)
    }

    /// Whether a partition has something in the place of its file, or cannot be looked into.
    fn has_file(&self, day: Partition) -> bool {
        let file = self.path(day);
        match file.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // The partition itself may be a link that leads nowhere.
                file.parent().is_none_or(|partition| !partition.exists())
            }
            _ => true,
        }
    }

    /// The days that have a file, none where there is no archive yet.
    ///
    /// # Errors
    /// This machine's, for a file that no archive has, which is left alone.
    pub fn validated_partitions(&self) -> Result<Vec<Partition>, Failure> {
        for entry in entries(&self.folder)?.unwrap_or_default() {
            if entry.file_name() != CALLS {
                return Err(unexpected_file(&entry.path()));
            }
        }
        let Some(partitions) = entries(&self.partitions())? else {
            return Ok(Vec::new());
        };
        for partition in &partitions {
            if partition_of(partition).is_none() || !partition.path().is_dir() {
                return Err(unexpected_file(&partition.path()));
            }
            for file in entries(&partition.path())?.unwrap_or_default() {
                if file.file_name() != FILE || !file.path().is_file() {
                    return Err(unexpected_file(&file.path()));
                }
            }
        }
        self.days()
    }
}

impl Archive {
    /// Removes what a run that was killed left behind.
    ///
    /// # Errors
    /// This machine's.
    pub fn remove_leftovers(&self) -> Result<(), Failure> {
        for entry in all_entries(&self.folder)?.unwrap_or_default() {
            if is_leftover(&entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path()).map_err(|error| unreadable(&entry.path(), &error))?;
            }
        }
        Ok(())
    }

    /// Refuses a file for the output that would lie in the archive.
    ///
    /// # Errors
    /// A usage failure.
    pub fn ensure_output_outside(&self, output: Option<&Path>) -> Result<(), Failure> {
        let folder = self.folder.canonicalize();
        let around = output.and_then(Path::parent).map(|around| match around {
            around if around.as_os_str().is_empty() => Path::new("."),
            around => around,
        });
        let around = around.and_then(|around| around.canonicalize().ok());
        match (folder, around, output) {
            (Ok(folder), Some(around), Some(output)) if around.starts_with(&folder) => {
                let message = format!(
                    "{} lies in the archive, which holds nothing but calls; write it elsewhere",
                    output.display()
                );
                Err(Failure::new(FailureKind::Usage, message))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a file is a new content that was never put into its place.
fn is_leftover(name: &str) -> bool {
    name.strip_prefix(".cdr-")
        .and_then(|rest| rest.strip_suffix(".part"))
        .is_some()
}

/// Refuses links to other partitions: two days would share a file, and each would replace the calls of the other.
/// Links that lead elsewhere are allowed.
fn reject_shared_partitions(partitions: &[DirEntry]) -> Result<(), Failure> {
    let is_link = |entry: &&DirEntry| entry.file_type().is_ok_and(|kind| kind.is_symlink());
    if !partitions.iter().any(|entry| is_link(&entry)) {
        return Ok(());
    }
    let mut found = HashMap::new();
    // Directories come first, so that the links are named.
    let (links, directories): (Vec<_>, Vec<_>) = partitions.iter().partition(is_link);
    for partition in directories.into_iter().chain(links) {
        // What leads nowhere is reported when it is read.
        let Ok(target) = partition.path().canonicalize() else {
            continue;
        };
        if let Some(other) = found.insert(target, partition.path()) {
            let message = format!(
                "{} leads to the same directory as {}; remove the link and run 'cdr sync'",
                partition.path().display(),
                other.display()
            );
            return Err(Failure::new(FailureKind::Local, message));
        }
    }
    Ok(())
}

/// The day whose partition a folder is.
fn partition_of(entry: &DirEntry) -> Option<Partition> {
    let name = entry.file_name();
    Partition::from_name(name.to_str()?.strip_prefix(PARTITION)?)
}

/// The entries of a directory, if it is there. Hidden ones and those that begin with `_` are of other
/// programs, such as `.DS_Store` and `_SUCCESS`; databases ignore them, too.
fn entries(folder: &Path) -> Result<Option<Vec<DirEntry>>, Failure> {
    let mut entries = all_entries(folder)?;
    if let Some(entries) = &mut entries {
        entries.retain(|entry| {
            let name = entry.file_name();
            let start = name.as_encoded_bytes().first();
            !matches!(start, Some(b'.' | b'_'))
        });
    }
    Ok(entries)
}

fn all_entries(folder: &Path) -> Result<Option<Vec<DirEntry>>, Failure> {
    match fs::read_dir(folder).and_then(Iterator::collect) {
        Ok(entries) => Ok(Some(entries)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(folder, &error)),
    }
}

/// The failure of a file or directory that cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("cannot read {}: {error}", path.display());
    Failure::new(FailureKind::Local, message)
}

/// The failure of a file that cdr did not write.
pub fn unexpected_file(path: &Path) -> Failure {
    let message = format!(
        "{} is not one of cdr's, or damaged, and an archive holds nothing else; move it away, or name another folder",
        path.display()
    );
    Failure::new(FailureKind::Local, message)
}

/// Creates a directory and its parents.
///
/// # Errors
/// This machine's.
pub fn create_dir(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        let message = format!("cannot create {}: {error}", folder.display());
        Failure::new(FailureKind::Local, message)
            .into_io_error(error)
            .into()
    })
}
