//! `--expect` and `--strict` make a run fail with exit 7, after its output is complete.

use crate::common::{assert_error, cdr, every_format};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const CARD: &str = "currency = \"INR\"\ncustomer = \"user.ref\"\n[[charge]]\nname = \"Minutes\"\n\
                    quantity = \"usage.connect_minutes_cal\"\nprice = \"2\"\n";

/// A directory with a file of three calls, of which one is bad, and a rate card.
fn dir() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let call = |id: u32, reference: &str, quality: &str| {
        format!(
            r#"{{"cdr_id":"{id}","conf_num":"1","user":{{"ref":"{reference}"}},"usage":{{"connect_minutes_cal":{id}}},"room":{{"connect_dt":"2025-01-0{id}T00:00:00Z"}},"stats_quality":{{"call_quality":"{quality}"}}}}"#
        )
    };
    let calls = [call(1, "a", "Good"), call(2, "a", "Bad"), call(3, "b", "")];
    fs::write(dir.path().join("calls.jsonl"), calls.join("\n")).unwrap();
    fs::write(dir.path().join("rates.toml"), CARD).unwrap();
    dir
}

fn cdr_in(dir: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = cdr();
    command.current_dir(dir).args(arguments);
    command
}

fn read(dir: &TempDir, arguments: &[&str]) -> assert_cmd::Command {
    cdr_in(dir.path(), &[&["read", "calls.jsonl"], arguments].concat())
}

/// What a run that fails with exit 7 prints: its output, and its only line of error.
fn assert_expectation_fails(command: &mut assert_cmd::Command, message: &str) -> Vec<u8> {
    let output = command.assert().code(7).get_output().clone();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error, format!("cdr: error: {message}\n"));
    output.stdout
}

#[test]
fn an_expectation_holds_and_fails_in_each_format_with_the_same_complete_output() {
    let dir = dir();
    for format in every_format() {
        let file = |arguments: &[&str]| {
            let output = ["-f", format, "-o", "out"];
            let mut command = read(&dir, &[&output, arguments].concat());
            (command.assert(), fs::read(dir.path().join("out")).unwrap())
        };
        let (plain, expected) = file(&[]);
        plain.success();
        let (holds, output) = file(&["--expect", "calls = 3"]);
        holds.success().stderr("");
        // What differs is the time of generation.
        assert_eq!(output.len(), expected.len(), "{format}");
        fs::remove_file(dir.path().join("out")).unwrap();
        let (fails, output) = file(&["--expect", "calls > 3"]);
        fails
            .code(7)
            .stderr("cdr: error: expected calls > 3, found 3\n");
        assert_eq!(output.len(), expected.len(), "{format}");
    }
}

#[test]
fn an_expectation_holds_and_fails_for_each_command_that_prints_calls() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("rates.toml"), CARD).unwrap();
    let room = "00005eec31edba25ddf9ee18";
    for command in [
        &["period", "2025-01-01"][..],
        &["room", room],
        &["room-period", room, "2025-01-01", "2025-01-31"],
        &["conf", "1739252000"],
        &["bill", "2025-01-01", "--rates", "rates.toml"],
    ] {
        let run = |expectation: &str| {
            let sandbox = ["-q", "--sandbox"];
            let options = ["-f", "csv", "--expect", expectation];
            cdr_in(dir.path(), &[&sandbox, command, &options].concat())
        };
        let output = run("calls > 0").assert().success().get_output().clone();
        let failed = run("calls < 1").assert().code(7).get_output().clone();
        assert!(!output.stdout.is_empty());
        assert_eq!(output.stdout, failed.stdout, "{command:?}");
        let error = String::from_utf8(failed.stderr).unwrap();
        assert!(
            error.starts_with("cdr: error: expected calls < 1, found "),
            "{error}"
        );
        assert_eq!(error.matches('\n').count(), 1);
    }
}

