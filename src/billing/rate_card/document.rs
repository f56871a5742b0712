//! The text of a rate card, and where in it something is.

use crate::error::{Failure, FailureKind};
use std::fmt;
use toml::de::DeTable;

/// The text of a rate card and the name of its file.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    pub text: &'a str,
    pub file_name: &'a str,
}

impl<'a> Document<'a> {
    /// Parses the text as TOML.
    pub fn parse(&self, text: &'a str) -> Result<DeTable<'a>, Failure> {
        let table = DeTable::parse(text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let problem = describe_syntax_error(error.message(), text.get(span.clone()));
            self.failure(span.start, format_args!("invalid TOML: {problem}"))
        })?;
        Ok(table.into_inner())
    }

    /// Returns the failure of what is at this byte of the text.
    pub fn failure(&self, offset: usize, message: impl fmt::Display) -> Failure {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before[line_start..].chars().count() + 1;
        let (file_name, line) = (self.file_name, self.line(offset));
        let message = format!("{file_name}:{line}:{column}: {message}");
        Failure::new(FailureKind::Usage, message)
    }

    /// The number of the line of a byte.
    pub fn line(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }
}

/// Returns the content of a file as text.
///
/// # Errors
/// Returns a usage failure with line and column for a file in another encoding than UTF-8, which
/// editors on Windows may choose.
pub fn decode<'a>(bytes: &'a [u8], file_name: &str) -> Result<&'a str, Failure> {
    std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let text = std::str::from_utf8(&bytes[..offset]).unwrap_or_default();
        let document = Document { text, file_name };
        document.failure(offset, "invalid UTF-8; save the file as UTF-8")
    })
}

/// Returns what is wrong with a text that is not TOML, in which this part is at fault.
fn describe_syntax_error(message: &str, part: Option<&str>) -> String {
    if message == "duplicate key" {
        let key = part.unwrap_or_default();
        return format!("duplicate key '{key}'; remove one of them");
    }
    if message.starts_with("string values must be quoted") {
        return "missing value, or text without quotes; use quotes for text".to_owned();
    }
    let message = message.replace('`', "'").replace('\n', ", ");
    match message.split_once(", expected ") {
        Some((problem, "nothing")) => problem.to_owned(),
        Some((problem, expected)) => format!("{problem}; expected {expected}"),
        None => message,
    }
}

/// A value and the byte of the text where it is.
#[derive(Clone, Debug)]
pub struct Located<T> {
    pub value: T,
    pub offset: usize,
}

impl<T> Located<T> {
    /// The same place with another value.
    pub fn with<U>(&self, value: U) -> Located<U> {
        let offset = self.offset;
        Located { value, offset }
    }
}
