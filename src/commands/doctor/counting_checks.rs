//! The findings about how the service counts, in words, and the slack that follows from them.
//!
//! The hypotheses that no response has contradicted decide: a finding is known if all of them agree
//! on it, and unknown otherwise. If none is left, the responses contradict each other; then nothing
//! that the service sends can be trusted, and the check fails.

use super::day_starts::DayStarts;
use super::hypotheses::{Contradiction, Hypotheses, Rule};
use super::observations::{ObservedCalls, TimestampField};
use super::report::{Check, CheckReport, Finding, Status};
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_SLACK_DAYS;
use crate::text::count_noun;

const ADVICE_IF_UNKNOWN: &str = "use --tz with the --slack below, which is right in any case";

const DISTRUST: &str = "do not trust results of this service until its provider explains this";

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Adds the findings about how the service counts. Returns the slack that exact periods need.
pub fn add_findings(
    hypotheses: &Hypotheses,
    calls: &ObservedCalls,
    configured_slack: Option<u32>,
    report: &mut CheckReport,
) -> Option<u64> {
    if let Some(contradiction) = hypotheses.contradiction() {
        add_contradiction(contradiction, report);
        return None;
    }
    report.add(Check::LastDay, last_day(hypotheses.includes_last_day()));
    report.add(
        Check::DecidingTimestamp,
        deciding_timestamp(hypotheses.rule()),
    );
    report.add(Check::ZoneOfDays, zone_of_days_finding(hypotheses.zone()));
    let slack = slack(hypotheses, calls);
    report.add(Check::Slack, slack_finding(slack, configured_slack));
    slack
}

fn add_contradiction(contradiction: Contradiction, report: &mut CheckReport) {
    let checks = [Check::LastDay, Check::DecidingTimestamp, Check::ZoneOfDays];
    let problem = match contradiction {
        Contradiction::NoRule => {
            let text = "responses contradict each other: no rule explains them";
            for check in checks {
                let finding = Finding::new(Status::Warning, text, "contradictory");
                report.add(check, finding.advise(DISTRUST));
            }
            return;
        }
        Contradiction::NotRepeatable => {
            "responses contradict each other: the same request returned other calls"
        }
        Contradiction::DatesIgnored => {
            "responses contradict each other: days long before the period return its calls"
        }
    };
    let error = Failure::new(
        FailureKind::InvalidResponse,
        format!("{problem}; {DISTRUST}"),
    )
    .into();
    for check in checks {
        report.fail_with(check, &error, "contradictory");
    }
}

fn unknown() -> Finding {
    Finding::unknown().advise(ADVICE_IF_UNKNOWN)
}

fn last_day(is_included: Option<bool>) -> Finding {
    match is_included {
        Some(true) => Finding::ok("included", "included"),
        Some(false) => Finding::new(Status::Warning, "excluded", "excluded")
            .advise("use --tz, which fetches an extra day"),
        None => unknown(),
    }
}

fn deciding_timestamp(rule: Option<Rule>) -> Finding {
    let Some(rule) = rule else {
        return unknown();
    };
    let text = match rule {
        Rule::Timestamp(timestamp) => timestamp.path(),
        Rule::Overlap => "any overlap with the period",
        Rule::Entire => "entire call within the period",
    };
    let advice = match rule {
        Rule::Timestamp(TimestampField::Connect) => return Finding::ok(text, text),
        Rule::Entire => "use --tz and avoid --split, which would miss calls that span two windows",
        _ => "use --tz to assign calls by connect time",
    };
    let value = match rule {
        Rule::Timestamp(timestamp) => timestamp.path(),
        Rule::Overlap => "overlap",
        Rule::Entire => "entire",
    };
    Finding::new(Status::Warning, text, value).advise(advice)
}

fn zone_of_days_finding(zone: Option<&DayStarts>) -> Finding {
    match zone {
        None => unknown(),
        Some(zone) if zone.is_utc() => Finding::ok("UTC", "UTC"),
        Some(zone) => Finding::new(Status::Warning, zone.offset(), &zone.offset())
            .advise("use --tz to select days in your time zone"),
    }
}

/// Returns how many days around an exact period have to be fetched, for calls such as these.
///
/// An exact period selects calls by when they connected. So the number of days is the sum of:
///
/// - the days by which the deciding timestamp can be later
/// - one if the service may exclude the last day
/// - one if its days may not be UTC days
fn slack(hypotheses: &Hypotheses, calls: &ObservedCalls) -> Option<u64> {
    let after_connecting = |timestamp| calls.longest(TimestampField::Connect, timestamp);
    let farthest = match hypotheses.rule() {
        Some(rule) => after_connecting(rule.end_timestamp()),
        None => after_connecting(TimestampField::Logged)
            .max(after_connecting(TimestampField::Disconnect)),
    };
    let later = u64::try_from(farthest?.max(0))
        .unwrap_or(0)
        .div_ceil(DAY_MS);
    let last_day = u64::from(hypotheses.includes_last_day() != Some(true));
    let zone = u64::from(!hypotheses.zone().is_some_and(DayStarts::is_utc));
    Some((later + last_day + zone).max(1))
}

fn slack_finding(slack: Option<u64>, configured_slack: Option<u32>) -> Finding {
    let Some(slack) = slack else {
        return Finding::unknown().advise("choose a period that contains calls");
    };
    let text = count_noun(slack, "day");
    if let Some(sufficient) = configured_slack.filter(|days| slack <= u64::from(*days)) {
        let advice = format!("keep --slack {sufficient}, which is sufficient");
        return Finding::ok(text, &slack).advise(advice);
    }
    let warning = Finding::new(Status::Warning, text, &slack);
    if slack > u64::from(MAX_SLACK_DAYS) {
        warning.advise(format!(
            "expect missing calls: this exceeds the maximum --slack of {MAX_SLACK_DAYS}"
        ))
    } else {
        warning.advise(format!("use --slack {slack} with --tz"))
    }
}
