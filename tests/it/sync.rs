//! An archive holds what the service reported, each call once, and is whole at any moment.

use crate::common::archive::{JANUARY, bytes, call, day, run_sync, sync, three_days};
use crate::common::command::add_account;
use crate::common::mutable_service::{Model, MutableService, read_archive};
use crate::common::scripted_server::{ScriptedServer, read_request, respond, response};
use crate::common::{Service, assert_error, assert_success, cdr, cdr_with_url, shell};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

#[test]
fn a_row_is_printed_for_each_changed_day_and_none_when_nothing_changed() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let (rows, message) = run_sync(&service, folder.path(), &JANUARY);
    assert_eq!(
        (rows.as_str(), message.as_str()),
        (
            "2025-01-01,1,1,0,0\n2025-01-02,1,1,0,0\n2025-01-03,1,1,0,0\n__HIVE_DEFAULT_PARTITION__,1,1,0,0\n",
            "cdr: warning: 1 value does not fit the column type and was written as null (first: room.connect_dt soon)\n"
        )
    );
    let before = bytes(folder.path());
    let (rows, message) = run_sync(&service, folder.path(), &JANUARY);
    assert_eq!((rows.as_str(), message.as_str()), ("", ""));
    assert!(bytes(folder.path()) == before);
    service.set(vec![
        call(1, "2025-01-02", 10),
        call(2, "2025-01-02", 21),
        call(5, "2025-01-02", 50),
        call(3, "2025-01-03", 30),
    ]);
    let (rows, message) = run_sync(&service, folder.path(), &JANUARY);
    assert_eq!(
        (rows.as_str(), message.as_str()),
        ("2025-01-01,0,0,0,0\n2025-01-02,3,1,2,0\n", "")
    );
}

#[test]
fn days_without_calls_are_files_of_the_same_columns() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let (rows, _) = run_sync(&service, folder.path(), &["2024-12-30", "2025-01-01"]);
    assert!(rows.starts_with("2024-12-30,0,0,0,0\n"), "{rows}");
    let schema = |day: &str| {
        let file = folder.path().join(format!("calls/day={day}/calls.parquet"));
        let file = fs::File::open(file).unwrap();
        let reader = parquet::file::reader::SerializedFileReader::new(file).unwrap();
        let metadata = parquet::file::reader::FileReader::metadata(&reader);
        metadata.file_metadata().schema().clone()
    };
    assert_eq!(schema("2024-12-30"), schema("2025-01-01"));
}

#[test]
fn calls_that_vanish_stay_and_are_counted_unless_they_are_pruned() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    service.set(vec![
        call(2, "2025-01-02", 20),
        call(5, "2025-01-02", 5),
        call(6, "2025-01-01", 6),
    ]);
    let (rows, message) = run_sync(&service, folder.path(), &JANUARY);
    // Calls that stay have not vanished, whether or not their day has changed.
    assert_eq!(rows, "2025-01-01,2,1,0,0\n2025-01-02,2,1,0,0\n");
    assert_eq!(
        message,
        "cdr: warning: 2 calls in the archive are no longer reported by the service; use --prune to remove them\n"
    );
    let prune = [&JANUARY[..], &["--prune=all"]].concat();
    let (rows, message) = run_sync(&service, folder.path(), &prune);
    assert_eq!(rows, "2025-01-01,1,0,0,1\n2025-01-03,0,0,0,1\n");
    assert_eq!(message, "");
    let (calls, days) = read_archive(folder.path());
    assert_eq!((calls.len(), days.len()), (4, 4));
}

#[test]
fn a_call_of_another_archived_day_goes_there_and_one_beyond_is_omitted() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let mut calls = service.calls();
    calls.extend([
        call(6, "2025-01-02", 6),
        call(7, "2024-12-31", 7),
        call(8, "2025-01-04", 8),
    ]);
    service.set(calls);
    let (rows, _) = run_sync(
        &service,
        folder.path(),
        &["2025-01-03", "2025-01-03", "--lookback", "0"],
    );
    assert_eq!(rows, "2025-01-02,2,1,0,0\n");
}

