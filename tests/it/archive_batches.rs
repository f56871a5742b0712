//! Days are written as soon as they are complete, and not before.

use crate::common::archive::{day, run_sync, sync};
use crate::common::assert_error;
use crate::common::mutable_service::{Call, Model, MutableService, read_archive};
use chrono::{Days, NaiveDate};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many windows of seven days there are.
const WINDOWS: u64 = 4;

/// Two calls on each day.
fn calls() -> Vec<Call> {
    let days = first().iter_days().take(7 * 4);
    let calls = days.flat_map(|day| [day, day]).zip(0..);
    let call = |(day, id)| Call {
        id,
        day: Some(day),
        minutes: id,
    };
    calls.map(call).collect()
}

fn first() -> NaiveDate {
    day("2025-01-01")
}

fn period() -> [String; 2] {
    [first(), first() + Days::new(7 * WINDOWS - 1)].map(|day| day.to_string())
}

/// The first day of a window, of those that are requested.
fn start(window: u64, slack: u64) -> NaiveDate {
    first() + Days::new(7 * window) - Days::new(slack)
}

/// A run with this slack.
fn fill(service: &MutableService, archive: &Path, slack: u64) -> assert_cmd::Command {
    let (period, slack) = (period(), slack.to_string());
    let [from, to] = &period;
    let mut run = sync(service, archive, &[from, to, "--slack", &slack]);
    run.args(["--retries", "0", "--lookback", "0"]);
    run
}

/// That an archive has all calls of the days before this one, and no other days.
fn assert_has_days_before(archive: &Path, end: NaiveDate) {
    let mut model = Model::default();
    let mut reported = calls();
    reported.retain(|call| call.day.is_some_and(|day| day < end));
    let last = end - Days::new(1);
    if first() <= last {
        model.sync(&reported, Some(first()), last, 0, false);
    }
    model.assert_matches(archive);
}

#[test]
fn a_failed_window_keeps_exactly_the_days_that_earlier_windows_completed() {
    for slack in [2, 1] {
        for failing in [0, 1, WINDOWS - 1] {
            let folder = tempfile::tempdir().unwrap();
            let is_down = Arc::new(AtomicBool::new(true));
            let down = Arc::clone(&is_down);
            let service = MutableService::responding(calls(), move |from, calls| {
                let fails = down.load(Ordering::SeqCst) && from == start(failing, slack);
                (!fails).then_some(calls)
            });
            // With two days of slack neighbors share a day, on which they must agree first.
            let end = match failing {
                0 => first(),
                _ if slack == 2 => start(failing - 1, slack).max(first()),
                _ => start(failing, slack),
            };
            let days = (end - first()).num_days();
            let message = match days {
                0 => "nothing was written".to_owned(),
                _ => format!("{days} days were written"),
            };
            let mut run = fill(&service, folder.path(), slack);
            assert_error(&mut run, 5, &["window ", &message]);
            assert_has_days_before(folder.path(), end);
            is_down.store(false, Ordering::SeqCst);
            let [_, to] = period();
            let [from, _] = period();
            run_sync(&service, folder.path(), &[&from, &to]);
            assert_has_days_before(folder.path(), start(WINDOWS, 0));
        }
    }
}

#[test]
fn days_of_windows_that_disagree_are_not_written() {
    for truncated in [1, 3] {
        let folder = tempfile::tempdir().unwrap();
        let service = MutableService::responding(calls(), move |from, mut calls| {
            if from == start(truncated, 2) {
                // Like a service that sends the last calls alone.
                let limit = calls.len() - 7;
                calls.drain(..limit.min(6));
            }
            Some(calls)
        });
        let mut run = fill(&service, folder.path(), 2);
        assert_error(&mut run, 6, &["responses disagree on 2025-"]);
        assert_has_days_before(folder.path(), start(truncated - 1, 2).max(first()));
    }
}

#[test]
fn a_call_that_moves_between_batches_is_in_exactly_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let service = MutableService::new(calls());
    let [from, to] = period();
    run_sync(&service, folder.path(), &[&from, &to]);
    let mut moved = calls();
    // Forward and backward, further than a window, and an exchange of two.
    for (call, days) in [(0, 20), (54, 3), (26, 0), (2, 13)] {
        moved[call].day = Some(first() + Days::new(days));
    }
    service.set(moved.clone());
    let (rows, message) = run_sync(&service, folder.path(), &[&from, &to]);
    let mut model = Model::default();
    model.sync(&moved, Some(first()), day(&to), 0, false);
    model.assert_matches(folder.path());
    assert!(!message.contains("no longer reported"), "{message}");
    let changed = rows.lines().map(|row| row.split(',').nth(3).unwrap());
    let changed: u32 = changed.map(|count| count.parse::<u32>().unwrap()).sum();
    assert_eq!(changed, 4, "{rows}");
    assert_eq!(read_archive(folder.path()).0.len(), 56);
    assert!(!folder.path().join(".moves").exists());
}
