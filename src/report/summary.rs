//! The few figures of a result that a person reads below it.

use super::totals::Totals;
use crate::columns::{CONNECT_MINUTES_CAL, ColumnList};
use crate::error::Failure;
use crate::record::{Projection, Record};
use crate::text::Value;

/// The totals that the figures come from.
const COLUMNS: [&str; 5] = [
    "calls",
    "conferences",
    CONNECT_MINUTES_CAL,
    "bad_calls",
    "bad_share",
];

/// The calls, conferences, billed minutes and bad calls of a result.
pub struct SummaryStats(Totals);

impl SummaryStats {
    pub fn new(projection: &mut Projection) -> Result<Self, Failure> {
        let columns = ColumnList::from_names(COLUMNS.into_iter());
        let none = ColumnList::empty();
        Totals::new(&none, Some(&columns), None, None, projection).map(Self)
    }

    /// Counts a call.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.0.add(record)
    }

    /// Returns the figures in a few words, without those that no call has.
    pub fn describe(self) -> anyhow::Result<String> {
        let mut text = String::new();
        let names = self.0.names();
        self.0.for_each_row(|row, is_grand_total| {
            if is_grand_total {
                let value = |name| {
                    let index = names.iter().position(|known| known == name);
                    index.map_or(&Value::Null, |index| &row[index])
                };
                text = sentence(COLUMNS.map(value));
            }
            Ok(())
        })?;
        Ok(text)
    }
}

/// Returns a phrase for the values of [`COLUMNS`].
fn sentence([calls, conferences, minutes, bad_calls, bad_share]: [&Value; 5]) -> String {
    let mut text = pluralize(calls, "call");
    if *conferences != Value::from(0_u64) {
        text += &format!(" in {}", pluralize(conferences, "conference"));
    }
    if let Value::Number(minutes) = minutes {
        text += &format!(", {minutes} billed minutes");
    }
    if let (Value::Number(bad_calls), Value::Number(_)) = (bad_calls, bad_share) {
        text += &format!(", {bad_calls} of bad quality");
    }
    text
}

fn pluralize(count: &Value, noun: &str) -> String {
    match count {
        Value::Number(number) if *count != Value::from(1_u64) => format!("{number} {noun}s"),
        _ => format!("1 {noun}"),
    }
}
