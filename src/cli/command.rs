//! The command tree of clap, with what its attributes cannot say.
//!
//! Derived from the structs of `args.rs` and `subcommands.rs`, it gets the environment variables of
//! each option, the columns that each command completes, the topics of `cdr help`, and the order of
//! the help: purpose, usage, examples, arguments, options by group, global options. Parsing, help,
//! manual page and completions use this tree.

use super::completions::candidates;
use super::topics::{COLUMNS_TOPIC, all_topics};
use super::values::format_parser;
use super::{Cli, env};
use crate::columns::{AggregateColumn, ColumnList, ColumnType};
use crate::commands::{bill, doctor, fields, sync};
use crate::format::RowKind;
use clap::builder::{Resettable, Styles};
use clap::{Arg, Command, CommandFactory};

/// The usage of `bill`, whose arguments depend on each other.
const BILL_USAGE: &str = "cdr bill [OPTIONS] --rates <FILE> {<FROM> [TO] | --check}
       cdr bill [OPTIONS] --example";

/// What `--tz` means for a command without a period that the service decides on.
const ZONE_OF_VALUES: (&str, &str) = (
    "Print times and calculate days in this time zone",
    "ZONE is an IANA name, an offset such as +05:30, utc or local. By default, times are printed \
     as received, and day, month and hour are in UTC.",
);

/// Options of `bill` whose rows or defaults differ from those of other commands: the purpose and
/// the details.
const BILL_OPTIONS: [(&str, &str, &str); 3] = [
    (
        "expect",
        "Exit with code 7 unless the totals match, such as 'amount < 50000'",
        "CONDITION is that of --where on a total of the whole bill: calls, customers, lines or \
         amount. The output is written in any case, and --limit is ignored.",
    ),
    (
        "tz",
        "Use exact days of this time zone, and print times in it",
        "ZONE is an IANA name, an offset such as +05:30, utc or local. Without --tz, CDR_TZ or a \
         profile, the time zone of the rate card is used, or else UTC.",
    ),
    (
        "sort",
        "Sort by these columns; prefix a column with '-' for descending order",
        "Numbers and times are sorted by value, everything else as text; missing values come \
         last. By default, lines are sorted by customer, month and charge.",
    ),
];

/// The order of the rows of `diff`.
const DIFF_ORDER: &str = "Numbers and times are sorted by value, everything else as text; missing \
                          values come last. By default, removed calls come first, then changed, \
                          then added ones; totals are sorted by their group columns, and lines of \
                          bills by customer, month and charge.";

/// The commands in the groups that the help shows.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Query", &["period", "room", "room-period", "conf"]),
    ("Archive and files", &["sync", "read", "diff"]),
    ("Billing", &["bill"]),
    ("Setup", &["doctor", "fields", "completions", "man"]),
];

/// The examples of the help and of the manual page.
pub const EXAMPLES: &str =
    "  cdr --sandbox period 2025-01-01         # sample data, no account needed
  cdr period last-month -o '{from}.csv'   # export last month to a CSV file
  cdr period last-month -g room.room_id   # usage by room
  cdr period 7d -w 'hour >= 20'           # only calls from 20:00 UTC on
  cdr period 2024 --split 7 -o 2024.xlsx  # a year, fetched in 7-day windows
  cdr period last-month -o report.html    # an HTML report with charts
  cdr room ROOM_ID 7d today               # one room, the last 7 days and today
  cdr conf CONF_NUM -c quality            # quality details of one conference
  cdr conf CONF_NUM --wait                # wait until the conference has ended
  cdr sync archive last-month             # start an archive
  cdr sync archive                        # update the archive
  cdr read archive -g month               # monthly totals from the archive
  cdr diff old.json new.json              # compare two saved files
  cdr bill --example -o rates.toml        # a rate card to start from
  cdr bill last-month --rates rates.toml  # what each customer owes
  cdr doctor                              # check the setup
  cdr period 7d --dry-run                 # show the request without sending it";

const EXIT_CODES: &str = "0 success, 1 local error, 2 usage, 3 credentials, 4 rejected,
  5 unavailable, 6 invalid or incomplete data, 7 expectation failed, 130 interrupted";

const TEMPLATE: &str =
    "{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

/// Returns the command tree.
pub fn command() -> Command {
    command_without_topics().subcommands(topic_commands())
}

