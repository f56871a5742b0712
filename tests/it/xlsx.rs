//! A workbook holds every value as it was sent, typed where a spreadsheet keeps it whole, and says what was asked.

use crate::common::{Service, assert_error, assert_success, cdr, response_with, workbook};
use calamine::Data;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Asks a service that has these calls for a workbook.
fn fetch(records: &str, folder: &Path, arguments: &[&str]) -> (PathBuf, String) {
    crate::common::fetch_to_file(records, folder.join("calls.xlsx"), arguments)
}

/// The rows of a sheet.
fn rows(file: &Path, sheet: &str) -> Vec<Vec<Data>> {
    workbook::rows(&fs::read(file).unwrap(), sheet).unwrap()
}

/// The cell of a row below a heading.
fn cell(rows: &[Vec<Data>], row: usize, heading: &str) -> Data {
    let is_heading = |cell: &Data| *cell == text(heading);
    let place = rows[0].iter().position(is_heading);
    rows[row][place.unwrap_or_else(|| panic!("no {heading}"))].clone()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

const HARD: &str = r#"{"cdr_id": "00042", "conf_num":"561234567890123456789e12","call_num":12345678901234567890123,
 "sip":"true","trans_date":"1899-12-31T23:59:59.999Z",
 "user":{"name":"=1+1","ref":"+91\t1/2\n","agent":"\ud800","ip":null,"role":"日本 & <é>","confName":" _x0041_ \u0007"},
 "room":{"room_id":"1e5","connect_dt":"2025-02-01T00:00:00.123+05:30","duration":"0.123456789012345","sip":false,
 "room_details":{ "a" : [1] }},
 "usage":{"connect_minutes_cal":1234567890123456,"connect_minutes":1.10,"screen_minutes":"1,5"}}"#;

#[test]
fn values_keep_all_their_digits_and_text() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch(HARD, folder.path(), &[]);
    let rows = rows(&file, "Calls");
    for (heading, expected) in [
        ("cdr_id", text("00042")),
        ("conf_num", text("561234567890123456789e12")),
        ("call_num", text("12345678901234567890123")),
        ("sip", Data::Bool(true)),
        ("room.sip", Data::Bool(false)),
        ("trans_date (UTC)", text("1899-12-31T23:59:59.999Z")),
        ("user.name", text("=1+1")),
        ("user.ref", text("+91\t1/2\n")),
        ("user.agent", text("\u{fffd}")),
        ("user.ip", Data::Empty),
        ("user.role", text("日本 & <é>")),
        ("room.room_id", text("1e5")),
        (
            "room.duration (seconds)",
            Data::Float(0.123_456_789_012_345),
        ),
        ("room.room_details", text(r#"{"a":[1]}"#)),
        (
            "usage.connect_minutes_cal (minutes)",
            text("1234567890123456"),
        ),
        ("usage.connect_minutes (seconds)", Data::Float(1.1)),
        ("usage.screen_minutes (seconds)", text("1,5")),
        ("app_id", Data::Empty),
    ] {
        assert_eq!(cell(&rows, 1, heading), expected, "{heading}");
    }
    let joined = cell(&rows, 1, "room.connect_dt (UTC)");
    assert_eq!(workbook::clock(&joined).unwrap(), "2025-01-31 18:30:00.123");
}

#[test]
fn times_are_those_of_the_zone_in_the_header() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"room":{"connect_dt":"2025-01-31T18:30:00.366Z"}}"#;
    let (file, _) = fetch(record, folder.path(), &["--tz", "Asia/Kolkata"]);
    let joined = cell(&rows(&file, "Calls"), 1, "room.connect_dt (Asia/Kolkata)");
    assert_eq!(workbook::clock(&joined).unwrap(), "2025-02-01 00:00:00.366");
}

#[test]
fn only_chosen_columns_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"a":"1","cdr_id":"2"}"#;
    let (file, _) = fetch(record, folder.path(), &["-c", "cdr_id,a,record"]);
    let expected = [["cdr_id", "a", "record"], ["2", "1", record]];
    let expected: Vec<_> = expected.map(|row| row.map(text).to_vec()).into();
    assert_eq!(rows(&file, "Calls"), expected);
}

