//! Completion of what is typed.
//!
//! The scripts of bash, zsh and fish run `cdr __complete SHELL LINE` at every Tab, and the program
//! prints what can follow: first `words`, `files` or `dirs`, then a line for each word. So
//! completions know the columns after a comma, the profiles of the configuration file and the time
//! zones, alike in every shell. They come from the command tree alone: nothing is run, sent or
//! written.
//!
//! The scripts of `clap_complete` would do this, too, but they put names on bash's line as they
//! are: a file or a profile called `$(…)` would run when Enter is pressed. Here each shell gets
//! names in its own quoting, or, where that cannot be done within an open quote, not at all. And
//! with `clap_complete` a leftover `COMPLETE` variable turns every command into a script;
//! `__complete` is an argument. PowerShell and Elvish get the generated script of what is fixed.

pub mod candidates;
mod line;

use self::line::{Word, split_words, unquote};
use super::command::{command, command_without_topics, with_totals};
use clap::{Arg, ValueHint};
use clap_complete::{ArgValueCompleter, CompletionCandidate, Shell, engine, generate};
use std::ffi::{OsStr, OsString};

/// The argument with which a script requests completions: `cdr __complete SHELL LINE [WORD]`.
/// `LINE` ends at the cursor; bash adds the `WORD` that it is about to replace, which is the end of
/// the last one.
const COMPLETE_COMMAND: &str = "__complete";

/// Returns the completion script of a shell.
pub fn script(shell: Shell) -> Vec<u8> {
    let script = match shell {
        Shell::Bash => include_str!("../../../completions/cdr.bash"),
        Shell::Zsh => include_str!("../../../completions/_cdr"),
        Shell::Fish => include_str!("../../../completions/cdr.fish"),
        shell => {
            let mut script = Vec::new();
            generate(shell, &mut command_without_topics(), "cdr", &mut script);
            return script;
        }
    };
    script.as_bytes().to_vec()
}

/// Returns the completions that a script requests with these arguments, if one does.
#[must_use]
pub fn complete_shell_line(args: &[OsString]) -> Option<String> {
    let args: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let (shell, line, replaced) = match &args[..] {
        [_, command, shell, line] if command == COMPLETE_COMMAND => (shell, line, ""),
        [_, command, shell, line, word] if command == COMPLETE_COMMAND => (shell, line, &**word),
        _ => return None,
    };
    let candidates = candidates_for(line);
    let path_kind = candidates.iter().find_map(path_kind);
    let mut output = format!("{}\n", path_kind.unwrap_or("words"));
    if path_kind.is_none() {
        let last = split_words(line).pop().unwrap_or_default();
        for candidate in &candidates {
            let Some(value) = printable_value(candidate) else {
                continue;
            };
            let line = match &**shell {
                "zsh" => Some(with_help(&escape_for_zsh(value), ':', candidate)),
                "fish" => Some(with_help(value, '\t', candidate)),
                _ => quote_for_bash(value, &last, replaced),
            };
            output.extend(line.map(|line| line + "\n"));
        }
    }
    Some(output)
}

/// Returns what can follow at the end of a line.
fn candidates_for(line: &str) -> Vec<CompletionCandidate> {
    let Some(words) = arguments(split_words(line)) else {
        return candidates::files(OsStr::new(""));
    };
    let command = match group_keys(&words) {
        Some(keys) => with_totals(command(), &keys),
        None => command(),
    };
    let mut command = command.mut_subcommands(|command| command.mut_args(with_path_completer));
    let last = words.len() - 1;
    let typed = words[last].clone();
    let is_after_dashes = words[..last].iter().any(|word| word == "--");
    let words = words.into_iter().map(OsString::from).collect();
    let dir = std::env::current_dir().ok();
    let candidates = engine::complete(&mut command, words, last, dir.as_deref());
    let candidates = candidates.unwrap_or_default();
    if is_after_dashes {
        candidates
    } else {
        filter_flags(candidates, &typed)
    }
}

/// Returns the words that the program gets, its name among them; none if the last one is a file for
/// the shell itself.
fn arguments(words: Vec<Word>) -> Option<Vec<String>> {
    let mut arguments = Vec::new();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        // Assignments to environment variables can precede the program.
        let is_assignment = arguments.is_empty() && word.text.contains('=');
        if word.is_redirection {
            words.next();
            words.peek()?;
        } else if !is_assignment || words.peek().is_none() {
            arguments.push(word.text);
        }
    }
    Some(arguments)
}

/// Returns the keys of `--group-by`, if it is among these words: totals have other columns than
/// calls.
fn group_keys(words: &[String]) -> Option<Vec<String>> {
    let list = words.iter().enumerate().find_map(|(index, word)| {
        let value = ["--group-by", "-g"]
            .into_iter()
            .find_map(|option| word.strip_prefix(option))?;
        match value.strip_prefix('=').unwrap_or(value) {
            "" => words.get(index + 1).map(String::as_str),
            list => Some(list),
        }
    })?;
    Some(list.split(',').map(str::to_owned).collect())
}

