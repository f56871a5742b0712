//! What a record holds.

mod condition;
mod fields;
mod importance;
mod local_time;
mod order;
mod reading;
mod record_time;
mod selection;
mod suggest;
mod totals;

pub use condition::{Condition, ConditionArgument, Conditions};
pub use fields::{
    BAD, BILLED, CONFERENCE, CONNECTED, DERIVED_FROM, FIELDS, Field, GOOD, IDENTITY, LEFT, LOGGED,
    QUALITY_OF_CALL, REFERENCE, ROOM, Set, Type, form_of_derived, needs_attention,
};
pub use importance::importance;
pub use local_time::local_time;
pub use order::{Order, OrderArgument};
pub use reading::Reading;
pub use record_time::RecordTime;
pub use selection::{Columns, Selection};
pub use suggest::Unseen;
pub use totals::{TOTALS, Total, TotalsColumn};
