//! Each command asks one question of the service, with credentials, and sends nothing when what was typed
//! is wrong.

use crate::common::scripted_server::{ScriptedServer, respond, response};
use crate::common::{
    APP_ID, APP_KEY, AUTHORIZATION, Service, assert_error, assert_success, cdr, cdr_with_url,
    response_with,
};
use mockito::Server;

const NO_CALLS: &str = r#"{"result":"0","cdr":[]}"#;

/// That a command asks for this path, once, with credentials.
fn assert_requests(arguments: &[&str], path: &str) {
    let mut server = Server::new();
    let mock = server
        .mock("GET", format!("/video/v2{path}").as_str())
        .match_header("authorization", AUTHORIZATION)
        .match_header("accept", "application/json")
        .with_body(NO_CALLS)
        .expect(1)
        .create();
    let url = format!("{}/video/v2", server.url());
    assert_success(cdr_with_url(&url).args(arguments));
    mock.assert();
}

#[test]
fn period_requests_its_first_and_last_day() {
    assert_requests(
        &["period", "2025-01-01", "2025-01-31"],
        "/cdr/period/2025-01-01/2025-01-31",
    );
}

#[test]
fn a_period_of_one_argument_is_that_day() {
    assert_requests(
        &["period", "2025-01-31"],
        "/cdr/period/2025-01-31/2025-01-31",
    );
}

#[test]
fn a_period_of_months_has_all_days_of_both() {
    assert_requests(
        &["period", "2024-01", "2024-03"],
        "/cdr/period/2024-01-01/2024-03-31",
    );
}

#[test]
fn room_requests_the_room() {
    assert_requests(
        &["room", "9dafe6bead21914625ee8c4c"],
        "/cdr/room/9dafe6bead21914625ee8c4c",
    );
}

#[test]
fn room_period_requests_the_room_in_the_period() {
    assert_requests(
        &["room-period", "r1", "2025-01-01", "2025-01-31"],
        "/cdr/room-period/r1/2025-01-01/2025-01-31",
    );
}

#[test]
fn conf_requests_the_conference() {
    assert_requests(&["conf", "1000000000"], "/cdr/conf/1000000000");
}

#[test]
fn an_id_is_one_path_segment_whatever_it_contains() {
    assert_requests(
        &["room", "a/b?c#d..é f"],
        "/cdr/room/a%2Fb%3Fc%23d..%C3%A9%20f",
    );
    assert_requests(&["conf", "../../etc"], "/cdr/conf/..%2F..%2Fetc");
}

#[test]
fn options_go_before_and_after_the_arguments_of_a_command() {
    assert_requests(&["conf", "--format", "csv", "1"], "/cdr/conf/1");
    assert_requests(&["conf", "1", "--format", "csv"], "/cdr/conf/1");
    assert_requests(&["-q", "--color", "never", "conf", "1"], "/cdr/conf/1");
}

#[test]
fn the_error_about_a_misplaced_option_says_where_it_goes() {
    let behind = ["--format must follow the command", "cdr COMMAND"];
    assert_usage_error(&["--format", "csv", "conf", "1"], &behind);
    assert_usage_error(&["--split", "7"], &["--split must follow the command"]);
    let elsewhere = ["--dry-run cannot be used with 'read'", "period, room"];
    assert_usage_error(&["read", "x", "--dry-run", "-o", "x"], &elsewhere);
    assert_usage_error(
        &["completions", "bash", "--split", "7"],
        &["--split", "'completions'"],
    );
    assert_usage_error(&["conf", "1", "--split", "7"], &["--split", "room-period"]);
    assert_usage_error(
        &["fields", "-g", "day"],
        &["-g cannot be used with 'fields'"],
    );
}

#[test]
fn account_options_are_rejected_before_commands_that_send_no_request() {
    let run = &mut cdr();
    assert_success(run.args(["-q", "--sandbox", "conf", "1739252000", "-f", "jsonl"]));
    let run = &mut cdr();
    assert_error(
        run.args(["--sandbox", "read", "x"]),
        2,
        &["--sandbox", "'read'"],
    );
    let run = &mut cdr();
    assert_error(
        run.args(["--profile", "p", "fields"]),
        2,
        &["--profile", "'fields'"],
    );
}

#[test]
fn options_override_the_environment() {
    let service = Service::returning(NO_CALLS);
    assert_success(
        cdr_with_url("https://never.asked.example")
            .args(["conf", "1", "--base-url", &service.url()])
            .args(["--app-id", APP_ID, "--app-key", APP_KEY]),
    );
    service.assert_requested_once();
}

#[test]
fn a_key_file_may_end_in_a_newline() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, format!("{APP_KEY}\n")).unwrap();
    let service = Service::with(|mock| {
        mock.match_header("authorization", AUTHORIZATION)
            .with_body(NO_CALLS)
    });
    assert_success(
        service
            .cdr()
            .env_remove("CDR_APP_KEY")
            .args(["conf", "1", "--app-key-file"])
            .arg(file.path()),
    );
    service.assert_requested_once();
}

/// That a command line is refused, and nothing is asked.
fn assert_usage_error(arguments: &[&str], message: &[&str]) {
    assert_error(
        cdr_with_url("http://127.0.0.1:1/video/v2").args(arguments),
        2,
        message,
    );
}

