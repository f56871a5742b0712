//! What `cdr` writes as JSON or JSON Lines, `cdr read` takes back, whatever the records hold.

use crate::common::{Service, assert_success, cdr, response_with};
use proptest::prelude::*;

/// Names of members: plain, those of an envelope, of records, and half a surrogate pair.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "cdr",
            "result",
            "error_code",
            "error",
            "status",
            "desc",
            "message",
            "request_id",
            "cdr_id",
            "user",
            "room",
            "\\ud800",
            "\\u0063dr",
            "a",
        ])
        .prop_map(str::to_owned),
        "[a-z]{1,3}",
    ]
}

/// JSON of any shape, as text: with duplicate members, numbers of any size and half surrogate pairs.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "null",
            "true",
            "0",
            "-0.0",
            "1e400",
            "1.10",
            "12345678901234567890123",
            "\"\"",
            "\"0\"",
            "\"error\"",
            "\"\\ud800\"",
            "\"a \\udfff\"",
            "\"x, y: {z}\"",
            "{}",
            "[]",
        ])
        .prop_map(str::to_owned),
        "[a-z ,:]{0,5}".prop_map(|text| format!("\"{text}\"")),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|list| format!("[{}]", list.join(","))),
            object(inner),
        ]
    })
}

fn object(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec((name(), value), 0..4).prop_map(|members| {
        let members = members
            .iter()
            .map(|(name, value)| format!("\"{name}\": {value}"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
    })
}

/// Records that differ from each other, so that none is taken for a repeat.
fn records() -> impl Strategy<Value = Vec<String>> {
    let record = object(value());
    prop::collection::vec(record, 0..6).prop_map(|records| {
        let numbered = records.into_iter().enumerate().map(|(number, record)| {
            let id = format!("\"cdr_id\": {number}");
            match record.strip_suffix('}') {
                Some("{") => format!("{{{id}}}"),
                Some(members) => format!("{members}, {id}}}"),
                None => record,
            }
        });
        numbered.collect()
    })
}

/// Whether the record is told from an envelope only by what follows it.
fn looks_like_an_envelope(record: &str) -> bool {
    ["\"cdr\"", "\"\\u0063dr\"", "\"result\"", "\"error_code\""]
        .iter()
        .any(|name| record.contains(name))
}

fn read(saved: &str, format: &str) -> String {
    let run = &mut cdr();
    let run = run.args(["read", "-", "-f", format]);
    assert_success(run.write_stdin(saved))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn json_output_reads_back_unchanged(records in records()) {
        let service = Service::returning(response_with(&records.join(",\n")));
        let document = assert_success(service.cdr().args(["conf", "1", "-f", "json"]));
        let lines: Vec<_> = records.iter().flat_map(|record| [record, "\n"]).collect();
        let lines = lines.concat();
        prop_assert_eq!(read(&document, "jsonl"), lines.as_str());
        prop_assert_eq!(read(&document, "json"), document.as_str());
        // One line that has such a member is an envelope; no lines at all are told.
        let is_one_line = records.len() == 1 && looks_like_an_envelope(&records[0]);
        if !records.is_empty() && !is_one_line {
            prop_assert_eq!(read(&lines, "json"), document.as_str());
            prop_assert_eq!(read(&lines, "jsonl"), lines.as_str());
            prop_assert_eq!(read(&lines, "csv"), read(&document, "csv"));
        }
    }
}

#[test]
fn a_long_record_is_distinguished_from_an_envelope() {
    for size in [300_000, 1_500_000] {
        let long = format!(
            r#"{{"result":"x","cdr_id":"a","a":"{}"}}"#,
            "x".repeat(size)
        );
        let lines = format!("{long}\n{{\"cdr_id\":\"b\"}}\n");
        assert!(read(&lines, "jsonl") == lines, "{size}");
    }
    let long = format!(
        r#"{{"a":"{}","cdr_id":"a","cdr":[{{"b":1}}]}}"#,
        "x".repeat(700_000)
    );
    let lines = format!("{long}\n{{\"cdr_id\":\"b\"}}\n");
    assert!(read(&lines, "jsonl") == lines);
}
