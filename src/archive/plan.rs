//! What is to become of each day of a batch, from what its file has and what was reported.

use super::day::Partition;
use super::incoming::IncomingRecords;
use super::layout::Archive;
use super::moves::Move;
use super::partition::open;
use super::stored::Stored;
use crate::report::Digest;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The days whose calls have all been reported.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub days: BTreeSet<Partition>,
    /// Those that were requested, and are written for the first time in this run.
    pub requested: BTreeSet<Partition>,
}

/// What is to become of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayPlan {
    /// Whether all of its calls have been reported. Else it only loses calls that move.
    pub is_complete: bool,
    /// Whether all of its calls were asked for.
    pub is_requested: bool,
    pub is_stored: bool,
    /// How many calls its file has.
    pub stored: u64,
    /// How many calls were reported that no file had.
    pub added: u64,
    /// How many were there with other content, or on another day.
    pub changed: u64,
    /// How many were there, and are not reported any more.
    pub vanished: u64,
    /// How many were there, and are reported for another day.
    pub moved_away: u64,
}

impl DayPlan {
    /// Whether its calls change other than that some move away.
    pub fn is_changed(&self, prunes: bool) -> bool {
        let is_new = self.is_requested && !self.is_stored;
        let is_pruned = prunes && self.vanished > 0;
        is_new || is_pruned || self.added + self.changed > 0
    }
}

/// What is to become of the days of a batch, and of those that calls of it move away from.
#[derive(Default)]
pub struct Plan {
    pub days: BTreeMap<Partition, DayPlan>,
    pub moves: Vec<Move>,
    moved: HashSet<u128>,
    /// The calls without a `cdr_id` in whose place others were reported.
    pub replaced: HashSet<u128>,
}

impl Plan {
    /// Looks into the files of the days of a batch, and where calls came that none of these has, for them in the
    /// others: a call is never in two files.
    pub fn new(
        archive: &Archive,
        batch: &Batch,
        stored: &mut Stored,
        incoming: &mut IncomingRecords,
    ) -> anyhow::Result<Self> {
        let mut plan = Self::default();
        for day in &batch.days {
            let day_plan = DayPlan {
                is_complete: true,
                is_requested: batch.requested.contains(day),
                is_stored: stored.days.contains_key(day),
                ..DayPlan::default()
            };
            plan.days.insert(*day, day_plan);
            if day_plan.is_stored {
                stored.mark_compared(*day);
                plan.compare(archive, *day, batch, stored, incoming)?;
            }
        }
        plan.find_moved(archive, batch, stored, incoming)?;
        for (day, identity) in incoming.unwritten_of(&batch.days) {
            let Some(day_plan) = plan.days.get_mut(&day) else {
                continue;
            };
            let is_stored = incoming
                .calls
                .get(&identity)
                .is_some_and(|call| call.is_stored);
            if is_stored {
                continue;
            }
            if plan.moved.contains(&identity) {
                day_plan.changed += 1;
            } else {
                day_plan.added += 1;
            }
        }
        Ok(plan)
    }

    /// Compares the file of a day with what was reported.
    fn compare(
        &mut self,
        archive: &Archive,
        day: Partition,
        batch: &Batch,
        stored: &mut Stored,
        incoming: &mut IncomingRecords,
    ) -> anyhow::Result<()> {
        let day_plan = self.days.entry(day).or_default();
        let (reader, calls) = (&incoming.reader, &mut incoming.calls);
        // Calls without a `cdr_id` that were not reported as they are.
        let mut unmatched = Vec::new();
        let mut response = open(archive, day)?;
        response.for_each_record(&reader.projection, |record| {
            let Digest { identity, content } = reader.digest(&record);
            day_plan.stored += 1;
            match calls.get_mut(&identity) {
                Some(received) if received.day == day && day_plan.is_complete => {
                    received.is_stored = true;
                    day_plan.changed += u64::from(received.content != content);
                }
                Some(received) if received.day == day => {}
                Some(received) if received.is_stored || batch.days.contains(&received.day) => {
                    day_plan.moved_away += 1;
                    self.moved.insert(identity);
                    self.moves.push(Move {
                        target: received.day,
                        source: day,
                        identity,
                    });
                    stored.unreported.remove(&identity);
                }
                Some(_) => drop(stored.unreported.insert(identity, day)),
                None if day_plan.is_complete => {
                    let is_reported = incoming.unassigned.contains(&identity);
                    day_plan.vanished += u64::from(day_plan.is_requested && !is_reported);
                    stored.unreported.insert(identity, day);
                    unmatched.extend(reader.substitute_key(&record).map(|key| (key, identity)));
                }
                None => {}
            }
            Ok(())
        })?;
        response.read_trailer()?;
        for (key, identity) in unmatched {
            if incoming.substitute(key, day) {
                day_plan.changed += 1;
                day_plan.vanished -= u64::from(day_plan.is_requested);
                stored.unreported.remove(&identity);
                self.replaced.insert(identity);
            }
        }
        Ok(())
    }

    /// Looks for the calls of the batch in the files of other days: those that no day of the batch has may move from
    /// there, and of those that one has there may be a copy, left behind by a run whose journal was lost.
    fn find_moved(
        &mut self,
        archive: &Archive,
        batch: &Batch,
        stored: &mut Stored,
        incoming: &mut IncomingRecords,
    ) -> anyhow::Result<()> {
        let pending = incoming.unwritten_of(&batch.days);
        let calls: Vec<_> = pending.map(|(_, identity)| identity).collect();
        for day in stored.days_with(archive, &incoming.reader.identity, &calls)? {
            if self.days.contains_key(&day) {
                continue;
            }
            let day_plan = DayPlan {
                is_stored: true,
                ..DayPlan::default()
            };
            self.days.insert(day, day_plan);
            self.compare(archive, day, batch, stored, incoming)?;
        }
        Ok(())
    }
}