#[test]
fn invalid_dates_are_rejected_with_the_valid_forms() {
    for (date, right) in [
        ("2025-1-1", "2025-01-01"),
        ("01/31/2025", "2025-01-31"),
        ("2025-01-01T00:00:00Z", "2025-01-01"),
    ] {
        assert_usage_error(&["period", date], &["did you mean", right]);
    }
    for date in ["tomorrow", "", "0x7"] {
        assert_usage_error(&["period", date], &["2025-01-31", "last-month", "7d"]);
        assert_usage_error(
            &["room-period", "r1", date],
            &["2025-01-31", "last-month", "7d"],
        );
    }
}

#[test]
fn a_day_that_does_not_exist_is_rejected() {
    for date in ["2025-02-29", "2025-02-30", "2025-13-01", "2025-00"] {
        assert_usage_error(&["period", date], &["no such date", "2025-01-31"]);
    }
}

#[test]
fn from_after_to_is_rejected() {
    let both = ["2025-02-01", "2025-01-31"];
    assert_usage_error(&["period", "2025-02-01", "2025-01-31"], &both);
    assert_usage_error(&["room-period", "r1", "2025-02", "2025-01"], &both);
}

#[test]
fn an_empty_id_is_rejected() {
    assert_usage_error(&["room", ""], &["the ID is empty"]);
    assert_usage_error(&["conf", " "], &["the ID is empty"]);
    assert_usage_error(&["room-period", "", "today"], &["the ID is empty"]);
}

#[test]
fn an_id_of_dots_is_rejected() {
    assert_usage_error(&["room", ".."], &["'.' and '..' are not IDs"]);
}

#[test]
fn an_unknown_command_option_or_format_is_rejected() {
    assert_usage_error(&["rooms"], &["rooms", "did you mean 'room'?"]);
    assert_usage_error(
        &["conf", "1", "--fromat", "csv"],
        &["--fromat", "did you mean '--format'?"],
    );
    assert_usage_error(
        &["conf", "1", "--format", "xml"],
        &["xml", "table, csv, tsv, json, jsonl"],
    );
}

#[test]
fn missing_arguments_are_named() {
    assert_usage_error(&["period"], &["<FROM>"]);
    assert_usage_error(&["conf"], &["<CONF_NUM>"]);
}

#[test]
fn a_column_list_with_an_empty_item_is_rejected() {
    assert_usage_error(
        &["conf", "1", "-c", "cdr_id,,user.name"],
        &["comma-separated columns"],
    );
}

#[test]
fn a_period_that_ends_after_today_causes_a_warning() {
    let service = Service::returning(NO_CALLS);
    let run = service
        .cdr()
        .args(["period", "2025-01-01", "9999-12-31", "-f", "jsonl"])
        .assert();
    let run = run.success().stdout("");
    let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(
        message.starts_with("cdr: warning: the period ends in the future (9999-12-31, UTC)"),
        "{message}"
    );
}

#[test]
fn account_options_override_the_sandbox_of_the_environment() {
    let service = Service::returning(response_with(r#"{"cdr_id":"real"}"#));
    let mut run = service.cdr();
    run.env("CDR_SANDBOX", "1");
    let url = service.url();
    run.args(["-q", "conf", "1", "-f", "jsonl", "--base-url", &url]);
    assert_eq!(assert_success(&mut run), "{\"cdr_id\":\"real\"}\n");
}

#[test]
fn missing_credentials_are_reported_before_any_request() {
    assert_error(cdr().args(["conf", "1"]), 3, &["CDR_APP_ID", "--sandbox"]);
    assert_error(
        cdr().env("CDR_APP_ID", "id").args(["conf", "1"]),
        3,
        &["CDR_APP_KEY"],
    );
}

#[test]
fn a_key_file_that_does_not_exist_is_named_by_its_option_and_not_printed() {
    let run = &mut cdr();
    run.env("CDR_APP_ID", "id")
        .args(["conf", "1", "--app-key-file", "no/such/file"]);
    let line = assert_error(run, 1, &["No such file", "--app-key-file"]);
    // A key that was given in the place of a file name must not be printed.
    assert!(!line.contains("no/such/file"), "{line}");
}

#[test]
fn a_base_url_that_exposes_or_contains_a_key_is_rejected() {
    for (url, message) in [
        (
            "http://api.example.com/video/v2",
            "invalid base URL http://api.example.com/video/v2: plain http",
        ),
        (
            "https://an-id:s3cret-key@api.example.com/video/v2",
            "credentials",
        ),
        ("api.example.com", "not a URL"),
    ] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        assert_error(run.args(["conf", "1", "--base-url", url]), 2, &[message]);
    }
}

#[test]
fn requests_go_through_the_proxy_of_the_environment() {
    let proxy = ScriptedServer::new(vec![respond(response("200 OK", "", NO_CALLS))]);
    let address = proxy.url().replace("/video/v2", "");
    let run = &mut cdr_with_url("http://service.example/video/v2");
    run.env("http_proxy", address)
        .args(["conf", "1", "--allow-http", "-f", "jsonl"]);
    assert_success(run);
    assert_eq!(proxy.requests(), 1);
}
