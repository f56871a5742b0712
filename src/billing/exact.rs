//! Exact arithmetic with quantities and amounts of money.
//!
//! Quantities, prices and amounts are decimals of any length. Nothing is a float, and nothing is divided but once: when
//! the amount of a line is rounded. That one division is done with integers, because the division of
//! [`BigDecimal`] rounds at a precision of its own, and rounding twice can be off by one: 0.4449…9 is 0.44, not 0.45.
//!
//! Everything here is 0 or more; a price, a quantity or an increment below 0 never gets this far.

use crate::limits::MAX_QUANTITY_DIGITS;
use crate::text::{Decimal, DecimalStr};
use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, Zero};

/// How the amount of a line is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest amount, halves up.
    HalfUp,
    /// To the nearest amount, halves to an even last digit.
    HalfEven,
    /// To the next larger amount.
    Up,
    /// To the next smaller amount.
    Down,
}

impl Rounding {
    /// Every mode with its name in a rate card.
    pub const NAMED: [(&str, Self); 4] = [
        ("half-up", Self::HalfUp),
        ("half-even", Self::HalfEven),
        ("up", Self::Up),
        ("down", Self::Down),
    ];

    /// The name in a rate card.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = Self::NAMED.iter().find(|(_, mode)| *mode == self);
        named.map_or("", |(name, _)| name)
    }

    /// Returns a quotient, rounded to this number of decimals.
    #[must_use]
    pub fn quotient(
        self,
        dividend: &BigDecimal,
        divisor: &BigDecimal,
        decimals: u32,
    ) -> BigDecimal {
        let (dividend, dividend_scale) = dividend.as_bigint_and_scale();
        let (divisor, divisor_scale) = divisor.as_bigint_and_scale();
        let power = divisor_scale - dividend_scale + i64::from(decimals);
        let (mut dividend, mut divisor) = (dividend.into_owned(), divisor.into_owned());
        if power < 0 {
            divisor *= power_of_ten(power);
        } else {
            dividend *= power_of_ten(power);
        }
        let (quotient, rest) = (&dividend / &divisor, dividend % &divisor);
        let is_odd = quotient.bit(0);
        let twice_rest: BigInt = rest * 2;
        let is_rounded_up = match self {
            Self::HalfUp => twice_rest >= divisor,
            Self::HalfEven => twice_rest > divisor || (twice_rest == divisor && is_odd),
            Self::Up => !twice_rest.is_zero(),
            Self::Down => false,
        };
        BigDecimal::new(quotient + u8::from(is_rounded_up), decimals.into())
    }
}

/// Ten to this power, regardless of its sign.
fn power_of_ten(power: i64) -> BigInt {
    BigInt::from(10).pow(u32::try_from(power.unsigned_abs()).unwrap_or(u32::MAX))
}

/// Returns a number as an exact decimal; `None` if it takes more digits than any quantity needs.
pub fn to_big_decimal(number: &DecimalStr<'_>) -> Option<BigDecimal> {
    if number.is_zero() {
        return Some(BigDecimal::zero());
    }
    let power = number.exponent_of_last_digit();
    if number.digit_count() as u64 + power.unsigned_abs() > MAX_QUANTITY_DIGITS {
        return None;
    }
    let units = if number.digit_count() <= 18 {
        let append = |units: i64, digit: u8| 10 * units + i64::from(digit - b'0');
        BigInt::from(number.digits().fold(0, append))
    } else {
        BigInt::parse_bytes(&number.digits().collect::<Vec<_>>(), 10)?
    };
    let units = if number.is_negative() { -units } else { units };
    Some(BigDecimal::new(units, -power))
}

/// Returns a number as the value of a row.
pub fn to_decimal(number: &BigDecimal) -> Decimal {
    // A negative scale stands for zeros at the end.
    let number = number.with_scale(number.fractional_digit_count().max(0));
    let (units, scale) = number.as_bigint_and_scale();
    match (i64::try_from(units.as_ref()), u8::try_from(scale)) {
        (Ok(units), Ok(scale)) if scale <= 18 => Decimal::from_scaled(units, scale),
        _ => {
            let text = number.to_plain_string();
            DecimalStr::parse(&text).map_or_else(Decimal::default, |number| Decimal::from(&number))
        }
    }
}

/// Returns the smallest multiple of an increment that is not below a quantity.
pub fn round_up_to_multiple(quantity: &BigDecimal, increment: &BigDecimal) -> BigDecimal {
    let rest = quantity % increment;
    if rest.is_zero() {
        return quantity.clone();
    }
    quantity - rest + increment
}

/// How many decimals an exact amount is rounded to where its digits do not end.
const DECIMALS_OF_ENDLESS: u32 = 12;

/// A price for so many units.
#[derive(Clone, Debug)]
pub struct UnitPrice {
    /// The price.
    pub price: BigDecimal,
    /// The number of units that it is for.
    pub per: BigDecimal,
    /// The integer of `per` without its factors 2 and 5: only a multiple of it has a quotient whose digits end.
    endless_factor: BigInt,
    /// The most decimals that a division by the factors 2 and 5 of `per` adds.
    added_decimals: i64,
}

impl UnitPrice {
    /// A price for so many units, which are more than 0.
    pub fn new(price: BigDecimal, per: BigDecimal) -> Self {
        let (units, scale) = per.as_bigint_and_scale();
        let (rest, twos) = without_factor(units.into_owned(), 2);
        let (rest, fives) = without_factor(rest, 5);
        Self {
            price,
            endless_factor: rest,
            added_decimals: twos.max(fives) - scale,
            per,
        }
    }

