//! Files that should be small.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The content of a file of at most so many bytes.
pub fn read_bounded(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    File::open(file)?.take(most + 1).read_to_end(&mut content)?;
    if content.len() as u64 > most {
        return Err(io::Error::other(format!("it holds more than {most} bytes")));
    }
    Ok(content)
}

/// The same for a text.
pub fn read_text_bounded(file: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read_bounded(file, most)?).map_err(io::Error::other)
}
