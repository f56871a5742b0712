//! The detailed bill: a row per usage and tier, in the order of the lines.

use super::LineKey;
use super::meter::Portion;
use super::ordered::StoredUsage;
use crate::billing::customers::Customers;
use crate::billing::usage::{Details, Month, Subject};
use crate::external_sort::ExternalSorter;
use bigdecimal::BigDecimal;
use serde::{Deserialize, Serialize};

/// Portions of usages, to be put in the order of their lines.
pub struct DetailSorter {
    sorter: ExternalSorter,
    ranks: Vec<u32>,
}

/// A portion in a temporary file, with the line that it is in.
#[derive(Serialize, Deserialize)]
pub struct StoredPortion {
    customer: u32,
    month: u32,
    subject: u32,
    tier: usize,
    /// The quantity as measured: that of a usage is in its first portion.
    quantity: String,
    free: String,
    charged: String,
    pub details: Option<Details>,
}

impl StoredPortion {
    /// The line that it is in.
    pub fn key(&self) -> LineKey {
        LineKey {
            customer: self.customer,
            month: Month::from_code(self.month),
            subject: Subject::from_code(self.subject),
            tier: self.tier,
        }
    }

    pub fn quantity(&self) -> BigDecimal {
        self.quantity.parse().unwrap_or_default()
    }

    pub fn free(&self) -> BigDecimal {
        self.free.parse().unwrap_or_default()
    }

    pub fn charged(&self) -> BigDecimal {
        self.charged.parse().unwrap_or_default()
    }
}

impl DetailSorter {
    /// Sorts by the names of these customers.
    pub fn new(customers: &Customers) -> Self {
        Self {
            sorter: ExternalSorter::new(None),
            ranks: customers.ranks(),
        }
    }

    /// Adds a portion of a usage; `order` is what orders the usages of a line.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file cannot be written.
    pub fn push(
        &mut self,
        line: &LineKey,
        usage: &StoredUsage,
        portion: &Portion,
        is_first: bool,
        order: &[u8],
    ) -> anyhow::Result<()> {
        let quantity = if is_first {
            usage.quantity()
        } else {
            BigDecimal::default()
        };
        let stored = StoredPortion {
            customer: line.customer,
            month: Month::code(line.month),
            subject: line.subject.code(),
            tier: line.tier,
            quantity: quantity.to_plain_string(),
            free: portion.free.to_plain_string(),
            charged: portion.charged.to_plain_string(),
            details: usage.details.clone(),
        };
        let text = serde_json::to_string(&stored)?;
        let rank = self.ranks.get(line.customer as usize).copied();
        let key = |key: &mut Vec<u8>| {
            key.extend(rank.unwrap_or(u32::MAX).to_be_bytes());
            key.extend(stored.month.to_be_bytes());
            key.extend(stored.subject.to_be_bytes());
            key.extend((line.tier as u64).to_be_bytes());
            key.extend(order);
        };
        Ok(self.sorter.push(key, &text)?)
    }

    /// Hands on the portions in their order.
    ///
    /// # Errors
    /// Returns those of `on_portion`, and local failures of temporary files.
    pub fn for_each(
        self,
        mut on_portion: impl FnMut(&StoredPortion) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.sorter
            .for_each(|text| on_portion(&serde_json::from_str(text)?))
    }
}
