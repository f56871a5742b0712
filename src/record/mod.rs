//! A body becomes records; a record is its text.

mod buffer;
mod call_check;
mod checksum;
mod data_checksum;
mod envelope_hints;
mod member;
mod node;
mod parquet;
mod projection;
mod raw;
mod records;
mod response;
mod saved;
mod shape;
mod tokens;

#[cfg(test)]
pub use call_check::DOCUMENTED_MEMBERS;
pub use checksum::{Checksum, has_checksum};
pub use data_checksum::{DataWriter, has_data_checksum};
pub use envelope_hints::is_hint;
pub use member::EnvelopeMember;
pub use parquet::{MAGIC, ParquetRecords, for_each_string, read_metadata};
pub use projection::{Projection, Record};
pub use raw::{members_except, members_of};
pub use response::{ResponseReader, ResponseTrailer};

/// The column of a saved file that is the call as it was sent.
pub const RECORD_COLUMN: &str = "record";
