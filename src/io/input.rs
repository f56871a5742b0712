//! Input from outside: small files, and streams that may be compressed.
//!
//! Both have a maximum size, so that memory and disk do not depend on what a file or a service
//! contains. Whether a stream is compressed follows from its first bytes rather than from a header
//! or a file name: proxies and people change both.

use super::spool::{format_size, too_large_error};
use flate2::bufread::MultiGzDecoder;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

/// Reads a file of at most `max_bytes`: a regular file, or a descriptor that the caller passed
/// (`/dev/stdin`, or `/dev/fd/63` of a process substitution). Any other pipe or device could block
/// forever.
pub fn read_limited(path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    open_regular(path)?
        .take(max_bytes + 1)
        .read_to_end(&mut content)?;
    if content.len() as u64 > max_bytes {
        let message = format!("it is larger than {}", format_size(max_bytes));
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    Ok(content)
}

/// Reads a text file of at most `max_bytes`.
pub fn read_to_string_limited(path: &Path, max_bytes: u64) -> io::Result<String> {
    String::from_utf8(read_limited(path, max_bytes)?).map_err(io::Error::other)
}

/// Opens a regular file, or a descriptor that the caller passed. Its type is checked before, because opening a device may have an effect, and
/// after, because another file may have taken its name.
pub fn open_regular(path: &Path) -> io::Result<File> {
    let ensure_allowed = |is_file: bool| {
        if is_file || is_descriptor(path) {
            Ok(())
        } else {
            Err(io::Error::other("it is not a regular file"))
        }
    };
    ensure_allowed(path.metadata()?.is_file())?;
    let file = open_without_blocking(path)?;
    ensure_allowed(file.metadata()?.is_file())?;
    Ok(file)
}

/// Returns whether a path names a descriptor of this process.
fn is_descriptor(path: &Path) -> bool {
    let parent = path.parent();
    path == Path::new("/dev/stdin")
        || ["/dev/fd", "/proc/self/fd"]
            .iter()
            .any(|dir| parent == Some(Path::new(dir)))
}

/// Opens a file without waiting for the other end of a pipe. Reading waits.
#[cfg(unix)]
fn open_without_blocking(path: &Path) -> io::Result<File> {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(file)
}

#[cfg(not(unix))]
fn open_without_blocking(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

/// The first bytes of gzip (RFC 1952, section 2.3.1). No JSON text starts with them.
const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];

/// Decompresses a stream if it is gzip.
pub fn maybe_gunzip<'a>(mut reader: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let mut start = Vec::new();
    // A single read may return one byte.
    reader
        .by_ref()
        .take(GZIP_MAGIC.len() as u64)
        .read_to_end(&mut start)?;
    let is_gzip = start == GZIP_MAGIC;
    let reader = BufReader::new(Cursor::new(start).chain(reader));
    Ok(if is_gzip {
        Box::new(MultiGzDecoder::new(reader))
    } else {
        Box::new(reader)
    })
}

/// Decompresses a response if it is gzip. Reading fails beyond `max_bytes`: a gzip file can be a
/// thousand times larger when decompressed.
pub fn maybe_gunzip_limited<'a>(
    max_bytes: u64,
    reader: impl Read + 'a,
) -> io::Result<Box<dyn Read + 'a>> {
    Ok(Box::new(LimitedReader {
        reader: maybe_gunzip(reader)?,
        max_bytes,
        remaining: max_bytes,
    }))
}

struct LimitedReader<R> {
    reader: R,
    max_bytes: u64,
    remaining: u64,
}

impl<R: Read> Read for LimitedReader<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let len = self.reader.read(bytes)?;
        let remaining = self.remaining.checked_sub(len as u64);
        self.remaining = remaining.ok_or_else(|| too_large_error(self.max_bytes))?;
        Ok(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    #[test]
    fn a_larger_file_is_rejected() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "four").unwrap();
        assert_eq!(read_to_string_limited(file.path(), 4).unwrap(), "four");
        assert!(read_limited(file.path(), 3).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_opened() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        std::fs::write(&file, "text").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(read_to_string_limited(&link, 4).unwrap(), "text");
        for path in [dir.path(), Path::new("/dev/null"), Path::new("/dev/zero")] {
            let error = read_limited(path, 4).unwrap_err();
            assert_eq!(error.to_string(), "it is not a regular file");
        }
    }

    fn compressed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(mut reader: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn gzip_is_decompressed_and_other_bytes_are_unchanged() {
        let compressed = compressed(b"{}");
        assert_eq!(read(maybe_gunzip(&compressed[..]).unwrap()), b"{}");
        assert_eq!(read(maybe_gunzip(&b"{}"[..]).unwrap()), b"{}");
        assert_eq!(read(maybe_gunzip(&b""[..]).unwrap()), b"");
    }

    /// A reader that returns one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            let len = bytes.len().min(1);
            self.0.read(&mut bytes[..len])
        }
    }

    #[test]
    fn gzip_is_detected_if_reads_return_single_bytes() {
        let compressed = compressed(b"{}");
        assert_eq!(read(maybe_gunzip(Slow(&compressed)).unwrap()), b"{}");
        assert_eq!(read(maybe_gunzip(Slow(b"{}")).unwrap()), b"{}");
        assert_eq!(read(maybe_gunzip(Slow(b"{")).unwrap()), b"{");
    }

    #[test]
    fn decompression_stops_beyond_the_maximum() {
        let compressed = compressed(&b" ".repeat(100_000));
        let read = |max_bytes| {
            let mut bytes = Vec::new();
            let mut reader = maybe_gunzip_limited(max_bytes, &compressed[..]).unwrap();
            reader.read_to_end(&mut bytes).map(|_| bytes.len())
        };
        assert_eq!(read(100_000).unwrap(), 100_000);
        assert!(read(99_999).is_err());
    }

    #[test]
    fn truncated_gzip_is_an_error() {
        let compressed = compressed(b"{}");
        for len in 2..compressed.len() {
            let result = maybe_gunzip(&compressed[..len])
                .unwrap()
                .read_to_end(&mut Vec::new());
            assert!(result.is_err(), "{len}");
        }
    }
}
