//! Usage errors: what clap rejects, in one line with a hint.
//!
//! Clap reports an error over several lines. `cdr` promises one line, `what went wrong; hint`, so
//! this module reads the context of clap's error and writes that line. The hint is the first of:
//! the reason of a value's parser, what users of other tools most likely mean (the tables below),
//! the most similar word, the help of the command. Exact synonyms need no hint: they are aliases,
//! and work.
//!
//! The app key can be anywhere on a command line that is wrong: in `--app-kee=KEY`, in `period
//! CDR_APP_KEY=KEY`, or as a second word after `--app-key`. So nothing after an equals sign and no
//! unexpected argument is repeated.

use super::command::command;
use super::dates::{closest, suggest_date};
use super::values::format_by_name;
use crate::text::truncate;
use crate::time::DateSpec;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use std::ffi::OsString;

/// Words of other tools for a command, and what to use instead.
#[rustfmt::skip]
const COMMAND_HINTS: [(&[&str], &str); 9] = [
    (&["list", "ls", "get", "show", "fetch", "query", "search", "call", "cdr", "cdrs"], "; use 'cdr period FROM TO'"),
    (&["export", "download", "report", "save"], "; use 'cdr period FROM TO -o FILE'"),
    (&["totals", "total", "sum", "usage", "stats", "summary"], "; use 'cdr period FROM TO -g COLUMN'"),
    (&["login", "logout", "auth", "init", "config", "configure", "setup", "profile"], "; see 'cdr help account'"),
    (&["check", "status", "test", "ping", "verify"], "; use 'cdr doctor'"),
    (&["archive", "backup", "pull", "update"], "; use 'cdr sync DIR FROM'"),
    (&["cat", "open", "view", "import"], "; use 'cdr read FILE'"),
    (&["compare"], "; use 'cdr diff OLD NEW'"),
    (&["version"], "; use 'cdr --version'"),
];

