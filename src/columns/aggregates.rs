//! The table of the columns that totals can have besides their keys. A new one is a row of
//! [`TOTALS`], or of [`OPTIONAL_TOTALS`] if only `-c` prints it. Any other number of a call can be
//! chosen with `-c`, too, and is summed.

use super::schema::{CALL_QUALITY, CONF_NUM, CONNECT_DT, ColumnType, DISCONNECT_DT, Field};

/// A column of totals.
#[derive(Clone, Copy, Debug)]
pub struct AggregateColumn {
    /// The name; a sum has the path of the column that it sums.
    pub name: &'static str,
    /// The aggregate function.
    pub aggregate: Aggregate,
    /// The unit of a number; empty for times and counts.
    pub unit: &'static str,
    /// The meaning, as `cdr fields` prints it; empty for a sum, which is described by the column
    /// that it sums.
    pub description: &'static str,
}

/// An aggregate function of a group of calls. Its argument is a path into a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// The number of calls.
    Count,
    /// The number of different values.
    CountDistinct(&'static str),
    /// The earliest time.
    Min(&'static str),
    /// The latest time.
    Max(&'static str),
    /// The number of calls rated bad.
    CountBad(&'static str),
    /// The calls rated bad divided by the calls with a rating.
    BadShare(&'static str),
    /// The sum of the column with the same name.
    Sum,
}

/// The columns that totals print by default, in this order.
#[rustfmt::skip]
pub const TOTALS: &[AggregateColumn] = &[
    column("calls", Aggregate::Count, "", "totals: number of calls"),
    column("conferences", Aggregate::CountDistinct(CONF_NUM), "", "totals: number of conferences"),
    column("first_connect_dt", Aggregate::Min(CONNECT_DT), "", "totals: when the first user connected"),
    column("last_disconnect_dt", Aggregate::Max(DISCONNECT_DT), "", "totals: when the last user disconnected"),
    sum("room.duration", "seconds"),
    sum("usage.connect_minutes_cal", "minutes"),
    sum("usage.connect_minutes", "seconds"),
    sum("usage.published_minutes", "seconds"),
    sum("usage.subscribed_minutes", "seconds"),
    sum("usage.screen_minutes", "seconds"),
];

/// The columns that totals print only if they are chosen.
#[rustfmt::skip]
pub const OPTIONAL_TOTALS: &[AggregateColumn] = &[
    column("bad_calls", Aggregate::CountBad(CALL_QUALITY), "calls", "totals: number of calls rated Bad"),
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
    /// Returns all columns of both tables.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        TOTALS.iter().chain(OPTIONAL_TOTALS)
    }

    /// Returns the column with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::all().find(|column| column.name == name)
    }

    /// Returns whether no column of calls has the same name.
    pub fn is_totals_only(&self) -> bool {
        self.aggregate != Aggregate::Sum
    }

    /// Returns the type of its values.
    pub fn column_type(&self) -> ColumnType {
        match self.aggregate {
            Aggregate::Min(_) | Aggregate::Max(_) => ColumnType::Time,
            _ => ColumnType::Number,
        }
    }

    /// Returns the type of the column with this name.
    pub fn type_of(name: &str) -> Option<ColumnType> {
        Self::find(name).map(Self::column_type)
    }
}

/// Returns whether a column of calls can be summed: a documented number, or a path of which nothing
/// is documented.
pub fn is_summable(name: &str) -> bool {
    match Field::find(name) {
        Some(field) => field.column_type == ColumnType::Number,
        None => !Field::is_documented_object(name),
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::{ColumnSet, DISPLAY_PRIORITY, display_priority};
    use super::*;

    #[test]
    fn every_brief_column_and_every_default_total_has_a_display_priority() {
        let brief = ColumnSet::Brief.fields().map(|field| field.path);
        let totals = TOTALS.iter().map(|column| column.name);
        for name in brief.chain(totals) {
            assert!(DISPLAY_PRIORITY.contains(&name), "{name}");
        }
    }

    #[test]
    fn a_narrow_table_hides_the_amount_of_a_bill_last() {
        for hidden_first in ["calls", "from", "until", "quantity", "free", "per"] {
            for kept in ["amount", "currency", "customer"] {
                assert!(display_priority(kept) < display_priority(hidden_first));
            }
        }
    }

    #[test]
    fn sums_have_the_unit_of_the_column_of_calls() {
        let sums = AggregateColumn::all().filter(|column| column.aggregate == Aggregate::Sum);
        for column in sums {
            let field = Field::find(column.name).unwrap();
            assert_eq!(
                (field.column_type, field.unit),
                (ColumnType::Number, column.unit)
            );
        }
    }

    #[test]
    fn only_numbers_and_undocumented_paths_can_be_summed() {
        for (name, expected) in [
            ("sigserver.duration", true),
            ("price.aggregate", true),
            ("room.room_details.price", true),
            ("user.name", false),
            ("room.room_details", false),
            ("stats_quality.send", false),
            ("day", false),
        ] {
            assert_eq!(is_summable(name), expected, "{name}");
        }
    }
}
