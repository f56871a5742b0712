//! The command tree, as help, manual page and completions show it: each command with what it alone means by an option.

use super::completions::candidates;
use super::{Cli, env};
use crate::columns::{AggregateColumn, ColumnList, ColumnType};
use crate::commands::{bill, doctor, fields, sync};
use clap::builder::Resettable;
use clap::{Arg, Command, CommandFactory};

/// The command tree, its help with the variables of the environment.
pub fn tree() -> Command {
    env::named_in_help(Cli::command()).mut_subcommands(|command| {
        let command = match command.get_name() {
            "bill" => with_bill_options(command),
            "fields" => with_rows(command, &fields::COLUMNS),
            "sync" => with_rows(command, &sync::COLUMNS),
            "doctor" => with_rows(command, &doctor::COLUMNS),
            "diff" => with_columns(command, &differences()),
            _ => command,
        };
        if command
            .get_arguments()
            .any(|argument| argument.get_id() == "from")
        {
            with_dates_in_names(command)
        } else {
            command
        }
    })
}

/// The tree for a question with totals by these columns, which are printed and sorted with no others than theirs.
pub fn with_totals(tree: Command, groups: &[String]) -> Command {
    let totals = AggregateColumn::all().map(|total| total.name.to_owned());
    let names: Vec<_> = groups.iter().cloned().chain(totals).collect();
    tree.mut_subcommands(|command| {
        let command = with_columns(command, &names);
        with(command, "sort", |argument| {
            argument.add(candidates::order_of(names.clone()))
        })
    })
}

/// The command whose rows are lines of a bill: they have keys of their own, and its short help fits a screen.
fn with_bill_options(command: Command) -> Command {
    let command = with_rows(command, bill::columns(false));
    let command = with(command, "group_by", |option| option.hide(true));
    ["sort", "limit", "no_header", "split"]
        .into_iter()
        .fold(command, |command, name| {
            with(command, name, |option| option.hide_short_help(true))
        })
}

/// A command whose rows are no calls.
fn with_rows(command: Command, columns: &[(&'static str, ColumnType)]) -> Command {
    let names: Vec<_> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let help = format!("Columns, with commas between, of {}", names.join(", "));
    with(with_columns(command, &names), "columns", |argument| {
        argument.help(&help).long_help(Resettable::Reset)
    })
}

/// A command that prints these columns.
fn with_columns(command: Command, names: &[String]) -> Command {
    with(command, "columns", |argument| {
        argument.add(candidates::names(names.to_vec()))
    })
}

/// The columns of what differs: those of calls, and what has become of one.
fn differences() -> Vec<String> {
    let calls = ColumnList::all_names().filter(|name| *name != "change");
    ["change", "differs"]
        .into_iter()
        .chain(calls)
        .map(str::to_owned)
        .collect()
}

/// A command with a period, whose dates may stand in the name of a file.
fn with_dates_in_names(command: Command) -> Command {
    with(command, "output", |argument| {
        let help = argument
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        let dates = "{from} and {to} in its name become the dates of the period.";
        argument.long_help(format!("{help}\n\n{dates}"))
    })
}

/// A command with another option of this name, in the same place.
fn with(command: Command, name: &str, change: impl Fn(Arg) -> Arg) -> Command {
    command.mut_args(|argument| {
        if argument.get_id() == name {
            change(argument)
        } else {
            argument
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_consistent() {
        tree().debug_assert();
    }
}
