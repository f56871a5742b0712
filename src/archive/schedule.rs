//! Which days are asked for, and in which windows.

use super::day::Partition;
use crate::error::{Failure, FailureKind};
use crate::time::DateRange;
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;
use std::num::NonZeroU32;

/// What a run of `sync` is to bring up to date.
#[derive(Clone, Copy, Debug)]
pub struct SyncRange {
    /// The day from which on all is asked for again, if one was typed.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: NaiveDate,
    /// How many days that end with the last one are asked for again.
    pub lookback: u32,
}

impl SyncRange {
    /// The days to ask for: those that are missing, those that are pending, the last ones, and those from the typed
    /// day on.
    ///
    /// # Errors
    /// A usage failure, where it is not known what the first day is, or where it is after the last.
    pub fn days(
        &self,
        stored: &BTreeSet<Partition>,
        pending: &[Partition],
    ) -> Result<BTreeSet<Partition>, Failure> {
        let first_stored = stored.first().and_then(|day| day.date());
        let first = self.from.into_iter().chain(first_stored).min();
        let refuse = |message: String| Err(Failure::new(FailureKind::Usage, message));
        let Some(first) = first else {
            return refuse(
                "the archive has no day yet; write the first one: cdr sync DIR FROM".to_owned(),
            );
        };
        if first > self.to {
            let to = self.to;
            return refuse(format!(
                "the archive begins on {first}, and the last day asked for is {to}; write a later TO, or an earlier FROM"
            ));
        }
        let lookback = self.to.checked_sub_days(Days::new(self.lookback.into()));
        let is_requested = |day: &NaiveDate| {
            lookback.is_none_or(|before| *day > before)
                || self.from.is_some_and(|from| *day >= from)
                || !stored.contains(&Partition::Known(*day))
                || pending.contains(&Partition::Known(*day))
        };
        let days = first.iter_days().take_while(|day| *day <= self.to);
        Ok(days.filter(is_requested).map(Partition::Known).collect())
    }
}

/// The periods to ask for, so that each of these days lies in one with so many more at each end.
pub fn request_windows(
    days: &BTreeSet<Partition>,
    split: NonZeroU32,
    slack: u32,
) -> Vec<DateRange> {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days.iter().filter_map(|day| day.date()) {
        let length = |first: NaiveDate| (day - first).num_days();
        match runs.last_mut() {
            Some((first, last))
                if last.succ_opt() == Some(day) && length(*first) < i64::from(split.get()) =>
            {
                *last = day;
            }
            _ => runs.push((day, day)),
        }
    }
    let slack = Days::new(slack.into());
    let windows = runs.into_iter().filter_map(|(first, last)| {
        let wide = first
            .checked_sub_days(slack)
            .zip(last.checked_add_days(slack));
        let (first, last) = wide.unwrap_or((first, last));
        DateRange::new(first, last)
    });
    windows.collect()
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

    fn requested(from: Option<&str>, to: &str, stored: &[&str]) -> Vec<String> {
        let span = SyncRange {
            from: from.map(date),
            to: date(to),
            lookback: 2,
        };
        let pending = [Partition::Known(date("2025-01-02"))];
        let requested = span.days(&days(stored), &pending).unwrap();
        requested.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn missing_and_pending_and_the_last_days_are_asked_for() {
        let stored = [
            "2025-01-01",
            "2025-01-02",
            "2025-01-03",
            "2025-01-05",
            "2025-01-06",
        ];
        assert_eq!(
            requested(None, "2025-01-07", &stored),
            ["2025-01-02", "2025-01-04", "2025-01-06", "2025-01-07"]
        );
    }

    #[test]
    fn a_first_day_asks_again_from_there_and_may_lie_before_all_others() {
        let stored = ["2025-01-02", "2025-01-03", "2025-01-04"];
        assert_eq!(
            requested(Some("2025-01-03"), "2025-01-04", &stored).len(),
            3
        );
        assert_eq!(
            requested(Some("2024-12-31"), "2025-01-04", &stored).len(),
            5
        );
    }

    #[test]
    fn without_a_first_day_an_archive_must_have_one() {
        let span = |to: &str| SyncRange {
            from: None,
            to: date(to),
            lookback: 7,
        };
        assert!(span("2025-01-01").days(&BTreeSet::new(), &[]).is_err());
        assert!(
            span("2025-01-01")
                .days(&days(&["2025-01-02"]), &[])
                .is_err()
        );
    }

    #[test]
    fn windows_hold_days_in_a_row_and_reach_beyond_them() {
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
