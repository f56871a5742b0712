//! What a run says beside its answer, on standard error.

use crate::error::{error_chain, error_message};
use crate::text::escape_control_chars;
use crate::text::redact;
use std::io::Write;
use std::path::Path;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Errors alone.
    Quiet,
    /// Warnings and notes too.
    Normal,
    /// Requests, attempts, timings and causes too.
    Verbose,
}

/// The way to standard error. Each message is one line, and nothing in it is obeyed by a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    level: Level,
    /// Whether it is a terminal that can redraw a line.
    redraws: bool,
}

impl Console {
    /// A console that says this much.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            level,
            redraws: false,
        }
    }

    /// The same console on a terminal, unless the kind of terminal (`TERM`) is one that can't redraw a line.
    #[must_use]
    pub fn with_terminal(self, kind: Option<&str>) -> Self {
        Self {
            redraws: supports_ansi(kind),
            ..self
        }
    }

    /// Whether progress is shown: on a terminal, while nothing else is said.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        self.redraws && self.level == Level::Normal
    }

    /// The one line about why a run failed; with its causes when verbose.
    pub fn error(&self, error: &anyhow::Error) {
        let mut told = error_message(error);
        say(&told);
        if self.level == Level::Verbose {
            for cause in error_chain(error.as_ref()).map(ToString::to_string) {
                // What wraps a failure for the sake of a type has the same text.
                if cause != told {
                    say(&format!("caused by: {cause}"));
                    told = cause;
                }
            }
        }
    }

    /// The line about a run that a signal ended.
    pub fn interrupted(&self, written: Option<&Path>) {
        if self.shows_progress() {
            // The line that shows progress is left where it is when the process ends.
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
        match written {
            Some(file) => say(&format!(
                "interrupted, after {} was written",
                file.display()
            )),
            None => say("interrupted; nothing more is written"),
        }
    }

    /// Something that may make the answer other than the user thinks.
    pub fn warn(&self, message: &str) {
        if self.level > Level::Quiet {
            say(&format!("warning: {message}"));
        }
    }

    /// Something worth knowing.
    pub fn info(&self, message: &str) {
        if self.level > Level::Quiet {
            say(message);
        }
    }

    /// A step on the way.
    pub fn debug(&self, message: &str) {
        if self.level == Level::Verbose {
            say(message);
        }
    }
}

/// Whether a terminal of this kind (`TERM`) knows escape sequences.
pub fn supports_ansi(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind != "dumb")
}

fn say(message: &str) {
    // There is nobody left to tell when standard error is closed.
    let _ = writeln!(
        std::io::stderr(),
        "cdr: {}",
        escape_control_chars(&redact(message))
    );
}
