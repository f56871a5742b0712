//! Arguments that a command does not have: options of other commands or tools, and too many words.
//!
//! Clap reports all of them as one kind of error, and takes a word after one dash for letters. So
//! what was typed is looked at again: whether it is an option of another command, a date or a file
//! with a dash, an option of another tool, or one that is misspelled.

use super::super::word_hints::option_hints;
use super::context;
use crate::columns::ColumnList;
use crate::text::closest_word;
use crate::time::DateSpec;
use clap::error::ContextKind;
use clap::{Arg, Command, Error};
use std::ffi::OsString;

/// Describes an argument that is unknown here: it may belong elsewhere, or to another command.
pub fn unknown_argument(
    error: &Error,
    tree: &Command,
    subcommand: Option<&Command>,
    words: &[OsString],
) -> String {
    let arg = context(error, ContextKind::InvalidArg);
    let flag = arg.split('=').next().unwrap_or_default();
    let is_key = |pair: &[OsString]| {
        pair[0] == "--app-key" && pair[1].to_str().is_some_and(|word| word.starts_with(flag))
    };
    if words.windows(2).any(is_key) {
        return "--app-key requires a value; use --app-key=KEY if the key starts with a dash"
            .to_owned();
    }
    let command = subcommand.map(Command::get_name);
    if !flag.starts_with('-') {
        return surplus_argument(&arg, command, words);
    }
    if matches!(flag, "--version" | "-V") {
        return format!("{flag} cannot be used with a command; use 'cdr {flag}'");
    }
    let takes = |command: &&Command| visible_arguments(command).any(|arg| matches_flag(arg, flag));
    let names: Vec<_> = tree
        .get_subcommands()
        .filter(takes)
        .map(Command::get_name)
        .collect();
    match command {
        _ if names.is_empty() => unknown_option(flag, tree, subcommand, words),
        Some(name) if !names.contains(&name) => {
            format!(
                "{flag} cannot be used with '{name}'; use it with {}",
                names.join(", ")
            )
        }
        name => {
            let name = name.unwrap_or("COMMAND");
            format!("{flag} must follow the command; use 'cdr {name} … {flag}'")
        }
    }
}

/// Describes an argument after the last one that a command has. It may be a key, so only a date is
/// repeated.
fn surplus_argument(arg: &str, command: Option<&str>, words: &[OsString]) -> String {
    let has = |joint: &&str| words.iter().any(|word| word == joint);
    let is_joined = ["to", "-", "until", "and"].iter().any(has);
    if let Some(hint) = limit_hint(words).or_else(|| column_list_hint(words)) {
        return format!("unexpected argument; {hint}");
    }
    if arg.parse::<DateSpec>().is_ok() && !is_joined && command != Some("conf") {
        return format!("unexpected argument '{arg}'; remove it");
    }
    let hint = match command {
        Some("man" | "completions") => "; use 'cdr help COMMAND' for the help of a command",
        Some("conf") if has(&"--wait") => "; use --wait=TIME, such as --wait=10m",
        Some("conf") => "; use 'cdr conf' for one conference at a time",
        Some("period" | "room" | "room-period" | "doctor" | "bill" | "sync") => {
            "; use FROM TO or FROM..TO"
        }
        _ => "",
    };
    format!("unexpected argument{hint}")
}

/// Returns a hint for `--json LIST`, which elsewhere prints these columns.
pub fn column_list_hint(words: &[OsString]) -> Option<String> {
    let pair = words.windows(2).find(|pair| pair[0] == "--json")?;
    let list = pair[1].to_str()?;
    let is_list = list.starts_with(|ch: char| ch.is_ascii_lowercase())
        && list.contains([',', '.', '_'])
        && list.parse::<ColumnList>().is_ok();
    is_list.then(|| "use --format json -c LIST".to_owned())
}

