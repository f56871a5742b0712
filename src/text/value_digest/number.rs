//! The canonical form of a number.

/// Appends the canonical form of a JSON number, which all spellings of its value share: the sign,
/// the significant digits, `e`, and the power of ten of the last digit. `30`, `30.0` and `3e1`
/// become `3e1`; every zero becomes `0`.
///
/// The exponent stays a text, so a number takes no more room than its spelling, whatever its
/// exponent is. Returns `None` for a text that is not a number, of which a part may be appended.
pub fn push_canonical_number(number: &[u8], output: &mut Vec<u8>) -> Option<()> {
    let (is_negative, unsigned) = match number {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, number),
    };
    let (whole, rest) = split_digits(unsigned);
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => split_digits(rest),
        _ => (&[][..], rest),
    };
    let (exponent_is_negative, exponent) = match rest {
        [] => (false, &b"0"[..]),
        [b'e' | b'E', b'-', digits @ ..] => (true, digits),
        [b'e' | b'E', b'+', digits @ ..] | [b'e' | b'E', digits @ ..] => (false, digits),
        _ => return None,
    };
    if whole.is_empty() || exponent.is_empty() || !exponent.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = || whole.iter().chain(fraction).copied();
    let count_zeros =
        |digits: &mut dyn Iterator<Item = u8>| digits.take_while(|digit| *digit == b'0').count();
    let leading = count_zeros(&mut digits());
    let len = whole.len() + fraction.len();
    if leading == len {
        output.push(b'0');
        return Some(());
    }
    let trailing = count_zeros(&mut digits().rev());
    if is_negative {
        output.push(b'-');
    }
    output.extend(digits().take(len - trailing).skip(leading));
    output.push(b'e');
    let shift = trailing.cast_signed() as i64 - fraction.len().cast_signed() as i64;
    push_sum(exponent_is_negative, exponent, shift, output);
    Some(())
}

/// The largest number of digits that always fit into an [`i64`].
const MAX_SMALL_DIGITS: usize = 18;

/// Appends the sum of an exponent of any length and a shift, which is smaller than any number that
/// does not fit into [`MAX_SMALL_DIGITS`].
fn push_sum(is_negative: bool, exponent: &[u8], shift: i64, output: &mut Vec<u8>) {
    let zeros = exponent.iter().take_while(|digit| **digit == b'0').count();
    let exponent = &exponent[zeros..];
    let sign = if is_negative { -1 } else { 1 };
    if exponent.len() <= MAX_SMALL_DIGITS {
        let size = exponent
            .iter()
            .fold(0, |size, digit| 10 * size + i64::from(digit - b'0'));
        output.extend_from_slice((sign * size + shift).to_string().as_bytes());
        return;
    }
    if is_negative {
        output.push(b'-');
    }
    let start = output.len();
    // A carry out of the first digit needs one more.
    output.push(b'0');
    output.extend_from_slice(exponent);
    let mut carry = sign * shift;
    for digit in output[start..].iter_mut().rev() {
        if carry == 0 {
            break;
        }
        let sum = i64::from(*digit - b'0') + carry;
        *digit = b'0' + sum.rem_euclid(10).to_le_bytes()[0];
        carry = sum.div_euclid(10);
    }
    let zeros = output[start..]
        .iter()
        .take_while(|digit| **digit == b'0')
        .count();
    output.drain(start..start + zeros);
}

/// Splits off the digits at the start of a text.
fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn canonical(number: &str) -> Option<String> {
        let mut output = Vec::new();
        push_canonical_number(number.as_bytes(), &mut output)?;
        Some(String::from_utf8(output).unwrap())
    }

    #[test]
    fn all_spellings_of_a_number_have_one_form() {
        for (form, spellings) in [
            (
                "3e1",
                &["30", "30.0", "3e1", "3E+1", "0.3e2", "300.00e-1"][..],
            ),
            (
                "0",
                &["0", "-0", "0.00", "0e999999999999999999999", "-0E-5"],
            ),
            ("-125e-2", &["-1.25", "-1.250", "-125e-2", "-0.0125e002"]),
            ("10203e0", &["10203", "10203.0"]),
        ] {
            for spelling in spellings {
                assert_eq!(canonical(spelling).unwrap(), form, "{spelling}");
            }
        }
    }

    #[test]
    fn exponents_of_any_length_are_exact() {
        for (form, spellings) in [
            (
                "1e999999999999999999",
                &["10e999999999999999998", "0.1e1000000000000000000"][..],
            ),
            (
                "1e1000000000000000000",
                &["10e999999999999999999", "0.1e1000000000000000001"],
            ),
            (
                "1e10000000000000000000",
                &["10e9999999999999999999", "1e0010000000000000000000"],
            ),
            (
                "1e-1000000000000000000",
                &["0.1e-999999999999999999", "10e-1000000000000000001"],
            ),
            ("1e-999999999999999999", &["10e-1000000000000000000"]),
        ] {
            for spelling in spellings {
                assert_eq!(canonical(spelling).unwrap(), form, "{spelling}");
            }
        }
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in [
            "", "-", "e5", "1e", "1e+", "1x", "1.5.5", "1e5e5", "--1", "+1",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn moving_the_point_and_the_exponent_changes_nothing(
            digits in "[1-9][0-9]{0,8}",
            exponent in -40..40_i32,
            zeros in 0..30_i32,
        ) {
            let plain = canonical(&format!("{digits}e{exponent}"));
            let padding = "0".repeat(usize::try_from(zeros).unwrap());
            let smaller = format!("{digits}{padding}e{}", exponent - zeros);
            prop_assert_eq!(&canonical(&smaller), &plain);
            let len = i32::try_from(digits.len()).unwrap();
            let larger = format!("0.{padding}{digits}e{}", exponent + zeros + len);
            prop_assert_eq!(&canonical(&larger), &plain);
            let other = format!("{digits}1e{exponent}");
            prop_assert_ne!(&canonical(&other), &plain);
        }
    }
}
