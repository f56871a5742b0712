//! Signals: a run that one ends removes its temporary file and says truly whether the output was
//! written.
//!
//! A thread waits for signals (signal-hook delivers them outside of the handler), cleans up and
//! exits. It can only act while it holds `STATE`, and so do the functions that create, rename or
//! remove the temporary file:
//!
//! ```text
//! create_temp_file    lock │ create file, record its path           │ unlock
//! commit_temp_file    lock │ rename file, record that it is written │ unlock
//! signal              lock │ remove the recorded file, print, exit
//! ```
//!
//! So a signal never comes between a change on the disk and its record. Signals that were ignored
//! at the start stay ignored, as `nohup` and shells expect. SIGPIPE is not watched: the standard
//! library ignores it, and a closed pipe is an error of the write. When memory is exhausted, the
//! standard library aborts; SIGABRT becomes exit code 1.

use super::console::Console;
use crate::error::{FailureKind, system_error};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a signal has to know of this process.
struct State {
    /// The temporary file, or the directory of several.
    temp_file: Option<PathBuf>,
    /// The directories that were created around it, the innermost last.
    created_dirs: Vec<PathBuf>,
    /// The output file, once the temporary file has replaced it.
    written: Option<PathBuf>,
}

static STATE: Mutex<State> = Mutex::new(State {
    temp_file: None,
    created_dirs: Vec::new(),
    written: None,
});

fn lock_state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to watch for the signals that would end the process.
pub fn watch(console: Console) -> anyhow::Result<()> {
    platform::watch(move || clean_up_and_exit(console)).map_err(|error| {
        let hint = "check the resource limits (ulimit -a)";
        system_error("cannot install signal handlers", error, hint)
    })
}

fn clean_up_and_exit(console: Console) -> ! {
    let mut state = lock_state();
    if let Some(file) = state.temp_file.take() {
        // It may be gone already, and the process ends anyway.
        let _ = std::fs::remove_file(&file).or_else(|_| remove_dir(&file));
        let dirs = state.created_dirs.iter().rev();
        dirs.for_each(|dir| drop(std::fs::remove_dir(dir)));
    }
    console.print_interrupted(state.written.as_deref());
    std::process::exit(FailureKind::Interrupted.exit_code().into());
}

/// Removes a directory in which the main thread may be creating files.
fn remove_dir(dir: &Path) -> io::Result<()> {
    const MAX_ATTEMPTS: usize = 1000;
    let mut attempts = (0..MAX_ATTEMPTS).map(|_| std::fs::remove_dir_all(dir));
    let is_over = |result: &io::Result<()>| match result {
        Ok(()) => true,
        Err(error) => error.kind() != ErrorKind::DirectoryNotEmpty,
    };
    attempts.find(is_over).unwrap_or(Ok(()))
}

/// Creates a named temporary file that a signal removes.
pub fn create_temp_file<T>(
    create: impl FnOnce() -> io::Result<T>,
    path: impl FnOnce(&T) -> &Path,
) -> io::Result<T> {
    let mut state = lock_state();
    let created = create()?;
    state.temp_file = Some(path(&created).to_owned());
    Ok(created)
}

/// Creates a directory of temporary files that a signal removes, with the directories around it
/// that were created for it, the innermost of which is the last.
pub fn create_temp_dir<T>(
    create: impl FnOnce() -> anyhow::Result<T>,
    paths: impl FnOnce(&T) -> (&Path, &[PathBuf]),
) -> anyhow::Result<T> {
    let mut state = lock_state();
    let created = create()?;
    let (dir, created_dirs) = paths(&created);
    state.temp_file = Some(dir.to_owned());
    state.created_dirs = created_dirs.to_vec();
    Ok(created)
}

/// Replaces the target with the temporary file.
pub fn commit_temp_file(target: &Path, commit: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let mut state = lock_state();
    commit()?;
    state.temp_file = None;
    state.written = Some(target.to_owned());
    Ok(())
}

/// Removes the temporary file.
pub fn discard_temp_file(discard: impl FnOnce()) {
    let mut state = lock_state();
    discard();
    state.temp_file = None;
}

/// Keeps the lock forever, so that a late signal cannot change the exit code of a run that is
/// over.
pub fn block() {
    std::mem::forget(lock_state());
}

#[cfg(unix)]
mod platform {
    use crate::error::FailureKind;
    use signal_hook::consts::{
        SIGABRT, SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM,
        SIGXCPU, SIGXFSZ,
    };
    use signal_hook::iterator::Signals;
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    /// The signals of POSIX that end a process by default, except those of faults in a program.
    const TERMINATING: [i32; 10] = [
        SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU,
    ];

    pub fn watch(exit: impl Fn() + Send + 'static) -> io::Result<()> {
        let ignored = ignored_signals();
        // Writing beyond the limit on the size of a file then is an error of the write, with a
        // message of its own.
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        // Within the handler: as soon as it returns, the standard library ends the process by the
        // signal.
        signal_hook::flag::register_conditional_shutdown(
            SIGABRT,
            FailureKind::Local.exit_code().into(),
            Arc::new(AtomicBool::new(true)),
        )?;
        let is_watched = |signal: &i32| ignored & (1 << (signal - 1)) == 0;
        let mut signals = Signals::new(TERMINATING.into_iter().filter(is_watched))?;
        std::thread::Builder::new()
            .spawn(move || signals.forever().for_each(|_| exit()))
            .map(drop)
    }

    /// Returns the mask of the ignored signals, which only Linux shows (`SigIgn` in
    /// `proc_pid_status(5)`).
    fn ignored_signals() -> u64 {
        std::fs::read_to_string("/proc/self/status")
            .unwrap_or_default()
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(0)
    }
}

#[cfg(not(unix))]
mod platform {
    pub fn watch(exit: impl Fn() + Send + 'static) -> Result<(), ctrlc::Error> {
        ctrlc::set_handler(exit)
    }
}
