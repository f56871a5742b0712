//! What is known of the calls in an archive's files, while a run updates them.

use super::day::Partition;
use super::layout::Archive;
use super::metadata::FileMetadata;
use crate::columns::CDR_ID;
use crate::record::for_each_string;
use crate::report::Identity;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the footers of the files say, and what was found in them.
#[derive(Default)]
pub struct Stored {
    /// How many calls each file has.
    pub days: BTreeMap<Partition, u64>,
    /// The days whose files have no checksum, because `cdr` 0.2.0 wrote them.
    pub without_checksum: BTreeSet<Partition>,
    /// The days whose files say, as `cdr` 0.2.0 did, that calls were moving to other_calls: whether they got there
    /// is not known.
    pub pending: BTreeMap<Partition, Vec<Partition>>,
    /// The calls of days that were compared with the responses, as far as they were not reported for them.
    pub unreported: HashMap<u128, Partition>,
    compared: BTreeSet<Partition>,
    /// The other calls, by a part of their identities.
    other_calls: Option<Vec<(u64, Partition)>>,
}

impl Stored {
    /// Adds the file of a day.
    pub fn add(&mut self, day: Partition, footer: FileMetadata) {
        self.days.insert(day, footer.calls);
        if !footer.has_checksum {
            self.without_checksum.insert(day);
        }
        if !footer.pending.is_empty() {
            self.pending.insert(day, footer.pending);
        }
    }

    /// The days that have a file.
    pub fn days(&self) -> BTreeSet<Partition> {
        self.days.keys().copied().collect()
    }

    /// Notes that a day was compared with the responses.
    pub fn mark_compared(&mut self, day: Partition) {
        self.compared.insert(day);
    }

    /// The days whose files may have one of these calls, but for those in which they were found. The first time, this
    /// reads the IDs of all other days; 16 bytes of each are kept, since an archive may be read in many parts.
    ///
    /// # Errors
    /// This machine's, for a file that cannot be read; a failure for one that is damaged.
    pub fn days_with(
        &mut self,
        archive: &Archive,
        identity: &Identity,
        calls: &[u128],
    ) -> anyhow::Result<BTreeSet<Partition>> {
        let mut found = BTreeSet::new();
        if calls.is_empty() {
            return Ok(found);
        }
        let other_calls = match self.other_calls.take() {
            Some(other_calls) => other_calls,
            None => self.read_other_calls(archive, identity)?,
        };
        for call in calls {
            found.extend(self.unreported.get(call));
            found.extend(days_of(&other_calls, short_identity(*call)));
        }
        self.other_calls = Some(other_calls);
        Ok(found)
    }

    /// The calls that are in the files of several days, with these days, as far as they were looked at and no response
    /// has shown which of them is right.
    pub fn copies(&self, is_reported: impl Fn(u64) -> bool) -> BTreeMap<u64, BTreeSet<Partition>> {
        let other_calls = self.other_calls.as_deref().unwrap_or_default();
        let mut copies = BTreeMap::<u64, BTreeSet<Partition>>::new();
        for pair in other_calls.windows(2) {
            if let [(call, day), (next, next_day)] = pair
                && call == next
            {
                copies.entry(*call).or_default().extend([*day, *next_day]);
            }
        }
        for (identity, day) in &self.unreported {
            let call = short_identity(*identity);
            let same = days_of(other_calls, call).filter(|other| other != day);
            for other in same {
                copies.entry(call).or_default().extend([*day, other]);
            }
        }
        copies.retain(|call, days| days.len() > 1 && !is_reported(*call));
        copies
    }

    fn read_other_calls(
        &self,
        archive: &Archive,
        identity: &Identity,
    ) -> anyhow::Result<Vec<(u64, Partition)>> {
        let mut other_calls = Vec::new();
        for day in self.days.keys().filter(|day| !self.compared.contains(day)) {
            for_each_string(&archive.path(*day), CDR_ID, |id| {
                other_calls.push((short_identity(identity.of_id(id)), *day));
            })?;
        }
        other_calls.sort_unstable();
        Ok(other_calls)
    }
}

/// The days that have a call, in a sorted list.
fn days_of(other_calls: &[(u64, Partition)], call: u64) -> impl Iterator<Item = Partition> {
    let start = other_calls.partition_point(|(known, _)| *known < call);
    let other_calls = other_calls.get(start..).unwrap_or_default();
    let same = other_calls
        .iter()
        .take_while(move |(known, _)| *known == call);
    same.map(|(_, day)| *day)
}

/// The upper half of an identity.
pub fn short_identity(identity: u128) -> u64 {
    u64::try_from(identity >> 64).unwrap_or_default()
}
