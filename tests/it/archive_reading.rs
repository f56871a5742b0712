//! An archive is read completely, or the reader is warned.

use crate::common::archive::{JANUARY, bytes, call, run_sync, sync, three_days};
use crate::common::mutable_service::{MutableService, read_archive};
use crate::common::{assert_error, assert_success, cdr};
use std::fs;
use std::path::Path;

#[test]
fn an_archive_is_printed_like_a_response() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let read = |arguments: &[&str]| {
        let mut run = cdr();
        assert_success(run.arg("read").arg(folder.path()).args(arguments))
    };
    let ids = ["-f", "csv", "--no-header", "-c", "cdr_id"];
    assert_eq!(read(&ids), "1\n2\n3\n4\n");
    for (condition, expected) in [
        ("day=2025-01-02", "2\n"),
        ("day>2025-01-02", "3\n"),
        ("day!=2025-01-02", "1\n3\n4\n"),
        ("month>=2025-01", "1\n2\n3\n"),
        ("month=", "4\n"),
    ] {
        let arguments = [&ids[..], &["-w", condition]].concat();
        assert_eq!(read(&arguments), expected, "{condition}");
    }
    let arguments = [
        &ids[..],
        &["-w", "day=2025-01-03", "--tz", "Pacific/Auckland"],
    ]
    .concat();
    assert_eq!(read(&arguments), "2\n");
}

#[test]
fn only_the_partitions_that_conditions_need_are_opened() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let broken = folder.path().join("calls/day=2025-01-01/calls.parquet");
    fs::write(broken, "broken").unwrap();
    let mut run = cdr();
    let run = run.arg("read").arg(folder.path());
    let run = run.args([
        "-w",
        "day>=2025-01-02",
        "-f",
        "csv",
        "-c",
        "cdr_id",
        "--no-header",
    ]);
    assert_eq!(assert_success(run), "2\n3\n");
}

#[test]
fn an_archive_without_matching_days_has_no_calls() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let read = |arguments: &[&str]| {
        let mut run = cdr();
        let run = run
            .arg("read")
            .arg(folder.path())
            .args(["-w", "day=2031-01-01"]);
        assert_success(run.arg("-q").args(arguments))
    };
    assert_eq!(read(&["-f", "json"]), "{\"result\":\"0\",\"cdr\":[]}\n");
    assert_eq!(read(&["-f", "json", "-g", "day"]), "[]\n");
    assert_eq!(read(&["-f", "csv", "-c", "day"]), "day\n");
    assert!(read(&["-f", "html"]).starts_with("<!DOCTYPE html>"));
}

#[test]
fn an_output_file_inside_an_archive_is_rejected() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let before = bytes(folder.path());
    for name in ["x.csv", "calls/day=2025-01-01/calls.parquet"] {
        let file = folder.path().join(name);
        let mut run = sync(&service, folder.path(), &JANUARY);
        assert_error(run.arg("-o").arg(&file), 2, &["it is in the archive"]);
        let mut run = cdr();
        run.arg("read").arg(folder.path()).arg("-o").arg(&file);
        assert_error(&mut run, 2, &["it is in the archive"]);
    }
    assert!(bytes(folder.path()) == before);
}

#[test]
fn read_diff_and_sync_report_a_damaged_day() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let file = folder.path().join("calls/day=2025-01-02/calls.parquet");
    fs::write(&file, "").unwrap();
    assert_error(
        cdr().arg("read").arg(folder.path()),
        1,
        &["day=2025-01-02", "is damaged"],
    );
    let mut run = cdr();
    assert_error(
        run.arg("diff").args([folder.path(); 2]),
        1,
        &["day=2025-01-02", "is damaged"],
    );
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let parts = ["day=2025-01-02", "is not a regular file; move it out"];
    assert_error(cdr().arg("read").arg(folder.path()), 1, &parts);
}

