//! The few figures of a result that a person reads below it.

use super::totals::Totals;
use crate::columns::{CONNECT_MINUTES_CAL, ColumnList};
use crate::error::Failure;
use crate::record::{Projection, Record};
use crate::text::count_noun;

/// The totals that the figures come from.
const COLUMNS: [&str; 4] = ["calls", "conferences", CONNECT_MINUTES_CAL, "bad_calls"];

/// The calls, conferences, billed minutes and bad calls of a result.
pub struct KeyFigures(Totals);

impl KeyFigures {
    pub fn new(projection: &mut Projection) -> Result<Self, Failure> {
        let columns = ColumnList::from_names(COLUMNS.into_iter());
        let no_keys = ColumnList::empty();
        Totals::new(&no_keys, Some(&columns), None, None, projection).map(Self)
    }

    /// Counts a call.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.0.add(record)
    }

    /// Returns the figures in a few words, without those that no call has.
    pub fn describe(self) -> anyhow::Result<String> {
        let total = self.0.grand_total()?;
        let conferences = (total.conferences > 0)
            .then(|| format!(" in {}", count_noun(total.conferences, "conference")));
        let minutes = total.sums.iter().flatten().next();
        let minutes = minutes.map(|minutes| format!(", {minutes} billed minutes"));
        let bad = (total.rated > 0).then(|| format!(", {} with bad quality", total.bad));
        let others = [conferences, minutes, bad].into_iter().flatten();
        Ok(std::iter::once(count_noun(total.calls, "call"))
            .chain(others)
            .collect())
    }
}
