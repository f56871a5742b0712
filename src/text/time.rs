//! Time stamps.

use chrono::{DateTime, Utc};

/// The instant of a time stamp of RFC 3339, in any zone.
pub fn time(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    Some(time.with_timezone(&Utc))
}
