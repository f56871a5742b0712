//! The plan of a batch: what changes in each day, from what its file has and what was received.
//!
//! Every file of a day in the batch is compared call by call with the calls received for it:
//!
//! | in the file | received | so the call |
//! | --- | --- | --- |
//! | no | for this day | is added, or moves here from another file |
//! | yes | for this day, with other content | changes |
//! | yes | for another day of the batch | moves away |
//! | yes | for a day of a later batch | stays until then |
//! | yes | no, but its day was requested | is no longer reported: it stays, unless `--prune` |
//!
//! A call without a `cdr_id` whose text changed looks like one that vanished and one that was
//! added. If both have the same conference, number and time, it is one call that changed.
//!
//! [`Prune`] guards what is removed: an empty or wrong response must not empty an archive.

use super::incoming::IncomingRecords;
use super::layout::Archive;
use super::moves::Move;
use super::partition::Partition;
use super::partition_file::open_partition;
use super::stored::StoredCalls;
use crate::error::{Failure, FailureKind};
use crate::report::Digest;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The days that are written together.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The days whose calls have all been received.
    pub days: BTreeSet<Partition>,
    /// Those that were requested, and are written for the first time in this run.
    pub requested: BTreeSet<Partition>,
    /// Whether every response was received.
    pub is_last: bool,
}

/// What changes in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayPlan {
    /// Whether it is a day of the batch. Otherwise it only loses calls that move.
    pub is_complete: bool,
    pub is_requested: bool,
    /// Whether it has a file.
    pub is_stored: bool,
    /// The number of calls in its file.
    pub stored: u64,
    /// The number of calls that were received and are in no file.
    pub added: u64,
    /// The number of stored calls that have other content now, or come from another day.
    pub changed: u64,
    /// The number of stored calls that are no longer reported.
    pub vanished: u64,
    /// The number of stored calls that are reported for another day.
    pub moved_away: u64,
}

impl DayPlan {
    /// Returns whether its calls change, apart from those that move away.
    pub fn is_changed(&self, prunes: bool) -> bool {
        let is_new = self.is_requested && !self.is_stored;
        let is_pruned = prunes && self.vanished > 0;
        is_new || is_pruned || self.added + self.changed > 0
    }
}

/// What changes in the days of a batch, and in those that calls of it move away from.
#[derive(Default)]
pub struct Plan {
    pub batch: Batch,
    pub days: BTreeMap<Partition, DayPlan>,
    pub moves: Vec<Move>,
    /// The calls without a `cdr_id` that others took the place of.
    pub replaced: HashSet<u128>,
}

impl Plan {
    /// Compares the files of a batch with the calls that were received for it, and finds the calls
    /// of it that are in other files: a call is never in two.
    pub fn new(
        archive: &Archive,
        batch: Batch,
        stored: &mut StoredCalls,
        incoming: &mut IncomingRecords,
    ) -> anyhow::Result<Self> {
        let plan = Self {
            batch,
            ..Self::default()
        };
        let mut planner = Planner {
            archive,
            stored,
            incoming,
            plan,
        };
        planner.compare_batch()?;
        planner.find_moved()?;
        planner.count_incoming();
        Ok(planner.plan)
    }

    /// Returns what changes in a day, nothing if it is not part of the plan.
    pub fn day(&self, day: Partition) -> DayPlan {
        self.days.get(&day).copied().unwrap_or_default()
    }
}

struct Planner<'a> {
    archive: &'a Archive,
    stored: &'a mut StoredCalls,
    incoming: &'a mut IncomingRecords,
    plan: Plan,
}

