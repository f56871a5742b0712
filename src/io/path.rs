//! Parts of paths.

use std::path::{Path, PathBuf};

/// Returns the directory and those around it that do not exist, the innermost first.
pub fn missing_dirs(dir: &Path) -> Vec<PathBuf> {
    let is_missing = |dir: &&Path| !dir.as_os_str().is_empty() && !dir.exists();
    let missing = dir.ancestors().take_while(is_missing);
    missing.map(Path::to_owned).collect()
}

/// Returns the first symbolic link on the way from a directory to a file below it.
pub fn symlink_between(dir: &Path, name: &str) -> Option<PathBuf> {
    let dirs: Vec<_> = Path::new(name).ancestors().skip(1).collect();
    let mut below = dirs.iter().rev().map(|name| dir.join(name)).skip(1);
    below.find(|dir| dir.is_symlink())
}

/// Returns the directory of a file, `.` for a bare name.
pub fn parent_dir(file: &Path) -> &Path {
    match file.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}
