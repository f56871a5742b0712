//! Reading of an archive while a sync may change it.
//!
//! No reader may miss a call that is in the archive before and after a sync. Calls that move are in two
//! files for a while (see [`super::moves`]); then the copy in the old day is left out. And a call may
//! move from a day that has not been read yet to one that has been. So the files are looked at again
//! after they were read, and those that were replaced meanwhile are read again, until none was. That
//! calls of theirs were received before is no sign of duplicates.

use super::day::Partition;
use super::layout::Archive;
use super::moves::{Moves, Superseded};
use super::partition::{LeftOut, SavedResponse, open_file, response};
use crate::error::{Failure, FailureKind};
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::time::SystemTime;

/// How often an archive is looked at before it is given up. A sync replaces few files while they are read.
const MAX_ROUNDS: usize = 50;

/// What distinguishes a file from the one that replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// The device and the number of the file.
    #[cfg(unix)]
    file: [u64; 2],
}

impl From<Metadata> for Stamp {
    fn from(found: Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            length: found.len(),
            modified: found.modified().ok(),
            #[cfg(unix)]
            file: [found.dev(), found.ino()],
        }
    }
}

impl Archive {
    /// Hands on the days that are requested as responses, and whether calls of theirs may have been received before,
    /// because a sync has replaced files since the start.
    ///
    /// # Errors
    /// This machine's, for what cannot be read or keeps changing; those of a response, and of `take`.
    pub fn read(
        &self,
        is_requested: impl Fn(Partition) -> bool,
        mut take: impl FnMut(SavedResponse, bool) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut read = BTreeMap::new();
        // Whether a sync has replaced a file since the start, so that calls may be received twice.
        let mut has_changed = false;
        for _ in 0..MAX_ROUNDS {
            // Looked at before the journal: what is written after it shows as replaced.
            let found = self.stamps(&is_requested)?;
            let replaced: Vec<_> = found
                .into_iter()
                .filter(|(day, stamp)| stamp.is_none() || read.get(day) != stamp.as_ref())
                .collect();
            if replaced.is_empty() {
                return Ok(());
            }
            let moves = Moves::read(self)?.unwrap_or_default();
            let mut superseded = moves.superseded(self)?;
            for (day, found) in replaced {
                let left_out = left_out(&mut superseded, day, moves.seed);
                let path = self.path(day);
                let file = open_file(&path)?;
                let stamp = file.metadata().ok().map(Stamp::from);
                has_changed |= stamp != found;
                take(response(file, &path, day, left_out)?, has_changed)?;
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

    /// The files of the days that are requested; without a stamp, those that cannot be looked at.
    fn stamps(
        &self,
        is_requested: impl Fn(Partition) -> bool,
    ) -> Result<BTreeMap<Partition, Option<Stamp>>, Failure> {
        let days = self.days()?.into_iter().filter(|day| is_requested(*day));
        let stamp = |day: Partition| self.path(day).metadata().ok().map(Stamp::from);
        Ok(days.map(|day| (day, stamp(day))).collect())
    }
}

fn left_out(superseded: &mut Superseded, day: Partition, seed: u64) -> Option<LeftOut> {
    let identities = superseded.remove(&day)?;
    Some(LeftOut { seed, identities })
}
