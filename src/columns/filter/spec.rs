//! Conditions as typed: `COLUMN OPERATOR VALUE`, such as `room.duration > 60`.
//!
//! The first operator character ends the column, and everything after the operator is the value, so
//! that values need quotes only for surrounding blanks. What other languages write is recognized
//! and rejected with what to write instead: `==`, several conditions joined by `and` or `||`, and
//! values that the column cannot have. Accepted as texts, such conditions would match nothing,
//! silently.

use super::{Filter, Operand, Operator, case_fold};
use crate::columns::list::{ColumnList, ParseColumnsError};
use crate::columns::schema::{ColumnSet, ColumnType, DerivedColumn, Field, full_path};
use crate::columns::values::known_values;
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_CONDITION_BYTES;
use crate::text::{DecimalStr, group_thousands, truncate};
use crate::time::{DateRange, DateSpec, TimeZone, parse_timestamp};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A condition as typed. Which instants its dates stand for depends on the zone and the current
/// day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterSpec {
    column: String,
    operator: Operator,
    value: String,
}

/// The operators as typed. An operator comes before those that it starts with.
const OPERATORS: [(&str, Operator); 8] = [
    ("!=", Operator::NotEqual),
    ("!~", Operator::NotContains),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("~", Operator::Contains),
];

/// The characters of which operators consist.
const OPERATOR_CHARS: [char; 5] = ['=', '!', '<', '>', '~'];

/// Words that join conditions in query languages.
const CONJUNCTIONS: [&str; 4] = ["and", "or", "&&", "||"];

/// Operators of other languages that are signs, and what to use instead.
const FOREIGN_SIGNS: [(&str, &str); 3] = [("<>", "use !="), ("=~", "use ~"), ("~~", "use ~")];

/// Operators of other languages that are words, and what to use instead.
#[rustfmt::skip]
const FOREIGN_OPERATORS: [(&[&str], &str); 11] = [
    (&["is"], "use COLUMN= or COLUMN!= to compare with no value"),
    (&["in"], "run cdr once per value"),
    (&["like", "ilike", "contains", "contain", "matches", "match", "regexp", "startswith"], "use ~"),
    (&["not"], "use != or !~"),
    (&["between"], "use -w twice, with >= and <="),
    (&["eq", "equals", "equal"], "use ="),
    (&["ne", "neq"], "use !="),
    (&["gt"], "use >"),
    (&["ge", "gte"], "use >="),
    (&["lt"], "use <"),
    (&["le", "lte"], "use <="),
];

/// The longest part of a value that a message shows.
const MAX_MESSAGE_VALUE_CHARS: usize = 60;

/// The reason why a text is not a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ParseFilterError {
    /// The column or the operator is missing.
    #[error(
        "expected COLUMN OPERATOR VALUE, such as 'room.duration > 60'; use one of = != < <= > >= ~ !~"
    )]
    Syntax,
    #[error("missing operator; use one of = != < <= > >= ~ !~, and quote the condition")]
    MissingOperator,
    /// An operator of SQL or of a shell.
    #[error("unknown operator '{0}'; {1}")]
    ForeignOperator(&'static str, &'static str),
    #[error("use day, month or hour")]
    TimeUnit,
    /// The column is a column set.
    #[error("'{0}' is a column set; use a column, such as user.name")]
    ColumnSet(&'static str),
    #[error("unknown operator; use one of = != < <= > >= ~ !~, or put a space before the value")]
    UnknownOperator,
    #[error("unknown operator '=='; use '='")]
    DoubleEqual,
    /// Two conditions with a conjunction between them.
    #[error(
        "conditions cannot be joined with '{0}'; {instead}",
        instead = instead_of_joining(.0)
    )]
    Joined(&'static str),
    #[error("missing value; use COLUMN= or COLUMN!= to compare with no value")]
    MissingValue,
    /// A quote is not closed, or text follows it.
    #[error("unbalanced quotes; use a kind of quote that the value does not contain")]
    UnbalancedQuotes,
    #[error("condition too long; use at most {} bytes", group_thousands(MAX_CONDITION_BYTES as u64))]
    TooLong,
}

