//! An archive holds what the service reported, each call once, and is whole at any moment.

mod common;

use chrono::{Days, NaiveDate, Utc};
use common::changing::{Call, Changing, Model, found};
use common::raw::{RawServer, answers, response};
use common::{cdr, cdr_at, printed, refused};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn day(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

fn call(id: u32, on: &str, minutes: u32) -> Call {
    let day = (!on.is_empty()).then(|| day(on));
    Call { id, day, minutes }
}

/// Three days in 2025 with a call each, and one without a time.
fn three_days() -> Changing {
    Changing::new(vec![
        call(1, "2025-01-01", 10),
        call(2, "2025-01-02", 20),
        call(3, "2025-01-03", 30),
        call(4, "", 40),
    ])
}

fn sync(service: &Changing, archive: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut run = cdr_at(&service.url());
    run.arg("sync").arg(archive).args(arguments);
    run.args(["-f", "csv", "--no-header"]);
    run
}

fn synced(service: &Changing, archive: &Path, arguments: &[&str]) -> (String, String) {
    let run = sync(service, archive, arguments).assert().success();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        text(&run.get_output().stdout),
        text(&run.get_output().stderr),
    )
}

const JANUARY: [&str; 2] = ["2025-01-01", "2025-01-03"];

/// Every file with its bytes.
fn bytes(archive: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(archive).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(bytes(&path));
        } else {
            files.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
    files
}

#[test]
fn a_row_is_printed_for_each_changed_day_and_nothing_when_nothing_changed() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let (rows, told) = synced(&service, folder.path(), &JANUARY);
    assert_eq!(
        (rows.as_str(), told.as_str()),
        (
            "2025-01-01,1,1,0,0\n2025-01-02,1,1,0,0\n2025-01-03,1,1,0,0\n__HIVE_DEFAULT_PARTITION__,1,1,0,0\n",
            "cdr: warning: values that their columns can't hold are null: 1 (the first: room.connect_dt soon)\n"
        )
    );
    let before = bytes(folder.path());
    let (rows, told) = synced(&service, folder.path(), &JANUARY);
    assert_eq!((rows.as_str(), told.as_str()), ("", ""));
    assert!(bytes(folder.path()) == before);
    service.set(vec![
        call(1, "2025-01-02", 10),
        call(2, "2025-01-02", 21),
        call(5, "2025-01-02", 50),
        call(3, "2025-01-03", 30),
    ]);
    let (rows, told) = synced(&service, folder.path(), &JANUARY);
    assert_eq!(
        (rows.as_str(), told.as_str()),
        ("2025-01-01,0,0,0,0\n2025-01-02,3,1,2,0\n", "")
    );
}

#[test]
fn days_without_calls_are_files_of_the_same_columns() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let (rows, _) = synced(&service, folder.path(), &["2024-12-30", "2025-01-01"]);
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
    synced(&service, folder.path(), &JANUARY);
    service.set(vec![call(2, "2025-01-02", 20), call(5, "2025-01-02", 5)]);
    let (rows, told) = synced(&service, folder.path(), &JANUARY);
    assert_eq!(rows, "2025-01-02,2,1,0,0\n");
    assert_eq!(
        told,
        "cdr: warning: calls that the service no longer reports: 2; they stay, unless --prune is added\n"
    );
    let prune = [&JANUARY[..], &["--prune"]].concat();
    let (rows, told) = synced(&service, folder.path(), &prune);
    assert_eq!(rows, "2025-01-01,0,0,0,1\n2025-01-03,0,0,0,1\n");
    assert_eq!(told, "");
    let (calls, days) = found(folder.path());
    assert_eq!((calls.len(), days.len()), (3, 4));
}

#[test]
fn a_call_for_another_day_that_is_kept_goes_there_and_one_beyond_them_is_left_out() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    synced(&service, folder.path(), &JANUARY);
    let mut calls = service.calls();
    calls.extend([
        call(6, "2025-01-02", 6),
        call(7, "2024-12-31", 7),
        call(8, "2025-01-04", 8),
    ]);
    service.set(calls);
    let (rows, _) = synced(
        &service,
        folder.path(),
        &["2025-01-03", "2025-01-03", "--lookback", "0"],
    );
    assert_eq!(rows, "2025-01-02,2,1,0,0\n");
}

