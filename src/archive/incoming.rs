//! The calls that the service reported, until it is known what to do with them.

use super::day::Partition;
use crate::columns::{CONF_NUM, CONNECT_DT, RecordTime};
use crate::external_sort::{ExternalSorter, ordered_time};
use crate::record::{Projection, Record, ResponseReader};
use crate::report::{Completeness, Digest, DuplicateCounts, Identity};
use crate::text::unescape_json_bytes;
use crate::time::DateRange;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;

/// What a call of an archive is read for.
#[derive(Clone)]
pub struct RecordReader {
    pub projection: Projection,
    pub identity: Identity,
    pub time: RecordTime,
    substitute_slots: [usize; 3],
}

/// What identifies a call without a `cdr_id` well enough to say that another one took its place.
const SUBSTITUTE: [&str; 3] = [CONF_NUM, "call_num", CONNECT_DT];

impl RecordReader {
    pub fn new(seed: u64) -> Self {
        let mut projection = Projection::default();
        Self {
            identity: Identity::new(seed, &mut projection),
            time: RecordTime::new(&mut projection),
            substitute_slots: SUBSTITUTE.map(|path| projection.add_path(path)),
            projection,
        }
    }

    /// The digests of a call. Of two records that are equal in value the contents are equal.
    pub fn digest(&self, record: &Record<'_>) -> Digest {
        self.identity.digest(record)
    }

    /// The key by which a call without a `cdr_id` takes the place of another: its conference, its number and
    /// the time when it connected; `None` if it lacks one of them.
    pub fn substitute_key(&self, record: &Record<'_>) -> Option<u128> {
        if self.identity.id(record).is_some() {
            return None;
        }
        let mut key = Vec::new();
        for slot in self.substitute_slots {
            let value = unescape_json_bytes(record.values[slot]?);
            if value.is_empty() {
                return None;
            }
            key.extend_from_slice(&value.len().to_le_bytes());
            key.extend_from_slice(&value);
        }
        Some(self.identity.of_id(&key))
    }

    /// Appends what a day's calls are sorted by: their times, then their ids. It hangs on nothing else, so that the
    /// same calls make the same file, in whatever order they came.
    pub fn push_key(&self, record: &Record<'_>, key: &mut Vec<u8>) {
        let time = self.time.get(record).unwrap_or(DateTime::<Utc>::MAX_UTC);
        key.extend(ordered_time(time));
        match self.identity.id(record) {
            Some(id) => key.extend_from_slice(&id),
            None => key.extend_from_slice(record.text.as_bytes()),
        }
    }
}

/// A call that was reported.
pub struct IncomingRecord {
    pub day: Partition,
    pub content: u64,
    /// Whether the file of its day has it already, perhaps with other content.
    pub is_stored: bool,
    /// Whether the file of its day has it as it was reported.
    pub is_written: bool,
}

/// The calls that were reported. Of one that came more than once, the first counts. Memory grows by some dozens of
/// bytes a call; the texts of days that are written are let go.
pub struct IncomingRecords {
    pub reader: RecordReader,
    /// By identity.
    pub calls: HashMap<u128, IncomingRecord>,
    /// The identities of the calls that were reported for days that are neither requested nor in the archive. They stay
    /// where they are until such a day is requested.
    pub unassigned: HashSet<u128>,
    /// The identities of the calls that are not written yet, by day.
    unwritten: BTreeMap<Partition, Vec<u128>>,
    /// Their texts, by day.
    texts: ExternalSorter,
    /// The texts of those whose day is not known.
    undated_texts: ExternalSorter,
    /// The identities of the calls without a `cdr_id`, by their substitute keys.
    substitutes: HashMap<u128, Vec<u128>>,
    stored_days: BTreeSet<Partition>,
    requested_days: BTreeSet<Partition>,
    windows: Vec<DateRange>,
    completeness: Completeness,
    duplicates: DuplicateCounts,
    /// The calls that were first received in the response that is being read. Only their copies are duplicates: those
    /// of other calls come from the overlap of windows.
    new_in_response: HashSet<u128>,
    /// What the responses themselves warn of.
    warnings: Vec<String>,
}

