//! Writing what was received, a batch of complete days at a time.
//!
//! Every file is replaced atomically, and the order of the replacements keeps the archive right
//! whenever a run ends in between:
//!
//! 1. **The journal**, if calls move between days (see [`super::moves`]). From here on readers
//!    leave the old copies of those calls out, as soon as the new ones are there.
//! 2. **Days that have a file**, with all that changes except for calls that move away, which stay.
//! 3. **Days that have none**. They come later because a missing day is requested again, and with
//!    it all that was received for the days around it.
//! 4. **Days that calls move away from**, now without them: their new copies are all there.
//! 5. **The journal is removed.** If a run ends before that, the next one completes 4 and 5 first.
//!
//! A kill within 2 or 3 leaves some days new and some old, which is what a reader in the middle of
//! a run sees, too; the next run compares them again. At no moment is a call in no file, or counted
//! twice.
//!
//! A batch has the days whose calls have all been received; the last one has all that are left.
//! With `--prune` there is only one batch, because its guard needs to know what all days would
//! lose.

use super::incoming::IncomingRecords;
use super::layout::Archive;
use super::moves::Moves;
use super::outcome::SyncOutcome;
use super::partition::Partition;
use super::partition_file::PartitionWriter;
use super::plan::{Batch, Plan, Prune};
use super::stored::StoredCalls;
use crate::format::Metadata;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A run of `cdr sync`.
pub struct SyncJob<'a> {
    pub archive: &'a Archive,
    pub requested: BTreeSet<Partition>,
    /// The requested days that are not written yet.
    pub remaining: BTreeSet<Partition>,
    pub stored: StoredCalls,
    pub incoming: IncomingRecords,
    pub prune: Prune,
    /// The metadata of new files.
    pub metadata: Metadata,
    /// The seed of the identities.
    pub seed: u64,
    pub outcome: SyncOutcome,
}

impl<'a> SyncJob<'a> {
    /// Writes the days before this one, whose calls have all been received, or all days.
    pub fn write(&mut self, before: Option<NaiveDate>) -> anyhow::Result<()> {
        let batch = self.batch(before);
        if self.prune.removes() && !batch.is_last {
            return Ok(());
        }
        let plan = Plan::new(self.archive, batch, &mut self.stored, &mut self.incoming)?;
        self.prune.check(&plan)?;
        self.outcome.start_batch();
        self.write_batch(&plan)?;
        self.incoming.mark_written(&plan.batch.days);
        self.remaining
            .retain(|day| !plan.batch.requested.contains(day));
        if plan.batch.is_last {
            self.clear_pending()?;
            self.outcome
                .count_unreported(&self.requested, &self.stored, &self.incoming);
            let prunes = self.prune.removes();
            self.outcome
                .count_copies(&self.requested, &self.stored, &self.incoming, prunes);
        }
        Ok(())
    }

    /// Returns the days before this one that are requested or for which calls were received.
    fn batch(&self, before: Option<NaiveDate>) -> Batch {
        let is_complete = |day: &Partition| match (before, day.date()) {
            (None, _) => true,
            (Some(before), Some(date)) => date < before,
            (Some(_), None) => false,
        };
        let requested: BTreeSet<_> = self.remaining.iter().copied().filter(is_complete).collect();
        let received = self.incoming.unwritten_days().filter(is_complete);
        Batch {
            days: requested.iter().copied().chain(received).collect(),
            requested,
            is_last: before.is_none(),
        }
    }

    fn write_batch(&mut self, plan: &Plan) -> anyhow::Result<()> {
        let moves = Moves {
            seed: self.seed,
            moves: plan.moves.clone(),
        };
        let has_moves = !moves.moves.is_empty();
        // The journal is only needed if calls move between days.
        if has_moves {
            moves.write(self.archive)?;
        }
        self.write_days(plan)?;
        for (day, moved) in moves.by_source() {
            self.rewrite(day, plan, |identity| !moved.contains(&identity))?;
        }
        if has_moves {
            Moves::remove(self.archive)?;
        }
        Ok(())
    }

    /// Writes the days of a batch with all that changes except for calls that move away.
    fn write_days(&mut self, plan: &Plan) -> anyhow::Result<()> {
        let days: BTreeSet<_> = plan
            .batch
            .days
            .iter()
            .copied()
            .filter(|day| self.needs_write(*day, plan))
            .collect();
        let received: BTreeSet<_> = self.incoming.unwritten_days().collect();
        let (stored, new): (Vec<_>, Vec<_>) = days
            .difference(&received)
            .copied()
            .partition(|day| self.stored.days.contains_key(day));
        // No text leads to these days: they only lose calls, lack a checksum, or are empty.
        for day in stored {
            self.write_day(day, plan)?;
        }
        self.write_received(&days, plan)?;
        for day in new {
            self.write_day(day, plan)?;
        }
        Ok(())
    }

