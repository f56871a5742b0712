//! Calls on disk: a Parquet file for each UTC day, in Hive partitions that databases read as they
//! are.
//!
//! ```text
//! DIR/.lock                                 locked by a running sync, see [`lock`]
//! DIR/.moves                                the journal of calls that change days, see [`moves`]
//! DIR/.cdr-….part                           new content of a file, until it is complete
//! DIR/calls/day=2025-01-31/calls.parquet    the calls of a day, see [`partition_file`]
//! ```
//!
//! A sync decides which days to request ([`schedule`]) and gathers the calls that it receives
//! ([`incoming`]). It compares them with those in the files ([`stored`], [`plan`]), and writes
//! complete days in an order that is safe to interrupt ([`sync`]). A [`reader`] needs no lock.

mod coverage;
mod incoming;
mod layout;
mod lock;
mod moves;
mod outcome;
mod partition;
mod partition_file;
mod plan;
mod reader;
mod schedule;
mod stored;
mod sync;

pub use incoming::IncomingRecords;
pub use layout::Archive;
pub use lock::Lock;
pub use moves::complete_moves;
pub use outcome::SyncOutcome;
pub use partition::Partition;
pub use partition_file::FileMetadata;
pub use plan::Prune;
pub use schedule::{SyncRange, request_windows};
pub use stored::StoredCalls;
pub use sync::SyncJob;
