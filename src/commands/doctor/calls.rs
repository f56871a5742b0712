//! What is looked at in the calls of an answer.

use crate::columns::{CONNECTED, FIELDS, IDENTITY, LEFT, LOGGED, Type};
use crate::commands::rows::Rows;
use crate::parse::{Projection, Record};
use crate::text::{compact, text_of, time, unescaped};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The times of a call that may decide into which period it is counted.
pub const DECIDING: [&str; 3] = [CONNECTED, LEFT, LOGGED];

/// A call that lasts longer, or is recorded later after it connected, has a time that can't be, in milliseconds.
const LONGEST: i64 = 31 * 24 * 60 * 60 * 1000;
const LATEST: i64 = 366 * 24 * 60 * 60 * 1000;

/// What is kept of the calls of one answer.
pub struct Observed {
    id_slot: usize,
    slots: [usize; 3],
    /// Each call whose three times can be: a number for its identity, and the times in milliseconds, in the
    /// order in which they came.
    pub calls: Vec<(u64, [i64; 3])>,
    count: u64,
    without_id: u64,
    repeated: u64,
    without_times: u64,
    identities: HashSet<u64>,
    /// The members that no page documents, and in how many calls they are.
    undocumented: BTreeMap<String, u64>,
}

impl Observed {
    pub fn new() -> (Self, Projection) {
        let mut projection = Projection::default();
        let observed = Self {
            id_slot: projection.slot(IDENTITY),
            slots: DECIDING.map(|path| projection.slot(path)),
            calls: Vec::new(),
            count: 0,
            without_id: 0,
            repeated: 0,
            without_times: 0,
            identities: HashSet::new(),
            undocumented: BTreeMap::new(),
        };
        (observed, projection)
    }

    pub fn see(&mut self, record: &Record<'_>) {
        self.count += 1;
        let mut hasher = DefaultHasher::new();
        let id = record.values[self.id_slot]
            .map(unescaped)
            .unwrap_or_default();
        if id.is_empty() {
            self.without_id += 1;
            compact(record.text).hash(&mut hasher);
        } else {
            id.hash(&mut hasher);
        }
        let identity = hasher.finish();
        if !self.identities.insert(identity) {
            self.repeated += 1;
            return;
        }
        let read = |slot: usize| {
            let time = time(&text_of(record.values[slot]?))?;
            Some(time.timestamp_millis())
        };
        match self.slots.map(read) {
            [Some(connected), Some(left), Some(logged)]
                if (0..=LONGEST).contains(&(left - connected))
                    && (0..=LATEST).contains(&(logged - connected)) =>
            {
                self.calls.push((identity, [connected, left, logged]));
            }
            _ => self.without_times += 1,
        }
        if let Ok(Value::Object(members)) = serde_json::from_str(record.text) {
            self.see_members("", &members);
        }
    }

    fn see_members(&mut self, above: &str, members: &serde_json::Map<String, Value>) {
        for (name, value) in members {
            let path = format!("{above}{name}");
            let below = format!("{path}.");
            let known = FIELDS.iter().find(|field| field.path == path);
            match value {
                _ if known.is_some_and(|field| field.kind == Type::Object) => {}
                Value::Object(members)
                    if FIELDS.iter().any(|field| field.path.starts_with(&below)) =>
                {
                    self.see_members(&below, members);
                }
                _ if known.is_some() => {}
                _ => *self.undocumented.entry(path).or_default() += 1,
            }
        }
    }

    /// How many calls there were.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How long, in milliseconds, it takes from one of the deciding times to another at the most.
    pub fn longest(&self, from: usize, to: usize) -> Option<i64> {
        self.calls
            .iter()
            .map(|(_, times)| times[to] - times[from])
            .max()
    }

    /// Says what was seen in the calls themselves.
    pub fn tell(&self, rows: &mut Rows<3>) {
        rows.push(["order of calls", &self.order(), ""]);
        let count = self.count;
        let advice = |number, advice| if number > 0 { advice } else { "" };
        rows.push([
            "calls without cdr_id",
            &format!("{} of {count}", self.without_id),
            advice(self.without_id, "such calls are known by their whole text"),
        ]);
        rows.push([
            "calls that came again",
            &format!("{} of {count}", self.repeated),
            advice(self.repeated, "--tz and 'cdr read' count each call once"),
        ]);
        rows.push([
            "calls with impossible times",
            &format!("{} of {count}", self.without_times),
            advice(self.without_times, "what is said of times leaves them out"),
        ]);
        let members: Vec<_> = self
            .undocumented
            .keys()
            .take(20)
            .map(String::as_str)
            .collect();
        let members = if members.is_empty() {
            "none".to_owned()
        } else {
            members.join(", ")
        };
        let is_some = u64::from(!self.undocumented.is_empty());
        rows.push([
            "members not documented",
            &members,
            advice(is_some, "print them with -c"),
        ]);
        rows.push(["recorded after the call", &self.lateness(), ""]);
        let longest = self.longest(0, 1).map_or("unknown".to_owned(), length);
        rows.push(["longest call", &longest, ""]);
    }

    fn order(&self) -> String {
        let sorted = DECIDING.iter().enumerate().flat_map(|(index, path)| {
            let times = || self.calls.iter().map(move |(_, times)| times[index]);
            let rises = times().is_sorted();
            let falls = times().is_sorted_by(|one, other| one >= other);
            let rising = (rises && !falls).then(|| format!("rising {path}"));
            let falling = (falls && !rises).then(|| format!("falling {path}"));
            [rising, falling].into_iter().flatten()
        });
        let sorted: Vec<_> = sorted.collect();
        match (self.calls.len(), sorted.is_empty()) {
            (0 | 1, _) => "unknown".to_owned(),
            (_, true) => "none that is known".to_owned(),
            (_, false) => sorted.join(", and "),
        }
    }

    fn lateness(&self) -> String {
        let mut late: Vec<_> = self
            .calls
            .iter()
            .map(|(_, times)| times[2] - times[1])
            .collect();
        late.sort_unstable();
        let (Some(median), Some(most)) = (late.get(late.len() / 2), late.last()) else {
            return "unknown".to_owned();
        };
        let ninety_nine = late[(late.len() * 99).div_ceil(100) - 1];
        let [median, ninety_nine, most] = [*median, ninety_nine, *most].map(length);
        format!("median {median}, 99 % within {ninety_nine}, at most {most}")
    }
}

/// A length of time in a unit that is easy to read.
fn length(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        -119..=119 => format!("{seconds} s"),
        -7199..=7199 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3600),
    }
}