#[test]
fn a_call_that_moves_from_a_day_that_was_not_asked_for_is_in_one_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let service = Changing::new(vec![call(1, "2025-01-01", 1)]);
    synced(&service, folder.path(), &["2025-01-01", "2025-01-20"]);
    service.set(vec![call(1, "2025-01-20", 1)]);
    let (rows, _) = synced(
        &service,
        folder.path(),
        &["2025-01-20", "2025-01-20", "--lookback", "1"],
    );
    assert_eq!(rows, "2025-01-01,0,0,0,0\n2025-01-20,1,0,1,0\n");
    assert_eq!(found(folder.path()).0.len(), 1);
}

#[test]
fn a_date_in_the_place_of_the_folder_is_refused_unless_a_folder_has_that_name() {
    let around = tempfile::tempdir().unwrap();
    let sync = || {
        let mut run = cdr();
        run.current_dir(&around);
        run.args(["-q", "--sandbox", "sync", "2025-01", "2025-01-02"]);
        run
    };
    let told =
        "'2025-01' is a date, and the folder of the archive comes first: cdr sync DIR 2025-01";
    refused(&mut sync(), 2, &[told]);
    assert!(std::fs::read_dir(&around).unwrap().next().is_none());
    std::fs::create_dir(around.path().join("2025-01")).unwrap();
    sync().assert().success();
}

#[test]
fn calls_of_another_account_are_refused() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    synced(&service, folder.path(), &JANUARY);
    let before = bytes(folder.path());
    let mut other = sync(&service, folder.path(), &JANUARY);
    refused(
        other.env("CDR_APP_ID", "another"),
        2,
        &["another", "an-id", "name another folder"],
    );
    let mut other = sync(&three_days(), folder.path(), &JANUARY);
    refused(&mut other, 2, &["holds calls of app id an-id"]);
    assert!(bytes(folder.path()) == before);
}

#[test]
fn a_file_that_is_not_cdr_s_is_named_and_left_alone() {
    for name in [
        "notes.txt",
        "calls/notes.txt",
        "calls/day=2025-01-32/calls.parquet",
        "calls/day=2025-01-01/part.parquet",
        "calls/day=2025-02-01/calls.parquet",
    ] {
        let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
        synced(&service, folder.path(), &JANUARY);
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "something else").unwrap();
        let before = bytes(folder.path());
        let named = name.split('/').take(2).collect::<Vec<_>>().join("/");
        refused(
            &mut sync(&service, folder.path(), &JANUARY),
            1,
            &[&named, "not one of cdr's"],
        );
        assert_eq!(fs::read(&file).unwrap(), b"something else");
        assert!(bytes(folder.path()) == before);
    }
}

#[test]
fn an_archive_needs_a_first_day_once() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    refused(
        &mut sync(&service, folder.path(), &[]),
        2,
        &["cdr sync DIR FROM"],
    );
    let mut run = sync(&service, folder.path(), &["2025-01-03", "2025-01-01"]);
    refused(&mut run, 2, &["2025-01-03"]);
}

#[test]
fn a_window_that_fails_leaves_every_file_as_it_was() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    synced(&service, folder.path(), &JANUARY);
    let before = bytes(folder.path());
    let good = response(
        "200 OK",
        "Connection: close\r\n",
        r#"{"result":"0","cdr":[]}"#,
    );
    let bad = response("500 Oops", "Connection: close\r\n", "");
    let server = RawServer::new(vec![answers(good), answers(bad)]);
    // The archive is of another service, which must not matter here.
    let other = tempfile::tempdir().unwrap();
    let mut run = cdr_at(&server.url());
    run.arg("sync").arg(other.path());
    run.args(["2025-01-01", "2025-03-01", "--jobs", "1", "--retries", "0"]);
    refused(&mut run, 5, &["window "]);
    assert_eq!(found(other.path()).1, BTreeSet::new());
    assert!(bytes(folder.path()) == before);
}

