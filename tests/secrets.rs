//! The key is in the request, and nowhere else.

mod common;

use common::raw::{RawServer, resets};
use common::{APP_KEY, Service, cdr, cdr_at, one, printed};
use std::process::Command;

/// Everything a run said, which must not hold the key or what HTTP Basic makes of it.
fn said(command: &mut assert_cmd::Command) -> String {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(!said.contains(APP_KEY), "{said}");
    assert!(!said.contains("czNjcmV0LWtle"), "{said}");
    said
}

#[test]
fn a_verbose_run_tells_of_requests_and_not_of_the_key() {
    let service = Service::answering(one("{}"));
    let run = said(service.cdr().args(["conf", "1", "--verbose"]));
    assert!(run.contains("GET http://127.0.0.1"), "{run}");
}

#[test]
fn a_verbose_failure_tells_its_causes_and_not_the_key() {
    let server = RawServer::new(vec![resets()]);
    let run = said(cdr_at(&server.url()).args(["conf", "1", "-v", "--retry-delay", "0"]));
    assert!(run.contains("caused by: "), "{run}");
    assert!(run.contains("asking again in"), "{run}");
}

#[test]
fn help_does_not_show_the_environment_s_values() {
    for arguments in [["--help"], ["-h"]] {
        let run = said(cdr_at("https://host.example/v2").args(arguments));
        assert!(
            run.contains("CDR_SANDBOX") && !run.contains("host.example"),
            "{run}"
        );
    }
}

#[test]
fn refused_options_do_not_show_the_key() {
    for arguments in [
        &["conf", "1", "--app-key", APP_KEY, "--fromat", "csv"][..],
        &["conf", "1", "--app-kee=s3cret-key"],
        &["conf", "1", "--app-key", APP_KEY, "--app-key-file", "x"],
        &[
            "conf",
            "1",
            "--base-url",
            "https://me:s3cret-key@host.example/v2",
        ],
        &[
            "conf",
            "1",
            "--base-url",
            "http://me:s3cret-key@127.0.0.1/v2",
        ],
    ] {
        said(cdr().args(arguments));
    }
}

#[test]
fn a_failure_to_connect_does_not_show_the_key() {
    said(cdr_at("http://127.0.0.1:1/video/v2").args(["conf", "1", "-v", "--retries", "0"]));
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_draws_a_warning() {
    use std::os::unix::fs::PermissionsExt;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, APP_KEY).unwrap();
    let run = |mode| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let service = Service::answering(one("{}"));
        let arguments = ["conf", "1", "-f", "json", "--app-key-file"];
        said(service.cdr().args(arguments).arg(file.path()))
    };
    for mode in [0o644, 0o640, 0o604] {
        assert!(
            run(mode).contains("warning: others can read the app key in"),
            "{mode:o}"
        );
    }
    assert!(!run(0o600).contains("warning"));
}

#[test]
fn quiet_leaves_out_warnings_and_notes() {
    let service = Service::answering(one("{}"));
    let run = &mut service.cdr();
    printed(run.args(["period", "9999-12-31", "-q", "-f", "jsonl"]));
    printed(cdr().args(["--sandbox", "-q", "period", "2025-01-01"]));
}

#[cfg(target_os = "linux")]
#[test]
fn the_key_is_not_in_the_process_list_when_it_comes_from_the_environment() {
    let server = RawServer::new(vec![common::raw::is_silent(
        std::time::Duration::from_secs(1),
    )]);
    let mut run = Command::new(assert_cmd::cargo::cargo_bin!("cdr"))
        .args(["conf", "1", "--retries", "0", "--timeout", "1"])
        .env("CDR_APP_ID", "an-id")
        .env("CDR_APP_KEY", APP_KEY)
        .env("CDR_BASE_URL", server.url())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let command_line = std::fs::read(format!("/proc/{}/cmdline", run.id())).unwrap();
    assert!(!String::from_utf8_lossy(&command_line).contains(APP_KEY));
    run.wait().unwrap();
}
