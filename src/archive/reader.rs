//! Reading an archive while a sync may change it.
//!
//! No reader may miss a call that is in the archive before and after a sync. Calls that move are in
//! two files for a while (see [`super::moves`]); then the copy in the old day is left out. And a
//! call may move from a day that has not been read yet to one that has been. So the files are
//! inspected again after they were read, and those that were replaced meanwhile are read again,
//! until none was. Calls that were received before are then no duplicates.
//!
//! A lock would be simpler, but a reader of years would hold up the nightly sync, and could not
//! read from a read-only copy.

use super::layout::Archive;
use super::moves::{Moves, Superseded};
use super::partition::Partition;
use super::partition_file::{ExcludedCalls, SavedResponse, open_file, read_partition};
use crate::error::{Failure, FailureKind};
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::time::SystemTime;

/// How often an archive is inspected before reading fails. A sync replaces few files while they are
/// read.
const MAX_ROUNDS: usize = 50;

/// What distinguishes a file from the one that replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    /// The device and the inode.
    #[cfg(unix)]
    file: [u64; 2],
}

impl From<Metadata> for Stamp {
    fn from(metadata: Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            len: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            file: [metadata.dev(), metadata.ino()],
        }
    }
}

impl Archive {
    /// Calls `f` with each requested day as a response. The flag says whether calls of it may have
    /// been read before, because a sync has replaced files since the start.
    pub fn for_each_day(
        &self,
        is_requested: impl Fn(Partition) -> bool,
        mut f: impl FnMut(SavedResponse, bool) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut read = BTreeMap::new();
        let mut has_changed = false;
        for _ in 0..MAX_ROUNDS {
            // The files are inspected before the journal is read, so that a file that is replaced
            // after the journal is found in the next round.
            let replaced: Vec<_> = self
                .stamps(&is_requested)?
                .into_iter()
                .filter(|(day, stamp)| stamp.is_none() || read.get(day) != stamp.as_ref())
                .collect();
            if replaced.is_empty() {
                return Ok(());
            }
            // The journal is read again in every round, because each batch of a sync has its own.
            let moves = Moves::read(self)?.unwrap_or_default();
            let mut superseded = moves.superseded(self)?;
            for (day, found) in replaced {
                let excluded = excluded_calls(&mut superseded, day, moves.seed);
                let path = self.path(day);
                let file = open_file(&path)?;
                // The stamp is that of the open file, because the path may name another one by now.
                let stamp = file.metadata().ok().map(Stamp::from);
                has_changed |= stamp != found;
                f(read_partition(file, &path, day, excluded)?, has_changed)?;
                read.extend(stamp.map(|stamp| (day, stamp)));
            }
            has_changed = true;
        }
        let message = format!(
            "{} keeps changing while it is read; run the command again when no sync is running",
            self.dir().display()
        );
        Err(Failure::new(FailureKind::Local, message).into())
    }

    /// Returns the stamps of the files of the requested days; `None` of those that cannot be
    /// inspected.
    fn stamps(
        &self,
        is_requested: impl Fn(Partition) -> bool,
    ) -> Result<BTreeMap<Partition, Option<Stamp>>, Failure> {
        let stamp = |day: Partition| self.path(day).metadata().ok().map(Stamp::from);
        Ok(self
            .days()?
            .into_iter()
            .filter(|day| is_requested(*day))
            .map(|day| (day, stamp(day)))
            .collect())
    }
}

fn excluded_calls(superseded: &mut Superseded, day: Partition, seed: u64) -> Option<ExcludedCalls> {
    let identities = superseded.remove(&day)?;
    Some(ExcludedCalls { seed, identities })
}
