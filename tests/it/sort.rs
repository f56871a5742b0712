//! `--sort` puts calls and totals in order, and `--limit` prints the first of them.

use crate::common::{assert_error, assert_success, cdr};
use proptest::prelude::*;
use std::cmp::Ordering;

/// The values that the columns of a call can have, each group in rising order, what is equal side by side.
const VALUES: [(&str, &[&[&str]]); 4] = [
    (
        "room.duration",
        &[
            &["-1", "\"-1.0\""],
            &["0", "0.00", "\"-0\""],
            &["9"],
            &["10", "1e1"],
            &["\"many\""],
            &["", "null", "\"\""],
        ],
    ),
    (
        "room.connect_dt",
        &[
            &["\"2025-01-31T23:00:00+05:30\"", "\"2025-01-31T17:30:00Z\""],
            &["\"2025-01-31T18:00:00.000Z\""],
            &["\"2025-02-01T00:00:00.000Z\""],
            &["\"soon\""],
            &["", "null"],
        ],
    ),
    (
        "user.name",
        &[
            &["10", "\"10\""],
            &["\"9\""],
            &["\"Asha\""],
            &["\"Zoë\""],
            &["\"asha\""],
            &["\"李\""],
            &["", "\"\""],
        ],
    ),
    (
        "extra.price",
        &[
            &["2", "\"2.0\""],
            &["10"],
            &["\"1x\""],
            &["\"x\""],
            &["", "null"],
        ],
    ),
];

/// Where a value stands in a column, and which of the equal ones it is.
type Place = (usize, usize);

fn group(column: usize, place: Place) -> usize {
    place.0 % VALUES[column].1.len()
}

