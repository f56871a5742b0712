//! The rows of `cdr doctor`, in a fixed order.
//!
//! Every check has a row, whatever happens: a check without a finding was skipped, because an
//! earlier one failed. A failed check does not end the run. The run fails at its end, with the
//! message of the first failure, because later ones often follow from it, and the exit code of the
//! worst.

use crate::columns::ColumnType;
use crate::commands::table::ComputedTable;
use crate::error::{Failure, FailureKind, error_kind, error_message};
use crate::format::Format;
use crate::output::Output;
use crate::report::PrintConfig;
use crate::text::redact;
use std::collections::BTreeMap;
use std::iter;

/// What the rows are.
pub const TITLE: &str = "Checks";

/// The columns of the rows.
pub const COLUMNS: [(&str, ColumnType); 5] = [
    ("check", ColumnType::Text),
    ("status", ColumnType::Text),
    ("finding", ColumnType::Text),
    ("value", ColumnType::Text),
    ("advice", ColumnType::Text),
];

/// The subject of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    Configuration,
    ProfileLines,
    TimeZone,
    ServiceReached,
    CredentialsAccepted,
    ResponseTime,
    NumberOfCalls,
    Requests,
    LongResponses,
    LastDay,
    DecidingTimestamp,
    ZoneOfDays,
    OrderOfCalls,
    MissingId,
    RepeatedId,
    ImplausibleTimes,
    BilledMinutes,
    UndocumentedMembers,
    MedianDelay,
    UsualDelay,
    MaximumDelay,
    LongestCall,
    Slack,
}

/// Every check with its name, in the order in which they are printed.
const CHECKS: [(Check, &str); 23] = [
    (Check::Configuration, "Configuration"),
    (Check::ProfileLines, "Profile lines"),
    (Check::TimeZone, "Time zone"),
    (Check::ServiceReached, "Service reached"),
    (Check::CredentialsAccepted, "Credentials accepted"),
    (Check::ResponseTime, "Response time"),
    (Check::NumberOfCalls, "Number of calls"),
    (Check::Requests, "Requests"),
    (Check::LongResponses, "Long responses complete"),
    (Check::LastDay, "Last day included"),
    (Check::DecidingTimestamp, "Deciding timestamp"),
    (Check::ZoneOfDays, "Time zone of days"),
    (Check::OrderOfCalls, "Order of calls"),
    (Check::MissingId, "Missing cdr_id"),
    (Check::RepeatedId, "Repeated cdr_id"),
    (Check::ImplausibleTimes, "Implausible times"),
    (Check::BilledMinutes, "Billed minutes"),
    (Check::UndocumentedMembers, "Undocumented members"),
    (Check::MedianDelay, "Recording delay, median"),
    (Check::UsualDelay, "Recording delay, 99%"),
    (Check::MaximumDelay, "Recording delay, maximum"),
    (Check::LongestCall, "Longest call"),
    (Check::Slack, "Slack"),
];

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ok,
    /// Something to know, with which results can still be correct.
    Warning,
    Failed,
    /// Not checked, because an earlier check failed.
    Skipped,
    /// Too few calls to decide.
    Unknown,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Unknown => "unknown",
        }
    }
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct Finding {
    status: Status,
    text: String,
    value: String,
    advice: String,
}

impl Finding {
    /// Creates a finding in words, with its bare number or word for scripts.
    pub fn new(status: Status, text: impl Into<String>, value: &(impl ToString + ?Sized)) -> Self {
        Self {
            status,
            text: text.into(),
            value: value.to_string(),
            advice: String::new(),
        }
    }

    /// Creates a finding without problems.
    pub fn ok(text: impl Into<String>, value: &(impl ToString + ?Sized)) -> Self {
        Self::new(Status::Ok, text, value)
    }

    /// Creates the finding of a check that too few calls cannot decide.
    pub fn unknown() -> Self {
        Self::new(Status::Unknown, "unknown", "")
    }

    /// Creates a finding about how many of the calls have a problem: none is fine, but unknown
    /// without calls.
    pub fn share(number: u64, count: u64) -> Self {
        let status = match (number, count) {
            (_, 0) => return Self::unknown(),
            (0, _) => Status::Ok,
            _ => Status::Warning,
        };
        Self::new(status, format!("{number} of {count}"), &number)
    }

    /// Adds advice.
    pub fn advise(self, advice: impl Into<String>) -> Self {
        let advice = advice.into();
        Self { advice, ..self }
    }