#[test]
fn totals_end_in_a_row_of_grand_totals() {
    let folder = tempfile::tempdir().unwrap();
    let records = r#"{"user":{"ref":"a"},"usage":{"connect_minutes_cal":1}},
        {"user":{"ref":"b"},"usage":{"connect_minutes_cal":0.5}}"#;
    let totals = [
        "-g",
        "user.ref",
        "-c",
        "user.ref,calls,usage.connect_minutes_cal",
    ];
    let (file, _) = fetch(records, folder.path(), &totals);
    let rows = rows(&file, "Totals");
    let row = |key, calls, minutes| vec![text(key), Data::Float(calls), Data::Float(minutes)];
    assert_eq!(
        rows[1..],
        [
            row("a", 1.0, 1.0),
            row("b", 1.0, 0.5),
            row("total", 2.0, 1.5)
        ]
    );
}

#[test]
fn a_grand_total_is_labelled_without_its_key_column() {
    let folder = tempfile::tempdir().unwrap();
    let records =
        r#"{"user":{"ref":"a"},"price":{"total":"0.10"}},{"user":{"ref":"b"},"price":{"total":2}}"#;
    let totals = ["-g", "user.ref", "-c", "calls,price.total,bad_share"];
    let (file, _) = fetch(records, folder.path(), &totals);
    let rows = rows(&file, "Totals");
    assert_eq!(
        rows[0][1..],
        ["calls", "price.total", "bad_share (ratio)"].map(text)
    );
    let total = [
        text("total"),
        Data::Float(2.0),
        Data::Float(2.1),
        Data::Empty,
    ];
    assert_eq!(rows[3], total);
    assert_eq!(rows[1][1], Data::Float(1.0));
}

#[test]
fn totals_of_a_limited_result_are_those_of_all_calls_and_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let records = r#"{"cdr_id":"1","user":{"ref":"a"}},{"cdr_id":"2","user":{"ref":"b"}},{"cdr_id":"3","user":{"ref":"b"}}"#;
    let about = |arguments: &[&str]| {
        let (file, _) = fetch(records, folder.path(), arguments);
        rows(&file, "About this export")
    };
    for (arguments, shown) in [
        (&["--limit", "2"][..], 2.0),
        (&["-g", "user.ref", "--limit", "1", "--sort", "-calls"], 1.0),
    ] {
        let rows = about(arguments);
        let place = |name: &str| rows.iter().position(|row| row[0] == text(name));
        let of_all = place("Totals of all 3 calls, not only of the rows shown").unwrap();
        let calls = place("Total calls").unwrap();
        assert!(of_all < calls, "{rows:?}");
        assert_eq!(rows[calls][1], Data::Float(3.0));
        assert_eq!(rows[place("Rows shown").unwrap()][1], Data::Float(shown));
    }
    for arguments in [&["--limit", "3"][..], &[], &["-g", "user.ref"]] {
        let said = format!("{:?}", about(arguments));
        assert!(
            !said.contains("Totals of") && !said.contains("shown"),
            "{said}"
        );
    }
}

#[test]
fn the_second_sheet_has_the_request_and_the_grand_totals() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = cdr();
    let run = run.current_dir(&folder).args(["--sandbox", "-q"]);
    assert_success(run.args([
        "period",
        "2025-01-01",
        "2025-01-02",
        "--tz",
        "Asia/Kolkata",
        "-w",
        "user.role = moderator",
        "-o",
        "calls.xlsx",
    ]));
    let file = folder.path().join("calls.xlsx");
    let about = rows(&file, "About this export");
    let said = |name: &str| {
        let row = about.iter().find(|row| row[0] == text(name));
        row.unwrap_or_else(|| panic!("no {name}"))[1].clone()
    };
    assert_eq!(said("Service"), text("the sandbox"));
    assert_eq!(said("Period"), text("2025-01-01 to 2025-01-02"));
    assert_eq!(said("Time zone"), text("Asia/Kolkata"));
    assert_eq!(said("Filter"), text("user.role = moderator"));
    let calls = rows(&file, "Calls");
    let number = u32::try_from(calls.len() - 1).unwrap();
    assert_eq!(said("Total calls"), Data::Float(number.into()));
    let minutes = (1..calls.len()).map(|row| {
        match cell(&calls, row, "usage.connect_minutes_cal (minutes)") {
            Data::Float(minutes) => minutes,
            _ => 0.0,
        }
    });
    assert_eq!(
        said("Total usage.connect_minutes_cal (minutes)"),
        Data::Float(minutes.sum())
    );
}

#[test]
fn every_command_that_prints_rows_writes_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = cdr();
    assert_success(
        run.current_dir(&folder)
            .args(["fields", "-o", "fields.xlsx"]),
    );
    let rows = rows(&folder.path().join("fields.xlsx"), "Columns");
    assert_eq!(rows[0][..2], [text("path"), text("type")]);
}

#[test]
fn a_workbook_without_calls_has_its_header() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch("", folder.path(), &["-c", "cdr_id"]);
    assert_eq!(rows(&file, "Calls"), [[text("cdr_id")]]);
}

