//! Brings an archive up to date.

use super::dry_run;
use super::rows::{self, Rows};
use super::windows::{account_of, each_response};
use crate::account::AccountSource;
use crate::archive::{Archive, Arrivals, Change, Day, Footer, Lock, Span, Update, windows};
use crate::columns::Type;
use crate::error::{Failure, kind_of, message_of};
use crate::http::{Client, Fetcher, Retry, Transfer};
use crate::output::Output;
use crate::report::Style;
use crate::request::Query;
use crate::terminal::{Console, Progress};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// Which archive is brought up to date, and how.
pub struct Config {
    pub folder: PathBuf,
    pub span: Span,
    /// How many days more are asked for around those that are meant.
    pub slack: u32,
    /// How many days are asked for in one window, and how many windows at a time.
    pub split: NonZeroU32,
    pub jobs: u16,
    /// Whether calls go that the service no longer reports.
    pub prune: bool,
    /// Whether the requests are printed, and nothing else is done.
    pub is_dry_run: bool,
    /// Of whom the calls are asked; `None` for the sandbox.
    pub service: Option<AccountSource>,
    pub transfer: Transfer,
    pub retry: Retry,
    pub style: Style,
    pub output: Option<PathBuf>,
    /// The day that it is.
    pub today: NaiveDate,
    /// A number that is another in every run.
    pub seed: u64,
}

/// The columns of its rows.
pub const COLUMNS: [(&str, Type); 5] = [
    ("day", Type::Id),
    ("calls", Type::Number),
    ("added", Type::Number),
    ("changed", Type::Number),
    ("vanished", Type::Number),
];

pub fn run(config: Config, console: Console) -> anyhow::Result<()> {
    let archive = Archive::at(&config.folder);
    let asked_of = Footer {
        service: Some(AccountSource::name_of(config.service.as_ref())),
        app_id: config
            .service
            .as_ref()
            .and_then(|service| service.app_id.clone()),
        pending: Vec::new(),
    };
    // Whatever is wrong is told before anything is written.
    archive.check_output(config.output.as_deref())?;
    rows::check(&config.style, &rows_of(&[]))?;
    let account = (!config.is_dry_run).then(|| account_of(config.service.clone(), console));
    let account = account.transpose()?;
    survey(&archive, &config.span, &asked_of)?;
    let _lock = if config.is_dry_run {
        None
    } else {
        let lock = Lock::of(&archive)?;
        archive.clean()?;
        Some(lock)
    };
    let Survey {
        held,
        marked,
        asked,
    } = survey(&archive, &config.span, &asked_of)?;
    let windows: Vec<_> = windows(&asked, config.split, config.slack)
        .into_iter()
        .map(|period| Query::Period { room: None, period })
        .collect();
    let Some(account) = account else {
        let service = config.service.iter();
        return service
            .into_iter()
            .try_for_each(|service| dry_run::print(service, &config.transfer, &windows));
    };
    let mut output = Output::open(config.output.as_deref())?;
    let progress = Progress::new(windows.len(), console);
    let fetcher = Fetcher {
        client: Client::new(account, config.transfer)?,
        retry: config.retry,
        console,
        progress: progress.clone(),
    };
    let periods = windows.iter().filter_map(Query::period).collect();
    let mut arrivals = Arrivals::new(
        config.seed,
        held.clone(),
        asked.clone(),
        periods,
        config.today,
    );
    let result = each_response(&windows, fetcher, config.jobs, |response| {
        arrivals.take(response)
    });
    progress.end();
    result.map_err(|error| {
        let message = format!("{}; the archive is as it was", message_of(&error));
        let failure = Failure::new(kind_of(&error), message);
        error.context(failure)
    })?;
    let warnings: Vec<_> = arrivals.warnings().collect();
    let update = Update {
        archive: &archive,
        asked,
        held,
        marked,
        prune: config.prune,
        about: asked_of.about(&config.style.about),
    };
    let updated = update.run(arrivals)?;
    for warning in warnings.iter().chain(&updated.warning) {
        console.warn(warning);
    }
    if updated.vanished > 0 {
        console.warn(&format!(
            "calls that the service no longer reports: {}; they stay, unless --prune is added",
            updated.vanished
        ));
    }
    if let Some(late) = late(&updated.changes, config.today) {
        console.detail(&late);
    }
    if !updated.changes.is_empty() || config.output.is_some() {
        rows::print(&config.style, &rows_of(&updated.changes), &mut output)?;
    }
    output.release()
}

/// What an archive has, and what it lacks.
struct Survey {
    /// The days that have a file.
    held: BTreeSet<Day>,
    /// Those whose files say that others are pending.
    marked: BTreeSet<Day>,
    /// The days to ask for.
    asked: BTreeSet<Day>,
}

/// Looks at every file of an archive.
fn survey(archive: &Archive, span: &Span, asked_of: &Footer) -> anyhow::Result<Survey> {
    let held: BTreeSet<_> = archive.checked_days()?.into_iter().collect();
    let (mut pending, mut marked) = (Vec::new(), BTreeSet::new());
    for day in &held {
        let path = archive.file(*day);
        let footer = Footer::read(&path)?;
        footer.check(&path, asked_of)?;
        if !footer.pending.is_empty() {
            marked.insert(*day);
        }
        pending.extend(footer.pending);
    }
    Ok(Survey {
        asked: span.days(&held, &pending)?,
        held,
        marked,
    })
}

fn rows_of(changes: &[Change]) -> Rows<5> {
    let mut rows = Rows::new(COLUMNS);
    for change in changes {
        rows.push([
            change.day.to_string(),
            change.calls.to_string(),
            change.added.to_string(),
            change.changed.to_string(),
            change.vanished.to_string(),
        ]);
    }
    rows
}

/// How late calls came for days that the archive had already.
fn late(changes: &[Change], today: NaiveDate) -> Option<String> {
    let late = changes
        .iter()
        .filter(|change| change.was_held && change.added > 0);
    let latest = late.clone().filter_map(|change| change.day.date()).min()?;
    let calls: u64 = late.map(|change| change.added).sum();
    let days = (today - latest).num_days();
    Some(format!(
        "calls that came late, for days that the archive had: {calls}; the latest {days} days after its day"
    ))
}
