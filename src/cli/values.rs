//! What the values of options are.
//!
//! The error of a parser here is a hint, `expected …`: the line on standard error names the value
//! and the option already.

use crate::format::{FORMATS, Format, RowKind};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::fmt::Display;
use std::ops::{Bound, RangeBounds};
use std::str::FromStr;
use std::time::Duration;

/// Names of other tools for a format.
const FORMAT_ALIASES: [(&str, &str); 5] = [
    ("ndjson", "jsonl"),
    ("jsonlines", "jsonl"),
    ("excel", "xlsx"),
    ("text", "table"),
    ("htm", "html"),
];

/// Returns the format of this name or alias, in any case.
pub fn format_by_name(name: &str) -> Option<&'static Format> {
    let name = name.to_lowercase();
    let alias = FORMAT_ALIASES.iter().find(|(alias, _)| *alias == name);
    Format::from_name(alias.map_or(&*name, |(_, format)| format))
}

/// Descriptions of the formats that print other rows than calls in another way.
const ROW_DESCRIPTIONS: [(&str, &str); 2] = [
    ("json", "Plain JSON list of rows"),
    ("jsonl", "JSON Lines: one row per line"),
];

/// Returns the parser of `--format`, which describes how rows of this kind are printed.
pub fn format_parser(kind: RowKind) -> impl TypedValueParser<Value = &'static Format> {
    let describe = |format: &Format| {
        let mut descriptions = ROW_DESCRIPTIONS.iter();
        let of_rows = descriptions.find(|(name, _)| kind == RowKind::Rows && *name == format.name);
        of_rows.map_or(format.description, |(_, description)| description)
    };
    let formats = FORMATS.map(|format| {
        let aliases = FORMAT_ALIASES
            .iter()
            .filter(|(_, name)| *name == format.name);
        let value = PossibleValue::new(format.name).help(describe(format));
        value.aliases(aliases.map(|(alias, _)| *alias))
    });
    PossibleValuesParser::new(formats).try_map(|name| format_by_name(&name).ok_or("unknown format"))
}

/// Returns the parser of an unsigned number, whose error names the range.
///
/// `clap::value_parser!(u32).range(…)` would do, but calls -1 an `invalid digit found in string`.
pub fn number_parser<N>(
    range: impl RangeBounds<N> + Clone + Send + Sync + 'static,
) -> impl TypedValueParser<Value = N>
where
    N: FromStr + PartialOrd + Display + Clone + Send + Sync + 'static,
{
    move |input: &str| {
        let number: Option<N> = input.parse().ok();
        if let Some(number) = number.clone().filter(|number| range.contains(number)) {
            return Ok(number);
        }
        let meant = input.replace([',', '_'], "");
        let meant = meant.trim_end_matches("days").trim_end_matches('d');
        if meant != input && meant.parse().is_ok_and(|number| range.contains(&number)) {
            return Err(format!("did you mean '{meant}'?"));
        }
        let is_too_large =
            number.is_none() && parse_digits(input).is_some_and(|number: f64| number > 0.0);
        Err(match (range.start_bound(), range.end_bound()) {
            (Bound::Included(min), Bound::Included(max)) => {
                format!("expected an integer from {min} to {max}")
            }
            _ if is_too_large => format!("expected an integer, at most {}", max_of::<N>()),
            (Bound::Included(min), _) => format!("expected an integer, at least {min}"),
            _ => "expected an integer".to_owned(),
        })
    }
}

/// Returns the largest number of an unsigned type.
fn max_of<N>() -> u128 {
    u128::MAX >> (u128::BITS - u8::BITS * u32::try_from(size_of::<N>()).unwrap_or(16))
}

/// Parses the delimiter of CSV: neither what quotes a field nor what ends a row.
pub fn delimiter(input: &str) -> Result<u8, &'static str> {
    match *input.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(byte),
        _ if matches!(input, "\\t" | "tab") => Err("use --format tsv for tabs"),
        _ => Err("expected one ASCII character such as ';', but no quote or line ending"),
    }
}

/// A duration with a unit: `90s`, `10m`, `1h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DurationArg(pub Duration);

impl FromStr for DurationArg {
    type Err = &'static str;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let units = [('s', 1), ('m', 60), ('h', 3600)];
        let input = input.to_ascii_lowercase();
        let duration = units.iter().find_map(|(unit, seconds)| {
            let number = parse_digits::<u32>(input.strip_suffix(*unit)?)?;
            (number > 0).then(|| Self(Duration::from_secs(u64::from(number) * seconds)))
        });
        duration.ok_or("expected a duration such as 90s, 10m or 1h")
    }
}

/// The longest timeout or delay: a year. Longer ones could overflow the time of the system.
const MAX_SECONDS: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A duration in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seconds(pub Duration);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let seconds = input.parse::<f64>().ok().filter(|seconds| *seconds >= 0.0);
        let seconds = seconds.ok_or_else(|| match input.parse::<DurationArg>() {
            Ok(duration) => format!("did you mean '{}'?", duration.0.as_secs()),
            Err(_) => "expected a number of seconds, such as 60 or 0.5".to_owned(),
        })?;
        Duration::try_from_secs_f64(seconds)
            .ok()
            .filter(|duration| *duration <= MAX_SECONDS)
            .map(Self)
            .ok_or_else(|| "expected a number of seconds, at most 31536000".to_owned())
    }
}

