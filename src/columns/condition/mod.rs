//! Conditions on calls.

mod argument;

pub use self::argument::ConditionArgument;

use super::fields::form_of_derived;
use super::selection::{Columns, Selection};
use crate::parse::{Projection, Record};
use crate::request::Zone;
use crate::text::{Decimal, time};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::cmp::Ordering;

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
    /// A part of a text, folded.
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

/// A text without the difference between large and small letters, each letter by itself.
fn folded(text: &str) -> String {
    let large = text.chars().flat_map(char::to_uppercase);
    large.flat_map(char::to_lowercase).collect()
}

impl Condition {
    /// Whether it may hold of a call of this UTC day, or of one whose day is not known. Elsewhere the same call may be
    /// of the day before or after.
    pub fn may_hold_on(&self, day: Option<NaiveDate>) -> bool {
        let is_of_day = self.column != "hour";
        let form = form_of_derived(&self.column).filter(|_| is_of_day);
        let Some(form) = form else {
            return true;
        };
        let Some(day) = day else {
            return self.holds("");
        };
        let around = match &self.zone {
            Some(zone) if !zone.is_utc() => 1,
            _ => 0,
        };
        let days =
            (-around..=around).filter_map(|days| day.checked_add_signed(TimeDelta::days(days)));
        days.into_iter()
            .any(|day| self.holds(&day.format(form).to_string()))
    }

    fn holds(&self, value: &str) -> bool {
        let is = || match &self.wanted {
            Wanted::Nothing => value.is_empty(),
            Wanted::Part(part) => folded(value).contains(part),
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
    use chrono::NaiveDate;

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
            "day = yesterday",
            "month = this-month",
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
        assert!(folded("ΟΔΟΣΑ").contains(&folded("οδος")) && folded("Straße") == "strasse");
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
}
