//! Totals are right to the last digit, and never count in silence what is not there.

use crate::common::generated_response::{Form, response};
use crate::common::golden::assert_golden;
use crate::common::{
    ENABLEX, SMARTFLOMEET, Service, assert_error, assert_success, cdr_with_url, response_with,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const SUMMED: [&str; 6] = [
    "room.duration",
    "usage.connect_minutes_cal",
    "usage.connect_minutes",
    "usage.published_minutes",
    "usage.subscribed_minutes",
    "usage.screen_minutes",
];

fn totals(body: &str, arguments: &[&str]) -> String {
    let service = Service::returning(body);
    assert_success(service.cdr().args(["conf", "1", "-g"]).args(arguments))
}

fn member<'a>(record: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(record, |value, name| &value[name])
}

/// A decimal in millionths. The figures of both forms have at most three digits behind the point.
fn millionths(decimal: &str) -> i128 {
    let (whole, rest) = decimal.split_once('.').unwrap_or((decimal, ""));
    assert!(rest.len() <= 6);
    let rest = format!("{rest:0<6}");
    whole.parse::<i128>().unwrap() * 1_000_000 + rest.parse::<i128>().unwrap()
}

/// What a group's row must say: calls, conferences, and each sum, where there is one.
type Expected = (u64, usize, Vec<Option<i128>>);

/// The totals of a response by room and day, computed without any of the program's code.
fn expected(body: &str) -> BTreeMap<(String, String), Expected> {
    let body: Value = serde_json::from_str(body).unwrap();
    let mut conferences = BTreeMap::<_, BTreeSet<String>>::new();
    let mut groups = BTreeMap::<_, Expected>::new();
    for record in body["cdr"].as_array().unwrap() {
        let text = |path| member(record, path).as_str().unwrap().to_owned();
        let day = text("room.connect_dt")[..10].to_owned();
        let key = (text("room.room_id"), day);
        conferences
            .entry(key.clone())
            .or_default()
            .insert(text("conf_num"));
        let (calls, _, sums) = groups
            .entry(key)
            .or_insert((0, 0, vec![None; SUMMED.len()]));
        *calls += 1;
        for (sum, path) in sums.iter_mut().zip(SUMMED) {
            if let Value::Number(number) = member(record, path) {
                *sum.get_or_insert(0) += millionths(&number.to_string());
            }
        }
    }
    for (key, conferences) in conferences {
        groups.get_mut(&key).unwrap().1 = conferences.len();
    }
    groups
}

#[test]
fn group_by_matches_an_independent_computation() {
    let generated = [Form::Older, Form::Newer].map(|form| response(form, 2001));
    for body in [ENABLEX, SMARTFLOMEET, &generated[0], &generated[1]] {
        let rows = totals(body, &["room.room_id,day", "-f", "csv"]);
        let mut reader = csv::Reader::from_reader(rows.as_bytes());
        let mut found = BTreeMap::new();
        for row in reader.records() {
            let row = row.unwrap();
            let sums = row
                .iter()
                .skip(6)
                .map(|sum| (!sum.is_empty()).then(|| millionths(sum)));
            let counts = (
                row[2].parse().unwrap(),
                row[3].parse().unwrap(),
                sums.collect(),
            );
            found.insert((row[0].to_owned(), row[1].to_owned()), counts);
        }
        assert_eq!(found, expected(body));
    }
}

#[test]
fn totals_golden() {
    for format in crate::common::text_formats() {
        let rows = totals(
            SMARTFLOMEET,
            &["user.role,published_track.screen", "-f", format],
        );
        assert_golden(&format!("totals.{format}"), &rows);
    }
}

