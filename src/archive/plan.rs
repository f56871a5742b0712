//! What is to become of each day, from what its file holds and what was reported.

use super::arrivals::Arrivals;
use super::day::Day;
use super::day_file::open;
use super::folder::Archive;
use crate::columns::IDENTITY;
use crate::parse::each_text;
use crate::report::Digest;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What is to become of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayPlan {
    /// Whether all of its calls were asked for.
    pub is_asked: bool,
    pub is_held: bool,
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
    /// Whether its file is to be written.
    pub fn is_written(&self, prune: bool) -> bool {
        let is_new = self.is_asked && !self.is_held;
        let is_pruned = prune && self.vanished > 0;
        is_new || is_pruned || self.added + self.changed + self.moved_away > 0
    }
}

/// What is to become of all days.
pub struct Plan {
    pub days: BTreeMap<Day, DayPlan>,
    /// The calls that are in the file of another day than they were reported for.
    moved: HashSet<u128>,
}

impl Plan {
    /// Looks into the files of the days that were asked for, or for which calls came; and where calls came that none
    /// of these has, for them in the others: a call is never in two files.
    pub fn new(
        archive: &Archive,
        asked: &BTreeSet<Day>,
        held: &BTreeSet<Day>,
        arrivals: &mut Arrivals,
    ) -> anyhow::Result<Self> {
        let mut plan = Self {
            days: BTreeMap::new(),
            moved: HashSet::new(),
        };
        let reported = arrivals.days.keys().copied();
        let reported: BTreeSet<_> = reported
            .filter(|day| held.contains(day) || asked.contains(day) || *day == Day::Unknown)
            .collect();
        for day in asked.union(&reported) {
            let day_plan = DayPlan {
                is_asked: asked.contains(day),
                is_held: held.contains(day),
                ..DayPlan::default()
            };
            plan.days.insert(*day, day_plan);
            if day_plan.is_held {
                plan.compare(archive, *day, arrivals)?;
            }
        }
        plan.look_elsewhere(archive, held, arrivals)?;
        for (identity, arrived) in &arrivals.calls {
            let Some(day_plan) = plan.days.get_mut(&arrived.day) else {
                continue;
            };
            if plan.moved.contains(identity) {
                day_plan.changed += 1;
            } else if !arrived.is_held {
                day_plan.added += 1;
            }
        }
        Ok(plan)
    }

    /// Compares the file of a day with what was reported.
    fn compare(
        &mut self,
        archive: &Archive,
        day: Day,
        arrivals: &mut Arrivals,
    ) -> anyhow::Result<()> {
        let day_plan = self.days.entry(day).or_default();
        let (reading, calls) = (&arrivals.reading, &mut arrivals.calls);
        let mut response = open(&archive.file(day))?;
        response.each(&reading.projection, |record| {
            let Digest { identity, content } = reading.identity.digest(&record);
            match calls.get_mut(&identity) {
                None if day_plan.is_asked => day_plan.vanished += 1,
                None => {}
                Some(arrived) if arrived.day == day => {
                    arrived.is_held = true;
                    day_plan.changed += u64::from(arrived.content != content);
                }
                Some(_) => {
                    day_plan.moved_away += 1;
                    self.moved.insert(identity);
                }
            }
            Ok(())
        })?;
        response.finish()?;
        Ok(())
    }

    /// Looks for calls that no file has yet in those that were not compared.
    fn look_elsewhere(
        &mut self,
        archive: &Archive,
        held: &BTreeSet<Day>,
        arrivals: &mut Arrivals,
    ) -> anyhow::Result<()> {
        let is_new = |identity: &u128, arrivals: &Arrivals| {
            let arrived = arrivals.calls.get(identity);
            arrived.is_some_and(|arrived| !arrived.is_held)
        };
        if !arrivals
            .calls
            .keys()
            .any(|identity| is_new(identity, arrivals))
        {
            return Ok(());
        }
        let mut found = Vec::new();
        for day in held.iter().filter(|day| !self.days.contains_key(day)) {
            let mut is_found = false;
            each_text(&archive.file(*day), IDENTITY, |id| {
                is_found |= is_new(&arrivals.reading.identity.of_id(id), arrivals);
            })?;
            if is_found {
                found.push(*day);
            }
        }
        for day in found {
            let day_plan = DayPlan {
                is_held: true,
                ..DayPlan::default()
            };
            self.days.insert(day, day_plan);
            self.compare(archive, day, arrivals)?;
        }
        Ok(())
    }
}
