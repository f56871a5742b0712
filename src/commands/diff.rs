//! Compares two saved answers.

use super::saved::Saved;
use crate::error::{Failure, Kind};
use crate::output::Output;
use crate::report::{Calls, ComparedTotals, Comparison, Style};
use crate::terminal::{Console, Level};
use std::path::{Path, PathBuf};

/// What is compared, and how the differences are printed.
pub struct Config {
    pub old: PathBuf,
    pub new: PathBuf,
    pub calls: Calls,
    pub style: Style,
    pub output: Option<PathBuf>,
}

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let (style, calls) = (&config.style, &config.calls);
    if [&config.old, &config.new]
        .iter()
        .all(|path| **path == Path::new("-"))
    {
        let message = "standard input is one answer; name a file for the other";
        return Err(Failure::new(Kind::Usage, message).into());
    }
    let conditions = &calls.conditions;
    let mut output = Output::open(config.output.as_deref())?;
    if let Some(keys) = &style.group_by {
        let totals = |path| {
            let mut totals = ComparedTotals::new(style, calls, keys)?;
            Saved::at(path).each(conditions, console, |response, source| {
                totals.take(response, source)
            })?;
            anyhow::Ok(totals)
        };
        let before = totals(&config.old)?;
        before.print_differences(totals(&config.new)?, style, &mut output, console)?;
        return output.release();
    }
    let old = Saved::at(&config.old);
    let new = Saved::to_be_read_again(&config.new)?;
    let mut comparison = Comparison::new(calls);
    new.each(conditions, console, |response, source| {
        comparison.learn(response, source)
    })?;
    comparison.next_answer();
    old.each(conditions, console, |response, source| {
        comparison.before(response, source)
    })?;
    comparison.next_answer();
    // What there is to warn of in it was told.
    let quiet = Console::new(Level::Quiet);
    new.each(conditions, quiet, |response, source| {
        comparison.after(response, source)
    })?;
    comparison.print(style, &mut output, console)?;
    output.release()
}
