//! The values of rows that `cdr` computes: totals, differences, columns, days of an archive.
//!
//! They stay values up to the format, so that numbers are compared and subtracted as numbers, and
//! become JSON once, when a row is written.

use super::decimal::Decimal;
use super::json::push_json_string;
use std::borrow::Cow;
use std::fmt::Write;

/// A value of a computed row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    #[default]
    Null,
    /// A text, also that of a time.
    Text(String),
    Number(Decimal),
}

impl Value {
    /// Returns a text, or null if it is empty.
    pub fn non_empty(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Null
        } else {
            Self::Text(text)
        }
    }

    /// Returns this number less another one, where null counts as nothing. Of texts there is no
    /// difference.
    pub fn subtract(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Number(number), Self::Number(other)) => Self::Number(number - other),
            (Self::Number(number), Self::Null) => Self::Number(number.clone()),
            (Self::Null, Self::Number(other)) => Self::Number(-other.clone()),
            _ => Self::Null,
        }
    }

    /// Returns the text of the value, which is empty for null.
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }

    /// Appends the value as JSON.
    pub fn push_json(&self, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            Self::Text(text) => push_json_string(text, json),
            Self::Number(number) => {
                // Writing to a String cannot fail.
                let _ = write!(json, "{number}");
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Cow<'_, str>> for Value {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number.into())
    }
}

impl From<Option<Decimal>> for Value {
    fn from(number: Option<Decimal>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DecimalStr;

    fn number(text: &str) -> Value {
        Value::Number(Decimal::from(&DecimalStr::parse(text).unwrap()))
    }

    #[test]
    fn a_missing_number_counts_as_nothing_in_a_difference() {
        for (value, other, expected) in [
            (number("0.3"), number("0.1"), number("0.2")),
            (Value::Null, number("2.50"), number("-2.50")),
            (number("7"), Value::Null, number("7")),
            (Value::Null, Value::Null, Value::Null),
            (Value::from("a"), Value::from("b"), Value::Null),
        ] {
            assert_eq!(value.subtract(&other), expected);
        }
    }

    #[test]
    fn numbers_are_equal_in_any_spelling_and_differ_from_texts() {
        assert_eq!(number("30"), number("30.0"));
        assert_ne!(number("30"), Value::from("30"));
    }
}
