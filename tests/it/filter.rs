//! `--where` takes exactly the calls of which it holds, and leaves them as they are.

use crate::common::{assert_error, assert_success, cdr};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::cmp::Ordering;

/// A column with the values that its calls may have and those that it may be compared with.
struct Column {
    path: &'static str,
    kind: Kind,
    values: &'static [&'static str],
    wanted: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Time,
    Text,
    Unknown,
}

/// The calls' values are JSON; an empty one is a member that is missing.
const COLUMNS: [Column; 5] = [
    Column {
        path: "room.duration",
        kind: Kind::Number,
        values: &[
            "",
            "null",
            "\"\"",
            "0",
            "7",
            "7.0",
            "\"7\"",
            "70e-1",
            "\"-3.5\"",
            "100",
            "\"1,000\"",
            "true",
        ],
        wanted: &["", "0", "7", "7.00", "-3.5", "99.9", "1e2"],
    },
    Column {
        path: "room.connect_dt",
        kind: Kind::Time,
        values: &[
            "",
            "null",
            "\"soon\"",
            "\"2025-01-31T18:29:59.999Z\"",
            "\"2025-01-31T18:30:00.000Z\"",
            "\"2025-02-01T00:00:00+05:30\"",
            "\"2025-02-01T00:00:00Z\"",
        ],
        wanted: &[
            "",
            "2025-02-01",
            "2025-02-01T00:00",
            "2025-01-31T18:30:00Z",
            "2025-02",
            "2025-01",
            "2025-Q1",
            "2025",
            "2025-01-31 23:59:59.999",
        ],
    },
    Column {
        path: "user.name",
        kind: Kind::Text,
        values: &[
            "",
            "null",
            "\"\"",
            "\"Asha\"",
            "\"asha rao\"",
            "\"Zo\\u00eb\"",
            "\"=1\"",
            "7",
        ],
        wanted: &["", "Asha", "ASHA", "zoË", "=1", "b", "7"],
    },
    Column {
        path: "conf_num",
        kind: Kind::Text,
        values: &["", "\"7\"", "7", "10", "\"007\""],
        wanted: &["", "7", "7.0", "10", "0"],
    },
    Column {
        path: "extra.note",
        kind: Kind::Unknown,
        values: &["", "1", "\"1.0\"", "\"10\"", "\"x\"", "{}", "\"9 \""],
        wanted: &["", "1", "9", "x", "{"],
    },
];

const OPERATORS: [&str; 8] = ["=", "!=", "<", "<=", ">", ">=", "~", "!~"];

/// A number as so many hundredths; the values have no more digits.
fn number(text: &str) -> Option<i64> {
    let text = match text {
        "70e-1" => "7",
        "1e2" => "100",
        text => text,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole.trim_start_matches('-'))
        || !digits(fraction)
        || (whole.len() > 1 && whole.starts_with('0'))
    {
        return None;
    }
    let hundredths = format!("{}{:0<2}", whole.trim_start_matches('-'), fraction);
    let size: i64 = hundredths.parse().ok()?;
    Some(if whole.starts_with('-') { -size } else { size })
}

/// The instant of a call's time, or of one that is wanted in India's zone.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let (day, time) = match text.len() {
        10 => (text.to_owned(), "00:00:00".to_owned()),
        16 => (text[..10].to_owned(), format!("{}:00", &text[11..])),
        23 => (text[..10].to_owned(), text[11..].to_owned()),
        _ => return None,
    };
    let (day, time): (NaiveDate, NaiveTime) = (day.parse().ok()?, time.parse().ok()?);
    Some(day.and_time(time).and_utc() - Duration::minutes(330))
}

/// The start and the end of a date in India's zone.
fn range(date: &str) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (first, next) = match date {
        "2025-02-01" => ("2025-02-01", "2025-02-02"),
        "2025-02" => ("2025-02-01", "2025-03-01"),
        "2025-01" => ("2025-01-01", "2025-02-01"),
        "2025-Q1" => ("2025-01-01", "2025-04-01"),
        "2025" => ("2025-01-01", "2026-01-01"),
        _ => return None,
    };
    instant(first).zip(instant(next))
}

/// Where a call's time is: before, in or after what is wanted.
fn compare_times(value: &str, wanted: &str) -> Option<Ordering> {
    let value = DateTime::parse_from_rfc3339(value).ok()?.to_utc();
    let Some((start, end)) = range(wanted) else {
        return Some(value.cmp(&instant(wanted)?));
    };
    Some(if value < start {
        Ordering::Less
    } else if value < end {
        Ordering::Equal
    } else {
        Ordering::Greater
    })
}

