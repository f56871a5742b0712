//! What `cdr doctor` keeps of the calls of one response.
//!
//! Of a call with plausible times, an identity of 64 bits and its three timestamps are enough to
//! compare responses and to find out which timestamp decides. Everything else is counted while the
//! records are read, so that a response of any length takes about a hundred bytes a call.

use super::billed_minutes::BilledMinutes;
use crate::columns::{CONNECT_DT, ColumnType, DISCONNECT_DT, FIELDS, TRANS_DATE};
use crate::limits::MAX_CALLS_PER_ID;
use crate::record::{Projection, Record};
use crate::report::{Digest, RecordHasher};
use serde_json::{Map, Value};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// A timestamp of a call that may decide to which period the call belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampField {
    Connect,
    Disconnect,
    Logged,
}

impl TimestampField {
    pub const ALL: [Self; 3] = [Self::Connect, Self::Disconnect, Self::Logged];

    pub fn path(self) -> &'static str {
        match self {
            Self::Connect => CONNECT_DT,
            Self::Disconnect => DISCONNECT_DT,
            Self::Logged => TRANS_DATE,
        }
    }
}

/// A call that lasts longer, or is recorded longer after it connected, has an implausible time.
const MAX_CALL_MS: i64 = 31 * 24 * 60 * 60 * 1000;
const MAX_LOG_DELAY_MS: i64 = 366 * 24 * 60 * 60 * 1000;

/// A call with plausible times.
#[derive(Clone, Copy, Debug)]
pub struct ObservedCall {
    pub identity: u64,
    /// Whether it has a `cdr_id`. Otherwise its complete text identifies it, which may be another
    /// one in each response.
    pub has_id: bool,
    /// Its timestamps in milliseconds, in the order of [`TimestampField::ALL`].
    times: [i64; 3],
}

impl ObservedCall {
    #[cfg(test)]
    pub fn with_times(identity: u64, times: [i64; 3]) -> Self {
        Self {
            identity,
            has_id: true,
            times,
        }
    }

    /// Creates call number `number` of those that start `interval` seconds apart from `start`, each
    /// of another length, and recorded up to `max_delay` seconds late.
    #[cfg(test)]
    pub fn sample(number: i64, start: &str, interval: i64, max_delay: i64) -> Self {
        let start: chrono::DateTime<chrono::Utc> = start.parse().unwrap();
        let connected = start.timestamp() + interval * number + number % 7;
        let disconnected = connected + 60 + number * 7919 % 10_800;
        let logged = disconnected + 2 + number * 104_729 % max_delay;
        // Small numbers differ in few bits only.
        let identity = (number.unsigned_abs() + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let times = [connected, disconnected, logged].map(|time| time * 1000);
        Self::with_times(identity, times)
    }

    pub fn time(&self, timestamp: TimestampField) -> i64 {
        self.times[timestamp as usize]
    }

    pub fn duration(&self) -> i64 {
        self.time(TimestampField::Disconnect) - self.time(TimestampField::Connect)
    }
}

/// The calls of one response. Of a call that it has more than once, the first record is observed.
pub struct ObservedCalls {
    identity: RecordHasher,
    slots: [usize; 3],
    /// The calls with plausible times, in the order in which they were received.
    pub calls: Vec<ObservedCall>,
    pub count: u64,
    pub without_id: u64,
    pub implausible_times: u64,
    pub duplicates: Duplicates,
    pub billed_minutes: BilledMinutes,
    /// The members that the vendor does not document.
    pub undocumented: BTreeMap<String, u64>,
}

impl ObservedCalls {
    /// Creates an empty observation, and the projection of the records to observe. Identities with
    /// the same seed can be compared.
    pub fn new(seed: u64) -> (Self, Projection) {
        let mut projection = Projection::default();
        let observed = Self {
            identity: RecordHasher::new(seed, &mut projection),
            slots: TimestampField::ALL.map(|timestamp| projection.add_path(timestamp.path())),
            calls: Vec::new(),
            count: 0,
            without_id: 0,
            implausible_times: 0,
            duplicates: Duplicates::default(),
            billed_minutes: BilledMinutes::new(&mut projection),
            undocumented: BTreeMap::new(),
        };
        (observed, projection)
    }

    /// Different calls with plausible times and a `cdr_id`.
    #[cfg(test)]
    pub fn with_calls(calls: Vec<ObservedCall>) -> Self {
        let (mut observed, _) = Self::new(0);
        for call in &calls {
            let digest = crate::report::Digest {
                identity: call.identity.into(),
                content: 0,
            };
            observed.duplicates.insert(digest, "an ID");
        }
        observed.count = calls.len() as u64;
        observed.calls = calls;
        observed
    }

