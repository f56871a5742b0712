//! Wrong cards, each with its message.

use super::*;
use crate::billing::tests::cell;
use proptest::prelude::*;

/// The first lines of a card, and a charge of which only the price is missing.
const HEAD: &str = "currency = \"INR\"\ncustomer = \"user.ref\"\n";
const CHARGE: &str = "[[charge]]\nname = \"Minutes\"\nquantity = \"usage.connect_minutes_cal\"\n";
const PRICE: &str = "price = \"0.30\"\n";

/// A card in which words in capitals stand for those lines.
fn expand(card: &str) -> String {
    let lines = card.lines().map(|line| match line {
        "HEAD" => HEAD.to_owned(),
        "CHARGE" => CHARGE.to_owned(),
        "PRICE" => PRICE.to_owned(),
        line => format!("{line}\n"),
    });
    lines.collect()
}

fn message(card: &str) -> String {
    let failure = RateCard::parse(&expand(card), "rates.toml").unwrap_err();
    let message = failure.to_string();
    assert!(!message.contains('\n'), "{message}");
    message.strip_prefix("rates.toml:").unwrap().to_owned()
}

fn assert_messages(cards: &[(&str, &str)]) {
    for (card, expected) in cards {
        assert_eq!(message(card), *expected, "{card}");
    }
}

#[test]
fn a_text_that_is_not_toml_is_rejected() {
    assert_messages(&[
        (
            "currency = ",
            "1:12: invalid TOML: missing value, or text without quotes; use quotes for text",
        ),
        (
            "HEAD\n[[charge]",
            "3:10: invalid TOML: unclosed array table; expected ']'",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nprice = '0.40'",
            "7:1: invalid TOML: duplicate key 'price'; remove one of them",
        ),
        (
            "currency = INR",
            "1:12: invalid TOML: invalid float; expected 'inf'",
        ),
        (
            "HEAD\nCHARGE\nprice = 0,30",
            "6:10: invalid TOML: unexpected key or value; expected newline, '#'",
        ),
        (
            "HEAD\nCHARGE\nprice = “0.30”",
            "6:9: invalid TOML: missing value, or text without quotes; use quotes for text",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nfrom = 2025-02-30",
            "7:8: invalid TOML: invalid date; expected day between 01 and 28",
        ),
        (
            "[monthly_minimum]\nHEAD\n[monthly_minimum]",
            "4:2: invalid TOML: duplicate key 'monthly_minimum'; remove one of them",
        ),
    ]);
}

#[test]
fn an_unknown_or_missing_key_is_rejected() {
    assert_messages(&[
        ("", "1:1: missing key 'currency'; add currency = \"INR\""),
        (
            "HEAD",
            "1:1: missing key 'charge'; add a table that begins with [[charge]]",
        ),
        (
            "customer = 'user.ref'\nCHARGE\nPRICE",
            "1:1: missing key 'currency'; add currency = \"INR\"",
        ),
        (
            "currency = 'INR'\nCHARGE\nPRICE",
            "1:1: missing key 'customer'; add customer = \"user.ref\"",
        ),
        (
            "HEAD\ntax = '18'\nCHARGE\nPRICE",
            "3:1: unknown key 'tax'; expected one of: currency, customer, rounding, tz, charge, monthly_minimum",
        ),
        (
            "HEAD\n[[charges]]",
            "3:3: unknown key 'charges'; did you mean 'charge'?",
        ),
        (
            "HEAD\nCHARGE\nprise = '0.30'",
            "6:1: unknown key 'prise'; did you mean 'price'?",
        ),
        (
            "HEAD\nCHARGE",
            "3:1: missing key 'price'; add price = \"0.30\", or tiers",
        ),
        (
            "HEAD\n[[charge]]\nquantity = 'room.duration'\nPRICE",
            "3:1: missing key 'name'; add name = \"Participant minutes\"",
        ),
        (
            "HEAD\n[[charge]]\nname = 'Minutes'\nPRICE",
            "3:1: missing key 'quantity'; add quantity = \"usage.connect_minutes_cal\"",
        ),
        (
            "HEAD\ncharge = []",
            "1:1: missing key 'charge'; add a table that begins with [[charge]]",
        ),
        (
            "currency = 'INR'\ncustomer = []\nCHARGE\nPRICE",
            "2:12: 'customer' is empty; expected text in quotes, or a list of texts",
        ),
    ]);
}