#[test]
fn a_call_that_moves_from_a_day_not_requested_is_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let service = MutableService::new(vec![call(1, "2025-01-01", 1)]);
    run_sync(&service, folder.path(), &["2025-01-01", "2025-01-20"]);
    service.set(vec![call(1, "2025-01-20", 1)]);
    let (rows, _) = run_sync(
        &service,
        folder.path(),
        &["2025-01-20", "2025-01-20", "--lookback", "1"],
    );
    assert_eq!(rows, "2025-01-01,0,0,0,0\n2025-01-20,1,0,1,0\n");
    assert_eq!(read_archive(folder.path()).0.len(), 1);
}

#[test]
fn a_date_instead_of_the_directory_is_rejected_unless_a_directory_has_that_name() {
    let around = tempfile::tempdir().unwrap();
    let sync = || {
        let mut run = cdr();
        run.current_dir(&around);
        let days = ["2025-01-02", "2025-01-03"];
        run.args(["-q", "--sandbox", "sync", "2025-01"]).args(days);
        run
    };
    let message = "'2025-01' is a date, but the first argument is the archive directory; use 'cdr sync DIR 2025-01'";
    assert_error(&mut sync(), 2, &[message]);
    assert!(std::fs::read_dir(&around).unwrap().next().is_none());
    std::fs::create_dir(around.path().join("2025-01")).unwrap();
    sync().assert().success();
}

#[test]
fn calls_of_another_account_are_rejected() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let before = bytes(folder.path());
    let mut other = sync(&service, folder.path(), &JANUARY);
    assert_error(
        other.env("CDR_APP_ID", "another"),
        2,
        &["another", "an-id", "use another directory"],
    );
    let mut other = sync(&three_days(), folder.path(), &JANUARY);
    assert_error(&mut other, 2, &["contains calls of app ID an-id"]);
    assert!(bytes(folder.path()) == before);
}

#[test]
fn a_foreign_file_is_named_and_unchanged() {
    let foreign = "is not part of an archive";
    for (name, message) in [
        ("notes.txt", foreign),
        ("calls/notes.txt", foreign),
        ("calls/day=2025-01-32/calls.parquet", foreign),
        ("calls/day=2025-01-01/part.parquet", foreign),
        ("calls/day=2025-02-01/calls.parquet", "cdr did not write it"),
    ] {
        let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
        run_sync(&service, folder.path(), &JANUARY);
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "something else").unwrap();
        let before = bytes(folder.path());
        let named = name.split('/').take(2).collect::<Vec<_>>().join("/");
        assert_error(
            &mut sync(&service, folder.path(), &JANUARY),
            1,
            &[&named, message],
        );
        assert_eq!(fs::read(&file).unwrap(), b"something else");
        assert!(bytes(folder.path()) == before);
    }
}

#[test]
fn an_archive_needs_a_first_day_once() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    assert_error(
        &mut sync(&service, folder.path(), &[]),
        2,
        &["cdr sync DIR 2025-01"],
    );
    let mut run = sync(&service, folder.path(), &["2025-01-03", "2025-01-01"]);
    assert_error(&mut run, 2, &["2025-01-03"]);
}

#[test]
fn a_failed_window_leaves_every_file_unchanged() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let before = bytes(folder.path());
    let good = response(
        "200 OK",
        "Connection: close\r\n",
        r#"{"result":"0","cdr":[]}"#,
    );
    let bad = response("500 Oops", "Connection: close\r\n", "");
    let server = ScriptedServer::new(vec![respond(good), respond(bad)]);
    // The archive is of another service, which must not matter here.
    let other = tempfile::tempdir().unwrap();
    let mut run = cdr_with_url(&server.url());
    run.arg("sync").arg(other.path());
    run.args(["2025-01-01", "2025-03-01", "--jobs", "1", "--retries", "0"]);
    assert_error(&mut run, 5, &["window "]);
    assert_eq!(read_archive(other.path()).1, BTreeSet::new());
    assert!(bytes(folder.path()) == before);
}

