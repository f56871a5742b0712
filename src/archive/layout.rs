//! The directories and files of an archive.
//!
//! An archive has one fixed file name per day, so that a copy made by `rsync` or `aws s3 sync` is
//! an archive, too. It contains nothing else: what `cdr` did not write is reported before a sync
//! changes anything. Names that begin with `.` or `_` are exempt, because they are other programs'
//! (`.DS_Store`, `_SUCCESS`), and databases ignore them.

use super::partition::Partition;
use crate::error::{Failure, FailureKind, system_error};
use crate::io::parent_dir;
use std::collections::HashMap;
use std::fs::{self, DirEntry, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The directory of the partitions, the start of their names, and the file in each.
const CALLS_DIR: &str = "calls";
const PARTITION_PREFIX: &str = "day=";
const FILE_NAME: &str = "calls.parquet";

/// An archive in a directory.
#[derive(Clone, Debug)]
pub struct Archive {
    dir: PathBuf,
}

impl Archive {
    /// Creates an archive in a directory, which may not exist yet.
    pub fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
        }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the path of the file of a day.
    pub fn path(&self, day: Partition) -> PathBuf {
        self.calls_dir()
            .join(format!("{PARTITION_PREFIX}{day}"))
            .join(FILE_NAME)
    }

    fn calls_dir(&self) -> PathBuf {
        self.dir.join(CALLS_DIR)
    }

    /// Returns the days that have a file, in their order. A file that cannot be inspected counts:
    /// reading it reports why.
    pub fn days(&self) -> Result<Vec<Partition>, Failure> {
        let partitions = entries(&self.calls_dir())?.ok_or_else(|| {
            let dir = self.dir.display();
            let message =
                format!("{dir} is a directory, but not an archive; use the names of its files");
            Failure::new(FailureKind::Local, message)
        })?;
        reject_shared_partitions(&partitions)?;
        let mut days: Vec<_> = partitions
            .iter()
            .filter_map(parse_partition)
            .filter(|day| self.has_file(*day))
            .collect();
        days.sort_unstable();
        Ok(days)
    }

    /// Returns whether a partition has a file, or cannot be inspected.
    fn has_file(&self, day: Partition) -> bool {
        let file = self.path(day);
        match file.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // The partition itself may be a dangling link.
                file.parent().is_none_or(|partition| !partition.exists())
            }
            _ => true,
        }
    }

    /// Returns the days that have a file, none if there is no archive yet. A file that an archive
    /// cannot have is a failure.
    pub fn check_layout(&self) -> Result<Vec<Partition>, Failure> {
        for entry in entries(&self.dir)?.unwrap_or_default() {
            if entry.file_name() != CALLS_DIR {
                return Err(unexpected_file(&entry.path()));
            }
        }
        let Some(partitions) = entries(&self.calls_dir())? else {
            return Ok(Vec::new());
        };
        for partition in &partitions {
            if parse_partition(partition).is_none() || !partition.path().is_dir() {
                return Err(unexpected_file(&partition.path()));
            }
            for file in entries(&partition.path())?.unwrap_or_default() {
                if file.file_name() != FILE_NAME || !file.path().is_file() {
                    return Err(unexpected_file(&file.path()));
                }
            }
        }
        self.days()
    }

    /// Removes the temporary files of a run that was killed.
    pub fn remove_leftovers(&self) -> Result<(), Failure> {
        // The lock is held, so no run is writing them.
        for entry in all_entries(&self.dir)?.unwrap_or_default() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(".cdr-") && name.ends_with(".part") {
                fs::remove_file(entry.path()).map_err(|error| unreadable(&entry.path(), &error))?;
            }
        }
        Ok(())
    }

    /// Rejects an output file within the archive, because the next sync would find an unexpected
    /// file.
    pub fn ensure_output_outside(&self, output: Option<&Path>) -> Result<(), Failure> {
        let Some(output) = output else {
            return Ok(());
        };
        // The output need not exist yet, but its directory does. Links and `..` are resolved in
        // both.
        match (self.dir.canonicalize(), parent_dir(output).canonicalize()) {
            (Ok(dir), Ok(output_dir)) if output_dir.starts_with(&dir) => {
                let message = format!(
                    "cannot write {}: it is in the archive, which contains only calls; use another directory",
                    output.display()
                );
                Err(Failure::new(FailureKind::Usage, message))
            }
            _ => Ok(()),
        }
    }
}

/// Rejects links to other partitions: two days would share a file, and each would replace the calls
/// of the other. Links that lead elsewhere are allowed.
fn reject_shared_partitions(partitions: &[DirEntry]) -> Result<(), Failure> {
    let is_link = |entry: &&DirEntry| entry.file_type().is_ok_and(|kind| kind.is_symlink());
    if !partitions.iter().any(|entry| is_link(&entry)) {
        return Ok(());
    }
    let mut found = HashMap::new();
    // Directories come first, so that the message blames the link.
    let (links, directories): (Vec<_>, Vec<_>) = partitions.iter().partition(is_link);
    for partition in directories.into_iter().chain(links) {
        // Reading reports dangling links.
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

/// Returns the day whose partition a directory is.
fn parse_partition(entry: &DirEntry) -> Option<Partition> {
    let name = entry.file_name();
    Partition::from_name(name.to_str()?.strip_prefix(PARTITION_PREFIX)?)
}

/// Returns the entries of a directory, if it exists, without those of other programs.
fn entries(dir: &Path) -> Result<Option<Vec<DirEntry>>, Failure> {
    let mut entries = all_entries(dir)?;
    if let Some(entries) = &mut entries {
        entries.retain(|entry| {
            let name = entry.file_name();
            !matches!(name.as_encoded_bytes().first(), Some(b'.' | b'_'))
        });
    }
    Ok(entries)
}

fn all_entries(dir: &Path) -> Result<Option<Vec<DirEntry>>, Failure> {
    match fs::read_dir(dir).and_then(Iterator::collect) {
        Ok(entries) => Ok(Some(entries)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(dir, &error)),
    }
}

/// Creates a directory and its parents.
pub fn create_dir(dir: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(dir).map_err(|error| {
        let problem = format!("cannot create {}", dir.display());
        system_error(
            problem,
            error,
            "check the permissions of its parent directory",
        )
    })
}

/// Opens a regular file of the archive itself. A link is not followed, because it may lead out of
/// the archive, and a named pipe would block.
pub fn open_own_file(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let not_regular = || io::Error::other("it is not a regular file");
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(not_regular());
    }
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // The file may have been replaced since.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(not_regular())
    }
}

/// Returns the failure of a file or directory that cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let problem = format!("cannot read {}", path.display());
    Failure::from_io(problem, error, "check its permissions")
}

/// Returns the failure of a file that `cdr` did not write.
fn unexpected_file(path: &Path) -> Failure {
    let message = format!(
        "{} is not part of an archive; move it, or use another directory",
        path.display()
    );
    Failure::new(FailureKind::Local, message)
}
