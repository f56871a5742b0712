//! Saved answers print as the service's own.

use crate::common::{
    ENABLEX, SMARTFLOMEET, Service, assert_error, assert_success, cdr, text_formats,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use tempfile::TempDir;

fn fetch(body: &str, arguments: &[&str]) -> String {
    let service = Service::returning(body);
    assert_success(service.cdr().args(["period", "2025-01"]).args(arguments))
}

fn read(folder: &TempDir, arguments: &[&str]) -> String {
    assert_success(cdr().current_dir(folder).arg("read").args(arguments))
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn compressed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_saved_response_prints_like_the_response() {
    for sample in [ENABLEX, SMARTFLOMEET] {
        for saved_as in ["json", "jsonl"] {
            let saved = fetch(sample, &["-f", saved_as]);
            let folder = folder(&[("a", saved.as_bytes())]);
            for format in ["csv", "table"] {
                let arguments = ["-f", format];
                assert_eq!(
                    read(&folder, &["a", "-f", format]),
                    fetch(sample, &arguments)
                );
            }
            let totals = ["-g", "day,user.role", "-f", "csv"];
            let arguments = [&["a"], &totals[..]].concat();
            assert_eq!(read(&folder, &arguments), fetch(sample, &totals));
        }
    }
}

#[test]
fn raw_responses_can_be_read_in_every_format() {
    let folder = folder(&[("a.json", SMARTFLOMEET.as_bytes())]);
    for format in text_formats() {
        let expected = fetch(SMARTFLOMEET, &["-f", format]);
        assert_eq!(read(&folder, &["a.json", "-f", format]), expected);
    }
}

#[test]
fn json_lines_become_a_document() {
    let lines = fetch(ENABLEX, &["-f", "jsonl"]);
    let folder = folder(&[("a.jsonl", lines.as_bytes())]);
    let document = read(&folder, &["a.jsonl", "-f", "json"]);
    assert!(document.starts_with("{\"result\":\"0\",\"cdr\":[\n{\"trans_date\""));
    assert_eq!(read(&folder, &["a.jsonl", "-f", "jsonl"]), lines);
}

#[test]
fn compressed_files_and_standard_input_are_read() {
    let folder = folder(&[("a.gz", &compressed(SMARTFLOMEET))]);
    let expected = fetch(SMARTFLOMEET, &["-f", "csv"]);
    assert_eq!(read(&folder, &["a.gz", "-f", "csv"]), expected);
    for input in [SMARTFLOMEET.as_bytes().to_vec(), compressed(SMARTFLOMEET)] {
        let run = &mut cdr();
        assert_eq!(
            assert_success(run.args(["read", "-", "-f", "csv"]).write_stdin(input)),
            expected
        );
    }
}

#[test]
fn a_call_in_several_files_counts_once() {
    let lines = fetch(ENABLEX, &["-f", "jsonl"]);
    let line = |numbers: std::ops::Range<usize>| -> String {
        let lines = lines.split_inclusive('\n').skip(numbers.start);
        lines.take(numbers.len()).collect()
    };
    let folder = folder(&[
        ("a", line(0..20).as_bytes()),
        ("b", line(15..30).as_bytes()),
        ("c", line(0..40).as_bytes()),
    ]);
    let files = ["a", "b", "c"];
    let is_read_as = |arguments: &[&str], expected: String| {
        let run = &mut cdr();
        let run = run.current_dir(&folder).arg("read").args(files);
        run.args(arguments)
            .assert()
            .success()
            .stdout(expected)
            .stderr("cdr: warning: 35 duplicate calls were dropped\n");
    };
    is_read_as(&["-f", "jsonl"], lines.clone());
    let totals = ["-g", "user.role", "-f", "csv"];
    is_read_as(&totals, fetch(ENABLEX, &totals));
}

#[test]
fn a_saved_response_without_calls_prints_none() {
    let none = "{\"result\":\"0\",\"cdr\":[]}";
    let folder = folder(&[("a.json", none.as_bytes())]);
    assert_eq!(read(&folder, &["a.json", "-f", "json"]).trim_end(), none);
}

#[test]
fn an_empty_input_is_reported() {
    let gzip = compressed("");
    let folder = folder(&[("a", b""), ("b", b"\n \n"), ("c", &gzip)]);
    for (file, name) in [("a", "a"), ("b", "b"), ("c", "c"), ("-", "standard input")] {
        let run = &mut cdr();
        let run = run.current_dir(&folder).args(["read", file, "-f", "json"]);
        run.assert()
            .success()
            .stdout("{\"result\":\"0\",\"cdr\":[]}\n")
            .stderr(format!(
                "cdr: warning: {name} is empty; check the command that wrote it\n"
            ));
    }
}

#[test]
fn several_responses_in_one_file_are_not_read_as_calls() {
    let call = r#"{"cdr_id":"1"}"#;
    let response = format!(r#"{{"result":"0","cdr":[{call}]}}"#);
    for (content, place) in [
        (format!("{response}\n{response}\n"), 0),
        (format!("{call}\n{response}\n"), 15),
    ] {
        let folder = folder(&[("a", content.as_bytes())]);
        let run = &mut cdr();
        let run = run.current_dir(&folder).args(["read", "a", "-f", "jsonl"]);
        let place = match place {
            0 => String::new(),
            _ => format!("at byte {place};"),
        };
        let message = ["several responses", "its own file", &place];
        assert_error(run, 6, &message);
    }
}

#[test]
fn the_output_can_be_the_file_that_is_read() {
    let folder = folder(&[("a", SMARTFLOMEET.as_bytes())]);
    read(&folder, &["a", "-f", "jsonl", "-o", "a"]);
    let lines = fs::read_to_string(folder.path().join("a")).unwrap();
    assert_eq!(lines, fetch(SMARTFLOMEET, &["-f", "jsonl"]));
}

#[test]
fn no_account_is_needed() {
    let folder = folder(&[("a", SMARTFLOMEET.as_bytes())]);
    assert_eq!(read(&folder, &["a"]).lines().count(), 41);
}

/// That a file is refused and named, and nothing is printed, though a good one stands before it.
fn assert_refused(content: &[u8], code: i32, message: &[&str]) {
    let folder = folder(&[("good", SMARTFLOMEET.as_bytes()), ("bad", content)]);
    for format in text_formats() {
        let run = &mut cdr();
        run.current_dir(&folder)
            .args(["read", "good", "bad", "-f", format]);
        assert_error(run, code, &[&["bad "], message].concat());
    }
}

#[test]
fn a_truncated_file_is_named_with_the_place() {
    let half = SMARTFLOMEET.len() / 2;
    let place = format!("byte {half}");
    assert_refused(&SMARTFLOMEET.as_bytes()[..half], 6, &["truncated", &place]);
    assert_refused(
        b"{\"cdr_id\":\"1\"}\n{\"cdr_id\":",
        6,
        &["truncated", "byte 25"],
    );
    let gzip = compressed(SMARTFLOMEET);
    assert_refused(&gzip[..gzip.len() - 9], 6, &["truncated", "gzip"]);
}

#[test]
fn a_foreign_file_is_named_with_the_place() {
    assert_refused(b"<html>", 6, &["web page"]);
    assert_refused(b"name,minutes\n", 6, &["is not JSON"]);
    assert_refused(b"[1]", 6, &["not a JSON object", "byte 1"]);
    assert_refused(b"{\"result\":\"0\"}", 6, &["no list 'cdr'"]);
    assert_refused(b"{\"cdr\":7}", 6, &["not a list"]);
    assert_refused(
        b"{\"cdr_id\":\"1\"}\nplain text\n",
        6,
        &["not a JSON object", "byte 15"],
    );
    assert_refused(
        b"{\"cdr_id\":\"1\"},{\"cdr_id\":\"2\"}\n",
        6,
        &["not a JSON object", "byte 14"],
    );
    assert_refused(
        b"{\"cdr_id\":\"\xff\"}\n",
        6,
        &["not valid UTF-8", "byte 11"],
    );
}

#[test]
fn a_saved_error_response_is_reported() {
    let body = br#"{"result": 40001, "error": "Room not found"}"#;
    let folder = folder(&[("bad", body)]);
    let run = &mut cdr();
    assert_error(
        run.current_dir(&folder).args(["read", "bad"]),
        4,
        &["40001", "Room not found"],
    );
}

#[test]
fn an_unreadable_file_is_named() {
    let folder = folder(&[]);
    let run = &mut cdr();
    assert_error(
        run.current_dir(&folder).args(["read", "nothing"]),
        1,
        &["nothing"],
    );
    let run = &mut cdr();
    assert_error(
        run.current_dir(&folder).args(["read", "."]),
        1,
        &[". is a directory, but not an archive"],
    );
    let run = &mut cdr();
    assert_error(run.current_dir(&folder).args(["read"]), 2, &["FILE"]);
}