    /// Returns the rows of the finding of a check in a format. Formats for people escape line
    /// breaks, so there each line of the value has a row, which can be copied as it is.
    fn rows<'a>(&'a self, check: &'a str, format: &Format) -> Vec<[&'a str; COLUMNS.len()]> {
        let (first, others) = match self.value.split_once('\n') {
            Some(lines) if ["table", "html"].contains(&format.name) => lines,
            _ => (self.value.as_str(), ""),
        };
        let status = self.status.name();
        let row = [check, status, &self.text, first, &self.advice];
        let others = others.lines().map(|line| [check, status, "", line, ""]);
        iter::once(row).chain(others).collect()
    }

    /// Adds advice to a warning.
    pub fn advise_on_warning(self, advice: &str) -> Self {
        match self.status {
            Status::Warning => self.advise(advice),
            _ => self,
        }
    }
}

/// The findings, and the failures among them.
#[derive(Default)]
pub struct CheckReport {
    findings: BTreeMap<Check, Finding>,
    failures: BTreeMap<Check, (FailureKind, String)>,
}

impl CheckReport {
    /// Adds the finding of a check.
    pub fn add(&mut self, check: Check, finding: Finding) {
        self.findings.insert(check, finding);
    }

    /// Adds a failed check: what went wrong is the finding, the hint is the advice.
    pub fn fail(&mut self, check: Check, error: &anyhow::Error) {
        self.fail_with(check, error, "");
    }

    /// Adds a failed check that has a value.
    pub fn fail_with(
        &mut self,
        check: Check,
        error: &anyhow::Error,
        value: &(impl ToString + ?Sized),
    ) {
        let message = error_message(error);
        // Messages have one semicolon, before the hint.
        let (problem, hint) = message.split_once("; ").unwrap_or((&message, ""));
        let finding = Finding::new(Status::Failed, problem, value).advise(hint);
        self.findings.insert(check, finding);
        self.failures.insert(check, (error_kind(error), message));
    }

    /// Returns whether the finding of a check is a warning.
    pub fn has_warning(&self, check: Check) -> bool {
        self.findings
            .get(&check)
            .is_some_and(|finding| finding.status == Status::Warning)
    }

    /// Returns whether a check failed.
    pub fn has_failed(&self, check: Check) -> bool {
        self.failures.contains_key(&check)
    }

    /// Returns the failure of the run: the message of the first failed check, and the kind of the
    /// worst one, which is the one with the highest exit code.
    pub fn failure(&self) -> Option<Failure> {
        let (_, message) = self.failures.values().next()?;
        let kinds = self.failures.values().map(|(kind, _)| *kind);
        let worst = kinds.max_by_key(|kind| kind.exit_code())?;
        Some(Failure::new(worst, message.clone()))
    }

    /// Prints every row. Returns a hint if columns were hidden.
    pub fn print(
        &self,
        print_config: &PrintConfig,
        output: &mut Output,
    ) -> anyhow::Result<Option<String>> {
        let mut table = ComputedTable::new(TITLE, COLUMNS);
        let skipped = Finding::new(Status::Skipped, "", "");
        for (check, name) in CHECKS {
            let finding = self.findings.get(&check).unwrap_or(&skipped);
            for cells in finding.rows(name, print_config.format) {
                // Findings quote what the service sent, and a service may echo the key.
                table.push(cells.map(redact));
            }
        }
        table.print(print_config, output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_one_row_in_the_order_of_the_checks() {
        assert!(CHECKS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert_eq!(CHECKS[CHECKS.len() - 1].0, Check::Slack);
        assert_eq!(CHECKS.len(), Check::Slack as usize + 1);
    }

    #[test]
    fn the_worst_failure_sets_the_exit_code_and_the_first_one_the_message() {
        let mut report = CheckReport::default();
        assert!(report.failure().is_none());
        let error = |kind, message: &str| anyhow::Error::new(Failure::new(kind, message));
        report.fail(
            Check::LongResponses,
            &error(FailureKind::InvalidResponse, "incomplete; wait"),
        );
        report.fail(
            Check::TimeZone,
            &error(FailureKind::Usage, "no zone; see --tz"),
        );
        let failure = anyhow::Error::new(report.failure().unwrap());
        assert_eq!(error_kind(&failure), FailureKind::InvalidResponse);
        assert_eq!(failure.to_string(), "no zone; see --tz");
        let found = &report.findings[&Check::TimeZone];
        assert_eq!((&*found.text, &*found.advice), ("no zone", "see --tz"));
    }
}
