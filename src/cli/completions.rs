//! Completion of what is typed. A shell asks the program itself, so that it knows the columns behind a comma, the profiles
//! of the configuration file and the time zones of this machine, alike in every shell.

use super::tree;
use crate::account::{Profile, configuration_file};
use crate::columns::Columns;
use crate::request::{date_words, zone_names};
use clap_complete::env::Shells;
use clap_complete::{CompleteEnv, CompletionCandidate, Shell};
use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;

/// The variable by which a script of [`completions`] says that it asks.
const ASKS: &str = "CDR_COMPLETE";

/// Answers a shell that asks for completions, and ends; does nothing else.
pub fn complete() {
    CompleteEnv::with_factory(tree)
        .var(ASKS)
        .bin("cdr")
        .complete();
}

/// The completion script of a shell.
///
/// # Errors
/// Those of writing it, which do not happen.
pub fn completions(shell: Shell) -> io::Result<String> {
    let mut script = Vec::new();
    if let Some(completer) = Shells::builtins().completer(&shell.to_string()) {
        completer.write_registration(ASKS, "cdr", "cdr", "cdr", &mut script)?;
    }
    Ok(String::from_utf8_lossy(&script).into_owned())
}

/// The candidates that start with what was typed, in any case, behind what stands before it.
fn starting(
    before: &str,
    typed: &str,
    words: impl Iterator<Item = String>,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_lowercase();
    let words = words.filter(|word| word.to_lowercase().starts_with(&typed));
    words
        .map(|word| CompletionCandidate::new(format!("{before}{word}")))
        .collect()
}

/// Columns and sets, behind each comma, without those that are there already.
pub fn columns(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let (before, last) = typed.split_at(typed.rfind(',').map_or(0, |comma| comma + 1));
    let known = Columns::known().filter(|word| !before.split(',').any(|other| other == *word));
    starting(before, last, known.map(str::to_owned))
}

/// The same for what is sorted by, where a dash may stand before a column.
pub fn order(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let start = typed.rfind(',').map_or(0, |comma| comma + 1);
    let start = start + usize::from(typed[start..].starts_with('-'));
    let (before, last) = typed.split_at(start);
    starting(before, last, Columns::known().map(str::to_owned))
}

/// The column of a condition.
pub fn condition(typed: &OsStr) -> Vec<CompletionCandidate> {
    starting(
        "",
        &typed.to_string_lossy(),
        Columns::known().map(str::to_owned),
    )
}

/// The words for dates.
pub fn dates(typed: &OsStr) -> Vec<CompletionCandidate> {
    starting(
        "",
        &typed.to_string_lossy(),
        date_words().map(str::to_owned),
    )
}

/// The same behind the dots of a period in one word, too.
pub fn periods(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let (before, last) = typed.split_at(typed.find("..").map_or(0, |dots| dots + 2));
    starting(before, last, date_words().map(str::to_owned))
}

/// The time zones of this machine.
pub fn zones(typed: &OsStr) -> Vec<CompletionCandidate> {
    let others = ["utc", "local"].map(str::to_owned);
    starting(
        "",
        &typed.to_string_lossy(),
        others.into_iter().chain(zone_names()),
    )
}

/// The profiles of the configuration file.
pub fn profiles(typed: &OsStr) -> Vec<CompletionCandidate> {
    let folder = |name: &str| Ok(std::env::var_os(name).map(PathBuf::from));
    let names = configuration_file(&folder)
        .ok()
        .map(|file| Profile::names(&file));
    starting("", &typed.to_string_lossy(), names.into_iter().flatten())
}
