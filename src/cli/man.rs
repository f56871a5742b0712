//! The manual page: one page for all commands.
//!
//! `clap_mangen` makes a page for each command, which would print most options ten times. So the
//! options of all commands are collected into one command, each once, and `clap_mangen` prints
//! that. Everything else comes from tables that the program uses itself: topics, formats, exit
//! codes, environment variables.

use super::command::{EXAMPLES, command};
use super::env::VARIABLES;
use super::topics::{SUCCESS, TOPICS};
use crate::error::FailureKind;
use crate::format::FORMATS;
use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io;

const DESCRIPTION: &str = "\
cdr fetches call detail records (one for each connection of a participant) from the EnableX video API or one of its \
white labels, such as SmartFloMeet. It prints them, calculates exact totals, keeps them in an archive, and bills them. Values are \
printed exactly as received, and output is all or nothing. Run 'cdr COMMAND --help' for a single command.";

const EXACT_PERIODS: &str = "\
The vendor does not document which calls a service includes in a period. With --tz, the period consists of days in a \
time zone: cdr fetches the surrounding UTC days plus --slack days on each side, and keeps the calls that connected \
within the period (or, if the connect time cannot be read, were recorded within it). Consecutive periods neither overlap \
nor leave gaps. Times are printed in that zone with their offset; JSON, JSON Lines and Parquet are unchanged. Run 'cdr \
doctor' to find out how a service counts.";

const ARCHIVE: &str = "\
'cdr sync DIR FROM' stores the calls of each UTC day in DIR/calls/day=2025-01-31/calls.parquet. 'cdr sync DIR' updates \
the archive: it fetches missing days and re-fetches the most recent ones (--lookback). Files are replaced atomically, \
and only if their calls changed. Calls that the service no longer reports are kept unless --prune is given. One row is \
printed for each day that changed. DuckDB, Polars, Spark, Trino and ClickHouse can query the directory directly; 'cdr \
read DIR' prints it, and conditions on day and month open only the files they need.";

const FILES: [(&str, &str); 1] = [(
    "$XDG_CONFIG_HOME/cdr/config.toml, else ~/.config/cdr/config.toml",
    "[profiles.NAME] tables with service or base_url, app_id, app_key_file or app_key_command \
     (a list of the program and its arguments; the first line of its output is the key), tz and slack",
)];

/// Returns the manual page in roff.
pub fn render_man_page() -> io::Result<Vec<u8>> {
    let mut command = command();
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone().long_about(DESCRIPTION));
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    paragraph("SYNOPSIS", "cdr [OPTIONS] COMMAND [ARGUMENTS] [OPTIONS]").to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    commands(&command).to_writer(&mut page)?;
    Man::new(with_all_options(&command)).render_options_section(&mut page)?;
    for topic in TOPICS {
        preformatted(&topic.about.to_uppercase(), topic.text).to_writer(&mut page)?;
    }
    paragraph("EXACT PERIODS", EXACT_PERIODS).to_writer(&mut page)?;
    let formats = FORMATS.map(|format| {
        let name = format!("{} ({})", format.name, format.extensions.join(" "));
        (name, format.description)
    });
    list("FORMATS", formats).to_writer(&mut page)?;
    paragraph("ARCHIVE", ARCHIVE).to_writer(&mut page)?;
    let failures = FailureKind::ALL.map(|kind| (kind.exit_code().to_string(), kind.description()));
    let success = ("0".to_owned(), SUCCESS);
    list("EXIT STATUS", [success].into_iter().chain(failures)).to_writer(&mut page)?;
    let variables = VARIABLES
        .iter()
        .map(|variable| (variable.name, variable.help));
    list("ENVIRONMENT", variables).to_writer(&mut page)?;
    list("FILES", FILES).to_writer(&mut page)?;
    preformatted("EXAMPLES", EXAMPLES).to_writer(&mut page)?;
    Ok(page)
}

fn visible_commands(command: &Command) -> impl Iterator<Item = &Command> {
    let commands = command.get_subcommands();
    commands.filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

/// Returns the section with every command and its arguments. Details that several arguments have
/// are printed once.
fn commands(command: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    let mut printed = Vec::new();
    for command in visible_commands(command) {
        let args = command.get_positionals().map(|arg| format!(" {arg}"));
        roff.control("TP", []);
        roff.text([bold(format!(
            "{}{}",
            command.get_name(),
            args.collect::<String>()
        ))]);
        roff.text([roman(help_text(command.get_about()))]);
        for arg in command.get_positionals() {
            let mut help = long_help(arg).replace("\n\n", ". ");
            if printed.contains(&help) {
                help = help_text(arg.get_help());
            } else {
                printed.push(help.clone());
            }
            roff.control("RS", []);
            roff.text([bold(arg.to_string()), roman(format!(" {help}"))]);
            roff.control("RE", []);
        }
    }
    roff
}

/// Options that mean something else to some commands.
const AMBIGUOUS_OPTIONS: [&str; 3] = ["prune", "slack", "split"];

/// Returns a command with the options of all commands, by their groups. Those of few commands name
/// them.
fn with_all_options(command: &Command) -> Command {
    let mut options: Vec<Arg> = Vec::new();
    for arg in visible_commands(command)
        .chain([command])
        .flat_map(Command::get_arguments)
    {
        let is_same = |other: &Arg| other.get_id() == arg.get_id();
        if arg.is_positional() || arg.is_hide_set() || options.iter().any(is_same) {
            continue;
        }
        let mut help = long_help(arg);
        let same = visible_commands(command).filter_map(|user| {
            let mut options = user.get_arguments().filter(|other| !other.is_positional());
            Some((user.get_name(), options.find(|other| is_same(other))?))
        });
        let same: Vec<_> = same.collect();
        if (1..3).contains(&same.len()) {
            let users: Vec<_> = same.iter().map(|(user, _)| *user).collect();
            help = format!("{help} (only with {})", users.join(", "));
        }
        for (user, other) in same
            .iter()
            .filter(|(_, other)| long_help(other) != long_help(arg))
        {
            if AMBIGUOUS_OPTIONS.contains(&arg.get_id().as_str()) {
                help = format!("{help}\n\nWith {user}: {}", long_help(other));
            }
        }
        let option = arg.clone().long_help(help).display_order(options.len());
        // The section on formats lists them.
        options.push(option.hide_possible_values(arg.get_id() == "format"));
    }
    Command::new("cdr")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .version(env!("CARGO_PKG_VERSION"))
        // Options require it.
        .arg(Arg::new("from").hide(true))
        .args(options)
}

fn long_help(arg: &Arg) -> String {
    help_text(arg.get_long_help().or(arg.get_help()))
}

fn help_text(help: Option<&StyledStr>) -> String {
    help.map(ToString::to_string).unwrap_or_default()
}

fn paragraph(heading: &str, text: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    roff.text([roman(text)]);
    roff
}

fn preformatted(heading: &str, text: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]).control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff
}

fn list<N: AsRef<str>>(heading: &str, items: impl IntoIterator<Item = (N, &'static str)>) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    for (name, meaning) in items {
        roff.control("TP", []);
        roff.text([bold(name.as_ref())]);
        roff.text([roman(meaning)]);
    }
    roff
}
