//! The days that a sync requests, and the windows in which it does.
//!
//! ```text
//! stored      ███████████ ████████
//! requested              ↑    ↑     ↑↑↑↑↑↑↑    missing, pending, the last `lookback` days
//! with FROM                 ↑↑↑↑↑↑↑↑↑↑↑↑↑↑↑    also every day from there on
//! ```
//!
//! Days are pending if calls were moving to them when `cdr` 0.2.0 wrote a file.
//!
//! The last days are requested again because calls are recorded late, and their figures change
//! until they are billed. Windows are as long as `--split` allows and extend by `--slack` days at
//! both ends, because three facts are undocumented. The service may count a call into the day on
//! which it connected, disconnected or was recorded. The time zone of that day is unknown, and so
//! is whether the last day of a period is included.

use super::partition::Partition;
use crate::error::{Failure, FailureKind};
use crate::time::DateRange;
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;
use std::num::NonZeroU32;

/// The days that a sync is to bring up to date.
#[derive(Clone, Copy, Debug)]
pub struct SyncRange {
    /// The day from which on every day is requested again.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: NaiveDate,
    /// The number of days before the end that are requested again.
    pub lookback: u32,
}

impl SyncRange {
    /// Returns the days to request, given those that are stored and those that are pending.
    pub fn requested_days(
        &self,
        stored: &BTreeSet<Partition>,
        pending: &[Partition],
    ) -> Result<BTreeSet<Partition>, Failure> {
        let first_stored = stored.first().and_then(|day| day.date());
        let Some(first) = self.from.into_iter().chain(first_stored).min() else {
            let message =
                "there is no archive yet; add the first day, such as 'cdr sync DIR 2025-01'";
            return Err(Failure::new(FailureKind::Usage, message));
        };
        if first > self.to {
            let to = self.to;
            let message = if self.from.is_some() {
                format!(
                    "FROM ({first}) is after the last requested day ({to}); use an earlier FROM"
                )
            } else {
                format!(
                    "the archive begins on {first}, after the last requested day {to}; use a later TO"
                )
            };
            return Err(Failure::new(FailureKind::Usage, message));
        }
        let lookback_start = self.to.checked_sub_days(Days::new(self.lookback.into()));
        let is_requested = |day: &NaiveDate| {
            lookback_start.is_none_or(|start| *day > start)
                || self.from.is_some_and(|from| *day >= from)
                || !stored.contains(&Partition::Known(*day))
                || pending.contains(&Partition::Known(*day))
        };
        Ok(first
            .iter_days()
            .take_while(|day| *day <= self.to)
            .filter(is_requested)
            .map(Partition::Known)
            .collect())
    }
}

/// Returns the periods to request: runs of at most `split` days, extended by `slack` days at both
/// ends.
pub fn request_windows(
    days: &BTreeSet<Partition>,
    split: NonZeroU32,
    slack: u32,
) -> Vec<DateRange> {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days.iter().filter_map(|day| day.date()) {
        match runs.last_mut() {
            Some((first, last))
                if last.succ_opt() == Some(day)
                    && (day - *first).num_days() < i64::from(split.get()) =>
            {
                *last = day;
            }
            _ => runs.push((day, day)),
        }
    }
    let slack = Days::new(slack.into());
    runs.into_iter()
        .filter_map(|(first, last)| {
            let (first, last) = first
                .checked_sub_days(slack)
                .zip(last.checked_add_days(slack))
                .unwrap_or((first, last));
            DateRange::new(first, last)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    fn days(days: &[&str]) -> BTreeSet<Partition> {
        days.iter().map(|day| Partition::Known(date(day))).collect()
    }

    fn schedule(from: Option<&str>, to: &str, stored: &[&str]) -> Vec<String> {
        let range = SyncRange {
            from: from.map(date),
            to: date(to),
            lookback: 2,
        };
        let pending = [Partition::Known(date("2025-01-02"))];
        let requested = range.requested_days(&days(stored), &pending).unwrap();
        requested.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn missing_pending_and_last_days_are_requested() {
        let stored = [
            "2025-01-01",
            "2025-01-02",
            "2025-01-03",
            "2025-01-05",
            "2025-01-06",
        ];
        assert_eq!(
            schedule(None, "2025-01-07", &stored),
            ["2025-01-02", "2025-01-04", "2025-01-06", "2025-01-07"]
        );
    }

    #[test]
    fn from_requests_every_day_since_and_may_be_before_all_others() {
        let stored = ["2025-01-02", "2025-01-03", "2025-01-04"];
        assert_eq!(schedule(Some("2025-01-03"), "2025-01-04", &stored).len(), 3);
        assert_eq!(schedule(Some("2024-12-31"), "2025-01-04", &stored).len(), 5);
    }

    #[test]
    fn without_from_an_archive_must_have_a_day() {
        let range = |to: &str| SyncRange {
            from: None,
            to: date(to),
            lookback: 7,
        };
        assert!(
            range("2025-01-01")
                .requested_days(&BTreeSet::new(), &[])
                .is_err()
        );
        assert!(
            range("2025-01-01")
                .requested_days(&days(&["2025-01-02"]), &[])
                .is_err()
        );
    }

    #[test]
    fn windows_join_adjacent_days_and_extend_beyond_them() {
        let days = days(&["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-10"]);
        let windows = request_windows(&days, NonZeroU32::new(2).unwrap(), 1);
        let windows: Vec<_> = windows.iter().map(ToString::to_string).collect();
        assert_eq!(
            windows,
            [
                "2024-12-31 to 2025-01-03",
                "2025-01-02 to 2025-01-04",
                "2025-01-09 to 2025-01-11"
            ]
        );
    }
}
