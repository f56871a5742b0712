//! Calls kept on disk: a Parquet file for each UTC day, in partitions that databases read as they are.

mod coverage;
mod day;
mod day_check;
mod incoming;
mod layout;
mod lock;
mod metadata;
mod moves;
mod partition;
mod plan;
mod prune;
mod reader;
mod recovery;
mod regular_file;
mod schedule;
mod stored;
mod sync;

pub use day::Partition;
pub use incoming::IncomingRecords;
pub use layout::Archive;
pub use lock::Lock;
pub use metadata::FileMetadata;
pub use prune::Prune;
pub use recovery::complete_moves;
pub use schedule::{SyncRange, request_windows};
pub use stored::Stored;
pub use sync::{SyncJob, SyncOutcome};
