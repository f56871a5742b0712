//! The time of a call, from which derived columns are computed.
//!
//! The time of a call is the first of `room.connect_dt` and `trans_date` that is a valid timestamp:
//! a call that never reached its room was at least logged. Derived columns, exact periods, the days
//! of an archive and the completeness of windows all use this one time, so that a call belongs to
//! the same day everywhere.

use super::schema::{CONNECT_DT, DerivedColumn, TRANS_DATE};
use crate::record::{Projection, Record};
use crate::time::{TimeZone, has_four_digit_year};
use chrono::{DateTime, NaiveDateTime, Utc};

/// The columns that may have the time of a call, in the order in which they are tried.
pub const TIMESTAMP_COLUMNS: [&str; 2] = [CONNECT_DT, TRANS_DATE];

/// Formats a local time as a derived column. Years that do not have four digits become an empty
/// text.
pub fn format_local_time(time: NaiveDateTime, column: DerivedColumn) -> String {
    if has_four_digit_year(&time) {
        time.format(column.format()).to_string()
    } else {
        String::new()
    }
}

/// Reads the time of a call.
#[derive(Clone, Copy, Debug)]
pub struct RecordTime([usize; 2]);

impl RecordTime {
    /// Adds the paths it reads to the projection.
    pub fn new(projection: &mut Projection) -> Self {
        Self(TIMESTAMP_COLUMNS.map(|path| projection.add_path(path)))
    }

    /// Returns the time of a call, or `None` if it has no valid timestamp.
    pub fn get(&self, record: &Record<'_>) -> Option<DateTime<Utc>> {
        self.0.iter().find_map(|slot| read_timestamp(record, *slot))
    }

    /// Returns the time at which the user connected, without trying any other column.
    pub fn connect_time(&self, record: &Record<'_>) -> Option<DateTime<Utc>> {
        read_timestamp(record, self.0[0])
    }

    /// Returns the time of a call as the clocks of a zone show it, or in UTC.
    pub fn local_time(
        &self,
        record: &Record<'_>,
        zone: Option<&TimeZone>,
    ) -> Option<NaiveDateTime> {
        let time = self.get(record)?;
        Some(match zone {
            Some(zone) => zone.to_local(time).naive_local(),
            None => time.naive_utc(),
        })
    }
}

fn read_timestamp(record: &Record<'_>, slot: usize) -> Option<DateTime<Utc>> {
    record.time_at(slot).filter(has_four_digit_year)
}
