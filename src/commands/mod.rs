//! The use cases: one command per module, each a function `run` that takes what it needs as a
//! `Config`.
//!
//! A `Config` is complete: what was typed, the environment and the profile are resolved by `cli`. A
//! command opens its output before it requests anything, and commits it last.

pub mod bill;
mod bill_diff;
pub mod diff;
pub mod doctor;
pub mod dry_run;
pub mod fetch;
pub mod fields;
pub mod input;
pub mod read;
mod summary;
pub mod sync;
mod table;
mod wait;

use crate::io::{Spool, maybe_gunzip_limited};
use crate::output::Output;
use crate::record::ResponseReader;
use std::io::{Read, Write};
use std::path::Path;

/// Opens a response that was fetched.
fn open_response(body: &mut Spool) -> anyhow::Result<ResponseReader<Box<dyn Read + '_>>> {
    let max_bytes = body.max_bytes();
    let reader = maybe_gunzip_limited(max_bytes, body.reader()?)?;
    ResponseReader::open(reader, "the response")
}

/// Prints a text of `cdr` itself, such as a completion script.
pub fn print_text(text: &[u8], path: Option<&Path>) -> anyhow::Result<()> {
    let mut output = Output::open(path)?;
    output.write_all(text)?;
    output.commit()
}
