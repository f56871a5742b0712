//! The calls that a sync received, until their days are written.
//!
//! Of a call that was received more than once, the first one counts, as everywhere in `cdr`. Memory
//! grows by some dozens of bytes a call, for its identity, its day and a digest of its content; its
//! text waits in an external sorter and is dropped when its day is written.
//!
//! Windows overlap, so that a day may be in the responses to several of them.
//! [`IncomingRecords::complete_before`] tells which days no later window can add to.

use super::partition::{Partition, RecordReader};
use crate::external_sort::ExternalSorter;
use crate::record::{Record, ResponseReader};
use crate::report::{Digest, DuplicateCounts, ResponseChecks};
use crate::time::DateRange;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;
use std::mem;

/// A call that was received.
pub struct IncomingRecord {
    pub day: Partition,
    /// The digest of its content.
    pub content: u64,
    /// Whether the file of its day had it before this run, or has it by now.
    pub is_stored: bool,
    /// Whether this run has written it.
    pub is_written: bool,
}

/// The calls that were received.
pub struct IncomingRecords {
    pub reader: RecordReader,
    /// By identity.
    pub calls: HashMap<u128, IncomingRecord>,
    /// The identities of calls for days that are neither requested nor in the archive, before the
    /// first one or after the last. The archive keeps what it has of them until such a day is
    /// requested.
    pub unassigned: HashSet<u128>,
    /// The identities of the calls that are not written yet, by day.
    unwritten: BTreeMap<Partition, Vec<u128>>,
    /// Their texts, by day.
    texts: ExternalSorter,
    /// The texts of calls without a day, which are written last. Apart from the others, they are
    /// not sorted again with every batch.
    undated_texts: ExternalSorter,
    /// The identities of the calls without a `cdr_id`, by their substitute keys.
    substitutes: HashMap<u128, Vec<u128>>,
    stored_days: BTreeSet<Partition>,
    requested_days: BTreeSet<Partition>,
    windows: Vec<DateRange>,
    completeness: ResponseChecks,
    duplicates: DuplicateCounts,
    /// The calls that were first received in the present response. Only copies of these are
    /// duplicates: others come from the overlap of windows.
    new_in_response: HashSet<u128>,
    /// The warnings of the responses themselves.
    warnings: Vec<String>,
}

impl IncomingRecords {
    /// Creates an empty collection. The seed is another one in every run.
    pub fn new(
        seed: u64,
        stored_days: BTreeSet<Partition>,
        requested_days: BTreeSet<Partition>,
        windows: Vec<DateRange>,
        today: NaiveDate,
    ) -> Self {
        Self {
            reader: RecordReader::new(seed),
            completeness: ResponseChecks::new(windows.clone(), today, seed),
            windows,
            duplicates: DuplicateCounts::default(),
            new_in_response: HashSet::new(),
            calls: HashMap::new(),
            unassigned: HashSet::new(),
            unwritten: BTreeMap::new(),
            texts: ExternalSorter::new(None),
            undated_texts: ExternalSorter::new(None),
            substitutes: HashMap::new(),
            stored_days,
            requested_days,
            warnings: Vec::new(),
        }
    }

    /// Returns the day before which all days are complete, once the response to this window was
    /// read; `None` if all days are. Days of a window that shares a seam with the next one wait
    /// until both agree on it.
    pub fn complete_before(&self, window: usize) -> Option<NaiveDate> {
        let (current, next) = (self.windows.get(window)?, self.windows.get(window + 1)?);
        let seam = self.completeness.seam(*current, *next);
        Some(seam.map_or(next.first(), |_| current.first()))
    }

    /// Reads a response to its end.
    pub fn receive<R: Read>(&mut self, mut response: ResponseReader<R>) -> anyhow::Result<()> {
        self.completeness.begin_response();
        self.new_in_response.clear();
        self.duplicates.next_request();
        // Taken out, because `push` needs all of `self` while the response is read.
        let projection = mem::take(&mut self.reader.projection);
        let read = response.for_each_record(&projection, |record| {
            self.completeness.observe(&record);
            self.push(&record)
        });
        self.reader.projection = projection;
        read?;
        self.warnings.extend(response.read_trailer()?.warning);
        Ok(self.completeness.end_response(true)?)
    }

