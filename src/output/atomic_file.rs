//! Atomic replacement of a file.
//!
//! ```text
//! create   check the target, create a temporary file in its directory
//! write    the target is unchanged, whatever happens
//! commit   copy permissions, fsync, rename over the target, fsync the directory
//! drop     the temporary file is removed
//! ```
//!
//! A reader sees the old content or the new one, never a part, also after a crash: the content is
//! on disk before it gets its name. Symbolic links are followed, because a link in the place of an
//! output file was put there on purpose.
//!
//! Why not a crate: `tempfile` (used below) does not copy permissions or follow links.
//! `atomic-write-file` copies mode and owner, but no access control lists, and does not follow
//! links either. Neither has a hook for the signals that have to remove a named temporary file.

use super::permissions;
use super::temp_file::TempFile;
use crate::error::Failure;
use crate::io::parent_dir;
use crate::limits::MAX_SYMLINKS;
use crate::terminal::signals;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The new content of a file. Unless it is committed, it removes itself and leaves the file as it
/// was.
pub struct AtomicFile {
    /// `None` once it is committed.
    content: Option<TempFile>,
    target: PathBuf,
}

impl AtomicFile {
    /// Prepares to replace or create a file, and checks that this is possible. Of a symbolic link,
    /// the file that it leads to is replaced or created. A replaced file keeps its owner and
    /// permissions.
    pub fn create(target: &Path) -> anyhow::Result<Self> {
        let target = resolve_symlinks(target).map_err(|error| write_error(target, error))?;
        Self::create_staged(&target, parent_dir(&target))
    }

    /// Does the same with the temporary file in another directory of the file system.
    pub fn create_staged(target: &Path, staging_dir: &Path) -> anyhow::Result<Self> {
        let to_error = |error| write_error(target, error);
        let replaced = existing_metadata(target).map_err(to_error)?;
        if let Some(replaced) = &replaced {
            permissions::ensure_replaceable(target, replaced)?;
            // Opening it for writing finds out what permissions do not show: a read-only file
            // system, a running program.
            OpenOptions::new()
                .write(true)
                .open(target)
                .map_err(to_error)?;
        }
        // The directory has to be writable as well, which creating the temporary file proves.
        let content = TempFile::create(staging_dir, replaced.is_none()).map_err(to_error)?;
        let file = Self {
            content: Some(content),
            target: target.to_owned(),
        };
        file.copy_permissions(replaced.as_ref())?;
        Ok(file)
    }

    fn copy_permissions(&self, replaced: Option<&Metadata>) -> Result<(), Failure> {
        match (replaced, &self.content) {
            (Some(replaced), Some(content)) => {
                permissions::copy_permissions(&self.target, replaced, content.file())
            }
            _ => Ok(()),
        }
    }

