//! Bills: the same from the service, from files and from an archive, and nothing requested for a wrong card.

use crate::common::pseudo_terminal::on_terminal;
use crate::common::{
    Service, assert_error, assert_success, cdr, response_with, terminal_program, text_formats,
};
use assert_cmd::Command;
use calamine::{Reader, Xlsx, open_workbook};
use std::fs;
use tempfile::TempDir;

const CARD: &str = r#"currency = "EUR"
customer = "user.ref"
[[charge]]
name = "Minutes"
quantity = "usage.connect_minutes_cal"
unit = "min"
price = "0.105"
free = 1
"#;

/// Calls in January in UTC, and one that is in January only in India.
fn records() -> String {
    let call = |id: &str, customer: &str, connect: &str, minutes: &str| {
        format!(
            r#"{{"cdr_id":"{id}","user":{{"ref":"{customer}"}},"room":{{"connect_dt":"{connect}"}},"usage":{{"connect_minutes_cal":{minutes}}}}}"#
        )
    };
    [
        call("4", "beta", "2025-01-20T10:00:00.000Z", "7"),
        call("2", "acme", "2025-01-02T00:00:00.000Z", "3"),
        call("1", "acme", "2024-12-31T20:00:00.000Z", "10"),
        call("3", "", "2025-01-31T23:59:59.000Z", "1"),
    ]
    .join(",\n")
}

/// A directory with the card and the calls.
fn dir() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("rates.toml"), CARD).unwrap();
    let calls = response_with(&records());
    fs::write(dir.path().join("calls.json"), calls).unwrap();
    dir
}

