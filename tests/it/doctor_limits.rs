//! `cdr doctor` finds services that send incomplete responses, and raises no false alarm about complete ones.

use crate::common::cdr_with_url;
use crate::common::counting_service::{
    Call, CountingRule, Decides, Order, counting_rules, envelope, length_rules,
};
use crate::common::doctor_report::Report;
use crate::common::limited_calls::{calls, calls_on, first, last};
use crate::common::scripted_server::ScriptedServer;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

const COMPLETE: &str = "Long responses complete";

fn rule(order: Order) -> CountingRule {
    CountingRule {
        decides: Decides::Connect,
        last_day_is_in: true,
        minutes: 0,
        change: None,
        order,
    }
}

fn report(server: &ScriptedServer, period: &str) -> Report {
    let report = Report::run(&mut cdr_with_url(&server.url()), &[period]);
    assert!(server.requests() <= 12, "{} requests", server.requests());
    report
}

/// Asserts that the report says that responses are incomplete.
fn assert_incomplete(server: &ScriptedServer, period: &str, what: &str) {
    let report = report(server, period);
    assert_eq!(report.status(COMPLETE), "failed", "{what}: {report:?}");
    assert_eq!(report.code, 6, "{what}");
    assert!(report.row(COMPLETE).finding.contains("lacks"), "{what}");
    assert_ne!(report.row(COMPLETE).value, "0", "{what}");
    assert!(
        report.row(COMPLETE).advice.contains("do not trust"),
        "{what}"
    );
    for check in ["Last day included", "Deciding timestamp", "Slack"] {
        assert_eq!(report.status(check), "skipped", "{what}: {check}");
    }
}

#[test]
fn a_limit_of_calls_is_found_in_any_order() {
    // Unit tests combine every order with limits up to the number of calls.
    for (order, limit) in [
        (Order::Ascending, 1),
        (Order::Descending, 137),
        (Order::Shuffled, 618),
    ] {
        let server = rule(order).serve_limited(calls(20), first(limit));
        assert_incomplete(&server, "2019-01", &format!("first {limit}, {order:?}"));
        let server = rule(order).serve_limited(calls(20), last(limit));
        assert_incomplete(&server, "2019-01", &format!("last {limit}, {order:?}"));
    }
}

#[test]
fn a_long_period_that_is_silently_shortened_is_found() {
    for days in [3, 30] {
        let last_days = move |_: NaiveDate, to: NaiveDate, calls: Vec<Call>| {
            let first = to - TimeDelta::days(days - 1);
            let is_kept = |call: &Call| call.connected.date_naive() >= first;
            calls.into_iter().filter(is_kept).collect()
        };
        let server = rule(Order::Shuffled).serve_limited(calls(20), last_days);
        assert_incomplete(&server, "2019-01", &format!("last {days} days"));
        let first_days = move |from: NaiveDate, _: NaiveDate, calls: Vec<Call>| {
            let last = from + TimeDelta::days(days - 1);
            let is_kept = |call: &Call| call.connected.date_naive() <= last;
            calls.into_iter().filter(is_kept).collect()
        };
        let server = rule(Order::Ascending).serve_limited(calls(20), first_days);
        assert_incomplete(&server, "2019-01", &format!("first {days} days"));
    }
}

#[test]
fn a_limit_is_found_if_all_calls_received_are_in_one_short_response() {
    // 600 calls on three days, of which 137 are sent: they are all from the first day, or from the last.
    for order in [Order::Ascending, Order::Descending] {
        let server = rule(order).serve_limited(calls_on(10..13, 200), first(137));
        assert_incomplete(&server, "2019-01", &format!("{order:?}"));
    }
}

#[test]
fn short_responses_that_lack_calls_are_found() {
    let every_tenth_is_lost = |from: NaiveDate, to: NaiveDate, mut calls: Vec<Call>| {
        if (to - from).num_days() < 20 {
            calls.retain(|call| call.id % 10 != 0);
        }
        calls
    };
    let server = rule(Order::Ascending).serve_limited(calls(20), every_tenth_is_lost);
    assert_incomplete(&server, "2019-01", "every tenth call of short responses");
}

