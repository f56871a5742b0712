//! Conditions on calls.

mod joined;
mod requested;
mod spec;

pub use self::requested::RequestedDays;
pub use self::spec::FilterSpec;

use super::list::{ColumnList, ColumnReader};
use super::schema::{derived_format, derived_text};
use crate::record::{Projection, Record};
use crate::text::DecimalStr;
use crate::time::parse_timestamp;
use crate::time::{DateRange, TimeZone};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
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
pub struct Filter {
    column: String,
    operator: Operator,
    wanted: Wanted,
    /// The zone that the call's value is looked at in, as it is printed.
    zone: Option<TimeZone>,
}

/// What a call's value is compared with.
#[derive(Clone, Debug)]
enum Wanted {
    /// No value.
    Nothing,
    Number(String),
    Time(DateTime<Utc>),
    /// Days of a zone, one of which the day of a time is to be.
    Days(DateRange, TimeZone),
    /// Days, one of which a printed day is to be, or the months of which a printed month.
    Dates(DateRange),
    Text(String),
    /// A text in any case, in small letters of ASCII.
    AnyCase(String),
    /// A number, when both are, else a text.
    NumberOrText(String),
    /// A part of a text, folded.
    Part(String),
}

impl Wanted {
    /// How a value stands to this one; `None` where they can't be compared.
    fn compare(&self, value: &str) -> Option<Ordering> {
        let numbers = |wanted| Some(DecimalStr::parse(value)?.cmp(&DecimalStr::parse(wanted)?));
        match self {
            Self::Number(wanted) => numbers(wanted),
            Self::Time(wanted) => Some(parse_timestamp(value)?.cmp(wanted)),
            Self::Days(days, zone) => Some(place(zone.day(parse_timestamp(value)?), *days)),
            Self::Dates(days) => compare_date(value, *days),
            Self::Text(wanted) => Some(value.cmp(wanted)),
            Self::AnyCase(wanted) => {
                let small = value.bytes().map(|byte| byte.to_ascii_lowercase());
                Some(small.cmp(wanted.bytes()))
            }
            Self::NumberOrText(wanted) => {
                Some(numbers(wanted).unwrap_or_else(|| value.cmp(wanted)))
            }
            Self::Nothing | Self::Part(_) => None,
        }
    }
}

