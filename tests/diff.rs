//! What differs between two answers, call by call and in totals.

mod common;

use common::{cdr, printed, refused};
use num_rational::BigRational;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Two answers, as JSON Lines in a folder of their own.
struct Answers(tempfile::TempDir);

impl Answers {
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
        printed(run.args(arguments))
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
    let rows = Answers::of(OLD, NEW).diff(&["-f", "csv", "-c", "cdr_id,usage.connect_minutes_cal"]);
    assert_eq!(
        rows,
        "change,cdr_id,usage.connect_minutes_cal\n\
         changed from,1,1.10\nchanged to,1,1.2\nremoved,2,2\nadded,4,0.1\n"
    );
}

#[test]
fn in_json_a_row_is_the_call_with_its_change() {
    let answers = Answers::of(OLD, NEW);
    let rows = answers.diff(&["-f", "jsonl"]);
    let first = rows.lines().next().unwrap();
    assert_eq!(
        first,
        r#"{"change":"changed from","cdr_id":"1","user":{"ref":"a"},"usage":{"connect_minutes_cal":1.10}}"#
    );
    let list: Vec<serde_json::Value> =
        serde_json::from_str(&answers.diff(&["-f", "json"])).unwrap();
    assert_eq!(list.len(), 4);
    assert_eq!(
        Answers::of(r#"{"user":{}}"#, "").diff(&["-f", "jsonl"]),
        "{\"change\":\"removed\",\"user\":{}}\n"
    );
}

#[test]
fn groups_that_differ_have_three_rows() {
    let answers = Answers::of(OLD, NEW);
    let columns = "user.ref,calls,usage.connect_minutes_cal";
    assert_eq!(
        answers.diff(&["-g", "user.ref", "-f", "csv", "-c", columns]),
        "change,user.ref,calls,usage.connect_minutes_cal\n\
         before,a,1,1.10\nafter,a,2,1.3\ndifference,a,1,0.20\n\
         before,b,2,2\nafter,b,1,\ndifference,b,-1,-2\n"
    );
}

#[test]
fn sums_that_are_written_otherwise_are_the_same() {
    let minutes =
        |minutes| format!(r#"{{"cdr_id":"1","usage":{{"connect_minutes_cal":{minutes}}}}}"#);
    let answers = Answers::of(&minutes("1.10"), &minutes("1.1"));
    assert_eq!(answers.diff(&["-g", "month", "-f", "jsonl"]), "");
    assert_ne!(answers.diff(&["-f", "jsonl"]), "");
}

#[test]
fn equal_answers_differ_in_nothing_whatever_their_order_and_white_space() {
    let turned: Vec<_> = OLD.lines().rev().collect();
    let answers = Answers::of(OLD, &turned.join("\n\n"));
    assert_eq!(answers.diff(&["-f", "jsonl"]), "");
    assert_eq!(answers.diff(&["-f", "json", "-g", "user.ref"]), "[]\n");
}

#[test]
fn conditions_are_looked_at_before_answers_are_compared() {
    let rows = Answers::of(OLD, NEW).diff(&[
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
    let answers = Answers::of(OLD, NEW);
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
fn every_format_takes_them() {
    let answers = Answers::of(OLD, NEW);
    for format in common::every_format() {
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
fn standard_input_is_one_of_the_two() {
    let answers = Answers::of(OLD, NEW);
    for arguments in [["-", "new.jsonl"], ["new.jsonl", "-"]] {
        let mut run = cdr();
        let run = run
            .current_dir(answers.path())
            .args(["-q", "diff"])
            .args(arguments);
        let rows = printed(
            run.args(["-f", "jsonl"])
                .write_stdin(NEW.lines().take(3).collect::<Vec<_>>().join("\n")),
        );
        assert_eq!(rows, "");
    }
    refused(
        cdr().args(["diff", "-", "-"]),
        2,
        &["standard input is one answer"],
    );
}

#[test]
fn a_mistyped_column_is_refused_and_one_of_a_single_answer_is_not() {
    let answers = Answers::of(OLD, NEW);
    let mut run = cdr();
    run.current_dir(answers.path())
        .args(["diff", "old.jsonl", "new.jsonl"]);
    refused(run.args(["-c", "cdr_ids"]), 2, &["cdr_id"]);
    let other = Answers::of(OLD, r#"{"cdr_id":"1","extra":1}"#);
    let rows = other.diff(&["-w", "extra=1", "-f", "csv", "-c", "cdr_id", "--no-header"]);
    assert_eq!(rows, "added,1\n");
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
    fn differences_are_those_of_an_independent_computation(old in calls(), new in calls()) {
        let answers = Answers::of(&text(&old), &text(&new));
        let (old, new) = (firsts(&old), firsts(&new));
        let mut expected = Vec::new();
        for (id, call) in &old {
            match new.get(id) {
                None => expected.push(format!("removed,{id}")),
                Some(other) if other != call => expected.push(format!("changed from,{id}")),
                Some(_) => {}
            }
        }
        for (id, call) in &new {
            match old.get(id) {
                None => expected.push(format!("added,{id}")),
                Some(other) if other != call => expected.push(format!("changed to,{id}")),
                Some(_) => {}
            }
        }
        let rows = answers.diff(&["-f", "csv", "--no-header", "-c", "cdr_id"]);
        let mut rows: Vec<_> = rows.lines().map(str::to_owned).collect();
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
