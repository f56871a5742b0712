//! Reads saved answers instead of asking.

use super::input::InputFile;
use super::summary::SummaryLine;
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
        Archive::new(folder).ensure_output_outside(config.output.as_deref())?;
    }
    let mut output = Output::open(config.output.as_deref())?;
    let mut answer = Report::new(&config.style, &config.calls, &mut output, console)?;
    for file in &config.files {
        let conditions = &config.calls.conditions;
        InputFile::new(file).for_each_response(conditions, console, |response, source| {
            answer.take(response, source)
        })?;
    }
    let ending = answer.finish()?;
    output.commit()?;
    let summary_line = SummaryLine {
        query: String::new(),
        is_totals: config.style.group_by.is_some(),
        output: config.output.as_deref(),
        time: started.elapsed(),
    };
    summary_line.print(&ending, console);
    Ok(())
}
