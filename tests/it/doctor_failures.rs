//! `cdr doctor` prints all its rows, whatever is wrong.

use crate::common::doctor_report::Report;
use crate::common::scripted_server::{ScriptedServer, reset_connection};
use crate::common::{Service, cdr, cdr_with_url, response_with};

/// The checks that need calls.
fn assert_skipped_from(report: &Report, first: &str) {
    let skipped = report.with_status("skipped");
    let start = crate::common::doctor_report::CHECKS
        .iter()
        .position(|check| *check == first);
    assert_eq!(
        skipped,
        crate::common::doctor_report::CHECKS[start.unwrap()..]
    );
}

/// The checks that need an account, and the lines for its profile.
fn assert_skipped_with_profile_lines_from(report: &Report, first: &str) {
    let start = crate::common::doctor_report::CHECKS
        .iter()
        .position(|check| *check == first);
    let mut skipped = report.with_status("skipped");
    assert_eq!(skipped.remove(0), "Profile lines");
    assert_eq!(
        skipped,
        crate::common::doctor_report::CHECKS[start.unwrap()..]
    );
}

#[test]
fn without_credentials_the_configuration_fails() {
    let report = Report::run(&mut cdr(), &[]);
    assert_eq!(report.with_status("failed"), ["Configuration"]);
    assert_eq!(report.code, 3);
    assert!(report.stderr.contains("app"), "{}", report.stderr);
    assert_skipped_with_profile_lines_from(&report, "Service reached");
}

#[test]
fn rejected_credentials_are_a_failed_check() {
    for status in [401, 403] {
        let service = Service::returning_status(status, "");
        let report = Report::run(&mut service.cdr(), &[]);
        assert_eq!(report.with_status("failed"), ["Credentials accepted"]);
        assert_eq!((report.code, report.status("Service reached")), (3, "ok"));
        assert_skipped_with_profile_lines_from(&report, "Response time");
    }
}

#[test]
fn a_service_that_cannot_be_used_is_a_failed_check() {
    let failing = Service::returning_status(500, "");
    let resetting = ScriptedServer::new(vec![reset_connection()]);
    for (url, code) in [
        ("http://127.0.0.1:1".to_owned(), 5),
        (resetting.url(), 5),
        (failing.url(), 5),
    ] {
        let report = Report::run(&mut cdr_with_url(&url), &["--retries", "0"]);
        assert_eq!(report.with_status("failed"), ["Service reached"], "{url}");
        assert_eq!(report.code, code, "{report:?}");
        assert_skipped_from(&report, "Credentials accepted");
    }
}

