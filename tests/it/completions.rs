//! A shell that asks the program gets what may stand next, and files only where files go.

use crate::common::{assert_success, cdr};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What may stand at the end of a line, as a shell asks for it, and the words for it.
fn complete(shell: &str, line: &str, configuration: &Path) -> (String, Vec<String>) {
    let mut run = cdr();
    run.env("XDG_CONFIG_HOME", configuration);
    let replaced = line.rsplit(' ').next().unwrap();
    let answer = assert_success(run.args(["__complete", shell, line, replaced]));
    let mut lines = answer.lines().map(str::to_owned);
    (lines.next().unwrap(), lines.collect())
}

/// The words at the end of a line, without what is told of them.
fn complete_words(line: &str) -> Vec<String> {
    let (kind, words) = complete("fish", line, Path::new("/no/such/folder"));
    assert_eq!(kind, "words", "{line}");
    let value = |word: &String| word.split('\t').next().unwrap().to_owned();
    words.iter().map(value).collect()
}

#[test]
fn columns_complete_after_each_comma_and_once() {
    assert_eq!(
        complete_words("cdr period -c usage.connect"),
        ["usage.connect_minutes", "usage.connect_minutes_cal"]
    );
    assert_eq!(
        complete_words("cdr period -c brief,user.na"),
        ["brief,user.name"]
    );
    assert_eq!(complete_words("cdr read x -g day,mo"), ["day,month"]);
    assert!(complete_words("cdr period --columns user.name,user.na").is_empty());
    assert_eq!(
        complete_words("cdr period --sort day,-room.dur"),
        ["day,-room.duration"]
    );
}

#[test]
fn columns_are_those_that_the_command_has() {
    for (line, expected) in [
        ("cdr fields -c pa", &["path"][..]),
        ("cdr sync x -c cal", &["calls"]),
        ("cdr doctor -c ch", &["check"]),
        ("cdr diff a b -c ch", &["change"]),
        ("cdr period -g day,user.ref -c user", &["user.ref"]),
        ("cdr period --group-by=day -c conf", &["conferences"]),
        ("cdr period -g day -c bad", &["bad_calls", "bad_share"]),
        ("cdr period -gday --sort -call", &["-calls"]),
        ("cdr diff a b --sort -call", &["-call_num", "-call_log_id"]),
        ("cdr period -c conf", &["conf_num"]),
        ("cdr period -g bri", &[]),
        ("cdr period --sort bri", &[]),
        ("cdr period -c bri", &["brief"]),
    ] {
        assert_eq!(complete_words(line), expected, "{line}");
    }
}

#[test]
fn a_condition_completes_its_column_within_quotes_and_then_its_operator() {
    assert_eq!(
        complete_words("cdr period -w 'usage.connect"),
        ["usage.connect_minutes", "usage.connect_minutes_cal"]
    );
    let operators = ["=", "<", ">", "~", "!=", "!~", "<=", ">="];
    let expected = operators.map(|operator| format!("stats_quality.call_quality{operator}"));
    assert_eq!(
        complete_words("cdr period -w \"stats_quality.call"),
        expected
    );
    let expected = operators.map(|operator| format!("room.duration {operator}"));
    assert_eq!(complete_words("cdr period -w 'room.duration "), expected);
}

#[test]
fn date_words_complete_once_and_after_two_dots() {
    let words = ["last-week", "last-month", "last-quarter", "last-year"];
    assert_eq!(complete_words("cdr period la"), words);
    assert_eq!(complete_words("cdr period LA"), words);
    assert_eq!(complete_words("cdr period yes"), ["yesterday"]);
    assert_eq!(complete_words("cdr period 7"), ["7d"]);
    assert_eq!(complete_words("cdr period 2025-01 to"), ["today"]);
    assert_eq!(
        complete_words("cdr period yesterday..to"),
        ["yesterday..today"]
    );
}

#[test]
fn zones_formats_services_and_commands_complete() {
    assert_eq!(
        complete_words("cdr period --tz asia/kolk"),
        ["Asia/Kolkata"]
    );
    assert!(complete_words("cdr period --tz As").contains(&"Asia/Tokyo".to_owned()));
    let formats: Vec<_> = crate::common::every_format().collect();
    assert_eq!(complete_words("cdr period -f "), formats);
    assert_eq!(complete_words("cdr period --format=cs"), ["--format=csv"]);
    assert_eq!(complete_words("cdr period --service s"), ["smartflomeet"]);
    let commands = complete_words("cdr ");
    for command in crate::common::COMMANDS {
        assert!(commands.contains(&command.to_owned()), "{command}");
    }
    assert_eq!(
        complete_words("CDR_SANDBOX=1 cdr --sandbox per"),
        ["period"]
    );
}

