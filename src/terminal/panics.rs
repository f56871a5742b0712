//! Panics, contained.
//!
//! A panic is an error in a program, and some libraries panic on data that they did not expect. Neither may show a
//! stack trace or end the process with exit code 101 or 134: [`silence`] installs a hook that prints nothing and
//! remembers the location, and [`contain`] turns a panic into an error of the work at hand.

use crate::error::{Failure, FailureKind};
use crate::text::truncate_and_redact;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// Where the last panic of this thread happened; only the hook learns it.
    static LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Lets no panic print anything by itself.
pub fn silence() {
    panic::set_hook(Box::new(|panic| {
        let location = panic
            .location()
            .map(|location| format!("{}:{}", short(location.file()), location.line()));
        LOCATION.with(|last| last.replace(location));
    }));
}

/// Returns the path of a source file from the directory of its package on.
fn short(file: &str) -> &str {
    let package = file.rfind("/src/").map(|end| &file[..end]);
    let start = package.and_then(|package| package.rfind('/'));
    start.map_or(file, |start| &file[start + 1..])
}

/// Runs a piece of work; a panic in it is an internal error.
///
/// What the work was changing must not be used after a panic, except to clean up.
///
/// # Errors
/// Those of the work, or the internal error.
pub fn contain<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    panic::catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|payload| Err(internal_error(payload.as_ref()).into()))
}

/// The error that a panic stands for.
#[must_use]
pub fn internal_error(payload: &(dyn Any + Send)) -> Failure {
    let message = payload.downcast_ref::<&str>().copied();
    let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("a panic without a message");
    let location = LOCATION.with(RefCell::take);
    let location = location.map(|location| format!(" at {location}"));
    Failure::new(
        FailureKind::Local,
        format!(
            "internal error: {}{}",
            truncate_and_redact(message),
            location.unwrap_or_default()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::error_kind;

    #[test]
    fn a_panic_becomes_an_internal_error_of_one_line() {
        let error = contain::<()>(|| panic!("index {} out of range", 3)).unwrap_err();
        assert_eq!(error_kind(&error), FailureKind::Local);
        assert!(
            error
                .to_string()
                .starts_with("internal error: index 3 out of range")
        );
    }

    #[test]
    fn a_location_names_the_package_but_no_directory_of_the_build() {
        assert_eq!(
            short("/build/registry/zip-9.0/src/read/a.rs"),
            "zip-9.0/src/read/a.rs"
        );
        assert_eq!(short("src/main.rs"), "src/main.rs");
    }

    #[test]
    fn work_without_a_panic_keeps_its_result() {
        assert_eq!(contain(|| Ok(1)).unwrap(), 1);
        let failed =
            contain::<()>(|| Err(Failure::new(FailureKind::InvalidResponse, "torn").into()));
        assert_eq!(
            error_kind(&failed.unwrap_err()),
            FailureKind::InvalidResponse
        );
    }
}
