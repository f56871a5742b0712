//! What was typed wrong, in one line that says what to do next.

use super::command::tree;
use super::hints;
use crate::time::DateSpec;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use std::ffi::OsString;

/// What clap refused, told from its own account of it.
pub fn describe_usage_error(error: &Error, words: &[OsString]) -> String {
    let tree = tree();
    let command = command_of(&tree, words);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => unknown(error, &tree, command, words),
        ErrorKind::InvalidSubcommand => {
            let typed = text(error, ContextKind::InvalidSubcommand);
            let typed = typed.split('=').next().unwrap_or_default();
            let hint = hints::for_command(typed).or_else(|| hints::like_command(typed, &tree));
            format!("there is no command '{typed}'{}", behind("; ", hint))
        }
        ErrorKind::InvalidValue if text(error, ContextKind::InvalidValue).is_empty() => {
            format!("{} needs a value", text(error, ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue => {
            let known = text(error, ContextKind::ValidValue);
            let known = if known.is_empty() {
                known
            } else {
                format!("; write one of {known}")
            };
            format!("{}{known}", invalid(error))
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(ToString::to_string);
            let reason = hint_for_date(error).or(reason);
            format!("{}{}", invalid(error), behind(": ", reason))
        }
        ErrorKind::MissingRequiredArgument => {
            let example = behind(", as in: ", command.and_then(example));
            let missing = text(error, ContextKind::InvalidArg);
            let are = if missing.contains(", ") { "are" } else { "is" };
            format!("{missing} {are} missing{example}")
        }
        ErrorKind::MissingSubcommand => "a command is missing".to_owned(),
        ErrorKind::ArgumentConflict => {
            let (one, other) = (ContextKind::InvalidArg, ContextKind::PriorArg);
            format!(
                "{} and {} do not go together",
                text(error, one),
                text(error, other)
            )
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{} takes no value", text(error, ContextKind::InvalidArg))
        }
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8 text".to_owned(),
        _ => "these arguments can't be understood".to_owned(),
    };
    let command = command.map_or(String::new(), |command| format!(" {}", command.get_name()));
    format!("{what}; see 'cdr{command} --help'")
}

/// The command that was typed, if one was: the first word that is one and no option's value.
fn command_of<'a>(tree: &'a Command, words: &[OsString]) -> Option<&'a Command> {
    let mut words = words.iter().skip(1).filter_map(|word| word.to_str());
    let options = || {
        tree.get_subcommands()
            .flat_map(Command::get_arguments)
            .chain(tree.get_arguments())
    };
    while let Some(word) = words.next() {
        let takes_value = |option: &Arg| is(option, word) && option.get_action().takes_values();
        if word.starts_with('-') {
            let has_value = word.contains('=') || (!word.starts_with("--") && word.len() > 2);
            if !has_value && options().any(takes_value) {
                words.next();
            }
        } else {
            return tree.find_subcommand(word);
        }
    }
    None
}

/// An argument that nobody knows here: it may go elsewhere, or with another command.
fn unknown(error: &Error, tree: &Command, command: Option<&Command>, words: &[OsString]) -> String {
    let typed = text(error, ContextKind::InvalidArg);
    // Whatever stands behind an equals sign may be a key.
    let typed = typed.split('=').next().unwrap_or_default();
    if words.windows(2).any(|pair| {
        pair[0] == "--app-key" && pair[1].to_str().is_some_and(|word| word.starts_with(typed))
    }) {
        return "--app-key needs a value; write one that starts with a dash as --app-key=KEY"
            .to_owned();
    }
    if !typed.starts_with('-') {
        // It may be a key that was meant for an option, and is not shown.
        let hint = command.and_then(|command| hints::for_argument(command.get_name(), words));
        return format!("there is an argument too many{}", behind("; ", hint));
    }
    if matches!(typed, "--version" | "-V") {
        return format!("{typed} goes without a command: cdr {typed}");
    }
    let takes = |command: &&Command| command.get_arguments().any(|option| is(option, typed));
    let with: Vec<_> = tree
        .get_subcommands()
        .filter(takes)
        .map(Command::get_name)
        .collect();
    match command {
        Some(command) if with.contains(&command.get_name()) => {
            let name = command.get_name();
            format!("{typed} goes behind the command: cdr {name} … {typed}")
        }
        _ if with.is_empty() => {
            // A short option is one letter, but a date after a dash is rather a date.
            let is_date = |word: &&str| word.trim_start_matches('-').parse::<DateSpec>().is_ok();
            let mut dates = words
                .iter()
                .filter_map(|word| word.to_str())
                .filter(is_date);
            let typed = dates.find(|word| word.starts_with(typed)).unwrap_or(typed);
            let hint = hints::for_option(typed.trim_start_matches('-'));
            let hint = hint.or_else(|| hints::like_option(typed, tree));
            format!("there is no option {typed}{}", behind("; ", hint))
        }
        Some(command) => {
            let name = command.get_name();
            let with = with.join(", ");
            format!("{typed} means nothing to '{name}'; it goes with {with}")
        }
        None => format!("{typed} goes behind a command: {}", with.join(", ")),
    }
}

/// A text behind a mark, where there is one.
fn behind<T: std::fmt::Display>(mark: &str, text: Option<T>) -> String {
    text.map_or(String::new(), |text| format!("{mark}{text}"))
}

