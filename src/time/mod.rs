//! Dates, time zones and timestamps.

mod date_range;
mod date_spec;
mod timestamp;
mod zone;

pub use date_range::DateRange;
pub use date_spec::{DateSpec, date_keywords};
pub use timestamp::{local_timestamp, parse_timestamp, system_time};
pub use zone::{TimeZone, zone_database, zone_names, zones};
