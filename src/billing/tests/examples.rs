//! Examples that users of other rating engines worked out, with the amounts that they expected.

use super::{call, columns, finish, rows};

/// Bills calls of these durations.
fn bill(card: &str, durations: &[u32], is_detailed: bool, names: &[&str]) -> Vec<String> {
    let calls: Vec<_> = (1..)
        .zip(durations)
        .map(|(number, seconds)| call(number, *seconds))
        .collect();
    columns(finish(card, "utc", &calls, is_detailed), names)
}

/// `CGRateS` #118: at least 30 seconds, then every 6, at 0.006 a minute. Calls of 32, 57 and 75 seconds cost
/// 0.0036, 0.006 and 0.0078.
#[test]
fn calls_are_billed_in_30_and_then_6_seconds() {
    let card = r#"
        currency = "CLF"
        customer = "user.ref"
        [[charge]]
        name = "Canada"
        quantity = "room.duration"
        minimum = 30
        increment = 6
        per = 60
        price = "0.006"
    "#;
    let names = ["cdr_id", "quantity", "billed", "amount"];
    assert_eq!(
        bill(card, &[32, 57, 75], true, &names),
        [
            "1 32 36 0.0036",
            "2 57 60 0.006",
            "3 75 78 0.0078",
            "rounding   0"
        ]
    );
    assert_eq!(
        bill(card, &[32, 57, 75], false, &["billed", "amount"]),
        ["174 0.0174"]
    );
}

/// `IvozProvider` #692: a minute at 0.50 costs 0.50, not the 0.4980 of 60 rounded seconds.
#[test]
fn a_minute_costs_the_price_of_a_minute() {
    let card = r#"
        currency = "EUR"
        customer = "user.ref"
        [[charge]]
        name = "Minutes"
        quantity = "room.duration"
        per = 60
        price = "0.50"
    "#;
    assert_eq!(bill(card, &[60], false, &["amount"]), ["0.50"]);
    let seconds = [1; 60];
    assert_eq!(bill(card, &seconds, false, &["amount"]), ["0.50"]);
    let rows = bill(card, &seconds, true, &["amount"]);
    assert_eq!(rows.len(), 61);
    assert_eq!(rows[59..], ["0.008333333333", "0.00000000002"]);
}

/// Azure `BillingCodeSamples` #15: of 250 units, the first 199 cost 1 each and the others 0.9, which is 244.9.
#[test]
fn each_unit_costs_the_price_of_its_tier() {
    let card = |mode: &str| {
        format!(
            r#"
            currency = "USD"
            customer = "user.ref"
            [[charge]]
            name = "Storage"
            quantity = "room.duration"
            tiers = [{{ up_to = 199, price = "1" }}, {{ up_to = 499, price = "0.9" }}, {{ price = "0.8" }}]
            tier_mode = "{mode}"
            "#
        )
    };
    let names = ["charged", "price", "amount"];
    assert_eq!(
        bill(&card("graduated"), &[100, 150], false, &names),
        ["199 1 199.00", "51 0.9 45.90"]
    );
    assert_eq!(
        bill(&card("volume"), &[100, 150], false, &names),
        ["250 0.9 225.00"]
    );
}

/// `OpenMeter` #4858: a line shows the raw quantity beside the one that is billed, here 1.2 and 2 units at 5 each.
#[test]
fn the_quantity_as_measured_is_beside_what_is_billed() {
    let card = r#"
        currency = "USD"
        customer = "user.ref"
        [[charge]]
        name = "Transfer"
        quantity = "room.duration"
        increment = 1000
        per = 1000
        unit = "GB"
        price = "5"
    "#;
    let calls = [call(1, 1200)];
    let rows = rows(finish(card, "utc", &calls, false));
    let shown: Vec<_> = rows[0][5..14]
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        shown.join(" "),
        "calls=1 quantity=1200 billed=2000 free=0 charged=2000 price=5 per=1000 unit=GB amount=10.00"
    );
}