#[test]
fn damage_of_a_day_says_to_sync_again_and_that_nothing_was_written() {
    let (service, folder) = archive_of(2);
    let file = folder.path().join("calls/day=2025-01-01/calls.parquet");
    let mut bytes = fs::read(&file).unwrap();
    bytes[40] ^= 1;
    fs::write(&file, bytes).unwrap();
    let hint =
        "; move it out of the archive, and fetch its day again with 'cdr sync DIR DAY DAY'\n";
    let problem = format!("does not match its checksum{hint}");
    assert_error(cdr().arg("read").arg(folder.path()), 6, &[&problem]);
    let days = ["2025-01-01", "2025-01-02"];
    let problem = format!("does not match its checksum (nothing was written){hint}");
    assert_error(&mut sync(&service, folder.path(), &days), 6, &[&problem]);
    fs::remove_file(&file).unwrap();
    run_sync(&service, folder.path(), &days);
    assert_eq!(read(folder.path(), &[]).0, "1\n2\n");
}

/// What is printed of an archive, and what is said.
fn read(archive: &Path, arguments: &[&str]) -> (String, String) {
    let mut run = cdr();
    let run = run.arg("read").arg(archive).args(arguments);
    let run = run.args(["-f", "csv", "--no-header", "-c", "cdr_id"]);
    let output = run.assert().success().get_output().clone();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

/// An archive of the first days of 2025 with a call each.
fn archive_of(days: u32) -> (MutableService, tempfile::TempDir) {
    let calls = (1..=days).map(|id| call(id, &format!("2025-01-{id:02}"), id));
    let (service, folder) = (
        MutableService::new(calls.collect()),
        tempfile::tempdir().unwrap(),
    );
    let last = format!("2025-01-{days:02}");
    run_sync(&service, folder.path(), &["2025-01-01", &last]);
    (service, folder)
}

#[test]
fn days_without_a_file_are_named_as_far_as_conditions_request_them() {
    let (_service, folder) = archive_of(9);
    for day in ["2025-01-03", "2025-01-04", "2025-01-07"] {
        fs::remove_dir_all(folder.path().join(format!("calls/day={day}"))).unwrap();
    }
    let partition = folder.path().join("calls/day=2025-01-08");
    fs::remove_file(partition.join("calls.parquet")).unwrap();
    for (condition, expected) in [
        (
            "conf_num=",
            Some("4 days between the first and the last one are missing in"),
        ),
        (
            "day<=2025-01-03",
            Some("1 day between the first and the last one is missing in"),
        ),
        ("day=2025-01-05", None),
    ] {
        let (_, message) = read(folder.path(), &["-w", condition]);
        match expected {
            Some(expected) => assert!(message.contains(expected), "{condition}: {message}"),
            None => assert_eq!(message, "", "{condition}"),
        }
    }
    let (_, message) = read(folder.path(), &[]);
    assert!(
        message.contains(": 2025-01-03 to 2025-01-04, 2025-01-07 to 2025-01-08; run 'cdr sync"),
        "{message}"
    );
}

#[test]
fn requested_days_that_an_archive_does_not_cover_are_named_in_any_zone() {
    let (_service, folder) = archive_of(31);
    for (arguments, expected) in [
        (&["-w", "month=2025-01"][..], None),
        (
            &["-w", "month=2025-01", "--tz", "Asia/Kolkata"],
            Some("1 requested day is not in"),
        ),
        (
            &["-w", "month=2025-01", "--tz", "Asia/Kolkata"],
            Some(": 2024-12-31; run 'cdr sync DIR 2024-12-31 2024-12-31'"),
        ),
        (
            &["-w", "month=2025-01", "--tz", "America/New_York"],
            Some(": 2025-02-01; run 'cdr sync DIR 2025-02-01 2025-02-01'"),
        ),
        (
            &["-w", "month=2025-02"],
            Some("28 requested days are not in"),
        ),
        (&["-w", "day>=2025-01-20"], None),
        (&["-w", "day<2025-01-20"], None),
        (
            &["-w", "day>=2024-12-30", "-w", "day<=2025-01-02"],
            Some(": 2024-12-30 to 2024-12-31; run 'cdr sync DIR 2024-12-30 2024-12-31'"),
        ),
        (&["-w", "user.name~x"], None),
        (&["-w", "hour=10"], None),
    ] {
        let (_, message) = read(folder.path(), arguments);
        let message: Vec<_> = message
            .lines()
            .filter(|line| line.contains("requested"))
            .collect();
        match expected {
            Some(expected) => {
                let expected = expected.replace("DIR", &folder.path().display().to_string());
                assert!(
                    message.len() == 1 && message[0].contains(&expected),
                    "{arguments:?}: {message:?}"
                );
            }
            None => assert!(message.is_empty(), "{arguments:?}: {message:?}"),
        }
    }
}

#[test]
fn both_archives_of_a_comparison_are_checked_for_missing_days_once() {
    let (_service, folder) = archive_of(3);
    fs::remove_dir_all(folder.path().join("calls/day=2025-01-02")).unwrap();
    let mut run = cdr();
    let run = run.arg("diff").args([folder.path(); 2]).args(["-f", "csv"]);
    let message = run.assert().success().get_output().stderr.clone();
    let message = String::from_utf8(message).unwrap();
    assert_eq!(message.matches("is missing in").count(), 2, "{message}");
}

#[test]
fn an_archive_without_days_causes_a_message() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("calls")).unwrap();
    let (printed, message) = read(folder.path(), &[]);
    assert!(
        printed.is_empty() && message.contains("is empty"),
        "{message}"
    );
}

