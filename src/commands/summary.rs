//! The line that ends the output of calls on a terminal: what was found, for which query, where it
//! is.

use crate::client::Query;
use crate::report::{PrintConfig, ReportOutcome};
use crate::terminal::{Console, Progress};
use crate::text::count_noun;
use crate::time::{DateRange, TimeZone};
use std::time::Duration;

pub struct SummaryLine {
    /// The query in a few words; empty for saved files.
    pub query: String,
    /// What a row is: a call, a group or a line.
    pub row_noun: &'static str,
    /// The files that were written.
    pub output: Option<String>,
    pub time: Duration,
}

impl SummaryLine {
    /// Prints the notes about a result, if notes are shown.
    pub fn print(&self, summary: &ReportOutcome, console: Console) {
        if let Some(note) = &summary.format_hint {
            console.info(note);
        }
        if let Some(figures) = &summary.figures {
            console.info(&self.line(summary, figures));
        }
    }

    fn line(&self, summary: &ReportOutcome, figures: &str) -> String {
        let mut parts = vec![match (summary.calls, summary.calls_before_conditions) {
            (0, 0) if self.query.is_empty() => "no calls".to_owned(),
            (0, 0) => format!("no calls for {}", self.query),
            _ => figures.to_owned(),
        }];
        if let Some(rows) = summary.truncated_to {
            parts.push(match rows {
                1 => format!("only the first {} is shown", self.row_noun),
                _ => format!(
                    "only the first {} are shown",
                    count_noun(rows, self.row_noun)
                ),
            });
        }
        if summary.calls_before_conditions > 0 && !self.query.is_empty() {
            parts.push(self.query.clone());
        }
        if let Some(file) = &self.output {
            parts.push(format!("written to {file}"));
        }
        if self.time > Progress::SHOW_AFTER {
            parts.push(format!("{:.1} s", self.time.as_secs_f64()));
        }
        parts.join("; ")
    }
}

/// What a row of calls or totals is.
pub fn row_noun(print_config: &PrintConfig) -> &'static str {
    match print_config.group_by {
        Some(_) => "group",
        None => "call",
    }
}

/// Describes a query in a few words.
pub fn describe_query(query: &Query, days: Option<(DateRange, Option<&TimeZone>)>) -> String {
    let days = days.map(|(period, zone)| {
        let zone = zone.map_or("UTC", TimeZone::name);
        if period.first() == period.last() {
            format!("{} {zone}", period.first())
        } else {
            format!("{period} {zone}")
        }
    });
    match (query, days) {
        (Query::Period { room: None, .. }, days) => days.unwrap_or_default(),
        (
            Query::Period {
                room: Some(room), ..
            },
            Some(days),
        ) => format!("room {room}, {days}"),
        (
            Query::Room(room)
            | Query::Period {
                room: Some(room), ..
            },
            _,
        ) => format!("room {room}"),
        (Query::Conference(number), _) => format!("conference {number}"),
    }
}
