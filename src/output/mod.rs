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
mod encoder;
mod file_set;
mod permissions;
mod temp_file;

pub use self::atomic_file::AtomicFile;
pub use self::file_set::{FileSet, FileTemplate};

use self::atomic_file::write_error;
use self::encoder::Encoder;
use crate::error::{Failure, FailureKind};
use crate::io::Spool;
use crate::report::Destination;
use crate::terminal::Console;
use crate::text::count_noun;
use crate::time::DateRange;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The target of a result. Nothing of what is written reaches it before [`Output::commit`].
pub struct Output(Encoder<Target>);

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
        Ok(Self(Encoder::new(Target::open(path)?, is_gzip)))
    }

    /// Publishes what was written. A reader of standard output that went away is not a failure.
    pub fn commit(self) -> anyhow::Result<()> {
        match self.0.finish()? {
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
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
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

/// Where a result goes: to one output, or to a file per value of some columns.
#[derive(Clone, Debug)]
pub enum OutputPath {
    File(PathBuf),
    PerValue {
        template: FileTemplate,
        /// Whether files of an earlier run that are not written again are removed.
        is_pruned: bool,
    },
}

impl OutputPath {
    /// The path as typed, with the dates of the period.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::PerValue { template, .. } => template.path(),
        }
    }
}

/// An open output of a result.
pub enum ResultOutput {
    Single(Output),
    Files(Box<FileSet>),
}

impl ResultOutput {
    /// Opens an output, standard output without a path.
    pub fn open(path: Option<&OutputPath>) -> anyhow::Result<Self> {
        Ok(match path {
            None => Self::Single(Output::open(None)?),
            Some(OutputPath::File(path)) => Self::Single(Output::open(Some(path))?),
            Some(OutputPath::PerValue {
                template,
                is_pruned,
            }) => Self::Files(Box::new(FileSet::open(template, *is_pruned)?)),
        })
    }

    /// Returns where a report writes to.
    pub fn destination(&mut self) -> Destination<'_> {
        match self {
            Self::Single(output) => Destination::Single(output),
            Self::Files(files) => Destination::Files(&mut **files),
        }
    }

    /// Publishes what was written. Returns how to name it to a person, if it is in files, and warns
    /// of files that are stale.
    pub fn commit(
        self,
        path: Option<&OutputPath>,
        console: Console,
    ) -> anyhow::Result<Option<String>> {
        let name = path.map(|path| path.path().display().to_string());
        match self {
            Self::Single(output) => {
                output.commit()?;
                Ok(name)
            }
            Self::Files(files) => {
                let outcome = files.commit()?;
                outcome
                    .warning
                    .iter()
                    .for_each(|warning| console.warn(warning));
                let files = count_noun(outcome.files, "file");
                Ok(name.map(|name| format!("{files}, {name}")))
            }
        }
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
