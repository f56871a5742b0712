//! An independent computation of bills, to compare with.
//!
//! It is written for being obviously right: exact fractions, lists that are searched from the start, and units as
//! intervals. It shares no code with the bill.

use bigdecimal::num_traits::{Signed, Zero};
use num_bigint::BigInt;
use num_rational::BigRational;

pub type Fraction = BigRational;

/// A fraction of a decimal text.
pub fn fraction(text: &str) -> Fraction {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let units: BigInt = format!("{whole}{decimals}").parse().unwrap();
    let power = u32::try_from(decimals.len()).unwrap();
    Fraction::new(units, BigInt::from(10).pow(power))
}

/// A decimal text of a fraction whose digits end: with this number of decimals, or as few as possible.
pub fn text(number: &Fraction, decimals: Option<u32>) -> String {
    let scale = decimals.unwrap_or_else(|| {
        (0..)
            .find(|scale| shifted(number, *scale).is_integer())
            .unwrap()
    });
    let units = shifted(number, scale).to_integer();
    let sign = if units.is_negative() { "-" } else { "" };
    let width = scale as usize + 1;
    let digits = format!("{:0>width$}", units.abs());
    let (whole, behind) = digits.split_at(digits.len() - scale as usize);
    let point = if scale == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{behind}")
}

fn shifted(number: &Fraction, scale: u32) -> Fraction {
    number * Fraction::from(BigInt::from(10).pow(scale))
}

fn round(number: &Fraction, decimals: u32, mode: &str) -> Fraction {
    let shifted = shifted(number, decimals);
    let (floor, half) = (shifted.floor(), Fraction::new(1.into(), 2.into()));
    let rest = &shifted - &floor;
    let is_odd = floor.to_integer() % 2 != BigInt::zero();
    let is_up = match mode {
        "half-up" => rest >= half,
        "half-even" => rest > half || (rest == half && is_odd),
        "up" => !rest.is_zero(),
        _ => false,
    };
    let one = Fraction::from(BigInt::from(u8::from(is_up)));
    (floor + one) / Fraction::from(BigInt::from(10).pow(decimals))
}

/// An unrounded amount as the detailed bill prints it.
fn unrounded(number: &Fraction) -> Fraction {
    let mut rest = number.denom().clone();
    for factor in [2_u32, 5] {
        while (&rest % BigInt::from(factor)).is_zero() {
            rest /= factor;
        }
    }
    if rest == BigInt::from(1) {
        number.clone()
    } else {
        round(number, 12, "half-up")
    }
}

