//! The lines of a bill while calls are added up.

use super::meter::Portion;
use crate::billing::usage::{Month, Subject};
use bigdecimal::BigDecimal;
use std::collections::HashMap;

/// What makes a line one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LineKey {
    pub customer: u32,
    pub month: Option<Month>,
    pub subject: Subject,
    /// The index of the tier, if units are graduated.
    pub tier: usize,
}

/// What a line adds up, in the unit of the quantity.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The calls; one whose units are in several tiers counts in the first of them, with all of its quantity.
    pub calls: u64,
    /// The quantity as measured.
    pub quantity: BigDecimal,
    pub billed: BigDecimal,
    pub free: BigDecimal,
    pub charged: BigDecimal,
    /// The index of the tier that sets the price. What the volume of a month sets is known only at its end.
    pub price_tier: usize,
}

impl Line {
    /// Adds calls and their measured quantity.
    pub fn add_calls(&mut self, calls: u64, quantity: &BigDecimal) {
        self.calls += calls;
        self.quantity += quantity;
    }

    /// Adds a part of what is billed for them.
    pub fn add_portion(&mut self, portion: &Portion) {
        self.billed += &portion.free + &portion.charged;
        self.free += &portion.free;
        self.charged += &portion.charged;
        self.price_tier = portion.tier;
    }
}

/// Lines by what they are about.
#[derive(Default)]
pub struct Lines(HashMap<LineKey, Line>);

impl Lines {
    /// The line of a key, which is added if new.
    pub fn entry(&mut self, key: LineKey) -> &mut Line {
        self.0.entry(key).or_default()
    }

    /// The line of a key, if there is one.
    pub fn get(&self, key: &LineKey) -> Option<&Line> {
        self.0.get(key)
    }

    /// All lines, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&LineKey, &Line)> {
        self.0.iter()
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&LineKey, &mut Line)> {
        self.0.iter_mut()
    }

    /// Returns the number of calls in all lines of a subject.
    pub fn calls(&self, subject: Subject) -> u64 {
        let lines = self.0.iter().filter(|(key, _)| key.subject == subject);
        lines.map(|(_, line)| line.calls).sum()
    }
}
