//! Random cards and calls: the bill is that of the reference, whatever the order of calls.

use super::reference::{Call, Card, Charge, date, rows, timestamp};
use super::{FinishedBill, RateCard, cell, finish, finish_period};
use bigdecimal::{BigDecimal, Zero};
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write;

const ROLES: [&str; 3] = ["moderator", "viewer", "audience"];

fn toml(card: &Card) -> String {
    let mut text = format!(
        "currency = \"{}\"\ncustomer = {:?}\nrounding = \"{}\"\n",
        card.currency, card.customer, card.rounding
    );
    for charge in &card.charges {
        let _ = write!(
            text,
            "[[charge]]\nname = \"{}\"\nquantity = \"{}\"\nper = {}\nunit = \"u\"\n",
            charge.name, charge.quantity, charge.per
        );
        let mut line = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {value}");
            }
        };
        line(
            "scope",
            charge
                .is_per_conference
                .then(|| "\"conference\"".to_owned()),
        );
        line(
            "increment",
            charge.increment.map(|number| number.to_string()),
        );
        line("minimum", charge.minimum.map(|number| number.to_string()));
        line(
            "free",
            charge.free.as_ref().map(|number| format!("{number:?}")),
        );
        line("from", charge.from.map(date));
        line("until", charge.until.map(date));
        line(
            "where",
            charge.role.map(|role| format!("[\"user.role = {role}\"]")),
        );
        let tiers = charge.tiers.iter().map(|(end, price)| {
            let end = end.as_ref().map(|end| format!("up_to = \"{end}\", "));
            format!("{{ {}price = \"{price}\" }}", end.unwrap_or_default())
        });
        let tiers: Vec<_> = tiers.collect();
        line("tiers", Some(format!("[{}]", tiers.join(", "))));
        line(
            "tier_mode",
            charge.is_volume.then(|| "\"volume\"".to_owned()),
        );
    }
    if let Some(amount) = &card.monthly_minimum {
        let _ = write!(text, "[monthly_minimum]\namount = \"{amount}\"\n");
    }
    text
}

fn json(call: &Call) -> String {
    let mut call_json = serde_json::json!({
        "cdr_id": call.cdr_id,
        "conf_num": call.conf_num,
        "room": { "room_id": format!("room-{}", call.conf_num), "duration": call.length, "room_details": { "settings": {} } },
        "user": { "name": format!("user-{}", call.cdr_id), "role": call.role },
        "usage": {},
    });
    if let Some(connect) = call.connect {
        call_json["room"]["connect_dt"] = timestamp(connect).into();
        call_json["room"]["disconnect_dt"] = timestamp(connect + call.length).into();
    }
    if let Some(code) = &call.billing_code {
        call_json["room"]["room_details"]["settings"]["billing_code"] = (&**code).into();
    }
    if let Some(reference) = &call.user_ref {
        call_json["user"]["ref"] = (&**reference).into();
    }
    if let Some(minutes) = &call.minutes {
        call_json["usage"]["connect_minutes_cal"] = (&**minutes).into();
    }
    call_json.to_string()
}

fn decimal(most: u32) -> impl Strategy<Value = String> {
    (0..=most, select(vec!["", ".5", ".25", ".125", ".0301"]))
        .prop_map(|(whole, rest)| format!("{whole}{rest}"))
}

fn tiers() -> impl Strategy<Value = Vec<(Option<String>, String)>> {
    (
        prop::collection::btree_set(1..40_u32, 0..3),
        prop::collection::vec(decimal(3), 3),
    )
        .prop_map(|(ends, prices)| {
            let ends = ends
                .into_iter()
                .map(|end| Some(end.to_string()))
                .chain([None]);
            ends.zip(prices).collect()
        })
}

