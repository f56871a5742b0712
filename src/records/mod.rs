//! Response bodies become records; a record is its text.

mod columns;
mod digests;
mod duplicates;
mod list;
mod nearest;
mod projection;
mod reading;
mod response;
mod row;
mod selection;
mod shape;
mod totals;
mod window;

pub use columns::{FIELDS, Field, Set, Type};
pub use duplicates::{Duplicates, Reach};
pub use nearest::Unseen;
pub use projection::{Projection, Record};
pub use reading::Reading;
pub use response::{Member, Response};
pub use row::{object, quoted};
pub use selection::{Columns, Selection};
pub use totals::Totals;
