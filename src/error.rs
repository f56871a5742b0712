//! Failures: their kinds, exit codes and messages.
//!
//! Functions return [`anyhow::Error`], and add a [`Failure`] where they know what a user must read.
//! Causes stay below it, for `--verbose`. The outermost failure decides the message and the exit
//! code, also through I/O errors, which libraries pass on. An error without any failure is
//! [`FailureKind::Local`].

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::Arc;

/// The kind of a failure, which sets the exit code, so that a script knows what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// A file that cannot be read or written, or an internal error.
    Local,
    /// The command line or the configuration.
    Usage,
    /// Credentials that are missing or rejected.
    Credentials,
    /// A request that the service rejects.
    Rejected,
    /// A service that cannot be reached, or keeps failing.
    Unavailable,
    /// A response that is not a complete CDR response.
    InvalidResponse,
    /// A complete output that is not as the user requires.
    ExpectationFailed,
    /// A run that a signal ended.
    Interrupted,
}

impl FailureKind {
    /// All kinds, ordered by exit code.
    pub const ALL: [Self; 8] = [
        Self::Local,
        Self::Usage,
        Self::Credentials,
        Self::Rejected,
        Self::Unavailable,
        Self::InvalidResponse,
        Self::ExpectationFailed,
        Self::Interrupted,
    ];

    /// Returns the exit code and the description for the documentation: the one table of both.
    const fn exit_code_and_description(self) -> (u8, &'static str) {
        match self {
            Self::Local => (
                1,
                "Local error: a file that cannot be read or written, or an internal error",
            ),
            Self::Usage => (
                2,
                "Usage error: an invalid option, value or combination, or an invalid configuration file",
            ),
            Self::Credentials => (3, "Credentials missing or rejected (401, 403)"),
            Self::Rejected => (
                4,
                "Request rejected: another 4xx, a redirect, a result other than 0, or --prune refused",
            ),
            Self::Unavailable => (
                5,
                "Service unreachable or failing, after all retries; or --wait expired",
            ),
            Self::InvalidResponse => (6, "Invalid or incomplete response or saved file"),
            Self::ExpectationFailed => (
                7,
                "An expectation failed (--expect, --strict, diff --exit-code)",
            ),
            Self::Interrupted => (130, "Interrupted by a signal"),
        }
    }

    /// Returns the exit code of the process.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        self.exit_code_and_description().0
    }

    /// Returns when the exit code is set, as users read it.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.exit_code_and_description().1
    }
}

/// A failure, as one line for the user: what went wrong, and what to do next.
#[derive(Clone, Debug)]
pub struct Failure {
    kind: FailureKind,
    message: String,
    cause: Option<Arc<io::Error>>,
}

impl Failure {
    /// Creates a failure with this line.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            cause: None,
        }
    }

    /// Creates the failure of a system call: what failed, the reason, and a hint. Some reasons have
    /// hints of their own, whatever failed, and replace it.
    pub fn from_io(problem: impl fmt::Display, reason: &io::Error, hint: &str) -> Self {
        // The system's reason is more specific than the caller's hint.
        let hint = hint_for(reason).unwrap_or(hint);
        Self::new(FailureKind::Local, format!("{problem}: {reason}; {hint}"))
    }

    /// Converts the failure to an I/O error, so that it passes through [`std::io::Read`] and
    /// [`std::io::Write`].
    #[must_use]
    pub fn into_io_error(mut self, cause: io::Error) -> io::Error {
        let kind = cause.kind();
        self.cause = Some(Arc::new(cause));
        io::Error::new(kind, self)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let cause = self.cause.as_deref()?;
        Some(cause)
    }
}

/// Creates the failure of a system call, with the I/O error as its cause.
pub fn system_error(problem: impl fmt::Display, reason: io::Error, hint: &str) -> anyhow::Error {
    let failure = Failure::from_io(problem, &reason, hint);
    anyhow::Error::new(reason).context(failure)
}

/// The hint if no more files or sockets can be opened.
pub const OPEN_FILES_HINT: &str = "increase the limit on open files (ulimit -n)";

