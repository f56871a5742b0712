//! Kinds of failure, and the exit code each of them sets.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::Arc;

/// What kind of thing went wrong. It sets the exit code, so that a script can tell what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// This machine: a file that can't be read or written.
    Local,
    /// The command line.
    Usage,
    /// Credentials that are missing or were refused.
    Credentials,
    /// The service refused the question.
    Rejected,
    /// The service could not be reached, or kept failing.
    Unavailable,
    /// An answer that is not a CDR response.
    InvalidResponse,
    /// An expectation failed: the output is complete, but not as the user requires.
    ExpectationFailed,
    /// Interrupted by a signal.
    Interrupted,
}

impl FailureKind {
    /// All of them, by their exit codes.
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

    /// When it is set, as users read it.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Local => "this machine: a file that can't be read or written",
            Self::Usage => {
                "the command line: an unknown option, a bad date, a bad combination; a bad configuration file"
            }
            Self::Credentials => "credentials are missing, or were refused",
            Self::Rejected => {
                "the service refused the question: a 4xx, a redirect, or a result that is not 0"
            }
            Self::Unavailable => {
                "the service could not be reached or kept failing, after the retries; or the time of --wait was over"
            }
            Self::InvalidResponse => "an answer that is not a CDR response",
            Self::ExpectationFailed => {
                "an expectation failed: with cdr diff --exit-code, something differs"
            }
            Self::Interrupted => "interrupted",
        }
    }

    /// The exit code of the process.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Local => 1,
            Self::Usage => 2,
            Self::Credentials => 3,
            Self::Rejected => 4,
            Self::Unavailable => 5,
            Self::InvalidResponse => 6,
            Self::ExpectationFailed => 7,
            Self::Interrupted => 130,
        }
    }
}

/// A failure as the user reads it: one line that says what went wrong and what to do next.
#[derive(Clone, Debug)]
pub struct Failure {
    kind: FailureKind,
    message: String,
    cause: Option<Arc<io::Error>>,
}

impl Failure {
    /// A failure of this kind, told by this line.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            cause: None,
        }
    }

    /// The failure of something that the system refused: what failed, the reason of the system, and a hint. Where the
    /// reason has a hint of its own, that one is printed.
    pub fn from_io(what: impl fmt::Display, reason: &io::Error, hint: &str) -> Self {
        let hint = hint_of(reason).unwrap_or(hint);
        Self::new(FailureKind::Local, format!("{what}: {reason}; {hint}"))
    }

    /// The same failure as an I/O error, for what is written through a [`std::io::Write`]; `cause` is what the
    /// system said.
    #[must_use]
    pub fn into_io_error(mut self, cause: io::Error) -> io::Error {
        let kind = cause.kind();
        self.cause = Some(Arc::new(cause));
        io::Error::new(kind, self)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let cause = self.cause.as_deref()?;
        Some(cause)
    }
}

/// The same as an error that keeps its cause.
pub fn system_error(what: impl fmt::Display, reason: io::Error, hint: &str) -> anyhow::Error {
    let failure = Failure::from_io(what, &reason, hint);
    anyhow::Error::new(reason).context(failure)
}

/// What to do when no more files or sockets can be opened.
pub const MORE_OPEN_FILES: &str = "raise the limit on open files (ulimit -n)";

/// What to do about a reason of the system, whatever it refused.
fn hint_of(reason: &io::Error) -> Option<&'static str> {
    match reason.kind() {
        _ if is_out_of_descriptors(reason) => Some(MORE_OPEN_FILES),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("remove files to make room"),
        ErrorKind::FileTooLarge => Some("raise the limit on the size of files (ulimit -f)"),
        _ => None,
    }
}

/// Whether no more files or sockets can be opened: `ENFILE` and `EMFILE`, which have the same numbers on every Unix.
#[must_use]
pub fn is_out_of_descriptors(reason: &io::Error) -> bool {
    cfg!(unix) && matches!(reason.raw_os_error(), Some(23 | 24))
}

/// The kind of an error: that of the [`Failure`] nearest to its top, else this machine's.
#[must_use]
pub fn error_kind(error: &anyhow::Error) -> FailureKind {
    find_failure(error).map_or(FailureKind::Local, |failure| failure.kind)
}

/// What an error says: the [`Failure`] nearest to its top does, where libraries have wrapped it.
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
    let context = error.downcast_ref::<Failure>();
    context.or_else(|| {
        let mut chain = error_chain(error.as_ref());
        chain.find_map(|cause| cause.downcast_ref::<Failure>())
    })
}

/// An error and its causes. An I/O error does not name what it wraps as its source, but as itself.
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
    fn every_kind_has_the_exit_code_of_the_manual() {
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
    fn a_failure_keeps_its_kind_above_its_cause_and_below_a_context() {
        let cause = std::io::Error::other("the cause");
        let error = anyhow::Error::new(cause)
            .context(Failure::new(FailureKind::InvalidResponse, "torn"))
            .context("the first window");
        assert_eq!(error_kind(&error), FailureKind::InvalidResponse);
    }

    #[test]
    fn a_failure_keeps_its_kind_within_an_io_error() {
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
    fn a_refusal_of_the_system_has_its_reason_and_a_hint_that_fits() {
        for (code, expected) in [
            (2, "No such file or directory (os error 2); check the path"),
            (
                24,
                "(os error 24); raise the limit on open files (ulimit -n)",
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
    fn an_error_without_a_kind_is_this_machine_s() {
        let error = Err::<(), _>(std::io::Error::other("disk"))
            .context("saving")
            .unwrap_err();
        assert_eq!(error_kind(&error), FailureKind::Local);
    }
}
