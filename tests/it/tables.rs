//! A table fits its terminal, and never breaks a number, an id or a time.

use crate::common::golden::assert_golden;
use crate::common::pseudo_terminal::on_terminal;
use crate::common::{assert_error, assert_success, cdr, terminal_program};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

/// What a run prints on a terminal of this width, standard error included.
fn table(width: u16, environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let mut command = terminal_program();
    command.env("NO_COLOR", "1");
    command.envs(environment.iter().copied()).args(arguments);
    let (said, status) = on_terminal(width, 24, &mut command);
    assert!(status.success(), "{said}");
    said
}

/// The same at each of the widths that people have.
fn at_every_width(arguments: &[&str]) -> String {
    let at = |width: u16| {
        let table = table(width, &[], &[&["--sandbox"], arguments].concat());
        ["-".repeat(width.into()), table].join(
            "
",
        )
    };
    [40, 60, 80, 100, 120, 200].map(at).join(
        "
",
    )
}

#[test]
fn default_table_golden() {
    assert_golden(
        "tables/brief.txt",
        &at_every_width(&["period", "2025-01-01", "--limit", "8"]),
    );
}

#[test]
fn several_days_table_golden() {
    let arguments = [
        "period",
        "2025-01-01..2025-01-03",
        "--tz",
        "Asia/Kolkata",
        "--limit",
        "8",
    ];
    assert_golden("tables/days.txt", &at_every_width(&arguments));
}

#[test]
fn figures_table_golden() {
    let arguments = ["period", "2025-01-01", "--limit", "3", "-c", "billing"];
    assert_golden("tables/billing.txt", &at_every_width(&arguments));
}

#[test]
fn quality_table_golden() {
    let arguments = ["period", "2025-01-01", "--limit", "2", "-c", "quality"];
    assert_golden("tables/quality.txt", &at_every_width(&arguments));
}

#[test]
fn all_columns_table_golden() {
    let arguments = ["period", "2025-01-01", "--limit", "1", "-c", "all"];
    assert_golden("tables/all.txt", &at_every_width(&arguments));
}

#[test]
fn totals_table_golden() {
    let arguments = ["-q", "period", "2025-01", "-g", "room.room_id"];
    assert_golden("tables/totals.txt", &at_every_width(&arguments));
}

/// A column, whether its values may be broken, and what they look like.
const COLUMNS: [(&str, bool, &str); 8] = [
    ("conf_num", false, "[0-9]{1,12}"),
    ("room.room_id", false, "[0-9a-f]{24}"),
    ("cdr_id", false, "[A-Za-z0-9_-]{1,36}"),
    ("room.duration", false, "[1-9][0-9]{0,22}(\\.[0-9]{1,9})?"),
    (
        "room.connect_dt",
        false,
        "202[45]-0[1-3]-0[1-9]T0[0-9]:[0-5][0-9]:00\\.[0-9]{3}Z",
    ),
    ("user.name", true, "[a-zA-Z李雷田é👨\u{200d}👩مري ]{0,60}"),
    ("user.agent", true, "[a-z]{0,80}"),
    ("extra.count", false, "[1-9][0-9]{0,17}"),
];

type Row = Vec<Option<String>>;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let values = COLUMNS.map(|(_, _, form)| prop::option::weighted(0.9, form));
    prop::collection::vec(values.to_vec(), 1..6)
}

fn record(row: &Row) -> String {
    let of = |object: &str| {
        let members = COLUMNS.iter().zip(row).filter_map(|((path, ..), value)| {
            let (name, member) = path.split_once('.')?;
            let json = serde_json::json!(value.as_ref()?);
            (name == object).then(|| format!("\"{member}\":{json}"))
        });
        format!("\"{object}\":{{{}}}", members.collect::<Vec<_>>().join(","))
    };
    let text = |place: usize| serde_json::json!(row[place]);
    let objects = ["room", "user", "extra"].map(of).join(",");
    format!(
        "{{\"conf_num\":{},\"cdr_id\":{},{objects}}}",
        text(0),
        text(2)
    )
}

/// A time without the parts that a heading can name instead.
fn clock(time: &str) -> &str {
    time[11..].trim_end_matches('Z').trim_end_matches(".000")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn only_text_is_wrapped_and_no_line_is_wider_than_the_terminal(
        rows in rows(),
        places in prop::sample::subsequence((0..COLUMNS.len()).collect::<Vec<_>>(), 1..=COLUMNS.len()),
        width in 40_u16..220,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("calls.jsonl");
        // Calls that are alike would count once.
        let lines = rows.iter().enumerate().map(|(place, row)| {
            record(row).replacen('{', &format!("{{\"n\":{place},"), 1)
        });
        std::fs::write(&file, lines.collect::<Vec<_>>().join("\n")).unwrap();
        let names: Vec<_> = places.iter().map(|place| COLUMNS[*place].0).collect();
        let said = table(width, &[], &["-q", "read", file.to_str().unwrap(), "-c", &names.join(",")]);
        for line in said.lines() {
            prop_assert!(line.width() <= width.into(), "{} > {width}: {line}\n{said}", line.width());
        }
        for row in &first_of_each_id(&rows) {
            for place in &places {
                let (path, may_break, _) = COLUMNS[*place];
                let Some(value) = row[*place].as_ref().filter(|_| !may_break) else {
                    continue;
                };
                let value = if path == "room.connect_dt" { clock(value) } else { value };
                let mut words = said.lines().flat_map(str::split_whitespace);
                let is_whole = words.any(|word| word == value || (path == "room.connect_dt" && word.contains(value)));
                prop_assert!(is_whole, "{path} {value} at {width}:\n{said}");
            }
        }
    }
}

