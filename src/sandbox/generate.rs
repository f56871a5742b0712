//! Sample calls: plausible, and always the same for a day.
//!
//! Everything follows from the date, so nothing is stored, and IDs contain what leads back to it:
//!
//! ```text
//! conf_num  1739252 002           day (from year 1, plus 1,000,000), conference of the day
//! room_id   00005eec 1d2f…        month (from year 0, hexadecimal), random digits
//! ```
//!
//! So every route of the API yields the same calls.

use super::edge_case::{EdgeCase, edge_case_on};
use super::random::Rng;
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

/// Added to the number of a day, so that every conference number has ten digits.
const FIRST_DAY: i32 = 1_000_000;

/// Returns the day of a conference, if its number can be one.
pub fn day_of_conference(number: &str) -> Option<NaiveDate> {
    let day: i32 = number.get(..7)?.parse().ok()?;
    NaiveDate::from_num_days_from_ce_opt(day - FIRST_DAY)
}

/// A call: the connection of one user to a conference.
#[derive(Clone)]
pub struct Call {
    /// The number of the conference.
    pub conference: String,
    pub room: Room,
    /// The number of the call.
    pub number: String,
    pub role: &'static str,
    pub connected: DateTime<Utc>,
    pub milliseconds: u64,
    pub sends_video: bool,
    /// The seconds of single streams that were received, and whether video was among them.
    pub received: (u64, bool),
    pub edge_case: Option<EdgeCase>,
    /// The source of the remaining values of the record.
    pub rng: Rng,
}

/// A conference, in seconds from the start of its day.
struct Conference {
    start: u64,
    length: u64,
    room: u64,
}

/// How long after the start of a conference a user can join.
const MAX_JOIN_DELAY_MS: u64 = 180_000;

/// Returns the calls of a day, ordered by the start of their conferences.
pub fn calls_on(day: NaiveDate) -> Vec<Call> {
    let mut rng = Rng::new(day.num_days_from_ce().into(), 0);
    let edge_case = edge_case_on(day);
    let mut calls = Vec::new();
    for (index, conference) in conferences_on(day, &mut rng).iter().enumerate() {
        let number = format!("{:07}{index:03}", day.num_days_from_ce() + FIRST_DAY);
        let start = day.and_time(NaiveTime::MIN).and_utc() + seconds(conference.start);
        let mut users = Vec::new();
        for person in 0..2 + rng.below(5) {
            let late = rng.below(MAX_JOIN_DELAY_MS);
            let left_early = rng.below(4) == 0;
            let length = conference.length;
            let stayed = if left_early {
                MAX_JOIN_DELAY_MS / 1000 + rng.below(length - MAX_JOIN_DELAY_MS / 1000)
            } else {
                length
            };
            users.push(Call {
                conference: number.clone(),
                room: Room::new(day, conference.room),
                number: format!("{number}{person:03}"),
                role: role(person, &mut rng),
                connected: start + TimeDelta::milliseconds(late.cast_signed()),
                milliseconds: stayed * 1000 + rng.below(1000),
                sends_video: rng.below(4) > 0,
                received: (0, false),
                edge_case: None,
                rng: Rng::new(rng.next_u64().cast_signed(), person),
            });
        }
        for user in 0..users.len() {
            users[user].received = sum_received(&users, user);
        }
        calls.append(&mut users);
    }
    // The edge case is the first call of the last conference of the day.
    let last = calls.last().map(|call| call.conference.clone());
    if let Some(index) = calls
        .iter()
        .position(|call| Some(&call.conference) == last.as_ref())
    {
        calls[index].edge_case = edge_case;
        if edge_case == Some(EdgeCase::Duplicate) {
            calls.insert(index, calls[index].clone());
        }
    }
    calls
}

/// Returns what a user received from the microphones and cameras of the others while both were
/// connected.
fn sum_received(users: &[Call], user: usize) -> (u64, bool) {
    let mut received = (0, false);
    for (other, call) in users.iter().enumerate() {
        let together = users[user].disconnected().min(call.disconnected())
            - users[user].connected.max(call.connected);
        let together = u64::try_from(together.num_seconds()).unwrap_or(0);
        if other != user && together > 0 {
            received.0 += together * (1 + u64::from(call.sends_video));
            received.1 |= call.sends_video;
        }
    }
    received
}

/// Returns the conferences of a day, ordered by start. A room has one at a time.
fn conferences_on(day: NaiveDate, rng: &mut Rng) -> Vec<Conference> {
    let count = match day.weekday() {
        Weekday::Sat | Weekday::Sun => 1,
        _ => 2 + rng.below(3),
    };
    let mut starts: Vec<_> = (0..count)
        .map(|_| (7 * 60 + rng.below(12 * 60)) * 60)
        .collect();
    starts.sort_unstable();
    let mut occupied = Vec::new();
    let mut conferences: Vec<_> = starts
        .into_iter()
        .map(|start| {
            let length = 300 + rng.below(5400);
            let preferred = rng.below(ROOMS);
            let is_free = |room: &u64| {
                let mut occupied = occupied.iter();
                occupied.all(|(other, until)| other != room || *until <= start)
            };
            let mut rooms = (0..ROOMS).map(|step| (preferred + step) % ROOMS);
            let room = rooms.find(is_free).unwrap_or(preferred);
            occupied.push((room, start + length + MAX_JOIN_DELAY_MS / 1000 + 1));
            Conference {
                start,
                length,
                room,
            }
        })
        .collect();
    if edge_case_on(day) == Some(EdgeCase::PastMidnight)
        && let Some(last) = conferences.last_mut()
    {
        // The last user joins before 23:55.
        last.start = (23 * 60 + 50) * 60 - rng.below(3600);
        last.length = 5400 + rng.below(1800);
    }
    conferences
}

