//! One use case a file.

pub mod diff;
pub mod doctor;
pub mod dry_run;
pub mod fetch;
pub mod fields;
pub mod input;
pub mod read;
mod string_table;
mod summary;
pub mod sync;
mod wait;
mod windows;

use crate::io::Spool;
use crate::io::maybe_gunzip_limited;
use crate::output::Output;
use crate::record::ResponseReader;
use std::io::{Read, Write};
use std::path::Path;

/// The response that a body is.
fn open_response(body: &mut Spool) -> anyhow::Result<ResponseReader<Box<dyn Read + '_>>> {
    let max_bytes = body.max_bytes();
    ResponseReader::open(
        maybe_gunzip_limited(max_bytes, body.reader()?)?,
        "the answer",
    )
}

/// Prints a text of the program's own.
pub fn print_text(text: &[u8], target: Option<&Path>) -> anyhow::Result<()> {
    let mut output = Output::open(target)?;
    output.write_all(text)?;
    output.commit()
}
