//! The calls that the service reported, until it is known what to do with them.

use super::day::{Day, When};
use crate::parse::{Projection, Record, Response};
use crate::report::{Completeness, Digest, DuplicateCounts, Identity, Sorter};
use crate::request::Period;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;

/// What a call of an archive is read for.
#[derive(Clone)]
pub struct Reading {
    pub projection: Projection,
    pub identity: Identity,
    pub when: When,
}

impl Reading {
    pub fn new(seed: u64) -> Self {
        let mut projection = Projection::default();
        Self {
            identity: Identity::new(seed, &mut projection),
            when: When::new(&mut projection),
            projection,
        }
    }

    /// Appends what a day's calls are sorted by: their times, then their ids. It hangs on nothing else, so that the
    /// same calls make the same file, in whatever order they came.
    pub fn push_key(&self, record: &Record<'_>, key: &mut Vec<u8>) {
        let time = self.when.time(record).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let seconds = time.timestamp().cast_unsigned() ^ (1 << 63);
        key.extend_from_slice(&seconds.to_be_bytes());
        key.extend_from_slice(&time.timestamp_subsec_nanos().to_be_bytes());
        match self.identity.id(record) {
            Some(id) => key.extend_from_slice(&id),
            None => key.extend_from_slice(record.text.as_bytes()),
        }
    }
}

/// A call that was reported.
pub struct Arrived {
    pub day: Day,
    pub content: u64,
    /// Whether the file of its day has it already.
    pub is_held: bool,
}

/// The calls that were reported. Of one that came more than once, the first counts. Memory grows by some dozens of
/// bytes a call.
pub struct Arrivals {
    pub reading: Reading,
    /// By identity.
    pub calls: HashMap<u128, Arrived>,
    /// The days they are of, with how many are of each.
    pub days: BTreeMap<Day, u64>,
    /// Their texts, by day: first those of days that have a file, or whose day is not known.
    pub texts: Sorter,
    held: BTreeSet<Day>,
    asked: BTreeSet<Day>,
    completeness: Completeness,
    duplicates: DuplicateCounts,
    /// The calls of the response that is being read, to tell duplicates from copies of the windows' overlap.
    of_response: HashSet<u128>,
}

impl Arrivals {
    /// None yet, for an archive that has files of some days, when others are asked for. The seed is another in every run.
    pub fn new(
        seed: u64,
        held: BTreeSet<Day>,
        asked: BTreeSet<Day>,
        windows: Vec<Period>,
        today: NaiveDate,
    ) -> Self {
        let mut reading = Reading::new(seed);
        let completeness = Completeness::new(windows, today, seed, &mut reading.projection);
        Self {
            reading,
            completeness,
            duplicates: DuplicateCounts::default(),
            of_response: HashSet::new(),
            calls: HashMap::new(),
            days: BTreeMap::new(),
            texts: Sorter::new(None),
            held,
            asked,
        }
    }

    /// Reads a response to its end.
    pub fn take<R: Read>(&mut self, mut response: Response<R>) -> anyhow::Result<()> {
        self.completeness.next_response();
        self.of_response.clear();
        let projection = std::mem::take(&mut self.reading.projection);
        let read = response.each(&projection, |record| {
            self.completeness.see(&record);
            self.add(&record)
        });
        self.reading.projection = projection;
        read?;
        response.finish()?;
        Ok(self.completeness.end_response(true)?)
    }

    fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let Digest { identity, content } = self.reading.identity.digest(record);
        if let Some(known) = self.calls.get(&identity) {
            let is_same = known.content == content;
            let is_duplicate = !self.of_response.insert(identity);
            if is_duplicate || !is_same {
                self.duplicates
                    .add(&self.reading.identity, record, is_same)?;
            }
            return Ok(());
        }
        let day = self.reading.when.day(record);
        let is_new = day != Day::Unknown && !self.held.contains(&day);
        if is_new && !self.asked.contains(&day) {
            // It is of a day before the first one, or after the last.
            return Ok(());
        }
        let arrived = Arrived {
            day,
            content,
            is_held: false,
        };
        self.calls.insert(identity, arrived);
        self.of_response.insert(identity);
        *self.days.entry(day).or_default() += 1;
        let key = |key: &mut Vec<u8>| {
            key.push(u8::from(is_new));
            key.extend_from_slice(day.to_string().as_bytes());
        };
        Ok(self.texts.push(key, record.text)?)
    }

    /// What may make the archive other than the user thinks.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let incomplete = self.completeness.warning();
        incomplete.into_iter().chain(self.duplicates.warning())
    }
}
