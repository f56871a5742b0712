//! Conditions as typed: `COLUMN OPERATOR VALUE`, such as `room.duration > 60`.
//!
//! The first operator character ends the column, and everything after the operator is the value, so
//! that values need quotes only for surrounding blanks. Values that the column cannot have are
//! rejected, because they would match nothing, silently. So is the notation of other languages, see
//! `foreign.rs`.

use super::foreign::{
    OPERATOR_CHARS, find_conjunction, foreign_operator, number_in_unit, opening_quote,
};
use super::{Filter, Operand, Operator, case_fold};
use crate::columns::aggregates::AggregateColumn;
use crate::columns::list::{ColumnList, ParseColumnsError};
use crate::columns::schema::{ColumnSet, ColumnType, DerivedColumn, Field, full_path};
use crate::columns::values::known_values;
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_CONDITION_BYTES;
use crate::text::{DecimalStr, group_thousands, truncate};
use crate::time::{DateRange, DateSpec, TimeZone, parse_timestamp, suggest_date};
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
        _ => "repeat the option for each condition",
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
        if let Some((word, hint)) = foreign_operator(column, rest) {
            return Err(ParseFilterError::ForeignOperator(word, hint));
        }
        if rest.is_empty() && !column.trim().is_empty() {
            return Err(ParseFilterError::MissingOperator);
        }
        let (value, operator) = OPERATORS
            .iter()
            .find_map(|(sign, operator)| Some((rest.strip_prefix(sign)?, *operator)))
            .ok_or(ParseFilterError::Syntax)?;
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

impl FilterSpec {
    /// Returns the name of the column.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// Resolves the value for its column, with dates in this zone (or UTC) and relative to `today`.
    /// Returns a usage failure for a value that the column cannot have.
    pub fn resolve(self, zone: Option<&TimeZone>, today: NaiveDate) -> Result<Filter, Failure> {
        let operand = self.resolve_operand(zone, today)?;
        Ok(self.with_operand(operand, zone))
    }

    /// Resolves the value for a column of totals that is not a key: a time, or a number, such as a
    /// sum. Returns a usage failure for another value.
    pub fn resolve_for_totals(
        self,
        zone: Option<&TimeZone>,
        today: NaiveDate,
    ) -> Result<Filter, Failure> {
        if matches!(self.operator, Operator::Contains | Operator::NotContains) {
            let message = format!("'{self}' compares a total as text; use =, !=, <, <=, > or >=");
            return Err(Failure::new(FailureKind::Usage, message));
        }
        let operand = match AggregateColumn::type_of(&self.column) {
            _ if self.value.is_empty() => Operand::Empty,
            Some(ColumnType::Time) => self.resolve_time(zone, today)?,
            _ if DecimalStr::parse(&self.value).is_none() => {
                return Err(self.invalid_value_error("a number, such as 60 or 0.5"));
            }
            _ => Operand::Number(self.value.clone()),
        };
        Ok(self.with_operand(operand, zone))
    }

    fn with_operand(self, operand: Operand, zone: Option<&TimeZone>) -> Filter {
        let compares_instants = matches!(operand, Operand::Time(_) | Operand::TimeInDays(..));
        Filter {
            column: self.column,
            operator: self.operator,
            zone: zone.filter(|_| !compares_instants).cloned(),
            operand,
        }
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
                .ok_or_else(|| self.invalid_date_error("a date, such as 2025-01-31 or last-month")),
        }
    }

    fn invalid_date_error(&self, expected: &str) -> Failure {
        // A number of one or two digits is a month or a day, and not a number of days.
        let is_short = self.value.len() < 3;
        let date =
            suggest_date(&self.value).filter(|date| !is_short && date.parse::<DateSpec>().is_ok());
        match date {
            Some(date) => self.value_error(&format!("did you mean '{date}'?")),
            None => self.invalid_value_error(expected),
        }
    }

    fn invalid_value_error(&self, expected: &str) -> Failure {
        self.value_error(&format!("expected {expected}"))
    }

    fn value_error(&self, hint: &str) -> Failure {
        let excerpt = truncate(&self.value, MAX_MESSAGE_VALUE_CHARS);
        let message = format!("invalid value '{excerpt}' for {}; {hint}", self.column);
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
        if let Some(days) = parse_days(&self.value, today) {
            return Ok(Operand::TimeInDays(days, zone));
        }
        Err(match with_seconds(&self.value) {
            Some(time) => self.value_error(&format!("did you mean '{time}'?")),
            None => self
                .invalid_date_error("a time or date, such as 2025-01-31T22:00:00Z or 2025-01-31"),
        })
    }
}

/// Returns a time with seconds for one with an offset that lacks them: `2025-01-31T22:00Z`.
fn with_seconds(text: &str) -> Option<String> {
    let text = text.replacen(' ', "T", 1).replace(' ', "");
    let time = text.find(['T', 't'])? + 1;
    let offset = time + text[time..].find(['Z', 'z', '+', '-'])?;
    let complete = format!("{}:00{}", &text[..offset], &text[offset..]);
    parse_timestamp(&complete).map(|_| complete)
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
    fn a_date_in_another_notation_gets_the_right_one_as_a_suggestion() {
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        for (typed, hint) in [
            ("day=31.01.2025", "for day; did you mean '2025-01-31'?"),
            ("month=2025-1", "for month; did you mean '2025-01'?"),
            (
                "room.connect_dt>=now",
                "for room.connect_dt; did you mean 'today'?",
            ),
            (
                "day=2025-01-01/2025-01-31",
                "for day; expected a date, such as 2025-01-31 or last-month",
            ),
        ] {
            let spec: FilterSpec = typed.parse().unwrap();
            let message = spec.resolve(None, today).unwrap_err().to_string();
            assert!(message.ends_with(hint), "{message}");
        }
    }

    #[test]
    fn an_unknown_value_is_rejected_with_the_known_ones() {
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let spec: FilterSpec = "role = owner".parse().unwrap();
        let message = spec.resolve(None, today).unwrap_err().to_string();
        assert_eq!(
            message,
            "invalid value 'owner' for user.role; \
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
}
