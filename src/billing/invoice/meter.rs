//! Free units and tiers, consumed in order.
//!
//! A customer's free units and tiers are counted per month and charge *name*: alternatives of a name share one meter, so
//! that a price change within the month grants neither free units nor the first tier again. Each usage takes what
//! is left of the free units of its own charge; the rest is charged, from where the last usage ended.

use crate::billing::rate_card::{Charge, Tier};
use bigdecimal::{BigDecimal, Zero};

/// What a customer used of a charge name in a month so far.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    free: BigDecimal,
    charged: BigDecimal,
}

/// The part of a usage that is in one tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portion {
    /// The index of the tier.
    pub tier: usize,
    /// The free units; those of a usage are in its first portion.
    pub free: BigDecimal,
    /// The units that are charged.
    pub charged: BigDecimal,
}

impl Meter {
    /// The units charged so far.
    pub fn charged(&self) -> &BigDecimal {
        &self.charged
    }

    /// Counts a usage, and returns its portions: one, or one per tier in which graduated units are. What all units cost
    /// is known only at the end of the month if it depends on the volume; such a portion has the first tier.
    pub fn take(&mut self, charge: &Charge, billed: &BigDecimal) -> Vec<Portion> {
        let left = (&charge.free - &self.free).max(BigDecimal::zero());
        let free = left.min(billed.clone());
        let charged = billed - &free;
        self.free += &free;
        let start = std::mem::take(&mut self.charged);
        self.charged = &start + &charged;
        if !charge.is_graduated() {
            let tier = 0;
            return vec![Portion {
                tier,
                free,
                charged,
            }];
        }
        graduate(&charge.tiers, start, free, charged)
    }
}

/// Divides charged units, of which the first comes after `start`, among the tiers.
fn graduate(
    tiers: &[Tier],
    start: BigDecimal,
    mut free: BigDecimal,
    mut charged: BigDecimal,
) -> Vec<Portion> {
    let mut portions = Vec::new();
    let mut position = start;
    for (tier, Tier { up_to, .. }) in tiers.iter().enumerate() {
        let room = up_to.as_ref().map(|up_to| up_to - &position);
        let has_room = room.as_ref().is_none_or(|room| *room > BigDecimal::zero());
        // Nothing charged stays in the tier of the last unit.
        let is_last_unit = charged.is_zero() && room.as_ref().is_none_or(|room| !is_negative(room));
        if !has_room && !is_last_unit {
            continue;
        }
        let part = room.map_or_else(|| charged.clone(), |room| room.min(charged.clone()));
        charged -= &part;
        position += &part;
        portions.push(Portion {
            tier,
            free: std::mem::take(&mut free),
            charged: part,
        });
        if charged.is_zero() {
            break;
        }
    }
    portions
}

fn is_negative(number: &BigDecimal) -> bool {
    *number < BigDecimal::zero()
}
