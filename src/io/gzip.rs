//! Compressed bodies.

use super::spool::too_large;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufReader, Cursor, Read};

/// What gzip starts with.
const MAGIC: &[u8] = &[0x1f, 0x8b];

/// What a reader gives, decompressed when it is gzip: no JSON text starts with gzip's magic number.
pub fn maybe_gunzip<'a>(reader: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let mut reader = reader;
    let mut start = Vec::new();
    // The first bytes may come one by one.
    reader
        .by_ref()
        .take(MAGIC.len() as u64)
        .read_to_end(&mut start)?;
    let is_gzip = start == MAGIC;
    let reader = BufReader::new(Cursor::new(start).chain(reader));
    Ok(if is_gzip {
        Box::new(MultiGzDecoder::new(reader))
    } else {
        Box::new(reader)
    })
}

/// The same of a response, which is at most so long.
pub fn maybe_gunzip_limited<'a>(
    max_length: u64,
    reader: impl Read + 'a,
) -> io::Result<Box<dyn Read + 'a>> {
    Ok(Box::new(UpTo {
        reader: maybe_gunzip(reader)?,
        max_length,
        remaining: max_length,
    }))
}

/// A reader that fails beyond a length.
struct UpTo<R> {
    reader: R,
    max_length: u64,
    remaining: u64,
}

impl<R: Read> Read for UpTo<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.reader.read(bytes)?;
        let remaining = self.remaining.checked_sub(length as u64);
        self.remaining = remaining.ok_or_else(|| too_large(self.max_length))?;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

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
    fn gzip_is_decompressed_and_anything_else_is_left_alone() {
        let compressed = compressed(b"{}");
        assert_eq!(read(maybe_gunzip(&compressed[..]).unwrap()), b"{}");
        assert_eq!(read(maybe_gunzip(&b"{}"[..]).unwrap()), b"{}");
        assert_eq!(read(maybe_gunzip(&b""[..]).unwrap()), b"");
    }

    /// A reader that gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            let length = bytes.len().min(1);
            self.0.read(&mut bytes[..length])
        }
    }

    #[test]
    fn gzip_is_known_although_its_bytes_come_one_by_one() {
        let compressed = compressed(b"{}");
        assert_eq!(read(maybe_gunzip(Slow(&compressed)).unwrap()), b"{}");
        assert_eq!(read(maybe_gunzip(Slow(b"{}")).unwrap()), b"{}");
        assert_eq!(read(maybe_gunzip(Slow(b"{")).unwrap()), b"{");
    }

    #[test]
    fn a_response_is_decompressed_up_to_its_largest_size() {
        let compressed = compressed(&b" ".repeat(100_000));
        let read = |max_length| {
            let mut bytes = Vec::new();
            let mut reader = maybe_gunzip_limited(max_length, &compressed[..]).unwrap();
            reader.read_to_end(&mut bytes).map(|_| bytes.len())
        };
        assert_eq!(read(100_000).unwrap(), 100_000);
        assert!(read(99_999).is_err());
    }

    #[test]
    fn torn_gzip_is_an_error() {
        let compressed = compressed(b"{}");
        for length in 2..compressed.len() {
            let result = maybe_gunzip(&compressed[..length])
                .unwrap()
                .read_to_end(&mut Vec::new());
            assert!(result.is_err(), "{length}");
        }
    }
}
