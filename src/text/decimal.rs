//! Exact decimal numbers of any size, and their sums.
//!
//! What is billed may not be rounded, so sums are neither floating-point numbers nor limited to
//! some number of digits. Nearly all of them have at most 18 digits: these are an integer and a
//! scale, which takes 16 bytes and an addition. Whatever does not fit goes on as a [`BigDecimal`].
//!
//! A number has as many digits after the decimal point as the most precise one that was added,
//! zeros aside: `1.10` and `2` are `3.10`, and `0.00` and `7` are `7`. Comparisons are by value:
//! `30` equals `30.0`.

use super::big_decimal::{BigDecimal, LIMB_DIGITS};
use super::decimal_str::DecimalStr;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{AddAssign, Neg, Sub};

/// An exact decimal number of any size. It prints as a JSON number.
#[derive(Clone, Debug)]
pub enum Decimal {
    /// A number of at most 18 digits, as most are.
    Small(SmallDecimal),
    /// Any other.
    Big(Box<BigDecimal>),
}

/// A number of units of 10 to the power of minus the scale.
#[derive(Clone, Copy, Debug)]
pub struct SmallDecimal {
    units: i64,
    scale: u8,
}

/// The number of digits that always fit into an [`i64`].
const MAX_SMALL_DIGITS: i64 = LIMB_DIGITS;

impl Decimal {
    /// Returns a number of units of 10 to the power of minus the scale, which is at most 18.
    pub fn from_scaled(units: i64, scale: u8) -> Self {
        Self::Small(SmallDecimal { units, scale })
    }

    /// Adds a number.
    pub fn add(&mut self, number: &DecimalStr<'_>) {
        match SmallDecimal::parse(number) {
            // The digits of a zero do not count.
            Some(SmallDecimal { units: 0, .. }) => {}
            Some(small) => self.add_small(small),
            None if number.is_zero() => {}
            None => self.change_big(|big| big.add(number)),
        }
    }

    fn add_small(&mut self, small: SmallDecimal) {
        if let Self::Small(sum) = self
            && let Some(total) = sum.checked_add(small)
        {
            *sum = total;
        } else {
            self.change_big(|big| big.add_units(small.units, small.scale));
        }
    }

    fn change_big(&mut self, change: impl FnOnce(&mut BigDecimal)) {
        let mut big = match std::mem::take(self) {
            Self::Small(small) => {
                let mut big = Box::<BigDecimal>::default();
                big.add_units(small.units, small.scale);
                big
            }
            Self::Big(big) => big,
        };
        change(&mut big);
        *self = Self::Big(big);
    }

    fn signum(&self) -> i8 {
        match self {
            Self::Small(small) => i8::from(small.units > 0) - i8::from(small.units < 0),
            Self::Big(big) => big.signum(),
        }
    }

    /// Returns the nearest floating-point number, for a drawing.
    pub fn to_f64(&self) -> f64 {
        self.to_string().parse().unwrap_or_default()
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self::from_scaled(0, 0)
    }
}

impl From<&DecimalStr<'_>> for Decimal {
    fn from(number: &DecimalStr<'_>) -> Self {
        let mut decimal = Self::default();
        decimal.add(number);
        decimal
    }
}

impl From<u64> for Decimal {
    fn from(number: u64) -> Self {
        match i64::try_from(number) {
            Ok(units) => Self::from_scaled(units, 0),
            Err(_) => Self::Big(Box::new(BigDecimal::from(number))),
        }
    }
}

impl AddAssign<&Self> for Decimal {
    fn add_assign(&mut self, other: &Self) {
        match other {
            Self::Small(small) => self.add_small(*small),
            Self::Big(other) => self.change_big(|big| big.add_decimal(other)),
        }
    }
}

impl Neg for Decimal {
    type Output = Self;

    fn neg(mut self) -> Self {
        if let Self::Small(small) = &mut self
            && let Some(units) = small.units.checked_neg()
        {
            small.units = units;
        } else {
            self.change_big(BigDecimal::negate);
        }
        self
    }
}

impl Sub for &Decimal {
    type Output = Decimal;

    fn sub(self, other: Self) -> Decimal {
        let mut difference = -other.clone();
        difference += self;
        difference
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Small(a), Self::Small(b)) => a.cmp_value(*b),
            _ => (self - other).signum().cmp(&0),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Small(small) => small.fmt(formatter),
            Self::Big(big) => big.fmt(formatter),
        }
    }
}

