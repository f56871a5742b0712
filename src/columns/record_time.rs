//! When a call was: the first of `room.connect_dt` and `trans_date` that is a time.
//!
//! Days, exact periods, the archive and the completeness of windows all depend on this one time, so that a
//! call belongs to the same day everywhere.

use super::fields::DERIVED_FROM;
use crate::parse::{Projection, Record};
use crate::text::{text_of, time};
use chrono::{DateTime, Utc};

/// Reads when a call was.
#[derive(Clone, Debug)]
pub struct RecordTime([usize; 2]);

impl RecordTime {
    /// Adds the members it reads to the projection.
    pub fn new(projection: &mut Projection) -> Self {
        Self(DERIVED_FROM.map(|path| projection.slot(path)))
    }

    /// The time of a call; `None` if it has none that is readable.
    pub fn get(&self, record: &Record<'_>) -> Option<DateTime<Utc>> {
        let mut slots = self.0.iter();
        slots.find_map(|slot| record.values[*slot].and_then(|json| time(&text_of(json))))
    }
}
