//! Usage errors: what clap rejects, in one line with a hint.
//!
//! Clap reports an error over several lines. `cdr` promises one line, `what went wrong; hint`, so
//! this module reads the context of clap's error and writes that line. The hint is the first of:
//! the reason of a value's parser, what users of other tools most likely mean (`word_hints.rs`),
//! the most similar word, the help of the command. Exact synonyms need no hint: they are aliases,
//! and work.
//!
//! The app key can be anywhere on a command line that is wrong: in `--app-kee=KEY`, in `period
//! CDR_APP_KEY=KEY`, or as a second word after `--app-key`. So nothing after an equals sign and no
//! unexpected argument is repeated.

use super::command::command;
use super::date_hint::{closest, date_hint};
use super::values::format_by_name;
use super::word_hints::{command_hint, option_hint};
use crate::columns::ColumnList;
use crate::text::truncate;
use crate::time::DateSpec;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use std::ffi::OsString;

/// The length to which a value is shortened in a message, in characters.
const MAX_VALUE_CHARS: usize = 60;

/// The length to which a condition is shortened in a message, in characters.
const MAX_CONDITION_CHARS: usize = 150;

/// Returns the line for an error of clap.
#[must_use]
pub fn describe_usage_error(error: &Error, words: &[OsString]) -> String {
    let tree = command();
    let matches = tree.clone().ignore_errors(true).try_get_matches_from(words);
    let name = matches
        .ok()
        .and_then(|matches| Some(matches.subcommand_name()?.to_owned()));
    let subcommand = name.and_then(|name| tree.find_subcommand(name));
    let arg = context(error, ContextKind::InvalidArg);
    let line = match error.kind() {
        ErrorKind::UnknownArgument => unknown_argument(error, &tree, subcommand, words),
        ErrorKind::InvalidSubcommand => {
            let is_help = words.iter().any(|word| word == "help");
            let noun = if is_help {
                "command or topic"
            } else {
                "command"
            };
            unknown_command(error, &tree, noun)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => invalid_value(error, words),
        ErrorKind::MissingRequiredArgument => missing_argument(&arg, subcommand, words),
        ErrorKind::ArgumentConflict => {
            format!(
                "{arg} cannot be used with {}",
                context(error, ContextKind::PriorArg)
            )
        }
        ErrorKind::MissingSubcommand => "missing command".to_owned(),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{arg} does not take a value")
        }
        ErrorKind::InvalidUtf8 => "an argument is not valid UTF-8".to_owned(),
        _ => "invalid arguments".to_owned(),
    };
    if line.contains("; ") {
        return line;
    }
    let name = subcommand.map(|command| format!(" {}", command.get_name()));
    format!("{line}; see 'cdr{} --help'", name.unwrap_or_default())
}

/// Describes a missing argument, which may be the period that an option needs.
fn missing_argument(arg: &str, subcommand: Option<&Command>, words: &[OsString]) -> String {
    let is_typed = |option: &&str| {
        let mut words = words.iter().filter_map(|word| word.to_str());
        words.any(|word| word.split('=').next() == Some(*option))
    };
    if arg.starts_with("--split") {
        return "--jobs has no effect without --split; add --split DAYS".to_owned();
    }
    let name = subcommand.map(Command::get_name);
    if let (Some("room"), Some(option)) =
        (name, ["--split", "--slack"].iter().find(|o| is_typed(o)))
        && !arg.contains("ROOM_ID")
    {
        return format!("{option} requires a period; add FROM, such as 2025-01");
    }
    let plural = if arg.contains(", ") { "s" } else { "" };
    let hint = match subcommand.and_then(example) {
        _ if name == Some("bill") => "; use 'cdr bill last-month --rates FILE'".to_owned(),
        Some(line) => format!("; for example: {line}"),
        None => String::new(),
    };
    format!(
        "missing argument{plural} {}{hint}",
        arg.replace("[FROM]", "<FROM>")
    )
}

fn unknown_command(error: &Error, tree: &Command, noun: &str) -> String {
    let word = context(error, ContextKind::InvalidSubcommand);
    let word = word.split('=').next().unwrap_or_default();
    if word.starts_with('-') {
        return format!("unexpected argument '{word}'; remove it");
    }
    let lower = word.to_lowercase();
    let is_date = |word: &str| word.parse::<DateSpec>().is_ok();
    let hint = if let Some(hint) = command_hint(&lower) {
        format!("; {hint}")
    } else if tree
        .get_arguments()
        .any(|arg| arg.get_long() == Some(&*lower))
    {
        format!("; did you mean '--{lower}'?")
    } else if lower.split("..").all(is_date) {
        format!("; use 'cdr period {lower}'")
    } else if let Some(format) = format_by_name(&lower) {
        format!("; use -f {} after a command", format.name)
    } else {
        let names = tree.get_subcommands().map(Command::get_name);
        did_you_mean(closest(&lower, names, 0.8))
    };
    format!("unknown {noun} '{word}'{hint}")
}

