//! What a record holds.

mod fields;
mod reading;
mod selection;
mod suggest;
mod totals;

pub use fields::{
    CONNECTED, DERIVED_FROM, FIELDS, Field, IDENTITY, LEFT, LOGGED, Set, Type, needs_attention,
};
pub use reading::Reading;
pub use selection::{Columns, Selection};
pub use suggest::Unseen;
pub use totals::{TOTALS, Total, TotalsColumn};
