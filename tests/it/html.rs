//! The report shows what the same question says in other formats, as text, in one page.

use crate::common::{Service, assert_error, assert_success, cdr, response_with};
use proptest::prelude::*;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;

/// Reads a page as strictly as XML is read, but for the elements that HTML has no end tags for, and looks at it.
fn with_page<T>(page: &str, look: impl FnOnce(&Document<'_>) -> T) -> T {
    let (head, body) = page.split_once("<title>").unwrap();
    let head = head
        .replace("\">", "\"/>")
        .replace("<html lang=\"en\"/>", "<html lang=\"en\">");
    let page = format!("{head}<title>{}", body.replace("<wbr>", "<wbr/>"));
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    look(&Document::parse_with_options(&page, options).unwrap())
}

/// The text in an element, titles of charts aside.
fn text(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let is_shown = |node: &Node<'_, '_>| !node.ancestors().any(|above| above.has_tag_name("svg"));
    let texts = texts.filter(is_shown).filter_map(|node| node.text());
    texts.collect::<String>().trim().to_owned()
}

/// The section below a heading.
fn section<'a>(page: &'a Document<'a>, heading: &str) -> Node<'a, 'a> {
    let sections = page
        .descendants()
        .filter(|node| node.has_tag_name("section"));
    let is_below = |node: &Node<'_, '_>| text(node.first_element_child().unwrap()) == heading;
    let mut sections = sections.filter(is_below);
    sections.next().unwrap_or_else(|| panic!("no {heading}"))
}

/// The cells of the rows in the table of a section, figures without what sets their thousands apart.
fn rows(page: &Document<'_>, heading: &str) -> Vec<Vec<String>> {
    let rows = section(page, heading)
        .descendants()
        .filter(|node| node.has_tag_name("tbody"));
    let rows = rows.flat_map(|body| body.children().filter(|node| node.has_tag_name("tr")));
    let cells = |row: Node<'_, '_>| {
        let cells = row.children().filter(Node::is_element);
        cells.map(|cell| text(cell).replace(',', "")).collect()
    };
    rows.map(cells).collect()
}

/// The figure of this name.
fn figure(page: &Document<'_>, name: &str) -> String {
    let names = section(page, "Key figures")
        .descendants()
        .filter(|node| node.has_tag_name("dt"));
    let dt = names.into_iter().find(|node| text(*node) == name).unwrap();
    let dd = dt
        .next_siblings()
        .find(|node| node.has_tag_name("dd"))
        .unwrap();
    dd.first_child()
        .and_then(|node| node.text())
        .unwrap()
        .replace(',', "")
}

/// What `cdr read` prints of these records.
fn read(records: &str, arguments: &[&str]) -> String {
    let mut run = cdr();
    assert_success(
        run.args(["read", "-", "-q"])
            .args(arguments)
            .write_stdin(records.to_owned()),
    )
}

/// The rows of totals of these records.
fn totals(records: &str, arguments: &[&str]) -> Vec<Vec<String>> {
    let rows = read(
        records,
        &[&["-f", "csv", "--no-header", "-g"], arguments].concat(),
    );
    let rows = rows
        .lines()
        .map(|row| row.split(',').map(str::to_owned).collect());
    rows.collect()
}

const HOSTILE: &str = r#"{"cdr_id":"1","conf_num":"</td><script>alert(1)</script>","room":{"room_id":"\"><img src=x onerror=alert(1)>",
 "connect_dt":"2025-01-31T10:00:00.000Z","disconnect_dt":"2025-01-31T10:05:00.000Z"},
 "user":{"ref":"\u202eevil & <b>'x'\u0000\uffff"},"stats_quality":{"call_quality":"Bad"}}"#;

