//! The replacement of the files of a set.
//!
//! All that can fail is tried before anything changes:
//!
//! ```text
//! the hidden index of the old and the new files is put in place
//! the index is removed
//! stale files are removed, if they are pruned
//! the new files are renamed to their names
//! the new index is put in place, and the hidden one is removed
//! ```
//!
//! A stale file goes before the new ones come, because a file system that ignores case may take the
//! one for the other. Nothing is replaced or removed behind a symbolic link in the directory of the
//! set, since that is in another directory.

use super::super::atomic_file::{sync_dir, write_error};
use super::super::permissions;
use super::index::{FILE_NAME, TRANSITION_FILE_NAME};
use super::staging::Staging;
use crate::error::{Failure, FailureKind};
use crate::io::{parent_dir, symlink_between};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

/// A file by its number in the hidden directory, and its name.
pub type NamedFile = (usize, String);

/// Creates the directories of the files and the file of the index, checks that all can be replaced,
/// and lets the new ones have the permissions of the old ones.
pub fn prepare_targets(
    staging: &mut Staging,
    dir: &Path,
    files: &[NamedFile],
) -> anyhow::Result<()> {
    let index = staging.path(FILE_NAME);
    File::create_new(&index).map_err(|error| write_error(dir, error))?;
    prepare_target(staging, dir, FILE_NAME, &index)?;
    for (number, name) in files {
        let staged = staging.path(&number.to_string());
        prepare_target(staging, dir, name, &staged)?;
    }
    Ok(())
}

fn prepare_target(
    staging: &mut Staging,
    dir: &Path,
    name: &str,
    staged: &Path,
) -> anyhow::Result<()> {
    let target = dir.join(name);
    let unusable = |problem: &str| {
        let message = format!("cannot write {}: {problem}", target.display());
        Failure::new(FailureKind::Local, message)
    };
    let to_error = |error| write_error(&target, error);
    if let Some(link) = symlink_between(dir, name) {
        let link = link.display();
        return Err(unusable(&format!("{link} is a symbolic link; remove it")).into());
    }
    staging.create_dirs(parent_dir(&target)).map_err(to_error)?;
    let Ok(replaced) = fs::symlink_metadata(&target) else {
        return Ok(());
    };
    if replaced.is_dir() {
        return Err(unusable("it is a directory; use --output with another name").into());
    }
    permissions::ensure_replaceable(&target, &replaced)?;
    if replaced.is_file() {
        let staged = File::open(staged).map_err(to_error)?;
        permissions::copy_permissions(&target, &replaced, &staged)?;
    }
    Ok(())
}

/// Removes stale files, gives the new ones their names, and the directory its index.
pub fn publish(
    staging: &Staging,
    dir: &Path,
    files: &[NamedFile],
    pruned: &[&str],
) -> io::Result<()> {
    let [index, transition] = [FILE_NAME, TRANSITION_FILE_NAME].map(|name| dir.join(name));
    fs::rename(staging.path(TRANSITION_FILE_NAME), &transition)?;
    sync_dir(dir);
    remove_file(&index)?;
    sync_dir(dir);
    for name in pruned {
        remove_file(&dir.join(name))?;
    }
    for (number, name) in files {
        fs::rename(staging.path(&number.to_string()), dir.join(name))?;
    }
    let names = files.iter().map(|(_, name)| &**name);
    let names = names.chain(pruned.iter().copied());
    let dirs: BTreeSet<_> = names.map(|name| parent_dir(Path::new(name))).collect();
    for below in dirs {
        sync_dir(&dir.join(below));
    }
    remove_empty_dirs(dir, pruned);
    fs::rename(staging.path(FILE_NAME), index)?;
    remove_file(&transition)?;
    sync_dir(dir);
    Ok(())
}

/// Removes the directories below the one of the set that pruning has emptied.
fn remove_empty_dirs(dir: &Path, pruned: &[&str]) {
    for name in pruned {
        let dirs = Path::new(name).ancestors().skip(1);
        for below in dirs.filter(|below| !below.as_os_str().is_empty()) {
            // One that is not empty stays.
            let _ = fs::remove_dir(dir.join(below));
        }
    }
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
