//! A set of output files, one per value of some columns, that is complete or not there.
//!
//! ```text
//! open     create and lock the hidden directory, read the index of an earlier run
//! create   a file in the hidden directory, one at a time
//! commit   name the files, create directories, check targets, write the new index
//!          replace the files, while there is no index
//! drop     the hidden directory is removed
//! ```
//!
//! A rename replaces one file, and nothing replaces several at once. The index takes the place of
//! that: a directory that has one is complete, and it is missing only while files are renamed. All
//! that can fail (a full disk, a directory in the place of a file) is done before.

mod index;
mod open_file;
mod publication;
mod staging;
mod template;

pub use self::template::FileTemplate;

use self::index::Index;
use self::open_file::OpenFile;
use self::publication::Changes;
use self::staging::Staging;
use super::atomic_file::write_error;
use super::encoder::Encoder;
use super::permissions;
use crate::columns::ColumnList;
use crate::error::{Failure, FailureKind, system_error};
use crate::report::RowFiles;
use crate::text::{Value, count_noun};
use std::fs::File;
use std::io::{self, Write};

/// How many stale files a warning names.
const MAX_NAMED_FILES: usize = 3;

/// Files that are written, and published together.
pub struct FileSet {
    template: FileTemplate,
    /// Whether files of an earlier run that are not written again are removed.
    is_pruned: bool,
    earlier: Index,
    staging: Staging,
    /// The names of the figures of each file in the index.
    figures: Vec<String>,
    files: Vec<StagedFile>,
    open: Option<OpenFile>,
}

/// A file that is complete, or being written.
struct StagedFile {
    /// Its name in the hidden directory.
    number: usize,
    values: Vec<String>,
    figures: Vec<Value>,
}

/// What became of a set of files.
pub struct FileSetOutcome {
    pub files: u64,
    /// A warning about files that are not written any more.
    pub warning: Option<String>,
}

impl FileSet {
    /// Prepares to write files, and checks that their directory can be written.
    pub fn open(template: &FileTemplate, is_pruned: bool) -> anyhow::Result<Self> {
        let dir = template.dir();
        if dir.is_dir()
            && let Some(obstacle) = permissions::find_move_obstacle(dir, dir)
        {
            let message = format!(
                "cannot write {}: {obstacle}",
                dir.join(index::FILE_NAME).display()
            );
            return Err(Failure::new(FailureKind::Local, message).into());
        }
        let staging = Staging::create(dir)?;
        Ok(Self {
            earlier: Index::read(template.dir())?,
            staging,
            template: template.clone(),
            is_pruned,
            figures: Vec::new(),
            files: Vec::new(),
            open: None,
        })
    }

    /// Publishes the files.
    ///
    /// # Errors
    /// Returns a local failure if something cannot be written, and a rejected one if pruning would
    /// leave no file.
    pub fn commit(mut self) -> anyhow::Result<FileSetOutcome> {
        self.files.sort_by(|a, b| a.values.cmp(&b.values));
        let values: Vec<_> = self.files.iter().map(|file| &*file.values).collect();
        let names = self.template.file_names(&values);
        let numbers = self.files.iter().map(|file| file.number);
        let files: Vec<_> = numbers.zip(names.iter().cloned()).collect();
        let dir = self.template.dir().to_owned();
        let earlier = std::mem::take(&mut self.earlier);
        let stale = earlier.stale_files(&dir, &names);
        self.ensure_some_are_left(&stale)?;
        let outcome = FileSetOutcome {
            files: names.len() as u64,
            warning: self.warning(&stale),
        };
        let stale_names = stale.iter().map(|(file, _)| *file);
        let changes = Changes {
            dir: &dir,
            files: &files,
            pruned: stale_names.filter(|_| self.is_pruned).collect(),
            earlier: earlier.files().map(|(file, _)| file).collect(),
        };
        changes.prepare(&self.staging)?;
        self.write_indexes(&names, &earlier, &stale)
            .map_err(|error| write_error(&dir, error))?;
        self.staging
            .publish(&dir, |staging| changes.publish(staging))
            .map_err(|error| {
                let problem = format!("cannot replace the files in {}", dir.display());
                system_error(problem, error, "run the command again")
            })?;
        Ok(outcome)
    }

    /// Refuses to prune all files of an earlier run: an empty input must not remove them.
    fn ensure_some_are_left(&self, stale: &[(&str, &[String])]) -> Result<(), Failure> {
        if !self.is_pruned || !self.files.is_empty() || stale.is_empty() {
            return Ok(());
        }
        let message = format!(
            "--prune would remove all files of {} ({}), because there are no calls; remove --prune",
            self.template.dir().display(),
            stale.len(),
        );
        Err(Failure::new(FailureKind::Rejected, message))
    }

    /// Writes the index, and the one of all files that may be there until it is in place.
    fn write_indexes(
        &self,
        names: &[String],
        earlier: &Index,
        stale: &[(&str, &[String])],
    ) -> io::Result<()> {
        let mut index = self.index(names, Value::to_text);
        // Until all files are replaced, nobody knows which figures are those of a file.
        let mut transition = self.index(names, |_| String::new());
        for (_, row) in stale {
            transition.push_stale(earlier, row);
            if !self.is_pruned {
                index.push_stale(earlier, row);
            }
        }
        index.write(&self.staging.path(index::FILE_NAME))?;
        transition.write(&self.staging.path(index::TRANSITION_FILE_NAME))
    }

    fn index(&self, names: &[String], to_text: impl Fn(&Value) -> String) -> Index {
        let columns = self.template.columns().names();
        let mut index = Index::new(columns.chain(self.figures.iter().map(String::as_str)));
        for (file, name) in self.files.iter().zip(names) {
            let figures = file.figures.iter().map(&to_text);
            index.push(name, file.values.iter().cloned().chain(figures));
        }
        index
    }

    fn warning(&self, stale: &[(&str, &[String])]) -> Option<String> {
        if stale.is_empty() || self.is_pruned {
            return None;
        }
        let named = stale.iter().take(MAX_NAMED_FILES).map(|(file, _)| *file);
        let named: Vec<_> = named.collect();
        let more = match stale.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let verb = if stale.len() == 1 { "is" } else { "are" };
        Some(format!(
            "{} of an earlier run in {} {verb} stale: {}{more}; use --prune to remove stale files",
            count_noun(stale.len() as u64, "file"),
            self.template.dir().display(),
            named.join(", "),
        ))
    }
}

impl RowFiles for FileSet {
    fn columns(&self) -> &ColumnList {
        self.template.columns()
    }

    fn begin(&mut self, figures: &[&str]) {
        self.figures = figures.iter().map(|&name| name.to_owned()).collect();
    }

    fn create(&mut self, values: Vec<String>) -> anyhow::Result<Box<dyn Write + Send>> {
        let number = self.files.len();
        let dir = self.template.dir();
        let file = File::create_new(self.staging.path(&number.to_string()))
            .map_err(|error| write_error(dir, error))?;
        let file = OpenFile::new(Encoder::new(file, self.template.is_gzip()), dir);
        self.files.push(StagedFile {
            number,
            values,
            figures: Vec::new(),
        });
        self.open = Some(file.clone());
        Ok(Box::new(file))
    }

    fn close(&mut self, figures: Vec<Value>) -> anyhow::Result<()> {
        let (Some(open), Some(file)) = (self.open.take(), self.files.last_mut()) else {
            return Ok(());
        };
        file.figures = figures;
        Ok(open.finish()?)
    }
}