impl IncomingRecords {
    /// None yet, for an archive that has files of some days, when others are requested_days for. The seed is another in every run.
    pub fn new(
        seed: u64,
        stored_days: BTreeSet<Partition>,
        requested_days: BTreeSet<Partition>,
        windows: Vec<DateRange>,
        today: NaiveDate,
    ) -> Self {
        let reader = RecordReader::new(seed);
        let completeness = Completeness::new(windows.clone(), today, seed);
        Self {
            reader,
            windows,
            completeness,
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

    /// The day before which all days are complete, once the response to this window was read; `None` if all days
    /// are. Days of a window that shares a seam with the next one wait until they agree on it.
    pub fn complete_before(&self, window: usize) -> Option<NaiveDate> {
        let (current, next) = (self.windows.get(window)?, self.windows.get(window + 1)?);
        let seam = self.completeness.seam(*current, *next);
        Some(seam.map_or(next.first(), |_| current.first()))
    }

    /// Reads a response to its end.
    pub fn receive<R: Read>(&mut self, mut response: ResponseReader<R>) -> anyhow::Result<()> {
        self.completeness.next_response();
        self.new_in_response.clear();
        self.duplicates.next_request();
        let projection = std::mem::take(&mut self.reader.projection);
        let read = response.for_each_record(&projection, |record| {
            self.completeness.see(&record);
            self.add(&record)
        });
        self.reader.projection = projection;
        read?;
        self.warnings.extend(response.read_trailer()?.warning);
        Ok(self.completeness.end_response(true)?)
    }

    fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let Digest { identity, content } = self.reader.digest(record);
        if let Some(known) = self.calls.get(&identity) {
            let is_same = known.content == content;
            let is_duplicate = self.new_in_response.contains(&identity);
            if is_duplicate || !is_same {
                self.duplicates
                    .add(&self.reader.identity, record, is_same)?;
            }
            return Ok(());
        }
        let day = Partition::from(self.reader.time.get(record));
        let is_new = day != Partition::Unknown && !self.stored_days.contains(&day);
        if is_new && !self.requested_days.contains(&day) {
            // It is of a day before the first one, or after the last.
            self.unassigned.insert(identity);
            return Ok(());
        }
        let received = IncomingRecord {
            day,
            content,
            is_stored: false,
            is_written: false,
        };
        self.calls.insert(identity, received);
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

    /// Whether a call was reported, for whatever day.
    pub fn is_reported(&self, identity: u128) -> bool {
        self.calls.contains_key(&identity) || self.unassigned.contains(&identity)
    }

    /// Lets a call that was reported for this day take the place of one with this substitute key. Returns whether
    /// there is one that is in no file.
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

    /// The days of the calls that are not written yet.
    pub fn unwritten_days(&self) -> impl Iterator<Item = Partition> {
        self.unwritten.keys().copied()
    }

    /// The calls of these days that are not written yet.
    pub fn unwritten_of(
        &self,
        days: &BTreeSet<Partition>,
    ) -> impl Iterator<Item = (Partition, u128)> {
        days.iter().flat_map(|day| {
            let calls = self.unwritten.get(day).into_iter().flatten();
            calls.map(|identity| (*day, *identity))
        })
    }

    /// The texts of the calls of these days that are not written yet, sorted by day: first those of days that have a
    /// file.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn take_texts(
        &mut self,
        days: &BTreeSet<Partition>,
        has_file: impl Fn(Partition) -> bool,
    ) -> anyhow::Result<ExternalSorter> {
        let texts = std::mem::replace(&mut self.texts, ExternalSorter::new(None));
        let undated = days.contains(&Partition::Unknown);
        let undated =
            undated.then(|| std::mem::replace(&mut self.undated_texts, ExternalSorter::new(None)));
        let mut taken = ExternalSorter::new(None);
        for texts in [Some(texts), undated].into_iter().flatten() {
            texts.for_each_keyed(|name, text| {
                let day = std::str::from_utf8(name)
                    .ok()
                    .and_then(Partition::from_name);
                let day = day.filter(|day| days.contains(day));
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

    /// Notes that the calls of these days are written.
    pub fn mark_written(&mut self, days: &BTreeSet<Partition>) {
        for day in days {
            for identity in self.unwritten.remove(day).unwrap_or_default() {
                if let Some(call) = self.calls.get_mut(&identity) {
                    (call.is_stored, call.is_written) = (true, true);
                }
            }
        }
    }

    /// What may make the archive other than the user thinks.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let own = self.warnings.iter().cloned();
        own.chain(self.completeness.warning())
            .chain(self.duplicates.warning())
    }
}