/// Parses seconds of which there must be some: a timeout of 0 would fail every request.
pub fn positive_seconds(input: &str) -> Result<Seconds, String> {
    let seconds: Seconds = input.parse()?;
    if seconds.0.is_zero() {
        return Err("expected more than 0 seconds".to_owned());
    }
    Ok(seconds)
}

/// A number of bytes, with or without a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u64);

impl FromStr for Size {
    type Err = &'static str;

    /// Parses the units of GNU's tools: `K` and `KiB` are 1,024 bytes, `KB` are 1,000.
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        match parse_size(&input.to_ascii_lowercase()) {
            Some(0) | None => Err("expected a size above 0, such as 500M, 2G or 16GiB"),
            Some(bytes) => u64::try_from(bytes)
                .map(Self)
                .map_err(|_| "expected a size below 16777216T"),
        }
    }
}

fn parse_size(input: &str) -> Option<u128> {
    let number = input.trim_end_matches(|ch: char| !ch.is_ascii_digit());
    let unit = match input[number.len()..].trim_start() {
        "" | "b" | "bytes" => 1,
        unit => {
            let base: u128 = match unit.get(1..)? {
                "" | "ib" => 1024,
                "b" => 1000,
                _ => return None,
            };
            let power = ["k", "m", "g", "t"]
                .iter()
                .position(|prefix| unit.starts_with(prefix))?;
            base.pow(u32::try_from(power).ok()? + 1)
        }
    };
    parse_digits::<u128>(number)?.checked_mul(unit)
}

/// Parses a number of ASCII digits: no sign, no blank.
fn parse_digits<N: FromStr>(input: &str) -> Option<N> {
    let is_number = input.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| input.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_a_binary_or_a_decimal_unit_or_none() {
        let size = |typed: &str| typed.parse::<Size>().ok().map(|size| size.0);
        for (typed, bytes) in [
            ("1", 1),
            ("500M", 500 << 20),
            ("2g", 2 << 30),
            ("16GiB", 16 << 30),
            ("16 GiB", 16 << 30),
            ("1KB", 1000),
            ("3tb", 3_000_000_000_000),
            ("7 bytes", 7),
        ] {
            assert_eq!(size(typed), Some(bytes), "{typed}");
        }
        for typed in [
            "",
            "0",
            "0G",
            "-1",
            "+1",
            "1.5G",
            "G",
            "1X",
            "1ib",
            "1Gb/s",
            "99999999999T",
        ] {
            assert_eq!(size(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_duration_requires_a_unit() {
        let seconds = |input: &str| {
            let duration = input.parse::<DurationArg>().ok();
            duration.map(|duration| duration.0.as_secs())
        };
        assert_eq!(
            [seconds("90s"), seconds("10m"), seconds("1H")],
            [Some(90), Some(600), Some(3600)]
        );
        for typed in [
            "",
            "m",
            "10",
            "0m",
            "-1m",
            "1.5h",
            "+1m",
            "1d",
            "99999999999h",
        ] {
            assert_eq!(seconds(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_number_of_seconds_can_have_a_fraction() {
        let seconds = |typed: &str| typed.parse::<Seconds>().ok();
        assert_eq!(seconds("0.5"), Some(Seconds(Duration::from_millis(500))));
        assert_eq!(seconds("0"), Some(Seconds(Duration::ZERO)));
        for typed in ["", "-1", "1s", "inf", "NaN", "1e300"] {
            assert_eq!(seconds(typed), None, "{typed}");
        }
        assert!(positive_seconds("0").is_err());
    }

    #[test]
    fn a_number_outside_of_its_range_is_rejected_with_the_range() {
        let parse = |input: &str| {
            let command = clap::Command::new("x").arg(
                clap::Arg::new("n")
                    .allow_negative_numbers(true)
                    .value_parser(number_parser(1..=64_u16)),
            );
            let matches = command.try_get_matches_from(["x", input]);
            matches.map(|matches| *matches.get_one::<u16>("n").unwrap())
        };
        assert_eq!(parse("64").unwrap(), 64);
        for input in ["0", "65", "-1", "x", "1.5", ""] {
            let message = parse(input).unwrap_err().to_string();
            assert!(
                message.contains("expected an integer from 1 to 64"),
                "{message}"
            );
        }
    }

    #[test]
    fn a_number_that_is_too_large_is_rejected_with_the_largest_one() {
        let command =
            clap::Command::new("x").arg(clap::Arg::new("n").value_parser(number_parser(1_u64..)));
        let error = command.try_get_matches_from(["x", "99999999999999999999"]);
        let message = error.unwrap_err().to_string();
        assert!(
            message.contains("at most 18446744073709551615"),
            "{message}"
        );
        let error = "30s".parse::<Seconds>().unwrap_err();
        assert_eq!(error, "did you mean '30'?");
        let seconds = "1e300".parse::<Seconds>().unwrap_err();
        assert_eq!(seconds, "expected a number of seconds, at most 31536000");
        let size = "99999999999T".parse::<Size>().unwrap_err();
        assert_eq!(size, "expected a size below 16777216T");
    }

    #[test]
    fn format_names_of_other_tools_are_accepted() {
        assert_eq!(
            format_by_name("NDJSON").map(|format| format.name),
            Some("jsonl")
        );
        assert_eq!(
            format_by_name("excel").map(|format| format.name),
            Some("xlsx")
        );
        assert!(format_by_name("yaml").is_none());
    }
}
