//! What is known of the calls in an archive's files during a sync.
//!
//! The files of the days of a batch are compared call by call. Those of other days are read only if
//! a call may have moved from there, and then only their IDs: [`StoredCalls::days_with`] keeps 16
//! bytes of each, half of its identity and its day, since an archive may have many millions of
//! calls. A false match reads a file in vain, no more.

use super::layout::Archive;
use super::partition::Partition;
use super::partition_file::FileMetadata;
use crate::columns::CDR_ID;
use crate::record::for_each_string;
use crate::report::RecordHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The calls in the files of an archive.
#[derive(Default)]
pub struct StoredCalls {
    /// The number of calls in each file.
    pub days: BTreeMap<Partition, u64>,
    /// The days whose files have no checksum, because `cdr` 0.2.0 wrote them.
    pub without_checksum: BTreeSet<Partition>,
    /// The days whose files have a mark of `cdr` 0.2.0 that calls were moving to these other days.
    pub pending: BTreeMap<Partition, Vec<Partition>>,
    /// The calls of days that were compared with the responses, as far as they were not reported
    /// for them.
    pub unreported: HashMap<u128, Partition>,
    compared: BTreeSet<Partition>,
    /// The calls of other days by their short identities, sorted; `None` until they are needed.
    other_calls: Option<Vec<(u64, Partition)>>,
}

impl StoredCalls {
    /// Adds the file of a day.
    pub fn add(&mut self, day: Partition, metadata: FileMetadata) {
        self.days.insert(day, metadata.calls);
        if !metadata.has_checksum {
            self.without_checksum.insert(day);
        }
        if !metadata.pending.is_empty() {
            self.pending.insert(day, metadata.pending);
        }
    }

    /// Returns the days that have a file.
    pub fn days(&self) -> BTreeSet<Partition> {
        self.days.keys().copied().collect()
    }

    /// Marks a day as compared with the responses.
    pub fn mark_compared(&mut self, day: Partition) {
        self.compared.insert(day);
    }

    /// Returns the days whose files may have one of these calls, without those in which they were
    /// found already. The first time, this reads the IDs of all days that were not compared.
    pub fn days_with(
        &mut self,
        archive: &Archive,
        hasher: &RecordHasher,
        calls: &[u128],
    ) -> anyhow::Result<BTreeSet<Partition>> {
        let mut found = BTreeSet::new();
        if calls.is_empty() {
            return Ok(found);
        }
        // Read once: what this run writes meanwhile is known from the incoming calls.
        let other_calls = match self.other_calls.take() {
            Some(other_calls) => other_calls,
            None => self.read_other_calls(archive, hasher)?,
        };
        for call in calls {
            found.extend(self.unreported.get(call));
            found.extend(days_of(&other_calls, short_identity(*call)));
        }
        self.other_calls = Some(other_calls);
        Ok(found)
    }

    /// Returns the calls that are in the files of several days, with these days, as far as they
    /// were read and no response has shown which of them is right.
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
            for other in days_of(other_calls, call).filter(|other| other != day) {
                copies.entry(call).or_default().extend([*day, other]);
            }
        }
        copies.retain(|call, days| days.len() > 1 && !is_reported(*call));
        copies
    }

    fn read_other_calls(
        &self,
        archive: &Archive,
        hasher: &RecordHasher,
    ) -> anyhow::Result<Vec<(u64, Partition)>> {
        let mut other_calls = Vec::new();
        for day in self.days.keys().filter(|day| !self.compared.contains(day)) {
            for_each_string(&archive.path(*day), CDR_ID, |id| {
                other_calls.push((short_identity(hasher.hash_id(id)), *day));
            })?;
        }
        other_calls.sort_unstable();
        Ok(other_calls)
    }
}

/// Returns the days that have a call, in a sorted list.
fn days_of(calls: &[(u64, Partition)], call: u64) -> impl Iterator<Item = Partition> {
    let start = calls.partition_point(|(other, _)| *other < call);
    calls
        .iter()
        .skip(start)
        .take_while(move |(other, _)| *other == call)
        .map(|(_, day)| *day)
}

/// Returns the upper half of an identity.
pub fn short_identity(identity: u128) -> u64 {
    u64::try_from(identity >> 64).unwrap_or_default()
}
