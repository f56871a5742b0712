//! `cdr doctor` names the way in which a service counts, or says unknown, and never names a wrong one.

use crate::common::counting_service::{
    Call, CountingRule, Decides, Order, counting_rules, length_rules,
};
use crate::common::doctor_report::{CHECKS, Report};
use crate::common::{Service, assert_success, cdr, cdr_with_url, response_with};
use chrono::TimeDelta;

/// Calls around the clock over two months, each of another length and lateness.
fn calls(count: i64) -> Vec<Call> {
    let interval = 61 * 86_400 / count;
    let call = |number| Call::sample(number, "2018-10-01T00:00:00Z", interval, 72_000);
    (0..count).map(call).collect()
}

/// Runs `cdr doctor` for a period.
fn report(url: &str, period: &[&str]) -> Report {
    Report::run(&mut cdr_with_url(url), period)
}

fn expected_findings(rule: CountingRule) -> [(&'static str, &'static str); 3] {
    [
        (
            "Last day included",
            if rule.last_day_is_in {
                "included"
            } else {
                "excluded"
            },
        ),
        (
            "Deciding timestamp",
            match rule.decides {
                Decides::Connect => "room.connect_dt",
                Decides::Disconnect => "room.disconnect_dt",
                Decides::Logged => "trans_date",
                Decides::Part => "any overlap with the period",
                Decides::Whole => "entire call within the period",
            },
        ),
        (
            "Time zone of days",
            if rule.minutes == 0 { "UTC" } else { "+05:30" },
        ),
    ]
}

#[test]
fn doctor_names_the_counting_rule_of_the_service() {
    // A sample of each property: unit tests combine all of them.
    for rule in counting_rules()
        .into_iter()
        .chain(length_rules())
        .step_by(11)
    {
        let server = rule.serve(calls(1500));
        let found = report(&server.url(), &["2018-10..2018-11"]);
        for (check, finding) in expected_findings(rule) {
            assert_eq!(found.row(check).finding, finding, "{rule:?}: {found:?}");
        }
        let order = &found.row("Order of calls").finding;
        match rule.order {
            Order::Ascending => assert!(order.starts_with("ascending"), "{rule:?}: {order}"),
            Order::Descending => assert!(order.starts_with("descending"), "{rule:?}: {order}"),
            Order::Shuffled => assert_eq!(order, "none detected", "{rule:?}"),
        }
        assert!(server.requests() <= 12, "{} requests", server.requests());
    }
}

#[test]
fn doctor_reports_unknown_instead_of_a_wrong_rule_for_few_calls() {
    for (index, count) in [0, 1, 3, 10, 60].into_iter().enumerate() {
        let rules = counting_rules().into_iter().chain(length_rules());
        for rule in rules.skip(index * 13).step_by(31) {
            let calls = if count == 0 { Vec::new() } else { calls(count) };
            let server = rule.serve(calls);
            let found = report(&server.url(), &["2018-10-05..2018-11-20"]);
            for (check, finding) in expected_findings(rule) {
                let is_true =
                    finding == found.row(check).finding || found.status(check) == "unknown";
                assert!(
                    is_true,
                    "{count} calls, {rule:?}: {check} is {}",
                    found.row(check).finding
                );
            }
            if count < 2 {
                assert_eq!(found.status("Time zone of days"), "unknown");
            }
        }
    }
}

#[test]
fn doctor_names_zones_whose_offset_changes() {
    let change = "2018-11-04T06:00:00Z".parse().unwrap();
    for rule in counting_rules()
        .into_iter()
        .chain(length_rules())
        .step_by(37)
    {
        let rule = CountingRule {
            minutes: -240,
            change: Some((change, -300)),
            ..rule
        };
        let server = rule.serve(calls(1500));
        let found = report(&server.url(), &["2018-10..2018-11"]);
        let [last_day, deciding, _] = expected_findings(rule);
        for (check, finding) in [last_day, deciding] {
            assert_eq!(found.row(check).finding, finding, "{rule:?}: {found:?}");
        }
        assert_eq!(
            found.row("Time zone of days").finding,
            "-04:00, then -05:00",
            "{rule:?}"
        );
    }
}

/// A service that returns these records for any period.
fn service_with(records: &[String]) -> mockito::ServerGuard {
    let mut server = mockito::Server::new();
    let mock = server.mock("GET", mockito::Matcher::Any);
    mock.with_body(response_with(&records.join(","))).create();
    server
}

