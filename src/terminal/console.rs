//! Messages on standard error: one line each, with the prefix `cdr:`.
//!
//! Every message passes [`redact`] and [`escape_control_chars`] here, so that no caller can print a
//! secret, or what a service sent to control the terminal.

use crate::error::{error_chain, error_message};
use crate::text::{escape_control_chars, redact};
use anstyle::{AnsiColor, Style};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which messages are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Errors only.
    Quiet,
    /// Also warnings and notes.
    Normal,
    /// Also requests, retries, times and causes.
    Verbose,
}

/// The number of warnings of this process, printed or not.
static WARNINGS: AtomicU64 = AtomicU64::new(0);

/// A printer of messages.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    level: Level,
    /// Whether standard error is a terminal that can redraw a line.
    is_interactive: bool,
    /// Whether the labels of errors and warnings are colored.
    has_colors: bool,
    /// Whether warnings are counted.
    counts_warnings: bool,
}

impl Console {
    /// Creates a console for messages up to a level.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            level,
            is_interactive: false,
            has_colors: false,
            counts_warnings: true,
        }
    }

    /// Creates a console for what has been reported already: it neither prints nor counts warnings.
    #[must_use]
    pub fn muted() -> Self {
        Self {
            counts_warnings: false,
            ..Self::new(Level::Quiet)
        }
    }

    /// Returns the number of warnings so far, printed or not.
    #[must_use]
    pub fn warning_count() -> u64 {
        WARNINGS.load(Ordering::Relaxed)
    }

    /// Returns whether warnings are printed.
    #[must_use]
    pub fn shows_warnings(&self) -> bool {
        self.level > Level::Quiet
    }

    /// Declares standard error a terminal. `term` is the value of `TERM`.
    #[must_use]
    pub fn with_terminal(self, term: Option<&str>) -> Self {
        Self {
            is_interactive: supports_ansi(term),
            ..self
        }
    }

    /// Colors the labels of errors and warnings, or not.
    #[must_use]
    pub fn with_colors(self, colors: bool) -> Self {
        Self {
            has_colors: colors,
            ..self
        }
    }

    /// Returns whether progress is shown: on a terminal, unless messages of each request would
    /// interrupt it.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        self.is_interactive && self.level == Level::Normal
    }

    /// Prints the error of a run in one line, with its causes if verbose.
    pub fn error(&self, error: &anyhow::Error) {
        let mut printed = error_message(error);
        self.print_labeled("error:", AnsiColor::Red, &printed);
        if self.level == Level::Verbose {
            for cause in error_chain(error.as_ref()).map(ToString::to_string) {
                // A wrapper that only converts a type has the same message.
                if cause != printed {
                    print_line(&format!("caused by: {cause}"));
                    printed = cause;
                }
            }
        }
    }

    /// Prints that a signal ended the run, and whether the output file was written.
    pub fn print_interrupted(&self, written: Option<&Path>) {
        if self.shows_progress() {
            // Clears the line of progress.
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
        match written {
            Some(file) => print_line(&format!("interrupted after writing {}", file.display())),
            None => print_line("interrupted before the output was complete"),
        }
    }

    /// Prints a warning: something affects what the output means.
    pub fn warn(&self, message: &str) {
        if self.counts_warnings {
            WARNINGS.fetch_add(1, Ordering::Relaxed);
        }
        if self.level > Level::Quiet {
            self.print_labeled("warning:", AnsiColor::Yellow, message);
        }
    }

    /// Prints a note.
    pub fn info(&self, message: &str) {
        if self.level > Level::Quiet {
            print_line(message);
        }
    }

    /// Prints a detail for `--verbose`.
    pub fn debug(&self, message: &str) {
        if self.level == Level::Verbose {
            print_line(message);
        }
    }

    fn print_labeled(self, label: &str, color: AnsiColor, message: &str) {
        let style = if self.has_colors {
            color.on_default().bold()
        } else {
            Style::new()
        };
        print_with_label(&format!("{style}{label}{style:#} "), message);
    }
}

/// Returns whether a terminal supports escape sequences. `term` is the value of `TERM`.
pub fn supports_ansi(term: Option<&str>) -> bool {
    term.is_some_and(|term| term != "dumb")
}

fn print_line(message: &str) {
    print_with_label("", message);
}

/// Prints a line. The label may have colors; the message is redacted and escaped.
fn print_with_label(label: &str, message: &str) {
    let message = escape_control_chars(&redact(message)).into_owned();
    // If standard error is closed, there is nowhere left to report that.
    let _ = writeln!(std::io::stderr(), "cdr: {label}{message}");
}
