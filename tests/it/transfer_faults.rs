//! However a transfer fails, in every format there is a whole answer or none: on standard output and in the
//! output file alike.

use crate::common::scripted_server::{
    Script, ScriptedServer, chunked, never_respond, reset_connection, respond, respond_then_close,
    response, send_in_chunks, send_slowly,
};
use crate::common::{
    assert_error, assert_success, cdr_with_url, every_format, in_process, response_with,
    text_formats, workbook,
};
use chrono::{TimeDelta, Utc};
use std::collections::HashMap;
use std::fs;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// A body long enough to be sent in many pieces, all ASCII so that it can be cut anywhere.
fn body() -> String {
    let record = |number: usize| {
        format!(r#"{{"conf_num":"{number}","cdr_id":"{number:024}","user":{{"name":"Asha Rao"}}}}"#)
    };
    let records: Vec<_> = (0..300).map(record).collect();
    format!(r#"{{"result":"0","cdr":[{}]}}"#, records.join(","))
}

fn ok_response() -> String {
    response("200 OK", "", &body())
}

/// The arguments of a run that does not keep a test waiting.
fn arguments(format: &str) -> Vec<&str> {
    vec![
        "period",
        "2025-01",
        "-f",
        format,
        "--retries",
        "2",
        "--retry-delay",
        "0.01",
    ]
}

/// What the answer looks like when nothing goes wrong.
fn expected_output(format: &str) -> &'static str {
    static WHOLE: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
        let server = ScriptedServer::new(vec![respond(ok_response())]);
        let print = |format| {
            let run = cdr_with_url(&server.url())
                .args(arguments(format))
                .assert()
                .success();
            String::from_utf8(run.get_output().stdout.clone()).unwrap()
        };
        text_formats()
            .map(|format| (format, print(format)))
            .collect()
    });
    &WHOLE[format]
}

/// Whether this is the whole answer in a format. One that is no text says when it was made, and is compared by what
/// is read from it.
fn matches_expected_output(format: &str, bytes: &[u8]) -> bool {
    match format {
        "xlsx" => workbook::matches_csv(bytes, expected_output("csv")),
        "html" => without_time(bytes) == without_time(expected_page().as_bytes()),
        "parquet" => json_lines_of_parquet(bytes) == expected_output("jsonl"),
        text => bytes == expected_output(text).as_bytes(),
    }
}

/// The records of a Parquet file.
fn json_lines_of_parquet(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let [saved, lines] = ["saved.parquet", "lines.jsonl"]
        .map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    fs::write(&saved, bytes).unwrap();
    in_process::run("", &["read", &saved, "-o", &lines]).unwrap();
    fs::read_to_string(lines).unwrap()
}

/// A page but for when it was made, and of whom it was asked.
fn without_time(page: &[u8]) -> String {
    let page = String::from_utf8_lossy(page);
    let (before, after) = page.split_once("<dt>Service</dt>").unwrap_or_default();
    let after = after.split_once("</dl>").unwrap_or_default().1;
    format!("{before}{after}")
}

/// The page of the whole answer.
fn expected_page() -> &'static str {
    static PAGE: LazyLock<String> = LazyLock::new(|| {
        let server = ScriptedServer::new(vec![respond(ok_response())]);
        let mut run = cdr_with_url(&server.url());
        assert_success(run.args(arguments("html")))
    });
    &PAGE
}

/// What a run asked of a server ends in.
struct Expected<'a> {
    requests: usize,
    /// The exit code, and what the line on standard error says; nothing for a whole answer.
    failure: Option<(i32, &'a [&'a str])>,
}

fn fails<'a>(requests: usize, code: i32, message: &'a [&'a str]) -> Expected<'a> {
    Expected {
        requests,
        failure: Some((code, message)),
    }
}

fn succeeds(requests: usize) -> Expected<'static> {
    Expected {
        requests,
        failure: None,
    }
}

/// Asserts what a server with these scripts leads to: in an output file in every format, by the library, and on
/// standard output in one, by the program.
fn assert_outcome(scripts: impl Fn() -> Vec<Script> + Sync, extra: &[&str], expected: &Expected) {
    std::thread::scope(|scope| {
        let scripts = &scripts;
        for format in every_format() {
            scope.spawn(move || {
                let server = ScriptedServer::new(scripts());
                assert_output_file(format, expected, |file| {
                    let arguments = [&arguments(format), extra, &["-o", file]].concat();
                    in_process::run(&server.url(), &arguments)
                });
                assert_eq!(server.requests(), expected.requests, "{format}");
            });
        }
        scope.spawn(move || assert_standard_output(scripts(), "csv", extra, expected));
    });
}

