//! Output is whole or untouched: files, pipes and devices, whatever ends the run.

use crate::common::command::{add_account, program_path};
use crate::common::scripted_server::{
    ScriptedServer, never_respond, respond, response, send_in_chunks,
};
use crate::common::{
    SMARTFLOMEET, Service, assert_error, assert_success, cdr, cdr_with_url, program,
    program_with_url, shell,
};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const NO_CALLS: &str = r#"{"result":"0","cdr":[]}"#;

fn file_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// A run that can be signalled.
fn spawn(url: &str, arguments: &[&str], folder: &Path) -> Child {
    let mut command = program_with_url(url);
    command
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn a_file_has_the_same_content_as_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let formats: Vec<_> = crate::common::text_formats().collect();
    for format in &formats {
        let file = folder.path().join(format);
        let service = Service::returning(SMARTFLOMEET);
        let arguments = ["conf", "1", "-f", format];
        assert_eq!(
            assert_success(service.cdr().args(arguments).arg("-o").arg(&file)),
            ""
        );
        let service = Service::returning(SMARTFLOMEET);
        let expected = assert_success(service.cdr().args(arguments));
        assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    }
    assert_eq!(file_names(folder.path()).len(), formats.len());
}

#[test]
fn a_dash_is_standard_output() {
    let service = Service::returning(NO_CALLS);
    let run = &mut service.cdr();
    assert_eq!(
        assert_success(run.args(["conf", "1", "-f", "csv", "--no-header", "-o", "-"])),
        ""
    );
    let service = Service::returning(NO_CALLS);
    let run = &mut service.cdr();
    assert!(assert_success(run.args(["conf", "1", "-f", "json", "-o", "-"])).starts_with('{'));
}

#[test]
fn a_file_can_be_named_after_the_period() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::returning(NO_CALLS);
    let run = &mut service.cdr();
    assert_success(run.current_dir(&folder).args([
        "period",
        "2025-02",
        "-o",
        "cdr-{from}-{to}.txt",
    ]));
    assert_eq!(file_names(folder.path()), ["cdr-2025-02-01-2025-02-28.txt"]);
}

#[test]
fn a_name_with_dates_needs_a_period() {
    let run = &mut cdr_with_url("http://127.0.0.1:1");
    assert_error(
        run.args(["room", "1", "-o", "{from}.csv"]),
        2,
        &["{from}.csv", "no period"],
    );
}

#[test]
fn a_new_file_follows_the_umask() {
    let folder = tempfile::tempdir().unwrap();
    for (umask, expected) in [("022", 0o644), ("077", 0o600), ("000", 0o666)] {
        let service = Service::returning(NO_CALLS);
        let mut run = shell(&format!("umask {umask}; exec cdr conf 1 -o {umask}.txt"));
        add_account(&mut run, &service.url());
        let run = run.current_dir(&folder).status();
        assert!(run.unwrap().success());
        let mode = fs::metadata(folder.path().join(format!("{umask}.txt")))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, expected, "{umask}");
    }
}

/// That an output is refused with exit code 1 before anything is asked: there is nobody to ask.
fn assert_rejected_early(output: &Path, message: &[&str]) {
    let run = &mut cdr_with_url("http://127.0.0.1:1/video/v2");
    assert_error(run.args(["conf", "1", "-o"]).arg(output), 1, message);
}

#[test]
fn a_missing_directory_is_reported_before_any_request() {
    assert_rejected_early(
        Path::new("no/such/folder/out.txt"),
        &["no/such/folder/out.txt", "check that its directory exists"],
    );
}

#[test]
fn a_directory_as_output_is_reported_before_any_request() {
    let folder = tempfile::tempdir().unwrap();
    assert_rejected_early(folder.path(), &["it is a directory"]);
}

#[test]
fn a_read_only_file_is_reported_before_any_request() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.txt");
    fs::write(&file, "the old file").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    assert_rejected_early(&file, &["read-only"]);
    assert_eq!(file_names(folder.path()), ["out.txt"]);
}

#[test]
fn a_full_device_is_a_clear_failure() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let service = Service::returning(NO_CALLS);
    let run = &mut service.cdr();
    assert_error(
        run.args(["conf", "1", "-f", "json", "-o", "/dev/full"]),
        1,
        &["/dev/full", "room"],
    );
    assert!(!fs::metadata("/dev/full").unwrap().is_file());
}

