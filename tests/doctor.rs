//! `cdr doctor` names the way in which a service counts, or says unknown, and never names a wrong one.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::service::{Call, Decides, Order, Way, ignoring_dates, ways, ways_of_lengths};
use common::{Service, cdr, cdr_at, one, printed, refused};
use std::collections::BTreeMap;

/// Calls around the clock over two months, each of another length and lateness.
fn calls(count: i64) -> Vec<Call> {
    let start: DateTime<Utc> = "2018-10-01T00:00:00Z".parse().unwrap();
    let call = |number: i64| {
        let connected = start + TimeDelta::seconds(61 * 86_400 / count * number + number % 7);
        let left = connected + TimeDelta::seconds(60 + number * 7919 % 10_800);
        Call {
            id: usize::try_from(number).unwrap(),
            connected,
            left,
            logged: left + TimeDelta::seconds(2 + number * 104_729 % 72_000),
        }
    };
    (0..count).map(call).collect()
}

/// The findings by their checks.
fn findings(url: &str, period: &[&str]) -> BTreeMap<String, String> {
    let run = &mut cdr_at(url);
    let rows = printed(
        run.arg("doctor")
            .args(period)
            .args(["-f", "csv", "-c", "check,finding"]),
    );
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect()
}

fn truth(way: Way) -> [(&'static str, &'static str); 3] {
    [
        (
            "last day of a period",
            if way.last_day_is_in {
                "is counted in"
            } else {
                "is not counted in"
            },
        ),
        (
            "what decides",
            match way.decides {
                Decides::Connect => "room.connect_dt",
                Decides::Disconnect => "room.disconnect_dt",
                Decides::Logged => "trans_date",
                Decides::Part => "any part of the call",
                Decides::Whole => "the whole call",
            },
        ),
        (
            "zone of its days",
            if way.minutes == 0 { "UTC" } else { "+05:30" },
        ),
    ]
}

#[test]
fn it_names_every_way_that_can_be_told_apart() {
    for way in ways().into_iter().chain(ways_of_lengths()) {
        let server = way.serving(calls(5000));
        let found = findings(&server.url(), &["2018-10..2018-11"]);
        for (check, finding) in truth(way) {
            assert_eq!(found[check], finding, "{way:?}: {found:?}");
        }
        let order = &found["order of calls"];
        match way.order {
            Order::Ascending => assert!(order.starts_with("rising"), "{way:?}: {order}"),
            Order::Descending => assert!(order.starts_with("falling"), "{way:?}: {order}"),
            Order::Shuffled => assert_eq!(order, "none that is known", "{way:?}"),
        }
        assert!(server.requests() <= 10, "{} requests", server.requests());
    }
}

#[test]
fn with_few_calls_it_says_unknown_and_nothing_wrong() {
    for count in [0, 1, 3, 10, 60] {
        let ways = ways().into_iter().chain(ways_of_lengths());
        for way in ways.step_by(3) {
            let calls = if count == 0 { Vec::new() } else { calls(count) };
            let server = way.serving(calls);
            let found = findings(&server.url(), &["2018-10-05..2018-11-20"]);
            for (check, finding) in truth(way) {
                let is_true = found[check] == finding || found[check] == "unknown";
                assert!(
                    is_true,
                    "{count} calls, {way:?}: {check} is {}",
                    found[check]
                );
            }
            if count < 2 {
                assert_eq!(found["zone of its days"], "unknown");
            }
        }
    }
}

#[test]
fn it_knows_the_clocks_of_zones_that_change() {
    let change = "2018-11-04T06:00:00Z".parse().unwrap();
    for way in ways().into_iter().chain(ways_of_lengths()).step_by(6) {
        let way = Way {
            minutes: -240,
            change: Some((change, -300)),
            ..way
        };
        let server = way.serving(calls(5000));
        let found = findings(&server.url(), &["2018-10..2018-11"]);
        let [last_day, rule, _] = truth(way);
        for (check, finding) in [last_day, rule] {
            assert_eq!(found[check], finding, "{way:?}: {found:?}");
        }
        assert_eq!(found["zone of its days"], "-04:00, then -05:00", "{way:?}");
    }
}

#[test]
fn of_a_service_that_ignores_the_dates_it_says_unknown() {
    for count in [1, 3, 40] {
        let mut calls = calls(61 * 24);
        calls.drain(..24 * 20);
        calls.truncate(count);
        let server = ignoring_dates(&calls);
        let found = findings(&server.url(), &["2018-10"]);
        for check in ["last day of a period", "what decides", "zone of its days"] {
            assert_eq!(found[check], "unknown", "{count} calls: {check}");
        }
        assert!(server.requests() <= 10);
    }
}

