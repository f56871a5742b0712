//! A file that is replaced in one step.

use crate::error::{Failure, Kind};
use crate::terminal::interrupt;
use anyhow::Context;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// The new content of a file, written beside it. Dropped before [`Replacement::put`], it removes itself
/// and leaves the file as it was.
pub struct Replacement {
    /// Always there until it is put or dropped.
    beside: Option<NamedTempFile>,
    target: PathBuf,
    /// Those of the file that is replaced.
    permissions: Option<Permissions>,
}

impl Replacement {
    /// Makes ready to replace a file, or to create it. A link is followed: the file it leads to is replaced.
    ///
    /// # Errors
    /// This machine's, when a file can't be put there.
    pub fn of(target: &Path) -> anyhow::Result<Self> {
        let target = match fs::canonicalize(target) {
            Err(error) if error.kind() == ErrorKind::NotFound => target.to_owned(),
            result => result.with_context(|| cannot_write(target))?,
        };
        let permissions = fs::metadata(&target).ok().map(|file| file.permissions());
        if permissions.as_ref().is_some_and(Permissions::readonly) {
            let message = format!(
                "{} is read-only; give --output another name",
                target.display()
            );
            return Err(Failure::new(Kind::Machine, message).into());
        }
        let folder = folder_of(&target);
        let create = || builder(permissions.is_none()).tempfile_in(folder);
        let beside = interrupt::creating(create, NamedTempFile::path);
        let beside = beside.with_context(|| cannot_write(&target))?;
        Ok(Self {
            beside: Some(beside),
            target,
            permissions,
        })
    }

    /// Puts the new content into its place, after it is safe on the disk.
    ///
    /// # Errors
    /// This machine's; the file is then as it was.
    pub fn put(mut self) -> anyhow::Result<()> {
        let result = self.beside.take().map_or(Ok(()), |beside| {
            if let Some(permissions) = self.permissions.take() {
                beside.as_file().set_permissions(permissions)?;
            }
            beside.as_file().sync_all()?;
            interrupt::settling(|| beside.persist(&self.target).map_err(|fault| fault.error))?;
            sync_folder(folder_of(&self.target))
        });
        result.with_context(|| cannot_write(&self.target))
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.beside {
            Some(beside) => beside.write(bytes),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.beside.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        interrupt::settling(|| drop(self.beside.take()));
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

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes a move within a folder last. Elsewhere than on Unix a folder can't be opened for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// The failure of an output file.
pub fn cannot_write(file: &Path) -> Failure {
    let message = format!(
        "can't write {}; check that its folder exists, lets you write and has room",
        file.display()
    );
    Failure::new(Kind::Machine, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(target: &Path, content: &str) -> anyhow::Result<()> {
        let mut replacement = Replacement::of(target)?;
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
        let mut replacement = Replacement::of(&target).unwrap();
        replacement.write_all(b"new").unwrap();
        drop(replacement);
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_at_once() {
        let error = Replacement::of(Path::new("no/such/folder/out"))
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
