//! Dates, time zones and timestamps.
//!
//! What a user types is a [`DateSpec`], which resolves to a [`DateRange`]; a [`TimeZone`] converts
//! between its days and those of UTC. Timestamps are parsed from records and printed in a zone
//! without loss of digits.

mod date_hint;
mod date_range;
mod date_spec;
mod timestamp;
mod year;
mod zone;

pub use date_hint::{date_hint, suggest_date};
pub use date_range::DateRange;
pub use date_spec::{DateSpec, date_keywords};
pub use timestamp::{from_system_time, local_timestamp, parse_timestamp};
pub use year::{MAX_DATE, has_four_digit_year};
pub use zone::{TimeZone, format_offset, zone_database, zone_names, zones};
