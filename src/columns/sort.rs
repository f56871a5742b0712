//! The order of rows: `--sort`.

use super::ColumnType;
use super::list::{ColumnList, ColumnReader};
use super::short_name::full_path;
use crate::record::{Projection, Record};
use crate::text::DecimalStr;
use crate::time::TimeZone;
use crate::time::parse_timestamp;
use std::fmt;
use std::str::FromStr;

/// The columns to sort by, as typed; with a dash before it, downwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortSpec(Vec<(String, bool)>);

/// A list with a name that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseSortError;

impl fmt::Display for ParseSortError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "write columns with commas between, each with a dash before it to go downwards, \
             like -room.duration,user.name",
        )
    }
}

impl std::error::Error for ParseSortError {}

impl FromStr for SortSpec {
    type Err = ParseSortError;

    fn from_str(typed: &str) -> Result<Self, ParseSortError> {
        let columns = typed.split(',').map(|name| {
            let name = name.trim();
            let (name, falls) = match name.strip_prefix('-') {
                Some(name) => (name, true),
                None => (name, false),
            };
            let columns = ColumnList::from_str(name).map_err(|_| ParseSortError)?;
            match &columns.names().collect::<Vec<_>>()[..] {
                [column]
                    if *column == name && !name.starts_with(['-', '+']) && !name.contains(' ') =>
                {
                    Ok((name.to_owned(), falls))
                }
                _ => Err(ParseSortError),
            }
        });
        columns.collect::<Result<_, _>>().map(Self)
    }
}

impl SortSpec {
    /// Returns the columns of several lists, the first of them first, or `None` without a list.
    #[must_use]
    pub fn concat(lists: &[Self]) -> Option<Self> {
        let columns = lists.iter().flat_map(|list| &list.0).cloned();
        (!lists.is_empty()).then(|| Self(columns.collect()))
    }

    /// Returns the same columns of calls, short names as full paths.
    #[must_use]
    pub fn with_full_paths(&self) -> Self {
        let columns = self.0.iter();
        let columns = columns.map(|(name, falls)| (full_path(name).to_owned(), *falls));
        Self(columns.collect())
    }

    /// The columns it names.
    pub fn columns(&self) -> ColumnList {
        ColumnList::from_names(self.0.iter().map(|(name, _)| name.as_str()))
    }
}

/// The order of rows by the values of some columns: numbers by size, times by when they are, anything else as text.
/// Rows without a value come last either way.
pub struct SortKeyEncoder {
    selection: ColumnReader,
    /// What each column's values are, and whether they go downwards.
    columns: Vec<(Option<ColumnType>, bool)>,
}

/// The first byte of a column in a key.
const VALUE: u8 = 0;
const NO_VALUE: u8 = 1;

/// The second: what can be compared as the column's type says stands before texts.
const TYPED: u8 = 0;
const TEXT: u8 = 1;

impl SortKeyEncoder {
    /// The order of calls. Asks the projection for what it needs.
    pub fn for_records(
        argument: &SortSpec,
        zone: Option<&TimeZone>,
        projection: &mut Projection,
    ) -> Self {
        let selection = ColumnReader::new(&argument.columns(), projection).in_zone(zone);
        Self::new(argument, selection)
    }

    /// The order of rows of totals, whose cells stand in the order of these names.
    pub fn for_rows(argument: &SortSpec, names: &[String]) -> Self {
        let mut projection = Projection::default();
        for name in names {
            projection.add_path(name);
        }
        let selection = ColumnReader::for_rows(&argument.columns(), &[], &mut projection);
        Self::new(argument, selection)
    }

    fn new(argument: &SortSpec, selection: ColumnReader) -> Self {
        let falls = |name: &str| argument.0.iter().find(|(known, _)| known == name);
        let columns = selection.names().zip(selection.types());
        let columns = columns
            .map(|(name, column_type)| (column_type, falls(name).is_some_and(|(_, falls)| *falls)));
        Self {
            columns: columns.collect(),
            selection,
        }
    }

    /// Appends a record's key: the order of keys, byte by byte, is that of the records.
    pub fn encode_key(&self, record: &Record<'_>, key: &mut Vec<u8>) {
        for (text, (column_type, falls)) in
            self.selection.values_or_empty(record).zip(&self.columns)
        {
            if text.is_empty() {
                key.push(NO_VALUE);
                continue;
            }
            key.push(VALUE);
            let start = key.len();
            push_value(key, &text, *column_type);
            if *falls {
                key[start..].iter_mut().for_each(|byte| *byte = !*byte);
            }
        }
    }
}

/// Appends a value so that no other value's bytes start with these.
fn push_value(key: &mut Vec<u8>, text: &str, column_type: Option<ColumnType>) {
    let number = match column_type {
        Some(ColumnType::Number) | None => DecimalStr::parse(text),
        Some(_) => None,
    };
    let time = (column_type == Some(ColumnType::Time))
        .then(|| parse_timestamp(text))
        .flatten();
    if let Some(number) = number {
        key.push(TYPED);
        push_number(key, &number);
    } else if let Some(time) = time {
        key.push(TYPED);
        // With the sign turned, integers are ordered as their bytes are.
        key.extend((time.timestamp() ^ i64::MIN).to_be_bytes());
        key.extend(time.timestamp_subsec_nanos().to_be_bytes());
    } else {
        key.push(TEXT);
        // No byte of UTF-8 is so large that it could not be one more, and so 0 is before all of them.
        key.extend(text.bytes().map(|byte| byte + 1));
        key.push(0);
    }
}

const BELOW_ZERO: u8 = 0;
const ZERO: u8 = 1;
const ABOVE_ZERO: u8 = 2;

fn push_number(key: &mut Vec<u8>, number: &DecimalStr<'_>) {
    if number.is_zero() {
        key.push(ZERO);
        return;
    }
    let zeros = number.digits().take_while(|digit| *digit == b'0').count();
    let zeros_behind = number
        .digits()
        .rev()
        .take_while(|digit| *digit == b'0')
        .count();
    let significant = number.length() - zeros;
    let place = number.lowest_power() + significant.cast_signed() as i64;
    key.push(if number.is_negative() {
        BELOW_ZERO
    } else {
        ABOVE_ZERO
    });
    let start = key.len();
    key.extend((place ^ i64::MIN).to_be_bytes());
    key.extend(number.digits().skip(zeros).take(significant - zeros_behind));
    key.push(0);
    if number.is_negative() {
        key[start..].iter_mut().for_each(|byte| *byte = !*byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn key(sort: &str, record: &str) -> Vec<u8> {
        let mut projection = Projection::default();
        let order = SortKeyEncoder::for_records(&sort.parse().unwrap(), None, &mut projection);
        let mut key = Vec::new();
        let push = |record: &Record<'_>| {
            order.encode_key(record, &mut key);
            Ok(())
        };
        projection.with_record(record, push).unwrap();
        key
    }

    fn compare(sort: &str, one: &str, other: &str) -> Ordering {
        key(sort, one).cmp(&key(sort, other))
    }

    #[test]
    fn a_list_names_columns_with_or_without_a_dash() {
        let order: SortSpec = "-room.duration, user.name".parse().unwrap();
        let expected = [
            ("room.duration".to_owned(), true),
            ("user.name".to_owned(), false),
        ];
        assert_eq!(order.0, expected);
        for typed in ["", "-", "a,", "--a", "brief", "a..b"] {
            assert_eq!(typed.parse::<SortSpec>(), Err(ParseSortError), "{typed}");
        }
    }

    #[test]
    fn rows_without_a_value_come_last_either_way() {
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