#[test]
fn a_full_disk_is_reported_with_what_was_written_and_the_next_run_writes_the_rest() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let calls: Vec<_> = (0..4000)
        .map(|id| call(id, "2025-01-02", id * 7919))
        .collect();
    service.set([vec![call(9999, "2025-01-01", 1)], calls].concat());
    let script = "ulimit -f 64; exec cdr sync \"$ARCHIVE\" 2025-01-01 2025-01-03";
    let mut run = shell(script);
    add_account(run.env("ARCHIVE", folder.path()), &service.url());
    let mut run = assert_cmd::Command::from_std(run);
    assert_error(
        &mut run,
        1,
        &[
            "cannot write",
            "File too large",
            "1 day was written, run the command again to continue",
        ],
    );
    let mut model = Model::default();
    let reported = service.calls();
    model.sync(
        &reported,
        Some(day("2025-01-01")),
        day("2025-01-03"),
        7,
        false,
    );
    run_sync(&service, folder.path(), &JANUARY);
    model.assert_matches(folder.path());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_run_that_fails_before_it_writes_leaves_no_directory() {
    let around = tempfile::tempdir().unwrap();
    let service = Service::returning_status(401, "");
    let mut run = service.cdr();
    run.current_dir(&around)
        .args(["sync", "calls/room", "2025-01-01"]);
    assert_error(&mut run, 3, &["nothing was written"]);
    assert!(fs::read_dir(&around).unwrap().next().is_none());
}

#[test]
fn a_file_instead_of_the_directory_is_rejected() {
    let around = tempfile::tempdir().unwrap();
    fs::write(around.path().join("january.json"), "").unwrap();
    let mut run = cdr();
    run.current_dir(&around)
        .args(["sync", "january.json", "2025-01"]);
    assert_error(
        &mut run,
        2,
        &["january.json is a file", "use 'cdr sync DIR FROM'"],
    );
}

#[test]
fn concurrent_sync_fails_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let service = three_days();
    fs::create_dir_all(folder.path()).unwrap();
    let lock = fs::File::create(folder.path().join(".lock")).unwrap();
    lock.lock().unwrap();
    assert_error(
        &mut sync(&service, folder.path(), &JANUARY),
        1,
        &["another 'cdr sync' is running"],
    );
    drop(lock);
    run_sync(&service, folder.path(), &JANUARY);
}

#[test]
fn a_dry_run_prints_the_requests_and_writes_nothing() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let archive = folder.path().join("calls");
    let mut run = cdr_with_url(&service.url());
    let run = run
        .arg("sync")
        .arg(&archive)
        .args(["2025-01-01", "2025-01-10", "-n"]);
    let printed = assert_success(run);
    assert_eq!(printed.lines().count(), 2);
    assert!(
        printed.contains("/cdr/period/2024-12-30/2025-01-09'"),
        "{printed}"
    );
    assert!(!archive.exists());
}

/// Writes a file of an archive as a run leaves it that was killed while a call moved to another day.
fn write_pending_marker(file: &Path, pending: &str) {
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::file::writer::SerializedFileWriter;
    let reader = SerializedFileReader::new(fs::File::open(file).unwrap()).unwrap();
    let metadata = reader.metadata().file_metadata();
    let mut about = metadata.key_value_metadata().unwrap().clone();
    about.retain(|entry| !entry.key.ends_with("xxh3_128") && entry.key != "cdr.calls");
    about.push(KeyValue::new("cdr.pending".to_owned(), pending.to_owned()));
    let properties = WriterProperties::builder()
        .set_created_by(metadata.created_by().unwrap().to_owned())
        .set_key_value_metadata(Some(about))
        .build();
    let schema = metadata.schema_descr().root_schema_ptr();
    let out = fs::File::create(file.with_extension("new")).unwrap();
    let writer = SerializedFileWriter::new(out, schema, properties.into()).unwrap();
    writer.close().unwrap();
    fs::rename(file.with_extension("new"), file).unwrap();
}

