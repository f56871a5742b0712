//! What was reported goes into the files, a batch of complete days at a time.
//!
//! Every file is replaced atomically, and the order of the replacements keeps the archive right whenever
//! a run ends in between:
//!
//! 1. **The journal**, if calls move between days (see [`super::moves`]). From here on readers leave the
//!    old copies of those calls out, as soon as the new ones are there.
//! 2. **Days that have a file**, with all that changes but for calls that move away, which stay.
//! 3. **Days that have none**. They come later because a missing day is requested again, and with it all
//!    that was reported for the days around it.
//! 4. **Days that calls move away from**, now without them: their new copies are all there.
//! 5. **The journal is removed.** If a run ends before that, the next one completes 4 and 5 first.
//!
//! A batch has the days whose calls have all been reported; the last one has all that are left. With
//! `--prune` there is only one batch, because its guard needs to know what all days would lose.

use super::day::Partition;
use super::incoming::IncomingRecords;
use super::layout::Archive;
use super::moves::Moves;
use super::partition::PartitionWriter;
use super::plan::{Batch, DayPlan, Plan};
use super::prune::Prune;
use super::stored::{Stored, short_identity};
use crate::format::Metadata;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// An archive that is brought up to date.
pub struct SyncJob<'a> {
    pub archive: &'a Archive,
    /// The requested days.
    pub requested: BTreeSet<Partition>,
    /// Those that are not written yet.
    pub remaining: BTreeSet<Partition>,
    pub stored: Stored,
    pub incoming: IncomingRecords,
    pub prune: Prune,
    /// What the files say of themselves.
    pub metadata: Metadata,
    /// The seed of the identities.
    pub seed: u64,
    pub outcome: SyncOutcome,
}

/// A day whose calls changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// How many calls are in it now.
    pub calls: u64,
    pub added: u64,
    pub changed: u64,
    /// How many calls were removed from the archive.
    pub vanished: u64,
    /// Whether it had a file before.
    pub existed: bool,
}

/// What came of an update.
#[derive(Debug, Default)]
pub struct SyncOutcome {
    pub changes: BTreeMap<Partition, Change>,
    /// How many calls of requested days the service no longer reports.
    pub unreported: u64,
    /// How many calls are in the files of two days, and the first of these days.
    pub copies: Option<(u64, Partition)>,
    /// The days of this batch that were counted.
    counted: BTreeSet<Partition>,
    warning: Option<String>,
    /// How many files have more to warn of.
    more_warnings: u64,
}

impl SyncOutcome {
    /// Counts what changed in a day whose file was written, perhaps for the second time in a batch.
    fn count(&mut self, day: Partition, calls: u64, plan: DayPlan, existed: bool, prunes: bool) {
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

    /// What there is to warn of in the files that were written.
    pub fn warning(&self) -> Option<String> {
        let warning = self.warning.clone()?;
        Some(match self.more_warnings {
            0 => warning,
            more => format!("{warning}, and more in {more} other files"),
        })
    }
}

impl SyncJob<'_> {
    /// Writes the days before this one, whose calls have all been reported, or all days.
    ///
    /// # Errors
    /// This machine's; a refusal to prune; a failure for a file that is damaged.
    pub fn write(&mut self, before: Option<NaiveDate>) -> anyhow::Result<()> {
        let is_last = before.is_none();
        if self.prune.removes() && !is_last {
            return Ok(());
        }
        let batch = self.complete_days(before);
        let plan = Plan::new(self.archive, &batch, &mut self.stored, &mut self.incoming)?;
        self.prune.check(&plan)?;
        self.outcome.counted.clear();
        self.write_batch(&batch, &plan, is_last)?;
        self.incoming.mark_written(&batch.days);
        self.remaining.retain(|day| !batch.requested.contains(day));
        if is_last {
            self.clear_pending()?;
            self.count_unreported();
            self.count_copies();
        }
        Ok(())
    }

    /// The days before this one that are requested or for which calls were reported.
    fn complete_days(&self, before: Option<NaiveDate>) -> Batch {
        let is_complete = |day: &Partition| match (before, day.date()) {
            (None, _) => true,
            (Some(before), Some(date)) => date < before,
            (Some(_), None) => false,
        };
        let requested: BTreeSet<_> = self.remaining.iter().copied().filter(is_complete).collect();
        let reported = self.incoming.unwritten_days().filter(is_complete);
        Batch {
            days: requested.iter().copied().chain(reported).collect(),
            requested,
        }
    }

    fn write_batch(&mut self, batch: &Batch, plan: &Plan, is_last: bool) -> anyhow::Result<()> {
        let moves = Moves {
            seed: self.seed,
            moves: plan.moves.clone(),
        };
        let has_moves = !moves.moves.is_empty();
        if has_moves {
            moves.write(self.archive)?;
        }
        self.write_days(batch, plan, is_last)?;
        for (day, moved) in moves.by_source() {
            self.rewrite(day, plan, is_last, |identity| !moved.contains(&identity))?;
        }
        if has_moves {
            Moves::remove(self.archive)?;
        }
        Ok(())
    }