/// Returns the command tree without the topics of `cdr help`, for generators that would print them
/// as commands.
pub fn command_without_topics() -> Command {
    let command = Cli::command().mut_subcommands(|command| {
        let command = match command.get_name() {
            "fields" => with_row_columns(command, &fields::COLUMNS),
            "bill" => with_bill_options(command),
            "completions" | "man" => mut_arg_if_present(command, "output", |arg| {
                arg.help("Write to FILE, atomically; .gz compresses it")
            }),
            "sync" => with_row_columns(command, &sync::COLUMNS),
            "doctor" => with_row_columns(command, &doctor::COLUMNS),
            "diff" => with_zone_of_values(with_diff_columns(command)),
            "conf" | "read" => with_zone_of_values(command),
            _ => command,
        };
        with_file_name_help(command.help_template(TEMPLATE))
    });
    let command = env::annotate_help(command);
    let template = top_level_template(&command);
    command.help_template(template)
}

/// The name of the topic `columns` among the commands, where `columns` is an alias of `fields`.
pub const COLUMNS_TOPIC_COMMAND: &str = "columns-topic";

/// Returns the topics as hidden commands whose help is their text, so that `cdr help TOPIC` prints
/// it.
fn topic_commands() -> impl Iterator<Item = Command> {
    all_topics().map(|(name, about, text)| {
        let name = match name {
            COLUMNS_TOPIC => COLUMNS_TOPIC_COMMAND,
            name => name,
        };
        Command::new(name)
            .about(about)
            .before_help(text.trim_end().to_owned())
            .help_template("{about}\n\n{before-help}\n")
            .hide(true)
    })
}

