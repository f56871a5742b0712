//! One call counts once, and a call is never taken for another.

mod common;

use common::raw::{RawServer, answers, response};
use common::{Service, cdr, cdr_at, one, printed};
use std::fs;
use tempfile::TempDir;

/// The lines and the warnings of `cdr read` of these files.
fn read(files: &[&str]) -> (Vec<String>, String) {
    let folder = TempDir::new().unwrap();
    let names = (0..files.len()).map(|number| number.to_string());
    let names: Vec<_> = names.collect();
    for (name, content) in names.iter().zip(files) {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let run = &mut cdr();
    let run = run
        .current_dir(&folder)
        .args(["read", "-f", "jsonl"])
        .args(&names);
    let output = run.assert().success().get_output().clone();
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines = lines.lines().map(str::to_owned).collect();
    (lines, String::from_utf8(output.stderr).unwrap())
}

const A: &str = r#"{"cdr_id":"a","n":1}"#;
const B: &str = r#"{"cdr_id":"b","n":1}"#;
const CHANGED: &str = r#"{"cdr_id":"a","n":2}"#;

#[test]
fn a_call_that_a_file_holds_twice_counts_once() {
    for file in [format!("{A}\n{B}\n{A}\n"), one(&[A, B, A].join(","))] {
        assert_eq!(
            read(&[&file]),
            (vec![A.to_owned(), B.to_owned()], String::new())
        );
    }
}

#[test]
fn files_put_together_are_the_same_as_files_named_together() {
    let (a, b) = (format!("{A}\n{B}\n"), format!("{B}\n{A}\n"));
    assert_eq!(read(&[&a, &b]), read(&[&format!("{a}{b}")]));
    let run = &mut cdr();
    let lines = printed(
        run.args(["read", "-", "-f", "jsonl"])
            .write_stdin(format!("{a}{b}")),
    );
    assert_eq!(lines, a);
}

#[test]
fn of_a_call_that_came_again_with_other_content_the_first_counts_and_it_is_told() {
    let expected =
        "cdr: warning: calls that came again with other content: 1; the first of each counts\n";
    for files in [vec![A, CHANGED], vec![A, A, CHANGED, CHANGED]] {
        assert_eq!(read(&files), (vec![A.to_owned()], expected.to_owned()));
        let together = files.join("\n");
        assert_eq!(
            read(&[&together]),
            (vec![A.to_owned()], expected.to_owned())
        );
    }
}

#[test]
fn a_call_without_an_id_is_known_by_its_whole_text() {
    let first = r#"{"cdr_id":null,"user":{"name":"Asha Rao"}}"#;
    let other = r#"{"cdr_id":null,"user":{"name":"Asha  Rao"}}"#;
    let file = [first, other, first].join("\n");
    let expected = vec![first.to_owned(), other.to_owned()];
    assert_eq!(read(&[&file, &file]), (expected, String::new()));
}

#[test]
fn the_white_space_between_tokens_makes_no_other_call() {
    let pretty = "{\n  \"cdr_id\": \"a\",\n  \"n\": 1\n}";
    let (lines, told) = read(&[A, &one(pretty)]);
    assert_eq!((lines.len(), told), (1, String::new()));
}

#[test]
fn half_surrogate_pairs_tell_calls_apart() {
    let calls = [r#"{"cdr_id":"a\ud800"}"#, r#"{"cdr_id":"a\udfff"}"#];
    assert_eq!(read(&[&calls.join("\n")]).0, calls);
}

#[test]
fn one_response_printed_alone_is_not_changed() {
    let body = one(&[A, A, CHANGED, "{}", "{}"].join(","));
    let service = Service::answering(&body);
    let lines = printed(service.cdr().args(["conf", "1", "-f", "jsonl"]));
    assert_eq!(lines.lines().count(), 5);
}

/// A service whose windows of `period 2025-01-01 2025-01-03 --split 1` hold these calls.
fn windows(bodies: [&str; 2]) -> (Vec<String>, String) {
    let scripts = bodies.map(|records| answers(response("200 OK", "", &one(records))));
    let server = RawServer::new(scripts.into());
    let run = &mut cdr_at(&server.url());
    let question = [
        "period",
        "2025-01-01",
        "2025-01-03",
        "--split",
        "1",
        "--jobs",
        "1",
    ];
    let run = run.args(question).args(["-f", "jsonl"]);
    let output = run.assert().success().get_output().clone();
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines = lines.lines().map(str::to_owned).collect();
    (lines, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn windows_share_no_call_with_or_without_an_id() {
    let first = r#"{"a":1}"#;
    let (lines, told) = windows([&[A, first, B].join(","), &[first, A, CHANGED].join(",")]);
    assert_eq!(lines, [A, first, B]);
    assert!(told.contains("other content: 1"), "{told}");
}