#[test]
fn a_call_whose_move_was_interrupted_is_requested_until_it_arrives() {
    let folder = tempfile::tempdir().unwrap();
    let service = MutableService::new(vec![call(1, "2025-01-05", 1)]);
    run_sync(
        &service,
        folder.path(),
        &["2025-01-01", "2025-01-20", "--lookback", "1"],
    );
    service.set(vec![call(1, "2025-01-09", 1)]);
    let file = folder.path().join("calls/day=2025-01-05/calls.parquet");
    write_pending_marker(&file, "2025-01-09");
    let narrow = ["2025-01-20", "2025-01-20", "--lookback", "0"];
    let (rows, _) = run_sync(&service, folder.path(), &narrow);
    assert_eq!(rows, "2025-01-09,1,1,0,0\n");
    let before = bytes(folder.path());
    service.set(vec![call(1, "2025-01-09", 7)]);
    let (rows, _) = run_sync(&service, folder.path(), &narrow);
    assert_eq!(rows, "");
    assert!(bytes(folder.path()) == before);
}

#[test]
fn a_rejected_sync_creates_nothing() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    fs::write(folder.path().join("diary.txt"), "x").unwrap();
    assert_error(
        &mut sync(&service, folder.path(), &JANUARY),
        1,
        &["diary.txt"],
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let new = folder.path().join("new");
    assert_error(&mut sync(&service, &new, &[]), 2, &["cdr sync DIR 2025-01"]);
    let mut run = sync(&service, &new, &JANUARY);
    assert_error(run.args(["-c", "cals"]), 2, &["unknown column 'cals'"]);
    let mut run = sync(&service, &new, &JANUARY);
    assert_error(run.env_remove("CDR_APP_KEY"), 3, &["no app key"]);
    assert!(!new.exists());
}

#[test]
fn a_call_that_is_reported_for_a_day_beyond_the_archive_stays_until_that_day_is_requested() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    service.set(vec![
        call(1, "2024-12-31", 10),
        call(2, "2025-01-02", 20),
        call(3, "2025-01-03", 30),
    ]);
    let before = bytes(folder.path());
    for prune in [&[][..], &["--prune"], &["--prune=all"]] {
        let arguments = [&JANUARY[..], prune].concat();
        let (rows, message) = run_sync(&service, folder.path(), &arguments);
        // The call without a time is reported no longer.
        assert_eq!((rows.as_str(), message.as_str()), ("", ""), "{prune:?}");
        assert!(bytes(folder.path()) == before, "{prune:?}");
    }
    let (rows, message) = run_sync(&service, folder.path(), &["2024-12-31", "2025-01-03"]);
    assert!(
        rows.starts_with("2024-12-31,1,0,1,0\n2025-01-01,0,"),
        "{rows}"
    );
    assert_eq!(message, "");
    assert_eq!(read_archive(folder.path()).0.len(), 4);
}

#[test]
fn an_unchanged_archive_prints_no_rows_in_any_format() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    for (format, expected) in [
        ("json", "[]\n"),
        ("csv", "day,calls,added,changed,vanished,file\n"),
        ("jsonl", ""),
    ] {
        let mut run = cdr_with_url(&service.url());
        run.arg("sync").arg(folder.path()).args(JANUARY);
        assert_eq!(
            assert_success(run.args(["-f", format])),
            expected,
            "{format}"
        );
    }
}

#[test]
fn a_row_names_the_file_of_its_day() {
    let (service, around) = (three_days(), tempfile::tempdir().unwrap());
    let mut run = cdr_with_url(&service.url());
    run.current_dir(around.path()).args(["-q", "sync", "arc"]);
    run.args(["2025-01-02", "2025-01-02", "-f", "csv", "-c", "file"]);
    let file = "arc/calls/day=2025-01-02/calls.parquet";
    assert!(assert_success(&mut run).starts_with(&format!("file\n{file}\n")));
    assert!(around.path().join(file).is_file());
}