impl Planner<'_> {
    fn compare_batch(&mut self) -> anyhow::Result<()> {
        for day in self.plan.batch.days.clone() {
            let day_plan = DayPlan {
                is_complete: true,
                is_requested: self.plan.batch.requested.contains(&day),
                is_stored: self.stored.days.contains_key(&day),
                ..DayPlan::default()
            };
            self.plan.days.insert(day, day_plan);
            if day_plan.is_stored {
                self.stored.mark_compared(day);
                self.compare(day)?;
            }
        }
        Ok(())
    }

    /// Compares the file of a day with what was received.
    fn compare(&mut self, day: Partition) -> anyhow::Result<()> {
        let plan = &mut self.plan;
        let day_plan = plan.days.entry(day).or_default();
        let (reader, calls) = (&self.incoming.reader, &mut self.incoming.calls);
        // Calls without a `cdr_id` that were not received as they are.
        let mut unmatched = Vec::new();
        let mut response = open_partition(self.archive, day)?;
        response.for_each_record(&reader.projection, |record| {
            let Digest { identity, content } = reader.digest(&record);
            day_plan.stored += 1;
            match calls.get_mut(&identity) {
                Some(call) if call.day == day && day_plan.is_complete => {
                    call.is_stored = true;
                    day_plan.changed += u64::from(call.content != content);
                }
                // Its day is not complete yet; a later batch compares it.
                Some(call) if call.day == day => {}
                // It moves only to a file that this batch writes, or that has it already: until
                // then this is its only copy.
                Some(call) if call.is_stored || plan.batch.days.contains(&call.day) => {
                    day_plan.moved_away += 1;
                    plan.moves.push(Move {
                        target: call.day,
                        source: day,
                        identity,
                    });
                    self.stored.unreported.remove(&identity);
                }
                // Its new day is written in a later batch.
                Some(_) => drop(self.stored.unreported.insert(identity, day)),
                None if day_plan.is_complete => {
                    // A call that is now of a day outside of the archive has not vanished. It stays
                    // here until that day is requested.
                    let is_reported = self.incoming.unassigned.contains(&identity);
                    day_plan.vanished += u64::from(day_plan.is_requested && !is_reported);
                    self.stored.unreported.insert(identity, day);
                    unmatched.extend(reader.substitute_key(&record).map(|key| (key, identity)));
                }
                None => {}
            }
            Ok(())
        })?;
        response.read_trailer()?;
        for (key, identity) in unmatched {
            if self.incoming.substitute(key, day) {
                day_plan.changed += 1;
                day_plan.vanished -= u64::from(day_plan.is_requested);
                self.stored.unreported.remove(&identity);
                plan.replaced.insert(identity);
            }
        }
        Ok(())
    }

    /// Finds the calls of the batch that are in the files of other days. Those that no day of the
    /// batch has may move from there. Of the others there may be a copy, left behind by a run whose
    /// journal was lost.
    fn find_moved(&mut self) -> anyhow::Result<()> {
        let calls: Vec<_> = self
            .incoming
            .unwritten_calls(&self.plan.batch.days)
            .map(|(_, identity)| identity)
            .collect();
        let hasher = &self.incoming.reader.hasher;
        for day in self.stored.days_with(self.archive, hasher, &calls)? {
            // It was compared with the batch already.
            if self.plan.days.contains_key(&day) {
                continue;
            }
            let day_plan = DayPlan {
                is_stored: true,
                ..DayPlan::default()
            };
            self.plan.days.insert(day, day_plan);
            self.compare(day)?;
        }
        Ok(())
    }

    /// Counts the calls that were received and are not in the file of their day.
    fn count_incoming(&mut self) {
        let moved: HashSet<_> = self.plan.moves.iter().map(|call| call.identity).collect();
        for (day, identity) in self.incoming.unwritten_calls(&self.plan.batch.days) {
            let call = self.incoming.calls.get(&identity);
            if call.is_some_and(|call| call.is_stored) {
                continue;
            }
            let day_plan = self.plan.days.entry(day).or_default();
            if moved.contains(&identity) {
                day_plan.changed += 1;
            } else {
                day_plan.added += 1;
            }
        }
    }
}

/// Which calls that the service no longer reports are removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    /// None.
    Never,
    /// All of them, unless they are suspiciously many.
    Guarded,
    /// All of them.
    All,
}

/// At most one in so many stored calls may be removed.
const MIN_CALLS_PER_REMOVED: u64 = 10;

impl Prune {
    /// Returns whether calls are removed at all.
    pub fn removes(self) -> bool {
        self != Self::Never
    }

    /// Refuses to remove all calls of a day, or more than a tenth of those of the requested days.
    pub fn check(self, plan: &Plan) -> Result<(), Failure> {
        let requested = || plan.days.iter().filter(|(_, day)| day.is_requested);
        let emptied: Vec<Partition> = requested()
            .filter(|(_, plan)| plan.vanished > 0 && plan.vanished == plan.stored)
            .map(|(day, _)| *day)
            .collect();
        let removed: u64 = requested().map(|(_, plan)| plan.vanished).sum();
        let stored: u64 = requested().map(|(_, plan)| plan.stored).sum();
        let is_suspicious =
            !emptied.is_empty() || removed.saturating_mul(MIN_CALLS_PER_REMOVED) > stored;
        if self != Self::Guarded || !is_suspicious {
            return Ok(());
        }
        let days = match &emptied[..] {
            [] => String::new(),
            [day] => format!(", including all of {day}"),
            [day, ..] => format!(", including all of {day} and of other days"),
        };
        let message = format!(
            "--prune would remove {removed} of {stored} calls of the requested days{days}; use --prune=all to remove them"
        );
        Err(Failure::new(FailureKind::Rejected, message))
    }
}
