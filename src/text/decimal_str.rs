//! Decimal numbers in texts.
//!
//! A [`DecimalStr`] is a checked view of a number: sign, digits and exponent, in the bytes of the
//! text. Parsing it copies and rounds nothing, which matters because every number of every call is
//! parsed. What is computed with becomes a [`Decimal`](super::Decimal).
//!
//! Only what JSON calls a number is one (RFC 8259, section 6): `007`, `.5`, `+5`, `1,234` and `NaN`
//! are not. A service that sends such texts gets a warning rather than a guess.

use std::cmp::Ordering;

/// The largest exponent of a number, in either direction. Nothing that is billed needs more, and a
/// sum has as many digits as the exponents of its numbers are apart.
pub const MAX_EXPONENT: i32 = 10_000;

/// A number of any length in a text.
#[derive(Clone, Copy, Debug)]
pub struct DecimalStr<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i32,
}

impl<'a> DecimalStr<'a> {
    /// Parses a text that is a number and nothing else.
    pub fn parse(text: &'a str) -> Option<Self> {
        let text = text.as_bytes();
        let (negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let (whole, rest) = split_leading_digits(text);
        if whole.is_empty() || (whole.len() > 1 && whole[0] == b'0') {
            return None;
        }
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => split_leading_digits(rest),
            _ => (&[][..], rest),
        };
        let has_point = text.get(whole.len()) == Some(&b'.');
        if has_point && fraction.is_empty() {
            return None;
        }
        let exponent = match rest {
            [] => 0,
            [b'e' | b'E', b'-', rest @ ..] => -parse_exponent(rest)?,
            [b'e' | b'E', b'+', rest @ ..] | [b'e' | b'E', rest @ ..] => parse_exponent(rest)?,
            _ => return None,
        };
        Some(Self {
            negative,
            whole,
            fraction,
            exponent,
        })
    }

    /// Returns whether the number has a minus sign; `-0` has one.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    pub fn is_zero(&self) -> bool {
        self.digits().all(|digit| digit == b'0')
    }

    /// Returns the digits as ASCII, the most significant first.
    pub fn digits(&self) -> impl DoubleEndedIterator<Item = u8> {
        self.whole.iter().chain(self.fraction).copied()
    }

    pub fn digit_count(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    /// Returns the exponent of the last digit: -2 for `1.25`, because its 5 counts hundredths.
    pub fn exponent_of_last_digit(&self) -> i64 {
        i64::from(self.exponent) - self.fraction.len().cast_signed() as i64
    }

    /// Returns the number times 10 to the power of `places`, if that is an integer of 128 bits.
    pub fn to_scaled_i128(self, places: u32) -> Option<i128> {
        let mut value = 0_i128;
        let shift = self.exponent_of_last_digit() + i64::from(places);
        let below_unit = usize::try_from(-shift).unwrap_or(0);
        let kept = self.digit_count().saturating_sub(below_unit);
        for (index, digit) in self.digits().enumerate() {
            if index < kept {
                value = value.checked_mul(10)?;
                value = value.checked_add(i128::from(digit - b'0'))?;
            } else if digit != b'0' {
                return None;
            }
        }
        if value != 0 {
            let zeros = u32::try_from(shift.max(0)).ok()?;
            value = value.checked_mul(10_i128.checked_pow(zeros)?)?;
        }
        Some(if self.negative { -value } else { value })
    }

    /// Compares the absolute values of two numbers that are not 0: first the powers of ten of their
    /// first significant digits, then the digits from there.
    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        let significant = |number: &Self| {
            let digits = number.whole.iter().chain(number.fraction);
            digits.skip_while(|digit| **digit == b'0')
        };
        let magnitude = |number: &Self| {
            number.exponent_of_last_digit() + significant(number).count().cast_signed() as i64
        };
        magnitude(self).cmp(&magnitude(other)).then_with(|| {
            let len = self.digit_count().max(other.digit_count());
            let padded = |number: &Self| {
                significant(number)
                    .chain(std::iter::repeat(&b'0'))
                    .take(len)
            };
            padded(self).cmp(padded(other))
        })
    }
}

/// Numbers compare by value: `1`, `1.0` and `10e-1` are equal.
impl Ord for DecimalStr<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let (a, b) = (sign(self), sign(other));
        a.cmp(&b).then_with(|| match a {
            0 => Ordering::Equal,
            1 => self.cmp_magnitude(other),
            _ => other.cmp_magnitude(self),
        })
    }
}

impl PartialOrd for DecimalStr<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for DecimalStr<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for DecimalStr<'_> {}

/// Splits off the digits at the start of a text.
fn split_leading_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let is_other = |byte: &u8| !byte.is_ascii_digit();
    text.split_at(text.iter().position(is_other).unwrap_or(text.len()))
}

/// Parses an exponent without its sign.
fn parse_exponent(text: &[u8]) -> Option<i32> {
    let (digits, rest) = split_leading_digits(text);
    if digits.is_empty() || !rest.is_empty() {
        return None;
    }
    digits.iter().try_fold(0, |value, digit| {
        let value = 10 * value + i32::from(digit - b'0');
        (value <= MAX_EXPONENT).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_json_numbers_are_parsed() {
        for text in [
            "0",
            "-0",
            "1748",
            "0.50",
            "1e3",
            "1E+3",
            "-1.25e-3",
            "1e0010000",
        ] {
            assert!(DecimalStr::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "-",
            "+5",
            ".5",
            "5.",
            "1.e3",
            "1e",
            "1e+",
            "007",
            "1,234",
            "12 ",
            " 12",
            "0x10",
            "inf",
            "NaN",
            "1_000",
            "1e5.0",
            "--1",
            "٣",
            "1e10001",
            "1e-10001",
            "1e999999999",
        ] {
            assert!(DecimalStr::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn numbers_compare_by_value() {
        let ascending = [
            "-1e300",
            "-10",
            "-9.5",
            "-0.1",
            "0",
            "1e-300",
            "0.1",
            "0.10000000000000000000001",
            "9",
            "9.5",
            "10",
            "1e300",
            "1.5e300",
        ];
        for pair in ascending.windows(2) {
            let [one, other] = [pair[0], pair[1]].map(|text| DecimalStr::parse(text).unwrap());
            assert_eq!(one.cmp(&other), Ordering::Less, "{pair:?}");
            assert_eq!(other.cmp(&one), Ordering::Greater, "{pair:?}");
        }
        for (one, other) in [
            ("1", "1.0"),
            ("10e-1", "1"),
            ("0", "-0.0"),
            ("0e5", "0"),
            ("120", "1.2e2"),
        ] {
            assert_eq!(DecimalStr::parse(one), DecimalStr::parse(other));
        }
    }

    #[test]
    fn a_number_is_scaled_only_without_a_remainder() {
        for (text, expected) in [
            ("1.50", Some(1_500_000_000)),
            ("-0.000000001", Some(-1)),
            ("0.0000000010", Some(1)),
            ("0.0000000001", None),
            ("15e-1", Some(1_500_000_000)),
            ("1e3", Some(1_000_000_000_000)),
            ("0e9999", Some(0)),
            ("1e9999", None),
            ("1e-9999", None),
        ] {
            assert_eq!(
                DecimalStr::parse(text).unwrap().to_scaled_i128(9),
                expected,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn integers_compare_as_integers(one in any::<i64>(), other in any::<i64>()) {
            let (a, b) = (one.to_string(), other.to_string());
            let order = DecimalStr::parse(&a).unwrap().cmp(&DecimalStr::parse(&b).unwrap());
            prop_assert_eq!(order, one.cmp(&other));
        }
    }
}