/// Returns the help of `cdr` alone. Clap lists all commands under one heading; here they have
/// groups.
fn top_level_template(command: &Command) -> String {
    let styles = Styles::styled();
    let (header, literal) = (styles.get_header(), styles.get_literal());
    let line = |name: &&str| {
        let about = command.find_subcommand(name).and_then(Command::get_about);
        let about = about.map(ToString::to_string).unwrap_or_default();
        format!("  {literal}{name:<13}{literal:#}{about}\n")
    };
    let groups = GROUPS.map(|(group, names)| {
        let lines: String = names.iter().map(line).collect();
        format!("{header}{group}:{header:#}\n{lines}\n")
    });
    let commands = groups.concat();
    let topics: Vec<_> = all_topics().map(|(name, ..)| name).collect();
    let topics = topics.join(", ");
    format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n\
         {header}Examples:{header:#}\n{EXAMPLES}\n\n{commands}\
         {header}Global options:{header:#}\n{{options}}\n\n\
         {header}Exit codes:{header:#} {EXIT_CODES}\n\n\
         Run 'cdr COMMAND --help' for the options of a command, 'cdr man' for the manual,\n\
         or 'cdr help TOPIC' for a topic:\n  {topics}"
    )
}

/// Returns the tree for a query for totals by these columns, which prints and sorts by no others
/// than theirs.
pub fn with_totals(command: Command, keys: &[String]) -> Command {
    let totals = AggregateColumn::all().map(|total| total.name.to_owned());
    let names: Vec<_> = keys.iter().cloned().chain(totals).collect();
    command.mut_subcommands(|command| {
        let command = with_columns(command, &names);
        mut_arg_if_present(command, "sort", |arg| {
            arg.add(candidates::sort_completer(names.clone()))
        })
    })
}

/// Returns `bill`, whose rows are lines with keys of their own; its short help fits a screen.
fn with_bill_options(command: Command) -> Command {
    let command = with_row_columns(command, bill::columns(false));
    let detail: Vec<_> = bill::columns(true).iter().map(|(name, _)| *name).collect();
    let command = mut_arg_if_present(command.override_usage(BILL_USAGE), "columns", |arg| {
        let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
        arg.long_help(format!("{about}\n\nWith --detail: {}", detail.join(", ")))
    });
    let command = mut_arg_if_present(command, "group_by", |arg| arg.hide(true));
    let command = BILL_OPTIONS.into_iter().fold(command, |command, option| {
        let (id, about, details) = option;
        mut_arg_if_present(command, id, |arg| {
            arg.help(about).long_help(format!("{about}\n\n{details}"))
        })
    });
    let command = mut_arg_if_present(command, "limit", |arg| {
        arg.help("Print only the first N lines")
    });
    let command = mut_arg_if_present(command, "slack", |arg| {
        arg.help("Extra days to fetch or read before and after the period, 0 to 31 [default: 2]")
    });
    let rare = ["sort", "limit", "no_header", "split", "dry_run"];
    rare.into_iter().fold(command, |command, id| {
        mut_arg_if_present(command, id, |arg| arg.hide_short_help(true))
    })
}

/// Returns a command whose rows are not calls.
fn with_row_columns(command: Command, columns: &[(&'static str, ColumnType)]) -> Command {
    let names: Vec<_> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let help = format!("Comma-separated columns: {}", names.join(", "));
    with_row_formats(with_columns_help(with_columns(command, &names), &help))
}

fn with_columns_help(command: Command, help: &str) -> Command {
    mut_arg_if_present(command, "columns", |arg| {
        arg.help(help.to_owned()).long_help(Resettable::Reset)
    })
}

/// Returns a command whose help describes the formats of rows that are not calls.
fn with_row_formats(command: Command) -> Command {
    mut_arg_if_present(command, "format", |arg| {
        arg.value_parser(format_parser(RowKind::Rows))
    })
}

/// Returns a command that completes these columns.
fn with_columns(command: Command, names: &[String]) -> Command {
    mut_arg_if_present(command, "columns", |arg| {
        arg.add(candidates::names(names.to_vec()))
    })
}

/// Returns `diff`, which has the columns of calls, and those of what became of a call.
fn with_diff_columns(command: Command) -> Command {
    let calls = ColumnList::all_names().filter(|name| *name != "change");
    let names = ["change", "differs"].into_iter().chain(calls);
    let names: Vec<_> = names.map(str::to_owned).collect();
    let command = with_row_formats(with_columns(command, &names));
    let command = mut_arg_if_present(command, "group_by", |arg| {
        arg.help("Compare totals instead of calls, grouped by these columns")
            .long_help(Resettable::Reset)
    });
    let command = mut_arg_if_present(command, "limit", |arg| {
        arg.help("Print only the first N differences")
    });
    let command = mut_arg_if_present(command, "sort", |arg| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        arg.long_help(format!("{help}\n\n{DIFF_ORDER}"))
    });
    with_columns_help(
        command,
        "Comma-separated columns: change, differs, and \
         those of calls, totals or bills",
    )
}

/// Returns a command for which a time zone only concerns how values are printed.
fn with_zone_of_values(command: Command) -> Command {
    let (about, details) = ZONE_OF_VALUES;
    mut_arg_if_present(command, "tz", |arg| {
        arg.help(about).long_help(format!("{about}\n\n{details}"))
    })
}

/// Returns a command whose help says what can be in the name of its output file: the dates of a
/// period, and columns if it prints calls or a bill.
fn with_file_name_help(command: Command) -> Command {
    let has = |id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
    let dates = match command.get_name() {
        _ if !has("from") => None,
        "room" | "sync" => Some(
            "{from} and {to} in the file name are replaced by the first and last day of the period; \
             they require FROM.",
        ),
        _ => Some(
            "{from} and {to} in the file name are replaced by the first and last day of the period.",
        ),
    };
    let columns = has("expect").then_some(match command.get_name() {
        "bill" => {
            "A column of the bill in braces writes one file per value, and an index: \
             'bills/{from}/{customer}.xlsx'."
        }
        _ => "A column in braces writes one file per value, and an index: 'calls/{user.ref}.csv'.",
    });
    let details: Vec<_> = dates.into_iter().chain(columns).collect();
    if details.is_empty() {
        return command;
    }
    mut_arg_if_present(command, "output", |arg| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        arg.long_help(format!("{help}\n\n{}", details.join(" ")))
    })
}

/// Changes an argument of a command. `Command::mut_arg` does the same, but panics where the
/// argument is missing.
fn mut_arg_if_present(command: Command, id: &str, change: impl Fn(Arg) -> Arg) -> Command {
    command.mut_args(|arg| if arg.get_id() == id { change(arg) } else { arg })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clap_finds_no_contradiction_in_the_command_tree() {
        command().debug_assert();
    }

    #[test]
    fn the_help_lists_every_command_in_one_group() {
        let command = command();
        let visible = command
            .get_subcommands()
            .filter(|command| !command.is_hide_set());
        let names: Vec<_> = visible.map(Command::get_name).collect();
        let grouped: Vec<_> = GROUPS.iter().flat_map(|(_, names)| *names).collect();
        assert_eq!(grouped.len(), names.len());
        assert!(names.iter().all(|name| grouped.contains(&name)));
    }
}