fn instead_of_joining(conjunction: &str) -> &'static str {
    match conjunction {
        "or" | "||" => "run cdr once per condition",
        _ => "use -w for each condition",
    }
}

impl FilterSpec {
    /// Returns the operators, for completion.
    pub fn operators() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(sign, _)| *sign)
    }
}

impl fmt::Display for FilterSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = OPERATORS
            .iter()
            .find(|(_, operator)| *operator == self.operator)
            .map_or("=", |(sign, _)| sign);
        write!(f, "{} {sign} {}", self.column, self.value)
    }
}

impl FromStr for FilterSpec {
    type Err = ParseFilterError;

    fn from_str(input: &str) -> Result<Self, ParseFilterError> {
        if input.len() > MAX_CONDITION_BYTES {
            return Err(ParseFilterError::TooLong);
        }
        let operator_start = input.find(OPERATOR_CHARS);
        let (column, rest) = input.split_at(operator_start.unwrap_or(input.len()));
        if let Some((word, hint)) = foreign_operator(column) {
            return Err(ParseFilterError::ForeignOperator(word, hint));
        }
        if rest.is_empty() && !column.trim().is_empty() {
            return Err(ParseFilterError::MissingOperator);
        }
        let (value, operator) = OPERATORS
            .iter()
            .find_map(|(sign, operator)| Some((rest.strip_prefix(sign)?, *operator)))
            .ok_or(ParseFilterError::Syntax)?;
        if value.starts_with('=') && operator == Operator::Equal {
            return Err(ParseFilterError::DoubleEqual);
        }
        for (sign, hint) in FOREIGN_SIGNS {
            if rest.starts_with(sign) {
                return Err(ParseFilterError::ForeignOperator(sign, hint));
            }
        }
        if value.starts_with(OPERATOR_CHARS) {
            return Err(ParseFilterError::UnknownOperator);
        }
        if let Some((set, _)) = ColumnSet::BY_NAME
            .iter()
            .find(|(set, _)| *set == column.trim())
        {
            return Err(ParseFilterError::ColumnSet(set));
        }
        let columns = ColumnList::from_str(column).map_err(|error| match error {
            ParseColumnsError::TimeUnit => ParseFilterError::TimeUnit,
            _ => ParseFilterError::Syntax,
        })?;
        // A list is not a column.
        let [column] = &columns.names().collect::<Vec<_>>()[..] else {
            return Err(ParseFilterError::Syntax);
        };
        if let Some(conjunction) = find_conjunction(value.trim()) {
            return Err(ParseFilterError::Joined(conjunction));
        }
        let value = unquote(value.trim())?;
        if value.is_empty() && !matches!(operator, Operator::Equal | Operator::NotEqual) {
            return Err(ParseFilterError::MissingValue);
        }
        Ok(Self {
            column: full_path(column).to_owned(),
            operator,
            value: value.to_owned(),
        })
    }
}

/// Returns the operator of another language after a column, and a hint. Column names have no blanks.
fn foreign_operator(text: &str) -> Option<(&'static str, &'static str)> {
    let mut words = text.split_whitespace().map(str::to_lowercase);
    let (first, second) = (words.next()?, words.next()?);
    let word = if first == "not" { first } else { second };
    let (words, hint) = FOREIGN_OPERATORS
        .iter()
        .find(|(words, _)| words.contains(&&*word))?;
    let word = words.iter().find(|known| **known == word)?;
    Some((word, hint))
}

/// Returns the quote that a value starts with.
fn opening_quote(value: &str) -> Option<char> {
    value.chars().next().filter(|ch| matches!(ch, '"' | '\''))
}

/// Removes the quotes around a value, if there are any.
fn unquote(value: &str) -> Result<&str, ParseFilterError> {
    let Some(quote) = opening_quote(value) else {
        return Ok(value);
    };
    value[1..]
        .strip_suffix(quote)
        .filter(|text| !text.contains(quote))
        .ok_or(ParseFilterError::UnbalancedQuotes)
}

