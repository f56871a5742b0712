//! Tables of a rate card, read key by key.
//!
//! A reader of a key checks the type and the form of its value and keeps where it is, so that whatever is wrong, here or
//! in a later check, is reported with its line and column. Reading the document as a tree, rather than
//! deserializing it into types, is what makes that possible: an error of serde knows the place of a value, but not
//! what to write instead.

use super::CARD_KEYS;
use super::document::{Document, Located};
use crate::billing::exact::to_big_decimal;
use crate::error::Failure;
use crate::text::DecimalStr;
use bigdecimal::{BigDecimal, Zero};
use chrono::NaiveDate;
use std::fmt;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of a rate card.
pub struct Section<'a> {
    document: Document<'a>,
    table: &'a DeTable<'a>,
    /// Where it starts.
    pub offset: usize,
}

/// How alike a key and a known one must be, from 0 to 1, for the one to be a mistyped other.
const MIN_SIMILARITY: f64 = 0.6;

impl<'a> Section<'a> {
    /// Reads a table that may have these keys.
    ///
    /// # Errors
    /// Returns a usage failure for any other key.
    pub fn new(
        document: Document<'a>,
        table: &'a DeTable<'a>,
        offset: usize,
        known: &[&str],
    ) -> Result<Self, Failure> {
        let unknown = table
            .keys()
            .filter(|key| !known.contains(&&**key.get_ref()));
        if let Some(key) = unknown.min_by_key(|key| key.span().start) {
            let name = key.get_ref();
            let hint = match nearest(name, known) {
                // In TOML, whatever follows the header of a table belongs to it.
                _ if CARD_KEYS.contains(&&**name) => {
                    "move it above the first [[charge]]".to_owned()
                }
                Some(nearest) => format!("did you mean '{nearest}'?"),
                None => format!("expected one of: {}", known.join(", ")),
            };
            let message = format_args!("unknown key '{name}'; {hint}");
            return Err(document.failure(key.span().start, message));
        }
        Ok(Self {
            document,
            table,
            offset,
        })
    }

    /// Returns the failure of what is at this place.
    pub fn failure(&self, offset: usize, message: impl fmt::Display) -> Failure {
        self.document.failure(offset, message)
    }

    /// Returns the failure of a key that this table must have; `example` is what to write.
    pub fn missing(&self, key: &str, example: &str) -> Failure {
        self.failure(
            self.offset,
            format_args!("missing key '{key}'; add {example}"),
        )
    }

    /// Where a key is written.
    pub fn key_offset(&self, key: &str) -> usize {
        let entry = self.table.get_key_value(key);
        entry.map_or(self.offset, |(key, _)| key.span().start)
    }

