//! Prints saved files.

use super::input::InputFile;
use super::summary::{SummaryLine, row_noun};
use crate::archive::Archive;
use crate::output::{OutputPath, ResultOutput};
use crate::report::{PrintConfig, RecordSelection, Report};
use crate::terminal::Console;
use std::path::PathBuf;
use std::time::Instant;

pub struct Config {
    pub files: Vec<PathBuf>,
    pub print: PrintConfig,
    pub calls: RecordSelection,
    pub output: Option<OutputPath>,
}

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let started = Instant::now();
    for dir in config.files.iter().filter(|file| file.is_dir()) {
        Archive::new(dir).ensure_output_outside(config.output.as_ref().map(OutputPath::path))?;
    }
    let mut output = ResultOutput::open(config.output.as_ref())?;
    let mut report = Report::new(&config.print, &config.calls, output.destination(), console)?;
    for file in &config.files {
        let conditions = &config.calls.conditions;
        InputFile::new(file).for_each_response(conditions, console, |response, source| {
            report.add_response(response, source)
        })?;
    }
    let summary = report.finish()?;
    let written = output.commit(config.output.as_ref(), console)?;
    SummaryLine {
        query: String::new(),
        row_noun: row_noun(&config.print),
        output: written,
        time: started.elapsed(),
    }
    .print(&summary, console);
    summary.check_expectations()
}
