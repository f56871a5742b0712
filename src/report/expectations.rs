//! `--expect`: conditions that the totals of a result must match.
//!
//! They are checked against totals of their own, grouped like those that are printed, so that what
//! is printed, and how much of it, plays no part. If there are no calls at all, there is one group
//! of zeros: a night without calls fails `calls > 0` with any grouping.

use super::totals::Totals;
use crate::columns::{AggregateColumn, ColumnList, ColumnType, Filter, FilterSpec};
use crate::error::{Failure, FailureKind};
use crate::record::{Projection, Record};
use crate::text::{Value, truncate_and_redact};
use crate::time::TimeZone;
use chrono::NaiveDate;

/// A condition that totals must match.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The condition as typed.
    condition: String,
    filter: Filter,
}

/// Conditions on totals, and the totals.
pub struct Expectations {
    conditions: Vec<Expectation>,
    totals: Totals,
    /// The names of the keys.
    keys: Vec<String>,
}

/// A condition that a group does not match.
struct Mismatch {
    condition: String,
    found: String,
}

impl Expectation {
    /// Resolves a condition on a key or another column of totals.
    ///
    /// # Errors
    /// Returns a usage failure for a value that the column cannot have.
    pub fn new(
        spec: FilterSpec,
        keys: Option<&ColumnList>,
        zone: Option<&TimeZone>,
        today: NaiveDate,
    ) -> Result<Self, Failure> {
        let condition = spec.to_string().trim_end().to_owned();
        let is_key = keys.is_some_and(|keys| keys.contains(spec.column()));
        let filter = if is_key {
            spec.resolve(zone, today)
        } else {
            spec.resolve_for_totals(zone, today)
        };
        Ok(Self {
            condition,
            filter: filter?,
        })
    }

    /// Returns the column whose value is compared.
    #[must_use]
    pub fn column(&self) -> &str {
        self.filter.column()
    }
}

impl Expectations {
    /// Creates the totals for these conditions, grouped by the keys. Returns `None` without any.
    ///
    /// # Errors
    /// Returns a usage failure for a column that totals do not have and cannot sum.
    pub fn new(
        expectations: &[Expectation],
        keys: Option<&ColumnList>,
        zone: Option<&TimeZone>,
        projection: &mut Projection,
    ) -> Result<Option<Self>, Failure> {
        if expectations.is_empty() {
            return Ok(None);
        }
        let keys = keys.cloned().unwrap_or_else(ColumnList::empty);
        let names = expectations.iter().map(Expectation::column);
        let columns = ColumnList::from_names(names.filter(|name| !keys.contains(name)));
        Ok(Some(Self {
            conditions: expectations.to_vec(),
            totals: Totals::new(&keys, Some(&columns), None, zone, projection)?,
            keys: keys.names().map(str::to_owned).collect(),
        }))
    }

    /// Returns the columns of calls that are summed.
    pub fn summed(&self) -> impl Iterator<Item = &str> {
        self.totals.summed()
    }

    /// Counts a call.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.totals.add(record)
    }

    /// Checks the conditions.
    ///
    /// # Errors
    /// Returns the local failure of a temporary file.
    pub fn check(self) -> anyhow::Result<Option<Failure>> {
        let Self {
            conditions,
            totals,
            keys,
        } = self;
        let names = totals.names();
        let has_no_calls = totals.calls() == 0;
        let has_one_group = keys.is_empty() || has_no_calls;
        let mut first = None;
        let mut count = 0;
        totals.for_each_row("", |row, is_grand_total| {
            if is_grand_total != has_one_group {
                return Ok(());
            }
            let found = |name: &str| {
                let index = names.iter().position(|known| known == name);
                match index.map_or(Value::Null, |index| row[index].clone()) {
                    Value::Null if has_no_calls && is_number(name, &keys) => "0".to_owned(),
                    value => value.to_text(),
                }
            };
            if let Some(mismatch) = find_mismatch(&conditions, found) {
                count += 1;
                let keys = if has_no_calls { &[][..] } else { &keys };
                first.get_or_insert_with(|| (mismatch, describe_group(keys, row)));
            }
            Ok(())
        })?;
        Ok(first.map(|(mismatch, group)| mismatch.failure(&group, count - 1)))
    }
}

impl Mismatch {
    /// Returns the failure of a group, and of so many others.
    fn failure(&self, group: &str, others: u64) -> Failure {
        let Self { condition, found } = self;
        let found = if found.is_empty() { "no value" } else { found };
        let others = match others {
            0 => String::new(),
            1 => " (1 more group does not match)".to_owned(),
            others => format!(" ({others} more groups do not match)"),
        };
        let message = format!("expected {condition}, found {found}{group}{others}");
        Failure::new(FailureKind::ExpectationFailed, message)
    }
}

/// Checks conditions on the only totals of a result, whose values `found` returns.
pub fn check_expectations(
    expectations: &[Expectation],
    found: impl Fn(&str) -> String,
) -> Option<Failure> {
    find_mismatch(expectations, found).map(|mismatch| mismatch.failure("", 0))
}

/// Returns the first condition that the values of a group do not match. An empty value only matches
/// the condition that it is empty.
fn find_mismatch(expectations: &[Expectation], found: impl Fn(&str) -> String) -> Option<Mismatch> {
    expectations.iter().find_map(|expectation| {
        let found = found(expectation.column());
        let filter = &expectation.filter;
        let is_comparable = !found.is_empty() || filter.requires_no_value();
        let is_match = is_comparable && filter.matches_value(&found);
        (!is_match).then(|| Mismatch {
            condition: expectation.condition.clone(),
            found,
        })
    })
}

/// Returns whether a column of totals has numbers: all but keys and times.
fn is_number(name: &str, keys: &[String]) -> bool {
    let is_key = keys.iter().any(|key| key == name);
    !is_key && AggregateColumn::type_of(name) != Some(ColumnType::Time)
}

/// Describes a group by the values of its keys.
fn describe_group(keys: &[String], row: &[Value]) -> String {
    let pairs = keys.iter().zip(row);
    let pairs = pairs.map(|(key, value)| match value.to_text() {
        value if value.is_empty() => format!("calls without {key}"),
        value => format!("{key} = {}", truncate_and_redact(&value)),
    });
    let pairs: Vec<_> = pairs.collect();
    match pairs.len() {
        0 => String::new(),
        _ => format!(" for {}", pairs.join(", ")),
    }
}
