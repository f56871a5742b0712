//! A set of output files, one per value of some columns, that is complete or not there.
//!
//! ```text
//! open     read the index of an earlier run, lock, create the hidden directory
//! create   a file in the hidden directory, one at a time
//! commit   name the files, create directories, check targets, write the new index
//!          remove the index, rename the files, rename the new index
//! drop     the hidden directory is removed
//! ```
//!
//! A rename replaces one file, and nothing replaces several at once. The index takes the place of
//! that: a directory that has one is complete, and it is missing only while files are renamed. All
//! that can fail (a full disk, a directory in the place of a file) is done before.

mod index;
mod staging;
mod template;

pub use self::template::FileTemplate;

use self::index::Index;
use self::staging::Staging;
use super::atomic_file::{sync_dir, write_error};
use super::encoder::Encoder;
use super::permissions;
use crate::columns::ColumnList;
use crate::error::{Failure, FailureKind};
use crate::io::parent_dir;
use crate::report::RowFiles;
use crate::text::{Value, count_noun};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

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
    open: Option<SharedFile>,
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

/// A file that is being written, by a formatter that owns it too.
#[derive(Clone)]
struct SharedFile {
    file: Arc<Mutex<Option<Encoder<File>>>>,
    /// The directory of the set, for messages.
    dir: PathBuf,
}

impl FileSet {
    /// Prepares to write files, and checks that their directory can be written.
    pub fn open(template: &FileTemplate, is_pruned: bool) -> anyhow::Result<Self> {
        let earlier = Index::read(template.dir())?;
        Ok(Self {
            staging: Staging::create(template.dir())?,
            template: template.clone(),
            is_pruned,
            earlier,
            figures: Vec::new(),
            files: Vec::new(),
            open: None,
        })
    }

    /// Publishes the files.
    pub fn commit(mut self) -> anyhow::Result<FileSetOutcome> {
        self.files.sort_by(|a, b| a.values.cmp(&b.values));
        let values: Vec<_> = self.files.iter().map(|file| &*file.values).collect();
        let names = self.template.file_names(&values);
        self.prepare_targets(&names)?;
        let earlier = std::mem::take(&mut self.earlier);
        let stale = earlier.stale_files(self.template.dir(), &names);
        let mut index = self.index(&names);
        if !self.is_pruned {
            for (_, row) in &stale {
                index.push_stale(&earlier, row);
            }
        }
        let dir = self.template.dir().to_owned();
        let to_error = |error| write_error(&dir, error);
        File::options()
            .write(true)
            .open(self.staging.path(index::FILE_NAME))
            .and_then(|file| index.write(file)?.sync_all())
            .map_err(to_error)?;
        let outcome = FileSetOutcome {
            files: names.len() as u64,
            warning: self.warning(&stale),
        };
        let stale = stale.iter().map(|(file, _)| *file);
        let pruned: Vec<_> = stale.filter(|_| self.is_pruned).collect();
        let numbers = self.files.iter().map(|file| file.number);
        let files: Vec<_> = numbers.zip(names).collect();
        self.staging
            .publish(&dir, |staging| publish(staging, &dir, &files, &pruned))
            .map_err(to_error)?;
        Ok(outcome)
    }

    /// Creates the directories of the files and the file of the index, checks that all can be
    /// replaced, and lets the new ones have the permissions of the old ones.
    fn prepare_targets(&mut self, names: &[String]) -> anyhow::Result<()> {
        let index = self.staging.path(index::FILE_NAME);
        File::create_new(&index).map_err(|error| write_error(self.template.dir(), error))?;
        self.prepare_target(index::FILE_NAME, &index)?;
        for (index, name) in names.iter().enumerate() {
            let staged = self.staging.path(&self.files[index].number.to_string());
            self.prepare_target(name, &staged)?;
        }
        Ok(())
    }

    fn prepare_target(&mut self, name: &str, staged: &Path) -> anyhow::Result<()> {
        let target = self.template.dir().join(name);
        let to_error = |error| write_error(&target, error);
        self.staging
            .create_dirs(parent_dir(&target))
            .map_err(to_error)?;
        let Ok(replaced) = fs::symlink_metadata(&target) else {
            return Ok(());
        };
        if replaced.is_dir() {
            let message = format!(
                "cannot write {}: it is a directory; use --output with another name",
                target.display()
            );
            return Err(Failure::new(FailureKind::Local, message).into());
        }
        permissions::ensure_replaceable(&target, &replaced)?;
        if replaced.is_file() {
            let staged = File::open(staged).map_err(to_error)?;
            permissions::copy_permissions(&target, &replaced, &staged)?;
        }
        Ok(())
    }

    fn index(&self, names: &[String]) -> Index {
        let columns = self.template.columns().names();
        let mut index = Index::new(columns.chain(self.figures.iter().map(String::as_str)));
        for (file, name) in self.files.iter().zip(names) {
            let figures = file.figures.iter().map(Value::to_text);
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
        let file = SharedFile {
            file: Arc::new(Mutex::new(Some(Encoder::new(
                file,
                self.template.is_gzip(),
            )))),
            dir: dir.to_owned(),
        };
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

impl SharedFile {
    /// Writes what is buffered to the disk, and closes the file.
    fn finish(self) -> io::Result<()> {
        let file = self
            .file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        file.map_or(Ok(()), |file| file.finish()?.sync_all())
            .map_err(|error| write_error(&self.dir, error))
    }

    fn with_file<T>(&self, f: impl FnOnce(&mut Encoder<File>) -> io::Result<T>) -> io::Result<T> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = file.as_mut().ok_or(ErrorKind::NotFound)?;
        f(file).map_err(|error| write_error(&self.dir, error))
    }
}

impl Write for SharedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with_file(|file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with_file(Encoder::flush)
    }
}

/// Gives the files their names, and the directory its index.
fn publish(
    staging: &Staging,
    dir: &Path,
    files: &[(usize, String)],
    pruned: &[&str],
) -> io::Result<()> {
    let index = dir.join(index::FILE_NAME);
    remove_file(&index)?;
    sync_dir(dir);
    for (number, name) in files {
        fs::rename(staging.path(&number.to_string()), dir.join(name))?;
    }
    for name in pruned {
        remove_file(&dir.join(name))?;
    }
    let names = files.iter().map(|(_, name)| &**name);
    let names = names.chain(pruned.iter().copied());
    let dirs: BTreeSet<_> = names.map(|name| parent_dir(Path::new(name))).collect();
    for below in dirs {
        sync_dir(&dir.join(below));
    }
    fs::rename(staging.path(index::FILE_NAME), index)?;
    sync_dir(dir);
    Ok(())
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