/// Describes an argument that is unknown here: it may belong elsewhere, or to another command.
fn unknown_argument(
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
    let takes = |command: &&Command| command.get_arguments().any(|arg| matches_flag(arg, flag));
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
fn column_list_hint(words: &[OsString]) -> Option<String> {
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
        .or_else(|| option_hint(&name.to_lowercase(), command).map(str::to_owned))
        .or_else(|| limit_hint(words))
        .or_else(|| {
            let similar = similar_option(flag, tree, subcommand)?;
            Some(format!("did you mean '{similar}'?"))
        });
    let hint = hint.map_or(String::new(), |hint| format!("; {hint}"));
    format!("unknown option {flag}{hint}")
}

/// Returns the option that is most similar to an unknown one, preferably of the same command.
fn similar_option(flag: &str, tree: &Command, subcommand: Option<&Command>) -> Option<String> {
    let all = || tree.get_subcommands().flat_map(Command::get_arguments);
    let own = || subcommand.into_iter().flat_map(Command::get_arguments);
    let Some(name) = flag.strip_prefix("--") else {
        let letter = flag.chars().nth(1)?.to_ascii_lowercase();
        let is_known = own().any(|arg| arg.get_short() == Some(letter));
        return is_known.then(|| format!("-{letter}"));
    };
    closest(name, own().filter_map(Arg::get_long), 0.8)
        .or_else(|| closest(name, all().filter_map(Arg::get_long), 0.8))
        .map(|name| format!("--{name}"))
}

/// Returns a hint for `-n 10` or `-n10`, which elsewhere is a number of rows.
fn limit_hint(words: &[OsString]) -> Option<String> {
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

fn invalid_value(error: &Error, words: &[OsString]) -> String {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    if value.is_empty() && error.kind() == ErrorKind::InvalidValue {
        return format!("{arg} requires a value");
    }
    // After an equals sign may be a key that was meant for the environment, except in a condition.
    let is_condition = arg.starts_with("--where");
    let max_chars = if is_condition {
        MAX_CONDITION_CHARS
    } else {
        MAX_VALUE_CHARS
    };
    let shown = match value.split_once('=') {
        Some((name, _)) if !is_condition => format!("{name}=…"),
        _ => truncate(&value, max_chars).into_owned(),
    };
    let known = context(error, ContextKind::ValidValue);
    let is_date = matches!(&*arg, "<FROM>" | "[FROM]" | "[TO]");
    let reason = if !known.is_empty() {
        format!("; expected one of: {known}")
    } else if let Some(hint) = argument_hint(&value, words).filter(|_| is_date) {
        format!("; {hint}")
    } else {
        let reason = std::error::Error::source(error).map(ToString::to_string);
        let reason = reason.unwrap_or_default();
        let is_hint = ["expected ", "use ", "did you mean "]
            .iter()
            .any(|verb| reason.starts_with(verb));
        let separator = if is_hint && !reason.contains("; ") {
            "; "
        } else {
            ": "
        };
        format!("{separator}{reason}")
    };
    format!("invalid value '{shown}' for {arg}{reason}")
}

/// Returns a hint for an argument where a date is expected. A date can be several words: `jan 2025`.
fn argument_hint(value: &str, words: &[OsString]) -> Option<String> {
    if let Some(hint) = limit_hint(words).or_else(|| column_list_hint(words)) {
        return Some(hint);
    }
    if value.contains(['=', '<', '>', '~']) {
        return Some("use -w before each condition".to_owned());
    }
    let words: Vec<_> = words.iter().filter_map(|word| word.to_str()).collect();
    let start = words.iter().position(|word| *word == value)?;
    let several = [3, 2].into_iter().filter_map(|count| {
        let words = words.get(start..start + count)?;
        date_hint(&words.join(" "))
    });
    several.chain(date_hint(value)).next()
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or(String::new(), |word| format!("; did you mean '{word}'?"))
}

/// Returns the first example of a command's help.
fn example(command: &Command) -> Option<String> {
    let examples = command.get_before_help()?.to_string();
    let line = examples.lines().find(|line| line.starts_with("  cdr "))?;
    Some(line.trim().to_owned())
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

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
