//! An independent computation of bills, to compare with.
//!
//! It is written for being obviously right: exact fractions, lists that are searched from the start, and units as
//! intervals. It shares no code with the bill.

mod fraction;
mod items;
mod parts;
mod rows;

pub use self::rows::rows;

use self::fraction::{Fraction, fraction, whole};
use bigdecimal::num_traits::Zero;

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

    fn no_time(&self) -> usize {
        self.charges.len()
    }

    fn no_quantity(&self) -> usize {
        self.charges.len() + 1
    }

    fn no_charge(&self) -> usize {
        self.charges.len() + 2
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
        let day = day?;
        self.charges.iter().position(|charge| {
            let is_day = charge.from.is_none_or(|from| from <= day)
                && charge.until.is_none_or(|until| day <= until);
            charge.name == name && is_day && charge.role.is_none_or(|role| role == call.role)
        })
    }

    fn is_per_conference(&self, name: &str) -> bool {
        self.charges
            .iter()
            .any(|charge| charge.name == name && charge.is_per_conference)
    }
}

impl Charge {
    fn billed(&self, quantity: &Fraction) -> Fraction {
        if quantity.is_zero() {
            return Fraction::zero();
        }
        let quantity = quantity
            .clone()
            .max(whole(self.minimum.unwrap_or(0).into()));
        match self.increment {
            Some(increment) => {
                (quantity / whole(increment.into())).ceil() * whole(increment.into())
            }
            None => quantity,
        }
    }

    fn free(&self) -> Fraction {
        let free = self.free.as_deref().map_or_else(Fraction::zero, fraction);
        free * whole(self.per.into())
    }

    /// The start and end of each tier in units of the quantity.
    fn intervals(&self) -> Vec<(Fraction, Option<Fraction>)> {
        let end = |tier: &(Option<String>, String)| {
            tier.0
                .as_deref()
                .map(|end| fraction(end) * whole(self.per.into()))
        };
        let ends: Vec<_> = self.tiers.iter().map(end).collect();
        let mut starts = vec![Fraction::zero()];
        starts.extend(ends.iter().flatten().cloned());
        starts.into_iter().zip(ends).collect()
    }

    fn amount(&self, charged: &Fraction, tier: usize) -> Fraction {
        charged * fraction(&self.tiers[tier].1) / whole(self.per.into())
    }
}