#[test]
fn the_finding_names_both_periods_and_the_limit() {
    let server = rule(Order::Ascending).serve_limited(calls(100), first(137));
    let report = report(&server, "2019-01");
    let finding = &report.row(COMPLETE).finding;
    let start = "a response for 31 days lacks 137 calls that a response for ";
    assert!(finding.starts_with(start), "{finding}");
    assert!(
        finding.ends_with(" days has, as if limited to 137"),
        "{finding}"
    );
    assert!(report.stderr.contains(finding), "{}", report.stderr);
}

#[test]
fn a_partial_response_by_its_envelope_is_a_failed_check() {
    let paged = |_: NaiveDate, _: NaiveDate, mut calls: Vec<Call>| {
        let total = calls.len();
        calls.truncate(10);
        let body = envelope(&calls);
        body.replacen('{', &format!("{{\"total\":{total},"), 1)
    };
    let server = rule(Order::Ascending).serve_bodies(calls(10), paged);
    let report = report(&server, "2019-01");
    assert_eq!(report.with_status("failed"), [COMPLETE]);
    assert!(report.row(COMPLETE).finding.contains("10 of 310 calls"));
    assert_eq!(report.code, 6);
    assert_eq!(report.row("Number of calls").value, "10");
    assert_eq!(report.status("Order of calls"), "ok");
    assert_eq!(report.status("Deciding timestamp"), "skipped");
}

#[test]
fn a_short_response_that_is_partial_or_fails_is_a_failed_check() {
    let is_short = |from: NaiveDate, to: NaiveDate| (to - from).num_days() < 20;
    let partial = move |from, to, calls: Vec<Call>| {
        let body = envelope(&calls);
        if is_short(from, to) {
            return body.replacen('{', "{\"has_more\":true,", 1);
        }
        body
    };
    let server = rule(Order::Ascending).serve_bodies(calls(10), partial);
    let partial = report(&server, "2019-01");
    assert_eq!(partial.with_status("failed"), [COMPLETE]);
    assert!(partial.row(COMPLETE).finding.starts_with("request for "));
    let refusing = move |from, to, calls: Vec<Call>| {
        if is_short(from, to) {
            return r#"{"result":10204,"error":"no"}"#.to_owned();
        }
        envelope(&calls)
    };
    let server = rule(Order::Ascending).serve_bodies(calls(10), refusing);
    let refused = report(&server, "2019-01");
    assert_eq!(refused.with_status("failed"), ["Requests"]);
    assert_eq!((refused.code, refused.status(COMPLETE)), (4, "skipped"));
}

#[test]
fn a_gap_is_reported_even_if_a_later_request_fails() {
    let count = AtomicUsize::new(0);
    let failing = move |_, _, mut calls: Vec<Call>| {
        calls.truncate(50);
        if count.fetch_add(1, Ordering::SeqCst) > 3 {
            return r#"{"result":10204,"error":"no"}"#.to_owned();
        }
        envelope(&calls)
    };
    let server = rule(Order::Ascending).serve_bodies(calls(10), failing);
    let report = report(&server, "2019-01");
    assert_eq!(report.with_status("failed"), ["Requests", COMPLETE]);
    assert_eq!(report.code, 6);
}

#[test]
fn a_service_that_refuses_days_long_before_is_fine() {
    let keeps_60_days = |from: NaiveDate, _, calls: Vec<Call>| {
        if from < "2019-01-01".parse().unwrap() {
            return r#"{"result":10204,"error":"no"}"#.to_owned();
        }
        envelope(&calls)
    };
    let server = rule(Order::Ascending).serve_bodies(calls(10), keeps_60_days);
    let report = report(&server, "2019-01");
    assert_eq!((report.code, report.status(COMPLETE)), (0, "ok"));
}

