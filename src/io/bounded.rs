//! Files that should be small.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// The content of a file of at most so many bytes: of a regular file, or of what the caller passed as a descriptor
/// (`/dev/stdin`, or `/dev/fd/63` of a process substitution). Any other pipe or device could block for ever.
pub fn read_limited(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    open(file)?.take(most + 1).read_to_end(&mut content)?;
    if content.len() as u64 > most {
        return Err(io::Error::other(format!("it holds more than {most} bytes")));
    }
    Ok(content)
}

/// The same for a text.
pub fn read_to_string_limited(file: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read_limited(file, most)?).map_err(io::Error::other)
}

/// Opens a file. It is checked before, because opening a device may have an effect, and after, because another file
/// may have taken its name.
fn open(path: &Path) -> io::Result<File> {
    let is_allowed = |is_file: bool| is_file || is_descriptor(path);
    let refused = || io::Error::other("it is not a regular file");
    if !is_allowed(path.metadata()?.is_file()) {
        return Err(refused());
    }
    let file = open_at_once(path)?;
    if is_allowed(file.metadata()?.is_file()) {
        Ok(file)
    } else {
        Err(refused())
    }
}

/// Whether a path names a descriptor of this process.
fn is_descriptor(path: &Path) -> bool {
    let directories = ["/dev/fd", "/proc/self/fd"].map(Path::new);
    path == Path::new("/dev/stdin") || directories.iter().any(|known| path.parent() == Some(known))
}

/// Opens a file for reading without waiting for somebody who writes to it. Reading waits.
#[cfg(unix)]
fn open_at_once(path: &Path) -> io::Result<File> {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let mut options = OpenOptions::new();
    let file = options
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(file)
}

#[cfg(not(unix))]
fn open_at_once(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_at_most_so_many_bytes() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "four").unwrap();
        assert_eq!(read_to_string_limited(file.path(), 4).unwrap(), "four");
        assert!(read_limited(file.path(), 3).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_opened_also_through_links() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&file, "text").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(read_to_string_limited(&link, 4).unwrap(), "text");
        for path in [
            folder.path(),
            Path::new("/dev/null"),
            Path::new("/dev/zero"),
        ] {
            let error = read_limited(path, 4).unwrap_err();
            assert_eq!(error.to_string(), "it is not a regular file");
        }
    }
}
