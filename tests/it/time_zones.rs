//! With `--tz` no call is lost, none comes twice and none lies in a wrong month, however the service counts.

use crate::common::counting_service::{Call, CountingRule, Decides, Order, counting_rules};
use crate::common::scripted_server::ScriptedServer;
use crate::common::{assert_error, assert_success, cdr, cdr_with_url};
use assert_cmd::Command;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A zone, and from which instants on its clock is how many minutes before universal time, from late summer 2018 to
/// early 2019. Taken from the rules of these places, not from a library.
struct Place {
    name: &'static str,
    offsets: &'static [(&'static str, i64)],
}

const PLACES: [Place; 5] = [
    Place {
        name: "utc",
        offsets: &[("2018-01-01T00:00:00Z", 0)],
    },
    Place {
        name: "Asia/Kolkata",
        offsets: &[("2018-01-01T00:00:00Z", 330)],
    },
    Place {
        name: "America/New_York",
        offsets: &[
            ("2018-03-11T07:00:00Z", -240),
            ("2018-11-04T06:00:00Z", -300),
        ],
    },
    Place {
        name: "Australia/Lord_Howe",
        offsets: &[("2018-03-31T15:00:00Z", 630), ("2018-10-06T15:30:00Z", 660)],
    },
    // Where the clock went from 24:00 to 01:00, and the fourth of November had no midnight.
    Place {
        name: "America/Sao_Paulo",
        offsets: &[
            ("2018-02-18T02:00:00Z", -180),
            ("2018-11-04T03:00:00Z", -120),
        ],
    },
];

