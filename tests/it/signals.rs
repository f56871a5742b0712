//! Signals end a run cleanly and truly, unless they were ignored when it started.

use crate::common::command::add_account;
use crate::common::scripted_server::{ScriptedServer, never_respond, response, send_in_chunks};
use crate::common::{cdr, program_with_url, shell};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A shell that becomes a run which waits for an answer, and the server that keeps it waiting.
fn spawn_blocked_run(set_up: &str, folder: &Path) -> (Child, ScriptedServer) {
    fs::write(folder.join("out.txt"), "the old file").unwrap();
    let server = ScriptedServer::new(vec![never_respond()]);
    let mut run = shell(&format!("{set_up} exec cdr conf 1 --retries 0 -o out.txt"));
    add_account(&mut run, &server.url());
    let run = run
        .current_dir(folder)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while server.requests() == 0 && started.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    (run, server)
}

fn signal(run: &Child, name: &str) {
    let pid = run.id().to_string();
    let sent = Command::new("kill").args(["-s", name, &pid]).status();
    assert!(sent.unwrap().success());
}

fn file_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn every_caught_signal_leaves_only_the_old_file() {
    let signals = [
        "HUP", "INT", "QUIT", "TERM", "USR1", "USR2", "ALRM", "XCPU", "VTALRM", "PROF",
    ];
    std::thread::scope(|scope| {
        for name in signals {
            scope.spawn(move || {
                let folder = tempfile::tempdir().unwrap();
                let (run, _server) = spawn_blocked_run("", folder.path());
                signal(&run, name);
                let ended = run.wait_with_output().unwrap();
                assert_eq!(ended.status.code(), Some(130), "{name}");
                let message = String::from_utf8_lossy(&ended.stderr).into_owned();
                assert_eq!(
                    message, "cdr: interrupted before the output was complete\n",
                    "{name}"
                );
                assert_eq!(file_names(folder.path()), ["out.txt"], "{name}");
                let content = fs::read_to_string(folder.path().join("out.txt")).unwrap();
                assert_eq!(content, "the old file");
            });
        }
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_was_ignored_stays_ignored() {
    for name in ["HUP", "INT", "QUIT"] {
        let folder = tempfile::tempdir().unwrap();
        let (mut run, _server) = spawn_blocked_run(&format!("trap '' {name};"), folder.path());
        signal(&run, name);
        std::thread::sleep(Duration::from_millis(200));
        assert!(run.try_wait().unwrap().is_none(), "{name}: it goes on");
        signal(&run, "TERM");
        assert_eq!(
            run.wait_with_output().unwrap().status.code(),
            Some(130),
            "{name}"
        );
    }
}

#[test]
fn a_file_beyond_the_limit_of_its_size_is_an_error_with_one_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("out.txt"), "the old file").unwrap();
    let script = "ulimit -f 100; exec cdr -q --sandbox period 2025-01 -f json -o out.txt";
    let run = shell(script).current_dir(&folder).output().unwrap();
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1), "{message}");
    assert!(
        message.starts_with("cdr: error: cannot write out.txt: File too large"),
        "{message}"
    );
    assert_eq!(message.lines().count(), 1);
    assert_eq!(file_names(folder.path()), ["out.txt"]);
    assert_eq!(
        fs::read_to_string(folder.path().join("out.txt")).unwrap(),
        "the old file"
    );
}

#[test]
fn the_message_of_a_run_interrupted_at_its_end_is_correct() {
    let body = response("200 OK", "", r#"{"result":"0","cdr":[]}"#);
    let mut ends = [0, 0, 0];
    for moment in 0..60 {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("out.txt"), "the old file").unwrap();
        let server = ScriptedServer::new(vec![send_in_chunks(
            vec![body.clone().into()],
            Duration::ZERO,
        )]);
        let run = program_with_url(&server.url())
            .args(["conf", "1", "-f", "json", "-o", "out.txt"])
            .current_dir(&folder)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(500 * moment));
        // It may have ended.
        let _ = Command::new("kill")
            .args(["-s", "TERM", &run.id().to_string()])
            .stderr(Stdio::null())
            .status();
        let ended = run.wait_with_output().unwrap();
        let message = String::from_utf8_lossy(&ended.stderr).into_owned();
        let is_old = fs::read_to_string(folder.path().join("out.txt")).unwrap() == "the old file";
        match ended.status.code() {
            Some(0) => assert!(!is_old && message.is_empty(), "{message}"),
            Some(130) if is_old => {
                assert_eq!(message, "cdr: interrupted before the output was complete\n");
            }
            Some(130) => assert!(
                message.starts_with("cdr: interrupted after writing "),
                "{message}"
            ),
            // Before it watches.
            None => assert!(is_old),
            code => panic!("{code:?}: {message}"),
        }
        ends[usize::from(ended.status.code() == Some(0))] += 1;
        assert_eq!(file_names(folder.path()), ["out.txt"]);
    }
    assert!(ends[0] > 0, "some runs must have been interrupted in time");
}

