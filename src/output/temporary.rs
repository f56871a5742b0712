//! The new content of a file, until it takes the file's place.
//!
//! On Linux it has no name until then (`O_TMPFILE` of open(2)), so that nothing is left of it however the process
//! ends: by a signal, or because memory is exhausted. File systems and systems without that give it the name
//! `.cdr-….part` beside the file, which a signal removes.

use crate::terminal::signals;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// The new content of a file.
pub enum Temporary {
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only Linux has them")
    )]
    Unnamed {
        file: File,
        folder: PathBuf,
    },
    Named(NamedTempFile),
}

impl Temporary {
    /// Creates one in a folder of the file system of the target.
    pub fn create(folder: &Path, is_new: bool) -> io::Result<Self> {
        if let Some(file) = linux::unnamed(folder, permissions(is_new)) {
            let folder = folder.to_owned();
            return Ok(Self::Unnamed { file, folder });
        }
        linux::check_named(folder)?;
        // The library's own way of creating it would hide the reason of the system.
        let create = || builder().make_in(folder, |path| create_new(path, is_new));
        let named = signals::creating(create, NamedTempFile::path);
        named.map(Self::Named)
    }

    pub fn file(&self) -> &File {
        match self {
            Self::Unnamed { file, .. } => file,
            Self::Named(named) => named.as_file(),
        }
    }

    /// Gives it the name of the target, which is replaced.
    pub fn persist(self, target: &Path) -> io::Result<()> {
        match self {
            Self::Named(named) => named.persist(target).map(drop).map_err(Into::into),
            Self::Unnamed { file, folder } => match linux::link(&file, target) {
                // No call of the system replaces a file by one without a name.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let link = |path: &Path| linux::link(&file, path);
                    let named = builder().make_in(folder, link)?;
                    named.persist(target).map(drop).map_err(Into::into)
                }
                result => result,
            },
        }
    }
}

impl Write for Temporary {
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
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, permissions(is_new));
    options.open(path)
}

/// A file that is new gets the permissions that the umask leaves; one that replaces another is the owner's alone until
/// it takes over the other's.
fn permissions(is_new: bool) -> u32 {
    if is_new { 0o666 } else { 0o600 }
}

#[cfg(target_os = "linux")]
mod linux {
    use rustix::fs::{
        AtFlags, CWD, Mode, OFlags, StatxAttributes, StatxFlags, linkat, open, statx,
    };
    use std::fs::File;
    use std::io::{self, ErrorKind};
    use std::os::fd::AsRawFd;
    use std::path::Path;

    /// A file without a name that can get one; `None` where the file system has none.
    pub fn unnamed(folder: &Path, mode: u32) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let file = File::from(open(folder, flags, Mode::from_raw_mode(mode)).ok()?);
        Path::new(&path(&file)).exists().then_some(file)
    }

    /// The path under which the system finds a file without a name.
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

    /// Refuses a folder in which a temporary file could not be renamed.
    pub fn check_named(folder: &Path) -> io::Result<()> {
        let found = statx(CWD, folder, AtFlags::empty(), StatxFlags::empty());
        if found.is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::APPEND)) {
            return Err(io::Error::new(
                ErrorKind::PermissionDenied,
                "its folder is append-only",
            ));
        }
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
mod linux {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    pub fn unnamed(_: &Path, _: u32) -> Option<File> {
        None
    }

    pub fn link(_: &File, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn check_named(_: &Path) -> io::Result<()> {
        Ok(())
    }
}