/// Asserts the same by the program alone, in every format, on standard output and in an output file.
fn assert_outcome_of_program(scripts: impl Fn() -> Vec<Script> + Sync, expected: &Expected) {
    std::thread::scope(|scope| {
        for format in every_format() {
            let scripts = &scripts;
            scope.spawn(move || {
                assert_standard_output(scripts(), format, &[], expected);
                let server = ScriptedServer::new(scripts());
                assert_output_file(format, expected, |file| {
                    let run = &mut cdr_with_url(&server.url());
                    let output = run.args(arguments(format)).args(["-o", file]).output();
                    let output = output.unwrap();
                    assert_eq!(output.stdout, b"", "{format}");
                    let message = String::from_utf8(output.stderr).unwrap();
                    match output.status.code().unwrap() {
                        0 => {
                            assert_eq!(message, "");
                            Ok(())
                        }
                        code => Err((code, message)),
                    }
                });
                assert_eq!(server.requests(), expected.requests, "{format}");
            });
        }
    });
}

fn assert_standard_output(scripts: Vec<Script>, format: &str, extra: &[&str], expected: &Expected) {
    let server = ScriptedServer::new(scripts);
    let run = &mut cdr_with_url(&server.url());
    run.args(arguments(format)).args(extra);
    match expected.failure {
        None => {
            let run = run.assert().success().stderr("");
            assert!(
                matches_expected_output(format, &run.get_output().stdout),
                "{format}"
            );
        }
        Some((code, parts)) => drop(assert_error(run, code, parts)),
    }
    assert_eq!(server.requests(), expected.requests, "{format}");
}

/// Asserts that a run writes the complete output to its file, or leaves the file as it was.
fn assert_output_file(
    format: &str,
    expected: &Expected,
    run: impl FnOnce(&str) -> Result<(), (i32, String)>,
) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls");
    fs::write(&file, "the old file").unwrap();
    let outcome = run(file.to_str().unwrap());
    let content = fs::read(&file).unwrap();
    if let Some((code, parts)) = expected.failure {
        let (found, message) = outcome.unwrap_err();
        assert_eq!(found, code, "{format}: {message}");
        for part in parts {
            assert!(message.contains(part), "{format}: {message}");
        }
        assert_eq!(content, b"the old file", "{format}");
    } else {
        outcome.unwrap();
        assert!(matches_expected_output(format, &content), "{format}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{format}");
}

#[test]
fn the_program_prints_the_complete_output_or_none_of_it_in_every_format() {
    let torn = || respond(&ok_response()[..ok_response().len() - 1]);
    let lost = ["connection lost", "3 attempts"];
    assert_outcome_of_program(|| vec![torn()], &fails(3, 5, &lost));
    assert_outcome_of_program(|| vec![torn(), respond(ok_response())], &succeeds(2));
}

#[test]
fn the_expected_output_has_every_call() {
    for format in text_formats() {
        assert_eq!(
            expected_output(format).matches("Asha Rao").count(),
            300,
            "{format}"
        );
    }
}

#[test]
fn a_body_truncated_anywhere_is_retried() {
    let head = ok_response().len() - body().len();
    for length in [head, head + 1, head + 5000, ok_response().len() - 1] {
        let torn = || respond(&ok_response()[..length]);
        assert_outcome(
            || vec![torn()],
            &[],
            &fails(3, 5, &["connection lost", "3 attempts"]),
        );
        assert_outcome(|| vec![torn(), respond(ok_response())], &[], &succeeds(2));
    }
}

#[test]
fn a_chunked_body_truncated_anywhere_is_retried() {
    let whole = chunked(&body());
    for length in [whole.len() / 2, whole.len() - 5, whole.len() - 2] {
        let torn = || respond(&whole[..length]);
        assert_outcome(|| vec![torn()], &[], &fails(3, 5, &["connection lost"]));
        assert_outcome(
            || vec![torn(), torn(), respond(whole.clone())],
            &[],
            &succeeds(3),
        );
    }
}

#[test]
fn a_connection_reset_before_the_first_byte_is_retried() {
    assert_outcome(
        || vec![reset_connection()],
        &[],
        &fails(3, 5, &["connection lost", "3 attempts"]),
    );
    assert_outcome(
        || vec![reset_connection(), respond(ok_response())],
        &[],
        &succeeds(2),
    );
}

#[test]
fn a_connection_closed_before_the_first_byte_is_retried() {
    assert_outcome(
        || vec![respond(""), respond(ok_response())],
        &[],
        &succeeds(2),
    );
}

#[test]
fn a_truncated_response_head_is_retried() {
    assert_outcome(
        || vec![respond("HTTP/1.1 200 O"), respond(ok_response())],
        &[],
        &succeeds(2),
    );
}

