//! All or nothing: what is written is held back until the whole of it is there.

use super::atomic_file::{AtomicFile, told};
use super::stdout::{self, Descriptor, descriptor};
use crate::error::{Failure, FailureKind};
use crate::io::Spool;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where the answer goes. Nothing of what is written gets there before [`Output::release`]; an output that
/// is dropped before leaves no trace.
pub struct Output(Writer);

/// What is written goes there as it is, or compressed with gzip.
enum Writer {
    Plain(BufWriter<Held>),
    Gzip(Box<GzEncoder<BufWriter<Held>>>),
}

/// Where the answer is held until then.
enum Held {
    /// For a file that is replaced.
    Beside(AtomicFile),
    /// For what can't be replaced: standard output, a device or a named pipe.
    Spool(Spool, End),
}

struct End {
    file: File,
    /// Standard output has none.
    path: Option<PathBuf>,
}

impl Output {
    /// An output that goes to a file, or else to standard output, as does `-`. A file whose name ends in `.gz` is
    /// compressed.
    pub fn open(target: Option<&Path>) -> anyhow::Result<Self> {
        let held = match target.map(|target| (target, descriptor(target))) {
            None => Held::end(stdout::open(Descriptor::StandardOutput)?, None),
            Some((_, Some(descriptor))) => Held::end(stdout::open(descriptor)?, target),
            Some((target, None)) => Held::at(target)?,
        };
        let held = BufWriter::with_capacity(64 * 1024, held);
        let is_gzip = |target: &Path| {
            target
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
        };
        Ok(Self(if target.is_some_and(is_gzip) {
            Writer::Gzip(Box::new(GzEncoder::new(held, Compression::default())))
        } else {
            Writer::Plain(held)
        }))
    }

    /// Lets go of everything that was written. A reader that went away is no failure.
    pub fn release(self) -> anyhow::Result<()> {
        let held = match self.0 {
            Writer::Plain(held) => held,
            Writer::Gzip(encoder) => encoder.finish()?,
        };
        let held = held.into_inner();
        match held.map_err(io::IntoInnerError::into_error)? {
            Held::Beside(file) => file.put(),
            Held::Spool(spool, mut end) => match spool.pass(&mut end) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                result => Ok(result?),
            },
        }
    }
}

impl Held {
    fn at(target: &Path) -> anyhow::Result<Self> {
        match fs::metadata(target) {
            Ok(found) if found.is_dir() => {
                let target = target.display();
                let message =
                    format!("{target} is a folder; give --output the name of a file in it");
                Err(Failure::new(FailureKind::Local, message).into())
            }
            Ok(found) if !found.is_file() => {
                let file = OpenOptions::new().write(true).open(target);
                let file = file.map_err(|error| told(target, error))?;
                Ok(Self::end(file, Some(target)))
            }
            _ => Ok(Self::Beside(AtomicFile::of(target)?)),
        }
    }

    fn end(file: File, path: Option<&Path>) -> Self {
        let path = path.map(Path::to_owned);
        Self::Spool(Spool::default(), End { file, path })
    }
}

impl Write for End {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(|error| {
            if let Some(path) = &self.path {
                return told(path, error);
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
            Writer::Plain(held) => held.write(bytes),
            Writer::Gzip(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Writer::Plain(held) => held.flush(),
            Writer::Gzip(encoder) => encoder.flush(),
        }
    }
}

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Beside(file) => file.write(bytes),
            Self::Spool(spool, _) => spool.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Beside(file) => file.flush(),
            Self::Spool(spool, _) => spool.flush(),
        }
    }
}
