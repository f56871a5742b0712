//! One run at a time.

use super::layout::{Archive, create_dir};
use super::regular_file::open_regular;
use crate::error::{Failure, FailureKind};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;

/// What is locked. Its name is hidden, so that no database takes it for data.
const NAME: &str = ".lock";

/// Keeps other runs out of an archive. It ends with the process, however that ends.
pub struct Lock(#[expect(dead_code, reason = "it is held open, and nothing else")] File);

impl Lock {
    /// Locks an archive, whose folder is created where it is not there.
    ///
    /// # Errors
    /// This machine's, at once, when another run holds it.
    pub fn acquire(archive: &Archive) -> anyhow::Result<Self> {
        create_dir(archive.dir())?;
        let name = archive.dir().join(NAME);
        let cannot = |error: io::Error| {
            let message = format!("cannot lock {}: {error}", name.display());
            Failure::new(FailureKind::Local, message).into_io_error(error)
        };
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let file = open_regular(&name, &mut options).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::Error(error)) => Err(cannot(error).into()),
            Err(TryLockError::WouldBlock) => {
                let folder = archive.dir().display();
                let message =
                    format!("another cdr sync is at work in {folder}; wait until it has ended");
                Err(Failure::new(FailureKind::Local, message).into())
            }
        }
    }
}