#[test]
fn full_standard_output_is_a_clear_failure() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        return;
    };
    let service = Service::returning(NO_CALLS);
    let run = program_with_url(&service.url())
        .args(["conf", "1", "-f", "json"])
        .stdout(full)
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1));
    assert!(
        message.starts_with("cdr: error: cannot write to standard output"),
        "{message}"
    );
    assert_eq!(message.lines().count(), 1);
}

#[test]
fn a_closed_pipe_exits_with_0_silently() {
    let service = Service::returning(SMARTFLOMEET);
    let mut run = program_with_url(&service.url())
        .args(["conf", "1", "-f", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(run.stdout.take());
    let ended = run.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn a_missing_temporary_directory_is_a_clear_failure() {
    let record = format!(r#"{{"cdr_id":"{}"}}"#, "x".repeat(2 << 20));
    let service = Service::returning(crate::common::response_with(&record));
    let run = &mut service.cdr();
    run.env("TMPDIR", "/no/such/folder")
        .args(["conf", "1", "-f", "json"]);
    assert_error(run, 1, &["/no/such/folder", "TMPDIR"]);
}

#[test]
fn a_small_response_needs_no_temporary_directory() {
    let service = Service::returning(SMARTFLOMEET);
    let run = &mut service.cdr();
    assert_success(
        run.env("TMPDIR", "/no/such/folder")
            .args(["conf", "1", "-f", "csv"]),
    );
}

#[test]
fn a_signal_leaves_only_the_old_file() {
    for signal in ["INT", "TERM"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("out.txt"), "the old file").unwrap();
        let server = ScriptedServer::new(vec![never_respond()]);
        let mut run = spawn(
            &server.url(),
            &["conf", "1", "-o", "out.txt"],
            folder.path(),
        );
        let started = Instant::now();
        while server.requests() == 0 && started.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(5));
        }
        let pid = run.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(run.wait().unwrap().code(), Some(130), "{signal}");
        assert_eq!(file_names(folder.path()), ["out.txt"]);
        let content = fs::read_to_string(folder.path().join("out.txt")).unwrap();
        assert_eq!(content, "the old file");
    }
}

#[test]
fn a_killed_run_leaves_the_complete_old_or_new_file() {
    let record = crate::common::records_of(SMARTFLOMEET);
    let body = format!(r#"{{"result":0,"cdr":[{}]}}"#, [record; 20].join(","));
    let body = response("200 OK", "", &body);
    let pieces: Vec<_> = body
        .as_bytes()
        .chunks(body.len() / 20)
        .map(<[u8]>::to_vec)
        .collect();
    let server = ScriptedServer::new(vec![send_in_chunks(pieces, Duration::from_millis(2))]);
    let arguments = ["conf", "1", "-f", "jsonl", "-o", "out.txt"];

    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    assert!(
        spawn(&server.url(), &arguments, folder.path())
            .wait()
            .unwrap()
            .success()
    );
    let whole_run = started.elapsed();
    let new = fs::read(folder.path().join("out.txt")).unwrap();

    let mut ends = [0, 0];
    for moment in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("out.txt");
        fs::write(&file, "the old file").unwrap();
        let mut run = spawn(&server.url(), &arguments, folder.path());
        std::thread::sleep(whole_run * moment / 32);
        run.kill().unwrap();
        run.wait().unwrap();
        let content = fs::read(&file).unwrap();
        assert!(
            content == b"the old file" || content == new,
            "at moment {moment}"
        );
        ends[usize::from(content == new)] += 1;
    }
    assert!(ends[0] > 0, "some runs must have been killed in time");
}

#[test]
fn a_failure_before_the_first_request_leaves_no_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let run = &mut cdr();
    assert_error(
        run.current_dir(&folder)
            .args(["conf", "1", "-o", "out.txt"]),
        3,
        &["app ID"],
    );
    assert!(file_names(folder.path()).is_empty());
}

