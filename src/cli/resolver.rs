//! The resolver of settings, and what it resolves a command line into.
//!
//! Its methods are in the file of the setting or the command that they resolve, so that a new option
//! has one place. What several commands share is here.

use super::Cli;
use super::args::{ExpectOptions, FilterArgs, RequestOptions};
use super::env::Environment;
use crate::client::RetryPolicy;
use crate::columns::{AggregateColumn, ColumnList, FilterSpec};
use crate::commands::{bill, diff, doctor, fetch, fields, read, sync};
use crate::error::{Failure, FailureKind};
use crate::report::{Expectation, RecordSelection};
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
        calls.conditions.iter().try_for_each(reject_total)?;
        let conditions = calls.conditions.iter().cloned();
        let conditions = conditions.map(|filter| {
            let resolved = filter.resolve(zone, Self::today(zone));
            resolved.map_err(|error| name_option("--where", &error))
        });
        Ok(RecordSelection {
            keep_duplicates: false,
            windows: Vec::new(),
            today: Self::today(None),
            seed: fastrand::u64(..),
            period: None,
            conditions: conditions.collect::<Result<_, _>>()?,
            expectations: Vec::new(),
        })
    }

    /// Resolves the conditions of `--expect`, of which those on keys compare like `--where`.
    pub(super) fn resolve_expectations(
        options: &ExpectOptions,
        keys: Option<&ColumnList>,
        zone: Option<&TimeZone>,
    ) -> Result<Vec<Expectation>, Failure> {
        let specs = options.expect.iter().cloned();
        let today = Self::today(zone);
        let expectations = specs.map(|spec| {
            Expectation::new(spec, keys, zone, today)
                .map_err(|error| name_option("--expect", &error))
        });
        expectations.collect()
    }
}

/// Returns the same usage failure with the option before it.
fn name_option(option: &str, error: &Failure) -> Failure {
    Failure::new(FailureKind::Usage, format!("{option}: {error}"))
}

/// Rejects a condition on a column that only totals have: it filters calls before they are summed.
fn reject_total(condition: &FilterSpec) -> Result<(), Failure> {
    let total = AggregateColumn::find(condition.column());
    let Some(total) = total.filter(|total| total.is_totals_only()) else {
        return Ok(());
    };
    let message = format!(
        "--where filters calls, but '{0}' is a column of totals; use -g LIST --sort=-{0} --limit N",
        total.name
    );
    Err(Failure::new(FailureKind::Usage, message))
}
