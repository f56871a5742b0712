//! Saved answers, read instead of asking.

use crate::error::{Failure, Kind};
use crate::http::decoded;
use crate::parse::Response;
use anyhow::Context;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Opens a saved answer: JSON or JSON Lines, compressed or not; `-` is standard input.
///
/// # Errors
/// This machine's, for a file that can't be read; not a CDR response, for one that holds anything else.
pub fn open(file: &Path) -> anyhow::Result<Response<Box<dyn Read>>> {
    let reader: Box<dyn Read> = if is_standard_input(file) {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).with_context(|| unreadable(file))?)
    };
    let reader = decoded(reader).with_context(|| unreadable(file))?;
    Response::open_saved(reader, name(file))
}

/// How a user reads of it.
pub fn name(file: &Path) -> String {
    if is_standard_input(file) {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    }
}

fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

fn unreadable(file: &Path) -> Failure {
    let message = format!("can't read {}; check its name and permissions", name(file));
    Failure::new(Kind::Machine, message)
}