    pub fn observe(&mut self, record: &Record<'_>) {
        self.count += 1;
        let id = self.identity.id(record).unwrap_or_default();
        let id = String::from_utf8_lossy(&id);
        self.without_id += u64::from(id.is_empty());
        // By text, as results are deduplicated, so that the numbers here are those of a later
        // warning.
        let digest = self.identity.digest_text(record);
        if !self.duplicates.insert(digest, &id) {
            return;
        }
        let read = |slot: usize| Some(record.time_at(slot)?.timestamp_millis());
        match self.slots.map(read) {
            [Some(connected), Some(disconnected), Some(logged)]
                if (0..=MAX_CALL_MS).contains(&(disconnected - connected))
                    && (0..=MAX_LOG_DELAY_MS).contains(&(logged - connected)) =>
            {
                self.calls.push(ObservedCall {
                    identity: fold_identity(digest),
                    has_id: !id.is_empty(),
                    times: [connected, disconnected, logged],
                });
            }
            _ => self.implausible_times += 1,
        }
        self.billed_minutes.observe(record, &id);
        if let Ok(Value::Object(members)) = serde_json::from_str(record.text) {
            self.observe_members("", &members);
        }
    }

    fn observe_members(&mut self, prefix: &str, members: &Map<String, Value>) {
        for (name, value) in members {
            let path = format!("{prefix}{name}");
            let below = format!("{path}.");
            let known = FIELDS.iter().find(|field| field.path == path);
            match value {
                // Documented as an object without documented members, so anything may be in it.
                _ if known.is_some_and(|field| field.column_type == ColumnType::Object) => {}
                Value::Object(members)
                    if FIELDS.iter().any(|field| field.path.starts_with(&below)) =>
                {
                    self.observe_members(&below, members);
                }
                _ if known.is_some() => {}
                _ => *self.undocumented.entry(path).or_default() += 1,
            }
        }
    }

    /// Returns whether there are calls, none of which has a `cdr_id`.
    pub fn has_no_ids(&self) -> bool {
        self.count > 0 && self.without_id == self.count
    }

    /// Returns the longest time from one timestamp to another, in milliseconds.
    pub fn longest(&self, from: TimestampField, to: TimestampField) -> Option<i64> {
        self.calls
            .iter()
            .map(|call| call.time(to) - call.time(from))
            .max()
    }

    /// Returns the times between disconnection and recording, in milliseconds, ascending.
    pub fn delays(&self) -> Vec<i64> {
        let mut delays: Vec<_> = self
            .calls
            .iter()
            .map(|call| call.time(TimestampField::Logged) - call.time(TimestampField::Disconnect))
            .collect();
        delays.sort_unstable();
        delays
    }
}

/// The calls of a response by their identities.
#[derive(Default)]
pub struct Duplicates {
    /// The first call of each identity.
    first: HashMap<u64, First>,
    /// The different contents of identities that have several, up to one more than
    /// [`MAX_CALLS_PER_ID`].
    different: HashMap<u64, Vec<u64>>,
    /// The number of records that repeat an earlier `cdr_id`.
    pub records: u64,
    /// The first `cdr_id` that too many different calls share.
    pub shared: Option<String>,
}

/// The first call of an identity.
struct First {
    content: u64,
    has_id: bool,
}

impl Duplicates {
    /// Adds a record; its `cdr_id` is empty if it has none. Returns whether its call is new.
    pub fn insert(&mut self, digest: Digest, id: &str) -> bool {
        let (identity, content) = (fold_identity(digest), digest.content);
        let first = match self.first.entry(identity) {
            Entry::Vacant(entry) => {
                let has_id = !id.is_empty();
                entry.insert(First { content, has_id });
                return true;
            }
            Entry::Occupied(entry) => entry.get().content,
        };
        if !id.is_empty() {
            self.records += 1;
        }
        if first != content {
            let contents = self
                .different
                .entry(identity)
                .or_insert_with(|| vec![first]);
            if contents.len() <= MAX_CALLS_PER_ID && !contents.contains(&content) {
                contents.push(content);
            }
            if contents.len() > MAX_CALLS_PER_ID {
                self.shared.get_or_insert_with(|| id.to_owned());
            }
        }
        false
    }

    /// Returns whether a call with this identity was received.
    pub fn contains(&self, identity: u64) -> bool {
        self.first.contains_key(&identity)
    }

    /// Returns the identities of the calls that have a `cdr_id`.
    pub fn identities(&self) -> impl Iterator<Item = u64> {
        self.first
            .iter()
            .filter(|(_, first)| first.has_id)
            .map(|(identity, _)| *identity)
    }

    /// Returns how many identifiers belong to calls with different contents.
    pub fn conflicts(&self) -> usize {
        self.different.len()
    }
}

/// Folds an identity to 64 bits, which are enough for the calls of a few responses.
pub fn fold_identity(digest: Digest) -> u64 {
    let [low, high] = [digest.identity, digest.identity >> 64];
    u64::try_from((low ^ high) & u128::from(u64::MAX)).unwrap_or_default()
}