#[test]
fn markup_in_names_is_text() {
    let page = read(HOSTILE, &["-f", "html"]);
    with_page(&page, |page| {
        for name in ["script", "img", "b"] {
            assert!(
                !page.descendants().any(|node| node.has_tag_name(name)),
                "{name}"
            );
        }
        assert_eq!(rows(page, "Rooms")[0][0], "\"><img src=x onerror=alert(1)>");
        assert_eq!(
            rows(page, "Customer references")[0][0],
            "\\u202eevil & <b>'x'\\u0000\u{fffd}"
        );
        let worst = rows(page, "Conferences with the most bad calls");
        assert_eq!(worst[0][0], "</td><script>alert(1)</script>");
        let policy = page
            .descendants()
            .find(|node| node.attribute("http-equiv").is_some());
        let policy = policy.and_then(|node| node.attribute("content")).unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("script"),
            "{policy}"
        );
    });
    let long = HOSTILE.replace("evil", &"x".repeat(10_000));
    let page = read(&long, &["-f", "html"]);
    assert!(page.len() < 60_000);
}

#[test]
fn unknown_figures_are_named_not_drawn() {
    let page = read(
        r#"{"cdr_id":"1","room":{"connect_dt":"2025-01-31T10:00:00.000Z"}}"#,
        &["-f", "html"],
    );
    with_page(&page, |page| {
        for name in ["Billed minutes", "Bad quality", "Peak concurrent calls"] {
            assert_eq!(figure(page, name), "–", "{name}");
        }
        for (heading, message) in [
            ("Billed minutes per day", "No call has billed minutes."),
            ("Call quality per day", "No call has a quality rating"),
            ("Rooms", "No call has a room."),
        ] {
            assert!(text(section(page, heading)).contains(message), "{heading}");
        }
    });
    assert!(read("", &["-f", "html"]).contains("No calls."));
}

#[test]
fn the_header_names_period_service_zone_and_conditions() {
    let mut run = cdr();
    let page = assert_success(run.args([
        "--sandbox",
        "-q",
        "period",
        "2025-01",
        "--tz",
        "Asia/Kolkata",
        "-w",
        "user.role=moderator",
        "-f",
        "html",
    ]));
    with_page(&page, |page| {
        let head = page
            .descendants()
            .find(|node| node.has_tag_name("header"))
            .map(text)
            .unwrap();
        for part in [
            "Calls, 2025-01-01 to 2025-01-31",
            "the sandbox",
            "Asia/Kolkata",
            "user.role = moderator",
            "by cdr 0.",
            "Sample data",
        ] {
            assert!(head.contains(part), "{part}: {head}");
        }
        assert_eq!(rows(page, "Data per day").len(), 31);
    });
}

#[test]
fn totals_are_a_chart_and_a_table_with_their_total() {
    let records = r#"{"user":{"ref":"a"},"usage":{"connect_minutes_cal":1000.5}}
        {"user":{"ref":"b"},"usage":{"connect_minutes_cal":2}}"#;
    let page = read(records, &["-g", "user.ref", "-f", "html"]);
    with_page(&page, |page| {
        assert_eq!(
            rows(page, "usage.connect_minutes_cal (minutes)"),
            [["a", "", "1000.5"], ["b", "", "2"]]
        );
        assert_eq!(rows(page, "Totals")[1][..2], ["b", "1"]);
        let heading = page
            .descendants()
            .find(|node| node.has_tag_name("thead"))
            .map(text)
            .unwrap();
        assert!(
            heading.contains("first_connect_dt (UTC)")
                && heading
                    .replace(".\u{200b}", ".")
                    .contains("connect_minutes (seconds)"),
            "{heading}"
        );
        let total = page
            .descendants()
            .find(|node| node.has_tag_name("tfoot"))
            .map(text)
            .unwrap();
        assert!(
            total.starts_with("total2") && total.contains("1,002.5"),
            "{total}"
        );
    });
}

#[test]
fn every_command_that_prints_rows_writes_a_report() {
    let page = assert_success(cdr().args(["fields", "-f", "html"]));
    let shown = with_page(&page, |page| rows(page, "Table").len());
    let listed = assert_success(cdr().args(["fields", "-f", "csv", "--no-header"]));
    assert_eq!(shown, listed.lines().count());
    assert!(shown > cdr::FIELDS.len());
}

