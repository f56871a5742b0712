//! Standard output, and other descriptors that were open when the process started.

use crate::error::{Failure, Kind};
use std::fs::File;
use std::path::{Component, Path};

/// What a path to a descriptor means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Descriptor {
    /// Standard output.
    StandardOutput,
    /// Another one.
    Other,
}

/// The descriptor that a path means, if it means one: what is behind it was opened by somebody else, and is
/// written, not replaced.
#[must_use]
pub fn descriptor(path: &Path) -> Option<Descriptor> {
    let names: Vec<_> = path.components().collect();
    let name = |place: usize| match names.get(place) {
        Some(Component::Normal(name)) => name.to_str(),
        _ => None,
    };
    match (names.len(), name(1), name(2), name(3), name(4)) {
        (1, ..) if path == Path::new("-") => Some(Descriptor::StandardOutput),
        (3, Some("dev"), Some("stdout"), ..)
        | (4, Some("dev"), Some("fd"), Some("1"), _)
        | (5, Some("proc"), Some("self"), Some("fd"), Some("1")) => {
            Some(Descriptor::StandardOutput)
        }
        (3, Some("dev"), Some("stderr"), ..)
        | (4, Some("dev"), Some("fd"), ..)
        | (5, Some("proc"), _, Some("fd"), _) => Some(Descriptor::Other),
        _ => None,
    }
}

/// Standard output as a file, which unlike [`std::io::Stdout`] tells of what can't be written. One that was closed
/// before the start can't be told from `/dev/null`, which the standard library opens in its place.
///
/// # Errors
/// This machine's, when it was opened for reading alone.
#[cfg(unix)]
pub fn standard_output() -> Result<File, Failure> {
    use rustix::fs::{OFlags, fcntl_getfl};
    use std::os::fd::AsFd;
    let stdout = std::io::stdout();
    let flags = fcntl_getfl(stdout.as_fd()).ok();
    let is_writable = flags.is_some_and(|flags| flags & OFlags::RWMODE != OFlags::RDONLY);
    let file = stdout.as_fd().try_clone_to_owned().ok();
    file.filter(|_| is_writable).map(File::from).ok_or_else(|| {
        let message = "standard output can't be written; give it somewhere to go, or use --output";
        Failure::new(Kind::Machine, message)
    })
}

/// Standard output as a file.
///
/// # Errors
/// This machine's, when it was closed.
#[cfg(windows)]
pub fn standard_output() -> Result<File, Failure> {
    use std::os::windows::io::AsHandle;
    let stdout = std::io::stdout().as_handle().try_clone_to_owned();
    stdout.map(File::from).map_err(|_| {
        let message = "standard output is closed; give it somewhere to go, or use --output";
        Failure::new(Kind::Machine, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_told_by_their_paths() {
        for path in ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
            assert_eq!(
                descriptor(Path::new(path)),
                Some(Descriptor::StandardOutput),
                "{path}"
            );
        }
        for path in [
            "/dev/stderr",
            "/dev/fd/3",
            "/proc/self/fd/3",
            "/proc/12/fd/1",
        ] {
            assert_eq!(
                descriptor(Path::new(path)),
                Some(Descriptor::Other),
                "{path}"
            );
        }
        for path in [
            "out",
            "/dev/null",
            "./-",
            "dev/stdout",
            "/dev/fd",
            "/proc/self/fd/1/x",
        ] {
            assert_eq!(descriptor(Path::new(path)), None, "{path}");
        }
    }
}
