//! Tests of the lines for usage errors.

use super::*;
use crate::cli::Cli;

fn describe(typed: &str) -> String {
    let words: Vec<_> = typed.split(' ').map(OsString::from).collect();
    let error = Cli::try_parse_from(words.clone()).unwrap_err();
    describe_usage_error(&error, &words)
}

#[test]
fn every_usage_error_has_one_line_with_one_hint() {
    for (typed, expected) in [
        (
            "cdr room",
            "missing argument <ROOM_ID>; for example: cdr room 00005eec31edba25ddf9ee18 -g day",
        ),
        (
            "cdr period lastmonth",
            "invalid value 'lastmonth' for <FROM>; did you mean 'last-month'?",
        ),
        (
            "cdr period last month",
            "invalid value 'last' for <FROM>; did you mean 'last-month'?",
        ),
        (
            "cdr sandbox period today",
            "unknown command 'sandbox'; did you mean '--sandbox'?",
        ),
        (
            "cdr january.json",
            "unknown command 'january.json'; use 'cdr read january.json'",
        ),
        (
            "cdr 1739252000",
            "unknown command '1739252000'; use 'cdr conf 1739252000'",
        ),
        (
            "cdr bill check",
            "invalid value 'check' for [FROM]; use --check",
        ),
        (
            "cdr period help",
            "invalid value 'help' for <FROM>; use --help",
        ),
        (
            "cdr bill today -r rates.toml",
            "unknown option -r; use --rates FILE",
        ),
        (
            "cdr bill today --template",
            "unknown option --template; use --example",
        ),
        (
            "cdr read x --user smith",
            "unknown option --user; see 'cdr read --help'",
        ),
        (
            "cdr help perod",
            "unknown command or topic 'perod'; did you mean 'period'?",
        ),
        (
            "cdr period today --fromat csv",
            "unknown option --fromat; did you mean '--format'?",
        ),
        (
            "cdr --sandbox=1 period today",
            "--sandbox does not take a value; see 'cdr --help'",
        ),
        (
            "cdr --profile read period today -f yaml",
            "invalid value 'yaml' for --format <FORMAT>; expected one of: table, csv,",
        ),
        (
            "cdr period today --color=never -q -v",
            "--quiet cannot be used with --verbose; remove one of them",
        ),
        (
            "cdr read x --url y",
            "--url cannot be used with 'read'; use it with period, room,",
        ),
        (
            "cdr period today -n 10",
            "invalid value '10' for [TO]; use --limit 10",
        ),
        (
            "cdr room r --split 7",
            "--split requires a period; add FROM",
        ),
        (
            "cdr totals",
            "unknown command 'totals'; use 'cdr period FROM TO -g COLUMN'",
        ),
        (
            "cdr login",
            "unknown command 'login'; see 'cdr help account'",
        ),
    ] {
        let line = describe(typed);
        assert!(line.starts_with(expected), "{typed}: {line}");
        assert!(line.matches("; ").count() == 1, "{line}");
    }
}

#[test]
fn an_option_of_another_tool_gets_the_right_one_as_a_hint() {
    for (typed, hint) in [
        ("--jq .", "use --format json and pipe the output to jq"),
        ("--json a.b,c", "use --format json -c LIST"),
        ("--json=a.b,c", "use -f FORMAT -c LIST"),
        ("-L 3", "use --limit N"),
        ("-n3", "use --limit 3 (-n is --dry-run)"),
        ("-n 3", "use --limit 3 (-n is --dry-run)"),
        ("--page-size 3", "remove it, since all calls are fetched"),
        ("-d ;", "use --delimiter CHAR"),
        ("-j", "use --format json or --jobs N"),
        ("-p prod", "use --profile NAME"),
        ("-u id", "use --app-id ID"),
        ("-F csv", "did you mean '-f'?"),
        ("-r", "use --sort=-COLUMN for descending order"),
        (
            "--month 2025-01",
            "use dates as arguments: cdr period FROM TO",
        ),
        (
            "--end 2025-01",
            "use dates as arguments: cdr period FROM TO",
        ),
        ("--last-month", "use last-month without the dashes"),
        ("-7d", "use 7d without the dash"),
        ("--header", "remove it, since a header is the default"),
        ("--pretty", "use --format json and pipe the output to jq"),
        ("--debug", "use --verbose"),
        ("--config x", "see 'cdr help account'"),
        ("--threads 3", "use --jobs N"),
        (
            "--timeout -1",
            "expected a number of seconds, such as 60 or 0.5",
        ),
        (
            "--retries 4294967296",
            "expected an integer, at most 4294967295",
        ),
        ("hour=09", "use -w before each condition"),
        ("-g day hour", "use commas between columns"),
        ("and 2025-02", "use FROM TO or FROM..TO"),
    ] {
        let line = describe(&format!("cdr period 2025-01 {typed}"));
        assert!(line.ends_with(&format!("; {hint}")), "{typed}: {line}");
    }
}

#[test]
fn a_hint_depends_on_the_command() {
    for (typed, hint) in [
        (
            "cdr read x --from 2025-01",
            "use a condition, such as -w 'day = 2025-01'",
        ),
        (
            "cdr sync x --from 2025-01",
            "use dates as arguments: cdr sync DIR FROM TO",
        ),
        ("cdr read -may.json", "use ./-may.json for a file"),
        (
            "cdr conf 1 --wait soon",
            "use --wait=TIME, such as --wait=10m",
        ),
        (
            "cdr conf 1 2",
            "use 'cdr conf' for one conference at a time",
        ),
        ("cdr period today -format csv", "did you mean '--format'?"),
        (
            "cdr \u{2014}sandbox period today",
            "did you mean '--sandbox'?",
        ),
        ("cdr exit-codes", "see 'cdr help exit-codes'"),
        ("cdr help period room", "use 'cdr help room'"),
        (
            "cdr period january.json",
            "use 'cdr read FILE' for a saved file",
        ),
        ("cdr bill rates.toml", "use --rates FILE for a rate card"),
        ("cdr period 2025 --split 7d", "did you mean '7'?"),
        ("cdr period 2025 --limit 1,000", "did you mean '1000'?"),
        ("cdr period 2025 --timeout 1m", "did you mean '60'?"),
        ("cdr period jan 2025", "did you mean '2025-01'?"),
        ("cdr help environment", "see 'cdr help account'"),
        ("cdr help exit-status", "see 'cdr help exit-codes'"),
        ("cdr convert x", "use 'cdr read FILE'"),
        ("cdr period x --rates y", "use it with bill"),
    ] {
        let line = describe(typed);
        assert!(line.ends_with(&format!("; {hint}")), "{typed}: {line}");
    }
}

#[test]
fn options_of_other_tools_that_mean_the_same_work() {
    for typed in [
        "--max-items 3",
        "--output-format csv",
        "--out x.csv",
        "--no-headers",
        "--ndjson",
        "--xlsx",
        "--quiet --quiet",
    ] {
        let words = format!("cdr period today {typed}");
        let words = words.split(' ').map(OsString::from).collect();
        assert!(Cli::try_parse_from(words).is_ok(), "{typed}");
    }
}

#[test]
fn a_value_that_may_be_a_key_is_not_shown() {
    for typed in [
        "cdr period today --app-kee=s3cret",
        "cdr period today --app-key --s3cret",
        "cdr CDR_APP_KEY=s3cret period today",
        "cdr period CDR_APP_KEY=s3cret",
        "cdr conf 1 --app-key my s3cret",
    ] {
        let line = describe(typed);
        assert!(!line.contains("s3cret"), "{line}");
    }
}
