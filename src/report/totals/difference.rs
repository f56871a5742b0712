//! Differences between two totals.

use super::Totals;
use super::group::Group;
use super::key::{self, SortedGroup};
use crate::text::Value;
use std::cmp::Ordering;

/// The rows of a group that differs, in the order of [`Totals::names`].
pub struct GroupDiff {
    pub before: Vec<Value>,
    pub after: Vec<Value>,
    /// The keys, and `after` less `before`, exactly; null for times.
    pub delta: Vec<Value>,
}

impl Totals {
    /// Hands each group that differs between these totals and later ones of the same columns to
    /// `f`, sorted by key. A group that is in one of them only has no calls in the other.
    pub fn for_each_difference(
        mut self,
        mut after: Self,
        mut f: impl FnMut(&GroupDiff) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.count_conferences()?;
        after.count_conferences()?;
        let mut old_groups = self.sort_groups().into_iter().peekable();
        let mut new_groups = after.sort_groups().into_iter().peekable();
        loop {
            let order = match (old_groups.peek(), new_groups.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.compare(new),
            };
            let old = old_groups.next_if(|_| order.is_le());
            let new = new_groups.next_if(|_| order.is_ge());
            let Some(SortedGroup { key, .. }) = old.as_ref().or(new.as_ref()) else {
                return Ok(());
            };
            let row = |totals: &Self, sorted: Option<&SortedGroup>| {
                let empty = self.empty_group();
                let group: &Group = sorted.map_or(&empty, |group| totals.group(group));
                self.row(key::texts(key), group)
            };
            let (before, after) = (row(&self, old.as_ref()), row(&after, new.as_ref()));
            if before != after {
                let delta = self.delta(&before, &after);
                f(&GroupDiff {
                    before,
                    after,
                    delta,
                })?;
            }
        }
    }

    fn delta(&self, before: &[Value], after: &[Value]) -> Vec<Value> {
        let keys = before.len() - self.values.len();
        let values = after.iter().zip(before).skip(keys);
        let values = values.map(|(after, before)| after.subtract(before));
        after[..keys].iter().cloned().chain(values).collect()
    }
}
