//! A shell that asks the program gets what may stand next, and files only where files go.

mod common;

use common::{cdr, printed};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What may stand in the place of the last of these words, as bash asks for it in a folder.
fn completed_in(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut run = cdr();
    run.current_dir(folder).env("XDG_CONFIG_HOME", folder);
    run.env("CDR_COMPLETE", "bash").env("_CLAP_IFS", "\n");
    run.env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    let found = printed(run.args(["--", "cdr"]).args(words));
    found.lines().map(str::to_owned).collect()
}

fn completed(words: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a-file.json"), "").unwrap();
    completed_in(folder.path(), words)
}

#[test]
fn columns_complete_behind_each_comma_and_once() {
    assert_eq!(
        completed(&["period", "-c", "usage.connect"]),
        ["usage.connect_minutes", "usage.connect_minutes_cal"]
    );
    assert_eq!(
        completed(&["period", "-c", "brief,user.na"]),
        ["brief,user.name"]
    );
    assert_eq!(completed(&["read", "x", "-g", "day,mo"]), ["day,month"]);
    assert!(completed(&["period", "--columns", "user.name,user.na"]).is_empty());
    assert_eq!(
        completed(&["period", "--sort", "day,-room.dur"]),
        ["day,-room.duration"]
    );
    assert_eq!(
        completed(&["period", "-w", "stats_quality.call"]),
        ["stats_quality.call_quality"]
    );
}

#[test]
fn date_words_complete_once_each_and_behind_two_dots() {
    let words = completed(&["period", "la"]);
    assert_eq!(
        words,
        ["last-week", "last-month", "last-quarter", "last-year"]
    );
    assert_eq!(completed(&["period", "yes"]), ["yesterday"]);
    assert_eq!(completed(&["period", "2025-01", "to"]), ["today"]);
    assert_eq!(
        completed(&["period", "yesterday..to"]),
        ["yesterday..today"]
    );
}

#[test]
fn zones_formats_services_and_commands_complete() {
    assert_eq!(
        completed(&["period", "--tz", "asia/kolk"]),
        ["Asia/Kolkata"]
    );
    assert!(completed(&["period", "--tz", "As"]).contains(&"Asia/Tokyo".to_owned()));
    let formats: Vec<_> = common::every_format().collect();
    assert_eq!(completed(&["period", "-f", ""]), formats);
    assert_eq!(completed(&["period", "--service", "s"]), ["smartflomeet"]);
    let commands = completed(&[""]);
    for command in common::COMMANDS {
        assert!(commands.contains(&command.to_owned()), "{command}");
    }
}

#[test]
fn profiles_are_those_of_the_configuration_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("cdr")).unwrap();
    fs::write(
        folder.path().join("cdr/config.toml"),
        "[profiles.work]\n[profiles.west]\n[profiles.other]\n",
    )
    .unwrap();
    let found = completed_in(folder.path(), &["period", "--profile", "w"]);
    assert_eq!(found, ["west", "work"]);
    assert!(completed(&["period", "--profile", ""]).is_empty());
}

#[test]
fn files_complete_where_files_go_and_nowhere_else() {
    for words in [
        &["read", "a-"][..],
        &["period", "-o", "a-"],
        &["diff", "a-"],
        &["period", "--ca-cert", "a-"],
    ] {
        assert_eq!(completed(words), ["a-file.json"], "{words:?}");
    }
    for words in [
        &["period", "a-"][..],
        &["room", "a-"],
        &["period", "--tz", "a-"],
        &["period", "-g", "a-"],
        &["fields", "a-"],
    ] {
        assert!(completed(words).is_empty(), "{words:?}");
    }
}

#[test]
fn only_the_options_of_a_command_complete() {
    let options = completed(&["read", "--"]);
    assert!(options.contains(&"--where".to_owned()) && !options.contains(&"--split".to_owned()));
    assert!(completed(&["sync", "x", "--"]).contains(&"--lookback".to_owned()));
}

#[test]
fn the_script_of_bash_asks_the_program() {
    let program = Path::new(env!("CARGO_BIN_EXE_cdr"))
        .parent()
        .unwrap()
        .display()
        .to_string();
    let script = format!(
        "PATH={program}:$PATH; . completions/cdr.bash
        COMP_WORDS=(cdr period --columns usage.connect); COMP_CWORD=3; COMP_TYPE=9
        _clap_complete_cdr cdr usage.connect --columns
        printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let Ok(output) = Command::new("bash").args(["-c", &script]).output() else {
        // This machine has no bash.
        return;
    };
    let found = String::from_utf8(output.stdout).unwrap();
    let found: Vec<_> = found.split_whitespace().collect();
    assert_eq!(
        found,
        ["usage.connect_minutes", "usage.connect_minutes_cal"]
    );
}