/// Where a day is: before days, among them or after them.
fn place(day: NaiveDate, days: DateRange) -> Ordering {
    if day < days.first() {
        Ordering::Less
    } else if day > days.last() {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

/// Where a printed day or month is. A month is among days if one of them is in it.
fn compare_date(printed: &str, days: DateRange) -> Option<Ordering> {
    if let Ok(day) = printed.parse() {
        return Some(place(day, days));
    }
    let month: NaiveDate = format!("{printed}-01").parse().ok()?;
    let months = DateRange::new(days.first().with_day(1)?, days.last())?;
    Some(place(month, months))
}

impl Filter {
    /// The name of the column that it looks at.
    pub fn column(&self) -> &str {
        &self.column
    }
}

/// Conditions that must all hold.
pub struct Filters(Vec<(ColumnReader, Filter)>);

impl Filters {
    /// Asks the projection for what they look at.
    pub fn new(conditions: &[Filter], projection: &mut Projection) -> Self {
        let conditions = conditions.iter().map(|condition| {
            let column = ColumnList::from_names([&*condition.column].into_iter());
            let selection = ColumnReader::new(&column, projection).in_zone(condition.zone.as_ref());
            (selection, condition.clone())
        });
        Self(conditions.collect())
    }

    /// The columns they look at.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, condition)| &*condition.column)
    }

    /// Whether all of them hold for this call.
    pub fn matches(&self, record: &Record<'_>) -> bool {
        self.0.iter().all(|(selection, condition)| {
            let mut texts = selection.values_or_empty(record);
            texts
                .next()
                .is_some_and(|text| condition.matches_value(&text))
        })
    }
}

/// A text without the difference between large and small letters, each letter by itself.
fn folded(text: &str) -> String {
    let large = text.chars().flat_map(char::to_uppercase);
    large.flat_map(char::to_lowercase).collect()
}

impl Filter {
    /// Whether it may hold of a call of this UTC day, or of one whose day is not known. Elsewhere the same call may be
    /// of the day before or after.
    pub fn may_match_day(&self, day: Option<NaiveDate>) -> bool {
        let is_of_day = self.column != "hour";
        let form = derived_format(&self.column).filter(|_| is_of_day);
        let Some(form) = form else {
            return true;
        };
        let Some(day) = day else {
            return self.matches_value("");
        };
        let around = match &self.zone {
            Some(zone) if !zone.is_utc() => 1,
            _ => 0,
        };
        let days =
            (-around..=around).filter_map(|days| day.checked_add_signed(TimeDelta::days(days)));
        days.into_iter()
            .any(|day| self.matches_value(&derived_text(day.and_time(NaiveTime::MIN), form)))
    }

    fn matches_value(&self, value: &str) -> bool {
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
    use proptest::prelude::*;

    const CALL: &str = r#"{"conf_num":"7","room":{"duration":"60.0","connect_dt":"2025-01-31T20:00:00.000Z"},
        "user":{"name":"Zoë \"Z\" O'Hara","ref":""},"price":"2.50","note":"a1"}"#;

    fn holds_in(zone: &str, typed: &str) -> bool {
        let zone = TimeZone::named(zone).unwrap();
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let condition = typed.parse::<FilterSpec>().unwrap();
        let condition = condition.resolve(Some(&zone), today).unwrap();
        let mut projection = Projection::default();
        let conditions = Filters::new(&[condition], &mut projection);
        projection
            .with_record(CALL, |record| Ok(conditions.matches(record)))
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
    fn times_are_compared_as_times_and_a_date_as_the_days_it_names_in_the_zone() {
        for typed in [
            "room.connect_dt = 2025-01-31T21:00:00+01:00",
            "room.connect_dt >= 2025-02-01",
            "room.connect_dt < 2025-02",
            "room.connect_dt = 2025-02-01 01:30",
            "room.connect_dt = 2025-02",
            "room.connect_dt <= 2025-Q1",
            "room.connect_dt < today",
            "room.connect_dt = yesterday",
            "room.connect_dt > last-month",
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

    /// The UTC day by which an archive keeps a call with these times.
    fn day_kept(times: &[String]) -> Option<NaiveDate> {
        let days = times.iter().filter_map(|text| parse_timestamp(text));
        let mut days = days.map(|time| time.date_naive());
        days.find(|day| (0..=9999).contains(&day.year()))
    }

    /// A time, also at the ends of the calendar, or a text that is none.
    fn time_text() -> impl Strategy<Value = String> {
        let day = prop_oneof![
            Just("2024-12-31".to_owned()),
            Just("2025-01-01".to_owned()),
            Just("2025-01-31".to_owned()),
            Just("2025-02-01".to_owned()),
            Just("0000-01-01".to_owned()),
            Just("9999-12-31".to_owned()),
        ];
        let offset = prop_oneof![Just("Z"), Just("+14:00"), Just("-11:30"), Just("x")];
        (day, 0..24_u32, offset)
            .prop_map(|(day, hour, offset)| format!("{day}T{hour:02}:30:00.000{offset}"))
    }

    proptest! {
        #[test]
        fn the_day_of_an_archive_rules_no_call_out_that_a_condition_matches(
            connected in time_text(),
            logged in time_text(),
            zone in prop::sample::select(vec!["utc", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Niue", "-23:59"]),
            column in prop::sample::select(vec!["day", "month", "hour", "room.connect_dt"]),
            operator in prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">=", "~", "!~"]),
            value in prop::sample::select(vec![
                "", "2025-01-01", "2025-01-31", "2025-01", "2025-Q1", "2025", "0000", "9999-12", "9999-12-31", "01", "20",
            ]),
        ) {
            let zone = TimeZone::named(zone).unwrap();
            let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
            let condition = format!("{column} {operator} {value}").parse::<FilterSpec>();
            let condition = condition.ok().and_then(|typed| typed.resolve(Some(&zone), today).ok());
            prop_assume!(condition.is_some());
            let condition = condition.unwrap();
            let mut projection = Projection::default();
            let conditions = Filters::new(std::slice::from_ref(&condition), &mut projection);
            let call = format!(r#"{{"trans_date":"{logged}","room":{{"connect_dt":"{connected}"}}}}"#);
            let holds = projection.with_record(&call, |record| Ok(conditions.matches(record))).unwrap();
            let day = day_kept(&[connected, logged]);
            prop_assert!(!holds || condition.may_match_day(day), "{call} {day:?}");
        }
    }

    #[test]
    fn days_that_a_condition_excludes_are_ruled_out() {
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let may_hold = |typed: &str, zone: &str, day: &str| {
            let zone = TimeZone::named(zone).unwrap();
            let condition = typed.parse::<FilterSpec>().unwrap();
            let condition = condition.resolve(Some(&zone), today).unwrap();
            condition.may_match_day(Some(day.parse().unwrap()))
        };
        assert!(!may_hold("day = 2025-01", "utc", "2025-02-01"));
        assert!(may_hold("day = 2025-01", "+05:30", "2025-02-01"));
        assert!(!may_hold("day = 2025-01", "+05:30", "2025-02-02"));
        assert!(!may_hold("month <= 2024", "utc", "2025-01-01"));
        assert!(may_hold("month >= 2025-Q1", "utc", "2025-01-01"));
    }
}