#[cfg(unix)]
#[test]
fn an_unreadable_partition_is_an_error_with_the_reason_of_the_system() {
    use std::os::unix::fs::symlink;
    let (_service, folder) = archive_of(3);
    let partition = folder.path().join("calls/day=2025-01-02");
    let file = partition.join("calls.parquet");
    let read = || {
        let mut run = cdr();
        run.arg("read").arg(folder.path());
        run
    };
    fs::remove_file(&file).unwrap();
    symlink("nowhere", &file).unwrap();
    assert_error(
        &mut read(),
        1,
        &["day=2025-01-02", "No such file or directory"],
    );
    fs::remove_file(&file).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&file).status();
    assert!(made.unwrap().success());
    assert_error(&mut read(), 1, &["day=2025-01-02", "not a regular file"]);
    fs::remove_dir_all(&partition).unwrap();
    fs::write(&partition, "x").unwrap();
    assert_error(&mut read(), 1, &["day=2025-01-02", "Not a directory"]);
    fs::remove_file(&partition).unwrap();
    symlink("nowhere", &partition).unwrap();
    assert_error(
        &mut read(),
        1,
        &["day=2025-01-02", "No such file or directory"],
    );
    // What is not requested is not looked at.
    let mut run = read();
    run.args([
        "-w",
        "day=2025-01-03",
        "-f",
        "csv",
        "-c",
        "cdr_id",
        "--no-header",
    ]);
    assert_eq!(assert_success(&mut run), "3\n");
}

/// Flips bits of the file of a day, the first one and then each so many further. Every time the same calls are
/// read, or the file is refused.
fn assert_flipped_bits_are_refused(step: usize) {
    let calls = (1..=6).map(|id| call(id, "2025-01-02", id * 7));
    let (service, folder) = (
        MutableService::new(calls.collect()),
        tempfile::tempdir().unwrap(),
    );
    run_sync(&service, folder.path(), &["2025-01-02", "2025-01-02"]);
    let file = folder.path().join("calls/day=2025-01-02/calls.parquet");
    let bytes = fs::read(&file).unwrap();
    let read = || {
        let mut run = cdr();
        let run = run.arg("read").arg(folder.path());
        let output = run.args(["-f", "jsonl"]).output().unwrap();
        (output.status.code().unwrap(), output.stdout)
    };
    let (code, expected) = read();
    assert_eq!(code, 0);
    let mut refused = 0;
    for bit in (0..bytes.len() * 8).step_by(step) {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        fs::write(&file, flipped).unwrap();
        match read() {
            (0, printed) => assert!(printed == expected, "bit {bit}"),
            (1 | 6, printed) => {
                assert!(printed.is_empty(), "bit {bit}");
                refused += 1;
            }
            (code, _) => panic!("bit {bit}: exit {code}"),
        }
    }
    assert!(refused > 0);
}

