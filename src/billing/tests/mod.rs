//! Bills of whole cards and calls.

mod examples;
mod property;
mod reference;
mod rules;

use super::{Bill, ConferenceDays, FinishedBill, RateCard};
use crate::record::Projection;
use crate::text::Value;
use crate::time::{DateRange, TimeZone};
use chrono::NaiveDate;

/// A finished bill of calls in JSON.
fn finish(card: &str, zone: &str, calls: &[String], is_detailed: bool) -> FinishedBill {
    finish_period(card, zone, calls, &[], is_detailed)
}

/// The same with calls outside of its period.
fn finish_period(
    card: &str,
    zone: &str,
    calls: &[String],
    outside: &[String],
    is_detailed: bool,
) -> FinishedBill {
    let card = RateCard::parse(card, "rates.toml").unwrap();
    let zone = TimeZone::from_name(zone).unwrap();
    let today = NaiveDate::from_ymd_opt(2025, 6, 1).unwrap();
    let mut projection = Projection::default();
    let mut bill = Bill::new(card, &zone, today, is_detailed, &mut projection).unwrap();
    for call in calls {
        projection
            .with_record(call, |record| bill.add(record))
            .unwrap();
    }
    let year = ["2025-01-01", "2025-12-31"].map(|day| day.parse().unwrap());
    let days = ConferenceDays {
        days: DateRange::new(year[0], year[1]).unwrap(),
        slack: 150,
    };
    for call in outside {
        projection
            .with_record(call, |record| bill.add_outside(record, days))
            .unwrap();
    }
    bill.finish().unwrap()
}

/// A value as text.
pub fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
    }
}

/// The rows of a bill as texts, each value by the name of its column.
fn rows(bill: FinishedBill) -> Vec<Vec<(&'static str, String)>> {
    let columns = bill.columns();
    let mut rows = Vec::new();
    bill.for_each_row(|row| {
        assert_eq!(row.len(), columns.len());
        let names = columns.iter().map(|(name, _)| *name);
        let values = row.iter().map(cell);
        rows.push(names.zip(values).collect());
        Ok(())
    })
    .unwrap();
    rows
}

/// Some columns of the rows, each row in one line.
fn columns(bill: FinishedBill, names: &[&str]) -> Vec<String> {
    let rows = rows(bill).into_iter().map(|row| {
        let value = |name: &&str| {
            let cell = row.iter().find(|(known, _)| known == name);
            cell.unwrap().1.clone()
        };
        names
            .iter()
            .map(value)
            .collect::<Vec<_>>()
            .join(" ")
            .trim_end()
            .to_owned()
    });
    rows.collect()
}

/// A call of the customer `c` with a number of seconds, at a second of January 1, 2025.
fn call(number: u32, seconds: u32) -> String {
    format!(
        r#"{{"cdr_id":"{number}","conf_num":"7","user":{{"ref":"c"}},
            "room":{{"connect_dt":"2025-01-01T00:00:{number:02}.000Z","duration":{seconds}}}}}"#
    )
}
