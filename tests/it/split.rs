//! A question asked in windows has the answer of the whole question.

use crate::common::scripted_server::{Script, ScriptedServer, read_request};
use crate::common::{assert_error, assert_success, cdr_with_url};
use assert_cmd::Command;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The first day that the server has calls of.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()
}

/// The days of a path like `/video/v2/cdr/period/2025-01-01/2025-01-31`.
fn days(path: &str) -> (NaiveDate, NaiveDate) {
    let mut segments = path.rsplit('/').map(|day| day.parse().unwrap());
    let to = segments.next().unwrap();
    (segments.next().unwrap(), to)
}

/// A response with some calls of each day from the first day to the last, or to the day before it. What the
/// service sends twice stays twice: of every fifth day, the calls are.
fn calls(path: &str, is_inclusive: bool) -> String {
    let (from, to) = days(path);
    let length = u64::try_from((to - from).num_days()).unwrap() + u64::from(is_inclusive);
    let records = (0..length).flat_map(|day| {
        let day = from + Days::new(day);
        let number = (day - first_day()).num_days();
        let times = if number % 5 == 0 { 2 } else { 1 };
        (0..number % 4 * times).map(move |call| {
            let call = call / times;
            format!(
                r#"{{"cdr_id":"{day}-{call}","room":{{"connect_dt":"{day}T12:00:00.000Z","duration":{call}.5}}}}"#
            )
        })
    });
    format!(
        r#"{{"result":"0","cdr":[{}]}}"#,
        records.collect::<Vec<_>>().join(",")
    )
}

fn respond(stream: &mut impl Write, body: &str) {
    let response = crate::common::scripted_server::response("200 OK", "", body);
    // A client that failed goes away.
    let _ = stream.write_all(response.as_bytes());
}

fn server(is_inclusive: bool) -> ScriptedServer {
    ScriptedServer::new(vec![Box::new(move |stream| {
        let path = read_request(stream);
        respond(stream, &calls(&path, is_inclusive));
    })])
}

/// What a successful run wrote to standard output and to standard error, which warns of the duplicates.
fn output(command: &mut Command) -> (String, String) {
    let output = command.assert().success().get_output().clone();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 30, failure_persistence: None, ..Default::default() })]
    #[test]
    fn split_has_the_result_of_one_request(
        is_inclusive in any::<bool>(),
        start in 0..60_u64,
        length in 0..50_u64,
        split in 1..30_u32,
        jobs in 1..6_usize,
        format in prop::sample::select(crate::common::text_formats().collect::<Vec<_>>()),
    ) {
        let server = server(is_inclusive);
        let from = first_day() + Days::new(start);
        let (from, to) = (from.to_string(), (from + Days::new(length)).to_string());
        let run = |extra: &[&str]| {
            let run = &mut cdr_with_url(&server.url());
            output(run.args(["period", &from, &to, "-f", format]).args(extra))
        };
        let (split, jobs) = (split.to_string(), jobs.to_string());
        prop_assert_eq!(run(&["--split", &split, "--jobs", &jobs]), run(&[]));
    }
}

#[test]
fn the_period_of_a_room_can_be_split() {
    let server = server(true);
    let run = |extra: &[&str]| {
        let run = &mut cdr_with_url(&server.url());
        output(
            run.args(["room-period", "r1", "2025-01", "-f", "jsonl"])
                .args(extra),
        )
    };
    assert_eq!(run(&["--split", "10"]), run(&[]));
    assert_eq!(server.requests(), 3 + 1);
}

#[test]
fn totals_of_windows_are_those_of_the_whole() {
    let server = server(true);
    let run = |extra: &[&str]| {
        let run = &mut cdr_with_url(&server.url());
        output(
            run.args(["period", "2025-01", "-g", "day", "-f", "csv"])
                .args(extra),
        )
    };
    assert_eq!(run(&["--split", "3"]), run(&[]));
}

