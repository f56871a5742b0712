//! Checks whether other users can read or change a file. ssh and sudo check their files for the
//! same reason: a key that others can read is not secret, and a configuration that others can
//! change may send it elsewhere.

#[cfg(unix)]
use crate::io::parent_dir;
#[cfg(unix)]
use crate::limits::MAX_SYMLINKS;
use std::path::{Path, PathBuf};

/// Returns the path through which users other than this one and root can change what is read from a
/// file: the file itself, its directory, or the same of a symbolic link on the way to it.
#[cfg(unix)]
pub fn find_path_writable_by_others(file: &Path) -> Option<PathBuf> {
    let mut path = file.to_owned();
    for _ in 0..MAX_SYMLINKS {
        let directory = parent_dir(&path).to_owned();
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
        // What cannot be examined cannot be read either, which is reported later.
        return false;
    };
    let is_trusted_owner = [0, rustix::process::geteuid().as_raw()].contains(&metadata.uid());
    // In a sticky directory, others cannot replace a file that is not theirs.
    let is_sticky = metadata.is_dir() && metadata.mode() & 0o1000 != 0;
    !is_trusted_owner || (metadata.mode() & 0o022 != 0 && !is_sticky)
}

#[cfg(not(unix))]
pub fn find_path_writable_by_others(_: &Path) -> Option<PathBuf> {
    None
}

/// Returns whether the group or others can read a file. Pipes and devices are not files in this
/// sense.
#[cfg(unix)]
pub fn is_readable_by_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file)
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o044 != 0)
}

#[cfg(not(unix))]
pub fn is_readable_by_others(_: &Path) -> bool {
    false
}
