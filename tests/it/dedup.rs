//! One call counts once, and a call is never taken for another.

use crate::common::counting_service::Call;
use crate::common::scripted_server::{ScriptedServer, read_request, respond, response};
use crate::common::truncating_service::{PLAIN, Truncation, calls};
use crate::common::{
    Service, assert_error, assert_success, cdr, cdr_with_url, response_with, workbook,
};
use assert_cmd::Command;
use chrono::TimeDelta;
use proptest::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::io::Write;
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
fn duplicates_warning(count: usize, conflict: &str) -> String {
    let calls = if count == 1 { "call was" } else { "calls were" };
    format!("cdr: warning: {count} duplicate {calls} dropped{conflict}\n")
}

const A: &str = r#"{"cdr_id":"a","n":1}"#;
const B: &str = r#"{"cdr_id":"b","n":1}"#;
const CHANGED: &str = r#"{"cdr_id":"a","n":2}"#;

#[test]
fn a_call_that_a_file_contains_twice_counts_once() {
    for file in [
        format!("{A}\n{B}\n{A}\n"),
        response_with(&[A, B, A].join(",")),
    ] {
        assert_eq!(
            read(&[&file]),
            (vec![A.to_owned(), B.to_owned()], duplicates_warning(1, ""))
        );
    }
}

#[test]
fn concatenated_files_have_the_calls_of_separate_files() {
    let (a, b) = (format!("{A}\n{B}\n"), format!("{B}\n{A}\n"));
    assert_eq!(read(&[&a, &b]), read(&[&format!("{a}{b}")]));
    let run = &mut cdr();
    run.args(["read", "-", "-f", "jsonl"])
        .write_stdin(format!("{a}{b}"))
        .assert()
        .success()
        .stdout(a)
        .stderr(duplicates_warning(2, ""));
}

#[test]
fn a_duplicate_with_different_content_is_dropped_with_a_warning() {
    for (files, count, conflicting) in [
        (vec![A, CHANGED], 1, 1),
        (vec![A, A, CHANGED, CHANGED], 3, 2),
    ] {
        let conflict = format!(", {conflicting} with different content (such as cdr_id 'a')");
        let expected = (vec![A.to_owned()], duplicates_warning(count, &conflict));
        assert_eq!(read(&files), expected);
        let together = files.join("\n");
        assert_eq!(read(&[&together]), expected);
    }
}

#[test]
fn a_call_without_a_cdr_id_is_identified_by_its_complete_text() {
    let first = r#"{"cdr_id":null,"user":{"name":"Asha Rao"}}"#;
    let other = r#"{"cdr_id":null,"user":{"name":"Asha  Rao"}}"#;
    let file = [first, other, first].join("\n");
    let expected = vec![first.to_owned(), other.to_owned()];
    assert_eq!(read(&[&file, &file]), (expected, duplicates_warning(4, "")));
}

#[test]
fn white_space_between_tokens_does_not_distinguish_calls() {
    let pretty = "{\n  \"cdr_id\": \"a\",\n  \"n\": 1\n}";
    let (lines, message) = read(&[A, &response_with(pretty)]);
    assert_eq!((lines.len(), message), (1, duplicates_warning(1, "")));
}