fn unknown_option(
    flag: &str,
    tree: &Command,
    subcommand: Option<&Command>,
    words: &[OsString],
) -> String {
    let name = flag.trim_start_matches('-');
    let has_dash = |word: &&str| word.starts_with('-') && !word.starts_with("--");
    // Clap takes a word after a dash for a letter and its value: -3 for -30d, and -m for -may.json.
    let mut dashed = words.iter().filter_map(|word| word.to_str());
    let dashed = dashed.find(|word| has_dash(word) && word.len() > 2 && word.starts_with(flag));
    let date = dashed.unwrap_or(flag).trim_start_matches('-');
    if date.parse::<DateSpec>().is_ok() {
        return match dashed {
            Some(word) => format!("unknown option {word}; use {date} without the dash"),
            None => format!("unknown option {flag}; use {date} without the dashes"),
        };
    }
    let command = subcommand.map(Command::get_name);
    let file = dashed.filter(|word| word.contains('.') && matches!(command, Some("read" | "diff")));
    let hint = file
        .map(|file| format!("use ./{file} for a file"))
        .or_else(|| {
            let name = name.to_lowercase();
            let mut hints = option_hints(&name, command);
            let hint = hints.find(|hint| is_usable(hint, tree, subcommand))?;
            Some(hint.to_owned())
        })
        .or_else(|| limit_hint(words))
        .or_else(|| {
            let similar = similar_option(flag, tree, subcommand)?;
            Some(format!("did you mean '{similar}'?"))
        });
    let hint = hint.map_or(String::new(), |hint| format!("; {hint}"));
    format!("unknown option {flag}{hint}")
}

/// Returns whether a command has the options that a hint names.
fn is_usable(hint: &str, tree: &Command, subcommand: Option<&Command>) -> bool {
    let Some(command) = subcommand else {
        return true;
    };
    // Another command has options of its own.
    let words = hint.split_whitespace().take_while(|word| *word != "'cdr");
    let mut options = words.filter_map(|word| word.split(['=', ',']).next());
    let arguments = || visible_arguments(command).chain(tree.get_arguments());
    options.all(|option| {
        !option.starts_with('-') || arguments().any(|argument| matches_flag(argument, option))
    })
}

fn visible_arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| !arg.is_hide_set())
}

/// Returns the option that is most similar to an unknown one, preferably of the same command.
fn similar_option(flag: &str, tree: &Command, subcommand: Option<&Command>) -> Option<String> {
    let all = || tree.get_subcommands().flat_map(Command::get_arguments);
    let own = || subcommand.into_iter().flat_map(visible_arguments);
    let Some(name) = flag.strip_prefix("--") else {
        let letter = flag.chars().nth(1)?.to_ascii_lowercase();
        let is_known = own().any(|arg| arg.get_short() == Some(letter));
        return is_known.then(|| format!("-{letter}"));
    };
    let similar = closest_word(name, own().filter_map(Arg::get_long), 0.8);
    let similar = similar.or_else(|| match subcommand {
        Some(_) => None,
        None => closest_word(name, all().filter_map(Arg::get_long), 0.8),
    });
    similar.map(|name| format!("--{name}"))
}

/// Describes an option after one hyphen, or after a dash that a word processor made of two.
pub fn mistyped_dashes(tree: &Command, words: &[OsString]) -> Option<String> {
    let commands = || tree.get_subcommands().chain([tree]);
    let is_option = |name: &str| {
        let mut options = commands().flat_map(Command::get_arguments);
        options.any(|arg| arg.get_long() == Some(name))
    };
    words
        .iter()
        .filter_map(|word| word.to_str())
        .find_map(|word| {
            let typed = word.split('=').next()?;
            let name = typed.trim_start_matches(['-', '\u{2013}', '\u{2014}']);
            let is_mistyped = typed.len() > name.len() && !typed.starts_with("--");
            (is_mistyped && is_option(name))
                .then(|| format!("unknown option {typed}; did you mean '--{name}'?"))
        })
}

/// Returns a hint for `-n 10` or `-n10`, which elsewhere is a number of rows.
pub fn limit_hint(words: &[OsString]) -> Option<String> {
    let mut words = words.iter().filter_map(|word| word.to_str());
    let value = words.find_map(|word| word.strip_prefix("-n"))?;
    let value = if value.is_empty() {
        words.next()?
    } else {
        value
    };
    let number: u64 = value.parse().ok()?;
    Some(format!("use --limit {number} (-n is --dry-run)"))
}

/// Returns whether this is how an option is written, perhaps as a letter with its value.
fn matches_flag(arg: &Arg, flag: &str) -> bool {
    let aliases = arg.get_all_aliases().unwrap_or_default();
    let mut names = arg.get_long().into_iter().chain(aliases);
    match flag.strip_prefix("--") {
        Some(long) => names.any(|name| name == long),
        None => flag[1..].chars().next() == arg.get_short() && arg.get_short().is_some(),
    }
}
