//! The lock that keeps a second sync out of an archive.
//!
//! It is an advisory lock of the operating system on `DIR/.lock`, not the existence of the file:
//! the system releases it with the process, however that ends, so that a killed run never leaves a
//! lock behind that somebody has to remove. The file stays, unless a failed run removes it with the
//! directory that it created for it. A run that locks a file which has just been removed would lock
//! out nobody, so it fails. Readers take no lock.

use super::layout::{Archive, create_dir, open_own_file};
use crate::error::{Failure, FailureKind, system_error};
use crate::io::{lock_file, missing_dirs};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::PathBuf;

/// Hidden, so that no database takes it for data.
const FILE_NAME: &str = ".lock";

/// An archive that is locked until this value is dropped.
pub struct Lock {
    #[expect(dead_code, reason = "an open file holds the lock")]
    file: File,
    path: PathBuf,
    /// The directories that were created for it, the innermost first.
    created_dirs: Vec<PathBuf>,
}

impl Lock {
    /// Locks an archive, whose directory is created if necessary. Fails at once if another run has
    /// it.
    pub fn acquire(archive: &Archive) -> anyhow::Result<Self> {
        let created_dirs = missing_dirs(archive.dir());
        create_dir(archive.dir())?;
        let path = archive.dir().join(FILE_NAME);
        let to_error = |error: io::Error| {
            let problem = format!("cannot lock {}", path.display());
            system_error(problem, error, "check its permissions")
        };
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let file = open_own_file(&path, &mut options).map_err(to_error)?;
        if !lock_file(&file, &path).map_err(to_error)? {
            let dir = archive.dir().display();
            let message = format!(
                "another 'cdr sync' is running in {dir}; run the command again once it has finished"
            );
            return Err(Failure::new(FailureKind::Local, message).into());
        }
        Ok(Self {
            file,
            path,
            created_dirs,
        })
    }

    /// Removes the directories that were created for a run that failed, if it wrote nothing.
    pub fn remove_created_dirs(self) {
        let Some(dir) = self.created_dirs.first() else {
            return;
        };
        let is_empty = fs::read_dir(dir).is_ok_and(|entries| entries.count() == 1);
        if is_empty && fs::remove_file(&self.path).is_ok() {
            // What cannot be removed has a file of another program.
            let removed = |dir: &PathBuf| fs::remove_dir(dir).is_ok();
            let _ = self.created_dirs.iter().all(removed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_run_removes_only_the_directories_that_it_created() {
        let around = tempfile::tempdir().unwrap();
        let dir = around.path().join("a/b");
        fs::create_dir(around.path().join("a")).unwrap();
        let archive = Archive::new(&dir);
        Lock::acquire(&archive).unwrap().remove_created_dirs();
        assert!(!dir.exists() && around.path().join("a").exists());
        drop(Lock::acquire(&archive).unwrap());
        Lock::acquire(&archive).unwrap().remove_created_dirs();
        assert!(dir.join(FILE_NAME).exists());
    }

    #[test]
    fn a_directory_with_other_files_stays() {
        let around = tempfile::tempdir().unwrap();
        let dir = around.path().join("archive");
        let lock = Lock::acquire(&Archive::new(&dir)).unwrap();
        fs::create_dir(dir.join("calls")).unwrap();
        lock.remove_created_dirs();
        assert!(dir.join(FILE_NAME).exists());
    }
}