/// What a value prints as in India's zone.
fn shown(column: &Column, json: &str) -> String {
    let text = match serde_json::from_str(json) {
        Err(_) | Ok(Value::Null) => String::new(),
        Ok(Value::String(text)) => text,
        // Digits stay as they are.
        Ok(_) => json.to_owned(),
    };
    match DateTime::parse_from_rfc3339(&text) {
        Ok(time) if column.kind == Kind::Time => {
            let local = time.naive_utc() + Duration::minutes(330);
            let form = if text.contains('.') {
                "%Y-%m-%dT%H:%M:%S%.3f+05:30"
            } else {
                "%Y-%m-%dT%H:%M:%S+05:30"
            };
            local.format(form).to_string()
        }
        _ => text,
    }
}

/// Whether a condition holds, worked out from what the contract says of it.
fn expected_match(column: &Column, json: &str, operator: &str, wanted: &str) -> bool {
    let value = shown(column, json);
    let numbers = number(&value)
        .zip(number(wanted))
        .map(|(value, wanted)| value.cmp(&wanted));
    let texts = value.as_str().cmp(wanted);
    let order = match column.kind {
        _ if value.is_empty() => None,
        Kind::Number => numbers,
        Kind::Time => compare_times(&value, wanted),
        Kind::Text => Some(texts),
        Kind::Unknown => Some(numbers.unwrap_or(texts)),
    };
    let is_equal = if wanted.is_empty() {
        value.is_empty()
    } else {
        order == Some(Ordering::Equal)
    };
    let contains = value.to_lowercase().contains(&wanted.to_lowercase());
    match operator {
        "=" => is_equal,
        "!=" => !is_equal,
        "<" => order == Some(Ordering::Less),
        "<=" => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        ">" => order == Some(Ordering::Greater),
        ">=" => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        "~" => contains,
        _ => !contains,
    }
}

