//! Kinds of failure, and the exit code each of them sets.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

/// What kind of thing went wrong. It sets the exit code, so that a script can tell what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// This machine: a file that can't be read or written.
    Machine,
    /// The command line.
    Usage,
    /// Credentials that are missing or were refused.
    Credentials,
    /// The service refused the question.
    Refused,
    /// The service could not be reached, or kept failing.
    Unreachable,
    /// An answer that is not a CDR response.
    NotCdr,
    /// An expectation failed: the output is complete, but not as the user requires.
    ExpectationFailed,
    /// Interrupted by a signal.
    Interrupted,
}

impl Kind {
    /// All of them, by their exit codes.
    pub const ALL: [Self; 8] = [
        Self::Machine,
        Self::Usage,
        Self::Credentials,
        Self::Refused,
        Self::Unreachable,
        Self::NotCdr,
        Self::ExpectationFailed,
        Self::Interrupted,
    ];

    /// When it is set, as users read it.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Machine => "this machine: a file that can't be read or written",
            Self::Usage => {
                "the command line: an unknown option, a bad date, a bad combination; a bad configuration file"
            }
            Self::Credentials => "credentials are missing, or were refused",
            Self::Refused => {
                "the service refused the question: a 4xx, a redirect, or a result that is not 0"
            }
            Self::Unreachable => {
                "the service could not be reached or kept failing, after the retries; or the time of --wait was over"
            }
            Self::NotCdr => "an answer that is not a CDR response",
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
            Self::Machine => 1,
            Self::Usage => 2,
            Self::Credentials => 3,
            Self::Refused => 4,
            Self::Unreachable => 5,
            Self::NotCdr => 6,
            Self::ExpectationFailed => 7,
            Self::Interrupted => 130,
        }
    }
}

/// A failure as the user reads it: one line that says what went wrong and what to do next.
#[derive(Clone, Debug)]
pub struct Failure {
    kind: Kind,
    message: String,
    cause: Option<Arc<io::Error>>,
}

impl Failure {
    /// A failure of this kind, told by this line.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            cause: None,
        }
    }

    /// The same failure as an I/O error, for what is written through a [`std::io::Write`]; `cause` is what the
    /// system said.
    #[must_use]
    pub fn because(mut self, cause: io::Error) -> io::Error {
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

/// The kind of an error: that of the [`Failure`] nearest to its top, else this machine's.
#[must_use]
pub fn kind_of(error: &anyhow::Error) -> Kind {
    failure_of(error).map_or(Kind::Machine, |failure| failure.kind)
}

/// What an error says: the [`Failure`] nearest to its top does, where libraries have wrapped it.
#[must_use]
pub fn message_of(error: &anyhow::Error) -> String {
    failure_of(error).map_or_else(|| error.to_string(), ToString::to_string)
}

fn failure_of(error: &anyhow::Error) -> Option<&Failure> {
    let context = error.downcast_ref::<Failure>();
    context.or_else(|| {
        let mut chain = chain(error.as_ref());
        chain.find_map(|cause| cause.downcast_ref::<Failure>())
    })
}

/// An error and its causes. An I/O error does not name what it wraps as its source, but as itself.
pub fn chain<'a>(
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
            (Kind::Machine, 1),
            (Kind::Usage, 2),
            (Kind::Credentials, 3),
            (Kind::Refused, 4),
            (Kind::Unreachable, 5),
            (Kind::NotCdr, 6),
            (Kind::ExpectationFailed, 7),
            (Kind::Interrupted, 130),
        ];
        for (kind, code) in kinds {
            assert_eq!(kind.exit_code(), code);
        }
    }

    #[test]
    fn a_failure_keeps_its_kind_above_its_cause_and_below_a_context() {
        let cause = std::io::Error::other("the cause");
        let error = anyhow::Error::new(cause)
            .context(Failure::new(Kind::NotCdr, "torn"))
            .context("the first window");
        assert_eq!(kind_of(&error), Kind::NotCdr);
    }

    #[test]
    fn a_failure_keeps_its_kind_within_an_io_error() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let failure = Failure::new(Kind::Refused, "full").because(full);
        let error = anyhow::Error::new(failure).context("writing");
        assert_eq!(kind_of(&error), Kind::Refused);
        let causes: Vec<_> = chain(error.as_ref()).map(ToString::to_string).collect();
        assert_eq!(causes, ["writing", "full", "full", "no storage space"]);
    }

    #[test]
    fn an_error_without_a_kind_is_this_machine_s() {
        let error = Err::<(), _>(std::io::Error::other("disk"))
            .context("saving")
            .unwrap_err();
        assert_eq!(kind_of(&error), Kind::Machine);
    }
}
