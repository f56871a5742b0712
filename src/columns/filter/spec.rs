//! Conditions as they are typed: `COLUMN OP VALUE`.

use super::joined::joining_word;
use super::{Filter, Operator, Wanted, folded};
use crate::columns::known_values::known_values;
use crate::columns::list::ColumnList;
use crate::columns::schema::{ColumnType, Field, derived_format};
use crate::columns::short_name::full_path;
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_CONDITION_BYTES;
use crate::text::DecimalStr;
use crate::time::parse_timestamp;
use crate::time::{DateRange, DateSpec, TimeZone};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use std::fmt;
use std::str::FromStr;

/// A condition as typed, its form checked. Which time a date of it means depends on the zone and the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterSpec {
    column: String,
    operator: Operator,
    value: String,
}

/// How each is written; of two that start alike, the longer one comes first.
const OPERATORS: [(&str, Operator); 8] = [
    ("!=", Operator::NotEqual),
    ("!~", Operator::ContainsNot),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("~", Operator::Contains),
];

impl FilterSpec {
    /// How the operators are written.
    pub fn operators() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(sign, _)| *sign)
    }
}

impl fmt::Display for FilterSpec {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = |operator: &(&str, Operator)| operator.1 == self.operator;
        let sign = OPERATORS.iter().find(|operator| known(operator));
        let sign = sign.map_or("=", |(sign, _)| sign);
        write!(formatter, "{} {sign} {}", self.column, self.value)
    }
}

/// A text that is no condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseFilterError {
    /// No column, or no operator behind it.
    Form,
    /// An operator that others have.
    Operator,
    /// That of programming languages for equality.
    DoubleEqual,
    /// Another condition, joined by this word.
    Joined(&'static str),
    /// No value, where there must be one.
    NoValue,
    /// A quote that is not closed, or something behind it.
    Quotes,
    /// More bytes than any condition needs.
    TooLong,
}

impl fmt::Display for ParseFilterError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::DoubleEqual => "unknown operator '=='; use '='",
            Self::Joined(word @ ("or" | "||")) => {
                return write!(
                    formatter,
                    "conditions cannot be joined with '{word}'; run cdr once per condition, or quote the value if it is text"
                );
            }
            Self::Joined(word) => {
                return write!(
                    formatter,
                    "conditions cannot be joined with '{word}'; repeat -w for each condition, or quote the value if it is text"
                );
            }
            Self::Form => {
                "write a column, one of = != < <= > >= ~ !~, and a value, in quotes: 'room.duration > 60'"
            }
            Self::Operator => {
                "the operators are = != < <= > >= ~ !~; a value like that goes behind a space"
            }
            Self::NoValue => "a value is missing; only COLUMN= and COLUMN!= go without one",
            Self::Quotes => {
                "write the value without quotes, or between two of a kind that is not in it"
            }
            Self::TooLong => "a condition can't be that long",
        })
    }
}

impl std::error::Error for ParseFilterError {}

impl FromStr for FilterSpec {
    type Err = ParseFilterError;

    fn from_str(typed: &str) -> Result<Self, ParseFilterError> {
        if typed.len() > MAX_CONDITION_BYTES {
            return Err(ParseFilterError::TooLong);
        }
        let place = typed.find(['=', '!', '<', '>', '~']);
        let (column, rest) = typed.split_at(place.ok_or(ParseFilterError::Form)?);
        let operator = OPERATORS
            .iter()
            .find_map(|(sign, operator)| Some((rest.strip_prefix(sign)?, *operator)));
        let (value, operator) = operator.ok_or(ParseFilterError::Form)?;
        if value.starts_with('=') && operator == Operator::Equal {
            return Err(ParseFilterError::DoubleEqual);
        }
        if value.starts_with(['=', '!', '<', '>', '~']) {
            return Err(ParseFilterError::Operator);
        }
        let columns = ColumnList::from_str(column).map_err(|_| ParseFilterError::Form)?;
        // A list or a set is no column.
        let [column] = &columns.names().collect::<Vec<_>>()[..] else {
            return Err(ParseFilterError::Form);
        };
        if let Some(word) = joining_word(value.trim()) {
            return Err(ParseFilterError::Joined(word));
        }
        let value = unquoted(value.trim())?;
        let may_be_empty = matches!(operator, Operator::Equal | Operator::NotEqual);
        if value.is_empty() && !may_be_empty {
            return Err(ParseFilterError::NoValue);
        }
        Ok(Self {
            column: full_path(column).to_owned(),
            operator,
            value: value.to_owned(),
        })
    }
}

/// A value without the quotes around it, if there are any.
fn unquoted(value: &str) -> Result<&str, ParseFilterError> {
    let Some(quote) = value.chars().next().filter(|first| "\"'".contains(*first)) else {
        return Ok(value);
    };
    let within = value[1..].strip_suffix(quote);
    let within = within.filter(|within| !within.contains(quote));
    within.ok_or(ParseFilterError::Quotes)
}

impl FilterSpec {
    /// What it means in this zone (UTC, where there is none) on this day.
    ///
    /// # Errors
    /// A usage failure for a value that the column can't have.
    pub fn resolve(self, zone: Option<&TimeZone>, today: NaiveDate) -> Result<Filter, Failure> {
        let wanted = self.wanted(zone, today)?;
        let reads_instants = matches!(wanted, Wanted::Time(_) | Wanted::Days(..));
        Ok(Filter {
            column: self.column,
            operator: self.operator,
            zone: zone.filter(|_| !reads_instants).cloned(),
            wanted,
        })
    }

