//! The replacement of the files of a set.
//!
//! All that can fail is tried before anything changes:
//!
//! ```text
//! the hidden index of the old and the new files is put in place
//! the directories of the new files are created
//! the index is removed
//! the new files are renamed to their names
//! stale files are removed, if they are pruned
//! the new index is put in place, and the hidden one is removed
//! ```
//!
//! Nothing is replaced or removed behind a symbolic link in the directory of the set, since that is
//! in another directory.

use super::super::atomic_file::{is_same_file, sync_dir, write_error};
use super::super::permissions;
use super::index::{FILE_NAME, TRANSITION_FILE_NAME};
use super::staging::{Staging, create_dirs, remove_dirs};
use crate::error::{Failure, FailureKind};
use crate::io::{parent_dir, symlink_between};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A file by its number in the hidden directory, and its name.
pub type NamedFile = (usize, String);

/// What a publication changes.
pub struct Changes<'a> {
    /// The directory of the set.
    pub dir: &'a Path,
    pub files: &'a [NamedFile],
    /// Stale files that are removed.
    pub pruned: Vec<&'a str>,
    /// The files of earlier runs, which may have left empty directories.
    pub earlier: Vec<&'a str>,
}

impl Changes<'_> {
    /// Creates the file of the index, checks that all files can be replaced or removed, and lets the
    /// new ones have the permissions of the old ones.
    pub fn prepare(&self, staging: &Staging) -> anyhow::Result<()> {
        let index = staging.path(FILE_NAME);
        File::create_new(&index).map_err(|error| write_error(self.dir, error))?;
        let mut checked_dirs = HashSet::new();
        self.prepare_target(FILE_NAME, &index, &mut checked_dirs)?;
        for (number, name) in self.files {
            let staged = staging.path(&number.to_string());
            self.prepare_target(name, &staged, &mut checked_dirs)?;
        }
        for name in &self.pruned {
            let target = self.dir.join(name);
            if let Some(pruned) = self.check_target(&target, name, &mut checked_dirs)? {
                permissions::ensure_replaceable(&target, &pruned)?;
            }
        }
        Ok(())
    }

    fn prepare_target(
        &self,
        name: &str,
        staged: &Path,
        checked_dirs: &mut HashSet<PathBuf>,
    ) -> anyhow::Result<()> {
        let target = self.dir.join(name);
        let to_error = |error| write_error(&target, error);
        let Some(replaced) = self.check_target(&target, name, checked_dirs)? else {
            return Ok(());
        };
        permissions::ensure_replaceable(&target, &replaced)?;
        if replaced.is_file() {
            let staged = File::open(staged).map_err(to_error)?;
            permissions::copy_permissions(&target, &replaced, &staged)?;
        }
        Ok(())
    }

    /// Checks that a file can be created or replaced. Returns what is there now. Each directory is
    /// checked once.
    fn check_target(
        &self,
        target: &Path,
        name: &str,
        checked_dirs: &mut HashSet<PathBuf>,
    ) -> Result<Option<Metadata>, Failure> {
        if checked_dirs.insert(parent_dir(target).to_owned()) {
            self.check_dir(target, name)?;
        }
        let found = fs::symlink_metadata(target).ok();
        if found.as_ref().is_some_and(Metadata::is_dir) {
            let problem = "it is a directory; use --output with another name";
            return Err(unusable(target, problem));
        }
        Ok(found)
    }

    /// Checks that files can be created and replaced in the directory of a file.
    fn check_dir(&self, target: &Path, name: &str) -> Result<(), Failure> {
        if let Some(link) = symlink_between(self.dir, name) {
            let problem = format!("{} is a symbolic link; remove it", link.display());
            return Err(unusable(target, &problem));
        }
        let existing = target.ancestors().skip(1).find(|dir| dir.exists());
        let existing = existing.unwrap_or(self.dir);
        if !existing.is_dir() {
            let problem = format!("{} is not a directory; remove it", existing.display());
            return Err(unusable(target, &problem));
        }
        permissions::find_move_obstacle(self.dir, existing).map_or(Ok(()), |obstacle| {
            let problem = format!("{obstacle}; use --output with another directory");
            Err(unusable(target, &problem))
        })
    }

    /// Gives the new files their names, removes stale ones, and gives the directory its index.
    pub fn publish(&self, staging: &Staging) -> io::Result<()> {
        let dir = self.dir;
        let [index, transition] = [FILE_NAME, TRANSITION_FILE_NAME].map(|name| dir.join(name));
        fs::rename(staging.path(TRANSITION_FILE_NAME), &transition)?;
        sync_dir(dir);
        self.create_dirs().or_else(|error| {
            remove_file(&transition)?;
            Err(error)
        })?;
        remove_file(&index)?;
        sync_dir(dir);
        for (number, name) in self.files {
            fs::rename(staging.path(&number.to_string()), dir.join(name))?;
        }
        self.prune()?;
        let names = self.files.iter().map(|(_, name)| &**name);
        let names = names.chain(self.pruned.iter().copied());
        let dirs: BTreeSet<_> = names.map(|name| parent_dir(Path::new(name))).collect();
        for below in dirs {
            sync_dir(&dir.join(below));
        }
        self.remove_empty_dirs();
        fs::rename(staging.path(FILE_NAME), index)?;
        remove_file(&transition)?;
        sync_dir(dir);
        Ok(())
    }

    /// Creates the directories of the new files; all of them or none.
    fn create_dirs(&self) -> io::Result<()> {
        let mut created = Vec::new();
        let mut names = self.files.iter().map(|(_, name)| self.dir.join(name));
        let result = names.try_for_each(|file| create_dirs(parent_dir(&file), &mut created));
        result.inspect_err(|_| remove_dirs(&created))
    }

    /// Removes stale files. To a file system that ignores case, one of them may be a new file.
    fn prune(&self) -> io::Result<()> {
        let names = self
            .files
            .iter()
            .map(|(_, name)| (name.to_lowercase(), name));
        let new: HashMap<_, _> = names.collect();
        for name in &self.pruned {
            let path = self.dir.join(name);
            let similar = new
                .get(&name.to_lowercase())
                .map(|name| self.dir.join(name));
            let metadata = |path: &Path| path.symlink_metadata().ok();
            let is_new = similar.is_some_and(|similar| {
                is_same_file(metadata(&similar).as_ref(), metadata(&path).as_ref())
            });
            if !is_new {
                remove_file(&path)?;
            }
        }
        Ok(())
    }

    /// Removes the directories below the one of the set that have no files any more.
    fn remove_empty_dirs(&self) {
        let dirs = self.earlier.iter().map(Path::new).flat_map(|name| {
            let dirs = name.ancestors().skip(1);
            dirs.filter(|below| !below.as_os_str().is_empty())
        });
        let dirs: BTreeSet<_> = dirs.collect();
        // The inner ones come after those around them.
        for below in dirs.into_iter().rev() {
            // One that is not empty stays.
            let _ = fs::remove_dir(self.dir.join(below));
        }
    }
}

fn unusable(target: &Path, problem: &str) -> Failure {
    let message = format!("cannot write {}: {problem}", target.display());
    Failure::new(FailureKind::Local, message)
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
