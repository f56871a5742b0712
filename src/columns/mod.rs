//! What a record holds.

mod fields;
mod reading;
mod selection;
mod suggest;

pub use fields::{FIELDS, Field, MADE_FROM, Set, Type};
pub use reading::{Reading, time};
pub use selection::{Columns, Selection};
pub use suggest::Unseen;