/// A charge of the given name and quantity.
fn charge(
    name: usize,
    is_per_conference: bool,
    quantity: &'static str,
) -> impl Strategy<Value = Charge> {
    let per = select(vec![1, 1, 7, 60]);
    let increment = prop::option::of(select(vec![1, 6, 60]));
    let minimum = prop::option::of(select(vec![0, 5, 30, 61]));
    let free = prop::option::of(decimal(20));
    let days = (prop::option::of(25..40_u32), prop::option::of(0..40_u32));
    let role = prop::option::of(select(ROLES.to_vec()));
    (
        per,
        increment,
        minimum,
        free,
        tiers(),
        any::<bool>(),
        days,
        role,
    )
        .prop_map(
            move |(per, increment, minimum, free, tiers, is_volume, (from, days), role)| Charge {
                name: format!("charge {name}"),
                is_per_conference,
                quantity,
                per,
                increment,
                minimum,
                free,
                tiers,
                is_volume,
                from,
                until: days.map(|days| from.unwrap_or(20) + days),
                role,
            },
        )
}

/// The alternatives of a name.
fn alternatives(name: usize) -> impl Strategy<Value = Vec<Charge>> {
    let quantity = select(vec![
        (false, "usage.connect_minutes_cal"),
        (false, "room.duration"),
        (true, "session_seconds"),
        (true, "room.duration"),
        (true, "usage.connect_minutes_cal"),
    ]);
    quantity.prop_flat_map(move |(is_per_conference, quantity)| {
        prop::collection::vec(charge(name, is_per_conference, quantity), 1..4)
    })
}

fn card() -> impl Strategy<Value = Card> {
    let names = (0..3_usize).map(alternatives).collect::<Vec<_>>();
    let currency = select(vec![("JPY", 0), ("INR", 2), ("KWD", 3)]);
    let customer = select(vec![
        vec!["user.ref"],
        vec!["room.room_details.settings.billing_code", "user.ref"],
    ]);
    let rounding = select(vec!["half-up", "half-even", "up", "down"]);
    let minimum = prop::option::of(1..90_u32);
    let card = (names, 1..=3_usize, currency, customer, rounding, minimum);
    card.prop_map(
        |(names, count, (currency, decimals), customer, rounding, minimum)| {
            let mut card = Card {
                currency,
                decimals,
                customer,
                rounding,
                charges: Vec::new(),
                monthly_minimum: minimum.map(|minimum| minimum.to_string()),
            };
            for charge in names.into_iter().take(count).flatten() {
                card.charges.push(charge);
                // Some alternatives can never apply, which is an error of the card.
                if RateCard::parse(&toml(&card), "rates.toml").is_err() {
                    card.charges.pop();
                }
            }
            card
        },
    )
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let minutes = prop_oneof![
        5 => decimal(30).prop_map(Some),
        1 => Just(None),
        1 => select(vec!["", "x", "-1", "1,5"]).prop_map(|text| Some(text.to_owned())),
    ];
    let name = || prop::option::of(select(vec!["", "a", "b", "B"]).prop_map(str::to_owned));
    // From the end of January to the start of March, some at the same second.
    let connect = prop_oneof![9 => (28 * 86_400..61 * 86_400_i64).prop_map(|time| Some(time / 20_000 * 20_000)), 1 => Just(None)];
    let call = (
        select(vec!["", "1", "2", "3"]),
        connect,
        0..200_i64,
        minutes,
        name(),
        name(),
        select(ROLES.to_vec()),
    );
    let call = call.prop_map(
        |(conference, connect, length, minutes, billing_code, user_ref, role)| Call {
            cdr_id: String::new(),
            conf_num: conference.to_owned(),
            connect,
            length,
            minutes,
            billing_code,
            user_ref,
            role,
        },
    );
    prop::collection::vec(call, 0..25).prop_map(|mut calls| {
        for (number, call) in calls.iter_mut().enumerate() {
            // No order of calls is that of their identifiers.
            call.cdr_id = format!("{:02}", number * 7 % 25);
        }
        calls
    })
}

fn billed(card: &str, zone: &str, calls: &[String], is_detailed: bool) -> Vec<Vec<String>> {
    cells(finish(card, zone, calls, is_detailed))
}

