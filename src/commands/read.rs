//! Prints saved files.

use super::input::InputFile;
use super::summary::SummaryLine;
use crate::archive::Archive;
use crate::output::Output;
use crate::report::{PrintConfig, RecordSelection, Report};
use crate::terminal::Console;
use std::path::PathBuf;
use std::time::Instant;

pub struct Config {
    pub files: Vec<PathBuf>,
    pub print: PrintConfig,
    pub calls: RecordSelection,
    pub output: Option<PathBuf>,
}

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let started = Instant::now();
    for dir in config.files.iter().filter(|file| file.is_dir()) {
        Archive::new(dir).ensure_output_outside(config.output.as_deref())?;
    }
    let mut output = Output::open(config.output.as_deref())?;
    let mut report = Report::new(&config.print, &config.calls, &mut output, console)?;
    for file in &config.files {
        let conditions = &config.calls.conditions;
        InputFile::new(file).for_each_response(conditions, console, |response, source| {
            report.add_response(response, source)
        })?;
    }
    let summary = report.finish()?;
    output.commit()?;
    SummaryLine {
        query: String::new(),
        is_totals: config.print.group_by.is_some(),
        output: config.output.as_deref(),
        time: started.elapsed(),
    }
    .print(&summary, console);
    Ok(())
}
