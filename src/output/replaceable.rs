//! Whether a file can be replaced, found out before anything is requested.

use super::atomic_file::parent_dir;
use crate::error::{Failure, FailureKind};
use std::fs::Metadata;
use std::path::Path;

/// Checks what the system would refuse only when the new file takes the place of the old one.
///
/// # Errors
/// A failure that names what is in the way.
pub fn ensure_replaceable(target: &Path, replaced: &Metadata) -> Result<(), Failure> {
    let obstacle = if replaced.permissions().readonly() {
        Some("it is read-only")
    } else {
        obstacle(target, replaced)
    };
    obstacle.map_or(Ok(()), |obstacle| {
        let message = format!(
            "cannot write {}: {obstacle}; use --output with another name",
            target.display()
        );
        Err(Failure::new(FailureKind::Local, message))
    })
}

#[cfg(target_os = "linux")]
fn obstacle(target: &Path, replaced: &Metadata) -> Option<&'static str> {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    use std::os::unix::fs::MetadataExt;
    const STICKY: u32 = 0o1000;
    let has = |path: &Path, attribute| {
        let found = statx(CWD, path, AtFlags::empty(), StatxFlags::empty());
        found.is_ok_and(|found| found.stx_attributes.contains(attribute))
    };
    let folder = parent_dir(target);
    if has(target, StatxAttributes::MOUNT_ROOT) {
        return Some("it is a mount point");
    }
    if has(folder, StatxAttributes::APPEND) {
        return Some("its folder is append-only");
    }
    let user = rustix::process::geteuid();
    let owner = std::fs::metadata(folder).ok()?;
    let owners = [owner.uid(), replaced.uid()];
    let is_kept = owner.mode() & STICKY != 0 && !user.is_root();
    (is_kept && !owners.contains(&user.as_raw()))
        .then_some("it belongs to another user, in a sticky folder")
}

/// Nothing more is known of other systems.
#[cfg(not(target_os = "linux"))]
fn obstacle(_: &Path, _: &Metadata) -> Option<&'static str> {
    None
}