#[derive(Clone, Debug)]
pub struct Card {
    pub currency: &'static str,
    pub decimals: u32,
    pub customer: Vec<&'static str>,
    pub rounding: &'static str,
    pub charges: Vec<Charge>,
    pub monthly_minimum: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Charge {
    pub name: String,
    pub is_per_conference: bool,
    pub quantity: &'static str,
    pub per: u32,
    pub increment: Option<u32>,
    pub minimum: Option<u32>,
    pub free: Option<String>,
    /// The ends and prices of tiers.
    pub tiers: Vec<(Option<String>, String)>,
    pub is_volume: bool,
    /// Days of the year 2025.
    pub from: Option<u32>,
    pub until: Option<u32>,
    pub role: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub cdr_id: String,
    pub conf_num: String,
    /// Seconds since the start of 2025 in UTC.
    pub connect: Option<i64>,
    pub length: i64,
    pub minutes: Option<String>,
    pub billing_code: Option<String>,
    pub user_ref: Option<String>,
    pub role: &'static str,
}

const DAY: i64 = 86_400;

/// Days of January to May 2025 before each month.
const MONTHS: [u32; 6] = [0, 31, 59, 90, 120, 151];

fn month_of(day: u32) -> usize {
    MONTHS.iter().rposition(|start| *start <= day).unwrap()
}

/// A day of the year 2025 as a date.
pub fn date(day: u32) -> String {
    let month = month_of(day);
    format!("2025-{:02}-{:02}", month + 1, day - MONTHS[month] + 1)
}

/// A second of 2025 in UTC as a timestamp.
pub fn timestamp(second: i64) -> String {
    let day = date(u32::try_from(second / DAY).unwrap());
    let second = second % DAY;
    format!(
        "{day}T{:02}:{:02}:{:02}.000Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// Something that is counted: a call or conference for a charge, or a call without an amount.
#[derive(Clone, Debug)]
struct Item {
    customer: String,
    day: Option<u32>,
    /// The index of the charge, or of what comes after all charges.
    subject: usize,
    order: (bool, i64, String),
    calls: usize,
    quantity: Fraction,
    details: [String; 5],
}

impl Card {
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for charge in &self.charges {
            if !names.contains(&&*charge.name) {
                names.push(&charge.name);
            }
        }
        names
    }

    fn no_quantity(&self) -> usize {
        self.charges.len()
    }

    fn no_charge(&self) -> usize {
        self.charges.len() + 1
    }

    fn customer_of(&self, call: &Call) -> String {
        let columns = self.customer.iter().map(|column| match *column {
            "user.ref" => call.user_ref.clone(),
            _ => call.billing_code.clone(),
        });
        columns
            .flatten()
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    }

    /// The first charge of a name that applies to a call on a day.
    fn charge_of(&self, name: &str, call: &Call, day: Option<u32>) -> Option<usize> {
        self.charges.iter().position(|charge| {
            let is_day = match day {
                Some(day) => {
                    charge.from.is_none_or(|from| from <= day)
                        && charge.until.is_none_or(|until| day <= until)
                }
                None => charge.from.is_none() && charge.until.is_none(),
            };
            charge.name == name && is_day && charge.role.is_none_or(|role| role == call.role)
        })
    }

    fn is_per_conference(&self, name: &str) -> bool {
        self.charges
            .iter()
            .any(|charge| charge.name == name && charge.is_per_conference)
    }

    fn items(&self, calls: &[Call], offset: i64) -> Vec<Item> {
        let day_of = |call: &Call| {
            call.connect
                .map(|time| u32::try_from((time + offset).div_euclid(DAY)).unwrap())
        };
        let mut items = Vec::new();
        for call in calls {
            let (mut is_charged, mut lacks_quantity) = (false, false);
            for name in self.names() {
                let is_per_conference = self.is_per_conference(name);
                let same: Vec<&Call> = in_order(calls)
                    .into_iter()
                    .filter(|other| is_together(call, other))
                    .collect();
                let first = if is_per_conference { same[0] } else { call };
                let Some(charge) = self.charge_of(name, call, day_of(first)) else {
                    continue;
                };
                is_charged = true;
                let has_place = !is_per_conference || !call.conf_num.is_empty();
                let Some(quantity) =
                    quantity(call, self.charges[charge].quantity).filter(|_| has_place)
                else {
                    lacks_quantity = true;
                    continue;
                };
                if !is_per_conference {
                    let item = item(call, self.customer_of(call), day_of(call), charge, quantity);
                    items.push(item);
                    continue;
                }
                // The first call of the conference that counts stands for it.
                let counted: Vec<&Call> = same
                    .iter()
                    .copied()
                    .filter(|other| {
                        self.charge_of(name, other, day_of(first)) == Some(charge)
                            && self::quantity(other, self.charges[charge].quantity).is_some()
                    })
                    .collect();
                if !std::ptr::eq(counted[0], call) {
                    continue;
                }
                let customers = same.iter().map(|call| self.customer_of(call));
                let customer = customers
                    .into_iter()
                    .find(|customer| !customer.is_empty())
                    .unwrap_or_default();
                let quantity = match self.charges[charge].quantity {
                    "session_seconds" => {
                        let start = counted
                            .iter()
                            .map(|call| call.connect.unwrap())
                            .min()
                            .unwrap();
                        let end = counted
                            .iter()
                            .map(|call| call.connect.unwrap() + call.length)
                            .max()
                            .unwrap();
                        Fraction::from(BigInt::from(end - start))
                    }
                    column => counted
                        .iter()
                        .map(|call| self::quantity(call, column).unwrap())
                        .sum(),
                };
                let mut item = item(first, customer, day_of(first), charge, quantity);
                item.calls = counted.len();
                item.details[0].clear();
                item.details[3].clear();
                items.push(item);
            }
            let subject = if lacks_quantity {
                self.no_quantity()
            } else {
                self.no_charge()
            };
            if lacks_quantity || !is_charged {
                items.push(item(
                    call,
                    self.customer_of(call),
                    day_of(call),
                    subject,
                    Fraction::zero(),
                ));
            }
        }
        items
    }
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
        "room.duration" => Some(Fraction::from(BigInt::from(call.length))),
        "session_seconds" => call
            .connect
            .map(|_| Fraction::from(BigInt::from(call.length))),
        _ => {
            let minutes = call.minutes.as_ref()?;
            let is_digit = |ch: char| ch.is_ascii_digit() || ch == '.';
            let is_number = !minutes.is_empty() && minutes.chars().all(is_digit);
            is_number.then(|| fraction(minutes))
        }
    }
}

impl Charge {
    fn whole(number: u32) -> Fraction {
        Fraction::from(BigInt::from(number))
    }

