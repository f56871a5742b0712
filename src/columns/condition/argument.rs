//! Conditions as they are typed: `COLUMN OP VALUE`.

use super::{Condition, Operator, Wanted, folded};
use crate::bounds::CONDITION;
use crate::columns::fields::{Field, Type, form_of_derived, is_start_of};
use crate::columns::selection::Columns;
use crate::error::{Failure, Kind};
use crate::request::{DateArgument, Zone};
use crate::text::{Decimal, time};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use std::fmt;
use std::str::FromStr;

/// A condition as typed, its form checked. Which time a date of it means depends on the zone and the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionArgument {
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

impl ConditionArgument {
    /// How the operators are written.
    pub fn operators() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(sign, _)| *sign)
    }
}

impl fmt::Display for ConditionArgument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = |operator: &(&str, Operator)| operator.1 == self.operator;
        let sign = OPERATORS.iter().find(|operator| known(operator));
        let sign = sign.map_or("=", |(sign, _)| sign);
        write!(formatter, "{} {sign} {}", self.column, self.value)
    }
}

/// A text that is no condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionError {
    /// No column, or no operator behind it.
    Form,
    /// An operator that others have.
    Operator,
    /// No value, where there must be one.
    NoValue,
    /// A quote that is not closed, or something behind it.
    Quotes,
    /// More bytes than any condition needs.
    TooLong,
}

impl fmt::Display for ConditionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
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

impl std::error::Error for ConditionError {}

impl FromStr for ConditionArgument {
    type Err = ConditionError;

    fn from_str(typed: &str) -> Result<Self, ConditionError> {
        if typed.len() > CONDITION {
            return Err(ConditionError::TooLong);
        }
        let place = typed.find(['=', '!', '<', '>', '~']);
        let (column, rest) = typed.split_at(place.ok_or(ConditionError::Form)?);
        let operator = OPERATORS
            .iter()
            .find_map(|(sign, operator)| Some((rest.strip_prefix(sign)?, *operator)));
        let (value, operator) = operator.ok_or(ConditionError::Form)?;
        if value.starts_with(['=', '!', '<', '>', '~']) {
            return Err(ConditionError::Operator);
        }
        let columns = Columns::from_str(column).map_err(|_| ConditionError::Form)?;
        // A list or a set is no column.
        let [column] = &columns.names().collect::<Vec<_>>()[..] else {
            return Err(ConditionError::Form);
        };
        let value = unquoted(value.trim())?;
        let may_be_empty = matches!(operator, Operator::Equal | Operator::NotEqual);
        if value.is_empty() && !may_be_empty {
            return Err(ConditionError::NoValue);
        }
        Ok(Self {
            column: (*column).to_owned(),
            operator,
            value: value.to_owned(),
        })
    }
}

/// A value without the quotes around it, if there are any.
fn unquoted(value: &str) -> Result<&str, ConditionError> {
    let Some(quote) = value.chars().next().filter(|first| "\"'".contains(*first)) else {
        return Ok(value);
    };
    let within = value[1..].strip_suffix(quote);
    let within = within.filter(|within| !within.contains(quote));
    within.ok_or(ConditionError::Quotes)
}

impl ConditionArgument {
    /// What it means in this zone (UTC, where there is none) on this day.
    ///
    /// # Errors
    /// A usage failure for a value that the column can't have.
    pub fn condition(self, zone: Option<&Zone>, today: NaiveDate) -> Result<Condition, Failure> {
        let kind = Field::named(&self.column).map(|field| field.kind);
        let is_contained = matches!(self.operator, Operator::Contains | Operator::ContainsNot);
        let refuse = |what: &str| {
            let message = format!("--where {} {what}", self.column);
            Err(Failure::new(Kind::Usage, message))
        };
        let wanted = match kind {
            _ if self.value.is_empty() => Wanted::Nothing,
            _ if is_contained => Wanted::Part(folded(&self.value)),
            Some(Type::Number) if Decimal::parse(&self.value).is_none() => {
                return refuse("compares numbers; write one, like 60 or 0.5");
            }
            Some(Type::Number) => Wanted::Number(self.value),
            Some(Type::Time) => match instant(&self.value, zone, today) {
                Some(time) => Wanted::Time(time),
                None => {
                    return refuse(
                        "compares times; write one, like 2025-01-31T22:00:00Z, or a date, like 2025-01-31",
                    );
                }
            },
            Some(_) => match form_of_derived(&self.column) {
                None => Wanted::Text(self.value),
                Some(form) if is_start_of(form, &self.value) => Wanted::Text(self.value),
                Some(form) => {
                    let day = first_day(&self.value, today).filter(|_| form != "%H");
                    let Some(day) = day else {
                        let example = today.and_time(NaiveTime::MIN).format(form);
                        return refuse(&format!("compares texts; write one like {example}"));
                    };
                    Wanted::Text(day.format(form).to_string())
                }
            },
            None => Wanted::NumberOrText(self.value),
        };
        Ok(Condition {
            column: self.column,
            operator: self.operator,
            zone: zone.filter(|_| !matches!(wanted, Wanted::Time(_))).cloned(),
            wanted,
        })
    }
}

/// The instant that a text means in a zone: a time stamp, a time of the zone, or the start of a date.
fn instant(text: &str, zone: Option<&Zone>, today: NaiveDate) -> Option<DateTime<Utc>> {
    let utc = Zone::utc();
    let zone = zone.unwrap_or(&utc);
    let of_zone = || {
        let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
        let text = text.replacen(' ', "T", 1);
        let mut times = forms
            .iter()
            .map(|form| NaiveDateTime::parse_from_str(&text, form));
        zone.instant(times.find_map(Result::ok)?)
    };
    let date = || zone.start(first_day(text, today)?);
    time(text).or_else(of_zone).or_else(date)
}

/// The first of the days that a date means.
fn first_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    text.parse::<DateArgument>().ok()?.first_day(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_condition_is_refused() {
        let long = format!("a={}", "x".repeat(1_000_000));
        for (typed, error) in [
            ("", ConditionError::Form),
            ("room.duration", ConditionError::Form),
            ("=1", ConditionError::Form),
            ("a!1", ConditionError::Form),
            ("a,b=1", ConditionError::Form),
            ("brief=1", ConditionError::Form),
            ("a..b=1", ConditionError::Form),
            ("a==1", ConditionError::Operator),
            ("a<>1", ConditionError::Operator),
            ("a =~ b", ConditionError::Operator),
            ("a<", ConditionError::NoValue),
            ("a ~ ''", ConditionError::NoValue),
            ("a='b", ConditionError::Quotes),
            ("a='b'c'", ConditionError::Quotes),
            ("a=\"\"b\"\"", ConditionError::Quotes),
            (&long, ConditionError::TooLong),
        ] {
            let result = typed.parse::<ConditionArgument>();
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
            "day=1.2.2025",
            "month=2025-1",
        ] {
            let condition = typed.parse::<ConditionArgument>().unwrap();
            assert!(condition.condition(None, today).is_err(), "{typed}");
        }
    }
}
