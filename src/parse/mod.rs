//! A body becomes records; a record is its text.

mod buffer;
mod decimal;
mod envelope;
mod list;
mod projection;
mod shape;

pub use decimal::Decimal;
pub use envelope::{Member, Response};
pub use projection::{Projection, Record};