#[test]
fn columns_are_rejected() {
    let mut run = cdr();
    run.args(["--sandbox", "period", "today", "-f", "html", "-c", "cdr_id"]);
    assert_error(&mut run, 2, &["--columns cannot be used with html"]);
}

#[test]
fn a_limited_report_counts_only_the_first_calls() {
    let service = Service::returning(response_with(
        r#"{"cdr_id":"1"},{"cdr_id":"2"},{"cdr_id":"3"}"#,
    ));
    let page = assert_success(
        service
            .cdr()
            .args(["conf", "1", "-f", "html", "--limit", "2"]),
    );
    with_page(&page, |page| assert_eq!(figure(page, "Calls"), "2"));
}

#[test]
fn the_size_of_a_report_is_bounded() {
    let records = (0..6000).map(|number| {
        let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(number % 2000);
        format!(
            "{{\"cdr_id\":\"{number}\",\"conf_num\":\"{number}\",\"room\":{{\"room_id\":\"room-{number}\",\"connect_dt\":\"{day}T10:00:00.000Z\",\"disconnect_dt\":\"{day}T11:00:00.000Z\"}},\
             \"user\":{{\"ref\":\"{number}\"}},\"usage\":{{\"connect_minutes_cal\":{number}}},\"stats_quality\":{{\"call_quality\":\"Bad\"}}}}\n"
        )
    });
    let records: String = records.collect();
    let page = read(&records, &["-f", "html"]);
    assert!(page.len() < 300_000, "{}", page.len());
    with_page(&page, |page| {
        assert_eq!(figure(page, "Rooms"), "6000");
        let others = &rows(page, "Rooms")[20];
        assert_eq!(others[0], "5980 others");
        assert_eq!(others[2], (0..5980).sum::<u64>().to_string());
        assert_eq!(rows(page, "Data per month").len(), 66);
    });
    let year: Vec<_> = records.lines().take(366).collect();
    let year = year.join("\n");
    let page = read(&year, &["-f", "html"]);
    assert!(page.len() < 300_000, "{}", page.len());
    with_page(&page, |page| {
        assert_eq!(rows(page, "Data per day").len(), 366);
    });
}

/// A call: its room, reference and conference, when it began, in hours, how long it was, in minutes, what is billed, in
/// hundredths, and whether it was bad, where it is judged.
type Call = (u8, u8, u8, u16, u16, Option<u32>, Option<bool>);