    /// Whether the table has a key.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) -> Failure {
        let message = format_args!(
            "'{key}' is {}; expected {expected}",
            type_name(value.get_ref())
        );
        self.failure(value.span().start, message)
    }

    /// Returns a text that is not empty.
    pub fn text(&self, key: &str) -> Result<Option<Located<&'a str>>, Failure> {
        let value = self.table.get(key);
        value
            .map(|value| self.text_of(key, value, "text in quotes"))
            .transpose()
    }

    fn text_of(
        &self,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
        expected: &str,
    ) -> Result<Located<&'a str>, Failure> {
        let offset = value.span().start;
        let text = value.get_ref().as_str();
        let text = text.ok_or_else(|| self.wrong_type(key, value, expected))?;
        if text.trim().is_empty() {
            return Err(self.failure(
                offset,
                format_args!("'{key}' is empty; expected {expected}"),
            ));
        }
        Ok(Located {
            value: text,
            offset,
        })
    }

    /// Returns one text, or a list of several.
    pub fn texts(&self, key: &str) -> Result<Vec<Located<&'a str>>, Failure> {
        const EXPECTED: &str = "text in quotes, or a list of texts";
        let Some(value) = self.table.get(key) else {
            return Ok(Vec::new());
        };
        let Some(list) = value.get_ref().as_array() else {
            return Ok(vec![self.text_of(key, value, EXPECTED)?]);
        };
        if list.is_empty() {
            let message = format_args!("'{key}' is empty; expected {EXPECTED}");
            return Err(self.failure(value.span().start, message));
        }
        let texts = list.iter().map(|value| self.text_of(key, value, EXPECTED));
        texts.collect()
    }

    /// Returns one of several named values.
    pub fn choice<T: Copy>(&self, key: &str, named: &[(&str, T)]) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        let choice = named.iter().find(|(name, _)| *name == text.value);
        let choice = choice.map(|(_, value)| *value);
        choice.map(Some).ok_or_else(|| {
            let known: Vec<_> = named.iter().map(|(name, _)| *name).collect();
            let (value, known) = (text.value, known.join(", "));
            let message =
                format_args!("invalid value '{value}' for '{key}'; expected one of: {known}");
            self.failure(text.offset, message)
        })
    }

    /// Returns an exact number that is 0 or more: an integer, or a decimal as text.
    pub fn number(&self, key: &str) -> Result<Option<Located<BigDecimal>>, Failure> {
        let Some(value) = self.table.get(key) else {
            return Ok(None);
        };
        let offset = value.span().start;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(float) => {
                let message =
                    format_args!("'{key}' is a float, which is not exact; use quotes: \"{float}\"");
                return Err(self.failure(offset, message));
            }
            _ => return Err(self.wrong_type(key, value, "a number, such as \"0.30\"")),
        };
        if text.len() > MAX_NUMBER_LEN {
            let message =
                format_args!("'{key}' is longer than {MAX_NUMBER_LEN} characters; round it");
            return Err(self.failure(offset, message));
        }
        let number = parse_number(&text).ok_or_else(|| {
            let message = format_args!(
                "invalid number '{text}' for '{key}'; expected digits, such as \"0.30\""
            );
            self.failure(offset, message)
        })?;
        if text.starts_with('-') {
            let message = format_args!("'{key}' is negative; remove the minus sign");
            return Err(self.failure(offset, message));
        }
        Ok(Some(Located {
            value: number,
            offset,
        }))
    }

    /// The same for a number that must not be 0.
    pub fn positive_number(&self, key: &str) -> Result<Option<Located<BigDecimal>>, Failure> {
        let number = self.number(key)?;
        match &number {
            Some(zero) if zero.value.is_zero() => {
                let message = format_args!("'{key}' is 0; expected a number above 0");
                Err(self.failure(zero.offset, message))
            }
            _ => Ok(number),
        }
    }

    /// Returns a day.
    pub fn date(&self, key: &str) -> Result<Option<Located<NaiveDate>>, Failure> {
        const EXPECTED: &str = "a date without quotes, such as 2025-01-31";
        let Some(value) = self.table.get(key) else {
            return Ok(None);
        };
        let date = match value.get_ref() {
            DeValue::Datetime(toml::value::Datetime {
                date: Some(date),
                time: None,
                offset: None,
            }) => NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()),
            _ => None,
        };
        let date = date.ok_or_else(|| self.wrong_type(key, value, EXPECTED))?;
        Ok(Some(Located {
            value: date,
            offset: value.span().start,
        }))
    }

    /// Returns the table of a key; `example` is what to write for it.
    pub fn table(
        &self,
        key: &str,
        example: &str,
    ) -> Result<Option<Located<&'a DeTable<'a>>>, Failure> {
        let value = self.table.get(key);
        value
            .map(|value| self.table_of(key, value, example))
            .transpose()
    }

    /// Returns the tables of a list of tables; `example` is what to write for it.
    pub fn tables(
        &self,
        key: &str,
        example: &str,
    ) -> Result<Vec<Located<&'a DeTable<'a>>>, Failure> {
        let Some(value) = self.table.get(key) else {
            return Ok(Vec::new());
        };
        let list = value.get_ref().as_array();
        let list = list.ok_or_else(|| self.wrong_type(key, value, example))?;
        let tables = list.iter().map(|value| self.table_of(key, value, example));
        tables.collect()
    }

    fn table_of(
        &self,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
        example: &str,
    ) -> Result<Located<&'a DeTable<'a>>, Failure> {
        let table = value.get_ref().as_table();
        let table = table.ok_or_else(|| self.wrong_type(key, value, example))?;
        Ok(Located {
            value: table,
            offset: value.span().start,
        })
    }
}

/// The most characters of a number in a card. No price needs so many.
const MAX_NUMBER_LEN: usize = 40;

/// Parses digits with an optional point. An exponent is more often a typo than meant.
fn parse_number(text: &str) -> Option<BigDecimal> {
    let is_plain = !text.contains(['e', 'E']);
    let number = DecimalStr::parse(text).filter(|_| is_plain)?;
    to_big_decimal(&number)
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Returns the known key that is most like this one, if one is alike.
fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let key = key.to_lowercase();
    let known = known.iter().map(|known| {
        let similarity = strsim::normalized_damerau_levenshtein(&key, known);
        (similarity, *known)
    });
    let nearest = known.max_by(|(a, _), (b, _)| a.total_cmp(b));
    nearest
        .filter(|(similarity, _)| *similarity >= MIN_SIMILARITY)
        .map(|(_, known)| known)
}
