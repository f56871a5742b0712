//! Every failure has its exit code, one line on standard error, and nothing on standard output.

use crate::common::scripted_server::ScriptedServer;
use crate::common::{SMARTFLOMEET, Service, assert_error, cdr_with_url, every_format};
use std::net::TcpListener;

/// That a body ends in this failure, whatever the format.
fn assert_body_error(body: impl AsRef<[u8]>, code: i32, message: &[&str]) {
    for format in every_format() {
        let service = Service::returning(&body);
        assert_error(
            service.cdr().args(["period", "2025-01", "-f", format]),
            code,
            message,
        );
        service.assert_requested_once();
    }
}

/// That a status ends in this failure, when nothing is tried again.
fn assert_status_error(status: usize, body: &str, code: i32, message: &[&str]) {
    let service = Service::returning_status(status, body);
    let run = &mut service.cdr();
    assert_error(
        run.args(["period", "2025-01", "--retries", "0"]),
        code,
        message,
    );
    service.assert_requested_once();
}

#[test]
fn rejected_credentials_exit_with_3() {
    for status in [401, 403] {
        assert_status_error(
            status,
            "",
            3,
            &["authentication failed", &status.to_string(), "app ID"],
        );
    }
}

#[test]
fn a_rejection_shows_code_text_and_request_id() {
    let body =
        r#"{"status":"error","error_code":"INVALID","message":"Bad dates","request_id":"req-7"}"#;
    assert_status_error(400, body, 4, &["400", "INVALID", "Bad dates", "req-7"]);
    assert_status_error(404, body, 4, &["404", "INVALID"]);
    assert_status_error(401, body, 3, &["401", "INVALID", "req-7"]);
}

