//! How large things may be. Beyond a bound, an answer is refused or a text is cut; memory and time never follow
//! what a stranger sends.

/// The longest record, in bytes of JSON.
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// The largest response, as received and as decompressed, in bytes, unless `--max-size` says otherwise.
pub const RESPONSE: &str = "16GiB";

/// The longest envelope: all of a response but its list of records, in bytes.
pub const MAX_ENVELOPE_BYTES: usize = 1 << 20;

/// The longest text of a service, or of a value, in a message, in characters.
pub const EXCERPT: usize = 500;

/// The longest value in a cell of a table, in characters; formats for programs print all of it.
pub const CELL: usize = 1000;

/// The longest condition, in bytes.
pub const MAX_CONDITION_BYTES: usize = 10_000;

/// The most windows that are asked for at a time.
pub const JOBS: u16 = 64;

/// The largest key file, in bytes.
pub const KEY: u64 = 64 << 10;

/// The largest configuration file and the largest file of certificates, in bytes.
pub const CONFIGURATION: u64 = 4 << 20;

/// The most extra days fetched at each end of an exact period.
pub const MAX_SLACK: u32 = 31;
