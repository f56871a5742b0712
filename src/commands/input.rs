//! Saved files: JSON, JSON Lines or Parquet, gzipped or not, standard input, and archives.
//!
//! What a file is, its first bytes decide, not its name: gzip and Parquet have magic numbers,
//! everything else is text. Parquet is read from its end, so what is no file (standard input, a
//! pipe, gzip) is copied to a temporary one first.

use crate::archive::{Archive, Partition};
use crate::columns::Filter;
use crate::error::{Failure, system_error};
use crate::io::maybe_gunzip;
use crate::record::{MAGIC, ParquetRecords, ResponseReader};
use crate::report::Source;
use crate::terminal::Console;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Seek};
use std::path::{Path, PathBuf};

/// A response in a saved file.
type SavedResponse = ResponseReader<Box<dyn Read>>;

/// The most files that a list names.
const MAX_NAMED_FILES: usize = 10;

/// A saved file, standard input or an archive.
pub struct InputFile {
    path: PathBuf,
    /// A copy of standard input, if it is read more than once.
    copy: Option<File>,
}

impl InputFile {
    /// Creates an input from a path; `-` is standard input, a directory an archive.
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            copy: None,
        }
    }

    /// Creates an input that can be read more than once.
    pub fn reopenable(path: &Path, console: Console) -> anyhow::Result<Self> {
        announce_stdin(path, console);
        let copy = is_stdin(path).then(|| spool_to_file(io::stdin().lock()));
        Ok(Self {
            path: path.to_owned(),
            copy: copy.transpose()?,
        })
    }

    /// Calls `f` with its responses: one, or one for each day of an archive on which calls may
    /// match the conditions. Such days that the archive lacks cause a warning.
    pub fn for_each_response(
        &self,
        conditions: &[Filter],
        console: Console,
        mut f: impl FnMut(SavedResponse, Source) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if !self.path.is_dir() {
            if self.copy.is_none() {
                announce_stdin(&self.path, console);
            }
            let response = self.open()?;
            if response.is_empty() {
                let name = display_name(&self.path);
                console.warn(&format!("{name} is empty; check the command that wrote it"));
            }
            return f(response, Source::File);
        }
        let archive = Archive::new(&self.path);
        for warning in archive.warnings(conditions)? {
            console.warn(&warning);
        }
        let may_match = |day: Partition| conditions.iter().all(|one| one.may_match_day(day.date()));
        archive.for_each_day(may_match, |response, was_replaced| {
            let source = if was_replaced {
                Source::FileReadAgain
            } else {
                Source::File
            };
            f(response, source)
        })
    }

    /// Returns the first bytes of a text, decompressed; none of what cannot be read, which is
    /// reported when it is opened.
    pub fn start(&self, max_bytes: u64) -> Vec<u8> {
        let mut start = Vec::new();
        if !self.path.is_dir()
            && let Ok(text) = self.open_text()
        {
            let _ = text.take(max_bytes).read_to_end(&mut start);
        }
        start
    }

    /// Opens a text, decompressed.
    pub fn open_text(&self) -> io::Result<Box<dyn BufRead>> {
        let open = || maybe_gunzip(BufReader::new(self.open_bytes()?));
        let reader = open().map_err(|error| read_error(&self.name(), error))?;
        Ok(Box::new(BufReader::new(reader)))
    }

    /// Returns the name in messages.
    pub fn name(&self) -> String {
        display_name(&self.path)
    }

    fn open(&self) -> anyhow::Result<SavedResponse> {
        let name = display_name(&self.path);
        let to_error = |error| read_error(&name, error);
        let mut reader = BufReader::new(self.open_bytes().map_err(to_error)?);
        if reader.fill_buf().map_err(to_error)?.starts_with(MAGIC) {
            let is_file = fs::metadata(&self.path).is_ok_and(|metadata| metadata.is_file());
            // Opened again rather than rewound: bytes of it are in the buffer.
            return self.open_parquet(if is_file {
                File::open(&self.path)?
            } else {
                spool_to_file(reader)?
            });
        }
        let mut reader = maybe_gunzip(reader).map_err(to_error)?;
        let mut start = Vec::new();
        let read = reader
            .by_ref()
            .take(MAGIC.len() as u64)
            .read_to_end(&mut start);
        if start == MAGIC {
            return self.open_parquet(spool_to_file(io::Cursor::new(start).chain(reader))?);
        }
        // An error of the first bytes is reported in its place, after what was read.
        let rest: Box<dyn Read> = match read {
            Ok(_) => reader,
            Err(error) => Box::new(FailingReader(Some(error))),
        };
        ResponseReader::open_saved(Box::new(io::Cursor::new(start).chain(rest)), name)
    }

    fn open_bytes(&self) -> io::Result<Box<dyn Read>> {
        Ok(if let Some(copy) = &self.copy {
            let mut copy = copy.try_clone()?;
            copy.rewind()?;
            Box::new(copy)
        } else if is_stdin(&self.path) {
            Box::new(io::stdin().lock())
        } else {
            Box::new(File::open(&self.path)?)
        })
    }

    fn open_parquet(&self, file: File) -> anyhow::Result<SavedResponse> {
        let name = display_name(&self.path);
        Ok(ParquetRecords::open(file, &name)?.check_data()?.into())
    }
}

fn read_error(name: &str, error: io::Error) -> io::Error {
    let problem = format!("cannot read {name}");
    Failure::from_io(problem, &error, "check its name and permissions").into_io_error(error)
}

/// Prints that the input is awaited, if it is typed: otherwise the command would seem to hang.
fn announce_stdin(path: &Path, console: Console) {
    if is_stdin(path) && io::stdin().is_terminal() {
        console.info("reading from standard input; end with Ctrl-D");
    }
}

/// A reader that fails.
struct FailingReader(Option<io::Error>);

impl Read for FailingReader {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Copies a stream to a temporary file.
fn spool_to_file(mut reader: impl Read) -> anyhow::Result<File> {
    let mut copy = || {
        let mut file = tempfile::tempfile()?;
        io::copy(&mut reader, &mut file)?;
        Ok(file)
    };
    copy().map_err(|error: io::Error| {
        let problem = "cannot buffer the input in a temporary file";
        system_error(
            problem,
            error,
            "set TMPDIR to a directory with enough space",
        )
    })
}

/// Lists files in messages, the first of them if there are many.
pub fn display_names(files: &[PathBuf]) -> String {
    let names: Vec<_> = files
        .iter()
        .take(MAX_NAMED_FILES)
        .map(|file| display_name(file))
        .collect();
    let names = names.join(", ");
    match files.len().saturating_sub(MAX_NAMED_FILES) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

/// Names a file in messages.
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
