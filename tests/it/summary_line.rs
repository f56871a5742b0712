//! On a terminal an answer of calls ends with one line that says what there was; in a pipe success is silent.

use crate::common::command::add_account;
use crate::common::pseudo_terminal::on_terminal;
use crate::common::scripted_server::{ScriptedServer, respond, response};
use crate::common::{
    Service, assert_error, assert_success, cdr_with_url, response_with, terminal_program,
};
use std::time::Duration;

const CALLS: &str = r#"{"cdr_id":"1","conf_num":"7","usage":{"connect_minutes_cal":2},"stats_quality":{"call_quality":"Bad"}},
    {"cdr_id":"2","conf_num":"7","usage":{"connect_minutes_cal":"1.5"},"stats_quality":{"call_quality":"Good"}},
    {"cdr_id":"3","conf_num":"8","usage":{},"room":{"duration":60}}"#;

/// All that a run says on a terminal whose service answers with these calls.
fn terminal_output(calls: &str, arguments: &[&str]) -> String {
    let service = Service::returning(response_with(calls));
    terminal_output_at(&service.url(), arguments)
}

fn terminal_output_at(url: &str, arguments: &[&str]) -> String {
    let mut command = terminal_program();
    add_account(command.args(arguments), url);
    on_terminal(200, 24, &mut command).0
}

fn last_line(said: &str) -> &str {
    said.lines().last().unwrap()
}

#[test]
fn the_last_line_counts_calls_conferences_billed_minutes_and_bad_ones() {
    let figures = "cdr: 3 calls in 2 conferences, 3.5 billed minutes, 1 with bad quality";
    for (arguments, asked) in [
        (&["period", "2025-01"][..], "2025-01-01 to 2025-01-31 UTC"),
        (&["period", "2025-01-05", "-f", "json"], "2025-01-05 UTC"),
        (&["room", "r1", "-g", "conf_num"], "room r1"),
        (
            &["room-period", "r1", "2025-01-05"],
            "room r1, 2025-01-05 UTC",
        ),
        (&["conf", "7", "-f", "csv"], "conference 7"),
    ] {
        let said = terminal_output(CALLS, arguments);
        assert_eq!(last_line(&said), format!("{figures}; {asked}"), "{said}");
    }
}

#[test]
fn the_summary_omits_figures_that_no_call_has() {
    let older = r#"{"cdr_id":"1","conf_num":"7"}"#;
    assert_eq!(
        last_line(&terminal_output(older, &["room", "r1"])),
        "cdr: 1 call in 1 conference; room r1"
    );
}

#[test]
fn the_summary_names_zone_file_and_excluded_calls() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls.csv");
    let name = file.to_str().unwrap();
    let dated = r#"{"cdr_id":"1","room":{"connect_dt":"2025-01-05T00:00:00Z"}},{"cdr_id":"2","room":{"connect_dt":"2025-01-04T00:00:00Z"}}"#;
    let exact = terminal_output(
        dated,
        &[
            "period",
            "2025-01-05",
            "--tz",
            "Asia/Kolkata",
            "-f",
            "csv",
            "-o",
            name,
        ],
    );
    assert_eq!(
        exact,
        format!(
            "cdr: fetched 2025-01-02 to 2025-01-07 UTC, excluded 1 call outside the days of Asia/Kolkata\n\
             cdr: 1 call; 2025-01-05 Asia/Kolkata; written to {name}\n"
        )
    );
    let first = terminal_output(CALLS, &["room", "r1", "--limit", "2"]);
    assert!(
        last_line(&first)
            .ends_with("1 with bad quality; only the first 2 calls are shown; room r1"),
        "{first}"
    );
    let groups = terminal_output(CALLS, &["room", "r1", "--limit", "1", "-g", "cdr_id"]);
    assert!(
        last_line(&groups).contains("; only the first group is shown; "),
        "{groups}"
    );
}

