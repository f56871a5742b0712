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

mod unknown_argument;

#[cfg(test)]
mod tests;

use self::unknown_argument::{column_list_hint, limit_hint, mistyped_dashes, unknown_argument};
use super::command::command;
use super::topics::all_topics;
use super::values::format_by_name;
use super::word_hints::command_hint;
use crate::columns::ColumnList;
use crate::format::Format;
use crate::text::{closest_word, truncate};
use crate::time::{DateSpec, date_hint};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};
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
    if let Some(line) = mistyped_dashes(&tree, words) {
        return line;
    }
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
            match subcommand.map(Command::get_name) {
                Some(topic) if all_topics().any(|(name, ..)| name == topic) => {
                    format!("unknown command '{topic}'; see 'cdr help {topic}'")
                }
                _ => unknown_command(error, &tree, noun),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => invalid_value(error, words),
        ErrorKind::MissingRequiredArgument => missing_argument(&arg, subcommand, words),
        ErrorKind::ArgumentConflict => {
            format!(
                "{arg} cannot be used with {}; remove one of them",
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
    if is_typed(&"--prune") && arg.starts_with("--output") {
        return "--prune requires --output with a column in braces; add -o 'DIR/{user.ref}.csv'"
            .to_owned();
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
    } else if Format::from_path(word).is_some() {
        format!("; use 'cdr read {word}'")
    } else if word.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("; use 'cdr conf {word}'")
    } else if let Some(format) = format_by_name(&lower) {
        format!("; use -f {} after a command", format.name)
    } else {
        let names = tree.get_subcommands().map(Command::get_name);
        if noun != "command" && tree.find_subcommand(&lower).is_some() {
            return format!("help is for one command or topic; use 'cdr help {lower}'");
        }
        did_you_mean(closest_word(&lower, names, 0.8))
    };
    format!("unknown {noun} '{word}'{hint}")
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
    if ColumnList::all_names().any(|column| column == value) {
        return Some("use commas between columns".to_owned());
    }
    if Format::from_path(value).is_some() {
        return Some("use 'cdr read FILE' for a saved file".to_owned());
    }
    let is_bill = words.iter().any(|word| word == "bill");
    if value == "help" || (is_bill && ["check", "example"].contains(&value)) {
        return Some(format!("use --{value}"));
    }
    if value.to_lowercase().ends_with(".toml") {
        return Some("use --rates FILE for a rate card".to_owned());
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

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}
