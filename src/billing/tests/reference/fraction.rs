//! Exact fractions.

use bigdecimal::num_traits::{Signed, Zero};
use num_bigint::BigInt;
use num_rational::BigRational;

pub type Fraction = BigRational;

/// A whole number.
pub fn whole(number: i64) -> Fraction {
    Fraction::from(BigInt::from(number))
}

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
        (0..1000)
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

/// A fraction, rounded to this number of decimals.
pub fn round(number: &Fraction, decimals: u32, mode: &str) -> Fraction {
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
pub fn unrounded(number: &Fraction) -> Fraction {
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
