//! The columns of totals: which ones a result has, and which ones it cannot have.

use crate::columns::{Aggregate, AggregateColumn, ColumnList, TOTALS, is_below, is_summable};
use crate::error::{Failure, FailureKind};

/// A column that is computed.
pub struct ValueColumn {
    pub name: String,
    pub aggregate: Aggregate,
}

/// Returns the columns that totals grouped by these have by default.
pub fn default_columns(group_by: &ColumnList) -> Result<ColumnList, Failure> {
    if let Some(column) = AggregateColumn::all().find(|column| group_by.contains(column.name)) {
        let message = format!(
            "cannot group by {}: it is a column of the totals; remove it",
            column.name
        );
        return Err(Failure::new(FailureKind::Usage, message));
    }
    let totals = TOTALS.iter().map(|column| column.name);
    Ok(ColumnList::from_names(group_by.names().chain(totals)))
}

/// Returns the columns to compute: those that are chosen, or by default those of `columns`. A
/// chosen column that is not one of totals is a sum.
pub fn value_columns(
    columns: &ColumnList,
    chosen: &ColumnList,
    has_default: bool,
) -> Vec<ValueColumn> {
    let is_computed = |column: &&AggregateColumn| {
        chosen.contains(column.name) || (has_default && columns.contains(column.name))
    };
    let named = AggregateColumn::all().filter(is_computed);
    let named = named.map(|column| (column.name, column.aggregate));
    let is_sum = |name: &&str| !columns.contains(name) && AggregateColumn::find(name).is_none();
    let sums = chosen.names().filter(is_sum);
    let sums = sums.map(|name| (name, Aggregate::Sum));
    let values = named.chain(sums).map(|(name, aggregate)| ValueColumn {
        name: name.to_owned(),
        aggregate,
    });
    values.collect()
}

/// Checks that columns can be summed, and that none is the object around another.
pub fn check_columns(group_by: &ColumnList, values: &[ValueColumn]) -> Result<(), Failure> {
    let cannot_be_summed =
        |value: &&ValueColumn| value.aggregate == Aggregate::Sum && !is_summable(&value.name);
    if let Some(value) = values.iter().find(cannot_be_summed) {
        let message = format!(
            "cannot sum {}: it is not numeric; add it to -g, or remove it",
            value.name
        );
        return Err(Failure::new(FailureKind::Usage, message));
    }
    let values = values.iter().map(|value| &*value.name);
    let all = ColumnList::from_names(group_by.names().chain(values));
    let column_in = |name: &str| all.names().find(|other| is_below(other, name));
    let mut objects = all
        .names()
        .filter_map(|name| Some((name, column_in(name)?)));
    objects.next().map_or(Ok(()), |(name, column)| {
        let verb = if group_by.contains(name) {
            "group by"
        } else {
            "sum"
        };
        let message =
            format!("cannot {verb} {name}: it is an object; use a column in it, such as {column}");
        Err(Failure::new(FailureKind::Usage, message))
    })
}