/// The rows of a bill as texts.
fn cells(bill: FinishedBill) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    bill.for_each_row(|row| {
        rows.push(row.iter().map(cell).collect());
        Ok(())
    })
    .unwrap();
    rows
}

fn number(text: &str) -> BigDecimal {
    if text.is_empty() {
        BigDecimal::zero()
    } else {
        text.parse().unwrap()
    }
}

/// The sums of the amounts of a bill by customer, month, charge and price.
fn sums(rows: &[Vec<String>], first: usize) -> Vec<(Vec<String>, BigDecimal)> {
    let mut sums: Vec<(Vec<String>, BigDecimal)> = Vec::new();
    for row in rows {
        let key = [&row[..3], &row[first..first + 3]].concat();
        let amount = number(&row[first + 3]);
        match sums.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((key, amount)),
        }
    }
    sums
}

/// Fewer cases than usual, since each of them is several bills, unless `PROPTEST_CASES` says how many.
fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => config,
        None => ProptestConfig {
            cases: 50,
            ..config
        },
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_bill_is_that_of_the_reference_whatever_the_order_of_calls(
        card in card(),
        (calls, shuffled) in calls().prop_flat_map(|calls| (Just(calls.clone()), Just(calls).prop_shuffle())),
        (zone, offset) in select(vec![("utc", 0), ("+05:30", 19_800), ("-11:00", -39_600)]),
    ) {
        let text = toml(&card);
        let jsons: Vec<_> = calls.iter().map(json).collect();
        let shuffled: Vec<_> = shuffled.iter().map(json).collect();
        let lines = billed(&text, zone, &jsons, false);
        prop_assert_eq!(&lines, &rows(&card, &calls, offset, false), "{}", text);
        let details = billed(&text, zone, &jsons, true);
        prop_assert_eq!(&details, &rows(&card, &calls, offset, true), "{}", text);
        for (is_detailed, rows) in [(false, &lines), (true, &details)] {
            prop_assert_eq!(&billed(&text, zone, &shuffled, is_detailed), rows, "{}", text);
        }
        prop_assert_eq!(sums(&lines, 10), sums(&details, 12));
        let total: BigDecimal = lines.iter().map(|row| number(&row[13])).sum();
        let printed = finish(&text, zone, &jsons, false).total().to_string();
        prop_assert_eq!(number(&printed), total);
        let calls = calls.len();
        for warning in finish(&text, zone, &jsons, true).warnings() {
            let of_all = match calls {
                1 => "the only call ".to_owned(),
                calls => format!(" of {calls} calls "),
            };
            prop_assert!(warning.contains(&of_all), "{}", warning);
        }
    }

    #[test]
    fn bills_of_consecutive_months_have_each_conference_once_and_whole(
        card in card(),
        calls in calls(),
        (zone, offset) in select(vec![("utc", 0), ("+05:30", 19_800), ("-11:00", -39_600)]),
        days_before in select(vec![31, 59, 90, 120]),
        is_detailed in any::<bool>(),
    ) {
        let text = toml(&card);
        // Calls without a time are on the bill of any period.
        let calls = calls.iter().filter_map(|call| Some((call.connect?, json(call))));
        let calls: Vec<_> = calls.collect();
        let is_earlier = |(connect, _): &(i64, String)| connect + offset < days_before * 86_400;
        let (earlier, later): (Vec<_>, Vec<_>) = calls.iter().cloned().partition(is_earlier);
        let texts = |calls: Vec<(i64, String)>| calls.into_iter().map(|(_, call)| call).collect();
        let (earlier, later): (Vec<_>, Vec<_>) = (texts(earlier), texts(later));
        let mut months = Vec::new();
        for (inside, outside) in [(&earlier, &later), (&later, &earlier)] {
            let bill = finish_period(&text, zone, inside, outside, is_detailed);
            months.extend(cells(bill));
        }
        let mut whole = billed(&text, zone, &texts(calls), is_detailed);
        months.sort();
        whole.sort();
        prop_assert_eq!(months, whole, "{}", text);
    }
}