#[test]
fn responses_that_contradict_each_other_are_a_failed_check() {
    let calls = calls(10);
    let ignoring = crate::common::counting_service::ignoring_dates(&calls);
    let count = AtomicUsize::new(0);
    let random = move |_: NaiveDate, _: NaiveDate, mut calls: Vec<Call>| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        if number > 0 {
            calls.retain(|call| call.id % 5 != number % 5);
        }
        calls
    };
    let random = rule(Order::Ascending).serve_limited(calls.clone(), random);
    for (server, period) in [(ignoring, "2019-01"), (random, "2019-01-02..2019-01-04")] {
        let report = report(&server, period);
        assert_eq!(report.code, 6, "{report:?}");
        let row = report.row("Deciding timestamp");
        assert_eq!(
            (&*row.status, &*row.value),
            ("failed", "contradictory"),
            "{report:?}"
        );
        assert!(row.finding.starts_with("responses contradict each other"));
        assert!(row.advice.starts_with("do not trust results"));
        assert!(!format!("{report:?}").contains("either way"));
    }
}

#[test]
fn without_calls_in_short_responses_completeness_is_unknown() {
    let server = rule(Order::Ascending).serve(Vec::new());
    let report = report(&server, "2019-01");
    assert_eq!((report.code, report.status(COMPLETE)), (0, "unknown"));
    let server = rule(Order::Ascending).serve(calls(10));
    let report = self::report(&server, "2019-01-05");
    assert_eq!((report.code, report.status(COMPLETE)), (0, "unknown"));
    // All calls are on one day, and their number looks like a limit.
    let server = rule(Order::Ascending).serve(calls_on(10..11, 500));
    let report = self::report(&server, "2019-01");
    assert_eq!((report.code, report.status(COMPLETE)), (0, "unknown"));
}

/// A service whose first response is another one than the later ones.
fn serving_first(
    calls: Vec<Call>,
    change: impl Fn(&mut Vec<Call>) + Send + Sync + 'static,
) -> ScriptedServer {
    let count = AtomicUsize::new(0);
    rule(Order::Ascending).serve_limited(calls, move |_, _, mut calls| {
        if count.fetch_add(1, Ordering::SeqCst) == 0 {
            change(&mut calls);
        }
        calls
    })
}

/// Calls of ten days, the last of which, number 99, was recorded so long ago, and the period of the 20 days up to now.
fn recent_calls(age: TimeDelta) -> (Vec<Call>, String) {
    let now = Utc::now();
    let mut calls = calls_on(0..10, 10);
    let shift = now - age - calls[99].logged;
    for call in &mut calls {
        for time in [&mut call.connected, &mut call.left, &mut call.logged] {
            *time += shift;
        }
    }
    let first = now - TimeDelta::days(20);
    let period = format!("{}..{}", first.date_naive(), now.date_naive());
    (calls, period)
}

#[test]
fn calls_that_arrive_during_the_check_are_no_gap_for_four_days() {
    for (hours, is_recent) in [(0, true), (30, true), (71, true), (98, false), (200, false)] {
        let (calls, period) = recent_calls(TimeDelta::hours(hours));
        let server = serving_first(calls, |calls| calls.retain(|call| call.id != 99));
        let report = report(&server, &period);
        let row = report.row(COMPLETE);
        let finding = "1 call arrived during the check";
        assert_eq!(row.finding == finding, is_recent, "{hours}: {report:?}");
        let expected = if is_recent {
            (0, "warning")
        } else {
            (6, "failed")
        };
        assert_eq!((report.code, &*row.status), expected, "{hours}: {report:?}");
    }
}

#[test]
fn recent_calls_that_vanish_during_the_check_are_a_warning() {
    let (calls, period) = recent_calls(TimeDelta::hours(50));
    let is_first = AtomicUsize::new(0);
    let server = rule(Order::Ascending).serve_limited(calls, move |_, _, mut calls| {
        if is_first.fetch_add(1, Ordering::SeqCst) == 0 {
            calls.retain(|call| call.id != 98);
        } else {
            calls.retain(|call| call.id != 99);
        }
        calls
    });
    let report = report(&server, &period);
    let row = report.row(COMPLETE);
    let expected = "1 call arrived, 1 call vanished during the check";
    assert_eq!(row.finding, expected, "{report:?}");
    assert_eq!((&*row.status, &*row.value), ("warning", "2"));
}

