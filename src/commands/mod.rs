//! One use case a file.

pub mod ask;
mod closing;
pub mod doctor;
pub mod dry_run;
pub mod fields;
pub mod read;
mod rows;
mod wait;

use crate::output::Output;
use std::io::Write;
use std::path::Path;

/// Prints a text of the program's own.
pub fn tell(text: &[u8], target: Option<&Path>) -> anyhow::Result<()> {
    let mut output = Output::open(target)?;
    output.write_all(text)?;
    output.release()
}
