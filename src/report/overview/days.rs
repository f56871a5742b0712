//! The figures of each day.

use crate::columns::{is_bad, is_good};
use crate::format::{Span, Unit};
use crate::report::totals::Sum;
use crate::request::Period;
use crate::text::Decimal;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// How many days are counted: more than any archive has. Calls of others are counted together.
const MOST: usize = 20_000;

/// How many spans there are at the most; where days are more, there are months, or years.
const SPANS: i64 = 400;

/// The figures of each day.
pub struct DayTallies {
    period: Option<Period>,
    days: BTreeMap<NaiveDate, Tally>,
    /// The most calls at once on each day, also on those on which none began.
    at_once: BTreeMap<NaiveDate, u64>,
    undated: u64,
}

#[derive(Default)]
struct Tally {
    calls: u64,
    minutes: Sum,
    good: u64,
    bad: u64,
    other: u64,
}

impl DayTallies {
    pub fn new(period: Option<Period>) -> Self {
        Self {
            period,
            days: BTreeMap::new(),
            at_once: BTreeMap::new(),
            undated: 0,
        }
    }

    /// Counts a call.
    pub fn add(&mut self, date: Option<NaiveDate>, minutes: Option<&Decimal<'_>>, quality: &str) {
        let has_room = self.days.len() < MOST;
        let date = date.filter(|date| has_room || self.days.contains_key(date));
        let Some(date) = date else {
            self.undated += 1;
            return;
        };
        let tally = self.days.entry(date).or_default();
        tally.calls += 1;
        if let Some(minutes) = minutes {
            tally.minutes.add(minutes);
        }
        tally.good += u64::from(is_good(quality));
        tally.bad += u64::from(is_bad(quality));
        tally.other += u64::from(!quality.is_empty() && !is_good(quality) && !is_bad(quality));
    }

    /// Learns how many calls there were at once on days from one to another.
    pub fn see_at_once(&mut self, from: NaiveDate, to: NaiveDate, calls: u64) {
        for date in from.iter_days().take_while(|date| *date <= to) {
            if self.at_once.len() == MOST && !self.at_once.contains_key(&date) {
                return;
            }
            let most = self.at_once.entry(date).or_default();
            *most = calls.max(*most);
        }
    }

    /// The spans from the first to the last day, how long they are, and how many calls are in none of them. The days of the
    /// period that was asked for are there without calls, too.
    pub fn finish(self) -> (Unit, Vec<Span>, u64) {
        let period = self.period.map(|period| [period.first(), period.last()]);
        let seen = self.days.keys().copied();
        let known = || period.into_iter().flatten().chain(seen.clone());
        let (Some(first), Some(last)) = (known().min(), known().max()) else {
            return (Unit::Day, Vec::new(), self.undated);
        };
        let days = (last - first).num_days();
        let unit = match days {
            _ if days < SPANS => Unit::Day,
            _ if days < 30 * SPANS => Unit::Month,
            _ => Unit::Year,
        };
        let mut spans: Vec<(Span, Sum)> = Vec::new();
        let has_gaps = days > 366 * SPANS;
        let dates: Box<dyn Iterator<Item = NaiveDate>> = if has_gaps {
            Box::new(seen)
        } else {
            Box::new(first.iter_days().take_while(move |date| *date <= last))
        };
        for date in dates {
            let name = date.format(unit.form()).to_string();
            if spans.last().is_none_or(|(span, _)| span.name != name) {
                let is_weekend = unit == Unit::Day && date.weekday().number_from_monday() > 5;
                spans.push((Span::new(name, is_weekend), Sum::default()));
            }
            let at_once = self.at_once.get(&date).copied().unwrap_or_default();
            if let Some((span, _)) = spans.last_mut() {
                span.most_at_once = span.most_at_once.max(at_once);
            }
            if let (Some(tally), Some((span, sum))) = (self.days.get(&date), spans.last_mut()) {
                span.calls += tally.calls;
                span.good += tally.good;
                span.bad += tally.bad;
                span.other += tally.other;
                sum.merge(&tally.minutes);
            }
        }
        let spans = spans.into_iter().map(|(mut span, sum)| {
            span.minutes = sum.total();
            span
        });
        let mut spans: Vec<_> = spans.collect();
        let first = spans
            .len()
            .saturating_sub(usize::try_from(SPANS).unwrap_or_default());
        let earlier: u64 = spans.drain(..first).map(|span| span.calls).sum();
        (unit, spans, self.undated + earlier)
    }
}
