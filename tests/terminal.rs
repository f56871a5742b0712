//! A table fits its terminal, and colour is there only when it is wanted. `script` from util-linux makes the
//! terminal; a machine without it passes.

#![cfg(target_os = "linux")]

mod common;

use common::{cdr, printed};
use std::process::Command;
use unicode_width::UnicodeWidthStr;

const TABLE: &str = "period 2025-01-01";

/// What a run says on a terminal of this width, standard error included.
fn on_terminal(width: u16, environment: &[(&str, &str)], arguments: &str) -> Option<String> {
    let program = assert_cmd::cargo::cargo_bin!("cdr");
    let command = format!(
        "stty rows 24 cols {width}; {} -q --sandbox {arguments}",
        program.display()
    );
    let mut script = Command::new("script");
    script
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .env_remove("NO_COLOR");
    for name in ["CDR_FORMAT", "CDR_SANDBOX", "CDR_PROFILE"] {
        script.env_remove(name);
    }
    let output = script
        .env("TERM", "xterm")
        .envs(environment.iter().copied())
        .output()
        .ok()?;
    Some(String::from_utf8(output.stdout).unwrap().replace('\r', ""))
}

#[test]
fn a_table_is_never_wider_than_its_terminal() {
    for width in [40, 60, 80, 100, 120, 200] {
        let Some(table) = on_terminal(width, &[("NO_COLOR", "1")], TABLE) else {
            return;
        };
        assert!(table.lines().count() > 10, "{table}");
        for line in table.lines() {
            assert!(line.width() <= width.into(), "{width}: {line}");
        }
    }
}

#[test]
fn a_terminal_gets_colour_unless_it_is_told_otherwise() {
    let has_colour = |environment: &[(&str, &str)], arguments: &str| {
        on_terminal(120, environment, arguments).map(|table| table.contains('\u{1b}'))
    };
    assert_ne!(has_colour(&[], TABLE), Some(false));
    assert_ne!(has_colour(&[("NO_COLOR", "1")], TABLE), Some(true));
    assert_ne!(has_colour(&[("TERM", "dumb")], TABLE), Some(true));
    assert_ne!(
        has_colour(&[], "period 2025-01-01 --color never"),
        Some(true)
    );
    assert_ne!(
        has_colour(&[("NO_COLOR", "1")], "period 2025-01-01 --color always"),
        Some(false)
    );
}

#[test]
fn a_pipe_gets_no_colour_unless_it_is_asked_for() {
    let print = |color: &str| {
        let arguments = ["--sandbox", "-q", "period", "2025-01-01", "--color", color];
        printed(cdr().env("TERM", "xterm").args(arguments))
    };
    let (plain, coloured) = (print("auto"), print("always"));
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains('\u{1b}') && plain.lines().count() == coloured.lines().count());
    assert_eq!(print("never"), plain);
}