#[test]
fn a_setting_of_the_card_that_is_invalid_is_rejected() {
    assert_messages(&[
        (
            "HEAD\ncharge = 'Minutes'",
            "3:10: 'charge' is text; expected tables that begin with [[charge]]",
        ),
        (
            "HEAD\ncharge = ['Minutes']",
            "3:11: 'charge' is text; expected tables that begin with [[charge]]",
        ),
        (
            "HEAD\n[charge]\nname = 'Minutes'",
            "3:1: 'charge' is a table; expected tables that begin with [[charge]]",
        ),
        (
            "currency = 'inr'\ncustomer = 'user.ref'\nCHARGE\nPRICE",
            "1:12: unknown currency 'inr'; did you mean 'INR'?",
        ),
        (
            "currency = 'RUPEE'\ncustomer = 'user.ref'\nCHARGE\nPRICE",
            "1:12: unknown currency 'RUPEE'; expected a code of ISO 4217, such as INR",
        ),
        (
            "currency = 'XAU'\ncustomer = 'user.ref'\nCHARGE\nPRICE",
            "1:12: unknown currency 'XAU'; expected a code of ISO 4217, such as INR",
        ),
        (
            "currency = 356\ncustomer = 'user.ref'\nCHARGE\nPRICE",
            "1:12: 'currency' is an integer; expected text in quotes",
        ),
        (
            "currency = 'INR'\ncustomer = ''\nCHARGE\nPRICE",
            "2:12: 'customer' is empty; expected text in quotes, or a list of texts",
        ),
        (
            "currency = 'INR'\ncustomer = ['user.ref', 1]\nCHARGE\nPRICE",
            "2:25: 'customer' is an integer; expected text in quotes, or a list of texts",
        ),
        (
            "currency = 'INR'\ncustomer = 'usr.ref'\nCHARGE\nPRICE",
            "2:12: unknown column 'usr.ref'; did you mean 'user.ref'?",
        ),
        (
            "currency = 'INR'\ncustomer = 'user'\nCHARGE\nPRICE",
            "2:12: 'user' is an object; expected a column, such as user.ref",
        ),
        (
            "currency = 'INR'\ncustomer = 'user.ref,user.name'\nCHARGE\nPRICE",
            "2:12: invalid value 'user.ref,user.name' for 'customer'; expected a column, such as user.ref",
        ),
        (
            "currency = 'INR'\ncustomer = 'billing'\nCHARGE\nPRICE",
            "2:12: invalid value 'billing' for 'customer'; expected a column, such as user.ref",
        ),
        (
            "HEAD\nrounding = 'nearest'\nCHARGE\nPRICE",
            "3:12: invalid value 'nearest' for 'rounding'; expected one of: half-up, half-even, up, down",
        ),
        (
            "HEAD\nrounding = 2\nCHARGE\nPRICE",
            "3:12: 'rounding' is an integer; expected text in quotes",
        ),
        (
            "HEAD\ntz = ''\nCHARGE\nPRICE",
            "3:6: 'tz' is empty; expected text in quotes",
        ),
        (
            "HEAD\ntz = 'local'\nCHARGE\nPRICE",
            "3:6: 'local' is another zone on each machine; use a name, such as Asia/Kolkata",
        ),
    ]);
}

#[test]
fn a_name_or_quantity_that_is_invalid_is_rejected() {
    assert_messages(&[
        (
            "HEAD\n[[charge]]\nname = ''\nquantity = 'room.duration'\nPRICE",
            "4:8: 'name' is empty; expected text in quotes",
        ),
        (
            "HEAD\n[[charge]]\nname = '(minimum)'\nquantity = 'room.duration'\nPRICE",
            "4:8: the name '(minimum)' is reserved; use another name",
        ),
        (
            "HEAD\n[[charge]]\nname = 7\nquantity = 'room.duration'\nPRICE",
            "4:8: 'name' is an integer; expected text in quotes",
        ),
        (
            "HEAD\n[[charge]]\nname = 'Time'\nquantity = 'session_seconds'\nPRICE",
            "5:12: 'session_seconds' is the length of a conference; add scope = \"conference\"",
        ),
        (
            "HEAD\n[[charge]]\nname = 'Time'\nquantity = 'duration'\nPRICE",
            "5:12: unknown column 'duration'; did you mean 'room.duration' or 'sigserver.duration'?",
        ),
        (
            "HEAD\n[[charge]]\nname = 'Time'\nquantity = 'user.name'\nPRICE",
            "5:12: column 'user.name' is not numeric; use another, such as room.duration",
        ),
        (
            "HEAD\n[[charge]]\nname = 'Time'\nquantity = 'room.durations'\nPRICE",
            "5:12: unknown column 'room.durations'; did you mean 'room.duration'?",
        ),
        (
            "HEAD\n[[charge]]\nname = 'Time'\nquantity = 'room.duration > 0'\nPRICE",
            "5:12: unknown column 'room.duration > 0'; did you mean 'room.duration'?",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nscope = 'session'",
            "7:9: invalid value 'session' for 'scope'; expected one of: call, conference",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nunit = 1",
            "7:8: 'unit' is an integer; expected text in quotes",
        ),
        (
            "HEAD\n[[charge]]\nname = 'Time'\nquantity = 'session_minutes'\nPRICE",
            "5:12: unknown quantity 'session_minutes'; did you mean 'session_seconds'?",
        ),
    ]);
}

