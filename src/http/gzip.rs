//! Compressed bodies.

use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// What a reader gives, decompressed when it is gzip: no JSON text starts with gzip's magic number.
pub fn decoded<'a>(reader: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let mut reader = BufReader::new(reader);
    let is_gzip = reader.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip {
        Box::new(MultiGzDecoder::new(reader))
    } else {
        Box::new(reader)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn read(mut reader: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn gzip_is_decompressed_and_anything_else_is_left_alone() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"{}").unwrap();
        let compressed = encoder.finish().unwrap();
        assert_eq!(read(decoded(&compressed[..]).unwrap()), b"{}");
        assert_eq!(read(decoded(&b"{}"[..]).unwrap()), b"{}");
        assert_eq!(read(decoded(&b""[..]).unwrap()), b"");
    }

    #[test]
    fn torn_gzip_is_an_error() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"{}").unwrap();
        let compressed = encoder.finish().unwrap();
        for length in 2..compressed.len() {
            let result = decoded(&compressed[..length])
                .unwrap()
                .read_to_end(&mut Vec::new());
            assert!(result.is_err(), "{length}");
        }
    }
}
