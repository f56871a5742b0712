//! Rows of a bill: plain values in the order of their columns.

use super::exact::to_decimal;
use crate::columns::ColumnType;
use crate::text::Value;
use bigdecimal::BigDecimal;
use chrono::NaiveDate;

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

/// The value of a number with its decimals as they are.
pub fn number_value(number: Option<&BigDecimal>) -> Value {
    number.map(to_decimal).into()
}

/// The value of a number without zeros at its end.
pub fn short_number_value(number: Option<&BigDecimal>) -> Value {
    number_value(number.map(BigDecimal::normalized).as_ref())
}

/// The value of a day.
pub fn date_value(date: Option<NaiveDate>) -> Value {
    date.map_or(Value::Null, |date| Value::Text(date.to_string()))
}
