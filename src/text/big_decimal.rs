//! Decimal numbers beyond 18 digits.
//!
//! A number is kept in limbs, each of which counts a power of 10^18:
//!
//! ```text
//! limb        1                   0                   -1
//! digits      …000000000000000012 345678901234567890 . 125000000000000000
//! ```
//!
//! Only limbs that are not 0 are kept, so `1e9999` takes as little memory as `1`. Additions do not
//! carry: a limb may be negative or larger than 10^18 until the number is printed or compared.
//!
//! Limbs are decimal and not binary because each digit is then read and printed once. The crates
//! for big numbers compute in binary, and the time in which they convert grows with the square of
//! the digits: `num-bigint` takes 3.4 s to read a million digits, and 54 s for four million. A
//! record may have 64 million of them.

use super::decimal_str::{DecimalStr, MAX_EXPONENT};
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::iter::repeat_n;

/// A decimal number of any size.
#[derive(Clone, Debug, Default)]
pub struct BigDecimal {
    /// The limbs by their powers of [`BASE`]. None overflows before 2^67 numbers are added.
    limbs: BTreeMap<i64, i128>,
    /// The number of digits after the decimal point: that of the most precise number that was
    /// added.
    scale: u32,
}

/// The number of digits in a limb.
pub const LIMB_DIGITS: i64 = 18;

const BASE: i128 = 10_i128.pow(18);

/// The longest number that is printed without an exponent, in characters. A few bytes such as
/// `1e9999` in each call would otherwise become thousands of digits in each row.
const MAX_PLAIN_CHARS: usize = 1000;

impl BigDecimal {
    /// Adds a number.
    pub fn add(&mut self, number: &DecimalStr<'_>) {
        let power = number.exponent_of_last_digit();
        self.scale = self.scale.max(u32::try_from(-power).unwrap_or(0));
        let mut index = power.div_euclid(LIMB_DIGITS);
        let (mut value, sign) = (0, if number.is_negative() { -1 } else { 1 });
        let mut unit = (0..power.rem_euclid(LIMB_DIGITS)).fold(1, |unit, _| 10 * unit);
        for digit in number.digits().rev() {
            value += unit * i128::from(digit - b'0');
            unit *= 10;
            if unit == BASE {
                self.add_limb(index, sign * value);
                (index, value, unit) = (index + 1, 0, 1);
            }
        }
        self.add_limb(index, sign * value);
    }

    /// Adds a number of units of 10 to the power of minus the scale, which is at most 18.
    pub fn add_units(&mut self, units: i64, scale: u8) {
        self.scale = self.scale.max(scale.into());
        // In units of the first limb after the decimal point.
        let units = i128::from(units) * 10_i128.pow(18 - u32::from(scale));
        self.add_limb(-1, units % BASE);
        self.add_limb(0, units / BASE);
    }

    /// Adds another number.
    pub fn add_decimal(&mut self, other: &Self) {
        self.scale = self.scale.max(other.scale);
        for (index, limb) in &other.limbs {
            self.add_limb(*index, limb % BASE);
            self.add_limb(index + 1, limb / BASE);
        }
    }

    fn add_limb(&mut self, index: i64, value: i128) {
        if value != 0 {
            *self.limbs.entry(index).or_default() += value;
        }
    }

    /// Changes the sign.
    pub fn negate(&mut self) {
        self.limbs.values_mut().for_each(|limb| *limb = -*limb);
    }

    /// Returns 1, 0 or -1 for a number above, equal to or below 0.
    pub fn signum(&self) -> i8 {
        let (_, limbs) = self.dense_limbs();
        let limbs = carry(&limbs);
        match limbs.last() {
            Some(highest) if *highest < 0 => -1,
            _ => i8::from(limbs.iter().any(|limb| *limb != 0)),
        }
    }

    fn to_plain_string(&self) -> String {
        let (lowest, limbs) = self.dense_limbs();
        let limbs = carry(&limbs);
        let is_negative = limbs.last().is_some_and(|highest| *highest < 0);
        let limbs = if is_negative {
            carry(&limbs.iter().map(|limb| -limb).collect::<Vec<_>>())
        } else {
            limbs
        };
        let mut digits = String::new();
        for limb in limbs.iter().rev() {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{limb:018}");
        }
        // The lowest limb is after the decimal point.
        let fraction_digits = usize::try_from(-lowest * LIMB_DIGITS).unwrap_or_default();
        let (whole, fraction) = digits.split_at(digits.len() - fraction_digits);
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

    /// Returns the index of the lowest limb and all limbs from there, zeros included: at least the
    /// first one on each side of the point.
    fn dense_limbs(&self) -> (i64, Vec<i128>) {
        let lowest = self.limbs.first_key_value().map_or(-1, |(index, _)| *index);
        let highest = self.limbs.last_key_value().map_or(0, |(index, _)| *index);
        let lowest = lowest.min(-1);
        let limb = |index| self.limbs.get(&index).copied().unwrap_or(0);
        (lowest, (lowest..=highest.max(0)).map(limb).collect())
    }
}

impl From<u64> for BigDecimal {
    fn from(number: u64) -> Self {
        let mut decimal = Self::default();
        decimal.add_limb(0, number.into());
        decimal
    }
}

/// Prints a JSON number: without an exponent, unless it is much shorter with one.
impl fmt::Display for BigDecimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.to_plain_string();
        if plain.len() > MAX_PLAIN_CHARS {
            let scientific = to_scientific(&plain);
            if scientific.len() < plain.len() {
                return formatter.write_str(&scientific);
            }
        }
        formatter.write_str(&plain)
    }
}

/// Returns the same number as its significant digits and a power of ten, in a form that
/// [`DecimalStr`] parses.
fn to_scientific(plain: &str) -> String {
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
    let max_exponent = i64::from(MAX_EXPONENT);
    let exponent = power.clamp(-max_exponent, max_exponent);
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    let added_zeros = "0".repeat(count(power - exponent));
    let fraction_digits = count(exponent - power);
    if fraction_digits == 0 {
        return format!("{sign}{significant}{added_zeros}e{exponent}");
    }
    let significant = format!("{significant:0>width$}", width = fraction_digits + 1);
    let (whole, fraction) = significant.split_at(significant.len() - fraction_digits);
    format!("{sign}{whole}.{fraction}e{exponent}")
}

/// Returns the same number with every limb but the highest between 0 and [`BASE`].
fn carry(limbs: &[i128]) -> Vec<i128> {
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