#[test]
fn an_aborted_run_exits_with_1_and_leaves_only_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let (run, _server) = spawn_blocked_run("", folder.path());
    signal(&run, "ABRT");
    let ended = run.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(file_names(folder.path()), ["out.txt"]);
}

#[test]
fn a_run_without_a_file_has_nothing_to_clean_up() {
    cdr()
        .args(["--sandbox", "-q", "period", "2025-01-01"])
        .assert()
        .success();
}

/// A run that was ended, at a random moment of its life, by any signal that ends runs. `cargo test --test it signals:: --
/// --ignored` takes some minutes.
#[test]
#[ignore = "a thousand runs take a while"]
fn a_thousand_kills_leave_a_complete_file_and_a_correct_message() {
    let signals = [
        "KILL", "HUP", "INT", "QUIT", "TERM", "USR1", "USR2", "ALRM", "XCPU", "VTALRM", "PROF",
    ];
    let record = crate::common::records_of(crate::common::SMARTFLOMEET);
    let body = format!(r#"{{"result":0,"cdr":[{}]}}"#, [record; 10].join(","));
    let body = response("200 OK", "", &body);
    let pieces = || {
        body.as_bytes()
            .chunks(body.len() / 10)
            .map(<[u8]>::to_vec)
            .collect()
    };
    let server = ScriptedServer::new(vec![send_in_chunks(pieces(), Duration::from_millis(2))]);
    let spawn = |folder: &Path| {
        fs::write(folder.join("out.txt"), "the old file").unwrap();
        let mut command = program_with_url(&server.url());
        command.args([
            "conf",
            "1",
            "--keep-duplicates",
            "-f",
            "jsonl",
            "-o",
            "out.txt",
        ]);
        command
            .current_dir(folder)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    assert!(spawn(folder.path()).wait().unwrap().success());
    let whole_run = started.elapsed();
    let new = fs::read(folder.path().join("out.txt")).unwrap();
    let mut random = fastrand::Rng::with_seed(1);
    let (mut interrupted, mut ended) = (0, 0);
    for number in 0..1000 {
        let folder = tempfile::tempdir().unwrap();
        let name = signals[number % signals.len()];
        let run = spawn(folder.path());
        std::thread::sleep(whole_run.mul_f64(1.1 * random.f64()));
        let _ = Command::new("kill")
            .args(["-s", name, &run.id().to_string()])
            .stderr(Stdio::null())
            .status();
        let run = run.wait_with_output().unwrap();
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        let content = fs::read(folder.path().join("out.txt")).unwrap();
        let is_new = content == new;
        assert!(is_new || content == b"the old file", "{number}: {name}");
        match message.as_str() {
            "cdr: interrupted before the output was complete\n" => {
                assert!(!is_new, "{number}: {name}");
            }
            "" if run.status.success() => assert!(is_new),
            // Killed, or before it watched.
            "" => assert_eq!(run.status.code(), None),
            message => assert!(
                is_new && message == "cdr: interrupted after writing out.txt\n",
                "{message}"
            ),
        }
        if name != "KILL" {
            assert_eq!(file_names(folder.path()), ["out.txt"], "{number}: {name}");
        }
        interrupted += usize::from(!run.status.success());
        ended += usize::from(run.status.success());
    }
    assert!(
        interrupted > 500 && ended > 20,
        "{interrupted} were interrupted, {ended} were not"
    );
}