fn bill(command: &mut Command, dir: &TempDir, arguments: &[&str]) -> (String, String) {
    let command = command
        .current_dir(dir)
        .args(["bill", "2025-01", "--rates", "rates.toml"]);
    let output = command
        .args(arguments)
        .assert()
        .success()
        .get_output()
        .clone();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

fn bill_file(dir: &TempDir, arguments: &[&str]) -> String {
    bill(
        &mut cdr(),
        dir,
        &[&["--read", "calls.json"], arguments].concat(),
    )
    .0
}

#[test]
fn a_bill_has_a_line_per_customer_and_charge_in_any_format() {
    let dir = dir();
    assert_eq!(
        bill_file(&dir, &["-f", "csv"]),
        "customer,month,charge,from,until,calls,quantity,billed,free,charged,price,per,unit,amount,currency\n\
         ,2025-01,Minutes,2025-01-01,2025-01-31,1,1,1,1,0,0.105,1,min,0.00,EUR\n\
         acme,2025-01,Minutes,2025-01-01,2025-01-31,1,3,3,1,2,0.105,1,min,0.21,EUR\n\
         beta,2025-01,Minutes,2025-01-01,2025-01-31,1,7,7,1,6,0.105,1,min,0.63,EUR\n"
    );
    let lines = bill_file(&dir, &["-f", "jsonl"]);
    assert!(
        lines.contains(r#""customer":"acme","month":"2025-01""#),
        "{lines}"
    );
    let table = bill_file(&dir, &["-c", "customer,calls,amount"]);
    assert!(table.trim_end().ends_with("0.84"), "{table}");
    for format in text_formats() {
        assert!(
            bill_file(&dir, &["-f", format]).contains("0.63"),
            "{format}"
        );
    }
}

#[test]
fn calls_without_a_customer_cause_a_warning() {
    let (_, warnings) = bill(&mut cdr(), &dir(), &["--read", "calls.json"]);
    assert!(
        warnings.contains("1 of 3 calls has no customer"),
        "{warnings}"
    );
}

#[test]
fn a_bill_of_the_service_is_that_of_its_saved_response() {
    let dir = dir();
    let service = Service::returning(response_with(&records()));
    let (lines, _) = bill(&mut service.cdr(), &dir, &["-f", "csv"]);
    assert_eq!(lines, bill_file(&dir, &["-f", "csv"]));
    service.assert_requested_once();
}

#[test]
fn the_zone_of_the_card_applies_unless_another_one_is_set() {
    let dir = dir();
    let card = CARD.replace("[[charge]]", "tz = \"Asia/Kolkata\"\n[[charge]]");
    fs::write(dir.path().join("rates.toml"), card).unwrap();
    let columns = ["-f", "csv", "-c", "customer,calls"];
    assert_eq!(
        bill_file(&dir, &columns),
        "customer,calls\nacme,2\nbeta,1\n"
    );
    let utc = [&columns[..], &["--tz", "utc"]].concat();
    assert_eq!(
        bill_file(&dir, &utc),
        "customer,calls\n,1\nacme,1\nbeta,1\n"
    );
}

#[test]
fn a_detailed_bill_adds_up_to_the_bill() {
    let dir = dir();
    let columns = ["-f", "csv", "-c", "customer,cdr_id,charged,amount"];
    assert_eq!(
        bill_file(&dir, &[&columns[..], &["--detail"]].concat()),
        "customer,cdr_id,charged,amount\n,3,0,0\n,rounding,,0\nacme,2,2,0.21\nacme,rounding,,0\n\
         beta,4,6,0.63\nbeta,rounding,,0\n"
    );
}

#[test]
fn a_workbook_has_formulas_for_amounts_and_the_card() {
    let dir = dir();
    bill_file(&dir, &["-o", "bill.xlsx"]);
    let mut workbook: Xlsx<_> = open_workbook(dir.path().join("bill.xlsx")).unwrap();
    assert_eq!(
        workbook.sheet_names(),
        ["Bill", "Rates", "About this export"]
    );
    let formulas = workbook.worksheet_formula("Bill").unwrap();
    let formulas: Vec<_> = formulas
        .used_cells()
        .map(|(_, _, text)| text.clone())
        .collect();
    assert_eq!(
        formulas,
        [
            "ROUND(J2*K2/L2,2)",
            "ROUND(J3*K3/L3,2)",
            "ROUND(J4*K4/L4,2)",
            "SUM(N2:N4)"
        ]
    );
    let rows = workbook.worksheet_range("Bill").unwrap();
    let amounts: Vec<_> = rows.rows().skip(1).map(|row| row[13].to_string()).collect();
    assert_eq!(amounts, ["0", "0.21", "0.63", "0.84"]);
    let card = workbook.worksheet_range("Rates").unwrap();
    assert_eq!(
        card.rows().next().unwrap()[0].to_string(),
        "currency = \"EUR\""
    );
}

#[test]
fn unrounded_amounts_keep_their_digits_in_parquet() {
    let dir = dir();
    let card = CARD.replace("price = \"0.105\"", "price = \"0.0000000001\"\nper = 60");
    fs::write(dir.path().join("rates.toml"), card).unwrap();
    let arguments = ["--read", "calls.json", "--detail", "-o", "bill.parquet"];
    let (_, warnings) = bill(
        &mut cdr(),
        &dir,
        &[&arguments[..], &["-w", "ref = beta"]].concat(),
    );
    assert_eq!(warnings, "");
    let file = fs::File::open(dir.path().join("bill.parquet")).unwrap();
    let reader = parquet::file::reader::SerializedFileReader::new(file).unwrap();
    let rows: Vec<_> = parquet::file::reader::FileReader::get_row_iter(&reader, None)
        .unwrap()
        .map(|row| row.unwrap().to_string())
        .collect();
    assert!(rows[0].contains("price: 0.000000000100000000"), "{rows:?}");
}

#[test]
fn the_last_line_on_a_terminal_counts_customers_and_lines_and_has_the_total() {
    let dir = dir();
    let summary = |arguments: &[&str]| {
        let mut command = terminal_program();
        let command = command
            .current_dir(&dir)
            .args(["bill", "2025-01", "--rates", "rates.toml"])
            .args(["--read", "calls.json"]);
        let (output, _) = on_terminal(200, 24, command.args(arguments));
        output.lines().last().unwrap().to_owned()
    };
    assert_eq!(summary(&[]), "cdr: 2 customers, 3 lines, 0.84 EUR");
    assert_eq!(
        summary(&["--limit", "1", "-o", "bill.csv"]),
        "cdr: 2 customers, 3 lines, 0.84 EUR; only the first line is shown; written to bill.csv"
    );
    assert_eq!(
        summary(&["-w", "ref = nobody"]),
        "cdr: 0 customers, 0 lines, 0.00 EUR"
    );
}

#[test]
fn a_workbook_says_where_its_calls_are_from_and_what_is_missing() {
    let dir = dir();
    bill_file(&dir, &["-o", "bill.xlsx", "--limit", "1"]);
    let mut workbook: Xlsx<_> = open_workbook(dir.path().join("bill.xlsx")).unwrap();
    let about = workbook.worksheet_range("About this export").unwrap();
    let about: Vec<_> = about
        .rows()
        .map(|row| format!("{}: {}", row[0], row[1]))
        .collect();
    for line in [
        "Files: calls.json",
        "Warning: 1 of 3 calls has no customer",
        "Rows shown: 1",
        "Total amount: 0.84",
    ] {
        assert!(about.contains(&line.to_owned()), "{line}: {about:?}");
    }
    // A sum of the rows shown would be another number.
    let formulas = workbook.worksheet_formula("Bill").unwrap();
    assert_eq!(formulas.used_cells().count(), 1);
}

#[test]
fn a_page_has_a_chart_of_what_customers_owe_above_the_lines_and_their_total() {
    let page = bill_file(&dir(), &["-f", "html"]);
    let position = |text: &str| {
        let position = page.find(text);
        position.unwrap_or_else(|| panic!("no '{text}' in {page}"))
    };
    let places = [
        "<h1>Bill, 2025-01-01 to 2025-01-31</h1>",
        "<h2>Amount by customer (EUR)</h2>",
        r#"<th scope="row"><bdi>beta</bdi></th>"#,
        r#"<th scope="row"><bdi>acme</bdi></th>"#,
        r#"<th scope="row"><i>(none)</i></th>"#,
        "<h2>Table</h2>",
        "<tfoot>",
        ">0.84<",
    ];
    assert!(places.map(position).is_sorted(), "{page}");
}

#[test]
fn a_total_is_labelled_without_its_customer() {
    let table = bill_file(&dir(), &["-c", "amount"]);
    let last = table.lines().last().unwrap();
    assert_eq!(
        last.split_whitespace().collect::<Vec<_>>(),
        ["total", "0.84"]
    );
}

#[test]
fn rows_are_filtered_sorted_and_limited() {
    let dir = dir();
    let columns = ["-f", "csv", "-c", "customer,amount"];
    let sorted = ["--sort", "-amount", "--limit", "1"];
    let largest = bill_file(&dir, &[&columns[..], &sorted].concat());
    assert_eq!(largest, "customer,amount\nbeta,0.63\n");
    let table = bill_file(&dir, &[&["-c", "customer,amount"], &sorted[..]].concat());
    let total = table.lines().last().unwrap();
    assert!(
        total.starts_with("total of all ") && total.ends_with(" calls    0.84"),
        "{total}"
    );
    let filtered = bill_file(&dir, &[&columns[..], &["-w", "ref = acme"]].concat());
    assert_eq!(filtered, "customer,amount\nacme,0.21\n");
}

#[test]
fn a_wrong_card_column_or_option_is_an_error_before_anything_is_requested() {
    let dir = dir();
    fs::write(
        dir.path().join("wrong.toml"),
        CARD.replace("price", "prise"),
    )
    .unwrap();
    fs::write(dir.path().join("latin1.toml"), b"\n# \xe9").unwrap();
    fs::write(dir.path().join("large.toml"), "#".repeat(256 * 1024 + 1)).unwrap();
    // Nothing listens there.
    let url = "http://127.0.0.1:9/video/v2";
    for (arguments, message) in [
        (
            &["--rates", "wrong.toml"][..],
            "wrong.toml:7:1: unknown key 'prise'; did you mean 'price'?",
        ),
        (
            &["--rates", "none.toml"],
            "cannot read the rate card none.toml",
        ),
        (
            &["--rates", "latin1.toml"],
            "latin1.toml:2:3: invalid UTF-8; save the file as UTF-8",
        ),
        (
            &["--rates", "large.toml"],
            "large.toml is not a rate card: it is larger than 256 KiB; use --rates with another file",
        ),
        (&["--rates", "rates.toml", "-c", "amuont"], "amuont"),
        (&["--rates", "rates.toml", "--sort", "cdr_id"], "cdr_id"),
        (&["--rates", "rates.toml", "-g", "day"], "--group-by"),
        (
            &["--rates", "rates.toml", "-w", "customer = acme"],
            "'customer' is a column of the bill; use a column of calls",
        ),
    ] {
        let code = if arguments[1] == "none.toml" { 1 } else { 2 };
        let mut command = crate::common::cdr_with_url(url);
        let command = command.current_dir(&dir).args(["bill", "2025-01"]);
        assert_error(command.args(arguments), code, &[message]);
    }
}

#[test]
fn the_example_is_a_card_that_can_be_checked() {
    let dir = dir();
    let example = assert_success(cdr().args(["bill", "--example"]));
    fs::write(dir.path().join("example.toml"), example).unwrap();
    let mut command = cdr();
    let command = command
        .current_dir(&dir)
        .args(["bill", "--check", "--rates", "example.toml"]);
    let output = command
        .args(["-f", "csv", "-c", "charge,price"])
        .assert()
        .success();
    let rows = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    assert!(
        rows.starts_with("charge,price\nParticipant minutes,0.30\n"),
        "{rows}"
    );
    let settings = String::from_utf8(output.get_output().stderr.clone()).unwrap();
    assert!(
        settings.contains("currency: INR (Indian rupee, 2 decimals)"),
        "{settings}"
    );
}

#[test]
fn the_example_does_not_replace_a_card_that_was_edited() {
    let dir = dir();
    let example = |file: &str| {
        let mut command = cdr();
        command.current_dir(dir.path());
        command.args(["bill", "--example", "-o", file]);
        command
    };
    let message = "rates.toml exists and is not the example";
    assert_error(&mut example("rates.toml"), 2, &[message]);
    assert_eq!(
        fs::read_to_string(dir.path().join("rates.toml")).unwrap(),
        CARD
    );
    for _ in 0..2 {
        assert_success(&mut example("new.toml"));
    }
}

#[test]
fn a_period_and_a_card_are_required() {
    assert_error(cdr().args(["bill", "--rates", "rates.toml"]), 2, &["FROM"]);
    assert_error(cdr().args(["bill", "2025-01"]), 2, &["--rates"]);
}

#[test]
fn a_dry_run_prints_the_requests_of_an_exact_period() {
    let dir = dir();
    let mut command = crate::common::cdr_with_url("http://127.0.0.1:9/video/v2");
    let (requests, _) = bill(&mut command, &dir, &["--dry-run"]);
    assert!(requests.contains("/2024-12-30/2025-02-02"), "{requests}");
}

#[test]
fn the_sandbox_rehearses_what_makes_a_bill_hard() {
    let dir = dir();
    let example = assert_success(cdr().args(["bill", "--example"]));
    fs::write(dir.path().join("rates.toml"), example).unwrap();
    let columns = ["--sandbox", "-f", "csv", "-c", "customer,charge,calls"];
    let (lines, warnings) = bill(&mut cdr(), &dir, &columns);
    for line in [
        // A room with a billing code, one that is recorded, a user, and nobody.
        "\naccount-200,Participant minutes,",
        "\naccount-400,Transcoding,",
        "\ncustomer-100,Participant minutes,",
        "\n,Participant minutes,",
        "(minimum)",
    ] {
        assert!(lines.contains(line), "{line}: {lines}");
    }
    for warning in ["has no quantity for a charge", "has no customer"] {
        assert!(warnings.contains(warning), "{warning}: {warnings}");
    }
}

#[test]
fn a_conference_past_the_end_of_the_month_is_billed_once_from_any_source() {
    let dir = tempfile::tempdir().unwrap();
    let card = CARD.replace(
        "quantity = \"usage.connect_minutes_cal\"",
        "scope = \"conference\"\nquantity = \"session_seconds\"\nper = 60",
    );
    fs::write(dir.path().join("rates.toml"), card).unwrap();
    let call = |id: &str, start: &str, end: &str| {
        format!(
            r#"{{"cdr_id":"{id}","conf_num":"7","user":{{"ref":"{id}"}},"room":{{"connect_dt":"{start}:00Z","disconnect_dt":"{end}:00Z"}}}}"#
        )
    };
    let calls = [
        call("a", "2025-01-31T23:30", "2025-01-31T23:50"),
        call("b", "2025-02-01T00:10", "2025-02-01T00:40"),
        // The same number again, further away than the days that are requested around a period.
        call("c", "2025-02-08T00:10", "2025-02-08T00:40"),
    ];
    let response = response_with(&calls.join(","));
    fs::write(dir.path().join("calls.json"), &response).unwrap();
    let service = Service::returning(&response);
    let archive = [
        "sync",
        "archive",
        "2024-12-30",
        "2025-02-03",
        "--split",
        "60",
        "-q",
    ];
    let mut sync = service.cdr();
    sync.current_dir(dir.path())
        .args(archive)
        .assert()
        .success();
    let columns = ["-c", "customer,calls,quantity,amount", "-f", "csv"];
    for source in ["calls.json", "archive"] {
        let arguments = [&["--read", source], &columns[..]].concat();
        let (january, _) = bill(&mut cdr(), &dir, &arguments);
        assert_eq!(
            january, "customer,calls,quantity,amount\na,2,4200,7.25\n",
            "{source}"
        );
        let mut february = cdr();
        let february = february
            .current_dir(dir.path())
            .args(["bill", "2025-02-01", "--rates"]);
        let february = assert_success(february.arg("rates.toml").args(&arguments));
        assert_eq!(february, "customer,calls,quantity,amount\n", "{source}");
    }
    let service = Service::returning(&response);
    let (january, _) = bill(&mut service.cdr(), &dir, &columns);
    assert_eq!(january, "customer,calls,quantity,amount\na,2,4200,7.25\n");
    // A day around the period may have calls of its conferences.
    fs::remove_dir_all(dir.path().join("archive/calls/day=2025-02-02")).unwrap();
    let archive = [&["--read", "archive"], &columns[..]].concat();
    let (_, warning) = bill(&mut cdr(), &dir, &archive);
    assert!(warning.contains("2025-02-02"), "{warning}");
}

#[test]
fn files_without_a_call_of_the_period_cause_a_warning() {
    let dir = dir();
    fs::write(dir.path().join("empty.json"), response_with("")).unwrap();
    for (file, warning) in [
        (
            "calls.json",
            "the files have no call in the period of the bill, only of 2024-12-31 to 2025-01-31",
        ),
        ("empty.json", "the files have no calls"),
    ] {
        let mut command = cdr();
        let arguments = ["bill", "2024-06", "--rates", "rates.toml", "-f", "csv"];
        command.current_dir(dir.path()).args(arguments);
        let warning = format!("cdr: warning: {warning}\n");
        let assert = command.args(["--read", file]).assert();
        assert.success().stderr(warning);
    }
}

#[test]
fn two_saved_bills_are_compared_line_by_line_or_by_customer() {
    let dir = dir();
    let bill_of = |calls: &str, output: &[&str]| {
        let mut command = cdr();
        let arguments = ["bill", "2025-01", "--rates", "rates.toml", "-q", "--read"];
        command.current_dir(dir.path()).args(arguments).arg(calls);
        assert_success(command.args(output));
    };
    let late = r#"{"cdr_id":"5","user":{"ref":"acme"},"room":{"connect_dt":"2025-01-03T00:00:00Z"},"usage":{"connect_minutes_cal":4}}"#;
    let calls = response_with(&format!("{},{late}", records()));
    fs::write(dir.path().join("again.json"), calls).unwrap();
    bill_of("calls.json", &["-o", "bill.csv"]);
    bill_of("again.json", &["-o", "again.jsonl"]);
    bill_of("again.json", &["--detail", "-o", "detail.csv"]);
    let diff = |arguments: &[&str]| {
        let mut command = cdr();
        command.current_dir(dir.path()).args(["diff", "bill.csv"]);
        command.args(arguments);
        command
    };
    let columns = "customer,charge,calls,charged,amount";
    let lines = assert_success(&mut diff(&["again.jsonl", "-f", "csv", "-c", columns]));
    assert_eq!(
        lines,
        "change,customer,charge,calls,charged,amount\n\
         before,acme,Minutes,1,2,0.21\n\
         after,acme,Minutes,2,6,0.63\n\
         difference,acme,Minutes,1,4,0.42\n"
    );
    let customers = ["again.jsonl", "-f", "csv", "-g", "customer"];
    let customers = assert_success(&mut diff(&customers));
    assert!(
        customers.ends_with("\ndifference,acme,1,0.42,EUR\n"),
        "{customers}"
    );
    let mut differing = diff(&["again.jsonl", "--exit-code", "-q"]);
    differing
        .assert()
        .code(7)
        .stderr("cdr: error: 1 line differs\n");
    assert_eq!(
        assert_success(&mut diff(&["bill.csv", "--exit-code", "-f", "jsonl"])),
        ""
    );
    for (arguments, code, message) in [
        (
            &["calls.json"][..],
            6,
            "calls.json: row 1: it is not a row of a bill",
        ),
        (&["detail.csv"], 2, "use two of the same kind"),
        (&["bill.csv", "-w", "x = 1"], 2, "--where"),
        (&["bill.csv", "-g", "amount"], 2, "unknown column 'amount'"),
    ] {
        assert_error(&mut diff(arguments), code, &[message]);
    }
}