    fn push(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let Digest { identity, content } = self.reader.digest(record);
        if let Some(known) = self.calls.get(&identity) {
            // Overlapping windows may hold another version of a call. The first one counts,
            // whatever command reads them.
            let is_same = known.content == content;
            if !is_same || self.new_in_response.contains(&identity) {
                self.duplicates.add(&self.reader.hasher, record, is_same)?;
            }
            return Ok(());
        }
        let day = self.reader.partition(record);
        let is_assigned = day == Partition::Unknown
            || self.stored_days.contains(&day)
            || self.requested_days.contains(&day);
        if !is_assigned {
            self.unassigned.insert(identity);
            return Ok(());
        }
        let call = IncomingRecord {
            day,
            content,
            is_stored: false,
            is_written: false,
        };
        self.calls.insert(identity, call);
        self.new_in_response.insert(identity);
        self.unwritten.entry(day).or_default().push(identity);
        if let Some(key) = self.reader.substitute_key(record) {
            self.substitutes.entry(key).or_default().push(identity);
        }
        let texts = match day {
            Partition::Known(_) => &mut self.texts,
            Partition::Unknown => &mut self.undated_texts,
        };
        let key = |key: &mut Vec<u8>| key.extend_from_slice(day.to_string().as_bytes());
        Ok(texts.push(key, record.text)?)
    }

    /// Returns whether a call was received, for whatever day.
    pub fn was_received(&self, identity: u128) -> bool {
        self.calls.contains_key(&identity) || self.unassigned.contains(&identity)
    }

    /// Replaces a stored call with this substitute key by one that was received for this day.
    /// Returns whether there is one that is in no file.
    pub fn substitute(&mut self, key: u128, day: Partition) -> bool {
        for identity in self.substitutes.get(&key).into_iter().flatten() {
            if let Some(call) = self.calls.get_mut(identity)
                && call.day == day
                && !call.is_stored
            {
                call.is_stored = true;
                return true;
            }
        }
        false
    }

    /// Returns the days of the calls that are not written yet.
    pub fn unwritten_days(&self) -> impl Iterator<Item = Partition> {
        self.unwritten.keys().copied()
    }

    /// Returns the calls of these days that are not written yet.
    pub fn unwritten_calls(
        &self,
        days: &BTreeSet<Partition>,
    ) -> impl Iterator<Item = (Partition, u128)> {
        days.iter().flat_map(|day| {
            let calls = self.unwritten.get(day).into_iter().flatten();
            calls.map(|identity| (*day, *identity))
        })
    }

    /// Takes out the texts of the calls of these days, sorted by day: first those of days that have
    /// a file.
    pub fn take_texts(
        &mut self,
        days: &BTreeSet<Partition>,
        has_file: impl Fn(Partition) -> bool,
    ) -> anyhow::Result<ExternalSorter> {
        let mut sources = vec![mem::replace(&mut self.texts, ExternalSorter::new(None))];
        if days.contains(&Partition::Unknown) {
            sources.push(mem::replace(
                &mut self.undated_texts,
                ExternalSorter::new(None),
            ));
        }
        // What belongs to other days goes back. That is little: windows come in order, and so do
        // complete days.
        let mut taken = ExternalSorter::new(None);
        for source in sources {
            source.for_each_keyed(|name, text| {
                let day = std::str::from_utf8(name)
                    .ok()
                    .and_then(Partition::from_name)
                    .filter(|day| days.contains(day));
                let Some(day) = day else {
                    let key = |key: &mut Vec<u8>| key.extend_from_slice(name);
                    return Ok(self.texts.push(key, text)?);
                };
                let key = |key: &mut Vec<u8>| {
                    key.push(u8::from(!has_file(day)));
                    key.extend_from_slice(name);
                };
                Ok(taken.push(key, text)?)
            })?;
        }
        Ok(taken)
    }

    /// Marks the calls of these days as written.
    pub fn mark_written(&mut self, days: &BTreeSet<Partition>) {
        for day in days {
            for identity in self.unwritten.remove(day).unwrap_or_default() {
                if let Some(call) = self.calls.get_mut(&identity) {
                    (call.is_stored, call.is_written) = (true, true);
                }
            }
        }
    }

    /// Returns the warnings about what was received.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        self.warnings
            .iter()
            .cloned()
            .chain(self.completeness.warning())
            .chain(self.duplicates.warning())
    }
}