    /// Writes a day without received calls.
    fn write_day(&mut self, day: Partition, plan: &Plan) -> anyhow::Result<()> {
        let file = self.start_file(day, plan)?;
        self.commit_file(file, day, plan)
    }

    /// Writes those of the days that calls were received for: first the ones that have a file.
    fn write_received(&mut self, days: &BTreeSet<Partition>, plan: &Plan) -> anyhow::Result<()> {
        let stored = self.stored.days();
        let texts = self
            .incoming
            .take_texts(&plan.batch.days, |day| stored.contains(&day))?;
        let reader = self.incoming.reader.clone();
        let mut open: Option<(Partition, PartitionWriter<'_>)> = None;
        texts.for_each(|text| {
            reader.projection.with_record(text, |record| {
                let day = reader.partition(record);
                // Texts are sorted by day: with the first one of another day, the file is complete.
                if let Some((day, file)) = open.take_if(|(open, _)| *open != day) {
                    self.commit_file(file, day, plan)?;
                }
                if !days.contains(&day) {
                    return Ok(());
                }
                if open.is_none() {
                    open = Some((day, self.start_file(day, plan)?));
                }
                match &mut open {
                    Some((_, file)) => file.push(&reader, record),
                    None => Ok(()),
                }
            })
        })?;
        match open {
            Some((day, file)) => self.commit_file(file, day, plan),
            None => Ok(()),
        }
    }

    /// Returns whether a day of the batch is written: because its calls change, or because its file
    /// has no checksum yet and is not written anyway.
    fn needs_write(&self, day: Partition, plan: &Plan) -> bool {
        let day_plan = plan.day(day);
        let lacks_checksum = day_plan.is_requested && self.stored.without_checksum.contains(&day);
        day_plan.is_changed(self.prune.removes()) || (lacks_checksum && day_plan.moved_away == 0)
    }

    /// Starts the new file of a day with the calls that stay although they were not received now,
    /// or not for this day.
    fn start_file(&self, day: Partition, plan: &Plan) -> anyhow::Result<PartitionWriter<'a>> {
        let is_requested = plan.day(day).is_requested;
        let reader = &self.incoming.reader;
        let mut file = PartitionWriter::new(self.archive, day);
        file.copy_existing(reader, |record| {
            let identity = reader.hasher.identity(record);
            match self.incoming.calls.get(&identity) {
                None => {
                    let is_vanished = is_requested && !self.incoming.was_received(identity);
                    let is_pruned = is_vanished && self.prune.removes();
                    !is_pruned && !plan.replaced.contains(&identity)
                }
                // Those that were received for this day and are not written yet are added as they
                // were received.
                Some(call) => call.day != day || call.is_written,
            }
        })?;
        Ok(file)
    }

    /// Rewrites the file of a day with those of its calls that are kept.
    fn rewrite(
        &mut self,
        day: Partition,
        plan: &Plan,
        is_kept: impl Fn(u128) -> bool,
    ) -> anyhow::Result<()> {
        let reader = &self.incoming.reader;
        let mut file = PartitionWriter::new(self.archive, day);
        file.copy_existing(reader, |record| is_kept(reader.hasher.identity(record)))?;
        self.commit_file(file, day, plan)
    }

    fn commit_file(
        &mut self,
        file: PartitionWriter<'_>,
        day: Partition,
        plan: &Plan,
    ) -> anyhow::Result<()> {
        let is_last = plan.batch.is_last;
        // Calls that were moving for cdr 0.2.0 have been requested, but not all received before the
        // last batch.
        let pending = self.stored.pending.get(&day).filter(|_| !is_last);
        let existed = self.stored.days.contains_key(&day);
        let (calls, warning) = file.commit(&self.metadata, pending.map_or(&[], Vec::as_slice))?;
        self.stored.days.insert(day, calls);
        self.stored.without_checksum.remove(&day);
        if is_last {
            self.stored.pending.remove(&day);
        }
        let (day_plan, prunes) = (plan.day(day), self.prune.removes());
        if day_plan.is_changed(prunes) || day_plan.moved_away > 0 {
            self.outcome.count(day, calls, day_plan, existed, prunes);
        }
        self.outcome.add_warning(warning);
        Ok(())
    }

    /// Removes the marks of `cdr` 0.2.0 for pending days, which have been requested by now.
    fn clear_pending(&mut self) -> anyhow::Result<()> {
        let nothing = Plan {
            batch: Batch {
                is_last: true,
                ..Batch::default()
            },
            ..Plan::default()
        };
        let days: Vec<_> = self.stored.pending.keys().copied().collect();
        for day in days {
            self.rewrite(day, &nothing, |_| true)?;
        }
        Ok(())
    }
}
