//! The columns of totals beside their keys: which ones a result has, and which ones it cannot have.

use crate::columns::{Aggregate, AggregateColumn, ColumnList, TOTALS, can_be_summed, is_below};
use crate::error::{Failure, FailureKind};

/// A column beside the keys.
pub struct ValueColumn {
    pub name: String,
    pub total: Aggregate,
}

/// The columns that totals grouped by these have by default.
pub fn columns(group_by: &ColumnList) -> Result<ColumnList, Failure> {
    if let Some(column) = AggregateColumn::all().find(|column| group_by.contains(column.name)) {
        let what = format!("{}, a column that totals have anyway", column.name);
        return Err(clash("--group-by", &what));
    }
    let totals = TOTALS.iter().map(|column| column.name);
    Ok(ColumnList::from_names(group_by.names().chain(totals)))
}

/// The columns beside the keys that are chosen, or by default those of `columns`. What totals do not have by a name of
/// its own is a sum.
pub fn values(columns: &ColumnList, chosen: &ColumnList, has_default: bool) -> Vec<ValueColumn> {
    let is_needed = |column: &&AggregateColumn| {
        chosen.contains(column.name) || (has_default && columns.contains(column.name))
    };
    let named = AggregateColumn::all().filter(is_needed);
    let named = named.map(|column| (column.name, column.aggregate));
    let is_sum = |name: &&str| !columns.contains(name) && AggregateColumn::find(name).is_none();
    let sums = chosen.names().filter(is_sum);
    let values = named.chain(sums.map(|name| (name, Aggregate::Sum)));
    let values = values.map(|(name, total)| ValueColumn {
        name: name.to_owned(),
        total,
    });
    values.collect()
}

/// Checks that columns can be summed, and that none is the object around another.
pub fn check(
    group_by: &ColumnList,
    columns: &ColumnList,
    values: &[ValueColumn],
) -> Result<(), Failure> {
    let is_unknown =
        |value: &&ValueColumn| value.total == Aggregate::Sum && !can_be_summed(&value.name);
    if let Some(value) = values.iter().find(is_unknown) {
        let totals = AggregateColumn::all().map(|column| column.name);
        let known = ColumnList::from_names(columns.names().chain(totals));
        let known: Vec<_> = known.names().collect();
        let message = format!(
            "totals have no column {}; expected numbers to sum, or one of: {}",
            value.name,
            known.join(", ")
        );
        return Err(Failure::new(FailureKind::Usage, message));
    }
    let of_values = values.iter().map(|value| &*value.name);
    let all = ColumnList::from_names(group_by.names().chain(of_values));
    let is_around = |name: &&str| all.names().any(|other| is_below(other, name));
    all.names().find(is_around).map_or(Ok(()), |name| {
        let option = if group_by.contains(name) {
            "--group-by"
        } else {
            "--columns or --sort"
        };
        let what = format!("{name}, the object around other columns, like {name}.…");
        Err(clash(option, &what))
    })
}

fn clash(option: &str, what: &str) -> Failure {
    let message = format!("{option} names {what}; leave it out");
    Failure::new(FailureKind::Usage, message)
}
