//! An archive holds what the service reported, whatever happens to its runs.

use crate::common::archive::{bytes, day, run_sync};
use crate::common::mutable_service::{Call, Model, MutableService};
use chrono::{Days, NaiveDate, Utc};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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
fn apply_event(event: &Event, calls: &mut Vec<Call>, next: &mut u32, last: NaiveDate) {
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
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn sync_matches_an_independent_model_after_every_run(nights in nights()) {
        let folder = tempfile::tempdir().unwrap();
        let service = MutableService::new(Vec::new());
        let today = Utc::now().date_naive();
        let last = today - Days::new(1);
        let (mut model, mut next) = (Model::default(), 0);
        for (number, (events, from, prune)) in nights.iter().enumerate() {
            let mut calls = service.calls();
            for event in events {
                apply_event(event, &mut calls, &mut next, last);
            }
            service.set(calls.clone());
            let from = from.or((number == 0).then_some(15)).map(|back| last - Days::new(back));
            let from_text = from.map(|from| from.to_string());
            let mut arguments: Vec<_> = from_text.as_deref().into_iter().collect();
            arguments.extend(["--lookback", "4", "--split", "3"]);
            arguments.extend(prune.then_some("--prune=all"));
            run_sync(&service, folder.path(), &arguments);
            model.sync(&calls, from, last, 4, *prune);
            if Utc::now().date_naive() != today {
                // Midnight has passed: what yesterday is has changed meanwhile.
                return Ok(());
            }
            model.assert_matches(folder.path());
            let before = bytes(folder.path());
            let (rows, _) = run_sync(&service, folder.path(), &arguments);
            prop_assert_eq!(rows, "");
            prop_assert!(bytes(folder.path()) == before);
        }
    }
}

/// The IDs of the calls that a reader finds.
#[cfg(unix)]
fn read_ids(archive: &Path) -> Vec<u32> {
    let mut run = crate::common::cdr();
    let run = run
        .arg("read")
        .arg(archive)
        .args(["-q", "-f", "csv", "--no-header", "-c", "cdr_id"]);
    let output = run.assert().success().get_output().stdout.clone();
    let output = String::from_utf8(output).unwrap();
    let mut ids: Vec<u32> = output.lines().map(|id| id.parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

/// That a reader finds all of these calls, and each once. Returns what it finds.
#[cfg(unix)]
fn assert_has_all(archive: &Path, before: &BTreeSet<u32>) -> BTreeSet<u32> {
    if !archive.join("calls").exists() {
        return BTreeSet::new();
    }
    let found = read_ids(archive);
    let different: BTreeSet<_> = found.iter().copied().collect();
    assert_eq!(found.len(), different.len());
    assert!(different.is_superset(before));
    different
}

/// Kills so many runs at random moments. Before and after, no file is torn, and readers find every call that was there,
/// and each once; the run after it, left alone, holds what it has to.
#[cfg(unix)]
fn kill_runs(times: u32, random: &mut fastrand::Rng) {
    let folder = tempfile::tempdir().unwrap();
    let service = MutableService::new(Vec::new());
    let days: Vec<_> = day("2025-01-01").iter_days().take(20).collect();
    let (mut model, mut next, mut known) = (Model::default(), 0, BTreeSet::new());
    let span = ["2025-01-01", "2025-01-20"];
    for round in 0..times {
        let mut calls = service.calls();
        for _ in 0..10 {
            let event = match random.u8(0..4) {
                0 | 1 => Event::Add(random.u64(3..20)),
                2 => Event::Move(random.usize(0..99), random.u64(3..20)),
                _ => Event::Change(random.usize(0..99)),
            };
            apply_event(&event, &mut calls, &mut next, days[19]);
        }
        service.set(calls.clone());
        let mut run = crate::common::program_with_url(&service.url());
        run.arg("sync").arg(folder.path()).args(span);
        run.stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        let mut run = run.spawn().unwrap();
        if random.bool() {
            known = assert_has_all(folder.path(), &known);
        }
        std::thread::sleep(std::time::Duration::from_micros(random.u64(0..120_000)));
        let signal = if round % 2 == 0 { "-KILL" } else { "-TERM" };
        let pid = run.id().to_string();
        // It may have ended before.
        let _ = std::process::Command::new("kill")
            .args([signal, &pid])
            .stderr(std::process::Stdio::null())
            .status();
        run.wait().unwrap();
        known = assert_has_all(folder.path(), &known);
        model.sync(&calls, Some(days[0]), days[19], 7, false);
        if random.bool() {
            run_sync(&service, folder.path(), &span);
            model.assert_matches(folder.path());
            let left = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(left, 2, "round {round}");
        }
    }
    run_sync(&service, folder.path(), &span);
    model.assert_matches(folder.path());
}

#[cfg(unix)]
#[test]
fn a_killed_sync_leaves_complete_files_and_the_next_run_completes_it() {
    kill_runs(12, &mut fastrand::Rng::with_seed(7));
}

#[cfg(unix)]
#[test]
#[ignore = "it takes minutes: cargo test --test it archive_model:: -- --ignored"]
fn three_hundred_killed_syncs_leave_complete_files() {
    kill_runs(300, &mut fastrand::Rng::new());
}
