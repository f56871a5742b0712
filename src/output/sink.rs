//! All or nothing: what is written is target_writer back until the whole of it is there.

use super::atomic_file::{AtomicFile, write_error};
use super::stdout::{self, Descriptor, descriptor};
use crate::error::{Failure, FailureKind};
use crate::io::Spool;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where the answer goes. Nothing of what is written gets there before [`Output::commit`]; an output that
/// is dropped before leaves no trace.
pub struct Output(Encoder);

/// What is written goes there as it is, or compressed with gzip.
enum Encoder {
    Plain(BufWriter<Target>),
    Gzip(Box<GzEncoder<BufWriter<Target>>>),
}

/// Where the answer is target_writer until then.
enum Target {
    /// For a file that is replaced.
    File(AtomicFile),
    /// For what can't be replaced: standard output, a device or a named pipe.
    Stream(Spool, Stream),
}

struct Stream {
    file: File,
    /// Standard output has none.
    path: Option<PathBuf>,
}

impl Output {
    /// An output that goes to a file, or else to standard output, as does `-`. A file whose name ends in `.gz` is
    /// compressed.
    pub fn open(target: Option<&Path>) -> anyhow::Result<Self> {
        let target_writer = match target.map(|target| (target, descriptor(target))) {
            None => Target::stream(stdout::open(Descriptor::StandardOutput)?, None),
            Some((_, Some(descriptor))) => Target::stream(stdout::open(descriptor)?, target),
            Some((target, None)) => Target::open(target)?,
        };
        let target_writer = BufWriter::with_capacity(64 * 1024, target_writer);
        let is_gzip = |target: &Path| {
            target
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
        };
        Ok(Self(if target.is_some_and(is_gzip) {
            Encoder::Gzip(Box::new(GzEncoder::new(
                target_writer,
                Compression::default(),
            )))
        } else {
            Encoder::Plain(target_writer)
        }))
    }

    /// Lets go of everything that was written. A reader that went away is no failure.
    pub fn commit(self) -> anyhow::Result<()> {
        let target_writer = match self.0 {
            Encoder::Plain(target_writer) => target_writer,
            Encoder::Gzip(encoder) => encoder.finish()?,
        };
        let target_writer = target_writer.into_inner();
        match target_writer.map_err(io::IntoInnerError::into_error)? {
            Target::File(file) => file.commit(),
            Target::Stream(spool, mut end) => match spool.pass(&mut end) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                result => Ok(result?),
            },
        }
    }
}

impl Target {
    fn open(target: &Path) -> anyhow::Result<Self> {
        match fs::metadata(target) {
            Ok(found) if found.is_dir() => {
                let target = target.display();
                let message =
                    format!("{target} is a folder; give --output the name of a file in it");
                Err(Failure::new(FailureKind::Local, message).into())
            }
            Ok(found) if !found.is_file() => {
                let file = OpenOptions::new().write(true).open(target);
                let file = file.map_err(|error| write_error(target, error))?;
                Ok(Self::stream(file, Some(target)))
            }
            _ => Ok(Self::File(AtomicFile::create(target)?)),
        }
    }

    fn stream(file: File, path: Option<&Path>) -> Self {
        let path = path.map(Path::to_owned);
        Self::Stream(Spool::default(), Stream { file, path })
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(|error| {
            if let Some(path) = &self.path {
                return write_error(path, error);
            }
            let what = "cannot write to standard output";
            Failure::of_system(what, &error, "use --output FILE").because(error)
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Encoder::Plain(target_writer) => target_writer.write(bytes),
            Encoder::Gzip(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Encoder::Plain(target_writer) => target_writer.flush(),
            Encoder::Gzip(encoder) => encoder.flush(),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Stream(spool, _) => spool.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Stream(spool, _) => spool.flush(),
        }
    }
}
