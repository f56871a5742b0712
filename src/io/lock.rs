//! Locking of files against other processes.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

/// Locks an open file until it is closed. Returns `false` if another process has it, or has removed
/// it from its path since it was opened: such a lock would lock out nobody.
///
/// The system releases the lock with the process, however that ends.
pub fn lock_file(file: &File, path: &Path) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(is_file_at(file, path)),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Returns whether an open file is the one at a path.
fn is_file_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
        let opened = file.metadata().map(id).ok();
        opened.is_some() && path.symlink_metadata().map(id).ok() == opened
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_removed_file_cannot_be_locked() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let file = File::create(&path).unwrap();
        assert!(lock_file(&file, &path).unwrap());
        fs::remove_file(&path).unwrap();
        assert!(!lock_file(&file, &path).unwrap());
        fs::write(&path, "").unwrap();
        assert!(!lock_file(&file, &path).unwrap());
    }

    #[test]
    fn a_file_is_locked_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let (first, second) = (File::create(&path).unwrap(), File::create(&path).unwrap());
        assert!(lock_file(&first, &path).unwrap());
        assert!(!lock_file(&second, &path).unwrap());
        drop(first);
        assert!(lock_file(&second, &path).unwrap());
    }
}
