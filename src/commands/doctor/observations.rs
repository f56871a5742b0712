//! Observations about the calls of one response.

use super::billed_minutes::BilledMinutes;
use super::repeats::{Repeats, identity_of};
use crate::columns::{CONNECT_DT, ColumnType, DISCONNECT_DT, FIELDS, TRANS_DATE};
use crate::record::{Projection, Record};
use crate::report::Identity;
use crate::text::json_to_text;
use crate::time::parse_timestamp;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A timestamp of a call that may decide to which period the call belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timestamp {
    Connect,
    Disconnect,
    Logged,
}

impl Timestamp {
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
    /// Whether it has a `cdr_id`. Otherwise its complete text identifies it, which may be another one in each response.
    pub has_id: bool,
    /// Its timestamps in milliseconds, in the order of [`Timestamp::ALL`].
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

    pub fn time(&self, timestamp: Timestamp) -> i64 {
        self.times[timestamp as usize]
    }

    pub fn duration(&self) -> i64 {
        self.time(Timestamp::Disconnect) - self.time(Timestamp::Connect)
    }
}

/// The calls of one response. Of a call that it has more than once, the first record is observed.
pub struct ObservedCalls {
    identity: Identity,
    slots: [usize; 3],
    /// The calls with plausible times, in the order in which they were received.
    pub calls: Vec<ObservedCall>,
    pub count: u64,
    pub without_id: u64,
    pub implausible_times: u64,
    pub repeats: Repeats,
    pub billed_minutes: BilledMinutes,
    /// The members that the vendor does not document.
    pub undocumented: BTreeMap<String, u64>,
}

impl ObservedCalls {
    /// No calls yet, and the projection of the records to observe. Identities can be compared if they have one seed.
    pub fn new(seed: u64) -> (Self, Projection) {
        let mut projection = Projection::default();
        let observed = Self {
            identity: Identity::new(seed, &mut projection),
            slots: Timestamp::ALL.map(|timestamp| projection.add_path(timestamp.path())),
            calls: Vec::new(),
            count: 0,
            without_id: 0,
            implausible_times: 0,
            repeats: Repeats::default(),
            billed_minutes: BilledMinutes::new(&mut projection),
            undocumented: BTreeMap::new(),
        };
        (observed, projection)
    }

    pub fn observe(&mut self, record: &Record<'_>) {
        self.count += 1;
        let id = self.identity.id(record).unwrap_or_default();
        let id = String::from_utf8_lossy(&id);
        self.without_id += u64::from(id.is_empty());
        let digest = self.identity.digest_of_text(record);
        if !self.repeats.insert(digest, &id) {
            return;
        }
        let read = |slot: usize| {
            let time = parse_timestamp(&json_to_text(record.values[slot]?))?;
            Some(time.timestamp_millis())
        };
        match self.slots.map(read) {
            [Some(connected), Some(left), Some(logged)]
                if (0..=MAX_CALL_MS).contains(&(left - connected))
                    && (0..=MAX_LOG_DELAY_MS).contains(&(logged - connected)) =>
            {
                self.calls.push(ObservedCall {
                    identity: identity_of(digest),
                    has_id: !id.is_empty(),
                    times: [connected, left, logged],
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

    /// Whether there are calls, none of which has a `cdr_id`.
    pub fn has_no_ids(&self) -> bool {
        self.count > 0 && self.without_id == self.count
    }

    /// The longest time from one timestamp to another, in milliseconds.
    pub fn longest(&self, from: Timestamp, to: Timestamp) -> Option<i64> {
        let lengths = self
            .calls
            .iter()
            .map(|call| call.time(to) - call.time(from));
        lengths.max()
    }

    /// The times between disconnection and record, in milliseconds, ascending.
    pub fn delays(&self) -> Vec<i64> {
        let delays = self.calls.iter();
        let delays =
            delays.map(|call| call.time(Timestamp::Logged) - call.time(Timestamp::Disconnect));
        let mut delays: Vec<_> = delays.collect();
        delays.sort_unstable();
        delays
    }
}