#[test]
fn a_disk_without_room_is_told_with_what_was_done_and_the_next_run_does_the_rest() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let calls: Vec<_> = (0..4000)
        .map(|id| call(id, "2025-01-02", id * 7919))
        .collect();
    service.set([vec![call(9999, "2025-01-01", 1)], calls].concat());
    let script = format!(
        "ulimit -f 64; exec {} sync {} 2025-01-01 2025-01-03",
        assert_cmd::cargo::cargo_bin!("cdr").display(),
        folder.path().display()
    );
    let mut run = assert_cmd::Command::new("sh");
    run.env("CDR_BASE_URL", service.url())
        .env("CDR_APP_ID", common::APP_ID);
    run.env("CDR_APP_KEY", common::APP_KEY)
        .args(["-c", &script]);
    refused(
        &mut run,
        1,
        &[
            "can't write",
            "1 of 3 changed days are written, run it again for the rest",
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
    synced(&service, folder.path(), &JANUARY);
    model.is_in(folder.path());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn of_two_at_once_one_ends_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let service = three_days();
    fs::create_dir_all(folder.path()).unwrap();
    let lock = fs::File::create(folder.path().join(".lock")).unwrap();
    lock.lock().unwrap();
    refused(
        &mut sync(&service, folder.path(), &JANUARY),
        1,
        &["another cdr sync is at work"],
    );
    drop(lock);
    synced(&service, folder.path(), &JANUARY);
}

#[test]
fn a_dry_run_prints_the_requests_and_makes_nothing() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    let archive = folder.path().join("calls");
    let mut run = cdr_at(&service.url());
    let run = run
        .arg("sync")
        .arg(&archive)
        .args(["2025-01-01", "2025-01-10", "-n"]);
    let printed = printed(run);
    assert_eq!(printed.lines().count(), 2);
    assert!(
        printed.contains("/cdr/period/2024-12-30/2025-01-09'"),
        "{printed}"
    );
    assert!(!archive.exists());
}

#[test]
fn an_archive_reads_like_any_answer() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    synced(&service, folder.path(), &JANUARY);
    let read = |arguments: &[&str]| {
        let mut run = cdr();
        printed(run.arg("read").arg(folder.path()).args(arguments))
    };
    let ids = ["-f", "csv", "--no-header", "-c", "cdr_id"];
    assert_eq!(read(&ids), "1\n2\n3\n4\n");
    for (condition, expected) in [
        ("day=2025-01-02", "2\n"),
        ("day>2025-01-02", "3\n"),
        ("day!=2025-01-02", "1\n3\n4\n"),
        ("month~2025", "1\n2\n3\n"),
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
    synced(&service, folder.path(), &JANUARY);
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
    assert_eq!(printed(run), "2\n3\n");
}

/// What happens to a service's calls between two runs.
#[derive(Clone, Debug)]
enum Event {
    Add(u64),
    AddUndated,
    Change(usize),
    Vanish(usize),
    Move(usize, u64),
    Repeat(usize),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0..24_u64).prop_map(Event::Add),
        1 => Just(Event::AddUndated),
        2 => (0..99_usize).prop_map(Event::Change),
        2 => (0..99_usize).prop_map(Event::Vanish),
        2 => (0..99_usize, 0..24_u64).prop_map(|(place, day)| Event::Move(place, day)),
        1 => (0..99_usize).prop_map(Event::Repeat),
    ]
}

/// Lets an event happen; days count back from the last.
fn happen(event: &Event, calls: &mut Vec<Call>, next: &mut u32, last: NaiveDate) {
    let day = |back: u64| Some(last + Days::new(2) - Days::new(back));
    let place = |place: usize, calls: &Vec<Call>| place % calls.len().max(1);
    *next += 1;
    match *event {
        Event::Add(back) => calls.push(Call {
            id: *next,
            day: day(back),
            minutes: *next,
        }),
        Event::AddUndated => calls.push(Call {
            id: *next,
            day: None,
            minutes: *next,
        }),
        _ if calls.is_empty() => {}
        Event::Change(at) => {
            let at = place(at, calls);
            calls[at].minutes += 1000;
        }
        Event::Vanish(at) => drop(calls.remove(place(at, calls))),
        Event::Move(at, back) => {
            let at = place(at, calls);
            let id = calls[at].id;
            // With two days at once, the first window decides, whatever the service meant.
            let of_call = calls.iter_mut().filter(|call| call.id == id);
            of_call.for_each(|call| call.day = day(back));
        }
        Event::Repeat(at) => {
            let call = calls[place(at, calls)].clone();
            calls.push(call);
        }
    }
}

/// A night: what happened before it, the first day typed, if any, as days back, and whether it prunes.
type Night = (Vec<Event>, Option<u64>, bool);

