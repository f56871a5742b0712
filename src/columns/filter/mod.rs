//! `--where`: conditions on calls, all of which must match.
//!
//! A condition goes through three forms. [`FilterSpec`] is what was typed, checked for its syntax.
//! [`Filter`] is resolved: dates such as `yesterday` are days of a zone, and the operand has the
//! type of the column, so that an operand that the column cannot have is a usage error before
//! anything is requested. [`Filters`] is bound to a projection and decides on records.
//!
//! The type of a column decides how values are compared: numbers as exact decimals, times as
//! instants or, if the operand is a date, by their days; IDs and texts as texts; `day` and `month`
//! with the days of a date. Columns that are not documented compare numbers if both sides are
//! numbers, else texts. A call without a value matches only `COLUMN=`, `!=` and `!~`.
//!
//! An archive has a file per UTC day, so that [`Filter::may_match_day`] can rule files out without
//! reading them. It may err on the side of reading a file, never on the side of skipping one: that
//! would lose calls silently.

mod foreign;
mod requested;
mod spec;

pub use self::requested::RequestedDays;
pub use self::spec::FilterSpec;

use super::derived::format_local_time;
use super::list::ColumnList;
use super::reader::ColumnReader;
use super::schema::DerivedColumn;
use crate::record::{Projection, Record};
use crate::text::DecimalStr;
use crate::time::{DateRange, TimeZone, parse_timestamp};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use std::cmp::Ordering;

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    NotContains,
}

/// A condition on calls.
#[derive(Clone, Debug)]
pub struct Filter {
    column: String,
    operator: Operator,
    operand: Operand,
    /// The zone in which values are compared as they are printed; `None` for instants, which have
    /// none.
    zone: Option<TimeZone>,
}

/// The right side of a condition.
#[derive(Clone, Debug)]
enum Operand {
    /// No value.
    Empty,
    Number(String),
    Time(DateTime<Utc>),
    /// Days of a zone, compared with the day of a time.
    TimeInDays(DateRange, TimeZone),
    /// Days, compared with a printed day or month.
    PrintedDate(DateRange),
    Text(String),
    /// A lower-case text, compared without regard to the case of ASCII letters.
    AnyCase(String),
    /// Compared as a number with numbers, and as a text with anything else.
    NumberOrText(String),
    /// A part of a text, after [`case_fold`].
    Substring(String),
}

impl Operand {
    /// Compares a value with this operand; `None` if they are not comparable.
    fn compare(&self, value: &str) -> Option<Ordering> {
        let compare_numbers =
            |operand: &str| Some(DecimalStr::parse(value)?.cmp(&DecimalStr::parse(operand)?));
        match self {
            Self::Number(operand) => compare_numbers(operand),
            Self::Time(operand) => Some(parse_timestamp(value)?.cmp(operand)),
            Self::TimeInDays(days, zone) => {
                Some(compare_day(zone.local_date(parse_timestamp(value)?), *days))
            }
            Self::PrintedDate(days) => compare_date(value, *days),
            Self::Text(operand) => Some(value.cmp(operand)),
            Self::AnyCase(operand) => {
                let lower_case = value.bytes().map(|byte| byte.to_ascii_lowercase());
                Some(lower_case.cmp(operand.bytes()))
            }
            Self::NumberOrText(operand) => {
                Some(compare_numbers(operand).unwrap_or_else(|| value.cmp(operand)))
            }
            Self::Empty | Self::Substring(_) => None,
        }
    }
}