#[test]
fn a_named_pipe_is_written_and_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    let server = ScriptedServer::new(vec![respond(response("200 OK", "", NO_CALLS))]);
    assert_success(
        cdr_with_url(&server.url())
            .args(["conf", "1", "-f", "json", "-o"])
            .arg(&pipe),
    );
    assert_eq!(reader.join().unwrap(), "{\"result\":\"0\",\"cdr\":[]}\n");
}

/// Whether this test may give files to others.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

fn run_in(folder: &Path, script: &str) -> std::process::Output {
    shell(script).current_dir(folder).output().unwrap()
}

#[test]
fn a_replaced_file_keeps_its_owner_and_never_setuid() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.txt");
    fs::write(&file, "the old file").unwrap();
    if is_root() {
        std::os::unix::fs::chown(&file, Some(1234), Some(4321)).unwrap();
    }
    fs::set_permissions(&file, fs::Permissions::from_mode(0o6750)).unwrap();
    let old = fs::metadata(&file).unwrap();
    let run = run_in(
        folder.path(),
        "\"$CDR\" -q --sandbox period 2025-01-01 -o out.txt",
    );
    assert!(run.status.success());
    let new = fs::metadata(&file).unwrap();
    assert_eq!((new.uid(), new.gid()), (old.uid(), old.gid()));
    assert_eq!(new.mode() & 0o7777, 0o750);
    assert_ne!(new.ino(), old.ino());
}