impl Place {
    fn day(&self, time: DateTime<Utc>) -> NaiveDate {
        let started = |(from, _): &&(&str, i64)| from.parse::<DateTime<Utc>>().unwrap() <= time;
        let (_, minutes) = self.offsets.iter().rfind(started).unwrap();
        (time + TimeDelta::minutes(*minutes)).date_naive()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A call that connected then, took up to three hours and was logged up to 20 hours later.
fn call(id: usize, connected: DateTime<Utc>) -> Call {
    let spread = i64::try_from(id).unwrap() * 7919;
    let left = connected + TimeDelta::seconds(spread % 10_800);
    let logged = left + TimeDelta::seconds(2 + spread % 72_000);
    Call {
        id,
        connected,
        left,
        logged,
    }
}

/// Calls at, a millisecond before and a millisecond after every midnight of every place.
fn calls() -> Vec<Call> {
    let mut times = Vec::new();
    for midnight in day("2018-09-26").iter_days().take(136) {
        let midnight = midnight.and_hms_opt(0, 0, 0).unwrap().and_utc();
        let offsets = PLACES.iter().flat_map(|place| place.offsets);
        for (_, minutes) in offsets {
            let midnight = midnight - TimeDelta::minutes(*minutes);
            times.extend([-1, 0, 1].map(|step| midnight + TimeDelta::milliseconds(step)));
        }
    }
    times.sort_unstable();
    times.dedup();
    times
        .into_iter()
        .enumerate()
        .map(|(id, time)| call(id, time))
        .collect()
}

/// The ids of the calls that connected in these days of a place.
fn expected(calls: &[Call], place: &Place, first: NaiveDate, last: NaiveDate) -> Vec<usize> {
    let is_in = |call: &&Call| (first..=last).contains(&place.day(call.connected));
    calls.iter().filter(is_in).map(|call| call.id).collect()
}

/// What a successful run printed. It said nothing else, except that a number of calls may be a limit: some of the
/// many windows have a round number of calls, or share the largest one.
fn printed_but_for_counts(run: &mut Command) -> String {
    let output = run.assert().success().get_output().clone();
    let message = String::from_utf8(output.stderr).unwrap();
    let is_of_counts = |line: &str| line.ends_with("run 'cdr doctor'");
    assert!(message.lines().all(is_of_counts), "{message}");
    String::from_utf8(output.stdout).unwrap()
}

/// The ids that a question gets, sorted.
fn ids(server: &ScriptedServer, arguments: &[&str]) -> Vec<usize> {
    let run = &mut cdr_with_url(&server.url());
    let run = run.arg("period").args(arguments);
    let lines = printed_but_for_counts(run.args(["-f", "csv", "-c", "cdr_id", "--no-header"]));
    let mut ids: Vec<_> = lines.lines().map(|line| line.parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

/// Asserts that the calls of a month, and of four months, are those that connected in the days of the place.
fn assert_exact_periods(
    rule: CountingRule,
    server: &ScriptedServer,
    calls: &[Call],
    place: &Place,
    split: &[&str],
) {
    for (period, first, last) in [
        ("2018-11", "2018-11-01", "2018-11-30"),
        ("2018-10..2019-01", "2018-10-01", "2019-01-31"),
    ] {
        let found = ids(server, &[&[period, "--tz", place.name], split].concat());
        let expected = expected(calls, place, day(first), day(last));
        assert_eq!(found, expected, "{rule:?} {} {period}", place.name);
    }
}

#[test]
fn tz_periods_are_exact_for_every_counting_rule() {
    // Unit tests combine every rule with every zone and period.
    let calls = calls();
    let rules = counting_rules().into_iter().step_by(4);
    for ((number, rule), place) in rules.enumerate().zip(PLACES.iter().cycle()) {
        let server = rule.serve(calls.clone());
        let split = if number % 2 == 0 {
            &["--split", "9"][..]
        } else {
            &[]
        };
        assert_exact_periods(rule, &server, &calls, place, split);
    }
}

#[test]
fn tz_decides_day_and_month_of_totals() {
    let calls = calls();
    let rule = CountingRule {
        decides: Decides::Connect,
        last_day_is_in: true,
        minutes: 0,
        change: None,
        order: Order::Ascending,
    };
    let server = rule.serve(calls.clone());
    for place in &PLACES {
        for (column, length) in [("day", 10), ("month", 7)] {
            let mut expected = BTreeMap::<String, usize>::new();
            for call in &calls {
                let day = place.day(call.connected);
                if (day.year(), day.month()) >= (2018, 10)
                    && (day.year(), day.month()) <= (2018, 12)
                {
                    *expected
                        .entry(day.to_string()[..length].to_owned())
                        .or_default() += 1;
                }
            }
            let run = &mut cdr_with_url(&server.url());
            let columns = format!("{column},calls");
            let question = [
                "period",
                "2018-10..2018-12",
                "--tz",
                place.name,
                "-g",
                column,
            ];
            let run = run.args(question).args(["-f", "csv", "--no-header"]);
            let rows = printed_but_for_counts(run.args(["-c", &columns]));
            let found = rows.lines().map(|row| row.split_once(',').unwrap());
            let found = found.map(|(key, calls)| (key.to_owned(), calls.parse().unwrap()));
            assert_eq!(
                found.collect::<BTreeMap<_, _>>(),
                expected,
                "{} {column}",
                place.name
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn tz_is_exact_for_any_period_and_calls(
        seconds in prop::collection::vec(0..60 * 86_400_i64, 0..60),
        (rule, place) in (0..counting_rules().len(), 0..PLACES.len()),
        (first, length, split) in (0..40_u64, 0..15_u64, 1..20_u32),
    ) {
        let start = day("2018-10-01").and_hms_opt(0, 0, 0).unwrap().and_utc();
        let calls = seconds.iter().enumerate();
        let calls: Vec<_> = calls.map(|(id, second)| call(id, start + TimeDelta::seconds(*second))).collect();
        let first = day("2018-10-02") + chrono::Days::new(first);
        let last = first + chrono::Days::new(length);
        let server = counting_rules()[rule].serve(calls.clone());
        let place = &PLACES[place];
        let (from, to, split) = (first.to_string(), last.to_string(), split.to_string());
        let question = [&from, &to, "--tz", place.name, "--split", &split];
        prop_assert_eq!(ids(&server, &question), expected(&calls, place, first, last));
    }
}

fn one_call(record: &str) -> crate::common::Service {
    crate::common::Service::returning(crate::common::response_with(record))
}

#[test]
fn trans_date_decides_without_connect_dt_and_calls_without_both_are_kept() {
    let records = r#"{"cdr_id":"a","trans_date":"2025-01-31T20:00:00Z"},
        {"cdr_id":"b","room":{"connect_dt":"soon"},"trans_date":"2025-01-31T10:00:00Z"},
        {"cdr_id":"c","room":{"connect_dt":"soon"}}"#;
    let service = one_call(records);
    let run = &mut service.cdr();
    let run = run.args([
        "period",
        "2025-01",
        "--tz",
        "Asia/Kolkata",
        "-f",
        "csv",
        "-c",
        "cdr_id",
    ]);
    let run = run.assert().success().stdout("cdr_id\nb\nc\n");
    let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(message.contains("1 call has no valid time"), "{message}");
}

#[test]
fn a_call_with_two_times_is_in_both_periods() {
    let copies = [
        r#"{"cdr_id":"a","room":{"connect_dt":"2024-02-29T05:00:00.000Z"}}"#,
        r#"{"cdr_id":"a","room":{"connect_dt":"2024-03-01T05:00:00.000Z"}}"#,
    ];
    for records in [copies.join(","), [copies[1], copies[0]].join(",")] {
        for month in ["2024-02", "2024-03"] {
            for windows in ["100", "1"] {
                let service = one_call(&records);
                let arguments = ["period", month, "--tz", "utc", "-f", "csv"];
                let run = &mut service.cdr();
                let run = run.args(arguments).args(["-c", "month", "--no-header"]);
                let run = run.args(["--split", windows]);
                let run = run.assert().success().stdout(format!("{month}\n"));
                let warning = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
                assert!(
                    warning
                        .contains("1 call was received with connection times inside and outside"),
                    "{records}: {warning}"
                );
            }
        }
    }
}

#[test]
fn tz_shows_times_of_the_zone_except_in_json() {
    let record = r#"{"cdr_id":"a","room":{"connect_dt":"2025-01-31T18:30:00.366Z"}}"#;
    let print = |arguments: &[&str]| {
        assert_success(one_call(record).cdr().args(["conf", "1"]).args(arguments))
    };
    let columns = ["-c", "room.connect_dt,day,hour", "--tz", "Asia/Kolkata"];
    let expected = "room.connect_dt,day,hour\n2025-02-01T00:00:00.366+05:30,2025-02-01,00\n";
    assert_eq!(print(&[&columns[..], &["-f", "csv"]].concat()), expected);
    assert!(print(&columns).contains("2025-02-01T00:00:00.366+05:30"));
    assert_eq!(
        print(&["-f", "jsonl", "--tz", "Asia/Kolkata"]),
        format!("{record}\n")
    );
    let totals = [
        "-g",
        "day",
        "-c",
        "day,first_connect_dt",
        "--tz",
        "Asia/Kolkata",
        "-f",
        "csv",
    ];
    assert!(print(&totals).ends_with("\n2025-02-01,2025-02-01T00:00:00.366+05:30\n"));
    let run = &mut cdr();
    let run = run.args(["read", "-", "-f", "csv", "-c", "day", "--no-header"]);
    assert_eq!(
        assert_success(run.env("CDR_TZ", "asia/kolkata").write_stdin(record)),
        "2025-02-01\n"
    );
}

#[test]
fn without_tz_calls_outside_the_period_cause_a_warning() {
    let record = r#"{"room":{"connect_dt":"2025-02-01T00:00:00Z"}},{"room":{"connect_dt":"2025-01-31T23:59:59Z"}}"#;
    for format in crate::common::text_formats() {
        let service = crate::common::Service::with(|mock| {
            mock.match_request(|request| {
                request.path() == "/video/v2/cdr/period/2025-01-01/2025-01-31"
            })
            .with_body(crate::common::response_with(record))
        });
        let run = service
            .cdr()
            .args(["period", "2025-01", "-f", format])
            .assert()
            .success();
        let message = "cdr: warning: 1 call connected outside 2025-01-01 to 2025-01-31 (UTC); \
            use --tz utc to select exactly these days\n";
        run.stderr(message);
        service.assert_requested_once();
    }
}

#[test]
fn an_invalid_tz_or_slack_is_rejected_before_any_request() {
    let at = || cdr_with_url("http://127.0.0.1:1");
    let ask = |arguments: &[&str], message: &[&str]| {
        assert_error(at().args(["period", "2025-01"]).args(arguments), 2, message);
    };
    ask(
        &["--tz", "Asia/Kolkatta"],
        &["--tz: ", "did you mean 'Asia/Kolkata'?"],
    );
    ask(&["--tz", ""], &["unknown time zone ''"]);
    for slack in ["32", "-1", "1.5", "", "99999999999"] {
        let message = ["--slack", "expected an integer from 0 to 31"];
        ask(&["--tz", "utc", "--slack", slack], &message);
    }
    for zone in ["Factory", "posixrules", "right/UTC", "Etc/Unknown"] {
        ask(&["--tz", zone], &["unknown time zone"]);
    }
    ask(&["--slack", "1"], &["--slack", "--tz"]);
    ask(&["7d", "--tz", "utc"], &["7d always ends yesterday"]);
    assert_error(
        at().args(["period", "2025-01..2025-02", "2025-03"]),
        2,
        &["two end dates"],
    );
    assert_error(
        at().env("CDR_TZ", "Nowhere").args(["conf", "1"]),
        2,
        &["CDR_TZ: unknown time zone"],
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("cdr")).unwrap();
    std::fs::write(
        folder.path().join("cdr/config.toml"),
        "[profiles.p]\ntz = \"\"\n",
    )
    .unwrap();
    let run = &mut at();
    let run = run
        .env("XDG_CONFIG_HOME", folder.path())
        .args(["conf", "1", "--profile", "p"]);
    assert_error(run, 2, &["config.toml:2:6: tz: unknown time zone ''"]);
}

/// Three calls around midnight in Karachi, five hours ahead of UTC.
const KARACHI: &str = r#"{"cdr_id":"1","room":{"connect_dt":"2025-01-31T19:00:00Z"}}
{"cdr_id":"2","room":{"connect_dt":"2025-02-01T04:00:00Z"}}
{"cdr_id":"3","room":{"connect_dt":"2025-02-28T18:59:59Z"}}
"#;

#[test]
fn a_tz_name_that_means_the_opposite_offset_causes_a_warning() {
    let months = |zone: &str| {
        let mut run = cdr();
        run.args([
            "read",
            "-",
            "-f",
            "csv",
            "--no-header",
            "-c",
            "month",
            "--tz",
            zone,
        ]);
        run.write_stdin(KARACHI).assert()
    };
    for (zone, offset) in [
        ("GMT+5", "+05:00"),
        ("utc-3:30", "-03:30"),
        ("+5", "+05:00"),
    ] {
        let mut run = cdr();
        run.args(["read", "no-such-file", "--tz", zone]);
        assert_error(&mut run, 2, &[&format!("did you mean '{offset}'?")]);
    }
    let february = "2025-02\n".repeat(3);
    months("+05:00")
        .success()
        .stdout(february.clone())
        .stderr("");
    months("Etc/GMT-5")
        .success()
        .stdout(february)
        .stderr("cdr: warning: time zone Etc/GMT-5 is UTC+05:00; use -05:00 for UTC-05:00\n");
    let west = "2025-01\n2025-01\n2025-02\n";
    months("-05:00").success().stdout(west).stderr("");
    months("etc/gmt+5")
        .success()
        .stdout(west)
        .stderr("cdr: warning: time zone Etc/GMT+5 is UTC-05:00; use +05:00 for UTC+05:00\n");
}

#[test]
fn a_fixed_offset_has_exact_days_and_prints_its_times() {
    let service = crate::common::Service::with(|mock| {
        mock.match_request(|request| request.path() == "/video/v2/cdr/period/2025-01-29/2025-03-02")
            .with_body(crate::common::response_with(
                KARACHI.trim_end().replace('\n', ",").as_str(),
            ))
    });
    let run = &mut service.cdr();
    let columns = "cdr_id,room.connect_dt";
    let rows = assert_success(run.args([
        "period",
        "2025-02",
        "--tz",
        "+05:00",
        "-f",
        "csv",
        "--no-header",
        "-c",
        columns,
    ]));
    assert_eq!(
        rows,
        "1,2025-02-01T00:00:00+05:00\n2,2025-02-01T09:00:00+05:00\n3,2025-02-28T23:59:59+05:00\n"
    );
    service.assert_requested_once();
}

#[test]
fn a_profile_can_name_the_zone_and_the_output_is_named_after_its_days() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("cdr")).unwrap();
    std::fs::write(
        folder.path().join("cdr/config.toml"),
        "[profiles.p]\ntz = \"Asia/Kolkata\"\n",
    )
    .unwrap();
    let service = crate::common::Service::with(|mock| {
        mock.match_request(|request| request.path() == "/video/v2/cdr/period/2024-12-29/2025-02-02")
            .with_body(crate::common::response_with(""))
    });
    let run = &mut service.cdr();
    run.env("XDG_CONFIG_HOME", folder.path())
        .env("CDR_PROFILE", "p")
        .current_dir(&folder);
    assert_success(run.args(["period", "2025-01", "-f", "csv", "-o", "{from}-{to}.csv"]));
    service.assert_requested_once();
    assert!(folder.path().join("2025-01-01-2025-01-31.csv").exists());
}
