//! Response bodies become records; a record is its text.

mod columns;
mod projection;
mod response;
mod selection;
mod window;

pub use columns::{FIELDS, Field, Set, Type};
pub use projection::{Projection, Record};
pub use response::{Member, Response};
pub use selection::{Columns, Selection};
