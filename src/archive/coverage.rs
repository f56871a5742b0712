//! Warnings about requested days that an archive lacks.
//!
//! An archive warns of three kinds of gaps: days without a file between the first and the last one,
//! requested days (also of a time zone) before or after these, and days whose calls are being
//! moved. The days that conditions such as `day>=2025-01-01` request follow from the conditions.

use super::layout::Archive;
use super::moves::Moves;
use super::partition::Partition;
use crate::columns::{Filter, RequestedDays};
use crate::error::Failure;
use crate::text::{count_noun, verb_for};
use crate::time::DateRange;
use chrono::NaiveDate;

/// The most periods that a warning lists.
const MAX_LISTED: usize = 3;

impl Archive {
    /// Returns the warnings about the days that these conditions request.
    pub fn warnings(&self, filters: &[Filter]) -> Result<Vec<String>, Failure> {
        let days: Vec<_> = self.days()?;
        let dates: Vec<_> = days.iter().filter_map(|day| day.date()).collect();
        let requested = RequestedDays::from_filters(filters);
        let dir = self.dir().display();
        let mut warnings = Vec::new();
        if days.is_empty() {
            warnings.push(format!(
                "the archive {dir} is empty; run 'cdr sync {dir} FROM'"
            ));
        }
        let missing = find_missing_days(&dates, requested.as_ref());
        if !missing.is_empty() {
            let (days, verb) = count_days(&missing, "day");
            warnings.push(format!(
                "{days} between the first and the last one {verb} missing in {dir}: {}; run 'cdr sync {dir}'",
                format_periods(&missing)
            ));
        }
        let outside = find_days_outside(&dates, requested.as_ref());
        if let [first, ..] = &outside[..] {
            let (days, verb) = count_days(&outside, "requested day");
            // Without TO, a run ends with yesterday, and without FROM it begins with the first day
            // of the archive.
            let (from, to) = (first.first(), outside.last().unwrap_or(first).last());
            warnings.push(format!(
                "{days} {verb} not in {dir}: {}; run 'cdr sync {dir} {from} {to}'",
                format_periods(&outside)
            ));
        }
        warnings.extend(self.moves_warning(filters)?);
        Ok(warnings)
    }

    fn moves_warning(&self, filters: &[Filter]) -> Result<Option<String>, Failure> {
        let may_match = |day: &Partition| {
            filters
                .iter()
                .all(|filter| filter.may_match_day(day.date()))
        };
        let days = Moves::read(self)?
            .into_iter()
            .flat_map(|moves| moves.days())
            .filter(may_match)
            .count();
        let dir = self.dir().display();
        Ok((days > 0).then(|| {
            let days = count_noun(days as u64, "day");
            format!(
                "calls of {days} in {dir} are being moved to other days; run 'cdr sync {dir}' if no sync is running"
            )
        }))
    }
}

/// Returns the requested days without a file between the first and the last that have one.
fn find_missing_days(dates: &[NaiveDate], requested: Option<&RequestedDays>) -> Vec<DateRange> {
    let is_requested = |day: &NaiveDate| requested.is_none_or(|requested| requested.contains(*day));
    let gaps = dates
        .windows(2)
        .flat_map(|pair| {
            let days = pair[0].iter_days().skip(1);
            days.take_while(|day| *day < pair[1])
        })
        .filter(is_requested);
    DateRange::from_days(gaps)
}

/// Returns the requested days before the first and after the last that have a file. A side on which
/// the conditions have no limit requests none.
fn find_days_outside(dates: &[NaiveDate], requested: Option<&RequestedDays>) -> Vec<DateRange> {
    let Some(requested) = requested else {
        return Vec::new();
    };
    // `day>=2025-01-01` does not request future days.
    let (is_open_before, is_open_after) = (requested.is_open_before, requested.is_open_after);
    let is_outside = |day: &NaiveDate| match dates {
        [first, .., last] | [first @ last] => {
            (day < first && !is_open_before) || (day > last && !is_open_after)
        }
        [] => !is_open_before && !is_open_after,
    };
    let mut days: Vec<_> = requested
        .periods
        .iter()
        .flat_map(DateRange::days)
        .filter(is_outside)
        .collect();
    // Periods of a zone may share a UTC day.
    days.dedup();
    DateRange::from_days(days.into_iter())
}

/// Returns the number of days with its noun, and the verb that agrees.
fn count_days(periods: &[DateRange], noun: &str) -> (String, &'static str) {
    let days: usize = periods.iter().map(|period| period.days().count()).sum();
    let days = days as u64;
    (count_noun(days, noun), verb_for(days, "is", "are"))
}

/// Returns the first of these periods as a list.
fn format_periods(periods: &[DateRange]) -> String {
    let names: Vec<_> = periods
        .iter()
        .take(MAX_LISTED)
        .map(|period| {
            if period.first() == period.last() {
                period.first().to_string()
            } else {
                period.to_string()
            }
        })
        .collect();
    let more = if periods.len() > MAX_LISTED {
        ", …"
    } else {
        ""
    };
    names.join(", ") + more
}
