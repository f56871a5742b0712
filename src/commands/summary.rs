//! The line that ends an answer of calls on a terminal.

use crate::client::Query;
use crate::report::Summary;
use crate::terminal::{Console, Progress};
use crate::time::{DateRange, TimeZone};
use std::path::Path;
use std::time::Duration;

/// What the line tells beside the answer.
pub struct SummaryLine<'a> {
    /// What was asked for, in a few words; nothing, where it is not known.
    pub query: String,
    pub is_totals: bool,
    pub output: Option<&'a Path>,
    /// How long it took.
    pub time: Duration,
}

impl SummaryLine<'_> {
    /// Says what there is to say of an answer that was printed.
    pub fn print(&self, ending: &Summary, console: Console) {
        if let Some(told) = &ending.told {
            console.info(told);
        }
        if let Some(figures) = &ending.figures {
            console.info(&self.line(ending, figures));
        }
    }

    fn line(&self, ending: &Summary, figures: &str) -> String {
        let mut parts = vec![match (ending.calls, ending.calls_before_conditions) {
            (0, 0) if self.query.is_empty() => "there are no calls".to_owned(),
            (0, 0) => format!("there are no calls of {}", self.query),
            _ => figures.to_owned(),
        }];
        if let Some(rows) = ending.cut_to {
            let groups = if self.is_totals { "groups " } else { "" };
            parts.push(match rows {
                1 => "the first is printed".to_owned(),
                _ => format!("the first {rows} {groups}are printed"),
            });
        }
        if ending.calls_before_conditions > 0 && !self.query.is_empty() {
            parts.push(self.query.clone());
        }
        if let Some(file) = self.output {
            parts.push(format!("written to {}", file.display()));
        }
        if self.time > Progress::SHOW_AFTER {
            parts.push(format!("{:.1} s", self.time.as_secs_f64()));
        }
        parts.join("; ")
    }
}

/// What a question asks for, in a few words.
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