#[test]
fn sums_are_exact_decimals() {
    let body = response_with(r#"{"room":{"duration":0.1}},{"room":{"duration":"0.2"}}"#);
    let rows = totals(
        &body,
        &[
            "room.room_id",
            "-f",
            "csv",
            "-c",
            "room.duration",
            "--no-header",
        ],
    );
    assert_eq!(rows, "0.3\n");
}

#[test]
fn numbers_and_sums_keep_all_their_digits() {
    let body = response_with(
        r#"{"room":{"duration":12345678901234567890123}},{"room":{"duration":1.10}}"#,
    );
    let rows = totals(&body, &["user.ref", "-f", "jsonl"]);
    assert!(
        rows.contains(r#""room":{"duration":12345678901234567890124.10}"#),
        "{rows}"
    );
}

/// What `--no-header` CSV of one column of totals in one group says.
fn sum(numbers: &[&str]) -> String {
    let records = numbers
        .iter()
        .map(|number| format!(r#"{{"room":{{"duration":{number}}}}}"#));
    let body = response_with(&records.collect::<Vec<_>>().join(","));
    let arguments = ["day", "-f", "csv", "--no-header", "-c", "room.duration"];
    totals(&body, &arguments).trim_end().to_owned()
}

#[test]
fn sums_handle_extreme_exponents_and_zeros() {
    assert_eq!(sum(&["0.0", "7"]), "7");
    assert_eq!(sum(&["1.5", "-1.5", "2"]), "2.0");
    assert_eq!(sum(&["0E400"]), "0");
    assert_eq!(
        sum(&["5.551115123125783e-17"]),
        "0.00000000000000005551115123125783"
    );
    assert_eq!(sum(&["1e300"]), format!("1{}", "0".repeat(300)));
    let digits = "1234567890".repeat(4);
    assert_eq!(
        sum(&[&digits, &format!("\"{digits}\"")]),
        "2469135780".repeat(4)
    );
}

#[test]
fn groups_of_any_figures_have_a_grand_total() {
    let body = response_with(
        r#"{"room":{"duration":0.0},"n":"a"},{"room":{"duration":7},"n":"b"},{"room":{"duration":1e-30},"n":"c"}"#,
    );
    let table = totals(&body, &["n", "-c", "n,room.duration", "--no-header"]);
    let last = table.lines().last().unwrap();
    assert!(last.ends_with("7.000000000000000000000000000001"), "{last}");
}

#[test]
fn a_number_of_absurd_length_or_exponent_is_handled() {
    let long = "9".repeat(1_000_000);
    // Beyond 1,000 digits, zeros at the end print as the largest power of ten that is read as a number.
    let expected = format!("1{}e10000", "0".repeat(990_000));
    assert!(sum(&[&long, "1"]) == expected);
    let body = response_with(&format!(
        r#"{{"usage":{{"screen_minutes":1e999999999}}}},{{"usage":{{"screen_minutes":"1{long}x"}}}}"#
    ));
    let message = warnings(&body, &["day"]);
    assert!(
        message.contains("2 of 2 calls") && message.contains("1e999999999"),
        "{message}"
    );
    assert!(message.len() < 400, "{} characters", message.len());
}

#[test]
fn a_sum_without_values_is_empty_not_0() {
    let body = response_with(r#"{"user":{"ref":"a"},"usage":{"screen_minutes":null}}"#);
    let rows = totals(&body, &["user.ref", "-f", "csv", "--no-header"]);
    assert_eq!(rows, "a,1,0,,,,,,,,\n");
    let rows = totals(&body, &["user.ref", "-f", "jsonl"]);
    assert!(rows.contains(r#""screen_minutes":null"#), "{rows}");
}

/// What a successful run of totals says on standard error.
fn warnings(body: &str, arguments: &[&str]) -> String {
    let service = Service::returning(body);
    let run = service
        .cdr()
        .args(["conf", "1", "-f", "csv", "-g"])
        .args(arguments)
        .assert();
    String::from_utf8(run.success().get_output().stderr.clone()).unwrap()
}

#[test]
fn the_grand_total_is_named_in_the_first_key_that_is_printed() {
    let body = response_with(r#"{"cdr_id":"1","a":"x","b":"y"}"#);
    let rows = totals(&body, &["a,b", "-c", "b,calls", "--no-header"]);
    assert_eq!(
        rows.split_whitespace().collect::<Vec<_>>(),
        ["y", "1", "total", "1"]
    );
}

#[test]
fn an_unreadable_trans_date_fallback_causes_a_warning() {
    let body = response_with(r#"{"cdr_id":"x","trans_date":"bad"}"#);
    let line = warnings(&body, &["day", "-c", "day,calls"]);
    assert!(
        line.contains(
            "the only call has a trans_date that is not a valid time (first: \"bad\", cdr_id x)"
        ),
        "{line}"
    );
}

const FIGURES: &str = r#"{"usage":{"connect_minutes_cal":3}},{"usage":{}},
    {"cdr_id":"x1","usage":{"connect_minutes_cal":"1,234"}},{"usage":{"connect_minutes_cal":"12 "}}"#;

#[test]
fn missing_and_invalid_values_have_separate_warnings() {
    let expected = "\
        cdr: warning: 1 of 4 calls has no usage.connect_minutes_cal and is not included in its sum\n\
        cdr: warning: 2 of 4 calls have a usage.connect_minutes_cal that is not a number \
        and are not included in its sum (first: \"1,234\", cdr_id x1)\n";
    assert_eq!(warnings(&response_with(FIGURES), &["day"]), expected);
}

#[test]
fn figures_without_any_valid_value_cause_a_warning() {
    for figure in [
        "1,234", "12 ", " 12", ".5", "+5", "5.", "007", "-inf", "NaN", "0x1f", "1_000", "١",
    ] {
        let body = response_with(&format!(
            r#"{{"room":{{"duration":"{figure}"}},"cdr_id":"x"}}"#
        ));
        let line = warnings(&body, &["day"]);
        let expected = format!(
            "the only call has a room.duration that is not a number \
             and is not included in its sum (first: \"{figure}\", cdr_id x)"
        );
        assert!(line.contains(&expected), "{line}");
    }
    for value in ["true", "[1]", r#"{"a":1}"#] {
        let body = response_with(&format!(r#"{{"room":{{"duration":{value}}}}}"#));
        assert!(
            warnings(&body, &["day"]).contains("not a number"),
            "{value}"
        );
    }
}

#[test]
fn warnings_are_only_about_printed_columns() {
    for columns in ["day,calls", "usage.screen_minutes", "first_connect_dt"] {
        assert_eq!(
            warnings(&response_with(FIGURES), &["day", "-c", columns]),
            "",
            "{columns}"
        );
    }
}

#[test]
fn unreadable_times_cause_a_warning() {
    let body = response_with(
        r#"{"cdr_id":"x1","room":{"connect_dt":1738366200,"disconnect_dt":"2025-01-31"}},
           {"room":{"connect_dt":"2025-01-31T10:00:00"}},{"room":{"connect_dt":"2025-01-31T10:00:00Z"}}"#,
    );
    let connected = "2 of 3 calls have a room.connect_dt that is not a valid time (first: 1738366200, cdr_id x1)";
    let left = "1 of 3 calls has a room.disconnect_dt that is not a valid time (first: \"2025-01-31\", cdr_id x1)";
    let all = warnings(&body, &["user.ref"]);
    assert!(all.contains(connected) && all.contains(left), "{all}");
    let by_day = warnings(&body, &["day", "-c", "day,calls"]);
    assert_eq!(by_day, format!("cdr: warning: {connected}\n"));
    let service = Service::returning(&body);
    let run = service
        .cdr()
        .args(["conf", "1", "-f", "csv", "-c", "day"])
        .assert();
    run.stderr(format!("cdr: warning: {connected}\n"));
}

#[test]
fn times_are_compared_as_instants() {
    let body = response_with(
        r#"{"room":{"connect_dt":"2025-01-31 23:30:00Z"}},{"room":{"connect_dt":"2025-01-31T23:00:00Z"}},
           {"room":{"connect_dt":"2025-02-01T04:00:00+05:30"}}"#,
    );
    let arguments = [
        "user.ref",
        "-f",
        "csv",
        "--no-header",
        "-c",
        "first_connect_dt",
    ];
    assert_eq!(totals(&body, &arguments), "2025-02-01T04:00:00+05:30\n");
}

#[test]
fn keys_are_text_whatever_their_json_type() {
    for records in [
        r#"{"cdr_id":"1","n":1},{"cdr_id":"2","n":"1"}"#,
        r#"{"cdr_id":"1","n":"1"},{"cdr_id":"2","n":1}"#,
    ] {
        let rows = totals(&response_with(records), &["n", "-f", "jsonl"]);
        assert!(rows.starts_with(r#"{"n":"1","calls":2,"#), "{rows}");
    }
    let rows = totals(
        &response_with(r#"{"cdr_id":"1","n":true},{"cdr_id":"2","n":{"a": 1}}"#),
        &["n", "-f", "json"],
    );
    assert!(
        rows.contains(r#"{"n":"true","#) && rows.contains(r#"{"n":"{\"a\":1}","#),
        "{rows}"
    );
}

#[test]
fn calls_without_a_key_are_a_group_of_their_own() {
    let body = response_with(
        r#"{"user":{"ref":"b"}},{"user":{"ref":null}},{"user":{}},{"user":{"ref":"a"}}"#,
    );
    let rows = totals(
        &body,
        &[
            "user.ref",
            "-f",
            "csv",
            "-c",
            "user.ref,calls",
            "--no-header",
        ],
    );
    assert_eq!(rows, ",2\na,1\nb,1\n");
}

#[test]
fn different_keys_are_different_groups() {
    let body = response_with(
        r#"{"cdr_id":"1","a":"x,y","b":"z"},{"cdr_id":"2","a":"x","b":"y,z"},
           {"cdr_id":"3","a":"x1:","b":""},{"cdr_id":"4","a":"x","b":"1:"}"#,
    );
    let rows = totals(&body, &["a,b", "-f", "jsonl"]);
    assert_eq!(rows.lines().count(), 4);
}

#[test]
fn numbers_sort_by_size() {
    let body = response_with(
        r#"{"cdr_id":"1","n":10},{"cdr_id":"2","n":9},{"cdr_id":"3","n":"text"},{"cdr_id":"4","n":-1}"#,
    );
    let rows = totals(&body, &["n", "-f", "csv", "-c", "n", "--no-header"]);
    assert_eq!(rows, "-1\n9\n10\ntext\n");
}

#[test]
fn rows_are_nested_like_records() {
    let row = totals(SMARTFLOMEET, &["room.room_id,month", "-f", "jsonl"]);
    let row: Value = serde_json::from_str(row.lines().next().unwrap()).unwrap();
    assert_eq!(row["month"], "2025-01");
    assert!(row["room"]["room_id"].is_string() && row["room"]["duration"].is_number());
    assert!(row["usage"]["connect_minutes_cal"].is_number());
}

#[test]
fn only_the_table_ends_in_grand_totals() {
    let rows = |format| totals(SMARTFLOMEET, &["room.room_id", "-f", format]);
    let table = rows("table");
    let last = table.lines().last().unwrap();
    assert!(last.starts_with("total "), "{last}");
    assert_eq!(table.lines().count(), rows("csv").lines().count() + 1);
    assert!(!rows("csv").contains("total") && !rows("json").contains("total"));
}

#[test]
fn columns_select_among_the_totals() {
    let arguments = [
        "month",
        "-f",
        "csv",
        "-c",
        "calls,month,usage.connect_minutes_cal",
    ];
    let rows = totals(SMARTFLOMEET, &arguments);
    assert!(
        rows.starts_with("calls,month,usage.connect_minutes_cal\n"),
        "{rows}"
    );
}

#[test]
fn a_column_that_totals_lack_is_rejected() {
    let run = &mut cdr_with_url("http://127.0.0.1:1");
    run.args(["conf", "1", "-g", "day", "-c", "day,user.name"]);
    assert_error(run, 2, &["cannot sum user.name: it is not numeric"]);
}

#[test]
fn no_calls_have_no_groups() {
    assert_eq!(totals(&response_with(""), &["day", "-f", "json"]), "[]\n");
    assert_eq!(totals(&response_with(""), &["day", "-f", "jsonl"]), "");
    assert_eq!(
        totals(&response_with(""), &["day", "-f", "csv", "--no-header"]),
        ""
    );
}

#[test]
fn keys_that_clash_with_columns_of_the_totals_are_rejected() {
    for columns in [
        "usage.connect_minutes",
        "calls",
        "usage",
        "room,room.room_id",
        "user,user.name",
    ] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        assert_error(
            run.args(["conf", "1", "-g", columns]),
            2,
            &["cannot group by"],
        );
    }
}

const PRICED: &str = r#"
    {"cdr_id":"1","user":{"ref":"a"},"price":{"total":0.1},"sigserver":{"duration":5},"stats_quality":{"call_quality":"Bad"}},
    {"cdr_id":"2","user":{"ref":"a"},"price":{"total":"0.2"},"sigserver":{"duration":7},"stats_quality":{"call_quality":"Good"}},
    {"cdr_id":"3","user":{"ref":"a"},"price":{"total":"0,3"},"sigserver":{"duration":1},"stats_quality":{"call_quality":"bad"}},
    {"cdr_id":"4","user":{"ref":"b"},"sigserver":{"duration":2},"stats_quality":{"call_quality":null}}"#;

#[test]
fn any_numeric_column_can_be_summed() {
    let service = Service::returning(response_with(PRICED));
    let run = &mut service.cdr();
    let columns = "user.ref,price.total,sigserver.duration,calls";
    run.args(["conf", "1", "-g", "user.ref", "-f", "csv", "-c", columns]);
    let run = run.assert().success();
    let run = run.stdout(format!("{columns}\na,0.3,13,3\nb,,2,1\n"));
    run.stderr(
        "cdr: warning: 1 of 4 calls has no price.total and is not included in its sum\n\
         cdr: warning: 1 of 4 calls has a price.total that is not a number \
         and is not included in its sum (first: \"0,3\", cdr_id 3)\n",
    );
}

#[test]
fn a_cause_has_one_warning_for_several_columns() {
    let body = response_with(
        r#"{"cdr_id":"1","usage":{"connect_minutes":1,"screen_minutes":"x"}},
        {"cdr_id":"2","usage":{"screen_minutes":2}},{"cdr_id":"3","usage":{"connect_minutes":"y"}},{"cdr_id":"4"}"#,
    );
    assert_eq!(
        warnings(&body, &["user.ref"]),
        "cdr: warning: 3 of 4 calls have no value for at least one of usage.connect_minutes, usage.screen_minutes \
         and are not included in those sums\n\
         cdr: warning: 2 of 4 calls have a usage.connect_minutes or usage.screen_minutes that is not a number \
         and are not included in their sums (first: usage.screen_minutes \"x\", cdr_id 1)\n"
    );
}

#[test]
fn bad_calls_and_their_share_can_be_printed_and_sorted_by() {
    let ask = |arguments: &[&str]| {
        totals(
            &response_with(PRICED),
            &[&["user.ref", "-f", "csv"], arguments].concat(),
        )
    };
    assert_eq!(
        ask(&["-c", "user.ref,bad_calls,bad_share", "--sort", "-bad_share"]),
        "user.ref,bad_calls,bad_share\na,2,0.666667\nb,0,\n"
    );
    assert_eq!(
        ask(&["-c", "user.ref", "--sort", "bad_calls"]),
        "user.ref\nb\na\n"
    );
    let table = totals(
        &response_with(PRICED),
        &["user.ref", "-c", "user.ref,bad_calls,bad_share"],
    );
    assert!(
        table.ends_with("total             2   0.666667\n"),
        "{table}"
    );
}

#[test]
fn a_grand_total_is_labelled_without_its_key_column() {
    let arguments = ["user.ref", "-c", "calls,bad_calls"];
    let table = totals(&response_with(PRICED), &arguments);
    assert_eq!(
        table.lines().map(str::trim_start).collect::<Vec<_>>(),
        [
            "calls  bad_calls",
            "3          2",
            "1          0",
            "total      4          2"
        ]
    );
    let blocks = totals(
        &response_with(PRICED),
        &[&arguments[..], &["--view", "record"]].concat(),
    );
    assert_eq!(blocks.matches("total").count(), 1, "{blocks}");
    assert!(
        blocks.starts_with("calls      3\nbad_calls  2\n\n"),
        "{blocks}"
    );
    let csv = totals(
        &response_with(PRICED),
        &[&arguments[..], &["-f", "csv"]].concat(),
    );
    assert_eq!(csv, "calls,bad_calls\n3,2\n1,0\n");
}

#[test]
fn lists_add_up_and_short_names_work_in_totals() {
    let body = response_with(
        r#"{"name":"x","user":{"name":"y"},"room":{"room_id":"r"},"usage":{"connect_minutes_cal":2}}"#,
    );
    let rows = totals(
        &body,
        &[
            "room_id",
            "-g",
            "name,room.room_id",
            "-f",
            "csv",
            "-c",
            "room_id",
            "-c",
            "user.name,calls",
            "-c",
            "connect_minutes_cal,room_id",
        ],
    );
    assert_eq!(
        rows,
        "room.room_id,user.name,calls,usage.connect_minutes_cal\nr,y,1,2\n"
    );
}

#[test]
fn an_object_can_be_a_key_if_no_column_of_the_row_is_in_it() {
    let body = response_with(r#"{"room":{"room_id":"r"}}"#);
    let rows = totals(
        &body,
        &["room", "-c", "calls,room", "-f", "csv", "--no-header"],
    );
    assert_eq!(rows, "1,\"{\"\"room_id\"\":\"\"r\"\"}\"\n");
}

#[test]
fn a_mistyped_sum_is_rejected_and_an_unknown_one_causes_a_warning() {
    let service = Service::returning(response_with(PRICED));
    let run = &mut service.cdr();
    run.args(["conf", "1", "-g", "user.ref", "-c", "usage.conect_minutes"]);
    assert_error(run, 2, &["did you mean 'usage.connect_minutes'?"]);
    let line = warnings(&response_with(PRICED), &["user.ref", "-c", "other.price"]);
    assert_eq!(
        line,
        "cdr: warning: no call has a column 'other.price'; run 'cdr fields' to list the columns\n"
    );
    for columns in ["price,price.total", "usage,calls", "stats_quality.send"] {
        let run = &mut cdr_with_url("http://127.0.0.1:1");
        let run = run.args(["conf", "1", "-g", "user.ref", "-c", columns]);
        let run = run.assert().code(2);
        run.stdout("");
    }
}

#[test]
fn the_grand_total_of_limited_groups_is_labelled_as_that_of_all_calls() {
    let calls = r#"{"cdr_id":"1","user":{"ref":"a"}},{"cdr_id":"2","user":{"ref":"b"}}"#;
    let body = response_with(calls);
    let total = |arguments: &[&str]| {
        let table = totals(&body, arguments);
        let last = table.lines().last().unwrap();
        last.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let limited = ["user.ref", "-c", "user.ref,calls", "--limit", "1"];
    assert_eq!(total(&limited), "total of all 2 calls 2");
    assert_eq!(total(&limited[..3]), "total 2");
    let all = ["user.ref", "-c", "user.ref,calls", "--limit", "2"];
    assert_eq!(total(&all), "total 2");
    let without_key = ["user.ref", "-c", "calls", "--limit", "1"];
    assert_eq!(total(&without_key), "total of all 2 calls 2");
    let page = totals(&body, &["user.ref", "-f", "html", "--limit", "1"]);
    assert!(page.contains("total of all 2 calls"), "{page}");
    assert!(!totals(&body, &["user.ref", "-f", "html"]).contains("of all 2 calls"));
}
