//! A run that a signal ends leaves nothing behind, and says what is true.
//!
//! When memory is exhausted, the standard library prints a line and aborts. That can't be changed without unsafe code,
//! but the signal of it, SIGABRT, becomes exit code 1, unless that takes more memory than is left.

use super::console::Console;
use crate::error::{FailureKind, system_error};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a signal has to know of this process. Whoever creates, moves or removes the temporary file holds the lock
/// meanwhile, so that a signal never comes between a file and its record.
#[derive(Default)]
struct State {
    /// The temporary file that has a name.
    temporary: Option<PathBuf>,
    /// The file that was put into its place.
    written: Option<PathBuf>,
    /// The command that prints the key.
    child: Option<Child>,
}

static STATE: Mutex<State> = Mutex::new(State {
    temporary: None,
    written: None,
    child: None,
});

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the process when a signal comes that would end it anyway, and cleans up first. A signal that was ignored
/// when the process started stays ignored, so that `nohup` and shells keep their word.
///
/// # Errors
/// Those of the system, which may not let it.
pub fn watch(console: Console) -> anyhow::Result<()> {
    numbers::watch(move || end(console)).map_err(|error| {
        let hint = "check the limits of this machine (ulimit -a)";
        system_error("cannot watch for signals", error, hint)
    })
}

fn end(console: Console) -> ! {
    let mut state = state();
    if let Some(file) = state.temporary.take() {
        // It may be gone already, and there is nobody left to tell.
        let _ = std::fs::remove_file(file);
    }
    if let Some(mut child) = state.child.take() {
        let _ = child.kill();
    }
    console.interrupted(state.written.as_deref());
    std::process::exit(FailureKind::Interrupted.exit_code().into());
}

/// Creates a named temporary file that a signal removes.
///
/// # Errors
/// Those of `create`.
pub fn creating<T>(
    create: impl FnOnce() -> io::Result<T>,
    path: impl FnOnce(&T) -> &Path,
) -> io::Result<T> {
    let mut state = state();
    let created = create()?;
    state.temporary = Some(path(&created).to_owned());
    Ok(created)
}

/// Moves the temporary file to its target.
///
/// # Errors
/// Those of `put`.
pub fn putting(target: &Path, put: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let mut state = state();
    put()?;
    state.temporary = None;
    state.written = Some(target.to_owned());
    Ok(())
}

/// Removes the temporary file.
pub fn removing(remove: impl FnOnce()) {
    let mut state = state();
    remove();
    state.temporary = None;
}

/// Lets no signal come between the end of a run and its exit code.
pub fn finish() {
    std::mem::forget(state());
}

/// A command that ends with this process, or when this value goes.
pub struct Running(());

/// Watches over a command that was started. There is one at a time.
#[must_use]
pub fn ends_with_us(child: Child) -> Running {
    state().child = Some(child);
    Running(())
}

impl Running {
    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        let mut state = state();
        let ended = state.child.as_mut().map(Child::try_wait);
        ended.is_none_or(|ended| !matches!(ended, Ok(None)))
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// Those of the system.
    pub fn wait(self) -> io::Result<ExitStatus> {
        loop {
            let ended = match &mut state().child {
                Some(child) => child.try_wait()?,
                None => return Err(io::ErrorKind::NotFound.into()),
            };
            if let Some(status) = ended {
                return Ok(status);
            }
            // A signal must be able to take the lock.
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = state().child.take() {
            // It may have ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[cfg(unix)]
mod numbers {
    use crate::error::FailureKind;
    use signal_hook::consts::{
        SIGABRT, SIGALRM, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP,
        SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ,
    };
    use signal_hook::iterator::Signals;
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    /// The signals that end a process unless it watches them, and that it can watch.
    const ENDING: [i32; 13] = [
        SIGALRM, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGUSR1,
        SIGUSR2, SIGVTALRM, SIGXCPU,
    ];

    pub fn watch(end: impl Fn() + Send + 'static) -> io::Result<()> {
        let ignored = ignored();
        // A file beyond the limit of its size is then an error of the write, with a line of its own.
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        // At once: as soon as the handler returns, the process is ended by the signal.
        let exit_code = FailureKind::Local.exit_code().into();
        signal_hook::flag::register_conditional_shutdown(
            SIGABRT,
            exit_code,
            Arc::new(AtomicBool::new(true)),
        )?;
        let is_watched = |signal: &i32| ignored & (1 << (signal - 1)) == 0;
        let mut signals = Signals::new(ENDING.into_iter().chain(others()).filter(is_watched))?;
        std::thread::Builder::new()
            .spawn(move || signals.forever().for_each(|_| end()))
            .map(drop)
    }

    /// The signals that only Linux has: of a stack fault, of a power failure, and those for real-time use.
    fn others() -> impl Iterator<Item = i32> {
        // The C library keeps the first ones to itself.
        let first = if cfg!(target_env = "musl") { 35 } else { 34 };
        let linux = [16, 30].into_iter().chain(first..=64);
        linux.filter(|_| cfg!(target_os = "linux"))
    }

    /// The signals that are ignored, a bit each, as Linux tells (`proc_pid_status(5)`). Other systems don't.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(0)
    }
}

#[cfg(not(unix))]
mod numbers {
    pub fn watch(end: impl Fn() + Send + 'static) -> Result<(), ctrlc::Error> {
        ctrlc::set_handler(end)
    }
}