#[test]
fn it_looks_at_the_calls_themselves() {
    let record = |id: &str, more: &str| {
        format!(
            r#"{{{id}"trans_date":"2025-01-10T13:00:02Z","room":{{"connect_dt":"2025-01-10T10:00:00Z","disconnect_dt":"2025-01-10T12:00:00Z"}}{more}}}"#
        )
    };
    let records = [
        record(r#""cdr_id":"a","#, ""),
        record(r#""cdr_id":"a","#, ""),
        record(
            "",
            r#","price":{"connect_duration":1},"user":{"shoe":1,"name":"x"}"#,
        ),
    ];
    let body = one(&records.join(","));
    let mut server = mockito::Server::new();
    server
        .mock("GET", mockito::Matcher::Any)
        .with_body(body)
        .create();
    let found = findings(&server.url(), &["2025-01"]);
    assert_eq!(found["calls without cdr_id"], "1 of 3");
    assert_eq!(found["calls that came again"], "1 of 3");
    assert_eq!(found["members not documented"], "price, user.shoe");
    assert_eq!(found["longest call"], "2 h");
    assert!(
        found["recorded after the call"].contains("at most 60 min"),
        "{found:?}"
    );
}

#[test]
fn it_works_in_the_sandbox_and_in_every_format() {
    for format in common::formats() {
        let run = &mut cdr();
        let rows = printed(run.args(["--sandbox", "-q", "doctor", "2025-01", "-f", format]));
        assert!(
            rows.contains("is counted in") && rows.contains("made-up calls"),
            "{rows}"
        );
    }
    let run = &mut cdr();
    let rows = printed(run.args(["--sandbox", "-q", "doctor", "-f", "jsonl"]));
    assert_eq!(rows.lines().count(), 14);
}

#[test]
fn it_shows_the_configuration_and_not_the_key() {
    let service = Service::with(|mock| mock.with_body(one("")));
    let run = &mut service.cdr();
    let rows = printed(run.args(["doctor", "2025-01-01", "-f", "csv"]));
    assert!(
        rows.contains("app id an-id") && rows.contains("127.0.0.1"),
        "{rows}"
    );
    assert!(!rows.contains(common::APP_KEY), "{rows}");
}

#[test]
fn a_call_whose_times_can_t_be_is_counted_apart() {
    let record = |connected: &str, left: &str, logged: &str| {
        format!(
            r#"{{"trans_date":"{logged}","room":{{"connect_dt":"{connected}","disconnect_dt":"{left}"}}}}"#
        )
    };
    let (ten, twelve) = ("2025-01-10T10:00:00Z", "2025-01-10T12:00:00Z");
    let records = [
        record(ten, twelve, "2025-01-10T12:00:05Z"),
        record(ten, "9999-12-31T00:00:00Z", "9999-12-31T00:00:00Z"),
        record(ten, "2025-01-10T09:00:00Z", twelve),
        record(ten, twelve, "2024-01-10T12:00:00Z"),
        record("soon", twelve, twelve),
    ];
    let mut server = mockito::Server::new();
    let server = {
        let body = one(&records.join(","));
        let mock = server.mock("GET", mockito::Matcher::Any);
        mock.with_body(body).create();
        server
    };
    let found = findings(&server.url(), &["2025-01"]);
    assert_eq!(found["calls with impossible times"], "4 of 5");
    assert_eq!(found["longest call"], "2 h");
    assert!(found["recorded after the call"].ends_with("at most 5 s"));
}

#[test]
fn it_shows_the_zone_that_applies_and_whether_it_can_be_used() {
    let zone = |value: &str| {
        let service = Service::with(|mock| mock.with_body(one("")));
        let run = &mut service.cdr();
        let rows = printed(
            run.env("CDR_TZ", value)
                .args(["doctor", "2025-01-01", "-f", "csv"]),
        );
        let row = rows.lines().find(|row| row.starts_with("time zone,"));
        row.unwrap().to_owned()
    };
    assert_eq!(zone("asia/kolkata"), "time zone,Asia/Kolkata,");
    assert!(zone("").starts_with("time zone,none,"));
    assert!(zone("Asia/Kolkatta").contains("CDR_TZ: there is no time zone 'Asia/Kolkatta'"));
}

#[test]
fn days_still_to_come_draw_a_warning() {
    let service = Service::with(|mock| mock.with_body(one("")));
    let mut run = service.cdr();
    let run = run.args(["doctor", "2025-01..2999"]);
    let said = run.assert().get_output().stderr.clone();
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("the period ends on 2999-12-31"), "{said}");
}

#[test]
fn a_service_that_refuses_is_a_failure_like_any_other() {
    let service = Service::failing(401, "");
    refused(
        service.cdr().arg("doctor"),
        3,
        &["credentials were refused"],
    );
}