    /// Returns the amount for a quantity, rounded.
    #[must_use]
    pub fn amount(&self, quantity: &BigDecimal, decimals: u32, rounding: Rounding) -> BigDecimal {
        rounding.quotient(&(quantity * &self.price), &self.per, decimals)
    }

    /// Returns the amount for a quantity: exact, or rounded to 12 decimals if its digits do not end.
    #[must_use]
    pub fn unrounded_amount(&self, quantity: &BigDecimal) -> BigDecimal {
        let product = quantity * &self.price;
        let (units, scale) = product.as_bigint_and_scale();
        let is_endless = !(units.as_ref() % &self.endless_factor).is_zero();
        let decimals = match u32::try_from(scale + self.added_decimals) {
            _ if is_endless => DECIMALS_OF_ENDLESS,
            Ok(decimals) => decimals,
            Err(_) => 0,
        };
        Rounding::HalfUp.quotient(&product, &self.per, decimals)
    }
}

/// Divides a number by a factor until it is no longer a multiple; returns the rest and how often.
fn without_factor(mut number: BigInt, factor: u32) -> (BigInt, i64) {
    let mut times = 0;
    while !number.is_zero() && (&number % factor).is_zero() {
        number /= factor;
        times += 1;
    }
    (number, times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> BigDecimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_quotient_is_rounded_once_in_the_mode_of_the_card() {
        for (dividend, divisor, decimals, expected) in [
            ("0.005", "1", 2, ["0.01", "0.00", "0.01", "0.00"]),
            ("0.015", "1", 2, ["0.02", "0.02", "0.02", "0.01"]),
            (
                "0.0049999999999999999999999999999999",
                "1",
                2,
                ["0.00", "0.00", "0.01", "0.00"],
            ),
            ("1", "3", 2, ["0.33", "0.33", "0.34", "0.33"]),
            ("2", "3", 0, ["1", "1", "1", "0"]),
            ("1e3", "0.5", 3, ["2000.000"; 4]),
            ("7", "1e2", 2, ["0.07"; 4]),
            ("0", "60", 2, ["0.00"; 4]),
        ] {
            let amounts = Rounding::NAMED.map(|(_, rounding)| {
                let quotient = rounding.quotient(&decimal(dividend), &decimal(divisor), decimals);
                quotient.to_plain_string()
            });
            assert_eq!(amounts, expected, "{dividend} / {divisor}");
        }
    }

    #[test]
    fn an_unrounded_amount_is_exact_or_has_12_decimals() {
        for (quantity, price, per, expected) in [
            ("36", "0.006", "60", "0.0036"),
            ("1", "0.01", "60", "0.000166666667"),
            ("90", "0.010", "60", "0.015"),
            ("1", "1", "1024", "0.0009765625"),
            ("3", "0.1", "0.3", "1"),
            ("1e3", "0.5", "1", "500"),
            ("1", "1", "1e2", "0.01"),
            ("0", "0.01", "60", "0"),
        ] {
            let price = UnitPrice::new(decimal(price), decimal(per));
            assert_eq!(
                price.unrounded_amount(&decimal(quantity)),
                decimal(expected),
                "{quantity}"
            );
        }
    }

    #[test]
    fn a_quantity_is_rounded_up_to_a_multiple_of_any_increment() {
        for (quantity, increment, expected) in [
            ("0", "60", "0"),
            ("60", "60", "60"),
            ("60.001", "60", "120"),
            ("1", "0.3", "1.2"),
            ("1e3", "300", "1200"),
        ] {
            let rounded = round_up_to_multiple(&decimal(quantity), &decimal(increment));
            assert_eq!(rounded, decimal(expected), "{quantity}");
        }
    }

    #[test]
    fn a_number_becomes_the_value_of_a_row_with_its_decimals() {
        let long = "123456789012345678901234567890.00";
        for (number, expected) in [
            ("0.00", "0.00"),
            ("2.50", "2.50"),
            ("-0.004", "-0.004"),
            ("1e3", "1000"),
            ("1e-19", "0.0000000000000000001"),
            (long, long),
        ] {
            assert_eq!(to_decimal(&decimal(number)).to_string(), expected);
        }
    }

    #[test]
    fn a_number_with_more_digits_than_any_quantity_is_none() {
        let number = |text: &str| to_big_decimal(&DecimalStr::parse(text).unwrap());
        assert_eq!(number("-12.50"), Some(decimal("-12.50")));
        assert_eq!(number("0e9999"), Some(decimal("0")));
        assert_eq!(number("1e3"), Some(decimal("1000")));
        assert_eq!(
            number("12345678901234567890.5"),
            Some(decimal("12345678901234567890.5"))
        );
        assert!(number("1e999").is_some() && number("1e1000").is_none());
        assert!(number("1e-1000").is_none() && number(&"1".repeat(1001)).is_none());
    }

    proptest! {
        #[test]
        fn an_amount_is_within_one_unit_of_the_unrounded_amount(
            quantity in "[0-9]{1,9}(\\.[0-9]{1,3})?",
            price in "[0-9]{1,4}(\\.[0-9]{1,5})?",
            per in "[1-9][0-9]{0,3}(\\.[0-9]{1,2})?",
            decimals in 0..4_u32,
        ) {
            let price = UnitPrice::new(decimal(&price), decimal(&per));
            let quantity = decimal(&quantity);
            let unit = BigDecimal::new(1.into(), decimals.into());
            for (_, rounding) in Rounding::NAMED {
                let amount = price.amount(&quantity, decimals, rounding);
                let difference = amount - price.unrounded_amount(&quantity);
                prop_assert!(difference.abs() <= unit);
            }
        }
    }
}
