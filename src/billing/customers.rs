//! The customers of a bill.

use std::collections::HashMap;

/// Customers by index, in the order in which they were met: lines are found by an index, not by a text.
#[derive(Default)]
pub struct Customers {
    names: Vec<Box<str>>,
    indices: HashMap<Box<str>, u32>,
}

impl Customers {
    /// Returns the index of a customer, who is added if new.
    pub fn index(&mut self, name: &str) -> u32 {
        if let Some(index) = self.indices.get(name) {
            return *index;
        }
        // Names are at least a byte each: memory ends before the indices do.
        let index = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.into());
        self.indices.insert(name.into(), index);
        index
    }

    /// The name of a customer; empty for calls without one.
    pub fn name(&self, index: u32) -> &str {
        self.names.get(index as usize).map_or("", |name| name)
    }

    /// The number of customers, without calls that have none.
    pub fn count(&self) -> usize {
        self.names.iter().filter(|name| !name.is_empty()).count()
    }

    /// Returns for each index where its customer is in the order of names.
    pub fn ranks(&self) -> Vec<u32> {
        let mut indices: Vec<_> = (0..).take(self.names.len()).collect();
        indices.sort_by_key(|index| self.name(*index));
        let mut ranks = vec![0; indices.len()];
        for (rank, index) in (0..).zip(indices) {
            ranks[index as usize] = rank;
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_have_an_index_each_and_a_rank_by_name() {
        let mut customers = Customers::default();
        let indices = ["b", "", "b", "a"].map(|name| customers.index(name));
        assert_eq!(indices, [0, 1, 0, 2]);
        assert_eq!(customers.name(2), "a");
        assert_eq!(customers.count(), 2);
        assert_eq!(customers.ranks(), [2, 0, 1]);
    }
}
