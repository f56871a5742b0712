//! Completion of what is typed. The scripts of bash, zsh and fish ask the program itself, so that it knows the columns behind a comma,
//! the profiles of the configuration file and the time zones of this machine, alike in every shell. What is asked is answered from the
//! command tree alone: nothing is run, sent or written.

pub mod candidates;
mod line;

use self::line::{Word, unquoted, words};
use super::command::{tree, with_totals};
use clap::{Arg, ValueHint};
use clap_complete::{ArgValueCompleter, CompletionCandidate, Shell, engine, generate};
use std::ffi::{OsStr, OsString};

/// The word behind the program's name by which a script asks: `cdr __complete SHELL LINE [WORD]`. `LINE` ends at the
/// cursor; bash also tells the `WORD` that it is about to replace, which is the end of the last one.
const ASKS: &str = "__complete";

/// The completion script of a shell. Others than bash, zsh and fish know what the command tree says.
pub fn script(shell: Shell) -> Vec<u8> {
    let script = match shell {
        Shell::Bash => include_str!("../../../completions/cdr.bash"),
        Shell::Zsh => include_str!("../../../completions/_cdr"),
        Shell::Fish => include_str!("../../../completions/cdr.fish"),
        shell => {
            let mut script = Vec::new();
            generate(shell, &mut tree(), "cdr", &mut script);
            return script;
        }
    };
    script.as_bytes().to_vec()
}

/// The answer to a script, if one asks: a line that says what may stand at the cursor, `files`, `folders` or `words`, and a
/// line for each of those words.
#[must_use]
pub fn complete_shell_line(typed: &[OsString]) -> Option<String> {
    let typed: Vec<_> = typed.iter().map(|word| word.to_string_lossy()).collect();
    let (shell, line, replaced) = match &typed[..] {
        [_, asks, shell, line] if asks == ASKS => (shell, line, ""),
        [_, asks, shell, line, replaced] if asks == ASKS => (shell, line, &**replaced),
        _ => return None,
    };
    let found = found(line);
    let kind = found.iter().find_map(kind_of_path);
    let mut answer = kind.unwrap_or("words").to_owned();
    answer.push('\n');
    if kind.is_none() {
        let last = words(line).pop().unwrap_or_default();
        let shown = found.iter().filter_map(|candidate| {
            let value = value(candidate)?;
            match &**shell {
                "zsh" => Some(with_help(&for_zsh(value), ':', candidate)),
                "fish" => Some(with_help(value, '\t', candidate)),
                _ => for_bash(value, &last, replaced),
            }
        });
        for line in shown {
            answer.push_str(&line);
            answer.push('\n');
        }
    }
    Some(answer)
}

/// What may stand at the end of a line.
fn found(line: &str) -> Vec<CompletionCandidate> {
    let Some(words) = arguments(words(line)) else {
        return candidates::files(OsStr::new(""));
    };
    let tree = match groups(&words) {
        Some(groups) => with_totals(tree(), &groups),
        None => tree(),
    };
    let mut tree = tree.mut_subcommands(|command| command.mut_args(with_paths));
    let last = words.len() - 1;
    let typed = words[last].clone();
    let is_behind_dashes = words[..last].iter().any(|word| word == "--");
    let words = words.into_iter().map(OsString::from).collect();
    let folder = std::env::current_dir().ok();
    let found = engine::complete(&mut tree, words, last, folder.as_deref()).unwrap_or_default();
    if is_behind_dashes {
        found
    } else {
        offered(found, &typed)
    }
}

/// The words that the program gets, its name among them; none, where the last one is a file for the shell itself.
fn arguments(words: Vec<Word>) -> Option<Vec<String>> {
    let mut arguments = Vec::new();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        if word.is_redirection {
            words.next();
            words.peek()?;
        } else if !arguments.is_empty() || !word.text.contains('=') || words.peek().is_none() {
            // Before the program may stand variables of its environment.
            arguments.push(word.text);
        }
    }
    Some(arguments)
}

/// The columns that totals are asked by, where they are.
fn groups(words: &[String]) -> Option<Vec<String>> {
    let list = words.iter().enumerate().find_map(|(place, word)| {
        let behind = ["--group-by", "-g"]
            .into_iter()
            .find_map(|option| word.strip_prefix(option))?;
        match behind.strip_prefix('=').unwrap_or(behind) {
            "" => words.get(place + 1).map(String::as_str),
            list => Some(list),
        }
    })?;
    Some(list.split(',').map(str::to_owned).collect())
}

