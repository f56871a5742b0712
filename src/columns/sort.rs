//! `--sort`: keys whose order, byte by byte, is the order of the rows.
//!
//! Rows may be sorted on disk, so each gets one key that is compared with `memcmp`. The
//! encoding of a value is order-preserving and prefix-free, so that the keys of several columns can
//! be joined:
//!
//! ```text
//! no value  01                                     last, in either direction
//! value     00  01  text: its bytes plus one, 00
//!           00  00  time: seconds (8 bytes), nanoseconds (4 bytes)
//!           00  00  number: 00 negative, 01 zero, 02 positive; exponent (8 bytes), digits, 00
//! ```
//!
//! A column of numbers may have texts, which follow the numbers. In a descending column, all bits
//! after the first byte are inverted. So are the exponent and the digits of a negative number,
//! since the larger of two magnitudes sorts first. Exact decimals are compared, never floats.

use super::list::{ColumnList, ParseColumnsError};
use super::reader::ColumnReader;
use super::schema::{ColumnType, full_path};
use crate::external_sort::{encode_i64, encode_time};
use crate::record::{Projection, Record};
use crate::text::DecimalStr;
use crate::time::{TimeZone, parse_timestamp};
use std::str::FromStr;
use thiserror::Error;

/// The argument of `--sort`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortSpec(Vec<SortColumn>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct SortColumn {
    name: String,
    is_descending: bool,
}

/// The reason why an argument of `--sort` is not a list of columns.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ParseSortError {
    #[error(
        "expected comma-separated columns, such as -room.duration,user.name; \
         use a dash for descending order"
    )]
    Syntax,
    /// A direction as in SQL, and the column in the right notation.
    #[error("use {0}")]
    Direction(String),
    /// A name that cannot be a column.
    #[error(transparent)]
    Column(#[from] ParseColumnsError),
}

impl FromStr for SortColumn {
    type Err = ParseSortError;

    fn from_str(input: &str) -> Result<Self, ParseSortError> {
        let (name, is_descending) = match input.strip_prefix('-') {
            Some(name) => (name, true),
            None => (input, false),
        };
        if let Some(column) = without_direction(input) {
            return Err(ParseSortError::Direction(column));
        }
        let columns = ColumnList::from_str(name).map_err(|error| match error {
            ParseColumnsError::Syntax => ParseSortError::Syntax,
            error => error.into(),
        })?;
        // A set or a list within a list is not a column, and neither is a sign or a blank that
        // other tools allow.
        let is_column = columns.names().eq([name]) && !name.starts_with(['-', '+']);
        if !is_column || name.contains(' ') {
            return Err(ParseSortError::Syntax);
        }
        Ok(Self {
            name: name.to_owned(),
            is_descending,
        })
    }
}

/// Returns `-calls` for `calls:desc`, `calls desc` or `calls-`, and `calls` for `calls asc` or
/// `+calls`.
fn without_direction(column: &str) -> Option<String> {
    if let Some(name) = column.strip_prefix('+').or(column.strip_suffix('+')) {
        return (!name.is_empty()).then(|| name.to_owned());
    }
    if let Some(name) = column.strip_suffix('-') {
        return (!name.is_empty()).then(|| format!("-{name}"));
    }
    let (name, direction) = column.rsplit_once([':', ' '])?;
    let name = name.trim_end();
    match &*direction.to_lowercase() {
        "desc" | "descending" => Some(format!("-{}", name.trim_start_matches('-'))),
        "asc" | "ascending" => Some(name.to_owned()),
        _ => None,
    }
}

impl FromStr for SortSpec {
    type Err = ParseSortError;