#[test]
fn without_calls_there_is_one_line_and_no_header() {
    for (arguments, message) in [
        (
            &["period", "2025-01"][..],
            "cdr: no calls for 2025-01-01 to 2025-01-31 UTC\n",
        ),
        (&["room", "r1", "-g", "day"], "cdr: no calls for room r1\n"),
        (
            &["conf", "9dafe6bead21914625ee8c4c"],
            "cdr: no calls for conference 9dafe6bead21914625ee8c4c; a conference number is the conf_num of a call, not a room ID\n",
        ),
    ] {
        assert_eq!(terminal_output("", arguments), message);
    }
    let warning =
        "cdr: \u{1b}[1m\u{1b}[33mwarning:\u{1b}[0m none of 3 calls received matches --where";
    assert_eq!(
        terminal_output(CALLS, &["room", "r1", "-w", "conf_num=9"]),
        format!("{warning}\ncdr: 0 calls; room r1\n")
    );
    // The number is right where there are calls.
    assert_eq!(
        terminal_output(CALLS, &["conf", "7", "-w", "conf_num=9"]),
        format!("{warning}\ncdr: 0 calls; conference 7\n")
    );
    let piped = Service::returning(response_with(""));
    assert!(assert_success(piped.cdr().args(["room", "r1"])).starts_with("conf_num "));
}

#[test]
fn there_is_no_summary_with_quiet_or_in_a_pipe() {
    assert!(!terminal_output(CALLS, &["room", "r1", "-q"]).contains("cdr: "));
    let service = Service::returning(response_with(CALLS));
    assert_success(service.cdr().args(["room", "r1"]));
}

#[test]
fn saved_files_end_with_a_summary() {
    let mut command = terminal_program();
    let (said, _) = on_terminal(
        200,
        24,
        command.args(["read", "tests/samples/smartflomeet.json"]),
    );
    assert!(
        last_line(&said).starts_with("cdr: ") && last_line(&said).contains(" billed minutes"),
        "{said}"
    );
}

#[test]
fn progress_names_the_reason_for_waiting() {
    let busy = respond(response("503 Service Unavailable", "", "busy"));
    let server = ScriptedServer::new(vec![
        busy,
        respond(response("200 OK", "", &response_with(CALLS))),
    ]);
    let said = terminal_output_at(&server.url(), &["room", "r1", "--retry-delay", "2.4"]);
    assert!(
        said.contains("retrying in ") && said.contains("503"),
        "{said}"
    );
    assert!(
        last_line(&said).contains("3 calls in 2 conferences"),
        "{said}"
    );
}

/// A conference of which each answer says this, the last one again and again.
fn conference(records: &[&str]) -> ScriptedServer {
    let answer = |record: &&str| {
        respond(response(
            "200 OK",
            "Connection: close\r\n",
            &response_with(record),
        ))
    };
    ScriptedServer::new(records.iter().map(answer).collect())
}

const OVER: &str = r#"{"cdr_id":"1","room":{"disconnect_dt":"2025-01-01T00:00:00Z"}}"#;
const GOING_ON: &str = r#"{"cdr_id":"1","room":{"disconnect_dt":null}}"#;

#[test]
fn wait_polls_until_two_responses_are_equal() {
    let now = chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ");
    let record = OVER.replace("2025-01-01T00:00:00Z", &now.to_string());
    let server = conference(&[&record]);
    let run = &mut cdr_with_url(&server.url());
    assert_eq!(
        assert_success(run.args(["conf", "1", "--wait", "-f", "jsonl"])),
        format!("{record}\n")
    );
    assert_eq!(server.requests(), 2);
}

#[test]
fn wait_needs_one_response_if_the_conference_ended_long_ago() {
    let server = conference(&[OVER]);
    let run = &mut cdr_with_url(&server.url());
    assert_eq!(
        assert_success(run.args(["conf", "1", "--wait", "-f", "jsonl"])),
        format!("{OVER}\n")
    );
    assert_eq!(server.requests(), 1);
}

#[test]
fn an_expired_wait_prints_no_calls_and_describes_the_last_response() {
    let server = conference(&[GOING_ON]);
    let run = &mut cdr_with_url(&server.url());
    let message = [
        "did not end within 1s",
        "1 call so far, 1 still connected",
        "use a longer --wait",
    ];
    assert_error(run.args(["conf", "1", "--wait=1s"]), 5, &message);
    assert_eq!(server.requests(), 1);
}

#[test]
fn wait_expires_in_time_during_a_response() {
    let silent = ScriptedServer::new(vec![Box::new(|_| {
        std::thread::sleep(Duration::from_secs(20));
    })]);
    let run = &mut cdr_with_url(&silent.url());
    let message = ["did not end within 1s: no response yet"];
    assert_error(
        run.args(["conf", "1", "--wait=1s"])
            .timeout(Duration::from_secs(10)),
        5,
        &message,
    );
}

#[test]
fn wait_ends_if_the_service_rejects_the_request() {
    let service = Service::returning_status(404, "");
    assert_error(service.cdr().args(["conf", "1", "--wait"]), 4, &["404"]);
}