#[test]
fn each_group_has_to_match() {
    let dir = dir();
    let group = ["-g", "user.ref", "-f", "csv", "-c", "user.ref,calls"];
    let run = |expectation: &str| read(&dir, &[&group[..], &["--expect", expectation]].concat());
    run("calls <= 2").assert().success();
    let output = assert_expectation_fails(
        &mut run("calls >= 2"),
        "expected calls >= 2, found 1 for user.ref = b",
    );
    assert_eq!(output, b"user.ref,calls\na,2\nb,1\n");
    assert_expectation_fails(
        &mut run("calls > 5"),
        "expected calls > 5, found 2 for user.ref = a (1 more group does not match)",
    );
    assert_expectation_fails(
        &mut run("user.ref = a"),
        "expected user.ref = a, found b for user.ref = b",
    );
}

#[test]
fn no_calls_are_a_group_of_zeros() {
    let dir = dir();
    for group in [&[][..], &["-g", "day"]] {
        let run = |expectation: &str| {
            let arguments = [
                "-q",
                "-f",
                "csv",
                "-w",
                "user.ref = x",
                "--expect",
                expectation,
            ];
            read(&dir, &[&arguments, group].concat())
        };
        assert_expectation_fails(&mut run("calls > 0"), "expected calls > 0, found 0");
        for holds in ["calls = 0", "bad_share < 0.2", "connect_minutes_cal = 0"] {
            run(holds).assert().success();
        }
    }
}

#[test]
fn a_missing_value_matches_only_the_condition_that_it_is_missing() {
    let dir = dir();
    let run = |expectation: &str| {
        let arguments = ["-f", "csv", "-w", "user.ref = b", "--expect", expectation];
        read(&dir, &arguments)
    };
    for fails in ["bad_share < 0.2", "bad_share != 1", "bad_share >= 0"] {
        let message = format!("expected {fails}, found no value");
        assert_expectation_fails(&mut run(fails), &message);
    }
    run("bad_share =").assert().success();
    assert_expectation_fails(&mut run("calls ="), "expected calls =, found 1");
}

#[test]
fn a_limit_plays_no_part() {
    let dir = dir();
    let arguments = [
        "-f",
        "csv",
        "-c",
        "cdr_id",
        "--limit",
        "1",
        "--expect",
        "calls = 3",
    ];
    read(&dir, &arguments)
        .assert()
        .success()
        .stdout("cdr_id\n1\n");
}

#[test]
fn any_numeric_column_is_summed_and_times_are_compared_as_times() {
    let dir = dir();
    for holds in [
        "usage.connect_minutes_cal = 6.0",
        "connect_minutes_cal < 7",
        "first_connect_dt >= 2025-01-01",
        "first_connect_dt < 2025-01-02",
    ] {
        read(&dir, &["-q", "-f", "csv", "--expect", holds])
            .assert()
            .success();
    }
}

#[test]
fn an_invalid_expectation_is_rejected_before_anything_is_read() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("rates.toml"), CARD).unwrap();
    for (expectation, message) in [
        ("calls", "calls"),
        ("calls > many", "expected a number, such as 60 or 0.5"),
        ("calls ~ 3", "compares a total as text; use ="),
        ("user.name = 1", "user.name"),
        ("calls > 1 and calls < 3", "and"),
    ] {
        let arguments = ["read", "missing.jsonl", "--expect", expectation];
        assert_error(&mut cdr_in(dir.path(), &arguments), 2, &[message]);
    }
    let bill = ["--sandbox", "bill", "2025-01", "--rates", "rates.toml"];
    let expectation = ["--expect", "charge = 1"];
    let message =
        ["a bill has no total 'charge'; expected one of: calls, customers, lines, amount"];
    let mut command = cdr_in(dir.path(), &[&bill[..], &expectation].concat());
    assert_error(&mut command, 2, &message);
}

#[test]
fn a_bill_is_checked_as_a_whole() {
    let dir = dir();
    let run = |expectation: &str| {
        let bill = [
            "bill",
            "2025-01",
            "--rates",
            "rates.toml",
            "--read",
            "calls.jsonl",
        ];
        let options = [
            "-f",
            "csv",
            "-c",
            "customer,amount",
            "--expect",
            expectation,
        ];
        cdr_in(dir.path(), &[&bill[..], &options].concat())
    };
    let printed = "customer,amount\na,6.00\nb,6.00\n";
    for holds in ["amount = 12", "customers = 2", "lines = 2", "calls = 3"] {
        run(holds).assert().success().stdout(printed);
    }
    let output =
        assert_expectation_fails(&mut run("amount < 12"), "expected amount < 12, found 12.00");
    assert_eq!(output, printed.as_bytes());
}

