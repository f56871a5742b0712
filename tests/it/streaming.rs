//! Responses are cut into records as `serde_json` would read them, whole and torn, whatever they hold.

use crate::common::json_oracle::{DOCUMENTED, assert_matches_serde_json, read_records};
use proptest::prelude::*;

/// White space as JSON allows it.
fn space() -> impl Strategy<Value = String> {
    prop_oneof![8 => Just(String::new()), 1 => "[ \t\r\n]{0,3}"]
}

/// The text of a JSON string: any characters, escaped in the usual way or as a hostile writer might.
fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any::<char>().prop_map(|character| {
            let quoted = serde_json::to_string(&character).unwrap();
            quoted[1..quoted.len() - 1].to_owned()
        }),
        1 => "[\\[\\]{}:,]",
        1 => Just(r#"\""#.to_owned()),
        1 => Just(r"\\".to_owned()),
        1 => "\\\\u[0-9a-c][0-9a-fA-F]{3}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(r#""a""#.to_owned()),
        Just(r#""b""#.to_owned()),
        string()
    ]
}

/// The text of any JSON value.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("null".to_owned()),
        string(),
    ];
    leaf.prop_recursive(4, 24, 4, |value| {
        prop_oneof![
            list(value.clone()).prop_map(|items| format!("[{items}]")),
            object(value),
        ]
    })
}

fn list(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let item =
        (space(), value, space()).prop_map(|(before, value, after)| before + &value + &after);
    prop::collection::vec(item, 0..4).prop_map(|items| items.join(","))
}

fn object(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let member = (space(), name(), space(), space(), value, space());
    let member = member.prop_map(|(a, name, b, c, value, d)| format!("{a}{name}{b}:{c}{value}{d}"));
    prop::collection::vec(member, 0..4).prop_map(|members| format!("{{{}}}", members.join(",")))
}

/// A record: an object that has a documented member, somewhere among the others.
fn record() -> impl Strategy<Value = String> {
    let name = prop::sample::select(&DOCUMENTED[..]);
    (object(value()), name, space(), any::<bool>()).prop_map(|(object, name, space, first)| {
        let documented = format!("\"{name}\"{space}:1");
        let members = object[1..object.len() - 1].trim();
        match (members.is_empty(), first) {
            (true, _) => format!("{{{space}{documented}}}"),
            (false, true) => format!("{{{documented},{members}}}"),
            (false, false) => format!("{{{members},{documented}{space}}}"),
        }
    })
}

/// A response, its list first or last.
fn response() -> impl Strategy<Value = String> {
    let records = list(record());
    (records, any::<bool>(), space(), space()).prop_map(|(records, first, before, after)| {
        if first {
            format!("{before}{{\"cdr\":[{records}],\"result\":0}}{after}")
        } else {
            format!("{before}{{\"result\":0,{after}\"cdr\":{before}[{records}]}}")
        }
    })
}

proptest! {
    #[test]
    fn a_whole_response_is_read_like_serde_json_reads_it(body in response(), step in 1..200_usize) {
        assert_matches_serde_json(body.as_bytes(), step);
        prop_assert!(read_records(body.as_bytes(), step).is_some());
    }

    #[test]
    fn a_response_truncated_anywhere_is_rejected(
        body in response(),
        place in any::<prop::sample::Index>(),
        step in 1..200_usize,
    ) {
        let body = body.trim_end().as_bytes();
        prop_assert_eq!(read_records(&body[..place.index(body.len())], step), None);
    }

    #[test]
    fn a_response_with_a_byte_changed_is_read_like_serde_json_reads_it(
        body in response(),
        place in any::<prop::sample::Index>(),
        byte in prop_oneof![any::<u8>(), prop::sample::select(&b"[]{}:,\"\\ 0tfn-e."[..])],
        step in 1..200_usize,
    ) {
        let mut body = body.into_bytes();
        let place = place.index(body.len());
        body[place] = byte;
        assert_matches_serde_json(&body, step);
    }

    #[test]
    fn bytes_of_any_kind_never_panic(body in any::<Vec<u8>>(), step in 1..200_usize) {
        assert_matches_serde_json(&body, step);
        assert_matches_serde_json(&[b"{\"result\":0,\"cdr\":[", &body[..], b"]}"].concat(), step);
    }
}
