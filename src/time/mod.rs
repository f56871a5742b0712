//! Dates, time zones and timestamps.

mod calendar_unit;
mod date_range;
mod date_spec;
mod local_time;
mod offset;
mod timestamp;
mod zone;

pub use date_range::Period;
pub use date_spec::{DateArgument, date_words};
pub use local_time::local_time;
pub use timestamp::{system_time, time};
pub use zone::{Zone, zone_database, zone_names, zones};