/// Words of other tools for an option, and what to use instead.
#[rustfmt::skip]
const OPTION_HINTS: [(&[&str], &str); 9] = [
    (&["from", "to", "since", "until", "start", "end", "date", "day"], "; use dates as arguments: cdr period FROM TO"),
    (&["desc", "descending", "asc", "ascending", "reverse"], "; use --sort=-COLUMN for descending order"),
    (&["room", "room-id"], "; use 'cdr room ROOM_ID'"),
    (&["conf", "conference", "conf-num"], "; use 'cdr conf CONF_NUM'"),
    (&["totals", "sum"], "; use -g LIST"),
    (&["key", "token", "secret", "password"], "; use --app-key-file FILE"),
    (&["user", "username"], "; use --app-id ID"),
    (&["utc"], "; use --tz utc"),
    (&["all", "page", "per-page", "paginate", "offset"], "; remove it, since all calls are fetched"),
];

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
    let hint = if let Some(hint) = table_hint(&COMMAND_HINTS, &lower) {
        hint.to_owned()
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
        let is_joined = words.iter().any(|word| word == "to");
        let is_surplus_date = !is_joined && arg.parse::<DateSpec>().is_ok();
        if is_surplus_date && limit_hint(words).is_none() {
            return format!("unexpected argument '{arg}'; remove it");
        }
        let hint = limit_hint(words).unwrap_or_else(|| match command {
            Some("conf") => "; use 'cdr conf' for one conference at a time".to_owned(),
            Some("period" | "room" | "room-period" | "doctor") => {
                "; use FROM TO or FROM..TO".to_owned()
            }
            _ => String::new(),
        });
        return format!("unexpected argument{hint}");
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
        _ if names.is_empty() => unknown_option(flag, tree, words),
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

fn unknown_option(flag: &str, tree: &Command, words: &[OsString]) -> String {
    // Clap takes a date after a dash for a letter and its value: -3 for -30d.
    let name = flag.trim_start_matches('-');
    let mut dates = words
        .iter()
        .filter_map(|word| word.to_str()?.strip_prefix('-'));
    if let Some(date) =
        dates.find(|date| date.starts_with(name) && date.parse::<DateSpec>().is_ok())
    {
        return format!("unknown option -{date}; use {date} without the dash");
    }
    let options = tree.get_subcommands().flat_map(Command::get_arguments);
    let options = options.filter_map(Arg::get_long);
    let hint = table_hint(&OPTION_HINTS, &name.to_lowercase()).map(str::to_owned);
    let hint = hint.or_else(|| {
        Some(format!(
            "; did you mean '--{}'?",
            closest(name, options, 0.8)?
        ))
    });
    let hint = hint.unwrap_or_default();
    format!("unknown option {flag}{hint}")
}

/// Returns a hint for `-n 10`, which elsewhere is a number of rows.
fn limit_hint(words: &[OsString]) -> Option<String> {
    let mut pairs = words.windows(2).filter(|pair| pair[0] == "-n");
    let number = pairs.find_map(|pair| pair[1].to_str()?.parse::<u64>().ok())?;
    Some(format!("; use --limit {number} (-n is --dry-run)"))
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
    let date_hint =
        || limit_hint(words).or_else(|| Some(did_you_mean(Some(&suggest_date(&value)?))));
    let reason = if !known.is_empty() {
        format!("; expected one of: {known}")
    } else if let ("<FROM>" | "[FROM]" | "[TO]", Some(hint)) = (&*arg, date_hint()) {
        hint
    } else {
        let reason = std::error::Error::source(error).map(ToString::to_string);
        let reason = reason.unwrap_or_default();
        let is_hint = reason.starts_with("expected ") && !reason.contains("; ");
        let separator = if is_hint { "; " } else { ": " };
        format!("{separator}{reason}")
    };
    format!("invalid value '{shown}' for {arg}{reason}")
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or(String::new(), |word| format!("; did you mean '{word}'?"))
}

fn table_hint(table: &[(&[&str], &'static str)], word: &str) -> Option<&'static str> {
    let row = table.iter().find(|(words, _)| words.contains(&word));
    row.map(|(_, hint)| *hint)
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
mod tests {
    use super::*;
    use crate::cli::Cli;

    fn describe(typed: &str) -> String {
        let words: Vec<_> = typed.split(' ').map(OsString::from).collect();
        let error = Cli::try_parse_from(words.clone()).unwrap_err();
        describe_usage_error(&error, &words)
    }

    #[test]
    fn every_usage_error_has_one_line_with_one_hint() {
        for (typed, expected) in [
            (
                "cdr room",
                "missing argument <ROOM_ID>; for example: cdr room 00005eec31edba25ddf9ee18 -g day",
            ),
            (
                "cdr period lastmonth",
                "invalid value 'lastmonth' for <FROM>; did you mean 'last-month'?",
            ),
            (
                "cdr period last month",
                "invalid value 'last' for <FROM>; did you mean 'last-month'?",
            ),
            (
                "cdr sandbox period today",
                "unknown command 'sandbox'; did you mean '--sandbox'?",
            ),
            (
                "cdr help perod",
                "unknown command or topic 'perod'; did you mean 'period'?",
            ),
            (
                "cdr period today --fromat csv",
                "unknown option --fromat; did you mean '--format'?",
            ),
            (
                "cdr --sandbox=1 period today",
                "--sandbox does not take a value; see 'cdr --help'",
            ),
            (
                "cdr --profile read period today -f yaml",
                "invalid value 'yaml' for --format <FORMAT>; expected one of: table, csv,",
            ),
            (
                "cdr period today --color=never -q -v",
                "--quiet cannot be used with --verbose; see 'cdr period --help'",
            ),
            (
                "cdr read x --url y",
                "--url cannot be used with 'read'; use it with period, room,",
            ),
            (
                "cdr period today -n 10",
                "invalid value '10' for [TO]; use --limit 10",
            ),
            (
                "cdr room r --split 7",
                "--split requires a period; add FROM",
            ),
            (
                "cdr totals",
                "unknown command 'totals'; use 'cdr period FROM TO -g COLUMN'",
            ),
            (
                "cdr login",
                "unknown command 'login'; see 'cdr help account'",
            ),
        ] {
            let line = describe(typed);
            assert!(line.starts_with(expected), "{typed}: {line}");
            assert!(line.matches("; ").count() == 1, "{line}");
        }
    }

    #[test]
    fn a_value_that_may_be_a_key_is_not_shown() {
        for typed in [
            "cdr period today --app-kee=s3cret",
            "cdr period today --app-key --s3cret",
            "cdr CDR_APP_KEY=s3cret period today",
            "cdr period CDR_APP_KEY=s3cret",
            "cdr conf 1 --app-key my s3cret",
        ] {
            let line = describe(typed);
            assert!(!line.contains("s3cret"), "{line}");
        }
    }
}
