//! What the program tells about itself is current: completions, manual page, columns, help.

use crate::common::golden::{assert_golden, assert_matches_file};
use crate::common::{assert_error, assert_success, cdr};

#[test]
fn the_completion_scripts_are_current() {
    for (shell, file) in [
        ("bash", "cdr.bash"),
        ("zsh", "_cdr"),
        ("fish", "cdr.fish"),
        ("powershell", "_cdr.ps1"),
        ("elvish", "cdr.elv"),
    ] {
        let script = assert_success(cdr().args(["completions", shell]));
        assert_matches_file(&format!("completions/{file}"), &script);
    }
}

#[test]
fn the_manual_page_has_every_part() {
    let page = assert_success(cdr().arg("man"));
    for section in [
        "NAME",
        "SYNOPSIS",
        "COMMANDS",
        "OPTIONS",
        "\"DATES AND PERIODS\"",
        "\"EXACT PERIODS\"",
        "FORMATS",
        "ARCHIVE",
        "\"EXIT STATUS\"",
        "ENVIRONMENT",
        "FILES",
        "EXAMPLES",
    ] {
        assert!(page.contains(&format!(".SH {section}\n")), "{section}");
    }
    for part in [
        "CDR_APP_KEY_FILE",
        "config.toml",
        "room\\-period",
        "\\-\\-retry\\-delay",
        "last\\-quarter",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn the_manual_page_knows_the_exit_codes_of_the_readme() {
    let page = assert_success(cdr().arg("man"));
    let start = page.find("\"EXIT STATUS\"").unwrap();
    let end = page[start..].find("ENVIRONMENT").unwrap();
    let codes = page[start..start + end].split(".TP\n").skip(1);
    let codes: Vec<_> = codes
        .filter_map(|item| item.strip_prefix("\\fB")?.split_once("\\fR"))
        .map(|(code, _)| code)
        .collect();
    let readme = include_str!("../../README.md");
    let (_, table) = readme.split_once("## Exit codes").unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| "));
    let rows = rows.filter_map(|row| row.split_once(" | "));
    let documented: Vec<_> = rows
        .map(|(code, _)| code)
        .filter(|code| code.parse::<u8>().is_ok())
        .collect();
    assert_eq!(codes, documented);
}

#[test]
fn the_manual_page_describes_every_option() {
    let page = assert_success(cdr().arg("man")).replace('\\', "");
    for command in crate::common::COMMANDS {
        let help = assert_success(cdr().args([command, "--help"]));
        let options = help
            .split_whitespace()
            .filter(|word| word.starts_with("--"));
        for option in options.map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric())) {
            let option = option.split(['=', '[']).next().unwrap_or(option);
            assert!(page.contains(option), "{command} {option}");
        }
    }
}

#[test]
fn a_pattern_that_no_column_contains_causes_a_warning() {
    let run = cdr().args(["fields", "user.nmae", "-f", "json"]).assert();
    run.success()
        .stdout("[]\n")
        .stderr("cdr: warning: no column contains 'user.nmae'; did you mean 'user.name'?\n");
}

#[test]
fn fields_golden() {
    assert_golden("fields.txt", &assert_success(cdr().arg("fields")));
}

#[test]
fn the_columns_are_listed_in_every_format() {
    let heading = "path,type,unit,sets,meaning\ntrans_date,time,,all,";
    assert!(assert_success(cdr().args(["fields", "-f", "csv"])).starts_with(heading));
    let lines = assert_success(cdr().args(["fields", "-f", "jsonl"]));
    let document = assert_success(cdr().args(["fields", "-f", "json"]));
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document.as_array().unwrap().len(), lines.lines().count());
    let some =
        assert_success(cdr().args(["fields", "-c", "path,unit", "-f", "csv", "--no-header"]));
    assert!(some.contains("\nusage.connect_minutes,seconds\nusage.connect_minutes_cal,minutes\n"));
}