#[test]
fn a_text_longer_than_a_cell_is_rejected_and_the_file_is_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls.xlsx");
    let record = |length: usize| format!(r#"{{"user":{{"name":"{}"}}}}"#, "é".repeat(length));
    let (_, message) = fetch(&record(32_767), folder.path(), &[]);
    assert_eq!(message, "");
    let before = fs::read(&file).unwrap();
    let service = Service::returning(response_with(&record(32_768)));
    let mut run = service.cdr();
    run.args(["conf", "1", "-o"]).arg(&file);
    assert_error(&mut run, 1, &["user.name", "32,767", "--columns"]);
    assert!(fs::read(&file).unwrap() == before);
}

#[test]
fn a_full_disk_exits_with_1_and_the_file_is_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("calls.xlsx"), "the old file").unwrap();
    let mut run =
        crate::common::shell("ulimit -f 8; exec cdr -q --sandbox period 2025-01 -o calls.xlsx");
    run.current_dir(&folder);
    let mut run = assert_cmd::Command::from_std(run);
    assert_error(
        &mut run,
        1,
        &["cannot write a temporary file", "File too large"],
    );
    assert_eq!(
        fs::read(folder.path().join("calls.xlsx")).unwrap(),
        b"the old file"
    );
}

/// Values as services send them, and as nobody would.
fn value() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "\\PC{0,12}",
        "[_x0-9A-F]{0,16}",
        "[ \\t\\n&<>\"'=+@-]{0,6}",
        "[0-9]{1,22}(\\.[0-9]{1,18})?(e[+-]?[0-9]{1,3})?",
        "(18|19|20|99)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]{1,6})?(Z|\\+05:30)",
    ];
    prop_oneof![
        text.prop_map(|text| serde_json::Value::from(text).to_string()),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,18})?(e[+-]?[0-9]{1,3})?",
        Just("true".to_owned()),
        Just("null".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_workbook_matches_csv_cell_by_cell(rows in prop::collection::vec(prop::array::uniform6(value()), 1..11)) {
        let records = rows.iter().map(|[id, number, flag, joined, name, other]| format!(
            r#"{{"cdr_id":{id},"sip":{flag},"room":{{"duration":{number},"connect_dt":{joined}}},"user":{{"name":{name}}},"x":{other}}}"#
        ));
        let records = records.collect::<Vec<_>>().join("\n");
        let columns = "cdr_id,sip,room.duration,room.connect_dt,user.name,x";
        let answer = |format: &str| {
            let mut run = cdr();
            let run = run.args(["read", "-", "-q", "-f", format, "-c", columns]);
            let run = run.write_stdin(records.clone()).assert().success();
            run.get_output().stdout.clone()
        };
        let csv = String::from_utf8(answer("csv")).unwrap();
        prop_assert!(workbook::matches_csv(&answer("xlsx"), &csv), "{csv}");
    }
}

#[test]
fn a_total_that_no_cell_can_hold_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let digits = "9".repeat(32_768);
    let record = format!(r#"{{"usage":{{"connect_minutes_cal":{digits}}}}}"#);
    let service = Service::returning(response_with(&record));
    let mut run = service.cdr();
    run.current_dir(&folder)
        .args(["conf", "1", "-c", "cdr_id", "-o", "calls.xlsx"]);
    assert_error(
        &mut run,
        1,
        &["Total usage.connect_minutes_cal (minutes) exceeds the cell limit of 32,767 characters"],
    );
}

#[test]
fn many_files_are_named_briefly() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<_> = (0..12).map(|number| format!("{number}.jsonl")).collect();
    for name in &names {
        fs::write(folder.path().join(name), r#"{"cdr_id":"1"}"#).unwrap();
    }
    let mut run = cdr();
    assert_success(
        run.current_dir(&folder)
            .arg("read")
            .args(&names)
            .args(["-q", "-o", "all.xlsx"]),
    );
    let about = rows(&folder.path().join("all.xlsx"), "About this export");
    let read = about.iter().find(|row| row[0] == text("Files")).unwrap();
    assert!(
        read[1].to_string().ends_with("9.jsonl and 2 more"),
        "{:?}",
        read[1]
    );
}

#[test]
fn the_header_cannot_be_omitted() {
    let mut run = cdr();
    run.args([
        "--sandbox",
        "period",
        "today",
        "-o",
        "x.xlsx",
        "--no-header",
    ]);
    assert_error(
        &mut run,
        2,
        &["--no-header only applies to tables, CSV and TSV"],
    );
}
