//! A buffer for bytes that must be complete before they are used: in memory, then in a temporary
//! file.
//!
//! The temporary file has no name, so nothing is left of it however the process ends. Its errors
//! name the directory and TMPDIR, because users rarely know that there is such a file. A response
//! has a maximum size (`--max-size`), which is checked as it arrives.

use crate::error::{Failure, FailureKind, OPEN_FILES_HINT, is_out_of_descriptors};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use tempfile::{SpooledData, SpooledTempFile};

/// The number of bytes in memory, beyond which there is a temporary file. Most responses, and most
/// outputs, are smaller.
const MAX_MEMORY_BYTES: usize = 1 << 20;

/// A buffer that is first written, then read.
pub struct Spool {
    file: SpooledTempFile,
    len: u64,
    max_bytes: u64,
}

impl Default for Spool {
    fn default() -> Self {
        Self::with_memory_limit(MAX_MEMORY_BYTES)
    }
}

impl Spool {
    /// Creates a buffer that moves to a temporary file beyond this number of bytes.
    pub fn with_memory_limit(max_memory_bytes: usize) -> Self {
        Self {
            file: SpooledTempFile::new(max_memory_bytes),
            len: 0,
            max_bytes: u64::MAX,
        }
    }

    /// Creates a buffer for a response of at most this number of bytes, as received and as
    /// decompressed.
    pub fn for_response(max_bytes: u64) -> Self {
        Self {
            max_bytes,
            ..Self::default()
        }
    }

    pub fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    pub fn len(&self) -> u64 {
        self.len
    }

    /// Returns a reader from the start.
    pub fn reader(&mut self) -> io::Result<impl Read> {
        self.file.rewind().map_err(temp_file_error)?;
        Ok(&mut self.file)
    }

    /// Reads bytes at an offset.
    pub fn read_at(&mut self, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.file
            .seek(SeekFrom::Start(offset))
            .and_then(|_| self.file.read_exact(bytes))
            .map_err(temp_file_error)
    }

    /// Copies the bytes to a writer. From file to file the kernel copies them.
    pub fn copy_to(mut self, output: &mut impl Write) -> io::Result<()> {
        self.file.rewind()?;
        match self.file.into_inner() {
            SpooledData::InMemory(bytes) => output.write_all(bytes.get_ref())?,
            SpooledData::OnDisk(mut file) => drop(io::copy(&mut file, output)?),
        }
        output.flush()
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > self.max_bytes - self.len {
            return Err(too_large_error(self.max_bytes));
        }
        let written = self.file.write(bytes).map_err(temp_file_error)?;
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(temp_file_error)
    }
}

/// Returns the failure of a response that is larger than `--max-size`.
pub fn too_large_error(max_bytes: u64) -> io::Error {
    let message = format!(
        "the response is larger than {}; use a larger --max-size",
        format_size(max_bytes)
    );
    Failure::new(FailureKind::InvalidResponse, message)
        .into_io_error(ErrorKind::FileTooLarge.into())
}

/// Formats a number of bytes in the largest unit of which it is a multiple.
pub fn format_size(bytes: u64) -> String {
    [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")]
        .iter()
        .find(|(shift, _)| bytes >> shift << shift == bytes && bytes > 0)
        .map_or(format!("{bytes} bytes"), |(shift, unit)| {
            format!("{} {unit}", bytes >> shift)
        })
}

fn temp_file_error(error: io::Error) -> io::Error {
    let hint = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "set TMPDIR to a directory with more room"
        }
        _ if is_out_of_descriptors(&error) => OPEN_FILES_HINT,
        _ => "set TMPDIR to a writable directory",
    };
    let dir = std::env::temp_dir();
    let message = format!(
        "cannot use a temporary file in {}: {error}; {hint}",
        dir.display()
    );
    Failure::new(FailureKind::Local, message).into_io_error(error)
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
    fn the_hint_follows_from_the_reason_of_the_system() {
        for (code, expected) in [(28, "more room"), (24, "ulimit -n"), (13, "set TMPDIR")] {
            let error = temp_file_error(io::Error::from_raw_os_error(code)).to_string();
            let reason = io::Error::from_raw_os_error(code).to_string();
            assert!(
                error.contains(expected) && error.contains(&reason),
                "{error}"
            );
        }
    }

    #[test]
    fn a_response_beyond_the_maximum_is_rejected() {
        let mut spool = Spool::for_response(3 << 10);
        spool.write_all(&[0; 3 << 10]).unwrap();
        let error = spool.write_all(&[0]).unwrap_err().to_string();
        assert!(
            error.starts_with("the response is larger than 3 KiB;"),
            "{error}"
        );
        assert_eq!(format_size(1500), "1500 bytes");
        assert_eq!(format_size(16 << 30), "16 GiB");
    }

    #[test]
    fn bytes_are_read_from_the_start_in_memory_and_from_a_file() {
        for len in [0, 10, MAX_MEMORY_BYTES, MAX_MEMORY_BYTES * 2 + 1] {
            let bytes: Vec<u8> = (0..len).map(|index| index.to_le_bytes()[0]).collect();
            let mut spool = Spool::default();
            spool.write_all(&bytes).unwrap();
            assert_eq!(spool.len(), len as u64);
            assert!(read(spool.reader().unwrap()) == bytes);
            assert!(read(spool.reader().unwrap()) == bytes);
        }
    }
}
