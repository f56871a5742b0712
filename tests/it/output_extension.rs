//! The ending of an output file names its format, and `.gz` compresses it.

use crate::common::{assert_error, assert_success, cdr};
use flate2::read::GzDecoder;
use std::fs;
use std::io::Read;
use std::path::Path;

fn fetch(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let file = arguments.last().unwrap();
    let mut run = cdr();
    assert_success(
        run.current_dir(folder)
            .args(["--sandbox", "-q", "period", "2025-01-01"])
            .args(arguments),
    );
    fs::read(folder.join(file)).unwrap()
}

fn fetch_in_format(format: &str) -> Vec<u8> {
    let mut run = cdr();
    assert_success(run.args(["--sandbox", "-q", "period", "2025-01-01", "-f", format])).into_bytes()
}

#[test]
fn an_extension_selects_the_format() {
    let folder = tempfile::tempdir().unwrap();
    for (name, format) in [
        ("calls.csv", "csv"),
        ("CALLS.CSV", "csv"),
        ("calls.json", "json"),
        ("calls.jsonl", "jsonl"),
        ("calls.ndjson", "jsonl"),
        ("calls.txt", "table"),
        ("a.csv.json", "json"),
    ] {
        assert!(
            fetch(folder.path(), &["-o", name]) == fetch_in_format(format),
            "{name}"
        );
    }
}

#[test]
fn the_format_option_overrides_the_extension_and_that_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    assert!(fetch(folder.path(), &["-f", "json", "-o", "calls.csv"]) == fetch_in_format("json"));
    let mut run = cdr();
    run.current_dir(folder.path()).env("CDR_FORMAT", "json");
    assert_success(run.args(["--sandbox", "-q", "period", "2025-01-01", "-o", "x.csv"]));
    assert!(fs::read(folder.path().join("x.csv")).unwrap() == fetch_in_format("csv"));
}

#[test]
fn gz_compresses_to_the_same_bytes_each_time() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["-o", "calls.csv.gz"][..],
        &["-f", "csv", "-o", "calls.gz"],
    ] {
        let compressed = fetch(folder.path(), arguments);
        let mut text = Vec::new();
        GzDecoder::new(&compressed[..])
            .read_to_end(&mut text)
            .unwrap();
        assert!(text == fetch_in_format("csv"));
        assert!(compressed.len() < text.len() / 2);
        assert!(fetch(folder.path(), arguments) == compressed);
    }
    let mut run = cdr();
    let read = assert_success(
        run.current_dir(folder.path())
            .args(["fields", "-o", "f.jsonl.gz"]),
    );
    assert_eq!(read, "");
}

#[test]
fn compressed_output_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    fetch(folder.path(), &["-o", "calls.jsonl.gz"]);
    let mut run = cdr();
    let read = assert_success(run.current_dir(folder.path()).args([
        "read",
        "calls.jsonl.gz",
        "-f",
        "jsonl",
    ]));
    assert!(read.into_bytes() == fetch_in_format("jsonl"));
}

#[test]
fn an_unknown_extension_is_rejected_before_any_request() {
    for name in ["calls", "calls.xyz", "calls.gz", "csv"] {
        let mut run = crate::common::cdr_with_url("http://127.0.0.1:1");
        let message = [name, "unknown extension of", "--format"];
        assert_error(run.args(["period", "2025-01-01", "-o", name]), 2, &message);
        assert!(!Path::new(name).exists());
    }
}

#[test]
fn a_failure_leaves_a_compressed_file_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls.csv.gz");
    fs::write(&file, "old").unwrap();
    let service = crate::common::Service::returning_status(404, "");
    assert_error(
        service.cdr().args(["conf", "1", "-o"]).arg(&file),
        4,
        &["404"],
    );
    assert_eq!(fs::read(&file).unwrap(), b"old");
}
