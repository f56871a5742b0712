//! Temporary files for new content.
//!
//! On Linux such a file has no name until it is complete (`O_TMPFILE` of open(2)), so nothing is
//! left of it however the process ends, be it killed or out of memory. linkat(2) names it. That
//! call replaces no file, so for a target that exists the file gets a temporary name first and is
//! renamed. Systems and file systems without unnamed files use `.cdr-….part` from the start, which
//! a signal removes.

use super::permissions;
use crate::terminal::signals;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// A temporary file.
pub enum TempFile {
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only Linux has them")
    )]
    Unnamed {
        file: File,
        dir: PathBuf,
    },
    Named(NamedTempFile),
}

impl TempFile {
    /// Creates a temporary file in a directory of the target's file system. `is_new` is whether it
    /// replaces no file.
    pub fn create(dir: &Path, is_new: bool) -> io::Result<Self> {
        if let Some(file) = unnamed::open_unnamed(dir, creation_mode(is_new)) {
            let dir = dir.to_owned();
            return Ok(Self::Unnamed { file, dir });
        }
        if permissions::is_append_only(dir) {
            let problem = "its directory is append-only";
            return Err(io::Error::new(ErrorKind::PermissionDenied, problem));
        }
        // `make_in` with an own `open` keeps the error of the system.
        let create = || builder().make_in(dir, |path| create_new(path, is_new));
        signals::create_temp_file(create, NamedTempFile::path).map(Self::Named)
    }

    pub fn file(&self) -> &File {
        match self {
            Self::Unnamed { file, .. } => file,
            Self::Named(named) => named.as_file(),
        }
    }

    /// Renames the file to the target, which is replaced.
    pub fn persist(self, target: &Path) -> io::Result<()> {
        match self {
            Self::Named(named) => named.persist(target).map(drop).map_err(Into::into),
            Self::Unnamed { file, dir } => match unnamed::link(&file, target) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let link = |path: &Path| unnamed::link(&file, path);
                    let named = builder().make_in(dir, link)?;
                    named.persist(target).map(drop).map_err(Into::into)
                }
                result => result,
            },
        }
    }
}

impl Write for TempFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file().flush()
    }
}

fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".cdr-").suffix(".part");
    builder
}

fn create_new(path: &Path, is_new: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, creation_mode(is_new));
    options.open(path)
}

/// Returns the permissions to create a file with. A new file gets what the umask leaves. One that
/// replaces another is private until it gets the other one's permissions, because that one may be.
fn creation_mode(is_new: bool) -> u32 {
    if is_new { 0o666 } else { 0o600 }
}

#[cfg(target_os = "linux")]
mod unnamed {
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
    use std::fs::File;
    use std::io;
    use std::os::fd::AsRawFd;
    use std::path::Path;

    /// Opens a file without a name that can get one; `None` if the file system does not support
    /// that.
    pub fn open_unnamed(dir: &Path, mode: u32) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let file = File::from(open(dir, flags, Mode::from_raw_mode(mode)).ok()?);
        // linkat(2) needs /proc, which containers and chroots may lack.
        Path::new(&path(&file)).exists().then_some(file)
    }

    /// Returns the path to a file without a name.
    fn path(file: &File) -> String {
        format!("/proc/self/fd/{}", file.as_raw_fd())
    }

    pub fn link(file: &File, target: &Path) -> io::Result<()> {
        Ok(linkat(
            CWD,
            path(file),
            CWD,
            target,
            AtFlags::SYMLINK_FOLLOW,
        )?)
    }
}

/// Other systems have no unnamed files.
#[cfg(not(target_os = "linux"))]
mod unnamed {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    pub fn open_unnamed(_: &Path, _: u32) -> Option<File> {
        None
    }

    pub fn link(_: &File, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
