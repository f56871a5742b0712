//! Files that only their owner can change.

use std::path::{Path, PathBuf};

/// The path with which somebody other than this user or root can change what is read from a file: the file itself, its
/// directory, or the same of each symbolic link on the way to it.
#[cfg(unix)]
pub fn writable_by_others(file: &Path) -> Option<PathBuf> {
    let mut path = file.to_owned();
    // The system itself follows no more links than this.
    for _ in 0..40 {
        let directory = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new(".")).to_owned();
        if is_writable_by_others(&directory) {
            return Some(directory);
        }
        match std::fs::read_link(&path) {
            Ok(target) => path = directory.join(target),
            Err(_) => break,
        }
    }
    is_writable_by_others(&path).then_some(path)
}

#[cfg(unix)]
fn is_writable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(metadata) = path.metadata() else {
        return false;
    };
    let is_own = [0, rustix::process::geteuid().as_raw()].contains(&metadata.uid());
    // In a sticky directory, others cannot replace a file that is not theirs.
    let is_sticky = metadata.is_dir() && metadata.mode() & 0o1000 != 0;
    !is_own || (metadata.mode() & 0o022 != 0 && !is_sticky)
}

#[cfg(not(unix))]
pub fn writable_by_others(_: &Path) -> Option<PathBuf> {
    None
}
