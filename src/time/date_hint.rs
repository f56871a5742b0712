//! Hints for date arguments in the notations of other tools.
//!
//! A suggestion is always an argument that works: whatever is read from a foreign notation is parsed
//! as a date argument before it is suggested. A date whose day and month could be exchanged, or that
//! lacks the year, gets no guess.

use super::date_spec::{DateSpec, date_keywords};
use crate::text::closest_word;
use chrono::{NaiveDate, Weekday};

/// What separates the parts of a date in other notations.
const SEPARATORS: [char; 6] = ['-', '/', '.', ',', '_', ' '];

/// What separates the ends of a period in other notations. Times of day have colons, so these come
/// last.
const RANGE_SEPARATORS: [&str; 10] = [
    " to ", " until ", " - ", "\u{2013}", "..", "/", "~", ",", ":", " ",
];

/// The longest number of units in a notation such as `30days`: more is a year.
const MAX_UNITS: u32 = 999;

/// The length of the shortest foreign date in a period. Less is a part of one date: `1/2/2025`.
const MIN_DATE_LEN: usize = 6;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns a hint for a text that is not a date argument, if it is likely meant as one.
pub fn date_hint(input: &str) -> Option<String> {
    if let Some(date) = suggest_date(input) {
        return Some(format!("did you mean '{date}'?"));
    }
    let input = input.to_lowercase();
    if let Some(month) = month_number(&input) {
        return Some(format!(
            "use the month with its year, such as 2025-{month:02}"
        ));
    }
    let quarter = input.strip_prefix('q')?;
    matches!(quarter, "1" | "2" | "3" | "4")
        .then(|| format!("use the quarter with its year, such as 2025-Q{quarter}"))
}

/// Returns the date argument that an invalid one most likely means: a date or period in another
/// notation, or a misspelled word.
pub fn suggest_date(input: &str) -> Option<String> {
    let input = input.trim().to_lowercase();
    [suggest_range(&input), suggest_day_or_unit(&input)]
        .into_iter()
        .flatten()
        .find(|date| date.split("..").all(|end| end.parse::<DateSpec>().is_ok()))
}

fn suggest_day_or_unit(input: &str) -> Option<String> {
    let alias = match input {
        "now" => Some("today"),
        "wtd" | "week" => Some("this-week"),
        "mtd" | "month" | "this" => Some("this-month"),
        "qtd" | "quarter" => Some("this-quarter"),
        "ytd" | "year" => Some("this-year"),
        "last" => Some("last-month"),
        _ => None,
    };
    alias
        .map(str::to_owned)
        .or_else(|| number_of_days(input))
        .or_else(|| numeric_date(input))
        .or_else(|| quarter(input))
        .or_else(|| date_with_month_name(input))
        .or_else(|| iso_week(input))
        .or_else(|| closest_word(input, date_keywords(), 0.9).map(str::to_owned))
}

/// Returns `2025-01-01..2025-01-31` for two dates that are joined in another way.
fn suggest_range(input: &str) -> Option<String> {
    RANGE_SEPARATORS.iter().find_map(|separator| {
        let (from, to) = input.split_once(separator)?;
        let to = to.trim_start_matches(['.', '=']);
        let to = if to.is_empty() { "today" } else { to };
        let [from, to] = [from, to].map(|end| {
            let end = end.trim();
            if end.parse::<DateSpec>().is_ok() {
                return Some(end.to_owned());
            }
            let end = suggest_day_or_unit(end).filter(|_| end.len() >= MIN_DATE_LEN)?;
            end.parse::<DateSpec>().ok().map(|_| end)
        });
        Some(format!("{}..{}", from?, to?))
    })
}

/// Returns `30d` for `30days`, `30-days`, `last30d`, `30` or `1m`.
fn number_of_days(input: &str) -> Option<String> {
    let words = ["last", "past", "today-", "now-"];
    let words = words.iter().find_map(|word| input.strip_prefix(word));
    let input = words.unwrap_or(input);
    let input = input.trim_matches(SEPARATORS);
    let unit_start = input.find(|ch: char| !ch.is_ascii_digit());
    let (number, unit) = input.split_at(unit_start.unwrap_or(input.len()));
    let number: u32 = number.parse().ok().filter(|number| *number <= MAX_UNITS)?;
    let unit = unit.trim_matches(SEPARATORS);
    let days = match unit.strip_suffix('s').unwrap_or(unit) {
        "" | "d" | "day" => number,
        "h" | "hour" => number / 24 * u32::from(number.is_multiple_of(24)),
        "w" | "week" => 7 * number,
        "m" | "mo" | "month" => 30 * number,
        "y" | "year" => 365 * number,
        _ => return None,
    };
    (days > 0).then(|| format!("{days}d"))
}

/// Returns `2025-01-31` for `2025/01/31`, `2025-1-31`, `20250131`, `31.01.2025` or `1/31/2025`;
/// none if day and month could be exchanged.
fn numeric_date(input: &str) -> Option<String> {
    let date = input.split(['t', ' ']).next()?;
    let parts = date.split(['/', '.', '-']).map(str::parse);
    let numbers: Vec<u32> = parts.collect::<Result<_, _>>().ok()?;
    let (year, month, day) = match *numbers.as_slice() {
        [date] if input.len() == 8 => (date / 10_000, date / 100 % 100, date % 100),
        [year, month] if year > 999 => return Some(format!("{year}-{month:02}")),
        [month, year] if year > 999 => return Some(format!("{year}-{month:02}")),
        [year, month, day] if year > 999 => (year, month, day),
        [day, month, year] if day > 12 || day == month || input.contains('.') => (year, month, day),
        [month, day, year] if day > 12 => (year, month, day),
        _ => return None,
    };
    Some(format!("{year}-{month:02}-{day:02}"))
}

