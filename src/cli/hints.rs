//! What to write instead of words that other programs, or reason, would have.

use crate::format::Format;
use crate::time::{DateSpec, date_keywords};
use clap::{Arg, Command};
use std::ffi::OsString;

/// Options that others have, and what to write here.
const OPTIONS: [(&[&str], &str); 16] = [
    (
        &[
            "from", "to", "since", "until", "start", "end", "date", "day",
        ],
        "dates go without options: cdr period FROM TO",
    ),
    (&["timezone", "time-zone", "zone", "utc"], "write --tz ZONE"),
    (&["filter", "query", "select"], "write -w CONDITION"),
    (&["fields", "cols", "column"], "write -c LIST"),
    (&["order", "order-by", "sort-by"], "write --sort LIST"),
    (
        &["desc", "asc", "reverse", "descending"],
        "write a dash before the column: --sort=-COLUMN",
    ),
    (&["output-format", "type", "as"], "write -f FORMAT"),
    (&["no-color", "no-colour", "colour"], "write --color never"),
    (&["room", "room-id"], "write cdr room ROOM_ID"),
    (
        &["conf", "conference", "conf-num"],
        "write cdr conf CONF_NUM",
    ),
    (&["top", "head", "count", "max"], "write --limit N"),
    (&["group", "by", "totals", "sum"], "write -g LIST"),
    (&["out", "outfile", "file", "save"], "write -o FILE"),
    (&["key", "token", "secret"], "write --app-key-file FILE"),
    (&["url", "host", "endpoint"], "write --base-url URL"),
    (
        &["user", "username", "password"],
        "write --app-id and --app-key-file",
    ),
];

/// For an option that there is not, by its name without dashes.
pub fn for_option(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    if Format::from_name(&name).is_some() {
        return Some(format!("write -f {name}"));
    }
    if name.parse::<DateSpec>().is_ok() {
        return Some(format!("write {name} without a dash before it"));
    }
    let known = OPTIONS.iter().find(|(names, _)| names.contains(&&*name));
    known.map(|(_, hint)| (*hint).to_owned())
}

/// For a command that there is not.
pub fn for_command(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let from = lower.split("..").next().unwrap_or_default();
    if from.parse::<DateSpec>().is_ok() {
        return Some(format!("the calls of a period are 'cdr period {lower}'"));
    }
    if Format::from_name(&lower).is_some() {
        return Some(format!(
            "a format goes behind a command: cdr period today -f {lower}"
        ));
    }
    match &*lower {
        "version" => Some("write cdr --version".to_owned()),
        "columns" => Some("'cdr fields' lists them".to_owned()),
        "conference" => Some("did you mean conf?".to_owned()),
        "call" | "calls" => Some("the calls of a period are 'cdr period FROM TO'".to_owned()),
        "config" | "configure" | "login" | "check" | "status" | "setup" => {
            Some("'cdr doctor' tells whether all is set up".to_owned())
        }
        "export" | "report" | "download" => Some(
            "the calls of a period go into a file with 'cdr period FROM TO -o FILE'".to_owned(),
        ),
        "archive" | "backup" => Some("did you mean sync?".to_owned()),
        _ => None,
    }
}

/// For a command with an argument too many.
pub fn for_argument(command: &str, words: &[OsString]) -> Option<&'static str> {
    let is_there = |wanted: &str| words.iter().any(|word| word == wanted);
    match command {
        "room" => Some("for the calls of a room in a period write cdr room-period ROOM_ID FROM TO"),
        "conf" if is_there("--wait") => Some("write how long to wait as --wait=10m"),
        "conf" => Some("it takes one conference number"),
        "period" | "room-period" | "doctor" => Some("write the period as FROM TO, or FROM..TO"),
        _ => None,
    }
}

/// The word that is most like what was typed, if one is as much as `least`, where 1 is the same.
fn nearest<'a>(typed: &str, words: impl Iterator<Item = &'a str>, least: f64) -> Option<&'a str> {
    let alike = words.map(|word| (strsim::jaro(typed, word), word));
    let nearest = alike.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest
        .filter(|(likeness, _)| *likeness > least)
        .map(|(_, word)| word)
}

/// For an option that there is not: the one of any command that is like it.
pub fn like_option(typed: &str, tree: &Command) -> Option<String> {
    let arguments = tree.get_subcommands().flat_map(Command::get_arguments);
    let options = arguments.filter_map(Arg::get_long);
    let nearest = nearest(typed.trim_start_matches('-'), options, 0.8)?;
    Some(format!("did you mean --{nearest}?"))
}

/// For a command that there is not: the one that is like it, or the option of that name.
pub fn like_command(typed: &str, tree: &Command) -> Option<String> {
    let typed = typed.to_lowercase();
    if tree
        .get_arguments()
        .any(|option| option.get_long() == Some(&*typed))
    {
        return Some(format!("did you mean --{typed}?"));
    }
    let nearest = nearest(&typed, tree.get_subcommands().map(Command::get_name), 0.8)?;
    Some(format!("did you mean {nearest}?"))
}

/// For a date that is none: the word that is like it.
pub fn like_date(typed: &str) -> Option<String> {
    let typed = typed.to_lowercase();
    if matches!(&*typed, "last" | "this") {
        return Some(format!("write it with a dash, like {typed}-month"));
    }
    Some(format!(
        "did you mean {}?",
        nearest(&typed, date_keywords(), 0.9)?
    ))
}
