//! A body becomes records; a record is its text.

mod buffer;
mod envelope;
mod list;
mod member;
mod node;
mod projection;
mod raw;
mod saved;
mod shape;
mod tokens;

pub use envelope::Response;
pub use member::Member;
pub use projection::{Projection, Record};
