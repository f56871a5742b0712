//! The manual page.

mod options;

use self::options::options;
use super::EXAMPLES;
use super::command::tree;
use super::env::VARIABLES;
use crate::error::FailureKind;
use crate::format::{FORMATS, Format};
use crate::time::date_keywords;
use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io;

const DESCRIPTION: &str = "\
Asks a video service, EnableX or one of its white labels such as SmartFloMeet, for call detail records: a record for each person in each \
conference. It prints them, sums them exactly, and keeps them in an archive. Every value is printed as the service sent it, down to the \
last digit, and the whole answer or none. 'cdr COMMAND --help' tells of one command.";

/// What can be typed for a day, but for the words.
const DATES: [(&str, &str); 3] = [
    (
        "2025-01-31, 2025-01, 2025-Q1, 2025",
        "a day, a month, a quarter, a year",
    ),
    (
        "7d",
        "the last seven whole days, which end yesterday; as FROM only",
    ),
    (
        "FROM TO, FROM..TO",
        "from the first day of the one to the last day of the other; without TO a period is FROM alone",
    ),
];

const DATE_WORDS: &str = "the day, week (from Monday), month, quarter or year of today, or the one before it; in any case";

const EXACT_PERIODS: &str = "\
What a service counts into a period is its own secret. With --tz, days are those of a time zone: the UTC days around them are asked \
for, --slack more at each end, and a call is in the period when it connected in it (where that can't be read, when it was logged). \
Consecutive periods share no call and lose none. Times print in the zone, with their offset; JSON, JSON Lines and Parquet stay as sent. \
'cdr doctor' finds out how a service counts.";

const ARCHIVE: &str = "\
'cdr sync DIR FROM' keeps the calls of each UTC day in DIR/calls/day=2025-01-31/calls.parquet, and 'cdr sync DIR' brings it up to date: it \
asks for the days that are missing, and again for the last ones (--lookback). A file is replaced in one step, and only when its calls \
changed. Calls that the service no longer reports stay, unless --prune. It prints a row for each day that changed. DuckDB, Polars, \
Spark, Trino and ClickHouse read the folder as it is; 'cdr read DIR' prints it, and conditions on day and month open only the files they need.";

const FILES: [(&str, &str); 1] = [(
    "$XDG_CONFIG_HOME/cdr/config.toml, else ~/.config/cdr/config.toml",
    "profiles: [profiles.NAME] with service or base_url, app_id, app_key_file or app_key_command \
     (a list: the program and its arguments; the first line it prints is the key), and tz",
)];

/// The manual page in roff.
pub fn manual() -> io::Result<Vec<u8>> {
    let mut command = tree();
    command.build();
    // It stands in a section of its own.
    let command = command.after_long_help("").long_about(DESCRIPTION);
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    synopsis().to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    commands(&command).to_writer(&mut page)?;
    options(&command).to_writer(&mut page)?;
    let words = date_keywords().collect::<Vec<_>>().join(", ");
    let dates = [(words.as_str(), DATE_WORDS)].into_iter().chain(DATES);
    list("DATES", dates).to_writer(&mut page)?;
    paragraph("EXACT PERIODS", EXACT_PERIODS).to_writer(&mut page)?;
    let formats: Vec<_> = FORMATS
        .iter()
        .map(|format| (named(format), format.description))
        .collect();
    let formats = formats
        .iter()
        .map(|(name, meaning)| (name.as_str(), *meaning));
    list("FORMATS", formats).to_writer(&mut page)?;
    paragraph("ARCHIVE", ARCHIVE).to_writer(&mut page)?;
    exit_codes().to_writer(&mut page)?;
    let variables = VARIABLES.iter().map(|known| (known.name, known.meaning));
    list("ENVIRONMENT", variables).to_writer(&mut page)?;
    list("FILES", FILES).to_writer(&mut page)?;
    examples().to_writer(&mut page)?;
    Ok(page)
}

fn synopsis() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([
        bold("cdr"),
        roman(" [OPTIONS] COMMAND [ARGUMENTS] [OPTIONS]"),
    ]);
    roff
}

/// A format with the endings of its files.
fn named(format: &Format) -> String {
    format!("{} ({})", format.name, format.extensions.join(" "))
}

/// A section of one paragraph.
fn paragraph(heading: &str, words: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    roff.text([roman(words)]);
    roff
}

/// Every command with its arguments; what is said of one is said once.
fn commands(command: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    let mut said = Vec::new();
    for command in command.get_subcommands() {
        let mut names = vec![command.get_name().to_owned()];
        names.extend(command.get_positionals().map(ToString::to_string));
        roff.control("TP", []);
        roff.text([bold(names.join(" "))]);
        roff.text([roman(text(command.get_about()))]);
        for argument in command.get_positionals() {
            let help = json_to_text(argument);
            if said.contains(&help) {
                continue;
            }
            roff.control("RS", []);
            roff.text([bold(argument.to_string()), roman(format!(" {help}"))]);
            roff.control("RE", []);
            said.push(help);
        }
    }
    roff
}

/// All that is said of an argument.
fn json_to_text(argument: &Arg) -> String {
    let long = argument.get_long_help();
    text(long.or(argument.get_help())).replace("\n\n", ". ")
}

fn text(help: Option<&StyledStr>) -> String {
    help.map(ToString::to_string).unwrap_or_default()
}

fn list<'a>(title: &str, items: impl IntoIterator<Item = (&'a str, &'a str)>) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    for (name, meaning) in items {
        roff.control("TP", []);
        roff.text([bold(name)]);
        roff.text([roman(meaning)]);
    }
    roff
}

fn exit_codes() -> Roff {
    let failures = FailureKind::ALL.map(|kind| (kind.exit_code().to_string(), kind.description()));
    let success = ("0", "done, also when there are no calls");
    let failures = failures
        .iter()
        .map(|(code, meaning)| (code.as_str(), *meaning));
    list("EXIT STATUS", [success].into_iter().chain(failures))
}

fn examples() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    for line in EXAMPLES.lines().skip(1) {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff
}
