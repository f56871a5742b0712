//! Warnings about days that an archive lacks.

use super::day::Partition;
use super::layout::Archive;
use super::moves::Moves;
use crate::columns::{Filter, RequestedDays};
use crate::error::Failure;
use crate::time::DateRange;
use chrono::NaiveDate;

/// How many periods a warning names.
const MAX_NAMED: usize = 3;

impl Archive {
    /// What may make the calls that these conditions request other than the user expects.
    ///
    /// # Errors
    /// This machine's, for an archive that cannot be read.
    pub fn warnings(&self, conditions: &[Filter]) -> Result<Vec<String>, Failure> {
        let days: Vec<_> = self.days()?;
        let dates: Vec<_> = days.iter().filter_map(|day| day.date()).collect();
        let requested = RequestedDays::from_filters(conditions);
        let folder = self.dir().display();
        let mut warnings = Vec::new();
        if days.is_empty() {
            warnings.push(format!(
                "{folder} has no days; run 'cdr sync {folder} FROM'"
            ));
        }
        let missing = missing(&dates, requested.as_ref());
        if !missing.is_empty() {
            let (subject, verb) = counted(&missing, "day");
            warnings.push(format!(
                "{subject} between the first and the last one {verb} missing in {folder}: {}; run 'cdr sync {folder}'",
                named(&missing)
            ));
        }
        let outside = outside(&dates, requested.as_ref());
        if let [first, ..] = &outside[..] {
            let (subject, verb) = counted(&outside, "requested day");
            // Without TO, a run ends with yesterday, and without FROM it begins with the first day of the archive.
            let (from, to) = (first.first(), outside.last().unwrap_or(first).last());
            warnings.push(format!(
                "{subject} {verb} not in {folder}: {}; run 'cdr sync {folder} {from} {to}'",
                named(&outside)
            ));
        }
        warnings.extend(self.moving(conditions)?);
        Ok(warnings)
    }

    /// What there is to warn of if calls of requested days are being moved.
    fn moving(&self, conditions: &[Filter]) -> Result<Option<String>, Failure> {
        let days = Moves::read(self)?.map(|moves| moves.days());
        let may_hold = |day: &Partition| conditions.iter().all(|one| one.may_match_day(day.date()));
        let days = days.into_iter().flatten().filter(may_hold).count();
        let folder = self.dir().display();
        let noun = if days == 1 { "day" } else { "days" };
        Ok((days > 0).then(|| {
            format!(
                "calls of {days} {noun} in {folder} are being moved to other days; run 'cdr sync {folder}' if no sync is running"
            )
        }))
    }
}

/// The requested days without a file between the first and the last that have one.
fn missing(dates: &[NaiveDate], requested: Option<&RequestedDays>) -> Vec<DateRange> {
    let is_requested = |day: &NaiveDate| requested.is_none_or(|requested| requested.contains(*day));
    let gaps = dates.windows(2).flat_map(|pair| {
        let days = pair[0].iter_days().skip(1);
        days.take_while(|day| *day < pair[1])
    });
    DateRange::from_days(gaps.filter(is_requested))
}

/// The requested days before the first and after the last that have a file. A side without a limit
/// requests none.
fn outside(dates: &[NaiveDate], requested: Option<&RequestedDays>) -> Vec<DateRange> {
    let Some(requested) = requested else {
        return Vec::new();
    };
    let [is_open_before, is_open_after] = requested.is_open;
    let is_outside = |day: &NaiveDate| match dates {
        [first, .., last] | [first @ last] => {
            (day < first && !is_open_before) || (day > last && !is_open_after)
        }
        [] => !is_open_before && !is_open_after,
    };
    let days = requested.periods.iter().flat_map(DateRange::days);
    let mut days: Vec<_> = days.filter(is_outside).collect();
    // Periods of a zone may share a UTC day.
    days.dedup();
    DateRange::from_days(days.into_iter())
}

/// How many days there are, with the verb that agrees.
fn counted(periods: &[DateRange], noun: &str) -> (String, &'static str) {
    match periods.iter().map(|period| period.days().count()).sum() {
        1 => (format!("1 {noun}"), "is"),
        count => (format!("{count} {noun}s"), "are"),
    }
}

/// The first of these periods.
fn named(periods: &[DateRange]) -> String {
    let name = |period: &DateRange| {
        if period.first() == period.last() {
            period.first().to_string()
        } else {
            period.to_string()
        }
    };
    let names: Vec<_> = periods.iter().take(MAX_NAMED).map(name).collect();
    let names = names.join(", ");
    match periods.get(MAX_NAMED..) {
        Some([_, ..]) => format!("{names}, …"),
        _ => names,
    }
}