fn call(id: usize, places: &[Place]) -> String {
    let members: Vec<_> = places
        .iter()
        .enumerate()
        .filter_map(|(column, place)| {
            let (path, groups) = VALUES[column];
            let equals = groups[group(column, *place)];
            let json = equals[place.1 % equals.len()];
            (!json.is_empty()).then(|| (path.split_once('.').unwrap(), json))
        })
        .collect();
    let of = |object: &str| {
        let members = members.iter().filter(|((name, _), _)| *name == object);
        let members: Vec<_> = members
            .map(|((_, member), json)| format!(r#""{member}":{json}"#))
            .collect();
        format!(r#""{object}":{{{}}}"#, members.join(","))
    };
    format!(
        r#"{{"cdr_id":"{id}",{},{},{}}}"#,
        of("room"),
        of("user"),
        of("extra")
    )
}

/// How two calls stand to each other by these columns. The last group of a column is that of calls without a value.
fn compare(sort: &[(usize, bool)], one: &[Place], other: &[Place]) -> Ordering {
    let orders = sort.iter().map(|(column, falls)| {
        let last = VALUES[*column].1.len() - 1;
        let [one, other] = [one, other].map(|places| group(*column, places[*column]));
        match (one == last, other == last) {
            (false, false) if *falls => other.cmp(&one),
            _ => one.cmp(&other),
        }
    });
    orders.fold(Ordering::Equal, Ordering::then)
}

fn places() -> impl Strategy<Value = Vec<Place>> {
    prop::collection::vec((0..60_usize, 0..6_usize), VALUES.len())
}

fn as_lines<'a>(records: impl Iterator<Item = &'a str>) -> String {
    records.flat_map(|record| [record, "\n"]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn sort_is_stable_and_matches_an_independent_order(
        calls in prop::collection::vec(places(), 0..60),
        columns in prop::sample::subsequence(vec![0, 1, 2, 3], 1..=4).prop_shuffle(),
        falls in prop::collection::vec(any::<bool>(), 4),
        limit in prop::option::of(1..20_usize),
    ) {
        let sort: Vec<_> = columns.into_iter().zip(falls).collect();
        let lines: Vec<_> = calls.iter().enumerate().map(|(id, places)| call(id, places)).collect();
        let mut expected: Vec<_> = calls.iter().zip(&lines).collect();
        expected.sort_by(|(one, _), (other, _)| compare(&sort, one, other));
        expected.truncate(limit.unwrap_or(usize::MAX));
        let expected = as_lines(expected.iter().map(|(_, line)| line.as_str()));
        let list = sort.iter().map(|(column, falls)| {
            format!("{}{}", if *falls { "-" } else { "" }, VALUES[*column].0)
        });
        let list: Vec<_> = list.collect();
        let mut run = cdr();
        run.args(["read", "-", "-q", "-f", "jsonl", "--sort", &list.join(",")]);
        if let Some(limit) = limit {
            run.args(["--limit", &limit.to_string()]);
        }
        prop_assert_eq!(assert_success(run.write_stdin(lines.join("\n"))), expected);
    }
}

const CALLS: &str = r#"{"cdr_id":"1","room":{"room_id":"a","duration":1}}
{"cdr_id":"2","room":{"room_id":"b","duration":20}}
{"cdr_id":"3","room":{"room_id":"b","duration":300}}
{"cdr_id":"4","room":{"room_id":"c","duration":20}}
"#;

fn read(arguments: &[&str]) -> String {
    let mut run = cdr();
    assert_success(run.args(["read", "-"]).args(arguments).write_stdin(CALLS))
}

#[test]
fn sort_works_with_every_format() {
    for format in crate::common::text_formats() {
        let columns: &[&str] = if format.starts_with("json") {
            &[]
        } else {
            &["-c", "cdr_id"]
        };
        let answer = read(
            &[
                &["-f", format, "--sort", "-room.duration", "--limit", "3"],
                columns,
            ]
            .concat(),
        );
        let places = ["3", "2", "4"].map(|id| {
            let quoted = format!("\"cdr_id\":\"{id}\"");
            answer
                .find(&quoted)
                .or_else(|| answer.find(&format!("\n{id}")))
                .unwrap()
        });
        assert!(places.is_sorted(), "{answer}");
        assert!(
            !answer.contains("\"a\"") && !answer.contains("\n1"),
            "{answer}"
        );
    }
}

#[test]
fn without_sort_calls_are_in_the_order_received() {
    assert_eq!(
        read(&["-f", "csv", "-c", "cdr_id", "--limit", "2"]),
        "cdr_id\n1\n2\n"
    );
    assert_eq!(
        read(&["-f", "csv", "-c", "cdr_id", "--limit", "9"]),
        "cdr_id\n1\n2\n3\n4\n"
    );
}

#[test]
fn totals_are_sorted_by_their_columns_printed_or_not() {
    let totals = [
        "-g",
        "room.room_id",
        "-f",
        "csv",
        "--no-header",
        "-c",
        "room.room_id,calls",
    ];
    let sorted = |sort: &[&str]| read(&[&totals[..], sort].concat());
    assert_eq!(sorted(&["--sort", "-room.duration"]), "b,2\nc,1\na,1\n");
    assert_eq!(
        sorted(&["--sort", "calls,-room.room_id"]),
        "c,1\na,1\nb,2\n"
    );
    assert_eq!(sorted(&["--sort", "-calls", "--limit", "1"]), "b,2\n");
    assert_eq!(sorted(&["--limit", "2"]), "a,1\nb,2\n");
}

#[test]
fn the_grand_total_stays_last_and_is_of_all_groups() {
    let table = read(&[
        "-g",
        "room.room_id",
        "-c",
        "room.room_id,calls",
        "--sort",
        "-calls",
        "--limit",
        "1",
    ]);
    assert_eq!(
        table,
        "room.room_id          calls\nb                         2\ntotal of all 4 calls      4\n"
    );
}

#[test]
fn an_invalid_sort_is_rejected() {
    let refuse = |arguments: &[&str], message: &[&str]| {
        let mut run = cdr();
        assert_error(
            run.args(["read", "-"]).args(arguments).write_stdin(CALLS),
            2,
            message,
        );
    };
    refuse(&["--sort", "a,,b"], &["--sort", "comma-separated columns"]);
    refuse(&["--sort", "brief"], &["--sort"]);
    refuse(&["--sort", "--limit"], &["--sort"]);
    refuse(&["--limit", "0"], &["--limit", "expected an integer"]);
    refuse(&["--limit", "-1"], &["--limit", "expected an integer"]);
    refuse(
        &["-g", "room.room_id", "--sort", "user.name"],
        &["cannot sum user.name: it is not numeric"],
    );
}

#[test]
fn lists_add_up_and_short_names_work() {
    let ids = |arguments: &[&str]| {
        let columns = ["-f", "csv", "--no-header", "-c", "cdr_id"];
        read(&[&columns[..], arguments].concat()).replace('\n', "")
    };
    assert_eq!(
        ids(&["--sort", "room_id", "--sort", "-room.duration"]),
        "1324"
    );
    assert_eq!(
        ids(&["--sort=-room_id", "--sort", "room.room_id,room.duration"]),
        "4231"
    );
}
