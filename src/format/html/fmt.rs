//! Names, numbers and notes as a page shows them.
//!
//! Figures are exact decimals that may have any number of digits, and names have any length, so
//! both are truncated: a page must stay readable, and of a bounded size, whatever is in a call.
//! Only the lengths of bars are computed in floating point; every figure that is printed is exact,
//! or says how many digits it has.

use crate::text::Decimal;
use maud::{Markup, html};
use std::borrow::Cow;

/// The characters of a name that are shown, and those of them that are its end: long names often
/// differ only there.
const MAX_NAME_CHARS: usize = 80;
const NAME_END_CHARS: usize = 20;

/// The size of a name that is never broken, in bytes.
const MAX_UNBROKEN_BYTES: usize = 40;

/// The digits of a number that are shown: more than any bill has.
const MAX_NUMBER_CHARS: usize = 60;

pub fn section(title: &str, content: &Markup) -> Markup {
    html! { section { h2 { (title) } (content) } }
}

pub fn note(text: &str) -> Markup {
    html! { p.none { (text) } }
}

/// Returns a name in a table, which may be long, or missing.
pub fn render_name(text: &str) -> Markup {
    if text.trim().is_empty() {
        return html! { i { "(none)" } };
    }
    let class = (text.len() > MAX_UNBROKEN_BYTES).then_some("long");
    html! { bdi class=[class] { (truncate(text)) } }
}

/// Returns a text without its middle, if it is long.
fn truncate(text: &str) -> Cow<'_, str> {
    let chars = text.chars().count();
    if chars <= MAX_NAME_CHARS {
        return Cow::Borrowed(text);
    }
    let start = text.chars().take(MAX_NAME_CHARS - NAME_END_CHARS);
    let end = text.chars().skip(chars - NAME_END_CHARS);
    Cow::Owned(start.chain(['…']).chain(end).collect())
}

/// Returns a decimal with its thousands set apart.
pub fn group_decimal(number: &str) -> String {
    let (sign, number) = match number.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", number),
    };
    if number.len() > MAX_NUMBER_CHARS && number.is_ascii() {
        let start = &number[..MAX_NUMBER_CHARS / 2];
        return format!("{sign}{start}… ({} digits)", number.len());
    }
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut grouped = String::from(sign);
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// Returns an exact decimal with its thousands set apart.
pub fn format_decimal(number: &Decimal) -> String {
    group_decimal(&number.to_string())
}

/// Returns the same, or a dash for none.
pub fn decimal_or_dash(number: Option<&Decimal>) -> String {
    number.map_or("–".to_owned(), format_decimal)
}

/// Returns a part of a whole in percent, to one decimal place.
pub fn format_percent(part: u64, whole: u64) -> String {
    let half_permille = u128::from(part) * 2000 / u128::from(whole.max(1));
    let permille = half_permille.div_ceil(2);
    format!("{}.{}%", permille / 10, permille % 10)
}

/// Returns how long a bar is for a number, of 100 for the largest.
pub fn bar_length(number: Option<f64>, largest: f64) -> f64 {
    let length = 100.0 * number.unwrap_or_default() / largest;
    if length.is_finite() {
        length.clamp(0.0, 100.0)
    } else {
        0.0
    }
}

/// Returns the largest of numbers; it is more than 0.
pub fn largest(numbers: impl Iterator<Item = Option<f64>>) -> f64 {
    numbers
        .flatten()
        .filter(|number| number.is_finite())
        .fold(f64::MIN_POSITIVE, f64::max)
}

/// Returns the upper end of an axis: the smallest of 1, 2, 4 and 10 times a power of ten that is
/// not below `max`. Its half has few digits, too.
pub fn axis_end(max: f64) -> f64 {
    if max <= f64::MIN_POSITIVE {
        return 1.0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the exponent of an f64 has three digits"
    )]
    let power = 10_f64.powi(max.log10().floor() as i32);
    let ends = [1.0, 2.0, 4.0, 10.0].map(|factor| factor * power);
    ends.into_iter()
        .find(|end| *end >= max && end.is_finite())
        .unwrap_or(max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_loses_its_middle() {
        let name = format!("a{}z", "x".repeat(10_000));
        let shown = render_name(&name).into_string();
        assert_eq!(shown.matches('x').count(), MAX_NAME_CHARS - 2);
        assert!(shown.contains(">ax") && shown.contains("xz<"), "{shown}");
    }

    #[test]
    fn thousands_are_separated_by_commas() {
        for (number, expected) in [
            ("0", "0"),
            ("999", "999"),
            ("1234567.8901", "1,234,567.8901"),
            ("-1000", "−1,000"),
            ("100000", "100,000"),
        ] {
            assert_eq!(group_decimal(number), expected);
        }
    }

    #[test]
    fn shares_are_rounded_to_the_nearest() {
        for (part, whole, expected) in [
            (1, 3, "33.3%"),
            (2, 3, "66.7%"),
            (0, 0, "0.0%"),
            (5, 5, "100.0%"),
        ] {
            assert_eq!(format_percent(part, whole), expected);
        }
    }

    #[test]
    fn an_axis_ends_at_a_number_with_few_digits() {
        for (max, expected) in [
            (0.0, 1.0),
            (0.3, 0.4),
            (1.0, 1.0),
            (3.0, 4.0),
            (41.0, 100.0),
            (1234.5, 2000.0),
            (f64::MAX, f64::MAX),
        ] {
            assert!(
                (axis_end(max) - expected).abs() <= expected * 1e-12,
                "{max}"
            );
        }
    }
}
