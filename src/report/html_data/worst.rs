//! The conferences with most bad calls, in memory that does not grow with them.

use super::tally::ByName;
use crate::format::Conference;
use crate::time::TimeZone;
use crate::time::local_timestamp;
use chrono::{DateTime, SecondsFormat, Utc};

/// How many conferences are told.
const FIRST: usize = 20;

/// The calls of each conference.
#[derive(Default)]
pub struct Worst(ByName<Tally>);

#[derive(Clone, Debug, Default)]
struct Tally {
    room: Box<str>,
    first: Option<DateTime<Utc>>,
    calls: u64,
    bad: u64,
}

impl Tally {
    fn add(&mut self, room: &str, time: Option<DateTime<Utc>>, is_bad: bool) {
        if self.calls == 0 {
            self.room = room.into();
        }
        self.calls += 1;
        self.bad += u64::from(is_bad);
        self.first = self.first.into_iter().chain(time).min();
    }
}

impl Worst {
    /// Counts a call. Those without a conference are none.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn add(
        &mut self,
        conference: &str,
        room: &str,
        time: Option<DateTime<Utc>>,
        is_bad: bool,
    ) -> anyhow::Result<()> {
        if conference.is_empty() {
            return Ok(());
        }
        self.0.add(
            conference,
            |tally| tally.add(room, time, is_bad),
            || {
                let microseconds = time.map(|time| time.timestamp_micros().to_string());
                let microseconds = microseconds.unwrap_or_default();
                format!("{} {microseconds} {room}", u8::from(is_bad))
            },
        )
    }

    /// The conferences with most bad calls; those without any are none.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn finish(self, zone: &TimeZone) -> anyhow::Result<Vec<Conference>> {
        let mut first = Vec::new();
        let count = |tally: &mut Tally, call: &str| {
            let mut parts = call.splitn(3, ' ');
            let is_bad = parts.next() == Some("1");
            let microseconds = parts.next().and_then(|part| part.parse().ok());
            let time = microseconds.and_then(DateTime::from_timestamp_micros);
            tally.add(parts.next().unwrap_or_default(), time, is_bad);
        };
        let take = |number: &str, tally: &Tally| {
            let is_before = |other: &(String, Tally)| {
                let order = tally
                    .bad
                    .cmp(&other.1.bad)
                    .then(tally.calls.cmp(&other.1.calls));
                order.reverse().then_with(|| number.cmp(&other.0)).is_lt()
            };
            if tally.bad > 0 {
                let place = first.partition_point(|other| !is_before(other));
                first.insert(place, (number.to_owned(), tally.clone()));
                first.truncate(FIRST);
            }
        };
        self.0.each(count, take)?;
        let shown = |time: DateTime<Utc>| {
            let text = time.to_rfc3339_opts(SecondsFormat::Secs, true);
            local_timestamp(text.into(), zone).into_owned()
        };
        let first = first.into_iter().map(|(number, tally)| Conference {
            number,
            room: tally.room.into(),
            time: tally.first.map(shown).unwrap_or_default(),
            calls: tally.calls,
            bad: tally.bad,
        });
        Ok(first.collect())
    }
}
