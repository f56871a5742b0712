//! Bytes of unknown length: bounded reads, gzip, and a spool that holds them until they are complete.

mod bounded;
mod gzip;
mod spool;

pub use bounded::{read_limited, read_to_string_limited};
pub use gzip::{maybe_gunzip, maybe_gunzip_limited};
pub use spool::Spool;
