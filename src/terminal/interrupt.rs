//! A run that is interrupted leaves nothing behind.

use super::console::Console;
use crate::error::Kind;
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The temporary file of this process that has a name. Whoever creates, moves or removes it holds the lock
/// meanwhile, so that an interruption never comes between the file and its record.
static LEFTOVER: Mutex<Option<PathBuf>> = Mutex::new(None);

fn leftover() -> MutexGuard<'static, Option<PathBuf>> {
    LEFTOVER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the process when SIGINT, SIGTERM or SIGHUP comes, and removes its temporary file first.
///
/// # Errors
/// Those of the system, which may not let it.
pub fn watch(console: Console) -> anyhow::Result<()> {
    let handler = move || {
        let mut leftover = leftover();
        if let Some(file) = leftover.take() {
            // It may be gone already, and there is nobody left to tell.
            let _ = std::fs::remove_file(file);
        }
        console.interrupted();
        std::process::exit(Kind::Interrupted.exit_code().into());
    };
    ctrlc::set_handler(handler).context("can't watch for interruptions")
}

/// Creates a named temporary file that an interruption removes.
///
/// # Errors
/// Those of `create`.
pub fn creating<T>(
    create: impl FnOnce() -> std::io::Result<T>,
    path: impl FnOnce(&T) -> &Path,
) -> std::io::Result<T> {
    let mut leftover = leftover();
    let created = create()?;
    *leftover = Some(path(&created).to_owned());
    Ok(created)
}

/// Moves or removes the temporary file, after which an interruption leaves its name alone.
pub fn settling<T>(settle: impl FnOnce() -> T) -> T {
    let mut leftover = leftover();
    let settled = settle();
    *leftover = None;
    settled
}
