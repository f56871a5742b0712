//! A file of a set while it is written.

use super::super::atomic_file::write_error;
use crate::output::encoder::Encoder;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A file that is being written, by a formatter that owns it too.
#[derive(Clone)]
pub struct OpenFile {
    file: Arc<Mutex<Option<Encoder<File>>>>,
    /// The directory of the set, for messages.
    dir: PathBuf,
}

impl OpenFile {
    pub fn new(file: Encoder<File>, dir: &Path) -> Self {
        Self {
            file: Arc::new(Mutex::new(Some(file))),
            dir: dir.to_owned(),
        }
    }

    /// Writes what is buffered to the disk, and closes the file.
    pub fn finish(self) -> io::Result<()> {
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

impl Write for OpenFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with_file(|file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with_file(Encoder::flush)
    }
}
