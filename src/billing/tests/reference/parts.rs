//! Parts of items in tiers.

use super::fraction::Fraction;
use super::items::Item;
use super::{Card, Charge, month_of};
use bigdecimal::num_traits::Zero;

/// A part of an item in one tier.
#[derive(Clone, Debug)]
pub struct Part {
    pub item: Item,
    pub tier: usize,
    pub free: Fraction,
    pub charged: Fraction,
}

/// What a customer used of a charge name in a month.
struct Used {
    key: (String, Option<usize>, String),
    free: Fraction,
    charged: Fraction,
}

fn key(item: &Item, charge: &Charge) -> (String, Option<usize>, String) {
    let month = item.day.map(month_of);
    (item.customer.clone(), month, charge.name.clone())
}

/// The parts of all items, in no order.
pub fn parts(card: &Card, mut items: Vec<Item>) -> Vec<Part> {
    items.sort_by_key(|item| (item.order.clone(), item.subject));
    let (mut parts, mut all_used) = (Vec::new(), Vec::<Used>::new());
    for item in items {
        let Some(charge) = card.charges.get(item.subject) else {
            parts.push(part(&item, 0, Fraction::zero(), Fraction::zero()));
            continue;
        };
        let key = key(&item, charge);
        if !all_used.iter().any(|used| used.key == key) {
            all_used.push(Used {
                key: key.clone(),
                free: Fraction::zero(),
                charged: Fraction::zero(),
            });
        }
        let used = all_used.iter_mut().find(|used| used.key == key).unwrap();
        parts.extend(parts_of(charge, &item, used));
    }
    for part in &mut parts {
        let Some(charge) = card.charges.get(part.item.subject) else {
            continue;
        };
        if charge.is_volume {
            let key = key(&part.item, charge);
            let used = all_used.iter().find(|used| used.key == key).unwrap();
            part.tier = tier_of(charge, &used.charged);
        }
    }
    parts
}

fn part(item: &Item, tier: usize, free: Fraction, charged: Fraction) -> Part {
    Part {
        item: item.clone(),
        tier,
        free,
        charged,
    }
}

/// The tier that contains the last of so many units.
fn tier_of(charge: &Charge, units: &Fraction) -> usize {
    let intervals = charge.intervals();
    let mut ends = intervals.iter().map(|(_, end)| end);
    ends.position(|end| end.as_ref().is_none_or(|end| units <= end))
        .unwrap()
}

fn parts_of(charge: &Charge, item: &Item, used: &mut Used) -> Vec<Part> {
    let billed = charge.billed(&item.quantity);
    let left = (charge.free() - &used.free).max(Fraction::zero());
    let free = left.min(billed.clone());
    let charged = billed - &free;
    let (start, end) = (used.charged.clone(), &used.charged + &charged);
    used.free += &free;
    used.charged.clone_from(&end);
    if charge.is_volume {
        return vec![part(item, 0, free, charged)];
    }
    if charged.is_zero() {
        return vec![part(item, tier_of(charge, &start), free, charged)];
    }
    let mut parts: Vec<Part> = Vec::new();
    for (tier, (from, to)) in charge.intervals().into_iter().enumerate() {
        let to = to.map_or_else(|| end.clone(), |to| to.min(end.clone()));
        let share = to - from.max(start.clone());
        if share > Fraction::zero() {
            parts.push(part(item, tier, Fraction::zero(), share));
        }
    }
    // The call and its free units are in the first part.
    parts[0].free = free;
    for part in &mut parts[1..] {
        part.item.calls = 0;
        part.item.quantity = Fraction::zero();
    }
    parts
}
