//! The finding about completeness, in words.

use super::completeness::{Gap, LongResponseComparison};
use super::report::{Check, CheckReport, Finding, Status};
use crate::error::{Failure, FailureKind};
use crate::report::is_round;
use crate::text::count_noun;
use crate::time::DateRange;
use std::collections::HashSet;

const ADVICE: &str = "ask the provider about limits, and do not trust results until then";

/// Adds the finding of the comparison.
pub fn add_finding(completeness: &LongResponseComparison<'_>, report: &mut CheckReport) {
    let check = Check::LongResponses;
    match describe_problem(completeness) {
        Some((problem, number)) => {
            let error =
                Failure::new(FailureKind::InvalidResponse, format!("{problem}; {ADVICE}")).into();
            report.fail_with(check, &error, &number);
        }
        None => report.add(check, finding_without_problem(completeness)),
    }
}

/// Returns the largest difference between responses in words, and the number of calls that are
/// missing in total.
fn describe_problem(completeness: &LongResponseComparison<'_>) -> Option<(String, usize)> {
    let gaps = completeness.gaps.iter();
    if let Some(gap) = gaps.clone().max_by_key(|gap| gap.missing_from_long.len()) {
        let missing = gaps.flat_map(|gap| &gap.missing_from_long);
        let missing = missing.collect::<HashSet<_>>().len();
        let number = missing.max(gap.missing_from_short);
        return Some((describe_gap(gap, completeness), number));
    }
    let number = completeness.unstable.len();
    (number > 0).then(|| {
        let (days, calls) = (count_days(completeness.period), count_calls(number));
        let problem = format!("two responses for the same {days} differ by {calls}");
        (problem, number)
    })
}

fn describe_gap(gap: &Gap, completeness: &LongResponseComparison<'_>) -> String {
    let (long, short) = (count_days(completeness.period), count_days(gap.short));
    if gap.missing_from_long.is_empty() {
        let missing = count_calls(gap.missing_from_short);
        return format!("a response for {short} lacks {missing} that a response for {long} has");
    }
    let limit = if gap.calls == completeness.long.count {
        format!(", as if limited to {}", gap.calls)
    } else {
        String::new()
    };
    let missing = count_calls(gap.missing_from_long.len());
    format!("a response for {long} lacks {missing} that a response for {short} has{limit}")
}

fn finding_without_problem(completeness: &LongResponseComparison<'_>) -> Finding {
    let (compared, count) = (completeness.compared, completeness.long.count);
    let changes = [
        (completeness.arrived.len(), "arrived"),
        (completeness.vanished.len(), "vanished"),
    ];
    let changes: Vec<_> = changes.iter().filter(|(number, _)| *number > 0).collect();
    if !changes.is_empty() {
        let number: usize = changes.iter().map(|(number, _)| number).sum();
        let parts: Vec<_> = changes
            .iter()
            .map(|(number, verb)| format!("{} {verb}", count_calls(*number)))
            .collect();
        let text = format!("{} during the check", parts.join(", "));
        return Finding::new(Status::Warning, text, &number).advise("run 'cdr doctor' again");
    }
    if compared == 0 {
        return Finding::unknown().advise(if completeness.long.has_no_ids() {
            "choose a period of calls with cdr_id: calls without one cannot be compared"
        } else if completeness.parts().is_empty() {
            "choose a period of several days"
        } else {
            "choose a period that contains calls"
        });
    }
    if completeness.largest == count && is_round(count) {
        let text = format!("unknown, short and long responses end at {count} calls");
        let finding = Finding::new(Status::Unknown, text, "");
        return finding.advise("choose a period with calls on more days");
    }
    let responses = count_noun(compared as u64, "shorter response");
    let text = format!("no gaps, compared with {responses}");
    Finding::ok(text, &0)
}

fn count_days(period: DateRange) -> String {
    count_noun(period.days().count() as u64, "day")
}

fn count_calls(number: usize) -> String {
    count_noun(number as u64, "call")
}
