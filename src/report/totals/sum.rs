//! Sums of decimals: exact, of any length, in time that grows with the digits added.

use crate::text::Decimal;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::iter::repeat_n;

/// A sum of decimals. It prints as many digits behind the point as the most precise of them, zeros aside.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// What fits into it, in units of 10 to the power of -18.
    fixed: i128,
    /// What does not.
    wide: Option<Box<Wide>>,
    /// The most digits behind the point so far.
    scale: u32,
    has_any: bool,
}

/// How many digits behind the point [`Sum::fixed`] holds, and how many a limb has.
const WIDTH: i64 = 18;

/// What a limb counts up to.
const BASE: i128 = 1_000_000_000_000_000_000;

impl Sum {
    /// Adds a number.
    pub fn add(&mut self, number: &Decimal<'_>) {
        self.has_any = true;
        if number.is_zero() {
            return;
        }
        let scale = u32::try_from(-number.lowest_power()).unwrap_or(0);
        self.scale = self.scale.max(scale);
        match units(number) {
            Some(units) => self.add_units(units),
            None => self.wide.get_or_insert_default().add(number),
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.has_any |= other.has_any;
        self.scale = self.scale.max(other.scale);
        self.add_units(other.fixed);
        if let Some(other) = &other.wide {
            self.wide.get_or_insert_default().merge(other);
        }
    }

    fn add_units(&mut self, units: i128) {
        if let Some(fixed) = self.fixed.checked_add(units) {
            self.fixed = fixed;
        } else {
            let full = std::mem::replace(&mut self.fixed, units);
            self.wide.get_or_insert_default().add_units(full);
        }
    }

    /// The sum as a JSON number without an exponent; `None` when nothing was added.
    #[must_use]
    pub fn total(&self) -> Option<String> {
        if !self.has_any {
            return None;
        }
        let mut total = self.wide.as_deref().cloned().unwrap_or_default();
        total.add_units(self.fixed);
        Some(total.print(usize::try_from(self.scale).ok()?))
    }
}

/// A small number in units of 10 to the power of -18.
fn units(number: &Decimal<'_>) -> Option<i128> {
    let power = u32::try_from(WIDTH + number.lowest_power()).ok()?;
    if number.length() > 18 || power > 18 {
        return None;
    }
    let digits = number.digits();
    let value = digits.fold(0, |value, digit| 10 * value + i64::from(digit - b'0'));
    let units = i128::from(value) * 10_i128.pow(power);
    Some(if number.is_negative() { -units } else { units })
}

/// A sum of any size, in limbs: each counts a power of [`BASE`], and may for now hold more than that, or less
/// than nothing. No limb can overflow before 2 to the power of 67 numbers are added.
#[derive(Clone, Debug, Default)]
struct Wide(BTreeMap<i64, i128>);

impl Wide {
    fn add(&mut self, number: &Decimal<'_>) {
        let mut power = number.lowest_power();
        let (mut place, mut value) = (power.div_euclid(WIDTH), 0);
        let sign = if number.is_negative() { -1 } else { 1 };
        let mut unit = (0..power.rem_euclid(WIDTH)).fold(1, |unit, _| 10 * unit);
        for digit in number.digits().rev() {
            value += unit * i128::from(digit - b'0');
            (power, unit) = (power + 1, 10 * unit);
            if unit == BASE {
                self.add_limb(place, sign * value);
                (place, value, unit) = (place + 1, 0, 1);
            }
        }
        self.add_limb(place, sign * value);
    }

    fn add_units(&mut self, units: i128) {
        self.add_limb(-1, units % BASE);
        self.add_limb(0, units / BASE);
    }

    fn merge(&mut self, other: &Self) {
        for (place, limb) in &other.0 {
            self.add_limb(*place, limb % BASE);
            self.add_limb(place + 1, limb / BASE);
        }
    }

    fn add_limb(&mut self, place: i64, value: i128) {
        if value != 0 {
            *self.0.entry(place).or_default() += value;
        }
    }

    /// Its digits from the first that is not 0, or that stands before the point, to the last of `scale` behind
    /// the point.
    fn print(&self, scale: usize) -> String {
        let (first, limbs) = self.dense();
        let limbs = Self::carried(&limbs);
        let is_negative = limbs.last().is_some_and(|top| *top < 0);
        let limbs = if is_negative {
            Self::carried(&limbs.iter().map(|limb| -limb).collect::<Vec<_>>())
        } else {
            limbs
        };
        let mut digits = String::new();
        for limb in limbs.iter().rev() {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{limb:018}");
        }
        // The place of the first limb is below the point.
        let behind = usize::try_from(-first * WIDTH).unwrap_or_default();
        let (whole, fraction) = digits.split_at(digits.len() - behind);
        let whole = whole.trim_start_matches('0');
        let sign = if is_negative { "-" } else { "" };
        let whole = if whole.is_empty() { "0" } else { whole };
        if scale == 0 {
            return format!("{sign}{whole}");
        }
        let mut text = format!("{sign}{whole}.");
        text.extend(fraction.chars().chain(repeat_n('0', scale)).take(scale));
        text
    }

    /// The limbs without gaps, from at least the first one behind the point to one above all of them, and the
    /// place of the lowest.
    fn dense(&self) -> (i64, Vec<i128>) {
        let first = self.0.keys().next().map_or(-1, |place| (*place).min(-1));
        let last = self.0.keys().next_back().map_or(0, |place| (*place).max(0));
        let limb = |place| self.0.get(&place).copied().unwrap_or(0);
        (first, (first..=last).map(limb).collect())
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
    fn nothing_has_no_sum() {
        assert_eq!(Sum::default().total(), None);
    }
}
