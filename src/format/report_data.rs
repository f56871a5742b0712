//! What there is to see in the calls of an answer, as plain values: a format for people draws it.

use crate::text::Decimal;

/// The figures of an answer of calls.
#[derive(Clone, Debug, Default)]
pub struct ReportData {
    pub calls: u64,
    pub conferences: u64,
    /// The exact sum of the billed minutes; `None` where no call has any.
    pub minutes: Option<Decimal>,
    /// How many calls have no billed minutes, and how many have what is no number.
    pub without_minutes: u64,
    pub invalid_minutes: u64,
    /// How many calls are rated, and how many of them are bad.
    pub rated: u64,
    pub bad: u64,
    /// The most calls at once; `None` where no call has both its times.
    pub max_concurrent: Option<u64>,
    /// How many calls have not both their times.
    pub calls_without_times: u64,
    /// How long the buckets are of which there are figures.
    pub bucket_size: BucketSize,
    /// The buckets from the first to the last, those without calls too.
    pub buckets: Vec<TimeBucket>,
    /// How many calls are in none of them.
    pub undated: u64,
    /// Calls by weekday, from Monday, and hour.
    pub hours: [[u64; 24]; 7],
    pub rooms: Ranking,
    pub references: Ranking,
    /// The conferences with most bad calls.
    pub worst: Vec<WorstConference>,
}

/// How long a bucket of time is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BucketSize {
    #[default]
    Day,
    Month,
    Year,
}

/// The figures of a bucket of time.
#[derive(Clone, Debug)]
pub struct TimeBucket {
    /// The day, month or year, as the derived columns write it.
    pub name: String,
    /// Whether it is a day that is a Saturday or a Sunday.
    pub is_weekend: bool,
    pub calls: u64,
    pub minutes: Option<Decimal>,
    pub good: u64,
    pub bad: u64,
    /// How many are rated otherwise.
    pub other: u64,
    pub max_concurrent: u64,
}

impl BucketSize {
    /// The form of its name.
    pub fn form(self) -> &'static str {
        match self {
            Self::Day => "%Y-%m-%d",
            Self::Month => "%Y-%m",
            Self::Year => "%Y",
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl TimeBucket {
    /// A bucket without calls.
    pub fn new(name: String, is_weekend: bool) -> Self {
        Self {
            name,
            is_weekend,
            calls: 0,
            minutes: None,
            good: 0,
            bad: 0,
            other: 0,
            max_concurrent: 0,
        }
    }
}

/// Names by billed minutes.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// Those with most, the first first.
    pub top: Vec<RankedName>,
    /// How many others there are, and their calls and minutes together.
    pub others: u64,
    pub others_total: RankedName,
}

/// A name with its figures; an empty name is that of calls without one.
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
    /// When its first call connected, as it is shown.
    pub time: String,
    pub calls: u64,
    pub bad: u64,
}
