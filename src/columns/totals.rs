//! The table of the columns that totals have beside their keys.

use super::ColumnType;
use super::schema::{CALL_QUALITY, CONF_NUM, CONNECT_DT, DISCONNECT_DT, Field};

/// A column of totals.
#[derive(Clone, Copy, Debug)]
pub struct AggregateColumn {
    /// What it is called.
    pub name: &'static str,
    /// What it says of a group of calls.
    pub aggregate: Aggregate,
    /// The unit of a number, or nothing.
    pub unit: &'static str,
    /// What it means; nothing for a sum, which means what the column of calls does.
    pub description: &'static str,
}

/// What is said of a group of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// How many there are.
    Count,
    /// How many different values this member has.
    CountDistinct(&'static str),
    /// The earliest time in this member.
    Min(&'static str),
    /// The latest time in this member.
    Max(&'static str),
    /// How many of them this member calls bad.
    Bad(&'static str),
    /// The same as a share of the calls that have this member.
    BadShare(&'static str),
    /// The sum of the member that is called like the column.
    Sum,
}

#[rustfmt::skip]
/// The columns that totals print by default, in this order.
pub const TOTALS: &[AggregateColumn] = &[
    column("calls", Aggregate::Count, "", "totals: number of calls"),
    column("conferences", Aggregate::CountDistinct(CONF_NUM), "", "totals: number of different conferences"),
    column("first_connect_dt", Aggregate::Min(CONNECT_DT), "", "totals: when the first user joined"),
    column("last_disconnect_dt", Aggregate::Max(DISCONNECT_DT), "", "totals: when the last user left"),
    sum("room.duration", "seconds"),
    sum("usage.connect_minutes_cal", "minutes"),
    sum("usage.connect_minutes", "seconds"),
    sum("usage.published_minutes", "seconds"),
    sum("usage.subscribed_minutes", "seconds"),
    sum("usage.screen_minutes", "seconds"),
];

#[rustfmt::skip]
/// The columns that totals print only if they are chosen.
pub const OPTIONAL_TOTALS: &[AggregateColumn] = &[
    column("bad_calls", Aggregate::Bad(CALL_QUALITY), "calls", "totals: number of calls rated Bad"),
    column("bad_share", Aggregate::BadShare(CALL_QUALITY), "ratio", "totals: bad calls divided by rated calls"),
];

const fn column(
    name: &'static str,
    aggregate: Aggregate,
    unit: &'static str,
    description: &'static str,
) -> AggregateColumn {
    AggregateColumn {
        name,
        aggregate,
        unit,
        description,
    }
}

const fn sum(name: &'static str, unit: &'static str) -> AggregateColumn {
    column(name, Aggregate::Sum, unit, "")
}

impl AggregateColumn {
    /// Returns all columns of totals that have a name of their own.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        TOTALS.iter().chain(OPTIONAL_TOTALS)
    }

    /// Returns the column of this name, if totals have it.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().find(|column| column.name == name)
    }

    /// Whether no column of calls has its name.
    pub fn is_of_totals_alone(&self) -> bool {
        self.aggregate != Aggregate::Sum
    }

    /// What its values are.
    pub fn column_type(&self) -> ColumnType {
        match self.aggregate {
            Aggregate::Min(_) | Aggregate::Max(_) => ColumnType::Time,
            _ => ColumnType::Number,
        }
    }

    /// The type of the column of this name, if totals have it.
    pub fn type_of(name: &str) -> Option<ColumnType> {
        Self::named(name).map(Self::column_type)
    }
}

/// Whether totals can sum a column of calls: a documented number, or a path of which nothing is documented.
pub fn can_be_summed(name: &str) -> bool {
    match Field::named(name) {
        Some(field) => field.column_type == ColumnType::Number,
        None => !Field::is_around_documented(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_have_the_unit_of_the_column_of_calls() {
        let sums = AggregateColumn::all().filter(|column| column.aggregate == Aggregate::Sum);
        for column in sums {
            let field = Field::named(column.name).unwrap();
            assert_eq!(
                (field.column_type, field.unit),
                (ColumnType::Number, column.unit)
            );
        }
    }

    #[test]
    fn numbers_can_be_summed() {
        for (name, expected) in [
            ("sigserver.duration", true),
            ("price.aggregate", true),
            ("room.room_details.price", true),
            ("user.name", false),
            ("room.room_details", false),
            ("stats_quality.send", false),
            ("day", false),
        ] {
            assert_eq!(can_be_summed(name), expected, "{name}");
        }
    }
}