#[test]
fn a_silent_service_fails_after_the_timeout() {
    let silent = || vec![never_respond()];
    let message = ["no data received for 0.2 s", "--timeout"];
    assert_outcome(
        silent,
        &["--timeout", "0.2", "--retries", "1"],
        &fails(2, 5, &message),
    );
}

#[test]
fn a_response_that_stalls_is_retried() {
    let stalls = || {
        let half = ok_response().as_bytes()[..9000].to_vec();
        send_in_chunks(vec![half, Vec::new()], Duration::from_millis(400))
    };
    assert_outcome(
        || vec![stalls(), respond(ok_response())],
        &["--timeout", "0.3"],
        &succeeds(2),
    );
}

#[test]
fn a_slow_but_steady_response_is_never_cut_off() {
    let slow = || {
        let pieces = ok_response()
            .as_bytes()
            .chunks(2000)
            .map(<[u8]>::to_vec)
            .collect();
        vec![send_in_chunks(pieces, Duration::from_millis(80))]
    };
    assert_outcome(slow, &["--timeout", "0.5"], &succeeds(1));
}

#[test]
fn an_unavailable_service_is_retried() {
    for status in [
        "408 Request Timeout",
        "500 Internal Server Error",
        "502 Bad Gateway",
    ] {
        assert_outcome(
            || vec![respond(response(status, "", "")), respond(ok_response())],
            &[],
            &succeeds(2),
        );
    }
    let unavailable = || respond(response("503 Service Unavailable", "", ""));
    assert_outcome(
        || vec![unavailable(), unavailable(), respond(ok_response())],
        &[],
        &succeeds(3),
    );
    assert_outcome(
        || vec![unavailable()],
        &[],
        &fails(3, 5, &["503", "3 attempts", "later"]),
    );
}

#[test]
fn a_busy_service_is_retried() {
    let body = r#"{"result": 10105, "error": "Server busy"}"#;
    for status in ["200 OK", "400 Bad Request"] {
        let busy = || respond(response(status, "", body));
        assert_outcome(
            || vec![busy(), busy(), respond(ok_response())],
            &[],
            &succeeds(3),
        );
        assert_outcome(
            || vec![busy()],
            &[],
            &fails(3, 5, &["10105", "Server busy", "3 attempts"]),
        );
    }
}

#[test]
fn other_failures_are_not_retried() {
    let once = |status: &str, code, message: &[&str]| {
        assert_outcome(
            || vec![respond(response(status, "", ""))],
            &[],
            &fails(1, code, message),
        );
    };
    once("400 Bad Request", 4, &["400"]);
    once("401 Unauthorized", 3, &["401"]);
    once("404 Not Found", 4, &["404"]);
    once("501 Not Implemented", 5, &["501"]);
}

/// That a 429 with this header is obeyed: the second request comes after a second, and is answered.
fn assert_retry_after_honored(retry_after: impl Fn() -> String + Sync) {
    let scripts = || {
        let header = format!("retry-after: {}\r\n", retry_after());
        let limited = response("429 Too Many Requests", &header, "");
        vec![respond(limited), respond(ok_response())]
    };
    let started = Instant::now();
    assert_outcome(scripts, &[], &succeeds(2));
    assert!(started.elapsed() > Duration::from_secs(1));
}

#[test]
fn retry_after_in_seconds_is_honored() {
    assert_retry_after_honored(|| "1".to_owned());
}

#[test]
fn retry_after_as_a_date_is_honored() {
    assert_retry_after_honored(|| {
        let then = Utc::now() + TimeDelta::seconds(2);
        then.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    });
}

#[test]
fn retry_after_beyond_five_minutes_fails_at_once() {
    for header in [
        "301",
        "99999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let header = format!("retry-after: {header}\r\n");
        let limited = || vec![respond(response("429 Too Many Requests", &header, ""))];
        assert_outcome(limited, &[], &fails(1, 5, &["429", "not before", "UTC"]));
    }
}

#[test]
fn html_with_502_exits_with_5_and_is_not_shown() {
    let page = || {
        vec![respond(response(
            "502 Bad Gateway",
            "",
            "<html><h1>Oops</h1></html>",
        ))]
    };
    assert_outcome(page, &[], &fails(3, 5, &["502 Bad Gateway"]));
}

#[test]
fn truncated_json_in_a_complete_transfer_exits_with_6_at_once() {
    let body = body();
    for length in [body.len() / 2, body.len() - 1] {
        let torn = || vec![respond(response("200 OK", "", &body[..length]))];
        assert_outcome(torn, &[], &fails(1, 6, &["truncated"]));
        let torn = || vec![respond(chunked(&body[..length]))];
        assert_outcome(torn, &[], &fails(1, 6, &["truncated"]));
    }
}

