//! Calls kept on disk: a Parquet file for each UTC day, in partitions that databases read as they are.

mod arrivals;
mod asked;
mod coverage;
mod day;
mod day_check;
mod day_file;
mod folder;
mod footer;
mod lock;
mod moves;
mod plan;
mod prune;
mod reader;
mod recovery;
mod regular_file;
mod stored;
mod update;

pub use arrivals::Arrivals;
pub use asked::{Span, windows};
pub use day::Day;
pub use folder::Archive;
pub use footer::Footer;
pub use lock::Lock;
pub use prune::Prune;
pub use recovery::complete_moves;
pub use stored::Stored;
pub use update::{Update, Updated};
