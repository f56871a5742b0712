//! What may stand in the place of a value.

use crate::account::{Profile, config_path};
use crate::columns::{ColumnList, FIELDS, FilterSpec};
use crate::time::{date_keywords, zone_names};
use clap_complete::{ArgValueCompleter, CompletionCandidate};
use std::ffi::OsStr;
use std::path::PathBuf;

/// The tags of files and folders.
pub const FILES: &str = "files";
pub const FOLDERS: &str = "folders";

/// The columns, without sets of them.
fn fields() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.path)
}

/// The candidates that start with what was typed, in any case, behind what stands before it.
fn starting<T: AsRef<str>>(
    before: &str,
    typed: &str,
    words: impl Iterator<Item = T>,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_lowercase();
    let words = words.filter(|word| word.as_ref().to_lowercase().starts_with(&typed));
    words
        .map(|word| CompletionCandidate::new(format!("{before}{}", word.as_ref())))
        .collect()
}

/// Names from a list behind each comma, without those that are there already.
fn list<'a>(typed: &OsStr, names: impl Iterator<Item = &'a str>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let (before, last) = typed.split_at(typed.rfind(',').map_or(0, |comma| comma + 1));
    let others = names.filter(|name| !before.split(',').any(|other| other == *name));
    starting(before, last, others)
}

/// Columns and sets.
pub fn columns(typed: &OsStr) -> Vec<CompletionCandidate> {
    list(typed, ColumnList::all_names())
}

/// Names of other columns than those of calls.
pub fn names(names: Vec<String>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| list(typed, names.iter().map(String::as_str)))
}

/// Columns that totals go by.
pub fn groups(typed: &OsStr) -> Vec<CompletionCandidate> {
    list(typed, fields())
}

/// Columns that are sorted by, where a dash may stand before one.
pub fn order(typed: &OsStr) -> Vec<CompletionCandidate> {
    sorted(typed, fields())
}

/// The same for other columns than those of calls.
pub fn order_of(names: Vec<String>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| sorted(typed, names.iter().map(String::as_str)))
}

fn sorted<'a>(typed: &OsStr, names: impl Iterator<Item = &'a str>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let start = typed.rfind(',').map_or(0, |comma| comma + 1);
    let start = start + usize::from(typed[start..].starts_with('-'));
    let (before, last) = typed.split_at(start);
    starting(before, last, names)
}

/// The column of a condition; once there is only one, its operators.
pub fn condition(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let columns = starting("", &typed, fields());
    let column = fields()
        .find(|column| *column == typed.trim_end())
        .map(|_| typed.to_string())
        .or_else(|| match &columns[..] {
            [column] => Some(column.get_value().to_string_lossy().into_owned()),
            _ => None,
        });
    match column {
        Some(column) => {
            let mut operators: Vec<_> = FilterSpec::operators().collect();
            operators.sort_by_key(|operator| operator.len());
            starting(&column, "", operators.into_iter())
        }
        None => columns,
    }
}

/// The words for dates.
pub fn dates(typed: &OsStr) -> Vec<CompletionCandidate> {
    starting("", &typed.to_string_lossy(), date_keywords())
}

/// The same behind the dots of a period in one word, too, and what only a period can be.
pub fn periods(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    match typed.find("..") {
        Some(dots) => starting(&typed[..dots + 2], &typed[dots + 2..], date_keywords()),
        None => starting("", &typed, date_keywords().chain(["7d", "30d"])),
    }
}

/// The time zones of this machine.
pub fn zones(typed: &OsStr) -> Vec<CompletionCandidate> {
    let others = ["utc", "local"].map(str::to_owned);
    let places = zone_names().filter(|name| !name.eq_ignore_ascii_case("utc"));
    starting(
        "",
        &typed.to_string_lossy(),
        others.into_iter().chain(places),
    )
}

/// The profiles of the configuration file.
pub fn profiles(typed: &OsStr) -> Vec<CompletionCandidate> {
    let folder = |name: &str| Ok(std::env::var_os(name).map(PathBuf::from));
    let names = config_path(&folder).ok().map(|file| Profile::names(&file));
    starting("", &typed.to_string_lossy(), names.into_iter().flatten())
}

/// The place of a file, which the shell completes by itself.
pub fn files(typed: &OsStr) -> Vec<CompletionCandidate> {
    vec![CompletionCandidate::new(typed).tag(Some(FILES.into()))]
}

/// The place of a folder.
pub fn folders(typed: &OsStr) -> Vec<CompletionCandidate> {
    vec![CompletionCandidate::new(typed).tag(Some(FOLDERS.into()))]
}