/// Returns the conjunction between a value and what looks like another condition. Within quotes it
/// is text.
fn find_conjunction(value: &str) -> Option<&'static str> {
    let unquoted = match opening_quote(value) {
        Some(quote) => value[1..].split_once(quote).map_or("", |(_, rest)| rest),
        None => value,
    };
    let unquoted = unquoted.to_ascii_lowercase();
    CONJUNCTIONS.into_iter().find(|conjunction| {
        unquoted.match_indices(conjunction).any(|(start, _)| {
            let prefix = &unquoted[..start];
            let suffix = &unquoted[start + conjunction.len()..];
            is_separate(prefix, conjunction, suffix) && starts_with_condition(suffix)
        })
    })
}

/// Returns whether a conjunction is a word of its own; `&&` and `||` always are.
fn is_separate(prefix: &str, conjunction: &str, suffix: &str) -> bool {
    !conjunction.starts_with(char::is_alphabetic)
        || (prefix.is_empty() || prefix.ends_with(char::is_whitespace))
            && suffix.starts_with(char::is_whitespace)
}

/// Returns whether a text starts with a column and an operator.
fn starts_with_condition(text: &str) -> bool {
    text.find(OPERATOR_CHARS).is_some_and(|operator_start| {
        let column = text[..operator_start].trim();
        let is_column_char = |ch: char| ch.is_alphanumeric() || "._-".contains(ch);
        !column.is_empty() && column.chars().all(is_column_char)
    })
}

impl FilterSpec {
    /// Returns the name of the column.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// Resolves the value for its column, with dates in this zone (or UTC) and relative to `today`.
    /// Returns a usage failure for a value that the column cannot have.
    pub fn resolve(self, zone: Option<&TimeZone>, today: NaiveDate) -> Result<Filter, Failure> {
        let operand = self.resolve_operand(zone, today)?;
        let compares_instants = matches!(operand, Operand::Time(_) | Operand::TimeInDays(..));
        Ok(Filter {
            column: self.column,
            operator: self.operator,
            zone: zone.filter(|_| !compares_instants).cloned(),
            operand,
        })
    }

    fn resolve_operand(
        &self,
        zone: Option<&TimeZone>,
        today: NaiveDate,
    ) -> Result<Operand, Failure> {
        let value = &self.value;
        if value.is_empty() {
            return Ok(Operand::Empty);
        }
        if matches!(self.operator, Operator::Contains | Operator::NotContains) {
            return Ok(Operand::Substring(case_fold(value)));
        }
        let Some(field) = Field::find(&self.column) else {
            return Ok(Operand::NumberOrText(value.clone()));
        };
        if let Some(known) = known_values(field) {
            return self.check_known_value(known);
        }
        match (field.column_type, DerivedColumn::find(field.path)) {
            (ColumnType::Number, _) if DecimalStr::parse(value).is_none() => {
                Err(match number_in_unit(value, field.unit) {
                    Some(number) => {
                        self.invalid_value_error(&format!("{}, such as {number}", field.unit))
                    }
                    None => self.invalid_value_error("a number, such as 60 or 0.5"),
                })
            }
            (ColumnType::Number, _) => Ok(Operand::Number(value.clone())),
            (ColumnType::Time, _) => self.resolve_time(zone, today),
            (_, Some(DerivedColumn::Hour)) if !is_hour(value) => {
                Err(self.invalid_value_error("an hour, such as 09"))
            }
            (_, None | Some(DerivedColumn::Hour)) => Ok(Operand::Text(value.clone())),
            (_, Some(_)) => parse_days(value, today)
                .map(Operand::PrintedDate)
                .ok_or_else(|| {
                    self.invalid_value_error("a date, such as 2025-01-31 or last-month")
                }),
        }
    }

    fn invalid_value_error(&self, expected: &str) -> Failure {
        let excerpt = truncate(&self.value, MAX_MESSAGE_VALUE_CHARS);
        let message = format!(
            "--where: invalid value '{excerpt}' for {}; expected {expected}",
            self.column
        );
        Failure::new(FailureKind::Usage, message)
    }

