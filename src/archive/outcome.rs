//! The outcome of a sync: what changed in each day, and what the user has to know.
//!
//! Only what was written counts, so that a run that fails reports what it completed. A day from
//! which calls move away is written twice in a batch, and counted once. Warnings are collected,
//! since a run must not end in one line for each of a thousand files.

use super::incoming::IncomingRecords;
use super::partition::Partition;
use super::plan::DayPlan;
use super::stored::{StoredCalls, short_identity};
use crate::text::count_noun;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A day whose calls changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The number of its calls now.
    pub calls: u64,
    pub added: u64,
    pub changed: u64,
    /// The number of calls that were removed from the archive.
    pub vanished: u64,
    /// Whether it had a file before.
    pub existed: bool,
}

/// The outcome of a sync.
#[derive(Debug, Default)]
pub struct SyncOutcome {
    pub changes: BTreeMap<Partition, Change>,
    /// The number of calls of requested days that the service no longer reports.
    pub unreported: u64,
    /// The number of calls that are in the files of two days, and the first of these days.
    pub copies: Option<(u64, Partition)>,
    /// The days of the batch that were counted. A day that calls move away from is written twice.
    counted: BTreeSet<Partition>,
    warning: Option<String>,
    /// The number of further files with a warning.
    more_warnings: u64,
}

impl SyncOutcome {
    /// Starts a batch, in which a day counts once.
    pub fn start_batch(&mut self) {
        self.counted.clear();
    }

    /// Counts what changed in a day whose file was written, perhaps for the second time in a batch.
    pub fn count(
        &mut self,
        day: Partition,
        calls: u64,
        plan: DayPlan,
        existed: bool,
        prunes: bool,
    ) {
        let change = self.changes.entry(day).or_insert(Change {
            calls,
            added: 0,
            changed: 0,
            vanished: 0,
            existed,
        });
        change.calls = calls;
        if self.counted.insert(day) {
            change.added += plan.added;
            change.changed += plan.changed;
            change.vanished += if prunes { plan.vanished } else { 0 };
        }
    }

    /// Returns the warning of the files that were written.
    pub fn warning(&self) -> Option<String> {
        let warning = self.warning.clone()?;
        Some(match self.more_warnings {
            0 => warning,
            more => format!(
                "{warning}, and similar ones in {}",
                count_noun(more, "other file")
            ),
        })
    }

    /// Adds the warning of a file that was written.
    pub fn add_warning(&mut self, warning: Option<String>) {
        if self.warning.is_none() {
            self.warning = warning;
        } else {
            self.more_warnings += u64::from(warning.is_some());
        }
    }

    /// Counts the calls of requested days that no response had.
    pub fn count_unreported(
        &mut self,
        requested: &BTreeSet<Partition>,
        stored: &StoredCalls,
        incoming: &IncomingRecords,
    ) {
        self.unreported = stored
            .unreported
            .iter()
            .filter(|(identity, day)| requested.contains(day) && !incoming.was_received(**identity))
            .count() as u64;
    }

    /// Counts the calls that are in the files of two days, unless both were requested: then they
    /// are counted as calls that the service no longer reports.
    pub fn count_copies(
        &mut self,
        requested: &BTreeSet<Partition>,
        stored: &StoredCalls,
        incoming: &IncomingRecords,
        prunes: bool,
    ) {
        let calls = incoming.calls.keys();
        let reported: HashSet<_> = calls.map(|call| short_identity(*call)).collect();
        let mut copies = stored.copies(|call| reported.contains(&call));
        copies.retain(|_, days| {
            if prunes {
                days.retain(|day| !requested.contains(day));
            }
            days.len() > 1 && !days.is_subset(requested)
        });
        let first = copies.values().flatten().min();
        self.copies = first.map(|first| (copies.len() as u64, *first));
    }
}
