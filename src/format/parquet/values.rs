//! Values of a column, converted to the types of Parquet.
//!
//! Numbers are decimals of 38 digits, 9 of them after the point: exact for every documented figure,
//! and the widest decimal that `DuckDB`, Spark and Trino read. Bills have more digits after the
//! point, for prices and for amounts that are not rounded. A value that its type cannot represent
//! exactly is null; the column `record` of calls still has it.

use crate::columns::ColumnType;
use crate::text::DecimalStr;
use crate::time::parse_timestamp;
use chrono::{Datelike, Timelike};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::Type as Field;

/// The digits of a decimal, and those of them after the point unless the rows need more.
const PRECISION: i32 = 38;
pub const DEFAULT_SCALE: u32 = 9;

/// The size of such a decimal, in bytes.
const DECIMAL_BYTES: i32 = 16;

/// The years that all readers can represent.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// The values of a column that are not written yet.
pub struct ColumnBuffer {
    list: TypedValues,
    /// The digits of numbers after the point.
    scale: u32,
    /// The definition level of each record: 1 if it has a value, 0 if it has none.
    def_levels: Vec<i16>,
}

enum TypedValues {
    Texts(Vec<ByteArray>),
    Numbers(Vec<FixedLenByteArray>),
    Flags(Vec<bool>),
    Times(Vec<i64>),
}

impl ColumnBuffer {
    /// Returns an empty buffer for a column of this type.
    pub fn new(column_type: Option<ColumnType>, scale: u32) -> Self {
        Self {
            scale,
            list: match column_type {
                Some(ColumnType::Number) => TypedValues::Numbers(Vec::new()),
                Some(ColumnType::Flag) => TypedValues::Flags(Vec::new()),
                Some(ColumnType::Time) => TypedValues::Times(Vec::new()),
                Some(ColumnType::Id | ColumnType::Text | ColumnType::Object) | None => {
                    TypedValues::Texts(Vec::new())
                }
            },
            def_levels: Vec::new(),
        }
    }

    /// Returns the field of a column in a schema.
    pub fn field(name: &str, column_type: Option<ColumnType>, scale: u32) -> Result<Field> {
        let (physical, logical) = match Self::new(column_type, scale).list {
            TypedValues::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            TypedValues::Numbers(_) => {
                let decimal = LogicalType::decimal(scale.cast_signed(), PRECISION);
                (Physical::FIXED_LEN_BYTE_ARRAY, Some(decimal))
            }
            TypedValues::Flags(_) => (Physical::BOOLEAN, None),
            TypedValues::Times(_) => {
                let time = LogicalType::timestamp(true, TimeUnit::MICROS);
                (Physical::INT64, Some(time))
            }
        };
        let is_decimal = physical == Physical::FIXED_LEN_BYTE_ARRAY;
        let field = Field::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        if is_decimal {
            let field = field.with_length(DECIMAL_BYTES).with_precision(PRECISION);
            field.with_scale(scale.cast_signed()).build()
        } else {
            field.build()
        }
    }

    /// Adds the value of a record. An empty text is a value only in a column of texts. Returns
    /// whether the column can represent the value.
    pub fn push(&mut self, text: Option<&str>) -> bool {
        let is_text = matches!(self.list, TypedValues::Texts(_));
        let Some(text) = text.filter(|text| is_text || !text.is_empty()) else {
            self.def_levels.push(0);
            return true;
        };
        let is_represented = match &mut self.list {
            TypedValues::Texts(list) => push(list, Some(ByteArray::from(text.as_bytes().to_vec()))),
            TypedValues::Numbers(list) => push(list, decimal(text, self.scale)),
            TypedValues::Flags(list) => push(list, text.parse().ok()),
            TypedValues::Times(list) => push(list, microseconds(text)),
        };
        self.def_levels.push(i16::from(is_represented));
        is_represented
    }

    /// Encodes the values, and empties the buffer.
    pub fn write(&mut self, writer: &mut ColumnWriter<'_>) -> Result<()> {
        let def_levels = Some(&self.def_levels[..]);
        match (&self.list, writer) {
            (TypedValues::Texts(list), ColumnWriter::ByteArrayColumnWriter(writer)) => {
                writer.write_batch(list, def_levels, None)?;
            }
            (TypedValues::Numbers(list), ColumnWriter::FixedLenByteArrayColumnWriter(writer)) => {
                writer.write_batch(list, def_levels, None)?;
            }
            (TypedValues::Flags(list), ColumnWriter::BoolColumnWriter(writer)) => {
                writer.write_batch(list, def_levels, None)?;
            }
            (TypedValues::Times(list), ColumnWriter::Int64ColumnWriter(writer)) => {
                writer.write_batch(list, def_levels, None)?;
            }
            _ => {
                return Err(ParquetError::General(
                    "internal error: unexpected column type".to_owned(),
                ));
            }
        }
        self.def_levels.clear();
        match &mut self.list {
            TypedValues::Texts(list) => list.clear(),
            TypedValues::Numbers(list) => list.clear(),
            TypedValues::Flags(list) => list.clear(),
            TypedValues::Times(list) => list.clear(),
        }
        Ok(())
    }
}

fn push<T>(list: &mut Vec<T>, value: Option<T>) -> bool {
    let is_some = value.is_some();
    list.extend(value);
    is_some
}

/// Returns a number as a decimal of this scale, unless it has more digits.
fn decimal(text: &str, scale: u32) -> Option<FixedLenByteArray> {
    let number = DecimalStr::parse(text)?.to_scaled_i128(scale)?;
    let is_short = number.unsigned_abs() < 10_u128.pow(PRECISION.unsigned_abs());
    is_short.then(|| ByteArray::from(number.to_be_bytes().to_vec()).into())
}

/// Returns a time in microseconds, unless it is finer than that.
fn microseconds(text: &str) -> Option<i64> {
    let time = parse_timestamp(text).filter(|time| YEARS.contains(&time.year()))?;
    (time.nanosecond() % 1000 == 0).then(|| time.timestamp_micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_its_type_cannot_represent_is_reported() {
        for (column_type, represented, unrepresentable) in [
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
            let mut values = ColumnBuffer::new(Some(column_type), DEFAULT_SCALE);
            assert!(
                values.push(Some(represented)) && values.push(None),
                "{represented}"
            );
            assert!(!values.push(Some(unrepresentable)), "{unrepresentable}");
            assert_eq!(values.def_levels, [1, 0, 0]);
        }
    }
}
