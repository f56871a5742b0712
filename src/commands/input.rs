//! InputFile answers: files, standard input, and archives.

use crate::archive::{Archive, Partition};
use crate::columns::Filter;
use crate::error::{Failure, FailureKind};
use crate::io::maybe_gunzip;
use crate::record::{MAGIC, ParquetRecords, ResponseReader};
use crate::report::Source;
use crate::terminal::Console;
use anyhow::Context;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

/// A saved answer.
pub struct InputFile {
    path: PathBuf,
    /// Standard input, where it is to be read more than once.
    copy: Option<File>,
}

impl InputFile {
    /// The answer in a file, or in the archive that a folder is; `-` is standard input.
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            copy: None,
        }
    }

    /// The same, when it is to be read more than once.
    ///
    /// # Errors
    /// This machine's, when standard input can't be held.
    pub fn reopenable(path: &Path) -> anyhow::Result<Self> {
        let copy = is_stdin(path).then(|| spool_to_file(io::stdin().lock()));
        Ok(Self {
            path: path.to_owned(),
            copy: copy.transpose()?,
        })
    }

    /// Hands on its responses: one, or one for each day of an archive but for those of which it is known that no call
    /// meets these conditions.
    ///
    /// # Errors
    /// This machine's, for what can't be read; those of a response, and of `take`.
    pub fn for_each_response(
        &self,
        conditions: &[Filter],
        console: Console,
        mut take: impl FnMut(ResponseReader<Box<dyn Read>>, Source) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if !self.path.is_dir() {
            let name = display_name(&self.path);
            let response = self.open()?;
            if response.is_empty() {
                console.warn(&format!(
                    "{name} is empty; if calls should be in it, get it again"
                ));
            }
            return take(response, Source::File);
        }
        let archive = Archive::new(&self.path);
        for warning in archive.warnings(conditions)? {
            console.warn(&warning);
        }
        let is_requested =
            |day: Partition| conditions.iter().all(|one| one.may_match_day(day.date()));
        archive.for_each_day(is_requested, |response, was_read| {
            let source = if was_read {
                Source::FileReadAgain
            } else {
                Source::File
            };
            take(response, source)
        })
    }

    /// Opens a file: JSON, JSON Lines, or Parquet that cdr wrote, compressed or not.
    fn open(&self) -> anyhow::Result<ResponseReader<Box<dyn Read>>> {
        let name = display_name(&self.path);
        let unreadable = |error: io::Error| {
            let message = format!("can't read {name}: {error}; check its name and permissions");
            Failure::new(FailureKind::Local, message).into_io_error(error)
        };
        let reader: Box<dyn Read> = if let Some(copy) = &self.copy {
            let mut copy = copy.try_clone().map_err(unreadable)?;
            copy.rewind().map_err(unreadable)?;
            Box::new(copy)
        } else if is_stdin(&self.path) {
            Box::new(io::stdin().lock())
        } else {
            Box::new(File::open(&self.path).map_err(unreadable)?)
        };
        let mut reader = BufReader::new(reader);
        let start = reader.fill_buf().map_err(unreadable)?;
        if start.starts_with(MAGIC) {
            return self.parquet(self.seekable(reader)?);
        }
        let mut reader = maybe_gunzip(reader).map_err(unreadable)?;
        let mut start = Vec::new();
        let length = MAGIC.len() as u64;
        let read = reader.by_ref().take(length).read_to_end(&mut start);
        if start == MAGIC {
            return self.parquet(spool_to_file(io::Cursor::new(start).chain(reader))?);
        }
        // What can't be read is told where it would stand.
        let rest: Box<dyn Read> = match read {
            Ok(_) => reader,
            Err(error) => Box::new(FailingReader(Some(error))),
        };
        ResponseReader::open_saved(Box::new(io::Cursor::new(start).chain(rest)), name)
    }

    fn parquet(&self, file: File) -> anyhow::Result<ResponseReader<Box<dyn Read>>> {
        let name = display_name(&self.path);
        let column = ParquetRecords::open(file, &name)?.check_data()?;
        ResponseReader::open_saved(Box::new(column), name)
    }

    /// A file that can be read at any place: Parquet is read from its end.
    fn seekable(&self, reader: impl Read) -> anyhow::Result<File> {
        if fs::metadata(&self.path).is_ok_and(|found| found.is_file()) {
            return Ok(File::open(&self.path)?);
        }
        spool_to_file(reader)
    }
}

/// A reader that fails.
struct FailingReader(Option<io::Error>);

impl Read for FailingReader {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// What comes from standard input, in a temporary file.
fn spool_to_file(mut reader: impl Read) -> anyhow::Result<File> {
    let cannot =
        "can't hold standard input in a temporary file; set TMPDIR to a folder that has room";
    let cannot = || Failure::new(FailureKind::Local, cannot);
    let mut copy = tempfile::tempfile().with_context(cannot)?;
    io::copy(&mut reader, &mut copy).with_context(cannot)?;
    Ok(copy)
}

/// How many files are named, where there are many.
const MAX_NAMED: usize = 10;

/// How a user reads of files.
pub fn display_names(files: &[PathBuf]) -> String {
    let names = files.iter().take(MAX_NAMED).map(|file| display_name(file));
    let names = names.collect::<Vec<_>>().join(", ");
    match files.len().checked_sub(MAX_NAMED) {
        Some(more) if more > 0 => format!("{names} and {more} more"),
        _ => names,
    }
}

/// How a user reads of a file.
fn display_name(file: &Path) -> String {
    if is_stdin(file) {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    }
}

fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}
