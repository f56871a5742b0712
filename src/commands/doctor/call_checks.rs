//! The findings about the calls of the long response, in words.
//!
//! `observations.rs` has measured them; here measurements become findings, with a status, a value
//! for scripts and advice. A finding that needs calls is unknown without any, never "ok": no call
//! shows nothing. Advice is only given where a user can do something.

use super::observations::{ObservedCalls, TimestampField};
use super::report::{Check, CheckReport, Finding, Status};
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_CALLS_PER_ID;

/// The most undocumented members that are listed.
const MAX_LISTED_MEMBERS: usize = 20;

/// Adds the findings about these calls.
pub fn add_findings(calls: &ObservedCalls, report: &mut CheckReport) {
    report.add(Check::OrderOfCalls, order_finding(calls));
    let without_id = Finding::share(calls.without_id, calls.count);
    report.add(
        Check::MissingId,
        without_id
            .advise_on_warning("none needed: these calls are identified by their complete text"),
    );
    add_duplicates(calls, report);
    let implausible = Finding::share(calls.implausible_times, calls.count);
    report.add(
        Check::ImplausibleTimes,
        implausible.advise_on_warning("exclude these calls from conclusions about times"),
    );
    report.add(Check::BilledMinutes, billed_minutes_finding(calls));
    report.add(Check::UndocumentedMembers, undocumented_finding(calls));
    add_delays(calls, report);
    let longest = calls.longest(TimestampField::Connect, TimestampField::Disconnect);
    report.add(
        Check::LongestCall,
        longest.map_or_else(Finding::unknown, duration_finding),
    );
}

fn order_finding(calls: &ObservedCalls) -> Finding {
    if calls.calls.len() < 2 {
        return Finding::unknown();
    }
    let orders: Vec<_> = TimestampField::ALL
        .into_iter()
        .filter_map(|timestamp| {
            let times = || calls.calls.iter().map(move |call| call.time(timestamp));
            let is_ascending = times().is_sorted();
            let is_descending = times().is_sorted_by(|a, b| a >= b);
            match (is_ascending, is_descending) {
                (true, false) => Some(("ascending", timestamp.path())),
                (false, true) => Some(("descending", timestamp.path())),
                // All times are equal, or in no order.
                _ => None,
            }
        })
        .collect();
    let Some((direction, _)) = orders.first() else {
        return Finding::ok("none detected", "none");
    };
    let parts: Vec<_> = orders
        .iter()
        .map(|(direction, path)| format!("{direction} {path}"))
        .collect();
    Finding::ok(parts.join(", "), *direction)
}

fn add_duplicates(calls: &ObservedCalls, report: &mut CheckReport) {
    let duplicates = &calls.duplicates;
    if let Some(id) = &duplicates.shared {
        let message = format!(
            "more than {MAX_CALLS_PER_ID} different calls share cdr_id '{id}'; use --keep-duplicates to count all of them"
        );
        let error = Failure::new(FailureKind::InvalidResponse, message).into();
        report.fail_with(Check::RepeatedId, &error, &duplicates.records);
        return;
    }
    let mut finding = Finding::share(duplicates.records, calls.count);
    let conflicts = duplicates.conflicts();
    if conflicts > 0 {
        let (records, count) = (duplicates.records, calls.count);
        let text = format!("{records} of {count}, with different content: {conflicts}");
        finding = Finding::new(Status::Warning, text, &records);
    }
    report.add(
        Check::RepeatedId,
        finding.advise_on_warning("expect each call once, or use --keep-duplicates"),
    );
}

fn billed_minutes_finding(calls: &ObservedCalls) -> Finding {
    let billed = &calls.billed_minutes;
    let (different, compared) = (billed.different, billed.compared);
    let finding = if different == 0 {
        Finding::share(0, compared)
    } else {
        let example = billed
            .example
            .as_ref()
            .map_or(String::new(), |example| format!(", such as {example}"));
        let text = format!("{different} of {compared} are not the seconds rounded up{example}");
        Finding::new(Status::Warning, text, &different)
    };
    finding.advise_on_warning(
        "check invoices: usage.connect_minutes_cal differs from usage.connect_minutes / 60",
    )
}

fn undocumented_finding(calls: &ObservedCalls) -> Finding {
    if calls.count == 0 {
        return Finding::unknown();
    }
    let members: Vec<_> = calls.undocumented.keys().map(String::as_str).collect();
    if members.is_empty() {
        return Finding::ok("none", &0);
    }
    let listed = &members[..members.len().min(MAX_LISTED_MEMBERS)];
    Finding::ok(listed.join(", "), &members.len()).advise("select them with -c")
}

fn add_delays(calls: &ObservedCalls, report: &mut CheckReport) {
    let delays = calls.delays();
    let percentile_99 = (delays.len() * 99).div_ceil(100).saturating_sub(1);
    for (check, index) in [
        (Check::MedianDelay, delays.len() / 2),
        (Check::UsualDelay, percentile_99),
        (Check::MaximumDelay, delays.len().saturating_sub(1)),
    ] {
        let delay = delays.get(index).copied();
        report.add(check, delay.map_or_else(Finding::unknown, duration_finding));
    }
}

/// Returns a duration in the largest unit of which it has at least two, and its value in seconds.
fn duration_finding(milliseconds: i64) -> Finding {
    let seconds = milliseconds / 1000;
    let text = match seconds {
        -119..=119 => format!("{seconds} s"),
        -7199..=7199 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3600),
    };
    Finding::ok(text, &format_seconds(milliseconds))
}

/// Returns milliseconds as a decimal number of seconds.
fn format_seconds(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { "-" } else { "" };
    let (seconds, rest) = (
        milliseconds.unsigned_abs() / 1000,
        milliseconds.unsigned_abs() % 1000,
    );
    match rest {
        0 => format!("{sign}{seconds}"),
        _ => format!("{sign}{seconds}.{rest:03}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_printed_in_seconds_with_milliseconds() {
        let values = [0, 2000, 2045, -1, -61_500].map(format_seconds);
        assert_eq!(values, ["0", "2", "2.045", "-0.001", "-61.500"]);
    }
}
