//! A finished bill: its lines and rows.
//!
//! Nothing is added any more, so the minimum of each customer and month can be compared with the
//! sum of its rounded lines, and totals and warnings are known. Rows are created one by one, in the
//! order customer, month, card: the lines are in memory, their details come from the external sort.
//! The total is the sum of the rounded amounts, so that it equals what a reader adds up.

use super::detail::DetailSorter;
use super::lines::{Line, LineKey, Lines};
use super::rows::LineEnds;
use crate::billing::customers::Customers;
use crate::billing::exact::{UnitPrice, to_decimal};
use crate::billing::rate_card::{Charge, RateCard};
use crate::billing::rating::Counts;
use crate::billing::row::{BILL_COLUMNS, DETAIL_COLUMNS, Row};
use crate::billing::usage::{Month, Subject};
use crate::columns::ColumnType;
use crate::text::{Decimal, Value, count_noun, share_of_calls};
use bigdecimal::BigDecimal;
use std::collections::HashMap;

/// A bill with all its calls.
pub struct FinishedBill {
    pub(super) card: RateCard,
    pub(super) lines: Lines,
    details: Option<DetailSorter>,
    pub(super) customers: Customers,
    counts: Counts,
    /// What is missing to the monthly minimum of a customer and month.
    pub(super) shortfalls: HashMap<(u32, Option<Month>), BigDecimal>,
}

impl FinishedBill {
    /// A bill of complete lines.
    pub(super) fn new(
        card: RateCard,
        lines: Lines,
        details: Option<DetailSorter>,
        customers: Customers,
        counts: Counts,
    ) -> Self {
        let mut bill = Self {
            card,
            lines,
            details,
            customers,
            counts,
            shortfalls: HashMap::new(),
        };
        bill.shortfalls = bill.shortfalls();
        bill
    }

    /// Returns what customers are short of the monthly minimum. Calls without a customer or a month are nobody's.
    fn shortfalls(&self) -> HashMap<(u32, Option<Month>), BigDecimal> {
        let Some(minimum) = &self.card.monthly_minimum else {
            return HashMap::new();
        };
        let mut sums: HashMap<_, BigDecimal> = HashMap::new();
        for (key, line) in self.lines.iter() {
            let sum = sums.entry((key.customer, key.month)).or_default();
            *sum += self.amount(key, line).unwrap_or_default();
        }
        let is_owed = |customer: u32, month: Option<Month>| {
            month.is_some() && !self.customers.name(customer).is_empty()
        };
        let short = sums
            .into_iter()
            .filter(|((customer, month), sum)| is_owed(*customer, *month) && sum < minimum);
        short.map(|(key, sum)| (key, minimum - sum)).collect()
    }

    /// The rate card.
    #[must_use]
    pub fn card(&self) -> &RateCard {
        &self.card
    }

    /// The columns of the rows.
    #[must_use]
    pub fn columns(&self) -> &'static [(&'static str, ColumnType)] {
        match self.details {
            Some(_) => &DETAIL_COLUMNS,
            None => &BILL_COLUMNS,
        }
    }

    /// Returns the sum of all amounts.
    #[must_use]
    pub fn total(&self) -> Decimal {
        let amounts = self
            .lines
            .iter()
            .filter_map(|(key, line)| self.amount(key, line));
        let zero = BigDecimal::new(0.into(), self.card.decimals.into());
        let sum = amounts.chain(self.shortfalls.values().cloned());
        to_decimal(&sum.fold(zero, |sum, amount| sum + amount))
    }

    /// The number of customers, without calls that have none.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.customers.count() as u64
    }

    /// Returns the value of a column in the row of the total, which has no label yet.
    #[must_use]
    pub fn total_value(&self, column: &str) -> Value {
        match column {
            "amount" => Value::Number(self.total()),
            "currency" => Value::non_empty(self.card.currency.code()),
            _ => Value::Null,
        }
    }

    /// Returns what is on the bill without an amount or a customer.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let Counts {
            calls,
            without_customer,
            cut_off_conferences: cut_off,
        } = self.counts;
        let without_time = self.lines.calls(Subject::NoTime);
        let without_charge = self.lines.calls(Subject::NoCharge);
        let without_quantity = self.lines.calls(Subject::NoQuantity);
        let warnings = [
            (
                without_time,
                "have no valid time and are not charged",
                "has no valid time and is not charged",
            ),
            (
                without_charge,
                "match no charge and are not charged",
                "matches no charge and is not charged",
            ),
            (
                without_quantity,
                "have no quantity for a charge and are not charged for it",
                "has no quantity for a charge and is not charged for it",
            ),
            (without_customer, "have no customer", "has no customer"),
        ];
        let warnings = warnings.into_iter().filter(|(count, _, _)| *count > 0);
        let warnings = warnings.map(|(count, several, one)| {
            let problem = if count == 1 { one } else { several };
            format!("{} {problem}", share_of_calls(count, calls))
        });
        let cut_off = (cut_off > 0).then(|| {
            let conferences = count_noun(cut_off, "conference");
            format!("{conferences} may have calls on days that were not read; use a larger --slack")
        });
        warnings.chain(cut_off).collect()
    }

    /// Hands on the rows: by customer and month, then in the order of the card.
    ///
    /// # Errors
    /// Returns those of `on_row`, and local failures of temporary files.
    pub fn for_each_row(
        mut self,
        mut on_row: impl FnMut(Row) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let details = self.details.take();
        let mut ends = LineEnds::new(&self, details.is_some());
        match details {
            Some(details) => details.for_each(|portion| {
                let key = portion.key();
                ends.next(Some(&key), &mut on_row)?;
                let price = self.price(&key);
                let amount = price.map(|price| price.unrounded_amount(&portion.charged()));
                ends.sum += amount.clone().unwrap_or_default();
                on_row(self.portion_row(portion, &key, amount.as_ref()))
            })?,
            None => {
                for (key, line) in self.sorted_lines() {
                    ends.next(Some(key), &mut on_row)?;
                    on_row(self.line_row(key, line))?;
                }
            }
        }
        ends.next(None, &mut on_row)
    }

    fn sorted_lines(&self) -> Vec<(&LineKey, &Line)> {
        let ranks = self.customers.ranks();
        let rank = |customer: u32| ranks.get(customer as usize);
        let mut lines: Vec<_> = self.lines.iter().collect();
        lines.sort_by_key(|(key, _)| (rank(key.customer), key.month, key.subject, key.tier));
        lines
    }

    pub(super) fn charge(&self, subject: Subject) -> Option<&Charge> {
        match subject {
            Subject::Charge(index) => self.card.charges.get(index),
            _ => None,
        }
    }

    /// The price of a line, which is none if its calls have no charge or no quantity.
    pub(super) fn price(&self, key: &LineKey) -> Option<&UnitPrice> {
        let tier = self.lines.get(key)?.price_tier;
        Some(&self.charge(key.subject)?.tiers.get(tier)?.price)
    }

    pub(super) fn amount(&self, key: &LineKey, line: &Line) -> Option<BigDecimal> {
        let price = self.price(key)?;
        Some(price.amount(&line.charged, self.card.decimals, self.card.rounding))
    }

    /// The name of what a line is about.
    pub(super) fn name(&self, subject: Subject) -> &str {
        match subject {
            Subject::Charge(_) => self.charge(subject).map_or("", |charge| &charge.name),
            Subject::NoTime => "(no time)",
            Subject::NoQuantity => "(no quantity)",
            Subject::NoCharge => "(no charge)",
            Subject::Minimum => "(minimum)",
        }
    }
}
