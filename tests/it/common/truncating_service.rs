//! A service that leaves calls out of its responses, in the ways in which services do.

use super::counting_service::{Call, CountingRule, Decides, Order, record};
use super::scripted_server::{ScriptedServer, read_request, response};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use std::io::Write;

/// What the service leaves out.
#[derive(Clone, Copy, Debug)]
pub enum Truncation {
    Nothing,
    /// All calls but the first of a response.
    First(usize),
    /// All calls but the last of a response.
    Last(usize),
    /// All but the first page, whose envelope says that there are more.
    Page(usize, Hint),
    /// The calls of all days but the first of a period.
    FirstDays(u64),
    /// It sends the response to the request for a period this many days away.
    OtherPeriod(i64),
}

/// How an envelope says how many calls there are.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    pub name: &'static str,
    pub container: Option<&'static str>,
    /// Whether its value is a JSON string.
    pub is_text: bool,
    pub is_before_list: bool,
}

/// The names that the contract lists, in snake and in camel case.
pub const HINT_NAMES: [&str; 16] = [
    "total",
    "count",
    "total_count",
    "totalCount",
    "total_records",
    "totalRecords",
    "pages",
    "page_count",
    "pageCount",
    "total_pages",
    "totalPages",
    "next",
    "next_page",
    "nextPage",
    "has_more",
    "hasMore",
];

/// The objects of an envelope in which hints come.
pub const HINT_CONTAINERS: [&str; 5] = ["search", "pagination", "paging", "meta", "page"];

impl Hint {
    /// Every name in every place, as a number or a text, before and after the list.
    pub fn all() -> Vec<Self> {
        let containers = || std::iter::once(None).chain(HINT_CONTAINERS.map(Some));
        let mut hints = Vec::new();
        for name in HINT_NAMES {
            for container in containers() {
                for (is_text, is_before_list) in
                    [(false, false), (false, true), (true, false), (true, true)]
                {
                    hints.push(Self {
                        name,
                        container,
                        is_text,
                        is_before_list,
                    });
                }
            }
        }
        hints
    }

    /// An envelope around these records, of which there are `total` with those that are left out.
    pub fn envelope(self, records: &[String], total: usize) -> String {
        let is_complete = records.len() == total;
        let pages = total.div_ceil(records.len().max(1)).max(1);
        let name = self.name.to_lowercase().replace('_', "");
        let value = match (&*name, is_complete) {
            ("next" | "nextpage", true) => "null".to_owned(),
            ("next" | "nextpage", false) => "2".to_owned(),
            ("hasmore", _) => (!is_complete).to_string(),
            ("pages" | "pagecount" | "totalpages", _) => pages.to_string(),
            _ => total.to_string(),
        };
        let is_text = self.is_text && value != "null";
        let value = if is_text {
            format!("\"{value}\"")
        } else {
            value
        };
        let hint = format!("\"{}\":{value}", self.name);
        let member = match self.container {
            Some(container) => format!("\"{container}\":{{\"other\":[7],{hint}}}"),
            None => hint,
        };
        let list = format!("\"cdr\":[{}]", records.join(","));
        if self.is_before_list {
            format!("{{\"result\":\"0\",{member},{list}}}")
        } else {
            format!("{{{list},\"result\":\"0\",{member}}}")
        }
    }
}

/// A service that counts whole UTC days by the time of connecting.
pub const PLAIN: CountingRule = CountingRule {
    decides: Decides::Connect,
    last_day_is_in: true,
    minutes: 0,
    change: None,
    order: Order::Ascending,
};

/// Calls of `per_day` on each of these days, of half an hour, recorded two seconds later.
pub fn calls(first: NaiveDate, days: u64, per_day: impl Fn(u64) -> usize) -> Vec<Call> {
    let mut calls = Vec::new();
    for number in 0..days {
        let day = first + Days::new(number);
        let noon = day.and_hms_opt(9, 0, 0).unwrap().and_utc();
        for minute in 0..i64::try_from(per_day(number)).unwrap() {
            calls.push(call(calls.len(), noon + TimeDelta::minutes(minute)));
        }
    }
    calls
}

/// A call of half an hour, recorded two seconds later.
pub fn call(id: usize, connected: DateTime<Utc>) -> Call {
    let left = connected + TimeDelta::minutes(30);
    Call {
        id,
        connected,
        left,
        logged: left + TimeDelta::seconds(2),
    }
}

impl Truncation {
    /// The response to the request for these days.
    pub fn body(
        self,
        rule: CountingRule,
        calls: &[Call],
        from: NaiveDate,
        to: NaiveDate,
    ) -> String {
        let (from, to) = match self {
            Self::OtherPeriod(days) => (from + TimeDelta::days(days), to + TimeDelta::days(days)),
            Self::FirstDays(days) => (from, to.min(from + Days::new(days - 1))),
            _ => (from, to),
        };
        let records: Vec<_> = rule.counted(calls, from, to).iter().map(record).collect();
        self.of(&records)
    }

    /// The response that would have these records.
    fn of(self, records: &[String]) -> String {
        let total = records.len();
        let kept = match self {
            Self::First(length) => &records[..length.min(total)],
            Self::Last(length) => &records[total - length.min(total)..],
            Self::Page(length, hint) => {
                return hint.envelope(&records[..length.min(total)], total);
            }
            _ => records,
        };
        super::response_with(&kept.join(","))
    }

    /// A service that has these calls. To a request without a period it responds with all of them.
    pub fn serve(self, rule: CountingRule, calls: Vec<Call>) -> ScriptedServer {
        ScriptedServer::new(vec![Box::new(move |stream| {
            let path = read_request(stream);
            let mut days = path.rsplit('/').map(str::parse);
            let body = if let (Some(Ok(to)), Some(Ok(from))) = (days.next(), days.next()) {
                self.body(rule, &calls, from, to)
            } else {
                let records: Vec<_> = calls.iter().map(record).collect();
                self.of(&records)
            };
            // A client that has enough goes away.
            let _ = stream.write_all(response("200 OK", "", &body).as_bytes());
        })])
    }
}
