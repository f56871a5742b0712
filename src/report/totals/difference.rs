//! What differs between two totals.

use super::Totals;
use super::group::Group;
use super::key::{self, Sorted};
use super::sum::Sum;
use crate::columns::Aggregate;
use crate::text::DecimalStr;
use std::cmp::Ordering;

/// The rows of a group that differs, each as JSON cells in the order of [`Totals::names`].
pub struct Difference {
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// After less before, exactly; nothing for times.
    pub less: Vec<String>,
}

impl Totals {
    /// Hands on what differs between these totals and later ones of the same columns, a group after the other, sorted by
    /// key. A group that is in one of them alone has no calls in the other.
    ///
    /// # Errors
    /// This machine's, for a temporary file that fails; those of `take`.
    pub fn differences(
        mut self,
        mut after: Self,
        mut take: impl FnMut(&Difference) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.count_conferences()?;
        after.count_conferences()?;
        let mut olds = self.sorted().into_iter().peekable();
        let mut news = after.sorted().into_iter().peekable();
        let empty = self.empty_group();
        loop {
            let order = match (olds.peek(), news.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.compare(new),
            };
            let old = olds.next_if(|_| order.is_le());
            let new = news.next_if(|_| order.is_ge());
            let Some(Sorted { key, .. }) = old.as_ref().or(new.as_ref()) else {
                return Ok(());
            };
            let group = |totals: &'_ Self, sorted: Option<&Sorted>| {
                sorted.map(|sorted| totals.groups[sorted.place as usize].clone())
            };
            let old = group(&self, old.as_ref()).unwrap_or_else(|| empty.clone());
            let new = group(&after, new.as_ref()).unwrap_or_else(|| empty.clone());
            let before = self.cells(key::texts(key), &old);
            let cells = self.cells(key::texts(key), &new);
            if before
                .iter()
                .zip(&cells)
                .any(|(old, new)| !is_same(old, new))
            {
                take(&Difference {
                    less: self.difference(&before, &cells, &old, &new),
                    before,
                    after: cells,
                })?;
            }
        }
    }

    /// The row of what is after, less what was before.
    fn difference(
        &self,
        before: &[String],
        after: &[String],
        old: &Group,
        new: &Group,
    ) -> Vec<String> {
        let keys = before.len() - self.values.len();
        let counts = |old: u64, new: u64| (i128::from(new) - i128::from(old)).to_string();
        let totals = self.values.iter().zip(keys..);
        let totals = totals.map(|(column, place)| match column.total {
            Aggregate::Count => counts(old.calls, new.calls),
            Aggregate::CountDistinct(_) => counts(old.conferences, new.conferences),
            Aggregate::Min(_) | Aggregate::Max(_) => "null".to_owned(),
            Aggregate::Bad(_) => counts(old.bad, new.bad),
            Aggregate::Sum | Aggregate::BadShare(_) => less(&after[place], &before[place]),
        });
        after[..keys].iter().cloned().chain(totals).collect()
    }
}

/// Whether two cells say the same, in whatever digits.
fn is_same(cell: &str, other: &str) -> bool {
    let numbers = || {
        Some(
            DecimalStr::parse(cell)?
                .cmp(&DecimalStr::parse(other)?)
                .is_eq(),
        )
    };
    cell == other || numbers() == Some(true)
}

/// A number less another, as JSON; nothing where both are.
fn less(number: &str, other: &str) -> String {
    let mut sum = Sum::default();
    if let Some(number) = DecimalStr::parse(number) {
        sum.add(&number);
    }
    let negated = match other.strip_prefix('-') {
        Some(positive) => positive.to_owned(),
        None => format!("-{other}"),
    };
    if let Some(other) = DecimalStr::parse(&negated) {
        sum.add(&other);
    }
    sum.total().unwrap_or_else(|| "null".to_owned())
}

#[cfg(test)]
mod tests {
    use super::less;

    #[test]
    fn differences_are_exact() {
        for (number, other, expected) in [
            ("0.3", "0.1", "0.2"),
            ("1", "1", "0"),
            ("null", "2.50", "-2.50"),
            ("12345678901234567890123", "-1", "12345678901234567890124"),
            ("null", "null", "null"),
        ] {
            assert_eq!(less(number, other), expected);
        }
    }
}
