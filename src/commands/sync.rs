//! Brings an archive up to date.

use super::dry_run;
use super::string_table::{self, Rows};
use super::windows::{for_each_response, load_account};
use crate::account::Backend;
use crate::archive::{
    Archive, FileMetadata, IncomingRecords, Lock, Partition, Prune, StoredCalls, SyncJob,
    SyncOutcome, SyncRange, complete_moves, request_windows,
};
use crate::client::Query;
use crate::client::{Client, FailureOrder, HttpOptions, RetryPolicy, RetryingClient};
use crate::columns::ColumnType;
use crate::error::{Failure, error_kind, error_message};
use crate::output::Output;
use crate::report::PrintConfig;
use crate::terminal::{Console, Progress};
use crate::text::{Value, count_noun, group_thousands};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// Which archive is brought up to date, and how.
pub struct Config {
    pub folder: PathBuf,
    pub span: SyncRange,
    /// How many days more are requested for around those that are meant.
    pub slack: u32,
    /// How many days are requested for in one window, and how many windows at a time.
    pub split: NonZeroU32,
    pub jobs: u16,
    /// Which calls go that the service no longer reports.
    pub prune: Prune,
    /// Whether the requests are printed, and nothing else is done.
    pub is_dry_run: bool,
    pub backend: Backend,
    pub transfer: HttpOptions,
    pub retry: RetryPolicy,
    pub style: PrintConfig,
    pub output: Option<PathBuf>,
    /// The day that it is.
    pub today: NaiveDate,
    /// A number that is another in every run.
    pub seed: u64,
}

/// The columns of its rows.
pub const COLUMNS: [(&str, ColumnType); 6] = [
    ("day", ColumnType::Id),
    ("calls", ColumnType::Number),
    ("added", ColumnType::Number),
    ("changed", ColumnType::Number),
    ("vanished", ColumnType::Number),
    ("file", ColumnType::Text),
];

pub fn run(config: Config, console: Console) -> anyhow::Result<()> {
    let archive = Archive::new(&config.folder);
    let account_metadata = FileMetadata {
        service: Some(config.backend.to_string()),
        app_id: config.backend.app_id().map(str::to_owned),
        ..FileMetadata::default()
    };
    let metadata = account_metadata.to_metadata(&config.style.print.metadata);
    // Whatever is wrong is told before anything is written.
    archive.ensure_output_outside(config.output.as_deref())?;
    string_table::check(&config.style, &to_table(&archive, &SyncOutcome::default()))?;
    let account = (!config.is_dry_run).then(|| load_account(config.backend.clone(), console));
    let account = account.transpose()?;
    inspect_archive(&archive, &config.span, &account_metadata)?;
    let _lock = if config.is_dry_run {
        None
    } else {
        let lock = Lock::acquire(&archive)?;
        archive.remove_leftovers()?;
        if complete_moves(&archive, &metadata)? {
            console.debug("moves of calls that an earlier run did not end are complete");
        }
        Some(lock)
    };
    let (stored, requested) = inspect_archive(&archive, &config.span, &account_metadata)?;
    let windows: Vec<_> = request_windows(&requested, config.split, config.slack)
        .into_iter()
        .map(|period| Query::Period { room: None, period })
        .collect();
    let Some(account) = account else {
        return dry_run::print(&config.backend, &config.transfer, &windows);
    };
    let mut output = Output::open(config.output.as_deref())?;
    let progress = Progress::new(windows.len(), console);
    let fetcher = RetryingClient {
        client: Client::new(account, config.transfer)?,
        retry: config.retry,
        console,
        progress: progress.clone(),
    };
    let periods = windows.iter().filter_map(Query::period).collect();
    let incoming = IncomingRecords::new(
        config.seed,
        stored.days(),
        requested.clone(),
        periods,
        config.today,
    );
    let mut job = SyncJob {
        archive: &archive,
        requested: requested.clone(),
        remaining: requested,
        stored,
        incoming,
        prune: config.prune,
        metadata,
        seed: config.seed,
        outcome: SyncOutcome::default(),
    };
    let result = fetch(&mut job, &windows, fetcher, config.jobs);
    progress.finish();
    result.map_err(|error| with_progress(error, &job.outcome))?;
    let warnings = job.incoming.warnings();
    let outcome = &job.outcome;
    for warning in warnings.chain(outcome.warning()) {
        console.warn(&warning);
    }
    let unreported = outcome.unreported;
    if unreported > 0 && !config.prune.removes() {
        console.warn(&format!(
            "calls that the service no longer reports: {unreported}; they stay, unless --prune is added"
        ));
    }
    if let Some((copies, first)) = outcome.copies {
        let (calls, folder) = (count_noun(copies, "call"), archive.dir().display());
        let verb = if copies == 1 { "is" } else { "are" };
        console.warn(&format!(
            "{calls} {verb} in the files of two days; run 'cdr sync {folder} {first}'"
        ));
    }
    if let Some(late_arrivals) = late_arrivals(outcome, config.today) {
        console.debug(&late_arrivals);
    }
    let rows = to_table(&archive, outcome);
    string_table::print(&config.style, &rows, &mut output)
        .and_then(|_| output.commit())
        .map_err(|error| with_note(error, "the archive was updated"))?;
    if console.shows_progress() {
        console.info(&summary(outcome, &job.stored));
    }
    Ok(())
}

