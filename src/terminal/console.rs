//! What a run says beside its answer, on standard error.

use crate::error::{error_chain, error_message};
use crate::text::escape_control_chars;
use crate::text::redact;
use anstyle::{AnsiColor, Style};
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
    /// Whether the labels of errors and warnings are colored.
    colors: bool,
}

impl Console {
    /// A console that says this much.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            level,
            redraws: false,
            colors: false,
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

    /// Returns the same console with colored labels, or without.
    #[must_use]
    pub fn with_colors(self, colors: bool) -> Self {
        Self { colors, ..self }
    }

    /// Whether progress is shown: on a terminal, while nothing else is said.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        self.redraws && self.level == Level::Normal
    }

    /// The one line about why a run failed; with its causes when verbose.
    pub fn error(&self, error: &anyhow::Error) {
        let mut told = error_message(error);
        self.say_labeled("error:", AnsiColor::Red, &told);
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
            self.say_labeled("warning:", AnsiColor::Yellow, message);
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

    fn say_labeled(self, label: &str, color: AnsiColor, message: &str) {
        let style = if self.colors {
            color.on_default().bold()
        } else {
            Style::new()
        };
        print_line(&format!("{style}{label}{style:#} "), message);
    }
}

/// Whether a terminal of this kind (`TERM`) knows escape sequences.
pub fn supports_ansi(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind != "dumb")
}

fn say(message: &str) {
    print_line("", message);
}

/// Prints a line with a label of our own, and a message in which nothing is obeyed by a terminal.
fn print_line(label: &str, message: &str) {
    let message = escape_control_chars(&redact(message)).into_owned();
    // If standard error is closed, there is nowhere left to report that.
    let _ = writeln!(std::io::stderr(), "cdr: {label}{message}");
}