#[test]
fn a_flipped_bit_never_changes_the_calls_that_are_read() {
    assert_flipped_bits_are_refused(1009);
}

#[test]
#[ignore = "it takes minutes: cargo test --test it archive_reading:: -- --ignored --nocapture"]
fn no_flipped_bit_changes_the_calls_that_are_read() {
    assert_flipped_bits_are_refused(1);
}

/// Asserts that every command that reads the file of 1 January rejects it because of its checksum.
fn assert_damage_is_reported(service: &MutableService, archive: &Path, file: &Path) {
    let runs = [
        vec!["read".as_ref(), archive.as_os_str()],
        vec!["read".as_ref(), file.as_os_str()],
        vec!["diff".as_ref(), archive.as_os_str(), archive.as_os_str()],
    ];
    let runs = runs.into_iter().map(|arguments| {
        let mut run = cdr();
        run.args(arguments);
        run
    });
    let days = ["2025-01-01", "2025-01-02"];
    for mut run in runs.chain([sync(service, archive, &days)]) {
        let parts = ["day=2025-01-01", "does not match its checksum"];
        assert_error(&mut run, 6, &parts);
    }
}

#[test]
fn a_file_that_does_not_match_its_checksum_is_rejected_by_every_command() {
    let (service, folder) = archive_of(2);
    let file = folder.path().join("calls/day=2025-01-01/calls.parquet");
    let mut bytes = fs::read(&file).unwrap();
    let name = b"cdr.xxh3_128";
    let place = bytes
        .windows(name.len())
        .rposition(|part| part == name)
        .unwrap();
    // The value begins after its type and length.
    let value = &mut bytes[place + name.len() + 2];
    *value = if *value == b'0' { b'1' } else { b'0' };
    fs::write(&file, bytes).unwrap();
    assert_damage_is_reported(&service, folder.path(), &file);
}

#[test]
fn a_flipped_bit_in_a_typed_column_is_rejected_by_every_command() {
    let (service, folder) = archive_of(2);
    let file = folder.path().join("calls/day=2025-01-01/calls.parquet");
    let bytes = fs::read(&file).unwrap();
    // The values of the first columns come first, and the texts of the records last.
    for bit in [5 * 8, 40 * 8 + 3, 200 * 8 + 7] {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        fs::write(&file, flipped).unwrap();
        assert_damage_is_reported(&service, folder.path(), &file);
    }
}

#[test]
fn reading_and_syncing_report_the_same_damage_with_the_same_exit_code() {
    let (service, folder) = archive_of(2);
    let file = folder.path().join("calls/day=2025-01-01/calls.parquet");
    let bytes = fs::read(&file).unwrap();
    let (cut, half) = (bytes.len() - 1, bytes.len() / 2);
    for damaged in [&bytes[..0], &bytes[..cut], &bytes[half..]] {
        fs::write(&file, damaged).unwrap();
        let errors = [
            cdr(),
            sync(&service, folder.path(), &["2025-01-01", "2025-01-02"]),
        ];
        let [mut read, mut synced] = errors;
        read.arg("read").arg(folder.path());
        let [read, synced] = [&mut read, &mut synced].map(|run| {
            let output = run.output().unwrap();
            (
                output.status.code(),
                String::from_utf8(output.stderr).unwrap(),
            )
        });
        assert_eq!(read.0, Some(1));
        assert_eq!(read, synced);
    }
}

