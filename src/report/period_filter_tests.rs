//! Exact periods, compared with every rule by which a service may count calls.

use super::period_filter::{PeriodFilter, PeriodMatch, ReportPeriod};
use crate::record::{Projection, Record};
use crate::time::{DateRange, TimeZone};
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use std::num::NonZeroU32;

/// The default of `--slack`.
const SLACK: u32 = 2;

/// A zone, and from which instants on its clock is how many minutes ahead of UTC, from late summer
/// 2018 to early 2019. The offsets are those that the governments of these places published, not
/// those of a library.
struct Zone {
    name: &'static str,
    offsets: &'static [(&'static str, i64)],
}

const ZONES: [Zone; 5] = [
    Zone {
        name: "utc",
        offsets: &[("2018-01-01T00:00:00Z", 0)],
    },
    Zone {
        name: "Asia/Kolkata",
        offsets: &[("2018-01-01T00:00:00Z", 330)],
    },
    Zone {
        name: "America/New_York",
        offsets: &[
            ("2018-03-11T07:00:00Z", -240),
            ("2018-11-04T06:00:00Z", -300),
        ],
    },
    Zone {
        name: "Australia/Lord_Howe",
        offsets: &[("2018-03-31T15:00:00Z", 630), ("2018-10-06T15:30:00Z", 660)],
    },
    // Where the clock went from 24:00 to 01:00, so that 4 November had no midnight.
    Zone {
        name: "America/Sao_Paulo",
        offsets: &[
            ("2018-02-18T02:00:00Z", -180),
            ("2018-11-04T03:00:00Z", -120),
        ],
    },
];

impl Zone {
    fn day(&self, time: DateTime<Utc>) -> NaiveDate {
        let applies = |(from, _): &&(&str, i64)| from.parse::<DateTime<Utc>>().unwrap() <= time;
        let (_, minutes) = self.offsets.iter().rfind(applies).unwrap();
        day_at(time, *minutes)
    }
}

fn day_at(time: DateTime<Utc>, minutes: i64) -> NaiveDate {
    (time + TimeDelta::minutes(minutes)).date_naive()
}

struct Call {
    connected: DateTime<Utc>,
    disconnected: DateTime<Utc>,
    logged: DateTime<Utc>,
}

impl Call {
    /// A call that took up to three hours and was logged up to 20 hours later.
    fn new(number: i64, connected: DateTime<Utc>) -> Self {
        let spread = number * 7919;
        let disconnected = connected + TimeDelta::seconds(spread % 10_800);
        Self {
            connected,
            disconnected,
            logged: disconnected + TimeDelta::seconds(2 + spread % 72_000),
        }
    }
}

/// Calls at, a millisecond before and a millisecond after every midnight of every zone.
fn calls() -> Vec<Call> {
    let mut times = Vec::new();
    for day in day("2018-09-26").iter_days().take(136) {
        let midnight = day.and_hms_opt(0, 0, 0).unwrap().and_utc();
        for (_, minutes) in ZONES.iter().flat_map(|zone| zone.offsets) {
            let midnight = midnight - TimeDelta::minutes(*minutes);
            times.extend([-1, 0, 1].map(|step| midnight + TimeDelta::milliseconds(step)));
        }
    }
    times.sort_unstable();
    times.dedup();
    (0..)
        .zip(times)
        .map(|(number, time)| Call::new(number, time))
        .collect()
}

/// The times that a service compares with the first and with the last day of a period.
type ComparedTimes = fn(&Call) -> [DateTime<Utc>; 2];

const COMPARED_TIMES: [(&str, ComparedTimes); 5] = [
    ("connected", |call| [call.connected; 2]),
    ("disconnected", |call| [call.disconnected; 2]),
    ("logged", |call| [call.logged; 2]),
    ("overlap", |call| [call.disconnected, call.connected]),
    ("entire", |call| [call.connected, call.disconnected]),
];

/// The days of a call by a service whose clock is so many minutes ahead of UTC.
fn days_of(call: &Call, compared: ComparedTimes, minutes: i64) -> [NaiveDate; 2] {
    compared(call).map(|time| day_at(time, minutes))
}

/// Returns whether a service counts a call with these days into a period.
fn is_counted([first, last]: [NaiveDate; 2], period: DateRange, includes_last_day: bool) -> bool {
    period.first() <= first
        && (last < period.last() || (last == period.last() && includes_last_day))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn periods() -> [DateRange; 3] {
    [
        ("2018-10-01", "2018-10-31"),
        ("2018-11-01", "2018-11-30"),
        ("2018-10-01", "2019-01-31"),
    ]
    .map(|(first, last)| DateRange::new(day(first), day(last)).unwrap())
}

/// The calls that connected in a period of the zone.
fn expected<'c>(calls: &'c [Call], zone: &Zone, period: DateRange) -> Vec<&'c Call> {
    let is_expected = |call: &&Call| period.contains(zone.day(call.connected));
    calls.iter().filter(is_expected).collect()
}

#[test]
fn the_calls_of_a_period_are_those_that_connected_in_its_days_of_the_zone() {
    let calls = calls();
    for zone in &ZONES {
        for period in periods() {
            let filter = PeriodFilter::new(
                ReportPeriod {
                    days: period,
                    exact_zone: Some(TimeZone::from_name(zone.name).unwrap()),
                },
                &mut Projection::default(),
            );
            let is_inside = |call: &&Call| {
                let [connected, logged] = [call.connected, call.logged]
                    .map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
                    .map(|time| format!("\"{time}\""));
                let record = Record {
                    text: "{}",
                    values: &[Some(&connected), Some(&logged)],
                };
                filter.classify(&record) == PeriodMatch::Inside
            };
            let inside = calls.iter().filter(is_inside).map(|call| call.connected);
            let expected = expected(&calls, zone, period)
                .into_iter()
                .map(|call| call.connected);
            assert!(inside.eq(expected), "{} {period}", zone.name);
        }
    }
}

#[test]
fn the_requested_days_have_every_call_of_a_period_whichever_rule_the_service_counts_by() {
    let calls = calls();
    for zone in &ZONES {
        for period in periods() {
            let requested = TimeZone::from_name(zone.name)
                .unwrap()
                .utc_range(period, SLACK);
            let nine_days = NonZeroU32::new(9).unwrap();
            let expected = expected(&calls, zone, period);
            for windows in [vec![requested], requested.split_into_windows(nine_days)] {
                for (name, compared) in COMPARED_TIMES {
                    // Of the calls around midnight between two windows, neither has the whole.
                    if name == "entire" && windows.len() > 1 {
                        continue;
                    }
                    for (minutes, includes_last_day) in
                        [(0, true), (0, false), (330, true), (330, false)]
                    {
                        let is_received = |call: &&Call| {
                            let days = days_of(call, compared, minutes);
                            windows
                                .iter()
                                .any(|window| is_counted(days, *window, includes_last_day))
                        };
                        assert!(
                            expected.iter().all(is_received),
                            "{name} {minutes} {includes_last_day} {} {period}",
                            zone.name
                        );
                    }
                }
            }
        }
    }
}
