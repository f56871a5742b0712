//! What was reported goes into the files, a day at a time.

use super::arrivals::Arrivals;
use super::day::Day;
use super::day_file::DayFile;
use super::folder::Archive;
use super::plan::{DayPlan, Plan};
use crate::error::{Failure, kind_of, message_of};
use crate::report::Sorter;
use std::collections::{BTreeMap, BTreeSet};

/// What an archive is to become.
pub struct Update<'a> {
    pub archive: &'a Archive,
    /// The days of which all calls were asked for.
    pub asked: BTreeSet<Day>,
    /// The days that have a file.
    pub held: BTreeSet<Day>,
    /// The days whose files say that others are pending, from a run that did not end.
    pub marked: BTreeSet<Day>,
    /// Whether calls go that the service no longer reports.
    pub prune: bool,
    /// What the files say of themselves.
    pub about: Vec<(&'static str, String)>,
}

/// A day whose file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub day: Day,
    /// How many calls are in it now.
    pub calls: u64,
    pub added: u64,
    pub changed: u64,
    pub vanished: u64,
    /// Whether it had a file before.
    pub was_held: bool,
}

/// What came of an update.
#[derive(Debug, Default)]
pub struct Updated {
    /// In the order of the days.
    pub changes: Vec<Change>,
    /// How many calls are kept that the service no longer reports.
    pub vanished: u64,
    pub warning: Option<String>,
}

/// An update under way.
struct Work<'a> {
    update: Update<'a>,
    plan: Plan,
    arrivals: Arrivals,
    /// How many calls are in the files that were written.
    written: BTreeMap<Day, u64>,
    warning: Option<String>,
    /// How many files have more to warn of.
    more_warnings: u64,
}

impl Update<'_> {
    /// Writes the files of the days whose calls changed. At no moment is a call in two files: those that moved are
    /// first taken out of the files where they are, which say meanwhile which days have to be asked for again. Days that
    /// have no file yet come last: until then they are missing, and the next run asks for all that came with them.
    ///
    /// # Errors
    /// This machine's, which say how much was done.
    pub fn run(self, mut arrivals: Arrivals) -> anyhow::Result<Updated> {
        let plan = Plan::new(self.archive, &self.asked, &self.held, &mut arrivals)?;
        let mut work = Work {
            update: self,
            plan,
            arrivals,
            written: BTreeMap::new(),
            warning: None,
            more_warnings: 0,
        };
        let done = work.write();
        done.map_err(|error| work.told(error))?;
        Ok(work.updated())
    }
}

impl<'a> Work<'a> {
    fn write(&mut self) -> anyhow::Result<()> {
        let sources = self.days(|plan| plan.moved_away > 0);
        let targets = self.days(|plan| plan.changed > 0 && !sources.is_empty());
        let pending: Vec<_> = targets.into_iter().collect();
        for day in &sources {
            let file = self.file(*day, true)?;
            self.put(file, *day, &pending)?;
        }
        let written = self.days(|_| true);
        let without_arrivals = written
            .difference(&sources)
            .copied()
            .filter(|day| !self.arrivals.days.contains_key(day));
        let (held, new): (Vec<Day>, Vec<Day>) =
            without_arrivals.partition(|day| self.update.held.contains(day));
        for day in held {
            let file = self.file(day, false)?;
            self.put(file, day, &[])?;
        }
        self.write_arrivals(&written, |day| {
            if sources.contains(&day) {
                &pending
            } else {
                &[]
            }
        })?;
        for day in new {
            let file = self.file(day, false)?;
            self.put(file, day, &[])?;
        }
        for day in &sources {
            let file = self.file(*day, true)?;
            self.put(file, *day, &[])?;
        }
        // What was pending has been asked for.
        for day in &self.update.marked {
            if !self.written.contains_key(day) {
                self.file(*day, true)?.put(&self.update.about, &[])?;
            }
        }
        Ok(())
    }

    /// Writes the days for which calls came.
    fn write_arrivals<'p>(
        &mut self,
        written: &BTreeSet<Day>,
        pending: impl Fn(Day) -> &'p [Day],
    ) -> anyhow::Result<()> {
        let texts = std::mem::replace(&mut self.arrivals.texts, Sorter::new(None));
        let reading = self.arrivals.reading.clone();
        let mut open: Option<(Day, DayFile<'a>)> = None;
        texts.each(|text| {
            reading.projection.record(text, |record| {
                let day = reading.when.day(record);
                if let Some((day, file)) = open.take_if(|(open, _)| *open != day) {
                    self.put(file, day, pending(day))?;
                }
                if !written.contains(&day) {
                    return Ok(());
                }
                if open.is_none() {
                    open = Some((day, self.file(day, false)?));
                }
                match &mut open {
                    Some((_, file)) => file.push(&reading, record),
                    None => Ok(()),
                }
            })
        })?;
        match open {
            Some((day, file)) => self.put(file, day, pending(day)),
            None => Ok(()),
        }
    }

    /// The days that are written and of which this holds.
    fn days(&self, holds: impl Fn(&DayPlan) -> bool) -> BTreeSet<Day> {
        let prune = self.update.prune;
        let days = self.plan.days.iter();
        let days = days.filter(|(_, plan)| plan.is_written(prune) && holds(plan));
        days.map(|(day, _)| *day).collect()
    }

    /// The file of a day with the calls that stay though they were not reported, and if it is said, those that it has
    /// and that were reported for this day.
    fn file(&self, day: Day, with_reported: bool) -> anyhow::Result<DayFile<'a>> {
        let is_asked = self.update.asked.contains(&day);
        let (reading, calls) = (&self.arrivals.reading, &self.arrivals.calls);
        let mut file = DayFile::new(self.update.archive, day);
        file.keep(reading, |record| {
            let identity = reading.identity.digest(record).identity;
            match calls.get(&identity) {
                None => !(is_asked && self.update.prune),
                Some(arrived) => with_reported && arrived.day == day,
            }
        })?;
        Ok(file)
    }

    fn put(&mut self, file: DayFile<'_>, day: Day, pending: &[Day]) -> anyhow::Result<()> {
        let (calls, warning) = file.put(&self.update.about, pending)?;
        self.written.insert(day, calls);
        match (&self.warning, warning) {
            (None, warning) => self.warning = warning,
            (Some(_), warning) => self.more_warnings += u64::from(warning.is_some()),
        }
        Ok(())
    }

    /// A failure that says how much was done.
    fn told(&self, error: anyhow::Error) -> anyhow::Error {
        let (done, all) = (self.written.len(), self.days(|_| true).len());
        let message = format!(
            "{}; {done} of {all} changed days are written, run it again for the rest",
            message_of(&error)
        );
        let failure = Failure::new(kind_of(&error), message);
        error.context(failure)
    }

    fn updated(self) -> Updated {
        let changes = self.written.iter().map(|(day, calls)| {
            let plan = self.plan.days.get(day).copied().unwrap_or_default();
            Change {
                day: *day,
                calls: *calls,
                added: plan.added,
                changed: plan.changed,
                vanished: plan.vanished,
                was_held: plan.is_held,
            }
        });
        let vanished = self.plan.days.values().map(|plan| plan.vanished);
        Updated {
            changes: changes.collect(),
            vanished: if self.update.prune { 0 } else { vanished.sum() },
            warning: self.warning.map(|warning| match self.more_warnings {
                0 => warning,
                more => format!("{warning}, and more in {more} other files"),
            }),
        }
    }
}