#[test]
fn profiles_are_those_of_the_configuration_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("cdr")).unwrap();
    fs::write(
        folder.path().join("cdr/config.toml"),
        "[profiles.work]\napp_key_command = [\"touch\", \"ran\"]\n[profiles.\"we\\u001Bst\"]\n[profiles.\"w;id\"]\n",
    )
    .unwrap();
    let found = |shell| complete(shell, "cdr period --profile w", folder.path()).1;
    assert_eq!(found("fish"), ["w;id", "work"]);
    assert_eq!(found("bash"), ["w\\;id", "work"]);
    assert!(complete_words("cdr period --profile ").is_empty());
}

#[test]
fn files_and_directories_complete_only_where_they_are_arguments() {
    for (kind, lines) in [
        (
            "files",
            &[
                "cdr read ",
                "cdr read 'a b",
                "cdr period -o a",
                "cdr period --output=a",
                "cdr diff ",
                "cdr diff a ",
                "cdr period --ca-cert ",
                "cdr conf 1 --app-key-file ",
                "cdr read -- -r",
                "cdr period 2025-01 > ",
                "cdr period 2025-01 2>e",
            ][..],
        ),
        ("dirs", &["cdr sync ", "cdr sync a"]),
        (
            "words",
            &[
                "cdr ",
                "cdr period ",
                "cdr period a",
                "cdr room ",
                "cdr period --tz ",
                "cdr period -g ",
                "cdr period -f ",
                "cdr help ",
                "cdr fields ",
                "cdr read -",
                "cdr sync a ",
                "cdr period 2025-01 > a ",
            ],
        ),
    ] {
        for line in lines {
            let (found, words) = complete("fish", line, Path::new("/no/such/folder"));
            assert_eq!(found, kind, "{line}");
            assert!(kind == "words" || words.is_empty(), "{line}");
        }
    }
}

#[test]
fn options_of_the_command_complete_after_a_dash() {
    let options = complete_words("cdr read --");
    assert!(options.contains(&"--where".to_owned()) && !options.contains(&"--split".to_owned()));
    assert!(complete_words("cdr sync x --").contains(&"--lookback".to_owned()));
    let is_dashed = |word: &String| word.starts_with('-');
    assert!(!complete_words("cdr period ").iter().any(is_dashed));
    assert!(
        complete_words("cdr period 2025-01 2025-02 ")
            .iter()
            .all(is_dashed)
    );
    assert!(complete_words("cdr -f").is_empty());
}

#[test]
fn zsh_knows_where_a_value_ends() {
    let (_, words) = complete("zsh", "cdr per", Path::new("/no/such/folder"));
    assert_eq!(words, ["period:Print the calls of a period"]);
}

/// What the script of bash would put on a line; `replaced` is the end of the line that bash knows as a word.
fn complete_in_bash(line: &str, replaced: &str) -> Option<Vec<String>> {
    let folder = Path::new(env!("CARGO_BIN_EXE_cdr")).parent().unwrap();
    let script = r#"PATH=$1:$PATH; . completions/cdr.bash
        COMP_LINE=$2 COMP_POINT=${#2}; _cdr cdr "$3" ""
        printf '%s\n' "${COMPREPLY[@]}""#;
    let mut bash = Command::new("bash");
    bash.args(["-c", script, "bash"]).arg(folder);
    // A machine without bash has nothing to try.
    let output = bash.args([line, replaced]).output().ok()?;
    let found = String::from_utf8(output.stdout).unwrap();
    Some(found.lines().map(str::to_owned).collect())
}

#[test]
fn the_bash_script_runs_the_program() {
    for (line, replaced, expected) in [
        ("cdr per", "per", "period"),
        ("cdr period --format=cs", "cs", "csv"),
        (
            "cdr period -c user.name,user.re",
            "user.name,user.re",
            "user.name,user.ref",
        ),
    ] {
        if let Some(found) = complete_in_bash(line, replaced) {
            assert_eq!(found, [expected], "{line}");
        }
    }
}
