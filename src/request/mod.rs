//! What is asked, checked and complete.

mod date;
mod offset;
mod period;
mod query;
mod unit;
mod zone;

pub use date::{DateArgument, date_words};
pub use period::Period;
pub use query::{Id, Query};
pub use zone::{Zone, zone_database, zone_names, zones};
