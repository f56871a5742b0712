//! Calls kept on disk: a Parquet file for each UTC day, in partitions that databases read as they are.

mod arrivals;
mod asked;
mod day;
mod day_file;
mod folder;
mod footer;
mod lock;
mod plan;
mod update;

pub use arrivals::Arrivals;
pub use asked::{Span, windows};
pub use day::Day;
pub use day_file::open;
pub use folder::Archive;
pub use footer::Footer;
pub use lock::Lock;
pub use update::{Change, Update};