#[test]
fn help_fits_a_screen_and_shows_the_arguments() {
    let help = |arguments: &[&str]| assert_success(cdr().args(arguments));
    for command in crate::common::COMMANDS {
        let short = help(&[command, "-h"]);
        let example = format!(":\n  cdr {command}");
        assert!(short.contains(&example), "{command} has no example");
        assert!(
            short.lines().count() <= 45,
            "{command}: {}",
            short.lines().count()
        );
    }
    let top = help(&["--help"]);
    for part in [
        "Examples:",
        "last-month",
        "--sandbox",
        "--profile",
        "--verbose",
    ] {
        assert!(top.contains(part), "{part}");
    }
    let (period, read) = (help(&["period", "--help"]), help(&["read", "--help"]));
    for part in [
        "Calls:",
        "Output:",
        "Account:",
        "Requests:",
        "--retry-delay",
        "--split",
    ] {
        assert!(period.contains(part), "{part}");
    }
    for part in [
        "Account:",
        "Requests:",
        "--retry-delay",
        "--dry-run",
        "--split",
        "--sandbox",
    ] {
        assert!(!read.contains(part), "{part}");
    }
    assert!(!help(&["conf", "--help"]).contains("--split"));
    assert!(!help(&["completions", "--help"]).contains("--format"));
}

#[test]
fn a_pattern_selects_columns_by_path_type_set_or_meaning() {
    let paths = |pattern: &str| {
        let list = ["fields", pattern, "-c", "path", "-f", "csv", "--no-header"];
        assert_success(cdr().args(list))
    };
    assert!(paths("DURATION").lines().count() > 2);
    assert!(paths("billing").contains("usage.connect_minutes_cal\n"));
    assert!(paths("flag").contains("lowcode\n"));
    assert_eq!(paths("ROOM_ID"), "room.room_id\n");
}

#[test]
fn help_topics_explain_what_every_command_shares() {
    for (topic, text) in [
        ("dates", "last-quarter"),
        ("account", "[profiles.default]"),
        ("columns", "-g room.room_id,day"),
        ("filters", "-w 'user.name ~ smith'"),
        ("formats", "Comma-separated values"),
        ("exit-codes", "130  Interrupted"),
    ] {
        let help = assert_success(cdr().args(["help", topic]));
        assert!(help.contains(text), "{help}");
    }
    let top = assert_success(cdr().arg("--help"));
    assert!(top.contains("Exit codes: 0 success, 1 local error, 2 usage"));
}

#[test]
fn the_topic_columns_is_not_the_help_of_fields() {
    let topic = assert_success(cdr().args(["help", "columns"]));
    assert!(topic.starts_with("Columns, column sets, totals and sorting\n"));
    assert!(!topic.contains("--format"), "{topic}");
    let help = assert_success(cdr().args(["columns", "--help"]));
    assert!(help.contains("'cdr help columns' explains"), "{help}");
}

#[test]
fn the_help_of_json_says_whether_rows_are_in_an_envelope() {
    for (command, description) in [
        (
            "period",
            "Single JSON document, records exactly as received",
        ),
        ("doctor", "Plain JSON list of rows"),
        ("diff", "Plain JSON list of rows"),
    ] {
        let help = assert_success(cdr().args([command, "--help"]));
        assert!(help.contains(description), "{help}");
    }
}

#[test]
fn no_arguments_print_the_help_and_exit_with_2() {
    let run = cdr().assert().code(2).stdout("");
    assert!(String::from_utf8_lossy(&run.get_output().stderr).contains("Usage: cdr"));
}

#[test]
fn a_column_that_no_call_has_causes_a_warning_unless_it_is_mistyped() {
    let sample = "tests/samples/enablex.json";
    let read = |arguments: &[&str]| {
        let mut run = cdr();
        run.args(["read", sample, "-f", "csv"]).args(arguments);
        run
    };
    for arguments in [
        ["-c", "usr.name"],
        ["-g", "usr.name"],
        ["-w", "usr.name=1"],
        ["--sort", "-usr.name"],
    ] {
        let message = "no call has a column 'usr.name'; did you mean 'user.name'?";
        assert_error(&mut read(&arguments), 2, &[message]);
    }
    for arguments in [["-c", "shoe"], ["-w", "shoe="], ["--sort", "shoe"]] {
        let run = read(&arguments).assert().success();
        run.stderr(
            "cdr: warning: no call has a column 'shoe'; run 'cdr fields' to list the columns\n",
        );
    }
}

#[test]
fn an_unknown_shell_is_rejected() {
    assert_error(cdr().args(["completions", "tcsh"]), 2, &["tcsh", "zsh"]);
}
