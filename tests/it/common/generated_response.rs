//! Any number of records of either form, the same every time: the samples over and over, each with ids, a day
//! and figures of its own.

use std::fmt::Write;

/// Which of the documented forms.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    Older,
    Newer,
}

/// How many rooms the calls are in.
const ROOMS: u64 = 200;

/// How many users are in a conference.
const USERS: u64 = 8;

/// A response with so many records.
pub fn response(form: Form, count: u64) -> String {
    let mut response = "{\"result\":\"0\",\"cdr\":[".to_owned();
    let templates = templates(form);
    for number in 0..count {
        if number > 0 {
            response.push(',');
        }
        response.push_str(&record(&templates, number));
    }
    response + "]}"
}

/// The records of a sample, each on one line.
fn templates(form: Form) -> Vec<String> {
    let sample = match form {
        Form::Older => include_str!("../../samples/enablex.json"),
        Form::Newer => include_str!("../../samples/smartflomeet.json"),
    };
    let list = sample.split_once("\"cdr\": [\n").unwrap().1;
    let records = list
        .split("\n    }")
        .filter(|record| record.contains("cdr_id"));
    let on_one_line = |record: &str| {
        let record: String = record
            .trim_start_matches(",\n")
            .lines()
            .map(str::trim)
            .collect();
        record.replace("\": ", "\":") + "}"
    };
    records.map(on_one_line).collect()
}

fn record(templates: &[String], number: u64) -> String {
    let template = &templates[usize::try_from(number).unwrap() % templates.len()];
    let (day, hour) = (1 + number / 24 % 28, number % 24);
    let seconds = 60 + number * 37 % 5000;
    let mut record = template.clone();
    for (name, value) in [
        ("cdr_id", format!("\"{number:024x}\"")),
        (
            "conf_num",
            format!("\"{}\"", 1_000_000_000 + number / USERS),
        ),
        ("call_num", format!("\"{}\"", 1_000_000_000_000 + number)),
        ("room_id", format!("\"{:024x}\"", number / USERS % ROOMS)),
        (
            "connect_dt",
            format!("\"2025-01-{day:02}T{hour:02}:00:00.366Z\""),
        ),
        (
            "subscribed_minutes",
            format!("{}.{:03}", seconds * 3, number % 1000),
        ),
        (
            "published_minutes",
            format!("{seconds}.{:02}", number % 100),
        ),
        ("connect_minutes_cal", (seconds / 60 + 1).to_string()),
    ] {
        set(&mut record, name, &value);
    }
    record
}

/// Gives the first member of this name another value, which is neither an object nor a list before or after.
fn set(record: &mut String, name: &str, value: &str) {
    let mut member = String::new();
    write!(member, "\"{name}\":").unwrap();
    if let Some(place) = record.find(&member) {
        let start = place + member.len();
        let end = start + record[start..].find([',', '}']).unwrap();
        record.replace_range(start..end, value);
    }
}