#[test]
fn a_service_that_is_reached_but_returns_no_calls_fails_at_their_number() {
    for (service, code) in [
        (Service::returning_status(404, ""), 4),
        (Service::returning_status(302, ""), 4),
        (Service::returning(r#"{"result":10201,"error":"no"}"#), 4),
        (Service::returning(r#"{"result":50000,"error":"no"}"#), 4),
        (Service::returning("<html>"), 6),
        (Service::returning(r#"{"cdr":[{"a":1}]}"#), 6),
    ] {
        let report = Report::run(&mut service.cdr(), &["--retries", "0"]);
        assert_eq!(report.with_status("failed"), ["Number of calls"]);
        assert_eq!(report.code, code, "{report:?}");
        assert_eq!(report.status("Service reached"), "ok");
        assert_eq!(report.status("Credentials accepted"), "unknown");
        let mut skipped = report.with_status("skipped");
        assert_eq!(skipped.remove(0), "Response time");
        assert_eq!(skipped[0], "Requests");
    }
}

#[test]
fn without_calls_checks_of_calls_are_unknown() {
    let service = Service::returning(response_with(""));
    let report = Report::run(&mut service.cdr(), &["2025-01"]);
    for check in [
        "Order of calls",
        "Missing cdr_id",
        "Repeated cdr_id",
        "Implausible times",
        "Billed minutes",
        "Undocumented members",
        "Longest call",
    ] {
        let row = report.row(check);
        let found = (&*row.status, &*row.finding, &*row.value, &*row.advice);
        assert_eq!(found, ("unknown", "unknown", "", ""), "{check}");
    }
}

#[test]
fn a_failing_proxy_is_a_failed_check() {
    let mut run = cdr_with_url("https://cdr.example.com/v2");
    let run = run.env("HTTPS_PROXY", "http://127.0.0.1:1");
    let report = Report::run(run, &["--retries", "0"]);
    assert_eq!(report.with_status("failed"), ["Service reached"]);
    assert_eq!(report.code, 5);
}

#[test]
fn a_bad_configuration_is_a_failed_check() {
    let service = Service::returning(response_with(""));
    for (variable, value, code) in [
        ("CDR_APP_KEY_FILE", "/nowhere/key", 1),
        ("CDR_BASE_URL", "ftp://host", 2),
        ("CDR_PROFILE", "nobody", 1),
        ("CDR_APP_ID", "a:b", 2),
    ] {
        let mut run = service.cdr();
        let home = tempfile::tempdir().unwrap();
        let run = run.env("HOME", home.path());
        if variable == "CDR_APP_KEY_FILE" {
            run.env_remove("CDR_APP_KEY");
        }
        let report = Report::run(run.env(variable, value), &[]);
        assert_eq!(
            report.with_status("failed"),
            ["Configuration"],
            "{variable}"
        );
        assert_eq!(report.code, code, "{report:?}");
    }
}

#[test]
fn an_invalid_zone_does_not_prevent_other_checks() {
    let service = Service::returning(response_with(""));
    for arguments in [&["--tz", "Nowhere"][..], &[]] {
        let mut run = service.cdr();
        let run = run.env("CDR_TZ", "Nowhere Either");
        let report = Report::run(run, arguments);
        assert_eq!(report.with_status("failed"), ["Time zone"]);
        assert_eq!(report.code, 2);
        assert_eq!(report.status("Service reached"), "ok");
        assert_eq!(report.row("Number of calls").value, "0");
    }
}

#[test]
fn an_invalid_slack_is_a_failed_check() {
    let service = Service::returning(response_with(""));
    let mut run = service.cdr();
    let report = Report::run(run.env("CDR_SLACK", "many"), &[]);
    assert_eq!(report.with_status("failed"), ["Slack"]);
    assert_eq!((report.code, report.status("Service reached")), (2, "ok"));
}

#[test]
fn the_exit_code_is_that_of_the_worst_failure_and_the_message_that_of_the_first() {
    let service = Service::returning("<html>");
    let mut run = service.cdr();
    let report = Report::run(&mut run, &["--tz", "Nowhere"]);
    assert_eq!(
        report.with_status("failed"),
        ["Time zone", "Number of calls"]
    );
    assert_eq!(report.code, 6);
    assert!(report.stderr.contains("--tz"), "{}", report.stderr);
}

#[test]
fn the_rows_of_a_failing_run_are_written_to_every_output() {
    for format in crate::common::text_formats() {
        let service = Service::returning_status(401, "");
        let run = service.cdr().args(["doctor", "-f", format]).assert();
        let output = run.code(3).get_output().clone();
        let text = String::from_utf8(output.stdout).unwrap();
        for check in crate::common::doctor_report::CHECKS {
            assert!(text.contains(check), "{format}: {check}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let run = cdr().arg("doctor").arg("-o").arg(&file).assert();
    run.code(3).stdout("");
    let text = std::fs::read_to_string(file).unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(rows.len(), crate::common::doctor_report::CHECKS.len());
    assert_eq!(rows[0]["status"], "failed");
}

#[test]
fn a_key_is_never_in_the_report() {
    let body = format!(r#"{{"result":50000,"error":"{}"}}"#, crate::common::APP_KEY);
    let service = Service::returning(body);
    let report = Report::run(&mut service.cdr(), &[]);
    assert!(!format!("{report:?}").contains(crate::common::APP_KEY));
}
