//! What is typed wrong either works or gets one line that names the right form, option, command or variable.

use crate::common::{Service, assert_error, cdr, response_with};

/// What is typed, the variable that is set, the exit code, and what the line must name; nothing, where it works.
type Case = (&'static str, &'static str, i32, &'static str);

const CASES: [Case; 46] = [
    ("period yesterday..today", "", 0, ""),
    ("period 2025", "", 0, ""),
    ("period 2025-Q1", "", 0, ""),
    ("period last-year", "", 0, ""),
    ("period LAST-YEAR", "", 0, ""),
    ("period 2025-01 -f CSV", "", 0, ""),
    ("period 2025-01", "CDR_FORMAT=", 0, ""),
    ("period 2025-01", "CDR_FORMAT=CSV", 0, ""),
    ("period 2025-01", "CDR_PROFILE=", 0, ""),
    (
        "period 2025-01",
        "CDR_FORMAT=yaml",
        2,
        "invalid value 'yaml' for CDR_FORMAT; expected one of: table, csv",
    ),
    ("period 2025-01 --json", "", 2, "write -f json"),
    ("period 2025-01 --csv", "", 2, "write -f csv"),
    (
        "period --from 2025-01-01 --to 2025-01-31",
        "",
        2,
        "cdr period FROM TO",
    ),
    ("period --since=2025-01-01", "", 2, "cdr period FROM TO"),
    (
        "room r1 2025-01-01 2025-01-31",
        "",
        2,
        "cdr room-period ROOM_ID FROM TO",
    ),
    (
        "room-period 2025-01 r1",
        "",
        2,
        "<FROM>: write 2025-01-31, 2025-01,",
    ),
    ("version", "", 2, "cdr --version"),
    ("today", "", 2, "cdr period today"),
    ("csv", "", 2, "-f csv"),
    ("rooms r1", "", 2, "did you mean room?"),
    (
        "period 2025-01 --split 0",
        "",
        2,
        "--split <DAYS>: write a number of days from 1",
    ),
    (
        "period 2025-01 --split=-1",
        "",
        2,
        "--split <DAYS>: write a number of days from 1",
    ),
    (
        "period 2025-01 --retries -1",
        "",
        2,
        "--retries <N>: write a number, like 4",
    ),
    (
        "period 2025-01 --jobs 65",
        "",
        2,
        "--jobs <N>: write a number from 1 to 64",
    ),
    (
        "period 2025-01 --limit 0",
        "",
        2,
        "--limit <N>: write a number of rows",
    ),
    (
        "period 2025-01 -c user.nmae",
        "",
        2,
        "did you mean 'user.name'?",
    ),
    (
        "period 2025-01 -c USER.NAME",
        "",
        2,
        "did you mean 'user.name'?",
    ),
    ("period 2025-01 -c billin", "", 2, "did you mean 'billing'?"),
    (
        "period 2025-01 -g rooms",
        "",
        2,
        "did you mean 'room.room_id'?",
    ),
    (
        "period 2025-01 -w user.nmae=Asha",
        "",
        2,
        "did you mean 'user.name'?",
    ),
    (
        "period 2025-01 --sort -user.nmae",
        "",
        2,
        "did you mean 'user.name'?",
    ),
    (
        "period 2025-01 -w user.name",
        "",
        2,
        "expected COLUMN OPERATOR VALUE",
    ),
    (
        "period 2025-01 -c user.name,duration",
        "",
        2,
        "did you mean 'room.duration' or 'sigserver.duration'?",
    ),
    ("period 2025-01 --tz GMT-5", "", 2, "did you mean -05:00?"),
    (
        "period 2025-01 -w user.name==Asha",
        "",
        2,
        "unknown operator '=='; use '='",
    ),
    (
        "period 2025-01 --where",
        "",
        2,
        "--where <CONDITION> needs a value",
    ),
    ("period 2025-01 --timezone UTC", "", 2, "write --tz ZONE"),
    (
        "period 2025-01 --tz Asia/Kolkatta",
        "",
        2,
        "did you mean 'Asia/Kolkata'?",
    ),
    (
        "period 2025-01",
        "CDR_TZ=Kolkota",
        2,
        "CDR_TZ: unknown time zone 'Kolkota'; did you mean 'Asia/Kolkata'?",
    ),
    ("period -30d", "", 2, "write 30d without a dash"),
    (
        "period 2025-01-01 to 2025-01-31",
        "",
        2,
        "FROM TO, or FROM..TO",
    ),
    ("period 2025-02-30", "", 2, "no such date"),
    ("conf 1 --wait 10m", "", 2, "--wait=10m"),
    ("conf 1 --wait=soon", "", 2, "like 10m, 90s or 1h"),
    ("-f csv period 2025-01", "", 2, "-f goes behind the command"),
    (
        "period 2025-01 --view record -f csv",
        "",
        2,
        "--view only applies to tables",
    ),
];

#[test]
fn each_mistake_works_or_has_a_line_that_names_the_right_form() {
    for (typed, variable, code, named) in CASES {
        let service = Service::with(|mock| {
            mock.with_body(response_with(r#"{"cdr_id":"1","user":{"name":"x"}}"#))
        });
        let mut run = service.cdr();
        run.args(typed.split(' '));
        if let Some((name, value)) = variable.split_once('=') {
            run.env(name, value);
        }
        if code == 0 {
            run.assert().success();
        } else {
            assert_error(&mut run, code, &[named]);
        }
    }
}

#[test]
fn every_usage_error_names_the_help_of_its_command_and_that_help_explains_its_arguments() {
    for (typed, argument, explained) in [
        ("period", "<FROM>", "The first day: 2025-01-31"),
        ("room", "<ROOM_ID>", "The room's id"),
        ("room-period r1", "<FROM>", "The first day: 2025-01-31"),
        ("conf", "<CONF_NUM>", "The conference's number"),
        ("read", "<FILE>...", "The files; - is standard input"),
        ("completions", "<SHELL>", "The shell"),
    ] {
        let command = typed.split(' ').next().unwrap();
        let told = [
            format!("{argument} is missing, as in: cdr {command} "),
            format!("; see 'cdr {command} --help'"),
        ];
        assert_error(cdr().args(typed.split(' ')), 2, &[&told[0], &told[1]]);
        for help in ["-h", "--help"] {
            let help = crate::common::assert_success(cdr().args([command, help]));
            assert!(
                help.contains(explained) && help.contains("Example"),
                "{help}"
            );
        }
    }
}

#[test]
#[cfg(unix)]
fn the_examples_of_every_help_work() {
    let folder = tempfile::tempdir().unwrap();
    let call = r#"{"cdr_id":"1","user":{"name":"Smith","ref":"x"}}"#;
    let files = "january.json january-again.json february.jsonl.gz old.json new.json";
    for file in files.split(' ') {
        std::fs::write(folder.path().join(file), call).unwrap();
    }
    let mut count = 0;
    let helps = crate::common::COMMANDS
        .iter()
        .map(|command| vec![*command, "-h"]);
    for arguments in helps.chain([vec!["-h"]]) {
        let help = crate::common::assert_success(cdr().args(arguments));
        for line in help.lines().filter_map(|line| line.strip_prefix("  cdr ")) {
            // It would wait, is about an account, or names no room that there is.
            let others = ["--wait", "--dry-run", "ROOM_ID", "CONF_NUM"];
            if others.iter().any(|other| line.contains(other)) {
                continue;
            }
            count += 1;
            let run = crate::common::shell(&format!("cdr {line}"))
                .current_dir(&folder)
                .env("CDR_SANDBOX", "1")
                .output();
            let run = run.unwrap();
            assert!(run.status.success(), "{line}: {run:?}");
        }
    }
    assert!(count >= 22, "{count}");
}