fn nights() -> impl Strategy<Value = Vec<Night>> {
    let night = (
        prop::collection::vec(event(), 0..8),
        prop::option::weighted(0.3, 0..20_u64),
        prop::bool::weighted(0.2),
    );
    prop::collection::vec(night, 2..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn after_every_run_it_holds_what_an_independent_computation_says(nights in nights()) {
        let folder = tempfile::tempdir().unwrap();
        let service = Changing::new(Vec::new());
        let today = Utc::now().date_naive();
        let last = today - Days::new(1);
        let (mut model, mut next) = (Model::default(), 0);
        for (number, (events, from, prune)) in nights.iter().enumerate() {
            let mut calls = service.calls();
            for event in events {
                happen(event, &mut calls, &mut next, last);
            }
            service.set(calls.clone());
            let from = from.or((number == 0).then_some(15)).map(|back| last - Days::new(back));
            let from_text = from.map(|from| from.to_string());
            let mut arguments: Vec<_> = from_text.as_deref().into_iter().collect();
            arguments.extend(["--lookback", "4", "--split", "3"]);
            arguments.extend(prune.then_some("--prune"));
            synced(&service, folder.path(), &arguments);
            model.sync(&calls, from, last, 4, *prune);
            if Utc::now().date_naive() != today {
                // Midnight has passed: what yesterday is has changed meanwhile.
                return Ok(());
            }
            model.is_in(folder.path());
            let before = bytes(folder.path());
            let (rows, _) = synced(&service, folder.path(), &arguments);
            prop_assert_eq!(rows, "");
            prop_assert!(bytes(folder.path()) == before);
        }
    }
}

/// How many ids are in more than one file, or in one twice.
#[cfg(unix)]
fn twice(archive: &Path) -> usize {
    let (calls, _) = found(archive);
    let different: BTreeSet<_> = calls
        .iter()
        .map(|(_, text)| text.split('"').nth(3).map(str::to_owned))
        .collect();
    calls.len() - different.len()
}

/// Kills so many runs at random moments. After each, no file is torn and no call is in two; the run after it, left alone,
/// holds what it has to.
#[cfg(unix)]
fn kill(times: u32, random: &mut fastrand::Rng) {
    let folder = tempfile::tempdir().unwrap();
    let service = Changing::new(Vec::new());
    let days: Vec<_> = day("2025-01-01").iter_days().take(20).collect();
    let (mut model, mut next) = (Model::default(), 0);
    let span = ["2025-01-01", "2025-01-20"];
    for round in 0..times {
        let mut calls = service.calls();
        for _ in 0..10 {
            let event = match random.u8(0..4) {
                0 | 1 => Event::Add(random.u64(3..20)),
                2 => Event::Move(random.usize(0..99), random.u64(3..20)),
                _ => Event::Change(random.usize(0..99)),
            };
            happen(&event, &mut calls, &mut next, days[19]);
        }
        service.set(calls.clone());
        let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin!("cdr"));
        run.env("CDR_BASE_URL", service.url())
            .env("CDR_APP_ID", common::APP_ID);
        run.env("CDR_APP_KEY", common::APP_KEY);
        run.arg("sync").arg(folder.path()).args(span);
        run.stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        let mut run = run.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(random.u64(0..120_000)));
        let signal = if round % 2 == 0 { "-KILL" } else { "-TERM" };
        let pid = run.id().to_string();
        // It may have ended before.
        let _ = std::process::Command::new("kill")
            .args([signal, &pid])
            .stderr(std::process::Stdio::null())
            .status();
        run.wait().unwrap();
        assert_eq!(twice(folder.path()), 0, "round {round}");
        model.sync(&calls, Some(days[0]), days[19], 7, false);
        if random.bool() {
            synced(&service, folder.path(), &span);
            model.is_in(folder.path());
            let left = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(left, 2, "round {round}");
        }
    }
    synced(&service, folder.path(), &span);
    model.is_in(folder.path());
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_one_completes_it() {
    kill(12, &mut fastrand::Rng::with_seed(7));
}

#[cfg(unix)]
#[test]
#[ignore = "it takes minutes: cargo test --test sync -- --ignored"]
fn three_hundred_runs_that_are_killed_leave_whole_files() {
    kill(300, &mut fastrand::Rng::new());
}

