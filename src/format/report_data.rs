//! The figures of the report page, as plain values.
//!
//! `report/html_data` computes them, and `format/html` draws them. Neither needs the other: a chart
//! can be changed without touching a sum, and numbers are exact until one becomes the length of a
//! bar.

use crate::text::Decimal;

/// The figures of calls.
#[derive(Clone, Debug, Default)]
pub struct ReportData {
    pub calls: u64,
    pub conferences: u64,
    /// The exact sum of the billed minutes; `None` if no call has any.
    pub minutes: Option<Decimal>,
    /// The calls without billed minutes, and those whose billed minutes are not a number.
    pub without_minutes: u64,
    pub invalid_minutes: u64,
    /// The calls that are rated, and those of them that are rated bad.
    pub rated: u64,
    pub bad: u64,
    /// The largest number of concurrent calls; `None` if no call has both of its times.
    pub max_concurrent: Option<u64>,
    /// The calls that lack one of their times.
    pub calls_without_times: u64,
    pub bucket_size: BucketSize,
    /// The buckets from the first to the last, also those without calls.
    pub buckets: Vec<TimeBucket>,
    /// The calls that are in no bucket.
    pub undated: u64,
    /// Calls by weekday, from Monday, and hour.
    pub hours: [[u64; 24]; 7],
    pub rooms: Ranking,
    pub references: Ranking,
    /// The conferences with most bad calls.
    pub worst: Vec<WorstConference>,
}

/// The length of time that a bar of a chart stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BucketSize {
    #[default]
    Day,
    Month,
    Year,
}

/// The figures of a day, month or year.
#[derive(Clone, Debug, Default)]
pub struct TimeBucket {
    /// The day, month or year in the format of the derived columns.
    pub name: String,
    /// Whether it is a Saturday or a Sunday.
    pub is_weekend: bool,
    pub calls: u64,
    pub minutes: Option<Decimal>,
    /// The calls that are rated good, bad, or anything else.
    pub good: u64,
    pub bad: u64,
    pub other: u64,
    pub max_concurrent: u64,
}

impl BucketSize {
    /// Returns the strftime format of the names of buckets.
    pub fn date_format(self) -> &'static str {
        match self {
            Self::Day => "%Y-%m-%d",
            Self::Month => "%Y-%m",
            Self::Year => "%Y",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl TimeBucket {
    /// Adds the calls of another bucket.
    pub fn add_calls(&mut self, other: &Self) {
        self.calls += other.calls;
        self.good += other.good;
        self.bad += other.bad;
        self.other += other.other;
        if let Some(minutes) = &other.minutes {
            *self.minutes.get_or_insert_default() += minutes;
        }
    }
}

/// Names by billed minutes.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// Those with most, in descending order.
    pub top: Vec<RankedName>,
    /// The number of other names, and their calls and minutes together.
    pub others: u64,
    pub others_total: RankedName,
}

/// A name with its figures. Calls without a name have an empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RankedName {
    pub name: String,
    pub calls: u64,
    pub minutes: Option<Decimal>,
}

/// A conference with bad calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorstConference {
    pub number: String,
    pub room: String,
    /// The time of its first call, in the zone of the report.
    pub time: String,
    pub calls: u64,
    pub bad: u64,
}