#[test]
fn a_number_that_is_not_exact_or_not_in_its_range_is_rejected() {
    assert_messages(&[
        (
            "HEAD\nCHARGE\nprice = 0.30",
            "6:9: 'price' is a float, which is not exact; use quotes: \"0.30\"",
        ),
        (
            "HEAD\nCHARGE\nprice = '-0.30'",
            "6:9: 'price' is negative; remove the minus sign",
        ),
        (
            "HEAD\nCHARGE\nprice = '1,000'",
            "6:9: invalid number '1,000' for 'price'; expected digits, such as \"0.30\"",
        ),
        (
            "HEAD\nCHARGE\nprice = '₹0.30'",
            "6:9: invalid number '₹0.30' for 'price'; expected digits, such as \"0.30\"",
        ),
        (
            "HEAD\nCHARGE\nprice = '0.1234567890123456789012345678901234567890'",
            "6:9: 'price' is longer than 40 characters; round it",
        ),
        (
            "HEAD\nCHARGE\nprice = '1e-3'",
            "6:9: invalid number '1e-3' for 'price'; expected digits, such as \"0.30\"",
        ),
        (
            "HEAD\nCHARGE\nprice = true",
            "6:9: 'price' is a boolean; expected a number, such as \"0.30\"",
        ),
        (
            "HEAD\nCHARGE\nprice = ''",
            "6:9: invalid number '' for 'price'; expected digits, such as \"0.30\"",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nper = 0",
            "7:7: 'per' is 0; expected a number above 0",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nper = -60",
            "7:7: 'per' is negative; remove the minus sign",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nincrement = '0'",
            "7:13: 'increment' is 0; expected a number above 0",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nincrement = 0.5",
            "7:13: 'increment' is a float, which is not exact; use quotes: \"0.5\"",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nminimum = -1",
            "7:11: 'minimum' is negative; remove the minus sign",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nfree = 'many'",
            "7:8: invalid number 'many' for 'free'; expected digits, such as \"0.30\"",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nfree = [1000]",
            "7:8: 'free' is a list; expected a number, such as \"0.30\"",
        ),
    ]);
}

#[test]
fn tiers_that_are_not_a_complete_staircase_are_rejected() {
    assert_messages(&[
        (
            "HEAD\nCHARGE\ntiers = []",
            "6:1: 'tiers' is empty; expected a list, such as [{ up_to = \"10\", price = \"2\" }, { price = \"1\" }]",
        ),
        (
            "HEAD\nCHARGE\ntiers = '0.30'",
            "6:9: 'tiers' is text; expected a list, such as [{ up_to = \"10\", price = \"2\" }, { price = \"1\" }]",
        ),
        (
            "HEAD\nCHARGE\ntiers = ['0.30']",
            "6:10: 'tiers' is text; expected a list, such as [{ up_to = \"10\", price = \"2\" }, { price = \"1\" }]",
        ),
        (
            "HEAD\nCHARGE\nPRICE\ntiers = [{ price = '0.30' }]",
            "7:1: both 'price' and 'tiers' are set; remove one of them",
        ),
        (
            "HEAD\nCHARGE\ntiers = [{ up_to = '10', price = '2' }]",
            "6:12: the last tier has an 'up_to'; remove it, or add a tier without one",
        ),
        (
            "HEAD\nCHARGE\ntiers = [{ price = '2' }, { price = '1' }]",
            "6:10: missing key 'up_to'; add up_to to every tier but the last",
        ),
        (
            "HEAD\nCHARGE\ntiers = [{ up_to = '10', price = '2' }, { up_to = '10', price = '1' }, { price = '0' }]",
            "6:51: 'up_to' is not greater than in the previous tier; use ascending numbers",
        ),
        (
            "HEAD\nCHARGE\ntiers = [{ up_to = '0', price = '2' }, { price = '1' }]",
            "6:20: 'up_to' is 0; expected a number above 0",
        ),
        (
            "HEAD\nCHARGE\ntiers = [{ up_to = '10' }, { price = '1' }]",
            "6:10: missing key 'price'; add price = \"0.30\"",
        ),
        (
            "HEAD\nCHARGE\ntiers = [{ upto = '10', price = '2' }, { price = '1' }]",
            "6:12: unknown key 'upto'; did you mean 'up_to'?",
        ),
        (
            "HEAD\nCHARGE\nPRICE\ntier_mode = 'volume'",
            "7:1: 'tier_mode' without 'tiers'; remove it, or add tiers",
        ),
        (
            "HEAD\nCHARGE\ntiers = [{ price = '2' }]\ntier_mode = 'stairs'",
            "7:13: invalid value 'stairs' for 'tier_mode'; expected one of: graduated, volume",
        ),
    ]);
}

