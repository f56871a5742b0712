//! A dry run prints what would be sent, and sends nothing.

mod common;

use common::{APP_ID, APP_KEY, AUTHORIZATION, Service, cdr, cdr_at, printed, refused};
use std::process::Command;

#[test]
fn it_prints_a_command_for_each_window_and_no_key() {
    let run = &mut cdr_at("http://127.0.0.1:1/video/v2");
    let commands = printed(run.args(["period", "2025-01", "--split", "20", "--dry-run"]));
    assert_eq!(commands.lines().count(), 2);
    assert!(commands.contains("http://127.0.0.1:1/video/v2/cdr/period/2025-01-01/2025-01-21'"));
    assert!(commands.contains("--user 'an-id':\"$CDR_APP_KEY\"") && !commands.contains(APP_KEY));
}

#[test]
fn its_commands_work_when_pasted() {
    let body = r#"{"result":"0","cdr":[]}"#;
    let service = Service::with(|mock| {
        mock.match_header("authorization", AUTHORIZATION)
            .with_body(body)
    });
    let commands = printed(service.cdr().args(["room", "it's $HOME", "-n"]));
    let pasted = Command::new("sh")
        .args(["-c", &format!("{} --silent", commands.trim_end())])
        .env("CDR_APP_KEY", APP_KEY)
        .output()
        .unwrap();
    if pasted.status.code() == Some(127) {
        // This machine has no curl.
        return;
    }
    assert_eq!(String::from_utf8_lossy(&pasted.stdout), body);
    service.was_asked();
}

#[test]
fn it_needs_no_credentials_and_leaves_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let run = &mut cdr();
    let commands = printed(
        run.current_dir(&folder)
            .args(["conf", "1", "-n", "-o", "out.txt"]),
    );
    assert!(
        commands
            .contains("\"$CDR_APP_ID:$CDR_APP_KEY\" 'https://api.enablex.io/video/v2/cdr/conf/1'")
    );
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn it_does_not_go_with_the_sandbox() {
    refused(
        cdr().args(["conf", "1", "-n", "--sandbox"]),
        2,
        &["--dry-run", "--sandbox"],
    );
}

#[test]
fn app_ids_are_quoted() {
    let run = &mut cdr();
    let commands = printed(run.args(["conf", "1", "-n", "--app-id", &format!("{APP_ID}' $x")]));
    assert!(
        commands.contains(r#"--user 'an-id'\'' $x':"$CDR_APP_KEY""#),
        "{commands}"
    );
}
