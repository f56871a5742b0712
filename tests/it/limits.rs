//! Whatever a stranger sends, memory and time stay bounded, and what is too large is told with its place.

use crate::common::scripted_server::{ScriptedServer, send_slowly};
use crate::common::{Service, assert_error, cdr, cdr_with_url, response_with, text_formats};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::time::Duration;

/// A record.
const CALL: &str = r#"{"cdr_id":"1"}"#;

fn compressed(write: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    write(&mut encoder);
    encoder.finish().unwrap()
}

#[test]
fn an_envelope_beyond_a_mebibyte_is_rejected() {
    let members = compressed(|out| {
        out.write_all(b"{").unwrap();
        for number in 0..200_000 {
            write!(out, "\"member{number}\":1,").unwrap();
        }
        out.write_all(b"\"result\":\"0\",\"cdr\":[]}").unwrap();
    });
    let long = compressed(|out| {
        write!(out, "{{\"a\":\"{}\",\"cdr\":[]}}", "x".repeat(2 << 20)).unwrap();
    });
    let behind = compressed(|out| {
        let text = "x".repeat(2 << 20);
        write!(out, "{{\"cdr\":[{CALL}],\"a\":\"{text}\"}}").unwrap();
    });
    let spaces = compressed(|out| {
        let text = " ".repeat(2 << 20);
        write!(out, "{{\"cdr\":[{CALL}]{text}}}").unwrap();
    });
    let refuse = |body: &[u8], format: &str| {
        let service = Service::returning(body);
        let run = &mut service.cdr();
        let parts = ["more than 1 MiB of data", "byte"];
        assert_error(run.args(["conf", "1", "-f", format]), 6, &parts);
    };
    for format in text_formats() {
        refuse(&long, format);
    }
    for body in [members, behind, spaces] {
        refuse(&body, "csv");
    }
}

#[test]
fn a_call_beyond_64_mebibytes_is_rejected_with_its_place() {
    let long = compressed(|out| {
        write!(out, "{{\"result\":\"0\",\"cdr\":[{CALL},{{\"a\":\"").unwrap();
        let piece = "x".repeat(1 << 20);
        for _ in 0..65 {
            out.write_all(piece.as_bytes()).unwrap();
        }
        out.write_all(b"\"}]}").unwrap();
    });
    let service = Service::returning(&long);
    let run = &mut service.cdr();
    let message = ["contains a call larger than 64 MiB", "at byte 36"];
    assert_error(run.args(["conf", "1", "-f", "csv"]), 6, &message);
}

#[test]
fn a_response_beyond_max_size_is_rejected_compressed_or_not() {
    let record = format!(
        r#"{{"cdr_id":"1","user":{{"name":"{}"}}}}"#,
        " ".repeat(100_000)
    );
    let plain = response_with(&record).into_bytes();
    let small = compressed(|out| out.write_all(&plain).unwrap());
    for body in [&plain, &small] {
        for (size, code) in [("50k", 6), ("99KB", 6), ("98KiB", 0), ("100500", 0)] {
            let service = Service::returning(body);
            let run = &mut service.cdr();
            run.args(["conf", "1", "-q", "-f", "csv", "--max-size", size]);
            if code == 0 {
                run.assert().success();
            } else {
                assert_error(run, code, &["larger than", "--max-size"]);
            }
            service.assert_requested_once();
        }
    }
}

#[test]
fn an_endless_response_leaves_no_file() {
    let endless = send_slowly(
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"result\":0,\"cdr\":[",
        &[b' '; 4096],
        Duration::ZERO,
    );
    let server = ScriptedServer::new(vec![endless]);
    let folder = tempfile::tempdir().unwrap();
    let run = &mut cdr_with_url(&server.url());
    run.env("TMPDIR", folder.path()).current_dir(&folder);
    run.args(["conf", "1", "--max-size=3M", "-o", "out.csv"]);
    assert_error(run, 6, &["larger than 3 MiB"]);
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[test]
fn an_invalid_size_is_a_usage_error() {
    for size in ["0", "-1", "1.5G", "much"] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        assert_error(run.args(["conf", "1", "--max-size", size]), 2, &["500M"]);
    }
}

#[test]
fn a_table_truncates_long_values() {
    let body = response_with(&format!(
        r#"{{"user":{{"name":"{}"}}}},{{"conf_num":"1"}}"#,
        "x".repeat(5_000_000)
    ));
    let service = Service::returning(&body);
    let run = service.cdr().args(["conf", "1"]).assert().success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(
        table.contains(&("x".repeat(1000) + "…")) && table.len() < 5000,
        "{}",
        table.len()
    );
}

#[test]
fn the_number_of_jobs_is_bounded() {
    for jobs in ["0", "65", "500", "200000", "-1"] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        let jobs = format!("--jobs={jobs}");
        let run = run.args(["period", "2025-01", "--split", "1", &jobs]);
        assert_error(run, 2, &["--jobs", "64"]);
    }
}

/// A run with a limit that the shell sets, in the sandbox unless it says otherwise.
#[cfg(unix)]
fn limited(limit: &str, arguments: &str) -> (Option<i32>, String, String) {
    let run = crate::common::shell(&format!("ulimit {limit}; exec cdr -q {arguments}"))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (run.status.code(), text(&run.stdout), text(&run.stderr))
}

#[cfg(target_os = "linux")]
#[test]
fn out_of_memory_or_threads_prints_no_partial_output() {
    let arguments = "--sandbox period 2025-01 --split 1 --jobs 64 -f jsonl";
    let (_, whole, _) = limited("-v unlimited", arguments);
    for limit in [60_000, 150_000, 250_000, 400_000, 1_000_000] {
        let (code, printed, message) = limited(&format!("-v {limit}"), arguments);
        let is_whole = code == Some(0) && printed == whole;
        assert!(
            is_whole || (code != Some(0) && printed.is_empty()),
            "{limit}: {code:?} {message}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn too_many_open_files_is_a_local_error() {
    let service = Service::returning(response_with(CALL));
    let account = format!("--base-url {} --app-id i --app-key kkkk", service.url());
    let mut message = String::new();
    for limit in 6..14 {
        let arguments = format!("conf 1 --retries 0 {account}");
        let (code, _, error) = limited(&format!("-n {limit}"), &arguments);
        assert!(matches!(code, Some(0 | 1)), "{limit}: {code:?} {error}");
        message.push_str(&error);
    }
    assert!(
        message.contains("Too many open files") && !message.contains("panicked"),
        "{message}"
    );
}

#[test]
fn a_long_error_text_is_truncated() {
    for (status, body) in [
        (
            200,
            format!(r#"{{"result":40001,"error":"{}"}}"#, "x".repeat(900_000)),
        ),
        (
            400,
            format!(
                r#"{{"status":"error","error_code":"{0}","message":"{0}","request_id":"{0}"}}"#,
                "y".repeat(100_000)
            ),
        ),
    ] {
        let service = Service::returning_status(status, &body);
        let line = assert_error(service.cdr().args(["conf", "1"]), 4, &["…"]);
        assert!(line.chars().count() < 2000, "{}", line.len());
    }
}

#[test]
fn a_long_value_in_a_warning_is_truncated() {
    let line = format!(r#"{{"room":{{"duration":"{}"}}}}"#, "x".repeat(1_000_000));
    let run = cdr()
        .args(["read", "-", "-g", "day"])
        .write_stdin(line)
        .assert()
        .success();
    assert!(run.get_output().stderr.len() < 1000);
}
