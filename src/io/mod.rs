//! Bytes of unknown length: bounded reads, gzip, and a spool that holds them until they are complete.

mod bounded;
mod gzip;
mod spool;

pub use bounded::{read_bounded, read_text_bounded};
pub use gzip::{decoded, decoded_up_to};
pub use spool::Spool;
