//! Saved answers, read instead of asking.

use crate::failure::{Failure, Kind};
use crate::fetch::decoded;
use crate::records::Response;
use anyhow::Context;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Opens a saved answer: JSON or JSON Lines, compressed or not; `-` is standard input.
///
/// # Errors
/// This machine's, for a file that can't be read; not a CDR response, for one that holds anything else.
pub fn open(file: &Path) -> anyhow::Result<Response<Box<dyn Read>>> {
    let (reader, name): (Box<dyn Read>, _) = if file == Path::new("-") {
        (Box::new(io::stdin().lock()), "standard input".to_owned())
    } else {
        let opened = File::open(file).with_context(|| unreadable(file))?;
        (Box::new(opened), file.display().to_string())
    };
    let reader = decoded(reader).with_context(|| unreadable(file))?;
    Response::open_saved(reader, name)
}

fn unreadable(file: &Path) -> Failure {
    let message = format!(
        "can't read {}; check its name and permissions",
        file.display()
    );
    Failure::new(Kind::Machine, message)
}
