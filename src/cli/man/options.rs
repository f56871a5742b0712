//! The section on options.

use super::json_to_text;
use clap::builder::PossibleValue;
use clap::{Arg, Command};
use clap_mangen::roff::{Roff, bold, roman};

/// An option, as each of the commands has it that it goes with.
struct Known<'a> {
    option: &'a Arg,
    with: Vec<(&'a str, &'a Arg)>,
}

impl Known<'_> {
    fn names(&self) -> Vec<&str> {
        self.with.iter().map(|(name, _)| *name).collect()
    }
}

/// Every option, each once, by their groups.
pub fn options(command: &Command) -> Roff {
    let known = known(command);
    let mut roff = Roff::new();
    roff.control("SH", ["OPTIONS"]);
    let mut headings = Vec::new();
    for heading in known.iter().map(|known| known.option.get_help_heading()) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    for heading in headings {
        let group = known
            .iter()
            .filter(|known| known.option.get_help_heading() == heading);
        group_of_options(
            heading.unwrap_or("Everywhere"),
            &group.collect::<Vec<_>>(),
            &mut roff,
        );
    }
    roff
}

fn known(command: &Command) -> Vec<Known<'_>> {
    let all: Vec<_> = command.get_subcommands().collect();
    let mut known: Vec<Known<'_>> = Vec::new();
    let every = all.iter().flat_map(|command| command.get_arguments());
    for option in every.chain(command.get_arguments()) {
        let is_same = |other: &Arg| other.get_id() == option.get_id();
        if option.is_positional() || known.iter().any(|known| is_same(known.option)) {
            continue;
        }
        let with = all.iter().filter_map(|command| {
            let mut options = command.get_arguments();
            Some((command.get_name(), options.find(|other| is_same(other))?))
        });
        known.push(Known {
            option,
            with: with.collect(),
        });
    }
    known
}

/// A group of options. Which commands most of them go with is said first.
fn group_of_options(heading: &str, group: &[&Known<'_>], roff: &mut Roff) {
    let count = |names: &[&str]| group.iter().filter(|other| other.names() == names).count();
    let names = group.iter().map(|known| known.names());
    let usual = names.max_by_key(|names| count(names)).unwrap_or_default();
    roff.control("SS", [heading]);
    roff.text([roman(format!(
        "With {}, unless it says otherwise.",
        usual.join(", ")
    ))]);
    for known in group {
        let meaning = meaning(known.option);
        roff.control("TP", []);
        roff.text([bold(name_of(known.option))]);
        roff.text([roman(&meaning)]);
        let names = known.names();
        if names.is_empty() {
            paragraph("Without a command.", roff);
        } else if names != usual {
            paragraph(&format!("With {}.", names.join(", ")), roff);
        }
        for (others, other) in other_meanings(known, &meaning) {
            paragraph(&format!("With {}: {other}", others.join(", ")), roff);
        }
    }
}

/// What an option means to commands to which it does not mean this, or a part of it.
fn other_meanings<'a>(known: &Known<'a>, usual: &str) -> Vec<(Vec<&'a str>, String)> {
    let mut others: Vec<(Vec<&str>, String)> = Vec::new();
    for (name, option) in &known.with {
        let meaning = meaning(option);
        if usual.starts_with(&meaning) {
            continue;
        }
        match others.iter_mut().find(|(_, other)| *other == meaning) {
            Some((names, _)) => names.push(name),
            None => others.push((vec![name], meaning)),
        }
    }
    others
}

fn paragraph(words: &str, roff: &mut Roff) {
    roff.control("RS", []);
    roff.text([roman(words)]);
    roff.control("RE", []);
}

/// All that is said of an option.
fn meaning(option: &Arg) -> String {
    [json_to_text(option), default_of(option), values_of(option)].concat()
}

fn name_of(option: &Arg) -> String {
    let short = option.get_short().map(|short| format!("-{short}, "));
    let long = option.get_long().map(|long| format!("--{long}"));
    let value = option
        .get_value_names()
        .filter(|_| option.get_action().takes_values());
    let may_be_left_out = option
        .get_num_args()
        .is_some_and(|number| number.min_values() == 0);
    let value = value.map(|names| match names.join(" ") {
        names if may_be_left_out => format!("[={names}]"),
        names => format!(" {names}"),
    });
    [short, long, value].into_iter().flatten().collect()
}

/// The values that there are, unless another section tells of them.
fn values_of(option: &Arg) -> String {
    let values = option.get_possible_values();
    let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
    if names.is_empty() || !option.get_action().takes_values() || option.get_id() == "format" {
        return String::new();
    }
    format!(" [possible values: {}]", names.join(", "))
}

fn default_of(option: &Arg) -> String {
    let values = option.get_default_values().iter();
    let values: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
    if values.is_empty() || !option.get_action().takes_values() {
        return String::new();
    }
    format!(" [default: {}]", values.join(", "))
}
