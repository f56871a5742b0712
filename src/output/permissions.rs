//! What replacing a file requires of the old one: it has to be replaceable, and its permissions go
//! to the new one.
//!
//! A rename only asks for permission to write in the directory. So a file that is read-only, a
//! mount point or another user's would be replaced, or fail at the end of a run; it is checked
//! here, before anything is requested. And a renamed file brings its own owner, mode and access
//! control list, so the ones of the old file are copied: a private file stays private.

use crate::error::{Failure, FailureKind};
use crate::io::parent_dir;
use std::fmt::Display;
use std::fs::{File, Metadata};
use std::path::Path;

/// Returns a failure of an output file that another one should be used for.
fn other_output_failure(kind: FailureKind, target: &Path, reason: impl Display) -> Failure {
    let message = format!(
        "cannot write {}: {reason}; use --output with another name",
        target.display()
    );
    Failure::new(kind, message)
}

/// Checks what the system would refuse only when the new file takes the place of the old one.
pub fn ensure_replaceable(target: &Path, replaced: &Metadata) -> Result<(), Failure> {
    let obstacle = if replaced.permissions().readonly() {
        Some("it is read-only")
    } else {
        find_obstacle(target, replaced)
    };
    obstacle.map_or(Ok(()), |obstacle| {
        Err(other_output_failure(FailureKind::Local, target, obstacle))
    })
}

#[cfg(target_os = "linux")]
fn find_obstacle(target: &Path, replaced: &Metadata) -> Option<&'static str> {
    use rustix::fs::StatxAttributes;
    use std::os::unix::fs::MetadataExt;
    const STICKY: u32 = 0o1000;
    let dir = parent_dir(target);
    if has_attribute(target, StatxAttributes::MOUNT_ROOT) {
        return Some("it is a mount point");
    }
    if has_attribute(target, StatxAttributes::IMMUTABLE) {
        return Some("it is immutable");
    }
    if has_attribute(target, StatxAttributes::APPEND) {
        return Some("it is append-only");
    }
    if is_append_only(dir) {
        return Some("its directory is append-only");
    }
    // In a sticky directory, only the owner of the file, of the directory, or root may replace a
    // file.
    let user = rustix::process::geteuid();
    let dir = std::fs::metadata(dir).ok()?;
    let is_protected = dir.mode() & STICKY != 0
        && !user.is_root()
        && ![dir.uid(), replaced.uid()].contains(&user.as_raw());
    is_protected.then_some("it belongs to another user, in a sticky directory")
}

/// Other systems do not report more.
#[cfg(not(target_os = "linux"))]
fn find_obstacle(_: &Path, _: &Metadata) -> Option<&'static str> {
    None
}

/// Returns why no file of `source` could be moved to another directory, if there is a reason.
#[cfg(unix)]
pub fn find_move_obstacle(source: &Path, dir: &Path) -> Option<&'static str> {
    use rustix::fs::{Access, access};
    use std::os::unix::fs::MetadataExt;
    if access(dir, Access::WRITE_OK | Access::EXEC_OK).is_err() {
        return Some("its directory is not writable");
    }
    if is_append_only(dir) {
        return Some("its directory is append-only");
    }
    let device = |dir: &Path| dir.metadata().map(|dir| dir.dev()).ok();
    let is_elsewhere = device(dir) != device(source) || mount_id(dir) != mount_id(source);
    is_elsewhere.then_some("its directory is on another file system")
}

/// Returns the identifier of the mount that a directory is in, which a bind mount of the same file
/// system has as well.
#[cfg(target_os = "linux")]
fn mount_id(dir: &Path) -> Option<u64> {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let found = statx(CWD, dir, AtFlags::empty(), StatxFlags::MNT_ID);
    found.map(|found| found.stx_mnt_id).ok()
}

#[cfg(all(unix, not(target_os = "linux")))]
fn mount_id(_: &Path) -> Option<u64> {
    None
}

/// Returns whether files can be created in a directory, but not renamed or removed.
#[cfg(target_os = "linux")]
pub fn is_append_only(dir: &Path) -> bool {
    has_attribute(dir, rustix::fs::StatxAttributes::APPEND)
}

/// Other systems do not report it.
#[cfg(not(target_os = "linux"))]
pub fn is_append_only(_: &Path) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn has_attribute(path: &Path, attribute: rustix::fs::StatxAttributes) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    statx(CWD, path, AtFlags::empty(), StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(attribute))
}

/// Other systems report it when a file is moved.
#[cfg(not(unix))]
pub fn find_move_obstacle(_: &Path, _: &Path) -> Option<&'static str> {
    None
}

/// Copies the owner, the group, the permissions and the access control list of a file to the one
/// that replaces it. `setuid` and `setgid` are left out: they were granted to other content.
#[cfg(unix)]
pub fn copy_permissions(target: &Path, replaced: &Metadata, new: &File) -> Result<(), Failure> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let refuse = |attribute: &str, reason: &std::io::Error| {
        let reason = format!("cannot preserve its {attribute}: {reason}");
        other_output_failure(FailureKind::Usage, target, reason)
    };
    let own = new.metadata().map_err(|error| refuse("owner", &error))?;
    if (own.uid(), own.gid()) != (replaced.uid(), replaced.gid()) {
        // Only root may give a file away, but anyone may give it to a group of theirs. The owner is
        // left out if it is right.
        let owner = Some(replaced.uid()).filter(|uid| *uid != own.uid());
        fchown(new, owner, Some(replaced.gid()))
            .map_err(|error| refuse("owner and group", &error))?;
    }
    let mode = std::fs::Permissions::from_mode(replaced.mode() & 0o777);
    new.set_permissions(mode)
        .and_then(|()| copy_access_control_list(target, new))
        .map_err(|error| refuse("permissions", &error))
}

/// Elsewhere the directory of a file sets its permissions.
#[cfg(not(unix))]
pub fn copy_permissions(_: &Path, _: &Metadata, _: &File) -> Result<(), Failure> {
    Ok(())
}

/// Linux keeps the list in an extended attribute (acl(5)).
#[cfg(target_os = "linux")]
fn copy_access_control_list(target: &Path, new: &File) -> std::io::Result<()> {
    use rustix::fs::{XattrFlags, fremovexattr, fsetxattr, getxattr};
    use rustix::io::Errno;
    const NAME: &str = "system.posix_acl_access";
    const MAX_LIST_BYTES: usize = 64 * 1024;
    let mut list = vec![0; MAX_LIST_BYTES];
    let result = match getxattr(target, NAME, &mut list[..]) {
        Ok(len) => fsetxattr(new, NAME, &list[..len], XattrFlags::empty()),
        // The old file has none, but the directory may have a default that the new one got.
        Err(Errno::NODATA) => fremovexattr(new, NAME),
        Err(error) => Err(error),
    };
    match result {
        // Neither file has one, or the file system does not support them.
        Err(Errno::NODATA | Errno::OPNOTSUPP) => Ok(()),
        result => Ok(result?),
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
fn copy_access_control_list(_: &Path, _: &File) -> std::io::Result<()> {
    Ok(())
}