    fn from_str(input: &str) -> Result<Self, ParseSortError> {
        input
            .split(',')
            .map(|column| column.trim().parse())
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl SortSpec {
    /// Returns the columns of several lists, most significant first, or `None` without a list.
    #[must_use]
    pub fn concat(lists: &[Self]) -> Option<Self> {
        let columns = lists.iter().flat_map(|list| &list.0).cloned();
        (!lists.is_empty()).then(|| Self(columns.collect()))
    }

    /// Returns the same columns with short names replaced by full paths.
    #[must_use]
    pub fn with_full_paths(&self) -> Self {
        let columns = self.0.iter().map(|column| SortColumn {
            name: full_path(&column.name).to_owned(),
            ..*column
        });
        Self(columns.collect())
    }

    /// Returns the columns, each once.
    pub fn columns(&self) -> ColumnList {
        ColumnList::from_names(self.0.iter().map(|column| &*column.name))
    }

    fn is_descending(&self, name: &str) -> bool {
        // Of a column that is named twice, the first one decides.
        self.0
            .iter()
            .find(|column| column.name == name)
            .is_some_and(|column| column.is_descending)
    }
}

/// Encodes the keys by which rows are sorted.
pub struct SortKeyEncoder {
    reader: ColumnReader,
    /// The type of each column, and whether it is descending.
    columns: Vec<(Option<ColumnType>, bool)>,
}

const VALUE: u8 = 0;
const NO_VALUE: u8 = 1;

const TYPED: u8 = 0;
const TEXT: u8 = 1;

const NEGATIVE: u8 = 0;
const ZERO: u8 = 1;
const POSITIVE: u8 = 2;

/// Ends a sequence of bytes of which none is 0.
const END: u8 = 0;

impl SortKeyEncoder {
    /// Creates an encoder for calls.
    pub fn for_records(
        spec: &SortSpec,
        zone: Option<&TimeZone>,
        projection: &mut Projection,
    ) -> Self {
        let reader = ColumnReader::new(&spec.columns(), projection).in_zone(zone);
        Self::new(spec, reader)
    }

    /// Creates an encoder for computed rows, whose records have the values of these columns in
    /// their order.
    pub fn for_rows(spec: &SortSpec, columns: &[String]) -> Self {
        let mut projection = Projection::default();
        for column in columns {
            projection.add_path(column);
        }
        let reader = ColumnReader::for_rows(&spec.columns(), &[], &mut projection);
        Self::new(spec, reader)
    }

    fn new(spec: &SortSpec, reader: ColumnReader) -> Self {
        let columns = reader
            .names()
            .zip(reader.types())
            .map(|(name, column_type)| (column_type, spec.is_descending(name)))
            .collect();
        Self { reader, columns }
    }

    /// Appends the key of a record.
    pub fn encode_key(&self, record: &Record<'_>, key: &mut Vec<u8>) {
        let values = self.reader.values_or_empty(record);
        for (value, (column_type, is_descending)) in values.zip(&self.columns) {
            if value.is_empty() {
                key.push(NO_VALUE);
                continue;
            }
            key.push(VALUE);
            let start = key.len();
            push_value(key, &value, *column_type);
            if *is_descending {
                invert(&mut key[start..]);
            }
        }
    }
}

fn invert(bytes: &mut [u8]) {
    for byte in bytes {
        *byte = !*byte;
    }
}

fn push_value(key: &mut Vec<u8>, text: &str, column_type: Option<ColumnType>) {
    let number = match column_type {
        Some(ColumnType::Number) | None => DecimalStr::parse(text),
        Some(_) => None,
    };
    let time = match column_type {
        Some(ColumnType::Time) => parse_timestamp(text),
        _ => None,
    };
    if let Some(number) = number {
        key.push(TYPED);
        push_number(key, &number);
    } else if let Some(time) = time {
        key.push(TYPED);
        key.extend(encode_time(time));
    } else {
        key.push(TEXT);
        // UTF-8 has no byte 0xFF, so that adding one does not overflow.
        key.extend(text.bytes().map(|byte| byte + 1));
        key.push(END);
    }
}

/// Appends a number as `0.d₁d₂d₃… × 10^exponent`, without leading and trailing zeros.
fn push_number(key: &mut Vec<u8>, number: &DecimalStr<'_>) {
    if number.is_zero() {
        key.push(ZERO);
        return;
    }
    let is_zero = |digit: &u8| *digit == b'0';
    let leading_zeros = number.digits().take_while(is_zero).count();
    let trailing_zeros = number.digits().rev().take_while(is_zero).count();
    let len = number.digit_count() - leading_zeros;
    let exponent = number.exponent_of_last_digit() + len.cast_signed() as i64;
    key.push(if number.is_negative() {
        NEGATIVE
    } else {
        POSITIVE
    });
    let start = key.len();
    key.extend(encode_i64(exponent));
    let digits = number.digits().skip(leading_zeros);
    key.extend(digits.take(len - trailing_zeros));
    key.push(END);
    if number.is_negative() {
        invert(&mut key[start..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn key(sort: &str, record: &str) -> Vec<u8> {
        let mut projection = Projection::default();
        let encoder = SortKeyEncoder::for_records(&sort.parse().unwrap(), None, &mut projection);
        let mut key = Vec::new();
        let push = |record: &Record<'_>| {
            encoder.encode_key(record, &mut key);
            Ok(())
        };
        projection.with_record(record, push).unwrap();
        key
    }

    fn compare(sort: &str, one: &str, other: &str) -> Ordering {
        key(sort, one).cmp(&key(sort, other))
    }

    #[test]
    fn a_dash_makes_a_column_descending() {
        let spec: SortSpec = "-room.duration, user.name".parse().unwrap();
        assert!(spec.columns().names().eq(["room.duration", "user.name"]));
        assert!(spec.is_descending("room.duration") && !spec.is_descending("user.name"));
        for typed in ["", "-", "a,", "--a", "brief", "a..b"] {
            let error = typed.parse::<SortSpec>().unwrap_err();
            assert_eq!(error, ParseSortError::Syntax, "{typed}");
        }
    }

    #[test]
    fn a_direction_in_another_notation_gets_the_right_one_as_a_hint() {
        for (typed, hint) in [
            ("calls:desc", "use -calls"),
            ("calls DESC", "use -calls"),
            ("calls-", "use -calls"),
            ("day,calls desc", "use -calls"),
            ("calls asc", "use calls"),
            ("+calls", "use calls"),
            ("-week", "use day, month or hour"),
        ] {
            let error = typed.parse::<SortSpec>().unwrap_err();
            assert_eq!(error.to_string(), hint, "{typed}");
        }
    }

    #[test]
    fn rows_without_a_value_are_last_in_either_direction() {
        for sort in ["a", "-a"] {
            for other in ["1", "\"x\"", "\"\\u0000\"", "{}"] {
                let other = format!("{{\"a\":{other}}}");
                assert_eq!(
                    compare(sort, &other, "{}"),
                    Ordering::Less,
                    "{sort} {other}"
                );
                assert_eq!(compare(sort, &other, r#"{"a":null}"#), Ordering::Less);
            }
        }
    }

    #[test]
    fn times_are_ordered_as_instants() {
        let at = |time: &str| format!(r#"{{"trans_date":"{time}"}}"#);
        let (one, other) = (
            at("2025-01-31T23:30:00+05:30"),
            at("2025-01-31T20:00:00.001Z"),
        );
        assert_eq!(compare("trans_date", &one, &other), Ordering::Less);
        assert_eq!(compare("-trans_date", &one, &other), Ordering::Greater);
    }

    #[test]
    fn a_further_column_decides_between_equals() {
        let (one, other) = (r#"{"a":"x","b":2}"#, r#"{"a":"x","b":"10"}"#);
        assert_eq!(compare("a,b", one, other), Ordering::Less);
        assert_eq!(compare("a,-b", one, other), Ordering::Greater);
        assert_eq!(compare("-b,a", r#"{"a":"x"}"#, other), Ordering::Greater);
    }

    proptest! {
        #[test]
        fn numbers_are_ordered_as_numbers(
            one in "-?(0|[1-9][0-9]{0,4})(\\.[0-9]{1,4})?(e-?[0-9])?",
            other in "-?(0|[1-9][0-9]{0,4})(\\.[0-9]{1,4})?(e-?[0-9])?",
        ) {
            let expected = one.parse::<f64>().unwrap().total_cmp(&other.parse::<f64>().unwrap());
            let is_zero = |text: &str| text.parse::<f64>().unwrap() == 0.0;
            prop_assume!(!(is_zero(&one) && is_zero(&other)));
            let [one, other] = [one, other].map(|number| format!("{{\"a\":{number}}}"));
            prop_assert_eq!(compare("a", &one, &other), expected);
            prop_assert_eq!(compare("-a", &one, &other), expected.reverse());
        }

        #[test]
        fn texts_are_ordered_as_texts(one in "\\PC{1,6}", other in "\\PC{1,6}") {
            let quoted = |text: &str| serde_json::json!({ "user": { "name": text } }).to_string();
            let expected = one.cmp(&other);
            prop_assert_eq!(compare("user.name", &quoted(&one), &quoted(&other)), expected);
            prop_assert_eq!(compare("-user.name", &quoted(&one), &quoted(&other)), expected.reverse());
        }
    }
}
