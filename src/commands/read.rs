//! Reads saved answers instead of asking.

use super::input::Saved;
use super::summary::Closing;
use crate::archive::Archive;
use crate::output::Output;
use crate::report::{PrintConfig, RecordSelection, Report};
use crate::terminal::Console;
use std::path::PathBuf;
use std::time::Instant;

/// What is read, and how it is printed.
pub struct Config {
    pub files: Vec<PathBuf>,
    pub style: PrintConfig,
    pub calls: RecordSelection,
    pub output: Option<PathBuf>,
}

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let started = Instant::now();
    for folder in config.files.iter().filter(|file| file.is_dir()) {
        Archive::at(folder).check_output(config.output.as_deref())?;
    }
    let mut output = Output::open(config.output.as_deref())?;
    let mut answer = Report::new(&config.style, &config.calls, &mut output, console)?;
    for file in &config.files {
        let conditions = &config.calls.conditions;
        Saved::at(file).each(conditions, console, |response, source| {
            answer.take(response, source)
        })?;
    }
    let ending = answer.finish()?;
    output.release()?;
    let closing = Closing {
        asked: String::new(),
        is_totals: config.style.group_by.is_some(),
        output: config.output.as_deref(),
        time: started.elapsed(),
    };
    closing.tell(&ending, console);
    Ok(())
}