#[test]
fn hidden_files_and_those_that_begin_with_an_underscore_are_ignored() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let partition = folder.path().join("calls/day=2025-01-02");
    for around in [folder.path(), &folder.path().join("calls"), &partition] {
        for name in [".DS_Store", "_SUCCESS", ".nfs0001", "._calls.parquet"] {
            fs::write(around.join(name), "x").unwrap();
        }
        fs::create_dir(around.join("_temporary")).unwrap();
        fs::write(around.join("_temporary/part.parquet"), "x").unwrap();
    }
    let (rows, message) = run_sync(&service, folder.path(), &JANUARY);
    assert_eq!((rows.as_str(), message.as_str()), ("", ""));
    let mut read = cdr();
    let read = read.arg("read").arg(folder.path());
    let ids = assert_success(read.args(["-f", "csv", "--no-header", "-c", "cdr_id"]));
    assert_eq!(ids, "1\n2\n3\n4\n");
}

#[test]
fn prune_is_rejected_if_a_day_would_lose_all_its_calls() {
    let calls = |days: &[u32]| {
        let of_day = |day: &u32| {
            let day = *day;
            (0..10).map(move |number| (day, number))
        };
        let calls = days.iter().flat_map(of_day);
        let calls =
            calls.map(|(day, number)| call(day * 100 + number, &format!("2025-01-{day:02}"), 1));
        calls.collect::<Vec<_>>()
    };
    let all: Vec<u32> = (1..=20).collect();
    let (service, folder) = (
        MutableService::new(calls(&all)),
        tempfile::tempdir().unwrap(),
    );
    let days = ["2025-01-01", "2025-01-20"];
    run_sync(&service, folder.path(), &days);
    let before = bytes(folder.path());
    let prune = [&days[..], &["--prune"]].concat();
    for (kept, lost) in [(&all[1..], "10 of 200"), (&[], "200 of 200")] {
        service.set(calls(kept));
        let refusal = format!("--prune would remove {lost} calls");
        let mut run = sync(&service, folder.path(), &prune);
        assert_error(&mut run, 4, &[&refusal, "2025-01-01", "--prune=all"]);
        assert!(bytes(folder.path()) == before);
    }
    let all = [&days[..], &["--prune=all"]].concat();
    run_sync(&service, folder.path(), &all);
    assert_eq!(read_archive(folder.path()).0.len(), 0);
}

#[test]
fn prune_is_rejected_if_more_than_a_tenth_of_the_calls_would_go() {
    let calls = |kept: u32| (0..20).filter(move |id| *id >= 20 - kept);
    let calls = |kept: u32| {
        calls(kept)
            .map(|id| call(id, "2025-01-02", id))
            .collect::<Vec<_>>()
    };
    let (service, folder) = (MutableService::new(calls(20)), tempfile::tempdir().unwrap());
    let prune = ["2025-01-01", "2025-01-03", "--prune"];
    run_sync(&service, folder.path(), &prune);
    service.set(calls(17));
    let mut run = sync(&service, folder.path(), &prune);
    assert_error(&mut run, 4, &["--prune would remove 3 of 20 calls"]);
    service.set(calls(18));
    let (rows, _) = run_sync(&service, folder.path(), &prune);
    assert_eq!(rows, "2025-01-02,18,0,0,2\n");
}

/// Syncs an archive of 2 January with a service that has these records.
fn sync_records(
    folder: &Path,
    server: &ScriptedServer,
    body: &Mutex<String>,
    records: &[String],
) -> String {
    *body.lock().unwrap() = crate::common::response_with(&records.join(","));
    let mut run = cdr_with_url(&server.url());
    run.arg("sync").arg(folder);
    run.args(["2025-01-02", "2025-01-02", "-f", "csv", "--no-header"]);
    assert_success(run.args(["-c", "calls,added,changed,vanished"]))
}

