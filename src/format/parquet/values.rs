//! The values of a column on their way into a Parquet file.

use crate::columns::ColumnType;
use crate::text::DecimalStr;
use crate::time::parse_timestamp;
use chrono::{Datelike, Timelike};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::Type as Field;

/// Figures are decimals of so many digits, so many of them behind the point.
const DIGITS: i32 = 38;
const BEHIND_POINT: u32 = 9;

/// How many bytes such a decimal takes.
const DECIMAL_BYTES: i32 = 16;

/// The years that the calendars of all readers have.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// The values of a column that are not written yet.
pub struct Values {
    list: List,
    /// For each record 1 if it has a value, else 0.
    levels: Vec<i16>,
}

enum List {
    Texts(Vec<ByteArray>),
    Numbers(Vec<FixedLenByteArray>),
    Flags(Vec<bool>),
    Times(Vec<i64>),
}

impl Values {
    /// No values yet, for a column of this type.
    pub fn new(kind: Option<ColumnType>) -> Self {
        Self {
            list: match kind {
                Some(ColumnType::Number) => List::Numbers(Vec::new()),
                Some(ColumnType::Flag) => List::Flags(Vec::new()),
                Some(ColumnType::Time) => List::Times(Vec::new()),
                Some(ColumnType::Id | ColumnType::Text | ColumnType::Object) | None => {
                    List::Texts(Vec::new())
                }
            },
            levels: Vec::new(),
        }
    }

    /// The column of this name and type in a schema.
    pub fn field(name: &str, kind: Option<ColumnType>) -> Result<Field> {
        let (physical, logical) = match Self::new(kind).list {
            List::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            List::Numbers(_) => {
                let decimal = LogicalType::decimal(BEHIND_POINT.cast_signed(), DIGITS);
                (Physical::FIXED_LEN_BYTE_ARRAY, Some(decimal))
            }
            List::Flags(_) => (Physical::BOOLEAN, None),
            List::Times(_) => {
                let time = LogicalType::timestamp(true, TimeUnit::MICROS);
                (Physical::INT64, Some(time))
            }
        };
        let is_decimal = physical == Physical::FIXED_LEN_BYTE_ARRAY;
        let field = Field::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        if is_decimal {
            let field = field.with_length(DECIMAL_BYTES).with_precision(DIGITS);
            field.with_scale(BEHIND_POINT.cast_signed()).build()
        } else {
            field.build()
        }
    }

    /// Adds a record's value, if it has one; an empty one is none, unless texts are held. Returns whether the column can
    /// hold it.
    pub fn push(&mut self, text: Option<&str>) -> bool {
        let is_text = matches!(self.list, List::Texts(_));
        let Some(text) = text.filter(|text| is_text || !text.is_empty()) else {
            self.levels.push(0);
            return true;
        };
        let is_held = match &mut self.list {
            List::Texts(list) => push(list, Some(ByteArray::from(text.as_bytes().to_vec()))),
            List::Numbers(list) => push(list, decimal(text)),
            List::Flags(list) => push(list, text.parse().ok()),
            List::Times(list) => push(list, microseconds(text)),
        };
        self.levels.push(i16::from(is_held));
        is_held
    }

    /// Writes the values, and lets them go.
    pub fn write(&mut self, writer: &mut ColumnWriter<'_>) -> Result<()> {
        let levels = Some(&self.levels[..]);
        match (&self.list, writer) {
            (List::Texts(list), ColumnWriter::ByteArrayColumnWriter(writer)) => {
                writer.write_batch(list, levels, None)?;
            }
            (List::Numbers(list), ColumnWriter::FixedLenByteArrayColumnWriter(writer)) => {
                writer.write_batch(list, levels, None)?;
            }
            (List::Flags(list), ColumnWriter::BoolColumnWriter(writer)) => {
                writer.write_batch(list, levels, None)?;
            }
            (List::Times(list), ColumnWriter::Int64ColumnWriter(writer)) => {
                writer.write_batch(list, levels, None)?;
            }
            _ => {
                return Err(ParquetError::General(
                    "a column has another type".to_owned(),
                ));
            }
        }
        self.levels.clear();
        match &mut self.list {
            List::Texts(list) => list.clear(),
            List::Numbers(list) => list.clear(),
            List::Flags(list) => list.clear(),
            List::Times(list) => list.clear(),
        }
        Ok(())
    }
}

fn push<T>(list: &mut Vec<T>, value: Option<T>) -> bool {
    let is_some = value.is_some();
    list.extend(value);
    is_some
}

/// A number as a decimal, if it has no more digits than that.
fn decimal(text: &str) -> Option<FixedLenByteArray> {
    let number = DecimalStr::parse(text)?.to_scaled_i128(BEHIND_POINT)?;
    let is_short = number.unsigned_abs() < 10_u128.pow(DIGITS.unsigned_abs());
    is_short.then(|| ByteArray::from(number.to_be_bytes().to_vec()).into())
}

/// A time in microseconds, if it is no finer than that, and in a year that every reader knows.
fn microseconds(text: &str) -> Option<i64> {
    let time = parse_timestamp(text).filter(|time| YEARS.contains(&time.year()))?;
    (time.nanosecond() % 1000 == 0).then(|| time.timestamp_micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_type_can_t_hold_is_told() {
        for (kind, held, not_held) in [
            (
                ColumnType::Number,
                "-12345678901234567890123456789.123456789",
                "1.0000000001",
            ),
            (ColumnType::Number, "1e28", "1e29"),
            (ColumnType::Number, "0.50", "1,5"),
            (ColumnType::Flag, "false", "no"),
            (
                ColumnType::Time,
                "2025-01-31T23:59:59.999999+05:30",
                "2025-01-31T23:59:59.9999999Z",
            ),
            (ColumnType::Time, "0001-01-01T00:00:00Z", "soon"),
            (
                ColumnType::Time,
                "9999-12-31T23:59:59Z",
                "9999-12-31T23:59:59-01:00",
            ),
        ] {
            let mut values = Values::new(Some(kind));
            assert!(values.push(Some(held)) && values.push(None), "{held}");
            assert!(!values.push(Some(not_held)), "{not_held}");
            assert_eq!(values.levels, [1, 0, 0]);
        }
    }
}
