//! The resolver of settings, and what it resolves a command line into.
//!
//! Its methods are in the file of the setting or the command that they resolve, so that a new option
//! has one place. What several commands share is here.

use super::Cli;
use super::args::{FilterArgs, RequestOptions};
use super::env::Environment;
use crate::client::RetryPolicy;
use crate::commands::{bill, diff, doctor, fetch, fields, read, sync};
use crate::error::Failure;
use crate::report::RecordSelection;
use crate::terminal::Console;
use crate::time::TimeZone;
use std::path::PathBuf;

/// A command with its configuration.
pub enum Action {
    Fetch(Box<fetch::Config>),
    /// The requests of a fetch, printed instead of sent.
    DryRun(Box<fetch::Config>),
    Doctor(Box<doctor::Config>),
    Sync(Box<sync::Config>),
    Bill(Box<bill::Config>),
    CheckRates(bill::CheckConfig),
    Read(read::Config),
    Diff(diff::Config),
    Fields(fields::Config),
    /// A text of the program itself, and the output file.
    PrintText(Vec<u8>, Option<PathBuf>),
}

/// The sources of settings.
pub(super) struct Resolver<'a> {
    pub(super) cli: &'a Cli,
    pub(super) environment: Environment<'a>,
    pub(super) console: Console,
}

impl Resolver<'_> {
    pub(super) fn resolve_retry(request: &RequestOptions) -> RetryPolicy {
        RetryPolicy {
            max_retries: request.retries,
            initial_delay: request.retry_delay.0,
        }
    }

    /// Resolves which calls are printed, for a query without a period.
    pub(super) fn resolve_selection(
        calls: &FilterArgs,
        zone: Option<&TimeZone>,
    ) -> Result<RecordSelection, Failure> {
        let conditions = calls.conditions.iter().cloned();
        let conditions = conditions.map(|filter| filter.resolve(zone, Self::today(zone)));
        Ok(RecordSelection {
            keep_duplicates: false,
            windows: Vec::new(),
            today: Self::today(None),
            seed: fastrand::u64(..),
            period: None,
            conditions: conditions.collect::<Result<_, _>>()?,
        })
    }
}
