//! A body becomes records; a record is its text.

mod buffer;
mod envelope;
mod list;
mod projection;
mod raw;
mod saved;
mod shape;
mod tokens;

pub use envelope::{Member, Response};
pub use projection::{Projection, Record};
