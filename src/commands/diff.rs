//! Compares two saved files or archives, or two saved bills.

use super::bill_diff::compare_bills;
use super::input::InputFile;
use crate::billing::SavedBill;
use crate::columns::ColumnList;
use crate::error::{Failure, FailureKind};
use crate::output::Output;
use crate::report::{DiffOutcome, PrintConfig, RecordDiff, RecordSelection, TotalsDiff};
use crate::terminal::Console;
use crate::text::{count_noun, verb_for};
use std::path::{Path, PathBuf};

/// The first row of a bill has at most so many bytes.
const MAX_BILL_ROW_BYTES: u64 = 64 * 1024;

pub struct Config {
    pub old: PathBuf,
    pub new: PathBuf,
    pub calls: RecordSelection,
    pub print: PrintConfig,
    pub output: Option<PathBuf>,
    /// Whether a difference is a failed expectation.
    pub fails_on_difference: bool,
}

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let stdin = Path::new("-");
    if config.old == stdin && config.new == stdin {
        let message = "only one of OLD and NEW can be standard input; use a file for the other";
        return Err(Failure::new(FailureKind::Usage, message).into());
    }
    let mut output = Output::open(config.output.as_deref())?;
    let [old, new] = [&config.old, &config.new].map(|path| InputFile::reopenable(path, console));
    let inputs = [&old?, &new?];
    let is_bill = |input: &&InputFile| SavedBill::is_bill(&input.start(MAX_BILL_ROW_BYTES));
    let (outcome, noun) = match &config.print.group_by {
        _ if inputs.iter().any(is_bill) => {
            if !config.calls.conditions.is_empty() {
                let message = "--where cannot be used with bills; remove it";
                return Err(Failure::new(FailureKind::Usage, message).into());
            }
            (
                compare_bills(&config.print, inputs, &mut output, console)?,
                "line",
            )
        }
        Some(keys) => (
            compare_totals(config, keys, inputs, &mut output, console)?,
            "group",
        ),
        None => (compare_calls(config, inputs, &mut output, console)?, "call"),
    };
    output.commit()?;
    for note in &outcome.notes {
        console.info(note);
    }
    let count = outcome.count;
    if config.fails_on_difference && count > 0 {
        let verb = verb_for(count, "differs", "differ");
        let message = format!("{} {verb}", count_noun(count, noun));
        return Err(Failure::new(FailureKind::ExpectationFailed, message).into());
    }
    Ok(())
}

/// Prints the groups whose totals differ, and returns their number.
fn compare_totals(
    config: &Config,
    keys: &ColumnList,
    [old, new]: [&InputFile; 2],
    output: &mut Output,
    console: Console,
) -> anyhow::Result<DiffOutcome> {
    let (print_config, calls) = (&config.print, &config.calls);
    let read_totals = |input: &InputFile| {
        let mut totals = TotalsDiff::new(print_config, calls, keys)?;
        input.for_each_response(&calls.conditions, console, |response, source| {
            totals.add_response(response, source)
        })?;
        anyhow::Ok(totals)
    };
    let (old, new) = (read_totals(old)?, read_totals(new)?);
    old.print_differences(new, print_config, output, console)
}

/// Prints the calls that differ, and returns how many there are. All days of an archive are read,
/// whatever the conditions are: the other version of a call may be on a day that cannot match.
///
/// NEW is read twice: first for the identities that OLD is compared with, then for the texts that
/// differ.
fn compare_calls(
    config: &Config,
    [old, new]: [&InputFile; 2],
    output: &mut Output,
    console: Console,
) -> anyhow::Result<DiffOutcome> {
    let mut comparison = RecordDiff::new(&config.calls);
    new.for_each_response(&[], console, |response, source| {
        comparison.index_new(response, source)
    })?;
    comparison.end_input();
    old.for_each_response(&[], console, |response, source| {
        comparison.compare_old(response, source)
    })?;
    comparison.end_input();
    // Its warnings have been printed.
    let muted = Console::muted();
    new.for_each_response(&[], muted, |response, source| {
        comparison.compare_new(response, source)
    })?;
    comparison.print(&config.print, output, console)
}
