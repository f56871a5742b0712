//! Who may do what with a file that is replaced.

use crate::error::{Failure, FailureKind};
use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// Gives the new file the owner, the group, the permissions and the access control list of the one it replaces.
/// `setuid` and `setgid` are left out: they were given to another content.
#[cfg(unix)]
pub fn copy(target: &Path, replaced: &Metadata, new: &File) -> Result<(), Failure> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let refuse = |what: &str, reason: &io::Error| {
        let message = format!(
            "cannot write {}: cannot keep its {what}: {reason}; use --output with another name",
            target.display()
        );
        Failure::new(FailureKind::Usage, message)
    };
    let own = new.metadata().map_err(|error| refuse("owner", &error))?;
    if (own.uid(), own.gid()) != (replaced.uid(), replaced.gid()) {
        let owner = Some(replaced.uid()).filter(|uid| *uid != own.uid());
        std::os::unix::fs::fchown(new, owner, Some(replaced.gid()))
            .map_err(|error| refuse("owner and group", &error))?;
    }
    let mode = std::fs::Permissions::from_mode(replaced.mode() & 0o777);
    new.set_permissions(mode)
        .and_then(|()| access_control_list::copy(target, new))
        .map_err(|error| refuse("permissions", &error))
}

/// Elsewhere a file has the rights that its folder gives it.
#[cfg(not(unix))]
pub fn copy(_: &Path, _: &Metadata, _: &File) -> Result<(), Failure> {
    Ok(())
}

/// The lists of Linux, which are an extended attribute (acl(5)).
#[cfg(target_os = "linux")]
mod access_control_list {
    use rustix::fs::{XattrFlags, fremovexattr, fsetxattr, getxattr};
    use rustix::io::Errno;
    use std::fs::File;
    use std::io;
    use std::path::Path;

    const NAME: &str = "system.posix_acl_access";

    pub fn copy(target: &Path, new: &File) -> io::Result<()> {
        let mut list = vec![0; 64 * 1024];
        let result = match getxattr(target, NAME, &mut list[..]) {
            Ok(length) => fsetxattr(new, NAME, &list[..length], XattrFlags::empty()),
            // It has none; the folder may have given one to the new file.
            Err(Errno::NODATA) => fremovexattr(new, NAME),
            Err(error) => Err(error),
        };
        match result {
            // There is none, or the file system has none at all.
            Err(Errno::NODATA | Errno::OPNOTSUPP) => Ok(()),
            result => Ok(result?),
        }
    }
}

/// No list is known of other systems.
#[cfg(all(unix, not(target_os = "linux")))]
mod access_control_list {
    pub fn copy(_: &std::path::Path, _: &std::fs::File) -> std::io::Result<()> {
        Ok(())
    }
}
