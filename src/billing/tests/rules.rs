//! The rules of rate cards, one by one.

use super::{call, columns, finish, finish_period};

/// A card with these charges.
fn card(charges: &str) -> String {
    format!("currency = \"INR\"\ncustomer = [\"user.ref\"]\n{charges}")
}

/// A charge for seconds in a room.
const SECONDS: &str = "[[charge]]\nname = \"Time\"\nquantity = \"room.duration\"\n";

/// A call with members of its user and room.
fn record(id: &str, user: &str, room: &str) -> String {
    format!(r#"{{"cdr_id":"{id}","conf_num":"7","user":{{{user}}},"room":{{{room}}}}}"#)
}

/// A call of the customer `c` from this time, with a number of seconds.
fn at(id: &str, connect: &str, seconds: u32) -> String {
    let room = format!(r#""connect_dt":"{connect}","duration":{seconds}"#);
    record(id, r#""ref":"c""#, &room)
}

fn lines(card: &str, zone: &str, calls: &[String], names: &[&str]) -> Vec<String> {
    columns(finish(card, zone, calls, false), names)
}

#[test]
fn a_call_belongs_to_the_month_of_its_connection_in_the_zone() {
    let card = card(&format!("{SECONDS}price = \"1\"\n"));
    // 23:59 in UTC and an hour long: January there, February in India.
    let calls = [at("1", "2025-01-31T23:59:00.000Z", 3600)];
    for (zone, month) in [("utc", "2025-01"), ("Asia/Kolkata", "2025-02")] {
        let lines = lines(&card, zone, &calls, &["month", "quantity"]);
        assert_eq!(lines, [format!("{month} 3600")]);
    }
}

#[test]
fn the_first_charge_of_a_name_that_matches_applies() {
    let charges = format!(
        "{SECONDS}price = \"1\"\nwhere = [\"user.role = viewer\"]\n\
         {SECONDS}price = \"2\"\nuntil = 2025-01-01\n{SECONDS}price = \"3\"\n\
         [[charge]]\nname = \"Fee\"\nquantity = \"room.duration\"\nprice = \"4\"\n"
    );
    let viewer = |day: &str| {
        let room = format!(r#""connect_dt":"2025-01-{day}T12:00:00Z","duration":10"#);
        record(day, r#""ref":"c","role":"Viewer""#, &room)
    };
    let calls = [
        viewer("01"),
        viewer("02"),
        at("3", "2025-01-01T23:59:59Z", 10),
        at("4", "2025-01-02T00:00:00Z", 10),
    ];
    let names = ["charge", "from", "until", "calls", "price", "amount"];
    assert_eq!(
        lines(&card(&charges), "utc", &calls, &names),
        [
            "Time 2025-01-01 2025-01-31 2 1 20.00",
            "Time 2025-01-01 2025-01-01 1 2 20.00",
            "Time 2025-01-01 2025-01-31 1 3 30.00",
            "Fee 2025-01-01 2025-01-31 4 4 160.00",
        ]
    );
}

#[test]
fn a_new_price_within_a_month_grants_neither_free_units_nor_the_first_tier_again() {
    let tiers = "free = 30\ntiers = [{ up_to = 50, price = \"1\" }, { price = \"0.1\" }]\n";
    let charges =
        format!("{SECONDS}until = 2025-01-15\n{tiers}{SECONDS}from = 2025-01-16\n{tiers}");
    let calls = [
        at("1", "2025-01-20T00:00:00Z", 100),
        at("2", "2025-01-10T00:00:00Z", 20),
        at("3", "2025-01-11T00:00:00Z", 40),
        at("4", "2025-02-01T00:00:00Z", 31),
    ];
    let names = [
        "month", "from", "until", "calls", "billed", "free", "charged", "price",
    ];
    assert_eq!(
        lines(&card(&charges), "utc", &calls, &names),
        [
            "2025-01 2025-01-01 2025-01-15 2 60 30 30 1",
            "2025-01 2025-01-16 2025-01-31 1 20 0 20 1",
            "2025-01 2025-01-16 2025-01-31 0 80 0 80 0.1",
            "2025-02 2025-02-01 2025-02-28 1 31 30 1 1",
        ]
    );
}

#[test]
fn a_call_in_two_tiers_has_a_row_in_each() {
    let charges =
        format!("{SECONDS}tiers = [{{ up_to = 5, price = \"2\" }}, {{ price = \"1\" }}]\n");
    let calls = [call(1, 3), call(2, 9)];
    let names = ["cdr_id", "quantity", "charged", "price", "amount"];
    assert_eq!(
        columns(finish(&card(&charges), "utc", &calls, true), &names),
        [
            "1 3 3 2 6",
            "2 9 2 2 4",
            "rounding   2 0",
            "2 0 7 1 7",
            "rounding   1 0"
        ]
    );
}

#[test]
fn the_volume_of_a_month_sets_the_price_of_all_its_units() {
    let charges = format!(
        "{SECONDS}tier_mode = \"volume\"\ntiers = [{{ up_to = 10, price = \"2\" }}, {{ price = \"1\" }}]\n"
    );
    let card = card(&charges);
    let names = ["calls", "charged", "price", "amount"];
    assert_eq!(
        lines(&card, "utc", &[call(1, 4), call(2, 6)], &names),
        ["2 10 2 20.00"]
    );
    assert_eq!(
        lines(&card, "utc", &[call(1, 4), call(2, 7)], &names),
        ["2 11 1 11.00"]
    );
}

#[test]
fn a_quantity_of_0_costs_nothing_but_its_call_counts() {
    let charges = format!("{SECONDS}minimum = 60\nprice = \"1\"\n");
    let names = ["calls", "quantity", "billed", "amount"];
    let lines = lines(&card(&charges), "utc", &[call(1, 0), call(2, 5)], &names);
    assert_eq!(lines, ["2 5 60 60.00"]);
}

#[test]
fn every_call_is_on_the_bill_and_what_it_lacks_causes_a_warning() {
    let charges = format!("{SECONDS}price = \"1\"\nfrom = 2025-01-02\n");
    let time = r#""connect_dt":"2025-01-02T00:00:00Z""#;
    let calls = [
        at("1", "2025-01-01T00:00:00Z", 10),
        at("2", "2025-01-02T00:00:00Z", 10),
        record("3", r#""ref":"c""#, time),
        record(
            "4",
            r#""ref":"c""#,
            &format!(r#"{time},"duration":"1,000""#),
        ),
        record("5", r#""ref":"c""#, &format!(r#"{time},"duration":-1"#)),
        record("6", r#""ref":"""#, &format!(r#"{time},"duration":5"#)),
        record("7", r#""ref":"c""#, r#""duration":5"#),
    ];
    let bill = finish(&card(&charges), "utc", &calls, false);
    assert_eq!(
        bill.warnings(),
        [
            "1 of 7 calls has no valid time and is not charged",
            "1 of 7 calls matches no charge and is not charged",
            "3 of 7 calls have no quantity for a charge and are not charged for it",
            "1 of 7 calls has no customer",
        ]
    );
    assert_eq!(
        columns(
            bill,
            &["customer", "month", "charge", "calls", "quantity", "amount"]
        ),
        [
            " 2025-01 Time 1 5 5.00",
            "c  (no time) 1",
            "c 2025-01 Time 1 10 10.00",
            "c 2025-01 (no quantity) 3",
            "c 2025-01 (no charge) 1",
        ]
    );
}

/// A charge for the length of conferences.
const SESSION: &str =
    "[[charge]]\nname = \"Session\"\nscope = \"conference\"\nquantity = \"session_seconds\"\n";

/// A call of a conference.
fn participant(id: &str, conference: &str, customer: &str, from: &str, to: &str) -> String {
    format!(
        r#"{{"cdr_id":"{id}","conf_num":"{conference}","user":{{"ref":"{customer}","name":"n"}},
            "room":{{"room_id":"r","connect_dt":"2025-{from}Z","disconnect_dt":"2025-{to}Z"}}}}"#
    )
}

#[test]
fn a_conference_has_one_quantity_and_belongs_to_its_first_connection_and_customer() {
    let charges = format!(
        "{SESSION}increment = 60\nper = 60\nprice = \"0.45\"\nuntil = 2025-01-31\n\
         {SESSION}price = \"9\"\nfrom = 2025-02-01\n"
    );
    let card = card(&charges);
    let calls = [
        participant("3", "1", "b", "02-01T00:10:00", "02-01T00:30:01.5"),
        participant("2", "1", "a", "02-01T00:05:00", "02-01T00:06:00"),
        participant("1", "1", "", "01-31T23:59:00", "02-01T00:07:00"),
        participant("4", "2", "b", "02-01T00:00:00", "02-01T00:00:10"),
    ];
    let names = [
        "customer", "month", "calls", "quantity", "billed", "price", "amount",
    ];
    assert_eq!(
        lines(&card, "utc", &calls, &names),
        [
            "a 2025-01 3 1861.5 1920 0.45 14.40",
            "b 2025-02 1 10 10 9 90.00"
        ]
    );
    let names = [
        "cdr_id",
        "conf_num",
        "room.room_id",
        "user.name",
        "room.connect_dt",
        "quantity",
    ];
    assert_eq!(
        columns(finish(&card, "utc", &calls[..3], true), &names),
        [" 1 r  2025-01-31T23:59:00Z 1861.5", "rounding"]
    );
}

#[test]
fn calls_without_a_conference_or_its_times_have_no_quantity_for_it() {
    let calls = [
        participant("1", "", "a", "01-01T00:00:00", "01-01T00:00:09"),
        participant("2", "5", "a", "01-01T00:00:09", "01-01T00:00:00"),
        participant("3", "5", "a", "01-01T00:00:01", "01-01T00:00:03"),
    ];
    let card = card(&format!("{SESSION}price = \"1\"\n"));
    assert_eq!(
        lines(&card, "utc", &calls, &["charge", "calls", "quantity"]),
        ["Session 1 2", "(no quantity) 2"]
    );
}

#[test]
fn a_monthly_minimum_adds_what_is_missing() {
    let charges = format!("{SECONDS}price = \"1\"\n[monthly_minimum]\namount = 15\n");
    let calls = [
        at("1", "2025-01-01T00:00:00Z", 10),
        at("2", "2025-02-01T00:00:00Z", 15),
        record(
            "3",
            r#""ref":"""#,
            r#""connect_dt":"2025-02-01T00:00:00Z","duration":1"#,
        ),
    ];
    let names = ["customer", "month", "charge", "calls", "amount"];
    let card = card(&charges);
    let bill = finish(&card, "utc", &calls, false);
    assert_eq!(bill.total().to_string(), "31.00");
    assert_eq!(
        columns(bill, &names),
        [
            " 2025-02 Time 1 1.00",
            "c 2025-01 Time 1 10.00",
            "c 2025-01 (minimum)  5.00",
            "c 2025-02 Time 1 15.00",
        ]
    );
    let details = columns(
        finish(&card, "utc", &calls[..1], true),
        &["charge", "cdr_id", "amount"],
    );
    assert_eq!(details, ["Time 1 10", "Time rounding 0", "(minimum)  5.00"]);
}

#[test]
fn the_customer_is_in_the_first_column_that_has_a_value() {
    let card = format!(
        "currency = \"KWD\"\ncustomer = [\"room.room_details.settings.billing_code\", \"ref\"]\n\
         {SECONDS}price = \"0.0005\"\n"
    );
    let call = |code: &str| {
        let room = format!(
            r#""connect_dt":"2025-01-02T00:00:00Z","duration":1,
               "room_details":{{"settings":{{"billing_code":"{code}"}}}}"#
        );
        record(code, r#""ref":"c""#, &room)
    };
    // A text of blanks is no value.
    let calls = ["k", "", " "].map(call);
    let lines = lines(
        &card,
        "utc",
        &calls,
        &["customer", "month", "amount", "currency"],
    );
    assert_eq!(lines, ["c 2025-01 0.001 KWD", "k 2025-01 0.001 KWD"]);
}

#[test]
fn amounts_have_the_decimals_of_the_currency_and_prices_all_of_theirs() {
    for (currency, amount) in [
        ("JPY", "3"),
        ("INR", "2.55"),
        ("KWD", "2.550"),
        ("CLF", "2.5500"),
    ] {
        let card = card(&format!("{SECONDS}price = \"0.2550\"\n")).replace("INR", currency);
        let lines = lines(
            &card,
            "utc",
            &[call(1, 10)],
            &["price", "amount", "currency"],
        );
        assert_eq!(lines, [format!("0.2550 {amount} {currency}")]);
    }
}

#[test]
fn a_number_of_any_size_is_exact() {
    let card = card(&format!("{SECONDS}price = \"0.01\"\n"));
    let room = |duration: &str| {
        let room = format!(r#""connect_dt":"2025-01-01T00:00:00Z","duration":{duration}"#);
        record(duration, r#""ref":"c""#, &room)
    };
    let calls = ["1e30", "0.000000000000000000001", "1e-1000"].map(room);
    assert_eq!(
        lines(
            &card,
            "utc",
            &calls,
            &["charge", "calls", "quantity", "amount"]
        ),
        [
            "Time 2 1000000000000000000000000000000.000000000000000000001 10000000000000000000000000000.00",
            "(no quantity) 1",
        ]
    );
}

#[test]
fn a_bill_without_calls_has_no_rows() {
    let card = card(&format!(
        "{SECONDS}price = \"1\"\n[monthly_minimum]\namount = 15\n"
    ));
    for is_detailed in [false, true] {
        let bill = finish(&card, "utc", &[], is_detailed);
        assert_eq!(bill.total().to_string(), "0.00");
        assert!(bill.warnings().is_empty());
        assert!(columns(bill, &["amount"]).is_empty());
    }
}

#[test]
fn a_conference_that_may_go_on_beyond_the_days_that_were_read_causes_a_warning() {
    let card = card(&format!("{SESSION}price = \"1\"\n"));
    let inside = [participant(
        "1",
        "7",
        "a",
        "06-30T23:00:00",
        "06-30T23:50:00",
    )];
    for (day, warnings) in [("07-02", 0), ("11-27", 0), ("11-28", 1), ("12-31", 1)] {
        let times = ["00:00:00", "00:10:00"].map(|time| format!("{day}T{time}"));
        let outside = [participant("2", "7", "a", &times[0], &times[1])];
        let bill = finish_period(&card, "utc", &inside, &outside, false);
        let warning =
            "1 conference may have calls on days that were not read; use a larger --slack";
        assert_eq!(bill.warnings(), vec![warning; warnings]);
    }
}

#[test]
fn a_conference_over_the_end_of_a_period_is_on_the_bill_of_its_first_call() {
    let card = card(
        "[[charge]]\nname = \"Session\"\nscope = \"conference\"\nquantity = \"session_seconds\"\n\
         per = 60\nunit = \"min\"\nprice = \"1\"\n",
    );
    let call = |id: &str, customer: &str, start: &str, end: &str| {
        format!(
            r#"{{"cdr_id":"{id}","conf_num":"7","user":{{"ref":"{customer}"}},
                "room":{{"connect_dt":"{start}:00Z","disconnect_dt":"{end}:00Z"}}}}"#
        )
    };
    let january = [call("1", "a", "2025-01-31T23:30", "2025-01-31T23:50")];
    let february = [call("2", "b", "2025-02-01T00:10", "2025-02-01T00:40")];
    let names = ["customer", "month", "charge", "calls", "quantity", "amount"];
    for (inside, outside, expected) in [
        (&january, &february, vec!["a 2025-01 Session 2 4200 70.00"]),
        (&february, &january, vec![]),
    ] {
        let bill = finish_period(&card, "utc", inside, outside, false);
        assert!(bill.warnings().is_empty());
        assert_eq!(columns(bill, &names), expected);
    }
}
