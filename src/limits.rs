//! Limits on what a service, a file or a user can make this program keep in memory or print. Input
//! beyond a limit is an error; a text for people is truncated. They keep memory independent of what
//! a response contains.

/// The largest record, in bytes of JSON.
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// The largest envelope: all of a response but its list of records.
pub const MAX_ENVELOPE_BYTES: usize = 1 << 20;

/// The default of `--max-size`: the largest response, as received and as decompressed.
pub const DEFAULT_MAX_SIZE: &str = "16GiB";

/// The longest text of a service, or value of a record, in a message.
pub const MAX_EXCERPT_CHARS: usize = 500;

/// The longest value in a table. Formats for programs print all of it.
pub const MAX_CELL_CHARS: usize = 1000;

/// The longest condition of `--where`.
pub const MAX_CONDITION_BYTES: usize = 10_000;

/// The largest number of requests at a time.
pub const MAX_JOBS: u16 = 64;

/// The largest key file.
pub const MAX_KEY_BYTES: u64 = 64 << 10;

/// The largest configuration file, and the largest file of certificates.
pub const MAX_CONFIG_BYTES: u64 = 4 << 20;

/// As many symbolic links as Linux follows for one path.
pub const MAX_SYMLINKS: usize = 40;

/// The largest number of extra days at each end of an exact period.
pub const MAX_SLACK_DAYS: u32 = 31;

/// The largest number of different calls that may share a `cdr_id`. One that more calls share
/// identifies nothing.
pub const MAX_CALLS_PER_ID: usize = 10;

/// The largest rate card.
pub const MAX_RATE_CARD_BYTES: u64 = 256 << 10;

/// The most digits of a billed quantity, written without an exponent. Amounts are exact, and a
/// number like `1e9999` in each call would cost more time than any real quantity.
pub const MAX_QUANTITY_DIGITS: u64 = 1000;