    /// Rejects a value that is not one of the known ones, since it would match no call, or every
    /// call.
    fn check_known_value(&self, known: &[&str]) -> Result<Operand, Failure> {
        let is_equality = matches!(self.operator, Operator::Equal | Operator::NotEqual);
        let is_known = known
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&self.value));
        if is_equality && !is_known {
            let known = known.join(", ");
            return Err(self.invalid_value_error(&format!("one of: {known}")));
        }
        Ok(Operand::AnyCase(self.value.to_ascii_lowercase()))
    }

    fn resolve_time(&self, zone: Option<&TimeZone>, today: NaiveDate) -> Result<Operand, Failure> {
        let zone = zone.cloned().unwrap_or_else(TimeZone::utc);
        if let Some(time) = parse_instant(&self.value, &zone) {
            return Ok(Operand::Time(time));
        }
        match parse_days(&self.value, today) {
            Some(days) => Ok(Operand::TimeInDays(days, zone)),
            None => Err(self
                .invalid_value_error("a time or date, such as 2025-01-31T22:00:00Z or 2025-01-31")),
        }
    }
}

/// Returns `3600` for `1h` or `1:00:00` in seconds, and `1000` for `1,000`.
fn number_in_unit(text: &str, unit: &str) -> Option<u64> {
    let parse = |text: &str| text.trim().parse::<u64>().ok();
    let without_commas = text.replace([',', '_'], "");
    if let Some(number) = parse(&without_commas) {
        return Some(number);
    }
    let unit_start = text.find(|ch: char| !ch.is_ascii_digit())?;
    let (number, suffix) = text.split_at(unit_start);
    let seconds = if suffix.starts_with(':') {
        let parts = text.split(':').map(parse).collect::<Option<Vec<_>>>()?;
        parts
            .iter()
            .try_fold(0_u64, |sum, part| sum.checked_mul(60)?.checked_add(*part))?
    } else {
        let factor = match suffix.trim().trim_end_matches('s') {
            "" | "sec" | "second" => 1,
            "m" | "min" | "minute" => 60,
            "h" | "hr" | "hour" => 3600,
            "d" | "day" => 86_400,
            _ => return None,
        };
        parse(number)?.checked_mul(factor)?
    };
    match unit {
        "seconds" => Some(seconds),
        "minutes" => Some(seconds.div_ceil(60)),
        _ => None,
    }
}

/// Returns whether a text has the format of the column `hour`.
fn is_hour(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Parses a timestamp, or a local time of the zone.
fn parse_instant(text: &str, zone: &TimeZone) -> Option<DateTime<Utc>> {
    parse_timestamp(text).or_else(|| {
        let text = text.replacen(' ', "T", 1);
        let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok())?;
        zone.to_utc(local)
    })
}