/// Returns the hint of a reason that has one, whatever failed.
fn hint_for(reason: &io::Error) -> Option<&'static str> {
    match reason.kind() {
        _ if is_out_of_descriptors(reason) => Some(OPEN_FILES_HINT),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("remove files to make room"),
        ErrorKind::FileTooLarge => Some("increase the limit on the size of files (ulimit -f)"),
        _ => None,
    }
}

/// Returns whether no more files or sockets can be opened: `ENFILE` and `EMFILE` have the same
/// numbers on every Unix, and no [`ErrorKind`].
#[must_use]
pub fn is_out_of_descriptors(reason: &io::Error) -> bool {
    cfg!(unix) && matches!(reason.raw_os_error(), Some(23 | 24))
}

/// Returns the kind of the outermost [`Failure`] in an error, or [`FailureKind::Local`].
#[must_use]
pub fn error_kind(error: &anyhow::Error) -> FailureKind {
    find_failure(error).map_or(FailureKind::Local, |failure| failure.kind)
}

/// Returns the message of the outermost [`Failure`] in an error, or of the error itself.
#[must_use]
pub fn error_message(error: &anyhow::Error) -> String {
    find_failure(error).map_or_else(|| error.to_string(), ToString::to_string)
}

/// Returns the error with another message. Its kind and its causes stay.
pub fn map_message(error: anyhow::Error, f: impl FnOnce(&str) -> String) -> anyhow::Error {
    let failure = Failure::new(error_kind(&error), f(&error_message(&error)));
    error.context(failure)
}

fn find_failure(error: &anyhow::Error) -> Option<&Failure> {
    // A failure that was added as context is found by `anyhow::Error::downcast_ref` only.
    error
        .downcast_ref::<Failure>()
        .or_else(|| error_chain(error.as_ref()).find_map(|cause| cause.downcast_ref::<Failure>()))
}

/// Returns an error and its causes. An I/O error is not the source of what it wraps, but has its
/// source.
pub fn error_chain<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn every_kind_has_its_documented_exit_code() {
        let kinds = [
            (FailureKind::Local, 1),
            (FailureKind::Usage, 2),
            (FailureKind::Credentials, 3),
            (FailureKind::Rejected, 4),
            (FailureKind::Unavailable, 5),
            (FailureKind::InvalidResponse, 6),
            (FailureKind::ExpectationFailed, 7),
            (FailureKind::Interrupted, 130),
        ];
        for (kind, code) in kinds {
            assert_eq!(kind.exit_code(), code);
        }
    }

    #[test]
    fn a_failure_is_found_between_its_cause_and_a_context() {
        let cause = std::io::Error::other("the cause");
        let error = anyhow::Error::new(cause)
            .context(Failure::new(FailureKind::InvalidResponse, "torn"))
            .context("the first window");
        assert_eq!(error_kind(&error), FailureKind::InvalidResponse);
    }

    #[test]
    fn a_failure_is_found_within_an_io_error() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let failure = Failure::new(FailureKind::Rejected, "full").into_io_error(full);
        let error = anyhow::Error::new(failure).context("writing");
        assert_eq!(error_kind(&error), FailureKind::Rejected);
        let causes: Vec<_> = error_chain(error.as_ref())
            .map(ToString::to_string)
            .collect();
        assert_eq!(causes, ["writing", "full", "full", "no storage space"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_failed_system_call_has_its_reason_and_a_hint() {
        for (code, expected) in [
            (2, "No such file or directory (os error 2); check the path"),
            (
                24,
                "(os error 24); increase the limit on open files (ulimit -n)",
            ),
            (28, "(os error 28); remove files to make room"),
        ] {
            let reason = io::Error::from_raw_os_error(code);
            let error = system_error("cannot read x", reason, "check the path");
            let message = error_message(&error);
            assert!(message.starts_with("cannot read x: "), "{message}");
            assert!(message.ends_with(expected), "{message}");
            assert_eq!(error_kind(&error), FailureKind::Local);
        }
    }

    #[test]
    fn other_errors_are_local() {
        let error = Err::<(), _>(std::io::Error::other("disk"))
            .context("saving")
            .unwrap_err();
        assert_eq!(error_kind(&error), FailureKind::Local);
    }
}
