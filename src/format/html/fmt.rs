//! Texts and numbers as a page shows them.

use crate::text::{Decimal, escape_control_chars};

/// How much of a text is shown, in characters.
const SHOWN: usize = 80;

/// How much of its end, where it is cut.
const SHOWN_END: usize = 20;

/// How many characters of a number are shown: more than any bill has.
const DIGITS: usize = 60;

/// How long a text is that is never broken, in bytes.
const SHORT: usize = 40;

/// A text that stands for itself in HTML and SVG, between tags and in quoted attributes: nothing in it is markup, and no mark
/// in it turns the direction of what follows.
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in escape_control_chars(text).chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            // No page may have them.
            '\u{fffe}' | '\u{ffff}' => shown.push('\u{fffd}'),
            letter => shown.push(letter),
        }
    }
    shown
}

/// The same for a name in a table, which may be long, or none.
pub fn name(text: &str) -> String {
    if text.trim().is_empty() {
        return "<i>none</i>".to_owned();
    }
    let length = text.chars().count();
    let shown = if length > SHOWN {
        // Long names often differ in their ends alone.
        let start: String = text.chars().take(SHOWN - SHOWN_END).collect();
        let end: String = text.chars().skip(length - SHOWN_END).collect();
        format!("{}…{}", escaped(&start), escaped(&end))
    } else {
        escaped(text)
    };
    let class = if text.len() > SHORT {
        " class=\"long\""
    } else {
        ""
    };
    format!("<bdi{class}>{shown}</bdi>")
}

/// A decimal with its thousands set apart.
pub fn grouped(number: &str) -> String {
    let (sign, number) = match number.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", number),
    };
    if number.len() > DIGITS && number.is_ascii() {
        let (start, digits) = (&number[..DIGITS / 2], number.len());
        return format!("{sign}{}… ({digits} digits)", escaped(start));
    }
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return escaped(number);
    }
    let mut shown = String::from(sign);
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown + fraction
}

/// An exact decimal with its thousands set apart.
pub fn decimal(number: &Decimal) -> String {
    grouped(&number.to_string())
}

/// A count with its thousands set apart.
pub fn count(count: u64) -> String {
    grouped(&count.to_string())
}

/// So many of a thing, in words.
pub fn counted(number: u64, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        _ => format!("{} {thing}s", count(number)),
    }
}

/// A part of a whole in percent, to one place behind the point.
pub fn percent(part: u64, whole: u64) -> String {
    let share = u128::from(part) * 2000 / u128::from(whole.max(1));
    let share = share.div_ceil(2);
    format!("{}.{} %", share / 10, share % 10)
}

/// How high a bar is for a part of a whole, of a bar of 100 for the whole.
pub fn height(part: u64, whole: u64) -> f64 {
    let thousandths = u128::from(part) * 100_000 / u128::from(whole.max(1));
    f64::from(u32::try_from(thousandths).unwrap_or(u32::MAX)) / 1000.0
}

/// How long a bar is for a number, of a bar of 100 for the largest.
pub fn length(number: Option<f64>, largest: f64) -> f64 {
    let length = 100.0 * number.unwrap_or_default() / largest;
    if length.is_finite() {
        length.clamp(0.0, 100.0)
    } else {
        0.0
    }
}

/// The largest of numbers, and more than 0.
pub fn largest(numbers: impl Iterator<Item = Option<f64>>) -> f64 {
    numbers
        .flatten()
        .filter(|number| number.is_finite())
        .fold(f64::MIN_POSITIVE, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            escaped("<a href='x'>&\"\u{202e}\n"),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\\u202e\\n"
        );
        assert_eq!(name(&"x".repeat(10_000)).matches('x').count(), SHOWN);
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, expected) in [
            ("0", "0"),
            ("999", "999"),
            ("1234567.8901", "1,234,567.8901"),
            ("-1000", "−1,000"),
            ("100000", "100,000"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn shares_are_rounded_to_the_nearest() {
        for (part, whole, expected) in [
            (1, 3, "33.3 %"),
            (2, 3, "66.7 %"),
            (0, 0, "0.0 %"),
            (5, 5, "100.0 %"),
        ] {
            assert_eq!(percent(part, whole), expected);
        }
    }
}