/// A service whose response a test may change.
fn service_of_records() -> (ScriptedServer, Arc<Mutex<String>>) {
    let body = Arc::new(Mutex::new(String::new()));
    let shared = Arc::clone(&body);
    let server = ScriptedServer::new(vec![Box::new(move |stream| {
        read_request(stream);
        let body = shared.lock().unwrap().clone();
        let _ = stream.write_all(response("200 OK", "", &body).as_bytes());
    })]);
    (server, body)
}

#[test]
fn a_call_without_an_id_is_replaced_by_one_of_the_same_conference_number_and_time() {
    let record = |minutes: u32, number: u32| {
        format!(
            r#"{{"conf_num":"7","call_num":"{number}","room":{{"connect_dt":"2025-01-02T10:00:00Z"}},"usage":{{"connect_minutes_cal":{minutes}}}}}"#
        )
    };
    let (server, body) = service_of_records();
    let folder = tempfile::tempdir().unwrap();
    let sync = |records: &[String]| sync_records(folder.path(), &server, &body, records);
    assert_eq!(sync(&[record(10, 1), record(20, 2)]), "2,2,0,0\n");
    assert_eq!(sync(&[record(12, 1), record(20, 2)]), "2,0,1,0\n");
    // Of two with the same key, one is replaced and the other one is new.
    let three = [record(13, 1), record(14, 1), record(20, 2)];
    assert_eq!(sync(&three), "3,1,1,0\n");
    assert_eq!(sync(&three), "");
}