/// Of what may stand in the place of what is typed, what a user looks for: options behind a dash, or where nothing else can
/// stand.
fn offered(mut found: Vec<CompletionCandidate>, typed: &str) -> Vec<CompletionCandidate> {
    let is_dashed = |candidate: &CompletionCandidate| {
        candidate.get_value().as_encoded_bytes().starts_with(b"-")
    };
    if typed.starts_with('-') && !typed.contains('=') {
        // A letter behind another would be a second option.
        let is_letters = !typed.starts_with("--") && typed.len() > 1;
        found.retain(|candidate| {
            is_dashed(candidate)
                && candidate.get_value() != typed
                && !(is_letters && candidate.get_id().is_some())
        });
        return found
            .into_iter()
            .map(|candidate| candidate.tag(None))
            .collect();
    }
    if typed.is_empty() && !found.iter().all(is_dashed) {
        found.retain(|candidate| !is_dashed(candidate));
    }
    found
}

/// An argument that is a path tells where it stands.
fn with_paths(argument: Arg) -> Arg {
    match argument.get_value_hint() {
        ValueHint::FilePath | ValueHint::AnyPath => {
            argument.add(ArgValueCompleter::new(candidates::files))
        }
        ValueHint::DirPath => argument.add(ArgValueCompleter::new(candidates::folders)),
        _ => argument,
    }
}

/// Whether a candidate stands for files or folders, which shells know better.
fn kind_of_path(candidate: &CompletionCandidate) -> Option<&'static str> {
    let tag = candidate.get_tag()?.to_string();
    [candidates::FILES, candidates::FOLDERS]
        .into_iter()
        .find(|kind| *kind == tag)
}

/// What a candidate puts on the line, if it is a text that can stand there.
fn value(candidate: &CompletionCandidate) -> Option<&str> {
    let value = candidate.get_value().to_str()?;
    let can_stand = !value.is_empty() && !value.contains(char::is_control);
    can_stand.then_some(value)
}

/// A value, and behind a mark the first line of its help.
fn with_help(value: &str, mark: char, candidate: &CompletionCandidate) -> String {
    let help = candidate
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    match help.lines().next() {
        Some(help) => format!("{value}{mark}{help}"),
        None => value.to_owned(),
    }
}

/// zsh quotes by itself; a colon ends the value.
fn for_zsh(value: &str) -> String {
    value.replace('\\', "\\\\").replace(':', "\\:")
}

/// bash puts what it is told on the line as it is, in the place of the word that it is about to replace: which begins behind
/// an equals sign or a colon, or behind an open quote.
fn for_bash(value: &str, last: &Word, replaced: &str) -> Option<String> {
    let replaced = unquoted(replaced, last.quote);
    let before = last.text.strip_suffix(&*replaced).unwrap_or_default();
    let value = value.strip_prefix(before).unwrap_or(value);
    let is_plain =
        |character: char| character.is_alphanumeric() || "_./:=,@%+-".contains(character);
    if let Some(quote) = last.quote {
        let is_safe = match quote {
            '\'' => !value.contains('\''),
            _ => !value.contains(['"', '\\', '$', '`', '!']),
        };
        return is_safe.then(|| value.to_owned());
    }
    let mut quoted = String::new();
    for character in value.chars() {
        if !is_plain(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    Some(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bash(line: &str, replaced: &str) -> Vec<String> {
        let typed = ["cdr", ASKS, "bash", line, replaced].map(OsString::from);
        let answer = complete_shell_line(&typed).unwrap();
        let mut lines = answer.lines().map(str::to_owned);
        assert_eq!(lines.next().as_deref(), Some("words"), "{line}");
        lines.collect()
    }

    #[test]
    fn bash_is_told_what_stands_behind_the_equals_sign() {
        assert_eq!(bash("cdr period --format=js", "js"), ["json", "jsonl"]);
        assert_eq!(bash("cdr period --format=", "")[..2], ["table", "csv"]);
    }

    #[test]
    fn what_a_shell_would_run_is_quoted_or_not_offered() {
        let word = |quote| Word {
            text: "a".to_owned(),
            quote,
            ..Word::default()
        };
        let value = "a$(touch b); c*";
        assert_eq!(
            for_bash(value, &word(None), "a").unwrap(),
            "a\\$\\(touch\\ b\\)\\;\\ c\\*"
        );
        assert_eq!(for_bash(value, &word(Some('"')), "a"), None);
        assert_eq!(for_bash(value, &word(Some('\'')), "a").unwrap(), value);
        assert_eq!(for_bash("a'b", &word(Some('\'')), "a"), None);
        assert_eq!(for_bash("a b", &word(Some('"')), "a").unwrap(), "a b");
    }

    #[test]
    fn behind_an_open_quote_blanks_are_a_part_of_the_word() {
        let last = words("cdr --profile \"a b").pop().unwrap();
        assert_eq!(for_bash("a bc", &last, "a b").unwrap(), "a bc");
    }
}
