//! The partition of a call, and its place among the calls of the partition.
//!
//! A call belongs to the UTC day on which it connected, else to that on which it was recorded (see
//! [`RecordTime`]). The time zone of the user plays no part: an archive is the same wherever it is
//! written.
//!
//! A file may have been copied or moved to another partition, so that its calls would count twice,
//! or for the wrong day. [`ensure_calls_of_day`] finds that out without reading it: the statistics
//! in the footer of almost any file prove that all calls are of its day.

use crate::columns::{CONF_NUM, CONNECT_DT, RecordTime, TIMESTAMP_COLUMNS};
use crate::error::{Failure, FailureKind};
use crate::external_sort::encode_time;
use crate::record::{Projection, Record, ResponseReader};
use crate::report::{Digest, RecordHasher};
use crate::text::unescape_json_bytes;
use chrono::{DateTime, NaiveDate, Utc};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;
use std::fmt;
use std::io::Read;
use std::path::Path;

/// The hint for a file that is not the one of its day. A file in the way would stop a sync, and a sync
/// without dates does not request the days before the first file.
pub const SYNC_AGAIN_HINT: &str =
    "move it out of the archive, and fetch its day again with 'cdr sync DIR DAY DAY'";

/// A UTC day, or the partition of the calls whose day is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partition {
    Known(NaiveDate),
    Unknown,
}

/// Hive's name for the partition of rows without a value.
const UNKNOWN: &str = "__HIVE_DEFAULT_PARTITION__";

impl Partition {
    /// Parses the name of a partition. A date in any other form is none, so that each day has one
    /// directory.
    pub fn from_name(name: &str) -> Option<Self> {
        if name == UNKNOWN {
            return Some(Self::Unknown);
        }
        let date = NaiveDate::parse_from_str(name, "%Y-%m-%d").ok()?;
        let day = Self::Known(date);
        (day.to_string() == name).then_some(day)
    }

    /// Returns the date, if it is known.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::Known(date) => Some(date),
            Self::Unknown => None,
        }
    }
}

impl From<Option<DateTime<Utc>>> for Partition {
    /// Returns the partition of a call with this time.
    fn from(time: Option<DateTime<Utc>>) -> Self {
        time.map_or(Self::Unknown, |time| Self::Known(time.date_naive()))
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(date) => write!(f, "{date}"),
            Self::Unknown => f.write_str(UNKNOWN),
        }
    }
}

/// Reads what an archive needs of a record: its identity, its day, and its place among the calls of
/// the day.
#[derive(Clone)]
pub struct RecordReader {
    pub projection: Projection,
    pub hasher: RecordHasher,
    time: RecordTime,
    substitute_slots: [usize; 3],
}

/// What identifies a call without a `cdr_id` well enough to say that another one took its place.
const SUBSTITUTE: [&str; 3] = [CONF_NUM, "call_num", CONNECT_DT];

impl RecordReader {
    /// Creates a reader whose identities can be compared with those of other readers with this
    /// seed.
    pub fn new(seed: u64) -> Self {
        let mut projection = Projection::default();
        Self {
            hasher: RecordHasher::new(seed, &mut projection),
            time: RecordTime::new(&mut projection),
            substitute_slots: SUBSTITUTE.map(|path| projection.add_path(path)),
            projection,
        }
    }

    /// Returns the digests of a call. The contents of two records are equal if their values are.
    pub fn digest(&self, record: &Record<'_>) -> Digest {
        self.hasher.digest(record)
    }

    /// Returns the partition of a call.
    pub fn partition(&self, record: &Record<'_>) -> Partition {
        self.time.get(record).into()
    }

    /// Returns the key by which a call without a `cdr_id` takes the place of another: its
    /// conference, its number and the time when it connected; `None` if it lacks one of them.
    pub fn substitute_key(&self, record: &Record<'_>) -> Option<u128> {
        if self.hasher.id(record).is_some() {
            return None;
        }
        let mut key = Vec::new();
        for slot in self.substitute_slots {
            let value = unescape_json_bytes(record.values[slot]?);
            if value.is_empty() {
                return None;
            }
            key.extend_from_slice(&value.len().to_le_bytes());
            key.extend_from_slice(&value);
        }
        Some(self.hasher.hash_id(&key))
    }