#[test]
fn a_record_that_is_equal_in_value_is_no_change() {
    let (server, body) = service_of_records();
    let folder = tempfile::tempdir().unwrap();
    let sync = |record: &str| sync_records(folder.path(), &server, &body, &[record.to_owned()]);
    let day = r#""room":{"connect_dt":"2025-01-02T10:00:00Z","duration":30}"#;
    let record = format!(r#"{{"cdr_id":"1",{day},"conf_num":"7"}}"#);
    assert_eq!(sync(&record), "1,1,0,0\n");
    assert_eq!(
        sync(&format!(r#"{{"conf_num":"7",{day},"cdr_id":"1"}}"#)),
        ""
    );
    assert_eq!(sync(&record.replace(":30", ":30.0")), "");
    assert_eq!(sync(&record.replace(":30", ":31")), "1,0,1,0\n");
}

#[test]
fn a_call_without_an_id_that_is_equal_in_value_is_the_same_call() {
    let (server, body) = service_of_records();
    let folder = tempfile::tempdir().unwrap();
    let sync = |records: &[&str]| {
        let records: Vec<_> = records.iter().map(|record| (*record).to_owned()).collect();
        sync_records(folder.path(), &server, &body, &records)
    };
    let room = r#""room":{"connect_dt":"2025-01-02T10:00:00Z"}"#;
    let spelled = |minutes: &str, number: &str| {
        [
            format!(
                r#"{{{room},{number}"conf_num":"7","usage":{{"connect_minutes_cal":{minutes}}}}}"#
            ),
            format!(
                r#"{{"usage":{{"connect_minutes_cal":{minutes}.0}},"conf_num":"7",{number}{room}}}"#
            ),
        ]
    };
    let [first, first_again] = spelled("60", "");
    let [second, second_again] = spelled("70", r#""call_num":"2","#);
    assert_eq!(sync(&[&first, &second]), "2,2,0,0\n");
    let before = bytes(folder.path());
    assert_eq!(sync(&[&first_again, &second_again]), "");
    assert_eq!(sync(&[&second_again, &first]), "");
    assert!(bytes(folder.path()) == before);
}

/// Takes the checksum out of a file's footer, as if cdr 0.2.0 had written it.
fn without_checksum(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    for name in [&b"cdr.calls"[..], b"cdr.xxh3_128", b"cdr.data_xxh3_128"] {
        let place = bytes.windows(name.len()).rposition(|part| part == name);
        bytes[place.unwrap()] = b'x';
    }
    fs::write(file, bytes).unwrap();
}

#[test]
fn requested_days_without_a_checksum_get_one_and_are_not_reported_as_changed() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    for day in ["2025-01-01", "2025-01-02"] {
        without_checksum(&folder.path().join(format!("calls/day={day}/calls.parquet")));
    }
    let mut read = cdr();
    let read = read.arg("read").arg(folder.path());
    let ids = assert_success(read.args(["-f", "csv", "--no-header", "-c", "cdr_id"]));
    assert_eq!(ids, "1\n2\n3\n4\n");
    let narrow = ["2025-01-02", "2025-01-03", "--lookback", "0"];
    let (rows, message) = run_sync(&service, folder.path(), &narrow);
    assert_eq!((rows.as_str(), message.as_str()), ("", ""));
    let without = || {
        let files = bytes(folder.path()).into_iter();
        let has_checksum = |file: &[u8]| file.windows(9).any(|part| part == b"cdr.calls");
        let files = files.filter(|(name, file)| name.contains("day=") && !has_checksum(file));
        files.map(|(name, _)| name).collect::<Vec<_>>()
    };
    let left = without();
    assert!(
        left.len() == 1 && left[0].contains("day=2025-01-01"),
        "{left:?}"
    );
    run_sync(&service, folder.path(), &JANUARY);
    assert_eq!(without(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_not_a_regular_file_is_rejected() {
    use std::os::unix::fs::symlink;
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let (lock, elsewhere) = (
        folder.path().join(".lock"),
        folder.path().join(".elsewhere"),
    );
    let made = std::process::Command::new("mkfifo").arg(&lock).status();
    assert!(made.unwrap().success());
    let message = ["cannot lock", ".lock: it is not a regular file"];
    assert_error(&mut sync(&service, folder.path(), &JANUARY), 1, &message);
    fs::remove_file(&lock).unwrap();
    symlink(&elsewhere, &lock).unwrap();
    assert_error(&mut sync(&service, folder.path(), &JANUARY), 1, &message);
    assert!(!elsewhere.exists());
}

#[cfg(unix)]
#[test]
fn on_a_terminal_a_run_ends_with_a_summary() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let last_line = || {
        let mut run = crate::common::terminal_program();
        add_account(&mut run, &service.url());
        run.arg("sync").arg(folder.path()).args(JANUARY);
        let (said, _) = crate::common::pseudo_terminal::on_terminal(300, 24, &mut run);
        said.lines().last().unwrap().trim_end().to_owned()
    };
    assert!(last_line().ends_with(
        "cdr: 4 days written: 4 calls added, 0 changed; 0 no longer reported; 3 days and 4 calls in the archive"
    ));
    assert!(last_line().ends_with(
        "cdr: 0 days written: 0 calls added, 0 changed; 0 no longer reported; 3 days and 4 calls in the archive"
    ));
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_whose_rows_cannot_be_printed_reports_that_the_archive_was_updated() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut run = crate::common::program_with_url(&service.url());
    run.arg("-q").arg("sync").arg(folder.path()).args(JANUARY);
    let output = run.stdout(full).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains("No space left on device"), "{message}");
    assert!(message.contains("(the archive was updated)"), "{message}");
    assert_eq!(read_archive(folder.path()).0.len(), 4);
}

#[test]
fn a_rejection_gives_no_hint_about_ids_that_were_not_requested() {
    let folder = tempfile::tempdir().unwrap();
    for code in ["40001", "10201"] {
        let body = format!(r#"{{"result":{code},"error":"invalid"}}"#);
        let server = ScriptedServer::new(vec![respond(response(
            "200 OK",
            "Connection: close\r\n",
            &body,
        ))]);
        let mut run = cdr_with_url(&server.url());
        run.arg("sync").arg(folder.path()).args(JANUARY);
        let output = run.output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(4), "{message}");
        assert!(message.contains("(nothing was written)"), "{message}");
        assert!(
            !message.contains("room id") && !message.contains("conference number"),
            "{message}"
        );
    }
}