    fn billed(&self, quantity: &Fraction) -> Fraction {
        if quantity.is_zero() {
            return Fraction::zero();
        }
        let quantity = quantity.clone().max(Self::whole(self.minimum.unwrap_or(0)));
        match self.increment {
            Some(increment) => (quantity / Self::whole(increment)).ceil() * Self::whole(increment),
            None => quantity,
        }
    }

    fn free(&self) -> Fraction {
        let free = self.free.as_deref().map_or_else(Fraction::zero, fraction);
        free * Self::whole(self.per)
    }

    /// The start and end of each tier in units of the quantity.
    fn intervals(&self) -> Vec<(Fraction, Option<Fraction>)> {
        let end = |tier: &(Option<String>, String)| {
            tier.0
                .as_deref()
                .map(|end| fraction(end) * Self::whole(self.per))
        };
        let ends: Vec<_> = self.tiers.iter().map(end).collect();
        let mut starts = vec![Fraction::zero()];
        starts.extend(ends.iter().flatten().cloned());
        starts.into_iter().zip(ends).collect()
    }

    fn amount(&self, charged: &Fraction, tier: usize) -> Fraction {
        charged * fraction(&self.tiers[tier].1) / Self::whole(self.per)
    }
}

/// A part of an item in one tier.
#[derive(Clone, Debug)]
struct Part {
    item: Item,
    tier: usize,
    free: Fraction,
    charged: Fraction,
}

/// The rows of a bill in all columns.
pub fn rows(card: &Card, calls: &[Call], offset: i64, is_detailed: bool) -> Vec<Vec<String>> {
    let mut parts = parts(card, card.items(calls, offset));
    let month = |part: &Part| part.item.day.map(month_of);
    parts.sort_by_key(|part| {
        (
            part.item.customer.clone(),
            month(part),
            part.item.subject,
            part.tier,
            part.item.order.clone(),
        )
    });
    let mut rows = Vec::new();
    let group = |part: &Part| (part.item.customer.clone(), month(part));
    for months in parts.chunk_by(|a, b| group(a) == group(b)) {
        let line = |part: &Part| (part.item.subject, part.tier);
        let mut sum = Fraction::zero();
        for parts in months.chunk_by(|a, b| line(a) == line(b)) {
            sum += line_rows(card, parts, is_detailed, &mut rows);
        }
        let (customer, month) = group(&months[0]);
        let minimum = card
            .monthly_minimum
            .as_deref()
            .map_or_else(Fraction::zero, fraction);
        if let Some(month) = month
            && !customer.is_empty()
            && sum < minimum
        {
            let mut row = vec![customer, month_text(month), "(minimum)".to_owned()];
            row.resize(if is_detailed { 15 } else { 13 }, String::new());
            row.extend([
                text(&(minimum - sum), Some(card.decimals)),
                card.currency.to_owned(),
            ]);
            rows.push(row);
        }
    }
    rows
}

fn month_text(month: usize) -> String {
    format!("2025-{:02}", month + 1)
}

fn parts(card: &Card, items: Vec<Item>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut items = items;
    items.sort_by_key(|item| (item.order.clone(), item.subject));
    // What each customer used in each month of each name: free units and charged units.
    let mut used: Vec<((String, Option<usize>, String), Fraction, Fraction)> = Vec::new();
    for item in items {
        let Some(charge) = card.charges.get(item.subject) else {
            let zero = Fraction::zero;
            parts.push(Part {
                item,
                tier: 0,
                free: zero(),
                charged: zero(),
            });
            continue;
        };
        let key = (
            item.customer.clone(),
            item.day.map(month_of),
            charge.name.clone(),
        );
        if !used.iter().any(|(known, _, _)| *known == key) {
            used.push((key.clone(), Fraction::zero(), Fraction::zero()));
        }
        let (_, free_used, charged_used) =
            used.iter_mut().find(|(known, _, _)| *known == key).unwrap();
        let billed = charge.billed(&item.quantity);
        let free = (charge.free() - &*free_used)
            .max(Fraction::zero())
            .min(billed.clone());
        let charged = billed - &free;
        let (start, end) = (charged_used.clone(), &*charged_used + &charged);
        *free_used += &free;
        charged_used.clone_from(&end);
        if charge.is_volume || charge.tiers.len() == 1 {
            parts.push(Part {
                item,
                tier: 0,
                free,
                charged,
            });
            continue;
        }
        let mut is_first = true;
        for (tier, (from, to)) in charge.intervals().into_iter().enumerate() {
            let to = to.unwrap_or_else(|| &end + Charge::whole(1));
            let share = to.clone().min(end.clone()) - from.clone().max(start.clone());
            let is_here = if charged.is_zero() {
                is_first && start <= to
            } else {
                share > Fraction::zero()
            };
            if !is_here {
                continue;
            }
            let mut part = Part {
                item: item.clone(),
                tier,
                free: Fraction::zero(),
                charged: if charged.is_zero() {
                    Fraction::zero()
                } else {
                    share
                },
            };
            if is_first {
                part.free = free.clone();
            } else {
                part.item.calls = 0;
                part.item.quantity = Fraction::zero();
            }
            is_first = false;
            parts.push(part);
        }
    }
    // The volume of a month sets the tier of all its units.
    for part in &mut parts {
        let Some(charge) = card
            .charges
            .get(part.item.subject)
            .filter(|charge| charge.is_volume)
        else {
            continue;
        };
        let key = (
            part.item.customer.clone(),
            part.item.day.map(month_of),
            charge.name.clone(),
        );
        let (_, _, total) = used.iter().find(|(known, _, _)| *known == key).unwrap();
        part.tier = charge
            .intervals()
            .iter()
            .position(|(_, to)| to.as_ref().is_none_or(|to| total <= to))
            .unwrap();
    }
    parts
}

/// Adds the rows of a line, and returns its amount.
fn line_rows(
    card: &Card,
    parts: &[Part],
    is_detailed: bool,
    rows: &mut Vec<Vec<String>>,
) -> Fraction {
    let first = &parts[0];
    let charge = card.charges.get(first.item.subject);
    let name = match charge {
        Some(charge) => charge.name.clone(),
        None if first.item.subject == card.no_quantity() => "(no quantity)".to_owned(),
        None => "(no charge)".to_owned(),
    };
    let month = first.item.day.map(month_of);
    let start = vec![
        first.item.customer.clone(),
        month.map(month_text).unwrap_or_default(),
        name,
    ];
    let price = charge.map_or([const { String::new() }; 3], |charge| {
        [
            charge.tiers[first.tier].1.clone(),
            charge.per.to_string(),
            "u".to_owned(),
        ]
    });
    let numbers = |parts: &[Part]| -> [String; 4] {
        let sum = |f: fn(&Part) -> Fraction| text(&parts.iter().map(f).sum(), None);
        let numbers = [
            sum(|part| part.item.quantity.clone()),
            sum(|part| &part.free + &part.charged),
            sum(|part| part.free.clone()),
            sum(|part| part.charged.clone()),
        ];
        numbers.map(|number| charge.map_or_else(String::new, |_| number))
    };
    let charged: Fraction = parts.iter().map(|part| part.charged.clone()).sum();
    let amount = charge.map(|charge| {
        round(
            &charge.amount(&charged, first.tier),
            card.decimals,
            card.rounding,
        )
    });
    if !is_detailed {
        let days = charge
            .zip(month)
            .map_or([const { String::new() }; 2], |(charge, month)| {
                let (first, last) = (MONTHS[month], MONTHS[month + 1] - 1);
                [
                    charge.from.unwrap_or(0).max(first),
                    charge.until.unwrap_or(365).min(last),
                ]
                .map(date)
            });
        let calls: usize = parts.iter().map(|part| part.item.calls).sum();
        let mut row = start;
        row.extend(days);
        row.push(calls.to_string());
        row.extend(numbers(parts));
        row.extend(price);
        row.push(
            amount
                .as_ref()
                .map(|amount| text(amount, Some(card.decimals)))
                .unwrap_or_default(),
        );
        row.push(card.currency.to_owned());
        rows.push(row);
        return amount.unwrap_or_default();
    }
    let mut sum = Fraction::zero();
    for part in parts {
        let unrounded = charge.map(|charge| unrounded(&charge.amount(&part.charged, first.tier)));
        sum += unrounded.clone().unwrap_or_default();
        let mut row = start.clone();
        row.extend(part.item.details.clone());
        row.extend(numbers(std::slice::from_ref(part)));
        row.extend(price.clone());
        row.push(
            unrounded
                .map(|amount| text(&amount, None))
                .unwrap_or_default(),
        );
        row.push(card.currency.to_owned());
        rows.push(row);
    }
    if let Some(amount) = &amount {
        let mut row = start;
        row.push("rounding".to_owned());
        row.resize(12, String::new());
        row.extend(price);
        row.extend([text(&(amount - sum), None), card.currency.to_owned()]);
        rows.push(row);
    }
    amount.unwrap_or_default()
}