#[test]
fn doctor_checks_the_calls_themselves() {
    let record = |id: &str, more: &str| {
        format!(
            r#"{{{id}"trans_date":"2025-01-10T13:00:02.500Z","room":{{"connect_dt":"2025-01-10T10:00:00Z","disconnect_dt":"2025-01-10T12:00:00Z"}}{more}}}"#
        )
    };
    let records = [
        record(r#""cdr_id":"a","#, ""),
        record(r#""cdr_id":"a","#, r#","conf_num":"1""#),
        record(
            "",
            r#","price":{"connect_duration":1},"user":{"shoe":1,"name":"x"}"#,
        ),
    ];
    let found = report(&service_with(&records).url(), &["2025-01-10"]);
    for (check, finding, value) in [
        ("Number of calls", "3 for 2025-01-10", "3"),
        ("Missing cdr_id", "1 of 3", "1"),
        ("Repeated cdr_id", "1 of 3, with different content: 1", "1"),
        ("Undocumented members", "price, user.shoe", "2"),
        ("Longest call", "2 h", "7200"),
        ("Recording delay, median", "60 min", "3602.500"),
        ("Recording delay, maximum", "60 min", "3602.500"),
    ] {
        assert_eq!(found.row(check).finding, finding, "{check}");
        assert_eq!(found.row(check).value, value, "{check}");
    }
    assert_eq!(found.status("Billed minutes"), "unknown");
}

#[test]
fn billed_minutes_that_are_not_the_seconds_rounded_up_are_counted() {
    let record = |id: &str, minutes: &str, seconds: &str| {
        format!(
            r#"{{"cdr_id":"{id}","usage":{{"connect_minutes_cal":{minutes},"connect_minutes":{seconds}}}}}"#
        )
    };
    let right = [
        record("a", "1", "60"),
        record("b", "\"2\"", "60.5"),
        record("c", "0", "0.0"),
        record("d", "null", "9"),
    ];
    let found = report(&service_with(&right).url(), &["2025-01-10"]);
    let row = found.row("Billed minutes");
    assert_eq!(
        (&*row.status, &*row.finding, &*row.value),
        ("ok", "0 of 3", "0")
    );
    let wrong = [
        record("e", "1", "60.0000000000000000000000000001"),
        record("f", "3", "120"),
        record("g", "many", "120").replace("many", "\"many\""),
    ];
    let found = report(
        &service_with(&[&right[..], &wrong].concat()).url(),
        &["2025-01-10"],
    );
    let row = found.row("Billed minutes");
    assert_eq!((&*row.status, &*row.value, found.code), ("warning", "3", 0));
    assert!(row.finding.starts_with("3 of 6 ") && row.finding.ends_with("such as cdr_id e"));
    let without_id = record("", "3", "120");
    let with_log_id = without_id.replacen('{', "{\"call_log_id\":\"l-9\",", 1);
    for (record, end) in [
        (without_id, "rounded up"),
        (with_log_id, "rounded up, such as call_log_id l-9"),
    ] {
        let found = report(&service_with(&[record]).url(), &["2025-01-10"]);
        let finding = &found.row("Billed minutes").finding;
        assert!(finding.ends_with(end), "{finding}");
    }
}

#[test]
fn a_cdr_id_that_many_different_calls_share_is_a_failed_check() {
    let records = |count: usize| -> Vec<_> {
        (0..count)
            .map(|number| format!(r#"{{"cdr_id":"0","conf_num":"{number}"}}"#))
            .collect()
    };
    let shared = report(&service_with(&records(11)).url(), &["2025-01-10"]);
    assert_eq!(shared.with_status("failed"), ["Repeated cdr_id"]);
    assert_eq!(
        (shared.code, &*shared.row("Repeated cdr_id").value),
        (6, "10")
    );
    let few = report(&service_with(&records(10)).url(), &["2025-01-10"]);
    assert_eq!((few.code, few.status("Repeated cdr_id")), (0, "warning"));
}

#[test]
fn doctor_works_in_the_sandbox_and_in_every_format() {
    for format in crate::common::text_formats() {
        let run = &mut cdr();
        let rows = assert_success(run.args(["--sandbox", "-q", "doctor", "2025-01", "-f", format]));
        assert!(
            rows.contains("included") && rows.contains("sample data"),
            "{rows}"
        );
    }
    let run = &mut cdr();
    let rows = assert_success(run.args(["--sandbox", "-q", "doctor", "-f", "jsonl"]));
    assert_eq!(rows.lines().count(), CHECKS.len());
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        assert!(
            row["value"].is_string() && row["status"].is_string(),
            "{row}"
        );
    }
}

#[test]
fn doctor_shows_the_configuration_but_not_the_key() {
    let service = Service::returning(response_with(""));
    let found = report(&service.url(), &["2025-01-01"]);
    let row = found.row("Configuration");
    let url = service.url();
    assert_eq!(
        row.finding,
        format!("{url}, app ID an-id, app key from CDR_APP_KEY")
    );
    assert_eq!(row.value, url);
    assert!(!format!("{found:?}").contains(crate::common::APP_KEY));
}

#[test]
fn a_call_with_implausible_times_is_counted_apart() {
    let record = |connected: &str, left: &str, logged: &str| {
        format!(
            r#"{{"trans_date":"{logged}","room":{{"connect_dt":"{connected}","disconnect_dt":"{left}"}}}}"#
        )
    };
    let (ten, twelve) = ("2025-01-10T10:00:00Z", "2025-01-10T12:00:00Z");
    let records = [
        record(ten, twelve, "2025-01-10T12:00:05Z"),
        record(ten, "9999-12-31T00:00:00Z", "9999-12-31T00:00:00Z"),
        record(ten, "2025-01-10T09:00:00Z", twelve),
        record(ten, twelve, "2024-01-10T12:00:00Z"),
        record("soon", twelve, twelve),
    ];
    let found = report(&service_with(&records).url(), &["2025-01-10"]);
    let row = found.row("Implausible times");
    assert_eq!((&*row.status, &*row.finding), ("warning", "4 of 5"));
    assert_eq!(found.row("Longest call").value, "7200");
    assert_eq!(found.row("Recording delay, maximum").value, "5");
}

#[test]
fn doctor_shows_the_effective_zone() {
    let service = Service::returning(response_with(""));
    let zone = |value: &str, arguments: &[&str]| {
        let mut run = service.cdr();
        let found = Report::run(run.env("CDR_TZ", value), arguments);
        found.row("Time zone").clone()
    };
    assert_eq!(zone("asia/kolkata", &[]).value, "Asia/Kolkata");
    assert_eq!(zone("asia/kolkata", &["--tz", "utc"]).value, "UTC");
    assert_eq!(zone("", &[]).finding, "not set");
    let invalid = zone("Asia/Kolkatta", &[]);
    let problem = "CDR_TZ: unknown time zone 'Asia/Kolkatta'";
    assert_eq!(invalid.finding, problem);
    assert_eq!(invalid.advice, "did you mean 'Asia/Kolkata'?");
}

#[test]
fn profile_lines_are_ready_to_paste() {
    let mut calls = calls(1500);
    for call in &mut calls {
        call.logged += TimeDelta::days(3);
    }
    let rule = CountingRule {
        decides: Decides::Logged,
        last_day_is_in: false,
        minutes: 330,
        change: None,
        order: Order::Ascending,
    };
    let server = rule.serve(calls);
    let mut run = cdr_with_url(&server.url());
    let found = Report::run(run.env("CDR_TZ", "asia/kolkata"), &["2018-10..2018-11"]);
    let lines = &found.row("Profile lines").value;
    assert_eq!(lines, "tz = \"Asia/Kolkata\"\nslack = 6", "{found:?}");
    let slack = found.row("Slack");
    assert_eq!((&*slack.status, &*slack.value), ("warning", "6"));
    assert_eq!(slack.advice, "use --slack 6 with --tz");
    for check in [
        "Last day included",
        "Deciding timestamp",
        "Time zone of days",
    ] {
        assert_eq!(found.status(check), "warning");
    }
}

#[test]
fn each_profile_line_has_a_row_of_its_own_in_a_table() {
    let mut run = cdr();
    let run = run.args(["--sandbox", "-q", "doctor", "2025-01", "-c", "check,value"]);
    let table = assert_success(run);
    let lines: Vec<_> = table
        .lines()
        .filter_map(|line| line.strip_prefix("Profile lines"))
        .map(str::trim)
        .collect();
    assert_eq!(lines, ["tz = \"utc\"", "slack = 4"], "{table}");
}

#[test]
fn a_zone_that_is_set_needs_a_profile_line_only_if_a_check_advises_it() {
    let server = rule_by_connect_time().serve(calls(1500));
    for (zone, lines) in [("asia/kolkata", ""), ("", "tz = \"utc\"")] {
        let mut run = cdr_with_url(&server.url());
        let run = run.env("CDR_TZ", zone).env("CDR_SLACK", "5");
        let found = Report::run(run, &["2018-10..2018-11"]);
        let row = found.row("Profile lines");
        assert_eq!((&*row.status, &*row.value), ("ok", lines), "{found:?}");
    }
}

fn rule_by_connect_time() -> CountingRule {
    CountingRule {
        decides: Decides::Connect,
        last_day_is_in: true,
        minutes: 0,
        change: None,
        order: Order::Ascending,
    }
}

#[test]
fn a_configured_slack_that_suffices_needs_no_profile_line() {
    for (days, status, lines) in [("4", "ok", "tz = \"utc\""), ("3", "warning", "slack = 4")] {
        let mut run = cdr();
        let run = run.env("CDR_SANDBOX", "1").env("CDR_SLACK", days);
        let found = Report::run(run, &["2025-01"]);
        assert_eq!(found.row("Slack").value, "4");
        assert_eq!(found.status("Slack"), status);
        assert!(
            found.row("Profile lines").value.ends_with(lines),
            "{found:?}"
        );
    }
}

#[test]
fn a_period_of_doctor_that_ends_after_today_causes_a_warning() {
    let service = Service::with(|mock| mock.with_body(response_with("")));
    let mut run = service.cdr();
    let run = run.args(["doctor", "2025-01..2999"]);
    let said = run.assert().get_output().stderr.clone();
    let said = String::from_utf8(said).unwrap();
    assert!(
        said.contains("the period ends in the future (2999-12-31, UTC)"),
        "{said}"
    );
}
