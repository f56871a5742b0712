//! Conditions on calls: `COLUMN OP VALUE`.

use super::fields::{Field, Type, is_form_of_derived};
use super::selection::{Columns, Selection};
use crate::bounds::CONDITION;
use crate::error::{Failure, Kind};
use crate::parse::{Projection, Record};
use crate::request::{DateArgument, Zone};
use crate::text::{Decimal, time};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A condition as typed, its form checked. Which time a date of it means depends on the zone and the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionArgument {
    column: String,
    operator: Operator,
    value: String,
}

/// How a call's value must stand to the value of the condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    ContainsNot,
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
                "write a column, one of = != < <= > >= ~ !~, and a value, like 'room.duration > 60'"
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
        let refuse = |what| {
            let message = format!("--where {} {what}", self.column);
            Err(Failure::new(Kind::Usage, message))
        };
        let wanted = match kind {
            _ if self.value.is_empty() => Wanted::Nothing,
            _ if is_contained => Wanted::Part(self.value.to_lowercase()),
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
            Some(_) => match is_form_of_derived(&self.column, &self.value) {
                Some(false) => {
                    return refuse("compares texts; write the value as 'cdr fields' shows it");
                }
                _ => Wanted::Text(self.value),
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
    let date = || {
        let date = text.parse::<DateArgument>().ok()?;
        zone.start(date.first_day(today)?)
    };
    time(text).or_else(of_zone).or_else(date)
}

/// A condition on calls.
#[derive(Clone, Debug)]
pub struct Condition {
    column: String,
    operator: Operator,
    wanted: Wanted,
    /// The zone that the call's value is looked at in, as it is printed.
    zone: Option<Zone>,
}

/// What a call's value is compared with.
#[derive(Clone, Debug)]
enum Wanted {
    /// No value.
    Nothing,
    Number(String),
    Time(DateTime<Utc>),
    Text(String),
    /// A number, when both are, else a text.
    NumberOrText(String),
    /// A part of a text, in small letters.
    Part(String),
}

impl Wanted {
    /// How a value stands to this one; `None` where they can't be compared.
    fn compare(&self, value: &str) -> Option<Ordering> {
        let numbers = |wanted| Some(Decimal::parse(value)?.cmp(&Decimal::parse(wanted)?));
        match self {
            Self::Number(wanted) => numbers(wanted),
            Self::Time(wanted) => Some(time(value)?.cmp(wanted)),
            Self::Text(wanted) => Some(value.cmp(wanted)),
            Self::NumberOrText(wanted) => {
                Some(numbers(wanted).unwrap_or_else(|| value.cmp(wanted)))
            }
            Self::Nothing | Self::Part(_) => None,
        }
    }
}

/// Conditions that must all hold.
pub struct Conditions(Vec<(Selection, Condition)>);

impl Conditions {
    /// Asks the projection for what they look at.
    pub fn new(conditions: &[Condition], projection: &mut Projection) -> Self {
        let conditions = conditions.iter().map(|condition| {
            let column = Columns::named([&*condition.column].into_iter());
            let selection = Selection::new(&column, projection).in_zone(condition.zone.as_ref());
            (selection, condition.clone())
        });
        Self(conditions.collect())
    }

    /// The columns they look at.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, condition)| &*condition.column)
    }

    /// Whether all of them hold for this call.
    pub fn hold(&self, record: &Record<'_>) -> bool {
        self.0.iter().all(|(selection, condition)| {
            let mut texts = selection.texts(record);
            texts.next().is_some_and(|text| condition.holds(&text))
        })
    }
}

impl Condition {
    fn holds(&self, value: &str) -> bool {
        let is = || match &self.wanted {
            Wanted::Nothing => value.is_empty(),
            Wanted::Part(part) => value.to_lowercase().contains(part),
            // A call without a value is not compared.
            _ => !value.is_empty() && self.wanted.compare(value) == Some(Ordering::Equal),
        };
        let order = || self.wanted.compare(value).filter(|_| !value.is_empty());
        match self.operator {
            Operator::Equal | Operator::Contains => is(),
            Operator::NotEqual | Operator::ContainsNot => !is(),
            Operator::Less => order().is_some_and(Ordering::is_lt),
            Operator::LessOrEqual => order().is_some_and(Ordering::is_le),
            Operator::Greater => order().is_some_and(Ordering::is_gt),
            Operator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &str = r#"{"conf_num":"7","room":{"duration":"60.0","connect_dt":"2025-01-31T20:00:00.000Z"},
        "user":{"name":"Zoë \"Z\" O'Hara","ref":""},"price":"2.50","note":"a1"}"#;

    fn holds_in(zone: &str, typed: &str) -> bool {
        let zone = Zone::named(zone).unwrap();
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let condition = typed.parse::<ConditionArgument>().unwrap();
        let condition = condition.condition(Some(&zone), today).unwrap();
        let mut projection = Projection::default();
        let conditions = Conditions::new(&[condition], &mut projection);
        projection
            .record(CALL, |record| Ok(conditions.hold(record)))
            .unwrap()
    }

    fn holds(typed: &str) -> bool {
        holds_in("utc", typed)
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        for typed in [
            "room.duration=60",
            "room.duration >= 6e1",
            "room.duration<60.1",
            "price<10",
            "price = 2.5",
        ] {
            assert!(holds(typed), "{typed}");
        }
        for typed in ["room.duration!=60", "room.duration>60", "price>10"] {
            assert!(!holds(typed), "{typed}");
        }
    }

    #[test]
    fn ids_are_compared_as_texts_and_so_is_what_is_no_number() {
        assert!(holds("conf_num=7") && !holds("conf_num=7.0") && holds("conf_num>10"));
        assert!(holds("note>10") && holds("note = a1"));
    }

    #[test]
    fn times_are_compared_as_times_and_a_date_is_its_start_in_the_zone() {
        for typed in [
            "room.connect_dt = 2025-01-31T21:00:00+01:00",
            "room.connect_dt >= 2025-02-01",
            "room.connect_dt < 2025-02",
            "room.connect_dt = 2025-02-01 01:30",
            "room.connect_dt < today",
            "room.connect_dt > yesterday",
            "room.connect_dt ~ 2025-02-01t01:30",
            "day = 2025-02-01",
            "hour < 02",
        ] {
            assert_eq!(
                holds_in("Asia/Kolkata", typed),
                !matches!(typed, "room.connect_dt < 2025-02"),
                "{typed}"
            );
        }
        assert!(holds("room.connect_dt < 2025-02") && holds("hour>=20"));
    }

    #[test]
    fn a_text_is_contained_in_any_case() {
        assert!(holds("user.name~zOË") && holds("user.name !~ x") && !holds("user.name!~z"));
    }

    #[test]
    fn a_call_without_a_value_is_found_and_not_compared() {
        for typed in [
            "user.ref=",
            "user.ip =",
            "user.name!=",
            "user.ip!=1",
            "user.ip!~1",
            "user.ref != ''",
        ] {
            let expected = typed != "user.ref != ''";
            assert_eq!(holds(typed), expected, "{typed}");
        }
        for typed in [
            "user.ip<1",
            "user.ref<z",
            "user.ip=1",
            "user.ref~x",
            "user.name=",
        ] {
            assert!(!holds(typed), "{typed}");
        }
    }

    #[test]
    fn quotes_around_a_value_are_not_part_of_it() {
        assert!(holds("conf_num = '7'") && !holds("conf_num = ' 7'"));
        assert!(!holds("user.name = =1") && holds("conf_num=\"7\"") && holds("user.name ~ O'Hara"));
    }

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