impl Call {
    pub fn disconnected(&self) -> DateTime<Utc> {
        self.connected + TimeDelta::milliseconds(self.milliseconds.cast_signed())
    }
}

fn role(person: u64, rng: &mut Rng) -> &'static str {
    match (person, rng.below(8)) {
        (0, _) => "moderator",
        (_, 0) => "viewer",
        (_, 1) => "audience",
        _ => "participant",
    }
}

pub fn seconds(count: u64) -> TimeDelta {
    TimeDelta::seconds(count.cast_signed())
}

/// The number of rooms in a month.
pub const ROOMS: u64 = 5;

/// A room, which exists for a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    first_day: NaiveDate,
    pub number: u64,
}

impl Room {
    /// Returns a room of the month of a day.
    pub fn new(day: NaiveDate, number: u64) -> Self {
        Self {
            first_day: day.with_day(1).unwrap_or(day),
            number,
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        let month = u32::from_str_radix(id.get(..8)?, 16).ok()?;
        let year = i32::try_from(month / 12).ok()?;
        let day = NaiveDate::from_ymd_opt(year, month % 12 + 1, 1)?;
        let mut rooms = (0..ROOMS).map(|number| Self::new(day, number));
        rooms.find(|room| room.id() == id)
    }

    /// Returns the first and the last day of the room.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        let next_month = self.first_day.checked_add_months(Months::new(1));
        let last = next_month.and_then(|day| day.pred_opt());
        (self.first_day, last.unwrap_or(self.first_day))
    }

    pub fn id(&self) -> String {
        let month = self.first_day.year() * 12 + self.first_day.month0().cast_signed();
        let mut rng = Rng::new(month.into(), self.number + 1);
        format!("{month:08x}{:016x}", rng.next_u64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        // From the year 0 to the year 9999.
        (-365..3_652_059).prop_filter_map("a day", NaiveDate::from_num_days_from_ce_opt)
    }

    proptest! {
        #[test]
        fn a_day_always_has_the_same_calls(day in any_day()) {
            let records = || calls_on(day).iter().map(Call::json).collect::<Vec<_>>();
            prop_assert_eq!(records(), records());
        }

        #[test]
        fn the_conference_and_the_room_of_a_call_lead_back_to_its_day(day in any_day()) {
            for call in calls_on(day) {
                prop_assert_eq!(day_of_conference(&call.conference), Some(day));
                prop_assert_eq!(call.conference.len(), 10);
                let room = Room::from_id(&call.room.id()).unwrap();
                prop_assert_eq!(room, call.room);
                let (first, last) = room.days();
                prop_assert!(first <= day && day <= last);
            }
        }

        #[test]
        fn a_room_has_one_conference_at_a_time(first in any_day()) {
            let days = first.iter_days().take(3);
            let calls: Vec<_> = days.flat_map(calls_on).collect();
            for (index, call) in calls.iter().enumerate() {
                let clashes = calls[index + 1..].iter().any(|other| {
                    other.room == call.room
                        && other.conference != call.conference
                        && other.connected < call.disconnected()
                        && call.connected < other.disconnected()
                });
                prop_assert!(!clashes);
            }
        }

        #[test]
        fn durations_and_bitrates_are_consistent(day in any_day()) {
            for call in calls_on(day) {
                let record: serde_json::Value = serde_json::from_str(&call.json()).unwrap();
                let signalling = &record["sigserver"];
                let number = |value: &serde_json::Value| value.as_f64().unwrap();
                prop_assert!(number(&signalling["hold_duration"]) <= number(&signalling["duration"]));
                let sends_video = record["published_track"]["video"] == true;
                let has_bitrate = |way: &str| {
                    record["stats_quality"][way]["video"]["avg_bitrate"].is_number()
                };
                prop_assert_eq!(sends_video, has_bitrate("send"));
                prop_assert_eq!(call.received.1, has_bitrate("receive"));
            }
        }

        #[test]
        fn every_call_connects_on_its_day(day in any_day()) {
            for call in calls_on(day) {
                let record: serde_json::Value = serde_json::from_str(&call.json()).unwrap();
                let connected = record["room"]["connect_dt"].as_str().unwrap();
                prop_assert!(connected.starts_with(&day.to_string()));
            }
        }
    }

    #[test]
    fn unknown_ids_are_rejected() {
        for id in [
            "",
            "x",
            "00005eef",
            "00005eef0000000000000000",
            "é1234567",
            "ffffffff00",
        ] {
            assert_eq!(Room::from_id(id), None, "{id}");
        }
        for number in ["", "12", "abcdefghij", "é123456789"] {
            assert_eq!(day_of_conference(number), None, "{number}");
        }
    }
}
