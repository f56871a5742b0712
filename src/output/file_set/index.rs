//! The index of a set of files: `index.csv` in their directory, a row per file.
//!
//! ```text
//! file,user.ref,calls,usage.connect_minutes_cal,status
//! A1.xlsx,A1,12,340,current
//! B_2-9f1c03aa.xlsx,B/2,3,20,stale
//! ```
//!
//! Names of files are not always the values that they stand for; the index has these exactly. It is
//! written last and removed first, so that a directory that has one is complete. A file of an
//! earlier run that the current one does not write is stale: it stays, and so does its row.
//!
//! While there is no index, a hidden one lists all files that may be there: those of the earlier
//! runs and the new ones. If the run is killed then, the next one knows its files by it.

use crate::error::{Failure, FailureKind, system_error};
use crate::io::{open_regular, symlink_between};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

pub const FILE_NAME: &str = "index.csv";

/// The index of a directory whose files are being replaced.
pub const TRANSITION_FILE_NAME: &str = ".cdr-index.part";

/// The columns around those of values and figures.
const FILE: &str = "file";
const STATUS: &str = "status";
const CURRENT: &str = "current";
const STALE: &str = "stale";

/// An index, as it was read or is to be written.
#[derive(Debug, Default)]
pub struct Index {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Index {
    /// Returns an index of files with these columns: of values, then of figures.
    pub fn new<'a>(columns: impl Iterator<Item = &'a str>) -> Self {
        let header = [FILE].into_iter().chain(columns).chain([STATUS]);
        Self {
            header: header.map(str::to_owned).collect(),
            rows: Vec::new(),
        }
    }

    /// Reads the index of a directory: the hidden one if a run was killed, an empty one if there is
    /// none.
    ///
    /// # Errors
    /// Returns a local failure for a file that cannot be read, or that is not an index.
    pub fn read(dir: &Path) -> anyhow::Result<Self> {
        let indexes = [TRANSITION_FILE_NAME, FILE_NAME].map(|name| dir.join(name));
        let read = |path: &PathBuf| Self::read_file(path).transpose();
        indexes
            .iter()
            .find_map(read)
            .unwrap_or_else(|| Ok(Self::default()))
    }

    /// Reads an index, if it exists.
    fn read_file(path: &Path) -> anyhow::Result<Option<Self>> {
        let file = match open_regular(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                let problem = format!("cannot read {}", path.display());
                return Err(system_error(problem, error, "check its permissions"));
            }
        };
        let index = Self::parse(file).ok_or_else(|| {
            let message = format!(
                "{} is not an index of cdr; use --output with another directory",
                path.display()
            );
            Failure::new(FailureKind::Local, message)
        })?;
        Ok(Some(index))
    }

    fn parse(file: File) -> Option<Self> {
        let mut reader = csv::Reader::from_reader(file);
        let header: Vec<_> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let is_index = header.first()? == FILE && header.last()? == STATUS;
        let rows = reader.records().map(|row| {
            let row = row.ok()?;
            Some(row.iter().map(str::to_owned).collect())
        });
        let rows = rows.collect::<Option<_>>()?;
        is_index.then_some(Self { header, rows })
    }

    /// Adds a file that was written.
    pub fn push(&mut self, file: &str, values: impl Iterator<Item = String>) {
        let row = [file.to_owned()].into_iter().chain(values);
        self.rows.push(row.chain([CURRENT.to_owned()]).collect());
    }

    /// Adds a file of an earlier index, with what it says in the same columns.
    pub fn push_stale(&mut self, earlier: &Self, row: &[String]) {
        let has_same_columns = earlier.header == self.header;
        let cell = |(index, name): (usize, &String)| {
            // A column of values may be called like one of the index itself.
            let found = match index {
                0 => Some(0),
                _ if has_same_columns => Some(index),
                _ => earlier
                    .header
                    .iter()
                    .skip(1)
                    .position(|known| known == name)
                    .map(|index| index + 1),
            };
            found
                .and_then(|index| row.get(index))
                .cloned()
                .unwrap_or_default()
        };
        let mut row: Vec<_> = self.header.iter().enumerate().map(cell).collect();
        row.pop();
        row.push(STALE.to_owned());
        self.rows.push(row);
    }

    /// Returns the rows, each with the name of its file. A name that does not lead to a file below
    /// the directory is none of an index that `cdr` wrote.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[String])> {
        let files = self
            .rows
            .iter()
            .filter_map(|row| Some((&**row.first()?, &**row)));
        files.filter(|(file, _)| {
            let mut components = Path::new(file).components();
            !file.is_empty() && components.all(|part| matches!(part, Component::Normal(_)))
        })
    }

    /// Returns the files that exist in the directory and are not written any more, with their rows.
    /// What is behind a symbolic link belongs to another directory.
    pub fn stale_files(&self, dir: &Path, written: &[String]) -> Vec<(&str, &[String])> {
        let written: HashSet<_> = written.iter().map(String::as_str).collect();
        let exists = |file: &str| {
            let found = dir.join(file).symlink_metadata();
            let exists = found.map_or_else(|error| !is_missing(&error), |found| !found.is_dir());
            exists && symlink_between(dir, file).is_none()
        };
        let is_stale = |(file, _): &(&str, _)| !written.contains(file) && exists(file);
        self.files().filter(is_stale).collect()
    }

    /// Writes the index to a new file, and flushes it to the disk.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(File::create(path)?);
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        let file = writer.into_inner().map_err(csv::IntoInnerError::into_error);
        file?.sync_all()
    }
}

/// Returns whether an error says that there is no such file, and not only that it cannot be seen.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