#[test]
fn days_and_conditions_that_are_invalid_are_rejected() {
    assert_messages(&[
        (
            "HEAD\nCHARGE\nPRICE\nfrom = '2025-01-31'",
            "7:8: 'from' is text; expected a date without quotes, such as 2025-01-31",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nuntil = 2025-01-31T00:00:00Z",
            "7:9: 'until' is a date or time; expected a date without quotes, such as 2025-01-31",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nfrom = 2025-02-01\nuntil = 2025-01-31",
            "8:9: 'until' is before 'from'; use a date from 2025-02-01 on",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nwhere = [true]",
            "7:10: 'where' is a boolean; expected text in quotes, or a list of texts",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nwhere = { role = 'viewer' }",
            "7:9: 'where' is a table; expected text in quotes, or a list of texts",
        ),
    ]);
}

#[test]
fn a_charge_that_can_never_apply_is_rejected() {
    assert_messages(&[
        (
            "HEAD\nCHARGE\nPRICE\nCHARGE\nPRICE",
            "7:1: charge 'Minutes' duplicates the charge on line 3: same days and conditions; remove one of them",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nfrom = 2025-01-01\nwhere = ['sip = true', 'user.ref = a']\nCHARGE\nPRICE\nfrom = 2025-01-01\nwhere = ['user.ref = a', 'sip = true']",
            "9:1: charge 'Minutes' duplicates the charge on line 3: same days and conditions; remove one of them",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nuntil = 2025-06-30\nCHARGE\nPRICE\nfrom = 2025-01-01\nuntil = 2025-06-30",
            "8:1: charge 'Minutes' can never apply: line 3 covers its days without conditions; move it above",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nCHARGE\nPRICE\nwhere = ['sip = true']",
            "7:1: charge 'Minutes' can never apply: line 3 covers its days without conditions; move it above",
        ),
        (
            "HEAD\n[[charge]]\nname = 'Minutes'\nquantity = 'usage.connect_minutes'\nPRICE\nwhere = ['sip = true']\nfree = 10\nCHARGE\nPRICE",
            "9:1: charge 'Minutes' shares free units or tiers with line 3, but has another quantity; use another name",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nuntil = 2025-06-30\nCHARGE\nscope = 'conference'\nPRICE\nfrom = 2025-07-01",
            "8:1: charge 'Minutes' has another scope than on line 3; use one scope, or another name",
        ),
    ]);
}

#[test]
fn a_monthly_minimum_that_is_invalid_is_rejected() {
    assert_messages(&[
        (
            "HEAD\nCHARGE\nPRICE\n[monthly_minimum]",
            "7:1: missing key 'amount'; add amount = \"500\"",
        ),
        (
            "HEAD\nCHARGE\nPRICE\n[monthly_minimum]\namount = '500.005'",
            "8:10: 'amount' has too many decimals; expected 2 for this currency",
        ),
        (
            "HEAD\nCHARGE\nPRICE\n[monthly_minimum]\namount = 0",
            "8:10: 'amount' is 0; expected a number above 0",
        ),
        (
            "HEAD\nCHARGE\nPRICE\n[monthly_minimum]\namout = '5'",
            "8:1: unknown key 'amout'; did you mean 'amount'?",
        ),
        (
            "monthly_minimum = '500'\nHEAD\nCHARGE\nPRICE",
            "1:19: 'monthly_minimum' is text; expected a table that begins with [monthly_minimum]",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nmonthly_minimum = '500'",
            "7:1: unknown key 'monthly_minimum'; move it above the first [[charge]]",
        ),
    ]);
}

