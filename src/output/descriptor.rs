//! Standard output, standard error and other descriptors of the process as output files.
//!
//! A descriptor is written, never replaced. `-`, `/dev/stdout` and `/dev/stderr` are written
//! through the descriptor itself and share its offset, so that in `(echo a; cdr … -o /dev/stdout;
//! echo b) > file` nothing is overwritten. Any other one, such as that of a process substitution
//! (`-o >(gzip > x)`), is opened by its path. It has to be the caller's: one that this process
//! opened itself would take the output and lose it.

use crate::error::Failure;
use std::fs::File;
use std::io;
use std::path::{Component, Path};

const STDIN: u32 = 0;
pub const STDOUT: u32 = 1;
const STDERR: u32 = 2;

/// Returns the number of the descriptor that a path names, if it names one.
pub fn parse_descriptor(path: &Path) -> Option<u32> {
    let own_id = std::process::id().to_string();
    let names = path.components().map(|component| match component {
        Component::Normal(name) => name.to_str(),
        _ => Some(""),
    });
    match names.collect::<Option<Vec<_>>>()?.as_slice() {
        ["-"] | ["", "dev", "stdout"] => Some(STDOUT),
        ["", "dev", "stdin"] => Some(STDIN),
        ["", "dev", "stderr"] => Some(STDERR),
        ["", "dev", "fd", number] | ["", "proc", "self", "fd", number] => number.parse().ok(),
        ["", "proc", id, "fd", number] if *id == own_id => number.parse().ok(),
        _ => None,
    }
}

/// Opens a descriptor for writing. Unlike [`std::io::Stdout`], the file reports one that is not
/// open for writing. A standard output that was closed before the start is not noticed: the
/// standard library opens `/dev/null` instead.
pub fn open(descriptor: u32) -> Result<File, Failure> {
    open_descriptor(descriptor).map_err(|error| {
        let (name, hint) = match descriptor {
            STDOUT => ("standard output".to_owned(), "use --output FILE"),
            STDERR => ("standard error".to_owned(), "use --output FILE"),
            number => (
                format!("file descriptor {number}"),
                "use one that is open for writing, or the name of a file",
            ),
        };
        Failure::from_io(format!("cannot write to {name}"), &error, hint)
    })
}

#[cfg(unix)]
fn open_descriptor(descriptor: u32) -> io::Result<File> {
    use std::fs::OpenOptions;
    use std::os::fd::AsFd;
    reject_unwritable(descriptor)?;
    match descriptor {
        STDOUT => Ok(io::stdout().as_fd().try_clone_to_owned()?.into()),
        STDERR => Ok(io::stderr().as_fd().try_clone_to_owned()?.into()),
        // Linux opens the file anew, at its start; appending goes after what was written through
        // the descriptor.
        number => OpenOptions::new()
            .append(true)
            .open(format!("/dev/fd/{number}")),
    }
}

#[cfg(windows)]
fn open_descriptor(_: u32) -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdout().as_handle().try_clone_to_owned()?.into())
}

/// Rejects a descriptor that is open for reading only, or that this process opened itself. Only
/// Linux reports the flags of a descriptor by its number (proc(5), `fdinfo`); elsewhere opening or
/// writing it fails.
#[cfg(unix)]
fn reject_unwritable(descriptor: u32) -> io::Result<()> {
    const ACCESS_MODE: u32 = 0o3;
    // Linux closes these when a program starts, so one with this flag is not the caller's.
    const CLOSE_ON_EXEC: u32 = 0o2_000_000;
    let flags = std::fs::read_to_string(format!("/proc/self/fdinfo/{descriptor}"))
        .ok()
        .and_then(|info| {
            let flags = info.lines().find_map(|line| line.strip_prefix("flags:"))?;
            u32::from_str_radix(flags.trim(), 8).ok()
        });
    match flags {
        Some(flags) if flags & CLOSE_ON_EXEC != 0 => Err(rustix::io::Errno::NOENT.into()),
        Some(flags) if flags & ACCESS_MODE == 0 => {
            Err(io::Error::other("it is open for reading only"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_named_by_their_paths() {
        for (path, expected) in [
            ("-", STDOUT),
            ("/dev/stdout", STDOUT),
            ("/dev/fd/1", STDOUT),
            ("/dev/stderr", STDERR),
            ("/dev/stdin", STDIN),
            ("/dev/fd/3", 3),
            ("/proc/self/fd/12", 12),
        ] {
            assert_eq!(parse_descriptor(Path::new(path)), Some(expected), "{path}");
        }
        for path in [
            "out",
            "/dev/null",
            "./-",
            "dev/stdout",
            "/dev/fd",
            "/proc/1/fd/1",
        ] {
            assert_eq!(parse_descriptor(Path::new(path)), None, "{path}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_descriptor_that_this_process_opened_is_rejected() {
        use std::os::fd::AsRawFd;
        let file = File::options().append(true).open("/dev/null").unwrap();
        let error = open_descriptor(file.as_raw_fd().cast_unsigned()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
