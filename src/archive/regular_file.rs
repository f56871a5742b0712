//! Regular files: what else may be in their place is refused.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a regular file. A link is not followed, because it may lead out of the archive, and a named pipe or
/// device is not waited for.
pub fn open_regular(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let foreign = || io::Error::other("it is not a regular file");
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(foreign());
    }
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // The file may have been replaced since.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(foreign())
    }
}