#[test]
fn an_invalid_condition_or_time_zone_is_rejected_where_it_is() {
    for (card, start) in [
        ("HEAD\ntz = 'Asia/Calcuta'\nCHARGE\nPRICE", "3:6: "),
        (
            "HEAD\nCHARGE\nPRICE\nwhere = 'user.role'",
            "7:9: invalid condition 'user.role': ",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nwhere = ['user.role = owner']",
            "7:10: invalid condition 'user.role = owner': ",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nwhere = ['user.role == viewer']",
            "7:10: invalid condition 'user.role == viewer': ",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nwhere = ['usr.role = viewer']",
            "7:10: invalid condition 'usr.role = viewer': ",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nwhere = ['room.duration > long']",
            "7:10: invalid condition 'room.duration > long': ",
        ),
        (
            "HEAD\nCHARGE\nPRICE\nwhere = ['user.ref = a or user.ref = b']",
            "7:10: invalid condition 'user.ref = a or user.ref = b': ",
        ),
    ] {
        let message = message(card);
        assert!(message.starts_with(start), "{message}");
        assert!(!message.contains("--where"), "{message}");
    }
}

#[test]
fn the_example_is_a_card_in_which_every_key_is_explained() {
    let card = RateCard::parse(RateCard::EXAMPLE, "rates.toml").unwrap();
    assert_eq!(card.charges.len(), 5);
    assert_eq!(card.charges_by_name(), [vec![0, 1], vec![2], vec![3, 4]]);
    let facts: Vec<_> = card
        .facts()
        .into_iter()
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    assert_eq!(
        facts,
        [
            "currency: INR (Indian rupee, 2 decimals)",
            "customer: room.room_details.settings.billing_code, user.ref",
            "rounding: half-up",
            "tz: Asia/Kolkata",
            "monthly_minimum: 500.00",
        ]
    );
    let rows = card.charge_rows();
    assert_eq!(rows.len(), 6);
    let tier: Vec<_> = rows[2].iter().map(cell).collect();
    assert_eq!(
        tier,
        [
            "Room time",
            "call",
            "room.duration",
            "",
            "",
            "",
            "",
            "60",
            "0",
            "graduated",
            "10000",
            "0.010",
            "60",
            "min"
        ]
    );
}

#[test]
fn the_least_card_charges_each_unit_without_conditions() {
    let card = RateCard::parse(&expand("HEAD\nCHARGE\nPRICE"), "rates.toml").unwrap();
    assert_eq!(card.rounding, Rounding::HalfUp);
    assert!(card.time_zone.is_none() && card.monthly_minimum.is_none());
    let charge = &card.charges[0];
    assert_eq!(
        (charge.scope, charge.tier_mode),
        (Scope::Call, TierMode::Graduated)
    );
    assert!(charge.applies_on(None) && charge.tiers.len() == 1);
}

#[test]
fn numbers_are_integers_or_text_and_short_names_are_columns() {
    let card = expand(
        "HEAD\n[[charge]]\nname = 'Time'\nquantity = 'connect_minutes_cal'\nprice = 3\nfree = '10'",
    );
    let card = RateCard::parse(&card, "rates.toml").unwrap();
    let columns: Vec<_> = card.columns().collect();
    assert_eq!(columns, ["user.ref", "usage.connect_minutes_cal"]);
}

proptest! {
    #[test]
    fn whatever_a_card_says_a_failure_names_its_place(
        start in 0..RateCard::EXAMPLE.len(),
        len in 0..40_usize,
        text in "[a-z0-9=\\[\\]{}\"'\\n.,#-]{0,12}",
    ) {
        let mut card = RateCard::EXAMPLE.to_owned();
        let end = (start + len).min(card.len());
        prop_assume!(card.is_char_boundary(start) && card.is_char_boundary(end));
        card.replace_range(start..end, &text);
        if let Err(failure) = RateCard::parse(&card, "rates.toml") {
            let message = failure.to_string();
            let place: Vec<_> = message.splitn(4, ':').collect();
            prop_assert_eq!(place[0], "rates.toml");
            let line: usize = place[1].parse().unwrap();
            prop_assert!((1..=card.lines().count() + 1).contains(&line), "{}", message);
            prop_assert!(place[2].parse::<usize>().unwrap() > 0 && !message.contains('\n'));
        }
    }
}