#[test]
fn calls_without_cdr_id_are_not_compared_between_responses() {
    for with_ids in [false, true] {
        let number = AtomicUsize::new(0);
        let server = rule(Order::Ascending).serve_bodies(calls(10), move |_, _, calls| {
            let number = number.fetch_add(1, Ordering::SeqCst);
            let own = format!("{{\"fetched\":{number},\"trans_date\"");
            let body = envelope(&calls).replace("{\"trans_date\"", &own);
            if with_ids {
                return body.replace("\"cdr_id\":\"7", "\"other_id\":\"7");
            }
            body.replace("cdr_id", "other_id")
        });
        let report = report(&server, "2019-01");
        assert_eq!(report.code, 0, "{report:?}");
        assert_eq!(report.status("Missing cdr_id"), "warning");
        assert!(!format!("{report:?}").contains("contradict"), "{report:?}");
        let expected = if with_ids { "ok" } else { "unknown" };
        assert_eq!(report.status(COMPLETE), expected, "{report:?}");
        assert_eq!(report.status("Deciding timestamp"), expected, "{report:?}");
    }
}

#[test]
fn responses_to_the_same_request_that_differ_are_a_failed_check() {
    let lacking = serving_first(calls(10), |calls| calls.retain(|call| call.id != 200));
    let other = serving_first(calls(10), |calls| *calls = calls_on(90..100, 5));
    for (server, difference) in [(lacking, "by 1 call"), (other, "by 360 calls")] {
        let report = report(&server, "2019-01");
        let row = report.row(COMPLETE);
        assert_eq!((report.code, &*row.status), (6, "failed"), "{report:?}");
        let finding = format!("two responses for the same 31 days differ {difference}");
        assert_eq!(row.finding, finding);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn complete_services_raise_no_alarm(
        seconds in prop::collection::vec(-10 * 86_400_i64..50 * 86_400, 0..300),
        length in 0..200_000_i64,
        delay in 0..20 * 86_400_i64,
        choice in 0..1000_usize,
        (from, days) in (0..20_i64, 0..40_i64),
    ) {
        let start: DateTime<Utc> = "2019-01-01T00:00:00Z".parse().unwrap();
        let calls = seconds.iter().enumerate().map(|(id, second)| {
            let spread = i64::try_from(id).unwrap() * 104_729;
            let connected = start + TimeDelta::seconds(*second);
            let left = connected + TimeDelta::seconds(spread % (length + 1));
            Call { id, connected, left, logged: left + TimeDelta::seconds(spread % (delay + 1)) }
        });
        let rules: Vec<_> = counting_rules().into_iter().chain(length_rules()).collect();
        let server = rules[choice % rules.len()].serve(calls.collect());
        let first = start.date_naive() + TimeDelta::days(from);
        let period = format!("{first}..{}", first + TimeDelta::days(days));
        let report = report(&server, &period);
        prop_assert_eq!(report.code, 0, "{:?}", report);
        prop_assert!(["ok", "unknown"].contains(&report.status(COMPLETE)), "{:?}", report);
        prop_assert!(!format!("{report:?}").contains("contradict"), "{:?}", report);
    }

    #[test]
    fn a_limit_that_cuts_the_long_response_is_found(
        days in 8..31_i64,
        per_day in 2..15_i64,
        left_out in 5..1000_usize,
        (kind, choice) in (0..2_usize, 0..1000_usize),
    ) {
        let rules = counting_rules();
        let rule = rules[choice % rules.len()];
        let calls = calls_on(0..days, per_day);
        let first_day: NaiveDate = "2019-01-01".parse().unwrap();
        let last_day = first_day + TimeDelta::days(days - 1);
        let counted = rule.counted(&calls, first_day, last_day).len();
        let limit = counted - 1 - left_out % (counted - 1);
        let server = match kind {
            0 => rule.serve_limited(calls, first(limit)),
            _ => rule.serve_limited(calls, last(limit)),
        };
        let period = format!("{first_day}..{last_day}");
        let report = report(&server, &period);
        prop_assert_eq!(report.status(COMPLETE), "failed", "{:?} {:?}", rule, report);
    }
}
