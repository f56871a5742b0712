//! The directory that files are written in before they get their names.
//!
//! It is hidden, in the directory of the files, so that a rename is enough to publish one. Files
//! without names (`O_TMPFILE`), which single outputs use, have to stay open, and there may be more
//! of them than a process can open. So these have names, and the directory is removed with all of
//! them: at the end of a run, by a signal, or after `kill -9` by the next run. A lock in it keeps
//! two runs from writing the same files.

use super::super::atomic_file::write_error;
use crate::error::{Failure, FailureKind, system_error};
use crate::io::{lock_file, missing_dirs};
use crate::terminal::signals;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

const NAME: &str = ".cdr-files.part";
const LOCK: &str = "lock";

/// The directory of files that have no names yet. Unless they are published, nothing of them
/// remains.
pub struct Staging {
    dir: PathBuf,
    #[expect(dead_code, reason = "an open file holds the lock")]
    lock: File,
    /// The directories that were created around it, the innermost last.
    created_dirs: Vec<PathBuf>,
    is_published: bool,
}

impl Staging {
    /// Creates the directory below another one, which is created if necessary.
    ///
    /// # Errors
    /// Returns a local failure if it cannot be created, or if another run has it.
    pub fn create(parent: &Path) -> anyhow::Result<Self> {
        signals::create_temp_dir(
            || Self::create_unwatched(parent),
            |staging| (&staging.dir, &staging.created_dirs),
        )
    }

    fn create_unwatched(parent: &Path) -> anyhow::Result<Self> {
        let mut created_dirs = Vec::new();
        let result = create_dirs(parent, &mut created_dirs)
            .map_err(|error| write_error(parent, error).into())
            .and_then(|()| lock_dir(parent));
        let (dir, lock) = result.inspect_err(|_| remove_dirs(&created_dirs))?;
        Ok(Self {
            dir,
            lock,
            created_dirs,
            is_published: false,
        })
    }

    /// Returns the path of a file in the directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Publishes the files, while signals wait.
    pub fn publish(
        mut self,
        target: &Path,
        publish: impl FnOnce(&Self) -> io::Result<()>,
    ) -> io::Result<()> {
        signals::commit_temp_file(target, || {
            let result = publish(&self);
            self.is_published = true;
            let removed = fs::remove_dir_all(&self.dir);
            // Where nothing was published, the directories are empty.
            remove_dirs(&self.created_dirs);
            result.and(removed)
        })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_published {
            signals::discard_temp_file(|| {
                // There is nobody to report to, and the next run removes what is left.
                let _ = fs::remove_dir_all(&self.dir);
                remove_dirs(&self.created_dirs);
            });
        }
    }
}

/// Creates and locks the hidden directory, and removes what a run that was killed left in it.
fn lock_dir(parent: &Path) -> anyhow::Result<(PathBuf, File)> {
    let dir = parent.join(NAME);
    let path = dir.join(LOCK);
    let create = || {
        match dir.symlink_metadata() {
            Ok(found) if found.is_dir() => {}
            Ok(_) => {
                let message = format!("{} is not a directory", dir.display());
                return Err(io::Error::other(message));
            }
            Err(_) => fs::create_dir(&dir)?,
        }
        if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
            let message = format!("{} is not a regular file", path.display());
            return Err(io::Error::other(message));
        }
        let mut options = OpenOptions::new();
        let file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        Ok(lock_file(&file, &path)?.then_some(file))
    };
    let file = create().map_err(|error| write_error(parent, error))?;
    let Some(file) = file else {
        let message = format!(
            "another cdr is writing files to {}; run the command again once it has finished",
            parent.display()
        );
        return Err(Failure::new(FailureKind::Local, message).into());
    };
    remove_files(&dir).map_err(|error| {
        let problem = format!("cannot remove the files in {}", dir.display());
        system_error(problem, error, "remove the directory")
    })?;
    Ok((dir, file))
}

fn remove_files(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name() != LOCK {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Creates a directory and those around it, and adds the new ones to `created`.
pub fn create_dirs(dir: &Path, created: &mut Vec<PathBuf>) -> io::Result<()> {
    for dir in missing_dirs(dir).into_iter().rev() {
        fs::create_dir(&dir)?;
        created.push(dir);
    }
    Ok(())
}

/// Removes directories, the innermost of which is the last. One that is not empty stays.
pub fn remove_dirs(dirs: &[PathBuf]) {
    for dir in dirs.iter().rev() {
        let _ = fs::remove_dir(dir);
    }
}
