//! The key is in the request, and nowhere else.

use crate::common::scripted_server::{ScriptedServer, reset_connection};
use crate::common::{APP_KEY, Service, assert_success, cdr, cdr_with_url, response_with};

/// Everything a run said, which must not hold the key or what HTTP Basic makes of it.
fn output_without_key(command: &mut assert_cmd::Command) -> String {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(!said.contains(APP_KEY), "{said}");
    assert!(!said.contains("czNjcmV0LWtle"), "{said}");
    said
}

#[test]
fn verbose_shows_requests_but_not_the_key() {
    let service = Service::returning(response_with(r#"{"cdr_id":"1"}"#));
    let run = output_without_key(service.cdr().args(["conf", "1", "--verbose"]));
    assert!(run.contains("GET http://127.0.0.1"), "{run}");
}

#[test]
fn verbose_shows_causes_but_not_the_key() {
    let server = ScriptedServer::new(vec![reset_connection()]);
    let run = output_without_key(cdr_with_url(&server.url()).args([
        "conf",
        "1",
        "-v",
        "--retry-delay",
        "0",
    ]));
    assert!(run.contains("caused by: "), "{run}");
    assert!(run.contains("retrying in"), "{run}");
}

#[test]
fn help_names_variables_but_not_their_values() {
    let variables = [
        "CDR_APP_ID",
        "ENABLEX_APP_ID",
        "CDR_APP_KEY",
        "ENABLEX_APP_KEY",
        "CDR_APP_KEY_FILE",
        "CDR_SERVICE",
        "CDR_BASE_URL",
        "CDR_PROFILE",
        "CDR_SANDBOX",
        "CDR_FORMAT",
    ];
    for arguments in [&["period", "--help"][..], &["man"]] {
        let run = &mut cdr();
        for name in variables {
            run.env(name, "a-value");
        }
        let text = output_without_key(run.args(arguments));
        assert!(!text.contains("a-value"), "{text}");
        for name in variables {
            assert!(text.contains(name), "{name} is not in {arguments:?}");
        }
    }
}

#[test]
fn errors_about_options_do_not_show_the_key() {
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
        output_without_key(cdr().args(arguments));
    }
}

#[test]
fn a_failure_to_connect_does_not_show_the_key() {
    output_without_key(cdr_with_url("http://127.0.0.1:1/video/v2").args([
        "conf",
        "1",
        "-v",
        "--retries",
        "0",
    ]));
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_causes_a_warning() {
    use std::os::unix::fs::PermissionsExt;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, APP_KEY).unwrap();
    let run = |mode| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let service = Service::returning(response_with(r#"{"cdr_id":"1"}"#));
        let arguments = ["conf", "1", "-f", "json", "--app-key-file"];
        output_without_key(service.cdr().args(arguments).arg(file.path()))
    };
    for mode in [0o644, 0o640, 0o604] {
        assert!(
            run(mode).contains("warning: other users can read the app key file"),
            "{mode:o}"
        );
    }
    assert!(!run(0o600).contains("warning"));
}

#[test]
fn quiet_suppresses_warnings_and_notes() {
    let service = Service::returning(response_with(r#"{"cdr_id":"1"}"#));
    let run = &mut service.cdr();
    assert_success(run.args(["period", "9999-12-31", "-q", "-f", "jsonl"]));
    assert_success(cdr().args(["--sandbox", "-q", "period", "2025-01-01"]));
}

/// What HTTP Basic makes of the id and the key of the tests.
const BASIC: &str = "YW4taWQ6czNjcmV0LWtleQ==";

#[test]
fn an_echoed_key_is_not_printed() {
    let echo = format!("key {APP_KEY}, Basic {BASIC}, s3cret%2Dkey");
    for (status, body) in [
        (200, format!(r#"{{"result":4711,"error":"{echo}"}}"#)),
        (
            400,
            format!(
                r#"{{"status":"error","error_code":"{APP_KEY}","message":"{echo}","request_id":"{BASIC}"}}"#
            ),
        ),
        (401, format!(r#"{{"result":1,"desc":"{echo}"}}"#)),
        (503, format!(r#"{{"result":10105,"desc":"{echo}"}}"#)),
        (
            200,
            format!(r#"{{"cdr":[{{"cdr_id":"1"}}],"result":4711,"error":"{echo}"}}"#),
        ),
        (302, String::new()),
    ] {
        let location = format!("https://host.example/{APP_KEY}?auth={BASIC}");
        let service = Service::with(|mock| {
            mock.with_status(status)
                .with_body(&body)
                .with_header("location", &location)
        });
        let run = output_without_key(service.cdr().args(["conf", "1", "-v", "--retries", "0"]));
        assert!(run.contains("[hidden]"), "{status}: {run}");
    }
}

#[test]
fn a_key_at_the_end_of_a_truncated_text_is_hidden() {
    for length in 480..500 {
        let body = format!(
            r#"{{"result":1,"error":"{}{APP_KEY}"}}"#,
            "x".repeat(length)
        );
        let service = Service::returning(&body);
        let run = output_without_key(service.cdr().args(["conf", "1"]));
        assert!(!run.contains("s3c"), "{run}");
    }
}

#[test]
fn a_warning_does_not_show_the_key() {
    let record = format!(r#"{{"cdr_id":"{APP_KEY}","room":{{"duration":"{BASIC}"}}}}"#);
    let service = Service::returning(response_with(&record));
    let run = output_without_key(service.cdr().args(["conf", "1", "-g", "day"]));
    assert!(run.contains("[hidden]"), "{run}");
}

#[test]
fn an_escaped_echo_is_hidden_in_messages_and_in_the_members_of_an_envelope() {
    let escaped = r"s3cret\u002Dkey";
    let body = format!(r#"{{"result":5,"desc":{{"k":"{escaped}"}}}}"#);
    let service = Service::returning(&body);
    assert!(output_without_key(service.cdr().args(["conf", "1"])).contains("[hidden]"));
    let body = format!(
        r#"{{"echo":"{APP_KEY}","{APP_KEY}":"{BASIC}","cdr":[],"escaped":{{"a":"{escaped}"}},"result":0}}"#
    );
    let service = Service::returning(&body);
    let document = output_without_key(service.cdr().args(["conf", "1", "-f", "json"]));
    let expected = r#"{"echo":"[hidden]","[hidden]":"[hidden]","cdr":[],"escaped":{"a":"[hidden]"},"result":0}"#;
    assert_eq!(document.trim_end(), expected);
}

#[test]
fn an_endless_key_file_is_rejected() {
    let run = &mut cdr_with_url("http://127.0.0.1:1");
    let run = run
        .env_remove("CDR_APP_KEY")
        .args(["conf", "1", "--app-key-file", "/dev/zero"]);
    crate::common::assert_error(run, 1, &["cannot read the app key from /dev/zero"]);
}

#[cfg(unix)]
#[test]
fn a_named_pipe_as_key_or_configuration_file_is_rejected_without_blocking() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("cdr")).unwrap();
    let pipe = folder.path().join("cdr/config.toml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let expected = "it is not a regular file";
    for option in ["--app-key-file", "--ca-cert"] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        let run = run.args(["conf", "1", option]).arg(&pipe);
        let run = run.env_remove("CDR_APP_KEY");
        let run = if option == "--ca-cert" {
            run.env("CDR_APP_KEY", APP_KEY)
        } else {
            run
        };
        crate::common::assert_error(
            run.timeout(std::time::Duration::from_secs(20)),
            1,
            &[expected],
        );
    }
    let run = &mut cdr();
    run.env("XDG_CONFIG_HOME", folder.path());
    let run = run.timeout(std::time::Duration::from_secs(20));
    crate::common::assert_error(run.args(["conf", "1", "--profile", "p"]), 1, &[expected]);
}

#[cfg(unix)]
#[test]
fn a_key_may_come_through_a_descriptor_of_the_caller() {
    for script in [
        "(sleep 0.2; echo s3cret-key) | $CDR conf 1 -f json --app-key-file /dev/stdin",
        "(sleep 0.2; echo s3cret-key) | $CDR conf 1 -f json --app-key-file /dev/fd/5 5<&0",
        "$CDR conf 1 -f json --app-key-file /proc/self/fd/0 < key",
        "mkfifo pipe; echo s3cret-key > pipe & exec < pipe; $CDR conf 1 -f json --app-key-file /dev/stdin",
    ] {
        let service = Service::with(|mock| {
            mock.match_header("authorization", format!("Basic {BASIC}").as_str())
                .with_body(response_with(r#"{"cdr_id":"1"}"#))
        });
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("key"), "s3cret-key\n").unwrap();
        let run = crate::common::shell(script)
            .current_dir(&folder)
            .env("CDR_APP_ID", crate::common::APP_ID)
            .env("CDR_BASE_URL", service.url())
            .output()
            .unwrap();
        assert!(run.status.success(), "{script}: {run:?}");
        service.assert_requested_once();
    }
}

#[test]
fn records_with_the_key_are_printed_as_received() {
    let record = format!(r#"{{"user":{{"token":"{APP_KEY}"}}}}"#);
    let service = Service::returning(response_with(&record));
    let lines = assert_success(service.cdr().args(["conf", "1", "-f", "jsonl"]));
    assert_eq!(lines, record + "\n");
}

/// A folder with a configuration file of these rights.
#[cfg(unix)]
fn configured(text: &str, mode: u32) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("cdr")).unwrap();
    let file = folder.path().join("cdr/config.toml");
    std::fs::write(&file, text).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
    folder
}

#[cfg(unix)]
#[test]
fn a_misplaced_key_in_the_configuration_is_not_printed() {
    for line in [
        format!("app_key_command = \"{APP_KEY}\""),
        format!("app_key_command = [\"pass\", [\"{APP_KEY}\"]]"),
        format!("app_key_file = [\"{APP_KEY}\"]"),
        format!("service = \"{APP_KEY}\""),
        format!("app_key = \"{APP_KEY}\""),
        format!("app_id = {APP_KEY}"),
    ] {
        let folder = configured(&format!("[profiles.p]\n{line}\n"), 0o600);
        let run = &mut cdr();
        run.env("XDG_CONFIG_HOME", folder.path());
        crate::common::assert_error(
            run.args(["conf", "1", "--profile", "p", "-q"]),
            2,
            &["config.toml:2:"],
        );
    }
}

#[cfg(unix)]
#[test]
fn a_command_in_a_configuration_that_others_can_write_is_not_run() {
    let text = "[profiles.p]\napp_id = \"i\"\napp_key_command = [\"touch\", \"ran\"]\n";
    for mode in [0o620, 0o602, 0o666] {
        let folder = configured(text, mode);
        let run = &mut cdr();
        run.env("XDG_CONFIG_HOME", folder.path())
            .current_dir(&folder);
        let message = ["other users can write", "chmod go-w"];
        crate::common::assert_error(run.args(["conf", "1", "--profile", "p"]), 2, &message);
        assert!(!folder.path().join("ran").exists());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_key_is_not_in_the_process_list_of_anything_that_runs() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};
    // The command for the key waits, so that it can be looked at; it is told apart by its argument.
    let server = ScriptedServer::new(vec![crate::common::scripted_server::never_respond()]);
    let text = format!(
        "[profiles.p]\nbase_url = \"{}\"\napp_id = \"i\"\n\
         app_key_command = [\"sh\", \"-c\", \"sleep 1; cat key\"]\n",
        server.url()
    );
    let folder = configured(&text, 0o600);
    std::fs::write(folder.path().join("key"), APP_KEY).unwrap();
    let mut run = crate::common::program()
        .args(["conf", "1", "--profile", "p"])
        .env("XDG_CONFIG_HOME", folder.path())
        .current_dir(&folder)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let process = |file: &str| {
        let bytes = std::fs::read(format!("/proc/{}/{file}", run.id())).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let started = Instant::now();
    while server.requests() == 0 && started.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    // By now it has the key.
    assert_eq!(server.requests(), 1);
    let (command_line, environment) = (process("cmdline"), process("environ"));
    assert!(command_line.contains("--profile") && !command_line.contains(APP_KEY));
    assert!(environment.contains("XDG_CONFIG_HOME") && !environment.contains(APP_KEY));
    run.kill().unwrap();
    run.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn a_configuration_that_others_can_write_cannot_set_keys_or_urls() {
    for line in [
        "app_key_file = \"key\"",
        "app_key_command = [\"false\"]",
        "base_url = \"https://host.example/v2\"",
        "service = \"smartflomeet\"",
    ] {
        for profile in [&["--profile", "p"][..], &[]] {
            let folder = configured(&format!("[profiles.p]\n{line}\n"), 0o620);
            let run = &mut cdr();
            run.env("XDG_CONFIG_HOME", folder.path());
            let run = run.args(["conf", "1"]).args(profile);
            crate::common::assert_error(run, 2, &["other users can write", "chmod go-w"]);
        }
    }
    let folder = configured("[profiles.p]\napp_id = \"i\"\ntz = \"utc\"\n", 0o666);
    let run = &mut cdr();
    run.env("XDG_CONFIG_HOME", folder.path());
    assert_success(run.args(["conf", "1", "-n"]));
}

#[cfg(unix)]
#[test]
fn a_configuration_that_others_can_replace_is_rejected_through_links_as_well() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    let text = "[profiles.p]\nservice = \"enablex\"\n";
    let code = |folder: &std::path::Path| {
        let run = &mut cdr();
        run.env("XDG_CONFIG_HOME", folder).args(["conf", "1", "-n"]);
        run.output().unwrap().status.code()
    };
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    };
    let folder = configured(text, 0o600);
    for (mode, expected) in [(0o755, 0), (0o775, 2), (0o757, 2), (0o1777, 0), (0o700, 0)] {
        set(&folder.path().join("cdr"), mode);
        assert_eq!(code(folder.path()), Some(expected), "{mode:o}");
    }
    // A link to that file: what counts is the file, its directory and the directory of the link.
    let linked = tempfile::tempdir().unwrap();
    fs::create_dir(linked.path().join("cdr")).unwrap();
    let target = folder.path().join("cdr/config.toml");
    symlink(&target, linked.path().join("cdr/config.toml")).unwrap();
    assert_eq!(code(linked.path()), Some(0));
    set(&target, 0o622);
    assert_eq!(code(linked.path()), Some(2));
    set(&target, 0o600);
    set(&folder.path().join("cdr"), 0o777);
    assert_eq!(code(linked.path()), Some(2));
    set(&folder.path().join("cdr"), 0o700);
    set(&linked.path().join("cdr"), 0o777);
    assert_eq!(code(linked.path()), Some(2));
}

#[test]
fn a_key_given_as_key_file_is_not_printed() {
    let key = "0123/4567-89ab";
    for verbose in [&[][..], &["-v"], &["-n"]] {
        let by_variable = &mut cdr();
        by_variable.env("CDR_APP_KEY_FILE", key);
        let by_option = &mut cdr();
        for (run, setting) in [
            (by_variable.args(["conf", "1"]), "CDR_APP_KEY_FILE"),
            (
                by_option.args(["conf", "1", "--app-key-file", key]),
                "--app-key-file",
            ),
        ] {
            let text = output_without_key(run.env("CDR_APP_ID", "i").args(verbose));
            assert!(text.contains(setting), "{text}");
            assert!(!text.contains("0123") && !text.contains("4567"), "{text}");
        }
    }
}

#[test]
fn blanks_and_marks_around_a_key_are_not_sent() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, format!("\u{feff}{APP_KEY} \r\n\r\n")).unwrap();
    let by_file = |run: &mut assert_cmd::Command| {
        run.env_remove("CDR_APP_KEY")
            .env("CDR_APP_KEY_FILE", file.path());
    };
    let by_variable = |run: &mut assert_cmd::Command| {
        run.env("CDR_APP_KEY", format!(" {APP_KEY}\r\n"));
    };
    let by_option = |run: &mut assert_cmd::Command| {
        run.args(["--app-key", &format!("{APP_KEY}\t")]);
    };
    let ways: [&dyn Fn(&mut assert_cmd::Command); 3] = [&by_file, &by_variable, &by_option];
    for way in ways {
        let service = Service::with(|mock| {
            mock.match_header("authorization", crate::common::AUTHORIZATION)
                .with_body(response_with(r#"{"cdr_id":"1"}"#))
        });
        let run = &mut service.cdr();
        way(run.args(["conf", "1", "-q", "-f", "json"]));
        assert_success(run);
        service.assert_requested_once();
    }
    for empty in [" ", "\u{feff}", "\r\n"] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        run.env("CDR_APP_KEY", empty).args(["conf", "1"]);
        crate::common::assert_error(run, 3, &["CDR_APP_KEY is empty"]);
    }
}

#[test]
fn an_encoded_key_in_a_response_is_hidden() {
    let key = "k%2Fé +\"<&1";
    for echo in [
        "k%2Fé +\\\"<&1",
        "k%252F%C3%A9+%2B%22%3C%261",
        "k%252F%c3%a9%20%2b%22%3c%261",
        "k%25252F%25C3%25A9%2B%252B%2522%253C%25261",
        "k%2F&eacute; +&quot;&lt;&amp;1",
        "k%2F&#233; &#43;&#34;&#60;&#38;1",
        "k%2F&amp;#xE9; +&amp;quot;&amp;lt;&amp;amp;1",
        r"k%2F\u00e9 +\u0022\u003C\u00261",
        r"k%2F\\u00e9 +\\\u0022\\u003c\\u00261",
        // The base64 of the key, of the key in a text, and of that base64.
        "ayUyRsOpICsiPCYx",
        "aXQgaXMgayUyRsOpICsiPCYxIQ==",
        "YXlVeVJzT3BJQ3NpUENZeA",
        "YXlVeVJzT3BJQ3NpUENZeA%3D%3D",
    ] {
        let refusal = format!(r#"{{"result":4711,"error":"it is {echo}, yes"}}"#);
        let envelope = format!(r#"{{"echo":"it is {echo}, yes","cdr":[],"result":0}}"#);
        for body in [refusal, envelope] {
            let service = Service::returning(&body);
            let run = &mut service.cdr();
            run.env("CDR_APP_KEY", key);
            let text = output_without_key(run.args(["conf", "1", "-v", "-f", "json"]));
            assert!(text.contains("[hidden]"), "{echo}: {text}");
            for part in ["k%2", "ayUyR", "F\u{e9}", "yRsOp", "YXlVe", "VyUnNPc"] {
                assert!(!text.contains(part), "{echo}: {text}");
            }
        }
    }
}

#[test]
fn a_plus_in_an_echo_may_be_a_plus_or_a_blank_of_the_key() {
    for echo in [
        "ab+cd+ef",
        "ab%2Bcd+ef",
        "YWIrY2QrZWY=",
        "YW4taWQ6YWIrY2QrZWY=",
    ] {
        let service = Service::returning(format!(r#"{{"result":1,"error":"{echo}"}}"#));
        let run = &mut service.cdr();
        run.env("CDR_APP_KEY", "ab+cd ef");
        let text = output_without_key(run.args(["conf", "1"]));
        assert!(text.contains("[hidden]") && !text.contains(echo), "{text}");
    }
}

#[test]
fn a_key_is_hidden_in_json_whose_strings_have_it_encoded_twice() {
    let key = "Ab<\"c\\d";
    for echo in [
        // JSON in JSON in JSON.
        r#"\"Ab<\\\\\\\"c\\\\\\\\d\""#,
        // Base64 of percent encoding, HTML references of base64, each with escapes of JSON.
        r"QWIlM0\u004dlMjJjJTVDZA\u003d\u003d",
        r"QW\u0026#73;8ImNcZA==",
        // Percent encoding of HTML references.
        r"Ab\u0025\u0032\u0036lt;\u0025\u0032\u0036quot;c\u0025\u0035\u0043d",
    ] {
        let value = format!(r#"{{"in":["it is {echo}, yes"]}}"#);
        let envelope = format!(r#"{{"echo":{value},"cdr":[],"result":0}}"#);
        let refusal = format!(r#"{{"result":5,"error":{value}}}"#);
        for body in [envelope, refusal] {
            let service = Service::returning(&body);
            let run = &mut service.cdr();
            run.env("CDR_APP_KEY", key);
            let text = output_without_key(run.args(["conf", "1", "-f", "json"]));
            assert!(
                text.contains("it is [hidden], yes") || text.contains("[hidden]\\"),
                "{text}"
            );
        }
    }
}
