//! Kinds of failure, and the exit code each of them sets.

use std::fmt;

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
    /// Interrupted by a signal.
    Interrupted,
}

impl Kind {
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
            Self::Interrupted => 130,
        }
    }
}

/// A failure as the user reads it: one line that says what went wrong and what to do next.
/// As the context of an [`anyhow::Error`] it has its causes below it.
#[derive(Clone, Debug)]
pub struct Failure {
    kind: Kind,
    message: String,
}

impl Failure {
    /// A failure of this kind, told by this line.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// The kind of an error: that of the [`Failure`] it holds, else this machine's.
#[must_use]
pub fn kind_of(error: &anyhow::Error) -> Kind {
    error
        .downcast_ref::<Failure>()
        .map_or(Kind::Machine, |failure| failure.kind)
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
    fn an_error_without_a_kind_is_this_machine_s() {
        let error = Err::<(), _>(std::io::Error::other("disk"))
            .context("saving")
            .unwrap_err();
        assert_eq!(kind_of(&error), Kind::Machine);
    }
}
