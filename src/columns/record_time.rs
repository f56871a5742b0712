//! When a call was: the first of `room.connect_dt` and `trans_date` that is a time.
//!
//! Days, exact periods, the archive and the completeness of windows all depend on this one time, so that a
//! call belongs to the same day everywhere.

use super::schema::TIMESTAMP_COLUMNS;
use crate::record::{Projection, Record};
use crate::text::json_to_text;
use crate::time::parse_timestamp;
use chrono::{DateTime, Datelike, Utc};

/// Reads when a call was.
#[derive(Clone, Copy, Debug)]
pub struct RecordTime([usize; 2]);

impl RecordTime {
    /// Adds the members it reads to the projection.
    pub fn new(projection: &mut Projection) -> Self {
        Self(TIMESTAMP_COLUMNS.map(|path| projection.add_path(path)))
    }

    /// The time of a call; `None` if it has none that is readable.
    pub fn get(&self, record: &Record<'_>) -> Option<DateTime<Utc>> {
        let times = self
            .0
            .iter()
            .filter_map(|slot| parse_timestamp(&json_to_text(record.values[*slot]?)));
        // A year of four digits is all that a day, and so the name of a day's file, has.
        times
            .into_iter()
            .find(|time| (0..=9999).contains(&time.year()))
    }
}