    /// Appends the key that sorts the calls of a day: by time, then by ID. It depends on nothing
    /// else, so that the same calls produce the same file in whatever order they were received.
    pub fn push_sort_key(&self, record: &Record<'_>, key: &mut Vec<u8>) {
        let time = self.time.get(record).unwrap_or(DateTime::<Utc>::MAX_UTC);
        key.extend(encode_time(time));
        match self.hasher.id(record) {
            Some(id) => key.extend_from_slice(&id),
            None => key.extend_from_slice(record.text.as_bytes()),
        }
    }
}

/// Checks that all calls of a file are of its day. `open` opens its records, which are read only if
/// the statistics do not prove it.
pub fn ensure_calls_of_day<R: Read>(
    metadata: &ParquetMetaData,
    day: Partition,
    path: &Path,
    open: impl FnOnce() -> anyhow::Result<ResponseReader<R>>,
) -> anyhow::Result<()> {
    let mut groups = metadata.row_groups().iter();
    if groups.all(|group| statistics_prove_day(group, day)) {
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
        let message = format!("{} has {found}; {SYNC_AGAIN_HINT}", path.display());
        Err(Failure::new(FailureKind::InvalidResponse, message).into())
    })?;
    response.read_trailer()?;
    Ok(())
}

/// Returns whether the statistics of a row group prove that all of its calls are of a day: the
/// times of connection are, and if some calls lack one, so are all times of recording.
fn statistics_prove_day(group: &RowGroupMetaData, day: Partition) -> bool {
    let [connected, recorded] = TIMESTAMP_COLUMNS.map(|name| TimeStatistics::read(group, name));
    let (Some(connected), Some(recorded)) = (connected, recorded) else {
        return false;
    };
    match day {
        Partition::Unknown => connected.range.is_none() && recorded.range.is_none(),
        Partition::Known(date) => {
            connected.are_within(date)
                && (!connected.has_nulls || (recorded.are_within(date) && !recorded.has_nulls))
        }
    }
}

/// The statistics of a column of times.
struct TimeStatistics {
    /// The days of the first and the last time; `None` if there are only nulls.
    range: Option<[NaiveDate; 2]>,
    has_nulls: bool,
}

impl TimeStatistics {
    /// Reads the statistics of a column; `None` if they are incomplete.
    fn read(group: &RowGroupMetaData, name: &str) -> Option<Self> {
        let column = group
            .columns()
            .iter()
            .find(|column| column.column_path().string() == name)?;
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

    fn are_within(&self, day: NaiveDate) -> bool {
        self.range.is_none_or(|range| range == [day; 2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_partitions_are_parsed() {
        for name in ["2025-01-31", UNKNOWN] {
            assert_eq!(Partition::from_name(name).unwrap().to_string(), name);
        }
        for name in ["2025-1-31", "2025-02-30", "+2025-01-31", "", "x"] {
            assert_eq!(Partition::from_name(name), None);
        }
    }

    #[test]
    fn a_call_belongs_to_the_day_it_connected_else_to_the_day_it_was_recorded() {
        let reader = RecordReader::new(0);
        for (call, expected) in [
            (
                r#"{"room":{"connect_dt":"2025-02-01T01:00:00+02:00"},"trans_date":"2025-02-02T00:00:00Z"}"#,
                "2025-01-31",
            ),
            (
                r#"{"room":{"connect_dt":"soon"},"trans_date":"2025-02-02T00:00:00Z"}"#,
                "2025-02-02",
            ),
            (r#"{"room":{"connect_dt":null}}"#, UNKNOWN),
        ] {
            let day = reader
                .projection
                .with_record(call, |record| Ok(reader.partition(record)));
            assert_eq!(day.unwrap().to_string(), expected);
        }
    }
}