/// A call with these values, its members spaced as no serializer does it.
fn call(id: usize, places: &[usize]) -> String {
    let values = COLUMNS.iter().zip(places);
    let values = values.map(|(column, place)| column.values[place % column.values.len()]);
    let values: Vec<_> = values.collect();
    let member = |name: &str, json: &str| match json {
        "" => String::new(),
        json => format!(r#"  , "{name}" :{json}"#),
    };
    let [duration, connected, name, number, note] = values[..] else {
        unreachable!("there are five columns");
    };
    format!(
        r#"{{"cdr_id" : "{id}"{}, "room":{{"x":1{}{} }}, "user": {{"x":0{}}},"extra":{{"x":[]{}}} }}"#,
        member("conf_num", number),
        member("duration", duration),
        member("connect_dt", connected),
        member("name", name),
        member("note", note),
    )
}

/// Where a condition comes from: a column, an operator, a value and the space between them.
type Typed = (usize, usize, usize, &'static str);

fn typed() -> impl Strategy<Value = Typed> {
    let space = prop_oneof![Just(""), Just(" ")];
    (0..COLUMNS.len(), 0..OPERATORS.len(), 0..100_usize, space)
}

fn parts((column, operator, wanted, _): &Typed) -> (&'static Column, &'static str, &'static str) {
    let column = &COLUMNS[*column];
    (
        column,
        OPERATORS[*operator],
        column.wanted[wanted % column.wanted.len()],
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn where_matches_an_independent_computation(
        calls in prop::collection::vec(prop::collection::vec(0..100_usize, COLUMNS.len()), 1..40),
        conditions in prop::collection::vec(typed(), 1..4),
    ) {
        let conditions: Vec<_> = conditions
            .iter()
            // A comparison needs a value.
            .filter(|typed| !parts(typed).2.is_empty() || matches!(parts(typed).1, "=" | "!="))
            .collect();
        let lines: Vec<_> = calls.iter().enumerate().map(|(id, places)| call(id, places)).collect();
        let expected = calls.iter().zip(&lines).filter(|(places, _)| {
            conditions.iter().all(|typed| {
                let (column, operator, wanted) = parts(typed);
                let place = places[COLUMNS.iter().position(|other| other.path == column.path).unwrap()];
                expected_match(column, column.values[place % column.values.len()], operator, wanted)
            })
        });
        let expected: String = expected.flat_map(|(_, line)| [line.as_str(), "\n"]).collect();
        let mut run = cdr();
        run.args(["read", "-", "-q", "-f", "jsonl", "--tz", "Asia/Kolkata"]);
        for condition in &conditions {
            let (column, operator, wanted) = parts(condition);
            run.args(["-w".to_owned(), {
                // Only a space tells the sign of a value from one of the operator.
                let space = if wanted.starts_with('=') { " " } else { condition.3 };
                format!("{}{}{operator}{space}{wanted}", column.path, condition.3)
            }]);
        }
        prop_assert_eq!(assert_success(run.write_stdin(lines.join("\n"))), expected);
    }
}

const CALLS: &str = r#"{"cdr_id":"1","conf_num":"7","room":{"duration":60,"room_id":"a"}}
{"cdr_id":"2","conf_num":"7","room":{"duration":90,"room_id":"b"}}
{"cdr_id":"3","conf_num":"8","room":{"duration":30,"room_id":"b"}}
"#;

fn read(arguments: &[&str]) -> String {
    let mut run = cdr();
    let run = run.args(["read", "-"]).args(arguments).write_stdin(CALLS);
    assert_success(run)
}

#[test]
fn where_works_with_every_format() {
    for format in crate::common::text_formats() {
        let answer = read(&["-f", format, "-w", "room.duration>=60"]);
        assert!(answer.contains('7') && !answer.contains('8'), "{answer}");
    }
    let document: Value =
        serde_json::from_str(&read(&["-q", "-f", "json", "-w", "conf_num=9"])).unwrap();
    assert_eq!(document["cdr"], json!([]));
}

#[test]
fn where_filters_before_group_by() {
    let totals = [
        "-g",
        "room.room_id",
        "-c",
        "room.room_id,calls,room.duration",
        "-f",
        "csv",
        "--no-header",
    ];
    assert_eq!(
        read(&[&totals[..], &["-w", "room.duration<90"]].concat()),
        "a,1,60\nb,1,30\n"
    );
}

#[test]
fn where_applies_to_the_first_of_duplicates() {
    let calls = r#"{"cdr_id":"1","room":{"duration":60}} {"cdr_id":"1","room":{"duration":90}}"#;
    let mut run = cdr();
    let run = run.args(["read", "-", "-q", "-f", "jsonl", "-w", "room.duration=90"]);
    assert_eq!(assert_success(run.write_stdin(calls)), "");
}

#[test]
fn an_invalid_condition_is_rejected_before_anything_is_read() {
    let long = format!("user.name={}", "x".repeat(100_000));
    for (condition, message) in [
        (long.as_str(), "condition too long"),
        ("", "expected COLUMN OPERATOR VALUE"),
        ("user.name", "missing operator"),
        ("user.name == x", "unknown operator '=='; use '='"),
        ("user.name=~x", "unknown operator"),
        ("=x", "expected COLUMN OPERATOR VALUE"),
        ("user.name=\"a\"b\"", "unbalanced quotes"),
        ("user.name='a", "unbalanced quotes"),
        ("user.name<", "missing value"),
        ("room.duration>many", "expected a number"),
        ("room.connect_dt>2025-02-30", "expected a time or date"),
        ("hour>=9", "expected an hour"),
        ("day=2025-02-30", "expected a date"),
        ("brief=1", "'brief' is a column set"),
    ] {
        let mut run = cdr();
        let run = run.args(["read", "no-such-file", "-w", condition]);
        let line = assert_error(run, 2, &[message]);
        assert!(line.len() < 300, "{line}");
    }
}

/// The identifiers of the calls that a condition matches in India's zone.
fn matched(calls: &str, conditions: &[&str]) -> Vec<String> {
    let mut run = cdr();
    run.args([
        "read",
        "-",
        "-q",
        "-f",
        "csv",
        "--no-header",
        "-c",
        "cdr_id",
    ]);
    run.args(["--tz", "Asia/Kolkata"]);
    for condition in conditions {
        run.args(["-w", condition]);
    }
    let rows = assert_success(run.write_stdin(calls));
    rows.lines().map(str::to_owned).collect()
}

const DATED: &str = r#"{"cdr_id":"a","room":{"connect_dt":"2024-12-31T18:29:59.999Z"}}
{"cdr_id":"b","room":{"connect_dt":"2024-12-31T18:30:00.000Z"}}
{"cdr_id":"c","room":{"connect_dt":"2025-01-31T18:29:59.999Z"}}
{"cdr_id":"d","room":{"connect_dt":"2025-01-31T18:30:00.000Z"}}
{"cdr_id":"e","room":{"connect_dt":"soon"},"trans_date":"2025-04-01T00:00:00Z"}
{"cdr_id":"f"}
"#;

#[test]
fn a_date_is_the_range_it_names_for_times_days_and_months() {
    for (condition, expected) in [
        ("day = 2025-01", "bc"),
        ("day != 2025-01", "adef"),
        ("day <= 2025-01", "abc"),
        ("day < 2025-01", "a"),
        ("day > 2025-01", "de"),
        ("day >= 2025-01", "bcde"),
        ("day = 2025-Q1", "bcd"),
        ("day = 2025", "bcde"),
        ("day > 2025-01-31", "de"),
        ("day =", "f"),
        ("month = 2025", "bcde"),
        ("month = 2025-Q2", "e"),
        ("month <= 2025-01", "abc"),
        ("month > 2024", "bcde"),
        ("month = 2025-01-15", "bc"),
        ("month >= 2025-01-15", "bcde"),
        ("room.connect_dt = 2025-01-31", "c"),
        ("room.connect_dt = 2025-01", "bc"),
        ("room.connect_dt != 2025-01", "adef"),
        ("room.connect_dt > 2025-01", "d"),
        ("room.connect_dt >= 2025-01", "bcd"),
        ("room.connect_dt <= 2024", "a"),
        ("trans_date = 2025-Q2", "e"),
    ] {
        assert_eq!(
            matched(DATED, &[condition]).concat(),
            expected,
            "{condition}"
        );
    }
}

const RATED: &str = r#"{"cdr_id":"1","user":{"role":"moderator"},"sip":"true","stats_quality":{"call_quality":"Bad"}}
{"cdr_id":"2","user":{"role":"Viewer"},"sip":true,"stats_quality":{"call_quality":"bad"}}
{"cdr_id":"3","user":{"role":"host"},"sip":false,"stats_quality":{"call_quality":"Moderate"}}
"#;

#[test]
fn known_values_compare_in_any_case_and_others_are_rejected_with_the_set() {
    for (condition, expected) in [
        ("stats_quality.call_quality = bad", "12"),
        ("stats_quality.call_quality != BAD", "3"),
        ("stats_quality.call_quality ~ moder", "3"),
        ("user.role = VIEWER", "2"),
        ("user.role ~ host", "3"),
        ("sip = True", "12"),
        ("sip = false", "3"),
    ] {
        assert_eq!(
            matched(RATED, &[condition]).concat(),
            expected,
            "{condition}"
        );
    }
    for (condition, set) in [
        ("published_track.video = yes", "true, false"),
        (
            "user.role != owner",
            "moderator, participant, viewer, audience",
        ),
        ("call_quality = Moderate", "Good, Bad"),
    ] {
        let mut run = cdr();
        let run = run.args(["read", "no-such-file", "-w", condition]);
        assert_error(run, 2, &["invalid value", "expected one of", set]);
    }
}

#[test]
fn joined_conditions_are_rejected_but_not_text_in_quotes() {
    for (condition, message) in [
        (
            "user.ref = acme or user.ref = ACME",
            "run cdr once per condition",
        ),
        (
            "user.ref = 'acme' || user.ref = 'x'",
            "run cdr once per condition",
        ),
        (
            "room.duration > 60 AND user.ref = x",
            "repeat the option for each condition",
        ),
        (
            "room.duration>60&&sip=true",
            "repeat the option for each condition",
        ),
    ] {
        let mut run = cdr();
        let run = run.args(["read", "no-such-file", "-w", condition]);
        assert_error(run, 2, &["cannot be joined", message]);
    }
    let call = r#"{"cdr_id":"1","user":{"ref":"a and b = c","name":"Salt and Pepper"}}"#;
    assert_eq!(matched(call, &["user.ref = 'a and b = c'"]), ["1"]);
    assert_eq!(matched(call, &["user.name = Salt and Pepper"]), ["1"]);
}

#[test]
fn short_names_work_in_conditions_and_mean_the_documented_column() {
    let calls = r#"{"cdr_id":"1","name":"x","user":{"name":"y"}} {"cdr_id":"2","name":"y","user":{"name":"x"}}"#;
    assert_eq!(matched(calls, &["name = x"]), ["2"]);
}

#[test]
fn conditions_that_match_no_call_cause_a_warning_also_in_pipes() {
    let message = |calls: &str, arguments: &[&str]| {
        let mut run = cdr();
        let run = run.args(["read", "-"]).args(arguments).write_stdin(calls);
        let output = run.assert().success().get_output().stderr.clone();
        String::from_utf8(output).unwrap()
    };
    let none = "cdr: warning: none of 3 calls received matches --where\n";
    let unmatched = ["-w", "room.duration > 60", "-w", "conf_num = 9"];
    for arguments in [
        &unmatched[..],
        &[&unmatched[..], &["-f", "json"]].concat(),
        &[&unmatched[..], &["-g", "day", "-f", "csv"]].concat(),
    ] {
        assert_eq!(message(CALLS, arguments), none);
    }
    assert_eq!(message(CALLS, &["-w", "conf_num = 8"]), "");
    assert_eq!(
        message(CALLS.lines().next().unwrap(), &["-w", "conf_num = 9"]),
        "cdr: warning: the only call received does not match --where\n"
    );
}
