//! A response that lacks calls never passes as complete, and a complete one is never called incomplete.

use crate::common::scripted_server::{ScriptedServer, read_request};
use crate::common::truncating_service::{Hint, PLAIN, Truncation, calls};
use crate::common::{
    Service, assert_error, assert_success, cdr, cdr_with_url, response_with, text_formats,
};
use cdr::{FailureKind, Projection, ResponseReader, error_kind};
use chrono::{Days, NaiveDate, Utc};
use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::time::Duration;
use tempfile::TempDir;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Every command that requests calls, with windows and exact periods.
const REQUESTS: [&[&str]; 11] = [
    &["period", "2025-01"],
    &["period", "2025-01", "-g", "day"],
    &["period", "2025-01", "--split", "40"],
    &["period", "2025-01", "--split", "7"],
    &["period", "2025-01", "--tz", "Asia/Kolkata"],
    &["period", "2025-01", "--tz", "utc", "--split", "9"],
    &["room", "r"],
    &["room-period", "r", "2025-01"],
    &["room-period", "r", "2025-01", "--split", "9", "--tz", "utc"],
    &["conf", "1"],
    &["conf", "1", "--wait=5s"],
];

fn saved(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(directory.path().join(name), content).unwrap();
    }
    directory
}

/// Reads a response as the commands do.
fn finish(body: &str) -> anyhow::Result<()> {
    let mut response = ResponseReader::open(body.as_bytes(), "the response")?;
    response.for_each_record(&Projection::default(), |_| Ok(()))?;
    response.read_trailer()?;
    Ok(())
}

