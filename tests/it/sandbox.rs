//! The sandbox answers every command, without an account and always alike.

use crate::common::golden::assert_golden;
use crate::common::{assert_error, cdr};
use serde_json::Value;
use std::collections::BTreeSet;

/// What a command printed, asked in the sandbox. It says that the calls are made up, and nothing else.
fn print(arguments: &[&str]) -> String {
    let run = cdr().arg("--sandbox").args(arguments).assert().success();
    let run = run.stderr("cdr: sandbox: these calls are sample data\n");
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

fn lines(arguments: &[&str]) -> Vec<String> {
    let text = print(&[arguments, &["-f", "jsonl"]].concat());
    text.lines().map(str::to_owned).collect()
}

fn member(line: &str, path: &str) -> String {
    let record: Value = serde_json::from_str(line).unwrap();
    let value = path.split('.').fold(&record, |value, name| &value[name]);
    value.as_str().unwrap().to_owned()
}

#[test]
fn sandbox_day_golden() {
    assert_golden("day.txt", &print(&["period", "2025-01-01"]));
    assert_golden(
        "day.jsonl",
        &print(&["period", "2025-01-01", "-f", "jsonl"]),
    );
}

#[test]
fn the_same_query_has_the_same_result() {
    let question = ["period", "2024-12-30", "2025-01-02"];
    assert_eq!(lines(&question), lines(&question));
}

#[test]
fn a_period_is_its_days_one_after_the_other() {
    let days = ["2024-12-31", "2025-01-01", "2025-01-02"];
    let one_by_one: Vec<_> = days
        .iter()
        .flat_map(|day| lines(&["period", day]))
        .collect();
    assert_eq!(lines(&["period", "2024-12-31", "2025-01-02"]), one_by_one);
}

#[test]
fn a_conference_has_the_same_calls_as_in_its_period() {
    let period = lines(&["period", "2025-01-15"]);
    let numbers: BTreeSet<_> = period.iter().map(|line| member(line, "conf_num")).collect();
    assert!(numbers.len() > 1);
    let by_number: Vec<_> = numbers
        .iter()
        .flat_map(|number| lines(&["conf", number]))
        .collect();
    assert_eq!(by_number, period);
}

#[test]
fn a_room_has_the_same_calls_as_in_its_period() {
    let period = lines(&["period", "2025-01", "--keep-duplicates"]);
    let rooms: BTreeSet<_> = period
        .iter()
        .map(|line| member(line, "room.room_id"))
        .collect();
    assert!(rooms.len() > 1);
    for room in rooms {
        let in_period = period
            .iter()
            .filter(|line| member(line, "room.room_id") == room);
        let expected: Vec<_> = in_period.cloned().collect();
        assert_eq!(lines(&["room", &room, "--keep-duplicates"]), expected);
        let in_month = ["room-period", &room, "2025-01", "--keep-duplicates"];
        assert_eq!(lines(&in_month), expected);
    }
}

#[test]
fn a_month_has_the_hard_cases_of_billing() {
    let calls = lines(&["period", "2025-01", "--keep-duplicates"]);
    let has = |is: &dyn Fn(&Value) -> bool| {
        let parsed = |line: &String| serde_json::from_str(line).unwrap();
        calls.iter().filter(|line| is(&parsed(line))).count()
    };
    let text = |call: &Value, path: &str| {
        let value = path.split('.').fold(call, |value, name| &value[name]);
        value.as_str().unwrap_or_default().to_owned()
    };
    let days_later = |from: &str, to: &str, call: &Value| {
        let day = |path: &str| -> i32 { text(call, path)[8..10].parse().unwrap() };
        day(to) != day(from)
    };
    let over_midnight = |call: &Value| days_later("room.connect_dt", "room.disconnect_dt", call);
    assert!((4..30).contains(&has(&over_midnight)));
    let into_february = |call: &Value| text(call, "room.disconnect_dt").starts_with("2025-02-01");
    assert!((2..10).contains(&has(&into_february)));
    assert_eq!(has(&|call| call["cdr_id"].is_null()), 1);
    assert_eq!(
        has(&|call| call["usage"]["connect_minutes_cal"].is_null()),
        1
    );
    assert_eq!(has(&|call| text(call, "user.name").contains('\u{1b}')), 1);
    let late = |call: &Value| days_later("room.disconnect_dt", "trans_date", call);
    assert_eq!(has(&late), 1);
    let different: BTreeSet<_> = calls.iter().collect();
    assert_eq!(calls.len() - different.len(), 1);
}

#[test]
fn the_duplicate_of_a_month_is_dropped_with_a_warning() {
    let arguments = ["--sandbox", "period", "2025-01", "-f", "jsonl"];
    let run = cdr().args(arguments).assert().success();
    let run = run.stderr(
        "cdr: warning: 1 duplicate call was dropped\n\
         cdr: sandbox: these calls are sample data\n",
    );
    let printed = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let mut calls = lines(&["period", "2025-01", "--keep-duplicates"]);
    calls.dedup();
    assert_eq!(printed.lines().collect::<Vec<_>>(), calls);
}

#[test]
fn an_unknown_conference_has_no_calls_and_an_unknown_room_is_rejected() {
    assert_eq!(lines(&["conf", "42"]), Vec::<String>::new());
    let run = cdr()
        .args(["--sandbox", "room", "42"])
        .assert()
        .code(4)
        .stdout("");
    let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(message.contains("40001 (Room not found"), "{message}");
}

#[test]
fn the_environment_can_turn_it_on_and_off() {
    cdr()
        .env("CDR_SANDBOX", "1")
        .args(["period", "2025-01-01"])
        .assert()
        .success();
    cdr()
        .env("CDR_SANDBOX", "0")
        .args(["period", "2025-01-01"])
        .assert()
        .code(3);
    cdr()
        .env("CDR_SANDBOX", "")
        .args(["period", "2025-01-01"])
        .assert()
        .code(3);
}

#[test]
fn the_variable_is_a_usage_error_if_it_is_neither_on_nor_off() {
    let mut run = cdr();
    run.env("CDR_SANDBOX", "maybe").args(["conf", "1"]);
    let message = "invalid value 'maybe' for CDR_SANDBOX; expected one of: 1, yes, on, true, 0,";
    assert_error(&mut run, 2, &[message]);
}

#[test]
fn a_failure_is_not_preceded_by_the_note_about_sample_data() {
    let arguments = ["--sandbox", "conf", "1739252000", "-c", "usr.name"];
    assert_error(cdr().args(arguments), 2, &["did you mean 'user.name'?"]);
}

#[test]
fn an_account_cannot_be_typed_with_the_sandbox() {
    for (typed, option) in [
        (
            "--sandbox conf 1 --base-url http://127.0.0.1:1/v2",
            "--base-url",
        ),
        ("conf 1 --sandbox --app-id x", "--app-id"),
        ("--profile x sync y 2025-01 --sandbox", "--profile"),
        ("doctor --service enablex --sandbox", "--service"),
        (
            "--sandbox bill 2025-01 --rates x --app-key-file y",
            "--app-key-file",
        ),
    ] {
        let message = format!("--sandbox cannot be used with {option}; remove one of them");
        assert_error(cdr().args(typed.split(' ')), 2, &[&message]);
    }
}

#[test]
fn the_sandbox_ignores_proxies() {
    let proxied = &mut cdr();
    proxied
        .env("http_proxy", "http://127.0.0.1:1")
        .env("ALL_PROXY", "http://127.0.0.1:1");
    proxied
        .args(["--sandbox", "period", "2025-01-01"])
        .assert()
        .success();
}
