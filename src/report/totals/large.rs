//! Sums of any size.

use crate::text::{DecimalStr, MAX_EXPONENT};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::iter::repeat_n;

/// A sum of any size, in limbs: each counts a power of [`BASE`], and may for now hold more than that, or less
/// than nothing. No limb can overflow before 2 to the power of 67 numbers are added.
#[derive(Clone, Debug, Default)]
pub struct Large {
    limbs: BTreeMap<i64, i128>,
    /// The most digits behind the point so far.
    scale: u32,
}

/// How many digits a limb has.
const WIDTH: i64 = 18;

/// What a limb counts up to.
const BASE: i128 = 1_000_000_000_000_000_000;

/// The longest sum that is written out, in characters. Beyond it a power of ten takes the place of zeros: of a few
/// bytes like `1e9999` in each call would come thousands of digits a group.
const MAX_PLAIN: usize = 1000;

impl Large {
    /// Adds a number.
    pub fn add(&mut self, number: &DecimalStr<'_>) {
        let power = number.lowest_power();
        self.scale = self.scale.max(u32::try_from(-power).unwrap_or(0));
        let mut place = power.div_euclid(WIDTH);
        let (mut value, sign) = (0, if number.is_negative() { -1 } else { 1 });
        let mut unit = (0..power.rem_euclid(WIDTH)).fold(1, |unit, _| 10 * unit);
        for digit in number.digits().rev() {
            value += unit * i128::from(digit - b'0');
            unit *= 10;
            if unit == BASE {
                self.add_limb(place, sign * value);
                (place, value, unit) = (place + 1, 0, 1);
            }
        }
        self.add_limb(place, sign * value);
    }

    /// Adds so many units of 10 to the power of minus the scale, which is at most 18.
    pub fn add_units(&mut self, units: i64, scale: u8) {
        self.scale = self.scale.max(scale.into());
        // In units of the first limb behind the point.
        let units = i128::from(units) * 10_i128.pow(18 - u32::from(scale));
        self.add_limb(-1, units % BASE);
        self.add_limb(0, units / BASE);
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.scale = self.scale.max(other.scale);
        for (place, limb) in &other.limbs {
            self.add_limb(*place, limb % BASE);
            self.add_limb(place + 1, limb / BASE);
        }
    }

    fn add_limb(&mut self, place: i64, value: i128) {
        if value != 0 {
            *self.limbs.entry(place).or_default() += value;
        }
    }

    /// The sum as a JSON number: without an exponent, unless it is much shorter with one.
    pub fn print(&self) -> String {
        let plain = self.plain();
        if plain.len() <= MAX_PLAIN {
            return plain;
        }
        let scientific = scientific(&plain);
        if scientific.len() < plain.len() {
            scientific
        } else {
            plain
        }
    }

    /// The sum without an exponent.
    fn plain(&self) -> String {
        let (first, limbs) = self.dense();
        let limbs = carried(&limbs);
        let is_negative = limbs.last().is_some_and(|top| *top < 0);
        let limbs = if is_negative {
            carried(&limbs.iter().map(|limb| -limb).collect::<Vec<_>>())
        } else {
            limbs
        };
        let mut digits = String::new();
        for limb in limbs.iter().rev() {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{limb:018}");
        }
        // The place of the first limb is behind the point.
        let behind = usize::try_from(-first * WIDTH).unwrap_or_default();
        let (whole, fraction) = digits.split_at(digits.len() - behind);
        let whole = whole.trim_start_matches('0');
        let sign = if is_negative { "-" } else { "" };
        let mut text = format!("{sign}{}", if whole.is_empty() { "0" } else { whole });
        let scale = usize::try_from(self.scale).unwrap_or(usize::MAX);
        if scale > 0 {
            text.push('.');
            text.extend(fraction.chars().chain(repeat_n('0', scale)).take(scale));
        }
        text
    }

    /// The limbs without gaps, from at least the first one behind the point to at least the one before it, and the
    /// place of the lowest.
    fn dense(&self) -> (i64, Vec<i128>) {
        let first = self
            .limbs
            .keys()
            .next()
            .map_or(-1, |place| (*place).min(-1));
        let last = self
            .limbs
            .keys()
            .next_back()
            .map_or(0, |place| (*place).max(0));
        let limb = |place| self.limbs.get(&place).copied().unwrap_or(0);
        (first, (first..=last).map(limb).collect())
    }
}

/// The same number as its significant digits and a power of ten, which is one that [`DecimalStr`] reads.
fn scientific(plain: &str) -> String {
    let digits = plain.trim_start_matches('-');
    let sign = &plain[..plain.len() - digits.len()];
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_end_matches('0');
    let zeros = (digits.len() - significant.len()).cast_signed() as i64;
    let power = zeros - fraction.len().cast_signed() as i64;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return "0".to_owned();
    }
    let largest = i64::from(MAX_EXPONENT);
    let exponent = power.clamp(-largest, largest);
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    let more = "0".repeat(count(power - exponent));
    let less = count(exponent - power);
    if less == 0 {
        return format!("{sign}{significant}{more}e{exponent}");
    }
    let significant = format!("{significant:0>width$}", width = less + 1);
    let (whole, fraction) = significant.split_at(significant.len() - less);
    format!("{sign}{whole}.{fraction}e{exponent}")
}

/// The same number with every limb but the last between 0 and [`BASE`].
fn carried(limbs: &[i128]) -> Vec<i128> {
    let mut carry = 0;
    let mut carried: Vec<_> = limbs
        .iter()
        .map(|limb| {
            let value = limb + carry;
            carry = value.div_euclid(BASE);
            value.rem_euclid(BASE)
        })
        .collect();
    while carry > 0 {
        carried.push(carry % BASE);
        carry /= BASE;
    }
    if carry < 0 {
        carried.push(carry);
    }
    carried
}
