//! Both documented forms come out right in every format: values, number text, key order.

use crate::common::golden::assert_golden;
use crate::common::{ENABLEX, SMARTFLOMEET, Service, assert_success, response_with};
use serde_json::Value;

const SAMPLES: [(&str, &str); 2] = [("enablex", ENABLEX), ("smartflomeet", SMARTFLOMEET)];

fn print(sample: &str, arguments: &[&str]) -> String {
    let service = Service::returning(sample);
    assert_success(service.cdr().args(["period", "2025-01"]).args(arguments))
}

/// The records of a sample as they stand in it: the samples are indented by two spaces a level.
fn records(sample: &str) -> Vec<String> {
    let list = sample.split_once("\"cdr\": [\n").unwrap().1;
    let records = list.split("\n    },\n");
    let records = records.map(|record| {
        let record = record.trim_start().split("\n    }\n").next().unwrap();
        format!("{record}\n    }}")
    });
    records.collect()
}

/// A record of a sample on one line, made without a JSON parser.
fn on_one_line(record: &str) -> String {
    let lines: String = record.lines().map(str::trim).collect();
    lines.replace("\": ", "\":")
}

fn values(sample: &str) -> Vec<Value> {
    let sample: Value = serde_json::from_str(sample).unwrap();
    sample["cdr"].as_array().unwrap().clone()
}

#[test]
fn a_sample_has_forty_records() {
    for (_, sample) in SAMPLES {
        assert_eq!(records(sample).len(), 40);
        assert_eq!(values(sample).len(), 40);
    }
}

#[test]
fn json_keeps_every_record_byte_for_byte() {
    for (_, sample) in SAMPLES {
        let expected = format!(
            "{{\"result\":\"0\",\"cdr\":[\n{}\n]}}\n",
            records(sample).join(",\n")
        );
        assert_eq!(print(sample, &["-f", "json"]), expected);
    }
}

#[test]
fn json_lines_keep_number_text_and_key_order() {
    for (_, sample) in SAMPLES {
        let lines = print(sample, &["-f", "jsonl"]);
        let expected: Vec<_> = records(sample)
            .iter()
            .map(|record| on_one_line(record))
            .collect();
        assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn csv_has_every_value_of_every_record() {
    for (_, sample) in SAMPLES {
        let text = print(sample, &["-f", "csv"]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heading = reader.headers().unwrap().clone();
        let mut count = 0;
        for (row, record) in reader.records().zip(values(sample)) {
            for (column, text) in heading.iter().zip(&row.unwrap()) {
                let value = column
                    .split('.')
                    .try_fold(&record, |value, name| value.get(name));
                match value {
                    None | Some(Value::Null) => assert_eq!(text, "", "{column}"),
                    Some(Value::String(value)) => assert_eq!(text, value, "{column}"),
                    Some(object @ Value::Object(_)) => {
                        assert_eq!(&serde_json::from_str::<Value>(text).unwrap(), object);
                    }
                    Some(value) => assert_eq!(text, value.to_string(), "{column}"),
                }
            }
            count += 1;
        }
        assert_eq!(count, 40);
    }
}

#[test]
fn csv_has_a_column_for_every_member_of_both_forms() {
    fn leaves(path: &str, value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) if !members.is_empty() && path != "room.room_details" => {
                for (name, value) in members {
                    let path = [path, name].join(".");
                    leaves(path.trim_start_matches('.'), value, found);
                }
            }
            _ => found.push(path.to_owned()),
        }
    }
    for (_, sample) in SAMPLES {
        let text = print(sample, &["-f", "csv"]);
        let heading: Vec<_> = text.lines().next().unwrap().split(',').collect();
        let mut found = Vec::new();
        leaves("", &values(sample)[0], &mut found);
        for path in found {
            assert!(heading.contains(&path.as_str()), "{path}");
        }
    }
}

#[test]
fn csv_has_the_same_columns_whatever_the_response_contains() {
    let headings = [ENABLEX, SMARTFLOMEET, r#"{"result":0,"cdr":[]}"#].map(|sample| {
        print(sample, &["-f", "csv"])
            .lines()
            .next()
            .unwrap()
            .to_owned()
    });
    assert_eq!(headings[0], headings[1]);
    assert_eq!(headings[0], headings[2]);
}

#[test]
fn csv_golden() {
    for (name, sample) in SAMPLES {
        let rows = print(sample, &["-f", "csv", "-c", "billing,month"]);
        assert_golden(&format!("{name}.csv"), &rows);
    }
}

#[test]
fn table_golden() {
    for (name, sample) in SAMPLES {
        assert_golden(&format!("{name}.txt"), &print(sample, &[]));
    }
}

#[test]
fn the_same_calls_come_in_the_same_order_in_every_format() {
    for (_, sample) in SAMPLES {
        let ids: Vec<_> = values(sample)
            .iter()
            .map(|record| record["cdr_id"].as_str().unwrap().to_owned())
            .collect();
        let only_ids = ["--columns", "cdr_id", "--no-header"];
        for format in ["table", "csv"] {
            let text = print(sample, &[&only_ids[..], &["-f", format]].concat());
            assert_eq!(text.lines().collect::<Vec<_>>(), ids);
        }
        let lines = print(sample, &["-f", "jsonl"]);
        let in_lines = lines.lines().map(|line| {
            let record: Value = serde_json::from_str(line).unwrap();
            record["cdr_id"].as_str().unwrap().to_owned()
        });
        assert_eq!(in_lines.collect::<Vec<_>>(), ids);
        assert_eq!(values(&print(sample, &["-f", "json"])), values(sample));
    }
}

#[test]
fn no_header_omits_only_the_header() {
    for format in ["table", "csv"] {
        let arguments = ["-f", format, "-c", "cdr_id,call_num"];
        let with = print(ENABLEX, &arguments);
        let without = print(ENABLEX, &[&arguments[..], &["--no-header"]].concat());
        assert_eq!(with.split_once('\n').unwrap().1, without);
    }
}

#[test]
fn the_environment_can_name_the_format() {
    let service = Service::returning(ENABLEX);
    let lines = assert_success(service.cdr().env("CDR_FORMAT", "jsonl").args(["conf", "1"]));
    assert_eq!(lines.lines().count(), 40);
}

#[test]
fn the_column_record_is_the_call_as_received() {
    let record = r#"{"cdr_id": "1",  "a":1.10,"b":"\u00e9"}"#;
    let service = Service::returning(response_with(record));
    let rows =
        assert_success(
            service
                .cdr()
                .args(["conf", "1", "-f", "csv", "-c", "cdr_id,record"]),
        );
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!(&row[1], record);
}
