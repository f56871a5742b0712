//! What differs between two answers, call by call and in totals.

use crate::common::{assert_error, assert_success, cdr};
use calamine::Data;
use num_rational::BigRational;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Two answers, as JSON Lines in a folder of their own.
struct OrderedResponses(tempfile::TempDir);

impl OrderedResponses {
    fn of(old: &str, new: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("old.jsonl"), old).unwrap();
        fs::write(folder.path().join("new.jsonl"), new).unwrap();
        Self(folder)
    }

    fn diff(&self, arguments: &[&str]) -> String {
        let mut run = cdr();
        let run = run
            .current_dir(&self.0)
            .args(["diff", "old.jsonl", "new.jsonl", "-q"]);
        assert_success(run.args(arguments))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

const OLD: &str = r#"{"cdr_id":"1","user":{"ref":"a"},"usage":{"connect_minutes_cal":1.10}}
{"cdr_id":"2","user":{"ref":"b"},"usage":{"connect_minutes_cal":2}}
{ "cdr_id" : "3", "user":{"ref":"b"} }
"#;
const NEW: &str = r#"{"cdr_id":"4","user":{"ref":"a"},"usage":{"connect_minutes_cal":0.1}}
{"cdr_id":"3","user":{"ref":"b"}}
{"cdr_id":"1","user":{"ref":"a"},"usage":{"connect_minutes_cal":1.2}}
{"cdr_id":"1","user":{"ref":"a"},"usage":{"connect_minutes_cal":7}}
"#;

#[test]
fn calls_are_removed_changed_or_added_in_this_order() {
    let rows = OrderedResponses::of(OLD, NEW).diff(&[
        "-f",
        "csv",
        "-c",
        "cdr_id,usage.connect_minutes_cal",
    ]);
    assert_eq!(
        rows,
        "change,cdr_id,usage.connect_minutes_cal\n\
         changed from,1,1.10\nchanged to,1,1.2\nremoved,2,2\nadded,4,0.1\n"
    );
}

#[test]
fn in_json_a_row_is_the_call_with_its_change() {
    let answers = OrderedResponses::of(OLD, NEW);
    let rows = answers.diff(&["-f", "jsonl"]);
    let first = rows.lines().next().unwrap();
    assert_eq!(
        first,
        r#"{"change":"changed from","differs":"usage.connect_minutes_cal","cdr_id":"1","user":{"ref":"a"},"usage":{"connect_minutes_cal":1.10}}"#
    );
    let list: Vec<serde_json::Value> =
        serde_json::from_str(&answers.diff(&["-f", "json"])).unwrap();
    assert_eq!(list.len(), 4);
    assert_eq!(
        OrderedResponses::of(r#"{"user":{}}"#, "").diff(&["-f", "jsonl"]),
        "{\"change\":\"removed\",\"user\":{}}\n"
    );
}

#[test]
fn groups_that_differ_have_three_rows() {
    let answers = OrderedResponses::of(OLD, NEW);
    let columns = "user.ref,calls,usage.connect_minutes_cal";
    assert_eq!(
        answers.diff(&["-g", "user.ref", "-f", "csv", "-c", columns]),
        "change,user.ref,calls,usage.connect_minutes_cal\n\
         before,a,1,1.10\nafter,a,2,1.3\ndifference,a,1,0.20\n\
         before,b,2,2\nafter,b,1,\ndifference,b,-1,-2\n"
    );
}

#[test]
fn equal_sums_in_different_notation_do_not_differ() {
    let minutes =
        |minutes| format!(r#"{{"cdr_id":"1","usage":{{"connect_minutes_cal":{minutes}}}}}"#);
    let answers = OrderedResponses::of(&minutes("1.10"), &minutes("1.1"));
    assert_eq!(answers.diff(&["-g", "month", "-f", "jsonl"]), "");
    assert_eq!(answers.diff(&["-f", "jsonl"]), "");
}

#[test]
fn calls_with_equal_values_do_not_differ_however_they_are_spelled() {
    let answers = OrderedResponses::of(
        r#"{"cdr_id":"1","room":{"duration":30,"sip":false},"user":{"name":"Zo\u00eb","ref":"a\/b"},"n":[-0,1e2]}"#,
        r#"{"n":[0, 100.0],"user":{"ref":"a/b","ref":"a/b","name":"Zoë"},"room":{"sip":false,"duration":3.0e1},"cdr_id":"1"}"#,
    );
    assert_eq!(answers.diff(&["-f", "jsonl"]), "");
    let other = OrderedResponses::of(r#"{"cdr_id":"1","n":[1,2]}"#, r#"{"cdr_id":"1","n":[2,1]}"#);
    assert_eq!(other.diff(&["-f", "jsonl"]).lines().count(), 2);
}

/// Two calls of which the first one differs in four paths, and one more in each file.
const BEFORE: &str = r#"{"cdr_id":"1","room":{"duration":300,"room_id":"r"},"usage":{"connect_minutes_cal":15},"user":{"name":"a","ref":"x"}}
{"cdr_id":"2","room":{"duration":60},"usage":{"connect_minutes_cal":1}}
{"cdr_id":"3","room":{"duration":60},"usage":{"connect_minutes_cal":4}}
"#;
const AFTER: &str = r#"{"cdr_id":"1","room":{"room_id":"r","duration":100},"usage":{"connect_minutes_cal":5},"user":{"name":"a"},"sip":{"id":1}}
{"cdr_id":"3","room":{"duration":600},"usage":{"connect_minutes_cal":4.0}}
{"cdr_id":"4","room":{"duration":200},"usage":{"connect_minutes_cal":12}}
"#;

#[test]
fn calls_without_an_id_are_the_same_if_their_values_are_equal() {
    let answers = OrderedResponses::of(
        r#"{"conf_num":"7","usage":{"connect_minutes_cal":60}}"#,
        r#"{"usage":{"connect_minutes_cal":60.0},"conf_num":"7"}"#,
    );
    assert_eq!(answers.diff(&["-f", "json"]), "[]\n");
    let answers = OrderedResponses::of(
        r#"{"conf_num":"7","usage":{"connect_minutes_cal":60}}"#,
        r#"{"usage":{"connect_minutes_cal":61},"conf_num":"7"}"#,
    );
    let rows = answers.diff(&["-f", "csv", "-c", "usage.connect_minutes_cal"]);
    assert_eq!(
        rows,
        "change,usage.connect_minutes_cal\nremoved,60\nadded,61\n"
    );
}

#[test]
fn the_paths_that_differ_are_listed_after_the_change() {
    let answers = OrderedResponses::of(BEFORE, AFTER);
    let rows = answers.diff(&["-f", "csv"]);
    assert!(rows.starts_with("change,differs,trans_date,"), "{rows}");
    let rows = answers.diff(&["-f", "csv", "--no-header", "-c", "cdr_id,differs"]);
    let paths = "\"room.duration,sip.id,usage.connect_minutes_cal,user.ref\"";
    assert_eq!(
        rows,
        format!(
            "changed from,1,{paths}\nchanged to,1,{paths}\nremoved,2,\n\
             changed from,3,room.duration\nchanged to,3,room.duration\nadded,4,\n"
        )
    );
}

#[test]
fn a_changed_call_is_printed_if_either_version_matches() {
    let answers = OrderedResponses::of(BEFORE, AFTER);
    let rows = |condition: &str| {
        let arguments = ["-f", "csv", "--no-header", "-c", "cdr_id", "-w", condition];
        answers.diff(&arguments).replace('\n', ";")
    };
    assert_eq!(
        rows("usage.connect_minutes_cal > 10"),
        "changed from,1;changed to,1;added,4;"
    );
    assert_eq!(
        rows("user.ref="),
        "changed from,1;changed to,1;removed,2;changed from,3;changed to,3;added,4;"
    );
    assert_eq!(rows("room.duration > 500"), "changed from,3;changed to,3;");
    assert_eq!(rows("usage.connect_minutes_cal < 2"), "removed,2;");
}

#[test]
fn the_rows_of_a_difference_stay_together_and_a_limit_counts_differences() {
    let answers = OrderedResponses::of(BEFORE, AFTER);
    let rows = |arguments: &[&str]| {
        let all = [
            &["-f", "csv", "--no-header", "-c", "room.duration"],
            arguments,
        ]
        .concat();
        answers.diff(&all).replace('\n', ";")
    };
    let sorted =
        "removed,60;changed from,60;changed to,600;added,200;changed from,300;changed to,100;";
    assert_eq!(rows(&["--sort", "room.duration"]), sorted);
    for (limit, expected) in [("1", 1), ("2", 3), ("3", 4), ("9", 6)] {
        let limited = rows(&["--sort", "room.duration", "--limit", limit]);
        assert_eq!(limited.matches(';').count(), expected, "{limit}");
        assert!(sorted.starts_with(&limited), "{limited}");
        let unsorted = rows(&["--limit", limit]);
        assert!(rows(&[]).starts_with(&unsorted), "{unsorted}");
    }
    assert_eq!(rows(&["--limit", "1"]), "changed from,300;changed to,100;");
    assert_eq!(
        rows(&["--sort", "differs", "--limit", "1"]),
        "changed from,60;changed to,600;"
    );
}

#[test]
fn the_rows_of_a_group_stay_together_and_a_limit_counts_groups() {
    let answers = OrderedResponses::of(BEFORE, AFTER);
    let rows = |arguments: &[&str]| {
        let columns = [
            "-g",
            "cdr_id",
            "-f",
            "csv",
            "--no-header",
            "-c",
            "cdr_id,room.duration",
        ];
        answers
            .diff(&[&columns, arguments].concat())
            .replace('\n', ";")
    };
    assert_eq!(
        rows(&["--sort", "-room.duration", "--limit", "2"]),
        "before,1,300;after,1,100;difference,1,-200;before,2,60;after,2,;difference,2,-60;"
    );
    assert_eq!(
        rows(&["--limit", "1"]),
        "before,1,300;after,1,100;difference,1,-200;"
    );
}

#[test]
fn with_exit_code_a_difference_is_exit_7_after_the_complete_output() {
    let answers = OrderedResponses::of(BEFORE, AFTER);
    for (arguments, message) in [
        (&["--limit", "1"][..], "4 calls differ"),
        (&["-w", "cdr_id=4"], "1 call differs"),
        (&["-g", "cdr_id"], "4 groups differ"),
        (&["-g", "month", "-w", "cdr_id=2"], "1 group differs"),
    ] {
        let mut run = cdr();
        let run = run
            .current_dir(answers.path())
            .args(["diff", "old.jsonl", "new.jsonl", "-q", "-f", "csv"])
            .args(["--exit-code", "-o", "out.csv"]);
        assert_error(run.args(arguments), 7, &[message]);
        let written = fs::read_to_string(answers.path().join("out.csv")).unwrap();
        assert_eq!(written, answers.diff(&[&["-f", "csv"], arguments].concat()));
        fs::remove_file(answers.path().join("out.csv")).unwrap();
    }
    assert_eq!(
        OrderedResponses::of(OLD, OLD).diff(&["--exit-code", "-f", "json"]),
        "[]\n"
    );
}

#[test]
fn workbooks_and_reports_name_both_files() {
    let answers = OrderedResponses::of(BEFORE, AFTER);
    answers.diff(&["-o", "out.html"]);
    let html = fs::read_to_string(answers.path().join("out.html")).unwrap();
    answers.diff(&["-o", "out.parquet"]);
    let parquet = fs::read(answers.path().join("out.parquet")).unwrap();
    answers.diff(&["-o", "out.xlsx"]);
    let workbook = fs::read(answers.path().join("out.xlsx")).unwrap();
    let sheet = crate::common::workbook::rows(&workbook, "About this export").unwrap();
    for (name, file) in [("Old", "old.jsonl"), ("New", "new.jsonl")] {
        assert!(html.contains(file), "{file}");
        assert!(
            parquet
                .windows(file.len())
                .any(|part| part == file.as_bytes())
        );
        let is_pair = |row: &[Data]| row[0] == *name && row[1] == *file;
        assert!(sheet.iter().any(|row| is_pair(row)), "{sheet:?}");
    }
}

#[test]
fn order_and_white_space_are_no_difference() {
    let turned: Vec<_> = OLD.lines().rev().collect();
    let answers = OrderedResponses::of(OLD, &turned.join("\n\n"));
    assert_eq!(answers.diff(&["-f", "jsonl"]), "");
    assert_eq!(answers.diff(&["-f", "json", "-g", "user.ref"]), "[]\n");
}

#[test]
fn conditions_apply_before_the_comparison() {
    let rows = OrderedResponses::of(OLD, NEW).diff(&[
        "-f",
        "csv",
        "-c",
        "cdr_id",
        "--no-header",
        "-w",
        "user.ref=b",
    ]);
    assert_eq!(rows, "removed,2\n");
}

#[test]
fn rows_can_be_sorted_and_limited() {
    let answers = OrderedResponses::of(OLD, NEW);
    let arguments = [
        "-f",
        "csv",
        "-c",
        "cdr_id",
        "--no-header",
        "--sort",
        "-cdr_id",
        "--limit",
        "2",
    ];
    assert_eq!(answers.diff(&arguments), "added,4\nremoved,2\n");
}

#[test]
fn differences_print_in_every_format() {
    let answers = OrderedResponses::of(OLD, NEW);
    for format in crate::common::every_format() {
        for totals in [&[][..], &["-g", "user.ref"]] {
            let file = format!("out.{format}");
            answers.diff(&[&["-f", format, "-o", &file][..], totals].concat());
            assert!(
                fs::metadata(answers.path().join(file)).unwrap().len() > 0,
                "{format}"
            );
        }
    }
}

#[test]
fn standard_input_can_be_one_of_both_files() {
    let answers = OrderedResponses::of(OLD, NEW);
    for arguments in [["-", "new.jsonl"], ["new.jsonl", "-"]] {
        let mut run = cdr();
        let run = run
            .current_dir(answers.path())
            .args(["-q", "diff"])
            .args(arguments);
        let rows = assert_success(
            run.args(["-f", "jsonl"])
                .write_stdin(NEW.lines().take(3).collect::<Vec<_>>().join("\n")),
        );
        assert_eq!(rows, "");
    }
    assert_error(
        cdr().args(["diff", "-", "-"]),
        2,
        &["only one of OLD and NEW can be standard input"],
    );
}

#[test]
fn a_mistyped_column_is_rejected_but_not_one_that_only_one_file_has() {
    let answers = OrderedResponses::of(OLD, NEW);
    let mut run = cdr();
    run.current_dir(answers.path())
        .args(["diff", "old.jsonl", "new.jsonl"]);
    assert_error(run.args(["-c", "cdr_ids"]), 2, &["cdr_id"]);
    let other = OrderedResponses::of(OLD, r#"{"cdr_id":"1","extra":1}"#);
    let rows = other.diff(&["-w", "extra=1", "-f", "csv", "-c", "cdr_id", "--no-header"]);
    assert_eq!(rows, "changed from,1\nchanged to,1\n");
}

/// A call: its id, its group and its minutes in hundredths.
type Call = (u8, u8, i32);

fn text(calls: &[Call]) -> String {
    let lines = calls.iter().map(|(id, group, minutes)| {
        let (sign, minutes) = (if *minutes < 0 { "-" } else { "" }, minutes.unsigned_abs());
        let minutes = format!("{sign}{}.{:02}", minutes / 100, minutes % 100);
        format!("{{\"cdr_id\":\"{id}\",\"user\":{{\"ref\":\"g{group}\"}},\"usage\":{{\"connect_minutes_cal\":{minutes}}}}}\n")
    });
    lines.collect()
}

/// The same with other spellings of names and numbers, and another order of members.
fn respelled(calls: &[Call]) -> String {
    let lines = calls.iter().map(|(id, group, minutes)| {
        format!("{{ \"usage\":{{\"connect_minutes_cal\":{minutes}.0E-2}},\"us\\u0065r\":{{\"ref\":\"\\u0067{group}\"}},\"cdr_id\": \"{id}\"}}\n")
    });
    lines.collect()
}

/// The paths in which two calls differ, with commas between.
fn paths(old: Call, new: Call) -> String {
    let differs = [
        (old.2 != new.2, "usage.connect_minutes_cal"),
        (old.1 != new.1, "user.ref"),
    ];
    let paths = differs.iter().filter(|(differs, _)| *differs);
    paths.map(|(_, path)| *path).collect::<Vec<_>>().join(";")
}

/// The first call of each id.
fn firsts(calls: &[Call]) -> BTreeMap<u8, Call> {
    let mut firsts = BTreeMap::new();
    for call in calls {
        firsts.entry(call.0).or_insert(*call);
    }
    firsts
}

/// Calls and hundredths of minutes of each group.
fn totals(calls: &BTreeMap<u8, Call>) -> BTreeMap<u8, (i64, i64)> {
    let mut totals = BTreeMap::<_, (i64, i64)>::new();
    for (_, group, minutes) in calls.values() {
        let total = totals.entry(*group).or_default();
        total.0 += 1;
        total.1 += i64::from(*minutes);
    }
    totals
}

fn number(text: &str) -> BigRational {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}").parse().unwrap();
    let scale = num_bigint::BigInt::from(10).pow(u32::try_from(fraction.len()).unwrap());
    BigRational::new(digits, scale)
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    prop::collection::vec((0..12_u8, 0..3_u8, -300..300_i32), 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn differences_match_an_independent_computation(old in calls(), new in calls()) {
        let answers = OrderedResponses::of(&text(&old), &respelled(&new));
        let (old, new) = (firsts(&old), firsts(&new));
        let mut expected = Vec::new();
        for (id, call) in &old {
            match new.get(id) {
                None => expected.push(format!("removed,{id},")),
                Some(other) if other != call => {
                    expected.push(format!("changed from,{id},{}", paths(*call, *other)));
                }
                Some(_) => {}
            }
        }
        for (id, call) in &new {
            match old.get(id) {
                None => expected.push(format!("added,{id},")),
                Some(other) if other != call => {
                    expected.push(format!("changed to,{id},{}", paths(*other, *call)));
                }
                Some(_) => {}
            }
        }
        let rows = answers.diff(&["-f", "jsonl"]);
        let rows = rows.lines().map(|row| {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            format!("{},{},{}", text("change"), text("cdr_id"), text("differs").replace(',', ";"))
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort();
        expected.sort();
        prop_assert_eq!(rows, expected);

        let (before, after) = (totals(&old), totals(&new));
        let columns = "user.ref,calls,usage.connect_minutes_cal";
        let rows = answers.diff(&["-g", "user.ref", "-f", "csv", "--no-header", "-c", columns]);
        let rows: Vec<Vec<_>> = rows.lines().map(|row| row.split(',').collect()).collect();
        let differ = (0..3).filter(|group| before.get(group) != after.get(group));
        let groups: Vec<_> = differ.collect();
        prop_assert_eq!(rows.len(), 3 * groups.len());
        for (group, rows) in groups.iter().zip(rows.chunks(3)) {
            let (old, new) = (before.get(group).copied().unwrap_or_default(), after.get(group).copied().unwrap_or_default());
            let difference = (new.0 - old.0, new.1 - old.1);
            for (row, (change, (count, minutes))) in rows.iter().zip([("before", old), ("after", new), ("difference", difference)]) {
                prop_assert_eq!(&row[..3], [change, &format!("g{group}"), &count.to_string()]);
                let said = if row[3].is_empty() { "0" } else { row[3] };
                prop_assert_eq!(number(said), BigRational::new(minutes.into(), 100.into()));
            }
        }
    }
}

#[test]
fn conditions_that_match_no_call_of_either_result_cause_a_warning() {
    let results = OrderedResponses::of(
        r#"{"cdr_id":"1","user":{"ref":"a"}} {"cdr_id":"2","user":{"ref":"b"}}"#,
        r#"{"cdr_id":"4","user":{"ref":"a"}}"#,
    );
    let message = |arguments: &[&str]| {
        let mut run = cdr();
        let run = run.current_dir(results.path());
        let run = run.args(["diff", "old.jsonl", "new.jsonl", "-f", "csv"]);
        let output = run.args(arguments).assert().success().get_output().clone();
        String::from_utf8(output.stderr).unwrap()
    };
    let expected = "cdr: warning: none of 3 calls received matches --where\n";
    for arguments in [
        &["-w", "user.ref = none"][..],
        &["-w", "user.ref = none", "-g", "user.ref"],
    ] {
        assert_eq!(message(arguments), expected);
    }
    assert!(!message(&["-w", "cdr_id = 4"]).contains("--where"));
}

/// A call before and after, with members that are named like the columns of `cdr diff`.
const NAMESAKES: [&str; 2] = [
    r#"{"cdr_id":"1","change":"own","differs":"own","conf_num":"7","room":{"duration":5}}"#,
    r#"{"ch\u0061nge":{"a":1},"cdr_id":"1","conf_num":"7","room":{"duration":6},"change":2}"#,
];

#[test]
fn columns_of_the_row_override_members_of_the_same_name() {
    let results = OrderedResponses::of(NAMESAKES[0], NAMESAKES[1]);
    let paths = "\"change,differs,room.duration\"";
    assert_eq!(
        results.diff(&["-f", "csv", "-c", "change,differs,conf_num"]),
        format!("change,differs,conf_num\nchanged from,{paths},7\nchanged to,{paths},7\n")
    );
    assert_eq!(
        results.diff(&["-f", "jsonl"]),
        format!(
            "{{\"change\":\"changed from\",\"differs\":{paths},{}\n\
             {{\"change\":\"changed to\",\"differs\":{paths},{}\n",
            r#""cdr_id":"1","conf_num":"7","room":{"duration":5}}"#,
            r#""cdr_id":"1","conf_num":"7","room":{"duration":6}}"#,
        )
    );
    for format in crate::common::text_formats() {
        results.diff(&["-f", format, "-o", "rows"]);
        let written = fs::read(results.path().join("rows")).unwrap();
        assert!(
            !String::from_utf8_lossy(&written).contains("own"),
            "{format}"
        );
    }
    let one_sided = OrderedResponses::of(
        r#"{"cdr_id":"1","change":"z","differs":"z"}"#,
        r#"{"cdr_id":"2","change":"a","differs":"a"}"#,
    );
    let sorted = one_sided.diff(&["-f", "csv", "-c", "cdr_id,differs", "--sort", "change"]);
    assert_eq!(sorted, "change,cdr_id,differs\nadded,2,\nremoved,1,\n");
}

#[test]
fn totals_have_one_column_change() {
    let results = OrderedResponses::of(NAMESAKES[0], NAMESAKES[1]);
    let rows = results.diff(&["-g", "conf_num", "-f", "jsonl", "--sort", "-change"]);
    assert_eq!(rows.matches("\"change\"").count(), 3, "{rows}");
    for arguments in [
        &["-g", "change"][..],
        &["-g", "change.a"],
        &["-g", "conf_num", "--sort", "change.a"],
        &["-g", "conf_num", "-c", "change.a"],
    ] {
        let mut run = cdr();
        let run = run.current_dir(results.path());
        let run = run.args(["diff", "old.jsonl", "new.jsonl"]);
        assert_error(run.args(arguments), 2, &["change", "how a row differs"]);
    }
}

#[test]
fn all_totals_decide_whether_a_group_differs() {
    let results = OrderedResponses::of(NAMESAKES[0], NAMESAKES[1]);
    let arguments = ["-g", "conf_num", "-c", "conf_num,calls", "-f", "csv"];
    let rows = results.diff(&arguments);
    assert_eq!(
        rows,
        "change,conf_num,calls\nbefore,7,1\nafter,7,1\ndifference,7,0\n"
    );
    let mut run = cdr();
    let run = run.current_dir(results.path());
    let run = run.args(["diff", "old.jsonl", "new.jsonl", "--exit-code", "-o", "out"]);
    assert_error(run.args(arguments), 7, &["1 group differs"]);
}

#[test]
fn totals_that_are_not_printed_cause_no_warnings() {
    let results = OrderedResponses::of(
        r#"{"cdr_id":"1","room":{"duration":5}} {"cdr_id":"2"}"#,
        r#"{"cdr_id":"1","room":{"duration":"long"}} {"cdr_id":"2"}"#,
    );
    let warnings = |columns: &str| {
        let mut run = cdr();
        let run = run.current_dir(results.path());
        let run = run.args(["diff", "old.jsonl", "new.jsonl", "-g", "month", "-f", "csv"]);
        let run = run.args(["-c", columns]).assert().success();
        String::from_utf8(run.get_output().stderr.clone()).unwrap()
    };
    assert_eq!(warnings("calls"), "");
    assert!(warnings("room.duration").contains("room.duration"));
}
