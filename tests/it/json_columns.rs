//! JSON and JSON Lines whose records are reduced to columns.

use crate::common::{ENABLEX, SMARTFLOMEET, Service, assert_error, assert_success, cdr};
use serde_json::Value;

const RESPONSE: &str = r#"{"result":"0","total":2,"cdr":[
{"cdr_id":"1","room":{"duration":60.50, "room_id":"A1","connect_dt":"2025-01-31T23:30:00.366Z"},"a b":[1, 2]},
{"cdr_id":"2","room":null,"user":{"name":"\u00e9"}}
],"more":{"x":1.0}}"#;

fn print(response: &str, arguments: &[&str]) -> String {
    let service = Service::returning(response);
    assert_success(service.cdr().args(["-q", "conf", "1"]).args(arguments))
}

fn value_at<'a>(record: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.')
        .try_fold(record, |value, name| value.get(name))
}

#[test]
fn records_have_the_chosen_columns_in_their_order_with_values_as_received() {
    let columns = "room.duration,day,user.name,room.room_id,cdr_id";
    assert_eq!(
        print(RESPONSE, &["-f", "jsonl", "-c", columns]),
        "{\"room\":{\"duration\":60.50,\"room_id\":\"A1\"},\"day\":\"2025-01-31\",\"cdr_id\":\"1\"}\n\
         {\"user\":{\"name\":\"\\u00e9\"},\"cdr_id\":\"2\"}\n"
    );
}

#[test]
fn the_document_keeps_the_members_of_its_envelope() {
    assert_eq!(
        print(RESPONSE, &["-f", "json", "-c", "a b,cdr_id"]),
        "{\"result\":\"0\",\"cdr\":[\n{\"a b\":[1, 2],\"cdr_id\":\"1\"},\n{\"cdr_id\":\"2\"}\n],\
         \"total\":2,\"more\":{\"x\":1.0}}\n"
    );
}

#[test]
fn times_stay_as_received_and_derived_columns_follow_the_zone() {
    let columns = ["-c", "room.connect_dt,day,hour", "--tz", "+05:30"];
    let lines = print(
        RESPONSE,
        &[&columns[..], &["-f", "jsonl", "--limit", "1"]].concat(),
    );
    assert_eq!(
        lines,
        "{\"room\":{\"connect_dt\":\"2025-01-31T23:30:00.366Z\"},\"day\":\"2025-02-01\",\"hour\":\"05\"}\n"
    );
}

#[test]
fn sorted_calls_are_reduced_like_others() {
    let arguments = ["-f", "jsonl", "-c", "cdr_id", "--sort", "-cdr_id"];
    let lines = print(RESPONSE, &arguments);
    assert_eq!(lines, "{\"cdr_id\":\"2\"}\n{\"cdr_id\":\"1\"}\n");
}

#[test]
fn a_set_keeps_the_values_of_its_columns_and_nothing_else() {
    let list = ["fields", "-c", "path,sets", "-f", "csv", "--no-header"];
    let list = assert_success(cdr().args(list));
    let of_set = list.lines().filter(|line| line.contains("quality"));
    let paths: Vec<_> = of_set
        .filter_map(|line| line.split_once(','))
        .filter(|(_, sets)| sets.contains("quality"))
        .map(|(path, _)| path)
        .collect();
    for sample in [ENABLEX, SMARTFLOMEET] {
        let reduced: Value =
            serde_json::from_str(&print(sample, &["-f", "json", "-c", "quality"])).unwrap();
        let sample: Value = serde_json::from_str(sample).unwrap();
        let records = |document: &Value| document["cdr"].as_array().unwrap().clone();
        let (reduced, received) = (records(&reduced), records(&sample));
        assert_eq!(reduced.len(), received.len());
        for (reduced, received) in reduced.iter().zip(&received) {
            for path in &paths {
                assert_eq!(value_at(reduced, path), value_at(received, path), "{path}");
            }
            assert_eq!(value_at(reduced, "usage"), None);
        }
    }
}

#[test]
fn reduced_calls_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let columns = "cdr_id,room.room_id,room.connect_dt,usage.connect_minutes_cal";
    for format in ["json", "jsonl"] {
        let file = folder.path().join(format!("calls.{format}"));
        std::fs::write(&file, print(ENABLEX, &["-f", format, "-c", columns])).unwrap();
        let read = |arguments: &[&str]| {
            let run = &mut cdr();
            assert_success(run.args(["-q", "read"]).arg(&file).args(arguments))
        };
        let totals = ["-g", "room.room_id,day", "-f", "csv", "-c"];
        let totals = [
            &totals[..],
            &["room.room_id,calls,usage.connect_minutes_cal"],
        ]
        .concat();
        assert_eq!(read(&totals), print(ENABLEX, &totals));
        let rows = ["-f", "csv", "-c", columns];
        assert_eq!(read(&rows), print(ENABLEX, &rows));
    }
}

#[test]
fn totals_and_other_rows_are_reduced_too() {
    let arguments = [
        "-g",
        "room.room_id",
        "-c",
        "calls,room.room_id",
        "-f",
        "jsonl",
    ];
    let lines = print(RESPONSE, &[&arguments[..], &["--limit", "1"]].concat());
    assert_eq!(lines, "{\"calls\":1,\"room\":{\"room_id\":null}}\n");
    let row = ["fields", "conf_num", "-c", "type,path", "-f", "jsonl"];
    let rows = assert_success(cdr().args(row));
    assert!(
        rows.contains("{\"type\":\"id\",\"path\":\"conf_num\"}\n"),
        "{rows}"
    );
}

#[test]
fn differences_keep_the_change_before_the_columns() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, call: &str| {
        std::fs::write(folder.path().join(name), call).unwrap();
    };
    file(
        "old.jsonl",
        r#"{"cdr_id":"1","room":{"room_id":"A","duration":1}}"#,
    );
    file(
        "new.jsonl",
        r#"{"cdr_id":"1","room":{"room_id":"A","duration":2.0}}"#,
    );
    let run = &mut cdr();
    run.current_dir(folder.path());
    let arguments = ["diff", "old.jsonl", "new.jsonl", "-f", "jsonl", "-c"];
    assert_eq!(
        assert_success(run.args(arguments).arg("room.duration,cdr_id")),
        "{\"change\":\"changed from\",\"room\":{\"duration\":1},\"cdr_id\":\"1\"}\n\
         {\"change\":\"changed to\",\"room\":{\"duration\":2.0},\"cdr_id\":\"1\"}\n"
    );
}

#[test]
fn a_mistyped_column_is_rejected_in_json_too() {
    let service = Service::returning(ENABLEX);
    let arguments = ["conf", "1", "-f", "json", "-c", "user.nmae"];
    let hint = [
        "no call has a column 'user.nmae'",
        "did you mean 'user.name'?",
    ];
    assert_error(service.cdr().args(arguments), 2, &hint);
}
