//! What is typed wrong either works or gets one line that names the right form, option, command or variable.

use crate::common::{Service, assert_error, cdr, response_with};

/// What is typed, the variable that is set, the exit code, and what the line must name; nothing, where it works.
type Case = (&'static str, &'static str, i32, &'static str);

const CASES: [Case; 75] = [
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
    ("period 2025-01 --json", "", 0, ""),
    ("period 2025-01 --csv", "", 0, ""),
    (
        "period --from 2025-01-01 --to 2025-01-31",
        "",
        2,
        "cdr period FROM TO",
    ),
    ("period --since=2025-01-01", "", 2, "cdr period FROM TO"),
    ("room r1 2025-01-01 2025-01-31", "", 0, ""),
    ("room r1 2025-01-01..2025-01-31 --split 40", "", 0, ""),
    ("room r1 --split 40", "", 2, "--split requires a period"),
    ("room yesterday", "", 2, "use 'cdr room ROOM_ID yesterday'"),
    (
        "period 2025-01 -w room.connect_dt>2025-01-01T12:00Z",
        "",
        2,
        "did you mean '2025-01-01T12:00:00Z'?",
    ),
    (
        "period 2025-01 -w month=10",
        "",
        2,
        "expected a date, such as 2025-01-31",
    ),
    ("calls 2025-01", "", 0, ""),
    ("conference 1", "", 0, ""),
    ("period 2025-01 --timezone utc", "", 0, ""),
    (
        "period 2025-01 --filter hour=01 --order-by day --cols day",
        "",
        0,
        "",
    ),
    ("period 2025-01 --no-color -f ndjson", "", 0, ""),
    (
        "period 2025-01 -o json",
        "",
        2,
        "did you mean '--format json'?",
    ),
    ("period 2025-01 -n 10", "", 2, "use --limit 10"),
    ("list", "", 2, "use 'cdr period FROM TO'"),
    ("login", "", 2, "see 'cdr help account'"),
    ("totals", "", 2, "-g COLUMN"),
    ("period 2025/01/31", "", 2, "did you mean '2025-01-31'?"),
    ("period 30days", "", 2, "did you mean '30d'?"),
    (
        "room-period 2025-01 r1",
        "",
        2,
        "<FROM>; expected 2025-01-31, 2025-01,",
    ),
    ("version", "", 2, "cdr --version"),
    ("today", "", 2, "cdr period today"),
    ("csv", "", 2, "use -f csv after a command"),
    ("rooms r1", "", 2, "did you mean 'room'?"),
    (
        "period 2025-01 --split 0",
        "",
        2,
        "for --split <DAYS>; expected an integer, at least 1",
    ),
    (
        "period 2025-01 --split=-1",
        "",
        2,
        "for --split <DAYS>; expected an integer, at least 1",
    ),
    (
        "period 2025-01 --retries -1",
        "",
        2,
        "for --retries <N>; expected an integer, at least 0",
    ),
    (
        "period 2025-01 --jobs 65",
        "",
        2,
        "for --jobs <N>; expected an integer from 1 to 64",
    ),
    (
        "period 2025-01 --limit 0",
        "",
        2,
        "for --limit <N>; expected an integer, at least 1",
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
    ("period 2025-01 -w user.name", "", 2, "missing operator"),
    (
        "period 2025-01 -c user.name,duration",
        "",
        2,
        "did you mean 'room.duration' or 'sigserver.duration'?",
    ),
    ("period 2025-01 --tz GMT-5", "", 2, "did you mean '-05:00'?"),
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
        "--where <CONDITION> requires a value",
    ),
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
    ("period -30d", "", 2, "use 30d without the dash"),
    (
        "period 2025-01-01 to 2025-01-31",
        "",
        2,
        "FROM TO or FROM..TO",
    ),
    ("period 2025-02-30", "", 2, "no such date"),
    ("conf 1 --wait=soon", "", 2, "such as 90s, 10m or 1h"),
    ("-f csv period 2025-01", "", 2, "-f must follow the command"),
    (
        "period 2025-01 --jobs 3",
        "",
        2,
        "--jobs has no effect without --split; add --split DAYS",
    ),
    ("conf 1,2", "", 2, "<CONF_NUM>; use one ID for each run"),
    ("room 1,2", "", 2, "<ROOM_ID>; use one ID for each run"),
    ("read 2025-01", "", 2, "use -w 'day = 2025-01' for a period"),
    ("period 2025-01 -g week", "", 2, "; use day, month or hour"),
    (
        "period 2025-01 -w year=2025",
        "",
        2,
        "; use day, month or hour",
    ),
    (
        "period 2025-01 -g day --sort calls:desc",
        "",
        2,
        "; use -calls",
    ),
    (
        "period 2025-01 -c *",
        "",
        2,
        "; use a column set, such as all",
    ),
    (
        "period 2025-01 -c user.*",
        "",
        2,
        "; use user for the whole object",
    ),
    ("period 2025-01 -c id", "", 2, "did you mean 'cdr_id'?"),
    (
        "period 2025-01 -g day -w calls>3",
        "",
        2,
        "'calls' is a column of totals; use -g LIST --sort=-calls --limit N",
    ),
    (
        "period 2025-01 -w room.duration>1h",
        "",
        2,
        "'1h' for room.duration; expected seconds, such as 3600",
    ),
    ("period 2025-01 -o a.xls", "", 2, "did you mean 'a.xlsx'?"),
    (
        "period 2025-01 -o calls/",
        "",
        2,
        "cannot write calls/: it is a directory",
    ),
    (
        "period 2025-01 --view record -f csv",
        "",
        2,
        "--view only applies to tables",
    ),
];

#[test]
fn a_mistake_works_or_gets_a_line_with_the_right_form() {
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
fn a_missing_argument_gets_an_example_and_the_help_explains_it() {
    for (typed, argument, explained) in [
        ("period", "<FROM>", "First day: 2025-01-31"),
        ("room", "<ROOM_ID>", "Room ID"),
        ("room-period r1", "<FROM>", "First day: 2025-01-31"),
        ("conf", "<CONF_NUM>", "Conference number"),
        ("read", "<FILE>...", "Files to read; '-' is standard input"),
        ("completions", "<SHELL>", "Shell to generate"),
    ] {
        let command = typed.split(' ').next().unwrap();
        let message = [
            format!("missing argument {argument}"),
            format!("; for example: cdr {command} "),
        ];
        assert_error(cdr().args(typed.split(' ')), 2, &[&message[0], &message[1]]);
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
    for file in ["bill.csv", "bill-again.csv"] {
        std::fs::write(folder.path().join(file), "customer,charge,amount\n").unwrap();
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
