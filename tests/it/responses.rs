//! Whatever shape a right answer comes in, its values come out.

use crate::common::{ENABLEX, SMARTFLOMEET, Service, assert_success, response_with};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

fn csv(body: impl AsRef<[u8]>, columns: &str) -> String {
    let service = Service::returning(body);
    assert_success(
        service
            .cdr()
            .args(["conf", "1", "--no-header", "-f", "csv", "-c", columns]),
    )
}

fn print(body: impl AsRef<[u8]>, format: &str) -> String {
    let service = Service::returning(body);
    assert_success(service.cdr().args(["conf", "1", "-f", format]))
}

#[test]
fn the_result_may_be_a_string_or_a_number() {
    for result in ["\"0\"", "0"] {
        let body = format!(r#"{{"result":{result},"cdr":[{{"cdr_id":"1"}}]}}"#);
        assert_eq!(csv(&body, "cdr_id"), "1\n");
        let document = print(&body, "json");
        assert!(document.starts_with(&format!("{{\"result\":{result},\"cdr\":[")));
    }
}

#[test]
fn the_list_may_come_first() {
    let body = r#"{"cdr":[{"cdr_id":"1"}],"result":"0"}"#;
    assert_eq!(csv(body, "cdr_id"), "1\n");
    assert_eq!(
        print(body, "json"),
        "{\"cdr\":[\n{\"cdr_id\":\"1\"}\n],\"result\":\"0\"}\n"
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let plain = print(SMARTFLOMEET, "csv");
    assert_eq!(print(format!("\u{feff}{SMARTFLOMEET}"), "csv"), plain);
}

#[test]
fn a_record_looks_the_same_pretty_printed_or_not() {
    let record: serde_json::Value = serde_json::from_str(ENABLEX).unwrap();
    assert_eq!(print(record.to_string(), "csv"), print(ENABLEX, "csv"));
}

#[test]
fn gzip_is_decompressed() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(SMARTFLOMEET.as_bytes()).unwrap();
    let compressed = encoder.finish().unwrap();
    for format in crate::common::text_formats() {
        let service = Service::with(|mock| {
            mock.match_header("accept-encoding", "gzip")
                .with_header("content-encoding", "gzip")
                .with_body(&compressed)
        });
        let text = assert_success(service.cdr().args(["conf", "1", "-f", format]));
        assert_eq!(text, print(SMARTFLOMEET, format));
    }
}

#[test]
fn an_empty_list_is_a_valid_response() {
    let none = r#"{"result":"0","cdr":[]}"#;
    assert_eq!(print(none, "json"), "{\"result\":\"0\",\"cdr\":[]}\n");
    assert_eq!(print(none, "jsonl"), "");
    assert_eq!(csv(none, "cdr_id"), "");
    assert_eq!(print(none, "csv").lines().count(), 1);
    assert_eq!(print(none, "table").lines().count(), 1);
}

#[test]
fn escapes_are_read_for_columns_and_kept_in_json() {
    let body = response_with(r#"{"user":{"name":"Zo\u00eb \ud83d\ude00 \"x\"\/"}}"#);
    assert_eq!(csv(&body, "user.name"), "\"Zoë 😀 \"\"x\"\"/\"\n");
    assert_eq!(
        print(&body, "jsonl"),
        "{\"user\":{\"name\":\"Zo\\u00eb \\ud83d\\ude00 \\\"x\\\"\\/\"}}\n"
    );
}

#[test]
fn an_unpaired_surrogate_loses_no_call() {
    let body = response_with(r#"{"cdr_id":"1","user":{"name":"a\ud83d"}}"#);
    assert!(csv(&body, "cdr_id,user.name").starts_with("1,a"));
    assert_eq!(print(&body, "jsonl").lines().count(), 1);
}

#[test]
fn every_format_accepts_the_same_documents() {
    for record in [
        r#"{"cdr_id":"1","\ud800":1}"#,
        r#"{"cdr_id":"1","room":1e400}"#,
        r#"{"cdr_id":"1","room":"\ud800","user":-1E-999}"#,
        r#"{"cdr_id":"1","room":{"\udfff":{"a":"\ud800"},"room_id":"x"}}"#,
    ] {
        let body = response_with(record);
        assert_eq!(print(&body, "jsonl"), format!("{record}\n"));
        assert_eq!(csv(&body, "cdr_id"), "1\n");
        assert_eq!(print(&body, "table").lines().count(), 2);
        let service = Service::returning(&body);
        let columns = ["-f", "csv", "-c", "calls", "--no-header"];
        let totals = service
            .cdr()
            .args(["conf", "1", "-g", "room.room_id"])
            .args(columns)
            .assert();
        totals.success().stdout("1\n");
    }
}

#[test]
fn unknown_members_are_ignored_but_can_be_columns() {
    let body = r#"{"version":{"a":[1]},"result":"0","cdr":[
        {"price":{"connect_duration":1.10},"room":{"room_details":{"owner_ref":"x"},"new":[{}]},"cdr_id":"1"}
    ],"more":null}"#;
    assert_eq!(
        csv(
            body,
            "cdr_id,price.connect_duration,room.room_details.owner_ref"
        ),
        "1,1.10,x\n"
    );
    let document = print(body, "json");
    assert!(
        document.starts_with("{\"version\":{\"a\":[1]},\"result\":\"0\",\"cdr\":[\n{\"price\"")
    );
    assert!(document.ends_with("\n],\"more\":null}\n"), "{document}");
}

#[test]
fn missing_members_and_null_are_empty() {
    let body = response_with(r#"{"user":null,"usage":{},"room":{"duration":null},"cdr_id":"1"}"#);
    let columns = "user.name,usage.connect_minutes_cal,room.duration,day,cdr_id";
    assert_eq!(csv(&body, columns), ",,,,1\n");
}

#[test]
fn numbers_and_booleans_print_alike_as_strings_or_not() {
    let bare =
        response_with(r#"{"usage":{"connect_minutes_cal":3},"published_track":{"audio":true}}"#);
    let strings = response_with(
        r#"{"usage":{"connect_minutes_cal":"3"},"published_track":{"audio":"true"}}"#,
    );
    let columns = "usage.connect_minutes_cal,published_track.audio";
    assert_eq!(csv(&bare, columns), "3,true\n");
    assert_eq!(csv(&strings, columns), "3,true\n");
}

#[test]
fn numbers_keep_their_digits() {
    let body =
        response_with(r#"{"cdr_id":"1","a":1.10,"b":12345678901234567890123,"c":1E+400,"d":-0.0}"#);
    assert_eq!(
        csv(&body, "a,b,c,d"),
        "1.10,12345678901234567890123,1E+400,-0.0\n"
    );
}

#[test]
fn the_last_of_repeated_members_counts() {
    let record = r#"{"usage":{"connect_minutes_cal":5},"room":{"room_id":"x"},"usage":null,
        "cdr_id":"1","room":{"duration":7},"cdr_id":"2"}"#;
    let body = response_with(record);
    for (columns, expected) in [
        (
            "cdr_id,room.room_id,room.duration,usage.connect_minutes_cal",
            "2,,7,\n",
        ),
        (
            "usage.connect_minutes_cal,room.duration,room.room_id,cdr_id",
            ",7,,2\n",
        ),
        (
            "room.duration,usage.connect_minutes_cal,cdr_id,room.room_id",
            "7,,2,\n",
        ),
    ] {
        assert_eq!(csv(&body, columns), expected);
    }
}

#[test]
fn an_object_where_text_is_expected_prints_as_compact_json() {
    let body =
        response_with(r#"{"user":{"name":{ "first" : "A B", "n": [1, 2] }},"conf_num":["x"]}"#);
    let expected = "\"{\"\"first\"\":\"\"A B\"\",\"\"n\"\":[1,2]}\",\"[\"\"x\"\"]\"\n";
    assert_eq!(csv(&body, "user.name,conf_num"), expected);
}

#[test]
fn text_where_an_object_is_expected_leaves_its_columns_empty() {
    let body = response_with(r#"{"user":"Asha","room":7,"usage":[1],"cdr_id":"1"}"#);
    assert_eq!(
        csv(
            &body,
            "user.name,room.room_id,usage.connect_minutes,user,cdr_id"
        ),
        ",,,Asha,1\n"
    );
}

#[test]
fn control_characters_are_shown_in_a_table_and_kept_in_csv_and_json() {
    let body = response_with(r#"{"user":{"name":"\u001b[2J\u202egpj\nx"}}"#);
    let service = Service::returning(&body);
    let arguments = ["conf", "1", "--no-header", "-c", "user.name"];
    assert_eq!(
        assert_success(service.cdr().args(arguments)),
        "\\u001b[2J\\u202egpj\\nx\n"
    );
    assert_eq!(csv(&body, "user.name"), "\"\u{1b}[2J\u{202e}gpj\nx\"\n");
    assert!(print(&body, "jsonl").contains(r"\u001b[2J\u202egpj\nx"));
}

#[test]
fn a_response_larger_than_the_memory_buffer_is_printed() {
    let records = crate::common::records_of(SMARTFLOMEET);
    let many = vec![records; 51].join(",");
    let service = Service::returning(format!("{{\"result\":0,\"cdr\":[{many}]}}"));
    let arguments = ["conf", "1", "-f", "jsonl", "--keep-duplicates"];
    let lines = assert_success(service.cdr().args(arguments));
    assert_eq!(lines, print(SMARTFLOMEET, "jsonl").repeat(51));
}
