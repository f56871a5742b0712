//! One conference, added up call by call.
//!
//! Its calls come in order of connection, so the first one decides whose conference it is, in which
//! month, and whether it is on this bill. Pauses and days between them show whether this bill and its
//! neighbors see all of them.

use super::{Candidate, Instant, Participation, Place};
use crate::billing::rate_card::Charge;
use crate::billing::rating::Call;
use crate::billing::usage::{Details, Subject, Usage};
use bigdecimal::BigDecimal;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The calls of a conference so far, in the order of their connections.
pub struct Conference {
    /// The `conf_num`, empty for a call without one.
    pub number: String,
    /// The customer of the first call that has one.
    pub customer: String,
    /// The first call, without what belongs to one of several participants.
    first: Call,
    /// Whether the first call is in the period of the bill. If not, the conference is on another bill.
    pub is_billed: bool,
    coverage: Coverage,
    /// The quantities by the index of their charge.
    quantities: BTreeMap<usize, Quantity>,
}

/// What the calls of a conference add up to.
#[derive(Default)]
struct Quantity {
    calls: u64,
    sum: BigDecimal,
    session: Option<(Instant, Instant)>,
}

/// How far the days that bills look at cover the calls of a conference.
struct Coverage {
    /// The longest pause, in days, over an end of the period that both of its bills see.
    longest_pause: u32,
    /// The day of the last call, and whether it is in the period.
    last: Option<(NaiveDate, bool)>,
    is_in_period: bool,
    /// Whether a call is on the first or the last of the days around the period.
    reaches_edge: bool,
    has_longer_pause: bool,
}

impl Coverage {
    fn new(longest_pause: u32) -> Self {
        Self {
            longest_pause,
            last: None,
            is_in_period: false,
            reaches_edge: false,
            has_longer_pause: false,
        }
    }

    /// Adds the next call.
    fn observe(&mut self, day: Option<NaiveDate>, place: Place) {
        let is_in_period = place == Place::Period;
        if let Some(day) = day {
            let crossed = self.last.filter(|(_, was_in)| *was_in != is_in_period);
            let pause = crossed.map_or(0, |(last, _)| (day - last).num_days());
            self.has_longer_pause |= pause > self.longest_pause.into();
            self.last = Some((day, is_in_period));
        }
        self.is_in_period |= is_in_period;
        self.reaches_edge |= place == Place::Edge;
    }

    fn is_cut_off(&self) -> bool {
        self.has_longer_pause || (self.is_in_period && self.reaches_edge)
    }
}

impl Conference {
    /// Starts a conference with its first call, which is still to be added.
    pub fn new(number: String, first: &Call, place: Place, longest_pause: u32) -> Self {
        Self {
            number,
            customer: String::new(),
            is_billed: place == Place::Period,
            coverage: Coverage::new(longest_pause),
            first: Call {
                details: first.details.clone().map(Details::of_conference),
                ..first.clone()
            },
            quantities: BTreeMap::new(),
        }
    }

    /// Adds a call to the charges in which it takes part, and notes what becomes of it.
    pub fn add(&mut self, call: &Call, participation: &mut Participation, charges: &[Charge]) {
        if self.customer.is_empty() {
            self.customer.clone_from(&call.customer);
        }
        self.coverage.observe(call.day, participation.place);
        let outcome = &mut participation.outcome;
        for candidates in &participation.candidates {
            let applies = |candidate: &&Candidate| {
                let charge = charges.get(candidate.charge);
                charge.is_some_and(|charge| charge.applies_on(self.first.day))
            };
            let Some(candidate) = candidates.iter().find(applies) else {
                continue;
            };
            outcome.applies = true;
            let number: Option<BigDecimal> = candidate
                .number
                .as_ref()
                .and_then(|number| number.parse().ok());
            if self.number.is_empty() || (number.is_none() && candidate.session.is_none()) {
                outcome.lacks_quantity = true;
                continue;
            }
            let quantity = self.quantities.entry(candidate.charge).or_default();
            quantity.calls += 1;
            quantity.sum += number.unwrap_or_default();
            quantity.extend_session(candidate.session);
        }
    }

    /// Returns whether it may have calls beyond the days that this bill, or the one before or after
    /// it, looks at.
    pub fn is_cut_off(&self) -> bool {
        self.coverage.is_cut_off() && !self.number.is_empty()
    }

    /// Returns its use of each charge, by a customer.
    pub fn usages(&self, customer: u32) -> impl Iterator<Item = Usage<'_>> {
        let first = &self.first;
        self.quantities.iter().map(move |(charge, quantity)| Usage {
            subject: Subject::Charge(*charge),
            customer,
            month: first.month(),
            time: first.time,
            cdr_id: &first.cdr_id,
            calls: quantity.calls,
            quantity: quantity.total(),
            details: first.details.as_ref(),
        })
    }
}

impl Quantity {
    fn extend_session(&mut self, session: Option<(Instant, Instant)>) {
        let Some((start, end)) = session else {
            return;
        };
        let (first, last) = self.session.unwrap_or((start, end));
        self.session = Some((first.min(start), last.max(end)));
    }

    /// The seconds of the session if it is measured, else the sum.
    fn total(&self) -> BigDecimal {
        const NANOS: i128 = 1_000_000_000;
        let Some((start, end)) = self.session else {
            return self.sum.clone();
        };
        let seconds = i128::from(end.0) - i128::from(start.0);
        let nanos = seconds * NANOS + i128::from(end.1) - i128::from(start.1);
        BigDecimal::new(nanos.into(), 9)
    }
}