/// The first example of a command's help.
fn example(command: &Command) -> Option<String> {
    let help = command.get_after_help()?.to_string();
    let example = help.lines().find(|line| line.starts_with("  cdr "))?;
    Some(example.trim().to_owned())
}

/// For a date that is none: the word that is like it.
fn hint_for_date(error: &Error) -> Option<String> {
    let is_date = matches!(
        &*text(error, ContextKind::InvalidArg),
        "<FROM>" | "[FROM]" | "[TO]"
    );
    let typed = text(error, ContextKind::InvalidValue);
    is_date.then(|| hints::like_date(&typed)).flatten()
}

/// Whether an option is written like this.
fn is(option: &Arg, typed: &str) -> bool {
    let long = option
        .get_long()
        .is_some_and(|long| typed.strip_prefix("--") == Some(long));
    let short = option.get_short();
    long || short.is_some_and(|short| {
        typed
            .strip_prefix('-')
            .and_then(|typed| typed.chars().next())
            == Some(short)
    })
}

/// How much of a value is shown, in characters.
const SHOWN: usize = 60;

fn invalid(error: &Error) -> String {
    let (value, argument) = (ContextKind::InvalidValue, ContextKind::InvalidArg);
    let value = text(error, value);
    // Behind an equals sign may be a key that was meant for the environment.
    let value = match value.split_once('=') {
        Some((name, _)) => format!("{name}=…"),
        None => value,
    };
    let shown: String = value.chars().take(SHOWN).collect();
    let cut = if shown.len() < value.len() { "…" } else { "" };
    format!("'{shown}{cut}' is no value for {}", text(error, argument))
}

fn text(error: &Error, kind: ContextKind) -> String {
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

    fn mistake(typed: &str) -> String {
        let words: Vec<_> = typed.split(' ').map(OsString::from).collect();
        let error = Cli::parse_from_words(words.clone()).unwrap_err();
        describe_usage_error(&error, &words)
    }

    #[test]
    fn every_mistake_has_one_line() {
        for (typed, expected) in [
            (
                "cdr room",
                "<ROOM_ID> is missing, as in: cdr room 00005eec31edba25ddf9ee18 -g day; see 'cdr room --help'",
            ),
            (
                "cdr period lastmonth",
                "'lastmonth' is no value for <FROM>: did you mean last-month?; see 'cdr period --help'",
            ),
            (
                "cdr period last month",
                "'last' is no value for <FROM>: write it with a dash, like last-month; see 'cdr period --help'",
            ),
            (
                "cdr sandbox period today",
                "there is no command 'sandbox'; did you mean --sandbox?; see 'cdr --help'",
            ),
            (
                "cdr help perod",
                "there is no command 'perod'; did you mean period?; see 'cdr --help'",
            ),
            (
                "cdr period today --fromat csv",
                "there is no option --fromat; did you mean --format?; see 'cdr period --help'",
            ),
            (
                "cdr -f csv period today",
                "-f goes behind the command: cdr period … -f; see 'cdr period --help'",
            ),
            (
                "cdr read x --dry-run",
                "--dry-run means nothing to 'read'; it goes with period, room, room-period, conf, sync; see 'cdr read --help'",
            ),
            (
                "cdr completions bash --split 7",
                "--split means nothing to 'completions'; it goes with period, room-period, sync; see 'cdr completions --help'",
            ),
            (
                "cdr period 01/31/2025",
                "'01/31/2025' is no value for <FROM>: expected 2025-01-31, 2025-01, 2025-Q1, 2025, 7d, today, yesterday \
                 or a word such as last-month; see 'cdr period --help'",
            ),
            (
                "cdr period today -f yaml",
                "'yaml' is no value for --format <FORMAT>; write one of table, csv, json, jsonl, xlsx, parquet, html; \
                 see 'cdr period --help'",
            ),
            (
                "cdr perod today",
                "there is no command 'perod'; did you mean period?; see 'cdr --help'",
            ),
            (
                "cdr conf 1 --app-key k --app-key-file f",
                "--app-key <KEY> and --app-key-file <FILE> do not go together; see 'cdr conf --help'",
            ),
            (
                "cdr conf 1 2",
                "there is an argument too many; it takes one conference number; see 'cdr conf --help'",
            ),
            (
                "cdr period -V",
                "-V goes without a command: cdr -V; see 'cdr period --help'",
            ),
            (
                "cdr --fromat csv period today",
                "there is no option --fromat; did you mean --format?; see 'cdr --help'",
            ),
            (
                "cdr --sandbox=1 period today",
                "--sandbox takes no value; see 'cdr period --help'",
            ),
            (
                "cdr --profile read period today -f yaml",
                "'yaml' is no value for --format <FORMAT>; write one of table, csv, json, jsonl, xlsx, parquet, html; see 'cdr period --help'",
            ),
        ] {
            assert_eq!(mistake(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_misspelt_option_does_not_show_its_value() {
        let line = mistake("cdr period today --app-kee=s3cret");
        assert!(!line.contains("s3cret"), "{line}");
        for typed in [
            "cdr period today --app-key --s3cret",
            "cdr CDR_APP_KEY=s3cret period today",
            "cdr period CDR_APP_KEY=s3cret",
            "cdr conf 1 --app-key my s3cret",
        ] {
            let line = mistake(typed);
            assert!(!line.contains("s3cret"), "{line}");
        }
    }
}
