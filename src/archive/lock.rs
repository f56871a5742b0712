//! The lock that keeps a second sync out of an archive.
//!
//! It is an advisory lock of the operating system on `DIR/.lock`, not the existence of the file:
//! the system releases it with the process, however that ends, so that a killed run never leaves a
//! lock behind that somebody has to remove. The file stays. Two runs that removed and created it
//! could each lock a file of their own. Readers take no lock.

use super::layout::{Archive, create_dir, open_regular};
use crate::error::{Failure, FailureKind, system_error};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;

/// Hidden, so that no database takes it for data.
const FILE_NAME: &str = ".lock";

/// An archive that is locked until this value is dropped.
pub struct Lock(#[expect(dead_code, reason = "an open file holds the lock")] File);

impl Lock {
    /// Locks an archive, whose directory is created if necessary. Fails at once if another run has
    /// it.
    pub fn acquire(archive: &Archive) -> anyhow::Result<Self> {
        create_dir(archive.dir())?;
        let path = archive.dir().join(FILE_NAME);
        let to_error = |error: io::Error| {
            let problem = format!("cannot lock {}", path.display());
            system_error(problem, error, "check its permissions")
        };
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let file = open_regular(&path, &mut options).map_err(to_error)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::Error(error)) => Err(to_error(error)),
            Err(TryLockError::WouldBlock) => {
                let dir = archive.dir().display();
                let message = format!(
                    "another 'cdr sync' is running in {dir}; run the command again once it has finished"
                );
                Err(Failure::new(FailureKind::Local, message).into())
            }
        }
    }
}
