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
    pub asked: BTreeSet<Partition>,
}

/// What is to become of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayPlan {
    /// Whether all of its calls have been reported. Else it only loses calls that move.
    pub is_final: bool,
    /// Whether all of its calls were asked for.
    pub is_asked: bool,
    pub is_held: bool,
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
        let is_new = self.is_asked && !self.is_held;
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
        arrivals: &mut IncomingRecords,
    ) -> anyhow::Result<Self> {
        let mut plan = Self::default();
        for day in &batch.days {
            let day_plan = DayPlan {
                is_final: true,
                is_asked: batch.asked.contains(day),
                is_held: stored.days.contains_key(day),
                ..DayPlan::default()
            };
            plan.days.insert(*day, day_plan);
            if day_plan.is_held {
                stored.compare(*day);
                plan.compare(archive, *day, batch, stored, arrivals)?;
            }
        }
        plan.look_elsewhere(archive, batch, stored, arrivals)?;
        for (day, identity) in arrivals.pending_of(&batch.days) {
            let Some(day_plan) = plan.days.get_mut(&day) else {
                continue;
            };
            let is_held = arrivals
                .calls
                .get(&identity)
                .is_some_and(|call| call.is_held);
            if is_held {
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
        arrivals: &mut IncomingRecords,
    ) -> anyhow::Result<()> {
        let day_plan = self.days.entry(day).or_default();
        let (reading, calls) = (&arrivals.reading, &mut arrivals.calls);
        // Calls without a `cdr_id` that were not reported as they are.
        let mut unmatched = Vec::new();
        let mut response = open(archive, day)?;
        response.each(&reading.projection, |record| {
            let Digest { identity, content } = reading.digest(&record);
            day_plan.stored += 1;
            match calls.get_mut(&identity) {
                Some(arrived) if arrived.day == day && day_plan.is_final => {
                    arrived.is_held = true;
                    day_plan.changed += u64::from(arrived.content != content);
                }
                Some(arrived) if arrived.day == day => {}
                Some(arrived) if arrived.is_held || batch.days.contains(&arrived.day) => {
                    day_plan.moved_away += 1;
                    self.moved.insert(identity);
                    self.moves.push(Move {
                        target: arrived.day,
                        source: day,
                        identity,
                    });
                    stored.unreported.remove(&identity);
                }
                Some(_) => drop(stored.unreported.insert(identity, day)),
                None if day_plan.is_final => {
                    let is_reported = arrivals.unassigned.contains(&identity);
                    day_plan.vanished += u64::from(day_plan.is_asked && !is_reported);
                    stored.unreported.insert(identity, day);
                    unmatched.extend(reading.substitute_key(&record).map(|key| (key, identity)));
                }
                None => {}
            }
            Ok(())
        })?;
        response.finish()?;
        for (key, identity) in unmatched {
            if arrivals.substitute(key, day) {
                day_plan.changed += 1;
                day_plan.vanished -= u64::from(day_plan.is_asked);
                stored.unreported.remove(&identity);
                self.replaced.insert(identity);
            }
        }
        Ok(())
    }

    /// Looks for the calls of the batch in the files of other days: those that no day of the batch has may move from
    /// there, and of those that one has there may be a copy, left behind by a run whose journal was lost.
    fn look_elsewhere(
        &mut self,
        archive: &Archive,
        batch: &Batch,
        stored: &mut Stored,
        arrivals: &mut IncomingRecords,
    ) -> anyhow::Result<()> {
        let pending = arrivals.pending_of(&batch.days);
        let calls: Vec<_> = pending.map(|(_, identity)| identity).collect();
        for day in stored.find(archive, &arrivals.reading.identity, &calls)? {
            if self.days.contains_key(&day) {
                continue;
            }
            let day_plan = DayPlan {
                is_held: true,
                ..DayPlan::default()
            };
            self.days.insert(day, day_plan);
            self.compare(archive, day, batch, stored, arrivals)?;
        }
        Ok(())
    }
}