/// Returns `2025-Q1` for `2025Q1`, `2025/Q1`, `Q1-2025` or `Q1 2025`.
fn quarter(input: &str) -> Option<String> {
    let (before, after) = input.split_once('q')?;
    let [before, after] = [before, after].map(|part| part.trim_matches(SEPARATORS));
    let (year, quarter) = if before.is_empty() {
        let (quarter, year) = after.split_at_checked(1)?;
        (year.trim_matches(SEPARATORS), quarter)
    } else {
        (before, after)
    };
    Some(format!("{year}-Q{quarter}"))
}

/// Returns `2025-01` for `Jan 2025` or `2025-jan`, and `2025-01-31` for `31 January 2025`.
fn date_with_month_name(input: &str) -> Option<String> {
    let parts: Vec<_> = input
        .split(SEPARATORS)
        .filter(|part| !part.is_empty())
        .collect();
    let month = parts.iter().find_map(|part| month_number(part))?;
    let numbers = || parts.iter().filter_map(|part| part.parse::<u32>().ok());
    let year = numbers().find(|number| *number > 999)?;
    match (parts.len(), numbers().find(|number| *number < 32)) {
        (2, None) => Some(format!("{year}-{month:02}")),
        (3, Some(day)) => Some(format!("{year}-{month:02}-{day:02}")),
        _ => None,
    }
}

/// Returns the number of a month by its name or the first three letters or more of it.
fn month_number(name: &str) -> Option<usize> {
    let index = MONTHS.iter().position(|month| month.starts_with(name))?;
    (name.len() > 2).then_some(index + 1)
}

/// Returns Monday to Sunday of a week such as `2025-W05`.
fn iso_week(input: &str) -> Option<String> {
    let (year, week) = input.split_once('w')?;
    let year = year.trim_matches(SEPARATORS).parse().ok()?;
    let week = week.parse().ok()?;
    let day = |weekday| NaiveDate::from_isoywd_opt(year, week, weekday);
    Some(format!("{}..{}", day(Weekday::Mon)?, day(Weekday::Sun)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_another_notation_gets_the_right_one_as_a_suggestion() {
        for (input, expected) in [
            ("2025/01/31", "2025-01-31"),
            ("2025-1-5", "2025-01-05"),
            ("20250131", "2025-01-31"),
            ("31.01.2025", "2025-01-31"),
            ("1.2.2025", "2025-02-01"),
            ("01-01-2025", "2025-01-01"),
            ("1/31/2025", "2025-01-31"),
            ("01/2025", "2025-01"),
            ("2025/1", "2025-01"),
            ("2025-01-31T12:00:00Z", "2025-01-31"),
            ("30days", "30d"),
            ("1day", "1d"),
            ("7", "7d"),
            ("1w", "7d"),
            ("3 months", "90d"),
            ("1y", "365d"),
            ("48h", "2d"),
            ("last-30-days", "30d"),
            ("past 2 weeks", "14d"),
            ("today-7", "7d"),
            ("2025Q1", "2025-Q1"),
            ("2025/q1", "2025-Q1"),
            ("Q1 2025", "2025-Q1"),
            ("q1-2025", "2025-Q1"),
            ("jan 2025", "2025-01"),
            ("2025-Sept", "2025-09"),
            ("31 January 2025", "2025-01-31"),
            ("Jan 31, 2025", "2025-01-31"),
            ("week", "this-week"),
            ("MTD", "this-month"),
            ("now", "today"),
            ("last", "last-month"),
            ("lastmonth", "last-month"),
            ("yesteday", "yesterday"),
        ] {
            assert_eq!(suggest_date(input).as_deref(), Some(expected), "{input}");
        }
    }

    #[test]
    fn a_period_in_another_notation_gets_two_dots_as_a_suggestion() {
        for input in [
            "2025-01-01 to 2025-01-31",
            "2025-01-01 - 2025-01-31",
            "2025-01-01:2025-01-31",
            "2025-01-01,2025-01-31",
            "2025-01-01 2025-01-31",
            "2025-01-01/2025-01-31",
            "2025-01-01...2025-01-31",
            "2025/01/01..31.01.2025",
            "2025-01-01T00:00:00Z/2025-01-31T00:00:00Z",
        ] {
            let suggestion = suggest_date(input);
            assert_eq!(
                suggestion.as_deref(),
                Some("2025-01-01..2025-01-31"),
                "{input}"
            );
        }
        assert_eq!(suggest_date("2025-01..").as_deref(), Some("2025-01..today"));
        assert_eq!(
            suggest_date("2025-W05").as_deref(),
            Some("2025-01-27..2025-02-02")
        );
    }

    #[test]
    fn a_month_or_quarter_without_a_year_gets_a_hint_to_add_it() {
        for (input, example) in [
            ("jan", "2025-01"),
            ("December", "2025-12"),
            ("Q3", "2025-Q3"),
        ] {
            let hint = date_hint(input).unwrap();
            assert!(
                hint.ends_with(&format!("with its year, such as {example}")),
                "{hint}"
            );
        }
    }

    #[test]
    fn an_ambiguous_or_impossible_date_gets_no_suggestion() {
        for input in [
            "",
            "1/2/2025",
            "2025/02/30",
            "99999999",
            "days",
            "r1",
            "d",
            "2025-13",
            "25h",
            "2025-W60",
            "..2025-01-01",
            "q",
            "ja",
        ] {
            assert_eq!(date_hint(input), None, "{input}");
        }
    }
}
