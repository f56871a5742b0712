//! The days by which calls are kept.

use chrono::{DateTime, NaiveDate, Utc};
use std::fmt;

/// A UTC day, or the place of the calls whose day is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partition {
    Known(NaiveDate),
    Unknown,
}

/// What Hive calls the partition of rows without a value.
const UNKNOWN: &str = "__HIVE_DEFAULT_PARTITION__";

impl Partition {
    /// The day of this name, as a partition has it.
    pub fn from_name(name: &str) -> Option<Self> {
        if name == UNKNOWN {
            return Some(Self::Unknown);
        }
        let date = NaiveDate::parse_from_str(name, "%Y-%m-%d").ok()?;
        let day = Self::Known(date);
        (day.to_string() == name).then_some(day)
    }

    /// The date, where it is known.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::Known(date) => Some(date),
            Self::Unknown => None,
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(date) => write!(formatter, "{date}"),
            Self::Unknown => formatter.write_str(UNKNOWN),
        }
    }
}

impl From<Option<DateTime<Utc>>> for Partition {
    /// Returns the partition of a call with this time.
    fn from(time: Option<DateTime<Utc>>) -> Self {
        time.map_or(Self::Unknown, |time| Self::Known(time.date_naive()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::RecordTime;
    use crate::record::Projection;

    #[test]
    fn only_the_names_of_days_are_days() {
        for name in ["2025-01-31", UNKNOWN] {
            assert_eq!(Partition::from_name(name).unwrap().to_string(), name);
        }
        for name in ["2025-1-31", "2025-02-30", "+2025-01-31", "", "x"] {
            assert_eq!(Partition::from_name(name), None);
        }
    }

    #[test]
    fn a_call_is_of_the_day_it_connected_or_else_was_logged() {
        let mut projection = Projection::default();
        let time = RecordTime::new(&mut projection);
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
            let day = projection.with_record(call, |record| Ok(Partition::from(time.get(record))));
            assert_eq!(day.unwrap().to_string(), expected);
        }
    }
}
