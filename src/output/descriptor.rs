//! Standard output, and other descriptors that were open when the process started.

use crate::error::{Failure, Kind};
use std::fs::File;
use std::path::{Component, Path};

/// The number of standard output.
pub const STANDARD_OUTPUT: i32 = 1;

/// How many links may lead from one to the next, as in Linux.
const MOST_LINKS: usize = 40;

/// The descriptor that a path means, if it means one, or leads to one over links: what is behind it was opened by
/// somebody else, and is written, not replaced.
pub fn descriptor(path: &Path) -> Option<i32> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let number = number_of(&path);
        if number.is_some() {
            return number;
        }
        let link = std::fs::read_link(&path).ok()?;
        path = path.parent().unwrap_or(Path::new("")).join(link);
    }
    None
}

fn number_of(path: &Path) -> Option<i32> {
    let names = path.components().map(|name| match name {
        Component::Normal(name) => name.to_str(),
        _ => Some(""),
    });
    let own = std::process::id().to_string();
    match names.collect::<Option<Vec<_>>>()?.as_slice() {
        ["", "dev", "stdin"] => Some(0),
        ["-"] | ["", "dev", "stdout"] => Some(STANDARD_OUTPUT),
        ["", "dev", "stderr"] => Some(2),
        ["", "dev", "fd", number] | ["", "proc", "self", "fd", number] => number.parse().ok(),
        ["", "proc", process, "fd", number] if *process == own => number.parse().ok(),
        _ => None,
    }
}

/// The file behind a descriptor, which unlike [`std::io::Stdout`] tells of what can't be written. A standard output
/// that was closed before the start can't be told from `/dev/null`, which the standard library opens in its place.
#[cfg(unix)]
pub fn open(number: i32) -> Result<File, Failure> {
    use rustix::fs::{OFlags, fcntl_getfl};
    use std::os::fd::AsFd;
    let file = match number {
        STANDARD_OUTPUT => std::io::stdout().as_fd().try_clone_to_owned().ok(),
        2 => std::io::stderr().as_fd().try_clone_to_owned().ok(),
        number => inherited(number),
    };
    let is_writable = |flags: OFlags| flags & OFlags::RWMODE != OFlags::RDONLY;
    let file = file.filter(|file| fcntl_getfl(file).is_ok_and(is_writable));
    file.map(File::from).ok_or_else(|| cannot_write(number))
}

/// Another descriptor. The system hands out a copy of it, with its place in the file.
#[cfg(target_os = "linux")]
fn inherited(number: i32) -> Option<std::os::fd::OwnedFd> {
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
    let own = pidfd_open(getpid(), PidfdFlags::empty()).ok()?;
    pidfd_getfd(own, number, PidfdGetfdFlags::empty()).ok()
}

#[cfg(all(unix, not(target_os = "linux")))]
fn inherited(_: i32) -> Option<std::os::fd::OwnedFd> {
    None
}

/// The file behind standard output.
#[cfg(windows)]
pub fn open(number: i32) -> Result<File, Failure> {
    use std::os::windows::io::AsHandle;
    let stdout = std::io::stdout().as_handle().try_clone_to_owned();
    stdout.map(File::from).map_err(|_| cannot_write(number))
}

fn cannot_write(number: i32) -> Failure {
    let name = match number {
        STANDARD_OUTPUT => "standard output".to_owned(),
        number => format!("the descriptor {number}"),
    };
    let message = format!("{name} can't be written; give it somewhere to go, or use --output");
    Failure::new(Kind::Machine, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_told_by_their_paths() {
        for (path, number) in [
            ("-", 1),
            ("/dev/stdout", 1),
            ("/dev/stderr", 2),
            ("/dev/stdin", 0),
            ("/dev/fd/3", 3),
            ("/proc/self/fd/12", 12),
        ] {
            assert_eq!(descriptor(Path::new(path)), Some(number), "{path}");
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

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_descriptor_means_it() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/stdout", &link).unwrap();
        assert_eq!(descriptor(&link), Some(1));
    }
}
