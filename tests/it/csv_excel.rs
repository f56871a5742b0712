//! CSV that a spreadsheet opens safely.

use crate::common::{ENABLEX, Service, assert_error, assert_success, cdr_with_url, response_with};

fn excel(body: &str, columns: &str) -> String {
    let service = Service::returning(body);
    assert_success(
        service
            .cdr()
            .args(["conf", "1", "-f", "csv", "--excel", "-c", columns]),
    )
}

#[test]
fn excel_csv_starts_with_a_bom_and_has_crlf_line_ends() {
    let rows = excel(&response_with(r#"{"user":{"name":"Zoë"}}"#), "user.name");
    assert_eq!(rows, "\u{feff}user.name\r\nZoë\r\n");
}

#[test]
fn text_that_would_run_as_a_formula_is_disarmed() {
    let body = response_with(
        r#"{"user":{"name":"=HYPERLINK(\"http://x\")","ref":"@SUM(A1)"},"a":"-2+3","b":"\t=1"}"#,
    );
    let rows = excel(&body, "user.name,user.ref,a,b");
    let row = rows.lines().nth(1).unwrap();
    assert_eq!(
        row,
        "\"'=HYPERLINK(\"\"http://x\"\")\",'@SUM(A1),'-2+3,'\t'=1"
    );
}

#[test]
fn a_formula_after_another_delimiter_is_disarmed() {
    let body = response_with(
        r#"{"cdr_id":"1","a":"x;=cmd|'/C calc'!A0","b":"x\t=1+1","c":"x\n@SUM(A1)","d":"a; -b; 5"}"#,
    );
    let rows = excel(&body, "a,b,c,d");
    let row = rows.split_once("\r\n").unwrap().1;
    assert_eq!(
        row,
        "x;'=cmd|'/C calc'!A0,x\t'=1+1,\"x\n'@SUM(A1)\",a; -b; 5\r\n"
    );
}

#[test]
fn numbers_are_unchanged() {
    let rows = excel(
        &response_with(r#"{"cdr_id":"1","a":-1.5,"b":"-1.5","c":"+49"}"#),
        "a,b,c",
    );
    assert!(rows.ends_with("\r\n-1.5,-1.5,+49\r\n"), "{rows}");
}

#[test]
fn excel_csv_differs_from_csv_in_nothing_else() {
    let service = Service::returning(ENABLEX);
    let plain = assert_success(service.cdr().args([
        "conf",
        "1",
        "-f",
        "csv",
        "-c",
        "cdr_id,room.duration",
    ]));
    let rows = excel(ENABLEX, "cdr_id,room.duration");
    assert_eq!(
        rows.trim_start_matches('\u{feff}').replace("\r\n", "\n"),
        plain
    );
}

#[test]
fn excel_is_rejected_for_other_formats() {
    for format in ["table", "json", "jsonl"] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        assert_error(
            run.args(["conf", "1", "--excel", "-f", format]),
            2,
            &["--excel", "--format csv"],
        );
    }
}
