//! A body becomes records; a record is its text.

mod buffer;
mod envelope;
mod list;
mod projection;
mod shape;

pub use envelope::{Member, Response};
pub use projection::{Projection, Record};
