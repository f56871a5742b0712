//! The table of the columns that totals have beside their keys.

use super::Type;
use super::fields::{CONFERENCE, CONNECTED, LEFT};

/// A column of totals.
#[derive(Clone, Copy, Debug)]
pub struct TotalsColumn {
    /// What it is called.
    pub name: &'static str,
    /// What it says of a group of calls.
    pub total: Total,
}

/// What is said of a group of calls.
#[derive(Clone, Copy, Debug)]
pub enum Total {
    /// How many there are.
    Calls,
    /// How many different values this member has.
    Different(&'static str),
    /// The earliest time in this member.
    First(&'static str),
    /// The latest time in this member.
    Last(&'static str),
    /// The sum of the member that is called like the column.
    Sum,
}

/// Every column of totals, in the order in which they are printed.
pub const TOTALS: &[TotalsColumn] = &[
    column("calls", Total::Calls),
    column("conferences", Total::Different(CONFERENCE)),
    column("first_connect_dt", Total::First(CONNECTED)),
    column("last_disconnect_dt", Total::Last(LEFT)),
    column("room.duration", Total::Sum),
    column("usage.connect_minutes_cal", Total::Sum),
    column("usage.connect_minutes", Total::Sum),
    column("usage.published_minutes", Total::Sum),
    column("usage.subscribed_minutes", Total::Sum),
    column("usage.screen_minutes", Total::Sum),
];

const fn column(name: &'static str, total: Total) -> TotalsColumn {
    TotalsColumn { name, total }
}

impl TotalsColumn {
    /// The type of the column of this name, if totals have it.
    pub fn type_of(name: &str) -> Option<Type> {
        let column = TOTALS.iter().find(|column| column.name == name)?;
        Some(match column.total {
            Total::Calls | Total::Different(_) | Total::Sum => Type::Number,
            Total::First(_) | Total::Last(_) => Type::Time,
        })
    }
}
