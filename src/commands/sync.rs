//! Updates an archive.
//!
//! What can be wrong without a request is reported before anything is written, and before the lock
//! creates the directory. Then the life of a sync is: lock, complete an interrupted move, decide
//! which days to request, fetch their windows in order, and write days as soon as no later window
//! can add to them. A failure says how many days were written; the next run continues there.

use super::dry_run;
use super::fetch::{for_each_response, load_account, print_sandbox_note};
use super::table::ComputedTable;
use crate::account::{Account, Backend};
use crate::archive::{
    Archive, FileMetadata, IncomingRecords, Lock, Partition, Prune, StoredCalls, SyncJob,
    SyncOutcome, SyncRange, complete_moves, request_windows,
};
use crate::client::{FailureOrder, HttpOptions, Query, RetryPolicy, RetryingClient};
use crate::columns::ColumnType;
use crate::error::map_message;
use crate::output::Output;
use crate::report::PrintConfig;
use crate::terminal::Console;
use crate::text::{Value, count_noun, group_thousands, verb_for};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::PathBuf;

pub struct Config {
    /// The directory of the archive.
    pub dir: PathBuf,
    pub range: SyncRange,
    /// The number of extra days requested around each window.
    pub slack: u32,
    /// The number of days in a window, and of windows at a time.
    pub split: NonZeroU32,
    pub jobs: u16,
    pub prune: Prune,
    pub is_dry_run: bool,
    pub backend: Backend,
    pub http_options: HttpOptions,
    pub retry: RetryPolicy,
    pub print: PrintConfig,
    pub output: Option<PathBuf>,
    pub today: NaiveDate,
    /// A random number.
    pub seed: u64,
}

/// The columns of the changed days.
pub const COLUMNS: [(&str, ColumnType); 6] = [
    ("day", ColumnType::Id),
    ("calls", ColumnType::Number),
    ("added", ColumnType::Number),
    ("changed", ColumnType::Number),
    ("vanished", ColumnType::Number),
    ("file", ColumnType::Text),
];

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let archive = Archive::new(&config.dir);
    let account_metadata = FileMetadata {
        service: Some(config.backend.to_string()),
        app_id: config.backend.app_id().map(str::to_owned),
        ..FileMetadata::default()
    };
    archive.ensure_output_outside(config.output.as_deref())?;
    to_table(&archive, &SyncOutcome::default()).printed_columns(&config.print)?;
    if config.is_dry_run {
        let (_, requested) = inspect_archive(&archive, &config.range, &account_metadata)?;
        let windows = windows(&requested, config);
        return dry_run::print(&config.backend, &config.http_options, &windows);
    }
    // Before the lock, which creates the directory: a wrong account or range should leave nothing
    // behind.
    let account = load_account(config.backend.clone(), console)?;
    inspect_archive(&archive, &config.range, &account_metadata)?;
    let lock = Lock::acquire(&archive)?;
    let result = sync_locked(config, &archive, &account_metadata, account, console);
    if result.is_err() {
        lock.remove_created_dirs();
    }
    result
}

/// Updates an archive whose lock is held.
fn sync_locked(
    config: &Config,
    archive: &Archive,
    account_metadata: &FileMetadata,
    account: Account,
    console: Console,
) -> anyhow::Result<()> {
    let metadata = account_metadata.to_metadata(&config.print.options.metadata);
    archive.remove_leftovers()?;
    if complete_moves(archive, &metadata)? {
        console.debug("completed the moves of an interrupted run");
    }
    // Again, because another run may have written days before this one got the lock.
    let (stored, requested) = inspect_archive(archive, &config.range, account_metadata)?;
    let windows = windows(&requested, config);
    let output = Output::open(config.output.as_deref())?;
    let periods = windows.iter().filter_map(Query::period).collect();
    let mut job = SyncJob {
        incoming: IncomingRecords::new(
            config.seed,
            stored.days(),
            requested.clone(),
            periods,
            config.today,
        ),
        archive,
        requested: requested.clone(),
        remaining: requested,
        stored,
        prune: config.prune,
        metadata,
        seed: config.seed,
        outcome: SyncOutcome::default(),
    };
    let options = config.http_options.clone();
    let client = RetryingClient::new(account, options, config.retry, windows.len(), console)?;
    let progress = client.progress.clone();
    let result = fetch(&mut job, &windows, client, config.jobs);
    progress.finish();
    result.map_err(|error| with_progress(error, &job.outcome))?;
    print_outcome(config, &job, output, console)
}

/// Reads the footer of every file of an archive. Returns what they have, and the days to request.
fn inspect_archive(
    archive: &Archive,
    range: &SyncRange,
    account_metadata: &FileMetadata,
) -> anyhow::Result<(StoredCalls, BTreeSet<Partition>)> {
    let mut stored = StoredCalls::default();
    for day in archive.check_layout()? {
        let path = archive.path(day);
        let metadata = FileMetadata::read(&path)?;
        metadata.ensure_same_account(&path, account_metadata)?;
        stored.add(day, metadata);
    }
    let pending: Vec<_> = stored.pending.values().flatten().copied().collect();
    let requested = range.requested_days(&stored.days(), &pending)?;
    Ok((stored, requested))
}

