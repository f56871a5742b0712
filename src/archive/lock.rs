//! One run at a time.

use super::folder::{Archive, create};
use crate::error::{Failure, Kind};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// What is locked. Its name is hidden, so that no database takes it for data.
const NAME: &str = ".lock";

/// Keeps other runs out of an archive. It ends with the process, however that ends.
pub struct Lock(#[expect(dead_code, reason = "it is held open, and nothing else")] File);

impl Lock {
    /// Locks an archive, whose folder is created where it is not there.
    ///
    /// # Errors
    /// This machine's, at once, when another run holds it.
    pub fn of(archive: &Archive) -> anyhow::Result<Self> {
        create(archive.folder())?;
        let name = archive.folder().join(NAME);
        let cannot = |error: io::Error| {
            let message = format!("cannot lock {}: {error}", name.display());
            Failure::new(Kind::Machine, message).because(error)
        };
        let file = open(&name).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::Error(error)) => Err(cannot(error).into()),
            Err(TryLockError::WouldBlock) => {
                let folder = archive.folder().display();
                let message =
                    format!("another cdr sync is at work in {folder}; wait until it has ended");
                Err(Failure::new(Kind::Machine, message).into())
            }
        }
    }
}

/// Opens the file, or creates it. A link is not followed, because it may lead out of the archive, and a
/// named pipe is not waited for.
fn open(name: &Path) -> io::Result<File> {
    let foreign = || io::Error::other("it is not a regular file");
    if name.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(foreign());
    }
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // The file may have been replaced since.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(name)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(foreign())
    }
}
