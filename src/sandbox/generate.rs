//! Made-up calls: believable, and the same for the same day every time.
//!
//! The ids say where they belong, so that every route answers with the same calls: a room's starts
//! with the month the room lives in, a conference's number with the day of the conference.

use super::oddity::{Oddity, oddity_of};
use super::random::Dice;
use super::room::{ROOMS, Room};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

/// Added to a day's number, so that every conference number has ten digits.
const FIRST_DAY: i32 = 1_000_000;

/// The day on which the conference of this number took place, if the number can be one.
pub fn day_of_conference(number: &str) -> Option<NaiveDate> {
    let day: i32 = number.get(..7)?.parse().ok()?;
    NaiveDate::from_num_days_from_ce_opt(day - FIRST_DAY)
}

/// One user's connection to a conference.
#[derive(Clone)]
pub struct Call {
    /// The conference's number.
    pub conference: String,
    /// Where it took place.
    pub room: Room,
    /// The connection's own number.
    pub number: String,
    /// What the user was allowed to do.
    pub role: &'static str,
    /// When the user joined.
    pub connected: DateTime<Utc>,
    /// How long the user stayed.
    pub milliseconds: u64,
    /// Whether the user sent a camera.
    pub has_video: bool,
    /// What the user received, in seconds of single streams, and whether video was among them.
    pub received: (u64, bool),
    /// What makes it hard to bill.
    pub oddity: Option<Oddity>,
    /// What the rest of the record is made from.
    pub dice: Dice,
}

/// A conference: when it starts and how long it takes, in seconds, and where.
struct Conference {
    start: u64,
    length: u64,
    room: u64,
}

/// How long after the start of a conference the last user joins, in milliseconds.
const LATEST: u64 = 180_000;

/// The calls of a day, in the order in which their conferences started.
pub fn calls_on(day: NaiveDate) -> Vec<Call> {
    let mut dice = Dice::new(day.num_days_from_ce().into(), 0);
    let oddity = oddity_of(day);
    let mut calls = Vec::new();
    for (index, conference) in conferences_on(day, &mut dice).iter().enumerate() {
        let number = format!("{:07}{index:03}", day.num_days_from_ce() + FIRST_DAY);
        let start = day.and_time(NaiveTime::MIN).and_utc() + seconds(conference.start);
        let mut users = Vec::new();
        for person in 0..2 + dice.below(5) {
            let late = dice.below(LATEST);
            let left_early = dice.below(4) == 0;
            let length = conference.length;
            let stayed = if left_early {
                LATEST / 1000 + dice.below(length - LATEST / 1000)
            } else {
                length
            };
            users.push(Call {
                conference: number.clone(),
                room: Room::new(day, conference.room),
                number: format!("{number}{person:03}"),
                role: role(person, &mut dice),
                connected: start + TimeDelta::milliseconds(late.cast_signed()),
                milliseconds: stayed * 1000 + dice.below(1000),
                has_video: dice.below(4) > 0,
                received: (0, false),
                oddity: None,
                dice: Dice::new(dice.roll().cast_signed(), person),
            });
        }
        for user in 0..users.len() {
            users[user].received = received(&users, user);
        }
        calls.append(&mut users);
    }
    // The first call of the day's last conference is the odd one.
    let last = calls.last().map(|call| call.conference.clone());
    if let Some(place) = calls
        .iter()
        .position(|call| Some(&call.conference) == last.as_ref())
    {
        calls[place].oddity = oddity;
        if oddity == Some(Oddity::SentTwice) {
            calls.insert(place, calls[place].clone());
        }
    }
    calls
}

/// What one user of a conference received of the others: their microphones and cameras, while both were there.
fn received(users: &[Call], user: usize) -> (u64, bool) {
    let mut received = (0, false);
    for (other, call) in users.iter().enumerate() {
        let together =
            users[user].left().min(call.left()) - users[user].connected.max(call.connected);
        let together = u64::try_from(together.num_seconds()).unwrap_or(0);
        if other != user && together > 0 {
            received.0 += together * (1 + u64::from(call.has_video));
            received.1 |= call.has_video;
        }
    }
    received
}

