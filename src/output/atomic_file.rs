//! A file that is replaced atomically.

use super::permissions;
use super::replaceable;
use super::temporary::Temporary;
use crate::error::Failure;
use crate::terminal::signals;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The new content of a file. Dropped before [`AtomicFile::commit`], it removes itself and leaves the file as it was.
pub struct AtomicFile {
    /// Always there until it is put or dropped.
    content: Option<Temporary>,
    target: PathBuf,
    /// The folder, where it can be opened, to make sure of the new name.
    folder: Option<File>,
}

impl AtomicFile {
    /// Makes ready to replace a file, or to create it, and finds out whether that will be possible. A link is
    /// followed: the file it leads to is replaced or created. What is replaced keeps its owner and its rights.
    pub fn create(target: &Path) -> anyhow::Result<Self> {
        let target = resolve_symlinks(target).map_err(|error| write_error(target, error))?;
        let folder = parent_dir(&target).to_owned();
        Self::create_staged(&target, &folder)
    }

    /// The same, with the new content in another folder of the file system until it is complete.
    pub fn create_staged(target: &Path, staging_dir: &Path) -> anyhow::Result<Self> {
        let target = target.to_owned();
        let replaced = existing_metadata(&target).map_err(|error| write_error(&target, error))?;
        if let Some(replaced) = &replaced {
            ensure_writable(&target, replaced)?;
        }
        let content = Temporary::create(staging_dir, replaced.is_none());
        let content = content.map_err(|error| write_error(&target, error))?;
        let file = Self {
            content: Some(content),
            // Elsewhere than on Unix a folder can't be opened for that.
            folder: File::open(parent_dir(&target)).ok().filter(|_| cfg!(unix)),
            target,
        };
        file.copy_permissions(replaced.as_ref())?;
        Ok(file)
    }

    /// Gives the new content the rights of the file that it replaces.
    fn copy_permissions(&self, replaced: Option<&Metadata>) -> Result<(), Failure> {
        match (replaced, &self.content) {
            (Some(replaced), Some(content)) => {
                permissions::copy(&self.target, replaced, content.file())
            }
            _ => Ok(()),
        }
    }

    /// Puts the new content into its place, after it is safe on the disk.
    pub fn commit(mut self) -> anyhow::Result<()> {
        // Another program may have created or changed the file meanwhile; a private one stays private.
        let replaced =
            existing_metadata(&self.target).map_err(|error| write_error(&self.target, error))?;
        self.copy_permissions(replaced.as_ref())?;
        let Some(content) = self.content.take() else {
            return Ok(());
        };
        let put = content
            .file()
            .sync_all()
            .and_then(|()| signals::putting(&self.target, || content.persist(&self.target)));
        put.map_err(|error| write_error(&self.target, error))?;
        if let Some(folder) = &self.folder {
            // The file is in its place, whatever this says; it makes the new name outlast a crash of the system.
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.content {
            Some(content) => content.write(bytes),
            None => Err(ErrorKind::NotFound.into()),
        };
        written.map_err(|error| write_error(&self.target, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.content.as_mut().map_or(Ok(()), Write::flush);
        flushed.map_err(|error| write_error(&self.target, error))
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        signals::removing(|| drop(self.content.take()));
    }
}

/// What is known of a file, if it exists.
fn existing_metadata(file: &Path) -> io::Result<Option<Metadata>> {
    match fs::metadata(file) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// How many links may lead from one to the next, as in Linux.
const MAX_SYMLINKS: usize = 40;

/// The file that a path means, though it may not exist yet: the end of the links that start there. The system may
/// refuse to follow them, as it does for another user's link in a sticky folder (`protected_symlinks` in proc(5)), so
/// it is asked first; and what it finds has to be what is found here.
fn resolve_symlinks(path: &Path) -> io::Result<PathBuf> {
    let found = existing_metadata(path)?;
    let mut path = path.to_owned();
    for _ in 0..MAX_SYMLINKS {
        match fs::read_link(&path) {
            Ok(next) => path = parent_dir(&path).join(next),
            Err(_) if is_same(found.as_ref(), existing_metadata(&path)?.as_ref()) => {
                return Ok(path);
            }
            Err(_) => return Err(io::Error::other("its links changed meanwhile")),
        }
    }
    Err(io::Error::other("too many links"))
}

/// Whether two paths led to the same file, or both to none.
#[cfg(unix)]
fn is_same(one: Option<&Metadata>, other: Option<&Metadata>) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |file: &Metadata| (file.dev(), file.ino());
    one.map(identity) == other.map(identity)
}

#[cfg(not(unix))]
fn is_same(one: Option<&Metadata>, other: Option<&Metadata>) -> bool {
    one.is_some() == other.is_some()
}

pub fn parent_dir(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Finds out whether a file can be replaced, before anything is asked.
fn ensure_writable(target: &Path, replaced: &Metadata) -> anyhow::Result<()> {
    replaceable::ensure_replaceable(target, replaced)?;
    let opened = OpenOptions::new().write(true).open(target);
    opened.map_err(|error| write_error(target, error))?;
    Ok(())
}

/// The failure of an output file that cannot be written.
pub fn write_error(file: &Path, reason: io::Error) -> io::Error {
    let hint = match reason.kind() {
        ErrorKind::NotFound => "check that its directory exists",
        ErrorKind::PermissionDenied => "check its permissions and those of its directory",
        _ => "use --output with another name",
    };
    let what = format!("cannot write {}", file.display());
    Failure::of_system(what, &reason, hint).because(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(unix)]
    use std::fs::Permissions;

    fn replace(target: &Path, content: &str) -> anyhow::Result<()> {
        let mut replacement = AtomicFile::create(target)?;
        replacement.write_all(content.as_bytes())?;
        replacement.commit()
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
        let mut replacement = AtomicFile::create(&target).unwrap();
        replacement.write_all(b"new").unwrap();
        drop(replacement);
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_not_there_is_told_at_once() {
        let error = AtomicFile::create(Path::new("no/such/folder/out"))
            .err()
            .unwrap();
        let expected = "cannot write no/such/folder/out: No such file or directory (os error 2); \
                        check that its directory exists";
        assert_eq!(error.to_string(), expected);
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
    fn a_private_file_that_is_created_meanwhile_stays_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        let replacement = AtomicFile::create(&target).unwrap();
        fs::write(&target, "secret").unwrap();
        fs::set_permissions(&target, Permissions::from_mode(0o600)).unwrap();
        replacement.commit().unwrap();
        let mode = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn new_content_has_no_name_until_it_is_put() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        fs::write(&target, "old").unwrap();
        let replacement = AtomicFile::create(&target).unwrap();
        let is_unnamed = matches!(replacement.content, Some(Temporary::Unnamed { .. }));
        assert_eq!(names(folder.path()).len(), if is_unnamed { 1 } else { 2 });
        // Not every file system can do it.
        replacement.commit().unwrap();
        assert_eq!(names(folder.path()), ["out"]);
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