impl SmallDecimal {
    /// Returns the number if it has at most 18 digits, also after the decimal point.
    fn parse(number: &DecimalStr<'_>) -> Option<Self> {
        let power = number.exponent_of_last_digit();
        let digits = i64::try_from(number.digit_count()).ok()? + power.max(0);
        if digits > MAX_SMALL_DIGITS || power < -MAX_SMALL_DIGITS {
            return None;
        }
        let push = |value, digit| 10 * value + i64::from(digit - b'0');
        let units = number.digits().fold(0, push) * 10_i64.pow(u32::try_from(power.max(0)).ok()?);
        Some(Self {
            units: if number.is_negative() { -units } else { units },
            scale: u8::try_from(-power.min(0)).ok()?,
        })
    }

    fn checked_add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let align = |number: Self| {
            let factor = 10_i64.checked_pow(u32::from(scale - number.scale))?;
            number.units.checked_mul(factor)
        };
        let units = align(self)?.checked_add(align(other)?)?;
        Some(Self { units, scale })
    }

    /// Compares by value. Aligned units of scales up to 18 have at most 37 digits, which an
    /// [`i128`] holds.
    fn cmp_value(self, other: Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        let align =
            |number: Self| i128::from(number.units) * 10_i128.pow((scale - number.scale).into());
        align(self).cmp(&align(other))
    }
}

impl fmt::Display for SmallDecimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(self.scale.into());
        let units = self.units.unsigned_abs();
        let (whole, fraction) = (units / unit, units % unit);
        let sign = if self.units < 0 { "-" } else { "" };
        match usize::from(self.scale) {
            0 => write!(formatter, "{sign}{whole}"),
            width => write!(formatter, "{sign}{whole}.{fraction:0width$}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(numbers: &[&str]) -> String {
        let mut sum = Decimal::default();
        for number in numbers {
            sum.add(&DecimalStr::parse(number).unwrap());
        }
        sum.to_string()
    }

    fn decimal(number: &str) -> Decimal {
        Decimal::from(&DecimalStr::parse(number).unwrap())
    }

    #[test]
    fn sums_are_exact_at_any_size() {
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
    fn differences_are_exact() {
        for (number, other, expected) in [
            ("0.3", "0.1", "0.2"),
            ("1", "1", "0"),
            ("0", "2.50", "-2.50"),
            ("12345678901234567890123", "-1", "12345678901234567890124"),
            (
                "-9223372036854775808",
                "1e30",
                "-1000000000009223372036854775808",
            ),
        ] {
            let difference = &decimal(number) - &decimal(other);
            assert_eq!(difference.to_string(), expected);
        }
    }

    #[test]
    fn a_zero_in_any_spelling_changes_nothing() {
        assert_eq!(sum(&["0.0", "7"]), "7");
        assert_eq!(sum(&["0E400", "-0.0"]), "0");
        assert_eq!(sum(&["1.5", "-1.5", "2"]), "2.0");
    }

    #[test]
    fn sums_beyond_18_digits_are_exact() {
        let large = "999999999999999999";
        assert_eq!(sum(&[large; 1000]), "999999999999999999000");
        assert_eq!(Decimal::from(u64::MAX).to_string(), u64::MAX.to_string());
    }

    #[test]
    fn a_sum_has_as_many_decimal_places_as_its_most_precise_number() {
        assert_eq!(sum(&["1.10", "2"]), "3.10");
        assert_eq!(sum(&["0.000000000000000001", "1"]), "1.000000000000000001");
        assert_eq!(sum(&["-0.5", "0.25"]), "-0.25");
        assert_eq!(sum(&["1e17", "0.5"]), "100000000000000000.5");
    }

    #[test]
    fn long_runs_of_zeros_print_as_a_power_of_ten() {
        let long = "12".repeat(600);
        let small = format!("0.{}7e-10000", "0".repeat(30));
        for (numbers, expected) in [
            (&["1e900"][..], format!("1{}", "0".repeat(900))),
            (&["1e1000"], "1e1000".to_owned()),
            (&["5e10000", "5e10000"], "10e10000".to_owned()),
            (&["-1.5e-9999", "-1e-9999"], "-25e-10000".to_owned()),
            (&["1e-5000", "-1e-5000"], "0".to_owned()),
            (&[&small], small.clone()),
            (&[&long], long.clone()),
            (&["1e2000", "1"], format!("1{}1", "0".repeat(1999))),
        ] {
            let sum = sum(numbers);
            assert_eq!(sum, expected);
            assert!(DecimalStr::parse(&sum).is_some(), "{sum}");
        }
    }

    proptest! {
        #[test]
        fn numbers_compare_as_their_texts_do(
            one in "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,9})?(e-?[0-9]{1,2})?",
            other in "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,9})?(e-?[0-9]{1,2})?",
        ) {
            let expected = DecimalStr::parse(&one).unwrap().cmp(&DecimalStr::parse(&other).unwrap());
            prop_assert_eq!(decimal(&one).cmp(&decimal(&other)), expected);
            prop_assert_eq!(decimal(&one).cmp(&decimal(&one)), Ordering::Equal);
        }
    }
}
