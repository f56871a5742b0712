//! Sums of decimals: exact, of any length, in time that grows with the digits added.

use crate::text::Decimal;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::iter::repeat_n;

/// A sum of decimals. It prints as many digits behind the point as the most precise of them, zeros aside.
#[derive(Clone, Debug, Default)]
pub enum Sum {
    /// Nothing was added.
    #[default]
    Nothing,
    /// A sum of at most 18 digits, as most are.
    Small(Small),
    /// Any other.
    Large(Box<Large>),
}

/// A decimal: so many units of 10 to the power of minus the scale.
#[derive(Clone, Copy, Debug)]
pub struct Small {
    units: i64,
    scale: u8,
}

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

impl Sum {
    /// Adds a number.
    pub fn add(&mut self, number: &Decimal<'_>) {
        if number.is_zero() {
            self.add_small(Small { units: 0, scale: 0 });
        } else if let Some(small) = Small::of(number) {
            self.add_small(small);
        } else {
            self.enlarge(|sum| sum.add(number));
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        match other {
            Self::Nothing => {}
            Self::Small(small) => self.add_small(*small),
            Self::Large(large) => self.enlarge(|sum| sum.merge(large)),
        }
    }

    fn add_small(&mut self, small: Small) {
        match self {
            Self::Nothing => *self = Self::Small(small),
            Self::Small(sum) => match sum.plus(small) {
                Some(sum) => *self = Self::Small(sum),
                None => self.enlarge(|sum| sum.add_small(small)),
            },
            Self::Large(sum) => sum.add_small(small),
        }
    }

    /// Changes the sum in its limbs.
    fn enlarge(&mut self, change: impl FnOnce(&mut Large)) {
        let mut large = match std::mem::take(self) {
            Self::Nothing => Box::default(),
            Self::Small(small) => {
                let mut large = Box::<Large>::default();
                large.add_small(small);
                large
            }
            Self::Large(large) => large,
        };
        change(&mut large);
        *self = Self::Large(large);
    }

    /// The sum as a JSON number without an exponent; `None` when nothing was added.
    #[must_use]
    pub fn total(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Small(small) => Some(small.print()),
            Self::Large(large) => Some(large.print()),
        }
    }
}

impl Small {
    /// A number of at most 18 digits, behind the point too.
    fn of(number: &Decimal<'_>) -> Option<Self> {
        let power = number.lowest_power();
        let digits = i64::try_from(number.length()).ok()? + power.max(0);
        if digits > WIDTH || power < -WIDTH {
            return None;
        }
        let add = |value, digit| 10 * value + i64::from(digit - b'0');
        let units = number.digits().fold(0, add) * 10_i64.pow(u32::try_from(power.max(0)).ok()?);
        Some(Self {
            units: if number.is_negative() { -units } else { units },
            scale: u8::try_from(-power.min(0)).ok()?,
        })
    }

    fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let aligned = |number: Self| {
            let factor = 10_i64.checked_pow(u32::from(scale - number.scale))?;
            number.units.checked_mul(factor)
        };
        let units = aligned(self)?.checked_add(aligned(other)?)?;
        Some(Self { units, scale })
    }

    fn print(self) -> String {
        let unit = 10_u64.pow(u32::from(self.scale));
        let (whole, behind) = (
            self.units.unsigned_abs() / unit,
            self.units.unsigned_abs() % unit,
        );
        let sign = if self.units < 0 { "-" } else { "" };
        let width = usize::from(self.scale);
        match width {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{behind:0width$}"),
        }
    }
}

impl Large {
    fn add(&mut self, number: &Decimal<'_>) {
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

    fn add_small(&mut self, small: Small) {
        self.scale = self.scale.max(small.scale.into());
        // In units of the first limb behind the point.
        let units = i128::from(small.units) * 10_i128.pow(18 - u32::from(small.scale));
        self.add_limb(-1, units % BASE);
        self.add_limb(0, units / BASE);
    }

    fn merge(&mut self, other: &Self) {
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

    fn print(&self) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[&str]) -> String {
        let mut sum = Sum::default();
        for number in numbers {
            sum.add(&Decimal::parse(number).unwrap());
        }
        sum.total().unwrap()
    }

    #[test]
    fn sums_are_exact_whatever_their_size() {
        assert_eq!(sum(&["0.1", "0.2"]), "0.3");
        assert_eq!(sum(&["1.10", "2", "-0.05"]), "3.05");
        assert_eq!(sum(&["1e3", "2.5E-2"]), "1000.025");
        assert_eq!(
            sum(&["12345678901234567890123", "1.10"]),
            "12345678901234567890124.10"
        );
        assert_eq!(
            sum(&["5.551115123125783e-17", "1"]),
            "1.00000000000000005551115123125783"
        );
        assert_eq!(sum(&["1e40", "-1"]), "9".repeat(40));
        assert_eq!(sum(&["-1e40", "1"]), format!("-{}", "9".repeat(40)));
    }

    #[test]
    fn a_zero_of_any_form_changes_nothing() {
        assert_eq!(sum(&["0.0", "7"]), "7");
        assert_eq!(sum(&["0E400", "-0.0"]), "0");
        assert_eq!(sum(&["1.5", "-1.5", "2"]), "2.0");
    }

    #[test]
    fn what_overflows_goes_on_elsewhere() {
        let large = "999999999999999999";
        assert_eq!(sum(&[large; 1000]), "999999999999999999000");
    }

    #[test]
    fn digits_behind_the_point_go_as_far_as_the_most_precise_number() {
        assert_eq!(sum(&["1.10", "2"]), "3.10");
        assert_eq!(sum(&["0.000000000000000001", "1"]), "1.000000000000000001");
        assert_eq!(sum(&["-0.5", "0.25"]), "-0.25");
        assert_eq!(sum(&["1e17", "0.5"]), "100000000000000000.5");
    }

    #[test]
    fn nothing_has_no_sum() {
        assert_eq!(Sum::default().total(), None);
    }
}
