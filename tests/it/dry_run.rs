//! A dry run prints what would be sent, and sends nothing.

use crate::common::shell;
use crate::common::{
    APP_ID, APP_KEY, AUTHORIZATION, Service, assert_error, assert_success, cdr, cdr_with_url,
};

#[test]
fn dry_run_prints_a_command_per_window_without_the_key() {
    let run = &mut cdr_with_url("http://127.0.0.1:1/video/v2");
    let commands = assert_success(run.args(["period", "2025-01", "--split", "20", "--dry-run"]));
    assert_eq!(commands.lines().count(), 2);
    assert!(commands.contains("http://127.0.0.1:1/video/v2/cdr/period/2025-01-01/2025-01-21'"));
    assert!(commands.contains("--user 'an-id':\"$CDR_APP_KEY\"") && !commands.contains(APP_KEY));
}

#[test]
fn printed_commands_work_when_pasted() {
    let body = r#"{"result":"0","cdr":[]}"#;
    let service = Service::with(|mock| {
        mock.match_header("authorization", AUTHORIZATION)
            .with_body(body)
    });
    let commands = assert_success(service.cdr().args(["room", "it's $HOME", "-n"]));
    let pasted = shell(&format!("{} --silent", commands.trim_end()))
        .env("CDR_APP_KEY", APP_KEY)
        .output()
        .unwrap();
    if pasted.status.code() == Some(127) {
        // This machine has no curl.
        return;
    }
    assert_eq!(String::from_utf8_lossy(&pasted.stdout), body);
    service.assert_requested_once();
}

#[test]
fn a_key_from_a_file_or_command_is_set_by_a_line_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it's the key");
    std::fs::write(&file, format!("{APP_KEY}\n")).unwrap();
    std::fs::create_dir(folder.path().join("cdr")).unwrap();
    let profile = format!(
        "[profiles.other]\napp_id = \"{APP_ID}\"\napp_key_command = [\"printf\", \"%s\\\\nmore\", \"{APP_KEY}\"]\n"
    );
    std::fs::write(folder.path().join("cdr/config.toml"), profile).unwrap();
    let body = r#"{"result":"0","cdr":[]}"#;
    for way in ["file", "variable", "command"] {
        let service = Service::with(|mock| {
            mock.match_header("authorization", AUTHORIZATION)
                .with_body(body)
        });
        let mut run = cdr();
        run.env("CDR_BASE_URL", service.url());
        run.env("XDG_CONFIG_HOME", folder.path());
        match way {
            "file" => run.env("CDR_APP_ID", APP_ID).env("CDR_APP_KEY_FILE", &file),
            "variable" => run
                .env("CDR_APP_ID", APP_ID)
                .env("ENABLEX_APP_KEY", APP_KEY),
            _ => run.env("CDR_PROFILE", "other"),
        };
        let commands = assert_success(run.args(["room", "1", "-n"]));
        assert!(
            commands.starts_with("CDR_APP_KEY=") && commands.lines().count() == 2,
            "{commands}"
        );
        let pasted = shell(&format!("{} --silent", commands.trim_end()))
            .env("ENABLEX_APP_KEY", APP_KEY)
            .output()
            .unwrap();
        if pasted.status.code() == Some(127) {
            // This machine has no curl.
            return;
        }
        assert_eq!(String::from_utf8_lossy(&pasted.stdout), body, "{commands}");
        service.assert_requested_once();
    }
}

#[test]
fn printed_commands_trim_the_key() {
    let body = r#"{"result":"0","cdr":[]}"#;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("cdr")).unwrap();
    let file = folder.path().join("key");
    let around = [
        ("\u{feff}", "\r\n"),
        ("\n\n \t", " \n\n"),
        ("\u{a0}\u{3000}", "\u{2009}\u{feff}\u{85}\u{2028}\n"),
    ];
    for (before, after) in around {
        let text = format!("{before}{APP_KEY}{after}");
        std::fs::write(&file, &text).unwrap();
        let escaped = text.trim_matches('\n').replace('\r', "\\r");
        let profile = format!(
            "[profiles.p]\napp_id = \"{APP_ID}\"\n\
             app_key_command = [\"printf\", \"%s\", \"{escaped}\"]\n"
        );
        std::fs::write(folder.path().join("cdr/config.toml"), profile).unwrap();
        for way in [
            "CDR_APP_KEY",
            "ENABLEX_APP_KEY",
            "CDR_APP_KEY_FILE",
            "command",
        ] {
            let service = Service::with(|mock| {
                mock.match_header("authorization", AUTHORIZATION)
                    .with_body(body)
            });
            let mut run = cdr();
            run.env("CDR_BASE_URL", service.url());
            run.env("XDG_CONFIG_HOME", folder.path());
            match way {
                "command" => run.env("CDR_PROFILE", "p"),
                "CDR_APP_KEY_FILE" => run.env("CDR_APP_ID", APP_ID).env(way, &file),
                variable => run.env("CDR_APP_ID", APP_ID).env(variable, &text),
            };
            let commands = assert_success(run.args(["room", "1", "-n"]));
            let mut pasted = shell(&format!("{} --silent", commands.trim_end()));
            if matches!(way, "CDR_APP_KEY" | "ENABLEX_APP_KEY") {
                pasted.env(way, &text);
            }
            let pasted = pasted.output().unwrap();
            if pasted.status.code() == Some(127) {
                // This machine has no curl.
                return;
            }
            assert_eq!(
                String::from_utf8_lossy(&pasted.stdout),
                body,
                "{way}: {commands}"
            );
            service.assert_requested_once();
        }
    }
}

#[test]
fn dry_run_needs_no_credentials_and_writes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let run = &mut cdr();
    let commands = assert_success(
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
fn dry_run_is_rejected_with_the_sandbox() {
    assert_error(
        cdr().args(["conf", "1", "-n", "--sandbox"]),
        2,
        &["--dry-run", "--sandbox"],
    );
}

#[test]
fn app_ids_are_quoted() {
    let run = &mut cdr();
    let commands =
        assert_success(run.args(["conf", "1", "-n", "--app-id", &format!("{APP_ID}' $x")]));
    assert!(
        commands.contains(r#"--user 'an-id'\'' $x':"$CDR_APP_KEY""#),
        "{commands}"
    );
}
