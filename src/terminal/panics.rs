//! Panics as errors.
//!
//! A panic is an error in a program, and some libraries panic on data that they did not expect.
//! Neither may show a stack trace or end the process with exit code 101 or 134: [`silence_panics`]
//! installs a hook that prints nothing and remembers the location, and [`catch_panics`] turns a
//! panic into an error of the work at hand.

use crate::error::{Failure, FailureKind};
use crate::text::truncate_and_redact;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// The location of the last panic of this thread, which only the hook knows.
    static LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs a hook that prints nothing.
pub fn silence_panics() {
    panic::set_hook(Box::new(|panic| {
        let location = panic
            .location()
            .map(|location| format!("{}:{}", package_path(location.file()), location.line()));
        LOCATION.with(|last| last.replace(location));
    }));
}

/// Returns the path of a source file from the directory of its package. What is before it is of the
/// machine that built the program.
fn package_path(file: &str) -> &str {
    let package = file.rfind("/src/").map(|end| &file[..end]);
    let start = package.and_then(|package| package.rfind('/'));
    start.map_or(file, |start| &file[start + 1..])
}

/// Runs a function, and returns a panic in it as an internal error.
///
/// What the function was changing must not be used after a panic, except to clean up.
pub fn catch_panics<T>(f: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    // Unwind safety cannot be proven for closures over writers; the contract above replaces it.
    panic::catch_unwind(AssertUnwindSafe(f))
        .unwrap_or_else(|payload| Err(internal_error(payload.as_ref()).into()))
}

/// Returns the error for a panic.
#[must_use]
pub fn internal_error(payload: &(dyn Any + Send)) -> Failure {
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message");
    let location = LOCATION
        .with(RefCell::take)
        .map_or(String::new(), |location| format!(" at {location}"));
    let message = format!("internal error: {}{location}", truncate_and_redact(message));
    Failure::new(FailureKind::Local, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::error_kind;

    #[test]
    fn a_panic_becomes_an_internal_error_of_one_line() {
        let error = catch_panics::<()>(|| panic!("index {} out of range", 3)).unwrap_err();
        assert_eq!(error_kind(&error), FailureKind::Local);
        assert!(
            error
                .to_string()
                .starts_with("internal error: index 3 out of range")
        );
    }

    #[test]
    fn a_location_starts_with_the_package() {
        assert_eq!(
            package_path("/build/registry/zip-9.0/src/read/a.rs"),
            "zip-9.0/src/read/a.rs"
        );
        assert_eq!(package_path("src/main.rs"), "src/main.rs");
    }

    #[test]
    fn results_without_a_panic_are_unchanged() {
        assert_eq!(catch_panics(|| Ok(1)).unwrap(), 1);
        let failed =
            catch_panics::<()>(|| Err(Failure::new(FailureKind::InvalidResponse, "torn").into()));
        assert_eq!(
            error_kind(&failed.unwrap_err()),
            FailureKind::InvalidResponse
        );
    }
}