#[test]
fn unpaired_surrogates_distinguish_calls() {
    let calls = [r#"{"cdr_id":"a\ud800"}"#, r#"{"cdr_id":"a\udfff"}"#];
    assert_eq!(read(&[&calls.join("\n")]).0, calls);
}

#[test]
fn one_response_is_not_changed_if_duplicates_are_kept() {
    let without_id = r#"{"app_id":1}"#;
    let body = response_with(&[A, A, CHANGED, without_id, without_id].join(","));
    let service = Service::returning(&body);
    let arguments = ["conf", "1", "-f", "jsonl", "--keep-duplicates"];
    let lines = assert_success(service.cdr().args(arguments));
    assert_eq!(
        lines.lines().collect::<Vec<_>>(),
        [A, A, CHANGED, without_id, without_id]
    );
}

#[test]
fn each_call_of_a_response_is_printed_once() {
    let without_id = r#"{"app_id":1}"#;
    let body = response_with(&[A, A, CHANGED, without_id, without_id].join(","));
    let service = Service::returning(&body);
    let run = service.cdr().args(["conf", "1", "-f", "jsonl"]).assert();
    run.success()
        .stdout(format!("{A}\n{without_id}\n"))
        .stderr(duplicates_warning(
            3,
            ", 1 with different content (such as cdr_id 'a')",
        ));
}

/// A service whose windows of `period 2025-01-01 2025-01-03 --split 1` hold these calls.
fn windows(bodies: [&str; 2]) -> (Vec<String>, String) {
    let scripts = bodies.map(|records| respond(response("200 OK", "", &response_with(records))));
    let server = ScriptedServer::new(scripts.into());
    let run = &mut cdr_with_url(&server.url());
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
fn a_call_in_two_windows_counts_once_with_or_without_a_cdr_id() {
    let first = r#"{"app_id":1}"#;
    let (lines, message) = windows([&[A, first, B].join(","), &[first, A, CHANGED].join(",")]);
    assert_eq!(lines, [A, first, B]);
    assert_eq!(
        message,
        duplicates_warning(1, ", 1 with different content (such as cdr_id 'a')")
    );
}

#[test]
fn a_call_served_twice_is_counted_once_by_every_command_with_the_same_warning() {
    let body = response_with(&[A, B, A, CHANGED].join(","));
    let conflict = ", 1 with different content (such as cdr_id 'a')";
    for request in [
        &["period", "2025-01"][..],
        &["period", "2025-01", "--tz", "Asia/Kolkata"],
        &["period", "2025-01", "--split", "7"],
        &["period", "2025-01", "--split", "7", "--tz", "utc"],
        &["room", "r"],
        &["room-period", "r", "2025-01"],
        &["room-period", "r", "2025-01", "--split", "7"],
        &["conf", "1"],
    ] {
        for (columns, expected) in [
            (&["-c", "cdr_id"][..], "a\nb\n"),
            (&["-g", "month", "-c", "calls"], "2\n"),
        ] {
            let server = ScriptedServer::new(vec![respond(response("200 OK", "", &body))]);
            let run = &mut cdr_with_url(&server.url());
            run.args(request).args(columns);
            let run = run.args(["-f", "csv", "--no-header"]).assert().success();
            let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
            assert!(
                message.contains(&duplicates_warning(2, conflict)),
                "{request:?} {message}"
            );
            run.stdout(expected);
        }
    }
}

#[test]
fn each_call_of_compared_files_counts_once() {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("once"), format!("{A}\n{B}\n")).unwrap();
    fs::write(directory.path().join("twice"), format!("{A}\n{B}\n{A}\n")).unwrap();
    for files in [["once", "twice"], ["twice", "once"]] {
        for totals in [&[][..], &["-g", "month"]] {
            let run = &mut cdr();
            run.current_dir(&directory).arg("diff").args(files);
            let run = run.args(totals).args(["-f", "jsonl"]).assert().success();
            run.stdout("").stderr(duplicates_warning(1, ""));
        }
    }
}

#[test]
fn a_cdr_id_shared_by_more_than_ten_different_calls_is_rejected_unless_duplicates_are_kept() {
    let calls = |count: usize| -> Vec<String> {
        let call = |number| format!(r#"{{"cdr_id":"0","conf_num":{number}}}"#);
        (0..count).map(call).collect()
    };
    for (count, is_refused) in [(2, false), (10, false), (11, true), (1000, true)] {
        let body = response_with(&calls(count).join(","));
        for format in ["csv", "json"] {
            let service = Service::returning(&body);
            let run = &mut service.cdr();
            run.args(["conf", "1", "-f", format]);
            if is_refused {
                let message = [
                    "more than 10 different calls",
                    "cdr_id '0'",
                    "--keep-duplicates",
                ];
                assert_error(run, 6, &message);
            } else {
                let conflict = format!(
                    ", {} with different content (such as cdr_id '0')",
                    count - 1
                );
                run.assert()
                    .success()
                    .stderr(duplicates_warning(count - 1, &conflict));
            }
        }
        let service = Service::returning(&body);
        let run = &mut service.cdr();
        run.args(["-q", "conf", "1", "-f", "jsonl", "--keep-duplicates"]);
        assert_eq!(assert_success(run).lines().count(), count);
    }
    let mut half = calls(11);
    let rest = half.split_off(6).join("\n");
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("a"), half.join("\n")).unwrap();
    fs::write(directory.path().join("b"), rest).unwrap();
    let run = &mut cdr();
    run.current_dir(&directory).args(["read", "a", "b"]);
    assert_error(run, 6, &["cdr_id '0'"]);
}

#[test]
fn an_archive_has_each_call_once_and_its_duplicates_are_counted_once_in_overlapping_windows() {
    let first = "2025-01-01".parse().unwrap();
    let all = calls(first, 20, |_| 3);
    let conflicting: Vec<_> = all
        .iter()
        .map(|call| Call {
            left: call.left + TimeDelta::minutes(1),
            ..call.clone()
        })
        .collect();
    for (copies, conflict) in [
        (all.clone(), ""),
        (conflicting, ", 30 with different content"),
    ] {
        let twice = all.iter().chain(&copies).cloned().collect();
        let server = Truncation::Nothing.serve(PLAIN, twice);
        let directory = TempDir::new().unwrap();
        let run = &mut cdr_with_url(&server.url());
        run.current_dir(&directory);
        run.args(["sync", "arc", "2025-01-05", "2025-01-14", "--split", "2"]);
        let run = run.assert().success();
        let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        let expected = format!("30 duplicate calls were dropped{conflict}");
        assert!(message.contains(&expected), "{message}");
        let run = &mut cdr();
        run.current_dir(&directory)
            .args(["read", "arc", "-f", "jsonl"]);
        assert_eq!(assert_success(run).lines().count(), 30);
    }
}

/// A call by its `cdr_id`, if it has one, and its other content.
type Record = (Option<u8>, u8);

fn text((id, content): Record) -> String {
    match id {
        Some(id) => format!(r#"{{"cdr_id":"{id}","conf_num":"{content}"}}"#),
        None => format!(r#"{{"conf_num":"{content}"}}"#),
    }
}

/// What identifies a call: its `cdr_id`, or all of it.
fn identity(call: Record) -> Record {
    match call.0 {
        Some(_) => (call.0, 0),
        None => call,
    }
}

/// What must come of calls, computed without any of the program's code.
#[derive(Debug, Default, PartialEq)]
struct Expected {
    kept: Vec<Record>,
    dropped: usize,
    conflicting: usize,
}

impl Expected {
    /// Of files: every copy is a duplicate.
    fn of_files(files: &[Vec<Record>], keeps: bool) -> Self {
        let mut expected = Self::default();
        for call in files.iter().flatten() {
            expected.add(*call, keeps);
        }
        expected
    }

    /// Of windows: what earlier ones had is a copy of the overlap. A call with other content that none had is not.
    fn of_windows(windows: &[Vec<Record>], keeps: bool) -> Self {
        if keeps {
            return Self::of_windows_with_copies(windows);
        }
        let mut expected = Self::default();
        let mut earlier = Vec::new();
        for window in windows {
            for call in window {
                if !earlier.contains(call) {
                    expected.add(*call, false);
                }
            }
            earlier.extend(window);
        }
        expected
    }

    /// The same if copies within a window are kept. A call with the `cdr_id` of an earlier window's is a changed copy
    /// of it, unless a window holds that `cdr_id` more than once. Each change is counted in one window.
    fn of_windows_with_copies(windows: &[Vec<Record>]) -> Self {
        let mut expected = Self::default();
        let (mut earlier, mut repeated, mut changes) = (Vec::new(), Vec::new(), HashMap::new());
        for (number, window) in windows.iter().enumerate() {
            let mut current: Vec<Record> = Vec::new();
            for call in window.iter().filter(|call| !earlier.contains(*call)) {
                let is_same = |other: &Record| identity(*other) == identity(*call);
                if earlier.iter().any(is_same) && !repeated.contains(&call.0) {
                    let is_new = *changes.entry(*call).or_insert(number) == number;
                    expected.dropped += usize::from(is_new);
                    expected.conflicting += usize::from(is_new);
                    continue;
                }
                if current.iter().any(is_same) {
                    repeated.push(call.0);
                }
                current.push(*call);
            }
            expected.kept.extend(&current);
            earlier.extend(current);
        }
        expected
    }

    fn add(&mut self, call: Record, keeps: bool) {
        let first = self
            .kept
            .iter()
            .find(|kept| identity(**kept) == identity(call));
        match first {
            Some(first) if !keeps => {
                self.dropped += 1;
                self.conflicting += usize::from(*first != call);
            }
            _ => self.kept.push(call),
        }
    }

    /// That a run printed what is expected in a format, and warned with the right numbers.
    fn is_printed(&self, run: &mut Command, format: &str) {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("out");
        run.args(["-f", format, "-o"]).arg(&file);
        if format != "json" && format != "jsonl" && format != "parquet" {
            run.args(["-c", "conf_num"]);
        }
        let run = run.assert().success();
        let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        let warning = message.lines().find(|line| line.contains("dropped"));
        let warning = warning.map(|line| line.split("(such").next().unwrap().trim_end());
        let verb = if self.dropped == 1 {
            "call was"
        } else {
            "calls were"
        };
        let expected = match (self.dropped, self.conflicting) {
            (0, _) => None,
            (count, 0) => Some(format!("cdr: warning: {count} duplicate {verb} dropped")),
            (count, conflicting) => Some(format!(
                "cdr: warning: {count} duplicate {verb} dropped, {conflicting} with different content"
            )),
        };
        assert_eq!(warning, expected.as_deref(), "{format}");
        let bytes = fs::read(&file).unwrap();
        let texts: Vec<_> = self.kept.iter().copied().map(text).collect();
        let contents: Vec<_> = self.kept.iter().map(|call| call.1.to_string()).collect();
        match format {
            "json" | "jsonl" | "parquet" => {
                let run = &mut cdr();
                run.args(["-q", "read", "-", "-f", "jsonl", "--keep-duplicates"]);
                let lines = assert_success(run.write_stdin(bytes));
                assert_eq!(lines.lines().collect::<Vec<_>>(), texts, "{format}");
            }
            "xlsx" => {
                let rows = workbook::rows(&bytes, "Calls").unwrap();
                let cells = rows.iter().skip(1).map(|row| row[0].to_string());
                assert_eq!(cells.collect::<Vec<_>>(), contents);
            }
            _ => {
                let text = String::from_utf8(bytes).unwrap();
                let lines = text.lines().skip(1).map(str::trim);
                assert_eq!(lines.collect::<Vec<_>>(), contents, "{format}");
            }
        }
    }
}

/// Responses with few different calls, so that many are repeated. At most ten differ in content alone.
fn responses() -> impl Strategy<Value = Vec<Vec<Record>>> {
    let call = (prop::option::weighted(0.8, 0..4_u8), 0..3_u8);
    prop::collection::vec(prop::collection::vec(call, 0..8), 1..5)
}

/// Formats in which the calls can be counted.
const PRINTED: [&str; 6] = ["table", "csv", "json", "jsonl", "xlsx", "parquet"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..Default::default() })]

    #[test]
    fn files_have_each_call_once_in_every_format(files in responses(), keeps in any::<bool>()) {
        let expected = Expected::of_files(&files, keeps);
        let directory = TempDir::new().unwrap();
        for (number, calls) in files.iter().enumerate() {
            let records = calls.iter().copied().map(text).collect::<Vec<_>>();
            fs::write(directory.path().join(number.to_string()), response_with(&records.join(","))).unwrap();
        }
        let keep = keeps.then_some("--keep-duplicates");
        for format in PRINTED {
            let mut run = cdr();
            run.current_dir(&directory).arg("read");
            run.args((0..files.len()).map(|number| number.to_string())).args(keep);
            expected.is_printed(&mut run, format);
        }
    }

    #[test]
    fn windows_have_each_call_once_in_every_format(
        windows in responses(),
        keeps in any::<bool>(),
        jobs in 1..4_u8,
    ) {
        let expected = Expected::of_windows(&windows, keeps);
        let bodies: Vec<_> = windows.iter().map(|calls| {
            response_with(&calls.iter().copied().map(text).collect::<Vec<_>>().join(","))
        }).collect();
        let server = ScriptedServer::new(vec![Box::new(move |stream| {
            let path = read_request(stream);
            let day: usize = path.rsplit('-').next().unwrap().parse().unwrap();
            // The first window ends on the second day.
            let body = &bodies[day - 2];
            let _ = stream.write_all(response("200 OK", "", body).as_bytes());
        })]);
        let to = format!("2025-01-0{}", windows.len() + 1);
        let keep = keeps.then_some("--keep-duplicates");
        for format in PRINTED {
            let mut run = cdr_with_url(&server.url());
            run.args(["period", "2025-01-01", &to, "--split", "1"]);
            run.args(["--jobs", &jobs.to_string()]).args(keep);
            expected.is_printed(&mut run, format);
        }
    }
}