    /// Writes the days of a batch with all that changes but for calls that move away.
    fn write_days(&mut self, batch: &Batch, plan: &Plan, is_last: bool) -> anyhow::Result<()> {
        let written: BTreeSet<_> = batch
            .days
            .iter()
            .copied()
            .filter(|day| self.needs_write(*day, plan))
            .collect();
        let reported: BTreeSet<_> = self.incoming.unwritten_days().collect();
        let held = self.stored.days();
        let (known, new): (Vec<_>, Vec<_>) = written
            .difference(&reported)
            .partition(|day| held.contains(day));
        for day in known {
            self.build_file(day, plan)
                .and_then(|file| self.commit_file(file, day, plan, is_last))?;
        }
        let texts = self
            .incoming
            .take_texts(&batch.days, |day| held.contains(&day))?;
        let reader = self.incoming.reader.clone();
        let mut open: Option<(Partition, PartitionWriter<'_>)> = None;
        texts.for_each(|text| {
            reader.projection.with_record(text, |record| {
                let day = Partition::from(reader.time.get(record));
                if let Some((day, file)) = open.take_if(|(open, _)| *open != day) {
                    self.commit_file(file, day, plan, is_last)?;
                }
                if !written.contains(&day) {
                    return Ok(());
                }
                if open.is_none() {
                    open = Some((day, self.build_file(day, plan)?));
                }
                match &mut open {
                    Some((_, file)) => file.push(&reader, record),
                    None => Ok(()),
                }
            })
        })?;
        if let Some((day, file)) = open {
            self.commit_file(file, day, plan, is_last)?;
        }
        for day in new {
            self.build_file(day, plan)
                .and_then(|file| self.commit_file(file, day, plan, is_last))?;
        }
        Ok(())
    }

    /// Whether a day of the batch is written: because its calls change, or because its file has no checksum yet and
    /// does not have to be written anyway.
    fn needs_write(&self, day: Partition, plan: &Plan) -> bool {
        let day_plan = plan.days.get(&day).copied().unwrap_or_default();
        let lacks_checksum = day_plan.is_requested && self.stored.without_checksum.contains(&day);
        day_plan.is_changed(self.prune.removes()) || (lacks_checksum && day_plan.moved_away == 0)
    }
}

impl<'a> SyncJob<'a> {
    /// The new file of a day with the calls that stay though they were not reported now, or were not reported for this
    /// day.
    fn build_file(&self, day: Partition, plan: &Plan) -> anyhow::Result<PartitionWriter<'a>> {
        let is_requested = plan.days.get(&day).is_some_and(|plan| plan.is_requested);
        let reader = &self.incoming.reader;
        let mut file = PartitionWriter::new(self.archive, day);
        file.copy_existing(reader, |record| {
            let identity = reader.identity.identity(record);
            match self.incoming.calls.get(&identity) {
                None => {
                    let is_vanished = is_requested && !self.incoming.is_reported(identity);
                    let is_pruned = is_vanished && self.prune.removes();
                    !is_pruned && !plan.replaced.contains(&identity)
                }
                // Those that were reported for this day and are not written yet are added as they were reported.
                Some(received) => received.day != day || received.is_written,
            }
        })?;
        Ok(file)
    }

    /// Writes the file of a day anew with those of its calls that are kept.
    fn rewrite(
        &mut self,
        day: Partition,
        plan: &Plan,
        is_last: bool,
        is_kept: impl Fn(u128) -> bool,
    ) -> anyhow::Result<()> {
        let reader = self.incoming.reader.clone();
        let mut file = PartitionWriter::new(self.archive, day);
        file.copy_existing(&reader, |record| is_kept(reader.identity.identity(record)))?;
        self.commit_file(file, day, plan, is_last)
    }

    fn commit_file(
        &mut self,
        file: PartitionWriter<'_>,
        day: Partition,
        plan: &Plan,
        is_last: bool,
    ) -> anyhow::Result<()> {
        // What is pending has been requested, but not received before the last batch.
        let pending = self.stored.pending.get(&day).filter(|_| !is_last);
        let pending = pending.cloned().unwrap_or_default();
        let existed = self.stored.days.contains_key(&day);
        let (calls, warning) = file.commit(&self.metadata, &pending)?;
        self.stored.days.insert(day, calls);
        self.stored.without_checksum.remove(&day);
        if is_last {
            self.stored.pending.remove(&day);
        }
        let day_plan = plan.days.get(&day).copied().unwrap_or_default();
        if day_plan.is_changed(self.prune.removes()) || day_plan.moved_away > 0 {
            let prunes = self.prune.removes();
            self.outcome.count(day, calls, day_plan, existed, prunes);
        }
        match (&self.outcome.warning, warning) {
            (None, warning) => self.outcome.warning = warning,
            (Some(_), warning) => self.outcome.more_warnings += u64::from(warning.is_some()),
        }
        Ok(())
    }

    /// Removes the marks of `cdr` 0.2.0 for pending days, which have been requested by now.
    fn clear_pending(&mut self) -> anyhow::Result<()> {
        let days: Vec<_> = self.stored.pending.keys().copied().collect();
        let nothing = Plan::default();
        for day in days {
            self.rewrite(day, &nothing, true, |_| true)?;
        }
        Ok(())
    }

    /// Counts the calls of requested days that no response had.
    fn count_unreported(&mut self) {
        let is_vanished = |(identity, day): &(&u128, &Partition)| {
            self.requested.contains(day) && !self.incoming.is_reported(**identity)
        };
        let vanished = self.stored.unreported.iter().filter(is_vanished);
        self.outcome.unreported = vanished.count() as u64;
    }

    /// Counts the calls that are in the files of two days, unless both were requested: then they are counted as calls
    /// that the service no longer reports.
    fn count_copies(&mut self) {
        let reported: HashSet<_> = self
            .incoming
            .calls
            .keys()
            .map(|call| short_identity(*call))
            .collect();
        let mut copies = self.stored.copies(|call| reported.contains(&call));
        let prunes = self.prune.removes();
        copies.retain(|_, days| {
            if prunes {
                days.retain(|day| !self.requested.contains(day));
            }
            days.len() > 1 && !days.is_subset(&self.requested)
        });
        let first = copies.values().flatten().min();
        self.outcome.copies = first.map(|first| (copies.len() as u64, *first));
    }
}