#[test]
fn an_exported_parquet_file_has_a_checksum() {
    let (_service, folder) = archive_of(2);
    let file = tempfile::tempdir().unwrap();
    let file = file.path().join("x.parquet");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let mut run = cdr();
    assert_success(run.arg("read").arg(folder.path()).arg("-o").arg(&file));
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.windows(9).any(|part| part == b"cdr.calls"));
    assert_eq!(read(&file, &[]).0, "1\n2\n");
}

/// The state of a run that was killed while call 1 moved from 2 to 4 January: it is in both files.
fn interrupted_move() -> (MutableService, tempfile::TempDir) {
    let (service, folder) = archive_of(4);
    let source = folder.path().join("calls/day=2025-01-02/calls.parquet");
    let before = fs::read(&source).unwrap();
    let mut calls = service.calls();
    calls[1] = call(2, "2025-01-04", 77);
    service.set(calls);
    run_sync(&service, folder.path(), &["2025-01-01", "2025-01-04"]);
    fs::write(&source, before).unwrap();
    let identity = twox_hash::XxHash3_128::oneshot_with_seed(7, b"2");
    let journal = format!("{:016x}\n2025-01-04 2025-01-02 {identity:032x}\n", 7);
    let checksum = twox_hash::XxHash3_128::oneshot(journal.as_bytes());
    let journal = format!("{journal}end {checksum:032x}\n");
    fs::write(folder.path().join(".moves"), journal).unwrap();
    (service, folder)
}

#[test]
fn a_call_whose_move_was_interrupted_is_read_once_in_its_new_version() {
    let (_service, folder) = interrupted_move();
    let (printed, message) = read(folder.path(), &[]);
    assert_eq!(printed, "1\n3\n2\n4\n");
    assert!(
        message.contains("calls of 2 days in") && message.contains("are being moved"),
        "{message}"
    );
    assert_eq!(message.lines().count(), 1, "{message}");
    assert_eq!(read(folder.path(), &["-w", "day=2025-01-02"]).0, "");
    let (printed, message) = read(folder.path(), &["-w", "day=2025-01-01"]);
    assert_eq!((printed.as_str(), message.as_str()), ("1\n", ""));
}

