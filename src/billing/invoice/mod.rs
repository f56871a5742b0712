//! The invoice: usages of charges add up to lines.
//!
//! Most charges need no order: their usages are added to their line as they come, and free units and the tier that the
//! volume sets follow from the sum. Where order matters (graduated tiers, alternatives that share free units or tiers,
//! and every charge of a detailed bill) usages go through the external sort and are metered one after the other, in
//! order of connection, then `cdr_id`.
//!
//! Memory grows with the lines, that is with customers, months and charges.

mod detail;
mod finished;
mod lines;
mod meter;
mod ordered;
mod rows;

pub use self::finished::FinishedBill;

use self::detail::DetailSorter;
use self::lines::{LineKey, Lines};
use self::meter::{Meter, Portion};
use self::ordered::{OrderedUsages, StoredUsage};
use super::customers::Customers;
use super::rate_card::{Charge, RateCard};
use super::rating::Counts;
use super::usage::{Month, Subject, Usage};

/// A bill while calls are added.
pub struct Invoice {
    card: RateCard,
    /// For each charge, whether its usages need to be in order.
    needs_order: Vec<bool>,
    is_detailed: bool,
    /// For each name, the indices of its charges.
    names: Vec<Vec<usize>>,
    lines: Lines,
    ordered: OrderedUsages,
}

impl Invoice {
    /// Starts a bill by a card.
    pub fn new(card: RateCard, is_detailed: bool) -> Self {
        let names = card.charges_by_name();
        let mut needs_order = vec![is_detailed; card.charges.len()];
        for alternatives in names
            .iter()
            .filter(|name| shares_month(name, &card.charges))
        {
            for index in alternatives {
                needs_order[*index] = true;
            }
        }
        Self {
            needs_order,
            is_detailed,
            lines: Lines::default(),
            ordered: OrderedUsages::new(&names),
            names,
            card,
        }
    }

    /// Adds a usage.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file cannot be written.
    pub fn add(&mut self, usage: &Usage<'_>) -> anyhow::Result<()> {
        let needs_order = match usage.subject {
            Subject::Charge(index) => self.needs_order[index],
            _ => self.is_detailed,
        };
        if needs_order {
            return self.ordered.push(usage);
        }
        let line = self.lines.entry(LineKey {
            customer: usage.customer,
            month: usage.month,
            subject: usage.subject,
            tier: 0,
        });
        line.add_calls(usage.calls, &usage.quantity);
        if let Subject::Charge(index) = usage.subject {
            line.billed += self.card.charges[index].billed(&usage.quantity);
        }
        Ok(())
    }

    /// Completes the lines.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file fails.
    pub fn finish(mut self, customers: Customers, counts: Counts) -> anyhow::Result<FinishedBill> {
        self.meter_sums();
        let mut metering = Metering {
            card: &self.card,
            names: &self.names,
            lines: &mut self.lines,
            details: self.is_detailed.then(|| DetailSorter::new(&customers)),
        };
        let mut meter = (None, Meter::default());
        self.ordered.for_each(|group, usage, order| {
            if meter.0 != Some(group) {
                metering.end_month(&meter);
                meter = (Some(group), Meter::default());
            }
            metering.add(group, &mut meter.1, &usage, order)
        })?;
        metering.end_month(&meter);
        let details = metering.details;
        Ok(FinishedBill::new(
            self.card, self.lines, details, customers, counts,
        ))
    }

    /// Meters the lines whose usages need no order, as if each were one usage.
    fn meter_sums(&mut self) {
        for (key, line) in self.lines.iter_mut() {
            let Subject::Charge(index) = key.subject else {
                continue;
            };
            let charge = &self.card.charges[index];
            let billed = std::mem::take(&mut line.billed);
            for portion in Meter::default().take(charge, &billed) {
                line.add_portion(&portion);
            }
            line.price_tier = charge.tier_of(&line.charged);
        }
    }
}

/// Whether what is charged for the alternatives of a name depends on the order of their usages within a month.
fn shares_month(alternatives: &[usize], charges: &[Charge]) -> bool {
    let charges = || alternatives.iter().map(|index| &charges[*index]);
    charges().any(Charge::is_graduated)
        || (alternatives.len() > 1 && charges().any(Charge::depends_on_month))
}

/// Usages with one meter: those of a customer, a month and a charge name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    customer: u32,
    month: Option<Month>,
    /// The index of the name, or one beyond all names.
    name: u32,
}

/// Adds usages to lines in their order.
struct Metering<'a> {
    card: &'a RateCard,
    names: &'a [Vec<usize>],
    lines: &'a mut Lines,
    details: Option<DetailSorter>,
}

impl Metering<'_> {
    fn add(
        &mut self,
        group: Group,
        meter: &mut Meter,
        usage: &StoredUsage,
        order: &[u8],
    ) -> anyhow::Result<()> {
        let subject = usage.subject();
        let portions = match subject {
            Subject::Charge(index) => {
                let charge = &self.card.charges[index];
                meter.take(charge, &charge.billed(&usage.quantity()))
            }
            _ => vec![Portion::default()],
        };
        for (index, portion) in portions.iter().enumerate() {
            let key = LineKey {
                customer: group.customer,
                month: group.month,
                subject,
                tier: portion.tier,
            };
            let line = self.lines.entry(key);
            let is_first = index == 0;
            if is_first {
                line.add_calls(usage.calls, &usage.quantity());
            }
            line.add_portion(portion);
            if let Some(details) = &mut self.details {
                details.push(&key, usage, portion, is_first, order)?;
            }
        }
        Ok(())
    }

    /// Sets the price of the charges of a group that its volume sets.
    fn end_month(&mut self, (group, meter): &(Option<Group>, Meter)) {
        let Some(group) = group else {
            return;
        };
        for index in self.names.get(group.name as usize).into_iter().flatten() {
            let charge = &self.card.charges[*index];
            let key = LineKey {
                customer: group.customer,
                month: group.month,
                subject: Subject::Charge(*index),
                tier: 0,
            };
            if !charge.is_graduated() && self.lines.get(&key).is_some() {
                self.lines.entry(key).price_tier = charge.tier_of(meter.charged());
            }
        }
    }
}
