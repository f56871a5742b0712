//! Parts of paths.

use std::path::Path;

/// Returns the directory of a file, `.` for a bare name.
pub fn parent_dir(file: &Path) -> &Path {
    match file.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}
