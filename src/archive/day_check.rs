//! Check that the calls of a file belong to its day.
//!
//! A file may have been copied or moved to another partition. Then its calls would count twice, or for the
//! wrong day. The statistics in its footer prove for almost any file that all calls are of its day. Only where
//! they do not, the records are read once more.

use super::day::Partition;
use super::partition::SavedResponse;
use crate::columns::{RecordTime, TIMESTAMP_COLUMNS};
use crate::error::{Failure, FailureKind};
use crate::record::Projection;
use chrono::{DateTime, NaiveDate, Utc};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;
use std::path::Path;

/// Checks that all calls of a file are of this day. `open` opens its records.
///
/// # Errors
/// A failure for a call of another day, and those of a response.
pub fn check_day(
    metadata: &ParquetMetaData,
    day: Partition,
    path: &Path,
    open: impl FnOnce() -> anyhow::Result<SavedResponse>,
) -> anyhow::Result<()> {
    if metadata.row_groups().iter().all(|group| is_of(group, day)) {
        return Ok(());
    }
    let mut projection = Projection::default();
    let time = RecordTime::new(&mut projection);
    let mut response = open()?;
    response.for_each_record(&projection, |record| {
        let found = Partition::from(time.get(&record));
        if found == day {
            return Ok(());
        }
        let found = match found {
            Partition::Known(date) => format!("calls of another day, such as {date}"),
            Partition::Unknown => "calls without a time".to_owned(),
        };
        let message = format!(
            "{} has {found}; move it away and run 'cdr sync'",
            path.display()
        );
        Err(Failure::new(FailureKind::InvalidResponse, message).into())
    })?;
    response.read_trailer()?;
    Ok(())
}

/// Whether the statistics of a group of rows prove that all of its calls are of a day: the times that decide are, and
/// where some calls lack them, those that decide instead are, too.
fn is_of(group: &RowGroupMetaData, day: Partition) -> bool {
    let [first, second] = TIMESTAMP_COLUMNS.map(|name| Times::of(group, name));
    let (Some(first), Some(second)) = (first, second) else {
        return false;
    };
    match day {
        Partition::Unknown => first.range.is_none() && second.range.is_none(),
        Partition::Known(date) => {
            first.are_of(date) && (!first.has_nulls || (second.are_of(date) && !second.has_nulls))
        }
    }
}

/// What the statistics say of a column of times.
struct Times {
    range: Option<[NaiveDate; 2]>,
    has_nulls: bool,
}

impl Times {
    /// Those of a column; `None` if they are not known.
    fn of(group: &RowGroupMetaData, name: &str) -> Option<Self> {
        let mut columns = group.columns().iter();
        let column = columns.find(|column| column.column_path().string() == name)?;
        let Statistics::Int64(statistics) = column.statistics()? else {
            return None;
        };
        let nulls = statistics.null_count_opt()?;
        let date = |microseconds: &i64| {
            let time = DateTime::<Utc>::from_timestamp_micros(*microseconds);
            time.map(|time| time.date_naive())
        };
        let range = match (statistics.min_opt(), statistics.max_opt()) {
            (Some(min), Some(max)) => Some([date(min)?, date(max)?]),
            _ if i64::try_from(nulls) == Ok(column.num_values()) => None,
            _ => return None,
        };
        Some(Self {
            range,
            has_nulls: nulls > 0,
        })
    }

    fn are_of(&self, day: NaiveDate) -> bool {
        self.range.is_none_or(|range| range == [day; 2])
    }
}