/// Fetches the windows, and writes days as soon as all windows that may have calls of them have received.
fn fetch(
    job: &mut SyncJob<'_>,
    windows: &[Query],
    fetcher: RetryingClient,
    jobs: u16,
) -> anyhow::Result<()> {
    let mut window = 0;
    // A file that cannot be written has nothing to do with the window whose response was read last.
    let mut written = Ok(());
    let result = for_each_response(windows, fetcher, jobs, FailureOrder::InOrder, |response| {
        job.incoming.receive(response)?;
        if let Some(before) = job.incoming.complete_before(window) {
            written = job.write(Some(before));
        }
        window += 1;
        anyhow::ensure!(written.is_ok(), "a day was not written");
        Ok(())
    });
    written.and(result)?;
    job.write(None)
}

/// A failure that says what was done before.
fn with_progress(error: anyhow::Error, outcome: &SyncOutcome) -> anyhow::Error {
    let done = match outcome.changes.len() {
        0 => "nothing was written".to_owned(),
        1 => "1 day was written, run the command again to continue".to_owned(),
        days => format!("{days} days were written, run the command again to continue"),
    };
    with_note(error, &done)
}

fn with_note(error: anyhow::Error, note: &str) -> anyhow::Error {
    let failure = Failure::new(
        error_kind(&error),
        format!("{} ({note})", error_message(&error)),
    );
    error.context(failure)
}

/// Looks at every file of an archive, and at what is to be requested for it.
fn inspect_archive(
    archive: &Archive,
    span: &SyncRange,
    account_metadata: &FileMetadata,
) -> anyhow::Result<(StoredCalls, BTreeSet<Partition>)> {
    let mut stored = StoredCalls::default();
    for day in archive.validated_days()? {
        let path = archive.path(day);
        let footer = FileMetadata::read(&path)?;
        footer.ensure_same_account(&path, account_metadata)?;
        stored.add(day, footer);
    }
    let pending: Vec<_> = stored.pending.values().flatten().copied().collect();
    let requested = span.requested_days(&stored.days(), &pending)?;
    Ok((stored, requested))
}

fn to_table(archive: &Archive, outcome: &SyncOutcome) -> Rows<6> {
    let mut rows = Rows::new(COLUMNS);
    for (day, change) in &outcome.changes {
        rows.push([
            Value::from(day.to_string()),
            change.calls.into(),
            change.added.into(),
            change.changed.into(),
            change.vanished.into(),
            archive.path(*day).display().to_string().into(),
        ]);
    }
    rows
}

/// What a person should know of a run that has ended.
fn summary(outcome: &SyncOutcome, stored: &StoredCalls) -> String {
    let changes = || outcome.changes.values();
    let days = stored.days.keys().filter(|day| day.date().is_some());
    format!(
        "{} written, {} added, {} changed, {} no longer reported; {} and {} in the archive",
        count_noun(outcome.changes.len() as u64, "day"),
        count_noun(changes().map(|change| change.added).sum(), "call"),
        group_thousands(changes().map(|change| change.changed).sum()),
        group_thousands(outcome.unreported),
        count_noun(days.count() as u64, "day"),
        count_noun(stored.days.values().sum(), "call"),
    )
}

/// Returns a message about calls that were added to days with a file.
fn late_arrivals(outcome: &SyncOutcome, today: NaiveDate) -> Option<String> {
    let late_arrivals = outcome
        .changes
        .iter()
        .filter(|(_, change)| change.existed && change.added > 0);
    let latest = late_arrivals
        .clone()
        .filter_map(|(day, _)| day.date())
        .min()?;
    let calls: u64 = late_arrivals.map(|(_, change)| change.added).sum();
    let days = (today - latest).num_days();
    Some(format!(
        "calls that came late_arrivals, for days that the archive had: {calls}; the latest {days} days after its day"
    ))
}
