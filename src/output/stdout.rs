//! Standard output and standard error, and other descriptors of the process as output files.
//!
//! `-`, `/dev/stdout` and `/dev/stderr` are written through the descriptors that the process has, at their place in
//! the file. Any other descriptor, such as that of a process substitution (`>(gzip > x)`), is opened by its path like
//! whatever else is no regular file; but it has to be the caller's: one that this process opened itself would take
//! the output and lose it.

use crate::error::Failure;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Component, Path};

/// A descriptor that is written, not replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Descriptor {
    StandardOutput,
    StandardError,
    /// Any other, by its number.
    Other(u32),
}

/// The descriptor that a path names, if it names one.
pub fn descriptor(path: &Path) -> Option<Descriptor> {
    let names = path.components().map(|name| match name {
        Component::Normal(name) => name.to_str(),
        _ => Some(""),
    });
    let own = std::process::id().to_string();
    let number = match names.collect::<Option<Vec<_>>>()?.as_slice() {
        ["-"] | ["", "dev", "stdout"] => 1,
        ["", "dev", "stdin"] => 0,
        ["", "dev", "stderr"] => 2,
        ["", "dev", "fd", number] | ["", "proc", "self", "fd", number] => number.parse().ok()?,
        ["", "proc", process, "fd", number] if *process == own => number.parse().ok()?,
        _ => return None,
    };
    Some(match number {
        1 => Descriptor::StandardOutput,
        2 => Descriptor::StandardError,
        number => Descriptor::Other(number),
    })
}

/// Opens a descriptor for writing. Unlike [`std::io::Stdout`], the file tells of what can't be written. A standard
/// output that was closed before the start can't be told from `/dev/null`, which the standard library opens in its
/// place.
#[cfg(unix)]
pub fn open(descriptor: Descriptor) -> Result<File, Failure> {
    use rustix::fs::{OFlags, fcntl_getfl};
    use std::os::fd::AsFd;
    let file = match descriptor {
        Descriptor::StandardOutput => std::io::stdout().as_fd().try_clone_to_owned(),
        Descriptor::StandardError => std::io::stderr().as_fd().try_clone_to_owned(),
        Descriptor::Other(number) => {
            return inherited(number).map_err(|error| cannot_write(descriptor, &error));
        }
    };
    let file = file.map_err(|error| cannot_write(descriptor, &error))?;
    let is_writable = |flags: OFlags| flags & OFlags::RWMODE != OFlags::RDONLY;
    if fcntl_getfl(&file).is_ok_and(is_writable) {
        Ok(file.into())
    } else {
        Err(cannot_write(descriptor, &io::Error::other(READ_ONLY)))
    }
}

/// Opens a descriptor of the caller. What is appended comes after all that was written through it before.
#[cfg(unix)]
fn inherited(number: u32) -> io::Result<File> {
    use rustix::io::Errno;
    // Linux closes a descriptor with this flag when a program starts, so that this process opened it. Seen from
    // outside, there is none.
    const CLOSE_ON_EXEC: u32 = 0o2_000_000;
    const ACCESS: u32 = 0o3;
    match flags(number) {
        Some(flags) if flags & CLOSE_ON_EXEC != 0 => return Err(Errno::NOENT.into()),
        Some(flags) if flags & ACCESS == 0 => return Err(io::Error::other(READ_ONLY)),
        _ => {}
    }
    let path = format!("/dev/fd/{number}");
    OpenOptions::new().append(true).open(path)
}

/// The flags with which a descriptor was opened. Only Linux says so.
#[cfg(unix)]
fn flags(number: u32) -> Option<u32> {
    let facts = std::fs::read_to_string(format!("/proc/self/fdinfo/{number}")).ok()?;
    let flags = facts.lines().find_map(|line| line.strip_prefix("flags:"))?;
    u32::from_str_radix(flags.trim(), 8).ok()
}

#[cfg(unix)]
const READ_ONLY: &str = "it is open for reading only";

/// The file behind standard output.
#[cfg(windows)]
pub fn open(descriptor: Descriptor) -> Result<File, Failure> {
    use std::os::windows::io::AsHandle;
    let stdout = std::io::stdout().as_handle().try_clone_to_owned();
    let file = stdout.map(File::from);
    file.map_err(|error| cannot_write(descriptor, &error))
}

fn cannot_write(descriptor: Descriptor, error: &io::Error) -> Failure {
    let (name, hint) = match descriptor {
        Descriptor::StandardOutput => ("standard output".to_owned(), "use --output FILE"),
        Descriptor::StandardError => ("standard error".to_owned(), "use --output FILE"),
        Descriptor::Other(number) => (
            format!("descriptor {number}"),
            "use one that is open for writing, or the name of a file",
        ),
    };
    Failure::of_system(format!("cannot write to {name}"), error, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_named_by_their_paths() {
        use Descriptor::{Other, StandardError, StandardOutput};
        for (path, expected) in [
            ("-", StandardOutput),
            ("/dev/stdout", StandardOutput),
            ("/dev/fd/1", StandardOutput),
            ("/dev/stderr", StandardError),
            ("/dev/stdin", Other(0)),
            ("/dev/fd/3", Other(3)),
            ("/proc/self/fd/12", Other(12)),
        ] {
            assert_eq!(descriptor(Path::new(path)), Some(expected), "{path}");
        }
        for path in [
            "out",
            "/dev/null",
            "./-",
            "dev/stdout",
            "/dev/fd",
            "/proc/1/fd/1",
        ] {
            assert_eq!(descriptor(Path::new(path)), None, "{path}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_descriptor_that_this_process_opened_itself_is_not_found() {
        use std::os::fd::AsRawFd;
        let file = OpenOptions::new().append(true).open("/dev/null").unwrap();
        let error = inherited(file.as_raw_fd().cast_unsigned()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
