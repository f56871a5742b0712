//! What can be completed in place of a value.
//!
//! Candidates come from the tables that parse the values: columns, dates, zones, formats and the
//! profiles of the configuration file. So a new column or date is completed without a line here.
//! Lists are completed behind their last comma, without what they have already. Files are left to
//! the shell, which knows more of them: only the kind of path is returned.

use crate::account::{Profile, config_path};
use crate::columns::{AggregateColumn, ColumnList, FIELDS, FilterSpec};
use crate::time::{date_keywords, zone_names};
use clap_complete::{ArgValueCompleter, CompletionCandidate};
use std::ffi::OsStr;
use std::path::PathBuf;

/// Tags of candidates that stand for all files or directories, which the shell lists by itself.
pub const FILES: &str = "files";
pub const DIRS: &str = "dirs";

fn field_paths() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.path)
}

/// Returns the candidates that start with what is typed, in any case, after the text before it.
fn with_prefix<T: AsRef<str>>(
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

/// Completes the last name of a list with commas, without names that are in the list already.
fn list_candidates<'a>(
    typed: &OsStr,
    names: impl Iterator<Item = &'a str>,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let (before, last) = typed.split_at(typed.rfind(',').map_or(0, |comma| comma + 1));
    let others = names.filter(|name| !before.split(',').any(|other| other == *name));
    with_prefix(before, last, others)
}

/// Completes `--columns` of calls: columns and sets.
pub fn columns(typed: &OsStr) -> Vec<CompletionCandidate> {
    list_candidates(typed, ColumnList::all_names())
}

/// Completes `--columns` of other rows.
pub fn names(names: Vec<String>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        list_candidates(typed, names.iter().map(String::as_str))
    })
}

/// Completes `--group-by`.
pub fn groups(typed: &OsStr) -> Vec<CompletionCandidate> {
    list_candidates(typed, field_paths())
}

/// Completes `--sort` of calls; a column can have a dash before it.
pub fn order(typed: &OsStr) -> Vec<CompletionCandidate> {
    sort_candidates(typed, field_paths())
}

/// Completes `--sort` of other rows.
pub fn sort_completer(names: Vec<String>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        sort_candidates(typed, names.iter().map(String::as_str))
    })
}

fn sort_candidates<'a>(
    typed: &OsStr,
    names: impl Iterator<Item = &'a str>,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let start = typed.rfind(',').map_or(0, |comma| comma + 1);
    let start = start + usize::from(typed[start..].starts_with('-'));
    let (before, last) = typed.split_at(start);
    with_prefix(before, last, names)
}

/// Completes a condition on calls.
pub fn condition(typed: &OsStr) -> Vec<CompletionCandidate> {
    condition_candidates(typed, &field_paths().collect::<Vec<_>>(), |_| true)
}

/// Completes a condition on totals.
pub fn expectation(typed: &OsStr) -> Vec<CompletionCandidate> {
    let columns = AggregateColumn::all().map(|column| column.name);
    let columns: Vec<_> = columns.chain(["amount"]).collect();
    condition_candidates(typed, &columns, |operator| !operator.contains('~'))
}

/// Completes the column of a condition, and once only one is possible, its operators.
fn condition_candidates(
    typed: &OsStr,
    names: &[&str],
    is_operator: impl Fn(&&str) -> bool,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let columns = with_prefix("", &typed, names.iter());
    let column = names
        .iter()
        .find(|column| **column == typed.trim_end())
        .map(|_| typed.to_string())
        .or_else(|| match &columns[..] {
            [column] => Some(column.get_value().to_string_lossy().into_owned()),
            _ => None,
        });
    match column {
        Some(column) => {
            let operators = FilterSpec::operators().filter(is_operator);
            let mut operators: Vec<_> = operators.collect();
            operators.sort_by_key(|operator| operator.len());
            with_prefix(&column, "", operators.into_iter())
        }
        None => columns,
    }
}

/// Completes a date.
pub fn dates(typed: &OsStr) -> Vec<CompletionCandidate> {
    with_prefix("", &typed.to_string_lossy(), date_keywords())
}

/// Completes FROM: also the date after two dots, and numbers of days.
pub fn periods(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    match typed.find("..") {
        Some(dots) => with_prefix(&typed[..dots + 2], &typed[dots + 2..], date_keywords()),
        None => with_prefix("", &typed, date_keywords().chain(["7d", "30d"])),
    }
}

/// Completes a time zone.
pub fn zones(typed: &OsStr) -> Vec<CompletionCandidate> {
    let others = ["utc", "local"].map(str::to_owned);
    let places = zone_names().filter(|name| !name.eq_ignore_ascii_case("utc"));
    with_prefix(
        "",
        &typed.to_string_lossy(),
        others.into_iter().chain(places),
    )
}

/// Completes a profile of the configuration file.
pub fn profiles(typed: &OsStr) -> Vec<CompletionCandidate> {
    let folder = |name: &str| Ok(std::env::var_os(name).map(PathBuf::from));
    let names = config_path(&folder)
        .ok()
        .map(|file| Profile::list_names(&file));
    with_prefix("", &typed.to_string_lossy(), names.into_iter().flatten())
}

/// Completes a file, which the shell does by itself.
pub fn files(typed: &OsStr) -> Vec<CompletionCandidate> {
    vec![CompletionCandidate::new(typed).tag(Some(FILES.into()))]
}

/// Completes a directory.
pub fn directories(typed: &OsStr) -> Vec<CompletionCandidate> {
    vec![CompletionCandidate::new(typed).tag(Some(DIRS.into()))]
}