    /// Replaces the target, once the new content is on disk.
    pub fn commit(mut self) -> anyhow::Result<()> {
        // Another program may have created the file or changed its permissions meanwhile; a private
        // one stays private.
        let replaced =
            existing_metadata(&self.target).map_err(|error| write_error(&self.target, error))?;
        self.copy_permissions(replaced.as_ref())?;
        let Some(content) = self.content.take() else {
            return Ok(());
        };
        // Without the first sync, the rename may reach the disk before the content, and a crash
        // leaves an empty file.
        content
            .file()
            .sync_all()
            .and_then(|()| {
                signals::commit_temp_file(&self.target, || content.persist(&self.target))
            })
            .map_err(|error| write_error(&self.target, error))?;
        sync_dir(parent_dir(&self.target));
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.content {
            Some(content) => content.write(bytes),
            None => Err(ErrorKind::NotFound.into()),
        }
        .map_err(|error| write_error(&self.target, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.content
            .as_mut()
            .map_or(Ok(()), Write::flush)
            .map_err(|error| write_error(&self.target, error))
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        signals::discard_temp_file(|| drop(self.content.take()));
    }
}

fn existing_metadata(file: &Path) -> io::Result<Option<Metadata>> {
    match fs::metadata(file) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the end of the symbolic links that start at a path; the file there may not exist yet.
/// The system is asked first, because it may refuse to follow a link, such as another user's in a
/// sticky directory (`protected_symlinks` in proc(5)). What it finds has to be what is found here,
/// so that nobody can exchange a link in between.
fn resolve_symlinks(path: &Path) -> io::Result<PathBuf> {
    let found = existing_metadata(path)?;
    let mut path = path.to_owned();
    for _ in 0..MAX_SYMLINKS {
        match fs::read_link(&path) {
            Ok(next) => path = parent_dir(&path).join(next),
            Err(_) if is_same_file(found.as_ref(), existing_metadata(&path)?.as_ref()) => {
                return Ok(path);
            }
            Err(_) => return Err(io::Error::other("its symbolic links changed meanwhile")),
        }
    }
    Err(io::Error::other("too many levels of symbolic links"))
}

/// Returns whether two paths led to the same file, or both to none.
#[cfg(unix)]
pub fn is_same_file(a: Option<&Metadata>, b: Option<&Metadata>) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |file: &Metadata| (file.dev(), file.ino());
    a.map(identity) == b.map(identity)
}

#[cfg(not(unix))]
pub fn is_same_file(a: Option<&Metadata>, b: Option<&Metadata>) -> bool {
    a.is_some() == b.is_some()
}

/// Flushes the names in a directory to the disk, where the system can do that. The files are there
/// whatever comes of it; it makes their names survive a crash of the system.
pub fn sync_dir(dir: &Path) {
    if cfg!(unix) {
        let _ = File::open(dir).and_then(|dir| dir.sync_all());
    }
}

/// Returns the error of an output file that cannot be written.
pub fn write_error(file: &Path, reason: io::Error) -> io::Error {
    let hint = match reason.kind() {
        ErrorKind::NotFound => "check that its directory exists",
        ErrorKind::PermissionDenied => "check its permissions and those of its directory",
        _ => "use --output with another name",
    };
    let problem = format!("cannot write {}", file.display());
    Failure::from_io(problem, &reason, hint).into_io_error(reason)
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

    fn names(dir: &Path) -> Vec<String> {
        fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_file_is_created_or_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        for content in ["old", "new"] {
            replace(&target, content).unwrap();
            assert_eq!(fs::read_to_string(&target).unwrap(), content);
        }
        assert_eq!(names(dir.path()), ["out"]);
    }

    #[test]
    fn an_uncommitted_file_leaves_no_trace() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        fs::write(&target, "old").unwrap();
        let mut replacement = AtomicFile::create(&target).unwrap();
        replacement.write_all(b"new").unwrap();
        drop(replacement);
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(names(dir.path()), ["out"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_missing_directory_is_reported_at_once() {
        let error = AtomicFile::create(Path::new("no/such/folder/out"))
            .err()
            .unwrap();
        let expected = "cannot write no/such/folder/out: No such file or directory (os error 2); \
                        check that its directory exists";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        fs::write(&target, "old").unwrap();
        let mut permissions = fs::metadata(&target).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&target, permissions).unwrap();
        assert!(replace(&target, "new").is_err());
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn a_symlink_stays_a_symlink() {
        let dir = tempfile::tempdir().unwrap();
        let (target, link) = (dir.path().join("out"), dir.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        replace(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn the_target_of_a_dangling_symlink_is_created() {
        let dir = tempfile::tempdir().unwrap();
        let (other, link) = (dir.path().join("other"), dir.path().join("link"));
        std::os::unix::fs::symlink("other", dir.path().join("between")).unwrap();
        std::os::unix::fs::symlink("between", &link).unwrap();
        replace(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(other).unwrap(), "new");
        std::os::unix::fs::symlink("loop", dir.path().join("loop")).unwrap();
        assert!(replace(&dir.path().join("loop"), "new").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_created_meanwhile_stays_private() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        let replacement = AtomicFile::create(&target).unwrap();
        fs::write(&target, "secret").unwrap();
        fs::set_permissions(&target, Permissions::from_mode(0o600)).unwrap();
        replacement.commit().unwrap();
        let mode = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(names(dir.path()), ["out"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn new_content_has_no_name_until_it_is_committed() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        fs::write(&target, "old").unwrap();
        let replacement = AtomicFile::create(&target).unwrap();
        let is_unnamed = matches!(replacement.content, Some(TempFile::Unnamed { .. }));
        assert_eq!(names(dir.path()).len(), if is_unnamed { 1 } else { 2 });
        // Not every file system can do it.
        replacement.commit().unwrap();
        assert_eq!(names(dir.path()), ["out"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        fs::write(&target, "old").unwrap();
        fs::set_permissions(&target, Permissions::from_mode(0o640)).unwrap();
        replace(&target, "new").unwrap();
        let mode = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
