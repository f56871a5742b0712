//! All-or-nothing output: a file or a pipe gets the complete result, or nothing of it.
//!
//! A result can fail at its last record: the service may close the connection, or a value may be
//! invalid. So nothing is visible before [`Output::commit`]:
//!
//! | target | until `commit` | at `commit` |
//! | --- | --- | --- |
//! | regular file, or none yet | a temporary file in its directory | renamed over the target |
//! | standard output, pipe, device | a [`Spool`] | copied, a reader that left is not a failure |
//!
//! An output that is dropped instead leaves everything as it was. That the target can be written is
//! checked when it is opened, because a request may take minutes and cost money.

mod atomic_file;
mod descriptor;
mod permissions;
mod temp_file;

pub use atomic_file::AtomicFile;

use self::atomic_file::write_error;
use crate::error::{Failure, FailureKind};
use crate::io::Spool;
use crate::time::DateRange;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The size of the buffer in front of the target, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// The target of a result. Nothing of what is written reaches it before [`Output::commit`].
pub struct Output(Encoder);

enum Encoder {
    Plain(BufWriter<Target>),
    Gzip(Box<GzEncoder<BufWriter<Target>>>),
}

enum Target {
    /// A file that is replaced.
    File(AtomicFile),
    /// Standard output, a device or a named pipe, which cannot be replaced.
    Stream(Spool, Stream),
}

struct Stream {
    file: File,
    /// Standard output has none.
    path: Option<PathBuf>,
}

impl Output {
    /// Opens a file, or else standard output, which `-` names, too. A name that ends in `.gz`
    /// compresses.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let is_gzip = path
            .and_then(Path::extension)
            .is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
        let target = BufWriter::with_capacity(BUFFER_BYTES, Target::open(path)?);
        Ok(Self(if is_gzip {
            Encoder::Gzip(Box::new(GzEncoder::new(target, Compression::default())))
        } else {
            Encoder::Plain(target)
        }))
    }

    /// Publishes what was written. A reader of standard output that went away is not a failure.
    pub fn commit(self) -> anyhow::Result<()> {
        let target = match self.0 {
            Encoder::Plain(target) => target,
            Encoder::Gzip(encoder) => encoder.finish()?,
        };
        match target
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
        {
            Target::File(file) => file.commit(),
            // `cdr … | head` closes the pipe on purpose; other programs end quietly, too.
            Target::Stream(spool, mut stream) => match spool.copy_to(&mut stream) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                result => Ok(result?),
            },
        }
    }
}

impl Target {
    fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::stream(descriptor::open(descriptor::STDOUT)?, None));
        };
        if let Some(number) = descriptor::parse_descriptor(path) {
            return Ok(Self::stream(descriptor::open(number)?, Some(path)));
        }
        // A named pipe or device is written: replacing /dev/null by a file would break the system.
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let path = path.display();
                let message = format!(
                    "cannot write {path}: it is a directory; use --output with the name of a file in it"
                );
                Err(Failure::new(FailureKind::Local, message).into())
            }
            Ok(metadata) if !metadata.is_file() => {
                let file = OpenOptions::new()
                    .write(true)
                    .open(path)
                    .map_err(|error| write_error(path, error))?;
                Ok(Self::stream(file, Some(path)))
            }
            _ => Ok(Self::File(AtomicFile::create(path)?)),
        }
    }

    fn stream(file: File, path: Option<&Path>) -> Self {
        let path = path.map(Path::to_owned);
        Self::Stream(Spool::default(), Stream { file, path })
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::File(file) => file,
            Self::Stream(spool, _) => spool,
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Encoder::Plain(target) => target.write(bytes),
            Encoder::Gzip(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Encoder::Plain(target) => target.flush(),
            Encoder::Gzip(encoder) => encoder.flush(),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(|error| {
            if let Some(path) = &self.path {
                return write_error(path, error);
            }
            let problem = "cannot write to standard output";
            Failure::from_io(problem, &error, "use --output FILE").into_io_error(error)
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Replaces `{from}` and `{to}` in the name of an output file by the first and the last day of the
/// period.
pub fn expand_file_name(name: &str, period: Option<DateRange>) -> Result<String, Failure> {
    if !name.contains("{from}") && !name.contains("{to}") {
        return Ok(name.to_owned());
    }
    let period = period.ok_or_else(|| {
        let message = format!(
            "cannot name {name} after dates: the command has no period; use a name without them"
        );
        Failure::new(FailureKind::Usage, message)
    })?;
    Ok(name
        .replace("{from}", &period.first().to_string())
        .replace("{to}", &period.last().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_file_can_be_named_after_the_period() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 1, day).unwrap();
        let january = DateRange::new(day(1), day(31));
        let name = expand_file_name("cdr-{from}-{to}.{csv}", january);
        assert_eq!(name.unwrap(), "cdr-2025-01-01-2025-01-31.{csv}");
        assert_eq!(expand_file_name("out", None).unwrap(), "out");
        assert!(expand_file_name("{to}", None).is_err());
    }
}