#[test]
fn an_error_result_after_the_list_exits_with_4() {
    let body = body().replacen(r#""result":"0","#, "", 1);
    let body = format!(
        r#"{},"result":50000,"error":"Internal"}}"#,
        &body[..body.len() - 1]
    );
    let scripts = || vec![respond(response("200 OK", "", &body))];
    assert_outcome(scripts, &[], &fails(1, 4, &["50000", "Internal"]));
}

#[test]
fn a_response_that_is_not_http_exits_with_5_at_once() {
    assert_outcome(
        || vec![respond("SSH-2.0-OpenSSH_9.6\r\n")],
        &[],
        &fails(1, 5, &["not an HTTP response"]),
    );
}

#[test]
fn no_retries_means_one_attempt() {
    assert_outcome(
        || vec![reset_connection()],
        &["--retries", "0"],
        &fails(1, 5, &["connection lost"]),
    );
}

/// What a run prints of a call with a field of this size.
fn assert_field_is_printed(size: usize, format: &str) {
    let field = "x".repeat(size);
    let body = format!(r#"{{"result":0,"cdr":[{{"conf_num":"{field}"}}]}}"#);
    let server = ScriptedServer::new(vec![respond(response("200 OK", "", &body))]);
    let run = cdr_with_url(&server.url())
        .args(["conf", "1", "-f", format])
        .assert()
        .success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(text.contains(&field), "{format}");
}

#[test]
fn a_field_of_8_megabytes_is_printed_completely_except_in_a_table() {
    for format in ["csv", "json", "jsonl"] {
        assert_field_is_printed(8 << 20, format);
    }
    assert_field_is_printed(1000, "table");
}

#[test]
fn nesting_of_any_depth_is_printed_in_every_format() {
    let deep = format!("{}{}", "{\"a\":[".repeat(100_000), "]}".repeat(100_000));
    let record =
        format!(r#"{{"room":{{"room_details":{deep}}},"user":{deep},"cdr_id":"the end"}}"#);
    let body = format!(r#"{{"deep":{deep},"result":0,"cdr":[{record}]}}"#);
    for format in text_formats() {
        let server = ScriptedServer::new(vec![respond(response("200 OK", "", &body))]);
        let run = cdr_with_url(&server.url())
            .args(["conf", "1", "-f", format])
            .assert();
        let text = String::from_utf8(run.success().get_output().stdout.clone()).unwrap();
        match format {
            "table" => assert_eq!(text.lines().count(), 2),
            "csv" => {
                assert!(text.contains(&deep.replace('"', "\"\"")) && text.ends_with("the end\n"));
            }
            "json" | "jsonl" => assert!(text.contains(&record)),
            _ => assert!(text.contains("the end")),
        }
    }
}

/// A body with few calls: windows that share a large number of calls cause a warning.
fn response_with_two_calls() -> String {
    response_with(r#"{"cdr_id":"1"},{"cdr_id":"2"}"#)
}

/// The same as a response that keeps its connection.
fn keep_alive_response() -> String {
    response("200 OK", "", &response_with_two_calls()).replacen(
        "connection: close",
        "connection: keep-alive",
        1,
    )
}

#[test]
fn a_connection_closed_between_requests_costs_no_attempt() {
    for format in text_formats() {
        let server = ScriptedServer::new(vec![respond(response(
            "200 OK",
            "",
            &response_with_two_calls(),
        ))]);
        let whole = assert_success(cdr_with_url(&server.url()).args(arguments(format)));
        let server = ScriptedServer::new(vec![respond_then_close(keep_alive_response())]);
        let run = &mut cdr_with_url(&server.url());
        let split = ["--split", "5", "--jobs", "2", "--retries", "0"];
        let run = run.args(arguments(format)).args(split);
        run.assert().success().stderr("").stdout(whole);
    }
}

#[test]
fn an_error_with_an_endless_body_is_reported_in_time() {
    let head = "HTTP/1.1 400 Bad Request\r\ncontent-length: 100000\r\n\r\n{";
    let dripping = || vec![send_slowly(head, b" ", Duration::from_millis(20))];
    assert_outcome(dripping, &["--timeout", "0.5"], &fails(1, 4, &["400"]));
}

#[test]
fn an_oversized_envelope_exits_with_6() {
    let bomb = format!(r#"{{"a":"{}","cdr":[]}}"#, "x".repeat(2 << 20));
    let bomb = || vec![respond(response("200 OK", "", &bomb))];
    assert_outcome(
        bomb,
        &[],
        &fails(1, 6, &["1 MiB", "outside its list of calls"]),
    );
}

#[test]
fn an_echoed_key_is_hidden_in_every_format() {
    let body = format!(r#"{{"result":1,"error":"{}"}}"#, crate::common::APP_KEY);
    for format in every_format() {
        let echo = vec![respond(response("200 OK", "", &body))];
        assert_standard_output(echo, format, &[], &fails(1, 4, &["[hidden]"]));
    }
}
