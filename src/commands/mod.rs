//! One use case a file.

pub mod ask;
mod closing;
pub mod diff;
pub mod doctor;
pub mod dry_run;
pub mod fields;
pub mod read;
mod rows;
pub mod saved;
pub mod sync;
mod wait;
mod windows;

use crate::http::decoded;
use crate::output::Output;
use crate::parse::Response;
use crate::spool::Spool;
use std::io::{Read, Write};
use std::path::Path;

/// The response that a body is.
fn response_of(body: &mut Spool) -> anyhow::Result<Response<Box<dyn Read + '_>>> {
    Response::open(decoded(body.reader()?)?, "the answer")
}

/// Prints a text of the program's own.
pub fn tell(text: &[u8], target: Option<&Path>) -> anyhow::Result<()> {
    let mut output = Output::open(target)?;
    output.write_all(text)?;
    output.release()
}
