//! Streaming readers of responses and saved files. A record is the text that was received.
//!
//! ```text
//! JSON     TextBuffer ── EnvelopeReader ── members of the envelope, checked when it ends
//!                   └─── RecordLayout ──┐
//!                                       ├── check_call ── Projection ── Record
//! Parquet  pages ───── StringColumn ────┘
//! ```
//!
//! [`ResponseReader`] hides where records come from. No tree of a record is ever built, and none is
//! held longer than it takes to pass it on, so memory does not depend on the number of calls.

mod call_check;
mod envelope;
mod envelope_reader;
mod json_response;
mod members;
mod paging;
mod parquet;
mod path_trie;
mod projection;
mod records;
mod response;
mod saved;
mod text_buffer;

#[cfg(test)]
pub use call_check::DOCUMENTED_MEMBERS;
pub use envelope::EnvelopeMember;
pub use json_response::ResponseTrailer;
pub use members::{members_by_name, members_except};
pub use paging::is_paging_field;
pub use parquet::{
    CallsChecksum, ChecksumWriter, MAGIC, ParquetRecords, for_each_string, has_checksum,
    has_data_checksum, read_metadata,
};
pub use path_trie::PathTrie;
pub use projection::{Projection, RECORD_COLUMN, Record};
pub use response::ResponseReader;