    fn wanted(&self, zone: Option<&TimeZone>, today: NaiveDate) -> Result<Wanted, Failure> {
        let value = &self.value;
        if value.is_empty() {
            return Ok(Wanted::Nothing);
        }
        if matches!(self.operator, Operator::Contains | Operator::ContainsNot) {
            return Ok(Wanted::Part(folded(value)));
        }
        let Some(field) = Field::named(&self.column) else {
            return Ok(Wanted::NumberOrText(value.clone()));
        };
        if let Some(known) = known_values(field) {
            return self.known_value(known);
        }
        match (field.column_type, derived_format(field.path)) {
            (ColumnType::Number, _) if DecimalStr::parse(value).is_none() => {
                self.refuse("compares numbers; write one, like 60 or 0.5")
            }
            (ColumnType::Number, _) => Ok(Wanted::Number(value.clone())),
            (ColumnType::Time, _) => self.time(zone, today),
            (_, Some("%H")) if !is_hour(value) => self.refuse("compares texts; write one like 09"),
            (_, None | Some("%H")) => Ok(Wanted::Text(value.clone())),
            (_, Some(_)) => match days(value, today) {
                Some(days) => Ok(Wanted::Dates(days)),
                None => self.refuse("compares dates; write one, like 2025-01-31 or last-month"),
            },
        }
    }

    fn refuse(&self, what: &str) -> Result<Wanted, Failure> {
        let message = format!("--where {} {what}", self.column);
        Err(Failure::new(FailureKind::Usage, message))
    }

    /// One of the values that a column can have. A value outside of the set would match nothing, or everything.
    fn known_value(&self, known: &[&str]) -> Result<Wanted, Failure> {
        let is_equality = matches!(self.operator, Operator::Equal | Operator::NotEqual);
        let is_known = known
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&self.value));
        if is_equality && !is_known {
            let shown: String = self.value.chars().take(SHOWN).collect();
            let message = format!(
                "--where: invalid value '{shown}' for {}; expected one of: {}, or use ~",
                self.column,
                known.join(", ")
            );
            return Err(Failure::new(FailureKind::Usage, message));
        }
        Ok(Wanted::AnyCase(self.value.to_ascii_lowercase()))
    }

    /// A point in time, or the days that a date names.
    fn time(&self, zone: Option<&TimeZone>, today: NaiveDate) -> Result<Wanted, Failure> {
        let zone = zone.cloned().unwrap_or_else(TimeZone::utc);
        if let Some(time) = instant(&self.value, &zone) {
            return Ok(Wanted::Time(time));
        }
        match days(&self.value, today) {
            Some(days) => Ok(Wanted::Days(days, zone)),
            None => self.refuse(
                "compares times; write one, like 2025-01-31T22:00:00Z, or a date, like 2025-01-31",
            ),
        }
    }
}

/// How much of a value is shown, in characters.
const SHOWN: usize = 60;

/// Whether a text is an hour as the column prints it.
fn is_hour(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The instant that a text means in a zone: a time stamp, or a time of the zone.
fn instant(text: &str, zone: &TimeZone) -> Option<DateTime<Utc>> {
    let of_zone = || {
        let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
        let text = text.replacen(' ', "T", 1);
        let mut times = forms
            .iter()
            .map(|form| NaiveDateTime::parse_from_str(&text, form));
        zone.instant(times.find_map(Result::ok)?)
    };
    parse_timestamp(text).or_else(of_zone)
}

/// The days that a date names.
fn days(text: &str, today: NaiveDate) -> Option<DateRange> {
    text.parse::<DateSpec>().ok()?.span(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_condition_is_refused() {
        let long = format!("a={}", "x".repeat(1_000_000));
        for (typed, error) in [
            ("", ParseFilterError::Form),
            ("room.duration", ParseFilterError::Form),
            ("=1", ParseFilterError::Form),
            ("a!1", ParseFilterError::Form),
            ("a,b=1", ParseFilterError::Form),
            ("brief=1", ParseFilterError::Form),
            ("a..b=1", ParseFilterError::Form),
            ("a==1", ParseFilterError::DoubleEqual),
            ("a == 1", ParseFilterError::DoubleEqual),
            ("a=1 and b=2", ParseFilterError::Joined("and")),
            ("a = 'x' or a = 'y'", ParseFilterError::Joined("or")),
            ("a >== 1", ParseFilterError::Operator),
            ("a<>1", ParseFilterError::Operator),
            ("a =~ b", ParseFilterError::Operator),
            ("a<", ParseFilterError::NoValue),
            ("a ~ ''", ParseFilterError::NoValue),
            ("a='b", ParseFilterError::Quotes),
            ("a='b'c'", ParseFilterError::Quotes),
            ("a=\"\"b\"\"", ParseFilterError::Quotes),
            (&long, ParseFilterError::TooLong),
        ] {
            let result = typed.parse::<FilterSpec>();
            assert_eq!(result, Err(error), "{}", &typed[..typed.len().min(40)]);
        }
    }

    #[test]
    fn a_value_that_the_column_can_t_have_is_refused() {
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
            let condition = typed.parse::<FilterSpec>().unwrap();
            assert!(condition.resolve(None, today).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_value_outside_of_a_known_set_is_refused_with_the_set() {
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let condition: FilterSpec = "role = owner".parse().unwrap();
        let refused = condition.resolve(None, today).unwrap_err().to_string();
        assert_eq!(
            refused,
            "--where: invalid value 'owner' for user.role; \
             expected one of: moderator, participant, viewer, audience, or use ~"
        );
        for typed in ["role ~ owner", "role > n", "role =", "role = Viewer"] {
            let condition: FilterSpec = typed.parse().unwrap();
            assert!(condition.resolve(None, today).is_ok(), "{typed}");
        }
    }

    #[test]
    fn a_condition_prints_the_full_path() {
        let condition: FilterSpec = "room_id=x".parse().unwrap();
        assert_eq!(condition.to_string(), "room.room_id = x");
    }
}
