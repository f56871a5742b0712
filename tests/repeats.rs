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

/// The warning about this many duplicates, and about how many of them conflict.
fn dropped(count: usize, conflict: &str) -> String {
    let calls = if count == 1 { "call was" } else { "calls were" };
    format!(
        "cdr: warning: {count} duplicate {calls} dropped{conflict}; the first one received counts\n"
    )
}

const A: &str = r#"{"cdr_id":"a","n":1}"#;
const B: &str = r#"{"cdr_id":"b","n":1}"#;
const CHANGED: &str = r#"{"cdr_id":"a","n":2}"#;

#[test]
fn a_call_that_a_file_holds_twice_counts_once() {
    for file in [format!("{A}\n{B}\n{A}\n"), one(&[A, B, A].join(","))] {
        assert_eq!(
            read(&[&file]),
            (vec![A.to_owned(), B.to_owned()], dropped(1, ""))
        );
    }
}

#[test]
fn files_put_together_are_the_same_as_files_named_together() {
    let (a, b) = (format!("{A}\n{B}\n"), format!("{B}\n{A}\n"));
    assert_eq!(read(&[&a, &b]), read(&[&format!("{a}{b}")]));
    let run = &mut cdr();
    run.args(["read", "-", "-f", "jsonl"])
        .write_stdin(format!("{a}{b}"))
        .assert()
        .success()
        .stdout(a)
        .stderr(dropped(2, ""));
}

#[test]
fn of_a_call_that_came_again_with_other_content_the_first_counts_and_it_is_told() {
    for (files, count, conflicting) in [
        (vec![A, CHANGED], 1, 1),
        (vec![A, A, CHANGED, CHANGED], 3, 2),
    ] {
        let conflict = format!(", {conflicting} with different content (such as cdr_id 'a')");
        let expected = (vec![A.to_owned()], dropped(count, &conflict));
        assert_eq!(read(&files), expected);
        let together = files.join("\n");
        assert_eq!(read(&[&together]), expected);
    }
}

#[test]
fn a_call_without_an_id_is_known_by_its_whole_text() {
    let first = r#"{"cdr_id":null,"user":{"name":"Asha Rao"}}"#;
    let other = r#"{"cdr_id":null,"user":{"name":"Asha  Rao"}}"#;
    let file = [first, other, first].join("\n");
    let expected = vec![first.to_owned(), other.to_owned()];
    assert_eq!(read(&[&file, &file]), (expected, dropped(4, "")));
}

#[test]
fn the_white_space_between_tokens_makes_no_other_call() {
    let pretty = "{\n  \"cdr_id\": \"a\",\n  \"n\": 1\n}";
    let (lines, told) = read(&[A, &one(pretty)]);
    assert_eq!((lines.len(), told), (1, dropped(1, "")));
}

#[test]
fn half_surrogate_pairs_tell_calls_apart() {
    let calls = [r#"{"cdr_id":"a\ud800"}"#, r#"{"cdr_id":"a\udfff"}"#];
    assert_eq!(read(&[&calls.join("\n")]).0, calls);
}

#[test]
fn one_response_is_not_changed_if_duplicates_are_kept() {
    let without_id = r#"{"app_id":1}"#;
    let body = one(&[A, A, CHANGED, without_id, without_id].join(","));
    let service = Service::answering(&body);
    let arguments = ["conf", "1", "-f", "jsonl", "--keep-duplicates"];
    let lines = printed(service.cdr().args(arguments));
    assert_eq!(
        lines.lines().collect::<Vec<_>>(),
        [A, A, CHANGED, without_id, without_id]
    );
}

#[test]
fn of_one_response_each_call_is_printed_once() {
    let without_id = r#"{"app_id":1}"#;
    let body = one(&[A, A, CHANGED, without_id, without_id].join(","));
    let service = Service::answering(&body);
    let run = service.cdr().args(["conf", "1", "-f", "jsonl"]).assert();
    run.success()
        .stdout(format!("{A}\n{without_id}\n"))
        .stderr(dropped(
            3,
            ", 1 with different content (such as cdr_id 'a')",
        ));
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
    let first = r#"{"app_id":1}"#;
    let (lines, told) = windows([&[A, first, B].join(","), &[first, A, CHANGED].join(",")]);
    assert_eq!(lines, [A, first, B]);
    assert_eq!(
        told,
        dropped(1, ", 1 with different content (such as cdr_id 'a')")
    );
}