/// Writes a file of an archive as a run leaves it that was killed while a call moved to another day.
fn mark(file: &Path, pending: &str) {
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::file::writer::SerializedFileWriter;
    let reader = SerializedFileReader::new(fs::File::open(file).unwrap()).unwrap();
    let metadata = reader.metadata().file_metadata();
    let mut about = metadata.key_value_metadata().unwrap().clone();
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
fn a_call_whose_move_was_broken_off_is_asked_for_again_until_it_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let service = Changing::new(vec![call(1, "2025-01-05", 1)]);
    synced(
        &service,
        folder.path(),
        &["2025-01-01", "2025-01-20", "--lookback", "1"],
    );
    service.set(vec![call(1, "2025-01-09", 1)]);
    let file = folder.path().join("calls/day=2025-01-05/calls.parquet");
    mark(&file, "2025-01-09");
    let narrow = ["2025-01-20", "2025-01-20", "--lookback", "0"];
    let (rows, _) = synced(&service, folder.path(), &narrow);
    assert_eq!(rows, "2025-01-09,1,1,0,0\n");
    let before = bytes(folder.path());
    service.set(vec![call(1, "2025-01-09", 7)]);
    let (rows, _) = synced(&service, folder.path(), &narrow);
    assert_eq!(rows, "");
    assert!(bytes(folder.path()) == before);
}

#[test]
fn an_archive_without_a_day_that_can_meet_a_condition_is_an_answer_without_calls() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    synced(&service, folder.path(), &JANUARY);
    let read = |arguments: &[&str]| {
        let mut run = cdr();
        let run = run
            .arg("read")
            .arg(folder.path())
            .args(["-w", "day=2031-01-01"]);
        printed(run.args(arguments))
    };
    assert_eq!(read(&["-f", "json"]), "{\"result\":\"0\",\"cdr\":[]}\n");
    assert_eq!(read(&["-f", "json", "-g", "day"]), "[]\n");
    assert_eq!(read(&["-f", "csv", "-c", "day"]), "day\n");
    assert!(read(&["-f", "html"]).starts_with("<!DOCTYPE html>"));
}

#[test]
fn no_output_goes_into_an_archive() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    synced(&service, folder.path(), &JANUARY);
    let before = bytes(folder.path());
    for name in ["x.csv", "calls/day=2025-01-01/calls.parquet"] {
        let file = folder.path().join(name);
        let mut run = sync(&service, folder.path(), &JANUARY);
        refused(run.arg("-o").arg(&file), 2, &["lies in the archive"]);
        let mut run = cdr();
        run.arg("read").arg(folder.path()).arg("-o").arg(&file);
        refused(&mut run, 2, &["lies in the archive"]);
    }
    assert!(bytes(folder.path()) == before);
}

#[test]
fn a_damaged_day_is_told_by_whoever_reads_it() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    synced(&service, folder.path(), &JANUARY);
    let file = folder.path().join("calls/day=2025-01-02/calls.parquet");
    fs::write(&file, "").unwrap();
    refused(
        cdr().arg("read").arg(folder.path()),
        1,
        &["day=2025-01-02", "is damaged"],
    );
    let mut run = cdr();
    refused(
        run.arg("diff").args([folder.path(); 2]),
        1,
        &["day=2025-01-02", "is damaged"],
    );
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    refused(cdr().arg("read").arg(folder.path()), 1, &["day=2025-01-02"]);
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    fs::write(folder.path().join("diary.txt"), "x").unwrap();
    refused(
        &mut sync(&service, folder.path(), &JANUARY),
        1,
        &["diary.txt"],
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let new = folder.path().join("new");
    refused(&mut sync(&service, &new, &[]), 2, &["cdr sync DIR FROM"]);
    let mut run = sync(&service, &new, &JANUARY);
    refused(run.args(["-c", "cals"]), 2, &["have no column cals"]);
    let mut run = sync(&service, &new, &JANUARY);
    refused(run.env_remove("CDR_APP_KEY"), 3, &["no app key"]);
    assert!(!new.exists());
}

#[test]
fn a_call_that_moves_beyond_the_days_that_are_kept_stays_and_is_counted() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    synced(&service, folder.path(), &JANUARY);
    service.set(vec![
        call(1, "2024-12-31", 10),
        call(2, "2025-01-02", 20),
        call(3, "2025-01-03", 30),
    ]);
    let (rows, told) = synced(&service, folder.path(), &JANUARY);
    assert_eq!(rows, "");
    assert!(told.contains("no longer reports: 1; they stay"), "{told}");
    assert_eq!(found(folder.path()).0.len(), 4);
}
