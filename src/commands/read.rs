//! Reads saved answers instead of asking.

use super::closing::Closing;
use crate::error::{Failure, Kind};
use crate::http::decoded;
use crate::output::Output;
use crate::parse::{MAGIC, Response, SavedColumn};
use crate::report::{Answer, Calls, Style};
use crate::terminal::Console;
use anyhow::Context;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What is read, and how it is printed.
pub struct Config {
    pub files: Vec<PathBuf>,
    pub style: Style,
    pub calls: Calls,
    pub output: Option<PathBuf>,
}

pub fn run(config: &Config, console: Console) -> anyhow::Result<()> {
    let started = Instant::now();
    let mut output = Output::open(config.output.as_deref())?;
    let mut answer = Answer::new(&config.style, &config.calls, &mut output, console)?;
    for file in &config.files {
        let name = name(file);
        let response = open(file)?;
        if response.is_empty() {
            console.warn(&format!(
                "{name} is empty; if calls should be in it, get it again"
            ));
        }
        if response.looks_like_responses() {
            console.warn(&format!(
                "{name} holds several values, each of which is read as a call; \
                 if they are whole responses, put each into a file of its own"
            ));
        }
        answer.take(response)?;
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

/// Opens a saved answer: JSON or JSON Lines, compressed or not.
fn open(file: &Path) -> anyhow::Result<Response<Box<dyn Read>>> {
    let unreadable = || {
        let advice = if file.is_dir() {
            "it is a folder; name the files in it"
        } else {
            "check its name and permissions"
        };
        let message = format!("can't read {}; {advice}", name(file));
        Failure::new(Kind::Machine, message)
    };
    let reader: Box<dyn Read> = if is_standard_input(file) {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).with_context(unreadable)?)
    };
    let mut reader = BufReader::new(reader);
    let is_parquet = reader
        .fill_buf()
        .with_context(unreadable)?
        .starts_with(MAGIC);
    let reader: Box<dyn Read> = if is_parquet {
        Box::new(SavedColumn::open(whole(file, reader)?, &name(file))?)
    } else {
        decoded(reader).with_context(unreadable)?
    };
    Response::open_saved(reader, name(file))
}

/// A file that can be read at any place: Parquet is read from its end.
fn whole(file: &Path, mut reader: impl Read) -> anyhow::Result<File> {
    if fs::metadata(file).is_ok_and(|found| found.is_file()) {
        return Ok(File::open(file)?);
    }
    let held =
        "can't hold standard input in a temporary file; set TMPDIR to a folder that has room";
    let held = || Failure::new(Kind::Machine, held);
    let mut copy = tempfile::tempfile().with_context(held)?;
    io::copy(&mut reader, &mut copy).with_context(held)?;
    Ok(copy)
}

/// How a user reads of files.
pub fn names(files: &[PathBuf]) -> String {
    let names = files.iter().map(|file| name(file));
    names.collect::<Vec<_>>().join(", ")
}

/// How a user reads of it.
fn name(file: &Path) -> String {
    if is_standard_input(file) {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    }
}

fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}
