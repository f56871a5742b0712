//! What a spreadsheet makes of a value.
//!
//! A spreadsheet stores numbers in binary with 15 significant digits, times as days since the end
//! of 1899, and it guesses: `00042` becomes 42, and `1e5` 100,000. So a value is a number, a flag
//! or a time only where its column is documented to be one and the cell says exactly what the value
//! says; everything else is text.

use crate::columns::ColumnType;
use crate::text::DecimalStr;
use crate::time::{format_offset, parse_timestamp};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use rust_xlsxwriter::Format;

/// The digits of a number that a spreadsheet keeps (Microsoft, "Excel specifications and limits").
const MAX_EXACT_DIGITS: usize = 15;

/// The powers of ten between which a spreadsheet has all numbers; its own bounds are a little
/// wider.
const EXPONENT_RANGE: std::ops::RangeInclusive<i64> = -300..=300;

/// An integer with more digits is shown as a power of ten unless it has a format.
const MAX_GENERAL_DIGITS: usize = 11;

/// How times are shown, with the escapes of a number format (ECMA-376, part 1, section 18.8.31).
const TIME_FORMAT: &str = r"yyyy\-mm\-dd\ hh:mm:ss.000";

/// A cell of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(&'a str),
    /// A number, and whether it is an integer that a cell without a format would round to a power
    /// of ten.
    Number {
        value: f64,
        is_long_integer: bool,
    },
    Flag(bool),
    /// A time on the clock, in days since the end of 1899, and the offset of the clock in minutes,
    /// if it is not that of UTC.
    Time {
        days: f64,
        offset: Option<i32>,
    },
}

/// How a cell is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    General,
    /// Text that stays text when it is edited.
    Text,
    /// An integer with all its digits.
    Integer,
    /// A number with so many decimals.
    Decimals(u32),
    /// A time, and the offset that follows it, in minutes.
    Time(Option<i32>),
}

impl Style {
    /// Returns the style of most cells of a column.
    pub fn for_column(column_type: Option<ColumnType>, is_local: bool) -> Self {
        match column_type {
            Some(ColumnType::Number | ColumnType::Flag) => Self::General,
            Some(ColumnType::Time) if is_local => Self::General,
            Some(ColumnType::Time) => Self::Time(None),
            Some(ColumnType::Id | ColumnType::Text | ColumnType::Object) | None => Self::Text,
        }
    }

    pub fn format(self, is_bold: bool) -> Format {
        let format = if is_bold {
            Format::new().set_bold()
        } else {
            Format::new()
        };
        match self {
            Self::General => format,
            Self::Text => format.set_num_format("@"),
            Self::Integer | Self::Decimals(0) => format.set_num_format("0"),
            Self::Decimals(decimals) => {
                format.set_num_format(format!("0.{}", "0".repeat(decimals as usize)))
            }
            Self::Time(None) => format.set_num_format(TIME_FORMAT),
            Self::Time(Some(offset)) => {
                let offset = format_offset(offset * 60);
                format.set_num_format(format!("{TIME_FORMAT}\" {offset}\""))
            }
        }
    }
}

impl<'a> Cell<'a> {
    /// Returns the cell of a value in a column of this type. What a spreadsheet would change is
    /// text. A time is that of its own clock if times are local, else that of UTC: a spreadsheet
    /// has no offsets.
    pub fn new(column_type: Option<ColumnType>, text: &'a str, is_local: bool) -> Self {
        if text.is_empty() {
            return Self::Empty;
        }
        let typed = match column_type {
            Some(ColumnType::Number) => number(text),
            Some(ColumnType::Flag) => text.parse().ok().map(Self::Flag),
            Some(ColumnType::Time) => parse_time_cell(text, is_local),
            Some(ColumnType::Id | ColumnType::Text | ColumnType::Object) | None => None,
        };
        typed.unwrap_or(Self::Text(text))
    }

    pub fn style(&self) -> Style {
        match self {
            Self::Text(_) => Style::Text,
            Self::Number {
                is_long_integer: true,
                ..
            } => Style::Integer,
            Self::Empty | Self::Number { .. } | Self::Flag(_) => Style::General,
            Self::Time { offset, .. } => Style::Time(*offset),
        }
    }

    /// Returns about how many characters wide it is.
    pub fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Text(text) => text
                .lines()
                .map(|line| line.chars().count())
                .max()
                .unwrap_or(0),
            Self::Number { value, .. } => value.to_string().len(),
            Self::Flag(_) => "FALSE".len(),
            Self::Time { offset: None, .. } => "2025-01-31 23:59:59.999".len(),
            Self::Time { .. } => "2025-01-31 23:59:59.999 +05:30".len(),
        }
    }
}

/// Returns a number, if a spreadsheet keeps every digit of it.
fn number(text: &str) -> Option<Cell<'_>> {
    let number = DecimalStr::parse(text)?;
    let zeros = |digit: &u8| *digit == b'0';
    let leading = number.digits().take_while(zeros).count();
    let trailing = number.digits().rev().take_while(zeros).count();
    let digits = number.digit_count().saturating_sub(leading + trailing);
    let highest_power =
        number.exponent_of_last_digit() + (number.digit_count() - leading).cast_signed() as i64;
    if digits > MAX_EXACT_DIGITS
        || !EXPONENT_RANGE.contains(&number.exponent_of_last_digit())
        || !EXPONENT_RANGE.contains(&highest_power)
    {
        return None;
    }
    let is_digit = |byte: u8| byte.is_ascii_digit() || byte == b'-';
    Some(Cell::Number {
        value: text.parse().ok()?,
        is_long_integer: text.len() > MAX_GENERAL_DIGITS && text.bytes().all(is_digit),
    })
}