#[test]
fn a_file_whose_owner_cannot_be_kept_is_rejected_before_any_request() {
    // Only root can make such a file, and only somebody else can fail to keep its owner.
    if !is_root() || Command::new("setpriv").arg("--version").output().is_err() {
        return;
    }
    for (mode, code, expected) in [
        (
            0o777,
            2,
            "cannot preserve its owner and group: Operation not permitted (os error 1);",
        ),
        (
            0o1777,
            1,
            "out.txt: it belongs to another user, in a sticky directory",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
        let file = folder.path().join("out.txt");
        fs::write(&file, "the old file").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        let copy = folder.path().join("cdr");
        fs::copy(program_path(), &copy).unwrap();
        let script = "setpriv --reuid 1234 --regid 1234 --clear-groups ./cdr -v conf 1 --app-id i \
            --app-key kkkk --base-url http://127.0.0.1:1 -o out.txt";
        let run = run_in(folder.path(), script);
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(code), "{message}");
        assert!(
            message.contains(expected) && !message.contains("GET"),
            "{message}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "the old file");
        assert_eq!(file_names(folder.path()).len(), 2);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_replaced_file_keeps_its_access_control_list() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    const NAME: &str = "system.posix_acl_access";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.txt");
    fs::write(&file, "the old file").unwrap();
    // Version 2; then tag, rights and id each: the owner, user 1234, the group, the mask, others.
    let entries: [(u16, u16, u32); 5] = [
        (1, 6, u32::MAX),
        (2, 6, 1234),
        (4, 4, u32::MAX),
        (16, 6, u32::MAX),
        (32, 0, u32::MAX),
    ];
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (tag, rights, id) in entries {
        list.extend_from_slice(&tag.to_le_bytes());
        list.extend_from_slice(&rights.to_le_bytes());
        list.extend_from_slice(&id.to_le_bytes());
    }
    if setxattr(&file, NAME, &list, XattrFlags::empty()).is_err() {
        // This file system has no access control lists.
        return;
    }
    let run = run_in(
        folder.path(),
        "\"$CDR\" -q --sandbox period 2025-01-01 -o out.txt",
    );
    assert!(run.status.success());
    let mut kept = [0; 1024];
    let length = getxattr(&file, NAME, &mut kept[..]).unwrap();
    assert_eq!(kept[..length], list);
}

#[test]
fn a_directory_that_is_writable_but_not_readable_works() {
    if !is_root() || Command::new("setpriv").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::copy(program_path(), folder.path().join("cdr")).unwrap();
    fs::set_permissions(&inner, fs::Permissions::from_mode(0o733)).unwrap();
    let script = "setpriv --reuid 1234 --regid 1234 --clear-groups ./cdr -q --sandbox \
        period 2025-01-01 -o inner/out.txt";
    let run = run_in(folder.path(), script);
    assert_eq!(
        run.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert_eq!(file_names(&inner), ["out.txt"]);
}

#[test]
fn a_dangling_link_leads_to_the_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let script = "ln -s there link.txt; \"$CDR\" -q --sandbox period 2025-01-01 -o link.txt; readlink link.txt";
    let run = run_in(folder.path(), script);
    assert_eq!(String::from_utf8_lossy(&run.stdout), "there\n");
    assert!(folder.path().join("there").is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_descriptor_is_written_at_its_offset_and_its_file_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    for (path, number) in [
        ("/dev/stdout", 1),
        ("/dev/fd/1", 1),
        ("/proc/self/fd/1", 1),
        ("/dev/stderr", 2),
    ] {
        let columns = "-f csv -c conf_num --no-header";
        let script = format!(
            "(echo before >&{number}; \"$CDR\" -q --sandbox conf 1739252001 {columns} -o {path}; \
             echo behind >&{number}) {number}> out.txt"
        );
        assert!(run_in(folder.path(), &script).status.success(), "{path}");
        let out = fs::read_to_string(folder.path().join("out.txt")).unwrap();
        let lines: Vec<_> = out.lines().collect();
        assert_eq!(
            (lines[0], lines[lines.len() - 1]),
            ("before", "behind"),
            "{path}: {out}"
        );
        assert!(
            lines.len() > 3
                && lines[1..lines.len() - 1]
                    .iter()
                    .all(|line| *line == "1739252001")
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_descriptor_of_the_caller_is_appended_to() {
    let folder = tempfile::tempdir().unwrap();
    let command = "\"$CDR\" -q --sandbox conf 1739252001 -f csv -c conf_num --no-header";
    for script in [
        format!("{command} -o /dev/fd/3 3> >(cat > out.txt; touch done); wait $!"),
        format!("{command} -o >(cat > out.txt; touch done)"),
        format!("{command} -o /dev/fd/9 9> out.txt; touch done"),
        format!("(echo 1739252001 >&3; {command} -o /dev/fd/3) 3> out.txt; touch done"),
    ] {
        let script = script.replace('\'', "");
        let script = format!("bash -c '{script}; until [ -e done ]; do sleep 0.01; done; rm done'");
        assert!(run_in(folder.path(), &script).status.success(), "{script}");
        let out = fs::read_to_string(folder.path().join("out.txt")).unwrap();
        assert!(
            out.lines().count() > 1 && out.lines().all(|line| line == "1739252001"),
            "{script}: {out}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_descriptor_that_the_caller_did_not_open_is_rejected_before_any_request() {
    for number in 3..12 {
        let path = format!("/dev/fd/{number}");
        let expected = format!("cannot write to file descriptor {number}: ");
        assert_rejected_early(Path::new(&path), &[&expected, "open for writing"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_link_of_another_user_in_a_sticky_directory_is_not_followed() {
    let protects = fs::read_to_string("/proc/sys/fs/protected_symlinks");
    if !is_root() || protects.is_ok_and(|protects| protects.trim() == "0") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let shared = folder.path().join("shared");
    fs::create_dir(&shared).unwrap();
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o1777)).unwrap();
    let private = folder.path().join("private");
    for content in [None, Some("private")] {
        let _ = fs::remove_file(shared.join("link"));
        std::os::unix::fs::symlink(&private, shared.join("link")).unwrap();
        std::os::unix::fs::lchown(shared.join("link"), Some(1234), Some(1234)).unwrap();
        if let Some(content) = content {
            fs::write(&private, content).unwrap();
        }
        assert_rejected_early(&shared.join("link"), &["cannot write"]);
        assert_eq!(fs::read_to_string(&private).ok().as_deref(), content);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_is_rejected_before_any_request() {
    let folder = tempfile::tempdir().unwrap();
    let script = "touch a.txt b.txt; unshare -m sh -c 'mount --bind a.txt b.txt && \
        \"$CDR\" period 2025-01-01 --base-url http://127.0.0.1:1 --app-id i --app-key k -o b.txt'";
    let run = run_in(folder.path(), script);
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    if !is_root() || message.contains("unshare") || message.contains("mount:") {
        return;
    }
    assert_eq!(run.status.code(), Some(1), "{message}");
    assert!(message.contains("mount point"), "{message}");
    assert_eq!(file_names(folder.path()).len(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn an_append_only_directory_keeps_no_temporary_file() {
    let folder = tempfile::tempdir().unwrap();
    let script = "mkdir inner; touch inner/old.txt; chattr +a inner || exit 99; \
        \"$CDR\" -q --sandbox period 2025-01-01 -o inner/new.txt; echo $?; \
        \"$CDR\" -q --sandbox period 2025-01-01 -o inner/old.txt; echo $?; chattr -a inner";
    let run = run_in(folder.path(), script);
    if run.status.code() == Some(99) {
        return;
    }
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    let codes = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(codes == "0\n1\n" || codes == "1\n1\n", "{codes}{message}");
    assert!(message.contains("append-only"), "{message}");
    let left = file_names(&folder.path().join("inner"));
    assert!(
        left.iter()
            .all(|name| name == "old.txt" || name == "new.txt"),
        "{left:?}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_descriptor_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in"), "the input").unwrap();
    let reading = "it is open for reading only;";
    for (path, redirection, reason) in [
        ("/dev/stdin", "< in", reading),
        ("/dev/fd/3", "3< in", reading),
        (
            "/dev/fd/9",
            "9>&-",
            "No such file or directory (os error 2);",
        ),
    ] {
        let script = format!("\"$CDR\" -q --sandbox period 2025-01-01 -o {path} {redirection}");
        let run = run_in(folder.path(), &script);
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(message.contains(reason), "{path}: {message}");
        assert_eq!(run.status.code(), Some(1), "{path}");
        assert_eq!(
            fs::read_to_string(folder.path().join("in")).unwrap(),
            "the input"
        );
    }
}

#[test]
fn help_that_cannot_be_written_is_an_error() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        return;
    };
    let run = program().arg("--help").stdout(full).output();
    let run = run.unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stderr).starts_with("cdr: error: cannot write the help"));
}

#[cfg(target_os = "linux")]
#[test]
fn an_unwritable_standard_output_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for redirection in ["1< /dev/null", "1< .", "1< /etc/passwd"] {
        let run = run_in(
            folder.path(),
            &format!("\"$CDR\" -q --sandbox period 2025-01-01 {redirection}"),
        );
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(1), "{redirection}: {message}");
        assert!(
            message.starts_with("cdr: error: cannot write to standard output"),
            "{message}"
        );
    }
}

#[test]
fn output_to_dev_null_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_in(
        folder.path(),
        "\"$CDR\" -q --sandbox period 2025-01-01 > /dev/null",
    );
    assert!(run.status.success());
    // Other programs open it to read and write, too.
    let null = fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/null")
        .unwrap();
    let run = program()
        .args(["-q", "--sandbox", "period", "2025-01-01"])
        .stdout(null)
        .status();
    assert!(run.unwrap().success());
}

#[test]
fn the_error_names_the_missing_temporary_directory_not_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let mut big = fs::File::create(folder.path().join("big")).unwrap();
    for number in 0..60_000 {
        writeln!(big, "{{\"cdr_id\":\"{number:060}\"}}").unwrap();
    }
    let run = &mut cdr();
    run.current_dir(&folder).env("TMPDIR", "/no/such/folder");
    assert_error(
        run.args(["read", "big", "-c", "cdr_id", "-o", "t.txt"]),
        1,
        &["/no/such/folder", "TMPDIR"],
    );
    assert_eq!(file_names(folder.path()), ["big"]);
}

#[cfg(target_os = "linux")]
#[test]
fn too_few_open_files_are_named_with_the_limit_to_raise() {
    let folder = tempfile::tempdir().unwrap();
    let mut failures = 0;
    for limit in 5..20 {
        let script = format!("ulimit -n {limit}; \"$CDR\" -q --sandbox period 2025-01-01 -o a.csv");
        let run = run_in(folder.path(), &script);
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        if message.contains("Too many open files") {
            failures += 1;
            let hint = "(os error 24); increase the limit on open files (ulimit -n)\n";
            assert!(message.ends_with(hint), "{limit}: {message}");
            assert_eq!(run.status.code(), Some(1), "{limit}: {message}");
        }
    }
    assert!(failures > 0);
}
