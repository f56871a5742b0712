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
fn period_asks_for_its_first_and_last_day() {
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
fn a_quarter_is_two_months() {
    assert_requests(
        &["period", "2024-01", "2024-03"],
        "/cdr/period/2024-01-01/2024-03-31",
    );
}

#[test]
fn room_asks_for_the_room() {
    assert_requests(
        &["room", "9dafe6bead21914625ee8c4c"],
        "/cdr/room/9dafe6bead21914625ee8c4c",
    );
}

#[test]
fn room_period_asks_for_the_room_in_the_period() {
    assert_requests(
        &["room-period", "r1", "2025-01-01", "2025-01-31"],
        "/cdr/room-period/r1/2025-01-01/2025-01-31",
    );
}

#[test]
fn conf_asks_for_the_conference() {
    assert_requests(&["conf", "1000000000"], "/cdr/conf/1000000000");
}

#[test]
fn an_id_stays_one_segment_whatever_it_holds() {
    assert_requests(
        &["room", "a/b?c#d..é f"],
        "/cdr/room/a%2Fb%3Fc%23d..%C3%A9%20f",
    );
    assert_requests(&["conf", "../../etc"], "/cdr/conf/..%2F..%2Fetc");
}

#[test]
fn options_are_taken_before_and_after_the_arguments_of_a_command() {
    assert_requests(&["conf", "--format", "csv", "1"], "/cdr/conf/1");
    assert_requests(&["conf", "1", "--format", "csv"], "/cdr/conf/1");
    assert_requests(&["-q", "--color", "never", "conf", "1"], "/cdr/conf/1");
}

#[test]
fn an_option_in_the_wrong_place_gets_a_line_that_says_where_it_goes() {
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
fn an_account_before_the_command_is_for_those_that_ask() {
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
fn options_win_over_the_environment() {
    let service = Service::returning(NO_CALLS);
    assert_success(
        cdr_with_url("https://never.asked.example")
            .args(["conf", "1", "--base-url", &service.url()])
            .args(["--app-id", APP_ID, "--app-key", APP_KEY]),
    );
    service.assert_requested_once();
}

#[test]
fn the_key_can_come_from_a_file_with_a_newline_at_its_end() {
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
fn assert_usage_error(arguments: &[&str], told: &[&str]) {
    assert_error(
        cdr_with_url("http://127.0.0.1:1/video/v2").args(arguments),
        2,
        told,
    );
}

#[test]
fn wrong_dates_are_refused_with_the_right_forms() {
    for (date, right) in [
        ("2025-1-1", "2025-01-01"),
        ("01/31/2025", "2025-01-31"),
        ("2025-01-01T00:00:00Z", "2025-01-01"),
    ] {
        assert_usage_error(&["period", date], &["did you mean", right]);
    }
    for date in ["tomorrow", "", "7"] {
        assert_usage_error(&["period", date], &["2025-01-31", "last-month", "7d"]);
        assert_usage_error(
            &["room-period", "r1", date],
            &["2025-01-31", "last-month", "7d"],
        );
    }
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    for date in ["2025-02-29", "2025-02-30", "2025-13-01", "2025-00"] {
        assert_usage_error(&["period", date], &["no such date", "2025-01-31"]);
    }
}

#[test]
fn from_after_to_is_refused() {
    let both = ["2025-02-01", "2025-01-31"];
    assert_usage_error(&["period", "2025-02-01", "2025-01-31"], &both);
    assert_usage_error(&["room-period", "r1", "2025-02", "2025-01"], &both);
}

#[test]
fn an_empty_id_is_refused() {
    assert_usage_error(&["room", ""], &["the ID is empty"]);
    assert_usage_error(&["conf", " "], &["the ID is empty"]);
    assert_usage_error(&["room-period", "", "today"], &["the ID is empty"]);
}

#[test]
fn an_id_of_dots_alone_is_refused() {
    assert_usage_error(&["room", ".."], &["'.' and '..' are not IDs"]);
}

#[test]
fn an_unknown_command_option_or_format_is_refused() {
    assert_usage_error(&["rooms"], &["rooms", "did you mean 'room'?"]);
    assert_usage_error(
        &["conf", "1", "--fromat", "csv"],
        &["--fromat", "did you mean '--format'?"],
    );
    assert_usage_error(
        &["conf", "1", "--format", "xml"],
        &["xml", "table, csv, json, jsonl"],
    );
}

#[test]
fn missing_arguments_are_named() {
    assert_usage_error(&["period"], &["<FROM>"]);
    assert_usage_error(&["conf"], &["<CONF_NUM>"]);
}

#[test]
fn columns_do_not_go_with_json() {
    assert_usage_error(
        &["conf", "1", "-f", "json", "-c", "cdr_id"],
        &["--columns", "jq"],
    );
    assert_usage_error(
        &["conf", "1", "-f", "jsonl", "-c", "cdr_id"],
        &["--columns", "jq"],
    );
}

#[test]
fn a_list_of_columns_with_a_gap_is_refused() {
    assert_usage_error(
        &["conf", "1", "-c", "cdr_id,,user.name"],
        &["comma-separated columns"],
    );
}

#[test]
fn a_period_that_ends_after_today_draws_a_warning() {
    let service = Service::returning(NO_CALLS);
    let run = service
        .cdr()
        .args(["period", "2025-01-01", "9999-12-31", "-f", "jsonl"])
        .assert();
    let run = run.success().stdout("");
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(
        told.starts_with("cdr: warning: the period ends in the future (9999-12-31, UTC)"),
        "{told}"
    );
}

#[test]
fn an_account_that_is_typed_wins_over_the_sandbox_of_the_environment() {
    let service = Service::returning(response_with(r#"{"cdr_id":"real"}"#));
    let mut run = service.cdr();
    run.env("CDR_SANDBOX", "1");
    let url = service.url();
    run.args(["-q", "conf", "1", "-f", "jsonl", "--base-url", &url]);
    assert_eq!(assert_success(&mut run), "{\"cdr_id\":\"real\"}\n");
}

#[test]
fn missing_credentials_are_told_before_anything_is_asked() {
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
fn a_base_url_that_shows_the_key_or_holds_one_is_refused() {
    for (url, told) in [
        ("http://api.example.com/video/v2", "plain http"),
        (
            "https://an-id:s3cret-key@api.example.com/video/v2",
            "credentials",
        ),
        ("api.example.com", "not a URL"),
    ] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        assert_error(run.args(["conf", "1", "--base-url", url]), 2, &[told]);
    }
}

#[test]
fn a_proxy_of_the_environment_is_asked_instead() {
    let proxy = ScriptedServer::new(vec![respond(response("200 OK", "", NO_CALLS))]);
    let address = proxy.url().replace("/video/v2", "");
    let run = &mut cdr_with_url("http://service.example/video/v2");
    run.env("http_proxy", address)
        .args(["conf", "1", "--allow-http", "-f", "jsonl"]);
    assert_success(run);
    assert_eq!(proxy.requests(), 1);
}