/// Returns a time, if a spreadsheet has it.
fn parse_time_cell(text: &str, is_local: bool) -> Option<Cell<'_>> {
    if is_local && !text.ends_with('Z') {
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        let offset = time.offset().local_minus_utc() / 60;
        return Some(Cell::Time {
            days: to_excel_serial(time.naive_local())?,
            offset: Some(offset),
        });
    }
    Some(Cell::Time {
        days: to_excel_serial(parse_timestamp(text)?.naive_utc())?,
        offset: None,
    })
}

/// Returns what a clock shows as days since 1899-12-30, unless it is finer than a millisecond, or a
/// day that not every spreadsheet counts alike: Excel takes 1900 for a leap year, as Lotus 1-2-3
/// did, and ends with the year 9999.
fn to_excel_serial(clock: NaiveDateTime) -> Option<f64> {
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    let days = date(1900, 3, 1)?..date(9999, 12, 30)?;
    if !days.contains(&clock.date()) {
        return None;
    }
    let since = clock - date(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    let within = since - TimeDelta::days(since.num_days());
    let is_exact = within == TimeDelta::milliseconds(within.num_milliseconds());
    let is_leap_second = clock.and_utc().timestamp_subsec_millis() > 999;
    let day = i32::try_from(since.num_days()).ok()?;
    let milliseconds = i32::try_from(within.num_milliseconds()).ok()?;
    (is_exact && !is_leap_second).then(|| f64::from(day) + f64::from(milliseconds) / 86_400_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_a_number_only_if_a_spreadsheet_keeps_its_digits() {
        for (text, expected) in [
            ("0", 0.0),
            ("-1", -1.0),
            ("1.10", 1.1),
            ("0.000000000000001", 1e-15),
            ("1e5", 100_000.0),
            ("-0.0", -0.0),
        ] {
            let cell = Cell::new(Some(ColumnType::Number), text, false);
            let expected = Cell::Number {
                value: expected,
                is_long_integer: false,
            };
            assert_eq!(cell, expected);
        }
        for (text, expected) in [
            ("123456789012345", 123_456_789_012_345.0_f64),
            ("12345678901234500000", 12_345_678_901_234_500_000.0),
        ] {
            let cell = Cell::new(Some(ColumnType::Number), text, false);
            assert_eq!(cell.style(), Style::Integer);
            assert!(
                matches!(cell, Cell::Number { value, .. } if value.to_bits() == expected.to_bits())
            );
        }
        for text in [
            "1234567890123456",
            "0.1234567890123456",
            "1e301",
            "1e-301",
            "1,5",
            "00042",
            "+91",
        ] {
            let cell = Cell::new(Some(ColumnType::Number), text, false);
            assert_eq!(cell, Cell::Text(text));
        }
    }

    #[test]
    fn ids_are_text_even_if_they_look_like_numbers() {
        for text in ["00042", "1", "561234567890123456789e12", "=1+1"] {
            assert_eq!(
                Cell::new(Some(ColumnType::Id), text, false),
                Cell::Text(text)
            );
            assert_eq!(Cell::new(None, text, false), Cell::Text(text));
        }
    }

    #[test]
    fn local_times_keep_the_clock_of_their_offset() {
        for (text, is_local, days, offset) in [
            ("1900-03-01T00:00:00Z", false, 61.0, None),
            ("2025-02-01T12:00:00.000Z", false, 45689.5, None),
            ("2025-02-01T12:00:00+06:00", false, 45689.25, None),
            ("2025-02-01T12:00:00+06:00", true, 45689.5, Some(360)),
        ] {
            let cell = Cell::new(Some(ColumnType::Time), text, is_local);
            assert_eq!(cell, Cell::Time { days, offset }, "{text}");
        }
    }

    #[test]
    fn a_time_that_a_spreadsheet_would_change_is_text() {
        for text in [
            "1900-02-28T23:59:59Z",
            "9999-12-31T23:00:00Z",
            "2025-01-31T23:59:59.9999Z",
            "2016-12-31T23:59:60Z",
            "soon",
        ] {
            assert_eq!(
                Cell::new(Some(ColumnType::Time), text, true),
                Cell::Text(text)
            );
        }
    }

    proptest! {
        #[test]
        fn times_are_exact_to_the_millisecond(milliseconds in -2_203_891_200_000_i64..253_402_127_999_999) {
            let time = DateTime::from_timestamp_millis(milliseconds).unwrap();
            let days = to_excel_serial(time.naive_utc()).unwrap();
            #[expect(clippy::cast_possible_truncation, reason = "it is as small as what was drawn")]
            let read = ((days - 25569.0) * 86_400_000.0).round() as i64;
            prop_assert_eq!(read, milliseconds);
        }
    }
}