/// The conferences of a day in the order of their starts. A room has one at a time.
fn conferences_on(day: NaiveDate, dice: &mut Dice) -> Vec<Conference> {
    let count = match day.weekday() {
        Weekday::Sat | Weekday::Sun => 1,
        _ => 2 + dice.below(3),
    };
    let mut starts: Vec<_> = (0..count)
        .map(|_| (7 * 60 + dice.below(12 * 60)) * 60)
        .collect();
    starts.sort_unstable();
    let mut taken = Vec::new();
    let mut conferences: Vec<_> = starts
        .into_iter()
        .map(|start| {
            let length = 300 + dice.below(5400);
            let wished = dice.below(ROOMS);
            let is_free = |room: &u64| {
                let mut taken = taken.iter();
                taken.all(|(other, until)| other != room || *until <= start)
            };
            let mut rooms = (0..ROOMS).map(|step| (wished + step) % ROOMS);
            let room = rooms.find(is_free).unwrap_or(wished);
            taken.push((room, start + length + LATEST / 1000 + 1));
            Conference {
                start,
                length,
                room,
            }
        })
        .collect();
    if oddity_of(day) == Some(Oddity::OverMidnight)
        && let Some(last) = conferences.last_mut()
    {
        // The last user has joined by five to twelve.
        last.start = (23 * 60 + 50) * 60 - dice.below(3600);
        last.length = 5400 + dice.below(1800);
    }
    conferences
}

impl Call {
    /// When the user left.
    pub fn left(&self) -> DateTime<Utc> {
        self.connected + TimeDelta::milliseconds(self.milliseconds.cast_signed())
    }
}

fn role(person: u64, dice: &mut Dice) -> &'static str {
    match (person, dice.below(8)) {
        (0, _) => "moderator",
        (_, 0) => "viewer",
        (_, 1) => "audience",
        _ => "participant",
    }
}

/// A length of time.
pub fn seconds(count: u64) -> TimeDelta {
    TimeDelta::seconds(count.cast_signed())
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
        fn the_same_day_has_the_same_calls(day in any_day()) {
            let records = || calls_on(day).iter().map(Call::json).collect::<Vec<_>>();
            prop_assert_eq!(records(), records());
        }

        #[test]
        fn every_call_is_found_again_by_its_conference_and_by_its_room(day in any_day()) {
            for call in calls_on(day) {
                prop_assert_eq!(day_of_conference(&call.conference), Some(day));
                prop_assert_eq!(call.conference.len(), 10);
                let room = Room::with_id(&call.room.id()).unwrap();
                prop_assert_eq!(room, call.room);
                let (first, last) = room.lifetime();
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
                        && other.connected < call.left()
                        && call.connected < other.left()
                });
                prop_assert!(!clashes);
            }
        }

        #[test]
        fn every_figure_is_plausible(day in any_day()) {
            for call in calls_on(day) {
                let record: serde_json::Value = serde_json::from_str(&call.json()).unwrap();
                let signalling = &record["sigserver"];
                let number = |value: &serde_json::Value| value.as_f64().unwrap();
                prop_assert!(number(&signalling["hold_duration"]) <= number(&signalling["duration"]));
                let has_video = record["published_track"]["video"] == true;
                let has_bitrate = |way: &str| {
                    record["stats_quality"][way]["video"]["avg_bitrate"].is_number()
                };
                prop_assert_eq!(has_video, has_bitrate("send"));
                prop_assert_eq!(call.received.1, has_bitrate("receive"));
            }
        }

        #[test]
        fn every_call_is_a_record_that_starts_on_its_day(day in any_day()) {
            for call in calls_on(day) {
                let record: serde_json::Value = serde_json::from_str(&call.json()).unwrap();
                let connected = record["room"]["connect_dt"].as_str().unwrap();
                prop_assert!(connected.starts_with(&day.to_string()));
            }
        }
    }

    #[test]
    fn ids_that_the_sandbox_never_gave_are_unknown() {
        for id in [
            "",
            "x",
            "00005eef",
            "00005eef0000000000000000",
            "é1234567",
            "ffffffff00",
        ] {
            assert_eq!(Room::with_id(id), None, "{id}");
        }
        for number in ["", "12", "abcdefghij", "é123456789"] {
            assert_eq!(day_of_conference(number), None, "{number}");
        }
    }
}
