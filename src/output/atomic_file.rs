//! A file that is replaced in one step.

use super::rights;
use crate::error::{Failure, Kind};
use crate::terminal::interrupt;
use anyhow::Context;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// The new content of a file, written beside it. Dropped before [`AtomicFile::put`], it removes itself and leaves
/// the file as it was.
pub struct AtomicFile {
    /// Always there until it is put or dropped.
    beside: Option<NamedTempFile>,
    target: PathBuf,
    /// The folder, where it can be opened, to make sure of the new name.
    folder: Option<File>,
}

impl AtomicFile {
    /// Makes ready to replace a file, or to create it, and finds out whether that will be possible. A link is
    /// followed: the file it leads to is replaced or created. What is replaced keeps its owner and its rights.
    pub fn of(target: &Path) -> anyhow::Result<Self> {
        let target = destination(target).with_context(|| cannot_write(target))?;
        let folder = folder_of(&target).to_owned();
        Self::in_folder(&target, &folder)
    }

    /// The same, with the new content in another folder of the file system until it is complete.
    pub fn in_folder(target: &Path, folder: &Path) -> anyhow::Result<Self> {
        let target = target.to_owned();
        let replaced = match fs::metadata(&target) {
            Ok(replaced) => Some(replaced),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| cannot_write(&target)),
        };
        if let Some(replaced) = &replaced {
            check(&target, replaced)?;
        }
        let create = || builder(replaced.is_none()).tempfile_in(folder);
        let beside = interrupt::creating(create, NamedTempFile::path);
        let beside = beside.with_context(|| cannot_write(&target))?;
        let file = Self {
            beside: Some(beside),
            // Elsewhere than on Unix a folder can't be opened for that.
            folder: File::open(folder_of(&target)).ok().filter(|_| cfg!(unix)),
            target,
        };
        if let (Some(replaced), Some(beside)) = (&replaced, &file.beside) {
            rights::keep(&file.target, replaced, beside.as_file())?;
        }
        Ok(file)
    }

    /// Puts the new content into its place, after it is safe on the disk.
    pub fn put(mut self) -> anyhow::Result<()> {
        let Some(beside) = self.beside.take() else {
            return Ok(());
        };
        let put = beside.as_file().sync_all().and_then(|()| {
            let persist = || beside.persist(&self.target);
            interrupt::putting(&self.target, || {
                persist().map(drop).map_err(|fault| fault.error)
            })
        });
        put.with_context(|| cannot_write(&self.target))?;
        if let Some(folder) = &self.folder {
            // The file is in its place, whatever this says; it makes the new name outlast a crash of the system.
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.beside {
            Some(beside) => beside.write(bytes),
            None => Err(ErrorKind::NotFound.into()),
        };
        written.map_err(|error| told(&self.target, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.beside.as_mut().map_or(Ok(()), Write::flush);
        flushed.map_err(|error| told(&self.target, error))
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        interrupt::removing(|| drop(self.beside.take()));
    }
}

/// A new file gets the permissions that the umask leaves; one that replaces another is the owner's alone
/// until it takes over the other's.
fn builder(is_new: bool) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".cdr-").suffix(".part");
    #[cfg(unix)]
    if is_new {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(Permissions::from_mode(0o666));
    }
    builder
}

/// How many links may lead from one to the next, as in Linux.
const MOST_LINKS: usize = 40;

/// The file that a path means, though it may not exist yet: the end of the links that start there.
fn destination(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = folder_of(&path).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many links"))
}

pub fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Finds out whether a file can be replaced, before anything is asked.
fn check(target: &Path, replaced: &Metadata) -> anyhow::Result<()> {
    if replaced.permissions().readonly() {
        let target = target.display();
        let message = format!("{target} is read-only; give --output another name");
        return Err(Failure::new(Kind::Machine, message).into());
    }
    let opened = OpenOptions::new().write(true).open(target);
    opened.with_context(|| cannot_write(target))?;
    Ok(())
}

/// The failure of an output file.
pub fn cannot_write(file: &Path) -> Failure {
    let message = format!(
        "can't write {}; check that its folder exists, lets you write and has room",
        file.display()
    );
    Failure::new(Kind::Machine, message)
}

/// The failure of a write, with what the system says of it.
pub fn told(file: &Path, error: io::Error) -> io::Error {
    let message = format!(
        "can't write {} ({error}); check that its folder lets you write and has room",
        file.display()
    );
    Failure::new(Kind::Machine, message).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(target: &Path, content: &str) -> anyhow::Result<()> {
        let mut replacement = AtomicFile::of(target)?;
        replacement.write_all(content.as_bytes())?;
        replacement.put()
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }

    #[test]
    fn a_file_is_created_or_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        for content in ["old", "new"] {
            replace(&target, content).unwrap();
            assert_eq!(fs::read_to_string(&target).unwrap(), content);
        }
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn what_is_not_put_leaves_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        fs::write(&target, "old").unwrap();
        let mut replacement = AtomicFile::of(&target).unwrap();
        replacement.write_all(b"new").unwrap();
        drop(replacement);
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_at_once() {
        let error = AtomicFile::of(Path::new("no/such/folder/out"))
            .err()
            .unwrap();
        assert!(error.to_string().contains("can't write no/such/folder/out"));
    }

    #[test]
    fn a_file_that_is_read_only_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        fs::write(&target, "old").unwrap();
        let mut permissions = fs::metadata(&target).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&target, permissions).unwrap();
        assert!(replace(&target, "new").is_err());
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("out"), folder.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        replace(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_leads_to_the_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let (other, link) = (folder.path().join("other"), folder.path().join("link"));
        std::os::unix::fs::symlink("other", folder.path().join("between")).unwrap();
        std::os::unix::fs::symlink("between", &link).unwrap();
        replace(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(other).unwrap(), "new");
        std::os::unix::fs::symlink("loop", folder.path().join("loop")).unwrap();
        assert!(replace(&folder.path().join("loop"), "new").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        fs::write(&target, "old").unwrap();
        fs::set_permissions(&target, Permissions::from_mode(0o640)).unwrap();
        replace(&target, "new").unwrap();
        let mode = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
