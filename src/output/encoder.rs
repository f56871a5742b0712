//! Buffered writing, compressed or not.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, BufWriter, Write};

/// The size of the buffer in front of the target, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// A buffer in front of a writer, with a compressor if the output is compressed.
pub enum Encoder<W: Write> {
    Plain(BufWriter<W>),
    Gzip(Box<GzEncoder<BufWriter<W>>>),
}

impl<W: Write> Encoder<W> {
    pub fn new(writer: W, is_gzip: bool) -> Self {
        let writer = BufWriter::with_capacity(BUFFER_BYTES, writer);
        if is_gzip {
            Self::Gzip(Box::new(GzEncoder::new(writer, Compression::default())))
        } else {
            Self::Plain(writer)
        }
    }

    /// Writes what is buffered, and returns the writer.
    pub fn finish(self) -> io::Result<W> {
        let writer = match self {
            Self::Plain(writer) => writer,
            Self::Gzip(encoder) => encoder.finish()?,
        };
        writer.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(writer) => writer.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(writer) => writer.flush(),
            Self::Gzip(encoder) => encoder.flush(),
        }
    }
}