#[test]
fn files_are_written_although_an_expectation_fails() {
    let dir = dir();
    let arguments = ["-o", "out/{user.ref}.csv", "--expect", "calls > 9"];
    assert_expectation_fails(&mut read(&dir, &arguments), "expected calls > 9, found 3");
    for file in ["a.csv", "b.csv", "index.csv"] {
        assert!(dir.path().join("out").join(file).exists(), "{file}");
    }
}

#[test]
fn a_warning_fails_a_strict_run_also_if_it_is_not_printed() {
    let dir = dir();
    let arguments = [
        "-f",
        "csv",
        "-c",
        "cdr_id",
        "-w",
        "user.ref = x",
        "--strict",
    ];
    let mut command = read(&dir, &arguments);
    let assert = command.assert().code(7).stdout("cdr_id\n");
    let error = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(
        error.starts_with("cdr: warning: none of 3 calls"),
        "{error}"
    );
    assert!(error.ends_with("cdr: error: the result has 1 warning, and --strict is set\n"));
    let message =
        "the result has 1 warning, and --strict is set; run without --quiet to see the reason";
    assert_expectation_fails(read(&dir, &arguments).arg("-q"), message);
    read(&dir, &["--strict"]).assert().success().stderr("");
}

#[test]
fn a_strict_comparison_or_update_of_an_archive_fails_with_a_warning() {
    let dir = dir();
    let twice = fs::read_to_string(dir.path().join("calls.jsonl")).unwrap();
    fs::write(dir.path().join("twice.jsonl"), format!("{twice}\n{twice}")).unwrap();
    let arguments = [
        "diff",
        "calls.jsonl",
        "twice.jsonl",
        "-f",
        "csv",
        "--strict",
    ];
    cdr_in(dir.path(), &arguments).assert().code(7);
    let arguments = [
        "diff",
        "calls.jsonl",
        "calls.jsonl",
        "-f",
        "csv",
        "--strict",
    ];
    cdr_in(dir.path(), &arguments).assert().success();
    // The sandbox sends a call of this month twice.
    let sync = ["--sandbox", "-q", "sync", "archive", "2025-01"];
    cdr_in(dir.path(), &sync).arg("--strict").assert().code(7);
    let day = "archive/calls/day=2025-01-31/calls.parquet";
    assert!(dir.path().join(day).exists());
}

#[test]
fn a_failure_keeps_its_exit_code_in_a_strict_run() {
    let dir = dir();
    fs::write(dir.path().join("broken.jsonl"), "{").unwrap();
    let arguments = ["broken.jsonl", "--strict", "--expect", "calls > 0"];
    assert_error(&mut read(&dir, &arguments), 6, &["broken.jsonl"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The groups of the CSV are compared here as integers.
    #[test]
    fn a_run_fails_if_a_group_of_the_same_totals_does_not_match(
        groups in proptest::collection::vec(0_u32..5, 0..12),
        sign in prop_oneof![Just("="), Just("!="), Just("<"), Just("<="), Just(">"), Just(">=")],
        limit in 0_u32..5,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let calls = groups.iter().enumerate().map(|(id, group)| {
            format!(r#"{{"cdr_id":"c{id}","user":{{"ref":"r{group}"}}}}"#)
        });
        fs::write(dir.path().join("calls.jsonl"), calls.collect::<Vec<_>>().join("\n")).unwrap();
        let expectation = format!("calls {sign} {limit}");
        let options = ["-q", "-g", "user.ref", "-c", "calls", "-f", "csv", "--no-header"];
        let mut command = read(&dir, &[&options[..], &["--expect", &expectation]].concat());
        let output = command.output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let mut counts: Vec<u32> = printed.lines().map(|line| line.parse().unwrap()).collect();
        if groups.is_empty() {
            counts.push(0);
        }
        let holds = counts.iter().all(|count| match sign {
            "=" => *count == limit,
            "!=" => *count != limit,
            "<" => *count < limit,
            "<=" => *count <= limit,
            ">" => *count > limit,
            _ => *count >= limit,
        });
        prop_assert_eq!(output.status.code(), Some(if holds { 0 } else { 7 }));
    }
}