/// The rows that are printed: a call that comes again counts once.
fn first_of_each_id(rows: &[Row]) -> Vec<Row> {
    let mut first = Vec::<Row>::new();
    for row in rows {
        let is_known = row[2]
            .as_ref()
            .is_some_and(|id| first.iter().any(|other| other[2].as_ref() == Some(id)));
        if !is_known {
            first.push(row.clone());
        }
    }
    first
}

const ALIGNED: &str = r#"{"cdr_id":"1","user":{"name":"Asha"},"conf_num":"x"}
{"cdr_id":"2","user":{"name":"李雷"},"conf_num":"x"}
{"cdr_id":"3","user":{"name":"👨‍👩‍👧 Çelik"},"conf_num":"x"}
{"cdr_id":"4","user":{"name":"مريم"},"conf_num":"x"}
{"cdr_id":"5","user":{"name":"e\u0301a"},"conf_num":"x"}
"#;

#[test]
fn wide_joined_and_right_to_left_names_stay_aligned() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls.jsonl");
    std::fs::write(&file, ALIGNED).unwrap();
    let table = table(
        60,
        &[],
        &[
            "-q",
            "read",
            file.to_str().unwrap(),
            "-c",
            "user.name,conf_num",
        ],
    );
    for line in table.lines().skip(1) {
        let (name, _) = line.split_once('x').unwrap();
        assert_eq!(name.width(), "👨‍👩‍👧 Çelik  ".width(), "{line:?}");
    }
    // What follows a name from right to left is kept where it is.
    assert!(table.contains("مريم\u{200e}"), "{table}");
}

#[test]
fn the_names_in_the_header_can_be_typed_and_pipes_have_full_paths() {
    let (names, paths) = (
        "name,room_id,conf_num,call_quality",
        "user.name,room.room_id,conf_num,stats_quality.call_quality",
    );
    let print = |columns: &str| {
        let period = ["--sandbox", "-q", "period", "2025-01-01", "-c", columns];
        (table(200, &[], &period), assert_success(cdr().args(period)))
    };
    let header = |table: &str| {
        let words = table.lines().next().unwrap().split_whitespace();
        words.collect::<Vec<_>>().join(",")
    };
    let (on_terminal, in_pipe) = print(names);
    assert_eq!(header(&on_terminal), names);
    assert_eq!(header(&in_pipe), paths);
    assert_eq!(print(paths), (on_terminal, in_pipe));
}

#[test]
fn long_text_wraps_between_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls.jsonl");
    let name = "The quick brown fox jumps over the lazy dog";
    std::fs::write(
        &file,
        format!(r#"{{"conf_num":"7","user":{{"name":"{name}"}}}}"#),
    )
    .unwrap();
    let table = table(
        40,
        &[],
        &[
            "-q",
            "read",
            file.to_str().unwrap(),
            "-c",
            "conf_num,user.name",
        ],
    );
    let expected = "conf_  name\nnum\n7      The quick brown fox jumps over\n       the lazy dog\n";
    assert_eq!(table, expected);
}

#[test]
fn the_width_is_that_of_the_terminal_or_columns_or_80() {
    let arguments = [
        "--sandbox",
        "-q",
        "period",
        "2025-01-01",
        "-c",
        "billing",
        "--view",
        "table",
    ];
    let widest = |width: u16, environment: &[(&str, &str)]| {
        let brief = [
            "--sandbox",
            "-q",
            "period",
            "2025-01",
            "-c",
            "user.agent,room.room_id",
        ];
        let table = table(width, environment, &brief);
        table.lines().map(UnicodeWidthStr::width).max().unwrap()
    };
    assert!((81..=90).contains(&widest(90, &[("COLUMNS", "60")])));
    assert!((51..=60).contains(&widest(0, &[("COLUMNS", "60")])));
    for columns in ["", "0", "wide"] {
        assert!((71..=80).contains(&widest(0, &[("COLUMNS", columns)])));
    }
    // A table that is asked for may be wider.
    assert!(
        table(40, &[], &arguments)
            .lines()
            .any(|line| line.width() > 100)
    );
}

#[test]
fn the_record_view_works_in_pipes_but_only_for_tables() {
    let records = assert_success(cdr().args([
        "--sandbox",
        "-q",
        "conf",
        "1739252000",
        "--view",
        "record",
        "-c",
        "conf_num,room.duration",
    ]));
    assert!(
        records.starts_with(
            "conf_num                 1739252000\nroom.duration (seconds)  1899\n\nconf_num"
        ),
        "{records}"
    );
    assert_error(
        cdr().args(["--sandbox", "conf", "1", "--view", "record", "-f", "csv"]),
        2,
        &["--view", "--format table"],
    );
}
