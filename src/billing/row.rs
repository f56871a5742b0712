//! Rows of a bill: plain values in the order of their columns.

use crate::columns::ColumnType;
use bigdecimal::BigDecimal;
use chrono::NaiveDate;
use std::fmt;

/// A value of a row. How it is written is up to the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// Text that is not empty.
    Text(String),
    /// An exact number.
    Number(BigDecimal),
    /// A day.
    Date(NaiveDate),
}

/// The values of a row in the order of its columns.
pub type Row = Vec<Value>;

/// The columns of a bill, one row per customer, month, charge, price and tier.
pub const BILL_COLUMNS: [(&str, ColumnType); 15] = [
    ("customer", ColumnType::Text),
    ("month", ColumnType::Text),
    ("charge", ColumnType::Text),
    ("from", ColumnType::Text),
    ("until", ColumnType::Text),
    ("calls", ColumnType::Number),
    ("quantity", ColumnType::Number),
    ("billed", ColumnType::Number),
    ("free", ColumnType::Number),
    ("charged", ColumnType::Number),
    ("price", ColumnType::Number),
    ("per", ColumnType::Number),
    ("unit", ColumnType::Text),
    ("amount", ColumnType::Number),
    ("currency", ColumnType::Text),
];

/// The columns of a bill in detail, one row per call, charge, price and tier.
pub const DETAIL_COLUMNS: [(&str, ColumnType); 17] = [
    ("customer", ColumnType::Text),
    ("month", ColumnType::Text),
    ("charge", ColumnType::Text),
    ("cdr_id", ColumnType::Id),
    ("conf_num", ColumnType::Id),
    ("room.room_id", ColumnType::Id),
    ("user.name", ColumnType::Text),
    ("room.connect_dt", ColumnType::Time),
    ("quantity", ColumnType::Number),
    ("billed", ColumnType::Number),
    ("free", ColumnType::Number),
    ("charged", ColumnType::Number),
    ("price", ColumnType::Number),
    ("per", ColumnType::Number),
    ("unit", ColumnType::Text),
    ("amount", ColumnType::Number),
    ("currency", ColumnType::Text),
];

/// What the column `cdr_id` says in the row that adds what rounding a line changed.
pub const ROUNDING: &str = "rounding";

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Text(text) => formatter.write_str(text),
            Self::Number(number) => number.write_plain_string(formatter),
            Self::Date(date) => write!(formatter, "{date}"),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() {
            return Self::Null;
        }
        Self::Text(text)
    }
}

impl From<BigDecimal> for Value {
    fn from(number: BigDecimal) -> Self {
        Self::Number(number)
    }
}

impl From<NaiveDate> for Value {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
