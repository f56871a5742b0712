//! Dates, time zones and timestamps.

mod calendar_unit;
mod date_range;
mod date_spec;
mod local_time;
mod offset;
mod timestamp;
mod zone;

pub use date_range::DateRange;
pub use date_spec::{DateSpec, date_keywords};
pub use local_time::local_time;
pub use timestamp::{parse_timestamp, system_time};
pub use zone::{TimeZone, zone_database, zone_names, zones};