/// Compares a day with a range: `Equal` if the range contains it.
fn compare_day(day: NaiveDate, days: DateRange) -> Ordering {
    if day < days.first() {
        Ordering::Less
    } else if day > days.last() {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

/// Compares a printed day or month with a range. A month is in the range if one of its days is.
fn compare_date(printed: &str, days: DateRange) -> Option<Ordering> {
    if let Ok(day) = printed.parse() {
        return Some(compare_day(day, days));
    }
    let month: NaiveDate = format!("{printed}-01").parse().ok()?;
    let months = DateRange::new(days.first().with_day(1)?, days.last())?;
    Some(compare_day(month, months))
}

impl Filter {
    /// Returns the conditions that the day of a call is in a range of days of a zone.
    pub fn day_range(days: DateRange, zone: &TimeZone) -> [Self; 2] {
        [Operator::GreaterOrEqual, Operator::LessOrEqual].map(|operator| Self {
            column: DerivedColumn::Day.name().to_owned(),
            operator,
            operand: Operand::PrintedDate(days),
            zone: Some(zone.clone()),
        })
    }

    /// Returns the column whose values are compared.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// Returns whether a call of this UTC day may match, or one without a time if `day` is `None`.
    pub fn may_match_day(&self, day: Option<NaiveDate>) -> bool {
        let Some(column) = self.date_column() else {
            return true;
        };
        let Some(day) = day else {
            return self.matches_value("");
        };
        // In another zone, a call may belong to the day before or after.
        let distance = match &self.zone {
            Some(zone) if !zone.is_utc() => 1,
            _ => 0,
        };
        (-distance..=distance)
            .filter_map(|days| day.checked_add_signed(TimeDelta::days(days)))
            .map(|day| format_local_time(day.and_time(NaiveTime::MIN), column))
            .any(|day| self.matches_value(&day))
    }

    /// Returns the column if it is `day` or `month`, whose value follows from the day of a call.
    fn date_column(&self) -> Option<DerivedColumn> {
        DerivedColumn::find(&self.column).filter(|column| *column != DerivedColumn::Hour)
    }

    /// Returns whether only a missing value matches.
    pub fn requires_no_value(&self) -> bool {
        matches!(
            (&self.operand, self.operator),
            (Operand::Empty, Operator::Equal)
        )
    }

    /// Returns whether a value matches, given as it is printed.
    pub fn matches_value(&self, value: &str) -> bool {
        // A call without a value is not comparable.
        let ordering = || self.operand.compare(value).filter(|_| !value.is_empty());
        let is_match = || match &self.operand {
            Operand::Empty => value.is_empty(),
            Operand::Substring(part) => case_fold(value).contains(part),
            _ => ordering() == Some(Ordering::Equal),
        };
        match self.operator {
            Operator::Equal | Operator::Contains => is_match(),
            Operator::NotEqual | Operator::NotContains => !is_match(),
            Operator::Less => ordering().is_some_and(Ordering::is_lt),
            Operator::LessOrEqual => ordering().is_some_and(Ordering::is_le),
            Operator::Greater => ordering().is_some_and(Ordering::is_gt),
            Operator::GreaterOrEqual => ordering().is_some_and(Ordering::is_ge),
        }
    }
}

/// Folds the case of a text character by character, so that a part of a text is folded like the
/// whole. Lower-casing alone depends on the context of a final sigma, and leaves `ß` different from
/// `SS`.
fn case_fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Conditions bound to a projection.
pub struct Filters(Vec<(ColumnReader, Filter)>);

impl Filters {
    /// Adds the columns of the conditions to the projection.
    pub fn new(filters: &[Filter], projection: &mut Projection) -> Self {
        let bind = |filter: &Filter| {
            let column = ColumnList::from_names([filter.column()].into_iter());
            let reader = ColumnReader::new(&column, projection).in_zone(filter.zone.as_ref());
            (reader, filter.clone())
        };
        Self(filters.iter().map(bind).collect())
    }

    /// Returns the columns whose values are compared.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, filter)| filter.column())
    }

    /// Returns whether a call matches all conditions.
    pub fn matches(&self, record: &Record<'_>) -> bool {
        self.0.iter().all(|(reader, filter)| {
            let value = reader.value(0, record).unwrap_or_default();
            filter.matches_value(&value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::has_four_digit_year;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    const CALL: &str = r#"{"conf_num":"7","room":{"duration":"60.0","connect_dt":"2025-01-31T20:00:00.000Z"},
        "user":{"name":"Zoë \"Z\" O'Hara","ref":""},"price":"2.50","note":"a1"}"#;

    fn matches_in(zone: &str, typed: &str) -> bool {
        let zone = TimeZone::from_name(zone).unwrap();
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let filter = typed.parse::<FilterSpec>().unwrap();
        let filter = filter.resolve(Some(&zone), today).unwrap();
        let mut projection = Projection::default();
        let filters = Filters::new(&[filter], &mut projection);
        projection
            .with_record(CALL, |record| Ok(filters.matches(record)))
            .unwrap()
    }

    fn matches(typed: &str) -> bool {
        matches_in("utc", typed)
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
            assert!(matches(typed), "{typed}");
        }
        for typed in ["room.duration!=60", "room.duration>60", "price>10"] {
            assert!(!matches(typed), "{typed}");
        }
    }

    #[test]
    fn ids_and_values_that_are_not_numbers_are_compared_as_texts() {
        assert!(matches("conf_num=7") && !matches("conf_num=7.0") && matches("conf_num>10"));
        assert!(matches("note>10") && matches("note = a1"));
    }

    #[test]
    fn times_are_compared_as_instants_and_with_dates_by_their_days_in_the_zone() {
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
                matches_in("Asia/Kolkata", typed),
                !matches!(typed, "room.connect_dt < 2025-02"),
                "{typed}"
            );
        }
        assert!(matches("room.connect_dt < 2025-02") && matches("hour>=20"));
    }

    #[test]
    fn contains_ignores_case() {
        assert!(
            case_fold("ΟΔΟΣΑ").contains(&case_fold("οδος")) && case_fold("Straße") == "strasse"
        );
        assert!(matches("user.name~zOË") && matches("user.name !~ x") && !matches("user.name!~z"));
    }

    #[test]
    fn a_call_without_a_value_matches_only_empty_and_negated_conditions() {
        for typed in [
            "user.ref=",
            "user.ip =",
            "user.name!=",
            "user.ip!=1",
            "user.ip!~1",
            "user.ref != ''",
        ] {
            let expected = typed != "user.ref != ''";
            assert_eq!(matches(typed), expected, "{typed}");
        }
        for typed in [
            "user.ip<1",
            "user.ref<z",
            "user.ip=1",
            "user.ref~x",
            "user.name=",
        ] {
            assert!(!matches(typed), "{typed}");
        }
    }

    #[test]
    fn quotes_around_a_value_are_not_part_of_it() {
        assert!(matches("conf_num = '7'") && !matches("conf_num = ' 7'"));
        assert!(
            !matches("user.name = =1")
                && matches("conf_num=\"7\"")
                && matches("user.name ~ O'Hara")
        );
    }

    /// Returns the UTC day of a call with these times, as an archive has it.
    fn archive_day(times: &[String]) -> Option<NaiveDate> {
        let days = times.iter().filter_map(|text| parse_timestamp(text));
        let mut days = days.map(|time| time.date_naive());
        days.find(has_four_digit_year)
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
        fn no_call_that_matches_is_ruled_out_by_its_day(
            connected in time_text(),
            logged in time_text(),
            zone in prop::sample::select(vec!["utc", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Niue", "-23:59"]),
            column in prop::sample::select(vec!["day", "month", "hour", "room.connect_dt"]),
            operator in prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">=", "~", "!~"]),
            value in prop::sample::select(vec![
                "", "2025-01-01", "2025-01-31", "2025-01", "2025-Q1", "2025", "0000", "9999-12", "9999-12-31", "01", "20",
            ]),
        ) {
            let zone = TimeZone::from_name(zone).unwrap();
            let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
            let condition = format!("{column} {operator} {value}").parse::<FilterSpec>();
            let condition = condition.ok().and_then(|typed| typed.resolve(Some(&zone), today).ok());
            prop_assume!(condition.is_some());
            let condition = condition.unwrap();
            let mut projection = Projection::default();
            let filters = Filters::new(std::slice::from_ref(&condition), &mut projection);
            let call = format!(r#"{{"trans_date":"{logged}","room":{{"connect_dt":"{connected}"}}}}"#);
            let matches = projection.with_record(&call, |record| Ok(filters.matches(record))).unwrap();
            let day = archive_day(&[connected, logged]);
            prop_assert!(!matches || condition.may_match_day(day), "{call} {day:?}");
        }
    }

    #[test]
    fn days_on_which_no_call_can_match_are_ruled_out() {
        let today = NaiveDate::from_ymd_opt(2025, 2, 2).unwrap();
        let may_match = |typed: &str, zone: &str, day: &str| {
            let zone = TimeZone::from_name(zone).unwrap();
            let condition = typed.parse::<FilterSpec>().unwrap();
            let condition = condition.resolve(Some(&zone), today).unwrap();
            condition.may_match_day(Some(day.parse().unwrap()))
        };
        assert!(!may_match("day = 2025-01", "utc", "2025-02-01"));
        assert!(may_match("day = 2025-01", "+05:30", "2025-02-01"));
        assert!(!may_match("day = 2025-01", "+05:30", "2025-02-02"));
        assert!(!may_match("month <= 2024", "utc", "2025-01-01"));
        assert!(may_match("month >= 2025-Q1", "utc", "2025-01-01"));
    }
}