fn record((room, reference, conference, hour, minutes, billed, bad): &Call) -> String {
    let start =
        chrono::DateTime::from_timestamp(1_735_689_600 + i64::from(*hour) * 3600, 0).unwrap();
    let end = start + chrono::TimeDelta::minutes((*minutes).into());
    let text = |time: chrono::DateTime<chrono::Utc>| {
        time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
    };
    let billed = billed.map(|billed| {
        format!(
            ",\"usage\":{{\"connect_minutes_cal\":{}.{:02}}}",
            billed / 100,
            billed % 100
        )
    });
    let quality = bad.map(|bad| {
        let quality = if bad { "Bad" } else { "Good" };
        format!(",\"stats_quality\":{{\"call_quality\":\"{quality}\"}}")
    });
    format!(
        "{{\"conf_num\":\"c{conference}\",\"room\":{{\"room_id\":\"r{room}\",\"connect_dt\":\"{}\",\"disconnect_dt\":\"{}\"}},\"user\":{{\"ref\":\"u{reference}\"}}{}{}}}",
        text(start),
        text(end),
        billed.unwrap_or_default(),
        quality.unwrap_or_default()
    )
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let call = (
        0..4_u8,
        0..30_u8,
        0..9_u8,
        0..400_u16,
        1..200_u16,
        prop::option::weighted(0.9, 0..10_000_u32),
        prop::option::weighted(0.8, any::<bool>()),
    );
    prop::collection::vec(call, 1..60)
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_figure_matches_the_totals(calls in calls(), zone in prop::sample::select(vec!["utc", "Asia/Kolkata", "America/St_Johns"])) {
        let mut numbered: Vec<_> = calls.iter().map(record).collect();
        for (number, record) in numbered.iter_mut().enumerate() {
            record.insert_str(1, &format!("\"cdr_id\":\"{number}\","));
        }
        let records = numbered.join("\n");
        let tz = ["--tz", zone];
        let page = read(&records, &[&["-f", "html"], &tz[..]].concat());
        let of = |keys: &str, columns: &str| {
            let columns = format!("{keys},{columns}");
            totals(&records, &[&[keys, "-c", &columns], &tz[..]].concat())
        };
        with_page(&page, |page| {
            assert_eq!(figure(page, "Calls"), calls.len().to_string());
            let all = read(&records, &["-g", "a", "-f", "jsonl"]);
            let all: serde_json::Value = serde_json::from_str(&all).unwrap();
            assert_eq!(figure(page, "Conferences"), all["conferences"].to_string());
            let minutes = figure(page, "Billed minutes");
            assert_eq!(number(&minutes), all["usage"]["connect_minutes_cal"].as_f64());
            let by_day = of("day", "calls,usage.connect_minutes_cal");
            let shown: BTreeMap<_, _> = rows(page, "Data per day").into_iter().map(|row| (row[0].clone(), row)).collect();
            // Where no call has minutes, there is no column of them.
            let end = 2 + usize::from(number(&minutes).is_some());
            for row in &by_day {
                assert_eq!(shown[&row[0]][1..end], row[1..end], "{}", row[0]);
            }
            assert_eq!(shown.values().filter(|row| row[1] != "0").count(), by_day.len());
            for (heading, key) in [("Rooms", "room.room_id"), ("Customer references", "user.ref")] {
                let totals = of(key, "calls,usage.connect_minutes_cal");
                let shown = rows(page, heading);
                for row in shown.iter().filter(|row| !row[0].ends_with(" others") && row[0] != "1 other") {
                    let same = totals.iter().find(|total| total[0] == row[0]).unwrap();
                    let minutes = if same[2].is_empty() { "–" } else { &same[2] };
                    assert_eq!((&*row[2], &row[4]), (minutes, &same[1]));
                }
                assert!(shown.len() == totals.len().min(20) + usize::from(totals.len() > 20));
            }
            let bad: BTreeMap<_, u64> = calls.iter().filter(|call| call.6 == Some(true)).fold(BTreeMap::new(), |mut bad, call| {
                *bad.entry(format!("c{}", call.2)).or_default() += 1;
                bad
            });
            if calls.iter().any(|call| call.6.is_some()) {
                let worst = rows(page, "Conferences with the most bad calls");
                let worst: BTreeMap<_, u64> = worst.into_iter().filter(|row| row.len() > 4).map(|row| (row[0].clone(), row[4].parse().unwrap())).collect();
                assert_eq!(worst, bad);
            }
            let moment = |minute: i64| calls.iter().filter(|call| {
                let start = i64::from(call.3) * 60;
                start <= minute && minute < start + i64::from(call.4)
            }).count();
            let most = calls.iter().map(|call| moment(i64::from(call.3) * 60)).max().unwrap();
            assert_eq!(figure(page, "Peak concurrent calls"), most.to_string());
        });
    }
}

#[test]
fn another_verdict_is_drawn_and_a_share_below_zero_is_a_dash() {
    let call = |id, quality, minutes| {
        format!(
            r#"{{"cdr_id":"{id}","room":{{"room_id":"r{id}","connect_dt":"2025-01-31T10:00:00.000Z"}},"usage":{{"connect_minutes_cal":{minutes}}},"stats_quality":{{"call_quality":"{quality}"}}}}"#
        )
    };
    let records = [call(1, "Good", "3"), call(2, "Moderate", "-1")].join("\n");
    let page = read(&records, &["-f", "html"]);
    assert!(page.contains("1 good, 0 bad, 1 other") && page.contains("<rect class=\"other\""));
    with_page(&page, |page| assert_eq!(rows(page, "Rooms")[1][3], "–"));
}