fn windows(requested: &BTreeSet<Partition>, config: &Config) -> Vec<Query> {
    request_windows(requested, config.split, config.slack)
        .into_iter()
        .map(|period| Query::Period { room: None, period })
        .collect()
}

/// Fetches the windows, and writes days as soon as all windows that may have calls of them were
/// received.
fn fetch(
    job: &mut SyncJob<'_>,
    windows: &[Query],
    client: RetryingClient,
    jobs: u16,
) -> anyhow::Result<()> {
    let mut window = 0;
    // A file that cannot be written has nothing to do with the window whose response was read last.
    let mut written = Ok(());
    // In order, so that what arrived before a failure is written.
    let result = for_each_response(windows, client, jobs, FailureOrder::InOrder, |response| {
        job.incoming.receive(response)?;
        if let Some(before) = job.incoming.complete_before(window) {
            written = job.write(Some(before));
        }
        window += 1;
        // This error only ends the requests: the one in `written` is returned.
        anyhow::ensure!(written.is_ok(), "a day was not written");
        Ok(())
    });
    written.and(result)?;
    job.write(None)
}

/// Adds to a failure what was written before.
fn with_progress(error: anyhow::Error, outcome: &SyncOutcome) -> anyhow::Error {
    let written = match outcome.changes.len() {
        0 => "nothing was written".to_owned(),
        1 => "1 day was written, run the command again to continue".to_owned(),
        days => format!("{days} days were written, run the command again to continue"),
    };
    map_message(error, |message| match message.split_once("; ") {
        Some((problem, hint)) => format!("{problem} ({written}); {hint}"),
        None => format!("{message} ({written})"),
    })
}

/// Prints warnings, the changed days, and on a terminal a summary.
fn print_outcome(
    config: &Config,
    job: &SyncJob<'_>,
    mut output: Output,
    console: Console,
) -> anyhow::Result<()> {
    let outcome = &job.outcome;
    for warning in job.incoming.warnings().chain(outcome.warning()) {
        console.warn(&warning);
    }
    let verb = |count| verb_for(count, "is", "are");
    let unreported = outcome.unreported;
    if unreported > 0 && !config.prune.removes() {
        let (calls, verb) = (count_noun(unreported, "call"), verb(unreported));
        console.warn(&format!(
            "{calls} in the archive {verb} no longer reported by the service; use --prune to remove them"
        ));
    }
    if let Some((copies, first)) = outcome.copies {
        let (calls, verb) = (count_noun(copies, "call"), verb(copies));
        let dir = job.archive.dir().display();
        console.warn(&format!(
            "{calls} {verb} in the files of two days; run 'cdr sync {dir} {first}'"
        ));
    }
    if let Some(message) = late_calls_message(outcome, config.today) {
        console.debug(&message);
    }
    let table = to_table(job.archive, outcome);
    table
        .print(&config.print, &mut output)
        .and_then(|_| output.commit())
        .map_err(|error| {
            map_message(error, |message| {
                format!("{message} (the archive was updated)")
            })
        })?;
    print_sandbox_note(config.backend.service().is_none(), console);
    if console.shows_progress() {
        console.info(&summary(outcome, &job.stored));
    }
    Ok(())
}

/// Returns a message about calls that were added to days with a file: how late they were.
fn late_calls_message(outcome: &SyncOutcome, today: NaiveDate) -> Option<String> {
    let late_days = || {
        let days = outcome.changes.iter();
        days.filter(|(_, change)| change.existed && change.added > 0)
    };
    let earliest = late_days().filter_map(|(day, _)| day.date()).min()?;
    let calls: u64 = late_days().map(|(_, change)| change.added).sum();
    let calls = count_noun(calls, "late call");
    let days = count_noun((today - earliest).num_days().unsigned_abs(), "day");
    Some(format!(
        "{calls} added to days already in the archive, the latest {days} after its day"
    ))
}

fn to_table(archive: &Archive, outcome: &SyncOutcome) -> ComputedTable<6> {
    let mut table = ComputedTable::new("Changed days", COLUMNS);
    for (day, change) in &outcome.changes {
        table.push([
            Value::from(day.to_string()),
            change.calls.into(),
            change.added.into(),
            change.changed.into(),
            change.vanished.into(),
            archive.path(*day).display().to_string().into(),
        ]);
    }
    table
}

fn summary(outcome: &SyncOutcome, stored: &StoredCalls) -> String {
    let changes = || outcome.changes.values();
    let days = stored.days.keys().filter(|day| day.date().is_some());
    format!(
        "{} written: {} added, {} changed; {} no longer reported; {} and {} in the archive",
        count_noun(outcome.changes.len() as u64, "day"),
        count_noun(changes().map(|change| change.added).sum(), "call"),
        group_thousands(changes().map(|change| change.changed).sum()),
        group_thousands(outcome.unreported),
        count_noun(days.count() as u64, "day"),
        count_noun(stored.days.values().sum(), "call"),
    )
}