fn records(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!(r#"{{"cdr_id":"{number}"}}"#))
        .collect()
}

#[test]
fn an_envelope_that_announces_more_calls_is_rejected_in_every_form() {
    for hint in Hint::all() {
        for (received, total) in [(10, 11), (10, 310), (1, 2)] {
            let body = hint.envelope(&records(received), total);
            let error = finish(&body).unwrap_err();
            assert_eq!(error_kind(&error), FailureKind::InvalidResponse, "{body}");
            let message = error.to_string();
            assert!(message.contains(&format!("has {received} ")), "{message}");
        }
    }
}

#[test]
fn an_envelope_of_a_complete_response_is_accepted_in_every_form() {
    for hint in Hint::all() {
        for total in [0, 1, 10] {
            let body = hint.envelope(&records(total), total);
            assert!(finish(&body).is_ok(), "{body}");
        }
    }
}

#[test]
fn members_that_only_look_like_hints_are_accepted() {
    for member in [
        r#""total_time":31"#,
        r#""accounts":31"#,
        r#""page":3"#,
        r#""page_size":100"#,
        r#""limit":100"#,
        r#""per_page":"100""#,
        r#""usage":{"total":31,"has_more":true}"#,
        r#""billing":{"pages":3}"#,
        r#""meta":{"page":1,"page_length":100,"request":{"total":31}}"#,
        r#""total":"unknown""#,
        r#""next":{}"#,
        r#""next_page":"""#,
    ] {
        let body = format!(r#"{{"result":"0",{member},"cdr":[{{"cdr_id":"1"}}]}}"#);
        assert!(finish(&body).is_ok(), "{member}");
    }
}

fn hint(name: &'static str, container: Option<&'static str>) -> Hint {
    Hint {
        name,
        container,
        is_text: name == "total",
        is_before_list: container.is_some(),
    }
}

#[test]
fn every_command_rejects_a_page_and_leaves_the_output_unchanged() {
    let calls = calls(day("2024-12-25"), 50, |_| 8);
    let hints = [
        hint("total", None),
        hint("has_more", Some("pagination")),
        hint("totalPages", Some("meta")),
    ];
    for hint in hints {
        let server = Truncation::Page(50, hint).serve(PLAIN, calls.clone());
        for request in REQUESTS {
            let directory = saved(&[("out.csv", "as it was")]);
            let output = directory.path().join("out.csv");
            let run = &mut cdr_with_url(&server.url());
            run.args(request).arg("-o").arg(&output);
            assert_error(run, 6, &["has 50 "]);
            assert_eq!(fs::read_to_string(&output).unwrap(), "as it was");
            assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
        }
    }
}

#[test]
fn a_page_is_rejected_in_every_format_with_both_counts() {
    let body = hint("total", Some("search")).envelope(&records(10), 310);
    for format in text_formats() {
        let service = Service::returning(&body);
        let run = &mut service.cdr();
        run.args(["conf", "1", "-f", format]);
        assert_error(run, 6, &["10 of 310 calls"]);
    }
}

#[test]
fn saved_pages_are_rejected() {
    let page = hint("total", None).envelope(&records(10), 310);
    let directory = saved(&[
        ("page", &page),
        ("good", &response_with(&records(3).join(","))),
    ]);
    for arguments in [
        &["read", "page"][..],
        &["read", "good", "page", "-g", "month"],
        &["diff", "page", "good"],
        &["diff", "good", "page"],
        &["diff", "good", "page", "-g", "month"],
    ] {
        let run = &mut cdr();
        let run = run.current_dir(&directory).args(arguments);
        assert_error(run, 6, &["page has 10 of 310 calls"]);
    }
}

#[test]
fn json_that_was_filtered_limited_or_deduplicated_reads_back() {
    let records = records(5).join(",");
    let repeated = format!(r#"{records},{{"cdr_id":"0"}}"#);
    let envelope = |list: &str, total: usize| {
        format!(
            r#"{{"version":1,"total":{total},"search":{{"page":1,"total":"{total}"}},"cdr":[{list}],"result":"0","pagination":{{"count":{total}}}}}"#
        )
    };
    let whole = envelope(&records, 5);
    let directory = saved(&[
        ("whole", &whole),
        ("repeated", &envelope(&repeated, 6)),
        ("more", &envelope(r#"{"cdr_id":"9"}"#, 1)),
    ]);
    let read = |arguments: &[&str]| {
        let run = &mut cdr();
        let run = run.current_dir(&directory).arg("-q").args(arguments);
        assert_success(run.args(["-f", "json"]))
    };
    for (arguments, calls, has_total) in [
        (&["read", "whole"][..], 5, true),
        (&["read", "whole", "--sort", "-cdr_id"], 5, true),
        (&["read", "whole", "-w", "cdr_id >= 0"], 5, true),
        (&["read", "repeated", "--keep-duplicates"], 6, true),
        (&["read", "whole", "-w", "cdr_id = 1"], 1, false),
        (&["read", "whole", "-w", "cdr_id = none"], 0, false),
        (&["read", "whole", "--limit", "2"], 2, false),
        (&["read", "repeated"], 5, false),
        (&["read", "whole", "more"], 6, false),
        (&["read", "more", "whole", "--limit", "1"], 1, false),
    ] {
        let document = read(arguments);
        assert_eq!(document.contains("total"), has_total, "{document}");
        assert!(document.contains("\"version\":1"), "{document}");
        let run = &mut cdr();
        let run = run.args(["read", "-", "-f", "jsonl", "--keep-duplicates"]);
        let lines = assert_success(run.write_stdin(document));
        assert_eq!(lines.lines().count(), calls, "{arguments:?}");
    }
}

/// What a successful run says on standard error.
fn warnings(run: &mut assert_cmd::Command) -> String {
    let output = run.assert().success().get_output().clone();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_round_number_of_calls_causes_a_warning_that_names_doctor() {
    for (count, is_suspicious) in [
        (0, false),
        (1, false),
        (10, false),
        (50, false),
        (99, false),
        (100, true),
        (101, false),
        (200, true),
        (250, true),
        (300, false),
        (500, true),
        (1000, true),
        (1500, false),
        (2500, true),
    ] {
        let body = response_with(&records(count).join(","));
        let service = Service::returning(&body);
        let message = warnings(service.cdr().args(["room", "r", "-f", "jsonl"]));
        assert_eq!(
            message.contains(&format!("exactly {count} calls")) && message.contains("cdr doctor"),
            is_suspicious,
            "{count}: {message}"
        );
        assert_eq!(message.is_empty(), !is_suspicious, "{message}");
        let directory = saved(&[("file", &body)]);
        let run = &mut cdr();
        let run = run
            .current_dir(&directory)
            .args(["read", "file", "-f", "csv"]);
        assert_eq!(warnings(run).contains("cdr doctor"), is_suspicious);
    }
}

#[test]
fn a_number_of_calls_that_several_windows_share_causes_a_warning() {
    let all = calls(day("2025-01-01"), 59, |number| {
        20 + usize::try_from(number).unwrap() % 5
    });
    for truncation in [Truncation::First(137), Truncation::Last(137)] {
        let server = truncation.serve(PLAIN, all.clone());
        for request in [
            &["period", "2025-01..2025-02", "--split", "10"][..],
            &["period", "2025-01..2025-02", "--split", "10", "--tz", "utc"],
            &["room-period", "r", "2025-01..2025-02", "--split", "12"],
        ] {
            let run = &mut cdr_with_url(&server.url());
            let message = warnings(run.args(request).args(["-f", "jsonl"]));
            assert!(message.contains("137 calls each"), "{request:?} {message}");
            assert!(message.contains("cdr doctor"), "{message}");
        }
    }
}

#[test]
fn complete_services_cause_no_warning() {
    // Equal days, small numbers, and windows without calls.
    let equal_days = calls(day("2025-01-01"), 59, |_| 3);
    let few_days = calls(day("2025-01-10"), 3, |_| 30);
    let different_days = calls(day("2025-01-01"), 59, |number| {
        usize::try_from(number).unwrap() % 17
    });
    for all in [equal_days, few_days, different_days, Vec::new()] {
        let server = Truncation::Nothing.serve(PLAIN, all);
        for request in [
            &["period", "2025-01..2025-02", "--split", "10"][..],
            &["period", "2025-01..2025-02", "--split", "1", "--tz", "utc"],
            &["period", "2025-01", "--tz", "Asia/Kolkata", "--split", "6"],
            &["room-period", "r", "2025-01", "--split", "9"],
        ] {
            let run = &mut cdr_with_url(&server.url());
            let message = warnings(run.args(request).args(["-f", "jsonl"]));
            assert!(
                message.is_empty() || message.starts_with("cdr: no calls"),
                "{message}"
            );
        }
    }
}

#[test]
fn a_response_for_another_period_is_rejected() {
    let all = calls(day("2024-01-01"), 800, |_| 2);
    for (distance, is_refused) in [
        (-365, true),
        (75, true),
        (-75, true),
        (5, false),
        (-40, false),
    ] {
        let server = Truncation::OtherPeriod(distance).serve(PLAIN, all.clone());
        for request in [
            &["period", "2025-01"][..],
            &["period", "2025-01", "--split", "40"],
            &["period", "2025-01-02", "2025-01-30", "--tz", "utc"],
            &["room-period", "r", "2025-01", "-g", "day"],
        ] {
            let run = &mut cdr_with_url(&server.url());
            run.args(request);
            if is_refused {
                assert_error(run, 6, &["received is within 40 days of"]);
            } else {
                run.assert().success();
            }
        }
    }
}

#[test]
fn one_call_near_the_period_is_enough_to_accept_a_response() {
    let far = r#"{"cdr_id":"1","room":{"connect_dt":"2023-01-10T10:00:00Z"}}"#;
    for (near, is_refused) in [
        (
            r#"{"cdr_id":"2","room":{"connect_dt":"2025-02-11T10:00:00Z"}}"#,
            false,
        ),
        (
            r#"{"cdr_id":"2","trans_date":"2024-11-23T10:00:00Z"}"#,
            false,
        ),
        (r#"{"cdr_id":"2"}"#, false),
        (
            r#"{"cdr_id":"2","room":{"connect_dt":"2025-03-14T10:00:00Z"}}"#,
            true,
        ),
    ] {
        let service = Service::returning(response_with(&[far, near].join(",")));
        let run = &mut service.cdr();
        run.args(["period", "2025-01"]);
        if is_refused {
            assert_error(run, 6, &["none of 2 calls"]);
        } else {
            run.assert().success();
        }
    }
}

/// A service that keeps its connections, and sends after the response to the first request of each another one that
/// nobody requested.
fn sending_late(pause: Duration) -> ScriptedServer {
    ScriptedServer::new(vec![Box::new(move |stream| {
        let mut is_first = true;
        loop {
            let path = read_request(stream);
            let Some(from) = path.rsplit('/').nth(1) else {
                return;
            };
            let kept = |id: &str| {
                let body = response_with(&format!(r#"{{"cdr_id":"{id}"}}"#));
                format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                )
            };
            let late = if is_first {
                kept("late")
            } else {
                String::new()
            };
            is_first = false;
            let sent = if pause.is_zero() {
                stream.write_all((kept(from) + &late).as_bytes())
            } else {
                let sent = stream.write_all(kept(from).as_bytes());
                std::thread::sleep(pause);
                sent.and_then(|()| stream.write_all(late.as_bytes()))
            };
            if sent.is_err() {
                return;
            }
        }
    })])
}

#[test]
fn an_unrequested_response_is_never_used_for_a_window() {
    let days: Vec<_> = day("2025-01-01").iter_days().take(12).collect();
    let expected: Vec<_> = days.iter().map(NaiveDate::to_string).collect();
    for pause in [0, 1, 3, 10] {
        let server = sending_late(Duration::from_millis(pause));
        for jobs in ["1", "3"] {
            let run = &mut cdr_with_url(&server.url());
            run.args(["period", "2025-01-01", "2025-01-13", "--split", "1"]);
            run.args(["--jobs", jobs, "-f", "csv", "-c", "cdr_id", "--no-header"]);
            let lines = assert_success(run);
            let lines: Vec<_> = lines.lines().collect();
            assert_eq!(lines, expected, "{pause} ms, {jobs} jobs");
        }
    }
}

#[test]
fn an_archive_is_not_written_from_windows_that_contradict_each_other() {
    let all = calls(day("2025-01-01"), 40, |_| 60);
    let truncations = [
        (Truncation::First(131), ["1", "6", "13"]),
        (Truncation::Last(131), ["1", "6", "13"]),
        (Truncation::FirstDays(3), ["5", "6", "13"]),
    ];
    for (truncation, splits) in truncations {
        for split in splits {
            let server = truncation.serve(PLAIN, all.clone());
            let directory = tempfile::tempdir().unwrap();
            let run = &mut cdr_with_url(&server.url());
            run.current_dir(&directory);
            run.args(["sync", "arc", "2025-01-03", "2025-02-02", "--split", split]);
            assert_error(run, 6, &["disagree on 2025-01-", "in the one for"]);
            let kept = fs::read_dir(directory.path().join("arc/calls"));
            let kept = kept.map_or(0, Iterator::count);
            assert_eq!(kept, 0, "{truncation:?} {split}");
        }
    }
}

#[test]
fn an_archive_of_a_complete_service_is_written_for_every_counting_rule() {
    let all = calls(day("2025-01-01"), 40, |number| {
        usize::try_from(number % 7).unwrap()
    });
    for rule in crate::common::counting_service::counting_rules()
        .into_iter()
        .step_by(5)
    {
        let server = Truncation::Nothing.serve(rule, all.clone());
        let directory = tempfile::tempdir().unwrap();
        let run = &mut cdr_with_url(&server.url());
        run.current_dir(&directory);
        run.args([
            "sync",
            "arc",
            "2025-01-03",
            "2025-02-02",
            "--split",
            "4",
            "-f",
            "csv",
        ]);
        let rows = assert_success(run.args(["-c", "calls", "--no-header"]));
        assert_eq!(rows.lines().count(), 31, "{rule:?}");
    }
}

/// That a saved file is refused by `read` and by `diff`, with what it holds and where.
fn assert_not_calls(content: &str, message: &[&str]) {
    let directory = saved(&[
        ("bad", content),
        ("good", &response_with(&records(2).join(","))),
    ]);
    for arguments in [
        &["read", "good", "bad"][..],
        &["read", "bad", "-g", "month", "-f", "csv"],
        &["diff", "good", "bad"],
        &["diff", "bad", "good"],
    ] {
        let run = &mut cdr();
        assert_error(run.current_dir(&directory).args(arguments), 6, message);
    }
}

#[test]
fn objects_that_are_not_calls_are_rejected_with_their_place() {
    let call = r#"{"cdr_id":"1"}"#;
    assert_not_calls(r#"{"error":"unauthorized"}"#, &["not a call"]);
    assert_not_calls(r#"{"message":"Internal server error"}"#, &["not a call"]);
    assert_not_calls("{}", &["not a call"]);
    let extended = response_with(&format!(
        r#"{call},{{"price":{{"total":3}},"currency":"INR"}}"#
    ));
    assert_not_calls(&extended, &["not a call", "at byte 36"]);
    assert_not_calls(
        &format!("{call}\n{{\"error\":\"x\"}}\n"),
        &["not a call", "at byte 15"],
    );
    assert_not_calls(&format!("[{call},{{}}]"), &["not a call", "at byte 16"]);
}

#[test]
fn a_response_wrapped_in_another_object_is_named_as_such() {
    let response = response_with(r#"{"cdr_id":"1"}"#);
    for name in ["data", "body", "response"] {
        let wrapped = format!("{{\"{name}\": {response}}}");
        let message = format!("wrapped in '{name}'");
        assert_not_calls(&wrapped, &[&message]);
        assert_not_calls(
            &format!("{{\"status\":\"ok\",\"{name}\": {response},\"time\":3}}"),
            &[&message],
        );
        let service = Service::returning(&wrapped);
        assert_error(service.cdr().args(["conf", "1"]), 6, &[&message]);
    }
    assert_not_calls(&format!("[{response},{response}]"), &["several responses"]);
    let long = response_with(&records(100_000).join(","));
    for wrapped in [
        format!("{{\"data\":{long}}}"),
        format!("{{\"id\":7,\"data\":{long}}}"),
    ] {
        let message = ["wrapped in 'data'"];
        let service = Service::returning(&wrapped);
        assert_error(service.cdr().args(["conf", "1"]), 6, &message);
        let run = &mut cdr();
        assert_error(run.args(["read", "-"]).write_stdin(wrapped), 6, &message);
    }
}

#[test]
fn rows_that_cdr_prints_are_not_read_back_as_calls() {
    let calls = r#"{"cdr_id":"1","conf_num":"7","room":{"connect_dt":"2025-01-02T10:00:00Z","duration":60}}"#;
    let changed = calls.replace("60", "61");
    let directory = saved(&[("old", calls), ("new", &changed), ("none", "")]);
    let rows = |arguments: &[&str]| {
        let run = &mut cdr();
        let run = run.current_dir(&directory).arg("-q").args(arguments);
        assert_success(run)
    };
    for arguments in [
        &["read", "old", "-g", "room.room_id"][..],
        &["read", "old", "-g", "conf_num,day"],
        &["read", "old", "-g", "cdr_id"],
        &["diff", "old", "new"],
        &["diff", "old", "none"],
        &["diff", "none", "new"],
        &["diff", "old", "new", "-g", "conf_num"],
        &["diff", "old", "none", "-g", "conf_num"],
        &["fields"],
    ] {
        for format in ["jsonl", "json"] {
            let rows = rows(&[arguments, &["-f", format]].concat());
            let run = &mut cdr();
            assert_error(
                run.args(["read", "-"]).write_stdin(rows),
                6,
                &["not a call"],
            );
        }
    }
    let sandbox = &mut cdr();
    let rows = assert_success(sandbox.args(["--sandbox", "-q", "doctor", "-f", "jsonl"]));
    assert_not_calls(&rows, &["not a call"]);
    let sandbox = &mut cdr();
    sandbox
        .current_dir(&directory)
        .args(["--sandbox", "-q", "sync", "arc"]);
    let rows = assert_success(sandbox.args(["2025-01-01", "2025-01-03", "-f", "jsonl"]));
    assert_not_calls(&rows, &[]);
}

#[test]
fn any_result_but_success_is_a_failure_wherever_it_is() {
    for body in [
        r#"{"result":5,"cdr":[{"cdr_id":"1"}],"result":0}"#,
        r#"{"result":0,"cdr":[{"cdr_id":"1"}],"result":5}"#,
        r#"{"result":"0","result":"5","cdr":[]}"#,
        r#"{"cdr":[],"result":5,"result":0,"result":0}"#,
        r#"{"result":1,"cdr":[{"cdr_id":"1"}]}"#,
    ] {
        let service = Service::returning(body);
        assert_error(service.cdr().args(["conf", "1"]), 4, &["rejected"]);
        if !body.contains("\"result\":1") {
            let directory = saved(&[("file", body)]);
            let run = &mut cdr();
            assert_error(
                run.current_dir(&directory).args(["read", "file"]),
                4,
                &["error of the service"],
            );
        }
    }
}

#[test]
fn contradicting_members_of_an_envelope_are_rejected() {
    for (body, name) in [
        (r#"{"result":0,"a":1,"cdr":[],"a":2}"#, Some("a")),
        (
            r#"{"result":0,"cdr":[],"total":0,"total":"0"}"#,
            Some("total"),
        ),
        (r#"{"app":{"x":1},"app":{"x":2},"cdr":[]}"#, Some("app")),
        (r#"{"\u0061":1,"result":0,"cdr":[],"a":2}"#, Some("a")),
        (r#"{"result":0,"cdr":[],"result":0}"#, None),
        (r#"{"app":{"x": 1},"cdr":[],"app":{ "x":1 }}"#, None),
    ] {
        let error = finish(body).err().map(|error| error.to_string());
        match name {
            Some(name) => {
                let expected = format!("two different values of {name}");
                assert!(
                    error
                        .as_ref()
                        .is_some_and(|message| message.contains(&expected)),
                    "{error:?}"
                );
            }
            None => assert_eq!(error, None),
        }
    }
}

#[test]
fn a_bare_array_of_records_is_read() {
    let array = format!("[\n{}\n]\n", records(3).join(",\n"));
    for (content, count) in [
        (&*array, 3),
        ("[]", 0),
        (" [ ] ", 0),
        ("\u{feff}[{\"sip\":true}]", 1),
    ] {
        let directory = saved(&[
            ("list", content),
            ("other", &response_with(&records(3).join(","))),
        ]);
        let run = &mut cdr();
        let run = run
            .current_dir(&directory)
            .args(["read", "list", "-f", "jsonl"]);
        assert_eq!(assert_success(run).lines().count(), count);
    }
    let directory = saved(&[
        ("list", &array),
        ("other", &response_with(&records(3).join(","))),
    ]);
    let run = &mut cdr();
    let run = run
        .current_dir(&directory)
        .args(["diff", "list", "other", "-f", "jsonl"]);
    assert_eq!(assert_success(run), "");
    let torn = &array[..array.len() - 3];
    assert_not_calls(torn, &["bad", "truncated"]);
    assert_not_calls("[1]", &["not a JSON object", "at byte 1"]);
    assert_not_calls("[{\"cdr_id\":\"1\"}] []", &["unexpected data"]);
    let service = Service::returning(&array);
    assert_error(service.cdr().args(["conf", "1"]), 6, &["not a JSON object"]);
}

#[test]
fn the_success_code_of_a_sibling_api_is_read_from_a_file_with_a_warning() {
    for result in ["1", "\"1\""] {
        let body = format!(r#"{{"result":{result},"cdr":[{{"cdr_id":"1"}}]}}"#);
        let directory = saved(&[("file", &body)]);
        let run = &mut cdr();
        let run = run
            .current_dir(&directory)
            .args(["read", "file", "-f", "csv", "-c", "cdr_id"]);
        let run = run.assert().success().stdout("cdr_id\n1\n");
        let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(
            message.starts_with("cdr: warning: file has result 1"),
            "{message}"
        );
    }
    assert_refusal(r#"{"result":"1","error":"x"}"#);
    assert_refusal(r#"{"result":"2","cdr":[]}"#);
}

fn assert_refusal(body: &str) {
    let directory = saved(&[("file", body)]);
    let run = &mut cdr();
    assert_error(
        run.current_dir(&directory).args(["read", "file"]),
        4,
        &["error of the service"],
    );
}

fn truncation() -> impl Strategy<Value = Truncation> {
    let hints = Hint::all();
    prop_oneof![
        Just(Truncation::Nothing),
        (1..120_usize).prop_map(Truncation::First),
        (1..120_usize).prop_map(Truncation::Last),
        (1..120_usize, prop::sample::select(hints))
            .prop_map(|(length, hint)| Truncation::Page(length, hint)),
        (60..400_i64).prop_map(Truncation::OtherPeriod),
        (1..20_u64).prop_map(Truncation::FirstDays),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..Default::default() })]

    /// A truncation is revealed by a hint, by calls of another period, by a round number of calls or by one that at
    /// least three windows share. Windows of `period` share only a day, so that nothing else is.
    #[test]
    fn output_without_a_warning_is_complete_if_incompleteness_is_detectable(
        truncation in truncation(),
        (per_day, step) in (0..30_usize, 0..5_usize),
        split in 3..30_u64,
    ) {
        let first = day("2025-01-01");
        let all = calls(day("2024-01-01"), 800, |number| per_day + step * usize::try_from(number % 3).unwrap());
        let expected = PLAIN.counted(&all, first, first + Days::new(60)).len();
        let windows = (0..60).step_by(usize::try_from(split).unwrap());
        let mut counts = Vec::new();
        for from in windows {
            let (from, to) = (first + Days::new(from), first + Days::new((from + split).min(60)));
            let whole = PLAIN.counted(&all, from, to).len();
            counts.push(match truncation {
                Truncation::First(length) | Truncation::Last(length) => whole.min(length),
                _ => whole,
            });
        }
        let largest = counts.iter().max().copied().unwrap_or(0);
        let sharing = counts.iter().filter(|count| **count == largest).count();
        let is_revealed = match truncation {
            Truncation::Nothing | Truncation::Page(..) => true,
            Truncation::OtherPeriod(days) => days > 40 + i64::try_from(split).unwrap(),
            Truncation::First(length) | Truncation::Last(length) => {
                largest < length || length == 100 || (largest >= 100 && sharing >= 3)
            }
            Truncation::FirstDays(days) => days > split,
        };
        let server = truncation.serve(PLAIN, all);
        let run = &mut cdr_with_url(&server.url());
        run.args(["period", "2025-01-01", "2025-03-02", "--split", &split.to_string()]);
        let output = run.args(["-f", "csv", "--no-header"]).assert().get_output().clone();
        let lines = String::from_utf8_lossy(&output.stdout).lines().count();
        match output.status.code() {
            Some(0) if output.stderr.is_empty() && is_revealed => prop_assert_eq!(lines, expected),
            Some(0) => {}
            code => {
                prop_assert_eq!(code, Some(6));
                prop_assert_eq!(lines, 0);
                let is_truncated = !matches!(truncation, Truncation::Nothing);
                prop_assert!(is_truncated && expected > 0);
            }
        }
    }
}

#[test]
fn days_that_are_younger_than_three_days_may_differ_between_windows() {
    let today = Utc::now().date_naive();
    let from = today - Days::new(2);
    // Calls arrive while the windows are requested: each request finds one more.
    let received = std::sync::atomic::AtomicUsize::new(0);
    let server = ScriptedServer::new(vec![Box::new(move |stream| {
        let path = read_request(stream);
        let mut days = path
            .rsplit('/')
            .map(|day| day.parse::<NaiveDate>().unwrap());
        let (to, from) = (days.next().unwrap(), days.next().unwrap());
        let count = 1 + received.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let all = calls(today - Days::new(2), 3, |_| count);
        let body = Truncation::Nothing.body(PLAIN, &all, from, to);
        let _ = stream
            .write_all(crate::common::scripted_server::response("200 OK", "", &body).as_bytes());
    })]);
    let directory = tempfile::tempdir().unwrap();
    let run = &mut cdr_with_url(&server.url());
    run.current_dir(&directory);
    let days = [from.to_string(), today.to_string()];
    run.args([
        "sync", "arc", &days[0], &days[1], "--split", "1", "--jobs", "1", "-q",
    ]);
    run.assert().success();
}