#[test]
fn calls_without_a_cdr_id_count_once() {
    let server = ScriptedServer::new(vec![Box::new(|stream| {
        read_request(stream);
        respond(
            stream,
            r#"{"result":0,"cdr":[{"app_id":1},{"cdr_id":null}]}"#,
        );
    })]);
    let question = ["period", "2025-01-01", "2025-01-03", "--split", "1"];
    let run = &mut cdr_with_url(&server.url());
    let lines = assert_success(run.args(question).args(["-f", "jsonl"]));
    assert_eq!(lines, "{\"app_id\":1}\n{\"cdr_id\":null}\n");
}

/// Answers once so many requests have waited at the same time, and counts how many did.
fn slow(expected: usize, waiting: &Arc<AtomicUsize>, most: &Arc<AtomicUsize>) -> Script {
    let (waiting, most) = (Arc::clone(waiting), Arc::clone(most));
    Box::new(move |stream| {
        let path = read_request(stream);
        most.fetch_max(waiting.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let started = Instant::now();
        while most.load(Ordering::SeqCst) < expected && started.elapsed() < Duration::from_secs(20)
        {
            std::thread::sleep(Duration::from_millis(5));
        }
        // One too many would come now.
        std::thread::sleep(Duration::from_millis(50));
        waiting.fetch_sub(1, Ordering::SeqCst);
        respond(stream, &calls(&path, true));
    })
}

#[test]
fn jobs_windows_are_fetched_at_a_time() {
    for (jobs, expected) in [("1", 1), ("4", 4), ("9", 9)] {
        let (waiting, most) = <(Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
        let server = ScriptedServer::new(vec![slow(expected, &waiting, &most)]);
        let run = &mut cdr_with_url(&server.url());
        let arguments = ["period", "2025-01", "2025-03", "--split", "7", "-q"];
        run.args(arguments)
            .args(["--jobs", jobs])
            .assert()
            .success();
        assert_eq!(most.load(Ordering::SeqCst), expected);
        assert_eq!(server.requests(), 13);
    }
}

#[test]
fn a_failed_window_fails_the_run_and_is_named() {
    let server = ScriptedServer::new(vec![Box::new(|stream| {
        let path = read_request(stream);
        if path.contains("/2025-01-15/") {
            let body = calls(&path, true).replacen(r#""result":"0","#, "", 1);
            let body = body.trim_end_matches('}');
            return respond(stream, &format!(r#"{body},"result":50000}}"#));
        }
        respond(stream, &calls(&path, true));
    })]);
    for format in crate::common::text_formats() {
        let run = &mut cdr_with_url(&server.url());
        run.args(["period", "2025-01", "--split", "7", "-f", format]);
        assert_error(run, 4, &["window 2025-01-15 to 2025-01-22", "50000"]);
    }
}

#[test]
fn a_truncated_window_is_named() {
    let server = ScriptedServer::new(vec![Box::new(|stream| {
        let path = read_request(stream);
        let body = calls(&path, true);
        let length = if path.contains("/2025-01-08/") {
            body.len() / 2
        } else {
            body.len()
        };
        respond(stream, &body[..length]);
    })]);
    let run = &mut cdr_with_url(&server.url());
    run.args(["period", "2025-01", "--split", "7"]);
    assert_error(
        run,
        6,
        &[
            "window 2025-01-08 to 2025-01-15",
            "the response is truncated",
        ],
    );
}

#[test]
fn split_without_a_period_is_rejected() {
    for (query, part) in [
        (&["room", "1"][..], "--split requires a period"),
        (&["conf", "1"], "--split"),
        (&["read", "-"], "--split"),
    ] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        assert_error(run.args(query).args(["--split", "7"]), 2, &[part]);
    }
}

#[test]
fn windows_and_jobs_are_at_least_one() {
    for option in ["--split", "--jobs"] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        assert_error(run.args(["period", "2025-01", option, "0"]), 2, &[option]);
    }
}