#[test]
fn a_rejection_shows_the_reason_in_an_undocumented_body() {
    for (status, code) in [(401, 3), (403, 3), (404, 4)] {
        for member in ["message", "error", "desc"] {
            let body = format!(r#"{{"{member}": "Key expired"}}"#);
            assert_status_error(status, &body, code, &["): Key expired; "]);
        }
    }
}

#[test]
fn the_hint_of_a_rejection_names_what_the_request_has() {
    for (arguments, status, hint) in [
        (&["conf", "1"][..], 404, "; check the conference number"),
        (&["room", "1"], 400, "; check the room ID"),
        (
            &["room", "1", "2025-01"],
            404,
            "; check the room ID and the dates",
        ),
        (&["period", "2025-01"], 400, "; check the dates"),
        (&["period", "2025-01"], 404, "; check the base URL"),
        (&["conf", "1"], 405, "; check the base URL"),
    ] {
        let service = Service::returning_status(status, "");
        let line = assert_error(service.cdr().args(arguments), 4, &[hint]);
        let names_url = line.contains("base URL");
        assert_eq!(line.trim_end().ends_with(hint), !names_url, "{line}");
    }
}

#[test]
fn a_result_other_than_0_exits_with_4_despite_status_200() {
    // A period has no ID that could be wrong.
    let body = r#"{"result": 40001, "error": "Room not found", "desc": "No such room"}"#;
    assert_body_error(
        body,
        4,
        &[
            "40001",
            "Room not found",
            "No such room",
            "check the request",
        ],
    );
    assert_body_error(
        r#"{"result": "10201", "cdr": [{}]}"#,
        4,
        &["10201", "check the request"],
    );
}

#[test]
fn a_result_after_the_list_counts() {
    let small = r#"{"cdr": [{"cdr_id": "1"}], "result": 50000, "error": "Internal error"}"#;
    assert_body_error(small, 4, &["50000", "Internal error"]);
    let large = SMARTFLOMEET.replacen("\"result\": \"0\",", "", 1);
    let large = large.trim_end().strip_suffix('}').unwrap().to_owned();
    assert_body_error(format!("{large}, \"result\": 50000}}"), 4, &["50000"]);
}

#[test]
fn an_error_envelope_with_status_200_exits_with_4() {
    let body = r#"{"status":"error","error_code":"RATE_LIMITED","message":"Slow down"}"#;
    assert_body_error(body, 4, &["RATE_LIMITED", "Slow down"]);
}

#[test]
fn a_redirect_is_not_followed_and_exits_with_4() {
    let elsewhere = Service::returning(r#"{"result":"0","cdr":[]}"#);
    let service = Service::with(|mock| {
        mock.with_status(302)
            .with_header("location", &elsewhere.url())
    });
    assert_error(
        service.cdr().args(["conf", "1"]),
        4,
        &["redirects to", &elsewhere.url(), "base URL"],
    );
}

#[test]
fn a_web_page_exits_with_6() {
    assert_body_error(
        "<!DOCTYPE html><title>Sign in</title>",
        6,
        &["web page", "base URL"],
    );
}

#[test]
fn truncated_json_exits_with_6() {
    for length in [SMARTFLOMEET.len() / 2, SMARTFLOMEET.trim_end().len() - 1] {
        assert_body_error(&SMARTFLOMEET[..length], 6, &["truncated"]);
    }
}

#[test]
fn json_followed_by_more_data_exits_with_6() {
    assert_body_error(format!("{SMARTFLOMEET}{{}}"), 6, &["unexpected data"]);
}

#[test]
fn a_body_that_is_not_json_exits_with_6() {
    assert_body_error("", 6, &["empty"]);
    assert_body_error("result=0", 6, &["is not JSON"]);
    assert_body_error(
        r#"{"result":"0","cdr":[{"a":nil}]}"#,
        6,
        &["not valid JSON"],
    );
}

#[test]
fn json_without_a_list_of_objects_exits_with_6() {
    assert_body_error(r#"{"result":"0"}"#, 6, &["no list 'cdr'"]);
    assert_body_error(r#"{"result":"0","cdr":{}}"#, 6, &["not a list"]);
    assert_body_error(
        r#"{"result":"0","cdr":[{"cdr_id":"1"},1]}"#,
        6,
        &["not a JSON object"],
    );
    assert_body_error("[]", 6, &["not a JSON object"]);
}

#[test]
fn bytes_that_are_not_utf_8_exit_with_6() {
    assert_body_error(
        b"{\"result\":\"0\",\"cdr\":[{\"unused\":\"\xff\"}]}",
        6,
        &["not valid UTF-8"],
    );
}

#[test]
fn a_damaged_gzip_body_exits_with_6() {
    assert_body_error(
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01\x02\x03",
        6,
        &["damaged", "gzip"],
    );
}

#[test]
fn a_failing_service_exits_with_5() {
    for status in [408, 429, 500, 503] {
        assert_status_error(status, "", 5, &[&status.to_string(), "try again later"]);
    }
    // What a service can't do now it can't do later.
    assert_status_error(501, "", 5, &["501", "check the base URL"]);
}

#[test]
fn a_rate_limit_suggests_fewer_jobs_if_there_are_several() {
    for (jobs, hint) in [("1", "; try again later"), ("4", "; use fewer --jobs\n")] {
        let service = Service::returning_status(429, "");
        let run = &mut service.cdr();
        run.args(["period", "2025-01", "--split", "7", "--retries", "0"]);
        let run = run.args(["--jobs", jobs]);
        assert_error(run, 5, &["rate limited by the service (429", hint]);
    }
}

#[test]
fn an_unreachable_service_exits_with_5() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let run = &mut cdr_with_url(&format!("http://127.0.0.1:{port}/video/v2"));
    assert_error(
        run.args(["conf", "1", "--retries", "0"]),
        5,
        &["cannot connect", &port.to_string(), "check the network"],
    );
}

#[test]
fn a_success_without_a_body_exits_with_6() {
    assert_status_error(204, "", 6, &["204", "base URL"]);
}

#[test]
fn control_characters_of_the_service_are_shown_not_obeyed() {
    let body = "{\"result\": 40001, \"error\": \"\\u001b[31mred\\nline\\u202e\"}";
    assert_body_error(body, 4, &["\\u001b[31mred\\nline\\u202e"]);
}

#[test]
fn a_busy_service_is_retried_whatever_the_length_of_its_response() {
    for body in [
        format!(r#"{{"result": 10105, "error": "{}"}}"#, "x".repeat(500_000)),
        format!(
            r#"{{"result": 10105, "cdr": [{{"a":"{}"}}]}}"#,
            "x".repeat(3_000_000)
        ),
    ] {
        let mut server = mockito::Server::new();
        let busy = server
            .mock("GET", mockito::Matcher::Any)
            .with_body(body)
            .expect(3)
            .create();
        let run = &mut cdr_with_url(&server.url());
        let run = run.args(["conf", "1", "--retries", "2", "--retry-delay", "0"]);
        assert_error(run, 5, &["10105", "3 attempts"]);
        busy.assert();
    }
}

#[test]
fn an_invalid_proxy_is_rejected() {
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        for proxy in [
            "::::",
            "socks5://127.0.0.1:1",
            "http://127.0.0.1:1\r",
            "http://u ser@127.0.0.1:1",
        ] {
            let run = &mut cdr_with_url("https://host.example/video/v2");
            assert_error(
                run.env(name, proxy).args(["conf", "1"]),
                2,
                &["invalid proxy URL in", name],
            );
        }
    }
}

#[test]
fn an_empty_proxy_variable_counts_as_unset() {
    let run = &mut cdr_with_url("https://host.example/video/v2");
    run.env("HTTPS_PROXY", "")
        .env("https_proxy", "http://127.0.0.1:1");
    let run = run.args(["conf", "1", "--retries", "0"]);
    assert_error(run, 5, &["via https_proxy", "Connection refused"]);
    // The sandbox has no use for it.
    let run = &mut crate::common::cdr();
    run.env("ALL_PROXY", "::::")
        .args(["-q", "--sandbox", "conf", "1739252001"]);
    crate::common::assert_success(run);
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    for name in [
        "CDR_APP_ID",
        "CDR_APP_KEY",
        "CDR_APP_KEY_FILE",
        "CDR_BASE_URL",
        "CDR_SERVICE",
        "CDR_PROFILE",
        "CDR_FORMAT",
    ] {
        // What wins over the variable is taken away.
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        match name {
            "CDR_APP_KEY_FILE" => run.env_remove("CDR_APP_KEY"),
            "CDR_SERVICE" => run.env_remove("CDR_BASE_URL"),
            _ => run,
        };
        run.env(name, OsStr::from_bytes(b"caf\xe9"));
        assert_error(run.args(["conf", "1"]), 2, &[name]);
    }
}

#[test]
fn a_proxy_that_rejects_the_credentials_is_named() {
    use crate::common::scripted_server::{respond, response};
    let status = "407 Proxy Authentication Required";
    for (variable, url) in [
        ("HTTP_PROXY", "http://service.example/video/v2"),
        ("HTTPS_PROXY", "https://service.example/video/v2"),
    ] {
        let proxy = ScriptedServer::new(vec![respond(response(status, "", ""))]);
        let run = &mut cdr_with_url(url);
        run.env(variable, proxy.url().replace("/video/v2", ""));
        let message = ["the proxy rejected the request (407", variable];
        assert_error(run.args(["conf", "1", "--allow-http"]), 4, &message);
        assert_eq!(proxy.requests(), 1, "{variable}");
    }
}

#[test]
fn a_host_that_no_proxy_lists_is_reached_directly() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = port.local_addr().unwrap().port();
    let url = format!("http://host.invalid:{port}/video/v2");
    let proxy = ScriptedServer::new(vec![crate::common::scripted_server::reset_connection()]);
    for list in [
        "*.invalid".to_owned(),
        "x.example,host.invalid.".to_owned(),
        format!("HOST.invalid:{port}"),
        ".invalid".to_owned(),
        "*".to_owned(),
    ] {
        let run = &mut cdr_with_url(&url);
        run.env("ALL_PROXY", proxy.url().replace("/video/v2", ""));
        run.env("NO_PROXY", &list);
        let run = run.args(["conf", "1", "--allow-http", "--retries", "0"]);
        let line = assert_error(run, 5, &["cannot connect"]);
        assert!(!line.contains("(via "), "{list}: {line}");
    }
    assert_eq!(proxy.requests(), 0);
}

#[test]
fn an_invalid_entry_of_no_proxy_causes_a_warning() {
    let proxy = ScriptedServer::new(vec![crate::common::scripted_server::reset_connection()]);
    let run = &mut cdr_with_url("http://host.invalid/video/v2");
    run.env("HTTP_PROXY", proxy.url().replace("/video/v2", ""));
    run.env("no_proxy", "10.*,example.com");
    let output = run
        .args(["conf", "1", "--allow-http", "--retries", "0"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("warning: no_proxy: '10.*' is ignored"),
        "{said}"
    );
    assert!(said.contains("via HTTP_PROXY"), "{said}");
}
