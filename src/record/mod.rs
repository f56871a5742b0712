//! A body becomes records; a record is its text.

mod call_check;
mod data_checksum;
mod envelope;
mod envelope_hints;
mod envelope_reader;
mod json_response;
mod members;
mod parquet;
mod path_trie;
mod projection;
mod records;
mod saved;
mod shape;
mod text_buffer;

#[cfg(test)]
pub use call_check::DOCUMENTED_MEMBERS;
pub use data_checksum::{DataWriter, has_data_checksum};
pub use envelope::EnvelopeMember;
pub use envelope_hints::is_hint;
pub use json_response::{ResponseReader, ResponseTrailer};
pub use members::{members_except, members_of};
pub use parquet::{Checksum, has_checksum};
pub use parquet::{MAGIC, ParquetRecords, for_each_string, read_metadata};
pub use projection::{Projection, Record};

/// The column of a saved file that is the call as it was sent.
pub const RECORD_COLUMN: &str = "record";
