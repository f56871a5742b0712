//! Usages in the order in which they consume free units and tiers.

use super::Group;
use crate::billing::usage::{Details, Month, Subject, Usage, push_order, push_tie_break};
use crate::external_sort::ExternalSorter;
use bigdecimal::BigDecimal;
use serde::{Deserialize, Serialize};

/// Usages, to be put in order: by customer, month and charge name, then by connection and `cdr_id`.
pub struct OrderedUsages {
    sorter: ExternalSorter,
    /// The index of the name of each charge.
    name_of: Vec<u32>,
}

/// A usage in a temporary file. Who uses it when is in its key.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredUsage {
    subject: u32,
    pub calls: u64,
    quantity: String,
    pub details: Option<Details>,
}

impl StoredUsage {
    pub fn subject(&self) -> Subject {
        Subject::from_code(self.subject)
    }

    pub fn quantity(&self) -> BigDecimal {
        self.quantity.parse().unwrap_or_default()
    }
}

/// The length of a group's part of a key, in bytes.
const GROUP_LEN: usize = 12;

impl Group {
    fn push_key(self, key: &mut Vec<u8>) {
        key.extend(self.customer.to_be_bytes());
        key.extend(Month::code(self.month).to_be_bytes());
        key.extend(self.name.to_be_bytes());
    }

    fn from_key(key: &[u8]) -> Self {
        let number = |index: usize| {
            let bytes = key.get(4 * index..4 * index + 4);
            let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
            u32::from_be_bytes(bytes.unwrap_or_default())
        };
        Self {
            customer: number(0),
            month: Month::from_code(number(1)),
            name: number(2),
        }
    }
}

impl OrderedUsages {
    /// Usages of charges with these names.
    pub fn new(names: &[Vec<usize>]) -> Self {
        let charges = names.iter().map(Vec::len).sum();
        let mut name_of = vec![0; charges];
        for (name, indices) in (0..).zip(names) {
            for index in indices {
                name_of[*index] = name;
            }
        }
        Self {
            sorter: ExternalSorter::new(None),
            name_of,
        }
    }

    /// Adds a usage.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file cannot be written.
    pub fn push(&mut self, usage: &Usage<'_>) -> anyhow::Result<()> {
        let group = Group {
            customer: usage.customer,
            month: usage.month,
            name: match usage.subject {
                Subject::Charge(index) => self.name_of[index],
                other => other.code(),
            },
        };
        let stored = StoredUsage {
            subject: usage.subject.code(),
            calls: usage.calls,
            quantity: usage.quantity.to_plain_string(),
            details: usage.details.cloned(),
        };
        let text = serde_json::to_string(&stored)?;
        let key = |key: &mut Vec<u8>| {
            group.push_key(key);
            push_order(key, usage.time, usage.cdr_id);
            // A conference may use several charges of a name: in the order of the card.
            key.extend(stored.subject.to_be_bytes());
            push_tie_break(key, &text);
        };
        Ok(self.sorter.push(key, &text)?)
    }

    /// Hands on the usages in their order, each with its group and the part of its key that orders it within the group.
    ///
    /// # Errors
    /// Returns those of `on_usage`, and local failures of temporary files.
    pub fn for_each(
        self,
        mut on_usage: impl FnMut(Group, StoredUsage, &[u8]) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.sorter.for_each_keyed(|key, text| {
            let order = key.get(GROUP_LEN..).unwrap_or_default();
            on_usage(Group::from_key(key), serde_json::from_str(text)?, order)
        })
    }
}