#[test]
fn an_interrupted_move_is_completed_even_if_the_service_lost_the_call() {
    let (service, folder) = interrupted_move();
    service.set(vec![call(9, "2025-01-09", 1)]);
    run_sync(
        &service,
        folder.path(),
        &["2025-01-09", "2025-01-09", "--lookback", "0"],
    );
    assert!(!folder.path().join(".moves").exists());
    let of_call = read_archive(folder.path())
        .0
        .into_iter()
        .filter(|(_, text)| text.contains(r#""cdr_id":"2""#));
    let partitions: Vec<_> = of_call.map(|(partition, _)| partition).collect();
    assert_eq!(partitions, ["day=2025-01-04"]);
}

#[test]
fn a_reader_sees_every_call_once_while_calls_move_between_days() {
    let ids: Vec<u32> = (0..60).collect();
    let calls = |shift: u32| {
        let moved = |id: &u32| {
            call(
                *id,
                &format!("2025-01-{:02}", 1 + (id + shift * 5) % 12),
                *id,
            )
        };
        ids.iter().map(moved).collect::<Vec<_>>()
    };
    let service = MutableService::new(calls(0));
    let folder = tempfile::tempdir().unwrap();
    let days = ["2025-01-01", "2025-01-12"];
    run_sync(&service, folder.path(), &days);
    std::thread::scope(|scope| {
        let syncs = scope.spawn(|| {
            for shift in 1..7 {
                service.set(calls(shift));
                run_sync(&service, folder.path(), &days);
            }
        });
        while !syncs.is_finished() {
            let (printed, message) = read(folder.path(), &[]);
            let mut seen: Vec<u32> = printed.lines().map(|id| id.parse().unwrap()).collect();
            seen.sort_unstable();
            assert_eq!(seen, ids);
            assert!(!message.contains("duplicate"), "{message}");
        }
        syncs.join().unwrap();
    });
}

#[test]
fn a_damaged_journal_is_rejected_by_every_command_and_no_call_is_lost() {
    let (service, folder) = interrupted_move();
    let journal = folder.path().join(".moves");
    let mut text = fs::read_to_string(&journal).unwrap();
    text = text.replacen("2025-01-04", "2025-01-02", 1);
    fs::write(&journal, text).unwrap();
    let before = bytes(folder.path());
    let message = [".moves is damaged"];
    assert_error(cdr().arg("read").arg(folder.path()), 1, &message);
    let mut run = cdr();
    assert_error(run.arg("diff").args([folder.path(); 2]), 1, &message);
    let mut run = sync(&service, folder.path(), &["2025-01-01", "2025-01-04"]);
    assert_error(&mut run, 1, &message);
    assert!(bytes(folder.path()) == before);
}

/// The partitions in which call 2 is.
fn days_of_second_call(archive: &Path) -> Vec<String> {
    let calls = read_archive(archive).0.into_iter();
    let calls = calls.filter(|(_, text)| text.contains(r#""cdr_id":"2""#));
    calls.map(|(partition, _)| partition).collect()
}

#[test]
fn a_leftover_copy_without_a_journal_is_removed_when_the_call_is_reported() {
    for days in [["2025-01-01", "2025-01-04"], ["2025-01-04", "2025-01-04"]] {
        let (service, folder) = interrupted_move();
        fs::remove_file(folder.path().join(".moves")).unwrap();
        let arguments = [&days[..], &["--lookback", "0"]].concat();
        let (rows, message) = run_sync(&service, folder.path(), &arguments);
        assert_eq!(
            (rows.as_str(), message.as_str()),
            ("2025-01-02,0,0,0,0\n", "")
        );
        assert_eq!(days_of_second_call(folder.path()), ["day=2025-01-04"]);
        assert_eq!(run_sync(&service, folder.path(), &arguments).0, "");
    }
}

#[test]
fn a_leftover_copy_on_days_not_requested_causes_a_warning_with_the_command_that_removes_it() {
    let (service, folder) = interrupted_move();
    fs::remove_file(folder.path().join(".moves")).unwrap();
    let calls = service.calls();
    for (first, calls, days) in [("2025-01-09", &[][..], 2), ("2025-01-02", &calls, 1)] {
        service.set([calls, &[call(9, "2025-01-09", 1)]].concat());
        let narrow = [first, "2025-01-09", "--lookback", "0"];
        let (_, message) = run_sync(&service, folder.path(), &narrow);
        assert_eq!(days_of_second_call(folder.path()).len(), days, "{message}");
        let warning = format!(
            "cdr: warning: 1 call is in the files of two days; run 'cdr sync {} 2025-01-02'\n",
            folder.path().display()
        );
        assert_eq!(message, if days == 2 { warning } else { String::new() });
    }
}

#[cfg(unix)]
#[test]
fn a_journal_that_is_not_a_regular_file_is_rejected() {
    use std::os::unix::fs::symlink;
    let (service, folder) = archive_of(2);
    let journal = folder.path().join(".moves");
    let message = [".moves: it is not a regular file"];
    let refuse = || {
        assert_error(cdr().arg("read").arg(folder.path()), 1, &message);
        let mut run = sync(&service, folder.path(), &["2025-01-01", "2025-01-02"]);
        assert_error(&mut run, 1, &message);
        fs::remove_file(&journal).unwrap();
    };
    let made = std::process::Command::new("mkfifo").arg(&journal).status();
    assert!(made.unwrap().success());
    refuse();
    for target in ["/dev/zero", "nowhere"] {
        symlink(target, &journal).unwrap();
        refuse();
    }
}

#[test]
fn a_file_with_calls_of_another_day_is_rejected_by_every_command() {
    let undated = "__HIVE_DEFAULT_PARTITION__";
    for (from, to, message) in [
        (
            "2025-01-02",
            "2025-01-03",
            "calls of another day, such as 2025-01-02",
        ),
        (
            "2025-01-02",
            undated,
            "calls of another day, such as 2025-01-02",
        ),
        (undated, "2025-01-02", "calls without a time"),
    ] {
        let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
        run_sync(&service, folder.path(), &JANUARY);
        let file = |day: &str| folder.path().join(format!("calls/day={day}/calls.parquet"));
        fs::copy(file(from), file(to)).unwrap();
        let before = bytes(folder.path());
        let message = [to, message];
        assert_error(cdr().arg("read").arg(folder.path()), 6, &message);
        let mut run = cdr();
        assert_error(run.arg("diff").args([folder.path(); 2]), 6, &message);
        assert_error(&mut sync(&service, folder.path(), &JANUARY), 6, &message);
        assert!(bytes(folder.path()) == before);
    }
}

#[test]
fn calls_belong_to_the_day_of_their_first_readable_time() {
    use crate::common::scripted_server::{ScriptedServer, respond, response};
    let records = [
        r#"{"cdr_id":"1","room":{"connect_dt":"2025-01-02T23:59:59.999999999Z"},"trans_date":"2025-01-03T00:00:01Z"}"#,
        r#"{"cdr_id":"2","room":{"connect_dt":"soon"},"trans_date":"2025-01-03T10:00:00Z"}"#,
        r#"{"cdr_id":"3","room":{"connect_dt":"2025-01-03T00:30:00+01:00"},"trans_date":"2025-01-04T10:00:00Z"}"#,
        r#"{"cdr_id":"4","room":{"connect_dt":"20250-01-01T00:00:00Z"},"trans_date":null}"#,
        r#"{"cdr_id":"5","room":{"connect_dt":"2025-01-03T23:00:00Z"}}"#,
    ];
    let body = crate::common::response_with(&records.join(","));
    let server = ScriptedServer::new(vec![respond(response(
        "200 OK",
        "Connection: close\r\n",
        &body,
    ))]);
    let folder = tempfile::tempdir().unwrap();
    let sync = || {
        let mut run = crate::common::cdr_with_url(&server.url());
        run.arg("sync")
            .arg(folder.path())
            .args(["2025-01-02", "2025-01-03", "-f", "csv"]);
        assert_success(run.args(["-q", "-c", "day,calls", "--no-header"]))
    };
    assert_eq!(
        sync(),
        "2025-01-02,2\n2025-01-03,2\n__HIVE_DEFAULT_PARTITION__,1\n"
    );
    assert_eq!(sync(), "");
    let (printed, message) = read(folder.path(), &[]);
    assert_eq!(
        (printed.as_str(), message.as_str()),
        ("3\n1\n2\n5\n4\n", "")
    );
}

#[cfg(unix)]
#[test]
fn a_partition_may_be_a_link_but_not_to_another_partition() {
    use std::os::unix::fs::symlink;
    let (service, folder) = archive_of(3);
    let elsewhere = tempfile::tempdir().unwrap();
    let partition = |day: &str| folder.path().join(format!("calls/day={day}"));
    let moved = elsewhere.path().join("second");
    fs::rename(partition("2025-01-02"), &moved).unwrap();
    symlink(&moved, partition("2025-01-02")).unwrap();
    assert_eq!(read(folder.path(), &[]).0, "1\n2\n3\n");
    let days = ["2025-01-01", "2025-01-03"];
    assert_eq!(run_sync(&service, folder.path(), &days).0, "");
    fs::remove_dir_all(partition("2025-01-03")).unwrap();
    for target in ["day=2025-01-01".into(), moved] {
        symlink(target, partition("2025-01-03")).unwrap();
        let before = bytes(folder.path());
        let message = ["leads to the same directory as", "day=2025-01-03"];
        assert_error(cdr().arg("read").arg(folder.path()), 1, &message);
        assert_error(&mut sync(&service, folder.path(), &days), 1, &message);
        assert!(bytes(folder.path()) == before);
        fs::remove_file(partition("2025-01-03")).unwrap();
    }
}
