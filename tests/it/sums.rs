//! Sums are exact to the last digit, held against fractions of big integers.

use crate::common::{assert_success, cdr};
use num_bigint::BigInt;
use num_rational::Ratio;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Fraction = Ratio<BigInt>;

/// A number as JSON writes it.
fn fraction(text: &str) -> Fraction {
    let lower = text.to_ascii_lowercase();
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let (whole, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{behind}").parse().unwrap();
    let exponent = exponent.parse::<i32>().unwrap() - i32::try_from(behind.len()).unwrap();
    let ten = Fraction::from_integer(10.into());
    Fraction::from_integer(digits) * ten.pow(exponent)
}

fn number() -> impl Strategy<Value = String> {
    let digits = prop_oneof![Just("0".to_owned()), "[1-9][0-9]{0,4}", "[1-9][0-9]{0,59}"];
    let behind = prop_oneof![
        Just(String::new()),
        "\\.[0-9]{1,3}",
        "\\.[0-9]{1,30}",
        Just(".0".to_owned())
    ];
    let exponent = prop_oneof![
        3 => Just(String::new()),
        1 => (-300..=300).prop_map(|exponent| format!("e{exponent}")),
        1 => (0..=300).prop_map(|exponent| format!("E+{exponent}")),
    ];
    (any::<bool>(), digits, behind, exponent).prop_map(|(negative, digits, behind, exponent)| {
        format!(
            "{}{digits}{behind}{exponent}",
            if negative { "-" } else { "" }
        )
    })
}

/// Calls, each with its group, its figure, and whether the figure is sent as a string.
fn calls() -> impl Strategy<Value = Vec<(u8, String, bool)>> {
    prop::collection::vec((0..4_u8, number(), any::<bool>()), 1..40)
}

fn lines(calls: &[(u8, String, bool)]) -> String {
    let lines = calls.iter().enumerate().map(|(id, (group, number, is_string))| {
        let quote = if *is_string { "\"" } else { "" };
        format!(
            "{{\"cdr_id\":{id},\"group\":{group},\"usage\":{{\"connect_minutes\":{quote}{number}{quote}}}}}\n"
        )
    });
    lines.collect()
}

fn totals(lines: &str, format: &str) -> Vec<Vec<String>> {
    let run = &mut cdr();
    let arguments = [
        "-c",
        "group,usage.connect_minutes",
        "--no-header",
        "-f",
        format,
    ];
    let run = run.args(["read", "-", "-g", "group"]).args(arguments);
    let rows = assert_success(run.write_stdin(lines));
    let cells = |row: &str| {
        let cells = row.split([',', ' ']).filter(|cell| !cell.is_empty());
        cells.map(str::to_owned).collect()
    };
    rows.lines().map(cells).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_sum_and_the_grand_total_equal_the_exact_one(calls in calls()) {
        let mut expected = BTreeMap::<String, Fraction>::new();
        for (group, number, _) in &calls {
            *expected.entry(group.to_string()).or_default() += fraction(number);
        }
        let lines = lines(&calls);
        let sums = |rows: &[Vec<String>]| -> BTreeMap<_, _> {
            rows.iter().map(|row| (row[0].clone(), fraction(&row[1]))).collect()
        };
        prop_assert_eq!(sums(&totals(&lines, "csv")), expected.clone());
        let all: Fraction = expected.values().sum();
        expected.insert("total".to_owned(), all);
        prop_assert_eq!(sums(&totals(&lines, "table")), expected);
    }

    #[test]
    fn the_order_of_the_calls_changes_no_digit(calls in calls()) {
        let reversed: Vec<_> = calls.iter().rev().cloned().collect();
        prop_assert_eq!(totals(&lines(&calls), "csv"), totals(&lines(&reversed), "csv"));
    }
}