fn parse_days(text: &str, today: NaiveDate) -> Option<DateRange> {
    text.parse::<DateSpec>().ok()?.resolve(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_syntax_is_rejected() {
        let long = format!("a={}", "x".repeat(1_000_000));
        for (typed, error) in [
            ("", ParseFilterError::Syntax),
            ("room.duration", ParseFilterError::MissingOperator),
            ("=1", ParseFilterError::Syntax),
            ("a!1", ParseFilterError::Syntax),
            ("a,b=1", ParseFilterError::Syntax),
            ("brief=1", ParseFilterError::ColumnSet("brief")),
            ("a..b=1", ParseFilterError::Syntax),
            ("a==1", ParseFilterError::DoubleEqual),
            ("a == 1", ParseFilterError::DoubleEqual),
            ("a=1 and b=2", ParseFilterError::Joined("and")),
            ("a = 'x' or a = 'y'", ParseFilterError::Joined("or")),
            ("a >== 1", ParseFilterError::UnknownOperator),
            ("a !=~ b", ParseFilterError::UnknownOperator),
            ("week = 1", ParseFilterError::TimeUnit),
            ("a<", ParseFilterError::MissingValue),
            ("a ~ ''", ParseFilterError::MissingValue),
            ("a='b", ParseFilterError::UnbalancedQuotes),
            ("a='b'c'", ParseFilterError::UnbalancedQuotes),
            ("a=\"\"b\"\"", ParseFilterError::UnbalancedQuotes),
            (&long, ParseFilterError::TooLong),
        ] {
            let result = typed.parse::<FilterSpec>();
            assert_eq!(result, Err(error), "{}", &typed[..typed.len().min(40)]);
        }
    }

    #[test]
    fn an_operator_of_another_language_gets_the_right_one_as_a_hint() {
        for (typed, message) in [
            (
                "a in (b, c)",
                "unknown operator 'in'; run cdr once per value",
            ),
            (
                "a IS NOT NULL",
                "unknown operator 'is'; use COLUMN= or COLUMN!= to compare with no value",
            ),
            ("a like '%b=c%'", "unknown operator 'like'; use ~"),
            (
                "a between 1 and 2",
                "unknown operator 'between'; use -w twice, with >= and <=",
            ),
            ("a gt 5", "unknown operator 'gt'; use >"),
            ("a <> 1", "unknown operator '<>'; use !="),
            ("a =~ b", "unknown operator '=~'; use ~"),
            ("not a = b", "unknown operator 'not'; use != or !~"),
        ] {
            let error = typed.parse::<FilterSpec>().unwrap_err();
            assert_eq!(error.to_string(), message, "{typed}");
        }
        assert!("a = in the room".parse::<FilterSpec>().is_ok());
    }

    #[test]
    fn a_duration_gets_the_number_in_the_unit_of_the_column_as_a_hint() {
        for (text, unit, number) in [
            ("1h", "seconds", Some(3600)),
            ("90 s", "seconds", Some(90)),
            ("5 min", "seconds", Some(300)),
            ("1:00:30", "seconds", Some(3630)),
            ("1,000", "seconds", Some(1000)),
            ("1h", "minutes", Some(60)),
            ("1h", "kbit/s", None),
            ("long", "seconds", None),
            ("1:x", "seconds", None),
            ("99999999999999999999h", "seconds", None),
        ] {
            assert_eq!(number_in_unit(text, unit), number, "{text}");
        }
    }

    #[test]
    fn a_value_that_the_column_cannot_have_is_rejected() {
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        for typed in [
            "room.duration>long",
            "room.connect_dt>soon",
            "room.connect_dt=2025-02-30",
            "hour>=9",
            "hour=25h",
            "day=1.2.2025",
            "day=2025-02-30",
            "day=2025-01-31T00:00:00Z",
            "month=2025-1",
            "user.role=owner",
            "role != host",
            "call_quality=Moderate",
            "published_track.video=yes",
            "sip != 1",
        ] {
            let spec = typed.parse::<FilterSpec>().unwrap();
            assert!(spec.resolve(None, today).is_err(), "{typed}");
        }
    }

    #[test]
    fn an_unknown_value_is_rejected_with_the_known_ones() {
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let spec: FilterSpec = "role = owner".parse().unwrap();
        let message = spec.resolve(None, today).unwrap_err().to_string();
        assert_eq!(
            message,
            "--where: invalid value 'owner' for user.role; \
             expected one of: moderator, participant, viewer, audience"
        );
        for typed in ["role ~ owner", "role > n", "role =", "role = Viewer"] {
            let spec: FilterSpec = typed.parse().unwrap();
            assert!(spec.resolve(None, today).is_ok(), "{typed}");
        }
    }

    #[test]
    fn a_condition_is_printed_with_the_full_path() {
        let spec: FilterSpec = "room_id=x".parse().unwrap();
        assert_eq!(spec.to_string(), "room.room_id = x");
    }

    #[test]
    fn a_conjunction_before_another_condition_is_found() {
        for (value, word) in [
            ("acme or user.ref = ACME", "or"),
            ("acme AND room.duration>60", "and"),
            ("1&&b=2", "&&"),
            ("1 || b ~ 2", "||"),
            ("'acme' or user.ref = 'ACME'", "or"),
            ("\"a and b\" and c!=1", "and"),
            ("this or that and x < 1", "and"),
        ] {
            assert_eq!(find_conjunction(value), Some(word), "{value}");
        }
    }

    #[test]
    fn a_conjunction_within_text_is_not_found() {
        for value in [
            "Salt and Pepper",
            "Sand and = 1",
            "land=1",
            "a or b c = 1",
            "'a and b = 1'",
            "\"a || b=1\"",
            "a && b",
            "'a and b=1",
            "",
        ] {
            assert_eq!(find_conjunction(value), None, "{value}");
        }
    }
}
