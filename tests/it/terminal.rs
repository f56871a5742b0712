//! A table fits its terminal, and colour is there only when it is wanted.

use crate::common::pseudo_terminal;
use crate::common::scripted_server::{ScriptedServer, response, send_in_chunks};
use crate::common::{APP_ID, APP_KEY, assert_success, cdr, terminal_program};
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

const TABLE: &str = "period 2025-01-01";

/// What a run in the sandbox says on a terminal of this width, standard error included.
fn on_terminal(width: u16, environment: &[(&str, &str)], arguments: &str) -> String {
    run_on_terminal(width, environment, &format!("-q --sandbox {arguments}"))
}

/// The same for any run.
fn run_on_terminal(width: u16, environment: &[(&str, &str)], arguments: &str) -> String {
    let mut command = terminal_program();
    command.envs(environment.iter().copied());
    command.args(arguments.split(' '));
    let (said, status) = pseudo_terminal::on_terminal(width, 24, &mut command);
    assert!(status.success(), "{said}");
    said
}

#[test]
fn a_table_is_never_wider_than_its_terminal() {
    for width in [40, 60, 80, 100, 120, 200] {
        let table = on_terminal(width, &[("NO_COLOR", "1")], TABLE);
        assert!(table.lines().count() > 10, "{table}");
        for line in table.lines() {
            assert!(line.width() <= width.into(), "{width}: {line}");
        }
    }
}

#[test]
fn a_terminal_gets_color_unless_it_is_turned_off() {
    let has_colour = |environment: &[(&str, &str)], arguments: &str| {
        on_terminal(120, environment, arguments).contains('\u{1b}')
    };
    assert!(has_colour(&[], TABLE));
    assert!(!has_colour(&[("NO_COLOR", "1")], TABLE));
    assert!(!has_colour(&[("TERM", "dumb")], TABLE));
    assert!(!has_colour(&[], "period 2025-01-01 --color never"));
    assert!(has_colour(
        &[("NO_COLOR", "1")],
        "period 2025-01-01 --color always"
    ));
}

#[test]
fn a_pipe_gets_color_only_with_color_always() {
    let print = |color: &str| {
        let arguments = ["--sandbox", "-q", "period", "2025-01-01", "--color", color];
        assert_success(cdr().env("TERM", "xterm").args(arguments))
    };
    let (plain, coloured) = (print("auto"), print("always"));
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains('\u{1b}') && plain.lines().count() == coloured.lines().count());
    assert_eq!(print("never"), plain);
}

/// A run that takes longer than half a second, on a terminal.
fn long_work(extra: &str) -> String {
    let body = format!(
        r#"{{"result":"0","cdr":[{{"cdr_id":"1"}}]{}}}"#,
        " ".repeat(60)
    );
    let response = response("200 OK", "", &body);
    let pieces = response.as_bytes().chunks(20).map(<[u8]>::to_vec).collect();
    let server = ScriptedServer::new(vec![send_in_chunks(pieces, Duration::from_millis(120))]);
    let url = server.url();
    let account = format!("--base-url {url} --app-id {APP_ID} --app-key {APP_KEY}");
    run_on_terminal(
        100,
        &[],
        &format!("period 2025-01 -f jsonl {account}{extra}"),
    )
}

#[test]
fn progress_is_shown_and_ends_in_one_line() {
    let said = long_work("");
    assert!(said.contains(" received, "), "{said}");
    // What is left on the screen: the line that showed progress was cleared last.
    let left = said.rsplit("\u{1b}[2K").next().unwrap();
    let (calls, summary) = left.trim_start().split_once('\n').unwrap();
    assert_eq!(calls, r#"{"cdr_id":"1"}"#);
    assert!(
        summary.starts_with("cdr: 1 call; 2025-01-01 to 2025-01-31 UTC; "),
        "{summary}"
    );
}

#[test]
fn quiet_and_verbose_runs_show_no_progress() {
    for extra in [" --quiet", " --verbose"] {
        let said = long_work(extra);
        assert!(
            said.contains(r#"{"cdr_id":"1"}"#) && !said.contains(" received, "),
            "{said}"
        );
    }
}

#[test]
fn a_read_of_typed_calls_prints_that_it_waits() {
    let mut command = terminal_program();
    command.args(["read", "-", "-f", "jsonl"]);
    let typed = "{\"cdr_id\":\"1\"}\n\u{4}";
    let (said, status) = pseudo_terminal::on_terminal_with_input(80, 24, typed, &mut command);
    assert!(status.success(), "{said}");
    let note = "cdr: reading from standard input; end with Ctrl-D\n";
    assert!(said.contains(note), "{said}");
    assert!(said.contains("\n{\"cdr_id\":\"1\"}\n"), "{said}");
}

#[test]
fn a_read_from_a_pipe_prints_no_note() {
    let run = cdr()
        .args(["read", "-", "-f", "jsonl"])
        .write_stdin("{\"cdr_id\":\"1\"}\n")
        .assert();
    run.success().stdout("{\"cdr_id\":\"1\"}\n").stderr("");
}
