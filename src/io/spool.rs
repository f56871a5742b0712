//! Bytes held until they are complete: in memory up to a bound, in an unlinked temporary file beyond it.

use crate::error::{Failure, FailureKind, MORE_OPEN_FILES, is_out_of_descriptors};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use tempfile::{SpooledData, SpooledTempFile};

/// What is usually held in memory, in bytes; beyond it a temporary file takes over.
const IN_MEMORY: usize = 1024 * 1024;

/// Bytes on their way, of any length: first written, then read from the start.
/// Its temporary file has no name, so nothing is left of it when the process ends, however it ends.
pub struct Spool {
    file: SpooledTempFile,
    length: u64,
    max_length: u64,
}

impl Default for Spool {
    fn default() -> Self {
        Self::holding(IN_MEMORY)
    }
}

impl Spool {
    /// A spool that holds so many bytes in memory.
    pub fn holding(in_memory: usize) -> Self {
        Self {
            file: SpooledTempFile::new(in_memory),
            length: 0,
            max_length: u64::MAX,
        }
    }

    /// A spool for a response of at most so many bytes, as received and as decompressed.
    pub fn for_response(max_length: u64) -> Self {
        Self {
            max_length,
            ..Self::default()
        }
    }

    /// Returns the largest number of bytes that may be held.
    pub fn max_length(&self) -> u64 {
        self.max_length
    }

    /// How many bytes are held.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads bytes at an offset.
    pub fn read_at(&mut self, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.file
            .seek(SeekFrom::Start(offset))
            .and_then(|_| self.file.read_exact(bytes))
            .map_err(no_room)
    }

    /// A reader of what is held, from its start.
    pub fn reader(&mut self) -> io::Result<impl Read> {
        self.file.rewind().map_err(no_room)?;
        Ok(&mut self.file)
    }

    /// Writes what is held to another writer; from file to file the system does it by itself.
    pub fn pass(mut self, out: &mut impl Write) -> io::Result<()> {
        self.file.rewind()?;
        match self.file.into_inner() {
            SpooledData::InMemory(bytes) => out.write_all(bytes.get_ref())?,
            SpooledData::OnDisk(mut file) => drop(io::copy(&mut file, out)?),
        }
        out.flush()
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > self.max_length - self.length {
            return Err(too_large(self.max_length));
        }
        let written = self.file.write(bytes).map_err(no_room)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(no_room)
    }
}

/// The failure of a response that is larger than `--max-size`.
pub fn too_large(max_length: u64) -> io::Error {
    let message = format!(
        "the response is larger than {}; use --max-size SIZE for a larger one",
        size(max_length)
    );
    Failure::new(FailureKind::InvalidResponse, message).because(io::ErrorKind::FileTooLarge.into())
}

/// A number of bytes in the largest unit of which it is a whole number.
fn size(bytes: u64) -> String {
    let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units
        .iter()
        .find(|(shift, _)| bytes >> shift << shift == bytes && bytes > 0);
    unit.map_or(format!("{bytes} bytes"), |(shift, name)| {
        format!("{} {name}", bytes >> shift)
    })
}

/// The failure of a spool that can't be written or read.
fn no_room(error: io::Error) -> io::Error {
    let message = format!(
        "cannot hold the response in a temporary file in {}: {error}; {}",
        std::env::temp_dir().display(),
        remedy(&error)
    );
    Failure::new(FailureKind::Local, message).because(error)
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room there, or set TMPDIR to a folder that has some"
        }
        _ if is_out_of_descriptors(error) => MORE_OPEN_FILES,
        _ => "set TMPDIR to a folder that you can write",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut reader: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[cfg(unix)]
    #[test]
    fn the_remedy_follows_from_the_reason_of_the_system() {
        for (code, expected) in [(28, "make room"), (24, "ulimit -n"), (13, "set TMPDIR")] {
            let error = no_room(io::Error::from_raw_os_error(code)).to_string();
            let reason = io::Error::from_raw_os_error(code).to_string();
            assert!(
                error.contains(expected) && error.contains(&reason),
                "{error}"
            );
        }
    }

    #[test]
    fn a_response_is_held_up_to_its_largest_size() {
        let mut spool = Spool::for_response(3 << 10);
        spool.write_all(&[0; 3 << 10]).unwrap();
        let error = spool.write_all(&[0]).unwrap_err().to_string();
        assert!(
            error.starts_with("the response is larger than 3 KiB;"),
            "{error}"
        );
        assert_eq!(size(1500), "1500 bytes");
        assert_eq!(size(16 << 30), "16 GiB");
    }

    #[test]
    fn what_is_written_is_read_from_the_start_within_memory_and_beyond() {
        for length in [0, 10, IN_MEMORY, IN_MEMORY * 2 + 1] {
            let bytes: Vec<u8> = (0..length).map(|place| place.to_le_bytes()[0]).collect();
            let mut spool = Spool::default();
            spool.write_all(&bytes).unwrap();
            assert_eq!(spool.length(), length as u64);
            assert!(read(spool.reader().unwrap()) == bytes);
            assert!(read(spool.reader().unwrap()) == bytes);
        }
    }
}