/// Drops flags unless a dash is typed or nothing else can follow, and everything but flags after a
/// dash.
fn filter_flags(mut candidates: Vec<CompletionCandidate>, typed: &str) -> Vec<CompletionCandidate> {
    let is_flag = |candidate: &CompletionCandidate| {
        candidate.get_value().as_encoded_bytes().starts_with(b"-")
    };
    if typed.starts_with('-') && !typed.contains('=') {
        // After -v, another letter would be a second option.
        let is_short = !typed.starts_with("--") && typed.len() > 1;
        candidates.retain(|candidate| {
            is_flag(candidate)
                && candidate.get_value() != typed
                && !(is_short && candidate.get_id().is_some())
        });
        return candidates
            .into_iter()
            .map(|candidate| candidate.tag(None))
            .collect();
    }
    if typed.is_empty() && !candidates.iter().all(is_flag) {
        candidates.retain(|candidate| !is_flag(candidate));
    }
    candidates
}

/// Returns the argument with a completer of files or directories if its value is a path.
fn with_path_completer(arg: Arg) -> Arg {
    match arg.get_value_hint() {
        ValueHint::FilePath | ValueHint::AnyPath => {
            arg.add(ArgValueCompleter::new(candidates::files))
        }
        ValueHint::DirPath => arg.add(ArgValueCompleter::new(candidates::directories)),
        _ => arg,
    }
}

/// Returns whether a candidate stands for files or directories, which shells complete better.
fn path_kind(candidate: &CompletionCandidate) -> Option<&'static str> {
    let tag = candidate.get_tag()?.to_string();
    [candidates::FILES, candidates::DIRS]
        .into_iter()
        .find(|kind| *kind == tag)
}

/// Returns the text of a candidate, unless a terminal would obey it.
fn printable_value(candidate: &CompletionCandidate) -> Option<&str> {
    let value = candidate.get_value().to_str()?;
    let is_printable = !value.is_empty() && !value.contains(char::is_control);
    is_printable.then_some(value)
}

/// Returns a value, and after a separator the first line of its help.
fn with_help(value: &str, separator: char, candidate: &CompletionCandidate) -> String {
    let help = candidate.get_help().map(ToString::to_string);
    match help.as_deref().and_then(|help| help.lines().next()) {
        Some(help) => format!("{value}{separator}{help}"),
        None => value.to_owned(),
    }
}

/// Escapes the colon, which ends the value for zsh's `_describe`. zsh quotes by itself.
fn escape_for_zsh(value: &str) -> String {
    value.replace('\\', "\\\\").replace(':', "\\:")
}

/// Quotes a value for bash, which puts it on the line unchanged in place of `replaced`: the part of
/// the last word after an equals sign, a colon or an open quote.
fn quote_for_bash(value: &str, last: &Word, replaced: &str) -> Option<String> {
    let replaced = unquote(replaced, last.quote);
    let before = last.text.strip_suffix(&*replaced).unwrap_or_default();
    let value = value.strip_prefix(before).unwrap_or(value);
    let is_plain = |ch: char| ch.is_alphanumeric() || "_./:=,@%+-".contains(ch);
    match last.quote {
        None => {
            let escape = |ch| (!is_plain(ch)).then_some('\\').into_iter().chain([ch]);
            Some(value.chars().flat_map(escape).collect())
        }
        Some('\'') if value.contains('\'') => None,
        Some('"') if value.contains(['"', '\\', '$', '`', '!']) => None,
        Some(_) => Some(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bash(line: &str, replaced: &str) -> Vec<String> {
        let typed = ["cdr", COMPLETE_COMMAND, "bash", line, replaced].map(OsString::from);
        let answer = complete_shell_line(&typed).unwrap();
        let mut lines = answer.lines().map(str::to_owned);
        assert_eq!(lines.next().as_deref(), Some("words"), "{line}");
        lines.collect()
    }

    #[test]
    fn bash_gets_only_what_follows_the_equals_sign() {
        assert_eq!(bash("cdr period --format=js", "js"), ["json", "jsonl"]);
        assert_eq!(bash("cdr period --format=", "")[..2], ["table", "csv"]);
    }

    #[test]
    fn values_that_a_shell_would_run_are_quoted_or_omitted() {
        let word = |quote| Word {
            text: "a".to_owned(),
            quote,
            ..Word::default()
        };
        let value = "a$(touch b); c*";
        assert_eq!(
            quote_for_bash(value, &word(None), "a").unwrap(),
            "a\\$\\(touch\\ b\\)\\;\\ c\\*"
        );
        assert_eq!(quote_for_bash(value, &word(Some('"')), "a"), None);
        assert_eq!(
            quote_for_bash(value, &word(Some('\'')), "a").unwrap(),
            value
        );
        assert_eq!(quote_for_bash("a'b", &word(Some('\'')), "a"), None);
        assert_eq!(quote_for_bash("a b", &word(Some('"')), "a").unwrap(), "a b");
    }

    #[test]
    fn blanks_after_an_open_quote_are_part_of_the_word() {
        let last = split_words("cdr --profile \"a b").pop().unwrap();
        assert_eq!(quote_for_bash("a bc", &last, "a b").unwrap(), "a bc");
    }
}
