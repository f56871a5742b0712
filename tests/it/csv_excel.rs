//! CSV for spreadsheets, with tabs and with other delimiters.

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

#[test]
fn tab_separated_values_quote_tabs_instead_of_commas() {
    let body = response_with(r#"{"cdr_id":"1","a":"x, y","b":"x\ty","c":"x\ny"}"#);
    let service = Service::returning(body);
    let arguments = ["conf", "1", "-c", "a,b,c", "-f", "tsv"];
    let rows = assert_success(service.cdr().args(arguments));
    assert_eq!(rows, "a\tb\tc\nx, y\t\"x\ty\"\t\"x\ny\"\n");
    let rows = assert_success(
        service
            .cdr()
            .args(arguments)
            .args(["--excel", "--no-header"]),
    );
    assert_eq!(rows, "\u{feff}x, y\t\"x\ty\"\t\"x\ny\"\r\n");
}

#[test]
fn a_file_with_the_extension_tsv_has_tabs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls.tsv");
    let service = Service::returning(ENABLEX);
    let arguments = ["conf", "1", "-c", "cdr_id,call_num"];
    assert_success(service.cdr().args(arguments).arg("-o").arg(&file));
    let rows = std::fs::read_to_string(&file).unwrap();
    assert_eq!(rows.lines().next(), Some("cdr_id\tcall_num"));
}

#[test]
fn values_are_quoted_for_the_delimiter_in_use() {
    let body = response_with(r#"{"cdr_id":"1","a":"x, y","b":"x; =1+1"}"#);
    let service = Service::returning(body);
    let arguments = ["conf", "1", "-f", "csv", "-c", "a,b", "--delimiter", ";"];
    let rows = assert_success(service.cdr().args(arguments));
    assert_eq!(rows, "a;b\nx, y;\"x; =1+1\"\n");
    let rows = assert_success(service.cdr().args(arguments).arg("--excel"));
    assert_eq!(rows, "\u{feff}a;b\r\nx, y;\"x; =1+1\"\r\n");
}

#[test]
fn a_delimiter_is_one_ascii_character_and_only_for_csv() {
    for (delimiter, message) in [
        ("", "expected one ASCII character"),
        (";;", "expected one ASCII character"),
        ("é", "expected one ASCII character"),
        ("\"", "no quote or line ending"),
        ("\n", "no quote or line ending"),
        ("\\t", "use --format tsv"),
    ] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        run.args(["conf", "1", "-f", "csv", "--delimiter", delimiter]);
        assert_error(run, 2, &["--delimiter <CHAR>", message]);
    }
    for format in ["table", "tsv", "json"] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        run.args(["conf", "1", "-f", format, "--delimiter", ";"]);
        assert_error(run, 2, &["--delimiter requires CSV output", "--format csv"]);
    }
}
