//! What is counted: a call or conference for a charge, or a call without an amount.

use super::fraction::{Fraction, fraction, whole};
use super::{Call, Card, DAY, timestamp};
use bigdecimal::num_traits::Zero;

/// Something that is counted.
#[derive(Clone, Debug)]
pub struct Item {
    pub customer: String,
    pub day: Option<u32>,
    /// The index of the charge, or of what comes after all charges.
    pub subject: usize,
    pub order: (bool, i64, String),
    pub calls: usize,
    pub quantity: Fraction,
    pub details: [String; 5],
}

/// What becomes of a call by the charges of a name.
enum Use {
    None,
    WithoutQuantity,
    /// It counts with another call of its conference.
    Elsewhere,
    Item(Box<Item>),
}

/// The items of all calls, with days at this offset from UTC in seconds.
pub fn items(card: &Card, calls: &[Call], offset: i64) -> Vec<Item> {
    let mut items = Vec::new();
    for call in calls {
        if call.connect.is_none() {
            let customer = card.customer_of(call);
            items.push(item(call, customer, None, card.no_time(), Fraction::zero()));
            continue;
        }
        let (mut is_charged, mut lacks_quantity) = (false, false);
        for name in card.names() {
            let result = if card.is_per_conference(name) {
                conference_use(card, calls, call, name, offset)
            } else {
                call_use(card, call, name, offset)
            };
            match result {
                Use::None => continue,
                Use::WithoutQuantity => lacks_quantity = true,
                Use::Elsewhere => {}
                Use::Item(item) => items.push(*item),
            }
            is_charged = true;
        }
        let subject = if lacks_quantity {
            card.no_quantity()
        } else {
            card.no_charge()
        };
        if lacks_quantity || !is_charged {
            let (customer, day) = (card.customer_of(call), day_of(call, offset));
            items.push(item(call, customer, day, subject, Fraction::zero()));
        }
    }
    items
}

fn day_of(call: &Call, offset: i64) -> Option<u32> {
    let day = |time: i64| u32::try_from((time + offset).div_euclid(DAY)).unwrap();
    call.connect.map(day)
}

fn call_use(card: &Card, call: &Call, name: &str, offset: i64) -> Use {
    let day = day_of(call, offset);
    let Some(charge) = card.charge_of(name, call, day) else {
        return Use::None;
    };
    match quantity(call, card.charges[charge].quantity) {
        None => Use::WithoutQuantity,
        Some(quantity) => Use::Item(Box::new(item(
            call,
            card.customer_of(call),
            day,
            charge,
            quantity,
        ))),
    }
}

fn conference_use(card: &Card, calls: &[Call], call: &Call, name: &str, offset: i64) -> Use {
    let mut same = in_order(calls);
    same.retain(|other| other.connect.is_some() && is_together(call, other));
    let day = day_of(same[0], offset);
    let Some(charge) = card.charge_of(name, call, day) else {
        return Use::None;
    };
    let column = card.charges[charge].quantity;
    if call.conf_num.is_empty() || quantity(call, column).is_none() {
        return Use::WithoutQuantity;
    }
    let mut counted = same.clone();
    counted.retain(|other| {
        card.charge_of(name, other, day) == Some(charge) && quantity(other, column).is_some()
    });
    // The first call that counts stands for the conference.
    if !std::ptr::eq(counted[0], call) {
        return Use::Elsewhere;
    }
    let quantity = match column {
        "session_seconds" => {
            let starts = counted.iter().map(|call| call.connect.unwrap());
            let ends = counted
                .iter()
                .map(|call| call.connect.unwrap() + call.length);
            whole(ends.max().unwrap() - starts.min().unwrap())
        }
        column => counted
            .iter()
            .map(|call| quantity(call, column).unwrap())
            .sum(),
    };
    let mut customers = same.iter().map(|call| card.customer_of(call));
    let customer = customers.find(|customer| !customer.is_empty());
    let mut item = item(same[0], customer.unwrap_or_default(), day, charge, quantity);
    item.calls = counted.len();
    item.details[0].clear();
    item.details[3].clear();
    Use::Item(Box::new(item))
}

fn item(
    call: &Call,
    customer: String,
    day: Option<u32>,
    subject: usize,
    quantity: Fraction,
) -> Item {
    Item {
        customer,
        day,
        subject,
        order: order(call),
        calls: 1,
        quantity,
        details: [
            call.cdr_id.clone(),
            call.conf_num.clone(),
            format!("room-{}", call.conf_num),
            format!("user-{}", call.cdr_id),
            call.connect.map(timestamp).unwrap_or_default(),
        ],
    }
}

fn order(call: &Call) -> (bool, i64, String) {
    (
        call.connect.is_none(),
        call.connect.unwrap_or_default(),
        call.cdr_id.clone(),
    )
}

fn in_order(calls: &[Call]) -> Vec<&Call> {
    let mut calls: Vec<_> = calls.iter().collect();
    calls.sort_by_key(|call| order(call));
    calls
}

/// Whether two calls are of one conference, which a call without a number is alone.
fn is_together(call: &Call, other: &Call) -> bool {
    if call.conf_num.is_empty() {
        return call.cdr_id == other.cdr_id;
    }
    call.conf_num == other.conf_num
}

fn quantity(call: &Call, column: &str) -> Option<Fraction> {
    match column {
        "room.duration" => Some(whole(call.length)),
        "session_seconds" => call.connect.map(|_| whole(call.length)),
        _ => {
            let minutes = call.minutes.as_ref()?;
            let is_digit = |ch: char| ch.is_ascii_digit() || ch == '.';
            let is_number = !minutes.is_empty() && minutes.chars().all(is_digit);
            is_number.then(|| fraction(minutes))
        }
    }
}
